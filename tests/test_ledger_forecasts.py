"""Forecasts settled by later pages, read with SQL alone; in whatever order the pages come."""

import io
import random
import sqlite3
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import PurePath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from coded import sample
from ledger_files import driver_of, in_memory, other_samples
from pages import report_of
from sayso.clean import Given
from sayso.demo import demo_pages
from sayso.ingest import read_pages
from sayso.ledger import Ledger, add_coded, begin_run
from sayso.ledger.derived.outcomes import OutcomeLine, canonical_rows, update_outcomes
from sayso.pipeline import code_pages, code_reports
from sayso.records import Coded, Report, Timestamp

STORIES = ("cholera", "flood", "protest")
CHOLERA = "expects the number of cholera cases to exceed 5,000"

# Pages of one story as they come in, a week apart: their days are those on which they are printed.
RAIDS = (
    ("2026-04-14", "The rebel leader Abdi Osman will visit Kismayo on 20 April, his office said."),
    ("2026-04-21", "The rebel leader Abdi Osman visited Kismayo on 20 April, officials said."),
    ("2026-04-28", "Abdi Osman, the rebel leader, visited Kismayo on Monday, a witness said."),
    ("2026-05-05", "The rebel leader Abdi Osman did not speak of peace on Sunday."),
)


@cache
def demo() -> dict[str, Coded]:
    """Return what demonstration pages are coded to, by the name of the page."""
    wanted = [page for page in demo_pages() if PurePath(page).name.startswith(STORIES)]
    found = code_pages(read_pages(wanted, io.BytesIO()), Given())
    pages = [coded for coded in found if isinstance(coded, Coded)]
    return {PurePath(coded.report.raw.path or "").stem: coded for coded in pages}


@cache
def told() -> tuple[Coded, ...]:
    """Return what pages of our own are coded to."""
    return tuple(item for item in code_reports(map(printed, RAIDS)) if isinstance(item, Coded))


def printed(page: tuple[str, str]) -> Report:
    """Return a report that was printed on a day."""
    published, text = page
    report = report_of(text, published)
    return replace(report, raw=replace(report.raw, path=f"{published}.txt"))


def add(ledger: Ledger, pages: Iterable[Coded]) -> None:
    """Write pages, all at once, and settle what hangs on them."""
    add_coded(ledger, begin_run(ledger, "1", {}), pages)
    with ledger.writing() as connection:
        waiting = connection.exec_driver_sql("SELECT report FROM pending").scalars().all()
        update_outcomes(connection, waiting)
        connection.exec_driver_sql("DELETE FROM pending")


def rows(ledger: Ledger, query: str, *values: object) -> list[dict[str, object]]:
    """Return the rows of a query as any program reads them."""
    driver = driver_of(ledger)
    driver.row_factory = sqlite3.Row
    return [dict(row) for row in driver.execute(query, values)]


def foretold(ledger: Ledger, words: str) -> dict[str, object]:
    """Return the one forecast whose sentence holds some words."""
    [row] = rows(ledger, "SELECT * FROM foretold WHERE instr(sentence, ?)", words)
    return row


def kept(batches: Sequence[Sequence[Coded]]) -> list[OutcomeLine]:
    """Return what became of the forecasts of pages that came in batches."""
    with in_memory() as ledger:
        for batch in batches:
            add(ledger, batch)
        with ledger.reading() as connection:
            return list(canonical_rows(connection))


def test_the_cholera_forecast_is_open_until_later_pages_settle_it() -> None:
    with in_memory() as ledger:
        add(ledger, [demo()["cholera_1"]])
        assert foretold(ledger, CHOLERA)["outcome"] == "open"
        add(ledger, [demo()["cholera_2"], demo()["cholera_3"]])
        settled = foretold(ledger, CHOLERA)
        assert (settled["outcome"], settled["told_by_page"]) == ("borne_out", "open")
        assert (settled["so_far"], settled["expects_low"]) == (5036, 5001)
        assert settled["evidence"] == "told: 5,036 on 2026-03-18 (Southern Africa Health Desk)"
        [shown] = rows(ledger, "SELECT * FROM settled_by WHERE forecast = ?", settled["forecast"])
        assert str(shown["sentence"]).startswith("The number of cholera cases in Malawi reached")
        assert (shown["bearing"], shown["outlet"]) == ("told", "Southern Africa Health Desk")
        assert str(shown["source"]) == "health ministry"


def test_a_page_that_tells_the_forecast_again_is_settled_with_it() -> None:
    with in_memory() as ledger:
        add(ledger, demo().values())
        again = foretold(ledger, "had said in February that it expected more than 5,000")
        assert (again["outcome"], again["made_start"]) == ("borne_out", "2026-02-01")


def test_what_no_page_tells_of_expires_with_its_day() -> None:
    with in_memory() as ledger:
        add(ledger, [demo()["cholera_1"], demo()["cholera_2"]])
        clinic = foretold(ledger, "fewer than 100 new cases a week")
        assert (clinic["outcome"], clinic["horizon_end"]) == ("open", "2026-05-01")
        add(ledger, [demo()["cholera_3"]])  # of 15 May
        clinic = foretold(ledger, "fewer than 100 new cases a week")
        assert (clinic["outcome"], clinic["evidence"]) == ("expired", None)
        assert "time has passed" in str(clinic["reason"])


def test_a_visit_is_borne_out_by_the_page_that_dates_it() -> None:
    with in_memory() as ledger:
        add(ledger, told()[:1])
        assert foretold(ledger, "will visit Kismayo")["outcome"] == "open"
        add(ledger, told()[1:])
        visit = foretold(ledger, "will visit Kismayo")
        assert visit["outcome"] == "borne_out"
        assert "2026-04-20" in str(visit["reason"])


def test_every_outcome_quotes_its_evidence() -> None:
    with in_memory() as ledger:
        add(ledger, [*demo().values(), *told()])
        quotes = rows(
            ledger,
            "SELECT e.text, substr(r.text, e.span_start + 1, e.span_end - e.span_start) AS there "
            "FROM outcome_evidence AS e JOIN reports AS r ON r.number = e.report",
        )
        assert quotes
        assert all(row["text"] == row["there"] for row in quotes)
        settled = rows(ledger, "SELECT count(*) AS n FROM outcomes")
        assert settled == rows(ledger, "SELECT count(*) AS n FROM forecasts")
        assert rows(ledger, "SELECT * FROM settled_by WHERE sentence IS NULL") == []


@pytest.mark.parametrize("name", ["cholera_1", "cholera_2", "cholera_3", "flood_1", "protest_1"])
def test_a_ledger_of_one_page_says_what_the_page_says(name: str) -> None:
    coded = demo()[name]
    found = {line.forecast: line for line in kept([[coded]])}
    assert {forecast.id for forecast in coded.forecasts} == set(found)
    for forecast in coded.forecasts:
        line = found[forecast.id]
        assert (line.outcome, tuple(shown.record for shown in line.evidence)) == (
            *(forecast.outcome, forecast.evidence),
        )


@given(st.randoms(use_true_random=False), st.integers(1, 4))
@settings(max_examples=12, deadline=None)
def test_order_and_batches_make_no_difference(chance: random.Random, size: int) -> None:
    pages = [*demo().values(), *told(), *other_samples(3), sample()]
    expected = kept([pages])
    chance.shuffle(pages)
    assert kept([pages[first : first + size] for first in range(0, len(pages), size)]) == expected


def test_a_page_that_is_rewritten_is_settled_anew() -> None:
    later = demo()["cholera_2"]
    bare = replace(later, quantities=(), events=(), forecasts=())
    bare = replace(bare, attributions=())
    first, second = sorted((later, bare), key=lambda coded: coded is later)
    with in_memory() as ledger:
        add(ledger, [demo()["cholera_1"], later])
        assert foretold(ledger, CHOLERA)["outcome"] == "borne_out"
        for coded, path in ((first, "0"), (second, "1"), (first, "2"), (second, "3")):
            raw = replace(coded.report.raw, path=path)
            add(ledger, [replace(coded, report=replace(coded.report, raw=raw))])
        stands = rows(ledger, "SELECT count(*) AS n FROM quantities WHERE text = '5,036'")
        expected = "borne_out" if stands == [{"n": 1}] else "open"
        assert foretold(ledger, CHOLERA)["outcome"] == expected


def test_an_earlier_date_of_the_latest_page_takes_back_what_expired() -> None:
    with in_memory() as ledger:
        add(ledger, [demo()["cholera_1"], demo()["cholera_2"], demo()["cholera_3"]])
        assert foretold(ledger, "fewer than 100 new cases")["outcome"] == "expired"
        with ledger.writing() as connection:
            stamp = Timestamp(value="2026-04-15", precision="day", basis="given")
            connection.exec_driver_sql(
                "UPDATE reports SET published = ? WHERE published LIKE '2026-05-15%'",
                (stamp.value,),
            )
            changed = connection.exec_driver_sql(
                "SELECT number FROM reports WHERE published = ?", (stamp.value,)
            ).scalars()
            update_outcomes(connection, list(changed))
        assert foretold(ledger, "fewer than 100 new cases")["outcome"] == "open"
