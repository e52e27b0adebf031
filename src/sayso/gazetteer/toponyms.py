"""Names of places -> places of the gazetteer.

The gazetteer is one read-only SQLite file, `places.sqlite` (GeoNames, CC BY 4.0; see README.md
here). Countries come from `countries.toml`, lands without a border and waters from
`regions.toml`. A region of that file has no GeoNames id here, hence no coordinates.
"""

import os
import sqlite3
from functools import cache, lru_cache
from importlib.resources import as_file, files
from typing import Literal

import msgspec

from sayso.errors import LexiconError
from sayso.gazetteer.countries import (
    capital_country,
    capital_of,
    country_named,
    country_place,
    is_part,
)
from sayso.gazetteer.folding import fold_place
from sayso.records import Place, PlacePrecision

PLACES = "places.sqlite"
DEGREE = 10_000  # coordinates are stored as whole ten-thousandths of a degree
CITY, ADMIN1, ADMIN2, CONTINENT = 0, 1, 2, 3
Kind = Literal["city", "admin1", "admin2", "continent"]
KINDS: tuple[Kind, ...] = ("city", "admin1", "admin2", "continent")
PRECISION: dict[Kind, PlacePrecision] = {
    "city": "city",
    "admin1": "admin1",
    "admin2": "region",
    "continent": "region",
}
LOOK_UP = """
SELECT p.id, p.name, p.latitude, p.longitude, p.country, a.name, p.population, p.kind, n.main
FROM name n JOIN place p ON p.id = n.place LEFT JOIN place a ON a.id = p.admin1
WHERE n.folded = ?
"""
OTHER_NAME = 5  # a place is this many times less likely to be meant by one of its other names
OLD_NAME = 100  # and in English-speaking countries, where they are names of long ago, this many
ENGLISH_SPEAKING = frozenset({"AUS", "CAN", "GBR", "IRL", "NZL", "USA"})
DIVISION = 8  # a division must hold this many times the people of a city of its name
COUNTY = 40  # and a second-level one, named without its "County", this many times
CAPITAL = 30  # a national capital counts for so many times its people
SMALL_CAPITAL = 100_000  # people under which its name is more often another city's: "Victoria"
IN_COUNTRY = 1_000  # a place in the country hinted at counts for so many times its people
LONG_SHORT = 4  # characters; "Calif." is known without its full stop, "Ill." is not
KEPT = 8_000  # names whose look-ups are kept; a page has a few hundred
LONGEST_NAME = 100  # characters; no place has a longer name


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A place of the gazetteer that a name may mean."""

    geonames_id: int
    name: str
    latitude: float  # WGS 84 degrees; of a division, the mean of its cities
    longitude: float
    country: str  # ISO 3166 alpha-3, empty for a continent
    admin1: str | None  # name of the first-level division it lies in
    population: int  # of a division, that of its cities
    kind: Kind
    main: bool  # looked up by its own name, not by one of its other names

    def place(self, text: str) -> Place:
        """Return the candidate as what `text` means, without a span."""
        return Place(
            span=None,
            text=text,
            name=self.name,
            latitude=self.latitude,
            longitude=self.longitude,
            geonames_id=self.geonames_id,
            country=self.country or None,
            admin1=self.name if self.kind == "admin1" else self.admin1,
            precision=PRECISION[self.kind],
        )


class Region(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A land without a border, a water or a state that is no more."""

    names: tuple[str, ...]  # the first is the usual one
    country: str | None = None  # where it lies in one country alone


class Abbreviation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A short way to write a first-level division after the name of a city."""

    name: str
    country: str
    short: tuple[str, ...]


class Adjective(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words for the people and things of a land that is no country: "African"."""

    name: str
    words: tuple[str, ...]


class RegionTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole of `regions.toml`."""

    region: tuple[Region, ...]
    abbreviation: tuple[Abbreviation, ...]
    adjective: tuple[Adjective, ...]


@cache
def load_regions() -> RegionTable:
    """Return the checked table of regions, read once a process.

    Raises `LexiconError` where the file is missing or malformed.
    """
    resource = files(__package__) / "regions.toml"
    try:
        return msgspec.toml.decode(resource.read_bytes(), type=RegionTable)
    except (OSError, msgspec.MsgspecError) as fault:
        raise LexiconError(f"regions.toml cannot be read: {fault}") from fault


@cache
def _regions() -> dict[str, Region]:
    return {fold_place(name): region for region in load_regions().region for name in region.names}


@cache
def _abbreviations() -> dict[str, Abbreviation]:
    """Return the divisions by short form; a longer one stands without its full stop, too."""
    table: dict[str, Abbreviation] = {}
    for entry in load_regions().abbreviation:
        for short in entry.short:
            table[short] = entry
            if len(short) > LONG_SHORT and short[:-1].isalpha():
                table[short.rstrip(".")] = entry
    return table


@cache
def _adjectives() -> dict[str, str]:
    return {word: entry.name for entry in load_regions().adjective for word in entry.words}


def land_of_adjective(word: str) -> str | None:
    """Return the continent, region or division that `word` is the adjective of, else None."""
    return _adjectives().get(word)


def division_abbreviated(short: str) -> tuple[str, str] | None:
    """Return country and name of the division that `short` abbreviates: "Ill.", "B.C."."""
    entry = _abbreviations().get(short)
    return (entry.country, entry.name) if entry is not None else None


@cache
def _open_gazetteer(_process: int) -> sqlite3.Connection:
    """Open the gazetteer for one process: a connection must not cross a fork."""
    with as_file(files(__package__) / PLACES) as path:
        address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        return sqlite3.connect(address, uri=True, check_same_thread=False)


@lru_cache(maxsize=KEPT)
def _look_up(folded: str) -> tuple[Candidate, ...]:
    rows = _open_gazetteer(os.getpid()).execute(LOOK_UP, (folded,)).fetchall()
    found = [
        Candidate(
            geonames_id=row[0],
            name=row[1],
            latitude=row[2] / DEGREE,
            longitude=row[3] / DEGREE,
            country=row[4],
            admin1=row[5],
            population=row[6],
            kind=KINDS[row[7]],
            main=bool(row[8]),
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda one: (-one.population, one.geonames_id)))


def lookup(name: str) -> tuple[Candidate, ...]:
    """Return the cities, divisions and continents that `name` may mean, most people first.

    Spelling is matched without accents, case and marks; old and other names are found.
    """
    if len(name) > LONGEST_NAME:
        return ()
    folded = fold_place(name)
    return _look_up(folded) if folded else ()


def forget_names() -> None:
    """Empty the cache of look-ups, for those who measure them."""
    _look_up.cache_clear()


def likelihood(candidate: Candidate, country_hint: str | None = None) -> float:
    """Return how likely a candidate is meant, in people; comparable for one name only."""
    weight = float(candidate.population + 1)
    if not candidate.main:
        weight /= OLD_NAME if candidate.country in ENGLISH_SPEAKING else OTHER_NAME
    if candidate.kind == "admin1":
        weight /= DIVISION
    elif candidate.kind == "admin2":
        weight /= COUNTY
    if country_hint is not None and candidate.country == country_hint:
        weight *= IN_COUNTRY
    return weight


def favour(candidate: Candidate, capital: int | None) -> int:
    """Return how many times more likely it makes a candidate to be the capital of that id."""
    is_capital = candidate.geonames_id == capital and candidate.population >= SMALL_CAPITAL
    return CAPITAL if is_capital else 1


def container_of(name: str) -> tuple[str, str | None] | None:
    """Return country code and division (None for a whole country) of what follows a comma.

    "Ohio", "Ill.", "Ontario" and "Tanzania" contain; None for what is no country or division.
    """
    return _container_of(name.strip()) if len(name) <= LONGEST_NAME else None


@lru_cache(maxsize=KEPT)
def _container_of(name: str) -> tuple[str, str | None] | None:
    short = _abbreviations().get(name)
    if short is not None:
        return short.country, short.name
    code = country_named(name)
    divisions = [one for one in lookup(name) if one.kind == "admin1"]
    if code is not None and not is_part(name):
        return code, None
    if divisions:
        best = max(divisions, key=likelihood)
        return best.country, best.name
    return (code, None) if code is not None else None


def region_named(name: str) -> Place | None:
    """Return a land, water or former state as a place without coordinates, None if unknown."""
    if not name or len(name) > LONGEST_NAME:
        return None
    region = _regions().get(fold_place(name.strip().removeprefix("the ")))
    if region is None:
        return None
    return Place(
        span=None,
        text=name,
        name=region.names[0],
        latitude=None,
        longitude=None,
        geonames_id=None,
        country=region.country,
        admin1=None,
        precision="region",
    )


def best_candidate(
    candidates: tuple[Candidate, ...], country_hint: str | None = None, capital: int | None = None
) -> Candidate | None:
    """Return the most likely of `candidates`, None where there is none.

    `capital` is the GeoNames id of the national capital that goes by the name.
    """
    if not candidates:
        return None

    def rank(one: Candidate) -> tuple[float, int]:
        return favour(one, capital) * likelihood(one, country_hint), -one.geonames_id

    return max(candidates, key=rank)


def resolve_in(name: str, country: str, admin1: str | None) -> Place | None:
    """Return what `name` means inside a country and division, None where nothing there has it."""
    inside = tuple(
        one
        for one in lookup(name)
        if one.country == country and admin1 in (None, one.admin1, one.name)
    )
    best = best_candidate(inside)
    return best.place(name) if best is not None else None


def resolve_name(name: str, country_hint: str | None = None) -> Place | None:
    """Return the place that `name` most likely means, without a span; None where none is known.

    Reads "City, State" and "City, Country"; a country of that name comes first, unless the hint
    is a country in which the name means something else ("Georgia", USA). A name has a capital;
    no coordinate comes without a GeoNames id.
    """
    name = name.strip()
    if len(name) > LONGEST_NAME or not any(letter.isupper() for letter in name):
        return None
    if "," in name:
        return _resolve_contained(name)
    return _resolve_alone(name, country_hint)


def _resolve_contained(name: str) -> Place | None:
    head, _, rest = name.partition(",")
    capital = capital_country(name)  # "Washington, D.C."
    if capital is not None:
        return _with_text(capital_of(capital), name)
    container = container_of(rest) or container_of(rest.rpartition(",")[2])
    if container is None:
        return _resolve_alone(head.strip(), None)
    found = resolve_in(head.strip(), *container) or _resolve_alone(head.strip(), container[0])
    return _with_text(found, name)


def _resolve_alone(name: str, country_hint: str | None) -> Place | None:
    code = country_named(name)
    if code is not None and not is_part(name):
        inside = resolve_in(name, country_hint, None) if country_hint else None
        if country_hint != code and inside is not None and inside.precision == "admin1":
            return inside
        return _with_text(country_place(code), name)
    return _resolve_city_or_region(name, country_hint)


def _resolve_city_or_region(name: str, country_hint: str | None) -> Place | None:
    region = region_named(name)
    if region is not None:
        return region
    code = capital_country(name)
    capital = capital_of(code) if code is not None else None
    bare = name[4:] if name[:4] in ("the ", "The ", "THE ") else name
    best = best_candidate(
        lookup(name) or lookup(bare), country_hint, capital.geonames_id if capital else None
    )
    return best.place(name) if best is not None else None


def _with_text(place: Place | None, text: str) -> Place | None:
    return msgspec.structs.replace(place, text=text) if place is not None else None
