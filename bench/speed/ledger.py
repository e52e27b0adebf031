"""How fast coded reports go into a ledger: python -m bench.speed.ledger [--reports N...]."""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from pathlib import Path

import msgspec
from msgspec.structs import replace

from bench.speed.pages import page_files, read_page
from sayso.clean import Given
from sayso.ids import Kind, content_id
from sayso.ledger import add_coded, begin_run, open_ledger
from sayso.ledger.writing import IN_ONE
from sayso.pipeline import code_pages
from sayso.records import Attribution, Coded, Event, Forecast, Quantity

FLOOR = 1_500  # reports a second
MEBI = 1024 * 1024
HELD, BROKEN = 0, 1


@dataclass(frozen=True, slots=True)
class Load:
    """What it took to load some reports: on the clock, and of the processor alone."""

    reports: int
    seconds: float
    busy: float
    last: float  # seconds a report in the last tenth
    size: int  # bytes of the file

    @property
    def rate(self) -> float:
        """Reports a second."""
        return self.reports / self.seconds


def coded_pages() -> list[Coded]:
    """Return the demo's pages coded."""
    found = code_pages((read_page(path) for path in page_files(None)), Given())
    return [item for item in found if isinstance(item, Coded)]


def variants(patterns: Sequence[Coded]) -> Iterator[Coded]:
    """Yield ever new reports that are coded like `patterns`: other ids, bytes and paths."""
    lines = [msgspec.json.encode(coded).decode() for coded in patterns]
    number = 0
    while True:
        for coded, line in zip(patterns, lines, strict=True):
            number += 1
            yield variant(coded, line, number)


def variant(coded: Coded, line: str, number: int) -> Coded:
    """Return `coded`, whose JSON is `line`, with ids of its own."""
    kinds: tuple[Kind, ...] = ("attribution", "event", "quantity", "forecast")
    groups: tuple[Sequence[Attribution | Event | Quantity | Forecast], ...] = (
        *(coded.attributions, coded.events, coded.quantities, coded.forecasts),
    )
    old = {coded.report.id: content_id("report", coded.report.id, number)}
    for kind, group in zip(kinds, groups, strict=True):
        old.update({record.id: content_id(kind, record.id, number) for record in group})
    for before, after in old.items():
        line = line.replace(f'"{before}"', f'"{after}"')
    told = msgspec.json.decode(line, type=Coded)
    raw = replace(
        told.report.raw,
        sha256=sha256(f"{told.report.raw.sha256} {number}".encode()).hexdigest(),
        path=f"pages/{number:07}.html",
    )
    return replace(told, report=replace(told.report, raw=raw))


def measure_load(patterns: Sequence[Coded], count: int, folder: Path) -> Load:
    """Return what it takes to load `count` reports into a new ledger below `folder`."""
    path = folder / f"{count}.db"
    pending = islice(variants(patterns), count)
    took: list[tuple[int, float]] = []  # how many reports, and in how many seconds
    busy = 0.0
    with open_ledger(path, create=True) as ledger:
        run = begin_run(ledger, "bench", {})
        while batch := list(islice(pending, IN_ONE)):
            clock, worked = time.perf_counter(), time.process_time()
            add_coded(ledger, run, batch)
            took.append((len(batch), time.perf_counter() - clock))
            busy += time.process_time() - worked
    lasting = took[-max(1, len(took) // 10) :]
    last = sum(clock for _, clock in lasting) / sum(size for size, _ in lasting)
    return Load(count, sum(clock for _, clock in took), busy, last, path.stat().st_size)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; return 1 where a load is slower than its floor."""
    parser = argparse.ArgumentParser(prog="bench.speed.ledger", description=__doc__)
    parser.add_argument("--reports", type=int, nargs="+", default=[1_000, 20_000])
    parser.add_argument("--coded", type=Path, help="lines of sayso code; default: the demo's")
    given = parser.parse_args(argv)
    patterns = coded_pages() if given.coded is None else read_coded(given.coded)
    held = True
    for count in given.reports:
        with tempfile.TemporaryDirectory() as folder:
            load = measure_load(patterns, count, Path(folder))
        held = held and load.rate >= FLOOR
        print(
            f"{count:7} reports  {load.rate:6.0f} a second (at least {FLOOR}); a 1,000 took "
            f"{1000 * load.seconds / count:.2f} s, of the last tenth "
            f"{1000 * load.last:.2f} s, of the processor "
            f"{1000 * load.busy / count:.2f} s; {load.size / MEBI:.0f} MiB"
        )
    print(f"load average         {os.getloadavg()[0]:.1f}")
    return HELD if held else BROKEN


def read_coded(path: Path) -> list[Coded]:
    """Return the reports that `sayso code` wrote to a file."""
    with path.open("rb") as lines:
        return [msgspec.json.decode(line, type=Coded) for line in lines]


if __name__ == "__main__":
    sys.exit(main())
