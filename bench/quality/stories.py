"""Which texts tell the same story: a plain baseline by word overlap.

Weighted bags of words (TF-IDF) and one pass: a text joins the story whose summed words are
closest, if close enough, else it opens a story of its own. `sayso.ledger.stories` groups better;
the `coref` adapter still reads this one.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence

WORD = re.compile(r"[a-z0-9]{3,}")
COMMON = 0.2  # share of the texts above which a word tells nothing
CLOSE = 0.2  # cosine of a text and a story
WORDS_READ = 300  # of each text: the lead tells the story

Bag = dict[str, float]


def bags_of(texts: Sequence[str]) -> list[Bag]:
    """Return each text as a unit vector of weighted words."""
    counts = [Counter(WORD.findall(text.lower())[:WORDS_READ]) for text in texts]
    spread = Counter(word for count in counts for word in count)
    limit = max(2.0, COMMON * len(texts))
    return [weigh(count, spread, limit, len(texts)) for count in counts]


def weigh(count: Counter[str], spread: Counter[str], limit: float, total: int) -> Bag:
    """Return the words of one text, weighted and scaled to length 1."""
    bag = {
        word: (1 + math.log(times)) * math.log(1 + total / spread[word])
        for word, times in count.items()
        if spread[word] <= limit
    }
    length = math.sqrt(sum(weight * weight for weight in bag.values())) or 1.0
    return {word: weight / length for word, weight in bag.items()}


class Stories:
    """Stories with the summed words of their texts, found by their words."""

    def __init__(self) -> None:
        self.sums: list[Bag] = []
        self.squares: list[float] = []
        self.with_word: dict[str, set[int]] = defaultdict(set)

    def closest(self, bag: Bag) -> tuple[float, int]:
        """Return cosine and number of the story closest to `bag`; (0.0, -1) for none."""
        products: dict[int, float] = defaultdict(float)
        for word, weight in bag.items():
            for story in self.with_word[word]:
                products[story] += weight * self.sums[story][word]
        scored = ((dot / math.sqrt(self.squares[s]), -s) for s, dot in products.items())
        cosine, story = max(scored, default=(0.0, 1))
        return cosine, -story

    def add(self, bag: Bag, close: float) -> int:
        """Put `bag` into the closest story or a new one, and return the story's number."""
        cosine, story = self.closest(bag)
        if cosine < close:
            story = len(self.sums)
            self.sums.append({})
            self.squares.append(0.0)
        total = self.sums[story]
        for word, weight in bag.items():
            before = total.get(word, 0.0)
            total[word] = before + weight
            self.squares[story] += total[word] ** 2 - before**2
            self.with_word[word].add(story)
        return story


def group(texts: Sequence[str], close: float = CLOSE) -> list[int]:
    """Return the number of the story of each text, in order."""
    stories = Stories()
    return [stories.add(bag, close) for bag in bags_of(texts)]
