"""Which pieces of a page are text: asked of a small trained model, settled line by line.

How the model is made: `training/train_line_labels.py`. What it sees: `line_features`, `elements`.
"""

import math
from collections.abc import Sequence

import numpy as np

from sayso.clean.flattened.elements import Element, features_of_elements, features_of_phrases
from sayso.clean.flattened.features import Column, Rows, features_of
from sayso.clean.flattened.pieces import Joint, Piece, is_glued
from sayso.models.convolution import load_tagger

MODEL = "line_labels"
LONG_LINE = 250  # words; a longer line is no paragraph, and may hold text and furniture
EVEN, LOWEST = 0.5, 0.35  # chances between which the threshold lies
SHORT_PAGE = 60  # elements
TRUST = 6.0  # in the rules, as log odds
DOUBT = 1e-4  # no chance is taken to be surer
PRICE = {Joint.SPACE: 2.0, Joint.STOP: 0.6, Joint.GLUE: 0.6, Joint.NEWLINE: 0.0, Joint.GAP: 0.0}


def rows_of(pieces: Sequence[Piece], elements: Sequence[Element]) -> Rows:
    """Return all that the model sees of `pieces`, one row each."""
    return np.concatenate(
        [
            features_of(pieces),
            features_of_elements(elements, len(pieces)),
            features_of_phrases(pieces),
        ],
        axis=1,
    )


def with_rules(chances: Column, elements: Sequence[Element]) -> Column:
    """Return `chances`, raised on a short page where the rules see text, lowered for furniture.

    Pages of a few lines are rare among those that the model was trained on.
    """
    weight = TRUST * min(1, SHORT_PAGE / len(elements)) ** 4
    odds = log_odds(chances)
    for element in elements:
        vote = 1 if element.kept else -1 if element.kind is not None else 0
        odds[element.pieces[0] : element.pieces[-1] + 1] += vote * weight
    moved: Column = 1 / (1 + np.exp(-odds))
    return moved


def log_odds(chances: Column) -> Column:
    """Return the log odds of `chances`, none of them taken to be quite sure."""
    limited = np.clip(chances, DOUBT, 1 - DOUBT)
    odds: Column = np.log(limited / (1 - limited))
    return odds


def settled(chances: Column, pieces: Sequence[Piece]) -> Column:
    """Return `chances` averaged over each line: lines stay whole where the page has them.

    Pieces of a line that is too long for a paragraph keep their own.
    """
    numbers = np.array([piece.line for piece in pieces])
    sizes = sizes_of(pieces)
    words = np.array([piece.text.count(" ") + 1 for piece in pieces])
    means = np.bincount(numbers, sizes * chances) / np.maximum(np.bincount(numbers, sizes), 1)
    whole = np.bincount(numbers, words)[numbers] <= LONG_LINE
    return np.where(whole, means[numbers], chances)


def sizes_of(pieces: Sequence[Piece]) -> Column:
    """Return how many characters each piece has."""
    return np.array([piece.end - piece.start for piece in pieces], np.float64)


def best_threshold(chances: Column, sizes: Column) -> float:
    """Return the chance from which on pieces are text, so that the expected F1 is highest.

    It is at most `EVEN`, and below `LOWEST` only where nothing would be left. Where the model is
    sure it makes no difference; where a page puzzles it, the likeliest pieces still make a text.
    """
    order = np.argsort(-chances, kind="stable")
    found = np.cumsum((chances * sizes)[order])
    taken = np.cumsum(sizes[order])
    expected = 2 * found / (taken + found[-1] + 1e-9)
    best = min(EVEN, float(chances[order[int(expected.argmax())]]))
    return max(best, min(LOWEST, float(chances.max())))


def smoothed(chances: Column, pieces: Sequence[Piece], threshold: float) -> list[bool]:
    """Return the likeliest labels where changing from text to furniture and back has a price.

    The price is high inside a sentence and nothing at a line break; longer pieces weigh more.
    """
    odds = log_odds(chances) - math.log(threshold / (1 - threshold))
    gains = (odds * np.sqrt(np.maximum(1, sizes_of(pieces))) / 8).tolist()
    furniture, text = -gains[0], gains[0]
    steps: list[tuple[bool, bool]] = []  # for furniture and for text: does the other come before
    for piece, gain in zip(pieces[1:], gains[1:], strict=True):
        price = PRICE[piece.joint]
        steps.append((text - price > furniture, furniture - price > text))
        furniture, text = (
            max(furniture, text - price) - gain,
            max(text, furniture - price) + gain,
        )
    labels = [text > furniture]
    for step in reversed(steps):
        labels.append(labels[-1] != step[labels[-1]])
    return labels[::-1]


def label_pieces(pieces: Sequence[Piece], elements: Sequence[Element], stream: bool) -> list[bool]:
    """Return which of `pieces` are text; `elements` are theirs, in order."""
    if not pieces:
        return []
    chances = load_tagger(MODEL).probabilities(rows_of(pieces, elements)).astype(np.float64)
    lost = stream or is_glued(pieces)
    even = chances if stream else with_rules(chances, elements)
    even = even if lost else settled(even, pieces)
    threshold = best_threshold(even, sizes_of(pieces))
    plain: list[bool] = (even >= threshold).tolist()
    smooth = smoothed(even, pieces, threshold) if lost else plain
    return smooth if any(smooth) else plain
