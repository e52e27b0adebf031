"""`sayso run` and `export`: pages into a ledger, and a ledger as lines of JSON."""

import io
import os
import sys
import time
from collections import deque
from collections.abc import Generator, Iterator
from contextlib import ExitStack, closing
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import msgspec
from cyclopts import Parameter

from sayso import __version__
from sayso.cli.app import (
    DONE,
    INTERRUPTED,
    SET_ASIDE,
    USAGE,
    app,
    count,
    examples,
    only_paths,
    tell,
)
from sayso.cli.coding import LinkList, without_links, write_line
from sayso.cli.given import check_given, parse_given
from sayso.cli.progress import show_progress
from sayso.records import Coded, Issue
from sayso.span_law import check_quotes

if TYPE_CHECKING:  # SQLAlchemy, readers and numpy would make `sayso --help` wait
    from collections.abc import Callable, Iterable

    from sayso.cli.workers import Answer, Task
    from sayso.ingest import Page
    from sayso.ledger import Ledger
    from sayso.pipeline import Settings
    from sayso.records import Raw

OPTIONS = (
    "--given",
    "--help",
    "--ledger",
    "--links",
    "--loose",
    "--rules-only",
    "--strict",
    "--workers",
)
OWN_ENDS: Final = ("", "-wal", "-shm", "-journal")  # of the files that SQLite keeps
HEARTBEAT: Final = 60.0  # seconds between two lines on stderr where that is no terminal
DERIVE_AFTER: Final = 2_000  # pages of a long run, so that those who read meanwhile see more


@app.command(
    usage="Usage: sayso run PATH... --ledger FILE [OPTIONS]",
    help_epilogue=examples(
        "sayso run pages/ --ledger news.db",
        "sayso run crawl.warc.gz 'mail/**/*.eml' --ledger news.db",
        'sayso run page.txt --ledger news.db --given outlet="Harbour Post"',
    ),
)
def run(
    *paths: Annotated[
        str, Parameter(name="PATH", allow_leading_hyphen=True, validator=only_paths(OPTIONS))
    ],
    ledger: Annotated[str, Parameter(metavar="FILE")],
    given: Annotated[
        list[str] | None, Parameter(negative=(), metavar="KEY=VALUE", validator=check_given)
    ] = None,
    links: Annotated[str | None, Parameter(metavar="FILE")] = None,
    rules_only: Annotated[bool, Parameter(negative=())] = False,
    strict: Annotated[bool, Parameter(negative=())] = False,
    loose: Annotated[bool, Parameter(negative=())] = False,
    workers: Annotated[int, Parameter(metavar="N")] = 1,
) -> int:
    """Code pages into a ledger: one SQLite file, each page in it exactly once.

    Reads what sayso code reads. A page that is in the ledger is not coded again, so a run that
    was interrupted, or killed, goes on when the same command is given again. What cannot be read
    is named on stderr and in the table `issues`; the rest goes on, and the exit code is 3.

    Parameters
    ----------
    paths
        Pages, files that hold pages, folders, patterns in quotes, or "-" for stdin.
    ledger
        The file; it is made where there is none.
    given
        What is known beforehand and outranks the page: url, published (an ISO date), outlet,
        title, agency, language. Several pairs may follow one flag.
    links
        Write feed items that are but a link to FILE, one JSON object a line, for sayso fetch.
    rules_only
        Find who says what without the trained tagger, by parse and quotation marks alone.
    strict
        Leave out events that are not quite likely to be right; see sayso code.
    loose
        Leave no event out, however doubtful.
    workers
        How many pages are coded at a time, each in a process that needs about 600 MB of memory;
        0 is one for each core.
    """
    if strict and loose:
        tell("--strict and --loose exclude each other; give one of them.")
        return USAGE
    if workers < 0:
        tell("--workers is a number of processes, or 0 for one on each core.")
        return USAGE
    if not paths:
        tell("run needs a page, a folder of pages, or - for stdin. See: sayso run --help")
        return USAGE
    from sayso.ledger import open_ledger
    from sayso.pipeline import Settings

    settings = Settings(
        rules_only=rules_only,
        abstain="strict" if strict else "loose" if loose else "even",
        keep_going=True,
    )
    with ExitStack() as stack:
        try:
            sink = stack.enter_context(Path(links).open("wb")) if links else None
        except OSError as fault:
            tell(f"--links {links} cannot be written: {fault.strerror}.")
            return USAGE
        listed = LinkList(sink)
        store = stack.enter_context(open_ledger(Path(ledger), create=True))
        with show_progress(paths) as show:
            work = LedgerRun(store, settings, parse_given(given or ()), show)
            status = work.read(paths, listed, workers or cores())
        return status if status == INTERRUPTED else listed.tell_rest(status)


class LedgerRun:
    """One run: which pages are new, what they are coded to, and what it came to."""

    def __init__(
        self,
        ledger: "Ledger",
        settings: "Settings",
        given: dict[str, str],
        show: "Callable[[], None]",
    ) -> None:
        from sayso.ledger import begin_run

        self.ledger = ledger
        self.settings = settings
        self.given = given
        self.show = show
        self.told = msgspec.json.encode(given, order="sorted").decode() if given else None
        how = {"abstain": settings.abstain, "rules_only": settings.rules_only}
        self.number = begin_run(ledger, __version__, how)
        self.added = self.present = self.set_aside = 0
        self.waiting = 0  # pages from which nothing is derived yet
        self.spoke = time.monotonic()

    def read(self, paths: "Iterable[str]", links: LinkList, workers: int = 1) -> int:
        """Code what `paths` name into the ledger, tell what it came to; return the exit code.

        Raises `StoreError` where the ledger cannot be written, `SpanError` for a record that does
        not quote its page, `ModelError`, and `WorkerError` where the processes die.
        """
        from sayso.ingest import read_pages
        from sayso.ledger import end_run

        stdin = sys.stdin.buffer if sys.stdin is not None else io.BytesIO()
        pages = without_links(read_pages(paths, stdin), links.add)
        found = self.still_to_code(without_ledger(pages, self.ledger.path))
        try:
            with closing(self.coded(found, workers)) as answers:
                for page, item in answers:
                    self.keep(page, item)
            self.derive()
        except KeyboardInterrupt:
            tell(f"interrupted; {self.so_far()}. Go on with the same command.")
            return INTERRUPTED
        end_run(
            self.ledger,
            self.number,
            added=self.added,
            present=self.present,
            set_aside=self.set_aside,
        )
        tell(f"{self.so_far()}; {holdings(self.ledger)}.")
        return SET_ASIDE if self.set_aside else DONE

    def coded(
        self, found: "Iterator[Page | Issue]", workers: int
    ) -> "Generator[Answer, None, None]":
        """Yield what each page was coded to, here or by processes; no model is loaded for none."""
        from sayso.clean import Given
        from sayso.cli.workers import Task, code_in_processes
        from sayso.pipeline import code_pages

        first = list(islice(found, 1))  # with nothing to code, no model need be loaded
        if not first:
            return
        task = Task(code_pages, Given(**self.given), self.settings, max(1, cores() // workers))
        code = code_here if workers == 1 else partial(code_in_processes, workers=workers)
        yield from code(chain(first, found), task)

    def keep(self, page: "Raw | None", item: "Coded | Issue") -> None:
        """Write what a page was coded to, or why it was set aside."""
        from sayso.ledger import add_coded

        if isinstance(item, Issue):
            self.set_apart(item, page)
            return
        if add_coded(self.ledger, self.number, [item], self.told):
            self.added += 1
            self.waiting += 1
        else:  # another process was faster, or it was named twice
            self.present += 1
        self.advance()
        if self.waiting >= DERIVE_AFTER:
            self.derive()

    def derive(self) -> None:
        """Bring up to date what follows from the pages: copies, incidents, numbers, outcomes."""
        from sayso.ledger.derived import update_derived

        update_derived(self.ledger)
        self.waiting = 0

    def still_to_code(self, found: "Iterable[Page | Issue]") -> "Iterator[Page | Issue]":
        """Yield the pages that the ledger does not hold, and the issues."""
        from sayso.ledger import find_input

        for item in found:
            known = find_input(self.ledger, item.raw) if not isinstance(item, Issue) else None
            if isinstance(item, Issue) or known is None:
                yield item
                continue
            self.present += 1
            self.advance()
            if self.told not in (None, known.given):
                self.set_aside += 1
                tell(
                    f"{item.raw.path or '-'}: it is in the ledger, coded with --given "
                    f"{known.given or 'nothing'}; to code it otherwise, name another ledger"
                )

    def set_apart(self, issue: Issue, page: "Raw | None") -> None:
        """Tell what cannot be read or coded, and write it down."""
        from sayso.ledger import add_issue

        self.set_aside += 1
        tell(f"{issue.input}: {issue.message}")
        add_issue(self.ledger, self.number, issue, page)

    def so_far(self) -> str:
        """Return what the run came to, in words."""
        return (
            f"{count(self.added, 'page')} added, {self.present:,} there already, "
            f"{self.set_aside:,} set aside"
        )

    def advance(self) -> None:
        """Show that one more page is done; by a line now and then, where no bar can show it."""
        self.show()
        if not sys.stderr.isatty() and time.monotonic() - self.spoke > HEARTBEAT:
            self.spoke = time.monotonic()
            tell(f"{self.so_far()}, going on")


def without_ledger(found: "Iterable[Page | Issue]", ledger: Path) -> "Iterator[Page | Issue]":
    """Yield what was found, but for the ledger's own files: it may lie among the pages."""
    file = ledger.resolve()
    own = {file.with_name(file.name + end) for end in OWN_ENDS}
    for item in found:
        name = item.input if isinstance(item, Issue) else item.raw.path
        if name is None or "\0" in name or Path(name).resolve() not in own:
            yield item


def code_here(pages: "Iterable[Page | Issue]", task: "Task") -> "Iterator[Answer]":
    """Yield what each page was coded to, in this process."""
    order: deque[Raw | None] = deque()  # what is being coded; None stands for an issue

    def noted() -> "Iterator[Page | Issue]":
        for page in pages:
            order.append(None if isinstance(page, Issue) else page.raw)
            yield page

    for item in task.code(noted(), task.given, task.settings):
        if isinstance(item, Coded):
            check_quotes(item)
        yield order.popleft(), item


def cores() -> int:
    """Return how many cores this process may use."""
    return (
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    )


def holdings(ledger: "Ledger") -> str:
    """Return what the ledger holds, in words."""
    from sayso.ledger import count_rows

    rows = count_rows(ledger)
    kinds = ("attributions", "quantities", "forecasts", "events")
    records = ", ".join(f"{rows[kind]:,} {kind}" for kind in kinds)
    told = f"which tell of {count(rows['incidents'], 'incident')}"
    return f"{ledger.path} holds {count(rows['reports'], 'report')}: {records}, {told}"


@app.command(
    usage="Usage: sayso export LEDGER [OPTIONS]",
    help_epilogue=examples(
        "sayso export news.db > coded.jsonl",
        "sayso export news.db --canonical | sha256sum",
    ),
)
def export(
    ledger: Annotated[str, Parameter(name="LEDGER")],
    /,
    *,
    canonical: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    """Print a ledger as lines of JSON: one report a line, as sayso code prints them.

    The lines are in the order of the reports' ids, so they are the same whenever and in whatever
    order the pages were coded.

    Parameters
    ----------
    ledger
        A file that sayso run made.
    canonical
        All that the ledger holds: after the reports also the inputs and the issues. Two ledgers
        are the same if these lines are.
    """
    from sayso.ledger import export_canonical, export_reports, read_ledger

    with read_ledger(Path(ledger)) as store:
        for line in export_canonical(store) if canonical else export_reports(store):
            write_line(line)
    return DONE
