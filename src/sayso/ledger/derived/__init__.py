"""What follows from the reports, kept as rows: copies, incidents, origins, figures, outcomes.

Every report that is written waits in `pending`. `update_derived` takes those that wait and
brings all that hangs on them up to date. What it leaves does not depend on the order in which
reports came, nor on how many were taken at a time: it is the same as if all had come at once.
"""

import contextlib
import gc
from collections.abc import Callable, Collection, Iterator
from typing import Final

from sqlalchemy import Connection, delete, select

from sayso.ledger import tables
from sayso.ledger.derived.copies import update_copies
from sayso.ledger.derived.figures import update_figures
from sayso.ledger.derived.incidents import update_incidents
from sayso.ledger.derived.origins import incidents_of, update_origins
from sayso.ledger.derived.outcomes import update_outcomes
from sayso.ledger.derived.signs import update_signs
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
        with ledger.writing() as connection, without_pauses():
            reports = connection.scalars(select(pending).order_by(pending).limit(AT_ONCE)).all()
            if not reports:
                return done
            update_all(connection, reports)
            connection.execute(delete(tables.PENDING).where(pending.in_(reports)))
        done += len(reports)
        if advance is not None:
            advance(len(reports))


@contextlib.contextmanager
def without_pauses() -> Iterator[None]:
    """Have Python look for unreachable cycles only afterwards.

    A batch holds millions of small objects, all of them in use: to go through them again and
    again costs more than a third of the time, and frees nothing.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def update_all(connection: Connection, reports: Collection[int]) -> None:
    """Bring everything up to date that hangs on `reports`, which are new or were rewritten."""
    update_signs(connection, reports)
    copied = update_copies(connection, reports)
    incidents = update_incidents(connection, reports)
    incidents |= incidents_of(connection, {*reports, *copied})
    update_origins(connection, incidents)
    update_figures(connection, incidents)
    update_outcomes(connection, reports)


def count_pending(ledger: Ledger) -> int:
    """Return how many reports wait for what follows from them."""
    with ledger.reading() as connection:
        return len(connection.scalars(select(tables.PENDING.c.report)).all())
