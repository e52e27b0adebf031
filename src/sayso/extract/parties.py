"""Who is meant: names, roles, nationality, sectors, pronouns and definite descriptions.

`Parties.of` turns the token that heads a noun phrase into a `Party`, resolved within the page:
"he" and "the Russian leader" are the person they stand for, "officials in Kiev" get country and
sectors, "its statement" speaks for whoever issued it. Which phrases act, suffer or speak is for
the other stages.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from sayso.annotate.document import Document
from sayso.extract.naming.mentions import (
    SUBJECTS,
    clause_of,
    companions_of,
    conjuncts_of,
    counts,
    form_of,
    is_definite,
    is_national,
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
from sayso.extract.naming.roles import RoleEntry, lemma_of, noun_sectors, role_at
from sayso.extract.naming.scene import Scene
from sayso.gazetteer.countries import capital_country, country_name
from sayso.records import Party, PartyKind, Place, Span

COUNTS = frozenset(
    "other another one many most dozen score hundred thousand million tens handful group".split()
)
CROWDS = frozenset({"dozen", "score", "hundred", "thousand", "million", "many"})
HE = frozenset({"he", "him", "his", "himself", "she", "her", "hers", "herself"})
IT = frozenset({"it", "its", "itself"})
THEY = frozenset({"they", "them", "their", "themselves"})
RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
# Sectors of bodies that belong to one country, so to that of the scene where none is named.
LOCAL = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "PTY", "OPP", "LAB", "SPY", "PRM"})
# Kinds of named party that may stand in apposition to a role noun of each kind.
APPOSED: dict[str, tuple[str, ...]] = {
    "person": ("person", "organisation"),
    "group": ("person", "organisation"),
    "unnamed": ("person", "organisation"),
    "organisation": ("organisation",),
}
REACH = 3  # sentences back in which an antecedent is looked for
TELLINGS = 6  # earlier uses of a noun that are looked at for whom it stands for
LONGEST_MENTION = 14  # tokens
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

    def _resolve(self, head: Token) -> Party | None:
        if head.i in self._resolving:
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
        if head.pos_ == "PRON" or head.lower_ in HE | IT | THEY:
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
        kind = entry.kind
        if kind == "person" and head.tag_ in ("NNS", "NNPS"):
            kind = "group"
        if kind == "country":
            kind = "country" if country else "unnamed"
        return self._described(head, kind, country, sectors, is_office=kind == "person")

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

    def _bare(self, head: Token) -> str:
        """Return the words of a description without articles, counts and hedges before them.

        "at least 12 soldiers near Kurmuk" are "soldiers near Kurmuk".
        """
        span = self.span_of(head)
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
        wanted: PartyKind = "organisation" if entry.kind == "organisation" else "person"
        for words, name in self._before(head, self._holders(form_of(head), wanted)):
            if may_be_of(name, country):
                return self._named(words[-1], name)
        if any(child.dep_ == "prep" for child in head.children):
            return None
        for words, name in self._before(head, self.names.mentions):
            if not self._near(words[-1], head):
                break
            same = (
                entry in name.roles
                if entry.refers
                else wanted == "person"
                and (entry in name.roles or bool(set(entry.sectors) & set(name.sectors)))
            )
            if same and name.kind == wanted and may_be_of(name, country):
                return self._named(words[-1], name)
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
        same = self.nouns.get((lemma_of(head), head.tag_), [])
        earlier = same[: bisect_left(same, head.i)]
        for index in reversed(earlier[-TELLINGS:]):
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
        """Return the document as a speaker: country and sectors are its issuer's."""
        issuer = self._issuer(head)
        if issuer is None and is_definite(head) and head.tag_ == "NN":
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
        bodies = [t for t in self._candidates(head) if t.i < start and self._is_body(t)]
        told = [t for t in bodies if t.dep_ in SUBJECTS or self._is_source(t)]
        parties = [
            p for t in sorted(told, key=lambda t: not self._is_source(t)) if (p := self.of(t))
        ]
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
        if word in HE:
            return self._refer(head, ("person",), plural=False)
        if word in IT:
            return self._refer(
                head, ("organisation", "country", "document", "group"), plural=False
            )
        if word in THEY:
            return self._refer(head, ("group", "person", "organisation"), plural=True)
        return None

    def _relative(self, head: Token) -> Party | None:
        """Return the antecedent of a relative pronoun: what its clause hangs on."""
        for ancestor in head.ancestors:
            if ancestor.dep_ == "relcl":
                antecedent = self.of(ancestor.head)
                return self._like(head, antecedent) if antecedent is not None else None
        return None

    def _refer(self, head: Token, kinds: tuple[str, ...], plural: bool) -> Party | None:
        """Return the party of the best antecedent: subjects and sources before others.

        Candidates are taken nearest sentence first; within the pronoun's own sentence only what
        stands before it, and not its co-argument.
        """
        fallback: Party | None = None
        acts = head.dep_ in SUBJECTS
        candidates = self._candidates(head)
        if plural and not acts:  # "15 of them": what was counted last, whoever acted
            candidates = iter(sorted(candidates, key=lambda t: (t.tag_ != "NNS", -t.i)))
        for token in candidates:
            if self._is_coargument(head, token):
                continue
            if plural and is_plural_thing(token, acts):
                return None  # "them" are the drones just named, not the soldiers before them
            if not self._may_be(token, kinds, plural):
                continue
            party = self.of(token)
            if party is None or party.kind not in (*kinds, "unnamed"):
                continue
            if token.dep_ in SUBJECTS or self._is_source(token):
                return self._like(head, party)
            fallback = fallback or party
        return self._like(head, fallback) if fallback is not None else None

    def _candidates(self, head: Token) -> Iterator[Token]:
        """Yield the nouns before `head`: nearest sentence first, subjects first in each."""
        here = self.sentence_index[head.i]
        for index in range(here, max(-1, here - REACH - 1), -1):
            tokens = [
                t
                for t in self.sentences[index]
                if t.i < head.i
                and (head.i in self.quoted or t.i not in self.quoted)
                and t.pos_ in ("NOUN", "PROPN", "PRON")
                and t.dep_ != "compound"
            ]
            main = [t for t in tokens if t.dep_ in SUBJECTS or self._is_source(t)]
            if index == here:
                yield from reversed(main)
            else:  # the subject of the sentence before those of its clauses
                yield from sorted(main, key=lambda t: t.head.dep_ != "ROOT")
            rest = [t for t in reversed(tokens) if t not in main]
            yield from rest

    def _is_source(self, token: Token) -> bool:
        """Tell whether a noun stands after "according to"."""
        return (
            token.dep_ == "pobj"
            and token.head.lower_ == "to"
            and (token.head.head.lower_ == "according")
        )

    def _is_body(self, token: Token) -> bool:
        entry = role_at(token)
        name = self.names.at.get(token.i)
        return (entry is not None and entry.kind in ("organisation", "group", "country")) or (
            name is not None and name.kind in ("organisation", "country", "place")
        )

    def _may_be(self, token: Token, kinds: tuple[str, ...], plural: bool) -> bool:
        """Tell whether a noun agrees with a pronoun of these kinds and this number."""
        if token.pos_ == "PRON":
            return token.lower_ in (
                HE if "person" in kinds and not plural else THEY if plural else IT
            )
        name, entry = self.names.at.get(token.i), role_at(token)
        many = token.tag_ in ("NNS", "NNPS") or any(c.dep_ == "conj" for c in token.children)
        if not plural and token.tag_ in ("NNS", "NNPS"):
            return False
        if name is not None and entry is None:
            if name.kind == "person":
                return ("person" in kinds) and (not plural or many)
            return name.kind in kinds or (name.kind == "place" and "country" in kinds)
        if entry is None:
            return False
        if plural:
            return many or lemma_of(token) in ("police", "people", "military", "staff", "crowd")
        if kinds == ("person",):
            return entry.kind in ("person", "unnamed", "group")
        return entry.kind in kinds or lemma_of(token) in ("police", "military", "army", "navy")

    def _is_coargument(self, pronoun: Token, token: Token) -> bool:
        """Tell whether both are arguments of one verb, so cannot be the same ("he saw him")."""
        return pronoun.dep_ != "poss" and clause_of(pronoun) == clause_of(token)

    # Sets --------------------------------------------------------------------------------------

    def all_of(self, head: Token, things: bool = False) -> tuple[Party, ...]:
        """Return the parties that `head` and its conjuncts name; "they" may be several."""
        if head.lower_ in THEY and head.pos_ == "PRON" and not self._has_subject_before(head):
            several = self._several(head)
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
        kinds = ("group", "person", "organisation")
        return any(
            t.i < head.i and t.dep_ in SUBJECTS and self._may_be(t, kinds, plural=True)
            for t in here
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


def read_parties(doc: Document, places: Sequence[Place] = ()) -> Parties:
    """Return the parties of `doc`; `places` set the scene for those that name no country."""
    return Parties(doc, places)
