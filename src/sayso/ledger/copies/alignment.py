"""Which stretches of one text stand in another: exact, anchored at shingles, in linear time.

Runs of words that both texts hold are grown from shingles. A shingle that occurs once in each text
is a sure anchor; of those that recur, the first occurrence goes with the first, the second with
the second. Each word is used once at most, and paragraphs may stand in another order. Between two
runs that follow each other on both sides, shorter runs are aligned too.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sayso.records import Span

WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
SHINGLE = 5  # words: fewer recur by chance in texts that have nothing to do with each other
GAP = 40  # words between two runs, on each side, up to which pairs of words are aligned
SMALL_GAP = 8  # and up to which single words are: in longer ones they fall together by chance


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text in the form that is compared, with where they stand."""

    forms: tuple[str, ...]
    bounds: tuple[tuple[int, int], ...]  # first character, and the one after the last

    def span_of(self, start: int, end: int) -> Span:
        """Return the characters from word `start` to before word `end`."""
        return Span(self.bounds[start][0], self.bounds[end - 1][1])


@dataclass(frozen=True, slots=True, order=True)
class Run:
    """`length` words from word `one` of the first text, and from word `other` of the second."""

    one: int
    other: int
    length: int


def words_of(text: str) -> Words:
    """Return the words of `text`, without case and with straight apostrophes."""
    return Words(forms_of(text), tuple(match.span() for match in WORD.finditer(text)))


def forms_of(text: str) -> tuple[str, ...]:
    """Return the words of `text` as they are compared, without where they stand."""
    return tuple(word.casefold().replace("\u2019", "'") for word in WORD.findall(text))


def shingles_of(forms: Sequence[str], size: int = SHINGLE) -> Iterator[tuple[str, ...]]:
    """Return each `size` words in a row; the whole text if it is shorter, none for no words."""
    if forms and len(forms) < size:
        return iter((tuple(forms),))
    return zip(*(forms[start:] for start in range(size)), strict=False)


class Aligner:
    """The two texts of one alignment, and which of their words are taken."""

    def __init__(self, one: Sequence[str], other: Sequence[str]) -> None:
        self.one = one
        self.other = other
        self.taken_one = [False] * len(one)
        self.taken_other = [False] * len(other)
        self.runs: list[Run] = []
        self.steps = 0  # comparisons of words: what the tests bound

    def matches(self, one: int, other: int) -> bool:
        """Tell whether two words are free and the same."""
        self.steps += 1
        return (
            0 <= one < len(self.one)
            and 0 <= other < len(self.other)
            and not self.taken_one[one]
            and not self.taken_other[other]
            and self.one[one] == self.other[other]
        )

    def grow(self, one: int, other: int, least: int) -> None:
        """Take the longest run of free words through these two, if it is `least` words long."""
        if not self.matches(one, other):
            return
        back = 0
        while self.matches(one - back - 1, other - back - 1):
            back += 1
        on = 1
        while self.matches(one + on, other + on):
            on += 1
        if back + on >= least:
            self.take(Run(one - back, other - back, back + on))

    def take(self, run: Run) -> None:
        """Keep `run` and mark its words."""
        self.runs.append(run)
        for offset in range(run.length):
            self.taken_one[run.one + offset] = True
            self.taken_other[run.other + offset] = True

    def take_ends(self) -> None:
        """Take what both texts open with and what both end with."""
        size = min(SHINGLE, len(self.one), len(self.other))
        if size:
            self.grow(0, 0, size)
            self.grow(len(self.one) - 1, len(self.other) - 1, size)

    def take_anchored(self) -> None:
        """Grow runs from shingles: those that occur once on each side, then the others."""
        places: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for place, shingle in enumerate(shingles_of(self.other)):
            places[shingle].append(place)
        here = list(shingles_of(self.one))
        counts, seen = Counter(here), Counter[tuple[str, ...]]()
        recurring: list[tuple[int, int]] = []
        for place, shingle in enumerate(here):
            there = places.get(shingle, ())
            if len(there) == 1 and counts[shingle] == 1:
                self.grow(place, there[0], len(shingle))
            elif seen[shingle] < len(there):
                recurring.append((place, there[seen[shingle]]))
                seen[shingle] += 1
        for place, other in recurring:
            self.grow(place, other, min(SHINGLE, len(here[place])))

    def take_between(self) -> None:
        """Align shorter runs between runs that follow each other on both sides."""
        ends = [Run(-1, -1, 1), *sorted(self.runs), Run(len(self.one), len(self.other), 1)]
        for left, right in pairwise(ends):
            ours = range(left.one + left.length, right.one)
            theirs = range(left.other + left.length, right.other)
            longest = max(len(ours), len(theirs))
            if len(ours) and len(theirs) and longest <= GAP:
                for one, other in self.chain(ours, theirs):
                    self.grow(one, other, 1 if longest <= SMALL_GAP else 2)

    def chain(self, ours: range, theirs: range) -> list[tuple[int, int]]:
        """Return the longest chain of words that occur once in each stretch, in the same order."""
        counts = Counter(self.one[place] for place in ours)
        single = Counter(self.other[place] for place in theirs)
        places = {self.other[place]: place for place in theirs if single[self.other[place]] == 1}
        pairs = [
            (place, places[self.one[place]])
            for place in ours
            if counts[self.one[place]] == 1 and self.one[place] in places
        ]
        return longest_rising(pairs)


def longest_rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the most of `pairs`, sorted by the first number, whose second rises too."""
    ends: list[int] = []  # the lowest second number that a chain of each length ends with
    at: list[int] = []  # and the pair that ends it
    before: list[int | None] = []
    for index, (_, other) in enumerate(pairs):
        length = bisect_left(ends, other)
        before.append(at[length - 1] if length else None)
        if length == len(ends):
            ends.append(other)
            at.append(index)
        else:
            ends[length], at[length] = other, index
    chain: list[tuple[int, int]] = []
    last = at[-1] if at else None
    while last is not None:
        chain.append(pairs[last])
        last = before[last]
    return chain[::-1]


def align(one: Sequence[str], other: Sequence[str]) -> tuple[Run, ...]:
    """Return the runs of words (forms) that both texts hold, in the order of the first.

    Each word of either text stands in one run at most. The work grows with the number of words,
    whatever the words are.
    """
    aligner = Aligner(one, other)
    aligner.take_ends()
    aligner.take_anchored()
    aligner.take_between()
    return tuple(sorted(aligner.runs))
