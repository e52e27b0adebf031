"""What verify finds, and what it has looked at."""

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Final, Literal

import msgspec
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from sayso.errors import SaysoError
from sayso.ledger.store import CODE_BITS, SENTENCES
from sayso.records import Record

About = Literal["file", "entry", "report", "judgement", "derived", "page"]


class Finding(Record, frozen=True):
    """Something in a ledger that is not as sayso wrote it: what, and where."""

    about: About
    id: str | None  # of the entry, report or judgement
    message: str  # one sentence


class Checked(msgspec.Struct, kw_only=True):
    """How much was looked at; it grows while a ledger is read."""

    entries: int = 0
    reports: int = 0
    quotes: int = 0  # stretches of text whose words a record keeps
    unsupported: int = 0  # of them, those that say something else than the text
    judgements: int = 0
    pages: int = 0  # inputs whose bytes were read again
    gone: int = 0  # inputs whose bytes are not where they were, or are others by now
    unlike: int = 0  # inputs that another sayso read, and whose text this one reads otherwise
    notes: list[str] = []  # what is no fault but should be known; one sentence each


# What reading a damaged file, and rows of any kind in it, may raise
TROUBLE: Final = (
    *(SaysoError, SQLAlchemyError, sqlite3.Error, msgspec.MsgspecError, OSError),
    *(ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError),
)

SHOWN: Final = 60  # characters of a cell that a sentence shows


def shown(value: object) -> str:
    """Return a cell as a sentence shows it, cut where it is long."""
    text = repr(value[: 2 * SHOWN] if isinstance(value, str | bytes) else value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def reason_of(fault: BaseException) -> str:
    """Return what went wrong, in some words."""
    cause = fault.orig if isinstance(fault, DBAPIError) else fault
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", 0)
        return SENTENCES.get(code & CODE_BITS) or str(cause)
    return str(fault) or type(fault).__name__


def guarded(findings: Iterable[Finding], about: About, what: str) -> Iterator[Finding]:
    """Yield `findings`; should looking for them fail, a finding that says so for `what`."""
    try:
        yield from findings
    except TROUBLE as fault:
        yield Finding(about=about, id=None, message=f"{what} cannot be read: {reason_of(fault)}")
