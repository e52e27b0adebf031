"""What belongs to some records, read together: parties, places, times, voices, reports."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Column, ColumnElement, Connection, Row, func, select

from sayso.ledger import tables
from sayso.ledger.query.answers import (
    Counted,
    Print,
    Quote,
    Range,
    Standing,
    Told,
    Voice,
    When,
    Where,
    Who,
)
from sayso.records import Span

Found = Row[Any]
Key = TypeVar("Key")

decode_names = msgspec.json.Decoder(tuple[str, ...]).decode


def prints(connection: Connection, reports: Collection[int]) -> dict[int, Print]:
    """Return what there is to say of some reports, by their numbers."""
    held = tables.REPORTS.c
    wanted = select(
        *(held.number, held.id, held.title, held.url, held.outlet, held.agency, held.published)
    ).where(held.number.in_(reports))
    return {
        row.number: Print(
            id=row.id,
            title=row.title,
            url=row.url,
            outlet=row.outlet,
            agency=row.agency,
            published=row.published,
        )
        for row in connection.execute(wanted)
    }


def sentence_of(record: Any) -> ColumnElement[str]:
    """Return the column of the sentence that a record stands in; its report must be joined."""
    start, end = record.c.sentence_start, record.c.sentence_end
    return func.substr(tables.REPORTS.c.text, start + 1, end - start).label("sentence")


def quote_of(row: Found, name: str, text: str) -> Quote:
    """Return words with the span that two columns of a row give."""
    return Quote(span=span_of(row, name), text=text)


def span_of(row: Found, name: str) -> Span:
    """Return the span that two columns of a row give."""
    return Span(getattr(row, f"{name}_start"), getattr(row, f"{name}_end"))


def parties(
    connection: Connection, column: Column[int], numbers: Collection[int]
) -> dict[tuple[int, str], list[Who]]:
    """Return who takes part in some records, by record and part, in the order of the text."""
    held = tables.PARTIES
    wanted = select(held).where(column.in_(numbers)).order_by(column, held.c.part, held.c.ordinal)
    found: dict[tuple[int, str], list[Who]] = defaultdict(list)
    for row in connection.execute(wanted):
        found[getattr(row, column.name), row.part].append(who_of(row))
    return found


def who_of(row: Found) -> Who:
    """Return someone of a row."""
    return Who(
        name=row.name,
        text=row.text,
        span=span_of(row, "span"),
        country=row.country,
        sectors=decode_names(row.sectors),
        role=row.role,
    )


def places(
    connection: Connection, column: Column[int], numbers: Collection[int]
) -> dict[int, Where]:
    """Return where some records were, by the number of the record."""
    wanted = select(tables.PLACES).where(column.in_(numbers))
    return {getattr(row, column.name): where_of(row) for row in connection.execute(wanted)}


def where_of(row: Found) -> Where:
    """Return a place of a row."""
    return Where(
        name=row.name,
        text=row.text,
        country=row.country,
        admin1=row.admin1,
        geonames_id=row.geonames_id,
        latitude=row.latitude,
        longitude=row.longitude,
        precision=row.precision,
    )


def times(
    connection: Connection, column: Column[int], numbers: Collection[int]
) -> dict[tuple[int, str], When]:
    """Return when some records were, by record and part."""
    wanted = select(tables.TIMES).where(column.in_(numbers))
    return {
        (getattr(row, column.name), row.part): When(
            text=row.text, start=row.start, end=row.end, precision=row.precision
        )
        for row in connection.execute(wanted)
    }


def voices(connection: Connection, numbers: Collection[int]) -> dict[int, Voice]:
    """Return on whose say-so, by the number of the attribution."""
    said = tables.ATTRIBUTIONS
    speaking = parties(connection, tables.PARTIES.c.attribution, numbers)
    found = {}
    for row in connection.execute(select(said).where(said.c.number.in_(numbers))):
        sources = speaking.get((row.number, "source"))
        found[row.number] = Voice(
            attribution=row.id,
            source=sources[0] if sources else None,
            via=tuple(who.name for who in speaking.get((row.number, "via"), ())),
            stance=row.stance,
            certainty=row.certainty,
            interest=row.interest,
        )
    return found


def told(connection: Connection, events: Collection[int]) -> dict[int, Told]:
    """Return the incident of each event, by the number of the event."""
    incidents, members = tables.INCIDENTS.c, tables.MEMBERS.c
    wanted = select(
        *(members.event, incidents.id, incidents.reports, incidents.outlets),
        *(incidents.origins, incidents.contested),
    ).where(incidents.number == members.incident, members.event.in_(events))
    return {
        row.event: Told(
            incident=row.id,
            reports=row.reports,
            outlets=row.outlets,
            origins=row.origins,
            contested=bool(row.contested),
        )
        for row in connection.execute(wanted)
    }


def counted(connection: Connection, events: Collection[int]) -> dict[int, list[Counted]]:
    """Return the numbers of each event, in the order of the text."""
    held, pairs = tables.QUANTITIES.c, tables.EVENT_QUANTITIES.c
    wanted = select(pairs.event, held.id, held.text).where(
        pairs.quantity == held.number, pairs.event.in_(events)
    )
    found: dict[int, list[Counted]] = defaultdict(list)
    for row in connection.execute(wanted.order_by(pairs.event, pairs.ordinal)):
        found[row.event].append(Counted(quantity=row.id, text=row.text))
    return found


def standings(connection: Connection, quantities: Collection[int]) -> dict[int, Standing]:
    """Return how each number stands to its rivals, by the number of the quantity."""
    series, figures = tables.SERIES, tables.SERIES_FIGURES
    incidents, other = tables.INCIDENTS, tables.QUANTITIES
    wanted = (
        select(
            *(series, incidents.c.id.label("incident_id"), figures.c.quantity),
            *(figures.c.relation, figures.c.reason, other.c.id.label("other")),
        )
        .select_from(figures.join(series, figures.c.series == series.c.number))
        .join(incidents, series.c.incident == incidents.c.number)
        .outerjoin(other, figures.c.of == other.c.number)
        .where(figures.c.quantity.in_(quantities))
    )
    return {
        row.quantity: Standing(
            incident=row.incident_id,
            range=range_of(row),
            relation=row.relation,
            of=row.other,
            reason=row.reason,
        )
        for row in connection.execute(wanted)
    }


def ranges(connection: Connection, incidents: Collection[int]) -> dict[int, list[Range]]:
    """Return what the numbers of each incident come to, by its number."""
    series = tables.SERIES
    wanted = select(series).where(series.c.incident.in_(incidents))
    found: dict[int, list[Range]] = defaultdict(list)
    for row in connection.execute(wanted.order_by(series.c.figures.desc(), series.c.id)):
        found[row.incident].append(range_of(row))
    return found


def range_of(row: Found) -> Range:
    """Return the smallest and the largest number of a series."""
    return Range(
        series=row.id,
        measure=row.measure,
        item=row.item,
        unit=row.unit,
        of=row.of,
        low=row.low,
        high=row.high,
        open=bool(row.open),
        figures=row.figures,
        sources=row.sources,
    )


def held(numbers: Iterable[int | None]) -> set[int]:
    """Return those pointers that point at something."""
    return {number for number in numbers if number is not None}
