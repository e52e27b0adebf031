"""Ledgers that verify finds nothing wrong with, and what can be done to them."""

import contextlib
import random
import sqlite3
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import msgspec
from msgspec.structs import replace

from coded import sample
from sayso import __version__
from sayso.ledger import add_coded, begin_run, open_ledger
from sayso.ledger.derived import update_derived
from sayso.ledger.verify import Checkpoint, Verification, checkpoint_lines, make_checkpoint
from sayso.ledger.verify.checkpoints import parse_checkpoint
from sayso.ledger.verify.ids import (
    attribution_id,
    event_id,
    forecast_id,
    quantity_id,
    report_id,
)
from sayso.records import Coded, Run


def rightly_named(coded: Coded) -> Coded:
    """Return `coded` with ids that come from content, as the stages give them."""
    report = replace(coded.report, id=report_id(coded.report))
    new = {record.id: attribution_id(report.id, record) for record in coded.attributions}
    new |= {record.id: event_id(report.id, record) for record in coded.events}
    new |= {record.id: quantity_id(report.id, record) for record in coded.quantities}
    line = msgspec.json.encode(replace(coded, report=report)).decode()
    for old, own in new.items():
        line = line.replace(f'"{old}"', f'"{own}"')
    named = msgspec.json.decode(line, type=Coded)
    said = {record.id: record for record in named.attributions}
    counted = {record.id: record for record in named.quantities}
    forecasts = tuple(
        replace(each, id=forecast_id(report.id, each, said, counted)) for each in named.forecasts
    )
    return replace(named, forecasts=forecasts)


def page_bytes(number: int) -> bytes:
    """Return the bytes of the page that `page` gives."""
    return sample().report.text.encode() + b"\n" * number


def page(number: int) -> Coded:
    """Return the page coded by hand, as it might stand in another paper."""
    coded, data = sample(), page_bytes(number)
    size = len(coded.report.text)
    raw = replace(
        coded.report.raw,
        sha256=sha256(data).hexdigest(),
        bytes=len(data),
        path=f"pages/{number}.txt",
        map=(Run(0, size, 0, size),),
    )
    return rightly_named(
        replace(coded, report=replace(coded.report, title=f"Rival accounts {number}", raw=raw))
    )


def write(path: Path, coded: Sequence[Coded], *, small: bool = False) -> Path:
    """Write `coded` into the ledger at `path`, which is at rest then; return the path.

    `small`: in short database pages, of which a new ledger has dozens, nearly empty.
    """
    if small:
        open_ledger(path, create=True).close()
        with contextlib.closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("PRAGMA page_size = 512")
            connection.execute("VACUUM")
    with open_ledger(path, create=True) as ledger:
        add_coded(ledger, begin_run(ledger, __version__, {}), coded)
        update_derived(ledger)
    return path


def seal(path: Path, note: str | None = None) -> Checkpoint:
    """Return a checkpoint of the ledger at `path`, as it comes back from its file."""
    with open_ledger(path) as ledger:
        lines = checkpoint_lines(make_checkpoint(ledger, note))
        return parse_checkpoint("\n".join((*lines, "")))


def change(path: Path, *statements: str) -> None:
    """Do to a ledger what somebody might who knows SQLite, pointers and triggers put aside."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        for statement in statements:
            connection.execute(statement)


def found(path: Path, against: Checkpoint | None = None) -> list[str]:
    """Return what verify finds, pages put aside."""
    return [each.message for each in Verification(path, against=against, pages=False)]


def flip(data: bytes, chance: random.Random) -> bytes:
    """Return `data` with one byte changed."""
    changed = bytearray(data)
    changed[chance.randrange(len(data))] ^= chance.randrange(1, 256)
    return bytes(changed)
