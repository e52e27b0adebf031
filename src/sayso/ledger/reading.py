"""Rows -> coded reports, the very records that were written."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Row, Table, func, select

from sayso.errors import SpanError, StoreError
from sayso.ledger import tables
from sayso.records import (
    Attribution,
    Basis,
    Chrome,
    Coded,
    Dateline,
    Event,
    Expectation,
    Forecast,
    Instrument,
    Party,
    Place,
    Quantity,
    Raw,
    Report,
    Run,
    Span,
    Time,
    Timestamp,
)

Found = Row[Any]

AT_ONCE: Final = 200  # reports that are read together

decode_names = msgspec.json.Decoder(tuple[str, ...]).decode
decode_spans = msgspec.json.Decoder(tuple[Span, ...]).decode
decode_chrome = msgspec.json.Decoder(tuple[Chrome, ...]).decode
decode_basis = msgspec.json.Decoder(Basis).decode
decode_map = msgspec.json.Decoder(tuple[Run, ...]).decode


def read_all(connection: Connection) -> Iterator[Coded]:
    """Yield every coded report, in the order of their ids.

    Raises `StoreError` where a row is not what sayso writes.
    """
    reports = tables.REPORTS.c
    numbers = connection.scalars(select(reports.number).order_by(reports.id)).all()
    for first in range(0, len(numbers), AT_ONCE):
        yield from read_reports(connection, numbers[first : first + AT_ONCE])


def read_reports(connection: Connection, numbers: Sequence[int]) -> Iterator[Coded]:
    """Yield the coded reports of these numbers, at most a few hundred, in that order.

    Raises `StoreError` where a row is not what sayso writes.
    """
    rows = {row.number: row for row in rows_of(connection, tables.REPORTS, numbers)}
    kept = {row.report: row for row in kept_inputs(connection, numbers)}
    parts = PartRows(connection, numbers)
    records = {table: by_report(rows_of(connection, table, numbers)) for table in tables.RECORDS}
    for number in numbers:
        own = {table: found[number] for table, found in records.items()}
        try:
            yield RecordReader(own, parts).coded(rows[number], kept[number])
        except (KeyError, SpanError, msgspec.MsgspecError) as fault:
            raise StoreError(
                f"the rows of report {rows[number].id if number in rows else number} do not make "
                f"a report any more ({fault}); something other than sayso has changed the ledger"
            ) from fault


def rows_of(connection: Connection, table: Table, numbers: Sequence[int]) -> Sequence[Found]:
    """Return the rows of some reports in `table`, in the order of the text."""
    if table is tables.REPORTS:
        return connection.execute(select(table).where(table.c.number.in_(numbers))).all()
    order = table.c.ordinal if "ordinal" in table.c else table.c.number
    wanted = select(table).where(table.c.report.in_(numbers)).order_by(order)
    return connection.execute(wanted).all()


def kept_inputs(connection: Connection, numbers: Sequence[int]) -> Sequence[Found]:
    """Return the input that each report is kept as: of several, that of the least id."""
    inputs = tables.INPUTS
    least = (
        select(func.min(inputs.c.id)).where(inputs.c.report.in_(numbers)).group_by(inputs.c.report)
    )
    return connection.execute(select(inputs).where(inputs.c.id.in_(least))).all()


def by_report(rows: Sequence[Found]) -> dict[int, list[Found]]:
    """Return the rows by the number of their report."""
    found: dict[int, list[Found]] = defaultdict(list)
    for row in rows:
        found[row.report].append(row)
    return found


class PartRows:
    """What belongs to the records of some reports, by the number of the record."""

    def __init__(self, connection: Connection, numbers: Sequence[int]) -> None:
        self.contents: dict[int, list[Span]] = defaultdict(list)
        for row in rows_of(connection, tables.CONTENTS, numbers):
            self.contents[row.attribution].append(Span(row.span_start, row.span_end))
        self.quantities: dict[int, list[int]] = defaultdict(list)
        for row in rows_of(connection, tables.EVENT_QUANTITIES, numbers):
            self.quantities[row.event].append(row.quantity)
        self.parties: dict[tuple[str, int], list[Party]] = defaultdict(list)
        for row in rows_of(connection, tables.PARTIES, numbers):
            owner = row.attribution if row.attribution is not None else row.event
            self.parties[row.part, owner].append(party_of(row))
        self.places: dict[tuple[str, int], Place] = {}
        for row in rows_of(connection, tables.PLACES, numbers):
            self.places[place_owner(row)] = place_of(row)
        self.times: dict[tuple[str, int], Time] = {}
        for row in rows_of(connection, tables.TIMES, numbers):
            self.times[time_owner(row)] = time_of(row)


class RecordReader:
    """Makes the records of one report of its rows."""

    def __init__(self, rows: dict[Table, list[Found]], parts: PartRows) -> None:
        self.rows = rows
        self.parts = parts
        self.ids = {table: {row.number: row.id for row in found} for table, found in rows.items()}

    def id_at(self, table: Table, number: int | None) -> str | None:
        """Return the id of the row that is pointed at, None where none is."""
        return None if number is None else self.ids[table][number]

    def coded(self, report: Found, kept: Found) -> Coded:
        """Return all that the report was coded to."""
        return Coded(
            report=report_of(report, kept, self.parts.places.get(("report", report.number))),
            attributions=tuple(map(self.attribution, self.rows[tables.ATTRIBUTIONS])),
            events=tuple(map(self.event, self.rows[tables.EVENTS])),
            quantities=tuple(map(self.quantity, self.rows[tables.QUANTITIES])),
            forecasts=tuple(map(self.forecast, self.rows[tables.FORECASTS])),
        )

    def attribution(self, row: Found) -> Attribution:
        """Return the attribution of a row."""
        sources = self.parts.parties.get(("source", row.number))
        return Attribution(
            id=row.id,
            sentence=Span(row.sentence_start, row.sentence_end),
            source=sources[0] if sources else None,
            via=tuple(self.parts.parties.get(("via", row.number), ())),
            cue=Span(row.cue_start, row.cue_end),
            cue_lemma=row.cue_lemma,
            content=tuple(self.parts.contents.get(row.number, ())),
            quoted=row.quoted,
            stance=row.stance,
            certainty=row.certainty,
            interest=row.interest,
        )

    def event(self, row: Found) -> Event:
        """Return the event of a row."""
        parts, number = self.parts, row.number
        ids = self.ids[tables.QUANTITIES]
        return Event(
            id=row.id,
            sentence=Span(row.sentence_start, row.sentence_end),
            trigger=Span(row.trigger_start, row.trigger_end),
            type=row.type,
            mode=row.mode,
            contexts=decode_names(row.contexts),
            cameo=row.cameo,
            goldstein=row.goldstein,
            actors=tuple(parts.parties.get(("actor", number), ())),
            recipients=tuple(parts.parties.get(("recipient", number), ())),
            instrument=instrument_of(row),
            place=parts.places.get(("event", number)),
            time=parts.times.get(("event", number)),
            factuality=row.factuality,
            attribution=self.id_at(tables.ATTRIBUTIONS, row.attribution),
            quantities=tuple(ids[counted] for counted in parts.quantities.get(number, ())),
        )

    def quantity(self, row: Found) -> Quantity:
        """Return the quantity of a row."""
        return quantity_of(
            row,
            place=self.parts.places.get(("quantity", row.number)),
            time=self.parts.times.get(("quantity", row.number)),
            attribution=self.id_at(tables.ATTRIBUTIONS, row.attribution),
            event=self.id_at(tables.EVENTS, row.event),
            part_of=self.id_at(tables.QUANTITIES, row.part_of),
            revises=self.id_at(tables.QUANTITIES, row.revises),
            adds_to=self.id_at(tables.QUANTITIES, row.adds_to),
        )

    def forecast(self, row: Found) -> Forecast:
        """Return the forecast of a row."""
        return Forecast(
            id=row.id,
            sentence=Span(row.sentence_start, row.sentence_end),
            attribution=self.id_at(tables.ATTRIBUTIONS, row.attribution),
            quantity=self.id_at(tables.QUANTITIES, row.quantity),
            made=self.parts.times.get(("made", row.number)),
            horizon=self.parts.times.get(("horizon", row.number)),
            expects=Expectation(
                type=row.expects_type,
                mode=row.expects_mode,
                actor=row.expects_actor,
                measure=row.expects_measure,
                item=row.expects_item,
                low=row.expects_low,
                high=row.expects_high,
            ),
            outcome=row.outcome,
            evidence=decode_names(row.evidence),
        )


def report_of(row: Found, kept: Found, filed: Place | None) -> Report:
    """Return the report of a row, its bytes those of the input it is kept as."""
    dateline = None
    if filed is not None or row.dateline is not None:
        dateline = Dateline(place=filed, text=row.dateline)
    return Report(
        id=row.id,
        url=row.url,
        title=row.title,
        language=row.language,
        outlet=row.outlet,
        agency=row.agency,
        bylines=decode_names(row.bylines),
        dateline=dateline,
        section=row.section,
        published=stamp_of(row.published, row.published_precision, row.published_basis),
        updated=stamp_of(row.updated, row.updated_precision, row.updated_basis),
        basis=decode_basis(row.basis),
        text=row.text,
        paragraphs=decode_spans(row.paragraphs),
        chrome=decode_chrome(row.chrome),
        raw=raw_of(kept),
    )


def quantity_of(
    row: Found,
    *,
    place: Place | None,
    time: Time | None,
    attribution: str | None,
    event: str | None = None,
    part_of: str | None = None,
    revises: str | None = None,
    adds_to: str | None = None,
) -> Quantity:
    """Return the quantity of a row, with the records that it points at by their ids."""
    return Quantity(
        id=row.id,
        sentence=Span(row.sentence_start, row.sentence_end),
        span=Span(row.span_start, row.span_end),
        text=row.text,
        kind=row.kind,
        unit=row.unit,
        value=row.value,
        low=row.low,
        high=row.high,
        qualifier=row.qualifier,
        item=row.item,
        measure=row.measure,
        per=row.per,
        part_of=part_of,
        event=event,
        attribution=attribution,
        place=place,
        time=time,
        revises=revises,
        adds_to=adds_to,
    )


def raw_of(row: Found) -> Raw:
    """Return what the row of an input says of its bytes."""
    return Raw(
        sha256=row.sha256,
        bytes=row.bytes,
        media_type=row.media_type,
        charset=row.charset,
        path=row.path,
        url=row.url,
        entry=row.entry,
        map=decode_map(row.map),
    )


def stamp_of(value: Any, precision: Any, basis: Any) -> Timestamp | None:
    """Return a moment, None where none is known."""
    return None if value is None else Timestamp(value=value, precision=precision, basis=basis)


def party_of(row: Found) -> Party:
    """Return the party of a row."""
    return Party(
        span=Span(row.span_start, row.span_end),
        text=row.text,
        name=row.name,
        kind=row.kind,
        country=row.country,
        sectors=decode_names(row.sectors),
        role=row.role,
    )


def place_of(row: Found) -> Place:
    """Return the place of a row."""
    return Place(
        span=Span(row.span_start, row.span_end) if row.span_start is not None else None,
        text=row.text,
        name=row.name,
        latitude=row.latitude,
        longitude=row.longitude,
        geonames_id=row.geonames_id,
        country=row.country,
        admin1=row.admin1,
        precision=row.precision,
    )


def place_owner(row: Found) -> tuple[str, int]:
    """Return what a place belongs to: an event, a quantity, or the report as its dateline."""
    if row.event is not None:
        return "event", row.event
    if row.quantity is not None:
        return "quantity", row.quantity
    return "report", row.report


def time_of(row: Found) -> Time:
    """Return the time of a row."""
    return Time(
        span=Span(row.span_start, row.span_end),
        text=row.text,
        timex=row.timex,
        start=row.start,
        end=row.end,
        precision=row.precision,
    )


def time_owner(row: Found) -> tuple[str, int]:
    """Return what a time belongs to: an event, a quantity, or a part of a forecast."""
    if row.event is not None:
        return "event", row.event
    if row.quantity is not None:
        return "quantity", row.quantity
    return row.part, row.forecast


def instrument_of(row: Found) -> Instrument | None:
    """Return what an act was done with, None where that is not known."""
    if row.instrument_start is None:
        return None
    return Instrument(
        span=Span(row.instrument_start, row.instrument_end),
        text=row.instrument_text,
        name=row.instrument_name,
    )
