"""What a report is about, as weighted terms: words, words of its lead, names, pairs of words.

A term weighs the more the rarer it is, in the reports at hand and in English at large. The second
keeps two reports that are looked at alone from being close because both say "the".
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import islice, pairwise
from typing import Literal

from sayso.lexicons.ranks import ranked_words
from sayso.records import Report

View = Literal["words", "lead", "names", "pairs"]
Term = tuple[View, str]
Vector = dict[Term, float]

VIEWS: tuple[View, ...] = ("words", "lead", "names", "pairs")
WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
READ = 500  # words of title and body that are read: what comes later strays from the story
LEAD = 70  # of them, those that tell it
SHORT = 2  # letters of a word that tells nothing
BACKGROUND = 200  # pages of common English that count beside the reports at hand
COMMONEST = 0.08  # share of the commonest word among all words; the word of rank r has 1/r of it
LENGTHS: dict[View, int] = {"words": 300, "lead": 70, "names": 60, "pairs": 300}


@cache
def word_ranks() -> dict[str, int]:
    """Return the rank of each common English word, folded, counted from 1."""
    ranks: dict[str, int] = {}
    for rank, word in enumerate(ranked_words(), start=1):
        ranks.setdefault(fold(word), rank)
    return ranks


@lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """Return `word` without case, apostrophe and the s of plural and genitive."""
    word = word.casefold().replace("\u2019", "'").removesuffix("'s").replace("'", "")
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


def find_words(report: Report) -> Iterator[str]:
    """Yield the first words of title and body as printed, `READ` at most."""
    found = (
        match[0] for text in (report.title or "", report.text) for match in WORD.finditer(text)
    )
    yield from islice(found, READ)


def terms_of(report: Report) -> Counter[Term]:
    """Return how often each term stands in `report`, title included."""
    printed = list(find_words(report))
    folded = [fold(word) for word in printed]
    telling = [len(word) > SHORT for word in printed]
    counts: Counter[Term] = Counter()
    for index, (word, form) in enumerate(zip(printed, folded, strict=True)):
        if telling[index]:
            counts["words", form] += 1
            counts["lead", form] += index < LEAD
            counts["names", form] += word[0].isupper()
    counts.update(("pairs", f"{one} {other}") for one, other in pairwise(folded))
    return +counts


def expected_share(term: Term) -> float:
    """Return the share of English pages whose part that `term` is of holds it by chance."""
    view, words = term
    ranks = word_ranks()
    last = len(ranks) + 1
    return math.prod(
        1 - math.exp(-LENGTHS[view] * COMMONEST / ranks.get(word, last)) for word in words.split()
    )


def vectors_of(reports: Sequence[Report]) -> list[Vector]:
    """Return the terms of each report with their weights.

    The dot product of two vectors is the mean over the views of the cosines, 0 to 1.
    """
    counts = [terms_of(report) for report in reports]
    spread = Counter(term for count in counts for term in count)
    total = len(reports) + BACKGROUND
    rarity = {
        term: math.log(total / (found + BACKGROUND * expected_share(term)))
        for term, found in spread.items()
    }
    return [weigh(count, rarity) for count in counts]


def weigh(counts: Counter[Term], rarity: dict[Term, float]) -> Vector:
    """Return the terms of one report, each view scaled to the same length."""
    vector = {term: (1 + math.log(times)) * rarity[term] for term, times in counts.items()}
    squares = dict.fromkeys(VIEWS, 0.0)
    for (view, _), weight in vector.items():
        squares[view] += weight * weight
    scale = {view: math.sqrt(len(VIEWS) * square) or 1.0 for view, square in squares.items()}
    return {term: weight / scale[term[0]] for term, weight in vector.items() if weight > 0}
