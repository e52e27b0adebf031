"""Runs of pieces that stand together -> what each is by the rules, as figures for the model.

An element is a line of a copied page, or a stretch of a glued one that no glue parts. The words of
furniture are also looked up across pieces, for pages whose lines are lost.
"""

import math
from collections.abc import Sequence
from functools import cache

import msgspec
import numpy as np

from sayso.clean.flattened.features import Rows
from sayso.clean.flattened.pieces import Joint, Piece
from sayso.clean.signs.furniture import Effect, Phrase, furniture_rules, words_of
from sayso.records import ChromeKind

GROUPS: tuple[tuple[ChromeKind, ...], ...] = (
    ("share_bar", "tool_bar"),
    ("navigation",),
    ("counter",),
    ("date_line",),
    ("byline", "agency", "dateline"),
    ("caption",),
    ("masthead", "headline", "other"),
    ("related",),
    ("advert",),
    ("comments",),
    ("copyright",),
    ("cookie",),
)
GROUP = {kind: index for index, kinds in enumerate(GROUPS) for kind in kinds}
STRENGTH: dict[Effect, int] = {"line": 0, "block": 1, "end": 2, "stop": 3}
STRONGEST = 3
DATED = ("date_line", "byline", "dateline")
FAR_ELEMENTS = 40
FAR_WORDS = 4_000
PART = 4  # elements without a sentence that part two runs of text
COVERED = 0.3  # of a piece's words stand in words of furniture


class Element(msgspec.Struct, frozen=True):
    """A run of pieces, and what the rules say of it."""

    pieces: tuple[int, ...]  # their indices
    words: int
    shouted: bool  # all in capitals
    kind: ChromeKind | None
    effect: Effect
    sentence: bool
    possible: bool
    ended: bool  # the rules see the end of the article above it
    kept: bool  # the rules take it for text
    blanked: bool  # the rules take it for part of a list of links


def runs_of(pieces: Sequence[Piece], lost: bool) -> list[tuple[int, ...]]:
    """Return the indices of the pieces of each element: a line, or less where lines are `lost`."""
    border = Joint.GLUE if lost else Joint.NEWLINE
    runs: list[list[int]] = []
    for index, piece in enumerate(pieces):
        if runs and piece.joint < border:
            runs[-1].append(index)
        else:
            runs.append([index])
    return [tuple(run) for run in runs]


class Walk:
    """What has been passed on the way down the page."""

    def __init__(self) -> None:
        self.since_date = self.since_block = FAR_ELEMENTS
        self.words_since_date = FAR_WORDS
        self.ends = self.dates = self.runs = 0
        self.without_sentence = FAR_ELEMENTS

    def see(self, element: Element) -> tuple[float, ...]:
        """Return the figures at `element`, itself seen."""
        if element.kind in DATED:
            self.since_date = self.words_since_date = 0
            self.dates += 1
        self.ends += STRENGTH[element.effect] >= STRENGTH["end"]
        if element.effect == "block":
            self.since_block = 0
        figures = (
            math.log1p(self.since_date),
            math.log1p(self.since_block),
            min(self.ends, 4) / 4,
            min(self.dates, 5) / 5,
            math.log1p(self.words_since_date) / 8,
            min(self.runs, 6) / 6,
        )
        self.go_on(element)
        return figures

    def go_on(self, element: Element) -> None:
        """Step over `element`."""
        self.since_date = min(self.since_date + 1, FAR_ELEMENTS)
        self.since_block = min(self.since_block + 1, FAR_ELEMENTS)
        self.words_since_date = min(self.words_since_date + element.words, FAR_WORDS)
        if element.sentence:
            self.runs += self.without_sentence > PART
            self.without_sentence = 0
        else:
            self.without_sentence += 1


def features_of_elements(elements: Sequence[Element], count: int) -> Rows:
    """Return what the rules say of the element of each of `count` pieces."""
    walk = Walk()
    rows = np.zeros((count, len(GROUPS) + 13), np.float32)
    for element in elements:
        group = [0.0] * len(GROUPS)
        if element.kind is not None:
            group[GROUP[element.kind]] = 1.0
        figures = (
            *group,
            STRENGTH[element.effect] / STRONGEST,
            element.sentence,
            element.possible,
            element.ended,
            element.kept,
            element.blanked,
            *walk.see(element),
            element.shouted,
        )
        rows[element.pieces[0] : element.pieces[-1] + 1] = figures
    return rows


@cache
def furniture_phrases() -> dict[str, dict[Phrase, int]]:
    """Return the strength of each phrase of furniture of two words or more, by its first word."""
    phrases: dict[str, dict[Phrase, int]] = {}
    for matcher in furniture_rules().matchers:
        strength = STRENGTH[matcher.entry.effect]
        for phrase in matcher.phrases:
            if len(phrase) > 1 and phrase[0].isalpha():
                known = phrases.setdefault(phrase[0], {})
                known[phrase] = max(strength, known.get(phrase, 0))
    return phrases


def longest_phrase(words: Sequence[str], index: int) -> tuple[int, int]:
    """Return length and strength of the furniture phrase at `index`, (0, 0) where none stands."""
    known = furniture_phrases().get(words[index])
    if known is None:
        return 0, 0
    longest = min(max(map(len, known)), len(words) - index)
    for size in range(longest, 1, -1):
        strength = known.get(tuple(words[index : index + size]))
        if strength is not None:
            return size, strength
    return 0, 0


def features_of_phrases(pieces: Sequence[Piece]) -> Rows:
    """Return how much of each piece is in words of furniture, and what such words stand around."""
    spread = [words_of(piece.text) for piece in pieces]
    words = [word for some in spread for word in some]
    owner = [index for index, some in enumerate(spread) for _ in some]
    covered, strength = np.zeros(len(pieces)), np.zeros(len(pieces))
    index = 0
    while index < len(words):
        size, found = longest_phrase(words, index)
        for place in owner[index : index + size]:
            covered[place] += 1
            strength[place] = max(strength[place], found)
        index += max(size, 1)
    share = covered / np.array([max(1, len(some)) for some in spread])
    ends = np.cumsum((strength >= STRENGTH["end"]) & (share > COVERED))
    columns = [
        share,
        strength / STRONGEST,
        np.minimum(ends, 6) / 6,
        np.minimum(ends[-1] - ends, 6) / 6,
    ]
    return np.stack(columns, axis=1).astype(np.float32)
