"""Checkpoints: what a ledger held at one moment, in a file of its own, to be kept elsewhere.

The head is written as transparency logs write theirs (C2SP tlog-checkpoint): an origin, how many
entries, the root of their tree in base64, then lines of our own. After an empty line come the id
and the hash of every entry, and after another those of every judgement: by them it is told which
was changed. The head vouches for them, so it is enough to have the head published or signed.
"""

import base64
import binascii
import hashlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

import msgspec
from sqlalchemy import insert

from sayso.errors import StoreError
from sayso.ledger import tables
from sayso.ledger.store import Ledger, told
from sayso.ledger.tree import root_of
from sayso.ledger.verify.entries import (
    Holdings,
    Leaf,
    find_entries,
    find_judgements,
    holdings_of,
    leaf_of,
)
from sayso.records import Record

ORIGIN: Final = "sayso ledger checkpoint 1"
PARTS: Final = 3  # head, entries, judgements: an empty line after each, the file's end being one
LARGEST: Final = 1 << 30  # bytes of a checkpoint; a line takes 62


class FileState(NamedTuple):
    """The bytes of a ledger's file."""

    size: int
    sha256: str


class Checkpoint(Record, frozen=True):
    """What a ledger held, and what its file was."""

    root: bytes  # of the tree of entries
    entries: tuple[Leaf, ...]
    judgements: tuple[Leaf, ...]
    file: FileState
    held: Holdings
    made: str  # ISO 8601, UTC
    note: str | None


def make_checkpoint(ledger: Ledger, note: str | None = None) -> Checkpoint:
    """Write down in the ledger that it was sealed, and return what it then is.

    The file is brought to rest first: what waits in its log is worked in, so that its bytes stay
    the same until it is written to again. Raises `StoreError` where it cannot be written, or
    another program has it open and writes.
    """
    made = datetime.now(UTC).isoformat(timespec="seconds")
    line = " ".join(note.split()) if note else None
    with ledger.writing() as connection:
        entries = tuple(map(leaf_of, find_entries(connection)))
        judgements = tuple(judged.leaf for judged in find_judgements(connection))
        root = root_of(leaf.hash for leaf in entries)
        row = {"size": len(entries), "root": root.hex(), "made": made, "note": line or None}
        connection.execute(insert(tables.CHECKPOINTS).values(row))
        held = holdings_of(connection)
    file = file_at_rest(ledger, held)
    return Checkpoint(
        root=root,
        entries=entries,
        judgements=judgements,
        file=file,
        held=held,
        made=made,
        note=line or None,
    )


def file_at_rest(ledger: Ledger, held: Holdings) -> FileState:
    """Return what the file is, its log worked in, while nobody else can write.

    Raises `StoreError` where others have it in use, or have written more than `held`.
    """
    busy = StoreError(
        f"{ledger.path}: another program has the ledger in use, so its file cannot be brought to "
        "rest; try again when it is done"
    )
    with told(ledger.path):
        worked_in = ledger.connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
    if worked_in[0]:
        raise busy
    with ledger.writing() as connection:
        if holdings_of(connection) != held or size_of_log(ledger.path):
            raise busy
        return file_state(ledger.path)


def file_state(path: Path) -> FileState:
    """Return length and SHA-256 of a file."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return FileState(file.tell(), digest)


def size_of_log(path: Path) -> int:
    """Return how many bytes wait in the log beside a ledger."""
    log = path.with_name(f"{path.name}-wal")
    return log.stat().st_size if log.exists() else 0


def checkpoint_lines(checkpoint: Checkpoint) -> Iterator[str]:
    """Yield the lines of the file that keeps a checkpoint."""
    held = msgspec.structs.asdict(checkpoint.held)
    yield ORIGIN
    yield str(len(checkpoint.entries))
    yield as_base64(checkpoint.root)
    yield f"file {checkpoint.file.size} {checkpoint.file.sha256}"
    yield " ".join(("held", *(f"{name}={number}" for name, number in held.items())))
    yield f"judgements {as_base64(root_of(leaf.hash for leaf in checkpoint.judgements))}"
    yield f"made {checkpoint.made}"
    if checkpoint.note:
        yield f"note {checkpoint.note}"
    for leaves in (checkpoint.entries, checkpoint.judgements):
        yield ""
        yield from (f"{leaf.id} {as_base64(leaf.hash)}" for leaf in leaves)


def read_checkpoint(path: Path) -> Checkpoint:
    """Return the checkpoint that the file at `path` keeps.

    Raises `StoreError`, one sentence, where it cannot be read, is none, or is not whole.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise ValueError("it is too large")
        return parse_checkpoint(path.read_text(encoding="utf-8"))
    except OSError as fault:
        raise StoreError(f"{path} cannot be read: {fault.strerror}; check its name") from fault
    except (ValueError, LookupError, TypeError, msgspec.MsgspecError) as fault:
        raise StoreError(
            f"{path} is no whole checkpoint ({fault}); name a file that sayso checkpoint wrote"
        ) from fault


def parse_checkpoint(text: str) -> Checkpoint:
    """Return the checkpoint that `text` is.

    Raises `ValueError` and other errors of reading where it is none, or its parts do not agree.
    """
    lines = text.split("\n")
    if lines[0] != ORIGIN:
        raise ValueError("its first line is another's")
    if lines.count("") != PARTS:
        raise ValueError("it is cut off")
    first = lines.index("")
    second = lines.index("", first + 1)
    size, root, *rest = lines[1:first]
    said = dict(line.partition(" ")[::2] for line in rest)
    length, sha256 = said["file"].split()
    held = dict(pair.split("=") for pair in said["held"].split())
    found = Checkpoint(
        root=from_base64(root),
        entries=tuple(leaves_of(lines[first + 1 : second])),
        judgements=tuple(leaves_of(lines[second + 1 : -1])),
        file=FileState(int(length), sha256),
        held=msgspec.convert(held, Holdings, strict=False),
        made=said["made"],
        note=said.get("note"),
    )
    sealed = root_of(leaf.hash for leaf in found.judgements) == from_base64(said["judgements"])
    whole = root_of(leaf.hash for leaf in found.entries) == found.root
    if not (sealed and whole and len(found.entries) == int(size) == found.held.inputs):
        raise ValueError("its head does not fit what follows")
    return found


def leaves_of(lines: Iterable[str]) -> Iterator[Leaf]:
    """Yield the ids and hashes that `lines` keep."""
    for line in lines:
        id_, hash_ = line.split(" ")
        yield Leaf(id_, from_base64(hash_))


def as_base64(digest: bytes) -> str:
    """Return a hash as a line shows it."""
    return base64.b64encode(digest).decode()


def from_base64(digits: str) -> bytes:
    """Return the hash that a line shows; raises `ValueError` where it is none."""
    try:
        digest = base64.b64decode(digits, validate=True)
    except binascii.Error as fault:
        raise ValueError(f"{digits[:50]!r} is no base64") from fault
    if len(digest) != hashlib.sha256().digest_size:
        raise ValueError(f"{digits[:50]!r} is no SHA-256")
    return digest
