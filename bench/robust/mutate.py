"""Broken inputs by the thousand, each read in a process of its own kind that may fall."""

import contextlib
import multiprocessing
import os
import resource
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Literal

import msgspec

from bench.robust.guard import Guard
from bench.robust.reading import Reading, read_input
from mutations import mutant

SLOW = 5.0  # seconds of processor time for one input
HANG = 30.0  # seconds of processor time until a worker is stopped
WAIT = 300.0  # seconds on the clock until it is, whatever it does
PEAK = 512  # MB that a process may hold
ADDRESS_SPACE = 8 * 1024**3  # bytes; a worker that asks for more gets a MemoryError
OFTEN = 500  # inputs between two lines of progress
SHARE = 400  # inputs until a worker is replaced, so that leaks show and do not add up
STATUS, CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")

Verdict = Literal["good", "crash", "slow", "memory", "opened", "hang", "fallen"]


class Outcome(msgspec.Struct):
    """What became of one mutant."""

    index: int
    name: str
    verdict: Verdict
    detail: str = ""
    seconds: float = 0.0  # of processor time
    peak: int = 0  # MB held at most
    reports: int = 0
    issues: int = 0


def peak_memory() -> int:
    """Return how many MB this process held at most since `forget_peak`."""
    with contextlib.suppress(OSError, StopIteration):
        lines = STATUS.read_text().splitlines()
        return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def forget_peak() -> None:
    """Measure the most memory held from now on, where the system lets us."""
    with contextlib.suppress(OSError):
        CLEAR.write_text("5")


def processor_time(process: int) -> float:
    """Return the seconds of processor time that a process has used, 0 where none can tell."""
    with contextlib.suppress(OSError):
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return 0.0


def work(pipe: Connection, seed: int, folder: str) -> None:
    """Read the mutants whose numbers come through the pipe, and answer with their outcomes."""
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    guard = Guard()
    path = str(Path(folder) / f"input-{os.getpid()}")
    pipe.send("ready")
    while (index := pipe.recv()) is not None:
        pipe.send(read_mutant(seed, index, path, guard))


def read_mutant(seed: int, index: int, path: str, guard: Guard) -> Outcome:
    """Read one mutant and judge what happened."""
    made = mutant(seed, index, guard.bait)
    Path(path).write_bytes(made.data)
    outcome = Outcome(index, made.name, "good")
    del made
    forget_peak()
    guard.start(str(Path(path).parent), tempfile.gettempdir())
    started = time.process_time()
    try:
        reading = read_input(path)
    except Exception:
        outcome.verdict, outcome.detail = "crash", traceback.format_exc()
    else:
        outcome.reports, outcome.issues = len(reading.reports), len(reading.issues)
        judge_leak(outcome, reading, guard.bait.secret)
    outcome.seconds, outcome.peak = time.process_time() - started, peak_memory()
    opened = guard.stop()
    if opened:
        outcome.verdict, outcome.detail = "opened", "; ".join(opened[:5])
    judge_cost(outcome)
    return outcome


def judge_leak(outcome: Outcome, reading: Reading, secret: str) -> None:
    """Tell whether words of the bait stand in anything that came out."""
    texts = [*(report.text for report in reading.reports), *reading.set_aside]
    if any(secret in text for text in texts) or secret in repr(reading.issues):
        outcome.verdict, outcome.detail = "opened", "the secret file was read"


def judge_cost(outcome: Outcome) -> None:
    """Tell whether an input that was read took too long or too much."""
    if outcome.verdict == "good" and outcome.seconds > SLOW:
        outcome.verdict = "slow"
        outcome.detail = f"{outcome.seconds:.1f} s, {outcome.reports} reports"
    elif outcome.verdict == "good" and outcome.peak >= PEAK:
        outcome.verdict, outcome.detail = "memory", f"{outcome.peak} MB"


class Worker:
    """A process that reads mutants until it falls or has done its share."""

    def __init__(self, seed: int, folder: str) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, there = context.Pipe()
        self.process = context.Process(target=work, args=(there, seed, folder), daemon=True)
        self.process.start()
        there.close()
        self.left = SHARE
        try:
            self.pipe.recv()
        except EOFError as fault:
            raise RuntimeError("a worker fell before its first input; see its message") from fault

    def read(self, index: int) -> Outcome:
        """Return the outcome of one mutant, also where the process hangs or falls."""
        self.left -= 1
        try:
            self.pipe.send(index)
            if self.answers():
                outcome: Outcome = self.pipe.recv()
                if outcome.peak >= PEAK:  # the heap seldom shrinks: the next would be blamed
                    self.left = 0
                return outcome
        except (EOFError, BrokenPipeError, ConnectionResetError):
            self.process.join(5)
            self.left = 0
            return Outcome(index, "", "fallen", f"exit code {self.process.exitcode}")
        self.left = 0
        return Outcome(index, "", "hang", f"no end after {HANG:.0f} s of processor time")

    def answers(self) -> bool:
        """Wait for an outcome; tell whether one comes before the process has to be stopped."""
        process = self.process.pid or 0
        began, before = time.monotonic(), processor_time(process)
        while not self.pipe.poll(1.0):
            if processor_time(process) - before > HANG or time.monotonic() - began > WAIT:
                return False
        return True

    def close(self) -> None:
        """Stop the process."""
        if self.process.is_alive():
            self.process.kill()
        self.process.join()
        self.pipe.close()


def read_mutants(indices: range | list[int], seed: int, keep: Path | None) -> Iterator[Outcome]:
    """Yield the outcome of each mutant in order; those that fail are kept in the folder `keep`."""
    worker: Worker | None = None
    guard: Guard | None = None
    with tempfile.TemporaryDirectory(prefix="mutants") as folder:
        for index in indices:
            if worker is None or worker.left <= 0:
                if worker is not None:
                    worker.close()
                worker = Worker(seed, folder)
            outcome = worker.read(index)
            if outcome.verdict != "good":
                guard = guard or Guard()
                made = mutant(seed, index, guard.bait)
                outcome.name = made.name
                if keep is not None:
                    keep_input(keep, outcome, made.data)
            yield outcome
        if worker is not None:
            worker.close()


def keep_input(keep: Path, outcome: Outcome, data: bytes) -> None:
    """Write an input that failed, and why, into the folder `keep`."""
    keep.mkdir(parents=True, exist_ok=True)
    kind = outcome.name.replace("/", "_").replace(":", "-")
    stem = f"{outcome.verdict}-{outcome.index:06d}-{kind}"
    (keep / f"{stem}.bin").write_bytes(data)
    (keep / f"{stem}.txt").write_text(f"{outcome.detail}\n", "utf-8", "replace")


def cause(outcome: Outcome) -> str:
    """Return what failures of one cause share: the last line of the traceback, and its place."""
    lines = [line.strip() for line in outcome.detail.splitlines() if line.strip()]
    if outcome.verdict != "crash":
        return f"{outcome.verdict}: {outcome.name.split(':')[-2] if ':' in outcome.name else ''}"
    places = [line for line in lines if line.startswith("File ")]
    own = [line for line in places if "/sayso/" in line]
    return f"crash: {lines[-1][:100]} · {(own or places or ['?'])[-1][-80:]}"


def mutate(count: int, seed: int, start: int, keep: Path | None) -> int:
    """Read `count` mutants and print what became of them; return 1 where one failed."""
    verdicts: Counter[str] = Counter()
    causes: Counter[str] = Counter()
    largest = slowest = Outcome(start, "none", "good")
    reports, issues, began = 0, 0, time.monotonic()
    for outcome in read_mutants(range(start, start + count), seed, keep):
        verdicts[outcome.verdict] += 1
        largest = max(largest, outcome, key=lambda one: one.peak)
        slowest = max(slowest, outcome, key=lambda one: one.seconds)
        reports, issues = reports + outcome.reports, issues + outcome.issues
        if verdicts.total() % OFTEN == 0:
            passed = time.monotonic() - began
            print(f"{verdicts.total()} of {count} in {passed:.0f} s", file=sys.stderr)
        if outcome.verdict != "good":
            causes[cause(outcome)] += 1
            print(
                f"{outcome.index:6d} {outcome.verdict:7s} {outcome.name} {outcome.detail[-90:]!r}"
            )
    failed = count - verdicts["good"]
    print(f"inputs               {count} in {time.monotonic() - began:.0f} s (seed {seed})")
    print(f"reports, issues      {reports}, {issues}")
    for verdict in ("crash", "fallen", "hang", "slow", "memory", "opened"):
        print(f"{verdict:20s} {verdicts[verdict]}")
    print(
        f"slowest              {slowest.seconds:.1f} s of processor time (at most {SLOW:.0f}): "
        f"{slowest.index} {slowest.name}"
    )
    print(f"peak memory          {largest.peak} MB (below {PEAK}): {largest.index} {largest.name}")
    for text, times in causes.most_common():
        print(f"  {times:5d} × {text}")
    return 1 if failed else 0
