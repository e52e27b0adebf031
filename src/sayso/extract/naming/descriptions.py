"""Descriptions: "the mayor", "officials in Nairobi", "two of the soldiers", "thousands".

A definite one may stand for somebody named before it; any other is a party of its own, with the
sectors of its noun and the country that its phrase or the scene gives.
"""

from bisect import bisect_left
from collections.abc import Iterator

import msgspec
from spacy.tokens import Token

from sayso.extract.naming.antecedents import speaks
from sayso.extract.naming.discourse import Discourse, Mention, Resolver, mentions_before
from sayso.extract.naming.learning import ELITE, INTERNATIONAL
from sayso.extract.naming.mentions import (
    SUBJECTS,
    form_of,
    is_definite,
    may_be_of,
    words_of_office,
)
from sayso.extract.naming.name import Name
from sayso.extract.naming.named_parties import LOCAL, NamedParties
from sayso.extract.naming.nations import country_of_words
from sayso.extract.naming.offices import OFFICES, is_former, is_peer
from sayso.extract.naming.phrases import lending, objects_below, owners_of
from sayso.extract.naming.roles import (
    RoleEntry,
    is_body,
    is_one_person,
    lemma_of,
    noun_sectors,
    role_at,
    words_of_form,
)
from sayso.gazetteer.countries import country_name
from sayso.records import Party, PartyKind

COUNTS = frozenset(
    "other another one many most dozen score hundred thousand million tens handful group".split()
)
CROWDS = frozenset({"dozen", "score", "hundred", "thousand", "million", "many"})
# Sectors by which "the minister" may be somebody named without those words; "the man" may not.
ABROAD = frozenset("international foreign multinational global overseas expatriate".split())
ACTING = SUBJECTS | {"poss"}
# "The second source" is not the first.
DIFFERENT = frozenset("other second third fourth fifth next new another latter".split())
COUNTRY_WORDS = frozenset({"country", "nation"})
# Nouns of a set: "a group of students" are students, not a body.
SETS = frozenset("group crowd gang band team handful pair couple mob majority network".split())
OFFICIAL = LOCAL | {"ELI", "REL", "JRN", "IGO", "REB", "BUS"}
TELLINGS = 6  # earlier uses of a noun that are looked at for whom it stands for


class Descriptions:
    """The parties of the nouns of one document that are no names."""

    def __init__(self, discourse: Discourse, named: NamedParties, of: Resolver) -> None:
        self.discourse = discourse
        self.named = named
        self.of = of
        self._nouns: dict[tuple[str, str], list[int]] = {}
        for token in discourse.doc.spacy_doc:
            if token.pos_ in ("NOUN", "PROPN"):
                self._nouns.setdefault((lemma_of(token), token.tag_), []).append(token.i)
        self._offices: dict[tuple[str, PartyKind], list[Mention]] = {}
        self._told: dict[tuple[str, str], int] = {}  # how many uses of a noun are resolved

    def role(self, head: Token, entry: RoleEntry) -> Party:
        """Return the party of a role noun: whom it stands for on the page, or the role itself."""
        country = (
            country_of_words(self.discourse.phrase_of(head))
            if entry.foreign
            else self.country(head)
        )
        if is_definite(head):
            meant = self._antecedent(head, entry, country)
            if meant is None and country is None:
                meant = self._told_before(head)
            if meant is not None:
                return self.discourse.like(head, meant)
        if is_the_country(head):
            return self._the_country(head)
        sectors = self.discourse.names.sectors_of(head, entry)
        if is_peer(head):
            sectors = self.named.sectors_of_peer(head)
        if country is not None and set(sectors) & INTERNATIONAL:  # "the UN mission in Mali"
            country = self.discourse.names.country_in(list(head.lefts))
        if country is None and entry.public and self._is_at_home(head, sectors):
            country = self.discourse.scene.home_of(head, sectors, entry.local)
        sectors = entry.sectors_in.get(country or "", sectors)
        if is_former(head.lefts) and OFFICES & set(sectors):
            sectors = ELITE
        kind = kind_of_role(head, entry, country)
        is_office = kind == "person" and entry.kind == "person"
        return self.discourse.described(head, kind, country, sectors, is_office=is_office)

    def _is_at_home(self, head: Token, sectors: tuple[str, ...]) -> bool:
        """Tell whether a role that names no country is of the one that the scene is in.

        Not so "foreign tourists", "NATO forces", "the ethics committee of the federation".
        """
        if set(sectors) & INTERNATIONAL or is_abroad(head):
            return False
        names = (self.discourse.names.at.get(owner.i) for owner in owners_of(head))
        bodies = [name for name in names if name is not None and name.kind == "organisation"]
        if any(set(body.sectors) & INTERNATIONAL for body in bodies):
            return False
        return bool(LOCAL & set(sectors)) or not bodies

    def _the_country(self, head: Token) -> Party:
        """Return the country that "the country" is: that of the scene, as far as it is known."""
        country = self.discourse.scene.state(head)
        if country is None:
            return self.discourse.described(head, "unnamed", None, ())
        return self.discourse.party(head, country_name(country), "country", country, (), None)

    def unlisted(self, head: Token) -> Party | None:
        """Resolve a noun that is no role: an agent, a nationality, a name, a count of people."""
        sectors = noun_sectors(head)
        if sectors:
            return self.discourse.described(head, "group", self.country(head), sectors)
        demonym = country_of_words([head]) if head.pos_ in ("NOUN", "PROPN", "ADJ") else None
        if demonym:
            return self.discourse.described(head, "group", demonym, ("CVL",))
        if head.pos_ == "PROPN" and head.i > head.sent.start:
            return self.discourse.described(head, "organisation", self.country(head), ())
        if head.pos_ == "NUM" or lemma_of(head) in COUNTS:
            return self._partitive(head)
        return None

    def thing(self, head: Token) -> Party:
        """Return the party of any noun, with what its modifiers tell: "an army truck"."""
        lent = (role_at(modifier) for modifier in lending(head))
        sectors = next((e.sectors for e in lent if e is not None and e.sectors), ())
        return self.discourse.described(head, "unnamed", self.country(head), sectors)

    def unknown(self, head: Token) -> Party:
        """Return a source that names nobody we know: "one of the survivors", "many"."""
        known = self._whole(head)
        if known is not None:
            return known
        return self.discourse.described(head, "unnamed", self.country(head), ())

    def speaking(self, head: Token) -> Party | None:
        """Return the party of an unlisted noun that speaks, None where it does not."""
        return self.unknown(head) if speaks(head) else None

    def country(self, head: Token) -> str | None:
        """Return the country that the phrase of `head` names, by word or by a name in it."""
        words = [t for t in self.discourse.phrase_of(head) if t.i != head.i or t.pos_ == "PROPN"]
        found = self.discourse.names.country_in(words)
        if found:
            return found
        for token in words:
            if token.dep_ == "poss" and token.i not in self.discourse.names.at:
                owner = self.of(token)
                if owner is not None and owner.country:
                    return owner.country
        return None

    # Whom a definite one stands for ------------------------------------------------------------

    def _antecedent(self, head: Token, entry: RoleEntry, country: str | None) -> Party | None:
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
        for words, name in mentions_before(head, self._holders(form_of(head), wanted)):
            if may_be_of(name, country):
                return self.named.named(words[-1], name)
        if any(child.dep_ == "prep" for child in head.children):
            return None
        if not entry.sectors and entry.refers and not is_bare(head):
            return None  # "the Santa Cruz group" is not just any
        for words, name in self._fitting(head, entry, wanted):
            if may_be_of(name, country):
                party = self.named.named(words[-1], name)
                return msgspec.structs.replace(party, sectors=party.sectors or entry.sectors)
        return None

    def _fitting(self, head: Token, entry: RoleEntry, wanted: PartyKind) -> Iterator[Mention]:
        """Yield the mentions within reach that a role noun may mean, nearest first."""
        for words, name in mentions_before(head, self.discourse.names.mentions):
            if not self.discourse.near(words[-1], head):
                break
            if name.kind == wanted and fits(entry, name, words[-1]):
                yield words, name

    def _holders(self, form: str, kind: PartyKind) -> list[Mention]:
        """Return the mentions of those whose role or name has the words `form`, in order."""
        if (form, kind) not in self._offices:
            self._offices[form, kind] = [
                (words, name)
                for words, name in self.discourse.names.mentions
                if name.kind == kind and form in words_of_office(name)
            ]
        return self._offices[form, kind]

    def _told_before(self, head: Token) -> Party | None:
        """Return the earlier description that a definite one takes up.

        "The troops" are the "Russian troops" of the sentence before: the same noun, which then
        had words of its own to say who they are.
        """
        key = (lemma_of(head), head.tag_)
        same = self._nouns.get(key, [])
        end = bisect_left(same, head.i)
        spacy_doc = self.discourse.doc.spacy_doc
        while self._told.get(key, 0) < end:  # in order: each may stand on the one before
            place = self._told.get(key, 0)
            self._told[key] = place + 1
            self.of(spacy_doc[same[place]])
        if any(token.lower_ in DIFFERENT for token in head.lefts):
            return None
        own = {lemma_of(owner) for owner in owners_of(head) if owner.pos_ in ("NOUN", "PROPN")}
        for index in reversed(same[max(0, end - TELLINGS) : end]):
            party = self.of(spacy_doc[index])
            if own and not own <= {lemma_of(owner) for owner in owners_of(spacy_doc[index])}:
                continue  # "the rail union" is not the "dockers' union" told of before
            if party is not None and (party.country or party.role):
                return party
        return None

    # Counts ------------------------------------------------------------------------------------

    def _partitive(self, head: Token) -> Party | None:
        """Return the party of "two of the soldiers", "another 10": the counted ones, if people.

        "Thousands" alone, as those who act, are people.
        """
        whole = self._whole(head)
        if whole is not None or any(c.dep_ == "prep" and c.lower_ == "of" for c in head.children):
            return whole
        if lemma_of(head) in CROWDS and head.dep_ == "nsubj":
            country = self.discourse.scene.country(head)
            return self.discourse.described(head, "group", country, ("CVL",))
        return None

    def _whole(self, head: Token) -> Party | None:
        """Return the party that `head` counts a part of: "two OF THE SOLDIERS"."""
        for inner in objects_below(head.children, ("of",)):
            whole = self.of(inner)
            if whole is not None:
                return self.discourse.like(head, whole)
        return None


def fits(entry: RoleEntry, name: Name, mention: Token) -> bool:
    """Tell whether a named party can be what a role noun says, in other words than the page's.

    "The airline" is a body that acts and of which nothing else is known; "the leader" is one who
    holds some office of those sectors; "the president" is no ambassador.
    """
    shared = set(entry.sectors) & {"SOC" if sector == "NGO" else sector for sector in name.sectors}
    if entry.refers and not entry.sectors:  # "the group", "the alliance"
        return mention.dep_ in ACTING and "JRN" not in name.sectors
    if entry.refers:
        unknown = not name.roles and not name.sectors and "BUS" in entry.sectors
        acts = unknown and mention.dep_ in ACTING
        return entry in name.roles or bool(shared) or acts
    if name.kind != "person":
        return False
    if entry in name.roles:
        return True
    told = not name.roles or entry.borrows or len(entry.sectors) > 1 or bool(shared - {"GOV"})
    return told and bool(OFFICIAL & shared)


def is_abroad(head: Token) -> bool:
    """Tell whether an adjective says that somebody is not of here: not "foreign minister"."""
    own = {token.i for token in words_of_form(head)}
    return any(t.lower_ in ABROAD and t.i not in own for t in head.lefts)


def is_bare(head: Token) -> bool:
    """Tell whether nothing but an article stands before a noun."""
    return all(child.dep_ == "det" for child in head.lefts)


def is_the_country(head: Token) -> bool:
    """Tell whether a phrase is "the country" and no more."""
    bare = is_bare(head)
    last = not any(child.dep_ in ("prep", "relcl", "appos") for child in head.rights)
    return (
        lemma_of(head) in COUNTRY_WORDS
        and head.tag_ == "NN"
        and is_definite(head)
        and bare
        and last
    )


def kind_of_role(head: Token, entry: RoleEntry, country: str | None) -> PartyKind:
    """Return what kind of party a role noun makes: one of several people is a person."""
    if entry.kind == "country":
        return "country" if country else "unnamed"
    if is_peer(head):
        return "group" if head.tag_ == "NNS" else "person"
    if lemma_of(head) in SETS and any(
        t.tag_ == "NNS" for t in objects_below(head.rights, ("of",))
    ):
        return "group"
    if entry.kind == "person" and is_body(head):
        return "organisation"
    if entry.kind == "person" and head.tag_ in ("NNS", "NNPS"):
        return "group"
    return "person" if entry.kind == "group" and is_one_person(head) else entry.kind
