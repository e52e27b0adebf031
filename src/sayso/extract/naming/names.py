"""Names on the page: which mentions name the same person or body, and what the page says of them.

A full name once given stands for each later surname; a role seen once with a name ("Mayor
Ana Ruiz", "Tom Reed, deputy adviser") is kept for the page. Labels of the entity model are
put to the vote: a surname tagged as an organisation is a person when its full name is one.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from spacy.tokens import Doc as SpacyDoc
from spacy.tokens import Span as SpacySpan
from spacy.tokens import Token

from sayso.extract.naming.genders import (
    Gender,
    gender_of_given,
    gender_of_noun,
    gender_of_title,
    sole_subject,
)
from sayso.extract.naming.roles import (
    RoleEntry,
    lemma_of,
    load_adjectives,
    load_roles,
    noun_sectors,
    role_at,
)
from sayso.gazetteer.countries import (
    capital_country,
    country_named,
    country_of_demonym,
    seat_country,
)
from sayso.gazetteer.known import known_party
from sayso.lexicons import Entry, Lexicon, load_lexicon
from sayso.records import PartyKind

NAME_LABELS = frozenset({"PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "PRODUCT", "EVENT"})
LABELS: dict[PartyKind, str] = {"person": "PERSON", "organisation": "ORG", "group": "ORG"}
HONORIFICS = frozenset("mr mrs ms miss dr sir lord lady dame sheikh hon prof".split())
# Short for an office before a name: part of the name's phrase, never of the name.
RANKS = frozenset(
    "sen rep gov gen col lt maj capt sgt cpl pvt adm cmdr brig det rev fr msgr amb supt".split()
)
FORMER = frozenset({"former", "ex", "late", "ousted", "deposed", "retired"})
LENDING_PREPOSITIONS = frozenset({"of", "for", "at", "in", "with", "from"})
PART_OF_MENTION = frozenset({"of", "in", "for", "at", "from", "to", "on", "near", "against"})
OFFICES = frozenset({"GOV", "LEG", "MIL", "JUD", "COP", "SPY"})  # former holders are the elite
LONGEST_ROLE = 40  # tokens of a phrase beside a name that are read; more is a list, not an office
SAYS_OFFICE = frozenset(
    {"be", "become", "serve", "head", "lead", "post", "office", "act", "chair"}
)


class KnownEntry(Entry, frozen=True, kw_only=True):
    """A party that pages name without saying who it is."""

    names: tuple[str, ...]
    kind: PartyKind
    sectors: tuple[str, ...]
    country: str | None = None  # ISO 3166 alpha-3
    start: str | None = None  # ISO date from which the sectors hold
    until: str | None = None  # ISO date until which they hold


class KnownLexicon(Lexicon, frozen=True, kw_only=True):
    """Parties known by name."""

    entry: tuple[KnownEntry, ...]


@cache
def load_known() -> dict[str, KnownEntry]:
    """Return the known parties by each of their names."""
    lexicon = load_lexicon("known_parties", KnownLexicon)
    return {name: entry for entry in lexicon.entry for name in entry.names}


@dataclass(slots=True)
class Name:
    """One named person or body of the page, gathered from all its mentions."""

    name: str  # the fullest form on the page: "Ivo Lang"
    kind: PartyKind
    country: str | None = None
    sectors: tuple[str, ...] = ()
    role: str | None = None
    roles: list[RoleEntry] = field(default_factory=list)
    first: int = 0  # index of the first token of the first mention
    gender: Gender | None = None  # of a person


@cache
def known_by_first_word() -> dict[str, list[tuple[str, ...]]]:
    """Return the known names as words, by their first word, longest first."""
    names: dict[str, list[tuple[str, ...]]] = {}
    for name in load_known():
        words = tuple(re.findall(r"\w[\w.]*|[^\w\s]", name))
        names.setdefault(words[0], []).append(words)
    return {first: sorted(all_, key=len, reverse=True) for first, all_ in names.items()}


def known_mentions(spacy_doc: SpacyDoc) -> Iterator[SpacySpan]:
    """Yield the stretches that print a known name; one word alone only where it is a name.

    The entity model misses papers and people that everyone knows.
    """
    index, after = known_by_first_word(), 0
    for token in spacy_doc:
        if token.i < after or token.text not in index:
            continue
        for words in index[token.text]:
            stretch = spacy_doc[token.i : token.i + len(words)]
            whole = tuple(t.text for t in stretch) == words
            if whole and (len(words) > 1 or is_lone_name(token)):
                entry = load_known().get(stretch.text)
                if entry is not None:
                    after = stretch.end
                    yield SpacySpan(
                        spacy_doc, stretch.start, stretch.end, label=LABELS[entry.kind]
                    )
                    break


def is_lone_name(token: Token) -> bool:
    """Tell whether a word stands as a name of its own, not inside a longer name."""
    beside = [token.doc[i] for i in (token.i - 1, token.i + 1) if 0 <= i < len(token.doc)]
    inside = any(
        t.ent_type_ and t.ent_type_ == token.ent_type_ and t.text[:1].isupper() for t in beside
    )
    return token.pos_ == "PROPN" and not inside


def gender_of_titles(mention: Sequence[Token]) -> Gender | None:
    """Return the gender that the title before a mention tells."""
    start = mention[0].i
    return gender_of_title(mention[0].doc[max(0, start - 1) : start])


def gender_of_phrase(mention: Sequence[Token]) -> Gender | None:
    """Return the gender that a noun of person beside a mention tells: "his wife, Kit Reed"."""
    head = mention[-1]
    beside = [c for c in head.children if c.dep_ in ("appos", "compound")]
    if head.dep_ == "appos":
        beside.append(head.head)
    return next((told for noun in beside if (told := gender_of_noun(noun))), None)


def country_of_words(tokens: Sequence[Token]) -> str | None:
    """Return the country that the words name, by demonym, country, seat or capital, or None."""
    for size in (3, 2, 1):
        for start in range(len(tokens) - size + 1):
            words = " ".join(token.text for token in tokens[start : start + size])
            if words[:1].isupper() and (found := country_of_name(words)):
                return found
    return None


def country_of_name(name: str) -> str | None:
    """Return the country that a name or nationality stands for, or None."""
    return (
        country_of_demonym(name)
        or country_named(name)
        or seat_country(name)
        or capital_country(name)
    )


def is_former(tokens: Sequence[Token]) -> bool:
    """Tell whether the words say that an office is over: "former", "ex-"."""
    return any(token.lower_.rstrip("-") in FORMER for token in tokens)


def strip_title(mention: Sequence[Token]) -> tuple[list[Token], list[Token]]:
    """Return a name in its title words and its name words: "President Obama"."""
    if mention_words(mention) in load_known():  # "The Guardian"
        return [], list(mention)
    words = list(mention)
    while len(words) > 1 and words[0].lower_ == "the":
        words.pop(0)
    while len(words) > 1 and words[-1].lower_ in ("'s", "’s", "'", "’"):
        words.pop()
    title: list[Token] = []
    while len(words) > 1 and is_title(words[0]):
        title.append(words.pop(0))
    return title, words


def is_title(token: Token) -> bool:
    """Tell whether a word before a name is its title."""
    if token.lower_.rstrip(".") in HONORIFICS | RANKS:
        return True
    return token.text[:1].isupper() and role_word(lemma_of(token))


def is_rank(token: Token) -> bool:
    """Tell whether a word is short for an office: "Sgt."."""
    return token.lower_.rstrip(".") in RANKS and token.text[:1].isupper()


@cache
def role_word(lemma: str) -> bool:
    """Tell whether one word alone is a role of persons or heads one ("Foreign" is not)."""
    entry = load_roles().get(lemma)
    return entry is not None and entry.kind == "person"


def mention_words(mention: Sequence[Token]) -> str:
    """Return the words of a mention as printed, with single blanks."""
    text = "".join(token.text_with_ws for token in mention)
    return " ".join(text.split())


class Names:
    """All names of a document, by token."""

    def __init__(self, spacy_doc: SpacyDoc, day: str | None) -> None:
        self.spacy_doc = spacy_doc
        self.day = day  # ISO date of the page: which spell of an office holds
        self.at: dict[int, Name] = {}  # by index of any token of the mention
        self.mentions: list[tuple[list[Token], Name]] = []
        self.people: dict[str, Name] = {}  # by each word of a full name
        self.namesakes: dict[str, list[Name]] = {}  # persons of one last name, in order
        self.bodies: dict[str, Name] = {}  # by full form
        self._gather()
        for mention, name in self.mentions:
            self._learn(mention, name)
        self._learn_genders()
        for name in {id(name): name for _, name in self.mentions}.values():
            self._complete(name)

    # Gathering ---------------------------------------------------------------------------------

    def _gather(self) -> None:
        """Find the mentions; full names of persons first, so that surnames can join them."""
        every = ((ent, *strip_title(with_compounds(ent))) for ent in self._entities())
        found = [one for one in every if mention_words(one[2]).lower().rstrip(".") not in RANKS]
        votes: Counter[str] = Counter()
        for ent, _, words in found:
            if len(words) > 1:
                votes[mention_words(words)] += 1 if ent.label_ == "PERSON" else -1
        for ent, title, words in found:
            text = mention_words(words)
            person = ent.label_ == "PERSON" or bool(title)
            known = load_known().get(text)
            if known is not None:
                person = known.kind == "person"
            elif votes[text] > 0 and ent.label_ in ("ORG", "PRODUCT", "NORP"):
                person = True
            if person and len(words) > 1 and apposed_to_body(ent) is None:
                self._person(text, words)
        for ent, title, words in found:
            self._add(ent, title, words)
        self._add_untagged()

    def _add_untagged(self) -> None:
        """Put under their person the surnames that the entity model left out or took for less.

        Only a word that stands as a name of its own counts: "Berg said", not "Berg Street".
        """
        for token in self.spacy_doc:
            if token.pos_ != "PROPN" or token.i in self.at or token.dep_ == "compound":
                continue
            name = self.people.get(token.text)
            ranked = token.i > 0 and is_rank(token.nbor(-1)) and not is_rank(token)
            if name is None and ranked:  # "Col Berg"
                name = Name(name=token.text, kind="person", first=token.i)
                self.people[token.text] = name
            known = name is not None and token.text == name.name.split()[-1]
            if name is not None and known and (ranked or is_lone_name(token)):
                self.at[token.i] = name
                self.mentions.append(([token], name))
        self.mentions.sort(key=lambda mention: mention[0][0].i)

    def _entities(self) -> Iterator[SpacySpan]:
        """Yield the names in text order: those the lexicon knows, then the model's beside them."""
        known = list(known_mentions(self.spacy_doc))
        taken = {token.i for span in known for token in span}
        model = [
            ent
            for ent in self.spacy_doc.ents
            if ent.label_ in NAME_LABELS
            and any(t.text[:1].isalpha() for t in ent)
            and not any(t.i in taken for t in ent)
        ]
        yield from sorted([*known, *model], key=lambda span: span.start)

    def _person(self, text: str, words: Sequence[Token]) -> Name:
        """Return the person of a full name, joined to an earlier one that shares two words."""
        parts = text.split()
        last = self.people.get(parts[-1])
        if last is not None and len(set(parts) & set(last.name.split())) >= 2:
            name = last
            if len(parts) > len(last.name.split()):
                last.name = text
        else:
            name = Name(name=text, kind="person", first=words[0].i)
            name.gender = gender_of_given(text)
            self.namesakes.setdefault(parts[-1], []).append(name)
        for part in parts:
            if len(part) > 2 or part == parts[-1]:
                self.people.setdefault(part, name)
        return name

    def _namesake(self, title: Sequence[Token], words: Sequence[Token]) -> Name | None:
        """Return the person of a name, told from namesakes by the title: "Mrs. Berg"."""
        name = self.people.get(words[-1].text)
        before = [t for t in words[0].doc[max(0, words[0].i - 1) : words[0].i] if is_title(t)]
        told = gender_of_title([*title, *before])
        others = self.namesakes.get(words[-1].text, []) if len(words) == 1 and told else []
        return next((other for other in others if other.gender == told), name)

    def _add(self, ent: SpacySpan, title: list[Token], words: list[Token]) -> None:
        """Put one mention under its name."""
        if not words:
            return
        text = mention_words(words)
        name = self._namesake(title, words)
        if name is None or (len(words) > 1 and text not in name.name and name.name not in text):
            name = self._other(ent, title, words, text)
        for token in [*title, *words]:
            self.at[token.i] = name
        self.mentions.append((words, name))

    def _other(self, ent: SpacySpan, title: list[Token], words: list[Token], text: str) -> Name:
        """Return the name of a mention that is no known full name of a person."""
        known = load_known().get(text)
        if known is not None:
            full = max((n for n in known.names), key=lambda n: (" " in n, -known.names.index(n)))
            key = full if known.kind == "person" else text
            return self.bodies.setdefault(key, Name(name=key, kind=known.kind, first=words[0].i))
        body = apposed_to_body(ent)
        if body is not None and not country_of_words(words):
            return self.bodies.setdefault(
                text, Name(name=text, kind="organisation", roles=[body], first=words[0].i)
            )
        if ent.label_ == "PERSON" or title:
            if len(words) == 1 and not title and country_of_words(words):
                return self._place(words, text)
            return (
                self._person(text, words)
                if len(words) > 1
                else self.people.setdefault(text, Name(name=text, kind="person", first=words[0].i))
            )
        if len(words) > len(ent) and ent.label_ in ("GPE", "LOC"):  # "Parti Rakyat Malaysia"
            return self.bodies.setdefault(
                text, Name(name=text, kind="organisation", first=words[0].i)
            )
        if ent.label_ in ("GPE", "LOC") or country_named(text) or capital_country(text):
            return self._place(words, text)
        if ent.label_ == "NORP" or country_of_demonym(text):
            group = Name(name=text, kind="group", first=words[0].i)
            return self.bodies.setdefault(text, group)
        return self.bodies.setdefault(text, Name(name=text, kind="organisation", first=words[0].i))

    def _place(self, words: Sequence[Token], text: str) -> Name:
        code = country_named(text)
        kind: PartyKind = "country" if code else "place"
        return self.bodies.setdefault(text, Name(name=text, kind=kind, first=words[0].i))

    # Learning ----------------------------------------------------------------------------------

    def _learn_genders(self) -> None:
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

    def _learn(self, mention: list[Token], name: Name) -> None:
        """Read role, country and sectors off the words around a mention."""
        if name.kind == "person":
            joined = bool(list(mention[-1].conjuncts))  # "ministers Berg and Lang"
            for words in role_phrases(mention):
                self._learn_role(words, name, joined)
            if name.country is None:  # "the Libyan, Omar Hamed"
                name.country = country_of_words(nationality_of(mention[-1]))
        elif name.kind == "organisation" and not name.sectors and name.name not in load_known():
            self._learn_body(mention, name)

    def _learn_body(self, mention: list[Token], name: Name) -> None:
        """Read what a body is off its own nouns and those it stands in apposition to."""
        head = max(mention, key=lambda t: t.i)
        own = role_at(head) or next((e for t in mention if (e := role_at(t))), None)
        entry = own if own is not None else next(iter(name.roles), None)
        before = [t for t in head.lefts if t.i < mention[0].i]
        if head.dep_ == "appos":
            before.extend(phrase_of(head.head))
        name.country = name.country or country_of_words([*before, *mention])
        name.sectors = entry.sectors if entry else noun_sectors(head)
        if own is not None:
            name.roles.append(own)

    def _learn_role(self, words: Sequence[Token], name: Name, joined: bool) -> None:
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
            sectors = self.sectors_of(head, entry)
            past = is_former(words) and bool(OFFICES & set(sectors))
            sectors = entry.sectors_in.get(name.country or "", sectors)
            name.sectors = ("ELI",) if past else sectors

    def country_in(self, words: Sequence[Token], but: Name | None = None) -> str | None:
        """Return the country that words name, directly or by a name that has one."""
        direct = country_of_words(words)
        if direct:
            return direct
        for token in words:
            name = self.at.get(token.i)
            if name is not None and name is not but:
                self._complete(name)
                if name.country:
                    return name.country
        return None

    def sectors_of(self, head: Token, entry: RoleEntry | None) -> tuple[str, ...]:
        """Return the sectors of a noun; one that says nothing of its own takes its modifiers'."""
        if entry is None:
            return noun_sectors(head)
        if entry.borrows:
            for modifier in lending(head):
                name = self.at.get(modifier.i)
                if name is not None and name.kind == "organisation":
                    self._complete(name)
                    if name.sectors:
                        return name.sectors
                lent = role_at(modifier) or load_adjectives().get(lemma_of(modifier))
                if lent is not None and lent.sectors and lent.kind != "place":
                    return lent.sectors
        return entry.sectors

    def _complete(self, name: Name) -> None:
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
            name.country = name.country or known.country
            if not name.sectors and self._in_office(known):
                name.sectors = known.sectors
            return
        listed = known_party(name.name) if " " in name.name or name.name.isupper() else None
        if listed is not None:
            spell = listed.at(self.day)
            name.country = name.country or spell.country
            name.sectors = name.sectors or spell.sectors

    def _in_office(self, known: KnownEntry) -> bool:
        day = self.day
        if day is None:
            return not (known.start or known.until)
        return (known.start or "") <= day <= (known.until or "9999")


def with_compounds(mention: SpacySpan) -> list[Token]:
    """Return a mention with the names in front of it that it is one name with.

    "Parti Rakyat Malaysia" may come as a country only; a nationality stays outside.
    """
    words = [token for token in mention if not token.is_space]
    while mention.label_ in ("GPE", "ORG") and words[0].i > mention.sent.start:
        before = words[0].nbor(-1)
        joined = before.dep_ == "compound" and before.pos_ == "PROPN" and not before.ent_type_
        if not joined or before.head not in words or is_title(before):
            break
        words.insert(0, before)
    return words


def apposed_to_body(mention: SpacySpan) -> RoleEntry | None:
    """Return the role of the body that a name stands beside.

    "the Telegram channel Golos", "Uhuru, a Swahili newspaper".
    """
    root = mention.root
    alias = [child for child in root.children if child.dep_ == "conj"]  # "Uhuru, or Freedom,"
    nouns = [c for node in [root, *alias] for c in node.children if c.dep_ == "appos"]
    if root.dep_ in ("appos", "nmod") and root.head.pos_ in ("NOUN", "PROPN"):
        nouns.append(root.head)
    if mention.start > mention.sent.start and mention.label_ != "GPE":
        nouns.append(mention[0].nbor(-1))  # the parser may part "channel" and its name
    entries = (role_at(noun) for noun in nouns if noun.ent_type_ != "PERSON")
    return next((e for e in entries if e is not None and e.kind == "organisation"), None)


def lending(head: Token) -> Iterator[Token]:
    """Yield the nouns that modify `head` and may lend it their sectors, nearest first."""
    for child in reversed(list(head.lefts)):
        if child.dep_ in ("compound", "poss", "amod", "nmod"):
            yield child
            yield from lending(child)
    for inner in objects_below(head.rights, LENDING_PREPOSITIONS):
        yield inner
        yield from lending(inner)


def objects_below(children: Iterable[Token], prepositions: Collection[str]) -> Iterator[Token]:
    """Yield the objects of those of `children` that are one of `prepositions`, in order."""
    for child in children:
        if child.dep_ == "prep" and child.lower_ in prepositions:
            yield from (inner for inner in child.children if inner.dep_ == "pobj")


def nationality_of(head: Token) -> list[Token]:
    """Return the words that may give a person's nationality: "the Libyan, Omar Hamed"."""
    words = [token for token in head.lefts if token.pos_ == "ADJ"]
    return [*words, head.head] if head.dep_ == "appos" else words


def role_phrases(mention: Sequence[Token]) -> Iterator[list[Token]]:
    """Yield the phrases beside a person's name that may give the office.

    1. the words before it in its phrase ("Senate spokesman Ivo Lang")
    2. the noun that it stands in apposition to ("counterpart Ivo Lang")
    3. its appositions ("Tom Reed, the premier's deputy adviser for trade")
    4. nouns of office in a relative clause or after "is" ("who became minister in May")
    """
    inside = {token.i for token in mention}
    head = next((t for t in mention if t.head.i not in inside), mention[-1])
    before = words_before(mention[0], head)
    if before:
        yield before
    if head.dep_ == "appos":
        yield [t for t in phrase_of(head.head) if t.i not in inside]
    for child in head.children:
        if child.dep_ == "appos":
            yield phrase_of(child)
        elif child.dep_ == "relcl":
            yield from offices_in(child)
    if head.dep_ == "nsubj" and head.head.lemma_ == "be":
        yield from (phrase_of(t) for t in head.head.children if t.dep_ == "attr")


def words_before(first: Token, head: Token) -> list[Token]:
    """Return the words right before a name that may give the office, in order."""
    before: list[Token] = []
    start = max(head.sent.start, first.i - LONGEST_ROLE)
    for token in reversed(list(head.doc[start : first.i])):
        glue = token.text == "-" and not token.whitespace_  # "front-runner"
        belongs = head.is_ancestor(token) or token.dep_ in ("compound", "amod")
        word = token.pos_ in ("NOUN", "PROPN", "ADJ", "ADP", "PART") and token.ent_type_ != "DATE"
        if not glue and (not belongs or not word):
            break
        before.insert(0, token)
    while before and before[0].text == "-":
        before.pop(0)
    return before


def is_office_in(noun: Token) -> bool:
    """Tell whether a noun of office that does not head its phrase is what the phrase says.

    It is in "one of the candidates" and before a name ("minister" in "minister Reed"), not in
    "Reed's ideas for students".
    """
    if noun.dep_ in ("compound", "amod", "nmod", "appos"):
        return True
    if noun.dep_ == "poss" and noun.head.ent_type_ == "NORP":  # "the senate's oldest Democrat"
        return True
    above = noun.head.head
    return noun.dep_ == "pobj" and noun.head.lower_ == "of" and above.lower_ in ("one", "some")


def offices_in(clause: Token) -> Iterator[list[Token]]:
    """Yield the nouns of office that a relative clause gives its antecedent."""
    for token in clause.subtree:
        if token.dep_ in ("attr", "pobj") and role_at(token):
            governor = token.head.head if token.dep_ == "pobj" else token.head
            if governor.lemma_.lower() in SAYS_OFFICE:
                yield phrase_of(token)


def phrase_of(head: Token) -> list[Token]:
    """Return the noun phrase of `head`: modifiers before, prepositional phrases after, in order.

    Relative clauses, appositions and what follows a comma stay out.
    """
    words = list(head.subtree)
    start = next(i for i, token in enumerate(words) if token.i == head.left_edge.i)
    phrase: list[Token] = []
    cut = {
        token.i
        for child in head.children
        if child.dep_ in ("relcl", "acl", "appos", "conj", "cc", "parataxis", "advcl")
        for token in child.subtree
    }
    behind = {
        token.i
        for child in head.rights
        if child.dep_ == "prep"
        and (
            child.lower_ not in PART_OF_MENTION
            or any(c.dep_ == "pcomp" or c.ent_type_ in ("DATE", "TIME") for c in child.children)
        )
        for token in child.subtree
    }
    for token in words[start:]:
        if token.i in behind:
            break
        if token.i in cut and token.i < head.i:
            continue
        if (token.i in cut or token.text in (",", ";", ":", "--", "–", "—", "-", "(")) and (
            token.i > head.i
        ):
            break
        if token.dep_ == "relcl" or (token.i > head.i and token.tag_ in ("WP", "WDT", "WP$")):
            break
        if token.i < head.i and token.text == "," and token.nbor(1).pos_ == "DET":
            phrase.clear()  # "By then, the army": what went before belongs to the sentence
            continue
        phrase.append(token)
    return phrase
