"""Rows -> forecasts and records as they are held against each other, many at a time."""

import sqlite3
from collections import defaultdict
from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import Connection, Row

from sayso.extract.settling import (
    AROUND,
    LEAD,
    Happening,
    Page,
    Passage,
    Pattern,
    day_of,
    event_happening,
    number_happening,
    pattern_of,
)
from sayso.ledger.reading import party_of, place_of, quantity_of, time_of
from sayso.ledger.store import AMONG, listed
from sayso.records import (
    Event,
    Expectation,
    Forecast,
    Party,
    Place,
    Quantity,
    Span,
    Time,
)

Found = Row[Any]


# What is read of the sentence of a record, and what stands before the words of its time: not the
# whole text, and of an endless sentence only what stands around the record.
START: Final = f"max({{0}}.sentence_start, {{1}} - {AROUND})"
SENTENCE: Final = (
    f"{START} AS start_read, substr(r.text, {START} + 1, "
    f"min({{0}}.sentence_end, {{1}} + {AROUND}) - {START}) AS sentence"
)
BEFORE: Final = (
    f"substr(r.text, max({{0}}, {LEAD}) - {LEAD} + 1, min({{0}}, {LEAD})) AS before_time"
)
PAGE: Final = (
    "r.id AS page, r.title, r.published, (SELECT min(d.country) FROM places AS d "
    "WHERE d.report = r.number AND d.event IS NULL AND d.quantity IS NULL) AS filed"
)

FORECASTS: Final = f"""
SELECT f.number, f.id, f.sentence_start, f.sentence_end, f.expects_type, f.expects_mode,
    f.expects_actor, f.expects_measure, f.expects_item, f.expects_low, f.expects_high,
    f.attribution, f.quantity, a.id AS said, a.certainty,
    m.span_start AS made_at, m.start AS made_start, m."end" AS made_end,
    h.span_start AS horizon_at, h.start AS horizon_start, h."end" AS horizon_end,
    {SENTENCE.format("f", "coalesce(n.span_start, f.sentence_start)")},
    {BEFORE.format("h.span_start")}, {PAGE}
FROM forecasts AS f
JOIN reports AS r ON r.number = f.report
LEFT JOIN attributions AS a ON a.number = f.attribution
LEFT JOIN quantities AS n ON n.number = f.quantity
LEFT JOIN times AS m ON m.forecast = f.number AND m.part = 'made'
LEFT JOIN times AS h ON h.forecast = f.number AND h.part = 'horizon'
WHERE f.number {AMONG}
"""  # noqa: S608 - our own columns

FORETOLD: Final = f"""
SELECT f.number AS forecast, min(e.ordinal) AS first, e.number AS event
FROM forecasts AS f
JOIN events AS e ON e.attribution = f.attribution AND e.type = f.expects_type
    AND e.mode IS f.expects_mode AND e.factuality IN ('future', 'hypothetical', 'negated')
WHERE f.number {AMONG}
GROUP BY f.number
"""  # noqa: S608

EVENTS: Final = f"""
SELECT e.number, e.id, e.trigger_start, e.trigger_end, e.trigger_text, e.sentence_start,
    e.sentence_end, e.type, e.mode, e.factuality, a.id AS said, a.stance,
    {SENTENCE.format("e", "e.trigger_start")}, {BEFORE.format("t.span_start")}, {PAGE}
FROM events AS e
JOIN reports AS r ON r.number = e.report
LEFT JOIN attributions AS a ON a.number = e.attribution
LEFT JOIN times AS t ON t.event = e.number
WHERE e.number {AMONG}
"""  # noqa: S608

NUMBERS: Final = f"""
SELECT q.number, q.id, q.span_start, q.span_end, q.text, q.sentence_start, q.sentence_end,
    q.kind, q.unit, q.value, q.low, q.high, q.qualifier, q.item, q.measure, q.per, q.event,
    a.id AS said, a.stance,
    {SENTENCE.format("q", "q.span_start")},
    {BEFORE.format("coalesce(t.span_start, u.span_start)")}, {PAGE}
FROM quantities AS q
JOIN reports AS r ON r.number = q.report
LEFT JOIN attributions AS a ON a.number = q.attribution
LEFT JOIN times AS t ON t.quantity = q.number
LEFT JOIN times AS u ON u.event = q.event
WHERE q.number {AMONG}
"""  # noqa: S608


def driver_of(connection: Connection) -> sqlite3.Connection:
    """Return the connection of Python's own module: it asks little things ten times as fast."""
    driver = connection.connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        raise TypeError("a ledger is opened by Python's own sqlite3")
    return driver


def read_patterns(connection: Connection, forecasts: Collection[int]) -> dict[int, Pattern]:
    """Return forecasts of these numbers as records are held against them."""
    rows = connection.exec_driver_sql(FORECASTS, listed(forecasts)).all()
    acts = {
        row.forecast: row.event for row in connection.exec_driver_sql(FORETOLD, listed(forecasts))
    }
    events = read_events(connection, acts.values())
    numbers = read_numbers(connection, {row.quantity for row in rows if row.quantity is not None})
    found: dict[int, Pattern] = {}
    for row in rows:
        act = events.get(acts.get(row.number, 0))
        number = numbers.get(row.quantity)
        found[row.number] = pattern_of(
            page_of(row),
            passage_of(row),
            forecast_of(row, number[1].id if number else None),
            number[1] if number else None,
            act[1] if act else None,
            possible=row.certainty == "possible",
        )
    return found


def read_happenings(
    connection: Connection, events: Collection[int], numbers: Collection[int]
) -> tuple[dict[int, Happening], dict[int, Happening]]:
    """Return events and quantities of these numbers as they are held against forecasts."""
    counted = read_numbers(connection, numbers)
    of = {row.event for row, _ in counted.values() if row.event is not None}
    acts = read_events(connection, {*events, *of})
    return {
        number: event_happening(page_of(row), passage_of(row), event, row.trigger_text, row.stance)
        for number in events
        if number in acts
        for row, event in [acts[number]]
    }, {
        number: number_happening(
            page_of(row),
            passage_of(row),
            quantity,
            acts[row.event][1] if row.event is not None else None,
            row.stance,
        )
        for number, (row, quantity) in counted.items()
    }


def read_events(
    connection: Connection, numbers: Collection[int]
) -> dict[int, tuple[Found, Event]]:
    """Return events of these numbers, each with its row; as far as they are compared."""
    rows = connection.exec_driver_sql(EVENTS, listed(numbers)).all()
    parties: dict[tuple[int, str], list[Party]] = defaultdict(list)
    wanted = f"SELECT * FROM parties WHERE event {AMONG} ORDER BY event, ordinal"  # noqa: S608
    for row in connection.exec_driver_sql(wanted, listed(numbers)):
        parties[row.event, row.part].append(party_of(row))
    places = read_places(connection, "event", numbers)
    times = read_times(connection, "event", numbers)
    return {
        row.number: (
            row,
            Event(
                id=row.id,
                sentence=Span(row.sentence_start, row.sentence_end),
                trigger=Span(row.trigger_start, row.trigger_end),
                type=row.type,
                mode=row.mode,
                contexts=(),
                cameo=None,
                goldstein=None,
                actors=tuple(parties[row.number, "actor"]),
                recipients=tuple(parties[row.number, "recipient"]),
                instrument=None,
                place=places.get(row.number),
                time=times.get(row.number),
                factuality=row.factuality,
                attribution=row.said,
                quantities=(),
            ),
        )
        for row in rows
    }


def read_numbers(
    connection: Connection, numbers: Collection[int]
) -> dict[int, tuple[Found, Quantity]]:
    """Return quantities of these numbers, each with its row; as far as they are compared."""
    rows = connection.exec_driver_sql(NUMBERS, listed(numbers)).all()
    places = read_places(connection, "quantity", numbers)
    times = read_times(connection, "quantity", numbers)
    return {
        row.number: (
            row,
            quantity_of(
                row,
                place=places.get(row.number),
                time=times.get(row.number),
                attribution=row.said,
            ),
        )
        for row in rows
    }


def read_places(connection: Connection, of: str, numbers: Collection[int]) -> dict[int, Place]:
    """Return the places of events or quantities, as the column `of` says, by their numbers."""
    wanted = f"SELECT * FROM places WHERE {of} {AMONG}"  # noqa: S608
    rows = connection.exec_driver_sql(wanted, listed(numbers))
    return {getattr(row, of): place_of(row) for row in rows}


def read_times(connection: Connection, of: str, numbers: Collection[int]) -> dict[int, Time]:
    """Return the times of events or quantities, as the column `of` says, by their numbers."""
    wanted = f"SELECT * FROM times WHERE {of} {AMONG}"  # noqa: S608
    rows = connection.exec_driver_sql(wanted, listed(numbers))
    return {getattr(row, of): time_of(row) for row in rows}


def page_of(row: Found) -> Page:
    """Return what is known of the page that a record stands on."""
    return Page(id=row.page, title=row.title, published=day_of(row.published), filed=row.filed)


def passage_of(row: Found) -> Passage:
    """Return the sentence of a record, and what leads to its time."""
    return Passage(sentence=row.sentence, start=row.start_read, before_time=row.before_time or "")


def forecast_of(row: Found, quantity: str | None) -> Forecast:
    """Return the forecast of a row, open."""
    return Forecast(
        id=row.id,
        sentence=Span(row.sentence_start, row.sentence_end),
        attribution=row.said,
        quantity=quantity,
        made=bare_time(row.made_at, row.made_start, row.made_end),
        horizon=bare_time(row.horizon_at, row.horizon_start, row.horizon_end),
        expects=Expectation(
            type=row.expects_type,
            mode=row.expects_mode,
            actor=row.expects_actor,
            measure=row.expects_measure,
            item=row.expects_item,
            low=row.expects_low,
            high=row.expects_high,
        ),
        outcome="open",
        evidence=(),
    )


def bare_time(at: int | None, start: str | None, end: str | None) -> Time | None:
    """Return a time as far as it is compared."""
    if at is None:
        return None
    return Time(span=Span(at, at + 1), text="", timex="", start=start, end=end, precision=None)
