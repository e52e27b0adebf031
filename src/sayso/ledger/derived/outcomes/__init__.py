"""What became of forecasts, as rows: the method of `sayso.extract.settling` on the whole ledger.

Records and forecasts are filed under keys of what is compared. A report that comes is held
against the forecasts that share a key with it, and its own forecasts against the records that
are there. Of each key the first 64 records since the forecast count, so a forecast that much is
told of costs no more the larger the ledger is.
"""

from collections.abc import Iterator

from sqlalchemy import Connection

from sayso.extract.settling.records import Bearing
from sayso.ledger.derived.outcomes.update import update_outcomes
from sayso.records import Outcome, Record, Span

__all__ = ["OutcomeLine", "ShownLine", "canonical_rows", "update_outcomes"]


class ShownLine(Record, frozen=True):
    """A record that bears on a forecast."""

    report: str  # id
    record: str  # id of an event or a quantity
    bearing: Bearing
    day: str | None  # ISO 8601: for which the record tells it
    span: Span
    text: str


class OutcomeLine(Record, frozen=True):
    """What became of a forecast."""

    forecast: str  # id
    outcome: Outcome
    low: float | int | None
    high: float | int | None
    due: str | None  # ISO 8601: the day from which on its horizon has passed
    as_of: str | None  # ISO 8601: the latest page that was looked at
    reason: str
    evidence: tuple[ShownLine, ...]


def canonical_rows(connection: Connection) -> Iterator[OutcomeLine]:
    """Yield what became of each forecast, in the order of their ids."""
    rows = connection.exec_driver_sql(
        "SELECT o.number, f.id, o.outcome, o.low, o.high, o.due, o.as_of, o.reason "
        "FROM outcomes AS o JOIN forecasts AS f ON f.number = o.forecast ORDER BY f.id"
    )
    for row in rows:
        shown = connection.exec_driver_sql(
            "SELECT r.id AS report, e.record, e.bearing, e.day, e.span_start, e.span_end, e.text "
            "FROM outcome_evidence AS e JOIN reports AS r ON r.number = e.report "
            "WHERE e.outcome = ? ORDER BY e.ordinal",
            (row.number,),
        )
        yield OutcomeLine(
            forecast=row.id,
            outcome=row.outcome,
            low=row.low,
            high=row.high,
            due=row.due,
            as_of=row.as_of,
            reason=row.reason,
            evidence=tuple(
                ShownLine(
                    report=one.report,
                    record=one.record,
                    bearing=one.bearing,
                    day=one.day,
                    span=Span(one.span_start, one.span_end),
                    text=one.text,
                )
                for one in shown
            ),
        )
