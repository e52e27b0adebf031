"""What follows from the reports, kept as rows: copies, incidents, origins, figures, outcomes.

Every report that is written waits in `pending`. `update_derived` takes those that wait and
brings all that hangs on them up to date. What it leaves does not depend on the order in which
reports came, nor on how many were taken at a time: it is the same as if all had come at once.
"""

from collections.abc import Callable, Collection
from typing import Final

from sqlalchemy import Connection, delete, select

from sayso.ledger import tables
from sayso.ledger.store import Ledger

AT_ONCE: Final = 2_000  # reports of one transaction

Progress = Callable[[int], None]


def update_derived(ledger: Ledger, advance: Progress | None = None) -> int:
    """Derive what follows from the reports that wait; return how many waited.

    Some thousand are taken in one transaction, so a kill loses nothing. `advance` is told how
    many reports were done each time. Raises `StoreError` where the file cannot be written.
    """
    done = 0
    pending = tables.PENDING.c.report
    while True:
        with ledger.writing() as connection:
            reports = connection.scalars(select(pending).order_by(pending).limit(AT_ONCE)).all()
            if not reports:
                return done
            update_all(connection, reports)
            connection.execute(delete(tables.PENDING).where(pending.in_(reports)))
        done += len(reports)
        if advance is not None:
            advance(len(reports))


def update_all(connection: Connection, reports: Collection[int]) -> None:
    """Bring everything up to date that hangs on `reports`, which are new or were rewritten."""


def count_pending(ledger: Ledger) -> int:
    """Return how many reports wait for what follows from them."""
    with ledger.reading() as connection:
        return len(connection.scalars(select(tables.PENDING.c.report)).all())
