"""`sayso verify` and `checkpoint`: whether a ledger still is what it was, and what it is now."""

import sys
import time
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

from cyclopts import Parameter

from sayso.cli.app import DONE, INTEGRITY, USAGE, app, examples, tell

if TYPE_CHECKING:  # SQLAlchemy would make `sayso --help` wait
    from collections.abc import Iterator

    from sayso.ledger.verify import Checked, Checkpoint, Finding, Verification

MOST: Final = 20  # findings that are told one by one
HEARTBEAT: Final = 30.0  # seconds between two lines on stderr


@app.command(
    usage="Usage: sayso verify LEDGER [OPTIONS]",
    help_epilogue=examples(
        "sayso verify news.db",
        "sayso verify news.db --against news-2026-11.checkpoint",
        "sayso verify news.db --folder /archive/pages",
    ),
)
def verify(
    ledger: Annotated[str, Parameter(name="LEDGER")],
    /,
    *,
    against: Annotated[str | None, Parameter(metavar="CHECKPOINT")] = None,
    folder: Annotated[str | None, Parameter(metavar="FOLDER")] = None,
    no_pages: Annotated[bool, Parameter(negative=())] = False,
    derived: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    """Check a ledger: every quote against its text, every text against its page.

    Reads the whole file anew and writes nothing: SQLite's own structure, ids, pointers, the order
    of entries, each report against the digest it was written with. What is wrong is told, one
    sentence each, and the exit code is 4. Who could change a record could change its digest as
    well: only a checkpoint that was kept elsewhere tells.

    Parameters
    ----------
    ledger
        A file that sayso run made.
    against
        A file that sayso checkpoint wrote: all that the ledger held then must still be there.
    folder
        Where the pages lie whose paths are relative; this folder without it.
    no_pages
        Do not read the pages again.
    derived
        Also derive copies, incidents and all that follows anew, in a copy, and compare.
    """
    from sayso.ledger.verify import Verification, read_checkpoint

    verification = Verification(
        Path(ledger),
        against=read_checkpoint(Path(against)) if against is not None else None,
        pages=not no_pages,
        folder=Path(folder or ""),
        derived=derived,
        advance=Heartbeat().beat,
    )
    found = tell_findings(verification)
    for note in verification.checked.notes:
        tell(note)
    say(f"{ledger}: {summary(verification.checked)}.")
    return INTEGRITY if found else DONE


def tell_findings(verification: "Verification") -> int:
    """Say the first findings, and how many follow; return how many there are."""
    findings: Iterator[Finding] = iter(verification)
    told = 0
    for finding in islice(findings, MOST):
        told += 1
        say(f"{verification.path}: {finding.message}.")
    more = sum(1 for _ in findings)
    if more:
        say(f"{verification.path}: {more:,} more faults.")
    return told + more


def summary(checked: "Checked") -> str:
    """Return in words what was checked."""
    told = (
        f"{checked.reports:,} reports, {checked.quotes:,} quotes, "
        f"{checked.unsupported:,} unsupported; {checked.entries:,} inputs, "
        f"{checked.judgements:,} judgements, {checked.pages:,} pages read again"
    )
    if checked.gone:
        told += f", {checked.gone:,} not where they were or changed since"
    if checked.unlike:
        told += f", {checked.unlike:,} read otherwise by the sayso of today"
    return told


class Heartbeat:
    """Says now and then that the work goes on."""

    def __init__(self) -> None:
        self.spoke = time.monotonic()

    def beat(self, reports: int) -> None:
        """Say how many reports were read, if the last word was long ago."""
        if time.monotonic() - self.spoke > HEARTBEAT:
            self.spoke = time.monotonic()
            tell(f"{reports:,} reports read, going on")


def say(sentence: str) -> None:
    """Print one sentence on stdout, in one line without control characters."""
    line = "".join(letter if letter.isprintable() else " " for letter in sentence)
    sys.stdout.buffer.write(f"{line}\n".encode(errors="replace"))


@app.command(
    usage="Usage: sayso checkpoint LEDGER [OPTIONS]",
    help_epilogue=examples(
        "sayso checkpoint news.db --to news-2026-11.checkpoint",
        'sayso checkpoint news.db --to sent.checkpoint --note "as sent to the court"',
    ),
)
def checkpoint(
    ledger: Annotated[str, Parameter(name="LEDGER")],
    /,
    *,
    to: Annotated[str | None, Parameter(metavar="FILE")] = None,
    note: str | None = None,
) -> int:
    """Write down what a ledger holds now, so that any later change of it can be found.

    Keep the file where whoever can write to the ledger cannot, or publish its first lines.
    Without --to it is printed.

    Parameters
    ----------
    ledger
        A file that sayso run made.
    to
        The file to write; one that is there already is never overwritten.
    note
        What the checkpoint is for; it is kept with it, and in the ledger.
    """
    from sayso.ledger import open_ledger
    from sayso.ledger.export import bring_up_to_date
    from sayso.ledger.verify import checkpoint_lines, make_checkpoint

    if to is not None and Path(to).exists():
        tell(f"{to} is there already, and a checkpoint is never overwritten; name another file.")
        return USAGE
    with open_ledger(Path(ledger)) as store:
        bring_up_to_date(store)
        made = make_checkpoint(store, note)
    lines = "\n".join((*checkpoint_lines(made), "")).encode()
    if to is None:
        sys.stdout.buffer.write(lines)
        return DONE
    try:
        with Path(to).open("xb") as sink:
            sink.write(lines)
    except OSError as fault:
        tell(f"--to {to} cannot be written: {fault.strerror}.")
        return USAGE
    tell(f"{to}: {described(made)}. Keep it where the ledger is not.")
    return DONE


def described(made: "Checkpoint") -> str:
    """Return in words what a checkpoint seals."""
    return (
        f"{len(made.entries):,} inputs and {len(made.judgements):,} judgements, in a file of "
        f"{made.file.size:,} bytes"
    )
