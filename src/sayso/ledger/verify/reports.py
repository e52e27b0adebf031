"""Every report read back: it quotes its text, and its rows and its digest are as written.

The rows of a report are made anew from the records that they give, and must be the same: so what
stands in no record (the words beside each span, the order, which report a row is of) is held too.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cache
from itertools import zip_longest
from typing import Any, Final, NamedTuple

import msgspec
from sqlalchemy import Connection, Row, Table, select

from sayso.errors import SpanError
from sayso.ledger import tables
from sayso.ledger.identity import digest_of
from sayso.ledger.reading import raw_of, read_reports
from sayso.ledger.rows import NUMBERED, Rows
from sayso.ledger.verify.findings import TROUBLE, Checked, Finding, reason_of, shown
from sayso.ledger.verify.ids import find_false_ids
from sayso.ledger.verify.opening import driver_of
from sayso.ledger.writing import columns
from sayso.records import Coded
from sayso.span_law import check_map

AT_ONCE: Final = 100  # reports that are read together
MOST_ROWS: Final = 200_000  # of reports that are read together; no page comes near it
WRITTEN: Final = (*tables.RECORDS, *tables.PARTS)
Cells = tuple[Any, ...]


class Quote(NamedTuple):
    """Columns of a table that are a span, and the one that keeps its words, if any does."""

    name: str
    start: int  # place in a row
    end: int
    words: int | None


def find_faults_of_reports(
    connection: Connection, checked: Checked, advance: Callable[[int], None] | None = None
) -> Iterator[Finding]:
    """Yield what is wrong with reports, in the order of writing.

    `advance` is told now and then how many were read.
    """
    last = 0
    while batch := numbers_after(connection, last):
        if batch[0] <= last:  # an index that leads in a circle
            yield Finding(about="file", id=None, message="its reports cannot be told apart")
            return
        yield from check_reports(connection, batch, checked)
        last = batch[-1]
        if advance is not None:
            advance(checked.reports)


def numbers_after(connection: Connection, last: int) -> Sequence[int]:
    """Return the numbers of the next reports."""
    number = tables.REPORTS.c.number
    wanted = select(number).where(number > last).order_by(number).limit(AT_ONCE)
    return connection.scalars(wanted).all()


def check_reports(
    connection: Connection, numbers: Sequence[int], checked: Checked
) -> Iterator[Finding]:
    """Yield what is wrong with some reports; should one be unreadable, the others are read."""
    try:
        if count_rows(connection, numbers) > MOST_ROWS:
            raise SpanError("it has more records than any news page")
        batch = Batch(connection, numbers)
        found = [finding for number in numbers for finding in batch.check(number)]
    except TROUBLE as trouble:
        if len(numbers) > 1:
            for number in numbers:
                yield from check_reports(connection, [number], checked)
            return
        checked.reports += 1
        yield unreadable(connection, numbers[0], trouble)
        return
    checked.reports += len(numbers)
    checked.quotes += batch.quotes
    checked.unsupported += batch.unsupported
    yield from found


def count_rows(connection: Connection, numbers: Sequence[int]) -> int:
    """Return how many rows some reports have, whatever they hold."""
    marks = ", ".join("?" * len(numbers))
    asked = (f"SELECT count(*) FROM {table.name} WHERE report IN ({marks})" for table in WRITTEN)  # noqa: S608
    counts = connection.exec_driver_sql(" UNION ALL ".join(asked), tuple(numbers) * len(WRITTEN))
    return sum(row[0] for row in counts)


def unreadable(connection: Connection, number: int, trouble: BaseException) -> Finding:
    """Return the finding for a report whose rows make no report."""
    reports, inputs = tables.REPORTS.c, tables.INPUTS.c
    try:
        id_ = connection.scalar(select(reports.id).where(reports.number == number))
        given = connection.scalar(select(inputs.id).where(inputs.report == number).limit(1))
    except TROUBLE:
        id_, given = None, ""
    name = f"report {id_}" if isinstance(id_, str) else f"the report of number {number}"
    what = "is that of no input" if given is None else f"cannot be read: {reason_of(trouble)}"
    id_ = id_ if isinstance(id_, str) else None
    return Finding(about="report", id=id_, message=f"{name} {what}")


class Batch:
    """Some reports, as their rows give them, and the rows themselves."""

    def __init__(self, connection: Connection, numbers: Sequence[int]) -> None:
        self.coded = dict(zip(numbers, read_reports(connection, numbers), strict=True))
        self.inputs = inputs_of(connection, numbers)
        self.stored = {table: stored_rows(connection, table, numbers) for table in WRITTEN}
        self.stored[tables.REPORTS] = stored_rows(connection, tables.REPORTS, numbers)
        self.quotes = self.unsupported = 0

    def check(self, number: int) -> Iterator[Finding]:
        """Yield what is wrong with one report."""
        coded, found = self.coded[number], []
        for table, made in self.made(number, coded).items():
            quotes = list(self.quote_faults(table, number, coded.report.text))
            found += quotes or list(self.row_faults(table, number, made))
        found += [f"{id_} is not the id of what it names" for id_ in find_false_ids(coded)]
        if not found and digest_of(coded) != self.inputs[number][0].digest:
            found = ["it is not what was coded: it has another digest than its entry says"]
        for what in (*found, *self.map_faults(number, coded)):
            name = f"report {coded.report.id} ({coded.report.raw.path or 'from stdin'})"
            yield Finding(about="report", id=coded.report.id, message=f"{name}: {what}")

    def made(self, number: int, coded: Coded) -> Mapping[Table, Sequence[Cells]]:
        """Return the rows that a report is written as, with the numbers that it has."""
        numbers = {coded.report.id: number}
        for table in tables.RECORDS:
            place = columns(table).index("id")
            numbers.update((row[place], key) for key, row in self.stored[table][number])
        rows = Rows(dict.fromkeys(NUMBERED, 0))
        rows.add(coded, numbers)
        for table in NUMBERED:
            rows.of[table].sort(key=lambda row: row[0] or 0)
        return rows.of

    def quote_faults(self, table: Table, number: int, text: str) -> Iterator[str]:
        """Yield which rows of a table do not quote the text of their report."""
        for quote in quotes_of(table):
            for key, row in self.stored[table][number]:
                start, end = row[quote.start], row[quote.end]
                if start is None:
                    continue
                words = text[start:end]
                kept = words if quote.words is None else row[quote.words]
                self.quotes += quote.words is not None
                if kept != words or not start < end <= len(text):
                    self.unsupported += 1
                    yield (
                        f"the {quote.name} of row {key} of {table.name} says {shown(kept)}, and "
                        f"the text there {shown(words)}"
                    )

    def row_faults(self, table: Table, number: int, made: Sequence[Cells]) -> Iterator[str]:
        """Yield in words where the rows of a table first differ from what they must be."""
        stored = self.stored[table][number]
        if [row for _, row in stored] != made:
            yield self.difference(table, stored, made)

    def difference(
        self, table: Table, stored: Sequence[tuple[int, Cells]], made: Sequence[Cells]
    ) -> str:
        """Return in words where the rows that are there differ first from those that must be."""
        for there, must in zip_longest(stored, made):
            if there is None or must is None:
                break
            key, row = there
            for column, cell, right in zip(columns(table), row, must, strict=True):
                if cell != right:
                    return (
                        f"row {key} of {table.name} says {column} = {shown(cell)}, and by its "
                        f"record and the text it must be {shown(right)}"
                    )
        return f"{table.name} has {len(stored)} rows for it, which must be {len(made)}"

    def map_faults(self, number: int, coded: Coded) -> Iterator[str]:
        """Yield which of the inputs that gave the report are not traced to their bytes."""
        for row in self.inputs[number]:
            try:
                check_map(msgspec.structs.replace(coded.report, raw=raw_of(row)))
            except TROUBLE as trouble:
                yield reason_of(trouble)


def inputs_of(connection: Connection, numbers: Sequence[int]) -> dict[int, list[Row[Any]]]:
    """Return the inputs that gave each report, first the one that it is kept as."""
    inputs = tables.INPUTS
    wanted = select(inputs).where(inputs.c.report.in_(numbers)).order_by(inputs.c.id)
    found: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in connection.execute(wanted):
        found[row.report].append(row)
    return found


def stored_rows(
    connection: Connection, table: Table, numbers: Collection[int]
) -> dict[int, list[tuple[int, Cells]]]:
    """Return the rows of some reports as they were written, each with its number, by report."""
    names = columns(table)
    owner = "number" if table is tables.REPORTS else "report"
    marks = ", ".join("?" * len(numbers))
    listed = ", ".join(f'"{name}"' for name in names)
    statement = (
        f"SELECT number, {owner}, {listed} FROM {table.name} "  # noqa: S608 - our own names
        f"WHERE {owner} IN ({marks}) ORDER BY number"
    )
    found: dict[int, list[tuple[int, Cells]]] = defaultdict(list)
    for row in driver_of(connection).execute(statement, tuple(numbers)).fetchall():
        found[row[1]].append((row[0], row[2:]))
    return found


@cache
def quotes_of(table: Table) -> tuple[Quote, ...]:
    """Return the spans of a table: `cue_start` and `cue_end` have their words in `cue_text`."""
    names = columns(table)
    found = []
    for place, name in enumerate(names):
        stem = name.removesuffix("_start")
        if name == f"{stem}_start":
            kept = "text" if stem == "span" else f"{stem}_text"
            words = names.index(kept) if kept in names else None
            found.append(Quote(stem, place, names.index(f"{stem}_end"), words))
    return tuple(found)
