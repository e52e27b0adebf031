"""Ledgers for tests."""

import contextlib
import gzip
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from pathlib import Path

import msgspec
from bench.speed.coded import variants

from coded import sample
from sayso.ledger import (
    Ledger,
    add_coded,
    begin_run,
    export_canonical,
    open_ledger,
    read_ledger,
)
from sayso.ledger.derived import update_derived
from sayso.ledger.schema import newest, ready_schema
from sayso.ledger.store import connect_to
from sayso.records import Coded

FROZEN = Path(__file__).parent / "ledgers"


@contextlib.contextmanager
def in_memory() -> Iterator[Ledger]:
    """Give a new ledger that lives in memory."""
    with Ledger(Path(":memory:"), connect_to("file::memory:", 0)) as ledger:
        driver_of(ledger).deserialize(empty_ledger())
        yield ledger


@cache
def empty_ledger() -> bytes:
    """Return the bytes of a ledger that holds nothing: making one takes long."""
    with Ledger(Path(":memory:"), connect_to("file::memory:", 0)) as ledger:
        ready_schema(ledger.connection, ":memory:", create=True)
        return driver_of(ledger).serialize()


def driver_of(ledger: Ledger) -> sqlite3.Connection:
    """Return the connection of Python's own module."""
    driver = ledger.connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver


def other_samples(count: int) -> list[Coded]:
    """Return the page coded by hand as it might stand elsewhere: other ids, bytes and places."""
    return list(islice(variants([sample()]), count))


def write_ledger(path: Path, coded: Sequence[Coded]) -> None:
    """Write `coded` into the ledger at `path`, a new one where there is none, and derive."""
    with open_ledger(path, create=True) as ledger:
        add_coded(ledger, begin_run(ledger, "1", {}), coded)
        update_derived(ledger)


def canonical(path: Path) -> bytes:
    """Return all that the ledger at `path` holds."""
    with read_ledger(path) as ledger:
        return lines(ledger)


def lines(ledger: Ledger) -> bytes:
    """Return all that a ledger holds."""
    return b"\n".join(map(msgspec.json.encode, export_canonical(ledger)))


def freeze() -> None:
    """Keep a ledger as this version writes it, for the tests of later ones.

    Run once a version, before it is released: `PYTHONPATH=tests python -m ledger_files`.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "new.db"
        write_ledger(path, [sample()])
        with contextlib.closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("PRAGMA page_size = 512")  # dozens of near-empty tables
            connection.execute("VACUUM")
        packed = FROZEN / f"version_{newest()}.db.gz"
        packed.write_bytes(gzip.compress(path.read_bytes(), mtime=0))


def unpack_frozen(version: int, folder: Path) -> Path:
    """Return a copy of the ledger that the first sayso of `version` wrote."""
    packed = FROZEN / f"version_{version}.db.gz"
    path = folder / "old.db"
    path.write_bytes(gzip.decompress(packed.read_bytes()))
    return path


if __name__ == "__main__":
    freeze()
