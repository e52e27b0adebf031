"""Whether inputs and judgements are all there, unchanged, in the order in which they came."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, Table, select

from sayso.ledger import tables
from sayso.ledger.identity import digest_id
from sayso.ledger.tree import Tree
from sayso.ledger.verify.checkpoints import Checkpoint
from sayso.ledger.verify.entries import Entry, Judged, Leaf, find_entries, find_judgements, leaf_of
from sayso.ledger.verify.findings import TROUBLE, About, Checked, Finding, reason_of

NOUNS: Final[dict[About, str]] = {"entry": "input", "judgement": "judgement"}


def find_faults_of_entries(
    connection: Connection, against: Checkpoint | None, checked: Checked
) -> Iterator[Finding]:
    """Yield what is wrong with the list of inputs.

    It is held against the checkpoints that the ledger itself knows of, and against one that was
    kept elsewhere, which can tell what was changed.
    """
    tree, last = Tree(), 0
    seals = Seals(connection)
    kept = against.entries if against is not None else ()
    comparison = Comparison(connection, tables.INPUTS, "entry", kept)
    yield from seals.check(tree)
    try:
        for entry in find_entries(connection):
            leaf = leaf_of(entry)
            yield from faults_of_entry(entry, last)
            yield from comparison.follow(leaf, entry.path)
            tree.add(leaf.hash)
            yield from seals.check(tree)
            last, checked.entries = entry.number, tree.size
    except TROUBLE as trouble:
        message = f"the input after number {last} cannot be read: {reason_of(trouble)}"
        yield Finding(about="entry", id=None, message=message)
        return
    yield from comparison.end()
    yield from seals.end(tree)


def faults_of_entry(entry: Entry, last: int) -> Iterator[Finding]:
    """Yield what is wrong with one input, which comes after the one numbered `last`."""
    faults = []
    if entry.number != last + 1:
        faults.append(f"the one before it is number {last}, so some between them are gone")
    if entry.id != digest_id("i", entry.sha256, entry.path, entry.entry, entry.url):
        faults.append("its id is not that of its bytes and where they lay")
    for what in faults:
        name = f"input {entry.number} ({entry.id}, {entry.path or 'from stdin'})"
        yield Finding(about="entry", id=entry.id, message=f"{name}: {what}")


class Seals:
    """The checkpoints that a ledger knows of, by how many inputs they saw."""

    def __init__(self, connection: Connection) -> None:
        self.at: dict[int, list[Row[Any]]] = defaultdict(list)
        wanted = select(tables.CHECKPOINTS).order_by(tables.CHECKPOINTS.c.number)
        for row in connection.execute(wanted):
            self.at[row.size].append(row)
        self.broken = False

    def check(self, tree: Tree) -> Iterator[Finding]:
        """Yield a finding where what was read so far is not what a checkpoint saw."""
        for seal in self.at.pop(tree.size, ()):
            if not self.broken and seal.root != tree.root().hex():
                self.broken = True  # so are all that follow
                yield Finding(
                    about="entry",
                    id=None,
                    message=f"the first {tree.size:,} inputs are not those that the ledger had "
                    f"when its checkpoint of {seal.made} was made",
                )

    def end(self, tree: Tree) -> Iterator[Finding]:
        """Yield a finding where a checkpoint saw more inputs than there are."""
        for size, (seal, *_) in self.at.items():
            yield Finding(
                about="entry",
                id=None,
                message=f"the ledger had {size} inputs when its checkpoint of {seal.made} was "
                f"made, and has {tree.size:,}",
            )
            return


class Comparison:
    """A list as it is read, held against the one that a checkpoint kept."""

    def __init__(
        self, connection: Connection, table: Table, about: About, kept: Sequence[Leaf]
    ) -> None:
        self.connection = connection
        self.table = table
        self.about = about
        self.kept = kept
        self.read = 0
        self.lost = False  # the lists went apart, and what follows stands elsewhere

    def follow(
        self, leaf: Leaf, path: str | None = None, before: Leaf | None = None
    ) -> Iterator[Finding]:
        """Yield a finding where the next of the list is not what the checkpoint kept.

        `before`: what it was before something was added to it that may be added.
        """
        place, self.read = self.read, self.read + 1
        if self.lost or place >= len(self.kept):
            return
        kept = self.kept[place]
        if kept in (leaf, before):
            return
        where = f" ({path})" if path else ""
        if kept.id == leaf.id:
            yield self.fault(place, f"{where} was changed since the checkpoint")
            return
        self.lost = True
        moved = select(self.table.c.number).where(self.table.c.id == kept.id)
        number = self.connection.scalar(moved)
        if number is None:
            yield self.fault(place, f" is gone since the checkpoint; {leaf.id}{where} follows")
        else:
            yield self.fault(
                place, f" is number {number} by now, and {leaf.id}{where} stands there"
            )

    def end(self) -> Iterator[Finding]:
        """Yield a finding where the list came to its end too early."""
        if not self.lost and self.read < len(self.kept):
            yield self.fault(self.read, " is gone since the checkpoint, and nothing follows")

    def fault(self, place: int, what: str) -> Finding:
        """Return the finding about what stood at `place`."""
        id_ = self.kept[place].id
        message = f"{NOUNS[self.about]} {place + 1} of the checkpoint, {id_}{what}"
        return Finding(about=self.about, id=id_, message=message)


def find_faults_of_judgements(
    connection: Connection, against: Checkpoint | None, checked: Checked
) -> Iterator[Finding]:
    """Yield what is wrong with the list of judgements.

    One that was undone since the checkpoint is as it should be.
    """
    kept = against.judgements if against is not None else ()
    comparison = Comparison(connection, tables.JUDGEMENTS, "judgement", kept)
    for judged in find_judgements(connection):
        checked.judgements += 1
        if not (judged.is_own and is_undone_rightly(judged)):
            message = f"judgement {judged.leaf.id} is not what its id was made of"
            yield Finding(about="judgement", id=judged.leaf.id, message=message)
        yield from comparison.follow(judged.leaf, before=judged.standing)
    yield from comparison.end()


def is_undone_rightly(judged: Judged) -> bool:
    """Tell whether a judgement is undone by somebody at some time, or not at all."""
    if judged.undone is None or judged.undone_by is None:
        return judged.undone is judged.undone_by
    return bool(judged.undone_by and datetime.fromisoformat(judged.undone))
