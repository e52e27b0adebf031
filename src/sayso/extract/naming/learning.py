"""What a page and the dictionaries say of its names: office, country, sectors, he or she.

A role seen once with a name ("Mayor Ana Ruiz", "Tom Reed, deputy adviser") is kept for the page.
"""

from collections import Counter
from collections.abc import Sequence

from spacy.tokens import Doc as SpacyDoc
from spacy.tokens import Token

from sayso.extract.naming.genders import (
    Gender,
    gender_of_phrase,
    gender_of_titles,
    sole_subject,
)
from sayso.extract.naming.known import KnownEntry, load_known
from sayso.extract.naming.name import Name
from sayso.extract.naming.nations import country_of_words, is_hyphened
from sayso.extract.naming.offices import (
    OFFICES,
    is_former,
    is_office_in,
    is_peer,
    nationality_of,
    role_phrases,
)
from sayso.extract.naming.phrases import LONGEST_ROLE, lending, owners_of, phrase_of
from sayso.extract.naming.roles import (
    RoleEntry,
    lemma_of,
    load_adjectives,
    noun_sectors,
    role_at,
    words_of_form,
)
from sayso.extract.naming.titles import mention_words
from sayso.gazetteer.countries import capital_country, country_named, country_of_demonym
from sayso.gazetteer.known import known_party

INTERNATIONAL = frozenset({"IGO", "NGO", "IMG", "MNC", "UNO", "EUR"})
ELITE = ("ELI",)  # who held an office and does no more


class Learning:
    """Reads into the names of one document what stands beside them; `day` is the page's."""

    def __init__(
        self,
        spacy_doc: SpacyDoc,
        day: str | None,
        at: dict[int, Name],
        mentions: list[tuple[list[Token], Name]],
    ) -> None:
        self.spacy_doc = spacy_doc
        self.day = day  # ISO date of the page: which spell of an office holds
        self.at = at
        self.mentions = mentions
        self._named: set[str | None] | None = None  # countries, once they are asked for

    def learn_all(self) -> None:
        """Read every name: what the page says first, the dictionaries for the rest."""
        for mention, name in self.mentions:
            self.learn(mention, name)
        self.learn_genders()
        for name in {id(name): name for _, name in self.mentions}.values():
            self.complete(name)

    def learn_genders(self) -> None:
        """Read he or she off titles and nouns beside a person, then off the pronouns that follow.

        A title goes before a noun, both before the given name.
        """
        for told_by in (gender_of_phrase, gender_of_titles):
            for mention, name in self.mentions:
                if name.kind == "person" and (told := told_by(mention)):
                    name.gender = told
        people = {i for i, name in self.at.items() if name.kind == "person"}
        votes: dict[int, Counter[Gender]] = {}
        for sentence in self.spacy_doc.sents:
            found = sole_subject(sentence, people)
            if found is not None:
                votes.setdefault(id(self.at[found[0].i]), Counter())[found[1]] += 1
        for _, name in self.mentions:
            if name.kind == "person" and name.gender is None and id(name) in votes:
                name.gender = votes[id(name)].most_common(1)[0][0]

    def learn(self, mention: list[Token], name: Name) -> None:
        """Read role, country and sectors off the words around a mention."""
        if name.kind == "person":
            joined = bool(list(mention[-1].conjuncts))  # "ministers Berg and Lang"
            for words in role_phrases(mention):
                self._learn_role(words, name, joined, mention[-1])
            if name.country is None:  # "the Libyan, Omar Hamed"
                name.country = country_of_words(nationality_of(mention[-1]))
        elif name.kind == "organisation" and not name.sectors:
            known = load_known().get(name.name)
            if known is None or known.shared:
                self._learn_body(mention, name)

    def _learn_body(self, mention: list[Token], name: Name) -> None:
        """Read what a body is off its own nouns and those it stands in apposition to."""
        head = max(mention, key=lambda t: t.i)
        inside = {t.i for t in mention}
        own = role_at(head) or role_at(
            next(t for t in mention if t.head.i not in inside or t == t.head)
        )
        entry = own if own is not None else next(iter(name.roles), None)
        before = [t for t in head.lefts if t.i < mention[0].i]
        if head.dep_ == "appos":
            before.extend(phrase_of(head.head))
        name.country = name.country or country_of_words([*before, *mention])
        name.sectors = entry.sectors if entry else noun_sectors(head)
        if own is not None:
            name.roles.append(own)

    def _learn_role(
        self, words: Sequence[Token], name: Name, joined: bool, name_of: Token
    ) -> None:
        """Take one role phrase into a person: the first one stays, later ones fill gaps."""
        words = words[:LONGEST_ROLE]
        entries = [(t, entry) for t in words if (entry := role_at(t)) and entry.kind != "place"]
        if not entries:
            return
        inside = {t.i for t in words}
        tops = [(t, e) for t, e in entries if t.head.i not in inside]
        head, entry = tops[-1] if tops else entries[-1]
        single = head.tag_ not in ("NNS", "NNPS")
        if not (single or joined if tops else is_office_in(head)):
            return
        if name.role is None:
            name.role = mention_words([t for t in words if t.pos_ != "DET"])
        name.roles.append(entry)
        name.country = name.country or self.country_in(words, name)
        if not name.sectors:
            sectors = self.sectors_of(head, entry, name_of)
            past = is_former(words) and bool(OFFICES & set(sectors))
            sectors = entry.sectors_in.get(name.country or "", sectors)
            name.sectors = ELITE if past else sectors
            name.peer = next((t for t in words if is_peer(t)), None) if not sectors else None

    def country_in(self, words: Sequence[Token], but: Name | None = None) -> str | None:
        """Return the country that words name, directly or by a name that has one."""
        direct = country_of_words(words)
        if direct:
            return direct
        texts = [token.text for token in words]
        for index, token in enumerate(words):
            name = self.at.get(token.i)
            if name is not None and name is not but and not is_hyphened(texts, index):
                self.complete(name)
                if name.country:
                    return name.country
        return None

    def sectors_of(
        self, head: Token, entry: RoleEntry | None, named: Token | None = None
    ) -> tuple[str, ...]:
        """Return the sectors of a noun; one that says nothing of its own takes its modifiers'.

        `named` bears the office: what is said of the name is of the office, too.
        """
        if entry is None:
            return noun_sectors(head)
        own = {token.i for token in words_of_form(head)}  # the "general" of "general manager"
        if entry.yields:
            nouns = [*owners_of(head), *(owners_of(named) if named is not None else ())]
            owners = (self._lent(owner) for owner in nouns if owner.i not in own)
            for lent in owners:
                if lent and set(lent) & set(entry.yields):
                    return lent
                if lent and set(lent) & INTERNATIONAL:  # "NATO troops"
                    return tuple(dict.fromkeys([*lent, *entry.sectors]))
            return entry.sectors
        if entry.borrows or entry.of_body:
            for modifier in lending(head) if entry.borrows else owners_of(head):
                lent = self._lent(modifier) if modifier.i not in own else None
                if lent or (lent is not None and entry.of_body):
                    return lent
        return entry.sectors

    def _lent(self, modifier: Token) -> tuple[str, ...] | None:
        """Return the sectors that a modifier lends, () of an unknown body, None where it has none.

        A country lends none, nor does a thing.
        """
        name = self.at.get(modifier.i)
        is_body = name is not None and name.kind == "organisation"
        if name is not None and is_body:
            self.complete(name)
            if name.sectors:
                return name.sectors
        entry = role_at(modifier) or load_adjectives().get(lemma_of(modifier))
        if entry is not None and entry.sectors and entry.kind != "place":
            return entry.sectors
        return () if name is not None and is_body and not country_named(name.name) else None

    def complete(self, name: Name) -> None:
        """Fill what the page does not say from the lexicon and the dictionaries."""
        if name.kind in ("country", "place", "group") and name.country is None:
            name.country = (
                country_named(name.name)
                or capital_country(name.name)
                or country_of_demonym(name.name)
            )
            if name.kind != "group":
                return
        known = load_known().get(name.name)
        if known is not None:
            if not known.shared or known.country in self._countries_named() | {None}:
                name.country = name.country or known.country
            if not name.sectors:
                name.sectors = self._sectors_at_day(known)
            return
        listed = known_party(name.name) if " " in name.name or name.name.isupper() else None
        if listed is not None:
            spell = listed.at(self.day)
            name.country = name.country or spell.country
            name.sectors = name.sectors or spell.sectors

    def _sectors_at_day(self, known: KnownEntry) -> tuple[str, ...]:
        """Return the sectors of a known party on the day of the page, those of an elite after.

        () before the office, and where the day of the page is not known.
        """
        if self.day is None:
            return () if known.start or known.until else known.sectors
        if known.until is not None and self.day > known.until:
            return ELITE if OFFICES & set(known.sectors) else ()
        return known.sectors if (known.start or "") <= self.day else ()

    def _countries_named(self) -> set[str | None]:
        """Return the countries that the names of the page are of or tell."""
        if self._named is None:
            self._named = {country_of_words(words) for words, _ in self.mentions}
        return self._named
