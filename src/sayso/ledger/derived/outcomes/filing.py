"""Records and forecasts under the keys by which they find each other."""

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from typing import Final

from sqlalchemy import Connection

from sayso.extract.settling import (
    Page,
    Pattern,
    Who,
    day_of,
    event_keys,
    keys_of_pattern,
    least_in,
    least_of,
    number_keys,
    rank_of,
    watched,
)
from sayso.ledger.derived.outcomes.reading import driver_of
from sayso.ledger.reading import decode_names
from sayso.ledger.store import AMONG, listed

# What keys are made of; a record by which nothing can be shown is not read, as a number that is
# itself foretold.
EVENTS: Final = f"""
SELECT e.number, e.id, e.report, r.published, e.type, e.factuality, a.stance
FROM events AS e JOIN reports AS r ON r.number = e.report
LEFT JOIN attributions AS a ON a.number = e.attribution
WHERE e.report {AMONG} AND e.factuality IN ('actual', 'negated') AND r.published IS NOT NULL
"""  # noqa: S608 - our own columns

NUMBERS: Final = f"""
SELECT q.number, q.id, q.report, r.published, e.type, e.factuality, a.stance, q.event,
    q.low, q.high, q.value, q.measure, q.item, q.kind, q.unit, q.per,
    coalesce(p.country, s.country), r.title, d.country
FROM quantities AS q JOIN reports AS r ON r.number = q.report
LEFT JOIN attributions AS a ON a.number = q.attribution
LEFT JOIN events AS e ON e.number = q.event
LEFT JOIN places AS p ON p.quantity = q.number
LEFT JOIN places AS s ON s.event = q.event AND p.number IS NULL
LEFT JOIN places AS d ON d.report = q.report AND d.event IS NULL AND d.quantity IS NULL
WHERE q.report {AMONG} AND r.published IS NOT NULL
    AND coalesce(q.low, q.high, q.value) IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM forecasts AS f WHERE f.quantity = q.number)
"""  # noqa: S608

ACTORS: Final = f"""
SELECT event, name, kind, country, sectors FROM parties
WHERE report {AMONG} AND part = 'actor' AND event IS NOT NULL
"""  # noqa: S608

FILE: Final = """
INSERT OR IGNORE INTO happenings (key, day, rank, record, counted, report, least)
VALUES (?, ?, ?, ?, ?, ?, ?)
"""

AWAIT: Final = """
INSERT INTO awaited (forecast, key, first, watched, last, least) VALUES (?, ?, ?, ?, ?, ?)
"""
SURE: Final = 1e300  # beyond all numbers of news

Cells = tuple[int, int, int, int, int, int, float]
Actors = Mapping[int | None, list[Who]]


def file_records(connection: Connection, reports: Collection[int]) -> None:
    """File the events and quantities of some reports anew."""
    driver, among = driver_of(connection), listed(reports)
    driver.execute(f"DELETE FROM happenings WHERE report {AMONG}", among)  # noqa: S608
    actors: dict[int | None, list[Who]] = defaultdict(list)
    for event, name, kind, country, sectors in driver.execute(ACTORS, among):
        who = Who(name=name, kind=kind, country=country, sectors=sectors_in(sectors))
        actors[event].append(who)
    cells = [
        *event_rows(driver.execute(EVENTS, among), actors),
        *number_rows(driver.execute(NUMBERS, among), actors),
    ]
    driver.executemany(FILE, sorted(cells))  # in the order of the table: written faster


@lru_cache(maxsize=1_024)
def sectors_in(cell: str) -> tuple[str, ...]:
    """Return the sectors of a cell, of which there are few."""
    return decode_names(cell)


def event_rows(found: sqlite3.Cursor, actors: Actors) -> Iterator[Cells]:
    """Yield the cells of each key of each event."""
    for number, id_, report, published, type_, factuality, stance in found:
        day = day_of(published)
        if day is None:
            continue
        rank = rank_of(id_)
        for key in event_keys(type_, factuality, stance, actors.get(number, ())):
            yield key, day, rank, number, 0, report, -SURE


def number_rows(found: sqlite3.Cursor, actors: Actors) -> Iterator[Cells]:
    """Yield the cells of each key of each quantity."""
    for number, id_, report, published, type_, factuality, stance, event, *thing in found:
        *bounds, measure, item, kind, unit, per, country, title, filed = thing
        same = (measure, item, kind, unit, per)
        day = day_of(published)
        if day is None:
            continue
        if country is None:
            country = Page(id="", title=title, published=day, filed=filed).country()
        rank, parties = rank_of(id_), actors.get(event, ())
        for key in number_keys((*same, country), type_, factuality, stance, parties):
            yield key, day, rank, number, 1, report, kept(least_in(*bounds))


def await_forecasts(connection: Connection, patterns: Mapping[int, Pattern]) -> None:
    """File forecasts, by number, under the keys of the records that may bear on them."""
    driver = driver_of(connection)
    driver.execute(f"DELETE FROM awaited WHERE forecast {AMONG}", listed(patterns))  # noqa: S608
    cells = [
        (number, key, *days, days[1], kept(least_of(pattern)))
        for number, pattern in patterns.items()
        if (days := watched(pattern)) is not None
        for key in keys_of_pattern(pattern)
    ]
    driver.executemany(AWAIT, cells)


def kept(least: float) -> float:
    """Return a number as SQLite keeps it, which compares no infinite ones."""
    return max(-SURE, min(SURE, least))
