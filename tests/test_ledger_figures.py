"""Rival numbers in a ledger, read as its user reads them: by SQL, from tables and views."""

import random
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
from bench.speed.pages import read_page
from sqlalchemy import Connection

from ledger_files import in_memory
from sayso.clean import Given
from sayso.demo import demo_pages, stem
from sayso.ledger import Ledger, add_coded, begin_run
from sayso.ledger.derived import update_derived
from sayso.ledger.derived.figures import canonical_rows, update_figures
from sayso.pipeline import code_pages
from sayso.records import Coded

STORIES = ("clash", "flood", "protest", "cholera")
MARCH = ("Lusitania Daily", "Iberia Today")


@cache
def coded_pages() -> tuple[Coded, ...]:
    """Return the demonstration pages of the stories that give rival numbers, coded once."""
    pages = [page for page in map(Path, demo_pages()) if stem(page.name) in STORIES]
    found = code_pages(map(read_page, pages), Given())
    return tuple(item for item in found if isinstance(item, Coded))


def write(ledger: Ledger, coded: Sequence[Coded]) -> None:
    add_coded(ledger, begin_run(ledger, "1", {}), coded)
    update_derived(ledger)


@pytest.fixture(scope="module")
def ledger() -> Iterator[Ledger]:
    """Give the demonstration's ledger."""
    with in_memory() as ledger:
        write(ledger, coded_pages())
        yield ledger


@pytest.fixture(scope="module")
def with_one_march() -> Iterator[Ledger]:
    """Give the demonstration's ledger with all that is told of the march in one incident."""
    with in_memory() as ledger:
        write(ledger, coded_pages())
        with ledger.writing() as connection:
            gather(connection, MARCH, "type = 'PROTEST' AND mode = 'demo'")
        yield ledger


def gather(connection: Connection, outlets: Sequence[str], which: str) -> None:
    """Put some events of the pages of some outlets into the incident of the first of them.

    Whether they are one is for the tests of incidents.
    """
    marks = ", ".join("?" for _ in outlets)
    events = (
        "SELECT e.number FROM events AS e JOIN reports AS r ON r.number = e.report "
        f"WHERE r.outlet IN ({marks}) AND {which}"
    )
    connection.exec_driver_sql(
        "UPDATE members SET incident = (SELECT incident FROM members WHERE event IN "
        f"({events}) ORDER BY event LIMIT 1) WHERE event IN ({events})",
        (*outlets, *outlets),
    )
    every = connection.exec_driver_sql("SELECT number FROM incidents").scalars().all()
    update_figures(connection, every)


def rows(ledger: Ledger, sql: str) -> list[tuple[Any, ...]]:
    with ledger.reading() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(sql)]


def test_the_two_sides_of_the_battle_stand_side_by_side(ledger: Ledger) -> None:
    found = rows(
        ledger,
        "SELECT item, relation, figure, source, report FROM toll_history "
        "WHERE measure = 'kill' AND item IN ('fighter', 'soldier') ORDER BY item, ordinal",
    )
    told = [(item, relation, figure, source) for item, relation, figure, source, _ in found]
    army, front = "Sudanese army", "Blue Nile Liberation Front"
    assert told == [
        ("fighter", "first", "60 fighters", army),
        ("fighter", "rival", "15 of its own fighters", front),
        ("fighter", "same", "60 fighters", army),
        ("fighter", "same", "60 rebels", army),
        ("fighter", "same", "15 of their own fighters", front),
        ("soldier", "first", "Three soldiers", army),
        ("soldier", "rival", "at least 41 government soldiers", front),
        ("soldier", "same", "three soldiers", army),
        ("soldier", "same", "at least 41 soldiers", front),
    ]
    assert len({report for *_, report in found}) == 3
    assert rows(
        ledger,
        "SELECT item, low, high, open, figures, sources FROM series WHERE measure = 'kill' "
        "AND item IN ('fighter', 'soldier') ORDER BY item",
    ) == [("fighter", 15, 60, 0, 5, 2), ("soldier", 3, 41, 1, 4, 2)]


def test_the_doctor_counts_bodies_beside_them(ledger: Ledger) -> None:
    assert rows(
        ledger,
        "SELECT relation, figure, source, related_to, total FROM toll_history "
        "WHERE item = 'person' AND measure = 'kill' AND outlet = 'Horn Dispatch' ORDER BY ordinal",
    ) == [
        ("first", "28 bodies", "doctor at the hospital in Kurmuk", None, 1),
        ("part", "six of them", "doctor at the hospital in Kurmuk", "28 bodies", 0),
    ]


def test_the_battle_is_contested_with_both_quotes(ledger: Ledger) -> None:
    found = rows(
        ledger,
        "SELECT c.kind, c.said, c.against, i.contested FROM contradicted AS c "
        "JOIN incidents AS i ON i.id = c.incident WHERE i.place = 'Kurmuk' "
        "ORDER BY c.kind, c.said",
    )
    assert found == [
        (
            "denial",
            "that 60 fighters had been killed",
            "the army’s claim that 60 fighters had been killed",
            1,
        ),
        ("figures", "60 rebels", "15 of their own fighters", 1),
        ("figures", "three soldiers", "at least 41 soldiers", 1),
    ]


def test_every_quote_of_a_contradiction_stands_in_its_report(ledger: Ledger) -> None:
    for side in ("one", "other"):
        quoted = rows(
            ledger,
            f"SELECT c.{side}_text, substr(r.text, c.{side}_start + 1, "
            f"c.{side}_end - c.{side}_start) FROM contradictions AS c "
            f"JOIN reports AS r ON r.number = c.{side}_report",
        )
        assert len(quoted) >= 5
        assert [text for text, stands in quoted if text != stands] == []


def test_the_toll_of_the_flood_is_a_series_with_its_revisions(ledger: Ledger) -> None:
    assert rows(
        ledger,
        "SELECT relation, figure, related_to, source, substr(given, 1, 10), stands "
        "FROM toll_history WHERE measure = 'kill' AND outlet IN "
        "('El Vigia del Norte', 'Andean Post', 'Pacific Wire') ORDER BY ordinal",
    ) == [
        ("first", "At least nine people", None, "regional government", "2026-02-09", 0),
        ("revision", "14", "At least nine people", "Andean Post", None, 0),
        ("revision", "23", "14", "Andean Post", "2026-02-10", 0),
        ("part", "eight bodies", "23", "civil defence officials", "2026-02-10", 0),
        ("same", "23", "23", "Pacific Wire", None, 0),
        ("revision", "Forty-one people", "23", "civil defence officials", "2026-02-13", 1),
        ("rival", "47 bodies", "Forty-one people", "regional government", "2026-02-13", 1),
    ]
    [series] = rows(
        ledger,
        "SELECT s.low, s.high, s.open, s.standing_low, s.standing_high FROM series AS s "
        "JOIN series_figures AS f ON f.series = s.number "
        "JOIN quantities AS q ON q.number = f.quantity WHERE q.text = '47 bodies'",
    )
    assert series == (9, 47, 0, 41, 47)


def test_the_governor_disputes_the_figure(ledger: Ledger) -> None:
    assert rows(
        ledger,
        "SELECT kind, said, against FROM contradicted WHERE against_in = 'Pacific Wire' "
        "ORDER BY kind",
    ) == [
        ("denial", "Forty-one people", "the figure for the dead"),
        ("figures", "Forty-one people", "47 bodies"),
    ]


def test_the_marchers_are_counted_by_three(with_one_march: Ledger) -> None:
    found = rows(
        with_one_march,
        "SELECT relation, figure, low, high, total FROM toll_history "
        "WHERE measure = 'protest' AND item = 'person' AND incident_title LIKE 'Thousands%' "
        "ORDER BY ordinal",
    )
    assert found == [
        ("first", "Thousands of people", None, None, 1),
        ("same", "15,000", 15000, 15000, 1),
        ("rival", "more than 60,000", 60001, None, 1),
        ("same", "more than 60,000 people", 60001, None, 1),
        ("same", "15,000", 15000, 15000, 1),
        ("rival", "between 22,000 and 26,000", 22000, 26000, 1),
    ]


def test_cases_and_deaths_of_the_outbreak(ledger: Ledger) -> None:
    assert rows(
        ledger,
        "SELECT relation, figure, related_to, stands FROM toll_history "
        "WHERE measure = 'kill' AND figure IN ('61 deaths', '118 people', 'Nineteen of them') "
        "ORDER BY ordinal",
    ) == [
        ("first", "61 deaths", None, 0),
        ("revision", "118 people", "61 deaths", 1),
        ("part", "Nineteen of them", "118 people", 0),
    ]
    denied = rows(ledger, "SELECT said, against FROM contradicted WHERE against = 'this'")
    assert denied == [("at least 200 deaths", "this")]
    cases = rows(ledger, "SELECT figure FROM toll_history WHERE item = 'case' ORDER BY figure")
    assert cases == [("2,140 cases",), ("5,036",)]


def test_low_and_high_are_numbers_that_somebody_gave(ledger: Ledger) -> None:
    """None of them is an average, nor any other number of ours."""
    ours = rows(
        ledger,
        "SELECT s.id, n.number FROM series AS s JOIN (SELECT number AS series, low AS number "
        "FROM series UNION SELECT number, high FROM series) AS n ON n.series = s.number "
        "WHERE n.number IS NOT NULL AND NOT EXISTS (SELECT 1 FROM series_figures AS f "
        "JOIN quantities AS q ON q.number = f.quantity WHERE f.series = s.number "
        "AND n.number IN (q.value, q.low, q.high))",
    )
    assert ours == []
    assert rows(ledger, "SELECT id FROM series WHERE low > high") == []


def test_each_number_stands_in_one_series_and_says_why(ledger: Ledger) -> None:
    assert rows(ledger, "SELECT id FROM series WHERE figures = 0 OR sources = 0") == []
    assert rows(ledger, "SELECT number FROM series_figures WHERE reason = ''") == []
    assert (
        rows(
            ledger,
            "SELECT s.id FROM series AS s WHERE s.figures <> (SELECT count(*) FROM series_figures "
            "AS f WHERE f.series = s.number)",
        )
        == []
    )
    assert (
        rows(
            ledger,
            "SELECT number FROM series_figures WHERE of IS NULL AND relation <> 'first'",
        )
        == []
    )


def test_contested_is_what_has_a_contradiction(ledger: Ledger) -> None:
    assert (
        rows(
            ledger,
            "SELECT id FROM incidents AS i WHERE contested <> EXISTS (SELECT 1 "
            "FROM contradictions AS c WHERE c.incident = i.number)",
        )
        == []
    )


def canonical(ledger: Ledger) -> list[bytes]:
    with ledger.reading() as connection:
        return [msgspec.json.encode(row) for row in canonical_rows(connection)]


def test_order_and_batches_make_no_difference() -> None:
    pages = list(coded_pages())
    with in_memory() as one:
        write(one, pages)
        at_once = canonical(one)
    random.Random(7).shuffle(pages)
    with in_memory() as other:
        for page in pages:
            write(other, [page])
        assert canonical(other) == at_once
    assert len(at_once) > 30


def test_figures_made_anew_are_the_same(ledger: Ledger) -> None:
    before = canonical(ledger)
    with ledger.writing() as connection:
        every = connection.exec_driver_sql("SELECT number FROM incidents").scalars().all()
        update_figures(connection, every)
        update_figures(connection, [])
        update_figures(connection, [0])  # gone
    assert canonical(ledger) == before
