"""What reports are marked with, so that a question finds those that may answer it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from asked import fill, ledger_of, pages
from ledger_files import in_memory
from sayso.ledger.derived.signs import TIE_BITS, free_key, moment_key, update_signs
from sayso.ledger.moments import minute_of
from sayso.ledger.query import Filters, find_events
from sayso.ledger.tables import REPORTS, SIGNS

PAGES = pages(5)


def test_a_report_that_is_marked_anew_is_found_once() -> None:
    with ledger_of(PAGES) as ledger:
        before = find_events(ledger, Filters(type=("ASSAULT",))).rows
        for _ in range(3):
            with ledger.writing() as connection:
                update_signs(connection, connection.scalars(REPORTS.select()).all())
        assert find_events(ledger, Filters(type=("ASSAULT",))).rows == before
        marked = ledger.connection.execute(SIGNS.select()).all()
        assert len([row for row in marked if row.report is not None]) == len(PAGES)
        assert len(marked) == 4 * len(PAGES)


def test_a_report_that_is_gone_is_not_found() -> None:
    with ledger_of(PAGES) as ledger:
        with ledger.writing() as connection:
            gone = PAGES[0].report.id
            connection.execute(REPORTS.delete().where(REPORTS.c.id == gone))
        rows = find_events(ledger, Filters()).rows
        assert len(rows) == len(PAGES) - 1
        assert gone not in {row.report.id for row in rows}


def test_it_makes_no_difference_how_many_are_marked_at_a_time() -> None:
    orders = []
    for coded in (PAGES, PAGES[::-1]):
        with in_memory() as ledger:
            for page in coded:
                fill(ledger, [page])
            orders.append([row.id for row in find_events(ledger, Filters()).rows])
    with ledger_of(PAGES) as ledger:
        orders.append([row.id for row in find_events(ledger, Filters()).rows])
    assert orders[0] == orders[1] == orders[2]


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (None, "2026"),
        ("2026", "2026-01-02"),
        ("2026-04", "2026-04-02"),
        ("2026-04-15T23:00+03:00", "2026-04-15T21:00+00:00"),
        ("2026-04-15", "2026-04-15T00:01"),
        ("2026-04-15T10:20:59", "2026-04-15T10:21"),
    ],
)
def test_the_order_is_that_of_publication(earlier: str | None, later: str) -> None:
    assert (minute_of(earlier) or 0) < (minute_of(later) or 0)
    assert moment_key(earlier, "r2") < moment_key(later, "r1")


@given(st.text())
def test_any_date_has_a_place(published: str) -> None:
    assert 0 <= moment_key(published, "r1") < 2**63


def test_two_of_one_moment_stand_side_by_side() -> None:
    with in_memory() as ledger:
        taken = {7, 8}
        assert free_key(ledger.connection, 7, taken) == 9
        assert taken == {7, 8, 9}
    assert moment_key(None, "r1") < 1 << TIE_BITS


def test_a_page_without_records_is_no_answer() -> None:
    bare = replace(PAGES[0], attributions=(), events=(), quantities=(), forecasts=())
    with ledger_of([bare]) as ledger:
        assert find_events(ledger, Filters()).rows == ()
