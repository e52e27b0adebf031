"""Senses of a name: the country, region or places of the gazetteer that it may mean.

How likely each is by itself is its prior; which one a page means is for `extract.places.ranking`.
"""

import math
from functools import lru_cache

import msgspec

from sayso.gazetteer.countries import (
    capital_country,
    capital_of,
    country_named,
    country_place,
    is_part,
    seat_country,
)
from sayso.gazetteer.folding import without_article
from sayso.gazetteer.toponyms import (
    LONGEST_NAME,
    Candidate,
    division_abbreviated,
    favour,
    likelihood,
    lookup,
    region_named,
)
from sayso.records import Place

COUNTRY = 3e8  # a country's name means the country, as if so many lived there
SENSES = 24  # places of one name that are weighed
OTHER_ACCENTS = 10  # a name printed with accents is so many times less likely without them
KEPT = 1_000  # names whose senses are kept; a page asks for each of its names often
CODE = 3  # capitals that are an abbreviation ("EU"), not the name of a town ("Eu")


class Sense(msgspec.Struct, frozen=True):
    """One place that a name may mean, and how likely it is by itself (decimal logarithm)."""

    place: Place
    prior: float
    division: tuple[str, str] | None  # country and first-level division
    population: int = 0  # of a country or region, unknown
    main: bool = True  # looked up by its own name, not by one of its other names
    capital: bool = False  # of a state


def senses_of(name: str) -> tuple[Sense, ...]:
    """Return the places that `name` may mean, empty where it means none.

    A seat of government is where it houses: "the White House" lies in Washington.
    """
    return _senses_of(name) if len(name) <= LONGEST_NAME else ()


@lru_cache(maxsize=KEPT)
def _senses_of(name: str) -> tuple[Sense, ...]:
    short = division_abbreviated(name)
    if short is not None:
        return senses_in(short[1], short)
    seat = seat_country(name)
    house = capital_of(seat) if seat is not None else None
    if house is not None:
        return (Sense(house, math.log10(COUNTRY), None),)
    code = country_named(name)
    senses: list[Sense] = []
    if code is not None and not is_part(name):
        senses.append(Sense(country_place(code), math.log10(COUNTRY), None))
    region = region_named(name)
    if region is not None:
        senses.append(Sense(region, math.log10(COUNTRY), None))
    if name.isupper() and len(name) <= CODE:
        return tuple(senses)
    capital_code = capital_country(name)
    capital = capital_of(capital_code) if capital_code is not None else None
    found = lookup(name) or lookup(without_article(name))
    weighed = [(_prior(name, one, capital), one) for one in found]
    weighed.sort(key=lambda pair: (-pair[0], pair[1].geonames_id))
    senses.extend(_sense(one, prior, capital) for prior, one in weighed[:SENSES])
    return tuple(senses)


def senses_in(name: str, container: tuple[str, str | None]) -> tuple[Sense, ...]:
    """Return those senses of `name` that lie in a country, or in one division of it."""
    country, division = container
    inside = [
        _sense(one, math.log10(likelihood(one)), None)
        for one in lookup(name)
        if one.country == country and division in (None, one.admin1, one.name)
    ]
    return tuple(sorted(inside, key=lambda one: (-one.prior, one.place.geonames_id or 0))[:1])


def _prior(name: str, candidate: Candidate, capital: Place | None) -> float:
    if candidate.kind == "admin1" and is_part(name):  # "Wales" is the land wherever it is named
        return math.log10(COUNTRY)
    times: float = favour(candidate, capital.geonames_id if capital is not None else None)
    if not name.isascii() and name.casefold() != candidate.name.casefold():
        times /= OTHER_ACCENTS  # "San José" is not spelled like the one in California
    return math.log10(times * likelihood(candidate))


def _sense(candidate: Candidate, prior: float, capital: Place | None) -> Sense:
    place = candidate.place(candidate.name)
    division = (place.country, place.admin1) if place.country and place.admin1 else None
    is_capital = capital is not None and capital.geonames_id == candidate.geonames_id
    return Sense(place, prior, division, candidate.population, candidate.main, is_capital)
