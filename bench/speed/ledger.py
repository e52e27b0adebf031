"""How fast a ledger grows: python -m bench.speed.ledger [--reports N...].

Coded reports are loaded, and what follows from them is derived: on the clock, and by the
processor alone. The reports are those of `bench.speed.synthetic`.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any
from unittest.mock import patch

import msgspec

import sayso.ledger.derived
from bench.speed.coded import coded_pages, read_coded
from bench.speed.synthetic import synthetic
from sayso.ledger import add_coded, begin_run, open_ledger
from sayso.ledger.writing import IN_ONE
from sayso.records import Coded

FLOOR = 1_500  # reports loaded a second
CEILING = 1.3  # a report of the longest stream may take so many times one of the shortest
STAGES = "update_"  # how the stages of what is derived are called
MEBI = 1024 * 1024
HELD, BROKEN = 0, 1


@dataclass(slots=True)
class Cost:
    """Seconds on the clock, and seconds of the processor."""

    clock: float = 0.0
    busy: float = 0.0

    def of(self, work: Callable[..., Any], *given: Any) -> Any:
        """Do `work`, and add what it costs."""
        clock, busy = time.perf_counter(), time.process_time()
        try:
            return work(*given)
        finally:
            self.clock += time.perf_counter() - clock
            self.busy += time.process_time() - busy

    def told(self, reports: int) -> str:
        """Return what a thousand reports cost."""
        return f"{1000 * self.clock / reports:7.3f} s {1000 * self.busy / reports:7.3f} s"


@dataclass(slots=True)
class Growth:
    """What it took to bring a ledger to some length."""

    reports: int
    load: Cost = field(default_factory=Cost)
    derive: Cost = field(default_factory=Cost)
    stages: dict[str, Cost] = field(default_factory=dict)
    slices: list[float] = field(default_factory=list)  # seconds of the processor for a report
    size: int = 0  # bytes of the file

    @property
    def busy(self) -> float:
        """Seconds of the processor for a report."""
        return (self.load.busy + self.derive.busy) / self.reports

    @property
    def clock(self) -> float:
        """Seconds on the clock for a report."""
        return (self.load.clock + self.derive.clock) / self.reports


def measure_growth(coded: Iterable[Coded], count: int, path: Path, *, derive: bool) -> Growth:
    """Return what it takes to write `count` reports into a new ledger, and to derive the rest."""
    growth, pending = Growth(count), islice(coded, count)
    with ExitStack() as stack:
        for name in dir(sayso.ledger.derived):
            if name.startswith(STAGES) and name not in {"update_derived", "update_all"}:
                stack.enter_context(timed(growth, name))
        ledger = stack.enter_context(open_ledger(path, create=True))
        run = begin_run(ledger, "bench", {})
        while batch := list(islice(pending, IN_ONE)):
            before = growth.load.busy + growth.derive.busy
            growth.load.of(add_coded, ledger, run, batch)
            if derive:
                growth.derive.of(sayso.ledger.derived.update_derived, ledger)
            spent = growth.load.busy + growth.derive.busy - before
            growth.slices.append(spent / len(batch))
    growth.size = path.stat().st_size
    return growth


def timed(growth: Growth, name: str) -> Any:
    """Return the context in which the cost of one stage is counted."""
    cost = growth.stages.setdefault(name.removeprefix(STAGES), Cost())
    stage = getattr(sayso.ledger.derived, name)
    return patch.object(sayso.ledger.derived, name, lambda *given: cost.of(stage, *given))


def stream(given: argparse.Namespace) -> Iterator[Coded]:
    """Return the reports to load: those of a file, or new ones."""
    if given.stream is not None:
        return read_stream(given.stream)
    patterns = coded_pages() if given.coded is None else read_coded(given.coded)
    return synthetic(patterns, max(given.reports), given.seed)


def read_stream(path: Path) -> Iterator[Coded]:
    """Yield the reports that `bench.speed.synthetic` wrote to a file."""
    decoder = msgspec.json.Decoder(Coded)
    with path.open("rb") as lines:
        for line in lines:
            yield decoder.decode(line)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; return 1 where a floor or a ceiling is broken."""
    parser = argparse.ArgumentParser(prog="bench.speed.ledger", description=__doc__)
    parser.add_argument("--reports", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--coded", type=Path, help="lines of sayso code; default: the demo's")
    parser.add_argument("--stream", type=Path, help="reports of bench.speed.synthetic to load")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--load-only", action="store_true", help="derive nothing")
    given = parser.parse_args(argv)
    found = []
    for count in sorted(given.reports):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "news.db")
            found.append(measure_growth(stream(given), count, path, derive=not given.load_only))
        tell(found[-1])
    first, last = found[0], found[-1]
    rates = [growth.reports / growth.load.clock for growth in found]
    ratio, on_clock = last.busy / first.busy, last.clock / first.clock
    print(f"loaded               {min(rates):.0f} a second (at least {FLOOR})")
    print(
        f"{last.reports} : {first.reports}".ljust(20),
        f"{ratio:.2f} by the processor, {on_clock:.2f} on the clock (at most {CEILING})",
    )
    print(f"load average         {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    return HELD if min(rates) >= FLOOR and ratio <= CEILING else BROKEN


def tell(growth: Growth) -> None:
    """Print what a thousand reports cost, stage by stage."""
    count = growth.reports
    print(f"{count} reports".ljust(20), "  clock  processor, for a thousand")
    print("load".ljust(20), growth.load.told(count))
    for name, cost in growth.stages.items():
        print(f"  {name}".ljust(20), cost.told(count))
    if growth.derive.clock:
        print("derive".ljust(20), growth.derive.told(count))
    slices = " ".join(f"{1000 * busy:.2f}" for busy in growth.slices)
    print(f"slices of {IN_ONE}".ljust(20), slices, "s of the processor, for a thousand")
    print("file".ljust(20), f"{growth.size / MEBI:.0f} MiB", flush=True)


if __name__ == "__main__":
    sys.exit(main())
