"""Size, memory and speed of the gazetteer: python -m bench.speed.gazetteer.

Each look-up is of another name, so none comes from the cache; nine in ten are known names, of
many kinds and lands. Memory is what a fresh process grows by over all look-ups, tables of
countries and regions included. Returns 1 where one of the three breaks its limit.
"""

import argparse
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files
from itertools import islice
from statistics import median

from bench.speed.measures import ROUNDS
from sayso.gazetteer import toponyms

MEBI = 1024 * 1024
MOST_BYTES = 40 * MEBI  # on disk
MOST_MEMORY = 20 * MEBI
FEWEST = 50_000  # look-ups a second
LOOK_UPS = 60_000
EVERY = 7  # name of the file that is looked up: from all over the alphabet
UNKNOWN = 10  # one look-up in so many is of a name that is not there
ROOM = "sayso.gazetteer"
DATA = ("places.sqlite", "countries.toml", "regions.toml")
HELD, BROKEN = 0, 1
# What the fresh process runs: it prints by how many bytes it grew. Its peak would not do: a child
# starts with that of its parent.
GROWTH = """
import os, sys
names = sys.stdin.read().split("\\n")
def held():
    with open("/proc/self/statm") as sizes:
        return int(sizes.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
import msgspec
before = held()
from sayso.gazetteer.countries import country_named
from sayso.gazetteer.toponyms import lookup, region_named
for name in names:
    country_named(name), region_named(name), lookup(name)
print(held() - before)
"""


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The three figures."""

    on_disk: int  # bytes
    memory: int  # bytes
    speed: float  # look-ups a second

    @property
    def holds(self) -> bool:
        """Tell whether all three keep their limits."""
        small = self.on_disk <= MOST_BYTES and self.memory <= MOST_MEMORY
        return small and self.speed >= FEWEST


def sample_names() -> list[str]:
    """Return the names that are looked up, each once: known ones, and unknown ones between."""
    with as_file(files(ROOM) / DATA[0]) as path:
        database = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        rows = database.execute("SELECT DISTINCT folded FROM name ORDER BY folded")
        known = [name.title() for (name,) in islice(rows, 0, None, EVERY)][:LOOK_UPS]
        database.close()
    return [
        f"Nowhere {place}" if place % UNKNOWN == 0 else name for place, name in enumerate(known)
    ]


def measure_disk() -> int:
    """Return the bytes of all that the gazetteer reads."""
    return sum(len((files(ROOM) / name).read_bytes()) for name in DATA)


def measure_memory(names: Sequence[str]) -> int:
    """Return by how many bytes a fresh process grows over the look-ups; on Linux alone."""
    done = subprocess.run(
        [sys.executable, "-c", GROWTH],
        input="\n".join(names),
        capture_output=True,
        text=True,
        check=True,
    )
    return int(done.stdout)


def measure_speed(names: Sequence[str]) -> float:
    """Return the look-ups a second of processor time, the cache emptied before each round."""

    def one_round() -> float:
        toponyms.forget_names()
        started = time.process_time()
        for name in names:
            toponyms.lookup(name)
        return time.process_time() - started

    one_round()  # the file is in the cache of the system before the clock runs
    return len(names) / median(one_round() for _ in range(ROUNDS))


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; return 1 where a limit is broken."""
    argparse.ArgumentParser(prog="bench.speed.gazetteer", description=__doc__).parse_args(argv)
    names = sample_names()
    found = Gazetteer(measure_disk(), measure_memory(names), measure_speed(names))
    print(f"look-ups             {len(names)} different names")
    print(f"on disk              {found.on_disk / MEBI:.1f} MiB of {MOST_BYTES / MEBI:.0f}")
    print(f"memory               {found.memory / MEBI:.1f} MiB of {MOST_MEMORY / MEBI:.0f}")
    print(f"speed                {found.speed:.0f} look-ups a second, at least {FEWEST}")
    print("holds" if found.holds else "BROKEN")
    return HELD if found.holds else BROKEN


if __name__ == "__main__":
    sys.exit(main())
