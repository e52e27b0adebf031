"""Coded reports -> rows, each in the order of its table's columns."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Final

import msgspec
from sqlalchemy import Table

from sayso.errors import StoreError
from sayso.ledger import tables
from sayso.records import (
    Attribution,
    Coded,
    Event,
    Forecast,
    Party,
    Place,
    Quantity,
    Raw,
    Report,
    Span,
    Time,
    Timestamp,
)

Cell = str | int | float | None
Row = tuple[Cell, ...]

NUMBERED: Final = (tables.REPORTS, *tables.RECORDS)  # whose rows bring their number along

EMPTY: Final = "[]"  # of most lists


def as_json(value: object) -> str:
    """Return `value` as JSON."""
    return msgspec.json.encode(value).decode() if value else EMPTY


@cache
def names_as_json(names: tuple[str, ...]) -> str:
    """Return codes, of which there are few, as JSON."""
    return as_json(names)


class Rows:
    """Rows of coded reports, table by table, that wait to be written together."""

    def __init__(self, numbers: Mapping[Table, int]) -> None:
        """Take for each numbered table the number of its first new row."""
        self.of: dict[Table, list[Row]] = {
            table: [] for table in (tables.REPORTS, *tables.RECORDS, *tables.PARTS)
        }
        self.next = dict(numbers)

    def number(self, table: Table) -> int:
        """Return the next number of `table`, and use it up."""
        number = self.next[table]
        self.next[table] = number + 1
        return number

    def add(self, coded: Coded, kept: Mapping[str, int] | None = None) -> int:
        """Add the rows of `coded`, and return the number of its report.

        `kept` has the numbers of rows that are there already, by id: those are used again.
        Raises `StoreError` for a record that points at one which the report does not hold.
        """
        kept = kept or {}
        report = coded.report
        number = kept.get(report.id) or self.number(tables.REPORTS)
        self.of[tables.REPORTS].append((number, *report_cells(report)))
        RecordRows(self, number, self.numbers_of(coded, kept)).add(coded)
        return number

    def numbers_of(self, coded: Coded, kept: Mapping[str, int]) -> "Numbers":
        """Return the number of every record of `coded`, by id."""
        numbers: dict[str, int] = {}
        count = 0
        records: tuple[Sequence[Attribution | Event | Quantity | Forecast], ...] = (
            *(coded.attributions, coded.events, coded.quantities, coded.forecasts),
        )
        for table, found in zip(tables.RECORDS, records, strict=True):
            count += len(found)
            for record in found:
                numbers[record.id] = kept.get(record.id) or self.number(table)
        if len(numbers) != count:
            raise StoreError(
                f"the report {coded.report.id} has two records of one id, which is a bug in "
                f"sayso; please report it with the page {coded.report.raw.path or ''}"
            )
        return Numbers(coded.report.id, numbers)


class Numbers:
    """The number of each record of a report, by id."""

    def __init__(self, report: str, numbers: Mapping[str, int]) -> None:
        self.report = report
        self.numbers = numbers

    def __getitem__(self, id_: str) -> int:
        return self.numbers[id_]

    def at(self, id_: str | None) -> int | None:
        """Return the number of the record that is pointed at, None where none is."""
        if id_ is None:
            return None
        number = self.numbers.get(id_)
        if number is None:
            raise StoreError(
                f"a record of the report {self.report} points at {id_}, which the report does "
                "not hold; code the page anew"
            )
        return number


class RecordRows:
    """Writes the records of one report into `Rows`."""

    def __init__(self, rows: Rows, report: int, numbers: Numbers) -> None:
        self.report = report
        self.numbers = numbers
        of = rows.of
        self.attributions = of[tables.ATTRIBUTIONS]
        self.contents = of[tables.CONTENTS]
        self.events = of[tables.EVENTS]
        self.event_quantities = of[tables.EVENT_QUANTITIES]
        self.quantities = of[tables.QUANTITIES]
        self.forecasts = of[tables.FORECASTS]
        self.parties = of[tables.PARTIES]
        self.places = of[tables.PLACES]
        self.times = of[tables.TIMES]

    def add(self, coded: Coded) -> None:
        """Add the rows of all records, and of what belongs to them."""
        dateline = coded.report.dateline
        if dateline is not None:
            self.add_place(dateline.place)
        text = coded.report.text
        for ordinal, attribution in enumerate(coded.attributions):
            self.add_attribution(ordinal, attribution, text)
        for ordinal, event in enumerate(coded.events):
            self.add_event(ordinal, event, text)
        for ordinal, quantity in enumerate(coded.quantities):
            self.add_quantity(ordinal, quantity)
        for ordinal, forecast in enumerate(coded.forecasts):
            self.add_forecast(ordinal, forecast)

    def add_attribution(self, ordinal: int, said: Attribution, text: str) -> None:
        """Add an attribution, its source, what stands between, and its content."""
        number = self.numbers[said.id]
        sentence, cue = said.sentence, said.cue
        self.attributions.append(
            (
                *(number, said.id, self.report, ordinal),
                *(sentence.start, sentence.end, cue.start, cue.end, cue.quote(text)),
                *(said.cue_lemma, said.quoted, said.stance, said.certainty, said.interest),
            )
        )
        if said.source is not None:
            self.add_parties((said.source,), number, None, "source")
        self.add_parties(said.via, number, None, "via")
        self.contents.extend(
            (self.report, number, position, span.start, span.end, span.quote(text))
            for position, span in enumerate(said.content)
        )

    def add_event(self, ordinal: int, event: Event, text: str) -> None:
        """Add an event with its parties, its place and its time, and point at its quantities."""
        number, report = self.numbers[event.id], self.report
        sentence, trigger, tool = event.sentence, event.trigger, event.instrument
        with_what: Row = (None, None, None, None)
        if tool is not None:
            with_what = (tool.span.start, tool.span.end, tool.text, tool.name)
        self.events.append(
            (
                *(number, event.id, report, ordinal, sentence.start, sentence.end),
                *(trigger.start, trigger.end, trigger.quote(text), event.type, event.mode),
                *(names_as_json(event.contexts), event.cameo, event.goldstein, *with_what),
                *(event.factuality, self.numbers.at(event.attribution)),
            )
        )
        self.add_parties(event.actors, None, number, "actor")
        self.add_parties(event.recipients, None, number, "recipient")
        self.add_place(event.place, event=number)
        self.add_time(event.time, "time", event=number)
        self.event_quantities.extend(
            (report, number, self.numbers.at(quantity), position)
            for position, quantity in enumerate(event.quantities)
        )

    def add_quantity(self, ordinal: int, counted: Quantity) -> None:
        """Add a quantity with its place and its time."""
        number, at = self.numbers[counted.id], self.numbers.at
        sentence, span = counted.sentence, counted.span
        self.quantities.append(
            (
                *(number, counted.id, self.report, ordinal, sentence.start, sentence.end),
                *(span.start, span.end, counted.text, counted.kind, counted.unit),
                *(counted.value, counted.low, counted.high, counted.qualifier, counted.item),
                *(counted.measure, counted.per, at(counted.part_of), at(counted.event)),
                *(at(counted.attribution), at(counted.revises), at(counted.adds_to)),
            )
        )
        self.add_place(counted.place, quantity=number)
        self.add_time(counted.time, "time", quantity=number)

    def add_forecast(self, ordinal: int, forecast: Forecast) -> None:
        """Add a forecast, when it was made, and until when it reaches."""
        number, at, expects = self.numbers[forecast.id], self.numbers.at, forecast.expects
        self.forecasts.append(
            (
                *(number, forecast.id, self.report, ordinal),
                *(forecast.sentence.start, forecast.sentence.end),
                *(at(forecast.attribution), at(forecast.quantity)),
                *(expects.type, expects.mode, expects.actor, expects.measure, expects.item),
                *(expects.low, expects.high, forecast.outcome, as_json(forecast.evidence)),
            )
        )
        self.add_time(forecast.made, "made", forecast=number)
        self.add_time(forecast.horizon, "horizon", forecast=number)

    def add_parties(
        self, parties: Iterable[Party], attribution: int | None, event: int | None, part: str
    ) -> None:
        """Add those who take one part in a record."""
        self.parties.extend(
            (
                *(self.report, attribution, event, part, position),
                *(party.span.start, party.span.end, party.text, party.name, party.kind),
                *(party.country, names_as_json(party.sectors), party.role),
            )
            for position, party in enumerate(parties)
        )

    def add_place(
        self, place: Place | None, event: int | None = None, quantity: int | None = None
    ) -> None:
        """Add where something was, if that is known."""
        if place is None:
            return
        self.places.append(
            (
                *(self.report, event, quantity, *span_cells(place.span), place.text, place.name),
                *(place.latitude, place.longitude, place.geonames_id),
                *(place.country, place.admin1, place.precision),
            )
        )

    def add_time(
        self,
        time: Time | None,
        part: str,
        event: int | None = None,
        quantity: int | None = None,
        forecast: int | None = None,
    ) -> None:
        """Add when something was, if that is known."""
        if time is None:
            return
        self.times.append(
            (
                *(self.report, event, quantity, forecast, part, time.span.start, time.span.end),
                *(time.text, time.timex, time.start, time.end, time.precision),
            )
        )


def report_cells(report: Report) -> Row:
    """Return the row of a report, but for its number."""
    dateline = report.dateline.text if report.dateline is not None else None
    return (
        *(report.id, report.url, report.title, report.language, report.outlet, report.agency),
        *(as_json(report.bylines), dateline, report.section),
        *(*stamp_cells(report.published), *stamp_cells(report.updated)),
        *(msgspec.json.encode(report.basis).decode(), report.text),
        *(as_json(report.paragraphs), as_json(report.chrome)),
    )


def input_cells(raw: Raw) -> Row:
    """Return what the row of an input says of its bytes."""
    where = (raw.path, raw.entry, raw.url)
    return (*where, raw.sha256, raw.bytes, raw.media_type, raw.charset, as_json(raw.map))


def stamp_cells(stamp: Timestamp | None) -> Row:
    """Return a moment, how exact it is, and where it was read."""
    return (None, None, None) if stamp is None else (stamp.value, stamp.precision, stamp.basis)


def span_cells(span: Span | None) -> Row:
    """Return where a span starts and ends."""
    return (None, None) if span is None else (span.start, span.end)
