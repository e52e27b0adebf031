"""What other programs find in a ledger: the same rows, whichever of them opens it.

A program that is not installed is skipped by its name: `pytest -rs` tells which.
"""

import asyncio
import contextlib
import importlib.util
import shutil
import sqlite3
import subprocess
from pathlib import Path

import pytest

from ledger_files import other_samples
from sayso.ledger import add_coded, begin_run, open_ledger
from sayso.ledger.derived import update_derived

OWN = "name NOT LIKE 'sqlite%' AND name NOT LIKE '%_fts%'"  # the rest is SQLite's own
Counts = dict[str, int]


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a ledger of some pages, with all that follows from them."""
    path = tmp_path_factory.mktemp("elsewhere") / "news.db"
    with open_ledger(path, create=True) as opened:
        add_coded(opened, begin_run(opened, "1", {}), other_samples(5))
        update_derived(opened)
    return path


@pytest.fixture(scope="module")
def counts(ledger: Path) -> Counts:
    """Return how many rows each table and view has, as Python's own SQLite counts."""
    with contextlib.closing(sqlite3.connect(ledger)) as connection:
        found = {name: count(connection, name) for name in names_of(connection)}
    assert found["reports"] == 5
    assert found["who_said"] == found["attributions"] == 15
    return found


def names_of(connection: sqlite3.Connection) -> list[str]:
    wanted = f"SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND {OWN}"
    return [name for (name,) in connection.execute(wanted)]


def count(connection: sqlite3.Connection, name: str) -> int:
    [(number,)] = connection.execute(f'SELECT count(*) FROM "{name}"')
    return int(number)


def needs(program: str, *modules: str) -> None:
    """Skip the test, saying so, where a program is not installed."""
    missing = [module for module in modules if importlib.util.find_spec(module) is None]
    if missing:
        pytest.skip(f"{program} was not asked: {', '.join(missing)} is not installed")


def run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_command_sqlite3_counts_the_same(ledger: Path, counts: Counts) -> None:
    command = shutil.which("sqlite3")
    if command is None:
        pytest.skip("sqlite3 was not asked: the command is not installed")
    parts = [f"SELECT '{name}', count(*) FROM \"{name}\"" for name in counts]
    printed = run(command, "-readonly", "-list", str(ledger), "; ".join(parts))
    found = dict(line.split("|") for line in printed.splitlines())
    assert {name: int(number) for name, number in found.items()} == counts
    checked = "PRAGMA integrity_check; PRAGMA foreign_key_check"
    assert run(command, "-readonly", str(ledger), checked) == "ok\n"


def test_pandas_reads_the_same(ledger: Path, counts: Counts) -> None:
    needs("pandas", "pandas")
    pandas = importlib.import_module("pandas")
    with contextlib.closing(sqlite3.connect(ledger)) as connection:
        frames = {name: pandas.read_sql(f'SELECT * FROM "{name}"', connection) for name in counts}
    assert {name: len(frame) for name, frame in frames.items()} == counts
    assert set(frames["who_said"]["source"].dropna()) == {"Sudanese army", "Yasir Abdelmoneim"}


@pytest.mark.filterwarnings("ignore")  # of what Datasette stands on
def test_datasette_serves_the_same(ledger: Path, counts: Counts) -> None:
    """Each table and view has a page in stock Datasette, which tells how many rows there are."""
    needs("Datasette", "datasette")
    asyncio.run(browse(ledger, counts))


async def browse(ledger: Path, counts: Counts) -> None:
    served = importlib.import_module("datasette.app").Datasette([str(ledger)])
    for page in ("/", f"/{ledger.stem}"):
        assert (await served.client.get(page)).status_code == 200, page
    for name, number in counts.items():
        page = await served.client.get(f"/{ledger.stem}/{name}")
        assert page.status_code == 200, (name, page.text)
        rows = await served.client.get(f"/{ledger.stem}/{name}.json?_size=0&_count=1")
        told = rows.json()
        total = told.get("filtered_table_rows_count", told.get("count"))
        assert total == number, name
    found = await served.client.get(
        f"/{ledger.stem}/who_said.json?_shape=array&stance=denies&_col=source"
    )
    assert {row["source"] for row in found.json()} == {"Yasir Abdelmoneim"}
    searched = await served.client.get(f"/{ledger.stem}/reports.json?_shape=array&_search=rebels")
    assert len(searched.json()) == counts["reports"]  # it knows the search index by itself


def test_duckdb_counts_the_same(ledger: Path, counts: Counts) -> None:
    """By its own SQLite scanner: tables from the file, views by their text."""
    needs("DuckDB", "duckdb", "duckdb_extension_sqlite_scanner")
    duckdb = importlib.import_module("duckdb")
    connection = duckdb.connect(config={"autoinstall_known_extensions": False})
    connection.execute(f"LOAD '{scanner()}'")
    connection.execute(f"ATTACH '{ledger}' AS news (TYPE sqlite, READ_ONLY)")
    for name, number in counts.items():
        # count(*) would ask for a rowid, which some tables do without
        first = connection.execute(f'DESCRIBE news."{name}"').fetchone()[0]
        wanted = f'SELECT count(coalesce(CAST("{first}" AS VARCHAR), \'\')) FROM news."{name}"'
        assert connection.execute(wanted).fetchone() == (number,), name
    found = connection.execute(
        "SELECT DISTINCT source FROM news.who_said WHERE stance = 'denies'"
    ).fetchall()
    assert found == [("Yasir Abdelmoneim",)]


def scanner() -> Path:
    """Return DuckDB's extension that reads SQLite, as a package brings it."""
    spec = importlib.util.find_spec("duckdb_extension_sqlite_scanner")
    assert spec is not None
    assert spec.origin is not None
    [found] = Path(spec.origin).parent.rglob("sqlite_scanner.duckdb_extension")
    return found
