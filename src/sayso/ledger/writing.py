"""Coded reports into the ledger: each input exactly once, whole or not at all.

What is kept does not depend on the order of writing. Where several inputs give one report (the
same print, read twice), all of them are listed, and the report stands as the input of the least
id gave it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, islice
from typing import Final, NamedTuple

from sqlalchemy import Connection, Table, delete, func, insert, select
from sqlalchemy.dialects import sqlite

from sayso.ledger import tables
from sayso.ledger.identity import as_kept, digest_of, input_id
from sayso.ledger.rows import NUMBERED, Rows, input_cells
from sayso.ledger.store import Ledger
from sayso.ledger.views import SEARCHED, index_since
from sayso.records import Coded

AT_ONCE: Final = 1_000  # reports that are held in memory together, at 70 kB each
# Reports of one transaction. In a large ledger each rewrites most of the index of ids, however
# few it adds; so the more the faster, but others who write must wait for it.
IN_ONE: Final = 10 * AT_ONCE


class Entry(NamedTuple):
    """One input, ready to be written."""

    id: str
    digest: str
    coded: Coded  # as the ledger gives it back


def add_coded(ledger: Ledger, run: int, coded: Iterable[Coded], given: str | None = None) -> int:
    """Write coded reports and mark their inputs as done; return how many inputs were new.

    An input that is there already is passed over. `given`: what the user said of all of them, as
    JSON. Ten thousand are written at a time, all of them or none; `coded` is drawn from meanwhile,
    while nobody else can write, so what comes slowly is added one by one. Raises `StoreError`
    where the file cannot be written, or a record points at one that its report does not hold.
    """
    pending, added = iter(coded), 0
    while first := list(islice(pending, AT_ONCE)):
        rest = batches(islice(pending, IN_ONE - AT_ONCE))
        rewriting: list[Entry] = []
        with ledger.writing(checked=False) as connection:
            for batch in chain([first], rest):
                added += add_batch(connection, run, batch, given, rewriting)
                if len(rewriting) >= AT_ONCE:  # held in memory, so not too many
                    break
        if rewriting:
            with ledger.writing() as connection:
                added += write_again(connection, run, rewriting, given)
    return added


def batches(coded: Iterable[Coded]) -> Iterator[list[Coded]]:
    """Yield the reports in lists, each held in memory together."""
    pending = iter(coded)
    while batch := list(islice(pending, AT_ONCE)):
        yield batch


def add_batch(
    connection: Connection,
    run: int,
    batch: Iterable[Coded],
    given: str | None,
    rewriting: list[Entry],
) -> int:
    """Write some coded reports, and return how many inputs were written.

    Those of which the ledger holds the report, coded otherwise by an input of a later id, are
    not written but put to `rewriting`: they take rows out.
    """
    entries = {entry.id: entry for entry in map(entry_of, batch)}
    for id_ in present(connection, tables.INPUTS, entries):
        del entries[id_]
    prints = by_report(entries.values())
    numbers = present(connection, tables.REPORTS, prints)
    for id_, number in numbers.items():
        if is_kept_instead(connection, number, least_of(prints[id_])):
            rewriting.extend(prints.pop(id_))
    if prints:
        write_new(connection, prints, numbers, run, given)
    return sum(map(len, prints.values()))


def write_again(
    connection: Connection, run: int, entries: Iterable[Entry], given: str | None
) -> int:
    """Write inputs whose report is there, and is to be as they have it if they are the least.

    Returns how many were written: not those that another process wrote meanwhile.
    """
    waiting = {entry.id: entry for entry in entries}
    for id_ in present(connection, tables.INPUTS, waiting):
        del waiting[id_]
    prints = by_report(waiting.values())
    numbers = present(connection, tables.REPORTS, prints)
    for id_, found in prints.items():
        least = least_of(found)
        if is_kept_instead(connection, numbers[id_], least):
            rewrite(connection, numbers[id_], least.coded)
    mark_done(connection, prints, numbers, run, given)
    return sum(map(len, prints.values()))


def by_report(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Return inputs by the id of their report."""
    prints: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        prints[entry.coded.report.id].append(entry)
    return prints


def least_of(entries: Iterable[Entry]) -> Entry:
    """Return the input that decides what their report is like."""
    return min(entries, key=lambda entry: entry.id)


def entry_of(coded: Coded) -> Entry:
    """Return what is written of one coded report."""
    kept = as_kept(coded)
    return Entry(input_id(coded.report.raw), digest_of(kept), kept)


def present(connection: Connection, table: Table, ids: Collection[str]) -> dict[str, int]:
    """Return the number of each of `ids` that `table` holds."""
    wanted = select(table.c.id, table.c.number).where(table.c.id.in_(ids))
    return {row.id: row.number for row in connection.execute(wanted)}


def write_new(
    connection: Connection,
    prints: Mapping[str, Sequence[Entry]],
    numbers: dict[str, int],
    run: int,
    given: str | None,
) -> None:
    """Write inputs that are new, and those of their reports that have no number yet."""
    rows = Rows(next_numbers(connection))
    for id_, entries in prints.items():
        if id_ not in numbers:
            numbers[id_] = rows.add(least_of(entries).coded)
    write_rows(connection, rows)
    put_off(connection, [row[0] for row in rows.of[tables.REPORTS]])
    mark_done(connection, prints, numbers, run, given)


def mark_done(
    connection: Connection,
    prints: Mapping[str, Sequence[Entry]],
    numbers: Mapping[str, int],
    run: int,
    given: str | None,
) -> None:
    """Write inputs of reports that are there, and take their issues away."""
    entries = [entry for found in prints.values() for entry in found]
    done = [
        (
            *(entry.id, *input_cells(entry.coded.report.raw), given),
            *(numbers[entry.coded.report.id], entry.digest, run),
        )
        for entry in entries
    ]
    if done:
        connection.exec_driver_sql(insertion(tables.INPUTS), done)
    page = tables.ISSUES.c.page
    connection.execute(delete(tables.ISSUES).where(page.in_([entry.id for entry in entries])))


def is_kept_instead(connection: Connection, report: int, entry: Entry) -> bool:
    """Tell whether a report that is there must be rewritten as `entry` has it."""
    inputs = tables.INPUTS.c
    kept = select(inputs.id, inputs.digest).where(inputs.report == report).order_by(inputs.id)
    id_, digest = connection.execute(kept.limit(1)).one()
    return bool(entry.id < id_ and entry.digest != digest)


def write_rows(connection: Connection, rows: Rows) -> None:
    """Write rows of reports that are new, and index their words."""
    firsts = {table: next_number(connection, table) for table in SEARCHED_TABLES}
    for table, found in rows.of.items():
        if found:
            connection.exec_driver_sql(insertion(table), found)
    for table, first in firsts.items():
        connection.exec_driver_sql(index_since(table.name), (first,))


def rewrite(connection: Connection, report: int, coded: Coded) -> None:
    """Put `coded` in the place of what the ledger holds of that report.

    Records that stay keep their number, so that what points at them goes on doing so.
    """
    put_off(connection, [report, *told_with(connection, report)])
    kept = {coded.report.id: report}
    for table in tables.RECORDS:
        wanted = select(table.c.id, table.c.number).where(table.c.report == report)
        kept.update((row.id, row.number) for row in connection.execute(wanted))
    for table in tables.PARTS:
        connection.execute(delete(table).where(table.c.report == report))
    rows = Rows(next_numbers(connection))
    rows.add(coded, kept)
    firsts = {table: next_number(connection, table) for table in SEARCHED_TABLES}
    for table, found in rows.of.items():
        if found:
            statement = replacement(table) if table in NUMBERED else insertion(table)
            connection.exec_driver_sql(statement, found)
    for table, first in firsts.items():
        connection.exec_driver_sql(index_since(table.name), (first,))
    for table in reversed(tables.RECORDS):
        stay = [row[0] for row in rows.of[table]]
        gone = table.c.report == report, table.c.number.not_in(stay)
        connection.execute(delete(table).where(*gone))


def put_off(connection: Connection, reports: Iterable[int | str | float | None]) -> None:
    """Have what follows from `reports` derived later: see `sayso.ledger.derived`."""
    waiting = [(report,) for report in reports]
    if waiting:
        statement = "INSERT INTO pending (report) VALUES (?) ON CONFLICT DO NOTHING"
        connection.exec_driver_sql(statement, waiting)


def told_with(connection: Connection, report: int) -> Sequence[int]:
    """Return the reports that tell of an incident which `report` tells of too."""
    members, events = tables.MEMBERS.c, tables.EVENTS.c
    own = select(members.incident).join(tables.EVENTS).where(events.report == report)
    told = select(events.report).join(tables.MEMBERS).where(members.incident.in_(own))
    return connection.scalars(told.distinct()).all()


def next_numbers(connection: Connection) -> dict[Table, int]:
    """Return the number of the next new row of each table whose rows bring theirs along."""
    return {table: next_number(connection, table) for table in NUMBERED}


def next_number(connection: Connection, table: Table) -> int:
    """Return the number of the next new row of `table`."""
    largest = connection.scalar(select(func.max(table.c.number)))
    return 1 + (largest or 0)


SEARCHED_TABLES: Final = tuple(tables.METADATA.tables[name] for name in SEARCHED)


@cache
def insertion(table: Table) -> str:
    """Return the statement that adds a row; most tables number it by themselves."""
    return str(insert(table).compile(dialect=sqlite.dialect(), column_keys=columns(table)))


@cache
def replacement(table: Table) -> str:
    """Return the statement that adds a row, or changes the one of the same number."""
    statement = sqlite.insert(table)
    fields = {name: statement.excluded[name] for name in columns(table) if name != "number"}
    changing = statement.on_conflict_do_update(index_elements=["number"], set_=fields)
    return str(changing.compile(dialect=sqlite.dialect(), column_keys=columns(table)))


def columns(table: Table) -> list[str]:
    """Return the columns that a row is written with."""
    return [
        column.name for column in table.columns if table in NUMBERED or column.name != "number"
    ]
