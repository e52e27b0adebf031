"""Pages coded by several processes: the same ledger, whatever befalls them."""

import io
import pickle
import random
from collections.abc import Iterable, Iterator
from contextlib import closing
from multiprocessing import active_children
from pathlib import Path

import pytest

import sayso.pipeline
from deadly_coding import code_deadly, code_nothing, code_wrongly
from ledger_files import canonical
from plain_coding import code_plainly, write_pages
from sayso.clean import Given
from sayso.cli import main, workers
from sayso.cli.running import LedgerRun
from sayso.cli.workers import Answer, Code, Task, code_in_processes
from sayso.demo import demo_pages
from sayso.errors import ModelError, WorkerError
from sayso.ingest import Page, read_pages
from sayso.pipeline import Settings
from sayso.records import Coded, Issue

Capture = pytest.CaptureFixture[str]
STORY = "The ferry left the harbour late on Monday, the company said.\n\n" * 3


def found_in(paths: Iterable[str]) -> Iterator[Page | Issue]:
    for page in read_pages(paths, io.BytesIO()):
        assert isinstance(page, Page | Issue)
        yield page


def write_stories(folder: Path, *names: str) -> list[str]:
    for name in names:
        (folder / f"{name}.txt").write_text(f"{name}: {STORY}", encoding="utf-8")
    return [str(folder / f"{name}.txt") for name in names]


def code_all(pages: Iterable[Page | Issue], code: Code) -> Iterator[Answer]:
    task = Task(code, Given(), Settings(keep_going=True), threads=1)
    with closing(code_in_processes(pages, task, workers=2)) as answers:
        yield from answers


def test_a_page_goes_to_another_process_as_it_is() -> None:
    for page in found_in(demo_pages()):
        assert isinstance(page, Page)
        there = pickle.loads(pickle.dumps(page))
        assert (there.text, there.raw, there.declared) == (page.text, page.raw, page.declared)
        assert there.source.runs() == page.source.runs()


def test_order_and_number_of_processes_change_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setattr(sayso.pipeline, "code_pages", code_plainly)
    monkeypatch.setattr("sayso.cli.running.DERIVE_AFTER", 5)
    monkeypatch.chdir(tmp_path)
    folder = write_pages(Path("pages"), 30)
    assert main(["run", str(folder), "--ledger", "one.db"]) == 3
    pages = sorted(map(str, folder.iterdir()))
    random.Random(3).shuffle(pages)
    assert main(["run", *pages, "--ledger", "three.db", "--workers", "3"]) == 3
    assert "27 pages added, 0 there already, 3 set aside" in capsys.readouterr().err
    assert canonical(Path("three.db")) == canonical(Path("one.db"))


def test_a_process_that_dies_costs_its_page_and_no_other(tmp_path: Path) -> None:
    pages = write_stories(tmp_path, "a", "deadly", "b", "once", "c")
    answers = code_all(found_in([*pages, "nothing.txt"]), code_deadly)
    found = {Path(page.path or "").stem if page else "-": item for page, item in answers}
    assert sorted(found) == ["-", "a", "b", "c", "deadly", "once"]
    assert "cannot be read" in issue_of(found.pop("-")).message
    told = issue_of(found.pop("deadly"))
    assert told.error == "WorkerError"
    assert "the process that coded it was killed by SIGKILL, and so did the one" in told.message
    assert all(isinstance(item, Coded) for item in found.values())


def issue_of(item: Coded | Issue) -> Issue:
    assert isinstance(item, Issue)
    return item


def test_where_all_processes_die_the_run_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "DEATHS", 3)
    pages = write_stories(tmp_path, "deadly_1", "deadly_2", "deadly_3")
    with pytest.raises(WorkerError, match=r"the last one was killed by SIGKILL.*fewer --workers"):
        list(code_all(found_in(pages), code_deadly))


def test_what_stops_a_run_stops_it_from_a_process_too(tmp_path: Path) -> None:
    pages = write_stories(tmp_path, "a", "b", "c")
    with pytest.raises(ModelError, match="the language model is not installed"):
        list(code_all(found_in(pages), code_nothing))
    with pytest.raises(RuntimeError, match=r"(?s)Traceback.*code_wrongly.*ZeroDivisionError"):
        list(code_all(found_in(pages), code_wrongly))


def test_no_more_pages_are_read_than_are_being_coded(tmp_path: Path) -> None:
    read = 0

    def counted() -> Iterator[Page | Issue]:
        nonlocal read
        for page in found_in(write_stories(tmp_path, *"abcdefgh")):
            read += 1
            yield page

    answers = code_all(counted(), code_plainly)
    for done, _ in enumerate(answers):
        assert read - done <= 3  # two are being coded, and one waits for a process
    assert read == 8


def test_an_interrupted_run_keeps_what_it_has_and_leaves_no_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    def interrupt(run: LedgerRun) -> None:
        if run.added == 4:
            raise KeyboardInterrupt

    monkeypatch.setattr(sayso.pipeline, "code_pages", code_plainly)
    monkeypatch.chdir(tmp_path)
    write_pages(Path("pages"), 9)
    with monkeypatch.context() as patch:
        patch.setattr(LedgerRun, "advance", interrupt)
        assert main(["run", "pages", "--ledger", "news.db", "--workers", "2"]) == 130
    assert "interrupted; 4 pages added" in capsys.readouterr().err
    assert not [one for one in active_children() if one.name == "sayso-worker"]
    assert main(["run", "pages", "--ledger", "news.db"]) == 0
    assert "5 pages added, 4 there already" in capsys.readouterr().err


def test_a_number_of_workers_below_none_is_told(capsys: Capture) -> None:
    assert main(["run", "a.txt", "--ledger", "news.db", "--workers", "-1"]) == 2
    assert "workers" in capsys.readouterr().err
