"""Pieces of a page -> one row of figures each, by which a trained model tells text from furniture.

The figures are about looks, place and closed lists of words, never about a publisher's own words.
Nothing is learnt here: what weighs how much is in the model.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Literal

import numpy as np
import numpy.typing as npt

from sayso.clean.flattened.pieces import Joint, Piece
from sayso.clean.signs.prose import UNSPACED
from sayso.lexicons import Entry, Lexicon, load_lexicon

Rows = npt.NDArray[np.float32]
Column = npt.NDArray[np.float64]
Sort = Literal["function", "speech", "reader", "page"]

LETTER = r"(?:[^\W\d_\u0900-\u0dff]|[\u0900-\u0963\u0970-\u0dff])"  # with Indic vowel signs
WORD = re.compile(rf"{LETTER}+(?:['’-]{LETTER}+)*")
STOP = re.compile(r"[.!?…。！？؟।][\"'”’»)\]\s]{0,4}$")
PARTICLE = re.compile(r"[\u3040-\u309f\u0e00-\u0e7f的了在是和不为也有]")
DATE = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[:.h]\d\d\b|\b\d{1,2}[./]\d{1,2}[./]")
DIGIT = re.compile(r"\d")
QUOTE = re.compile('["“”„«»]')
ADDRESS = re.compile(r"https?:|www\.|@\w|#\w|\w\.(?:com|org|net|de|co)\b")
SIGN = re.compile(r"[|©•·»›▸►→{}=<>_\\]")
CREDIT = re.compile(r"[(/|©][^()]{0,40}$|\bFoto|\bPhoto|\bImage|\bGetty", re.IGNORECASE)
LETTERS_A_WORD = 2.5  # in scripts without blanks between words
FUNCTION, SPEECH, READER, PAGE = 1, 2, 4, 8
BITS: dict[Sort, int] = {"function": FUNCTION, "speech": SPEECH, "reader": READER, "page": PAGE}
CONTENT_LETTERS = 4  # shorter words do not tell what a text is about

# Places in the row of a piece that other figures are made from.
WORDS, PAGE_WORDS, FULL_SENTENCE, RUNNING = 0, 16, 25, 26
LOOKS = 29
FAR = 30  # pieces; what is farther off is as far
LIKELY = 0.3  # text mass above which a piece is taken for text at first sight


class LineWordsEntry(Entry, frozen=True, kw_only=True):
    """Words of one sort."""

    sort: Sort
    forms: tuple[str, ...]


class LineWords(Lexicon, frozen=True, kw_only=True):
    """The file `line_words.toml`."""

    entry: tuple[LineWordsEntry, ...]


@cache
def word_sorts() -> dict[str, int]:
    """Return the sorts of each word of the closed lists, as bits."""
    sorts: dict[str, int] = {}
    for entry in load_lexicon("line_words", LineWords).entry:
        for form in entry.forms:
            sorts[form] = sorts.get(form, 0) | BITS[entry.sort]
    return sorts


def features_of(pieces: Sequence[Piece]) -> Rows:
    """Return looks, joints, lines and place of each piece, one row a piece."""
    if not pieces:
        return np.zeros((0, 0), np.float32)
    looks, content = looks_of(pieces)
    return np.concatenate(
        [looks, joints_of(pieces), lines_of(pieces, looks), places_of(looks, content, pieces)],
        axis=1,
    ).astype(np.float32)


def looks_of(pieces: Sequence[Piece]) -> tuple[Rows, list[frozenset[str]]]:
    """Return what each piece looks like by itself, and the words that tell what it is about."""
    known: dict[str, tuple[tuple[float, ...], frozenset[str]]] = {}
    for piece in pieces:
        if piece.text not in known:  # menus stand on a page twice
            known[piece.text] = look_at(piece.text)
    rows = [known[piece.text] for piece in pieces]
    return np.array([row[0] for row in rows], np.float32), [row[1] for row in rows]


def look_at(text: str) -> tuple[tuple[float, ...], frozenset[str]]:
    """Return the `LOOKS` figures of one piece, and its content words in lower case."""
    words = WORD.findall(text)
    lower = [word.lower().replace("’", "'") for word in words]
    sorts = word_sorts()
    found = [sorts.get(word, 0) for word in lower]
    count: float = len(words)
    function: float = sum(bits & FUNCTION for bits in found)
    flowing: float = sum(word[0].islower() for word in words)
    content = frozenset(
        word
        for word, bits in zip(lower, found, strict=True)
        if len(word) >= CONTENT_LETTERS and not bits & (FUNCTION | PAGE)
    )
    unspaced = len(UNSPACED.findall(text))
    if unspaced:
        particles = len(PARTICLE.findall(text))
        count += unspaced / LETTERS_A_WORD
        function += particles / 3
        flowing += particles / 2
        content = frozenset(text[index : index + 2] for index in range(0, len(text) - 1, 2))
    figures = (
        *sizes(text, words, count),
        *ends(text),
        *shares(words, found, count, function, flowing),
        *signs(text, words),
        *verdicts(text, count, function),
    )
    return figures, content


def sizes(text: str, words: Sequence[str], count: float) -> tuple[float, ...]:
    """Return how long a piece is: words, characters, letters a word."""
    letters = sum(map(len, words))
    return math.log1p(count), math.log1p(len(text)), letters / max(count, 1) / 10


def ends(text: str) -> tuple[float, ...]:
    """Return how a piece ends and begins."""
    first, last = text[0], text[-1]
    stopped = STOP.search(text[-8:]) is not None
    return (
        stopped,
        last in "?!",
        last in ":;,–—-",
        first.islower(),
        first in "\"“„«‘'(",
        first.isdigit(),
    )


def shares(
    words: Sequence[str], found: Sequence[int], count: float, function: float, flowing: float
) -> tuple[float, ...]:
    """Return what share of its words is of which sort."""
    whole = max(count, 1)
    reader = sum(bits & READER > 0 for bits in found)
    page = sum(bits & PAGE > 0 for bits in found)
    shouted = sum(len(word) > 1 and word.isupper() for word in words)
    return (
        min(function / whole, 1),
        min(flowing / whole, 1),
        min(shouted / whole, 1),
        any(bits & SPEECH for bits in found),
        reader / whole,
        min(reader, 3) / 3,
        page / whole,
        min(page, 4) / 4,
    )


def signs(text: str, words: Sequence[str]) -> tuple[float, ...]:
    """Return which figures and signs stand in a piece."""
    digits = len(DIGIT.findall(text))
    plain = sum(map(len, words)) + digits + text.count(" ")
    return (
        digits / len(text),
        DATE.search(text) is not None,
        QUOTE.search(text) is not None,
        min(text.count(","), 5) / 5,
        min(len(SIGN.findall(text)), 3) / 3,
        ADDRESS.search(text) is not None,
        CREDIT.search(text) is not None,
        1 - min(1.0, plain / len(text)),
    )


def verdicts(text: str, count: float, function: float) -> tuple[float, ...]:
    """Return whether a piece is a sentence, runs like one, is very short, has no word."""
    share = function / max(count, 1)
    stopped = STOP.search(text[-8:]) is not None
    return (
        count >= 7 and stopped and share > 0.12,
        count >= 10 and share > 0.15,
        count <= 3,
        count == 0,
    )


def joints_of(pieces: Sequence[Piece]) -> Rows:
    """Return what stands before each piece, and whether the page repeats it."""
    seen = Counter(piece.text for piece in pieces)
    kinds = np.eye(len(Joint), dtype=np.float32)
    rows = [(*kinds[piece.joint], seen[piece.text] > 1) for piece in pieces]
    return np.array(rows, np.float32)


def lines_of(pieces: Sequence[Piece], looks: Rows) -> Rows:
    """Return how long the line of each piece is, and whether it is its first and its last."""
    numbers = np.array([piece.line for piece in pieces])
    totals = np.bincount(numbers, np.expm1(looks[:, WORDS]))
    changes = numbers[1:] != numbers[:-1]
    first, last = np.append(True, changes), np.append(changes, True)
    return np.stack([np.log1p(totals[numbers]), first, last], axis=1).astype(np.float32)


def text_mass(looks: Rows) -> tuple[Column, Column]:
    """Return how likely each piece is text at first sight, and that times its words."""
    words = np.expm1(looks[:, WORDS]).astype(np.float64)
    likely = np.maximum(looks[:, FULL_SENTENCE], looks[:, RUNNING] * 0.7).astype(np.float64)
    site = np.minimum(1, looks[:, PAGE_WORDS] * 1.5) * (words < FAR)
    likely *= 1 - 0.9 * site
    return likely, likely * words


def densest_run(likely: Column, words: Column) -> tuple[int, int]:
    """Return the index range where text outweighs the rest most."""
    gains = np.where(
        likely > LIKELY, np.minimum(likely * words, 40), -np.minimum(2 + words / 2, 6)
    )
    best, found, total, start = 0.0, (0, 0), 0.0, 0
    for index, gain in enumerate(gains.tolist()):
        if total <= 0:
            total, start = 0.0, index
        total += gain
        if total > best:
            best, found = total, (start, index + 1)
    return found


def since(marked: Sequence[bool]) -> Column:
    """Return how many pieces back the last marked one stands, at most `FAR`."""
    back, count = [], FAR
    for mark in marked:
        back.append(count)
        count = 0 if mark else min(count + 1, FAR)
    return np.array(back, np.float64)


def kinship(
    content: Sequence[frozenset[str]], likely: Column, start: int, end: int
) -> tuple[Column, Column]:
    """Return what share and how many of its content words each piece has in common with the core.

    The core is the likely text from `start` to `end`; a piece of it is not compared with itself.
    """
    core = [index for index in range(start, end) if likely[index] > LIKELY]
    counts = Counter(word for index in core for word in content[index])
    own = np.zeros(len(content), int)
    own[core] = 1
    common = np.array(
        [
            sum(counts[word] > mine for word in words)
            for words, mine in zip(content, own, strict=True)
        ]
    )
    every = np.array([max(1, len(words)) for words in content])
    return common / every, np.minimum(common, 5) / 5


def places_of(looks: Rows, content: Sequence[frozenset[str]], pieces: Sequence[Piece]) -> Rows:
    """Return where each piece stands: in the page, and beside its densest run of text."""
    count = len(pieces)
    index = np.arange(count)
    words = np.expm1(looks[:, WORDS]).astype(np.float64)
    likely, mass = text_mass(looks)
    start, end = densest_run(likely, words)
    above = np.cumsum(mass) - mass
    below = mass.sum() - above - mass
    total = mass.sum() + 1
    text = (likely > LIKELY).tolist()
    share, common = kinship(content, likely, start, end)
    glue = sum(piece.joint == Joint.GLUE for piece in pieces) / count
    columns = [
        (index >= start) & (index < end),
        np.clip((index - start) / 20, -2, 2),
        np.clip((end - 1 - index) / 20, -2, 2),
        np.log1p(np.maximum(0, index - start)),
        np.log1p(np.maximum(0, end - 1 - index)),
        np.log1p(np.maximum(0, start - index)),
        np.log1p(np.maximum(0, index - end + 1)),
        index / count,
        above / total,
        below / total,
        np.log1p(above),
        np.log1p(below),
        np.log1p(since(text)),
        np.log1p(since(text[::-1])[::-1]),
        share,
        common,
        likely,
        np.full(count, math.log1p(count)),
        np.full(count, math.log1p(total)),
        np.full(count, glue),
    ]
    return np.stack(columns, axis=1).astype(np.float32)
