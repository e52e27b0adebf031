"""Who is meant: names, roles, nationality, sectors, pronouns and definite descriptions.

`Parties.of` turns the token that heads a noun phrase into a `Party`, resolved within the page:
"he" and "the Russian leader" are the person they stand for, "officials in Kiev" get country and
sectors, "its statement" speaks for whoever issued it. Which phrases act, suffer or speak is for
the other stages.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

import msgspec
from spacy.tokens import Token

from sayso.annotate.document import Document
from sayso.extract.naming.antecedents import IT, MOST, REACH, THEY, Antecedents, is_source, speaks
from sayso.extract.naming.genders import PRONOUNS
from sayso.extract.naming.heads import heads_in
from sayso.extract.naming.mentions import (
    SUBJECTS,
    companions_of,
    conjuncts_of,
    counts,
    form_of,
    is_definite,
    is_national,
    is_pair,
    is_plural_thing,
    may_be_of,
    quoted_tokens,
    words_of_office,
)
from sayso.extract.naming.names import (
    Name,
    Names,
    country_of_words,
    lending,
    objects_below,
    phrase_of,
)
from sayso.extract.naming.roles import (
    RoleEntry,
    is_body,
    is_one_person,
    lemma_of,
    noun_sectors,
    role_at,
)
from sayso.extract.naming.scene import Scene
from sayso.gazetteer.countries import capital_country, country_name
from sayso.records import Party, PartyKind, Place, Span

COUNTS = frozenset(
    "other another one many most dozen score hundred thousand million tens handful group".split()
)
CROWDS = frozenset({"dozen", "score", "hundred", "thousand", "million", "many"})
PERSONAL = frozenset(PRONOUNS) | IT | THEY
MANY = ("group", "person", "organisation")
RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
# Sectors of bodies that belong to one country, so to that of the scene where none is named.
LOCAL = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "PTY", "OPP", "LAB", "SPY", "PRM"})
# Sectors by which "the minister" may be somebody named without those words; "the man" may not.
OFFICIAL = LOCAL | {"ELI", "REL", "JRN", "IGO", "REB", "BUS"}
# Kinds of named party that may stand in apposition to a role noun of each kind.
APPOSED: dict[str, tuple[str, ...]] = {
    "person": ("person", "organisation"),
    "group": ("person", "organisation"),
    "unnamed": ("person", "organisation"),
    "organisation": ("organisation",),
}
TELLINGS = 6  # earlier uses of a noun that are looked at for whom it stands for
LONGEST_MENTION = 14  # tokens
DEEPEST = 40  # mentions that stand on one another: "the chief's deputy's aide"
NO_PARTY = frozenset(
    {"DATE", "TIME", "MONEY", "PERCENT", "ORDINAL", "LAW", "LANGUAGE", "QUANTITY"}
)


class Parties:
    """The parties of one document, by the token that heads their mention."""

    def __init__(self, doc: Document, places: Sequence[Place] = ()) -> None:
        self.doc = doc
        day = doc.published.isoformat() if doc.published else None
        self.names = Names(doc.spacy_doc, day)
        self.scene = Scene(doc, self.names, places)
        self.sentences, self.sentence_index = self.scene.sentences, self.scene.sentence_index
        self.quoted = quoted_tokens(doc.spacy_doc)
        self.nouns: dict[tuple[str, str], list[int]] = {}
        for token in doc.spacy_doc:
            if token.pos_ in ("NOUN", "PROPN"):
                self.nouns.setdefault((lemma_of(token), token.tag_), []).append(token.i)
        self._offices: dict[tuple[str, PartyKind], list[tuple[list[Token], Name]]] = {}
        self.antecedents = Antecedents(
            self.names, self.sentences, self.sentence_index, self.quoted
        )
        self._genders = {
            name.name: name.gender for _, name in self.names.mentions if name.kind == "person"
        }
        self._pronouns = [t.i for t in doc.spacy_doc if t.lower_ in PERSONAL]
        self._settled = 0  # pronouns before this place in `_pronouns` are resolved
        self._told: dict[tuple[str, str], int] = {}  # how many uses of a noun are resolved
        self._resolving: set[int] = set()
        self._known: dict[int, Party | None] = {}

    # Mentions ----------------------------------------------------------------------------------

    def span_of(self, head: Token) -> Span:
        """Return the printed mention that `head` heads: its phrase without clauses behind it.

        Raises `SpanError` where `head` is white space.
        """
        if head.pos_ == "PRON":
            return self.doc.span_of(head)
        name = self.names.at.get(head.i)
        words = phrase_of(head)
        if name is not None:
            last = head.i
            while self.names.at.get(last + 1) is name:
                last += 1
            kept = [t for t in words if t.i <= last or name.kind == "organisation"]
            words = kept or [head]
        while len(words) > 1 and (
            words[-1].is_punct or words[-1].is_space or words[-1].tag_ == "POS"
        ):
            words.pop()
        while len(words) > 1 and (words[0].is_punct or words[0].is_space):
            words.pop(0)
        if len(words) > LONGEST_MENTION:
            words = [t for t in words if t.i <= head.i][-LONGEST_MENTION:] or [head]
        return self.doc.span_of(words)

    def of(self, head: Token, things: bool = False) -> Party | None:
        """Return the party that the phrase headed by `head` names, resolved in the page.

        None where it names no person, body, group, country or place that acts or suffers;
        with `things`, any noun makes a party of kind "unnamed".
        """
        if head.i not in self._known:
            self._known[head.i] = self._resolve(head)
        party = self._known[head.i]
        if (
            party is None
            and things
            and head.ent_type_ not in NO_PARTY
            and head.pos_ in ("NOUN", "PROPN", "NUM", "ADJ", "PRON")
        ):
            lent = (role_at(modifier) for modifier in lending(head))
            sectors = next((e.sectors for e in lent if e is not None and e.sectors), ())
            return self._described(head, "unnamed", self._country(head), sectors)
        return party

    def speaker(self, head: Token) -> Party:
        """Return the party that speaks where `head` heads a source.

        A document speaks for who issued it: "the ministry's statement", "Ukrainian projections".
        """
        entry = role_at(head)
        if entry is not None and entry.kind == "document":
            return self._document(head, entry)
        party = self.of(head)
        return party if party is not None else self._unknown(head)

    def spoken(self, span: Span) -> Party:
        """Return the party behind `span`, a source as a reader or a tagger marked it.

        Its `span` and `text` are the words of `span` without white space and commas around them.
        Several joined by "and", or meant by "they" and "both leaders", have their names joined:
        the sectors are those of all, the country is that of the first that has one. A source that
        holds no word is of kind "unnamed", named by its text. Raises nothing: any span of the
        page's text will do.
        """
        marked = self._without_commas(span)
        found = [
            party
            for head in heads_in(self.doc.tokens_in(marked), self.names)
            for party in self._spoken_by(head, marked)
        ]
        return joined(found, marked, self.doc.quote(marked))

    def _without_commas(self, span: Span) -> Span:
        """Return `span` without white space and commas at its ends, itself if nothing is left."""
        start, end = span.start, span.end
        while start < end and (self.doc.text[start].isspace() or self.doc.text[start] == ","):
            start += 1
        while end > start and (self.doc.text[end - 1].isspace() or self.doc.text[end - 1] == ","):
            end -= 1
        return Span(start, end) if start < end else span

    def _spoken_by(self, head: Token, marked: Span) -> Sequence[Party]:
        """Return whom `head` stands for as a source; a description keeps to the words `marked`."""
        several = self._set_of(head)
        if several:
            return several
        party = self.speaker(head)
        if party.name != self._bare(head):
            return [party]
        name = self._bare(head, marked)
        role = name if party.role == party.name else party.role
        return [msgspec.structs.replace(party, name=name, role=role)]

    def _set_of(self, head: Token) -> tuple[Party, ...]:
        """Return the persons that "they" and "both leaders" stand for, () where it is one."""
        if head.lower_ in THEY and head.pos_ == "PRON" and not self._has_subject_before(head):
            return self._several(head)
        if not is_pair(head):
            return ()
        several, entry = self._several(head), role_at(head)
        sectors = set(entry.sectors) if entry is not None else set()
        fits = not sectors or any(sectors & set(party.sectors) for party in several)
        return several if fits else ()

    def _resolve(self, head: Token) -> Party | None:
        if head.i in self._resolving or len(self._resolving) > DEEPEST:
            return None
        self._resolving.add(head.i)
        try:
            return self._resolve_once(head)
        finally:
            self._resolving.discard(head.i)

    def _resolve_once(self, head: Token) -> Party | None:
        """Resolve a mention: name, pronoun, description, in this order."""
        if head.ent_type_ in NO_PARTY or head.is_space:
            return None
        name = self.names.at.get(head.i)
        entry = role_at(head)
        if head.pos_ == "PRON" or head.lower_ in PERSONAL:
            return self._pronoun(head)
        beside = self._name_beside(head)
        if beside is not None and (name is None or name.kind == "group"):
            return self._named(head, beside)
        if name is not None and not (entry and name.kind in ("place", "country", "group")):
            return self._named(head, name)
        if entry is not None and entry.kind != "document":
            return self._role(head, entry)
        if entry is not None:
            return None
        sectors = noun_sectors(head)
        if sectors:
            return self._described(head, "group", self._country(head), sectors)
        return self._unlisted(head)

    def _unlisted(self, head: Token) -> Party | None:
        """Resolve a noun that no list knows: a nationality, a name, a count of people."""
        demonym = country_of_words([head]) if head.pos_ in ("NOUN", "PROPN", "ADJ") else None
        if demonym:
            return self._described(head, "group", demonym, ("CVL",))
        if head.pos_ == "PROPN" and head.i > head.sent.start:
            return self._described(head, "organisation", self._country(head), ())
        if head.pos_ == "NUM" or lemma_of(head) in COUNTS:
            return self._partitive(head)
        return None

    def _named(self, head: Token, name: Name) -> Party:
        country, sectors, kind = name.country, name.sectors, name.kind
        if kind == "person" and country is None and name.roles and is_national(sectors):
            first = self.doc.spacy_doc[name.first]  # one country for the page
            country = self.scene.home_of(first, sectors)
        if kind == "organisation" and country is None:
            country = country_of_words(phrase_of(head))
            if country is None and LOCAL & set(sectors):
                country = self.scene.home_of(head, sectors)
        if kind == "place" and capital_country(name.name):
            sectors = ("GOV",)
        shown = country_name(country) if kind == "country" and country else name.name
        return self._party(head, shown, kind, country, sectors, name.role)

    def _name_beside(self, head: Token) -> Name | None:
        """Return the person in apposition to a role noun: "the chairman, Ivo Lang"."""
        entry = role_at(head)
        if entry is None:
            is_national = head.pos_ in ("NOUN", "PROPN", "ADJ") and country_of_words([head])
            wanted: tuple[str, ...] = ("person",) if is_national else ()
        else:
            wanted = APPOSED.get(entry.kind, ())
        beside = [child for child in head.children if child.dep_ == "appos"]
        if head.i + 1 < head.sent.end and head.i not in self.names.at:
            beside.append(head.nbor(1))  # the parser may part "channel" and its name
        for token in beside:
            name = self.names.at.get(token.i)
            if name is not None and name.kind in wanted:
                return name
        return None

    # Descriptions ------------------------------------------------------------------------------

    def _role(self, head: Token, entry: RoleEntry) -> Party:
        """Return the party of a role noun: whom it stands for on the page, or the role itself."""
        country = country_of_words(phrase_of(head)) if entry.foreign else self._country(head)
        if is_definite(head):
            meant = self._antecedent_of_role(head, entry, country)
            if meant is None and country is None:
                meant = self._told_before(head)
            if meant is not None:
                return self._like(head, meant)
        sectors = self.names.sectors_of(head, entry)
        if country is None and entry.public:
            country = self.scene.home_of(head, sectors)
        sectors = entry.sectors_in.get(country or "", sectors)
        kind = kind_of_role(head, entry, country)
        is_office = kind == "person" and entry.kind == "person"
        return self._described(head, kind, country, sectors, is_office=is_office)

    def _described(
        self,
        head: Token,
        kind: PartyKind,
        country: str | None,
        sectors: tuple[str, ...],
        is_office: bool = False,
    ) -> Party:
        """Return the party of a description, named by its own words."""
        bare = self._bare(head)
        return self._party(head, bare, kind, country, sectors, bare if is_office else None)

    def _party(
        self,
        head: Token,
        name: str,
        kind: PartyKind,
        country: str | None,
        sectors: tuple[str, ...],
        role: str | None,
    ) -> Party:
        """Return a party under the mention of `head`."""
        span = self.span_of(head)
        return Party(
            span=span,
            text=self.doc.quote(span),
            name=name,
            kind=kind,
            country=country,
            sectors=sectors,
            role=role,
        )

    def _bare(self, head: Token, within: Span | None = None) -> str:
        """Return the words of a description without articles, counts and hedges before them.

        "at least 12 soldiers near Kurmuk" are "soldiers near Kurmuk". Words outside `within`
        stay out.
        """
        span = self.span_of(head)
        if within is not None and within.overlaps(span):
            span = Span(max(span.start, within.start), min(span.end, within.end))
        words = list(self.doc.tokens_in(span))
        numbers = [t.i for t in words if t.dep_ == "nummod" and t.head == head and t.i < head.i]
        if numbers:  # the hedge goes with the number
            words = [t for t in words if t.i > numbers[-1]] or words
        while len(words) > 1 and words[0] != head and counts(words[0]):
            words.pop(0)
        return " ".join(self.doc.quote(Span(words[0].idx, span.end)).split())

    def _country(self, head: Token) -> str | None:
        """Return the country that the phrase of `head` names, by word or by a name in it."""
        words = [t for t in phrase_of(head) if t.i != head.i or t.pos_ == "PROPN"]
        found = self.names.country_in(words)
        if found:
            return found
        for token in words:
            if token.dep_ == "poss" and token.i not in self.names.at:
                owner = self.of(token)
                if owner is not None and owner.country:
                    return owner.country
        return None

    def _antecedent_of_role(
        self, head: Token, entry: RoleEntry, country: str | None
    ) -> Party | None:
        """Return the named party that a definite description stands for.

        1. the last named party before it whose own role or name has the same noun;
        2. for a bare description ("the military chief"), the last one within reach whose role
           has the same meaning or whose sectors meet.
        A named country that differs speaks against both.
        """
        if head.tag_ in ("NNS", "NNPS") or entry.kind in ("place", "document", "country"):
            return None
        body = entry.kind == "organisation" or is_body(head)
        wanted: PartyKind = "organisation" if body else "person"
        for words, name in self._before(head, self._holders(form_of(head), wanted)):
            if may_be_of(name, country):
                return self._named(words[-1], name)
        if any(child.dep_ == "prep" for child in head.children):
            return None
        for words, name in self._before(head, self.names.mentions):
            if not self._near(words[-1], head):
                break
            fit = fits(entry, name, words[-1])
            if name.kind == wanted and fit and may_be_of(name, country):
                party = self._named(words[-1], name)
                return msgspec.structs.replace(party, sectors=party.sectors or entry.sectors)
        return None

    def _before(
        self, head: Token, mentions: Sequence[tuple[list[Token], Name]]
    ) -> Iterator[tuple[list[Token], Name]]:
        """Yield those of `mentions` that stand before `head`, nearest first."""
        end = bisect_left(mentions, head.i, key=lambda mention: mention[0][0].i)
        yield from reversed(mentions[:end])

    def _holders(self, form: str, kind: PartyKind) -> list[tuple[list[Token], Name]]:
        """Return the mentions of those whose role or name has the words `form`, in order."""
        if (form, kind) not in self._offices:
            self._offices[form, kind] = [
                (words, name)
                for words, name in self.names.mentions
                if name.kind == kind and form in words_of_office(name)
            ]
        return self._offices[form, kind]

    def _told_before(self, head: Token) -> Party | None:
        """Return the earlier description that a definite one takes up.

        "The troops" are the "Russian troops" of the sentence before: the same noun, which then
        had words of its own to say who they are.
        """
        key = (lemma_of(head), head.tag_)
        same = self.nouns.get(key, [])
        end = bisect_left(same, head.i)
        while self._told.get(key, 0) < end:  # in order: each may stand on the one before
            place = self._told.get(key, 0)
            self._told[key] = place + 1
            self.of(self.doc.spacy_doc[same[place]])
        for index in reversed(same[max(0, end - TELLINGS) : end]):
            party = self.of(self.doc.spacy_doc[index])
            if party is not None and (party.country or party.role):
                return party
        return None

    def _near(self, antecedent: Token, token: Token) -> bool:
        """Tell whether an antecedent lies within reach of a token."""
        return self.sentence_index[token.i] - self.sentence_index[antecedent.i] <= REACH

    def _like(self, head: Token, meant: Party) -> Party:
        """Return `meant` under the mention of `head`."""
        return self._party(head, meant.name, meant.kind, meant.country, meant.sectors, meant.role)

    def _document(self, head: Token, entry: RoleEntry) -> Party:
        """Return the document as a speaker: country and sectors are its issuer's.

        What is not issued, as a law, goes by its own words.
        """
        issuer = self._issuer(head) if entry.issued else None
        if issuer is None and entry.issued and is_definite(head) and head.tag_ == "NN":
            issuer = self._last_body(head)
        country = self._country(head)
        if issuer is None:
            sectors = self.names.sectors_of(head, entry)
            return self._party(head, self._bare(head), "document", country, sectors, None)
        country = issuer.country or country
        return self._party(head, issuer.name, "document", country, issuer.sectors, None)

    def _issuer(self, head: Token) -> Party | None:
        """Return who issued a document: its possessor, "by X", "from X", "given by X"."""
        for child in head.children:
            if child.dep_ in ("poss", "compound", "nmod"):
                found = self.of(child)
                if found is not None:
                    return found
            for inner in objects_below([child], ("by", "from", "of")):
                if (found := self.of(inner)) is not None:
                    return found
            if child.dep_ == "acl":
                for token in child.subtree:
                    if token.dep_ == "pobj" and token.head.dep_ == "agent":
                        return self.of(token)
        return None

    def _last_body(self, head: Token) -> Party | None:
        """Return the last body that acted or spoke before the sentence of `head`, within reach.

        One named by "according to" goes first.
        """
        start = head.sent.start
        bodies = [t for t in self.antecedents.before(head) if t.i < start and self._is_body(t)]
        told = [t for t in bodies if t.dep_ in SUBJECTS or is_source(t)]
        parties = [p for t in sorted(told, key=lambda t: not is_source(t)) if (p := self.of(t))]
        for kind in ("organisation", "group"):
            for party in parties:
                if party.kind == kind and party.sectors:
                    return party
        return None

    def _partitive(self, head: Token) -> Party | None:
        """Return the party of "two of the soldiers", "another 10": the counted ones, if people.

        "Thousands" alone, as those who act, are people.
        """
        whole = self._whole(head)
        if whole is not None or any(c.dep_ == "prep" and c.lower_ == "of" for c in head.children):
            return whole
        if lemma_of(head) in CROWDS and head.dep_ == "nsubj":
            return self._described(head, "group", self.scene.country(head), ("CVL",))
        return None

    def _unknown(self, head: Token) -> Party:
        """Return a source that names nobody we know: "one of the survivors", "many"."""
        return self._whole(head) or self._described(head, "unnamed", self._country(head), ())

    def _whole(self, head: Token) -> Party | None:
        """Return the party that `head` counts a part of: "two OF THE SOLDIERS"."""
        for inner in objects_below(head.children, ("of",)):
            whole = self.of(inner)
            if whole is not None:
                return self._like(head, whole)
        return None

    # Pronouns ----------------------------------------------------------------------------------

    def _pronoun(self, head: Token) -> Party | None:
        word = head.lower_
        if word in RELATIVE:
            return self._relative(head)
        if word in PRONOUNS:
            return self._refer(head, ("person",))
        if word in IT:
            return self._refer(head, ("organisation", "country", "place", "document", "group"))
        if word in THEY:
            return self._refer(head, MANY) if head.dep_ in SUBJECTS else self._refer_counted(head)
        return None

    def _relative(self, head: Token) -> Party | None:
        """Return the antecedent of a relative pronoun: what its clause hangs on."""
        for ancestor in head.ancestors:
            if ancestor.dep_ == "relcl":
                antecedent = self.of(ancestor.head)
                return self._like(head, antecedent) if antecedent is not None else None
        return None

    def _refer(self, head: Token, kinds: tuple[str, ...]) -> Party | None:
        """Return the party of the likeliest antecedent of a pronoun."""
        self._settle_pronouns(head.i)
        for token in self.antecedents.ranked(head):
            if is_plural_thing(token, acts=True):
                return None  # drones, not who sent them
            party = self.of(token) or (self._unknown(token) if speaks(token) else None)
            if party is not None and party.kind in (*kinds, "unnamed"):
                told = PRONOUNS.get(head.lower_)
                if told is None or self._genders.get(party.name) in (None, told):
                    return self._like(head, party)
        return None

    def _refer_counted(self, head: Token) -> Party | None:
        """Return the party of a "they" that does not act: "15 of them", who were counted last."""
        self._settle_pronouns(head.i)
        candidates = sorted(self.antecedents.before(head), key=lambda t: (t.tag_ != "NNS", -t.i))
        for token in candidates[:MOST]:
            if self.antecedents.is_ruled_out(head, token):
                continue
            if is_plural_thing(token, acts=False):
                return None  # "them" are the drones just named, not the soldiers before them
            if self.antecedents.agrees(head, token):
                party = self.of(token)
                if party is not None and party.kind in MANY:
                    return self._like(head, party)
        return None

    def _settle_pronouns(self, end: int) -> None:
        """Resolve the pronouns before token `end`, in order: later ones stand on earlier ones."""
        while self._settled < len(self._pronouns) and self._pronouns[self._settled] < end:
            index = self._pronouns[self._settled]
            self._settled += 1
            self.of(self.doc.spacy_doc[index])

    def _is_body(self, token: Token) -> bool:
        entry = role_at(token)
        name = self.names.at.get(token.i)
        return (entry is not None and entry.kind in ("organisation", "group", "country")) or (
            name is not None and name.kind in ("organisation", "country", "place")
        )

    # Sets --------------------------------------------------------------------------------------

    def all_of(self, head: Token, things: bool = False) -> tuple[Party, ...]:
        """Return the parties that `head` and its conjuncts name; "they" may be several."""
        several = self._set_of(head)
        if several:
            return several
        found: list[Party] = []
        for token in [head, *conjuncts_of(head)]:
            party = self.of(token, things=things)
            if party is not None and party.span not in [p.span for p in found]:
                found.append(party)
        return tuple(found)

    def _has_subject_before(self, head: Token) -> bool:
        """Tell whether its own sentence has a subject that "they" may mean: "Rebels said they"."""
        here = self.sentences[self.sentence_index[head.i]]
        return any(
            t.i < head.i and t.dep_ in SUBJECTS and self.antecedents.agrees(head, t) for t in here
        )

    def _several(self, head: Token) -> tuple[Party, ...]:
        """Return the persons that "they" stands for: subjects joined by "and" or by "with"."""
        here = self.sentence_index[head.i]
        for index in (here - 1, here - 2):
            if index < 0:
                break
            for token in self.sentences[index]:
                if token.dep_ not in SUBJECTS or token.head.dep_ != "ROOT":
                    continue
                tokens = [token, *conjuncts_of(token), *companions_of(token)]
                parties = [p for t in tokens if (p := self.of(t)) is not None]
                if len(parties) > 1:
                    return tuple(self._like(head, party) for party in parties)
        return ()


def fits(entry: RoleEntry, name: Name, mention: Token) -> bool:
    """Tell whether a named party can be what a role noun says, in other words than the page's.

    "The airline" is a body that acts and of which nothing else is known; "the leader" is one who
    holds some office of those sectors; "the president" is no ambassador.
    """
    shared = set(entry.sectors) & set(name.sectors)
    if entry.refers:
        unknown = not name.roles and not name.sectors and "BUS" in entry.sectors
        acts = mention.dep_ in SUBJECTS or mention.dep_ == "poss"
        return entry in name.roles or bool(shared) or (unknown and acts)
    if name.kind != "person":
        return False
    if entry in name.roles:
        return True
    told = not name.roles or entry.borrows or len(entry.sectors) > 1 or bool(shared - {"GOV"})
    return told and bool(OFFICIAL & shared)


def kind_of_role(head: Token, entry: RoleEntry, country: str | None) -> PartyKind:
    """Return what kind of party a role noun makes: one of several people is a person."""
    if entry.kind == "country":
        return "country" if country else "unnamed"
    if entry.kind == "person" and is_body(head):
        return "organisation"
    if entry.kind == "person" and head.tag_ in ("NNS", "NNPS"):
        return "group"
    return "person" if entry.kind == "group" and is_one_person(head) else entry.kind


def joined(parties: Sequence[Party], span: Span, text: str) -> Party:
    """Return several parties as one under the mention `text`, a single one as it is."""
    if not parties:
        return Party(
            span=span, text=text, name=text, kind="unnamed", country=None, sectors=(), role=None
        )
    if len(parties) == 1:
        return msgspec.structs.replace(parties[0], span=span, text=text)
    names = list(dict.fromkeys(party.name for party in parties))
    roles = {party.role for party in parties}
    return Party(
        span=span,
        text=text,
        name=" and ".join([", ".join(names[:-1]), names[-1]] if names[1:] else names),
        kind=parties[0].kind if len(names) == 1 else "group",
        country=next((party.country for party in parties if party.country), None),
        sectors=tuple(dict.fromkeys(sector for party in parties for sector in party.sectors)),
        role=roles.pop() if len(roles) == 1 else None,
    )


def read_parties(doc: Document, places: Sequence[Place] = ()) -> Parties:
    """Return the parties of `doc`; `places` set the scene for those that name no country."""
    return Parties(doc, places)
