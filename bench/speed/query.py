"""How fast a ledger answers: python -m bench.speed.query [--ledger FILE | --reports N]."""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

from sqlalchemy import func, select

from bench.speed.coded import coded_pages, read_coded
from bench.speed.synthetic import synthetic
from sayso.ledger import Ledger, add_coded, begin_run, open_ledger, read_ledger
from sayso.ledger.derived import update_derived
from sayso.ledger.query import Box, EventRow, Filters, find_events
from sayso.ledger.query.finding import FINDERS
from sayso.ledger.query.sieve import Kind
from sayso.ledger.tables import REPORTS

CEILING = 50.0  # milliseconds, of the median
WORST = 300.0  # of the slowest
ROUNDS = 5  # of which the fastest counts: what else the machine does is not ours
SAMPLED = 12  # events that questions are made from
HELD, BROKEN = 0, 1

Question = tuple[Kind, Filters]


@dataclass(frozen=True, slots=True)
class Answer:
    """How long a question took, and how many rows there were."""

    kind: Kind
    filters: Filters
    milliseconds: float
    busy: float  # milliseconds of the processor
    rows: int

    @property
    def asked(self) -> str:
        """What was asked, in words."""
        used = (f"{name}={getattr(self.filters, name)}" for name in self.filters.used())
        return f"{self.kind} {' '.join(used)}"


def questions(ledger: Ledger) -> Iterator[Question]:
    """Yield typical questions, with names and days that the ledger itself has."""
    kinds = cycle(FINDERS)
    yield from ((kind, Filters()) for kind in FINDERS)
    yield from common()
    for row in sampled_events(ledger):
        for asked in about(row):
            kind = next(kinds)
            if kind == "forecast":
                kind = "event"
            yield kind, Filters(**asked)  # type: ignore[arg-type]


def common() -> Iterator[Question]:
    """Yield questions that much answers, and such that nothing does."""
    yield "event", Filters(type=("ASSAULT",))
    yield "event", Filters(type=("PROTEST",), actor=("MIL",))
    yield "event", Filters(factuality=("future",), type=("CONSULT",))
    yield "event", Filters(text="people")
    yield "event", Filters(text="people", actor=("MIL",), factuality=("actual",))
    yield "event", Filters(text='"said that" kill*')
    yield "event", Filters(actor=("nobody at all",))
    yield "event", Filters(text="zeppelin")
    yield "event", Filters(stance=("denies",), interest=("actor",), factuality=("negated",))
    yield "event", Filters(box=Box(-20, -40, 60, 40), type=("ASSAULT",))
    yield "incident", Filters(contested=True)
    yield "incident", Filters(corroborated=3)
    yield "incident", Filters(corroborated=2, type=("PROTEST",))
    yield "figure", Filters(measure=("kill",))
    yield "figure", Filters(measure=("kill",), contested=True)
    yield "figure", Filters(measure=("displace",), source=("GOV",), interest=("none",))
    yield "saying", Filters(stance=("denies",))
    yield "saying", Filters(stance=("denies",), interest=("actor",))
    yield "saying", Filters(text="vaccine")
    yield "saying", Filters(text="minister", source=("GOV",), stance=("concedes",))
    yield "forecast", Filters(outcome=("borne_out",))
    yield "forecast", Filters(outcome=("contradicted", "expired"))
    yield "forecast", Filters(type=("PROTEST",))


def sampled_events(ledger: Ledger) -> list[EventRow]:
    """Return events from all over the ledger that have an actor, a place and a source."""
    with ledger.reading() as connection:
        printed = REPORTS.c.published
        first, last = connection.execute(select(func.min(printed), func.max(printed))).one()
    years = range(int(first[:4]), int(last[:4]) + 1)
    found: list[EventRow] = []
    for year in years:
        asked = Filters(published_since=f"{year}-01-01", published_until=f"{year}-12-31")
        rows = find_events(ledger, asked, 200).rows
        whole = [row for row in rows if row.actors and row.place and row.voice and row.time]
        found += whole[: SAMPLED // len(years) + 1]
    return found[:SAMPLED]


def about(row: EventRow) -> Iterator[dict[str, object]]:
    """Yield filters that an event of the ledger meets."""
    assert row.place is not None
    actor, place = row.actors[0], row.place
    yield {"actor": (actor.name,)}
    yield {"place": (place.name,), "type": (row.type,)}
    yield {"place": (place.country or place.name,), "type": (row.type,), "text": row.act.text}
    if row.time is not None and row.time.start is not None:
        day = row.time.start[:10]
        yield {"since": day, "until": day}
        yield {"actor": (actor.country or actor.name,), "since": f"{day[:4]}-01-01"}
    if row.voice is not None and row.voice.source is not None:
        yield {"source": (row.voice.source.name,), "stance": (row.voice.stance,)}
    if row.report.outlet is not None and row.report.published is not None:
        printed = row.report.published[:10]
        yield {"outlet": (row.report.outlet,), "type": (row.type,)}
        yield {"published_since": printed, "published_until": printed, "type": (row.type,)}


def measure(ledger: Ledger, question: Question) -> Answer:
    """Return how long a question takes, a page of fifty rows read whole."""
    kind, filters = question
    fastest = busy = float("inf")
    for _ in range(ROUNDS):
        clock, worked = time.perf_counter(), time.process_time()
        page = FINDERS[kind](ledger, filters)
        fastest = min(fastest, 1000 * (time.perf_counter() - clock))
        busy = min(busy, 1000 * (time.process_time() - worked))
    return Answer(kind, filters, fastest, busy, len(page.rows))


def make_ledger(path: Path, count: int, coded: Path | None) -> None:
    """Write a ledger of synthetic reports, and derive what follows from them."""
    patterns = coded_pages() if coded is None else read_coded(coded)
    with open_ledger(path, create=True) as ledger:
        add_coded(ledger, begin_run(ledger, "bench", {}), synthetic(patterns, count, 1))
        update_derived(ledger)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; return 1 where the median or the slowest is above its ceiling."""
    parser = argparse.ArgumentParser(prog="bench.speed.query", description=__doc__)
    parser.add_argument("--ledger", type=Path, help="a ledger that is there")
    parser.add_argument("--reports", type=int, default=10_000, help="of one made for this")
    parser.add_argument("--coded", type=Path, help="lines of sayso code; default: the demo's")
    parser.add_argument("--all", action="store_true", help="print every question")
    given = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        path = given.ledger
        if path is None:
            path = Path(folder) / "bench.db"
            make_ledger(path, given.reports, given.coded)
        with read_ledger(path) as ledger:
            answers = [measure(ledger, question) for question in questions(ledger)]
    return report(answers, everything=given.all)


def report(answers: Sequence[Answer], *, everything: bool) -> int:
    """Print what was measured; return 1 where a ceiling is broken."""
    slowest = sorted(answers, key=lambda answer: -answer.milliseconds)
    for answer in slowest if everything else slowest[:5]:
        times = f"{answer.milliseconds:7.1f} ms ({answer.busy:.1f} of the processor)"
        print(f"{times} {answer.rows:4} rows  {answer.asked}")
    median = statistics.median(answer.milliseconds for answer in answers)
    busy = statistics.median(answer.busy for answer in answers)
    worst, busiest = slowest[0].milliseconds, max(answer.busy for answer in answers)
    print(f"questions            {len(answers)}")
    print(f"median               {median:.1f} ms (at most {CEILING:.0f}), processor {busy:.1f}")
    print(f"slowest              {worst:.1f} ms (at most {WORST:.0f}), processor {busiest:.1f}")
    print(f"load average         {os.getloadavg()[0]:.1f}")
    return HELD if median <= CEILING and worst <= WORST else BROKEN


if __name__ == "__main__":
    sys.exit(main())
