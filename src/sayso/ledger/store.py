"""The file of a ledger: opened, locked for writing, and its troubles told in a sentence each."""

import contextlib
import os
import sqlite3
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import msgspec
from sqlalchemy import Connection, NullPool, create_engine
from sqlalchemy.exc import DBAPIError

from sayso.errors import StoreError
from sayso.ledger.schema import is_current, ready_schema

PATIENCE: Final = 30.0  # seconds that a writer waits for another
PAUSE: Final = 0.05  # seconds between two tries to switch a new file to WAL
CACHE: Final = 256 * 1024  # KiB of pages kept in memory; a large ledger's indexes need them
PAGE: Final = 8 * 1024  # bytes; articles are longer than a row of most files is

SENTENCES: Final = {
    sqlite3.SQLITE_FULL: "the disk is full; make room and run the same command again",
    sqlite3.SQLITE_READONLY: "the ledger or its folder is read-only; copy it where you may write",
    sqlite3.SQLITE_PERM: "the ledger may not be opened; check its rights",
    sqlite3.SQLITE_CANTOPEN: "the ledger cannot be opened; check that its folder is there and "
    "may be written to",
    sqlite3.SQLITE_BUSY: "another program is writing to the ledger; try again when it is done",
    sqlite3.SQLITE_LOCKED: "another program is writing to the ledger; try again when it is done",
    sqlite3.SQLITE_NOTADB: "it is no ledger of sayso; name one that sayso run made, or a new file",
    sqlite3.SQLITE_CORRUPT: "the ledger is damaged; restore a copy of it, or code the pages anew",
    sqlite3.SQLITE_IOERR: "the disk fails; check it, then run the same command again",
}
LOG: Final = 8 * 1024  # pages that the log may hold before it is worked into the file
CODE_BITS: Final = 0xFF  # the rest of an error code only details it


AMONG: Final = "IN (SELECT value FROM json_each(?))"  # with `listed`: any number of values


def listed(values: Iterable[int] | Iterable[str]) -> tuple[str]:
    """Return values as the one parameter of `AMONG`, a list of JSON, in order."""
    return (msgspec.json.encode(sorted(values)).decode(),)


class Ledger:
    """One SQLite file of coded reports, open; made by `open_ledger`, to be closed after use.

    Used by one thread. Several processes may read and write one file at a time.
    """

    def __init__(self, path: Path, connection: Connection) -> None:
        self.path = path
        self.connection = connection

    def close(self) -> None:
        """Close the file; what was not committed is gone."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @contextlib.contextmanager
    def writing(self, *, checked: bool = True) -> Iterator[Connection]:
        """Give a connection whose writes are kept all together or, on any exception, not at all.

        Not `checked`: pointers are taken as they are, and what points at a row stays when that
        goes. It is a tenth faster, for one who knows where each pointer leads and deletes
        nothing. Raises `StoreError` where the file cannot be written.
        """
        with told(self.path):
            if not checked:
                self.connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
            try:
                self.connection.exec_driver_sql("BEGIN IMMEDIATE")
                try:
                    yield self.connection
                    self.connection.exec_driver_sql("COMMIT")
                except BaseException:
                    roll_back(self.connection)
                    raise
            finally:
                if not checked:
                    self.connection.exec_driver_sql("PRAGMA foreign_keys = ON")

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees the ledger as it is now, whatever others write meanwhile.

        Raises `StoreError` where the file cannot be read.
        """
        with told(self.path):
            self.connection.exec_driver_sql("BEGIN")
            try:
                yield self.connection
            finally:
                roll_back(self.connection)


def open_ledger(path: Path, *, create: bool = False, patience: float = PATIENCE) -> Ledger:
    """Return the ledger at `path`, brought to our version, open for reading and writing.

    `create` makes one where there is no file, or an empty one. `patience`: how many seconds to
    wait for a program that writes. Raises `StoreError`, one sentence, for a file that is no
    ledger, is of a newer version, or cannot be opened.
    """
    check_path(path, create)
    with told(path):
        connection = connect(path, "rwc" if create else "rw", patience)
        try:
            if not is_current(connection):
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                ready_schema(connection, str(path), create=create)
                connection.exec_driver_sql("COMMIT")
            use_log(connection, patience)
        except BaseException:
            connection.close()
            raise
    return Ledger(path, connection)


def read_ledger(path: Path, *, patience: float = PATIENCE) -> Ledger:
    """Return the ledger at `path`, open for reading alone, even where nothing may be written.

    Raises `StoreError`, one sentence, as `open_ledger` does.
    """
    check_path(path, create=False)
    with told(path):
        connection = connect(path, reading_mode(path), patience)
        try:
            connection.exec_driver_sql("PRAGMA query_only = ON")
            current = is_current(connection)
        except BaseException:
            connection.close()
            raise
    if current:
        return Ledger(path, connection)
    connection.close()
    return open_ledger(path, patience=patience)  # brings an old one forward, or tells what it is


def reading_mode(path: Path) -> str:
    """Return how SQLite is to open the file for one who only reads."""
    if os.access(path.parent, os.W_OK) and os.access(path, os.W_OK):
        return "rw"  # else the log that it makes would stay behind
    logged = path.with_name(f"{path.name}-wal").exists()
    return "ro" if logged else "ro&immutable=1"  # with no log nobody writes, and none is made


def connect(path: Path, mode: str, patience: float) -> Connection:
    """Return a connection to the file, in one of SQLite's modes."""
    return connect_to(f"{path.absolute().as_uri()}?mode={mode}", patience)


def connect_to(uri: str, patience: float) -> Connection:
    """Return a connection that begins no transaction by itself."""
    engine = create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(uri, uri=True, isolation_level=None, timeout=patience),
        poolclass=NullPool,
    )
    connection = engine.connect()
    connection.exec_driver_sql("PRAGMA foreign_keys = ON")
    connection.exec_driver_sql(f"PRAGMA cache_size = -{CACHE}")
    connection.exec_driver_sql(f"PRAGMA page_size = {PAGE}")  # of a file that is still empty
    return connection


def use_log(connection: Connection, patience: float) -> None:
    """Write by a log beside the file, so that readers need not wait; commits reach the disk.

    Two processes that open a new file at once may be in each other's way here, and SQLite does
    not wait in this place.
    """
    deadline = time.monotonic() + patience
    while True:
        try:
            connection.exec_driver_sql("PRAGMA journal_mode = WAL")
            break
        except DBAPIError as fault:
            if code_of(fault) != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(PAUSE)
    connection.exec_driver_sql("PRAGMA synchronous = FULL")
    connection.exec_driver_sql(f"PRAGMA wal_autocheckpoint = {LOG}")


def roll_back(connection: Connection) -> None:
    """End a transaction that is still open; SQLite itself ends it where the disk is full."""
    if in_transaction(connection):
        connection.exec_driver_sql("ROLLBACK")


def in_transaction(connection: Connection) -> bool:
    """Tell whether SQLite holds a transaction open."""
    if connection.closed:  # before a reader was done, who then has nothing to end
        return False
    raw = connection.connection.driver_connection
    return isinstance(raw, sqlite3.Connection) and raw.in_transaction


def check_path(path: Path, create: bool) -> None:
    """Raise `StoreError` where there can be no ledger at `path`, or none is and none is made."""
    if path.is_dir():
        raise StoreError(f"{path} is a folder; name a file in it")
    if not path.parent.is_dir():
        raise StoreError(f"{path} cannot be written: its folder is not there; make it first")
    if not create and not path.exists():
        raise StoreError(f"{path} is not there; make it with: sayso run PAGES --ledger {path}")


@contextlib.contextmanager
def told(path: Path) -> Iterator[None]:
    """Raise what SQLite has to complain of as a `StoreError`, one sentence.

    What is a bug of ours (a statement that is wrong, a row that breaks a rule) stays as it is.
    """
    try:
        yield
    except DBAPIError as fault:
        sentence = SENTENCES.get(code_of(fault) or 0)
        if sentence is None:
            raise
        raise StoreError(f"{path}: {sentence}") from fault


def code_of(fault: DBAPIError) -> int | None:
    """Return SQLite's number for what went wrong."""
    code: int | None = getattr(fault.orig, "sqlite_errorcode", None)
    return None if code is None else code & CODE_BITS
