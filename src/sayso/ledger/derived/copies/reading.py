"""Rows -> groups of copies, the very records that `find_copies` returns."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any

import msgspec
from sqlalchemy import Connection, Row

from sayso.ledger.copies.records import Change, Copies, Copy, CopyGroup, Passage
from sayso.ledger.store import listed

COPIES = """
SELECT c.copy_group, o.id AS original, r.id AS copy, c.likeness, c.share_of_original,
    c.share_of_copy, c.passages, c.changes
FROM copies AS c
JOIN reports AS o ON o.number = c.original
JOIN reports AS r ON r.number = c.copy
WHERE c.copy_group IS NOT NULL AND c.copy IN (SELECT value FROM json_each(?))
"""
PARTS = """
SELECT o.id AS original, r.id AS copy, c.likeness, c.share_of_original,
    c.share_of_copy, c.passages, c.changes
FROM copies AS c
JOIN reports AS o ON o.number = c.original
JOIN reports AS r ON r.number = c.copy
WHERE c.copy_group IS NULL AND c.copy IN (SELECT value FROM json_each(?))
    AND c.original IN (SELECT value FROM json_each(?))
"""
GROUPS = """
SELECT g.number, g.agency, o.id AS original, f.id AS first, g.reason
FROM copy_groups AS g
JOIN reports AS o ON o.number = g.original
LEFT JOIN reports AS f ON f.number = g.first
WHERE g.number IN (
    SELECT copy_group FROM copies WHERE copy IN (SELECT value FROM json_each(?))
    UNION SELECT number FROM copy_groups WHERE original IN (SELECT value FROM json_each(?)))
"""
MEMBERS = """
SELECT c.copy_group, r.number, r.id FROM json_each(?) AS w
JOIN copies AS c ON c.copy_group = w.value JOIN reports AS r ON r.number = c.copy
UNION SELECT g.number, r.number, r.id FROM json_each(?) AS w
JOIN copy_groups AS g ON g.number = w.value JOIN reports AS r ON r.number = g.original
"""

decode_passages = msgspec.json.Decoder(tuple[Passage, ...]).decode
decode_changes = msgspec.json.Decoder(tuple[Change, ...]).decode


def canonical_rows(connection: Connection) -> Iterator[CopyGroup | Copy]:
    """Yield the groups of copies, then who takes over a part of another, by ids."""
    everything = connection.exec_driver_sql("SELECT number FROM reports").scalars().all()
    copies = read_copies(connection, everything)
    yield from copies.groups
    yield from copies.partial


def read_copies(connection: Connection, reports: Collection[int]) -> Copies:
    """Return the groups in which `reports` stand, and what is taken over between two of them.

    Of a group all reports are named, but only `reports` are put to its original. Where a group
    takes over a part, the two reports that tell may be others of the groups.
    """
    groups = groups_of(connection, reports)
    members = members_of(connection, groups)
    copies: dict[int, list[Copy]] = defaultdict(list)
    for row in connection.exec_driver_sql(COPIES, listed(reports)):
        copies[row.copy_group].append(copy_of(row))
    ends = {*reports, *(number for group in members.values() for number in group)}
    parts = connection.exec_driver_sql(PARTS, listed(ends) * 2)
    found = (
        CopyGroup(
            reports=tuple(sorted(members[number].values())),
            agency=row.agency,
            original=row.original,
            first=row.first,
            reason=row.reason,
            copies=tuple(sorted(copies[number], key=lambda copy: copy.copy)),
        )
        for number, row in groups.items()
    )
    return Copies(
        groups=tuple(sorted(found, key=lambda group: group.reports)),
        partial=tuple(sorted(map(copy_of, parts), key=lambda copy: (copy.original, copy.copy))),
    )


def groups_of(connection: Connection, reports: Collection[int]) -> dict[int, Row[Any]]:
    """Return the groups in which `reports` stand, by its number."""
    rows = connection.exec_driver_sql(GROUPS, listed(reports) * 2)
    return {row.number: row for row in rows}


def members_of(connection: Connection, groups: Collection[int]) -> dict[int, dict[int, str]]:
    """Return the reports of groups: their ids by their numbers."""
    rows = connection.exec_driver_sql(MEMBERS, listed(groups) * 2)
    members: dict[int, dict[int, str]] = defaultdict(dict)
    for group, number, id_ in rows:
        members[group][number] = id_
    return members


def copy_of(row: Row[Any]) -> Copy:
    """Return the copy of a row."""
    return Copy(
        original=row.original,
        copy=row.copy,
        likeness=row.likeness,
        share_of_original=row.share_of_original,
        share_of_copy=row.share_of_copy,
        passages=decode_passages(row.passages),
        changes=decode_changes(row.changes),
    )
