"""Countries by name, demonym, capital or seat of government, and the case of such words.

All words are data, in `countries.toml`. Codes are ISO 3166 alpha-3, with "KOS" for Kosovo (the
rule of PLOVER). A word that belongs to several countries ("European") or to none that still
exists ("Soviet") gives None: nothing is guessed.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files

import msgspec

from sayso.errors import LexiconError
from sayso.gazetteer.folding import without_accents, without_article
from sayso.records import Place


class Capital(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The city that a state calls its capital."""

    name: str
    geonames_id: int
    latitude: float
    longitude: float
    admin1: str | None = None
    aliases: tuple[str, ...] = ()


class Country(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A country or territory and the words for it."""

    code: str  # ISO 3166 alpha-3
    name: str
    geonames_id: int
    latitude: float
    longitude: float
    aliases: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()  # adjectives and nouns, singular and plural
    capital: Capital | None = None
    other_seats: tuple[str, ...] = ()


class NamesOf(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Names that stand for a country: its parts, or the seats of its government."""

    country: str
    names: tuple[str, ...]


class CountryTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole of `countries.toml`."""

    country: tuple[Country, ...]
    part: tuple[NamesOf, ...]
    seat: tuple[NamesOf, ...]
    domains: dict[str, str]  # ends of addresses, and whose press uses them
    lower_case: tuple[str, ...]  # words of names that are common words too: "male", "nice"
    calendar: tuple[str, ...]  # months and weekdays that have no other reading
    large_cities: tuple[str, ...]  # one-word names without a common reading


@cache
def load_countries() -> CountryTable:
    """Return the checked table, read once a process.

    Raises `LexiconError` where the file is missing or malformed.
    """
    resource = files(__package__) / "countries.toml"
    try:
        return msgspec.toml.decode(resource.read_bytes(), type=CountryTable)
    except (OSError, msgspec.MsgspecError) as fault:
        raise LexiconError(f"countries.toml cannot be read: {fault}") from fault


def country_named(name: str) -> str | None:
    """Return the code of the country that `name` names, None if it names none.

    Takes an article ("the Netherlands"), capitals ("GUATEMALA") and parts that pass for
    countries ("Scotland", "Gaza"); "us" is no country, "US" is.
    """
    return _found(_names_of_countries(), name)


def country_of_demonym(word: str) -> str | None:
    """Return the code of the country whose people or things `word` names: "Belarusian", "Iraqis".

    None for words of several countries ("European", "Arab") and for common words.
    """
    return _found(_demonyms(), word)


def capital_country(name: str) -> str | None:
    """Return the code of the country whose capital, or other seat of government, is `name`."""
    return _found(_capitals(), name)


def seat_country(name: str) -> str | None:
    """Return the code of the country whose government `name` stands for: "the Kremlin"."""
    return _found(_seats(), name)


def country_name(alpha3: str) -> str:
    """Return the usual name of a country; raises `KeyError` for an unknown code."""
    return _by_code()[alpha3].name


def country_of_address(url: str) -> str | None:
    """Return the code of the country in whose domain a page lies, None for "com" and the like."""
    host = url.partition("://")[2].partition("/")[0].partition(":")[0]
    return load_countries().domains.get(host.rpartition(".")[2].lower())


def is_part(name: str) -> bool:
    """Tell whether `name` is a part of a state that passes for a country: "Scotland"."""
    return _found(_parts(), name) is not None


def country_place(alpha3: str) -> Place:
    """Return the country as a place without a span; raises `KeyError` for an unknown code."""
    country = _by_code()[alpha3]
    return Place(
        span=None,
        text=country.name,
        name=country.name,
        latitude=country.latitude,
        longitude=country.longitude,
        geonames_id=country.geonames_id,
        country=country.code,
        admin1=None,
        precision="country",
    )


def capital_of(alpha3: str) -> Place | None:
    """Return the capital as a place without a span, None where there is none or no such code."""
    country = _by_code().get(alpha3)
    if country is None or country.capital is None:
        return None
    capital = country.capital
    return Place(
        span=None,
        text=capital.name,
        name=capital.name,
        latitude=capital.latitude,
        longitude=capital.longitude,
        geonames_id=capital.geonames_id,
        country=alpha3,
        admin1=capital.admin1,
        precision="city",
    )


@cache
def capitalised_words() -> frozenset[str]:
    """Return words, in lower case, that English always writes with a capital.

    Words of the names of countries, their people and capitals, large cities, months and
    weekdays; words with a common reading ("polish", "march", "male") are left out.
    """
    table = load_countries()
    phrases = [*_names_of_countries(), *_demonyms(), *_capitals(), *_seats()]
    words = {word for phrase in phrases for word in phrase.replace("-", " ").split()}
    names = {word.lower() for word in words if word[:1].isupper() and word.isalpha()}
    names.update(table.calendar, table.large_cities)
    common = frozenset(table.lower_case)
    return frozenset(word for word in names if len(word) > 2 and word not in common)


@cache
def capitalised_phrases() -> frozenset[tuple[str, ...]]:
    """Return names of countries, capitals and seats of two words and more, in lower case."""
    phrases = [*_names_of_countries(), *_capitals(), *_seats()]
    words = (tuple(phrase.lower().split()) for phrase in phrases if phrase[:1].isupper())
    return frozenset(name for name in words if len(name) > 1 and all(w.isalpha() for w in name))


def _found(table: Mapping[str, str], name: str) -> str | None:
    """Return what `table` says of `name`, with or without its article."""
    bare = without_article(name.strip())
    return table.get(bare) or (table.get(f"{bare}.") if "." in bare else None)  # "the U.S"


def _with_capitals(names: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the names, in capitals too, as a table; the first owner keeps a name."""
    table: dict[str, str] = {}
    shouted: dict[str, str] = {}
    for listed, code in names:
        name = without_article(listed)
        table.setdefault(name, code)
        shouted.setdefault(name.upper(), code)
    return {**shouted, **table}


def _cached_table(
    rows: Callable[[], Iterator[tuple[str, str]]],
) -> Callable[[], dict[str, str]]:
    """Turn an iterator of names and codes into a table that is made once a process."""

    @cache
    def table() -> dict[str, str]:
        return _with_capitals(rows())

    return table


@cache
def _by_code() -> dict[str, Country]:
    return {country.code: country for country in load_countries().country}


@_cached_table
def _names_of_countries() -> Iterator[tuple[str, str]]:
    for country in load_countries().country:
        for name in (country.name, *country.aliases):
            yield name, country.code
    yield from _parts().items()


@_cached_table
def _parts() -> Iterator[tuple[str, str]]:
    for part in load_countries().part:
        for name in part.names:
            yield name, part.country


@_cached_table
def _demonyms() -> Iterator[tuple[str, str]]:
    for country in load_countries().country:
        for word in country.demonyms:
            yield word, country.code


@_cached_table
def _capitals() -> Iterator[tuple[str, str]]:
    for country in load_countries().country:
        if country.capital is not None:
            for name in (country.capital.name, *country.capital.aliases):
                yield name, country.code
                yield without_accents(name), country.code
        for name in country.other_seats:
            yield name, country.code


@_cached_table
def _seats() -> Iterator[tuple[str, str]]:
    for seat in load_countries().seat:
        for name in seat.names:
            yield name, seat.country
