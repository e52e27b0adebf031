"""Numbers of records -> rows that can be cited, in the order that was asked for."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from sayso.ledger import tables
from sayso.ledger.query import parts
from sayso.ledger.query.answers import (
    Bearing,
    EventRow,
    FigureRow,
    ForecastRow,
    IncidentRow,
    Quote,
    SayingRow,
    Where,
)
from sayso.ledger.query.walking import Hit
from sayso.records import Expectation

Found = Row[Any]


def rows_of(connection: Connection, record: Any, numbers: Sequence[int]) -> dict[int, Found]:
    """Return the rows of some records, each with its sentence, by their numbers."""
    wanted = select(record, parts.sentence_of(record)).join(
        tables.REPORTS, tables.REPORTS.c.number == record.c.report
    )
    found = connection.execute(wanted.where(record.c.number.in_(numbers)))
    return {row.number: row for row in found}


def read_events(connection: Connection, numbers: Sequence[int]) -> list[EventRow]:
    """Return the events of these numbers."""
    rows = rows_of(connection, tables.EVENTS, numbers)
    who = parts.parties(connection, tables.PARTIES.c.event, numbers)
    where = parts.places(connection, tables.PLACES.c.event, numbers)
    when = parts.times(connection, tables.TIMES.c.event, numbers)
    voices = parts.voices(connection, parts.held(row.attribution for row in rows.values()))
    told, counted = parts.told(connection, numbers), parts.counted(connection, numbers)
    prints = parts.prints(connection, {row.report for row in rows.values()})
    return [
        EventRow(
            id=row.id,
            type=row.type,
            mode=row.mode,
            factuality=row.factuality,
            actors=tuple(who.get((number, "actor"), ())),
            act=parts.quote_of(row, "trigger", row.trigger_text),
            recipients=tuple(who.get((number, "recipient"), ())),
            instrument=row.instrument_name,
            place=where.get(number),
            time=when.get((number, "time")),
            quantities=tuple(counted.get(number, ())),
            voice=voices.get(row.attribution),
            sentence=parts.quote_of(row, "sentence", row.sentence),
            told=told.get(number),
            report=prints[row.report],
        )
        for number, row in ((number, rows[number]) for number in numbers)
    ]


def read_figures(connection: Connection, numbers: Sequence[int]) -> list[FigureRow]:
    """Return the quantities of these numbers."""
    rows = rows_of(connection, tables.QUANTITIES, numbers)
    events = parts.held(row.event for row in rows.values())
    where = parts.places(connection, tables.PLACES.c.quantity, numbers)
    when = parts.times(connection, tables.TIMES.c.quantity, numbers)
    of_events = parts.places(connection, tables.PLACES.c.event, events)
    then = parts.times(connection, tables.TIMES.c.event, events)
    voices = parts.voices(connection, parts.held(row.attribution for row in rows.values()))
    standings = parts.standings(connection, numbers)
    prints = parts.prints(connection, {row.report for row in rows.values()})
    ids = ids_of(connection, tables.EVENTS, events)
    return [
        FigureRow(
            id=row.id,
            text=row.text,
            span=parts.span_of(row, "span"),
            value=row.value,
            low=row.low,
            high=row.high,
            qualifier=row.qualifier,
            measure=row.measure,
            item=row.item,
            unit=row.unit,
            quantity_kind=row.kind,
            per=row.per,
            event=ids.get(row.event),
            place=where.get(number) or of_events.get(row.event),
            time=when.get((number, "time")) or then.get((row.event, "time")),
            voice=voices.get(row.attribution),
            sentence=parts.quote_of(row, "sentence", row.sentence),
            standing=standings.get(number),
            report=prints[row.report],
        )
        for number, row in ((number, rows[number]) for number in numbers)
    ]


def ids_of(connection: Connection, record: Any, numbers: set[int]) -> dict[int, str]:
    """Return the ids of some records, by their numbers."""
    wanted = select(record.c.number, record.c.id).where(record.c.number.in_(numbers))
    return {row.number: row.id for row in connection.execute(wanted)}


def read_sayings(connection: Connection, numbers: Sequence[int]) -> list[SayingRow]:
    """Return the attributions of these numbers."""
    rows = rows_of(connection, tables.ATTRIBUTIONS, numbers)
    voices = parts.voices(connection, numbers)
    prints = parts.prints(connection, {row.report for row in rows.values()})
    said: dict[int, list[Quote]] = defaultdict(list)
    contents, events = tables.CONTENTS, tables.EVENTS
    wanted = select(contents).where(contents.c.attribution.in_(numbers))
    for row in connection.execute(wanted.order_by(contents.c.attribution, contents.c.ordinal)):
        said[row.attribution].append(parts.quote_of(row, "span", row.text))
    within: dict[int, list[str]] = defaultdict(list)
    wanted = select(events.c.attribution, events.c.id).where(events.c.attribution.in_(numbers))
    for row in connection.execute(wanted.order_by(events.c.attribution, events.c.ordinal)):
        within[row.attribution].append(row.id)
    return [
        SayingRow(
            id=row.id,
            voice=voices[number],
            cue=parts.quote_of(row, "cue", row.cue_text),
            quoted=row.quoted,
            said=tuple(said.get(number, ())),
            events=tuple(within.get(number, ())),
            sentence=parts.quote_of(row, "sentence", row.sentence),
            report=prints[row.report],
        )
        for number, row in ((number, rows[number]) for number in numbers)
    ]


def read_forecasts(connection: Connection, numbers: Sequence[int]) -> list[ForecastRow]:
    """Return the forecasts of these numbers, with what became of them."""
    rows = rows_of(connection, tables.FORECASTS, numbers)
    when = parts.times(connection, tables.TIMES.c.forecast, numbers)
    voices = parts.voices(connection, parts.held(row.attribution for row in rows.values()))
    prints = parts.prints(connection, {row.report for row in rows.values()})
    quantities = tables.QUANTITIES.c
    wanted = select(quantities.number, quantities.text).where(
        quantities.number.in_(parts.held(row.quantity for row in rows.values()))
    )
    figures = {row.number: row.text for row in connection.execute(wanted)}
    settled = outcomes_of(connection, numbers)
    evidence = bearings(connection, [row.number for row in settled.values()])
    found = []
    for number in numbers:
        row, outcome = rows[number], settled.get(number)
        found.append(
            ForecastRow(
                id=row.id,
                expects=expectation_of(row),
                figure=figures.get(row.quantity),
                made=when.get((number, "made")),
                due=when.get((number, "horizon")),
                voice=voices.get(row.attribution),
                outcome=outcome.outcome if outcome is not None else row.outcome,
                reason=outcome.reason if outcome is not None else None,
                evidence=tuple(evidence[outcome.number]) if outcome is not None else (),
                sentence=parts.quote_of(row, "sentence", row.sentence),
                report=prints[row.report],
            )
        )
    return found


def outcomes_of(connection: Connection, forecasts: Sequence[int]) -> dict[int, Any]:
    """Return what became of some forecasts, by their numbers."""
    held = tables.OUTCOMES.c
    wanted = select(held.number, held.forecast, held.outcome, held.reason)
    rows = connection.execute(wanted.where(held.forecast.in_(forecasts)))
    return {row.forecast: row for row in rows}


def expectation_of(row: Found) -> Expectation:
    """Return what a forecast expects."""
    return Expectation(
        type=row.expects_type,
        mode=row.expects_mode,
        actor=row.expects_actor,
        measure=row.expects_measure,
        item=row.expects_item,
        low=row.expects_low,
        high=row.expects_high,
    )


def bearings(connection: Connection, outcomes: Sequence[int]) -> dict[int, list[Bearing]]:
    """Return what each outcome stands on, by its number."""
    evidence = tables.OUTCOME_EVIDENCE
    wanted = select(evidence).where(evidence.c.outcome.in_(outcomes))
    found: dict[int, list[Bearing]] = defaultdict(list)
    for row in connection.execute(wanted.order_by(evidence.c.outcome, evidence.c.ordinal)):
        bearing = Bearing(record=row.record, bearing=row.bearing, text=row.text)
        found[row.outcome].append(bearing)
    return found


def read_incidents(connection: Connection, hits: Sequence[Hit]) -> list[IncidentRow]:
    """Return the incidents of these numbers, each with the event that it was found by."""
    numbers = [hit.number for hit in hits]
    incidents = tables.INCIDENTS
    wanted = select(incidents).where(incidents.c.number.in_(numbers))
    rows = {row.number: row for row in connection.execute(wanted)}
    ranges = parts.ranges(connection, numbers)
    found = finding_events(connection, hits)
    prints = parts.prints(connection, {row.report for row in found.values()})
    return [
        IncidentRow(
            id=row.id,
            type=row.type,
            mode=row.mode,
            title=row.title,
            actors=row.actors,
            recipients=row.recipients,
            place=place_of(row),
            start=row.start,
            end=row.end,
            first_published=row.first_published,
            last_published=row.last_published,
            events=row.events,
            reports=row.reports,
            outlets=row.outlets,
            origins=row.origins,
            contested=bool(row.contested),
            ranges=tuple(ranges.get(hit.number, ())),
            found=found[hit].id,
            report=prints[found[hit].report],
        )
        for hit, row in ((hit, rows[hit.number]) for hit in hits)
    ]


def finding_events(connection: Connection, hits: Sequence[Hit]) -> dict[Hit, Found]:
    """Return the event that each incident was found by."""
    events, signs = tables.EVENTS.c, tables.SIGNS.c
    wanted = select(events.id, events.report, events.ordinal, signs.number).where(
        signs.number.in_({hit.place.sign for hit in hits}), events.report == signs.report
    )
    rows: Any = connection.execute(wanted)
    placed = {(row.number, row.ordinal): row for row in rows}
    return {hit: placed[hit.place.sign, hit.place.ordinal] for hit in hits}


def place_of(row: Found) -> Where | None:
    """Return where an incident was."""
    if row.place is None:
        return None
    return Where(
        name=row.place,
        text=row.place,
        country=row.country,
        admin1=row.admin1,
        geonames_id=row.geonames_id,
        latitude=row.latitude,
        longitude=row.longitude,
        precision=row.place_precision,
    )


def read_series(connection: Connection, ids: Sequence[str]) -> dict[str, list[FigureRow]]:
    """Return all figures of some series, by the id of the series, in the order they were given."""
    series, figures = tables.SERIES.c, tables.SERIES_FIGURES.c
    wanted = select(series.id, figures.quantity).where(
        figures.series == series.number, series.id.in_(ids)
    )
    order = wanted.order_by(series.id, figures.ordinal)
    pairs = [(row.id, row.quantity) for row in connection.execute(order)]
    numbers = [quantity for _, quantity in pairs]
    found: dict[str, list[FigureRow]] = defaultdict(list)
    for (id_, _), row in zip(pairs, read_figures(connection, numbers), strict=True):
        found[id_].append(row)
    return {id_: found[id_] for id_ in ids if id_ in found}
