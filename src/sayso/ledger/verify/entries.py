"""Entries of the tree: the inputs in the order in which they were written, and judgements.

An entry is the JSON array of what `inputs` says of one input, numbers of this file left out: id,
path, entry, address, SHA-256, bytes, media type, charset, map, what the user said of it, id of
the report, digest of what it was coded to.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final, NamedTuple

import msgspec
from sqlalchemy import Connection, select

from sayso.ledger import tables
from sayso.ledger.identity import digest_id
from sayso.ledger.tree import hash_leaf
from sayso.ledger.verify.opening import driver_of


class Leaf(NamedTuple):
    """One entry of a tree: its id, and the hash of all of it."""

    id: str
    hash: bytes


class Entry(NamedTuple):
    """What the ledger says of one input; all but its number is in the tree."""

    number: int
    id: str
    path: str | None
    entry: str | None
    url: str | None
    sha256: str
    bytes: int
    media_type: str
    charset: str | None
    map: str
    given: str | None
    report: str  # id
    digest: str


ENTRIES: Final = (
    "SELECT i.number, i.id, i.path, i.entry, i.url, i.sha256, i.bytes, i.media_type, i.charset, "
    "i.map, i.given, r.id, i.digest FROM inputs AS i LEFT JOIN reports AS r "
    "ON r.number = i.report ORDER BY i.number"
)


def find_entries(connection: Connection) -> Iterator[Entry]:
    """Yield what the ledger says of every input, in the order of writing."""
    yield from map(Entry._make, driver_of(connection).execute(ENTRIES))


def leaf_of(entry: Entry) -> Leaf:
    """Return an input as it is in the tree."""
    return Leaf(entry.id, hash_of(entry[1:]))


class Judged(NamedTuple):
    """A judgement as the list of judgements has it."""

    leaf: Leaf
    standing: Leaf  # as it was before it was undone
    is_own: bool  # its id is that of what was judged
    undone: str | None
    undone_by: str | None


def find_judgements(connection: Connection) -> Iterator[Judged]:
    """Yield every judgement, in the order of writing."""
    judged = tables.JUDGED.c
    wanted = select(judged.judgement, judged.side, judged.event)
    named: dict[int, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for row in connection.execute(wanted.order_by(judged.event)):
        named[row.judgement][row.side].append(row.event)
    for row in connection.execute(select(tables.JUDGEMENTS).order_by(tables.JUDGEMENTS.c.number)):
        one, other = named[row.number]
        said = (row.verdict, *one, None, *other, None, row.who, row.made, row.note)
        yield Judged(
            leaf=Leaf(row.id, hash_of((row.id, *said, row.undone, row.undone_by))),
            standing=Leaf(row.id, hash_of((row.id, *said, None, None))),
            is_own=row.id == digest_id("j", *said),
            undone=row.undone,
            undone_by=row.undone_by,
        )


def hash_of(cells: tuple[object, ...]) -> bytes:
    """Return the hash of an entry that is these cells."""
    return hash_leaf(msgspec.json.encode(cells))


class Holdings(msgspec.Struct, frozen=True):
    """How many rows a ledger holds of those tables that everything written to it adds to.

    Where none has grown, sayso has written nothing.
    """

    version: int
    inputs: int
    runs: int
    judgements: int
    undone: int
    checkpoints: int


def holdings_of(connection: Connection) -> Holdings:
    """Return how much the ledger holds."""
    version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    counts = connection.exec_driver_sql(COUNTS).one()
    return Holdings(version, *counts)


COUNTS: Final = (
    "SELECT (SELECT count(*) FROM inputs), (SELECT count(*) FROM runs), "
    "(SELECT count(*) FROM judgements), (SELECT count(undone) FROM judgements), "
    "(SELECT count(*) FROM checkpoints)"
)


def has_grown(before: Holdings, after: Holdings) -> bool:
    """Tell whether sayso has written to a ledger since it held what `before` says."""
    old, new = msgspec.structs.astuple(before), msgspec.structs.astuple(after)
    return any(now > then for then, now in zip(old, new, strict=True))
