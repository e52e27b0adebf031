"""The ledger as lines of JSON, the same for the same content: the lines of `sayso code` again.

What depends on when, where and in which order it was written (numbers, runs) is left out.
"""

from collections.abc import Iterator

import msgspec
from sqlalchemy import select

from sayso.ledger import tables
from sayso.ledger.reading import read_all
from sayso.ledger.store import Ledger
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


Line = Coded | InputLine | IssueLine


def export_reports(ledger: Ledger) -> Iterator[Coded]:
    """Yield every coded report, in the order of their ids.

    Raises `StoreError` where the file cannot be read, or does not hold what sayso writes.
    """
    with ledger.reading() as connection:
        yield from read_all(connection)


def export_canonical(ledger: Ledger) -> Iterator[Line]:
    """Yield all that the ledger holds, as it was at one moment: equal ledgers, equal lines.

    Reports first, then inputs, then issues, each in the order of their ids. Raises `StoreError`
    as `export_reports` does.
    """
    inputs, issues, reports = tables.INPUTS, tables.ISSUES, tables.REPORTS
    with ledger.reading() as connection:
        yield from read_all(connection)
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
        for row in connection.execute(select(issues).order_by(issues.c.id)):
            yield IssueLine(
                issue=Issue(input=row.input, stage=row.stage, error=row.error, message=row.message)
            )
