"""Which reports may be copies of each other: MinHash over shingles, most by those that name.

Texts of one kind share many words without being copies: every quake, verdict and market report
reads like the last. So a shingle that holds a name or a number weighs eight times as much as one
that holds none. Two reports are compared if they agree in several bands; of a band that many share
only the longest texts are met, so the work grows with the number of reports, whatever they print.
"""

import hashlib
import random
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Final, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from sayso.ledger.copies.alignment import SHINGLE, WORD

Hashes = NDArray[np.uint64]
Key = TypeVar("Key", bound=Hashable)

BANDS: Final = 24  # reports that share a fifth of their shingles are met with odds of 29 to 1
MEETINGS: Final = 2  # bands in which two reports must agree: one may be a standing phrase
OF_ONE_LENGTH: Final = 0.8  # of the longer text: from there on it takes one band more
HOLDERS: Final = 4  # reports of a band, the longest, that the others of it are compared with
LIKELIEST: Final = 8  # reports that one is compared with at most
FEWEST: Final = 12  # words: a shorter text is no copy of any
WEIGHT: Final = np.uint64(3)  # bits: a shingle with a name counts as eight others

DAYS: Final = frozenset(  # names that any text may hold
    "monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december".split()
)
KEPT: Final = 200_000  # words whose hash is kept in memory
LONGEST_KEPT: Final = 40  # characters of such a word
NAMES, ENDS, IS_WORD = (np.uint64(1 << bit) for bit in range(3))  # flags in the hash of a word
FLAGS: Final = NAMES | ENDS | IS_WORD
CLOSING: Final = "\"'\u201d\u2019\u00bb)]"  # what may stand behind the end of a sentence
SENTENCE_END: Final = (".", "!", "?", ":")
HASH_BITS: Final = 43  # of a shingle: with the number of its band six bytes of a row
ID_BITS: Final = 32  # of a report, to tell texts of one length apart
LONGEST: Final = (1 << 16) - 1  # words told apart by length


def odd_numbers(count: int) -> Hashes:
    """Return numbers that scatter: the same in every process."""
    chance = random.Random(20_221_220)  # noqa: S311 - no secret
    return np.array([chance.getrandbits(64) | 1 for _ in range(count)], dtype=np.uint64)


IN_SHINGLE: Final = odd_numbers(SHINGLE)
IN_BAND: Final = odd_numbers(SHINGLE + BANDS)[SHINGLE:, np.newaxis]
BAND_NUMBERS: Final = np.arange(BANDS, dtype=np.uint64) << np.uint64(HASH_BITS)
LOW_BITS: Final = np.uint64((1 << HASH_BITS) - 1)


class Sketch(NamedTuple):
    """What is kept of a text to find its like."""

    words: int  # that stand between spaces
    place: int  # sorts the longest text first, texts of one length by the id of their report
    bands: tuple[int, ...]  # each below 2**48; none for a text that is too short


class WordHashes(dict[str, int]):
    """The hash of each word, without its case and the marks around it, with three flags."""

    def __missing__(self, token: str) -> int:
        value = hash_of(token)
        if len(token) <= LONGEST_KEPT:
            if len(self) >= KEPT:
                self.clear()
            self[token] = value
        return value


def hash_of(token: str) -> int:
    """Return the hash of a word as it stands between spaces, with its flags."""
    parts = WORD.findall(token)
    form = " ".join(parts).casefold().replace("\u2019", "'")
    digest = hashlib.blake2b(form.encode(errors="surrogatepass"), digest_size=8).digest()
    value = int.from_bytes(digest, "big") & ~int(FLAGS)
    if parts:
        value |= int(IS_WORD)
        if form not in DAYS and (parts[0][0].isupper() or any(map(str.isdigit, token))):
            value |= int(NAMES)
    if token.rstrip(CLOSING).endswith(SENTENCE_END):
        value |= int(ENDS)
    return value


WORD_HASHES: Final = WordHashes()


def sketch_of(report: str, text: str) -> Sketch:
    """Return the sketch of the text of `report` (its id)."""
    tokens = np.array([WORD_HASHES[token] for token in text.split()], dtype=np.uint64)
    is_word = (tokens & IS_WORD).astype(bool)
    count = int(np.count_nonzero(is_word))
    place = place_of(report, count)
    if count < FEWEST:
        return Sketch(count, place, ())
    names = (tokens & NAMES).astype(bool)
    names[1:] &= (tokens[:-1] & ENDS) == 0  # the capital that opens a sentence names nothing
    names[0] = False
    return Sketch(count, place, bands_of(tokens[is_word] & ~FLAGS, names[is_word]))


def place_of(report: str, words: int) -> int:
    """Return where a report stands among those of a band, the longest text first."""
    digest = hashlib.blake2b(
        report.encode(errors="surrogatepass"), digest_size=ID_BITS // 8
    ).digest()
    return (LONGEST - min(words, LONGEST)) << ID_BITS | int.from_bytes(digest, "big")


def bands_of(words: Hashes, names: NDArray[np.bool_]) -> tuple[int, ...]:
    """Return for each band the least hash of the shingles, those with names made less."""
    count = len(words) - SHINGLE + 1
    shingles = np.zeros(count, dtype=np.uint64)
    telling = np.zeros(count, dtype=bool)
    for offset in range(SHINGLE):
        shingles += words[offset : offset + count] * IN_SHINGLE[offset]
        telling |= names[offset : offset + count]
    shingles ^= shingles >> np.uint64(32)
    least = np.minimum(least_of(shingles[telling]) >> WEIGHT, least_of(shingles[~telling]))
    found: list[int] = (BAND_NUMBERS | (least & LOW_BITS)).tolist()
    return tuple(found)


def least_of(shingles: Hashes) -> Hashes:
    """Return the least of the shingles in each of the orders that the bands put them in."""
    least = np.full(BANDS, ~np.uint64(0))
    for start in range(0, len(shingles), 4_096):  # of a very long text, some at a time
        scattered = shingles[start : start + 4_096] * IN_BAND
        np.minimum(least, scattered.min(axis=1), out=least)
    return least


def likeliest(met: Mapping[Key, int], places: Mapping[Key, int], place: int) -> list[Key]:
    """Return which of those met, so many times, the text at `place` is to be compared with.

    They come in the order of reading. A short text that stands in a long one shares few of all
    their shingles, so it need not be met as often as a text of its own length.
    """
    length = words_at(place)
    often = (
        key
        for key, times in met.items()
        if times >= MEETINGS + (length > OF_ONE_LENGTH * words_at(places[key]))
    )
    return sorted(often, key=lambda key: (-met[key], places[key]))[:LIKELIEST]


def words_at(place: int) -> int:
    """Return how many words the text at a place has."""
    return LONGEST - (place >> ID_BITS)


def find_candidates(sketches: Sequence[Sketch]) -> list[list[int]]:
    """Return for each text the numbers of those it is to be compared with, likeliest first.

    All of them stand before it: they are longer. Of a band that many share, each meets the
    first `HOLDERS` only, and each is compared with `LIKELIEST` at most.
    """
    holders: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for number, sketch in enumerate(sketches):
        for band in sketch.bands:
            holders[band].append((sketch.place, number))
    for band, found in holders.items():
        holders[band] = sorted(found)[:HOLDERS]
    return [candidates_of(sketch, map(holders.__getitem__, sketch.bands)) for sketch in sketches]


def candidates_of(sketch: Sketch, bands: Iterable[Sequence[tuple[int, int]]]) -> list[int]:
    """Return the numbers of those in the bands of a text that it is to be compared with."""
    met: Counter[int] = Counter()
    places: dict[int, int] = {}
    for holders in bands:
        for place, number in holders:
            if place < sketch.place:
                met[number] += 1
                places[number] = place
    return likeliest(met, places, sketch.place)
