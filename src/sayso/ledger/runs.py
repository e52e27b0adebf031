"""What a run did: which inputs were there before it, what it set aside, how it was set."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NamedTuple

import msgspec
from sqlalchemy import func, insert, select, update
from sqlalchemy.dialects import sqlite

from sayso.errors import StoreError
from sayso.ledger import tables
from sayso.ledger.identity import input_id, issue_id
from sayso.ledger.store import Ledger
from sayso.records import Issue, Raw

Setting = bool | str | int


class Known(NamedTuple):
    """An input that the ledger holds."""

    given: str | None  # what the user said of it when it was coded, as JSON


def begin_run(ledger: Ledger, version: str, settings: Mapping[str, Setting]) -> int:
    """Write that a run has begun, and return its number.

    One ledger is coded in one way. Raises `StoreError` where it was begun with other settings.
    """
    told = msgspec.json.encode(dict(sorted(settings.items()))).decode()
    with ledger.writing() as connection:
        earlier = connection.scalars(select(tables.RUNS.c.settings).distinct()).all()
        others = [setting for setting in earlier if setting != told]
        if others:
            raise StoreError(
                f"{ledger.path} was coded with the settings {others[0]}, not {told}; run with "
                "the same, or name another ledger"
            )
        row = {
            "version": version,
            "settings": told,
            "started": now(),
            "added": 0,
            "present": 0,
            "set_aside": 0,
        }
        statement = insert(tables.RUNS).values(row).returning(tables.RUNS.c.number)
        number: int = connection.execute(statement).scalar_one()
    return number


def end_run(ledger: Ledger, run: int, *, added: int, present: int, set_aside: int) -> None:
    """Write that a run has come to its end, and what it did."""
    done = {"ended": now(), "added": added, "present": present, "set_aside": set_aside}
    with ledger.writing() as connection:
        connection.execute(update(tables.RUNS).where(tables.RUNS.c.number == run).values(done))


def find_input(ledger: Ledger, raw: Raw) -> Known | None:
    """Return what is known of an input, None where it is still to be coded."""
    inputs = tables.INPUTS.c
    with ledger.reading() as connection:
        wanted = select(inputs.given).where(inputs.id == input_id(raw))
        found = connection.execute(wanted).one_or_none()
    return None if found is None else Known(found.given)


def add_issue(ledger: Ledger, run: int, issue: Issue, page: Raw | None = None) -> None:
    """Write what was set aside; the same trouble is written once.

    `page`: the bytes, where they became a page. The issue goes when that page is coded after all.
    """
    row = {
        "id": issue_id(issue),
        "input": issue.input,
        "stage": issue.stage,
        "error": issue.error,
        "message": issue.message,
        "page": input_id(page) if page is not None else None,
        "run": run,
    }
    with ledger.writing() as connection:
        connection.execute(sqlite.insert(tables.ISSUES).values(row).on_conflict_do_nothing())


def count_rows(ledger: Ledger) -> dict[str, int]:
    """Return how many rows each table holds, by its name."""
    with ledger.reading() as connection:
        return {
            name: connection.scalar(select(func.count()).select_from(table)) or 0
            for name, table in tables.METADATA.tables.items()
        }


def now() -> str:
    """Return the moment, in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")
