"""What a person asks of copies: who prints whose text, and what was changed in it."""

from collections.abc import Iterator, Sequence
from typing import Any, Final, Literal

from sqlalchemy import Connection, Row

from sayso.errors import QueryError
from sayso.ledger.copies.difference import quote
from sayso.ledger.copies.records import Alteration, Copy
from sayso.ledger.derived.copies.reading import copy_of
from sayso.ledger.reading import read_reports
from sayso.ledger.store import Ledger, listed
from sayso.records import Record, Report

Takes = Literal["original", "copy", "part"]

NEAR: Final = 3  # reports that are named where several may be meant
LAST_LETTER: Final = "\U0010ffff"

HEAD = "r.id, r.outlet, r.agency, r.published, r.title"
GROUPS = f"""
SELECT g.number, g.id AS copy_group, g.agency AS whose, g.reason, f.id AS first, {HEAD}
FROM copy_groups AS g
JOIN reports AS r ON r.number = g.original
LEFT JOIN reports AS f ON f.number = g.first
ORDER BY r.published, r.id
"""  # noqa: S608 - our own columns
MEMBERS = f"""
SELECT c.likeness, c.share_of_copy, c.share_of_original, {HEAD}
FROM copies AS c JOIN reports AS r ON r.number = c.copy
WHERE c.copy_group = ? ORDER BY r.published, r.id
"""  # noqa: S608
PARTS = """
SELECT c.original, c.copy, c.share_of_copy, c.share_of_original
FROM copies AS c
JOIN reports AS o ON o.number = c.original
JOIN reports AS r ON r.number = c.copy
WHERE c.copy_group IS NULL ORDER BY o.id, r.id
"""
AROUND = """
SELECT o.number AS original_number, r.number AS copy_number, o.id AS original, r.id AS copy,
    c.likeness, c.share_of_original, c.share_of_copy, c.passages, c.changes
FROM copies AS c
JOIN reports AS o ON o.number = c.original
JOIN reports AS r ON r.number = c.copy
WHERE c.copy = ? OR c.original = ?
ORDER BY c.copy_group IS NULL, o.id, r.id
"""


class Reprint(Record, frozen=True):
    """A report as one of several that print a text."""

    report: str  # id
    outlet: str | None
    agency: str | None
    published: str | None
    title: str | None
    takes: Takes
    share: float  # of its words, those that stand in the original
    share_of_original: float


class Reprinted(Record, frozen=True):
    """One text and who prints it; or two reports of which one takes over a part of the other."""

    copy_group: str | None  # id; None: a part alone is taken over
    whose: str | None  # agency
    first: str | None  # id of the report that was printed first
    reason: str | None
    reprints: tuple[Reprint, ...]  # the original first


class Changed(Record, frozen=True):
    """Words that stand in one of two reports alone."""

    kind: Alteration
    original: str | None
    copy: str | None


class Comparison(Record, frozen=True):
    """Two reports of one text, and what was cut, added and changed."""

    original: Reprint
    reprint: Reprint
    copy: Copy  # spans
    changed: tuple[Changed, ...]  # the same in words


def list_copies(ledger: Ledger) -> Iterator[Reprinted]:
    """Yield each text that several reports print, then each that one takes over a part of.

    Both in the order of the originals. Raises `StoreError` where the file cannot be read.
    """
    with ledger.reading() as connection:
        for group in connection.exec_driver_sql(GROUPS).all():
            members = connection.exec_driver_sql(MEMBERS, (group.number,))
            yield Reprinted(
                copy_group=group.copy_group,
                whose=group.whose,
                first=group.first,
                reason=group.reason,
                reprints=(
                    reprint_of(group, "original", 1.0, 1.0),
                    *(
                        reprint_of(row, "copy", row.share_of_copy, row.share_of_original)
                        for row in members
                    ),
                ),
            )
        for row in connection.exec_driver_sql(PARTS).all():
            original, other = heads_of(connection, (row.original, row.copy))
            yield Reprinted(
                copy_group=None,
                whose=None,
                first=None,
                reason=None,
                reprints=(
                    reprint_of(original, "original", 1.0, 1.0),
                    reprint_of(other, "part", row.share_of_copy, row.share_of_original),
                ),
            )


def compare_copies(ledger: Ledger, report: str) -> Iterator[tuple[Comparison, Report, Report]]:
    """Yield what the text of a report has from others and others from it, with both reports.

    `report` is its id, how it begins, or the path of an input that gave it. First come the
    copies, a copy against its original and an original against each of its copies, then who
    takes over a part. Raises `QueryError`, one sentence, where no report is meant or several
    are, and `StoreError` where the file cannot be read.
    """
    with ledger.reading() as connection:
        number = look_up(connection, report.strip())
        for row in connection.exec_driver_sql(AROUND, (number, number)).all():
            ends = (row.original_number, row.copy_number)
            one, other = (coded.report for coded in read_reports(connection, ends))
            yield comparison_of(copy_of(row), heads_of(connection, ends), one, other), one, other


def comparison_of(copy: Copy, heads: Sequence[Row[Any]], one: Report, other: Report) -> Comparison:
    """Return what two reports share and what not, `one` being the original."""
    takes: Takes = "copy" if copy.likeness == "copy" else "part"
    return Comparison(
        original=reprint_of(heads[0], "original", 1.0, 1.0),
        reprint=reprint_of(heads[1], takes, copy.share_of_copy, copy.share_of_original),
        copy=copy,
        changed=tuple(
            Changed(
                kind=change.kind,
                original=quote(change.original, one) if change.original is not None else None,
                copy=quote(change.copy, other) if change.copy is not None else None,
            )
            for change in copy.changes
        ),
    )


def reprint_of(row: Row[Any], takes: Takes, share: float, share_of_original: float) -> Reprint:
    """Return the report of a row."""
    return Reprint(
        report=row.id,
        outlet=row.outlet,
        agency=row.agency,
        published=row.published,
        title=row.title,
        takes=takes,
        share=share,
        share_of_original=share_of_original,
    )


def heads_of(connection: Connection, reports: Sequence[int]) -> list[Row[Any]]:
    """Return what stands at the head of reports, in the order of `reports`."""
    rows = connection.exec_driver_sql(
        "SELECT r.number, r.id, r.outlet, r.agency, r.published, r.title FROM json_each(?) AS w "
        "JOIN reports AS r ON r.number = w.value",
        listed(reports),
    )
    by_number = {row.number: row for row in rows}
    return [by_number[number] for number in reports]


def look_up(connection: Connection, report: str) -> int:
    """Return the number of the report that is meant."""
    if not report:
        raise QueryError("a report is needed: its id, how it begins, or the path of its page")
    found = connection.exec_driver_sql(
        "SELECT number, id FROM reports WHERE id = ?1 OR id >= ?1 AND id < ?1 || ?2 "
        "UNION SELECT r.number, r.id FROM inputs AS i JOIN reports AS r ON r.number = i.report "
        "WHERE i.path = ?1 ORDER BY 2 LIMIT ?3",
        (report, LAST_LETTER, NEAR + 1),
    ).all()
    exact = [row for row in found if row.id == report]
    if not found:
        raise QueryError(
            f"the ledger holds no report {report}; name its id, how it begins, or the path of "
            "its page"
        )
    if len(exact) != 1 and len(found) > 1:
        near = ", ".join(row.id for row in found[:NEAR])
        raise QueryError(f"several reports are meant by {report}, such as {near}; name one")
    return int((exact or found)[0].number)
