"""Whether two tellings speak of one event or one incident: a chance, and the reason in words."""

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from typing import Final, Literal, NamedTuple

import numpy as np

from sayso.ledger.incidents.evidence import Feature, compare
from sayso.ledger.incidents.features import values_of
from sayso.ledger.incidents.sketches import sketch_of
from sayso.ledger.incidents.telling import Telling
from sayso.models.cards import load_arrays
from sayso.models.trees import load_trees
from sayso.records import Record

Level = Literal["event", "incident"]

EVENT_MODEL: Final = "incident_events"
INCIDENT_MODEL: Final = "incident_links"

SAME_EVENT: Final = 0.37  # chance from which two mentions are taken for one event
SAME_INCIDENT: Final = 0.5  # chance from which two events are taken for one incident
THRESHOLDS: Final[dict[Level, float]] = {"event": SAME_EVENT, "incident": SAME_INCIDENT}

VIOLENCE: Final = "violence"  # the family

AT_ONCE: Final = 4_096  # pairs that are asked for at a time
SHOWN: Final = 8  # features of a link, those that count most
SAID: Final = 3  # pieces of evidence in a reason

Pair = tuple[Telling, Telling]


class Link(Record, frozen=True):
    """How likely two tellings speak of one thing, and why."""

    one: str  # event id, the lower
    other: str
    score: float  # chance, 0 to 1
    reason: str  # what speaks most for it, and most against it, in words
    features: tuple[Feature, ...]  # those that count most, `SHOWN` at most


class Sum(NamedTuple):
    """What each feature adds to the log odds of one incident."""

    weights: tuple[float, ...]
    bias: float

    def parts(self, values: Sequence[float]) -> list[float]:
        """Return what each value adds."""
        return [weight * value for weight, value in zip(self.weights, values, strict=True)]


@cache
def load_sums() -> tuple[Sum, Sum]:
    """Return the weights of linkage, of violence and of other acts, read once a process.

    Raises `ModelError` where the file is missing, or is not the one that its card names.
    """
    arrays = load_arrays(INCIDENT_MODEL)
    violence, others = (
        Sum(tuple(weights), bias)
        for weights, bias in zip(arrays["weights"].tolist(), arrays["bias"].tolist(), strict=True)
    )
    return violence, others


def sum_for(one: Telling, other: Telling) -> Sum:
    """Return the weights that two tellings are weighed with.

    The blows and the losses of violence are sides of one incident; any other act is itself.
    """
    violence, others = load_sums()
    return violence if one.family == other.family == VIOLENCE else others


def chances(pairs: Iterable[Pair], level: Level = "incident") -> Iterator[float]:
    """Yield the chance of each pair, in order."""
    if level == "incident":
        for one, other in pairs:
            yield chance(one, other)
        return
    trees = load_trees(EVENT_MODEL)
    waiting = iter(pairs)
    while rows := [compared(one, other) for one, other in islice(waiting, AT_ONCE)]:
        yield from trees.probabilities(np.array(rows, np.float32)).tolist()


def compared(one: Telling, other: Telling) -> tuple[float, ...]:
    """Return the values of the features of two tellings."""
    return values_of(sketch_of(one), sketch_of(other))


def chance(one: Telling, other: Telling, level: Level = "incident") -> float:
    """Return how likely two tellings speak of one incident (or one event), without the reason."""
    if level == "event":
        return next(chances(((one, other),), "event"))
    added = sum_for(one, other)
    return likelihood(added.bias + sum(added.parts(compared(one, other))))


def likelihood(odds: float) -> float:
    """Return the chance that log odds stand for."""
    if odds >= 0:
        return 1 / (1 + math.exp(-odds))
    return math.exp(odds) / (1 + math.exp(odds))


def score(one: Telling, other: Telling, level: Level = "incident") -> Link:
    """Return how likely two tellings speak of one incident (or one event), and why."""
    first, second = sorted((one, other), key=lambda telling: telling.event)
    features = compare(first, second)
    parts = sum_for(first, second).parts(compared(first, second))
    ranked = sorted(
        zip(parts, features, strict=True), key=lambda each: (-abs(each[0]), each[1].name)
    )
    telling = [(part, found) for part, found in ranked if part and found.evidence]
    return Link(
        one=first.event,
        other=second.event,
        score=chance(first, second, level),
        reason=reason_of(telling),
        features=tuple(found for _, found in telling[:SHOWN]),
    )


def reason_of(telling: Sequence[tuple[float, Feature]]) -> str:
    """Return what speaks most for a link, and what most against it."""
    speak = list(dict.fromkeys(found.evidence for part, found in telling if part > 0))[:SAID]
    against = next((found.evidence for part, found in telling if part < 0), None)
    said = "; ".join(speak) or "nothing in common"
    return f"{said}; but {against}" if against is not None and against not in speak else said
