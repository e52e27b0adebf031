"""The weights that tell stories apart: searched on development corpora, checked on other stories.

    python -m bench.quality.story_weights --data ../shared/data --tries 600

prints the best weights for `sayso.ledger.stories`, and BCubed of each corpus: as they are, and by
cross-validation, where the stories fall into folds and the articles of each fold are scored with
the weights that were best on the others. Weights are drawn at random around those in use and
around the best so far, from a seed; what counts is BCubed itself, since one wrong join of two
large stories costs more than a hundred single articles.
"""

import argparse
import random
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bench.quality.corpus import GoldDocument, read_documents, report_of
from sayso.ledger.stories import STORY_WEIGHTS, day_of
from sayso.ledger.stories.closeness import find_close
from sayso.ledger.stories.linkage import Agglomeration, Weights
from sayso.ledger.stories.terms import vectors_of

FOLDS = 5
SPREAD = Weights(closeness=0, contrast=1, single=1, size=1, ratio=1, gap=0.25, bias=0.8)
NARROWER = 0.35  # of that, around weights that did well
BEST = 20  # tries that are drawn around
KEPT = 15  # tries whose mean is proposed
SEED = 7

Counts = NDArray[np.float64]  # by fold: articles, and their precision and recall in sum


@dataclass(frozen=True, slots=True)
class Corpus:
    """A development corpus: where it lies, where its labels are, how much it counts."""

    name: str
    part: str  # "gold" or "meta"
    label: str
    counts: float
    articles: int | None = None  # a sample of so many; None for all


CORPORA = (
    Corpus("clusters_news/dev", "gold", "story", 1),
    Corpus("ecbplus/train", "meta", "subtopic", 1),
    Corpus("clusters_headlines/dev", "gold", "story", 0.5, articles=900),
    Corpus("ecbplus/dev", "meta", "subtopic", 0),
)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Articles of one corpus with their stories, ready to be grouped."""

    stories: tuple[str, ...]
    days: tuple[int | None, ...]
    pairs: tuple[tuple[int, int, float], ...]

    def score(self, weights: Weights) -> Counts:
        """Return by fold how many articles there are, and what `weights` reach on them."""
        linked = Agglomeration(self.days, weights)
        for one, other, closeness in self.pairs:
            linked.add_pair(one, other, closeness)
        sizes = Counter(self.stories)
        sums = np.zeros((FOLDS, 3))
        for group in linked.run():
            held = Counter(self.stories[number] for number in group)
            for story, count in held.items():
                right = count * count
                sums[fold_of(story)] += (count, right / len(group), right / sizes[story])
        return sums


@dataclass(frozen=True, slots=True)
class Try:
    """Weights, and what they reach on each corpus."""

    weights: Weights
    scores: Mapping[str, Counts]

    def worth(self, folds: Sequence[int]) -> float:
        """Return the sum of BCubed over the corpora as they count, on these folds."""
        return sum(
            corpus.counts * bcubed(self.scores[corpus.name][list(folds)].sum(axis=0))
            for corpus in CORPORA
        )


def fold_of(story: str) -> int:
    """Return the fold that a story falls into, the same on any machine."""
    return crc32(story.encode()) % FOLDS


def bcubed(sums: Counts) -> float:
    """Return BCubed F1 from articles, precision and recall in sum."""
    articles, precision, recall = sums.tolist()
    total = precision + recall
    return 2 * precision * recall / (articles * total) if total else 0.0


def label_of(document: GoldDocument, corpus: Corpus) -> str:
    """Return the story that an article belongs to."""
    part = document.gold if corpus.part == "gold" else document.meta
    return str(part[corpus.label])


def read_shelf(data: Path, corpus: Corpus) -> Shelf:
    """Return a corpus ready to be grouped. Raises `OSError` where it cannot be read."""
    documents = read_documents(data / f"{corpus.name}.jsonl.gz")
    if corpus.articles is not None:
        documents = random.Random(SEED).sample(documents, corpus.articles)
    reports = {report_of(document): label_of(document, corpus) for document in documents}
    known = sorted(reports, key=lambda report: report.id)
    return Shelf(
        stories=tuple(reports[report] for report in known),
        days=tuple(day_of(report) for report in known),
        pairs=tuple(find_close(vectors_of(known))),
    )


def drawn(chance: random.Random, centre: Weights, width: float) -> Weights:
    """Return weights near `centre`; days apart never speak for one story."""
    drawn = [at + width * by * chance.gauss(0, 1) for at, by in zip(centre, SPREAD, strict=True)]
    weights = Weights(*drawn)
    return weights._replace(gap=min(weights.gap, 0.0))


def search(shelves: Mapping[str, Shelf], tries: int) -> list[Try]:
    """Return `tries` weights with their scores, the best first."""
    chance = random.Random(SEED)
    done = [tried(STORY_WEIGHTS, shelves)]
    for number in range(1, tries):
        print(f"\r{number} of {tries}", end="", file=sys.stderr)
        if chance.random() < 0.3:
            weights = drawn(chance, STORY_WEIGHTS, 1)
        else:
            done.sort(key=lambda one: -one.worth(range(FOLDS)))
            weights = drawn(chance, chance.choice(done[:BEST]).weights, NARROWER)
        done.append(tried(weights, shelves))
    return sorted(done, key=lambda one: -one.worth(range(FOLDS)))


def tried(weights: Weights, shelves: Mapping[str, Shelf]) -> Try:
    """Return what `weights` reach."""
    return Try(weights, {name: shelf.score(weights) for name, shelf in shelves.items()})


def cross_validated(tries: Sequence[Try]) -> dict[str, float]:
    """Return BCubed of each corpus, each fold with the weights that were best on the others."""
    sums = {corpus.name: np.zeros(3) for corpus in CORPORA}
    for fold in range(FOLDS):
        others = [other for other in range(FOLDS) if other != fold]
        best = max(tries, key=lambda one: one.worth(others))
        for name, scores in best.scores.items():
            sums[name] += scores[fold]
    return {name: bcubed(total) for name, total in sums.items()}


def main() -> None:
    """Search, and print what was found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="the folder of the corpora")
    parser.add_argument("--tries", type=int, default=600)
    options = parser.parse_args()
    shelves = {corpus.name: read_shelf(options.data, corpus) for corpus in CORPORA}
    tries = search(shelves, options.tries)
    mean = Weights(*np.mean([one.weights for one in tries[:KEPT]], axis=0).round(2).tolist())
    print()
    for title, weights in (("in use", STORY_WEIGHTS), ("proposed", mean)):
        scores = tried(weights, shelves).scores
        shown = {name: round(bcubed(sums.sum(axis=0)), 3) for name, sums in scores.items()}
        print(title, weights, shown, sep="\n  ")
    crossed = {name: round(score, 3) for name, score in cross_validated(tries).items()}
    print("by cross-validation", crossed, sep="\n  ")


if __name__ == "__main__":
    main()
