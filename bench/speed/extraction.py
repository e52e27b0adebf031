"""HTML to report against trafilatura alone: python -m bench.speed.extraction --data DIR.

For each page, in one process and one after the other: the time from bytes to report, and the time
that `trafilatura.extract` takes for its text with its own defaults. Prints the median of the
ratios; returns 1 where it is above the ceiling.
"""

import argparse
import gzip
import logging
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from statistics import median

import trafilatura

from bench.speed.measures import seconds
from sayso.clean import Given, clean_page
from sayso.errors import SaysoError
from sayso.ingest.page import page_of

CORPORA = ("pages", "news_pages")
CEILING = 1.0
HELD, BROKEN = 0, 1
PAGES = 60  # of each corpus


def html_pages(data: Path) -> list[bytes]:
    """Return HTML pages of the corpora below `data`."""
    files = [
        path for name in CORPORA for path in sorted((data / name / "html").glob("*.gz"))[:PAGES]
    ]
    return [gzip.decompress(path.read_bytes()) for path in files]


def report_of(data: bytes) -> None:
    """Make the report of one page, if it has one."""
    try:
        clean_page(page_of(data, None), Given())
    except SaysoError:
        return


def measure_extraction(pages: Sequence[bytes]) -> list[tuple[float, float]]:
    """Return for each page the seconds that our report takes, and those of trafilatura."""
    for page in pages[:5]:  # lexicons and weights are loaded before the clock runs
        report_of(page)
        trafilatura.extract(page.decode("utf-8", "replace"))
    times = []
    for page in pages:
        source = page.decode("utf-8", "replace")
        ours = seconds(partial(report_of, page))
        times.append((ours, seconds(partial(trafilatura.extract, source))))
    return times


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; return 1 where the ratio is above its ceiling."""
    parser = argparse.ArgumentParser(prog="bench.speed.extraction", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of corpora")
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    pages = html_pages(parser.parse_args(argv).data)
    if not pages:
        parser.error("there are no HTML pages in that folder")
    times = measure_extraction(pages)
    for name, column in (("our report", 0), ("trafilatura", 1)):
        print(f"{name:20s} {1000 * median(pair[column] for pair in times):.1f} ms a page")
    ratio = median(ours / theirs for ours, theirs in times)
    verdict = "holds" if ratio <= CEILING else "BROKEN"
    print(f"{'ratio':20s} {ratio:.2f} (at most {CEILING}) {verdict}")
    return HELD if ratio <= CEILING else BROKEN


if __name__ == "__main__":
    sys.exit(main())
