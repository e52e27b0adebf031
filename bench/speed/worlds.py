"""Other worlds for the stories of coded pages: other lands, towns, names, days and numbers."""

import math
import random
import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from itertools import accumulate

from sayso.gazetteer.countries import Country, load_countries
from sayso.ledger.stories.terms import word_ranks

Cell = str | int | float | None

DEGREE = 10_000  # coordinates are stored as whole ten-thousandths of a degree
CITY, DIVISION = 0, 1  # kinds of the gazetteer
TOWNS = 40  # of one land that news come from
FEWEST_TOWNS = 12
STEEP = 2  # the land with the most news has about a twelfth of all
SMALL = 20  # below it, numbers grow by steps and are written as words
FUNCTION_WORDS = 120  # the commonest words, which hold sentences together
TURNED = 0.6  # share of small words that become other ones
GROWN = (-1.2, 1.4)  # logarithms between which lies what a story's numbers are multiplied by
COMMON = 0.4  # share of the words of acts and of saying that stay as they are
KEPT, RARE = 0.1, 0.4  # shares of words: that stay, and up to there, made up as rare ones
FAMOUS = 0.1  # of the words of names: of those who are in the news of their land ever again
FAMOUS_NAMES = 8  # words of such names a land has
TOLLS = frozenset({"kill", "injure", "miss", "displace", "evacuate", "arrest"})

WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty"
).split()
MONTHS = (
    "January February March April May June July August September October November December"
).split()
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
SYLLABLES = (
    "ba be bo da de dor el fa fen ga gor ha hel im jo ka kel kor la len lo ma mir mo na nel "
    "no or pa per ra ren ri ro sa sel so ta tor tu ul va ven vi wa yo za zem"
).split()
SORTS = "Herald Post Courier Tribune Observer Gazette Times Monitor Standard Dispatch".split()
AGENCIES = (
    ("Meridian News Agency", "Meridian"),
    ("Polar Wire", "Polar"),
    ("Continental Press", "Continental"),
    ("Atlas Telegraph", "Atlas"),
    ("Sextant News", "Sextant"),
    ("Delta Press Agency", "Delta"),
)
OUTLETS = 400


VOCABULARY = tuple(word for word, rank in word_ranks().items() if rank > FUNCTION_WORDS)
# The word of rank r stands r times less often than the commonest one.
SHARES = tuple(accumulate(1 / (FUNCTION_WORDS + place) for place in range(len(VOCABULARY))))


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of the gazetteer, as the records write it."""

    geonames_id: int
    name: str
    latitude: float
    longitude: float
    admin1: str | None


@dataclass(frozen=True, slots=True)
class Land:
    """A country with its towns and its divisions, the largest first."""

    country: Country
    towns: tuple[Spot, ...]
    divisions: tuple[Spot, ...]


@cache
def load_lands() -> tuple[Land, ...]:
    """Return the countries that have words for their people and enough towns."""
    towns, divisions = spots(CITY), spots(DIVISION)
    return tuple(
        Land(country, tuple(towns[country.code][:TOWNS]), tuple(divisions[country.code][:TOWNS]))
        for country in load_countries().country
        if country.demonyms
        and len(towns.get(country.code, ())) >= FEWEST_TOWNS
        and divisions.get(country.code)
    )


def spots(kind: int) -> dict[str, list[Spot]]:
    """Return the places of one kind by country, the largest first."""
    path = files("sayso.gazetteer") / "places.sqlite"
    found: dict[str, list[Spot]] = {}
    wanted = (
        "SELECT p.id, p.name, p.latitude, p.longitude, a.name, p.country FROM place AS p "
        "LEFT JOIN place AS a ON a.id = p.admin1 WHERE p.kind = ? "
        "ORDER BY p.population DESC, p.id"
    )
    with sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True) as connection:
        for id_, name, latitude, longitude, admin1, code in connection.execute(wanted, (kind,)):
            division = name if kind == DIVISION else admin1
            spot = Spot(id_, name, latitude / DEGREE, longitude / DEGREE, division)
            found.setdefault(code, []).append(spot)
    connection.close()
    return found


def found_outlets(seed: int) -> tuple[str, ...]:
    """Return the outlets of a stream."""
    chance = random.Random(f"press {seed}")
    return tuple(f"{invent(chance, 3)} {chance.choice(SORTS)}" for _ in range(OUTLETS))


class World:
    """What one story is made to: drawn from a seed, and asked by its templates."""

    def __init__(self, seed: str, lands: Sequence[Land], small: Sequence[str]) -> None:
        """Take the lands, those with the most news first, and small words."""
        self.chance = random.Random(seed)
        self.lands = lands
        self.small = small
        self.words: dict[str, str] = {}
        self.factor = math.exp(self.chance.uniform(*GROWN))
        self.agency = self.chance.choice(AGENCIES)
        self.settled: dict[str, Land] = {}
        self.spots: dict[int, Spot] = {}
        self.names: dict[str, str] = {}

    def land(self, code: str) -> Land:
        """Return the land that the country of this code becomes; no two become one."""
        if code not in self.settled:
            weights = [1 / (rank + STEEP) for rank in range(1, 1 + len(self.lands))]
            taken = {land.country.code for land in self.settled.values()}
            while True:
                [land] = self.chance.choices(self.lands, weights)
                if land.country.code not in taken:
                    break
            self.settled[code] = land
        return self.settled[code]

    def code(self, code: str) -> str:
        """Return the code of the land that the country of this code becomes."""
        return self.land(code).country.code

    def demonym(self, code: str, last: bool) -> str:
        """Return a word for the people of a land, one that ends in an s where `last` says so."""
        words = self.land(code).country.demonyms
        return next((word for word in words if (word[-1] == "s") == last), words[0])

    def spot(self, geonames_id: int, code: str, precision: str | None) -> Spot:
        """Return the place that this one becomes."""
        if geonames_id not in self.spots:
            land = self.land(code)
            if precision == "country":
                point = land.country
                whole = Spot(
                    *(point.geonames_id, point.name, point.latitude, point.longitude), None
                )
                self.spots[geonames_id] = whole
            else:
                among = land.divisions if precision == "admin1" else land.towns
                weights = [1 / (rank + STEEP) for rank in range(1, 1 + len(among))]
                self.spots[geonames_id] = self.chance.choices(among, weights)[0]
        return self.spots[geonames_id]

    def name(self, word: str) -> str:
        """Return the name that this word of a name becomes."""
        if word not in self.names:
            famous = self.chance.random() < FAMOUS and self.settled
            if famous:
                land = next(iter(self.settled.values()))
                pool = random.Random(f"{land.country.code} {self.chance.randrange(FAMOUS_NAMES)}")
                self.names[word] = invent(pool, 3)
            else:
                self.names[word] = invent(self.chance, 3 + len(word) % 2)
        return self.names[word]

    def word(self, word: str, *, telling: bool = False) -> str:
        """Return what a word becomes, so that two stories are not one text.

        `telling`: it is one of those that many stories have in common, like "killed" and "said".
        """
        if word not in self.words:
            dice = self.chance.random()
            if telling and dice < COMMON:
                self.words[word] = word
            elif word in self.small:
                self.words[word] = self.chance.choice(self.small) if dice < TURNED else word
            elif dice < KEPT:
                self.words[word] = word
            elif dice < RARE:
                self.words[word] = invent(self.chance, 3 + len(word) % 2).lower()
            else:
                [self.words[word]] = self.chance.choices(VOCABULARY, cum_weights=SHARES)
        return self.words[word]

    def number(self, number: int, measure: str, most: int | None, later: float) -> int:
        """Return what a number becomes; `later` is how far tolls have risen by then."""
        grown = number * (math.sqrt(self.factor) if number < SMALL else self.factor)
        if measure in TOLLS:
            grown = grown * later + (later > 1)
        if number < SMALL:
            result = min(SMALL, max(2, round(grown))) if number > 1 else number
        else:
            zeros = len(str(number)) - len(str(number).rstrip("0"))
            unit = 10 ** max(0, zeros - 2)
            result = max(SMALL, round(grown / unit) * unit)
        return result if most is None else min(result, most)


def invent(chance: random.Random, syllables: int) -> str:
    """Return a made-up name."""
    return "".join(chance.choices(SYLLABLES, k=syllables)).capitalize()


FULL_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)(.*)", re.DOTALL)
MONTH_DATE = re.compile(r"(\d{4})-(\d\d)")
YEAR_DATE = re.compile(r"\d{4}")
WEEK_DATE = re.compile(r"(\d{4})-W(\d\d)(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Shift:
    """How much later a story plays."""

    days: int

    def weekday(self, name: str) -> str:
        """Return the day of the week so much later."""
        return WEEKDAYS[(WEEKDAYS.index(name) + self.days) % len(WEEKDAYS)]

    @property
    def months(self) -> int:
        """The nearest number of months."""
        return round(self.days * 12 / 365.25)

    @property
    def years(self) -> int:
        """The nearest number of years."""
        return round(self.days / 365.25)

    def moved(self, value: str, precision: str | None) -> str:
        """Return an ISO 8601 date or TIMEX3 value so much later; what is neither stays."""
        if found := FULL_DATE.fullmatch(value):
            year, month, day = (int(found[group]) for group in (1, 2, 3))
            if precision == "year":
                return f"{year + self.years:04}-{found[2]}-{found[3]}{found[4]}"
            if precision in {"month", "quarter"}:
                later, number = self.month(year, month)
                return f"{later:04}-{number:02}-{found[3]}{found[4]}"
            return f"{date(year, month, day) + timedelta(self.days)}{found[4]}"
        if found := MONTH_DATE.fullmatch(value):
            later, number = self.month(int(found[1]), int(found[2]))
            return f"{later:04}-{number:02}"
        if YEAR_DATE.fullmatch(value):
            return f"{int(value) + self.years:04}"
        if found := WEEK_DATE.fullmatch(value):
            monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
            year, week, _ = (monday + timedelta(self.days)).isocalendar()
            return f"{year:04}-W{week:02}{found[3]}"
        return value

    def month(self, year: int, month: int) -> tuple[int, int]:
        """Return the year and the month so much later."""
        year, month = divmod(12 * year + month - 1 + self.months, 12)
        return year, month + 1


@dataclass(frozen=True, slots=True)
class Fill:
    """What one report is made to, beyond its world."""

    shift: Shift
    late: int  # days that it is printed after the others
    later: float  # how far tolls have risen
    edits: frozenset[str]
    outlet: str
    agency: str | None
    url: str
    path: str

    def printed(self, value: str) -> str:
        """Return when it is printed, from when the pattern was."""
        return Shift(self.shift.days + self.late).moved(value, "day")
