"""Two reports side by side: what one has of the other, and what was cut, added or changed."""

from collections.abc import Iterator, Sequence, Set
from functools import cached_property
from typing import Final, NamedTuple

from sayso.ledger.copies.alignment import (
    SHINGLE,
    Run,
    Words,
    align,
    forms_of,
    longest_rising,
    shingles_of,
)
from sayso.ledger.copies.records import Change, Copy, Likeness, Passage

NEARLY_ALL = 0.86  # of the words of one report: it was shortened from the other, or built upon
MOST = 0.58  # of the words of both: one was edited into the other
PART = 0.4  # of the words of one: a part was taken over
FEWEST = 12  # words in common: less may be a standing phrase or furniture


def likeness_of(shares: tuple[float, float], words: int) -> Likeness | None:
    """Return what the shares of two reports' words that they have in common make of them."""
    if words < FEWEST:
        return None
    if max(shares) >= NEARLY_ALL or min(shares) >= MOST:
        return "copy"
    return "partial" if max(shares) >= PART else None


def shares_of(
    runs: Sequence[Run], one: Sequence[str], other: Sequence[str]
) -> tuple[tuple[float, float], int]:
    """Return the share of each text's words that stand in long runs, and their number."""
    least = min(SHINGLE, len(one), len(other))
    words = sum(run.length for run in runs if run.length >= least)
    return (words / max(1, len(one)), words / max(1, len(other))), words


class Verdict(NamedTuple):
    """What the words that two texts have in common make of them."""

    likeness: Likeness | None
    words: int  # in common, in runs of some length


NEITHER: Final = Verdict(None, 0)


class Text:
    """The words of a text, and their shingles once they are asked for."""

    def __init__(self, text: str) -> None:
        self.forms = forms_of(text)

    @cached_property
    def shingles(self) -> frozenset[tuple[str, ...]]:
        """What the text may share with others."""
        return frozenset(shingles_of(self.forms))

    def shared(self, shingles: Set[tuple[str, ...]]) -> int:
        """Return how many of its words stand in any of `shingles`."""
        shared, end = 0, 0
        for start, shingle in enumerate(shingles_of(self.forms)):
            if shingle in shingles:
                shared += start + len(shingle) - max(start, end)
                end = start + len(shingle)
        return shared


def judge(one: Text, other: Text) -> Verdict:
    """Return what two texts are to each other, `one` being the longer."""
    most = other.shared(one.shingles)  # of runs, which are made of shingles
    shares = most / max(1, len(one.forms)), most / max(1, len(other.forms))
    if likeness_of(shares, most) is None:
        return NEITHER
    shares, words = shares_of(align(one.forms, other.forms), one.forms, other.forms)
    likeness = likeness_of(shares, words)
    return Verdict(likeness, words) if likeness is not None else NEITHER


def compare(original: str, copy: str, one: Words, other: Words) -> Copy:
    """Return what two reports (ids) share, one of which is a copy of the other or of its like.

    `one` and `other` are the words of their texts (`words_of`). Where they share little
    themselves, being copies through a third, it is a partial one.
    """
    runs = align(one.forms, other.forms)
    shares, words = shares_of(runs, one.forms, other.forms)
    kept = in_order(runs)
    return Copy(
        original=original,
        copy=copy,
        likeness=likeness_of(shares, words) or "partial",
        share_of_original=round(shares[0], 4),
        share_of_copy=round(shares[1], 4),
        passages=tuple(
            Passage(
                original=one.span_of(run.one, run.one + run.length),
                copy=other.span_of(run.other, run.other + run.length),
                words=run.length,
                moved=run not in kept,
            )
            for run in runs
        ),
        changes=tuple(find_changes(runs, kept, one, other)),
    )


def in_order(runs: Sequence[Run]) -> frozenset[Run]:
    """Return the most runs that stand in one order in both texts; the rest was moved."""
    chain = {pair[0] for pair in longest_rising([(run.one, run.other) for run in runs])}
    return frozenset(run for run in runs if run.one in chain)


def find_changes(
    runs: Sequence[Run], kept: frozenset[Run], one: Words, other: Words
) -> Iterator[Change]:
    """Yield what stands between the runs that kept their order, moved runs left out."""
    moved = [run for run in runs if run not in kept]
    ours = sorted((run.one, run.one + run.length) for run in moved)
    theirs = sorted((run.other, run.other + run.length) for run in moved)
    left, right = Holes(ours), Holes(theirs)
    ends = [*sorted(kept), Run(len(one.forms), len(other.forms), 0)]
    here, there = 0, 0
    for run in ends:
        cut = [one.span_of(*free) for free in left.free(here, run.one)]
        added = [other.span_of(*free) for free in right.free(there, run.other)]
        if len(cut) == len(added) == 1:
            yield Change(kind="changed", original=cut[0], copy=added[0])
        else:
            yield from (Change(kind="cut", original=span, copy=None) for span in cut)
            yield from (Change(kind="added", original=None, copy=span) for span in added)
        here, there = run.one + run.length, run.other + run.length


class Holes:
    """Stretches that do not count, asked for from left to right."""

    def __init__(self, stretches: Sequence[tuple[int, int]]) -> None:
        self.stretches = stretches
        self.at = 0

    def free(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield what is left of `[start, end)`. Calls must not go back."""
        while self.at < len(self.stretches) and self.stretches[self.at][0] < end:
            hole = self.stretches[self.at]
            self.at += 1
            if start < hole[0]:
                yield start, hole[0]
            start = max(start, hole[1])
        if start < end:
            yield start, end
