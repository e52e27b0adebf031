"""What words stand for and how near they lie in meaning: a table that the package carries.

Of each word that is common in English, and of each verb and each noun of an act, the table has the
stem ("shootings" -> "shoot"), the root ("acquisition" -> "acquire"), the concepts that it can
mean, and two short vectors, one for the word as an act and one for it as part of a sentence. See
`training/incidents/words.py`.
"""

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sayso.ledger.incidents.wording import weight_of
from sayso.models.cards import load_arrays

Vector = npt.NDArray[np.float32]

MODEL = "incident_words"
LEAST = 2  # letters that a stem keeps
MOST = 8  # words of a trigger that are read
TELLING = 0.35  # weight below which a word says nothing of what a sentence means
ENDINGS = (("ies", "y"), ("ing", ""), ("ing", "e"), ("ed", ""), ("ed", "e"), ("es", ""), ("s", ""))
DOUBLED = ("ing", "ed")  # endings before which the last letter of a stem may stand twice


class Table(NamedTuple):
    """The words with what is known of them, row by row."""

    rows: dict[str, int]
    words: tuple[str, ...]
    stems: tuple[int, ...]  # row of the stem of each word
    roots: tuple[int, ...]  # row of the root of each word
    acts: Vector  # words × dimensions, each of length 1
    parts: Vector
    begins: tuple[int, ...]  # where the concepts of each word begin, and where the last end
    concepts: npt.NDArray[np.int32]
    weights: npt.NDArray[np.uint8]  # of each concept, 255 for the surest


@cache
def load_table() -> Table:
    """Return the table, loaded once a process.

    Raises `ModelError` where the file is missing, or is not the one that its card names.
    """
    arrays = load_arrays(MODEL)
    words = tuple(arrays["words"].tobytes().decode("ascii").split("\n"))
    return Table(
        rows={word: row for row, word in enumerate(words)},
        words=words,
        stems=tuple(arrays["stems"].tolist()),
        roots=tuple(arrays["roots"].tolist()),
        acts=unit_rows(arrays["acts"].astype(np.float32)),
        parts=unit_rows(arrays["parts"].astype(np.float32)),
        begins=tuple(arrays["begins"].tolist()),
        concepts=arrays["concepts"],
        weights=arrays["weights"],
    )


def unit_rows(rows: Vector) -> Vector:
    """Return `rows`, each scaled to length 1."""
    lengths = np.sqrt((rows * rows).sum(axis=1, keepdims=True))
    scaled: Vector = rows / np.maximum(lengths, np.float32(1e-9))
    return scaled


@lru_cache(maxsize=65_536)
def stem_of(word: str) -> str:
    """Return the stem of a trigger as printed: each of its first `MOST` words by itself."""
    return " ".join(stem_of_one(each) for each in word.casefold().split()[:MOST])


def stem_of_one(word: str) -> str:
    """Return the stem of one folded word; a word that the table has no stem of is its own."""
    table = load_table()
    row = table.rows.get(word)
    if row is None:
        row = next((table.rows[form] for form in stems_by_rule(word) if form in table.rows), None)
    return word if row is None else table.words[table.stems[row]]


def stems_by_rule(word: str) -> Iterable[str]:
    """Yield what a regular form can come from: "stopped" -> "stopp", "stoppe", "stop"."""
    for ending, instead in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= LEAST:
            yield word.removesuffix(ending) + instead
    for ending in DOUBLED:
        bare = word.removesuffix(ending)
        if bare != word and len(bare) > LEAST and bare[-1] == bare[-2]:
            yield bare[:-1]


@lru_cache(maxsize=65_536)
def roots_of(stem: str) -> frozenset[str]:
    """Return the roots of the words of a stem: of "acquisition" it is "acquire"."""
    table = load_table()
    rows = (table.rows.get(word) for word in stem.split())
    found = frozenset(table.words[table.roots[row]] for row in rows if row is not None)
    return found or frozenset((stem,))


@lru_cache(maxsize=65_536)
def act_of(stem: str) -> Vector | None:
    """Return the vector of a stem as an act, None where no word of it is in the table."""
    table = load_table()
    return mean_of(table.acts, [(table.rows.get(word), 1.0) for word in stem.split()])


@lru_cache(maxsize=65_536)
def part_of(stem: str) -> Vector | None:
    """Return the vector of a stem as part of a sentence, None where the table has none."""
    table = load_table()
    return mean_of(table.parts, [(table.rows.get(word), 1.0) for word in stem.split()])


@lru_cache(maxsize=16_384)
def meaning_of(words: frozenset[str]) -> Vector | None:
    """Return the vector of what folded words say together, None where no word tells anything."""
    table = load_table()
    weighed = ((word, weight_of(word)) for word in sorted(words))
    return mean_of(
        table.parts,
        [(table.rows.get(word), weight * weight) for word, weight in weighed if weight > TELLING],
    )


def mean_of(vectors: Vector, weighed: list[tuple[int | None, float]]) -> Vector | None:
    """Return the mean of the rows that there are, scaled to length 1; None for no row."""
    found = [(row, weight) for row, weight in weighed if row is not None]
    if not found:
        return None
    total = (
        np.array([weight for _, weight in found], np.float32) @ vectors[[row for row, _ in found]]
    )
    length = float(np.sqrt((total * total).sum()))
    return total / np.float32(length) if length else None


def cosine(one: Vector | None, other: Vector | None) -> float:
    """Return how near two meanings lie, -1 to 1; 0 where one is not known."""
    if one is None or other is None:
        return 0.0
    return float(one.dot(other))


@lru_cache(maxsize=262_144)
def nearness(one: str, other: str) -> float:
    """Return how near two stems lie in meaning: 1 for one stem, 0 where one is not known."""
    return 1.0 if one == other else cosine(act_of(one), act_of(other))


@lru_cache(maxsize=65_536)
def concepts_of(stem: str) -> dict[int, float]:
    """Return the concepts that a stem of one word can mean, with how surely, 0 to 1."""
    table = load_table()
    row = table.rows.get(stem)
    if row is None:
        return {}
    run = slice(table.begins[row], table.begins[row + 1])
    return dict(
        zip(table.concepts[run].tolist(), (table.weights[run] / 255).tolist(), strict=True)
    )


@lru_cache(maxsize=262_144)
def kinship(one: str, other: str) -> float:
    """Return how surely two stems can mean one thing: 1 for one stem, 0 for no concept shared."""
    if one == other:
        return 1.0
    mine, yours = concepts_of(one), concepts_of(other)
    return max((mine[each] * yours[each] for each in mine.keys() & yours.keys()), default=0.0)
