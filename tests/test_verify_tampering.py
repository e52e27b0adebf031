"""What somebody did who knows SQLite: entries gone, changed, reordered; hostile files."""

import contextlib
import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

from sayso.errors import StoreError
from sayso.ledger import add_coded, open_ledger
from sayso.ledger.identity import digest_of
from sayso.ledger.judgements import add_judgement
from sayso.ledger.verify import Verification
from sayso.records import Coded
from sealed import change, found, page, seal, write

PAGES = [page(number) for number in range(5)]


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return write(tmp_path / "news.db", PAGES)


def input_at(path: Path, number: int) -> str:
    """Return the id of an input."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        [(id_,)] = connection.execute("SELECT id FROM inputs WHERE number = ?", (number,))
        return str(id_)


# --- the list of entries ---


def test_a_removed_entry_is_found_and_named(ledger: Path) -> None:
    against, gone, next_ = seal(ledger), input_at(ledger, 3), input_at(ledger, 4)
    with contextlib.closing(sqlite3.connect(ledger)) as connection, connection:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("DELETE FROM inputs WHERE number = 3")
        connection.execute("DELETE FROM reports WHERE number = 3")
    alone = found(ledger)
    assert any(
        f"input 4 ({next_}, pages/3.txt): the one before it is number 2" in each for each in alone
    )
    assert any("the ledger had 5 inputs when its checkpoint of" in each for each in alone)
    assert any(
        f"input 3 of the checkpoint, {gone} is gone since the checkpoint; {next_} (pages/3.txt) "
        "follows" in each
        for each in found(ledger, against)
    )


def test_the_last_entries_gone_without_a_gap_are_found_and_named(ledger: Path) -> None:
    against, gone = seal(ledger), input_at(ledger, 5)
    change(
        ledger,
        "PRAGMA foreign_keys = ON",
        "DELETE FROM checkpoints",
        "DELETE FROM inputs WHERE number = 5",
        "DELETE FROM reports WHERE number = 5",
    )
    assert found(ledger) == []  # nothing in the ledger itself tells
    assert any(
        f"input 5 of the checkpoint, {gone} is gone" in each for each in found(ledger, against)
    )


def test_entries_in_another_order_are_found_and_named(ledger: Path) -> None:
    against, second, fourth = seal(ledger), input_at(ledger, 2), input_at(ledger, 4)
    change(
        ledger,
        "UPDATE inputs SET number = 99 WHERE number = 2",
        "UPDATE inputs SET number = 2 WHERE number = 4",
        "UPDATE inputs SET number = 4 WHERE number = 99",
    )
    [alone] = found(ledger)
    assert alone.startswith("the first 5 inputs are not those that the ledger had when")
    named = f"input 2 of the checkpoint, {second} is number 4 by now, and {fourth} (pages/3.txt)"
    assert any(named in each for each in found(ledger, against))


def forge(path: Path, forged: Coded, number: int) -> None:
    """Put `forged` in the place of a report, and whatever vouches for it along with it."""
    change(path, "DELETE FROM checkpoints", f"DELETE FROM inputs WHERE number = {number}")
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("DELETE FROM reports WHERE number = ?", (number,))
    with open_ledger(path) as store:
        add_coded(store, 1, [forged])
    change(
        path,
        f"UPDATE inputs SET number = {number} WHERE number = 6",
        f"UPDATE inputs SET digest = '{digest_of(forged)}' WHERE number = {number}",
    )


def test_a_forged_entry_is_found_only_against_a_checkpoint(ledger: Path) -> None:
    """With its records, its digest and the ledger's own checkpoint all made anew."""
    against = seal(ledger)
    dead = replace(PAGES[1].quantities[0], value=6, low=6)
    forged = replace(PAGES[1], quantities=(dead, *PAGES[1].quantities[1:]))
    forge(ledger, forged, 2)
    assert found(ledger) == []
    told = found(ledger, against)
    named = f"input 2 of the checkpoint, {input_at(ledger, 2)} (pages/1.txt) was changed since"
    assert any(named in each for each in told)


def test_a_changed_record_is_told_by_its_report(ledger: Path) -> None:
    change(ledger, "UPDATE quantities SET low = 6 WHERE low = 60 AND report = 2")
    change(ledger, "UPDATE parties SET text = 'The navy' WHERE text = 'The army' AND report = 3")
    digest, quote, *rows = found(ledger)
    assert digest == (
        f"report {PAGES[1].report.id} (pages/1.txt): it is not what was coded: it has another "
        "digest than its entry says"
    )
    assert quote.startswith(f"report {PAGES[2].report.id} (pages/2.txt): the span of row")
    assert quote.endswith("of parties says 'The navy', and the text there 'The army'")
    assert len(rows) == 1  # the other event in which it takes part


# --- judgements ---


@pytest.fixture
def judged(ledger: Path) -> Path:
    events = [coded.events[0].id for coded in PAGES]
    with open_ledger(ledger) as store:
        for one, other in ((0, 1), (2, 3)):
            add_judgement(store, "different", events[one : one + 1], [events[other]], "Ana")
    return ledger


@pytest.mark.parametrize(
    ("done", "told"),
    [
        (["DELETE FROM judged WHERE judgement = 1", "DELETE FROM judgements WHERE number = 1"],
         "is gone since the checkpoint"),
        (["DELETE FROM judged WHERE judgement = 2", "DELETE FROM judgements WHERE number = 2"],
         "and nothing follows"),
        (["UPDATE judgements SET verdict = 'same' WHERE number = 1"], "was changed since"),
        (["UPDATE judgements SET who = 'Ben' WHERE number = 1"], "is not what its id was made of"),
        (["UPDATE judgements SET undone = 0, undone_by = '' WHERE number = 1"], "is not what"),
        (["UPDATE judged SET event = 'e0' WHERE judgement = 1 AND side = 0"], "was changed since"),
    ],
)  # fmt: skip
def test_a_judgement_gone_or_changed_is_found(
    judged: Path, done: Sequence[str], told: str
) -> None:
    against = seal(judged)
    assert found(judged, against) == []
    change(judged, *done)
    assert any(told in each for each in found(judged, against) if "judgement" in each)


# --- files that are not what they seem ---


def test_what_stands_in_the_log_beside_the_file_is_not_overlooked(
    ledger: Path, tmp_path: Path
) -> None:
    against, rest = seal(ledger), ledger.read_bytes()
    with contextlib.closing(sqlite3.connect(ledger, isolation_level=None)) as writer:
        writer.execute("PRAGMA wal_autocheckpoint = 0")
        writer.execute("UPDATE runs SET version = '9'")
        other = tmp_path / "other.db"
        other.write_bytes(rest)
        Path(f"{other}-wal").write_bytes(Path(f"{ledger}-wal").read_bytes())
    assert any("bytes are not those of the checkpoint" in each for each in found(other, against))


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (b"", "no SQLite file"),
        (b"The ferry left late.\n" * 100_000, "no SQLite file"),
        (b"SQLite format 3\x00" + b"\xff" * 100_000, "it is cut off"),
        (b"SQLite format 3\x00" + b"\x00" * 100_000, "it is longer than it was"),
    ],
)
def test_what_is_no_ledger_is_told(tmp_path: Path, made: bytes, told: str) -> None:
    path = tmp_path / "news.db"
    path.write_bytes(made)
    assert any(told in each for each in found(path))


ENDLESS = (
    "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) "
    "SELECT x AS number, 'i' AS id FROM n"
)


@pytest.mark.parametrize(
    ("done", "told"),
    [
        (["DROP TABLE issues", f"CREATE VIEW issues AS {ENDLESS}"], "table issues is missing"),
        (["CREATE TRIGGER t AFTER INSERT ON runs BEGIN DELETE FROM issues; END"], "trigger t"),
        (["ALTER TABLE parties ADD COLUMN mood TEXT"], "table parties is missing, or not made"),
        (["PRAGMA user_version = 99"], "of version 99"),
        (["PRAGMA application_id = 7"], "not marked as a ledger"),
        (["DELETE FROM contents_fts_data"], "the search index contents_fts"),
        (["UPDATE events SET report = 99 WHERE number = 1"], "points at a row of reports"),
        (["DELETE FROM inputs WHERE number = 2"], "is that of no input"),
        (["UPDATE reports SET basis = '" + "[" * 100_000 + "'"], "cannot be read"),
        (["UPDATE inputs SET map = '[[0,9999999999999,0,1]]'"], "not traced to its bytes"),
    ],
)  # fmt: skip
def test_a_hostile_ledger_is_told(ledger: Path, done: Sequence[str], told: str) -> None:
    change(ledger, *done)
    assert any(told in each for each in found(ledger))


def test_a_view_that_a_user_added_is_no_fault(ledger: Path) -> None:
    change(ledger, "CREATE VIEW mine AS SELECT title FROM reports", "CREATE TABLE own (x)")
    assert found(ledger) == []


def test_a_report_with_more_rows_than_any_page_is_not_read(
    ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sayso.ledger.verify.reports.MOST_ROWS", 30)
    assert len(found(ledger)) == 0
    monkeypatch.setattr("sayso.ledger.verify.reports.MOST_ROWS", 10)
    told = found(ledger)
    assert len(told) == len(PAGES)
    assert all("more records than any news page" in each for each in told)


def test_a_ledger_that_may_only_be_read_is_verified(
    ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)  # who runs the tests may do anything
    verification = Verification(ledger, pages=False)
    assert list(verification) == []
    assert "search index was not checked" in verification.checked.notes[0]
    assert [kept.name for kept in ledger.parent.iterdir()] == [ledger.name]


def test_a_missing_ledger_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is not there"):
        Verification(tmp_path / "news.db")


# --- what is derived ---


def test_what_was_derived_otherwise_is_found_by_deriving_it_anew(ledger: Path) -> None:
    row = "INSERT INTO links (one, other, score, reason, features) VALUES (1, 2, 0.9, 'so', '[]')"
    change(ledger, row)
    assert found(ledger) == []
    [finding] = Verification(ledger, pages=False, derived=True)
    assert finding.about == "derived"
    assert "derived anew" in finding.message
