"""What is derived: that it quotes records which are there, and that it comes out again."""

import contextlib
import sqlite3
import tempfile
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Final, NamedTuple

import msgspec
from sqlalchemy import Connection, delete, insert, select

from sayso.ledger import tables
from sayso.ledger.copies.alignment import forms_of
from sayso.ledger.copies.records import Change, Passage
from sayso.ledger.derived import update_derived
from sayso.ledger.export import derived_rows
from sayso.ledger.store import open_ledger
from sayso.ledger.verify.findings import Checked, Finding, guarded, shown
from sayso.ledger.verify.opening import driver_of

MOST: Final = 20  # findings of one kind

BROUGHT: Final = {  # by pages and people; all other rows are derived
    *(tables.REPORTS, tables.INPUTS, tables.ISSUES, tables.RUNS, *tables.RECORDS, *tables.PARTS),
    *(tables.JUDGEMENTS, tables.JUDGED, tables.CHECKPOINTS, tables.PENDING),
}

decode_passages = msgspec.json.Decoder(tuple[Passage, ...]).decode
decode_changes = msgspec.json.Decoder(tuple[Change, ...]).decode


class Quoting(NamedTuple):
    """A table whose rows quote a record, and the columns by which they do."""

    table: str
    report: str
    record: str
    start: str
    end: str
    words: str


QUOTING: Final = (
    Quoting("contradictions", "one_report", "one", "one_start", "one_end", "one_text"),
    Quoting("contradictions", "other_report", "other", "other_start", "other_end", "other_text"),
    Quoting("outcome_evidence", "report", "record", "span_start", "span_end", "text"),
)


# What other rows must say, each as a question for those that do not.
QUESTIONS: Final = {
    "the incident {} has another title than the sentence of its first event": (
        "SELECT i.id FROM incidents AS i JOIN members AS m ON m.incident = i.number "
        "AND m.ordinal = 0 JOIN events AS e ON e.number = m.event "
        "JOIN reports AS r ON r.number = e.report WHERE i.title IS NOT "
        "substr(r.text, e.sentence_start + 1, e.sentence_end - e.sentence_start)"
    ),
    "the incident {} has not as many events as it says": (
        "SELECT i.id FROM incidents AS i WHERE i.events <> "
        "(SELECT count(*) FROM members AS m WHERE m.incident = i.number)"
    ),
    "row {} of dependences names words that are not there": (
        "SELECT d.number FROM dependences AS d, json_each(d.evidence) AS e "
        "LEFT JOIN reports AS r ON r.id = json_extract(e.value, '$.report') "
        "WHERE NOT coalesce(json_extract(e.value, '$.span[1]') <= length(r.text), 0)"
    ),
}


def find_faults_of_derived(connection: Connection, checked: Checked) -> Iterator[Finding]:
    """Yield which derived rows do not quote their report, or point at no record."""
    for quoting in QUOTING:
        checked.quotes += count_of(connection, quoting.table)
        for number in wrong_quotes(connection, quoting):
            checked.unsupported += 1
            yield derived(f"row {number} of {quoting.table} does not quote its report")
        for number in lost_records(connection, quoting):
            yield derived(f"row {number} of {quoting.table} names a record that is not there")
    for message, question in QUESTIONS.items():
        for (found,) in connection.exec_driver_sql(f"{question} LIMIT {MOST}"):
            yield derived(message.format(found))
    yield from guarded(find_faults_of_copies(connection), "derived", "the list of copies")


def find_faults_of_copies(connection: Connection) -> Iterator[Finding]:
    """Yield which copies do not have the words of their original where they say so."""
    rows = connection.execution_options(yield_per=1).exec_driver_sql(
        "SELECT c.number, c.passages, c.changes, o.text, r.text FROM copies AS c "
        "JOIN reports AS o ON o.number = c.original JOIN reports AS r ON r.number = c.copy"
    )
    for number, passages, changes, original, copy in rows:
        shared = all(
            forms_of(each.original.quote(original)) == forms_of(each.copy.quote(copy))
            for each in decode_passages(passages)
        )
        spans = [(each.original, each.copy) for each in decode_changes(changes)]
        spans += [(each.original, each.copy) for each in decode_passages(passages)]
        within = all(
            span is None or span.end <= len(text)
            for pair in spans
            for span, text in zip(pair, (original, copy), strict=True)
        )
        if not (shared and within):
            yield derived(f"row {number} of copies: the two reports do not have the same words")


def count_of(connection: Connection, table: str) -> int:
    """Return how many rows a table has."""
    found = connection.exec_driver_sql(f"SELECT count(*) FROM {table}")  # noqa: S608
    return int(found.scalar_one())


def wrong_quotes(connection: Connection, of: Quoting) -> list[int]:
    """Return the numbers of rows that say something else than their report does there."""
    words = f"substr(r.text, d.{of.start} + 1, d.{of.end} - d.{of.start})"
    found = connection.exec_driver_sql(
        f"SELECT d.number FROM {of.table} AS d JOIN reports AS r ON r.number = d.{of.report} "  # noqa: S608
        f"WHERE {words} IS NOT d.{of.words} LIMIT {MOST}"
    )
    return [row[0] for row in found]


def lost_records(connection: Connection, of: Quoting) -> list[int]:
    """Return the numbers of rows that name a record which their report does not have."""
    nowhere = " AND ".join(
        f"NOT EXISTS (SELECT 1 FROM {table.name} AS t "  # noqa: S608
        f"WHERE t.id = d.{of.record} AND t.report = d.{of.report})"
        for table in tables.RECORDS
    )
    found = connection.exec_driver_sql(
        f"SELECT d.number FROM {of.table} AS d WHERE {nowhere} LIMIT {MOST}"  # noqa: S608
    )
    return [row[0] for row in found]


def find_other_derivation(connection: Connection) -> Iterator[Finding]:
    """Yield a finding where a copy of the ledger, derived anew, comes to something else.

    That takes as long as it took at first, and as much room as the file.
    """
    with tempfile.TemporaryDirectory(prefix="sayso-") as folder:
        path = Path(folder) / "anew.db"
        copy_to(connection, path)
        with open_ledger(path) as anew:
            with anew.writing() as writing:
                for table in reversed(tables.METADATA.sorted_tables):
                    if table not in BROUGHT:
                        writing.execute(delete(table))
                every = select(tables.REPORTS.c.number)
                writing.execute(insert(tables.PENDING).from_select(["report"], every))
            update_derived(anew)
            with anew.reading() as reading:
                pairs = zip_longest(derived_rows(connection), derived_rows(reading))
                for there, again in pairs:
                    if there != again:
                        yield derived(
                            f"the ledger has {told(there)}, and derived anew it is {told(again)}"
                        )
                        return


def copy_to(connection: Connection, path: Path) -> None:
    """Copy the ledger to `path`."""
    with contextlib.closing(sqlite3.connect(path)) as target:
        driver_of(connection).backup(target)


def told(row: msgspec.Struct | None) -> str:
    """Return a derived row as a sentence shows it."""
    return shown(msgspec.json.encode(row).decode()) if row is not None else "none more"


def derived(message: str) -> Finding:
    """Return a finding about what is derived."""
    return Finding(about="derived", id=None, message=message)
