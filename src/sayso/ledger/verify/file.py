"""The file itself: its length, what SQLite says of it, and whether its tables are ours."""

import sqlite3
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from sayso.ledger.schema import APPLICATION, newest, pragma, ready_schema
from sayso.ledger.store import code_of, connect_to, roll_back
from sayso.ledger.verify.checkpoints import Checkpoint, FileState, size_of_log
from sayso.ledger.verify.entries import Holdings, has_grown
from sayso.ledger.verify.findings import Checked, Finding, reason_of

HEAD: Final = 100  # bytes
MAGIC: Final = b"SQLite format 3\x00"
MOST: Final = 20  # findings of one kind that SQLite is asked for

# Where SQLite may not look at a search index
CLOSED: Final = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)

Object = tuple[str, str, str, str]


def find_cuts(path: Path) -> Iterator[Finding]:
    """Yield a finding where the file is no SQLite file, or has not the length that it names."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if len(head) < HEAD or not head.startswith(MAGIC):
        yield fault("it is no SQLite file, or its beginning is damaged")
        return
    size = path.stat().st_size
    page = int.from_bytes(head[16:18], "big")
    page = 1 << 16 if page == 1 else page
    named = int.from_bytes(head[28:32], "big") * page
    if size != named and not size_of_log(path):
        what = "cut off" if size < named else "longer than it was"
        yield fault(f"it is {what}: it has {size:,} bytes and should have {named:,}")


def find_change(
    state: FileState, log: int, held: Holdings, against: Checkpoint, checked: Checked
) -> Iterator[Finding]:
    """Yield a finding where the file is not that of the checkpoint, and nothing was added since.

    `log`: how many bytes waited beside the file.
    """
    grown = has_grown(against.held, held)
    if grown:
        checked.notes.append(
            f"The ledger was written to since the checkpoint of {against.made} (inputs then: "
            f"{against.held.inputs:,}, now: {held.inputs:,}), so its bytes are others by now; "
            "what it held then was looked for in it."
        )
    elif state != against.file or log:
        yield fault(
            f"its bytes are not those of the checkpoint of {against.made}, though sayso has "
            "written nothing since"
        )


def find_faults_of_file(connection: Connection) -> Iterator[Finding]:
    """Yield what SQLite's own checks have to complain of: pages, indexes, pointers."""
    told = connection.exec_driver_sql(f"PRAGMA integrity_check({MOST})").scalars()
    yield from (fault(f"SQLite says: {' '.join(line.split())}") for line in told if line != "ok")
    pointers = connection.exec_driver_sql("PRAGMA foreign_key_check")
    for count, (table, number, target, _) in enumerate(pointers):
        if count == MOST:
            break
        yield fault(f"row {number} of {table} points at a row of {target} that is not there")


def find_foreign_parts(connection: Connection) -> Iterator[Finding]:
    """Yield a finding where the file is no ledger of our version, or its tables are others."""
    if pragma(connection, "application_id") != APPLICATION:
        yield fault("it is not marked as a ledger of sayso")
        return
    version = pragma(connection, "user_version")
    if version != newest():
        older = (
            "any other command of sayso brings it forward"
            if version < newest()
            else ("update with: pip install -U sayso")
        )
        yield fault(f"it is of version {version}, and this sayso verifies {newest()}; {older}")
        return
    found, declared = objects(connection), declared_objects()
    for kind, name, *_ in sorted(declared - found):
        yield fault(f"the {kind} {name} is missing, or not made as sayso makes it")
    ours = {(kind, name) for kind, name, *_ in declared}
    for kind, name, *_ in sorted(found - declared):
        if kind == "trigger" and (kind, name) not in ours:  # it would change what is written
            yield fault(f"the {kind} {name} is not one that sayso makes")


def objects(connection: Connection) -> set[Object]:
    """Return what the file is made of: kind, name, table, how it was declared."""
    rows = connection.exec_driver_sql("SELECT type, name, tbl_name, sql FROM sqlite_master")
    return {(kind, name, table, " ".join((sql or "").split())) for kind, name, table, sql in rows}


@cache
def declared_objects() -> frozenset[Object]:
    """Return what a new ledger is made of."""
    with connect_to("file::memory:", 0) as connection:
        ready_schema(connection, ":memory:", create=True)
        return frozenset(objects(connection))


def find_lost_words(connection: Connection, checked: Checked) -> Iterator[Finding]:
    """Yield a finding where a search index does not hold the words of its table.

    SQLite looks only where it may write, though it writes nothing.
    """
    for fts in search_indexes():
        look = f"INSERT INTO {fts} ({fts}, rank) VALUES ('integrity-check', 1)"  # noqa: S608
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            connection.exec_driver_sql(look)
        except DBAPIError as trouble:
            if code_of(trouble) in CLOSED:
                checked.notes.append(f"The search index was not checked: {reason_of(trouble)}.")
                return
            yield fault(f"the search index {fts} does not hold what it should")
        finally:
            roll_back(connection)


@cache
def search_indexes() -> list[str]:
    """Return the names of the search indexes that a ledger has."""
    made = (name for _, name, _, sql in declared_objects() if " USING fts5" in sql)
    return sorted(made)


def fault(message: str) -> Finding:
    """Return a finding about the file."""
    return Finding(about="file", id=None, message=message)
