"""Words of a sentence and of a report that tell which happening it is, folded and weighed.

How much a word tells is how rare it is in English at large, never in the reports at hand: so what
two reports have in common is the same in every ledger.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import islice

from sayso.ledger.stories.terms import fold, word_ranks

WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
READ = 300  # words of title and body that are read: what comes later strays from the story
KEPT = 48  # the most telling of them
SHORT = 2  # letters of a word that tells nothing
COMMON = 120  # rank up to which a word is no content word
SENTENCE_READ = 80  # words of a sentence that are read


@cache
def commonest() -> frozenset[str]:
    """Return the words that tell nothing of what a sentence is about."""
    return frozenset(word for word, rank in word_ranks().items() if rank <= COMMON)


@cache
def weight_of(word: str) -> float:
    """Return how much a folded word tells: 0 for the commonest, 1 for the rarest."""
    ranks = word_ranks()
    last = len(ranks) + 1
    return math.log(ranks.get(word, last)) / math.log(last)


@cache
def units_of(word: str) -> int:
    """Return `weight_of` in whole millionths: sums of them do not depend on any order."""
    return round(1e6 * weight_of(word))


def weigh(words: Iterable[str]) -> int:
    """Return how many units some words weigh together."""
    return sum(map(units_of, words))


def words_in(text: str, most: int) -> list[str]:
    """Return the folded content words among the first `most` words of `text`, in order."""
    found = (fold(match[0]) for match in islice(WORD.finditer(text), most))
    dull = commonest()
    return [word for word in found if len(word) > SHORT and word not in dull]


def sentence_words_of(sentence: str) -> frozenset[str]:
    """Return the content words of a sentence, folded."""
    return frozenset(words_in(sentence, SENTENCE_READ))


def report_words_of(title: str | None, text: str) -> frozenset[str]:
    """Return the most telling words of a report's title and lead, folded, `KEPT` at most."""
    counts = Counter(words_in(title or "", READ) + words_in(text, READ))
    return frozenset(most_telling(counts, KEPT))


def most_telling(counts: Counter[str], most: int) -> Iterable[str]:
    """Return the words that weigh most, by how often they stand and how rare they are."""
    weights = {word: (1 + math.log(times)) * weight_of(word) for word, times in counts.items()}
    return sorted(weights, key=lambda word: (-weights[word], word))[:most]


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return how much two sets of words share, by weight: 0 nothing, 1 all."""
    return overlap(one, other, weigh(one), weigh(other))


def overlap(
    ones: frozenset[str], others: frozenset[str], weight: int, others_weight: int
) -> float:
    """Return how much two sets of words share, of which is known what they weigh: 0 to 1."""
    both = ones & others
    total = weight * others_weight
    return weigh(both) / math.sqrt(total) if both and total else 0.0
