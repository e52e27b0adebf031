"""A stream of coded reports as long as wished: python -m bench.speed.synthetic --count N --out F.

They are the demo's pages told of other lands, towns, persons, days and numbers, by a seed: a
tenth of the stream is the same stream, stopped earlier. As in real news, about a fifth of the
reports are near-copies of another, several reports with numbers of their own tell of one
incident, and some forecasts are settled by later pages.
"""

import argparse
import gzip
import heapq
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

import msgspec

from bench.speed.casts import COMMON_WORD, Cast
from bench.speed.coded import coded_pages, read_coded
from bench.speed.shortening import shortened
from bench.speed.slots import EDITS
from bench.speed.templates import Template
from bench.speed.worlds import Fill, Shift, World, found_outlets, load_lands
from sayso.records import Coded

A_DAY = 50  # reports: so a longer stream is not a denser one
START = date(2011, 1, 3)
COPIED = 0.1  # of the stories: an agency's copy in several papers
MOST_COPIES = 5
RISEN = (1.0, 1.0, 1.1, 1.25, 0.9)  # tolls, from account to account
SHORT = 4  # letters of a word that holds a sentence together: "the", "with"

Job = tuple[date, int, Template, World, Fill]


def synthetic(patterns: Sequence[Coded], count: int, seed: int) -> Iterator[Coded]:
    """Yield `count` reports made from `patterns`: other worlds, ids that follow from content."""
    decoder = msgspec.json.Decoder(Coded)
    return map(decoder.decode, synthetic_lines(patterns, count, seed))


def synthetic_lines(patterns: Sequence[Coded], count: int, seed: int) -> Iterator[str]:
    """Yield the reports of `synthetic` as lines of JSON, in the order of their printing."""
    found = Counter(word for coded in patterns for word in COMMON_WORD.findall(coded.report.text))
    small = sorted(word for word in found if len(word) <= SHORT)
    stories = templates_of(patterns, found)
    lands = list(load_lands())
    chance = random.Random(f"stream {seed}")
    chance.shuffle(lands)
    outlets = found_outlets(seed)
    waiting: list[Job] = []
    told = planned = 0
    while told < count:
        today = START + timedelta(planned // A_DAY)
        while waiting and waiting[0][0] < today:
            *_, template, world, fill = heapq.heappop(waiting)
            yield template.render(world, fill)
            told += 1
            if told == count:
                return
        world = World(f"{seed} {planned}", lands, small)
        for job in jobs_of(chance, stories, world, today, planned, outlets):
            heapq.heappush(waiting, job)
            planned += 1


class Story:
    """The pages that tell one story, each whole and cut short."""

    def __init__(self, pages: Sequence[Coded], words: Collection[str]) -> None:
        cast = Cast(pages, words)
        self.first = min(day_of(page) for page in pages)
        self.whole = [Template(page, cast) for page in pages]
        self.short = [
            [
                Template(shortened(page, len(page.report.paragraphs) - cut), cast)
                for cut in (1, 2)
                if len(page.report.paragraphs) > cut + 1
            ]
            for page in pages
        ]


def templates_of(patterns: Sequence[Coded], words: Collection[str]) -> list[Story]:
    """Return the patterns as stories: pages of one name with different numbers tell one."""
    stories: dict[str, list[Coded]] = defaultdict(list)
    for coded in patterns:
        name = Path(coded.report.raw.path or coded.report.id).stem.rpartition("_")[0]
        stories[name or coded.report.id].append(coded)
    return [Story(pages, words) for pages in stories.values()]


def day_of(coded: Coded) -> date:
    """Return the day on which a pattern was printed."""
    published = coded.report.published
    return date.fromisoformat(published.value[:10]) if published else START


def jobs_of(
    chance: random.Random,
    stories: Sequence[Story],
    world: World,
    today: date,
    number: int,
    outlets: Sequence[str],
) -> Iterator[Job]:
    """Yield the reports that tell one story: its pages, or some of them, and their copies."""
    story = chance.choice(stories)
    days = (today - story.first).days
    told = chance.sample(range(len(story.whole)), chance.randint(1, len(story.whole)))
    wire = chance.random() < COPIED
    for place, index in enumerate(sorted(told)):
        copies = chance.randint(1, MOST_COPIES) if wire and place == 0 else 0
        agency = world.agency[0] if copies else None
        later = chance.choice(RISEN)
        for copy in range(1 + copies):
            template = story.whole[index]
            if copy and story.short[index] and chance.random() < 0.5:
                template = chance.choice(story.short[index])
            edits = chance.sample(sorted(EDITS), 3) if copy else ()
            late = chance.randint(0, 1) if copy else 0
            outlet = chance.choice(outlets)
            name = f"{number:07}"
            fill = Fill(
                shift=Shift(days),
                late=late,
                later=later,
                edits=frozenset(edits),
                outlet=outlet,
                agency=agency,
                url=f"https://{outlet.lower().replace(' ', '-')}.example/{name}",
                path=f"pages/{name}.txt",
            )
            printed = day_of(template.coded) + timedelta(days + late)
            yield (printed, number, template, world, fill)
            number += 1


def main(argv: Sequence[str] | None = None) -> int:
    """Write a stream to a file, one report a line; gzip where its name ends in .gz."""
    parser = argparse.ArgumentParser(prog="bench.speed.synthetic", description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--coded", type=Path, help="lines of sayso code; default: the demo's")
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args(argv)
    patterns = coded_pages() if given.coded is None else read_coded(given.coded)
    clock = time.perf_counter()
    path: Path = given.out
    with gzip.open(path, "wb", 1) if path.suffix == ".gz" else path.open("wb") as out:
        for line in synthetic_lines(patterns, given.count, given.seed):
            out.write(line.encode() + b"\n")
    seconds = time.perf_counter() - clock
    print(f"{given.count} reports, {given.count / seconds:.0f} a second")
    return 0


if __name__ == "__main__":
    sys.exit(main())
