"""Whether a ledger still is what sayso wrote, from its bytes to every quote; and checkpoints.

A ledger can vouch for itself only so far: who changes a record can change its digest as well. So
`make_checkpoint` writes down what it holds, to be kept elsewhere, and `Verification` holds it
against that. It changes nothing that a ledger says, and never raises trouble: a file may be
damaged anywhere, and each fault is a finding.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import Connection

from sayso.ledger import tables
from sayso.ledger.store import check_path, roll_back
from sayso.ledger.verify.checkpoints import (
    Checkpoint,
    FileState,
    checkpoint_lines,
    file_state,
    make_checkpoint,
    read_checkpoint,
    size_of_log,
)
from sayso.ledger.verify.derived import count_of, find_faults_of_derived, find_other_derivation
from sayso.ledger.verify.entries import holdings_of
from sayso.ledger.verify.file import (
    find_change,
    find_cuts,
    find_faults_of_file,
    find_foreign_parts,
    find_lost_words,
)
from sayso.ledger.verify.findings import TROUBLE, Checked, Finding, guarded, reason_of
from sayso.ledger.verify.opening import open_unchanged
from sayso.ledger.verify.order import find_faults_of_entries, find_faults_of_judgements
from sayso.ledger.verify.pages import find_faults_of_pages
from sayso.ledger.verify.reports import find_faults_of_reports

__all__ = [
    "Checked",
    "Checkpoint",
    "Finding",
    "Verification",
    "checkpoint_lines",
    "make_checkpoint",
    "read_checkpoint",
]


class Verification:
    """What is wrong with the ledger at `path`: iterate for the findings, the gravest first.

    `against`: a checkpoint that was kept elsewhere. `pages`: also read the pages again that lie
    where they lay; relative paths start in `folder`. `derived`: also derive everything anew in a
    copy, and compare. `checked` says how much was looked at so far, `advance` is told how many
    reports were. Raises `StoreError` only where there is no file.
    """

    def __init__(
        self,
        path: Path,
        *,
        against: Checkpoint | None = None,
        pages: bool = True,
        folder: Path = Path(),
        derived: bool = False,
        advance: Callable[[int], None] | None = None,
    ) -> None:
        check_path(path, create=False)
        self.path = path
        self.against = against
        self.pages = pages
        self.folder = folder
        self.derived = derived
        self.advance = advance
        self.checked = Checked()

    def __iter__(self) -> Iterator[Finding]:
        """Yield what is wrong, one by one, as it is found."""
        self.checked = Checked()
        whole = True
        for finding in guarded(find_cuts(self.path), "file", "the file"):
            whole = False
            yield finding
        try:
            state = file_state(self.path) if self.against is not None else None
            log = size_of_log(self.path)
            connection = open_unchanged(self.path)
        except TROUBLE as trouble:
            if whole:
                yield Finding(
                    about="file", id=None, message=f"it cannot be opened: {reason_of(trouble)}"
                )
            return
        try:
            yield from guarded(self.read(connection, state, log), "file", "the file")
        finally:
            connection.close()

    def read(self, connection: Connection, state: FileState | None, log: int) -> Iterator[Finding]:
        """Yield what is wrong with a file that could be opened."""
        ours = True
        for finding in guarded(find_foreign_parts(connection), "file", "its list of tables"):
            ours = False
            yield finding
        if not ours:
            return  # the names in it may mean anything
        if self.against is not None and state is not None:
            yield from guarded(
                self.changed(connection, state, log, self.against), "file", "what it holds"
            )
        sound = True
        for finding in guarded(find_faults_of_file(connection), "file", "its pages"):
            sound = False
            yield finding
        if sound:
            yield from find_lost_words(connection, self.checked)
        connection.exec_driver_sql("PRAGMA query_only = ON")
        connection.exec_driver_sql("BEGIN")
        try:
            yield from self.content(connection)
        finally:
            roll_back(connection)

    def changed(
        self, connection: Connection, state: FileState, log: int, against: Checkpoint
    ) -> Iterator[Finding]:
        """Yield a finding where the file is not the checkpoint's, and should be."""
        held = holdings_of(connection)
        yield from find_change(state, log, held, against, self.checked)

    def content(self, connection: Connection) -> Iterator[Finding]:
        """Yield what is wrong with what the ledger says."""
        checked, against = self.checked, self.against
        entries = find_faults_of_entries(connection, against, checked)
        yield from guarded(entries, "entry", "the list of inputs")
        reports = find_faults_of_reports(connection, checked, self.advance)
        yield from guarded(reports, "report", "the list of reports")
        judgements = find_faults_of_judgements(connection, against, checked)
        yield from guarded(judgements, "judgement", "the list of judgements")
        yield from guarded(self.following(connection), "derived", "what is derived")
        if self.pages:
            pages = find_faults_of_pages(connection, self.folder, checked)
            yield from guarded(pages, "page", "the pages")

    def following(self, connection: Connection) -> Iterator[Finding]:
        """Yield what is wrong with what is derived, unless some of it is still to be derived."""
        waiting = count_of(connection, tables.PENDING.name)
        if waiting:
            self.checked.notes.append(
                f"What is derived was not checked: reports that still wait for it: {waiting:,}."
            )
            return
        yield from find_faults_of_derived(connection, self.checked)
        if self.derived:
            yield from find_other_derivation(connection)
