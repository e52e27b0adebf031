"""No question reads a large table from end to end: what it takes does not grow with the ledger."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import event

from asked import add_rows, ledger_of, number_of, pages
from sayso.ledger import Ledger
from sayso.ledger.query import Box, Filters, explain, read_rivals
from sayso.ledger.query.finding import FINDERS
from sayso.ledger.query.sieve import UNKNOWN

PAGES = pages(40)
ASKED: tuple[dict[str, Any], ...] = (
    {},
    {"type": ("ASSAULT",), "mode": ("aerial",), "factuality": ("actual",)},
    {"actor": ("army",), "recipient": ("REB",)},
    {"place": ("Kurmuk", "SDN"), "box": Box(20, 0, 40, 20)},
    {"since": "2026-04-01", "until": "2026-04-30"},
    {"published_since": "2026-04-01", "published_until": "2026-04-30"},
    {"source": ("army",), "stance": ("asserts",), "interest": ("none",)},
    {"outlet": ("herald",), "agency": ("meridian",)},
    {"contested": True},
    {"contested": False, "corroborated": 2},
    {"corroborated": 2},
    {"text": "drones rebels"},
    {"text": "drones", "contested": True, "type": ("ASSAULT",), "place": ("SDN",)},
    {"measure": ("kill",)},
    {"outcome": ("borne_out", "expired")},
)
# Read in part: a limit, or what an index leaves, ends the reading long before the table does.
BOUNDED = re.compile(
    r"SCAN (signs_fts|reports_fts) VIRTUAL TABLE INDEX \d+:.*M"  # what MATCH finds
    r"|SCAN incidents USING (COVERING )?INDEX incidents_contested"  # the contested ones alone
    r"|SCAN contradictions USING COVERING INDEX"  # up to a limit
    r"|SCAN (json_each|\(subquery-\d+\)|\d+ CONSTANT ROW|CONSTANT ROW|anon_\d+)"
)


@pytest.fixture(scope="module")
def ledger() -> Iterator[Ledger]:
    with ledger_of(PAGES) as held:
        add_rows(held, "incidents", {"id": "n1", "origins": 2, "contested": True})
        incident = number_of(held, "incidents", "n1")
        for coded in PAGES[:9]:
            event_ = number_of(held, "events", coded.events[0].id)
            add_rows(held, "members", {"incident": incident, "event": event_})
        yield held


def plans_of(ledger: Ledger, ask: Any) -> list[tuple[str, str]]:
    """Return each step of the plan of every statement that `ask` makes, with the statement."""
    made: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.startswith("SELECT"):
            made.append((statement, parameters))

    event.listen(ledger.connection.engine, "before_cursor_execute", note)
    try:
        ask()
    finally:
        event.remove(ledger.connection.engine, "before_cursor_execute", note)
    steps = []
    for statement, parameters in made:
        rows = ledger.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        steps += [(row[3], statement) for row in rows]
    return steps


def full_scans(steps: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [
        (step, statement)
        for step, statement in steps
        if step.startswith("SCAN") and not BOUNDED.match(step)
    ]


@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: "-".join(asked) or "nothing")
@pytest.mark.parametrize("kind", FINDERS)
def test_a_question_reads_no_table_from_end_to_end(
    ledger: Ledger, kind: Any, asked: dict[str, Any]
) -> None:
    known = {name: value for name, value in asked.items() if name not in UNKNOWN[kind]}
    steps = plans_of(ledger, lambda: FINDERS[kind](ledger, Filters(**known)))
    assert steps
    assert not full_scans(steps)


def test_nor_does_the_next_page(ledger: Ledger) -> None:
    token = FINDERS["event"](ledger, Filters(), 5).next
    steps = plans_of(ledger, lambda: FINDERS["event"](ledger, Filters(), 5, token))
    assert not full_scans(steps)


def test_nor_does_a_reason(ledger: Ledger) -> None:
    [event_] = PAGES[0].events
    ids = (event_.id, PAGES[0].report.id, PAGES[0].quantities[0].id, PAGES[0].forecasts[0].id)
    for id_ in ids:
        assert not full_scans(plans_of(ledger, lambda id_=id_: explain(ledger, id_)))


def test_nor_do_rivals(ledger: Ledger) -> None:
    rows = FINDERS["figure"](ledger, Filters()).rows
    assert not full_scans(plans_of(ledger, lambda: read_rivals(ledger, rows)))
