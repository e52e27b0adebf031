"""Who is meant: names, roles, nationality, sectors, pronouns and definite descriptions.

`Parties.of` turns the token that heads a noun phrase into a `Party`, resolved within the page:
"he" and "the Russian leader" are the person they stand for, "officials in Kiev" get country and
sectors, "its statement" speaks for whoever issued it. Which phrases act, suffer or speak is for
the other stages.
"""

from collections.abc import Sequence

import msgspec
from spacy.tokens import Token

from sayso.annotate.document import Document
from sayso.extract.naming.antecedents import Antecedents
from sayso.extract.naming.descriptions import Descriptions
from sayso.extract.naming.discourse import Discourse
from sayso.extract.naming.heads import heads_in, is_title
from sayso.extract.naming.mentions import conjuncts_of
from sayso.extract.naming.named_parties import NamedParties
from sayso.extract.naming.papers import Papers
from sayso.extract.naming.pronouns import PERSONAL, Pronouns
from sayso.extract.naming.roles import role_at
from sayso.extract.naming.sets import Sets, joined
from sayso.records import Party, Place, Span

DEEPEST = 40  # mentions that stand on one another: "the chief's deputy's aide"
NO_PARTY = frozenset(
    {"DATE", "TIME", "MONEY", "PERCENT", "ORDINAL", "LAW", "LANGUAGE", "QUANTITY"}
)


class Parties:
    """The parties of one document, by the token that heads their mention."""

    def __init__(self, doc: Document, places: Sequence[Place] = ()) -> None:
        self.doc = doc
        self.discourse = Discourse(doc, places)
        self.names = self.discourse.names
        self.sentence_index = self.discourse.sentence_index  # by token
        antecedents = Antecedents(
            self.names, self.discourse.sentences, self.sentence_index, self.discourse.quoted
        )
        self._named = NamedParties(self.discourse, self.of)
        self._descriptions = Descriptions(self.discourse, self._named, self.of)
        self._pronouns = Pronouns(self.discourse, antecedents, self._descriptions, self.of)
        self._papers = Papers(self.discourse, antecedents, self._descriptions, self.of)
        self._sets = Sets(self.discourse, antecedents, self.of)
        self._resolving: set[int] = set()
        self._known: dict[int, Party | None] = {}

    def span_of(self, head: Token) -> Span:
        """Return the printed mention that `head` heads: its phrase without clauses behind it.

        Raises `SpanError` where `head` is white space.
        """
        return self.discourse.span_of(head)

    def of(self, head: Token, things: bool = False) -> Party | None:
        """Return the party that the phrase headed by `head` names, resolved in the page.

        None where it names no person, body, group, country or place that acts or suffers;
        with `things`, any noun makes a party of kind "unnamed".
        """
        if head.i not in self._known:
            if len(self._resolving) > DEEPEST:  # asked again from nearer, it may be known
                return None
            self._known[head.i] = self._resolve(head)
        party = self._known[head.i]
        if (
            party is None
            and things
            and not is_reciprocal(head)
            and head.ent_type_ not in NO_PARTY
            and head.pos_ in ("NOUN", "PROPN", "NUM", "ADJ", "PRON")
        ):
            return self._descriptions.thing(head)
        return party

    def all_of(self, head: Token, things: bool = False) -> tuple[Party, ...]:
        """Return the parties that `head` and its conjuncts name; "they" may be several."""
        several = self._sets.of_word(head)
        if several:
            return several
        found: list[Party] = []
        others = conjuncts_of(head)
        if self._named.name_beside(head) is not None:  # "the president and manager, Ivo Lang"
            others = [token for token in others if not is_title(token)]
        for token in [head, *others]:
            party = self.of(token, things=things)
            if party is not None and party.span not in [p.span for p in found]:
                found.append(party)
        return tuple(found)

    def speaker(self, head: Token) -> Party:
        """Return the party that speaks where `head` heads a source.

        A document speaks for who issued it: "the ministry's statement", "Ukrainian projections".
        """
        entry = role_at(head)
        if entry is not None and entry.kind == "document":
            return self._papers.speaker(head, entry)
        party = self.of(head)
        return party if party is not None else self._descriptions.unknown(head)

    def spoken(self, span: Span) -> Party:
        """Return the party behind `span`, a source as a reader or a tagger marked it.

        Its `span` and `text` are the words of `span` without white space and commas around them.
        Several joined by "and", or meant by "they" and "both leaders", have their names joined:
        the sectors are those of all, the country is that of the first that has one. A source that
        holds no word is of kind "unnamed", named by its text. Raises nothing: any span of the
        page's text will do.
        """
        marked = without_commas(self.doc.text, span)
        found = [
            party
            for head in heads_in(self.doc.tokens_in(marked), self.names)
            for party in self._spoken_by(head, marked)
        ]
        return joined(found, marked, self.doc.quote(marked))

    def _spoken_by(self, head: Token, marked: Span) -> Sequence[Party]:
        """Return whom `head` stands for as a source; a description keeps to the words `marked`."""
        several = self._sets.of_word(head)
        if several:
            return several
        party = self.speaker(head)
        if party.name != self.discourse.bare(head):
            return [party]
        name = self.discourse.bare(head, marked)
        role = name if party.role == party.name else party.role
        return [msgspec.structs.replace(party, name=name, role=role)]

    def _resolve(self, head: Token) -> Party | None:
        """Resolve a mention, None where that leads back to itself."""
        if head.i in self._resolving:
            return None
        self._resolving.add(head.i)
        try:
            return self._resolve_once(head)
        finally:
            self._resolving.discard(head.i)

    def _resolve_once(self, head: Token) -> Party | None:
        """Resolve a mention: pronoun, name, description, in this order."""
        if head.is_space or (head.ent_type_ in NO_PARTY and head.i not in self.names.at):
            return None
        if head.pos_ == "PRON" or head.lower_ in PERSONAL:
            return self._pronouns.meant(head)
        name, entry = self.names.at.get(head.i), role_at(head)
        beside = self._named.name_beside(head)
        if beside is not None and (name is None or name.kind == "group"):
            return self._named.named(head, beside)
        if name is not None and not (entry and name.kind in ("place", "country", "group")):
            return self._named.named(head, name)
        if entry is None:
            return self._descriptions.unlisted(head)
        return self._descriptions.role(head, entry) if entry.kind != "document" else None


def is_reciprocal(head: Token) -> bool:
    """Tell whether a word ends "each other" or "one another", which name nobody new."""
    if head.lower_ not in ("other", "another") or head.i == 0:
        return False
    return head.nbor(-1).lower_ in ("each", "one")


def without_commas(text: str, span: Span) -> Span:
    """Return `span` without white space and commas at its ends, itself if nothing is left."""
    start, end = span.start, span.end
    while start < end and (text[start].isspace() or text[start] == ","):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] == ","):
        end -= 1
    return Span(start, end) if start < end else span


def read_parties(doc: Document, places: Sequence[Place] = ()) -> Parties:
    """Return the parties of `doc`; `places` set the scene for those that name no country."""
    return Parties(doc, places)
