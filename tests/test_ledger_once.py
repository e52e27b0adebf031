"""Exactly once: again, in another order, twice at the same time, after a kill -9."""

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from coded import sample
from ledger_files import canonical, in_memory, lines, other_samples
from plain_coding import write_pages
from sayso.errors import StoreError
from sayso.ledger import (
    Ledger,
    add_coded,
    add_issue,
    begin_run,
    count_rows,
    end_run,
    find_input,
    open_ledger,
    writing,
)
from sayso.ledger.derived import update_derived
from sayso.records import Coded, Issue

TESTS = Path(__file__).parent
PAGES = 60
CODED = PAGES - PAGES // 10  # every tenth has no words


def counted(ledger: Ledger) -> dict[str, int]:
    """Return how many rows each table holds when all is derived."""
    update_derived(ledger)
    rows = count_rows(ledger)
    del rows["runs"]
    return rows


def search(ledger: Ledger, words: str) -> list[str]:
    """Return which tables have how many rows that hold `words`."""
    return [
        f"{table} {number}"
        for table in ("reports", "contents", "quantities")
        for number in ledger.connection.exec_driver_sql(
            f"SELECT count(*) FROM {table}_fts WHERE {table}_fts MATCH ?", (words,)
        ).scalars()
        if number
    ]


def check_index(ledger: Ledger) -> None:
    """Raise unless the search index says what the tables say, and every pointer leads to a row."""
    for table in ("reports", "contents", "quantities"):
        fts = f"{table}_fts"
        ledger.connection.exec_driver_sql(
            f"INSERT INTO {fts} ({fts}, rank) VALUES ('integrity-check', 1)"
        )
    assert ledger.connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []


# --- again, and in another order ---


def test_writing_again_adds_nothing() -> None:
    coded = other_samples(5)
    with in_memory() as ledger:
        run = begin_run(ledger, "1", {})
        assert add_coded(ledger, run, coded) == 5
        before = counted(ledger), lines(ledger)
        assert add_coded(ledger, run, coded) == 0
        assert add_coded(ledger, run, [*coded, *coded]) == 0
        assert (counted(ledger), lines(ledger)) == before


def versions_of_one_report() -> list[Coded]:
    """Return one print as several inputs gave it: read here and there, and coded differently."""
    one = sample()
    raw = one.report.raw
    copies = [
        replace(one, report=replace(one.report, raw=replace(raw, path=f"{number}.html")))
        for number in range(4)
    ]
    bare = replace(copies[1], events=(), quantities=(), forecasts=())
    more = replace(one.quantities[0], id="q3", text="at least 60 rebels")
    longer = replace(
        copies[2],
        report=replace(copies[2].report, agency="Harbour Press"),
        quantities=(more, *one.quantities),
    )
    others = replace(
        copies[3],
        attributions=tuple(
            replace(said, id=said.id + "x", content=said.content * 2) for said in one.attributions
        ),
        events=(replace(one.events[0], attribution="a1x", quantities=()),),
        quantities=(replace(one.quantities[1], part_of=None, attribution=None),),
        forecasts=(),
    )
    return [copies[0], bare, longer, others]


@settings(deadline=None, max_examples=30)
@given(
    st.permutations([*versions_of_one_report(), *other_samples(2)]),
    st.lists(st.integers(1, 5), max_size=3),
)
def test_the_order_of_inputs_changes_nothing(coded: list[Coded], cuts: list[int]) -> None:
    with in_memory() as ledger:
        run, start = begin_run(ledger, "1", {}), 0
        for end in (*sorted(cuts), len(coded)):
            add_coded(ledger, run, coded[start:end])
            start = max(start, end)
        assert (counted(ledger), lines(ledger), search(ledger, "rebels OR people")) == in_order()
        check_index(ledger)


@cache
def in_order() -> tuple[dict[str, int], bytes, list[str]]:
    """Return what a ledger holds where the inputs came in order, one by one."""
    with in_memory() as ledger:
        run = begin_run(ledger, "1", {})
        for coded in (*versions_of_one_report(), *other_samples(2)):
            add_coded(ledger, run, [coded])
        return counted(ledger), lines(ledger), search(ledger, "rebels OR people")


def test_many_are_written_a_slice_at_a_time_and_some_slices_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    coded = other_samples(9)
    with in_memory() as plain:
        add_coded(plain, begin_run(plain, "1", {}), coded)
        expected = lines(plain)
    monkeypatch.setattr(writing, "AT_ONCE", 2)
    monkeypatch.setattr(writing, "IN_ONE", 4)
    with in_memory() as ledger:
        assert add_coded(ledger, begin_run(ledger, "1", {}), iter(coded)) == 9
        assert lines(ledger) == expected
    astray = replace(coded[7], forecasts=(replace(coded[7].forecasts[0], quantity="q99"),))
    with in_memory() as ledger:
        run = begin_run(ledger, "1", {})
        with pytest.raises(StoreError, match="points at q99"):
            add_coded(ledger, run, [*coded[:7], astray])
        assert counted(ledger)["inputs"] == 4  # the first transaction stands, the second is gone


def test_records_that_stay_keep_their_number() -> None:
    """What points at them (an incident, a judgement) must not be led astray."""
    with in_memory() as ledger:
        run = begin_run(ledger, "1", {})
        numbers = []
        for coded in versions_of_one_report()[:3]:
            add_coded(ledger, run, [coded])
            found = ledger.connection.exec_driver_sql("SELECT id, number FROM attributions")
            numbers.append(sorted(map(tuple, found)))
        assert numbers == [numbers[0]] * 3


def test_all_inputs_of_one_report_are_listed() -> None:
    with in_memory() as ledger:
        versions = versions_of_one_report()
        assert add_coded(ledger, begin_run(ledger, "1", {}), versions) == len(versions)
        rows = counted(ledger)
        assert (rows["reports"], rows["inputs"]) == (1, len(versions))


# --- done marks and issues ---

ISSUE = Issue(input="a.txt", stage="extract", error="SpanError", message="no; code it again")


def test_what_is_done_is_known_with_what_the_user_said_of_it() -> None:
    one = sample()
    with in_memory() as ledger:
        run = begin_run(ledger, "1", {})
        assert find_input(ledger, one.report.raw) is None
        add_coded(ledger, run, [one], '{"outlet":"Horn Dispatch"}')
        known = find_input(ledger, one.report.raw)
        assert known is not None
        assert known.given == '{"outlet":"Horn Dispatch"}'


def test_an_issue_is_written_once_and_goes_when_its_page_is_coded() -> None:
    one = sample()
    with in_memory() as ledger:
        run = begin_run(ledger, "1", {})
        for page in (one.report.raw, one.report.raw, None):
            add_issue(ledger, run, ISSUE, page)
        assert counted(ledger)["issues"] == 1
        add_issue(ledger, run, replace(ISSUE, input="b.txt"))
        add_coded(ledger, run, [one])
        assert counted(ledger)["issues"] == 1
        assert b"b.txt" in lines(ledger)


def test_a_run_is_written_down_with_what_it_did() -> None:
    with in_memory() as ledger:
        run = begin_run(ledger, "1.2", {"strict": True, "abstain": "even"})
        end_run(ledger, run, added=3, present=2, set_aside=1)
        [row] = ledger.connection.exec_driver_sql("SELECT * FROM runs").mappings().all()
        assert row["version"] == "1.2"
        assert row["settings"] == '{"abstain":"even","strict":true}'
        assert (row["added"], row["present"], row["set_aside"]) == (3, 2, 1)
        assert row["started"] <= row["ended"]


# --- killed, and two at once ---


def write(what: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Let `ledger_writers` do `what` in `folder`, with other settings of the shell."""
    return subprocess.run(
        [sys.executable, str(TESTS / "ledger_writers.py"), what, str(folder)],
        env={**os.environ, "PYTHONPATH": str(TESTS), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """Return a folder of pages, and what a ledger of them holds."""
    folder = tmp_path_factory.mktemp("ledgers")
    write_pages(folder / "pages", PAGES)
    done = write("once", folder, TZ="UTC", LC_ALL="C", PYTHONHASHSEED="1")
    assert done.returncode == 3, done.stderr  # some pages hold no words
    held = canonical(folder / "once.db")
    assert held.count(b'{"report":{"id":') == CODED
    return folder, held


def test_a_kill_at_any_moment_loses_and_doubles_nothing(unbroken: tuple[Path, bytes]) -> None:
    folder, held = unbroken
    done = write("kill", folder, TZ="Asia/Kolkata", LC_ALL="C.UTF-8", PYTHONHASHSEED="2")
    assert done.returncode == 3, done.stderr
    assert canonical(folder / "killed.db") == held


def test_a_cut_of_power_at_any_moment_leaves_whole_pages(tmp_path: Path) -> None:
    """What the disk has of the log may end anywhere: the ledger is as after some commit."""
    path, coded = tmp_path / "news.db", other_samples(4)
    with open_ledger(path, create=True) as ledger:
        run = begin_run(ledger, "1", {})
        moments = [lines(ledger)]
        for one in coded:
            add_coded(ledger, run, [one])
            moments.append(lines(ledger))
        file, log = path.read_bytes(), Path(f"{path}-wal").read_bytes()
    found = set()
    for cut in range(0, len(log), 1 + len(log) // 60):
        after = tmp_path / f"{cut}.db"
        after.write_bytes(file)
        Path(f"{after}-wal").write_bytes(log[:cut])
        with open_ledger(after, create=True) as ledger:
            found.add(moments.index(lines(ledger)))
            check_index(ledger)
    assert found == set(range(len(moments)))  # what was cut off the last is but derived


def test_two_processes_write_one_ledger_at_once(unbroken: tuple[Path, bytes]) -> None:
    folder, held = unbroken
    done = write("race", folder, PYTHONHASHSEED="3")
    assert done.returncode == 3, done.stderr
    assert canonical(folder / "raced.db") == held
