"""The tagger against the parser, in one process: python -m bench.speed.tagging [--data DIR].

Parse and tagger read the same pages by turns, each on one thread. Prints the sentences a second
of both, the tagger's by the sentences that its gate let pass, and the ratio. Returns 1 where the
tagger reads fewer than it must.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import median

from bench.speed.measures import ROUNDS, seconds
from bench.speed.pages import clean_reports, page_files
from sayso.annotate.document import Document
from sayso.annotate.nlp import annotate
from sayso.extract.attributions import find_by_rules
from sayso.extract.parties import read_parties
from sayso.extract.saying.gate import find_open_sentences
from sayso.extract.saying.quotations import find_quotations
from sayso.extract.tagging import find_relations, sentences_of
from sayso.records import Attribution, Report

FEWEST = 300  # gated sentences a second
PAGES = 50
HELD, BROKEN = 0, 1


@dataclass(frozen=True, slots=True)
class Tagging:
    """How much text was read, and how long parse, gate and tagger took, round by round."""

    sentences: int
    gated: int  # sentences that the gate let pass
    parse: tuple[float, ...]  # seconds
    gate: tuple[float, ...]
    tagger: tuple[float, ...]  # gate included

    @property
    def parsed_a_second(self) -> float:
        """Sentences a second of the parser."""
        return self.sentences / median(self.parse)

    @property
    def passed_a_second(self) -> float:
        """Sentences a second of the gate, those that it keeps out included."""
        return self.sentences / median(self.gate)

    @property
    def tagged_a_second(self) -> float:
        """Gated sentences a second of the tagger."""
        return self.gated / median(self.tagger)

    @property
    def ratio(self) -> float:
        """Median of the rounds' ratios of tagger to parse: a busy machine slows both halves."""
        rounds = zip(self.tagger, self.parse, strict=True)
        return median(tagger / parse for tagger, parse in rounds)


def measure_tagging(reports: Sequence[Report]) -> Tagging:
    """Return the times over the same texts, parse, gate and tagger by turns in one process."""
    docs = list(annotate(reports))  # model, lexicons and weights are loaded before the clock runs
    given = [(doc, find_by_rules(doc, read_parties(doc))) for doc in docs]
    tag(given)

    def parse() -> None:
        for _ in annotate(reports):
            pass

    def gate() -> None:
        for doc in docs:
            count_gated(doc)

    rounds = [(seconds(parse), seconds(gate), seconds(lambda: tag(given))) for _ in range(ROUNDS)]
    parsing, passing, tagging = zip(*rounds, strict=True)
    return Tagging(
        sentences=sum(len(sentences_of(doc)) for doc in docs),
        gated=sum(count_gated(doc) for doc in docs),
        parse=parsing,
        gate=passing,
        tagger=tagging,
    )


def tag(given: Sequence[tuple[Document, tuple[Attribution, ...]]]) -> None:
    """Run the tagger on documents with what the rules found in them."""
    for doc, by_rules in given:
        find_relations(doc, by_rules)


def count_gated(doc: Document) -> int:
    """Return how many sentences of `doc` the gate lets pass."""
    quotations = find_quotations(doc.text, doc.report.paragraphs)
    return sum(find_open_sentences(doc.text, sentences_of(doc), quotations))


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; return 1 where the tagger is slower than it must be."""
    parser = argparse.ArgumentParser(prog="bench.speed.tagging", description=__doc__)
    parser.add_argument("--data", type=Path, help="folder of corpora; default: the demo's pages")
    reports = list(islice(clean_reports(page_files(parser.parse_args(argv).data)), PAGES))
    if not reports:
        parser.error("there are no pages in that folder")
    times = measure_tagging(reports)
    share = times.gated / times.sentences
    print(f"pages                {len(reports)} ({times.sentences} sentences)")
    print(f"gated sentences      {times.gated} ({share:.0%})")
    print(f"gate                 {times.passed_a_second:.0f} sentences a second")
    print(f"parse                {times.parsed_a_second:.0f} sentences a second")
    print(f"tagger               {times.tagged_a_second:.0f} gated sentences a second")
    print(f"ratio                {times.ratio:.2f} times the parse")
    holds = times.tagged_a_second >= FEWEST
    print(f"at least             {FEWEST} {'holds' if holds else 'BROKEN'}")
    return HELD if holds else BROKEN


if __name__ == "__main__":
    sys.exit(main())
