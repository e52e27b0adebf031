"""The file: versions, and one plain sentence for everything that can be wrong with it."""

import contextlib
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection

from coded import sample
from ledger_files import FROZEN, canonical, lines, other_samples, unpack_frozen, write_ledger
from sayso.errors import StoreError
from sayso.ledger import add_coded, begin_run, count_rows, open_ledger, read_ledger, schema
from sayso.ledger.identity import digest_of
from sayso.ledger.reading import read_all
from sayso.ledger.store import SENTENCES


def structure(path: Path) -> list[tuple[str, ...]]:
    """Return what a file's tables, indexes, triggers and views are made of."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall()
    return sorted((*row[:3], " ".join((row[3] or "").split())) for row in rows)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "news.db"


@pytest.fixture
def written(path: Path) -> Path:
    write_ledger(path, [sample()])
    return path


# --- versions ---


def test_a_file_of_every_version_is_kept() -> None:
    kept = {packed.name for packed in FROZEN.glob("*.gz")}
    assert kept == {f"version_{number + 1}.db.gz" for number in range(schema.newest())}


@pytest.mark.parametrize("version", range(1, schema.newest() + 1))
def test_an_old_ledger_becomes_one_of_ours(version: int, tmp_path: Path) -> None:
    old, new = unpack_frozen(version, tmp_path), tmp_path / "new.db"
    open_ledger(new, create=True).close()
    with open_ledger(old) as ledger, ledger.reading() as connection:
        digests = connection.exec_driver_sql("SELECT digest FROM inputs").scalars().all()
        assert [digest_of(coded) for coded in read_all(connection)] == digests
        assert schema.pragma(connection, "user_version") == schema.newest()
    assert structure(old) == structure(new)


def add_a_column(connection: Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE reports ADD COLUMN mood TEXT")


def fail(connection: Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE reports ADD COLUMN mood TEXT")
    raise StoreError("this step cannot be done")


@pytest.mark.parametrize("opened", [open_ledger, read_ledger])
def test_steps_lead_forward_and_keep_what_is_there(
    written: Path, monkeypatch: pytest.MonkeyPatch, opened: Callable[..., object]
) -> None:
    before = canonical(written)
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, add_a_column))
    opened(written).close()  # type: ignore[attr-defined]
    with contextlib.closing(sqlite3.connect(written)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (schema.newest(),)
        assert connection.execute("SELECT mood FROM reports").fetchall() == [(None,)]
    assert canonical(written) == before


def test_a_step_that_fails_leaves_the_ledger_as_it_was(
    written: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = structure(written), canonical(written)
    ours = schema.MIGRATIONS
    monkeypatch.setattr(schema, "MIGRATIONS", (*ours, fail))
    with pytest.raises(StoreError, match="cannot be done"):
        open_ledger(written)
    monkeypatch.setattr(schema, "MIGRATIONS", ours)
    assert (structure(written), canonical(written)) == before


def test_a_ledger_of_a_newer_version_is_refused(written: Path) -> None:
    with contextlib.closing(sqlite3.connect(written)) as connection:
        connection.execute("PRAGMA user_version = 99")
    before = written.read_bytes()
    for opened in (open_ledger, read_ledger):
        with pytest.raises(StoreError, match=r"written by a newer sayso.*pip install -U sayso"):
            opened(written)
    assert written.read_bytes() == before


# --- what is no ledger ---


def make_words(path: Path) -> None:
    path.write_text("The ferry left the harbour late.\n" * 100, encoding="utf-8")


def make_other_database(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE reports (id TEXT)")


def make_folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (make_words, "no ledger of sayso"),
        (make_other_database, "no ledger of sayso"),
        (make_folder, "is a folder; name a file in it"),
    ],
)
@pytest.mark.parametrize("create", [True, False])
def test_what_is_no_ledger_is_told_and_left_alone(
    path: Path, make: Callable[[Path], None], sentence: str, create: bool
) -> None:
    make(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(StoreError, match=sentence):
        open_ledger(path, create=create)
    with pytest.raises(StoreError, match=sentence):
        read_ledger(path)
    assert before == (path.read_bytes() if path.is_file() else None)


def test_an_empty_file_becomes_a_ledger_but_is_none_yet(path: Path) -> None:
    path.touch()
    with pytest.raises(StoreError, match="no ledger"):
        read_ledger(path)
    write_ledger(path, [sample()])
    assert canonical(path)


def test_a_missing_file_is_not_made_to_be_read(path: Path) -> None:
    for opened in (open_ledger, read_ledger):
        with pytest.raises(StoreError, match="is not there; make it with: sayso run PAGES"):
            opened(path)
    assert not path.exists()
    with pytest.raises(StoreError, match="its folder is not there"):
        open_ledger(path / "news.db", create=True)


def test_a_name_may_hold_what_an_address_may_not(tmp_path: Path) -> None:
    path = tmp_path / "a b?mode=ro#1%41.db"
    write_ledger(path, [sample()])
    assert [kept.name for kept in tmp_path.iterdir()] == [path.name]
    assert canonical(path)


# --- trouble while it is used ---


def test_a_locked_ledger_is_told_after_some_patience(written: Path) -> None:
    with contextlib.closing(sqlite3.connect(written, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with (
            open_ledger(written, patience=0.01) as ledger,
            pytest.raises(StoreError, match="another program is writing to the ledger; try again"),
        ):
            begin_run(ledger, "1", {})
        assert canonical(written)  # who reads need not wait


def test_a_full_disk_loses_nothing_that_was_there(written: Path) -> None:
    before, others = canonical(written), other_samples(50)
    with open_ledger(written) as ledger:
        run = begin_run(ledger, "1", {})
        pages = schema.pragma(ledger.connection, "page_count")
        ledger.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(StoreError, match="the disk is full; make room"):
            add_coded(ledger, run, others)
        ledger.connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
        assert count_rows(ledger)["reports"] == 1
        assert lines(ledger) == before
        assert add_coded(ledger, run, others) == len(others)


def test_a_ledger_is_read_where_nothing_may_be_written(
    written: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = canonical(written)
    monkeypatch.setattr(os, "access", lambda *_: False)  # who runs the tests may do anything
    assert canonical(written) == before
    assert [kept.name for kept in written.parent.iterdir()] == [written.name]


def test_a_ledger_that_may_only_be_read_is_told(written: Path) -> None:
    with read_ledger(written) as ledger, pytest.raises(StoreError, match="is read-only; copy it"):
        begin_run(ledger, "1", {})


def test_a_damaged_ledger_is_told(written: Path) -> None:
    data = bytearray(written.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    written.write_bytes(bytes(data))
    with pytest.raises(StoreError, match="the ledger is damaged; restore a copy"):
        canonical(written)


@pytest.mark.parametrize("sentence", SENTENCES.values())
def test_a_sentence_says_what_is_wrong_and_what_to_do(sentence: str) -> None:
    assert sentence[0].islower()
    assert "; " in sentence
    assert not sentence.endswith(".")
