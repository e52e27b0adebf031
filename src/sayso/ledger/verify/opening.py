"""A ledger opened by one who distrusts it."""

import sqlite3
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from sayso.ledger.store import connect, reading_mode
from sayso.ledger.verify.findings import TROUBLE

PATIENCE: Final = 1.0  # seconds to wait for who writes; readers hardly ever must
LARGEST_CELL: Final = 1 << 28  # bytes; the largest page there may be, with room to spare


def open_unchanged(path: Path) -> Connection:
    """Return a connection to a ledger that is not brought forward, whatever its version.

    Its schema runs nothing by itself, and no cell may be larger than any of ours.
    """
    connection = connect(path, reading_mode(path), PATIENCE)
    try:
        driver_of(connection).setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST_CELL)
        connection.exec_driver_sql("PRAGMA trusted_schema = OFF")
        connection.exec_driver_sql("PRAGMA cell_size_check = ON")
    except TROUBLE:
        connection.close()
        raise
    return connection


def driver_of(connection: Connection) -> sqlite3.Connection:
    """Return the connection of Python's own module, whose rows are plain and read fast."""
    driver = connection.connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        raise TypeError("a ledger is read by SQLite")
    return driver
