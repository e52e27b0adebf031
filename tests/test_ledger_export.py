"""The canonical lines: everything that a ledger holds, and nothing that waits."""

import random
from pathlib import Path

import msgspec
import pytest

from ledger_files import canonical
from sayso.errors import StoreError
from sayso.ledger import add_coded, begin_run, export, open_ledger, read_ledger
from sayso.ledger.derived import count_pending, update_derived
from sayso.ledger.judgements import add_judgement
from sealed import page, write

PAGES = [page(number) for number in range(6)]


@pytest.fixture
def waiting(tmp_path: Path) -> Path:
    """Return a ledger whose reports wait to be derived from."""
    path = tmp_path / "news.db"
    with open_ledger(path, create=True) as ledger:
        add_coded(ledger, begin_run(ledger, "1", {}), PAGES)
        assert count_pending(ledger) == len(PAGES)
    return path


def test_what_waits_is_derived_before_anything_is_printed(waiting: Path, tmp_path: Path) -> None:
    derived = write(tmp_path / "derived.db", PAGES)
    assert canonical(waiting) == canonical(derived)
    with read_ledger(waiting) as ledger:
        assert count_pending(ledger) == 0


def test_what_waits_in_a_ledger_that_cannot_be_written_is_told(
    waiting: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> None:
        raise StoreError(f"{path}: the ledger or its folder is read-only")

    monkeypatch.setattr(export, "open_ledger", refuse)
    with pytest.raises(StoreError, match=r"reports that wait: 6\), .* is read-only"):
        canonical(waiting)


def test_order_and_batches_change_no_line(tmp_path: Path) -> None:
    expected = canonical(write(tmp_path / "news.db", PAGES))
    shuffled = random.Random(3).sample(PAGES, len(PAGES))
    path = tmp_path / "other.db"
    with open_ledger(path, create=True) as ledger:
        run = begin_run(ledger, "1", {})
        for coded in shuffled:
            add_coded(ledger, run, [coded])
            update_derived(ledger)
    assert canonical(path) == expected


def test_copies_judgements_and_outcomes_are_among_the_lines(tmp_path: Path) -> None:
    path = write(tmp_path / "news.db", PAGES)
    before = canonical(path)
    with open_ledger(path) as ledger:
        events = [coded.events[0].id for coded in PAGES[:2]]
        id_ = add_judgement(ledger, "same", events[:1], events[1:], "Ana")
    lines = [msgspec.json.decode(line) for line in canonical(path).split(b"\n")]
    [judged] = [line["judgement"] for line in lines if "judgement" in line]
    assert (judged["id"], judged["who"], judged["verdict"]) == (id_, "Ana", "same")
    [group] = [line for line in lines if "copies" in line]
    assert len(group["copies"]) == len(PAGES) - 1
    assert sum("outcome" in line for line in lines) == len(PAGES)
    assert canonical(path) != before
