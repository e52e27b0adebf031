"""The names of a page gathered: which mentions name the same person or body.

Full names of persons are found first, so that surnames can join them. Labels of the entity model
are put to the vote: a surname tagged as an organisation is a person when its full name is one.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc as SpacyDoc
from spacy.tokens import Span as SpacySpan
from spacy.tokens import Token

from sayso.extract.naming.aliases import find_definitions, names_body, other_names
from sayso.extract.naming.genders import gender_of_given, gender_of_title
from sayso.extract.naming.known import is_lone_name, known_mentions, load_known
from sayso.extract.naming.name import Name
from sayso.extract.naming.nations import country_of_words
from sayso.extract.naming.offices import apposed_to_body, bears_name
from sayso.extract.naming.roles import RoleEntry, role_at
from sayso.extract.naming.titles import (
    RANKS,
    is_rank,
    is_title,
    mention_words,
    strip_title,
    with_compounds,
)
from sayso.gazetteer.countries import capital_country, country_named, country_of_demonym
from sayso.records import PartyKind

NAME_LABELS = frozenset({"PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "PRODUCT", "EVENT"})
BODY_LABELS = frozenset({"ORG", "NORP", "PRODUCT", "FAC"})
# Surnames and given names that the model takes for a month; what stands beside a month.
MONTHS = frozenset({"April", "May", "June", "August"})
BEFORE_MONTH = frozenset(
    "in on of by since until till from to during before after last next this early late mid each "
    "every around through and or for".split()
)

Found = tuple[SpacySpan, list[Token], list[Token]]  # entity, its title words, its name words


class Gathering:
    """The mentions of names in one document, each under its name."""

    def __init__(self, spacy_doc: SpacyDoc) -> None:
        self.spacy_doc = spacy_doc
        self.at: dict[int, Name] = {}  # by index of any token of the mention
        self.mentions: list[tuple[list[Token], Name]] = []
        self._people: dict[str, Name] = {}  # by each word of a full name, in lower case
        self._namesakes: dict[str, list[Name]] = {}  # persons of one last name, in order
        self._bodies: dict[str, Name] = {}  # by full form
        self._apposed: dict[str, RoleEntry] = {}  # names that stand beside the noun of a body
        self._full: dict[str, str] = {}  # full names by the others that the page gives
        self._gather()

    def _gather(self) -> None:
        """Find the mentions; full names of persons first, so that surnames can join them."""
        every = ((ent, *strip_title(with_compounds(ent))) for ent in self._entities())
        found = [one for one in every if mention_words(one[2]).lower().rstrip(".") not in RANKS]
        self._find_bodies(found)
        for ent, title, words in found:
            if len(words) > 1 and self._is_person(ent, title, words):
                self._person(mention_words(words), words)
        self._find_other_names(found)
        for ent, title, words in found:
            self._add(ent, title, words)
        self._add_untagged()

    def _find_bodies(self, found: Sequence[Found]) -> None:
        """Note the names beside the noun of a body, and how the model labels each name."""
        self._votes: Counter[str] = Counter()
        for token in self.spacy_doc:
            entry = role_at(token.head) if is_body_name(token) else None
            if entry is not None:
                self._apposed.setdefault(token.text, entry)
        for ent, _, words in found:
            if len(words) > 1:
                self._votes[mention_words(words)] += 1 if ent.label_ == "PERSON" else -1
        for ent, title, words in found:
            body = apposed_to_body(ent) if not title else None
            if body is None or country_of_words(words):
                continue
            text = mention_words(words)
            behind = any(child.dep_ == "appos" for child in ent.root.children)
            if self._votes[text] < 2 or not behind:  # a noun behind it may be of somebody else
                self._apposed.setdefault(text, body)

    def _is_person(self, ent: SpacySpan, title: Sequence[Token], words: Sequence[Token]) -> bool:
        """Tell whether a mention names a person, by the lexicon, its title, its label."""
        text = mention_words(words)
        known = load_known().get(text)
        if known is not None:
            return known.kind == "person"
        if text in self._apposed:
            return False
        voted = self._votes[text] > 0 and ent.label_ in ("ORG", "PRODUCT", "NORP")
        return voted or ent.label_ == "PERSON" or bool(title)

    def _find_other_names(self, found: Sequence[Found]) -> None:
        """Note the acronyms and short forms of bodies, with their full names."""
        bodies = {ent.end: ent for ent, _, _ in found if ent.label_ in BODY_LABELS}
        full_names = [
            mention_words(words)
            for ent, title, words in found
            if ent.label_ == "ORG" and not self._is_person(ent, title, words)
        ]
        known = load_known()
        self._full = {
            short: full
            for short, full in other_names(full_names).items()
            if short not in known and short.lower() not in self._people
        }
        for short, full in find_definitions(self.spacy_doc, bodies):
            _, words = strip_title([token for token in full if not token.is_space])
            if not names_body(words):
                continue
            listed = known.get(short.text)
            if listed is None or mention_words(words) in listed.names:
                self._full[short.text] = mention_words(words)

    def _add_untagged(self) -> None:
        """Put under their name the words that the entity model left out or took for less.

        A surname, or an acronym that the page explains, that stands as a name of its own: "Berg
        said", not "Berg Street".
        """
        for token in self.spacy_doc:
            if token.i not in self.at and (name := self._untagged(token)) is not None:
                self.at[token.i] = name
                self.mentions.append(([token], name))
        self.mentions.sort(key=lambda mention: mention[0][0].i)

    def _untagged(self, token: Token) -> Name | None:
        """Return the name that a word outside all entities prints, None if none."""
        if token.text in self._full and token.text.isupper():
            return self._body(self._full[token.text], token)
        if is_body_name(token):
            return self._body(token.text, token)
        if token.text in MONTHS and not is_no_month(token):
            return None
        if token.text not in MONTHS and (token.pos_ != "PROPN" or token.dep_ == "compound"):
            return None
        name = self._people.get(token.lower_)
        ranked = token.i > 0 and is_rank(token.nbor(-1)) and not is_rank(token)
        if name is None and ranked:  # "Col Berg"
            name = Name(name=token.text, kind="person", first=token.i)
            self._people[token.lower_] = name
        if name is None or token.lower_ != name.name.split()[-1].lower():
            return None
        return name if ranked or is_lone_name(token) or token.text in MONTHS else None

    def _entities(self) -> Iterator[SpacySpan]:
        """Yield the names in text order: those the lexicon knows, then the model's beside them."""
        known = list(known_mentions(self.spacy_doc))
        taken = {token.i for span in known for token in span}
        model = [
            with_month(ent)
            for ent in self.spacy_doc.ents
            if ent.label_ in NAME_LABELS
            and any(t.text[:1].isalpha() for t in ent)
            and not any(t.i in taken for t in ent)
        ]
        taken |= {token.i for span in model for token in span}
        bodies = {span.end: span for span in (*known, *model) if span.label_ in BODY_LABELS}
        spelled_out = [
            SpacySpan(self.spacy_doc, full.start, full.end, label="ORG")
            for _, full in find_definitions(self.spacy_doc, bodies)
            if not any(t.i in taken for t in full) and names_body(full)
        ]
        yield from sorted([*known, *model, *spelled_out], key=lambda span: span.start)

    def _person(self, text: str, words: Sequence[Token]) -> Name:
        """Return the person of a full name, joined to an earlier one that shares two words."""
        parts = text.lower().split()
        namesakes = self._namesakes.setdefault(parts[-1], [])
        shared = (n for n in namesakes if len(set(parts) & set(n.name.lower().split())) > 1)
        name = next(shared, None)
        if name is None:
            name = Name(name=text, kind="person", first=words[0].i)
            name.gender = gender_of_given(text)
            namesakes.append(name)
        elif len(parts) > len(name.name.split()):
            name.name = text
        for part in parts:
            if len(part) > 2 or part == parts[-1]:
                self._people.setdefault(part, name)
        return name

    def _namesake(self, title: Sequence[Token], words: Sequence[Token]) -> Name | None:
        """Return the person of a name, told from namesakes by the title or the given name."""
        last = words[-1].lower_
        name, others = self._people.get(last), self._namesakes.get(last, [])
        if len(words) > 1:
            text = mention_words(words).lower()
            return next((other for other in others if text in other.name.lower()), name)
        before = [t for t in words[0].doc[max(0, words[0].i - 1) : words[0].i] if is_title(t)]
        told = gender_of_title([*title, *before])
        same = (other for other in others if told is not None and other.gender == told)
        return next(same, name)

    def _add(self, ent: SpacySpan, title: list[Token], words: list[Token]) -> None:
        """Put one mention under its name."""
        if not words:
            return
        text = mention_words(words)
        name = self._namesake(title, words) if self._may_be_surname(ent, words) else None
        if name is None or (len(words) > 1 and not is_same_person(text, name.name)):
            name = self._other(ent, title, words, text)
        for token in [*title, *words]:
            self.at[token.i] = name
        self.mentions.append((words, name))

    def _may_be_surname(self, ent: SpacySpan, words: Sequence[Token]) -> bool:
        """Tell whether a mention may be a person of whom the page gave the full name.

        A known body is none, nor a country, nor an acronym of whose letters the person has few.
        """
        text = mention_words(words)
        known = load_known().get(text)
        if known is not None and known.kind != "person":
            return False
        if ent.label_ in ("GPE", "LOC", "NORP") and country_of_words(words):
            return False
        person = self._people.get(text.lower())
        return not (text.isupper() and person is not None and text not in person.name.split())

    def _other(self, ent: SpacySpan, title: list[Token], words: list[Token], text: str) -> Name:
        """Return the name of a mention that is no known full name of a person."""
        first = words[0]
        known = load_known().get(text)
        if known is not None:
            full = max((n for n in known.names), key=lambda n: (" " in n, -known.names.index(n)))
            return self._body(full if known.kind == "person" else text, first, known.kind)
        if text in self._full and (text.isupper() or ent.label_ not in ("GPE", "LOC", "NORP")):
            return self._body(self._full[text], first)
        if text in self._apposed:
            return self._body(text, first)
        if ent.label_ == "PERSON" or title:
            if len(words) == 1 and not title and country_of_words(words):
                return self._place(words, text)
            if len(words) > 1:
                return self._person(text, words)
            alone = Name(name=text, kind="person", first=first.i)
            return self._people.setdefault(text.lower(), alone)
        if len(words) > len(ent) and ent.label_ in ("GPE", "LOC"):  # "Parti Rakyat Malaysia"
            return self._body(text, first)
        if ent.label_ in ("GPE", "LOC") or country_named(text) or capital_country(text):
            return self._place(words, text)
        if ent.label_ == "NORP" or country_of_demonym(text):
            return self._body(text, first, "group")
        return self._body(text, first)

    def _body(self, text: str, first: Token, kind: PartyKind = "organisation") -> Name:
        """Return the name of a body, a group or a place, one for each of its forms."""
        if text not in self._bodies:
            self._bodies[text] = Name(name=text, kind=kind, first=first.i)
            if text in self._apposed:
                self._bodies[text].roles.append(self._apposed[text])
        return self._bodies[text]

    def _place(self, words: Sequence[Token], text: str) -> Name:
        return self._body(text, words[0], "country" if country_named(text) else "place")


def is_same_person(text: str, name: str) -> bool:
    """Tell whether one of two full names holds the other."""
    text, name = text.lower(), name.lower()
    return text in name or name in text


def is_no_month(token: Token) -> bool:
    """Tell whether "May" may be somebody's name: nothing beside it is of a date."""
    before = token.nbor(-1) if token.i > 0 else None
    after = token.nbor(1) if token.i + 1 < len(token.doc) else None
    dated = before is not None and (before.lower_ in BEFORE_MONTH or before.like_num)
    return not dated and not (after is not None and after.like_num)


def is_body_name(token: Token) -> bool:
    """Tell whether a word that the model passes over names the body before it: "group M23"."""
    noun = token.head
    if token.dep_ != "appos" or token.pos_ != "PROPN" or token.ent_type_ or noun.i + 1 != token.i:
        return False
    entry = role_at(noun)
    return entry is not None and bears_name(noun, entry)


def with_month(ent: SpacySpan) -> SpacySpan:
    """Return a person's name with the surname that the model takes for a month: "Ana May"."""
    doc = ent.doc
    if ent.label_ != "PERSON" or ent.end >= len(doc) or doc[ent.end].text not in MONTHS:
        return ent
    surname = doc[ent.end]
    if not is_no_month(surname) or surname.sent.start > ent.start:
        return ent
    return SpacySpan(doc, ent.start, ent.end + 1, label="PERSON")
