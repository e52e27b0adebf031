"""Boosted decision trees as plain arrays: read from a `.npz` file, asked without any engine."""

from functools import cache

import numpy as np
import numpy.typing as npt

from sayso.models.cards import load_arrays

Floats = npt.NDArray[np.float32]
Whole = npt.NDArray[np.int32]


class Trees:
    """Trees of the same depth, whose answers add up to the log odds of a yes.

    Node `n` of a tree asks whether a column is above a threshold: yes leads to node `2n + 2`, no
    to `2n + 1`.
    """

    def __init__(self, columns: Whole, thresholds: Floats, leaves: Floats, base: float) -> None:
        self.columns = columns  # trees × inner nodes
        self.thresholds = thresholds
        self.leaves = leaves  # trees × leaves
        self.base = base

    def probabilities(self, rows: Floats) -> Floats:
        """Return how likely each row is a yes, between 0 and 1."""
        count, width = rows.shape
        trees, inner = self.columns.shape
        values = np.ascontiguousarray(rows).ravel()
        first = (np.arange(count) * width)[:, None]
        tree = (np.arange(trees) * inner)[None, :]
        columns, thresholds = self.columns.ravel(), self.thresholds.ravel()
        node = np.zeros((count, trees), np.intp)
        while True:
            at = tree + node
            node = 2 * node + 1 + (values.take(first + columns.take(at)) > thresholds.take(at))
            if node[0, 0] >= inner:
                break
        leaf = (np.arange(trees) * self.leaves.shape[1])[None, :] + node - inner
        odds = self.leaves.ravel().take(leaf).sum(axis=1) + self.base
        likely: Floats = (1 / (1 + np.exp(-odds))).astype(np.float32)
        return likely


@cache
def load_trees(name: str) -> Trees:
    """Return the trees in `NAME.npz`, once a process.

    Raises `ModelError` where the file is missing, or is not the one that its card names.
    """
    arrays = load_arrays(name)
    return Trees(
        arrays["columns"].astype(np.int32),
        arrays["thresholds"].astype(np.float32),
        arrays["leaves"].astype(np.float32),
        float(arrays["base"]),
    )
