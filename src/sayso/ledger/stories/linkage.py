"""Agglomeration: the two groups that belong together most are joined, until no two do.

Whether two groups belong together is a weighted sum of what was measured on them (`Weights`): how
close their reports are on average, how close compared with each group's own reports, how many
they are, and how many days lie between. Two large groups that both are closer in themselves than
to each other are two stories, however alike; a single report needs less.
"""

import heapq
import math
from collections.abc import Sequence
from typing import NamedTuple

LEAST = 1e-9  # in place of a closeness of 0, whose logarithm there is not
NOT_CLOSE = 0.02  # mean closeness below which two groups have nothing to do with each other


class Features(NamedTuple):
    """What is measured on two groups of reports."""

    closeness: float  # log of the mean closeness of a report of one and a report of the other
    contrast: float  # log of that against the mean closeness within the looser group; 0 if single
    single: float  # 1 where both are single reports, so that nothing is known of the inside
    size: float  # log of the number of reports of the smaller
    ratio: float  # log of the larger's number against the smaller's
    gap: float  # log(1 + days between the mean days of publication); 0 where one is not known


class Weights(NamedTuple):
    """How much each feature counts, and the bias; groups join where the sum is above 0."""

    closeness: float
    contrast: float
    single: float
    size: float
    ratio: float
    gap: float
    bias: float

    def score(self, found: Features) -> float:
        """Return the log odds that the two groups tell one story."""
        return (
            self.closeness * found.closeness
            + self.contrast * found.contrast
            + self.single * found.single
            + self.size * found.size
            + self.ratio * found.ratio
            + self.gap * found.gap
            + self.bias
        )


class Group:
    """Reports that were joined, with the sums that all features are read from."""

    __slots__ = ("dated", "days", "inner", "log_size", "log_within", "members", "near")

    def __init__(self, members: list[int], days: int, dated: int, inner: float = 0.0) -> None:
        self.members = members
        self.days = days  # sum of the ordinals of the days of publication
        self.dated = dated  # how many have one
        self.inner = inner  # sum of the closeness of all pairs inside
        self.near: dict[int, float] = {}  # group -> sum of the closeness of all pairs
        self.log_size = math.log(len(members))
        pairs = len(members) * (len(members) - 1) / 2
        # log of the mean closeness of two of its reports; above all others for a single one
        self.log_within = math.log(max(inner / pairs, LEAST)) if pairs else math.inf

    def joined(self, other: "Group", between: float) -> "Group":
        """Return the reports of both as one group, its `near` still empty."""
        return Group(
            members=self.members + other.members,
            days=self.days + other.days,
            dated=self.dated + other.dated,
            inner=self.inner + other.inner + between,
        )


def measure(one: Group, other: Group, between: float) -> Features:
    """Return the features of two groups whose pairs are `between` close in sum."""
    closeness = math.log(max(between, LEAST)) - one.log_size - other.log_size
    within = min(one.log_within, other.log_within)
    known = within < math.inf
    gap = 0.0
    if one.dated and other.dated:
        gap = math.log1p(abs(one.days / one.dated - other.days / other.dated))
    return Features(
        closeness,
        closeness - within if known else 0.0,
        0.0 if known else 1.0,
        min(one.log_size, other.log_size),
        abs(one.log_size - other.log_size),
        gap,
    )


class Agglomeration:
    """Groups that are joined one pair at a time, the surest first."""

    def __init__(self, days: Sequence[int | None], weights: Weights) -> None:
        self.groups = {
            index: Group([index], day or 0, int(day is not None)) for index, day in enumerate(days)
        }
        self.weights = weights
        self.queue: list[tuple[float, int, int]] = []
        self.next = len(self.groups)

    def add_pair(self, one: int, other: int, closeness: float) -> None:
        """Say how close two reports are; pairs never named count as not close at all."""
        self.groups[one].near[other] = closeness
        self.groups[other].near[one] = closeness
        self.consider(one, other, closeness)

    def consider(self, one: int, other: int, between: float) -> None:
        """Queue two groups for joining, if they belong together."""
        left, right = self.groups[one], self.groups[other]
        if between < NOT_CLOSE * len(left.members) * len(right.members):
            return
        score = self.weights.score(measure(left, right, between))
        if score > 0:
            heapq.heappush(self.queue, (-score, min(one, other), max(one, other)))

    def run(self) -> list[list[int]]:
        """Return the groups once no two belong together, each as its reports in order."""
        while self.queue:
            _, one, other = heapq.heappop(self.queue)
            if one in self.groups and other in self.groups:
                self.join(one, other)
        return sorted(sorted(group.members) for group in self.groups.values())

    def join(self, one: int, other: int) -> None:
        """Put the reports of two groups into a new one."""
        left, right = self.groups.pop(one), self.groups.pop(other)
        new, self.next = self.next, self.next + 1
        group = left.joined(right, left.near.pop(other))
        del right.near[one]
        few, many = sorted((left.near, right.near), key=len)
        for number, closeness in few.items():
            many[number] = many.get(number, 0.0) + closeness
        group.near = many
        self.groups[new] = group
        for number, closeness in many.items():
            near = self.groups[number].near
            near.pop(one, None)
            near.pop(other, None)
            near[new] = closeness
            self.consider(new, number, closeness)
