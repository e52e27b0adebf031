"""`sayso run` and `sayso export`: streams, exit codes, and the same lines as `sayso code`."""

import contextlib
import json
import sqlite3
from collections.abc import Generator, Iterator
from pathlib import Path

import msgspec
import pytest

import sayso.pipeline
from ledger_files import canonical
from plain_coding import code_plainly, write_pages
from sayso.cli import main
from sayso.cli.running import LedgerRun
from sayso.demo import demo_pages
from sayso.errors import ModelError
from sayso.ledger import export_reports, read_ledger
from sayso.records import Coded

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the stages out, so that no language model is needed."""
    monkeypatch.setattr(sayso.pipeline, "code_pages", code_plainly)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder that the command runs in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def count_of(path: Path, table: str) -> int:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        [(number,)] = connection.execute(f"SELECT count(*) FROM {table}")
        return int(number)


@pytest.mark.usefixtures("plainly")
def test_a_run_tells_what_it_did_and_says_nothing_on_stdout(here: Path, capsys: Capture) -> None:
    write_pages(here / "pages", 9)
    assert main(["run", "pages", "--ledger", "news.db"]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert err == (
        "sayso: 9 pages added, 0 there already, 0 set aside; news.db holds 9 reports: "
        "9 attributions, 9 quantities, 9 forecasts, 9 events, which tell of 1 incident.\n"
    )


@pytest.mark.usefixtures("plainly")
def test_running_again_adds_nothing(here: Path, capsys: Capture) -> None:
    write_pages(here / "pages", 9)
    main(["run", "pages", "--ledger", "news.db"])
    before = canonical(here / "news.db")
    assert main(["run", "pages", "pages", "./pages/page_001.txt", "--ledger", "news.db"]) == 0
    assert "0 pages added, 19 there already, 0 set aside" in capsys.readouterr().err
    assert canonical(here / "news.db") == before


@pytest.mark.usefixtures("plainly")
@pytest.mark.parametrize("ledger", ["pages/news.db", "./pages/../pages/news.db"])
def test_a_ledger_may_lie_among_the_pages(here: Path, capsys: Capture, ledger: str) -> None:
    write_pages(here / "pages", 3)
    for _ in range(2):
        assert main(["run", "pages", "--ledger", ledger]) == 0
    assert "3 there already, 0 set aside" in capsys.readouterr().err


@pytest.mark.usefixtures("plainly")
def test_what_is_set_aside_is_told_and_written_down_each_time_once(
    here: Path, capsys: Capture
) -> None:
    write_pages(here / "pages", 10)
    for _ in range(2):
        assert main(["run", "pages", "nothing.txt", "--ledger", "news.db"]) == 3
        err = capsys.readouterr().err
        assert "sayso: pages/page_009.txt: no article text was found" in err
        assert "sayso: nothing.txt: the file cannot be read" in err
        assert "2 set aside" in err
    assert count_of(here / "news.db", "issues") == 2


def test_with_nothing_to_code_no_model_is_loaded(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def load_model(*_: object) -> Iterator[Coded]:
        raise ModelError("there was something to code")

    write_pages(here / "pages", 3)
    with monkeypatch.context() as patch:
        patch.setattr(sayso.pipeline, "code_pages", code_plainly)
        main(["run", "pages", "--ledger", "news.db"])
    monkeypatch.setattr(sayso.pipeline, "code_pages", load_model)
    assert main(["run", "pages", "--ledger", "news.db"]) == 0


@pytest.mark.usefixtures("plainly")
def test_what_is_given_later_is_not_dropped_in_silence(here: Path, capsys: Capture) -> None:
    write_pages(here / "pages", 1)
    run = ["run", "pages", "--ledger", "news.db"]
    assert main([*run, "--given", "outlet=Harbour Post"]) == 0
    assert main([*run, "--given", "outlet=Harbour Post"]) == 0
    assert main(run) == 0
    capsys.readouterr()
    assert main([*run, "--given", "outlet=Horn Dispatch"]) == 3
    err = capsys.readouterr().err
    assert 'coded with --given {"outlet":"Harbour Post"}; to code it otherwise, name' in err
    assert count_of(here / "news.db", "reports") == 1


@pytest.mark.usefixtures("plainly")
def test_one_ledger_is_coded_in_one_way(here: Path, capsys: Capture) -> None:
    write_pages(here / "pages", 1)
    run = ["run", "pages", "--ledger", "news.db"]
    assert main(run) == 0
    assert main([*run, "--strict"]) == 4
    assert "run with the same, or name another ledger" in capsys.readouterr().err


@pytest.mark.usefixtures("plainly")
def test_an_interrupted_run_keeps_what_it_has(
    here: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_pages(here / "pages", 9)

    def interrupt(run: LedgerRun) -> None:
        if run.added == 4:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(LedgerRun, "advance", interrupt)
        assert main(["run", "pages", "--ledger", "news.db"]) == 130
    assert "interrupted; 4 pages added" in capsys.readouterr().err
    assert main(["run", "pages", "--ledger", "news.db"]) == 0
    assert "5 pages added, 4 there already" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["run", "--ledger", "news.db"], "run needs a page"),
        (["run", "a.txt"], "ledger"),
        (["run", "a.txt", "--ledger", "news.db", "--leger", "b.db"], "did you mean --ledger?"),
        (["run", "a.txt", "--ledger", "n.db", "--strict", "--loose"], "exclude each other"),
        (["run", "a.txt", "--ledger", "n.db", "--links", "no/l"], "cannot be written"),
        (["export"], "LEDGER"),
    ],
)
def test_a_command_that_is_not_understood_is_told(
    here: Path, capsys: Capture, arguments: list[str], sentence: str
) -> None:
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert sentence in err
    assert err.count("\n") == 1
    assert not list(here.glob("*.db"))


@pytest.mark.parametrize("command", [["run", "a.txt", "--ledger"], ["export"]])
def test_a_file_that_is_no_ledger_is_told(here: Path, capsys: Capture, command: list[str]) -> None:
    Path("notes.txt").write_text("The ferry left late.\n" * 99, encoding="utf-8")
    assert main([*command, "notes.txt"]) == 4
    assert capsys.readouterr().err == (
        "sayso: notes.txt: it is no ledger of sayso; name one that sayso run made, or a new file\n"
    )


def test_the_ledger_exports_what_code_prints(
    here: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    pages = [page for page in demo_pages() if Path(page).name.startswith("clash")]
    assert main(["code", *pages]) == 0
    coded = capfdbinary.readouterr().out.splitlines()
    assert main(["run", *reversed(pages), "--ledger", "news.db"]) == 0
    assert main(["export", "news.db"]) == 0
    assert capfdbinary.readouterr().out.splitlines() == sorted(coded, key=id_of)
    assert main(["export", "news.db", "--canonical"]) == 0
    lines = capfdbinary.readouterr().out.splitlines()
    assert lines[: len(coded)] == sorted(coded, key=id_of)
    others = map(json.loads, lines[len(coded) :])
    assert sorted(line["path"] for line in others if "input" in line) == sorted(pages)


@pytest.mark.usefixtures("plainly")
def test_a_reader_that_has_enough_is_not_told_off(here: Path) -> None:
    write_pages(here / "pages", 9)
    main(["run", "pages", "--ledger", "news.db"])
    ledger = read_ledger(here / "news.db")
    reports = export_reports(ledger)
    assert isinstance(reports, Generator)
    next(reports)
    ledger.close()
    reports.close()


def id_of(line: bytes) -> str:
    return msgspec.json.decode(line, type=Coded).report.id
