"""Which reports may tell of one thing: those that share a key, each with the first of that key.

A report has a key for each of its most telling names in the days around its publication, for the
first of those in the months around it, and for what it dates itself: kind of event and day with
the place, or, where that lies back, with its names. Of a key that many share, the first `HUBS`
reports are compared with all, the rest only with those. First is by date of publication, then by
id: so it depends on the reports alone, not on the order in which they came.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import Final, NamedTuple

import msgspec
from sqlalchemy import Connection

from sayso.ledger.derived.incidents.facts import (
    MINUTES,
    EventFacts,
    ReportFacts,
    minute_of,
)
from sayso.ledger.derived.incidents.wordings import Dated
from sayso.ledger.incidents.families import family_of
from sayso.ledger.incidents.wording import weight_of
from sayso.ledger.store import listed

HUBS: Final = 16  # reports of a key that all others of it are compared with
NAMES: Final = 10  # names of a report that are keys in the days around it
LASTING: Final = 4  # of them, those that are keys for months
TOLD: Final = 3  # and those that are keys with a time that lies back
DAYS: Final = 4  # two reports closer than this share a bucket; a bucket is twice as long
SEASON: Final = 64
SHARED: Final = 3  # telling words that two reports must have in common
NAMESAKES: Final = 0.15  # of the names of a report that another must share
FEWEST: Final = 2  # names that they share at least
FAR: Final = 1 / 3  # and where the two tell of different countries, or weeks apart
LIKE: Final = 0.08  # and how much these must weigh, of all: see `likeness`
Pair = tuple[int, int]  # numbers of reports, the lower first


@lru_cache(maxsize=65_536)
def hashed(*parts: str | int | None) -> int:
    """Return a key as a number that SQLite holds."""
    digest = blake2b(msgspec.json.encode(parts), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)


def keys_of(
    report: ReportFacts, names: Sequence[str], events: Iterable[EventFacts]
) -> frozenset[int]:
    """Return the keys of a report whose most telling names, or words, are `names`."""
    day = None if report.day is None else minute_of(report.published) // MINUTES
    keys = {hashed("w", name, at) for name in names[:NAMES] for at in around(day, DAYS)}
    keys.update(hashed("s", name, at) for name in names[:LASTING] for at in around(day, SEASON))
    for event in events:
        keys.update(dated_keys(event, day, names[:TOLD]))
    return frozenset(keys)


def around(day: int | None, width: int) -> tuple[int | None, ...]:
    """Return the two overlapping buckets, twice `width` days long, that hold a day."""
    return (None,) if day is None else (day // width, day // width + 1)


def dated_keys(event: EventFacts, day: int | None, names: Sequence[str]) -> Iterator[int]:
    """Yield the keys of an event that tells its own time."""
    if event.start is None or event.end is None:
        return
    family = family_of(event.type, event.mode)
    place = event.place
    if place is not None:
        name = place.geonames_id or place.name
        yield hashed("p", family, event.start[:10], name)
    since = minute_of(event.start) // MINUTES
    if day is None or since < day - DAYS:
        for each in names:
            yield hashed("t", family, event.start[:10], event.end[:10], each)


def read_keys(connection: Connection, reports: Collection[int]) -> dict[int, list[int]]:
    """Return the keys of those of `reports` that are compared with others."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = connection.exec_driver_sql(
        "SELECT report, key FROM blocks WHERE report IN (SELECT value FROM json_each(?))",
        listed(reports),
    )
    for report, key in rows:
        found[report].append(key)
    return found


def read_hubs(connection: Connection, keys: Collection[int]) -> dict[int, tuple[int, ...]]:
    """Return the first reports of each key, which all others of it are compared with."""
    rows = connection.exec_driver_sql(
        "SELECT k.value, (SELECT json_group_array(h.report) FROM (SELECT b.report FROM blocks "
        "AS b WHERE b.key = k.value ORDER BY b.rank, b.report LIMIT ?) AS h) FROM json_each(?) "
        "AS k",
        (HUBS, *listed(keys)),
    )
    decode = msgspec.json.Decoder(tuple[int, ...]).decode
    return {key: decode(reports) for key, reports in rows}


def read_members(connection: Connection, keys: Collection[int]) -> dict[int, list[int]]:
    """Return all reports of each key."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = connection.exec_driver_sql(
        "SELECT key, report FROM blocks WHERE key IN (SELECT value FROM json_each(?))",
        listed(keys),
    )
    for key, report in rows:
        found[key].append(report)
    return found


def find_met(connection: Connection, reports: Collection[int]) -> set[int]:
    """Return all that some reports are compared with, by the keys they have as yet."""
    keys = {key for own in read_keys(connection, reports).values() for key in own}
    hubs = read_hubs(connection, keys)
    found = {hub for key in keys for hub in hubs[key]}
    leading = {key for key in keys if not set(hubs[key]).isdisjoint(reports)}
    return found.union(*read_members(connection, leading).values())


class Blocking(NamedTuple):
    """What new keys made of who is compared with whom."""

    pairs: set[Pair]  # to be compared now
    former: set[int]  # reports that are hubs no more of a key: some of their pairs are none now


def update_blocks(
    connection: Connection,
    freed: Collection[int],
    ranks: dict[int, int],
    keys: dict[int, frozenset[int]],
) -> Blocking:
    """Take the keys of `freed` out, write those of `keys`, and tell what must be compared.

    `ranks` has the rank of each report of `keys`.
    """
    gone = {*freed, *keys}
    old = read_keys(connection, gone)
    touched = {key for own in old.values() for key in own}
    touched.update(key for own in keys.values() for key in own)
    before = read_hubs(connection, touched)
    connection.exec_driver_sql(
        "DELETE FROM blocks WHERE report IN (SELECT value FROM json_each(?))",
        listed(gone),
    )
    rows = sorted((key, ranks[report], report) for report, own in keys.items() for key in own)
    if rows:
        connection.exec_driver_sql("INSERT INTO blocks (key, rank, report) VALUES (?, ?, ?)", rows)
    after = read_hubs(connection, touched)
    former: set[int] = set()
    rising: dict[int, set[int]] = {}  # hubs that must meet all others of the key
    pairs: set[Pair] = set()
    for key, hubs in after.items():
        former.update(set(before[key]).difference(hubs, gone))
        risen = set(hubs).difference(before[key]) | gone.intersection(hubs)
        if risen and len(hubs) == HUBS:
            rising[key] = risen
        pairs.update(pairs_between(risen, hubs))
    for report, own in keys.items():
        for key in own:
            pairs.update(pairs_between((report,), after[key]))
    for key, members in read_members(connection, rising).items():
        pairs.update(pairs_between(rising[key], members))
    return Blocking(pairs, former)


def pairs_between(ones: Iterable[int], others: Iterable[int]) -> Iterator[Pair]:
    """Yield each of one side with each of the other, but for itself."""
    others = list(others)
    for one in ones:
        for other in others:
            if one != other:
                yield (one, other) if one < other else (other, one)


def still_pairs(connection: Connection, pairs: Collection[Pair]) -> set[Pair]:
    """Return those of `pairs` that still share a key of which one is a hub."""
    keys = read_keys(connection, {report for pair in pairs for report in pair})
    shared = {
        pair: set(keys.get(pair[0], ())).intersection(keys.get(pair[1], ())) for pair in pairs
    }
    hubs = read_hubs(connection, {key for own in shared.values() for key in own})
    return {
        pair
        for pair, own in shared.items()
        if any(pair[0] in hubs[key] or pair[1] in hubs[key] for key in own)
    }


class Known(NamedTuple):
    """What a report is known by, as sets."""

    words: frozenset[str]
    weight: float  # of all words
    names: frozenset[str]
    countries: frozenset[str]
    day: int | None  # of publication, counted


def known_of(dated: Dated) -> Known:
    """Return what a report is known by, ready to be compared."""
    story = dated.story
    words = frozenset(story.words)
    weight = sum(map(weight_of, story.words))
    return Known(words, weight, frozenset(story.names), frozenset(story.countries), dated.day)


def are_close(one: Known, other: Known) -> bool:
    """Tell whether two reports have enough in common to be read side by side.

    They share telling words and names: of the fewer names a part, that must be larger where the
    two tell of different countries, or were published weeks apart.
    """
    shared = one.words & other.words
    if len(shared) < SHARED:
        return False
    apart = one.countries and other.countries and one.countries.isdisjoint(other.countries)
    if one.day is not None and other.day is not None and abs(one.day - other.day) > 2 * DAYS:
        apart = True
    fewer = min(len(one.names), len(other.names))
    least = (FAR if apart else NAMESAKES) * fewer
    if len(one.names & other.names) < max(FEWEST, least):
        return False
    together = sum(map(weight_of, shared))
    return together * together >= LIKE * LIKE * one.weight * other.weight
