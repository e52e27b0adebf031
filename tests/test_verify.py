"""Verify: a ledger as it was written has no fault, and whatever is done to one is found."""

import contextlib
import random
import sqlite3
from pathlib import Path

import pytest
from msgspec.structs import replace

from sayso.ledger import add_coded, begin_run, open_ledger, tables
from sayso.ledger.derived import update_derived
from sayso.ledger.judgements import add_judgement, undo_judgement
from sayso.ledger.verify import Checkpoint, Verification
from sealed import change, flip, found, page, seal, write

FLIPS, TAILS, CELLS = 1_000, 100, 200


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return write(tmp_path / "news.db", [page(number) for number in range(5)])


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Checkpoint]:
    """Return a small ledger and its checkpoint; the file is not to be changed."""
    path = tmp_path_factory.mktemp("sealed") / "news.db"
    write(path, [page(0), page(1)], small=True)
    return path, seal(path)


# --- what is as it should be ---


def test_a_ledger_as_it_was_written_has_no_fault(ledger: Path) -> None:
    against, before = seal(ledger), ledger.read_bytes()
    verification = Verification(ledger, against=against, derived=True)
    assert list(verification) == []
    checked = verification.checked
    assert (checked.entries, checked.reports, checked.gone) == (5, 5, 5)
    assert checked.quotes == 5 * 18
    assert (checked.unsupported, checked.notes) == (0, [])
    assert ledger.read_bytes() == before
    assert [kept.name for kept in ledger.parent.iterdir()] == [ledger.name]


def test_an_empty_ledger_has_no_fault(tmp_path: Path) -> None:
    path = write(tmp_path / "news.db", [])
    assert found(path, seal(path)) == []


def test_one_print_read_twice_is_one_report(tmp_path: Path) -> None:
    """Of two inputs that were coded differently, only the one it is kept as has its digest."""
    one = page(0)
    raw = replace(one.report.raw, path="pages/again.txt")
    again = replace(one, report=replace(one.report, raw=raw, agency="Harbour Press"), forecasts=())
    for order in ([one, again], [again, one]):
        path = write(tmp_path / f"{order[0] is one}.db", order)
        assert found(path) == []


def test_what_came_later_is_no_fault(ledger: Path) -> None:
    with open_ledger(ledger) as store:
        events = [page(number).events[0].id for number in range(4)]
        undone = add_judgement(store, "same", events[:1], events[1:2], "Ana")
        add_judgement(store, "different", events[2:3], events[3:4], "Ana")
        update_derived(store)
    against = seal(ledger)
    with open_ledger(ledger) as store:
        add_coded(store, begin_run(store, "0", {}), [page(9)])
        undo_judgement(store, undone, "Ben")
        add_judgement(store, "unsure", events[:1], events[3:4], "Ben")
        update_derived(store)
    verification = Verification(ledger, against=against, pages=False)
    assert list(verification) == []
    assert "(inputs then: 5, now: 6)" in verification.checked.notes[0]


# --- damage ---


def test_every_flipped_byte_is_found_against_a_checkpoint(
    sealed: tuple[Path, Checkpoint], tmp_path: Path
) -> None:
    path, against = sealed
    data, chance, damaged = path.read_bytes(), random.Random(11), tmp_path / "news.db"
    for _ in range(FLIPS):
        damaged.write_bytes(flip(data, chance))
        assert next(iter(Verification(damaged, against=against, pages=False)), None) is not None


def test_every_dropped_tail_is_found(sealed: tuple[Path, Checkpoint], tmp_path: Path) -> None:
    path, against = sealed
    data, chance, damaged = path.read_bytes(), random.Random(12), tmp_path / "news.db"
    for cut in [0, 1, 99, 100, len(data) - 1, *chance.sample(range(len(data)), TAILS - 5)]:
        damaged.write_bytes(data[:cut])
        assert found(damaged, against)


def test_a_damaged_file_is_read_to_its_end_without_a_crash(
    sealed: tuple[Path, Checkpoint], tmp_path: Path
) -> None:
    path, _ = sealed
    data, chance, damaged = path.read_bytes(), random.Random(13), tmp_path / "news.db"
    for _ in range(40):
        several = data
        for _ in range(30):
            several = flip(several, chance)
        damaged.write_bytes(several)
        assert all(message and "\n" not in message for message in found(damaged))


# --- cells that were changed in a file that is whole ---

# Which run coded an input, and the number of a row that nothing points at, prove nothing.
CELLED = (tables.REPORTS, tables.INPUTS, *tables.RECORDS, *tables.PARTS)
COLUMNS = [
    (table.name, column.name)
    for table in CELLED
    for column in table.columns
    if column.name != "run" and (column.name != "number" or table not in tables.PARTS)
]


def changed_cell(cell: str | float | None, chance: random.Random) -> str:
    """Return the SQL of a cell that is not `cell`, by one byte or bit where it has any."""
    if cell is None:
        return chance.choice(["'SDN'", "1", "x'00'"])
    if isinstance(cell, str):
        return f"CAST(x'{flip(cell.encode(), chance).hex()}' AS TEXT)" if cell else "'?'"
    return str(int(cell) ^ 1 << chance.randrange(8))


def test_every_changed_cell_is_found_without_a_checkpoint(
    sealed: tuple[Path, Checkpoint], tmp_path: Path
) -> None:
    path, _ = sealed
    chance, damaged = random.Random(14), tmp_path / "news.db"
    missed = []
    for table, column in (*COLUMNS, *chance.choices(COLUMNS, k=CELLS - len(COLUMNS))):
        damaged.write_bytes(path.read_bytes())
        with contextlib.closing(sqlite3.connect(path)) as connection:
            rows = connection.execute(f'SELECT number, "{column}" FROM {table}').fetchall()
        if rows:
            number, cell = chance.choice(rows)
            new = changed_cell(cell, chance)
            with contextlib.suppress(sqlite3.IntegrityError):  # what a table itself refuses
                change(damaged, f'UPDATE {table} SET "{column}" = {new} WHERE number = {number}')
                if not found(damaged):
                    missed.append((table, column, cell, new))
    assert missed == []
