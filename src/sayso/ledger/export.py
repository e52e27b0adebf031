"""The ledger as lines of JSON, the same for the same content: the lines of `sayso code` again.

What depends on when, where and in which order it was written (numbers, runs) is left out.
"""

from collections.abc import Callable, Iterator
from typing import Final

import msgspec
from sqlalchemy import Connection, select

from sayso.errors import StoreError
from sayso.ledger import tables
from sayso.ledger.derived import (
    copies,
    count_pending,
    figures,
    incidents,
    origins,
    outcomes,
    update_derived,
)
from sayso.ledger.judgements import Judgement, select_judgements
from sayso.ledger.reading import read_all
from sayso.ledger.schema import pragma
from sayso.ledger.store import Ledger, open_ledger
from sayso.records import Coded, Issue, Record


class InputLine(Record, frozen=True):
    """An input that was coded: what it is, and which report it gave."""

    input: str  # id
    path: str | None
    entry: str | None
    url: str | None
    sha256: str
    given: msgspec.Raw | None  # what the user said of it
    report: str  # id
    digest: str  # SHA-256 of what it was coded to


class IssueLine(Record, frozen=True):
    """Something that was set aside."""

    issue: Issue


class JudgementLine(Record, frozen=True):
    """What somebody judged."""

    judgement: Judgement


# What is derived, room by room; each yields records that cite ids alone, sorted by them.
DERIVED: Final[tuple[Callable[[Connection], Iterator[Record]], ...]] = (
    copies.canonical_rows,
    incidents.canonical_rows,
    origins.canonical_rows,
    figures.canonical_rows,
    outcomes.canonical_rows,
)


def export_reports(ledger: Ledger) -> Iterator[Coded]:
    """Yield every coded report, in the order of their ids.

    Raises `StoreError` where the file cannot be read, or does not hold what sayso writes.
    """
    with ledger.reading() as connection:
        yield from read_all(connection)


def export_canonical(ledger: Ledger) -> Iterator[Record]:
    """Yield all that the ledger holds, as it was at one moment: equal ledgers, equal lines.

    Reports first, then inputs, issues, judgements, and what is derived, each in the order of
    their ids. What still waits to be derived is derived first. Raises `StoreError` as
    `export_reports` does, and where something waits in a ledger that cannot be written.
    """
    bring_up_to_date(ledger)
    with ledger.reading() as connection:
        yield from read_all(connection)
        yield from find_inputs(connection)
        yield from find_issues(connection)
        for judgement in sorted(select_judgements(connection), key=lambda each: each.id):
            yield JudgementLine(judgement=judgement)
        yield from derived_rows(connection)


def bring_up_to_date(ledger: Ledger) -> None:
    """Derive what waits to be derived, also in a ledger that was opened to be read.

    Raises `StoreError` where something waits, and the file cannot be written.
    """
    waiting = count_pending(ledger)
    if not waiting:
        return
    try:
        if pragma(ledger.connection, "query_only"):
            with open_ledger(ledger.path) as writable:
                update_derived(writable)
        else:
            update_derived(ledger)
    except StoreError as fault:
        raise StoreError(
            f"something is still to be derived (reports that wait: {waiting}), which needs a "
            f"ledger that can be written; {fault}"
        ) from fault


def find_inputs(connection: Connection) -> Iterator[InputLine]:
    """Yield the inputs that were coded, in the order of their ids."""
    inputs, reports = tables.INPUTS, tables.REPORTS
    found = select(inputs, reports.c.id.label("gives")).join(reports).order_by(inputs.c.id)
    for row in connection.execute(found):
        yield InputLine(
            input=row.id,
            path=row.path,
            entry=row.entry,
            url=row.url,
            sha256=row.sha256,
            given=msgspec.Raw(row.given.encode()) if row.given is not None else None,
            report=row.gives,
            digest=row.digest,
        )


def find_issues(connection: Connection) -> Iterator[IssueLine]:
    """Yield what was set aside, in the order of ids."""
    for row in connection.execute(select(tables.ISSUES).order_by(tables.ISSUES.c.id)):
        yield IssueLine(
            issue=Issue(input=row.input, stage=row.stage, error=row.error, message=row.message)
        )


def derived_rows(connection: Connection) -> Iterator[Record]:
    """Yield all that is derived, without what depends on the order of writing."""
    for rows_of in DERIVED:
        yield from rows_of(connection)
