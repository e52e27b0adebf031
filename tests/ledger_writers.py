"""Processes that write a ledger: `python ledger_writers.py once|kill|race FOLDER [KILLS]`.

A process of its own forks them, for it has neither threads nor a language model; what they run is
`sayso run` with the stages left out.
"""

import contextlib
import io
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import sayso.ledger
import sayso.pipeline
from plain_coding import code_plainly, write_pages
from sayso.cli import main, running

KILLS = 20
DERIVE_AFTER = 7  # pages: so that some lives end while something is derived


def run(folder: Path, ledger: Path) -> int:
    """Code the pages of `folder` into `ledger`, and return the exit code."""
    return main(["run", str(folder), "--ledger", str(ledger)])


def fork(work: Callable[[], int]) -> int:
    """Do `work` in a process of its own, and return its number."""
    pid = os.fork()
    if pid == 0:
        os._exit(work())
    return pid


def live_and_die(folder: Path, ledger: Path, pages: int, delay: float) -> None:
    """Run until `pages` more pages are told as added, and a moment later kill the process."""
    told, tell = os.pipe()

    def work() -> int:
        os.close(told)
        write = sayso.ledger.add_coded

        def write_and_tell(*given: Any) -> int:
            added = write(*given)
            os.write(tell, b".")
            return added

        with patch.object(sayso.ledger, "add_coded", write_and_tell):
            return run(folder, ledger)

    pid = fork(work)
    os.close(tell)
    for _ in range(pages):
        if not os.read(told, 1):
            break  # it came to its end before
    time.sleep(delay)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    os.close(told)


def warm_up() -> None:
    """Load here what every life would load again."""
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stderr(io.StringIO()):
        run(write_pages(Path(folder) / "pages", 1), Path(folder, "warm.db"))


def once(folder: Path) -> int:
    """Run `folder/pages` without a break."""
    return run(folder / "pages", folder / "once.db")


def kill(folder: Path, kills: int = KILLS) -> int:
    """Kill a run of `folder/pages` many times, and let the last one come to its end."""
    chance = random.Random(7)
    total = sum(1 for _ in (folder / "pages").iterdir())
    most = 1 + 5 * total // (4 * kills)  # so that something is left for the last life
    for _ in range(kills):
        pages, delay = chance.randrange(most), chance.random() / 100
        live_and_die(folder / "pages", folder / "killed.db", pages, delay)
    return run(folder / "pages", folder / "killed.db")


def race(folder: Path) -> int:
    """Let two processes make and write one new ledger at the same time; return the worse code."""

    def work() -> int:
        return run(folder / "pages", folder / "raced.db")

    pids = [fork(work) for _ in range(2)]
    return max(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in pids)


if __name__ == "__main__":
    with (
        patch.object(sayso.pipeline, "code_pages", code_plainly),
        patch.object(running, "DERIVE_AFTER", DERIVE_AFTER),
    ):
        warm_up()
        what: dict[str, Callable[..., int]] = {"once": once, "kill": kill, "race": race}
        sys.exit(what[sys.argv[1]](Path(sys.argv[2]), *map(int, sys.argv[3:])))
