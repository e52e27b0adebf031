"""Forecasts settled anew where a record that may bear on them came, or their horizon passed."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from sqlalchemy import Connection

from sayso.extract.settling import CONSIDERED, Happening, Pattern, Settled, day_of, iso, settle
from sayso.ledger.derived.outcomes.filing import await_forecasts, file_records
from sayso.ledger.derived.outcomes.reading import (
    driver_of,
    read_happenings,
    read_patterns,
)
from sayso.ledger.store import AMONG, listed

AT_ONCE: Final = 500  # forecasts that are settled together
DAY: Final = len("2026-11-23")

OWN: Final = f"SELECT number FROM forecasts WHERE report {AMONG}"  # noqa: S608 - our own columns

# Forecasts that share a key with a record, printed since they were made, and not after the last
# record that they look at.
BORNE_ON: Final = f"""
SELECT DISTINCT a.forecast FROM happenings AS h
JOIN awaited AS a ON a.key = h.key AND a.last >= h.day AND a.first <= h.day
    AND h.least >= a.least
WHERE h.report {AMONG}
"""  # noqa: S608

DUE: Final = "SELECT forecast FROM outcomes WHERE due > ? AND due <= ?"

AWAITED: Final = f"""
SELECT forecast, key, first, watched, last, least FROM awaited WHERE forecast {AMONG}
"""  # noqa: S608

RECORDS: Final = f"""
SELECT record, counted, day FROM happenings WHERE key = ? AND day BETWEEN ? AND ? AND least >= ?
ORDER BY day, rank, record, counted LIMIT {CONSIDERED}
"""  # noqa: S608

OUTCOME: Final = """
INSERT INTO outcomes (number, forecast, outcome, low, high, due, as_of, reason)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
EVIDENCE: Final = """
INSERT INTO outcome_evidence
    (outcome, report, record, ordinal, bearing, day, span_start, span_end, text)
SELECT ?, number, ?, ?, ?, ?, ?, ?, ? FROM reports WHERE id = ?
"""

Record = tuple[int, int]  # its number, and 1 where it is a quantity
Cells = tuple[str | int | float | None, ...]


class Outcome(NamedTuple):
    """What became of the forecast of a number."""

    forecast: int
    pattern: Pattern
    settled: Settled
    found: Sequence[Happening]  # that was looked at

    def cells(self, number: int) -> Cells:
        """Return the row of the outcome, under its number."""
        looked_at = (self.pattern.published, *(one.published for one in self.found))
        pages = [day for day in looked_at if day is not None]
        horizon, settled = self.pattern.horizon, self.settled
        return (
            *(number, self.forecast, settled.outcome, settled.low, settled.high),
            iso(horizon.after) if horizon is not None else None,
            iso(max(pages)) if pages else None,
            settled.reason,
        )

    def evidence_cells(self, number: int) -> Iterator[Cells]:
        """Yield the rows of the evidence for the outcome of a number."""
        for ordinal, one in enumerate(self.settled.evidence):
            yield (
                *(number, one.record, ordinal, one.bearing, iso(one.day)),
                *(one.span.start, one.span.end, one.words, one.report),
            )


def update_outcomes(connection: Connection, reports: Collection[int]) -> None:
    """Settle the forecasts that `reports` make or bear on, and those whose horizon has passed.

    `reports` are new, or were rewritten. What stands afterwards is what would stand had all
    reports come at once.
    """
    before, now = move_latest(connection, reports)
    given_up = sharing(connection, reports)  # by what a rewritten report held before
    file_records(connection, reports)
    own = set(connection.exec_driver_sql(OWN, listed(reports)).scalars())
    touched = given_up | sharing(connection, reports) | due_between(connection, before, now)
    for some in batches(own):
        patterns = read_patterns(connection, some)
        await_forecasts(connection, patterns)
        settle_all(connection, patterns, now)
    for some in batches(touched - own):
        settle_all(connection, read_patterns(connection, some), now)


def batches(forecasts: Collection[int]) -> Iterator[Sequence[int]]:
    """Yield the numbers of forecasts in lists that are worked on together."""
    ordered = sorted(forecasts)
    for first in range(0, len(ordered), AT_ONCE):
        yield ordered[first : first + AT_ONCE]


def sharing(connection: Connection, reports: Collection[int]) -> set[int]:
    """Return the forecasts on which records of `reports`, as they are filed, may bear."""
    return set(connection.exec_driver_sql(BORNE_ON, listed(reports)).scalars())


def due_between(connection: Connection, before: str | None, now: str | None) -> set[int]:
    """Return the forecasts whose horizon lies between two days: passed now, or no longer."""
    if now is None or before == now:
        return set()
    first, last = sorted((before or "", now))
    return set(connection.exec_driver_sql(DUE, (first, last)).scalars())


def move_latest(connection: Connection, reports: Collection[int]) -> tuple[str | None, str | None]:
    """Note the latest day of any page; return which it was, and which it is."""
    before: str | None = connection.exec_driver_sql("SELECT day FROM latest").scalar()
    printed = f"""
        SELECT max(substr(published, 1, {DAY})) FROM reports
        WHERE length(published) >= {DAY}
    """  # noqa: S608
    among = f"{printed} AND number {AMONG}"
    latest: str | None = connection.exec_driver_sql(among, listed(reports)).scalar()
    was = latest_filed(connection, reports)
    if before is not None and was == before and (latest is None or latest < before):
        # the latest page may have been given an earlier date
        now: str | None = connection.exec_driver_sql(printed).scalar()
    else:
        now = max(filter(None, (before, latest)), default=None)
    if now != before:
        connection.exec_driver_sql("DELETE FROM latest")
        connection.exec_driver_sql("INSERT INTO latest (day) VALUES (?)", (now,))
    return before, now


def latest_filed(connection: Connection, reports: Collection[int]) -> str | None:
    """Return the latest day under which records of `reports` are filed."""
    filed = f"SELECT max(day) FROM happenings WHERE report {AMONG}"  # noqa: S608
    day: int | None = connection.exec_driver_sql(filed, listed(reports)).scalar()
    return iso(day) if day is not None else None


def settle_all(connection: Connection, patterns: Mapping[int, Pattern], now: str | None) -> None:
    """Settle forecasts, by number, and write what became of them."""
    looked_at = records_for(connection, patterns)
    records = {record for found in looked_at.values() for record in found}
    acts, numbers = read_happenings(
        connection,
        {number for number, counted in records if not counted},
        {number for number, counted in records if counted},
    )
    as_of = day_of(now)
    outcomes: list[Outcome] = []
    for forecast, pattern in patterns.items():
        found = [
            numbers[number] if counted else acts[number]
            for number, counted in looked_at.get(forecast, ())
        ]
        outcomes.append(Outcome(forecast, pattern, settle(pattern, found, as_of), found))
    write_outcomes(connection, outcomes)


def records_for(connection: Connection, forecasts: Collection[int]) -> dict[int, set[Record]]:
    """Return the records that each forecast is held against, and note where its looking ends."""
    found: dict[int, set[Record]] = defaultdict(set)
    ends: list[tuple[int, int, int]] = []
    driver = driver_of(connection)
    awaited = driver.execute(AWAITED, listed(forecasts)).fetchall()
    for forecast, key, first, watched, last, least in awaited:
        records = driver.execute(RECORDS, (key, first, watched, least)).fetchall()
        found[forecast].update((record, counted) for record, counted, _ in records)
        end = records[-1][2] if len(records) == CONSIDERED else watched
        if end != last:
            ends.append((end, forecast, key))
    driver.executemany("UPDATE awaited SET last = ? WHERE forecast = ? AND key = ?", ends)
    return found


def write_outcomes(connection: Connection, outcomes: Sequence[Outcome]) -> None:
    """Write what became of forecasts, each with its evidence."""
    driver = driver_of(connection)
    forecasts = listed(outcome.forecast for outcome in outcomes)
    driver.execute(f"DELETE FROM outcomes WHERE forecast {AMONG}", forecasts)  # noqa: S608
    first = 1 + (driver.execute("SELECT max(number) FROM outcomes").fetchone()[0] or 0)
    driver.executemany(
        OUTCOME, [outcome.cells(number) for number, outcome in enumerate(outcomes, first)]
    )
    driver.executemany(
        EVIDENCE,
        [
            cells
            for number, outcome in enumerate(outcomes, first)
            for cells in outcome.evidence_cells(number)
        ],
    )
