"""Under which keys forecasts and records are filed, so that each is held against few others.

A record that bears on a forecast shares a key with it. Not all that share one bear on it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import islice
from math import inf
from typing import Final

from sayso.extract.settling.acts import TOLD_AS_TRUE
from sayso.extract.settling.days import opening
from sayso.extract.settling.numbers import HARM, PEOPLE, sense_of, wanted_bounds
from sayso.extract.settling.parties import STATE, WORDS, folded, is_broad, is_whole, named
from sayso.extract.settling.records import Happening, Number, Pattern, Who
from sayso.extract.settling.wording import counts_deeds, stem

CONSIDERED: Final = 48  # records of one key that are held against a forecast: the earliest
YEAR: Final = 366  # days for which pages are looked at where a forecast has no horizon
AFTER: Final = 92  # and after the horizon
BYTES: Final = 8  # SQLite's integers
KEPT: Final = 65_536  # keys that are remembered

Key = int
# Measure, item, kind, unit, period and country of a number.
Thing = tuple[str | None, str | None, str | None, str | None, str | None, str | None]
Days = tuple[int, int]  # the first and the last, both included


def keys_of_pattern(pattern: Pattern) -> frozenset[Key]:
    """Return the keys under which records that bear on a forecast are filed."""
    expects, sense = pattern.expects, sense_of(pattern)
    if sense == "none" or opening(pattern) is None:
        return frozenset()
    if sense in ("act", "never", "deeds"):
        actors = pattern.actors or named(expects.actor)
        return frozenset(key for who in actors for key in wanted_keys(expects.type, who))
    thing = (expects.measure, thing_of(expects.measure, expects.item))
    unit = (pattern.kind, pattern.unit, pattern.per)
    if not pattern.countries and pattern.kind != "count":
        return frozenset()
    countries = pattern.countries or (None,)
    return frozenset(hashed("number", *thing, *unit, country) for country in countries)


def keys_of_happening(happening: Happening) -> frozenset[Key]:
    """Return the keys under which a record is filed; none where it can bear on nothing.

    What stands on a page without a date is not known to be later than anything.
    """
    if happening.published is None:
        return frozenset()
    one = happening
    if not one.number:
        return event_keys(one.type, one.factuality, one.stance, one.actors)
    if one.low is None and one.high is None and one.value is None:
        return frozenset()
    thing = (one.measure, one.item, one.kind, one.unit, one.per, one.country)
    return number_keys(thing, one.type, one.factuality, one.stance, one.actors)


def event_keys(
    type_: str | None, factuality: str | None, stance: str | None, actors: Iterable[Who]
) -> frozenset[Key]:
    """Return the keys of an event that is told as a fact, or as what was not done."""
    if stance not in TOLD_AS_TRUE or factuality not in ("actual", "negated"):
        return frozenset()
    return frozenset(act_keys(type_, actors))


def number_keys(
    thing: Thing,
    type_: str | None,
    factuality: str | None,
    stance: str | None,
    actors: Iterable[Who],
) -> frozenset[Key]:
    """Return the keys of a number that is told as a fact; `type_` and on are of its event.

    A share or a sum of nobody knows which country is held against none.
    """
    measure, item, kind, unit, per, country = thing
    if stance not in TOLD_AS_TRUE or factuality not in (None, "actual") or kind == "duration":
        return frozenset()
    if country is None and kind != "count":
        return frozenset()
    key = hashed("number", measure, thing_of(measure, item), kind, unit, per, country)
    if type_ is not None and counts_deeds(item, type_):
        return frozenset((key, *act_keys(type_, actors)))
    return frozenset((key,))


def act_keys(type_: str | None, actors: Iterable[Who]) -> Iterator[Key]:
    """Yield the keys of an act: its type with all by which each who acts may be awaited.

    See `is_same`: the name, the last name of a person, the country, and of the country the
    sectors, and the words of the name of a body.
    """
    for who in actors:
        yield from name_keys(type_, who)
        if who.country is None:
            continue
        yield hashed("act", type_, who.country, None)
        sectors = STATE if who.kind == "country" else who.sectors
        for sector in sectors:
            yield hashed("act", type_, who.country, sector)
        if who.kind != "person":
            yield from word_keys(type_, who)


def wanted_keys(type_: str | None, who: Who) -> Iterator[Key]:
    """Yield the keys of the acts of a party that is awaited: see `is_same`."""
    yield from name_keys(type_, who)
    if not is_broad(who):
        return
    if not who.sectors:
        yield hashed("act", type_, who.country, None)
        return
    if is_whole(who):
        for sector in who.sectors:
            yield hashed("act", type_, who.country, sector)
    yield from word_keys(type_, who)


def name_keys(type_: str | None, who: Who) -> Iterator[Key]:
    """Yield the keys of a name, and of the last name of a person."""
    name = folded(who.name)
    yield hashed("act", type_, name)
    if who.kind == "person" and " " in name:
        yield hashed("act", type_, name.rpartition(" ")[2])


def word_keys(type_: str | None, who: Who) -> Iterator[Key]:
    """Yield the keys of the first words of a name, each with the country."""
    for word in folded(who.name).split()[:WORDS]:
        yield hashed("act", type_, who.country, "word", stem(word))


def thing_of(measure: str | None, item: str | None) -> str | None:
    """Return what a number counts: one word for all words for people harmed."""
    return "person" if measure in HARM and item in PEOPLE else item


@lru_cache(maxsize=KEPT)
def hashed(*parts: str | None) -> Key:
    """Return a whole number made from the parts, the same everywhere; it fits into SQLite."""
    joined = "\0".join(part if part is not None else "\1" for part in parts)
    digest = blake2b(joined.encode(errors="surrogatepass"), digest_size=BYTES).digest()
    return int.from_bytes(digest, "big", signed=True)


def rank_of(record: str) -> int:
    """Return what records of one day are ordered by, the same in every ledger."""
    digest = blake2b(record.encode(errors="surrogatepass"), digest_size=BYTES).digest()
    return int.from_bytes(digest, "big", signed=True)


def watched(pattern: Pattern) -> Days | None:
    """Return the first and the last day of the pages that are looked at; None: none is.

    They are those from the day on which the forecast was made to some months after its horizon;
    for a year where it has none.
    """
    if pattern.made is None:
        return None
    first, horizon = pattern.made.first, pattern.horizon
    last = horizon.after + AFTER if horizon is not None else pattern.made.after + YEAR
    return first, last


def least_of(pattern: Pattern) -> float:
    """Return the least number that can bear on a forecast: of a total, its lower bound.

    Where a total has but an upper one, only what passes it bears on the forecast.
    """
    if sense_of(pattern) != "total":
        return -inf
    low, high = wanted_bounds(pattern)
    return low if low is not None else high if high is not None else -inf


def least_in(low: Number, high: Number, value: Number) -> float:
    """Return the least that a number of these bounds can be; minus infinity where that is open."""
    least = value if low is None and high is None else low
    return -inf if least is None else least


def in_print(happening: Happening) -> tuple[int, int]:
    """Return what the records of one key are looked at by: the day of their page, then a hash."""
    return happening.published or 0, rank_of(happening.id)


def considered(pattern: Pattern, filed: Mapping[Key, Sequence[Happening]]) -> list[Happening]:
    """Return the records that a forecast is held against, of those in the order of `in_print`.

    Of each of its keys these are the first that were printed while it is watched, and give no
    less than `least_of`; `CONSIDERED` of them at most.
    """
    days = watched(pattern)
    if days is None:
        return []
    found: dict[tuple[str, str], Happening] = {}
    least = least_of(pattern)
    for key in keys_of_pattern(pattern):
        later = (
            one
            for one in filed.get(key, ())
            if one.published is not None
            and days[0] <= one.published <= days[1]
            and least_in(one.low, one.high, one.value) >= least
        )
        for one in islice(later, CONSIDERED):
            found[one.report, one.id] = one
    return list(found.values())
