"""Scores of labels -> spans: the best sequence that opens every span before it goes on."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Role = Literal["source", "cue", "content"]
ROLES: tuple[Role, ...] = ("source", "cue", "content")
# Label 0 is no span; role r opens with label 2r + 1 and goes on with 2r + 2.
LABELS = 1 + 2 * len(ROLES)
FORBIDDEN = np.float32(-1e4)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words `[start, end)` of a window in one role."""

    role: Role
    start: int
    end: int


def allowed() -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Return which label may follow which, `(before, after)`, and which may come first."""
    after = np.ones((LABELS, LABELS), np.bool_)
    first = np.ones(LABELS, np.bool_)
    for inside in range(2, LABELS, 2):
        after[:, inside] = False
        after[[inside - 1, inside], inside] = True
        first[inside] = False
    return after, first


def best_labels(scores: Floats, transitions: Floats, firsts: Floats) -> list[int]:
    """Return the labels of the words with the highest sum of scores (Viterbi 1967).

    `scores` is `(words, LABELS)`, at least one word; `transitions` is `(before, after)`.
    """
    came_from = np.zeros(scores.shape, np.intp)
    best = firsts + scores[0]
    for place in range(1, len(scores)):
        paths = best[:, None] + transitions
        came_from[place] = paths.argmax(axis=0)
        best = paths.max(axis=0) + scores[place]
    labels = [int(best.argmax())]
    for place in range(len(scores) - 1, 0, -1):
        labels.append(int(came_from[place][labels[-1]]))
    return labels[::-1]


def stretches_of(labels: list[int]) -> Iterator[Stretch]:
    """Yield the spans of a sequence of labels, in order."""
    start = 0
    for place in range(1, len(labels) + 1):
        before, here = labels[place - 1], labels[place] if place < len(labels) else 0
        goes_on = here and here % 2 == 0
        if before and not goes_on:
            yield Stretch(ROLES[(before - 1) // 2], start, place)
        if not goes_on:
            start = place
