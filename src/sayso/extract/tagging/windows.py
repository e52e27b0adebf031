"""Sentences -> windows: the stretches of words that the encoder reads at once."""

from collections.abc import Iterator, Sequence

import numpy as np

from sayso.extract.tagging.words import COLUMNS, STARTS_PARAGRAPH, Ints, Words

LONGEST_WINDOW = 192  # word pieces, whole sentences
LONGEST_SENTENCE = 250  # word pieces; a longer one is cut
Window = tuple[int, int]  # words, half open


def find_windows(
    words: Words, is_open: Sequence[bool], longest: int = LONGEST_WINDOW
) -> Iterator[Window]:
    """Yield the windows that hold the sentences marked in `is_open`, in order, each word once.

    A window is a run of sentences of at most `longest` word pieces that ends with a paragraph,
    unless the paragraph is longer; what is said seldom runs over its end. The closed sentence
    before an open one comes along for what "he" and "they" there stand for, if it fits, and so
    does a single one between two. Other closed sentences are in no window.
    """
    edges = sentence_edges(words)
    reach = np.concatenate([[0], np.cumsum(np.bincount(words.word_of, minlength=edges[-1]))])
    paragraph = words.columns[:, COLUMNS.index("place")] == STARTS_PARAGRAPH

    def fits(first: int, last: int) -> bool:
        return bool(reach[edges[last + 1]] - reach[edges[first]] <= longest)

    runs: list[tuple[int, int]] = []  # first and last sentence, both in it
    for place, start in enumerate(edges[:-1]):
        if not is_open[words.sentences[start]]:
            continue
        first, last = runs[-1] if runs else (-3, -3)
        if place - last > 2:
            leads = place - 1 > last and place > 0 and fits(place - 1, place)
            runs.append((place - 1 if leads else place, place))
        elif fits(first, place):
            runs[-1] = (first, place)
        else:
            cut = next((at for at in range(place, first, -1) if paragraph[edges[at]]), place)
            cut = cut if fits(cut, place) else place
            runs[-1:] = [(first, min(cut - 1, last)), (cut, place)]
    for first, last in runs:
        yield from cut_words(edges[first], edges[last + 1], reach)


def cut_words(start: int, end: int, reach: Ints) -> Iterator[Window]:
    """Yield the words `[start, end)` in windows of at most `LONGEST_SENTENCE` pieces.

    `reach` is the number of word pieces before each word.
    """
    while reach[end] - reach[start] > LONGEST_SENTENCE:
        cut = int(np.searchsorted(reach, reach[start] + LONGEST_SENTENCE, "right")) - 1
        cut = max(cut, start + 1)
        yield start, cut
        start = cut
    yield start, end


def sentence_edges(words: Words) -> list[int]:
    """Return where the sentences with words start, and the number of words."""
    changes = np.flatnonzero(np.diff(words.sentences)) + 1
    edges = [0, *changes.tolist()] if len(words.starts) else []
    return [*edges, len(words.starts)]
