"""How close each two reports are, without comparing every report with every other."""

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from sayso.ledger.stories.linkage import NOT_CLOSE
from sayso.ledger.stories.terms import Vector

SHARED_BY = 1_000  # a term of more reports than this brings none together


def find_close(vectors: Sequence[Vector]) -> Iterator[tuple[int, int, float]]:
    """Yield each two reports that share telling terms, the later number first, and how close.

    The work grows with the number of reports times `SHARED_BY`, not with its square.
    """
    spread = Counter(term for vector in vectors for term in vector)
    wanted = {term for term, found in spread.items() if 1 < found <= SHARED_BY}
    holders: dict[object, tuple[NDArray[np.int32], NDArray[np.float64]]] = {}
    filled: Counter[object] = Counter()
    for index, vector in enumerate(vectors):
        parts = [(term, weight) for term, weight in vector.items() if term in wanted]
        found: list[NDArray[np.int32]] = []
        products: list[NDArray[np.float64]] = []
        for term, weight in parts:
            if term not in holders:
                count = spread[term]
                holders[term] = (np.empty(count, np.int32), np.empty(count, np.float64))
            numbers, weights = holders[term]
            done = filled[term]
            found.append(numbers[:done])
            products.append(weights[:done] * weight)
            numbers[done], weights[done] = index, weight
            filled[term] = done + 1
        if found:
            yield from pairs_of(index, np.concatenate(found), np.concatenate(products))


def pairs_of(
    index: int, found: NDArray[np.int32], products: NDArray[np.float64]
) -> Iterator[tuple[int, int, float]]:
    """Yield the reports among `found` whose products sum to enough, in order."""
    others, places = np.unique(found, return_inverse=True)
    sums = np.bincount(places, weights=products, minlength=len(others))
    close = sums >= NOT_CLOSE
    for other, closeness in zip(others[close].tolist(), sums[close].tolist(), strict=True):
        yield index, other, closeness
