"""Why the ledger says so: what a record stands on, and what there is beside it."""

from collections.abc import Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Table, select

from sayso.errors import QueryError
from sayso.ledger import tables
from sayso.ledger.derived.incidents import resolve_incident
from sayso.ledger.judgements import standing_on
from sayso.ledger.query import beside, parts
from sayso.ledger.query.answers import Told
from sayso.ledger.query.grounds import grounds_of
from sayso.ledger.query.reading import bearings, outcomes_of, place_of, read_series
from sayso.ledger.query.reasons import Why
from sayso.ledger.reading import read_reports
from sayso.ledger.store import Ledger
from sayso.records import Span

NEAR: Final = 3  # ids that are named where one is not there
NEAR_TITLE: Final = 80  # characters of a text that stand for a title
LONGEST_ID: Final = 100
LAST_LETTER: Final = "\U0010ffff"

KINDS: Final[dict[str, Table]] = {
    "event": tables.EVENTS,
    "incident": tables.INCIDENTS,
    "quantity": tables.QUANTITIES,
    "attribution": tables.ATTRIBUTIONS,
    "forecast": tables.FORECASTS,
    "report": tables.REPORTS,
}


def explain(ledger: Ledger, id_: str) -> Why:
    """Return what the ledger knows of the record of this id, or of the one that begins so.

    Ids of events, quantities, attributions, forecasts, reports and incidents are known; an old
    id of an incident leads to what holds its event now. Raises `QueryError`, one sentence, where
    there is none or there are several, and `StoreError` where the file cannot be read.
    """
    with ledger.reading() as connection:
        kind, number = look_up(connection, id_.strip())
        if kind == "incident":
            return of_incident(connection, number)
        return of_record(connection, kind, number)


# --- which record is meant --------------------------------------------------------------------


def look_up(connection: Connection, id_: str) -> tuple[str, int]:
    """Return what kind of record is meant, and its number."""
    if not id_ or not id_.isascii() or len(id_) > LONGEST_ID:
        named = f"{id_[:NEAR_TITLE]!r} is no id" if id_ else "an id is needed"
        raise QueryError(f"{named}; sayso events prints those of events")
    found = beginning_with(connection, id_, 2)
    exact = [row for row in found if row[0] == id_]
    if exact or len(found) == 1:
        _, kind, number = (exact or found)[0]
        return kind, number
    if found:
        named = ", ".join(row[0] for row in found[:NEAR])
        raise QueryError(f"several ids begin with {id_!r}, {named} among them; write more of it")
    moved = resolve_incident(connection, id_)
    if moved is not None:
        return "incident", moved
    raise QueryError(f"the ledger has no {id_[:60]!r}{near(connection, id_)}")


def beginning_with(connection: Connection, start: str, most: int) -> list[tuple[str, str, int]]:
    """Return ids that begin so, each with its kind and number: some of each kind."""
    found = []
    for kind, table in KINDS.items():
        like = table.c.id >= start, table.c.id < start + LAST_LETTER
        wanted = select(table.c.id, table.c.number).where(*like).order_by(table.c.id)
        found += [(row.id, kind, row.number) for row in connection.execute(wanted.limit(most))]
    return found


def near(connection: Connection, id_: str) -> str:
    """Return what ids there are that begin as this one does, in words."""
    for length in range(min(len(id_) - 1, 20), 0, -1):
        found = beginning_with(connection, id_[:length], NEAR)
        if found:
            return f"; near it are {', '.join(row[0] for row in found[:NEAR])}"
    return "; sayso events prints the ids of events"


# --- a record of one report -------------------------------------------------------------------


def of_record(connection: Connection, kind: str, number: int) -> Why:
    """Return what there is to say of a record of one report, or of a report."""
    table = KINDS[kind]
    row = connection.execute(select(table).where(table.c.number == number)).one()
    report = number if kind == "report" else row.report
    [coded] = read_reports(connection, [report])
    printed = parts.prints(connection, [report])[report]
    grounds = tuple(grounds_of(coded, row.id))
    if kind == "report":
        return Why(
            id=row.id,
            kind=kind,
            summary=row.title or coded.report.text[:NEAR_TITLE],
            report=printed,
            grounds=grounds,
            members=beside.members_of(connection, events_of(connection, number)),
            copies=beside.copies_of(connection, number),
            sources=beside.sources_of(connection, number, len(coded.report.text)),
        )
    sentence = Span(row.sentence_start, row.sentence_end).quote(coded.report.text)
    event = event_of(kind, row)
    told = parts.told(connection, [event]).get(event) if event is not None else None
    why = Why(
        id=row.id,
        kind=kind,
        summary=sentence,
        report=printed,
        grounds=grounds,
        told=told,
        copies=beside.copies_of(connection, report),
        against=beside.against(connection, [row.id]),
    )
    if event is not None and told is not None:
        why = msgspec.structs.replace(why, links=beside.links_of(connection, [event]))
    if kind == "event":
        held = standing_on(connection, [row.id])
        why = msgspec.structs.replace(
            why, judgements=held, series=beside.series_of(connection, number)
        )
    if kind == "quantity":
        why = msgspec.structs.replace(why, series=beside.rivals_of(connection, number))
    if kind == "forecast":
        return settled(connection, why, number)
    return why


def events_of(connection: Connection, report: int) -> Sequence[int]:
    """Return the numbers of the first events of a report."""
    events = tables.EVENTS.c
    wanted = select(events.number).where(events.report == report).order_by(events.ordinal)
    return connection.scalars(wanted.limit(beside.MOST)).all()


def event_of(kind: str, row: Any) -> int | None:
    """Return the number of the event that a record is, or belongs to."""
    if kind == "event":
        return int(row.number)
    return row.event if kind == "quantity" else None


def settled(connection: Connection, why: Why, forecast: int) -> Why:
    """Return what is said of a forecast with what became of it."""
    row = outcomes_of(connection, [forecast]).get(forecast)
    if row is None:
        return msgspec.structs.replace(
            why, outcome="open", outcome_reason="no later report was held against it yet"
        )
    return msgspec.structs.replace(
        why,
        outcome=row.outcome,
        outcome_reason=row.reason,
        evidence=tuple(bearings(connection, [row.number])[row.number]),
    )


# --- an incident ------------------------------------------------------------------------------


def of_incident(connection: Connection, number: int) -> Why:
    """Return what there is to say of an incident."""
    incidents, members = tables.INCIDENTS, tables.MEMBERS
    row: Any = connection.execute(select(incidents).where(incidents.c.number == number)).one()
    wanted = select(members.c.event).where(members.c.incident == number)
    events = connection.scalars(wanted.order_by(members.c.ordinal).limit(beside.MOST)).all()
    listed = beside.members_of(connection, events)
    series = tables.SERIES.c
    widest = (
        select(series.id)
        .where(series.incident == number)
        .order_by(series.sources.desc(), series.figures.desc(), series.id)
    )
    ids = connection.scalars(widest.limit(beside.MOST)).all()
    held = tables.CONTRADICTIONS
    disputed: Sequence[Any] = connection.execute(
        select(held).where(held.c.incident == number).order_by(held.c.id).limit(beside.MOST)
    ).all()
    return Why(
        id=row.id,
        kind="incident",
        summary=row.title,
        report=None,
        place=place_of(row),
        told=Told(
            incident=row.id,
            reports=row.reports,
            outlets=row.outlets,
            origins=row.origins,
            contested=bool(row.contested),
        ),
        members=listed,
        links=beside.links_of(connection, events),
        origins=beside.origins_of(connection, number),
        ties=beside.ties_of(connection, number),
        series=tuple(tuple(rows) for rows in read_series(connection, ids).values()),
        against=beside.contradictions(connection, disputed),
        judgements=standing_on(connection, [member.event for member in listed]),
    )
