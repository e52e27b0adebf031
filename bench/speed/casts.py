"""Who and what the pages of one story name, and by what names, dates and numbers are exchanged."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import msgspec

from bench.speed.worlds import AGENCIES, MONTHS, WEEKDAYS, WORDS, Fill, World
from sayso.gazetteer.countries import Country, load_countries
from sayso.records import Coded, Party, Place, Quantity, Time

Kind = TypeVar("Kind")
Piece = Callable[[World, Fill], str]

MONTH = "|".join(MONTHS)
DATES = (
    rf"(?P<d1>\d{{1,2}}) (?P<m1>{MONTH})(?: (?P<y1>\d{{4}}))?\b"
    rf"|(?P<m2>{MONTH}) (?P<d2>\d{{1,2}})(?:, (?P<y2>\d{{4}}))?\b"
    rf"|\b(?P<m3>{MONTH})(?: (?P<y3>\d{{4}}))?\b"
    r"|\b(?P<y4>(?:19|20)\d\d)\b(?!,\d)"
    rf"|\b(?P<weekday>{'|'.join(WEEKDAYS)})\b"
)
NUMERAL = re.compile(rf"\d{{1,3}}(?:,\d{{3}})+|\d+|\b(?:{'|'.join(WORDS)})\b", re.IGNORECASE)
SCALES = (1, 1_000, 1_000_000, 1_000_000_000)
UNITS = re.compile(rf"\b(?:{'|'.join(WORDS)}|thousand|million|billion|per|cent|percent)\b")
STEM = 3  # letters that a noun and its plural share
NAME_WORD = re.compile(r"[A-Z][^\W\d_]{2,}")
AMID = re.compile(r"(?<=[a-z,] )[A-Z][^\W\d_]{2,}")  # a name: no sentence begins there
COMMON_WORD = re.compile(r"\b[a-z]{2,}\b")
# Words with a capital that are no names.
KEPT = frozenset(
    (
        "Police Prosecutors Landlords Relatives Insurers Firefighters Minister African European "
        "Western Eastern Northern Southern Central North South West East The His Her Their Its "
        "Radio Saint San Prime Deputy We He She They Some Most Many"
    ).split()
) | {*MONTHS, *WEEKDAYS, *(word.capitalize() for word in WORDS)}


class Cast:
    """What is exchanged in the words of one story."""

    def __init__(self, story: Sequence[Coded], common: Collection[str]) -> None:
        """Take the reports that tell one story, in this or that wording.

        `common`: words that some page writes without a capital, so are no names.
        """
        self.names: dict[str, Piece] = {}
        self.codes = frozenset(codes_of(story))
        [stamp] = [c.report.published.value for c in story[:1] if c.report.published] or ["2026"]
        self.year = int(stamp[:4])
        self.add_press(story)
        for place in (item for coded in story for item in found_in(coded, Place)):
            self.add_place(place)
        for country in load_countries().country:
            if country.code in self.codes:
                self.add_country(country)
        self.add_parties(story, common)
        self.fixed = frozenset(word for coded in story for word in fixed_words(coded))
        self.telling = frozenset(word for coded in story for word in telling_words(coded))
        names = "|".join(re.escape(name) for name in sorted(self.names, key=len, reverse=True))
        self.regex = re.compile(
            rf"\b(?P<name>{names or '(?!)'})\b|{DATES}|(?P<word>{COMMON_WORD.pattern})"
        )

    def add_press(self, story: Sequence[Coded]) -> None:
        """Exchange outlets and agencies."""
        for coded in story:
            if coded.report.outlet:
                self.names[coded.report.outlet] = lambda _, fill: fill.outlet
        for long, short in AGENCIES[:1]:
            self.names[long] = lambda world, _: world.agency[0]
            self.names[short] = lambda world, _: world.agency[1]

    def add_place(self, place: Place) -> None:
        """Exchange a place that the gazetteer knows, also in capitals."""
        id_, code, precision = place.geonames_id, place.country, place.precision
        if id_ is None or code is None or precision == "country":
            return
        printed = place.text.split(",")[0]
        for name in (place.name, printed, printed.title() if printed.isupper() else printed):
            self.names.setdefault(
                name.upper(), lambda world, _: world.spot(id_, code, precision).name.upper()
            )
            if not name.isupper():
                self.names.setdefault(name, lambda world, _: world.spot(id_, code, precision).name)

    def add_country(self, country: Country) -> None:
        """Exchange the names of a country and of its people."""
        code = country.code
        for name in (country.name, *country.aliases):
            if len(name) > len(code):
                self.names.setdefault(name, lambda world, _: world.land(code).country.name)
        for word in country.demonyms:
            self.names.setdefault(word, demonym_piece(code, last=word[-1] == "s"))

    def add_parties(self, story: Sequence[Coded], common: Collection[str]) -> None:
        """Exchange the words of proper names, but for those that are words of the language too."""
        for name in (name for coded in story for name in coded.report.bylines):
            for word in NAME_WORD.findall(name):
                self.names.setdefault(word, name_piece(word))
        for party in (item for coded in story for item in found_in(coded, Party)):
            if party.kind not in {"person", "organisation", "group"}:
                continue
            for word in NAME_WORD.findall(party.name):
                if word.lower() not in common and word not in KEPT:
                    self.names.setdefault(word, name_piece(word))
        for word in (word for coded in story for word in AMID.findall(coded.report.text)):
            if word not in KEPT:
                self.names.setdefault(word, name_piece(word))

    def slots(self, text: str) -> Iterator[tuple[int, int, Piece]]:
        """Yield what is exchanged in `text`."""
        for found in self.regex.finditer(text):
            if found["word"] not in self.fixed:
                yield (*found.span(), self.piece_of(found))

    def pieces(self, words: str) -> list[str | Piece]:
        """Return words in pieces: those that stay, and what the others become."""
        pieces: list[str | Piece] = []
        end = 0
        for start, after, piece in self.slots(words):
            pieces.extend((words[end:start], piece))
            end = after
        return [*pieces, words[end:]]

    def piece_of(self, found: re.Match[str]) -> Piece:
        """Return what a name or a date becomes."""
        name, word = found["name"], found["word"]
        if word is not None:
            telling = word in self.telling
            return lambda world, _: world.word(word, telling=telling)
        return self.names[name] if name is not None else self.date_piece(found)

    def date_piece(self, found: re.Match[str]) -> Piece:
        """Return what a date becomes, written as it was."""
        words = found[0]
        if found["weekday"]:
            return lambda _, fill: fill.shift.weekday(words)
        if found["y4"]:
            return lambda _, fill: str(int(words) + fill.shift.years)
        month = found["m1"] or found["m2"] or found["m3"]
        year_words = found["y1"] or found["y2"] or found["y3"]
        year, number = int(year_words or self.year), MONTHS.index(month) + 1
        if found["m3"]:
            return lambda _, fill: month_words(words, *fill.shift.month(year, number))
        day = int(found["d1"] or found["d2"])
        try:
            whole = date(year, number, day).isoformat()
        except ValueError:
            return lambda *_: words
        form = "{0.day} {1}" if found["d1"] else "{1} {0.day}"
        tail = "" if not year_words else " {0.year}" if found["d1"] else ", {0.year}"

        def piece(_: World, fill: Fill) -> str:
            moved = date.fromisoformat(fill.shift.moved(whole, "day"))
            return (form + tail).format(moved, MONTHS[moved.month - 1])

        return piece


def demonym_piece(code: str, *, last: bool) -> Piece:
    """Return what a word for the people of a country becomes."""
    return lambda world, _: world.demonym(code, last)


def name_piece(word: str) -> Piece:
    """Return what a word of a proper name becomes."""
    return lambda world, _: world.name(word)


def telling_words(coded: Coded) -> Iterator[str]:
    """Yield the words of acts, of saying and of offices, which many stories have in common."""
    text = coded.report.text
    for span in (
        *(said.cue for said in coded.attributions),
        *(event.trigger for event in coded.events),
        *(tool.span for event in coded.events if (tool := event.instrument)),
    ):
        yield from COMMON_WORD.findall(span.quote(text))
    for party in found_in(coded, Party):
        yield from COMMON_WORD.findall(party.role or "")


def fixed_words(coded: Coded) -> Iterator[str]:
    """Yield the words whose meaning stands in a field: they stay."""
    for time in found_in(coded, Time):
        if time.timex[0].isdigit():
            yield from COMMON_WORD.findall(time.text)
    for quantity in coded.quantities:
        for word in COMMON_WORD.findall(quantity.text):
            if quantity.item is not None and word[:STEM] == quantity.item[:STEM]:
                yield word
        yield from UNITS.findall(quantity.text)


def month_words(words: str, year: int, month: int) -> str:
    """Return a month, with its year where `words` have one."""
    name = MONTHS[month - 1]
    return f"{name} {year}" if words[-1].isdigit() else name


def codes_of(story: Sequence[Coded]) -> set[str]:
    """Return the countries that the records of a story name."""
    known = {country.code for country in load_countries().country}
    parties = (party.country for coded in story for party in found_in(coded, Party))
    places = (place.country for coded in story for place in found_in(coded, Place))
    return {code for code in (*parties, *places) if code in known}


def found_in(root: object, kind: type[Kind]) -> Iterator[Kind]:
    """Yield the records of one kind that stand anywhere in `root`."""
    waiting = [root]
    while waiting:
        item = waiting.pop()
        if isinstance(item, kind):
            yield item
        if isinstance(item, msgspec.Struct):
            waiting.extend(getattr(item, name) for name in reversed(item.__struct_fields__))
        elif isinstance(item, tuple):
            waiting.extend(reversed(item))


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number that is written in a quantity."""

    start: int
    end: int
    words: str
    value: int

    def written(self, value: int) -> str:
        """Return another number, written in this way."""
        if self.words[0].isdigit():
            return f"{value:,}" if "," in self.words or value >= 10_000 else str(value)
        words = WORDS[value] if value < len(WORDS) else str(value)
        return words.capitalize() if self.words[0].isupper() else words


@dataclass(frozen=True, slots=True)
class NumberPiece:
    """The numbers of one quantity, and how its fields follow from them."""

    quantity: Quantity
    numerals: tuple[Numeral, ...]
    scale: int
    most: int | None

    def anew(self, value: int, world: World, fill: Fill) -> int:
        """Return what a number becomes, as it is written."""
        return world.number(value, self.quantity.measure, self.most, fill.later)

    def moved(self, number: float, world: World, fill: Fill) -> float:
        """Return what a field becomes: as far from the number written as it was."""
        near = min(self.numerals, key=lambda one: abs(one.value * self.scale - number))
        off = number - near.value * self.scale
        return self.anew(near.value, world, fill) * self.scale + off

    def slots(self) -> Iterator[tuple[int, int, Piece]]:
        """Yield where its numbers stand in the text, and what they become."""
        for one in self.numerals:
            yield one.start, one.end, self.piece(one)

    def piece(self, one: Numeral) -> Piece:
        """Return what a number becomes, written as it was."""
        return lambda world, fill: one.written(self.anew(one.value, world, fill))


def number_piece(quantity: Quantity) -> NumberPiece | None:
    """Return the numbers of a quantity, None where they are not plainly its value or bounds."""
    values = {quantity.value} if quantity.value is not None else {quantity.low, quantity.high}
    numerals = [
        Numeral(quantity.span.start + found.start(), quantity.span.start + found.end(), word, n)
        for found in NUMERAL.finditer(quantity.text)
        for word in [found[0]]
        for n in [number_of(word)]
    ]
    for scale in SCALES:
        held = tuple(one for one in numerals if one.value * scale in values)
        if held and len(held) == len(values - {None}):
            most = 99 if quantity.unit == "%" else None
            return NumberPiece(quantity, held, scale, most)
    return None


def number_of(word: str) -> int:
    """Return the value of digits or of a word."""
    return int(word.replace(",", "")) if word[0].isdigit() else WORDS.index(word.lower())
