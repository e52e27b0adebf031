"""Records that meet some filters, newest report first, found a few reports at a time.

Reports that may hold some are taken from the index of `signs` in the order of publication, their
records are looked at one by one, and the walk ends when a page is full. So a question that much
answers and one that little does take a like time.
"""

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Select, Table, func, select

from sayso.ledger import tables
from sayso.ledger.query.clauses import conditions, of_report
from sayso.ledger.query.filters import Filters
from sayso.ledger.query.looking import Place, looks
from sayso.ledger.query.sieve import Kind
from sayso.ledger.query.wording import named, says

TABLE_OF: Final[dict[Kind, Table]] = {
    "event": tables.EVENTS,
    "incident": tables.EVENTS,
    "figure": tables.QUANTITIES,
    "saying": tables.ATTRIBUTIONS,
    "forecast": tables.FORECASTS,
}


class Hit(NamedTuple):
    """A record that meets the filters; of incidents the incident, and where it was found."""

    place: Place
    number: int


def ready(connection: Connection) -> None:
    """Let SQL know how words are compared here."""
    driver = connection.connection.driver_connection
    if isinstance(driver, sqlite3.Connection):
        driver.create_function("says", 2, says, deterministic=True)
        driver.create_function("named", 2, named, deterministic=True)


def walk(
    connection: Connection, kind: Kind, filters: Filters, after: Place | None
) -> Iterator[Hit]:
    """Yield what meets the filters, newest report first, then in the order of the text.

    What stands at `after` or before it is passed over.
    """
    ready(connection)
    if kind == "incident" and not connection.scalar(select(func.max(tables.INCIDENTS.c.number))):
        return
    for signs in looks(connection, kind, filters, after):
        hits = hits_in(connection, kind, filters, signs)
        if kind == "incident":
            hits = newest_of_incidents(connection, filters, hits)
        for hit in sorted(hits, key=lambda hit: (-hit.place.sign, hit.place.ordinal)):
            if after is None or is_behind(hit.place, after):
                yield hit


def is_behind(place: Place, after: Place) -> bool:
    """Tell whether a record comes after another in the order of the walk."""
    return (-place.sign, place.ordinal) > (-after.sign, after.ordinal)


# --- records in them --------------------------------------------------------------------------


def hits_in(
    connection: Connection, kind: Kind, filters: Filters, signs: dict[int, int]
) -> list[Hit]:
    """Return the records of some reports that meet the filters."""
    if not signs:
        return []
    wanted = records_in(kind, filters, signs)
    return [
        Hit(Place(signs[row.report], row.ordinal), row.number)
        for row in connection.execute(wanted)
    ]


def records_in(kind: Kind, filters: Filters, reports: Collection[int]) -> Select[Any]:
    """Return the question for the records of some reports that meet the filters."""
    record = TABLE_OF[kind]
    number = record.c.number
    asked = [record.c.report.in_(reports), *conditions(kind, filters, record)]
    if kind != "incident":
        return select(record.c.report, record.c.ordinal, number).where(*asked)
    members = tables.MEMBERS
    wanted = select(record.c.report, record.c.ordinal, members.c.incident.label("number"))
    return wanted.join(members, members.c.event == number).where(*asked)


def newest_of_incidents(
    connection: Connection, filters: Filters, hits: Sequence[Hit]
) -> list[Hit]:
    """Return each incident once, and only where the newest report that tells of it so was found.

    Elsewhere it was found before, or will not be shown at all: what is printed last counts.
    """
    first: dict[int, Place] = {}
    for hit in hits:
        known = first.get(hit.number)
        if known is None or is_behind(known, hit.place):
            first[hit.number] = hit.place
    newest = newest_places(connection, filters, first) if first else {}
    return [Hit(place, number) for number, place in first.items() if newest[number] == place]


def newest_places(
    connection: Connection, filters: Filters, incidents: Collection[int]
) -> dict[int, Place]:
    """Return of each incident the newest event that meets the filters."""
    events, members, signs = tables.EVENTS, tables.MEMBERS, tables.SIGNS
    wanted = (
        select(members.c.incident, signs.c.number, events.c.ordinal)
        .select_from(members.join(events, members.c.event == events.c.number))
        .join(signs, signs.c.report == events.c.report)
        .where(members.c.incident.in_(incidents), *conditions("incident", filters, events))
    )
    asked = of_report(filters)
    if asked:
        reports = tables.REPORTS
        wanted = wanted.join(reports, reports.c.number == events.c.report).where(*asked)
    found: dict[int, Place] = {}
    for row in connection.execute(wanted):
        place = Place(row.number, row.ordinal)
        known = found.get(row.incident)
        if known is None or is_behind(known, place):
            found[row.incident] = place
    return found
