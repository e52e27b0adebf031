"""Command line of the speed bench: python -m bench.speed [--data DIR]."""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.speed.measures import (
    measure_first_record,
    measure_memory,
    measure_pages,
    measure_ratio,
)
from bench.speed.pages import clean_reports, copy_pages, page_files

CEILING = 1.8  # our whole run may take so many times the bare parse
MEBI = 1024 * 1024
HELD, BROKEN = 0, 1


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; return 1 where the ratio is above its ceiling."""
    parser = argparse.ArgumentParser(prog="bench.speed", description=__doc__)
    parser.add_argument("--data", type=Path, help="folder of corpora; default: the demo's pages")
    files = page_files(parser.parse_args(argv).data)
    if not files:
        parser.error("there are no pages in that folder")
    reports = list(clean_reports(files))
    words = sum(len(report.text.split()) for report in reports)
    print(f"pages                {len(files)} ({words} words of clean text)")
    with tempfile.TemporaryDirectory() as folder:
        copies = copy_pages(files, Path(folder))
        print(f"first record         {measure_first_record(copies[0]):.2f} s")
        print(f"peak memory          {measure_memory(copies) / MEBI:.0f} MiB")
    print(f"pages a second       {measure_pages(files):.1f}")
    ratio = measure_ratio(reports)
    for name, rounds in (("our run", ratio.ours), ("bare parse", ratio.bare)):
        print(f"{name:20s} {' '.join(f'{one:.2f}' for one in rounds)} s")
    holds = ratio.value <= CEILING
    verdict = "holds" if holds else "BROKEN"
    print(f"ratio                {ratio.value:.2f} (at most {CEILING}) {verdict}")
    return HELD if holds else BROKEN


if __name__ == "__main__":
    sys.exit(main())
