"""Pages coded by several processes at once, each with models of its own.

Each process has one page at a time, and gets the next when it has answered: so no more pages
are read than are being coded. What a page is coded to does not depend on which process did it.
"""

import contextlib
import os
import pickle
import signal
import traceback
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Final

from sayso.clean import Given
from sayso.errors import SaysoError, WorkerError
from sayso.ingest import Page
from sayso.pipeline import Settings
from sayso.records import Coded, Issue, Raw
from sayso.span_law import check_quotes

Code = Callable[[Iterable[Page | Issue], Given, Settings], Iterator[Coded | Issue]]
Answer = tuple[Raw | None, Coded | Issue]  # which page; None for what is no page

TRIES: Final = 2  # lives that one page may cost: the first may have died of another's hunger
DEATHS: Final = 10  # lives that may end one after the other, without a page coded between
PATIENCE: Final = 5.0  # seconds that a process may take to end when it is told to
# Each process is one thread for what multiplies matrices, and a few for the encoder.
ONE_THREAD: Final = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


@dataclass(frozen=True, slots=True)
class Task:
    """What each process is told once: how to code, and how many threads it may have."""

    code: Code
    given: Given
    settings: Settings
    threads: int


class Worker:
    """One process, and the page that it has."""

    def __init__(self, task: Task) -> None:
        context = get_context("spawn")  # a fork would copy threads and locks half-way
        self.connection, other = context.Pipe()
        self.process: SpawnProcess = context.Process(
            target=work, args=(other, task), daemon=True, name="sayso-worker"
        )
        with one_thread():
            self.process.start()
        other.close()  # so that the death of the process ends what is read from it
        self.page: Page | None = None
        self.tries = 0  # lives that its page cost

    def take(self, page: Page, tries: int = 0) -> None:
        """Give the process a page, which cost some lives already; it has none."""
        self.page, self.tries = page, tries
        with contextlib.suppress(ConnectionError):  # it is dead, as its answer will tell
            self.connection.send_bytes(pickle.dumps(page))

    def answer(self) -> Coded | Issue | None:
        """Return what its page was coded to, None where the process died over it.

        Waits for it. Raises what stops the run: a `SpanError`, a `ModelError`, a bug.
        """
        try:
            answer = pickle.loads(self.connection.recv_bytes())  # noqa: S301 - our own process
        except (EOFError, ConnectionError):
            return None
        self.page = None
        if isinstance(answer, BaseException):
            raise answer
        found: Coded | Issue = answer
        return found

    def end(self) -> None:
        """End the process, whatever it is doing."""
        self.connection.close()
        self.process.terminate()
        self.process.join(PATIENCE)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        self.process.close()

    def how_it_died(self) -> str:
        """Return in words how the process came to its end."""
        self.process.join(PATIENCE)
        code = self.process.exitcode
        if code is not None and code < 0:
            with contextlib.suppress(ValueError):
                return f"was killed by {signal.Signals(-code).name}"
        return f"ended with exit code {code}"


@contextlib.contextmanager
def one_thread() -> Iterator[None]:
    """Have a process that is started meanwhile multiply matrices in one thread."""
    before = {name: os.environ.get(name) for name in ONE_THREAD}
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def work(connection: Connection, task: Task) -> None:
    """Code pages as they come, in a process of its own, until there are no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is told, and ends us
    from sayso.models import encoders

    encoders.THREADS = task.threads
    with contextlib.suppress(EOFError, ConnectionError):  # the parent has ended, or has died
        while True:
            page = pickle.loads(connection.recv_bytes())  # noqa: S301 - our own parent
            connection.send_bytes(pickle.dumps(coded_or_fault(page, task)))


def coded_or_fault(page: Page, task: Task) -> Coded | Issue | BaseException:
    """Return what `page` is coded to, or what must stop the run."""
    try:
        [item] = task.code([page], task.given, task.settings)
        if isinstance(item, Coded):
            check_quotes(item)
    except SaysoError as fault:
        return fault
    except Exception:
        return RuntimeError(f"in a process that codes pages:\n{traceback.format_exc()}")
    return item


def code_in_processes(
    pages: Iterable[Page | Issue], task: Task, workers: int
) -> Generator[Answer, None, None]:
    """Yield what each page was coded to, or why it was set aside, as they are done.

    A process that dies (for want of memory, say) is replaced, and its page tried once more
    before it becomes an issue. Raises `WorkerError` where they all die, and what stops a run:
    `SpanError`, `ModelError`.
    """
    with contextlib.closing(Crew(task, workers)) as crew:
        for item in pages:
            if isinstance(item, Issue):
                yield None, item
                continue
            yield from crew.take(item)
        yield from crew.rest()


class Crew:
    """The processes of one run: started when there is a page for them, ended with the run."""

    def __init__(self, task: Task, most: int) -> None:
        self.task = task
        self.most = most
        self.idle: list[Worker] = []
        self.busy: dict[object, Worker] = {}  # by what their answer will come through
        self.deaths = 0  # since the last page that was coded

    def take(self, page: Page) -> Iterator[Answer]:
        """Have a page coded; yield what others were coded to until there was somebody for it."""
        while not self.idle and len(self.busy) >= self.most:
            yield from self.answers()
        self.give(page, self.idle.pop() if self.idle else Worker(self.task))

    def rest(self) -> Iterator[Answer]:
        """Yield what is still being coded."""
        while self.busy:
            yield from self.answers()

    def give(self, page: Page, worker: Worker, tries: int = 0) -> None:
        """Give a page, which cost some lives already, to a process that has none."""
        self.busy[worker.connection] = worker
        worker.take(page, tries)

    def answers(self) -> Iterator[Answer]:
        """Wait until some are done with their pages, and yield what came of those."""
        for ready in wait([worker.connection for worker in self.busy.values()]):
            worker = self.busy[ready]
            page = worker.page
            item = worker.answer()
            del self.busy[ready]
            if item is None:
                item = self.bury(worker)
            else:
                self.deaths = 0
                self.idle.append(worker)
            if item is not None and page is not None:
                yield page.raw, item

    def bury(self, worker: Worker) -> Issue | None:
        """Have the page of a dead process tried once more; return an issue if it was tried."""
        page, tries, how = worker.page, worker.tries + 1, worker.how_it_died()
        worker.end()
        self.deaths += 1
        if self.deaths >= DEATHS:
            raise WorkerError(
                f"the processes that code pages die one after the other (the last one {how}); "
                "run again with fewer --workers: each needs about 600 MB of memory"
            )
        if page is None:
            return None
        if tries < TRIES:
            self.give(page, Worker(self.task), tries)
            return None
        return Issue(
            input=page.raw.path or page.raw.url or "-",
            stage="extract",
            error="WorkerError",
            message=f"the process that coded it {how}, and so did the one that tried it again; "
            "the page is set aside: run again, with fewer --workers or more memory",
        )

    def close(self) -> None:
        """End all processes."""
        for worker in (*self.idle, *self.busy.values()):
            worker.end()
