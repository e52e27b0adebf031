"""Which reports may be copies of each other: MinHash over word shingles, in bands."""

from collections import defaultdict
from collections.abc import Sequence

from rensa import RMinHash

from sayso.ledger.copies.alignment import Words, shingles_of

HASHES = 128
ROWS = 2  # hashes a band: texts that share a fifth of their shingles meet with odds of 12 to 1
SEED = 20_221_220
HOLDERS = 16  # reports of a band that a further one is compared with; copies reach the rest
Signature = tuple[int, ...]
Band = tuple[int, Signature]


def signature_of(words: Words) -> Signature | None:
    """Return the MinHash of the shingles of a text; None for a text without words."""
    shingles = {" ".join(shingle) for shingle in shingles_of(words.forms)}
    if not shingles:
        return None
    sketch = RMinHash(num_perm=HASHES, seed=SEED)
    sketch.update(sorted(shingles))
    return tuple(sketch.digest())


def bands_of(signature: Signature) -> list[Band]:
    """Return the bands of a signature, numbered: two texts that share one are candidates."""
    return [(start, signature[start : start + ROWS]) for start in range(0, len(signature), ROWS)]


def find_candidates(texts: Sequence[Words]) -> list[tuple[int, int]]:
    """Return the numbers of each two texts that share a band, in order, the lower one first.

    Of a band that many share, each text meets the first `HOLDERS` only, so that the work grows
    with the number of texts, not with its square.
    """
    holders: dict[Band, list[int]] = defaultdict(list)
    found: set[tuple[int, int]] = set()
    for number, words in enumerate(texts):
        signature = signature_of(words)
        for band in bands_of(signature) if signature is not None else ():
            met = holders[band]
            found.update((other, number) for other in met)
            if len(met) < HOLDERS:
                met.append(number)
    return sorted(found)
