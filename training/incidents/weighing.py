"""A logistic regression with bounds: what agrees never speaks against one incident."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from sayso.ledger.incidents.features import FEATURES

Rows = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.float64]

STEPS = 3_000
RATE = 0.4
SHRINK = 2e-4
HIGHEST = -3.8  # bias: one place and one kind of act alone make no incident

# Between which bounds each weight may lie. What agrees never speaks against one incident, what
# differs never for it. The corpora tell of one happening a story, and have no chronicle of
# several: that is why what differs counts at least so much, and what stands in one report does
# not count as if all its reports were alike. Features that are not named are not looked at: they
# say a thing twice, or say how telling a word is.
BOUNDS: Final[dict[str, tuple[float, float]]] = {
    "word": (0.2, np.inf),
    "concept": (0.0, np.inf),
    "meaning": (0.2, np.inf),
    "actors": (0.2, np.inf),
    "other actors": (-np.inf, -0.4),
    "recipients": (0.2, np.inf),
    "other recipients": (-np.inf, -0.6),
    "crossed": (0.4, np.inf),
    "parties": (0.0, np.inf),
    "parties' meaning": (0.0, np.inf),
    "countries": (0.0, np.inf),
    "sentence": (1.0, np.inf),
    "sentence's meaning": (0.0, 1.0),
    "report": (0.0, 5.5),
    "one report": (-3.5, -2.5),
    "neighbours": (0.0, 1.0),
    "place": (1.0, np.inf),
    "other place": (-np.inf, -4.0),
    "time": (1.0, 2.0),
    "other time": (-np.inf, -4.0),
    "published": (-0.03, -0.01),
    "type": (0.2, np.inf),
    "mode": (0.3, np.inf),
    "factuality": (0.2, 0.3),
    "numbers": (0.2, np.inf),
}


@dataclass(frozen=True, slots=True)
class Weighed:
    """The weight of each feature, 0 for those that are not looked at, and the bias."""

    weights: Numbers
    bias: float

    def chances(self, rows: Rows) -> Numbers:
        """Return how likely each row is a yes."""
        found: Numbers = 1 / (1 + np.exp(-(rows @ self.weights + self.bias)))
        return found


def weigh_up(rows: Rows, yes: npt.NDArray[np.bool_]) -> Weighed:
    """Return the weights within `BOUNDS` under which `yes` is likeliest."""
    scale = np.maximum(np.abs(rows).max(axis=0), 1).astype(float)
    low, high = (
        np.array([BOUNDS.get(name, (0.0, 0.0))[side] for name in FEATURES]) * scale
        for side in (0, 1)
    )
    scaled = rows / scale
    weights, bias = np.zeros(len(scale)), 0.0
    speed, bias_speed = np.zeros(len(scale)), 0.0
    for _ in range(STEPS):
        off = 1 / (1 + np.exp(-(scaled @ weights + bias))) - yes
        speed = 0.9 * speed - RATE * (off @ scaled / len(yes) + SHRINK * weights)
        bias_speed = 0.9 * bias_speed - RATE * off.mean()
        weights = np.clip(weights + speed, low, high)
        bias = min(bias + bias_speed, HIGHEST)
    return Weighed(weights / scale, float(bias))
