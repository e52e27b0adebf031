"""What a person opens: views that count as the records do, and words that are found."""

import contextlib
import json
import re
import sqlite3
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from coded import sample
from ledger_files import other_samples, write_ledger
from sayso.records import Coded

PAGES = [sample(), *other_samples(3)]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """Give a ledger as any program opens it, with nothing of ours."""
    path = tmp_path_factory.mktemp("ledger") / "news.db"
    write_ledger(path, PAGES)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


def rows(opened: sqlite3.Connection, query: str, *given: str) -> list[dict[str, object]]:
    return [dict(row) for row in opened.execute(query, given)]


@pytest.mark.parametrize(
    ("view", "records"),
    [
        ("who_said", "attributions"),
        ("happened", "events"),
        ("figures", "quantities"),
        ("foretold", "forecasts"),
    ],
)
def test_a_view_has_one_row_a_record(opened: sqlite3.Connection, view: str, records: str) -> None:
    expected = sum(len(getattr(coded, records)) for coded in PAGES)
    for table in (view, records):
        assert rows(opened, f"SELECT count(*) AS n FROM {table}") == [{"n": expected}]


def test_who_said_what(opened: sqlite3.Connection) -> None:
    [claim, denial, _] = rows(
        opened, "SELECT * FROM who_said WHERE report = ?", sample().report.id
    )
    assert claim["source"] == "Sudanese army"
    assert claim["said"] == "it had killed at least 60 rebels"
    assert (claim["outlet"], claim["agency"]) == ("Horn Dispatch", "Meridian")
    assert json.loads(str(claim["sectors"])) == ["MIL"]
    assert (denial["stance"], denial["via"], denial["office"]) == (
        *("denies", "state radio", "spokesman"),
    )


def test_what_happened(opened: sqlite3.Connection) -> None:
    [event] = rows(opened, "SELECT * FROM happened WHERE event = 'e1'")
    assert (event["actors"], event["act"], event["recipients"]) == (
        *("Sudanese army", "killed", "rebels"),
    )
    assert (event["place"], event["time_start"], event["source"]) == (
        *("Kurmuk", "2026-04-12", "Sudanese army"),
    )
    assert str(event["sentence"]).startswith("The army said it had killed")


def test_how_many(opened: sqlite3.Connection) -> None:
    [dead] = rows(opened, "SELECT * FROM figures WHERE quantity = 'q1'")
    assert (dead["figure"], dead["low"], dead["high"]) == ("at least 60 rebels", 60, None)
    assert (dead["source"], dead["measure"], dead["item"]) == ("Sudanese army", "kill", "rebel")


def test_what_is_foretold(opened: sqlite3.Connection) -> None:
    [outlook] = rows(opened, "SELECT * FROM foretold WHERE forecast = 'f1'")
    assert (outlook["figure"], outlook["made_start"]) == ("up to 4,000 people", "2026-04-12")
    assert (outlook["expects_item"], outlook["expects_high"]) == ("person", 4000)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("reports", "kurmuk"),
        ("reports", '"killed at least"'),
        ("contents", "fled"),
        ("quantities", '"4,000 people"'),
    ],
)
def test_words_are_found(opened: sqlite3.Connection, table: str, words: str) -> None:
    query = (
        f"SELECT count(*) AS n FROM {table} "
        f"WHERE number IN (SELECT rowid FROM {table}_fts WHERE {table}_fts MATCH ?)"
    )
    assert rows(opened, query, words) == [{"n": len(PAGES)}]
    assert rows(opened, query, "zeppelin") == [{"n": 0}]


def test_every_pointer_can_be_followed_without_reading_a_whole_table(
    opened: sqlite3.Connection,
) -> None:
    for (table,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'"):
        for key in opened.execute(f"PRAGMA foreign_key_list({table})").fetchall():
            query = f"EXPLAIN QUERY PLAN SELECT * FROM {table} WHERE {key['from']} = 1"
            assert "SEARCH" in str(rows(opened, query)), (table, key["from"])


def test_a_record_is_found_by_its_id(opened: sqlite3.Connection, tmp_path: Path) -> None:
    for records in ("attributions", "events", "quantities", "forecasts"):
        ids = [record.id for coded in PAGES for record in getattr(coded, records)]
        for id_ in ids:
            [row] = rows(opened, f"SELECT report FROM {records} WHERE id = ?", id_)
            assert row["report"]


def report_ids(pages: list[Coded]) -> set[str]:
    return {coded.report.id for coded in pages}


def test_reports_are_there_once(opened: sqlite3.Connection) -> None:
    found = rows(opened, "SELECT id FROM reports")
    assert sorted(str(row["id"]) for row in found) == sorted(report_ids(PAGES))


# --- what the paper says of it ---

PAPER = (Path(__file__).parents[1] / "docs" / "ledger.md").read_text(encoding="utf-8")
QUERIES = re.findall(r"^ {4}(SELECT [^;]+;)", PAPER, re.MULTILINE)


def test_the_paper_has_queries() -> None:
    assert len(QUERIES) == 7


@pytest.mark.parametrize("query", QUERIES)
def test_queries_of_the_paper_run(opened: sqlite3.Connection, query: str) -> None:
    opened.execute(query).fetchall()


def test_the_paper_names_every_table_and_view(opened: sqlite3.Connection) -> None:
    named = re.findall(r"`(\w+)`", PAPER)
    query = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')"
    shadows = ("_data", "_idx", "_docsize", "_config")  # of the search index
    for (name,) in opened.execute(query):
        assert name in named or name.endswith(shadows), name


def test_the_program_of_the_paper_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_ledger(tmp_path / "news.db", [sample()])
    monkeypatch.chdir(tmp_path)
    program = re.findall(r"(?:^ {4}.*\n|^\n)+", PAPER, re.MULTILINE)[-1]
    exec(compile(textwrap.dedent(program), "ledger.md", "exec"), {})
    assert capsys.readouterr().out == "Rival accounts 1\n"
