"""Which words may name a place: what the entity model and the gazetteer find together.

The model alone misses a third of the names and takes others for people and bodies; the gazetteer
alone knows a town of the name of nearly everything. So a name that only one of them knows must
stand like a place.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from msgspec import Struct
from spacy.tokens import Span as SpacySpan

from sayso.annotate.document import Document
from sayso.extract.places.words import Words, read_words
from sayso.gazetteer.countries import (
    capital_country,
    capitalised_words,
    country_named,
    country_of_demonym,
)
from sayso.gazetteer.senses import senses_of
from sayso.gazetteer.toponyms import container_of, division_abbreviated, lookup, region_named

PLACE_LABELS = frozenset({"GPE", "LOC"})
NAME_LABELS = frozenset({"PERSON", "ORG", "FAC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW"})
BODY_LABELS = frozenset({"ORG", "FAC", "EVENT", "LAW", "WORK_OF_ART"})
LOCATIVE = frozenset({"in", "near", "outside", "inside", "across", "throughout", "around", "into"})
# Words that are no part of the name when they stand at its edge.
ARTICLES = frozenset({"the", "a", "an"})
EDGES = frozenset({"'s", "’s", "'", "’", ",", ".", "-", "–", "—", "(", ")", '"', "“", "”", ":"})
# Words that name no place by themselves, though the model and the gazetteer think so.
GENERIC = frozenset(
    {
        "america's", "capital", "central", "city", "coast", "county", "district", "east",
        "eastern", "north", "northern", "province", "region", "south", "southern", "state",
        "states", "territory", "town", "village", "west", "western",
        "january", "february", "march", "april", "may", "june", "july", "august", "september",
        "october", "november", "december",
        "avenue", "border", "congress", "earth", "empire", "globe", "heaven", "hell", "island",
        "islands", "kingdom", "lake", "mars", "moon", "ocean", "palace", "parliament", "planet",
        "republic", "river", "road", "sea", "senate", "sky", "street", "sun", "union",
        "universe", "venus", "world",
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    }
)  # fmt: skip
# A place name before one of these names a disease, a breed, a treaty or a street.
NAMED_AFTER = frozenset(
    {
        "virus", "disease", "fever", "syndrome", "flu", "hound", "terrier", "bulldog", "accord",
        "treaty", "protocol", "convention", "avenue", "street", "road", "boulevard", "lane",
        "highway",
    }
)  # fmt: skip
PARTIES = frozenset({"conservatives", "democrats", "liberals", "republicans"})
MOSTLY = 2  # times as often another kind of name as a place
POSTAL = 2  # letters
CAPITAL = "capital"
LONGEST_NAME = 4  # tokens of a name that the model did not find
LEAST_PEOPLE = 1_000  # of a place that only the gazetteer finds
MANY_PEOPLE = 100_000  # of a city whose name has no other reading
LONGEST_TAIL = 6  # tokens of a name behind a hyphen: "Stratford-upon-Avon"
SHORTEST = 3  # letters; a name that only the gazetteer finds is longer
WAYS = (
    "north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest",
    "north-east", "north-west", "south-east", "south-west",
)  # fmt: skip
DIRECTIONS = frozenset({way + end for way in WAYS for end in ("", "ern")})
PARTS = DIRECTIONS | {"central", "centre", "center", "interior", "heart"}
LANDS = frozenset(
    {
        "region", "area", "countryside", "district", "province", "oblast", "governorate", "state",
        "prefecture", "valley", "archipelago",
    }
)  # fmt: skip


class Toponym(Struct, frozen=True):
    """A place name in the text: tokens `[start, end)`, and what stands after its comma."""

    start: int
    end: int
    name: str
    container: str | None = None


def find_candidates(doc: Document) -> list[Toponym]:
    """Return the names of places in text order, whether they resolve or not."""
    return sorted(_Reader(doc).names(), key=by_start)


def find_associated(doc: Document, known: Collection[str]) -> Iterator[Toponym]:
    """Yield the places in the names of bodies, buildings and events: "the Bank of Japan".

    At most one of a name: a place at its start or its end, well known or among those `known` to
    the page. These are names of places, but not where something happens.
    """
    for entity in doc.spacy_doc.ents:
        if entity.label_ in BODY_LABELS and len(entity) > 1:
            found = next(_places_in(entity, known), None)
            if found is not None:
                yield found


def _places_in(entity: SpacySpan, known: Collection[str]) -> Iterator[Toponym]:
    """Yield what may be a place in a name, the longest first."""
    start = entity.start + (entity[0].lower_ in ARTICLES)
    for length in range(min(LONGEST_NAME, entity.end - start - 1), 0, -1):
        for first in (start, entity.end - length):
            name = name_of(entity.doc[first : first + length])
            if name[:1].isupper() and (name in known or is_well_known(name)):
                yield Toponym(first, first + length, name)


def is_well_known(name: str) -> bool:
    """Tell whether a name is that of a country, division, county or large city before all."""
    if name.lower() in GENERIC or country_of_demonym(name) is not None:
        return False
    best = next(iter(senses_of(name)), None)
    if best is None or not best.main:
        return False
    return best.place.precision != "city" or best.population >= MANY_PEOPLE


class _Reader:
    """Goes through the names of one document."""

    def __init__(self, doc: Document) -> None:
        self.tokens = doc.spacy_doc
        self.words = read_words(doc.spacy_doc)
        self.entities = [(one.start, one.end, one.label_) for one in doc.spacy_doc.ents]
        self.hyphens = "-" in self.words.words
        self.judged: dict[str, bool] = {}  # whether words may name a place: pages repeat them
        self.taken: set[int] = set()  # tokens of toponyms and of other names
        self.known: set[str] = set()  # names that the model takes for places somewhere
        self.surnames: set[str] = set()
        self.others: set[str] = set()  # names that the model mostly takes for people and bodies
        self.common: set[str] = set()  # words that the page writes without a capital, too

    def names(self) -> Iterator[Toponym]:
        """Yield the names of places, those that the model finds first."""
        others: list[tuple[int, int]] = []
        self.others = self._mostly_other()
        self.common = {word for word in self.words.words if word.islower()}
        self.surnames = {
            self.words.words[end - 1]
            for start, end, label in self.entities
            if label == "PERSON" and end - start > 1
        }
        for start, end, label in self.entities:
            if label in PLACE_LABELS:
                yield from self._model_names(start, end)
            elif label in NAME_LABELS:
                others.append((start, end))
        for start, end in others:
            yield from self._mistaken(start, end)
        yield from self._missed()

    def _mostly_other(self) -> set[str]:
        """Return the names that the model takes for people, bodies or things, not for places."""
        places: Counter[str] = Counter()
        others: Counter[str] = Counter()
        for start, end, label in self.entities:
            if label in PLACE_LABELS:
                places[self.words.quote(start, end)] += 1
            elif label in NAME_LABELS:
                others[self.words.quote(start, end)] += 1
        return {name for name, count in others.items() if count >= MOSTLY * places[name] + 1}

    def _model_names(self, first: int, last: int) -> Iterator[Toponym]:
        """Yield the names in an entity that the model takes for a place."""
        for start, end in _pieces(self.words, first, last):
            start, end = self._hyphenated(start, end)
            self.taken.update(range(start, end))
            start, end = self._bare(start, end)
            name = self.words.name(start, end)
            if self._is_a_name(name) and self._is_meant(start, end):
                self.known.add(name)
                yield Toponym(start, end, name)

    def _hyphenated(self, start: int, end: int) -> tuple[int, int]:
        """Return the whole of a name of which the model has one part: "Mazar-e-Sharif"."""
        if not self.hyphens:
            return start, end
        first, last = start, end
        while last - end < LONGEST_TAIL and last + 1 < len(self.tokens) and self._joins(last):
            last += 2
        while start - first < LONGEST_TAIL and first > 1 and self._joins(first - 1):
            first -= 2
        if (first, last) != (start, end) and senses_of(self.words.name(first, last)):
            return first, last
        return start, end

    def _joins(self, index: int) -> bool:
        """Tell whether a token is a hyphen without a space on either side."""
        if self.words.words[index] != "-":
            return False
        return self.words.is_glued(index) and self.words.is_glued(index + 1)

    def _bare(self, start: int, end: int) -> tuple[int, int]:
        """Return the tokens without "eastern" and "province", unless the whole is a name."""
        if end - start == 1 or senses_of(self.words.name(start, end)):
            return start, end
        if self.words.lower[start] in PARTS:
            start += 1
        if end - start > 1 and self.words.lower[end - 1] in LANDS:
            end -= 1
        return start, end

    def _is_a_name(self, name: str) -> bool:
        """Tell whether the words may name a place: not a demonym, a common or a generic word."""
        known = self.judged.get(name)
        if known is None:
            known = self.judged[name] = _may_name(name)
        return known

    def _is_meant(self, start: int, end: int) -> bool:
        """Tell whether a name stands for its place: not for a firm, a code or a common word."""
        name = self.words.name(start, end)
        before = self.words.lower[start - 1] if start else ""
        if country_named(name) is None and before not in LOCATIVE:
            if name in self.others or _is_postal(name):
                return before == ","
            if name.lower() in self.common and not self._is_large(name):
                return False
        return not self._is_inside_a_name(start, end)

    @staticmethod
    def _is_large(name: str) -> bool:
        return any(one.main and one.population >= MANY_PEOPLE for one in lookup(name))

    def _is_inside_a_name(self, start: int, end: int) -> bool:
        """Tell whether the tokens are part of a longer name or a person's surname."""
        last = self.words.words[end - 1]
        before = self.words.lower[start - 1] if start else ""
        if end - start == 1 and last in self.surnames and before not in LOCATIVE:
            return country_named(last) is None
        if end == len(self.tokens) or self.tokens[end - 1].dep_ != "compound":
            return False
        after = self.tokens[end]
        is_team = after.tag_ == "NNPS" and after.lower_ not in PARTIES  # "the Dayton Dragons"
        return is_team or after.lower_ in NAMED_AFTER

    def _mistaken(self, first: int, last: int) -> Iterator[Toponym]:
        """Yield a place that the model takes for a person, body or thing."""
        [*pieces] = _pieces(self.words, first, last)
        self.taken.update(range(first, last))
        if len(pieces) != 1:
            return
        start, end = pieces[0]
        name = self.words.name(start, end)
        if name in self.surnames and country_named(name) is None:
            return
        if self._is_sure(name) or self._is_placed(start, end):
            yield Toponym(start, end, name)

    def _is_sure(self, name: str) -> bool:
        """Tell whether a name is a place wherever it stands: a country, a large city."""
        if name in self.known or country_named(name) or capital_country(name):
            return True
        if name.lower() not in capitalised_words() or country_of_demonym(name) is not None:
            return False
        return self._is_large(name)

    def _is_placed(self, start: int, end: int) -> bool:
        """Tell whether a name of the gazetteer stands as a place: "in X", "X, Tanzania"."""
        before = self.words.lower[start - 1] if start else ""
        after = self.words.lower[end] if end < len(self.tokens) else ""
        if not (before in LOCATIVE or before in DIRECTIONS or after in LANDS):
            contained = after == "," and self._is_container(end + 1)
            if not contained:
                return False
        return _is_peopled(self.words.name(start, end))

    def _is_container(self, index: int) -> bool:
        """Tell whether a country or division stands at a token."""
        word = self.words.words[index] if index < len(self.tokens) else ""
        return word[:1].isupper() and container_of(word) is not None

    def _missed(self) -> Iterator[Toponym]:
        """Yield names of the gazetteer in capitalised tokens that the model left alone."""
        words = self.words.words
        capital = [word[:1].isupper() for word in words]
        end = 0
        for start, word in enumerate(words):
            if start < end or not capital[start] or start in self.taken or not word.isalpha():
                continue
            if start and start - 1 in self.taken and words[start - 1].isalpha():
                continue
            limit = self._end_of_run(start, capital)
            if self._is_missed_name(start, limit):
                yield Toponym(start, limit, self.words.name(start, limit))
                self.taken.update(range(start, limit))
                end = limit

    def _end_of_run(self, start: int, capital: Sequence[bool]) -> int:
        """Return where the words with a capital that start here end, or the longest name would."""
        limit = min(start + LONGEST_NAME, len(capital))
        for index in range(start, limit):
            if not capital[index] or index in self.taken:
                return index
        return limit

    def _is_missed_name(self, start: int, end: int) -> bool:
        name = self.words.name(start, end)
        if self._is_sure(name):
            return True
        if len(name) <= SHORTEST or name.lower() in GENERIC:
            return False
        return self._is_placed(start, end)


def _is_postal(name: str) -> bool:
    """Tell whether a name is two letters that stand for a state after a city alone: "OK"."""
    return len(name) == POSTAL and name.isupper() and division_abbreviated(name) is not None


def name_of(tokens: SpacySpan) -> str:
    """Return the words of a name one space apart, though a line of print ends in it."""
    return " ".join(tokens.text.split())


def by_start(toponym: Toponym) -> int:
    """Return the token at which a toponym starts, to sort by."""
    return toponym.start


def _is_peopled(name: str) -> bool:
    """Tell whether the gazetteer has a place of that name in which more than a few live."""
    if region_named(name) is not None:
        return True
    return any(one.population >= LEAST_PEOPLE and one.main for one in lookup(name))


def _may_name(name: str) -> bool:
    if name.lower() in GENERIC or not _has_capital(name):
        return False
    return country_of_demonym(name) is None or country_named(name) is not None


def _has_capital(name: str) -> bool:
    return name[:1].isupper() or any(letter.isupper() for letter in name)


def _pieces(words: Words, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Yield the token ranges of an entity between its commas, without articles and marks."""
    start = first
    whole = _trimmed(words, first, last)
    if whole is not None and senses_of(words.name(*whole)):
        yield whole
        return
    for index in range(first, last + 1):
        if index < last and not _is_break(words.words[index]):
            continue
        found = _trimmed(words, start, index)
        if found is not None:
            yield found
        start = index + 1


def _is_break(word: str) -> bool:
    """Tell whether a token stands between two names: a comma, the end of a line."""
    return word == "," or (word.isspace() and "\n" in word)


def _trimmed(words: Words, start: int, end: int) -> tuple[int, int] | None:
    while start < end and (words.words[start] in EDGES or _is_article(words, start)):
        start += 1
    while end > start and (words.words[end - 1] in EDGES or words.words[end - 1].isspace()):
        end -= 1
    return (start, end) if start < end else None


def _is_article(words: Words, index: int) -> bool:
    if words.lower[index] not in ARTICLES:
        return False
    return not (words.words[index].istitle() and words.words[index + 1 : index + 2] == ["Hague"])
