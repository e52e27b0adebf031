"""Small convolutional taggers as plain arrays: read from a `.npz` file, asked with numpy alone."""

from collections.abc import Mapping
from functools import cache

import numpy as np
import numpy.typing as npt

from sayso.models.cards import load_arrays

Floats = npt.NDArray[np.float32]
LARGEST = 5.0  # deviations from the mean; more is no news


class Tagger:
    """Networks of the same shape that each see a sequence of rows, and vote on every row.

    Each has a layer on the row alone, then residual layers that look `2 ** n` rows up and down.
    """

    def __init__(self, arrays: Mapping[str, Floats]) -> None:
        self.mean, self.scale = arrays["mean"], arrays["scale"]
        self.enter, self.enter_bias = arrays["enter"], arrays["enter_bias"]
        self.layers, self.layer_bias = arrays["layers"], arrays["layer_bias"]
        self.leave, self.leave_bias = arrays["leave"], arrays["leave_bias"]

    @property
    def columns(self) -> int:
        """How many figures a row has."""
        return len(self.mean)

    def probabilities(self, rows: Floats) -> Floats:
        """Return how likely each row is a yes, between 0 and 1."""
        if not len(rows):
            return np.zeros(0, np.float32)
        normal = np.clip((rows - self.mean) / self.scale, -LARGEST, LARGEST)
        votes = [self.vote(normal, member) for member in range(len(self.enter))]
        total: Floats = np.mean(votes, axis=0, dtype=np.float32)
        return total

    def vote(self, rows: Floats, member: int) -> Floats:
        """Return the probabilities of one network."""
        state = np.maximum(rows @ self.enter[member] + self.enter_bias[member], 0)
        for depth, (weights, bias) in enumerate(
            zip(self.layers[member], self.layer_bias[member], strict=True)
        ):
            reach = min(2**depth, len(state))
            found = state @ weights[1] + bias
            found[reach:] += state[:-reach] @ weights[0]
            found[:-reach] += state[reach:] @ weights[2]
            state = state + np.maximum(found, 0)
        odds = state @ self.leave[member] + self.leave_bias[member]
        result: Floats = 1 / (1 + np.exp(-odds))
        return result


@cache
def load_tagger(name: str) -> Tagger:
    """Return the tagger in `NAME.npz`, once a process.

    Raises `ModelError` where the file is missing, or is not the one that its card names.
    """
    arrays = load_arrays(name)
    return Tagger({key: array.astype(np.float32) for key, array in arrays.items()})
