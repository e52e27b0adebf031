"""Groups of copies as rows: remade where a report is new, was rewritten or is put elsewhere."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

import msgspec
from sqlalchemy import Connection, Row

from sayso.ledger.copies.alignment import Words, words_of
from sayso.ledger.copies.comparison import compare
from sayso.ledger.copies.groups import Part, Sets, part_of, strongest
from sayso.ledger.copies.whose import Print, find_whose
from sayso.ledger.derived.copies.likenesses import Bands, update_likenesses
from sayso.ledger.identity import digest_id
from sayso.ledger.store import listed
from sayso.records import Timestamp

AT_ONCE: Final = 200  # copies whose texts are held in memory together


class Wanted(NamedTuple):
    """A row of `copies` that there should be."""

    group: int | None
    original: int
    copy: int


def update_copies(connection: Connection, reports: Collection[int]) -> set[int]:
    """Bring the copies up to date that hang on `reports`, which are new or were rewritten.

    Returns the reports whose group changed, or what they share with its original or with another
    that they take over a part of. What is left does not depend on the order of reports: it is
    what `find_copies` finds in all of them.
    """
    moved = update_likenesses(connection, reports)
    prints = read_prints(connection, together_with(connection, moved | set(reports)))
    trees = trees_of(connection, prints)
    wanted, gone = update_groups(connection, prints, trees)
    wanted += list(find_parts(connection, prints, trees))
    return gone | update_rows(connection, wanted, prints)


def hanging_on(connection: Connection, reports: Collection[int]) -> set[int]:
    """Return who must be looked at again, by `update_copies`, when `reports` are taken away.

    To be asked before they go; their own rows go with them.
    """
    around = Bands(connection).around(reports) | together_with(connection, reports)
    return around - set(reports)


# --- who is to be looked at --------------------------------------------------------------------


def together_with(connection: Connection, reports: Collection[int]) -> set[int]:
    """Return those of `reports` that are like any other, and who prints one text with them.

    That is who stands in one group with them, and who will.
    """
    found = connection.exec_driver_sql(
        "WITH RECURSIVE seeds (report) AS ("
        "SELECT value FROM json_each(?1) "
        "UNION SELECT longer FROM json_each(?1) JOIN likenesses ON report = value "
        "UNION SELECT report FROM json_each(?1) JOIN likenesses ON longer = value"
        "), before (number) AS ("
        "SELECT c.copy_group FROM seeds AS s JOIN copies AS c ON c.copy = s.report "
        "WHERE c.copy_group IS NOT NULL "
        "UNION SELECT g.number FROM seeds AS s JOIN copy_groups AS g ON g.original = s.report"
        "), tree (report) AS ("
        "SELECT report FROM seeds "
        "UNION SELECT c.copy FROM before AS b JOIN copies AS c ON c.copy_group = b.number "
        "UNION SELECT g.original FROM before AS b JOIN copy_groups AS g ON g.number = b.number "
        "UNION SELECT l.longer FROM tree AS t JOIN likenesses AS l ON l.report = t.report "
        "WHERE l.likeness = 'copy' "
        "UNION SELECT l.report FROM tree AS t JOIN likenesses AS l ON l.longer = t.report "
        "WHERE l.likeness = 'copy'"
        ") SELECT t.report FROM tree AS t WHERE "
        "EXISTS (SELECT 1 FROM likenesses AS l WHERE l.report = t.report) OR "
        "EXISTS (SELECT 1 FROM likenesses AS l WHERE l.longer = t.report) OR "
        "EXISTS (SELECT 1 FROM copies AS c WHERE c.copy = t.report) OR "
        "EXISTS (SELECT 1 FROM copies AS c WHERE c.original = t.report) OR "
        "EXISTS (SELECT 1 FROM copy_groups AS g WHERE g.original = t.report)",
        listed(reports),
    )
    return {row[0] for row in found}


def read_prints(connection: Connection, reports: Collection[int]) -> dict[int, Print]:
    """Return what tells whose text they print, by the numbers of reports."""
    found = connection.exec_driver_sql(
        "SELECT r.number, r.id, r.outlet, r.agency, r.url, r.published, r.published_precision, "
        "r.published_basis, s.words FROM json_each(?) AS w "
        "JOIN reports AS r ON r.number = w.value JOIN sketches AS s ON s.report = r.number",
        listed(reports),
    )
    return {row[0]: print_of_row(row) for row in found}


def print_of_row(row: Row[Any]) -> Print:
    """Return what tells whose text a report prints."""
    value, precision, basis = row.published, row.published_precision, row.published_basis
    return Print(
        id=row.id,
        outlet=row.outlet,
        agency=row.agency,
        url=row.url,
        published=Timestamp(value=value, precision=precision, basis=basis) if value else None,
        words=row.words,
    )


def trees_of(connection: Connection, prints: Mapping[int, Print]) -> list[list[int]]:
    """Return the reports that are copies of each other, also through a third, by their number."""
    places = {number: place for place, number in enumerate(sorted(prints))}
    sets = Sets(len(places))
    pairs = connection.exec_driver_sql(
        "SELECT l.report, l.longer FROM json_each(?) AS w JOIN likenesses AS l "
        "ON l.report = w.value WHERE l.likeness = 'copy'",
        listed(prints),
    )
    for one, other in pairs:
        sets.join(places[one], places[other])
    numbers = sorted(prints)
    return [[numbers[place] for place in tree] for tree in sets.members()]


# --- groups ------------------------------------------------------------------------------------


def update_groups(
    connection: Connection, prints: Mapping[int, Print], trees: Sequence[Sequence[int]]
) -> tuple[list[Wanted], set[int]]:
    """Write the groups of `trees`; return the copies that they should have, and who left one."""
    numbers = {each.id: number for number, each in prints.items()}
    known = {
        row.original: row
        for row in connection.exec_driver_sql(
            "SELECT g.number, g.original, g.agency, g.first, g.reason FROM json_each(?) AS w "
            "JOIN copy_groups AS g ON g.original = w.value",
            listed(prints),
        )
    }
    wanted: list[Wanted] = []
    for tree in trees:
        if len(tree) == 1:
            continue
        whose = find_whose([prints[number] for number in tree])
        original = numbers[whose.original]
        first = numbers[whose.first] if whose.first is not None else None
        row = known.pop(original, None)
        cells = (whose.agency, first, whose.reason)
        if row is None:
            group = add_group(connection, whose.original, original, cells)
        else:
            group = row.number
            if cells != (row.agency, row.first, row.reason):
                connection.exec_driver_sql(
                    "UPDATE copy_groups SET agency = ?, first = ?, reason = ? WHERE number = ?",
                    (*cells, group),
                )
        wanted.extend(Wanted(group, original, number) for number in tree if number != original)
    return wanted, remove_groups(connection, [row.number for row in known.values()])


def add_group(
    connection: Connection, id_: str, original: int, cells: tuple[str | None, int | None, str]
) -> int:
    """Write a group, and return its number."""
    found = connection.exec_driver_sql(
        "INSERT INTO copy_groups (id, original, agency, first, reason) VALUES (?, ?, ?, ?, ?) "
        "RETURNING number",
        (digest_id("g", "copies", id_), original, *cells),
    )
    return int(found.scalar_one())


def remove_groups(connection: Connection, groups: Sequence[int]) -> set[int]:
    """Take groups away that are none any more, and return who stood in them."""
    left = connection.exec_driver_sql(
        "SELECT c.copy, c.original FROM json_each(?) AS w JOIN copies AS c "
        "ON c.copy_group = w.value",
        listed(groups),
    ).all()
    connection.exec_driver_sql(
        "DELETE FROM copy_groups WHERE number IN (SELECT value FROM json_each(?))",
        listed(groups),
    )
    return {number for pair in left for number in pair}


# --- parts -------------------------------------------------------------------------------------


def find_parts(
    connection: Connection, prints: Mapping[int, Print], trees: Sequence[Sequence[int]]
) -> Iterator[Wanted]:
    """Yield the rows of those who take over a part: of two groups those who share most."""
    rows = connection.exec_driver_sql(
        "SELECT l.report, l.longer, l.words FROM json_each(?) AS w JOIN likenesses AS l "
        "ON l.report = w.value WHERE l.likeness = 'partial' "
        "UNION SELECT l.report, l.longer, l.words FROM json_each(?) AS w JOIN likenesses AS l "
        "ON l.longer = w.value WHERE l.likeness = 'partial'",
        listed(prints) * 2,
    ).all()
    others = {number for one, other, _ in rows for number in (one, other)} - prints.keys()
    known = {**prints, **read_prints(connection, others)}
    numbers = {each.id: number for number, each in known.items()}
    groups: dict[str, int] = {prints[n].id: min(tree) for tree in trees for n in tree}
    groups |= groups_of(connection, {known[number].id: number for number in others})
    parts = (part_of(known[one].id, known[other].id, words) for one, other, words in rows)
    for part in strongest(parts, groups):
        yield oriented(part, known, numbers)


def groups_of(connection: Connection, reports: Mapping[str, int]) -> dict[str, int]:
    """Return what stands for the group of each report (its number by its id), if it has one.

    It is a negative number, which no report has.
    """
    found = connection.exec_driver_sql(
        "SELECT r.id, g.number FROM json_each(?) AS w JOIN reports AS r ON r.number = w.value "
        "JOIN copy_groups AS g ON g.original = w.value "
        "UNION SELECT r.id, c.copy_group FROM json_each(?) AS w "
        "JOIN reports AS r ON r.number = w.value JOIN copies AS c ON c.copy = w.value "
        "WHERE c.copy_group IS NOT NULL",
        listed(reports.values()) * 2,
    )
    return {id_: -group for id_, group in found}


def oriented(part: Part, prints: Mapping[int, Print], numbers: Mapping[str, int]) -> Wanted:
    """Return the row of two reports of which one takes over a part of the other."""
    one, other = numbers[part.one], numbers[part.other]
    original = numbers[find_whose([prints[one], prints[other]]).original]
    return Wanted(None, original, one if original == other else other)


# --- rows --------------------------------------------------------------------------------------


def update_rows(
    connection: Connection, wanted: Iterable[Wanted], prints: Mapping[int, Print]
) -> set[int]:
    """Write the rows of `copies` that are missing and take away what is too much around `prints`.

    Returns the reports of which that tells something new.
    """
    there = {
        Wanted(group, original, copy): number
        for number, group, original, copy in connection.exec_driver_sql(
            "SELECT c.number, c.copy_group, c.original, c.copy FROM json_each(?) AS w "
            "JOIN copies AS c ON c.copy = w.value "
            "UNION SELECT c.number, c.copy_group, c.original, c.copy FROM json_each(?) AS w "
            "JOIN copies AS c ON c.original = w.value",
            listed(prints) * 2,
        )
    }
    missing = sorted(set(wanted) - there.keys(), key=lambda row: (row.original, row.copy))
    surplus = [row for row in there if row not in set(wanted)]
    connection.exec_driver_sql(
        "DELETE FROM copies WHERE number IN (SELECT value FROM json_each(?))",
        listed(there[row] for row in surplus),
    )
    for first in range(0, len(missing), AT_ONCE):
        write_rows(connection, missing[first : first + AT_ONCE])
    return {number for row in (*missing, *surplus) for number in (row.original, row.copy)}


def write_rows(connection: Connection, rows: Sequence[Wanted]) -> None:
    """Compare the reports of some rows, and write them."""
    ids, words = read_words(connection, {number for row in rows for number in row[1:]})
    cells = []
    for row in rows:
        one, other = row.original, row.copy
        copy = compare(ids[one], ids[other], words[one], words[other])
        spans = (
            msgspec.json.encode(copy.passages).decode(),
            msgspec.json.encode(copy.changes).decode(),
        )
        shares = (copy.share_of_original, copy.share_of_copy)
        cells.append((*row, copy.likeness, *shares, *spans))
    connection.exec_driver_sql(
        "INSERT INTO copies (copy_group, original, copy, likeness, share_of_original, "
        "share_of_copy, passages, changes) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        cells,
    )


def read_words(
    connection: Connection, reports: Collection[int]
) -> tuple[dict[int, str], dict[int, Words]]:
    """Return the ids of reports and the words of their texts."""
    found = connection.exec_driver_sql(
        "SELECT r.number, r.id, r.text FROM json_each(?) AS w JOIN reports AS r "
        "ON r.number = w.value",
        listed(reports),
    ).all()
    return {row[0]: row[1] for row in found}, {row[0]: words_of(row[2]) for row in found}
