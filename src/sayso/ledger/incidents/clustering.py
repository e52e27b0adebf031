"""Which tellings are one: groups that are joined the likeliest first, never against a judgement.

Two groups are joined while they are likely enough to be one, by one of two measures:

- `mean`, for the mentions of one act: the mean chance over their pairs (average linkage). A pair
  that was not scored counts as 0, but no telling is expected to be scored with more than
  `compared` others of a group.
- `partners`, for incidents, which have many sides (the dead, the missing, the homes): the mean
  over the tellings of both groups of the chance of each with its likeliest partner in the other
  group. So two reports of a flood are one incident though its dead in one are not its homes in
  the other; and one likely pair does not join two that have nothing else in common.

What comes out depends on ids and scores alone, not on any order.
"""

import heapq
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import Final, Generic, Literal, TypeVar

from sayso.records import Record

COMPARED: Final = 16  # others of a group that a telling is expected to be scored with, at most


class Judged(Record, frozen=True):
    """What a person said of two events."""

    one: str  # event id
    other: str
    verdict: Literal["same", "different"]


UNITS: Final = 1_000_000  # of a chance

Scored = tuple[str, str, float]  # event ids and their chance
Measure = Literal["mean", "partners"]
Tie = TypeVar("Tie")  # what is known of one group with another


def cluster(
    events: Sequence[str],
    scored: Iterable[Scored],
    judged: Iterable[Judged] = (),
    threshold: float = 0.5,
    compared: int = COMPARED,
    measure: Measure = "mean",
) -> tuple[tuple[int, ...], ...]:
    """Return the groups of `events` (ids, each once), each by its places in `events`, sorted.

    Pairs judged "same" are in one group, pairs judged "different" never are; where judgements
    contradict each other, "different" holds. Pairs with ids that are not in `events` are passed
    over. The work grows as the pairs do, times the logarithm of their number: 2,000 events with
    64 pairs each take about a second, with 400 pairs each about ten.
    """
    order = sorted(range(len(events)), key=events.__getitem__)
    number = {events[place]: index for index, place in enumerate(order)}
    count = len(events)
    groups = Means(count, compared) if measure == "mean" else Partners(count)
    verdicts = sorted(
        (number[each.one], number[each.other], each.verdict)
        for each in judged
        if each.one in number and each.other in number and each.one != each.other
    )
    for left, right, verdict in verdicts:
        if verdict == "different":
            groups.keep_apart(left, right)
    for one, other, likely in scored:
        if one in number and other in number and one != other:
            groups.add(number[one], number[other], likely)
    for left, right, verdict in verdicts:
        if verdict == "same":
            groups.bring_together(left, right)
    groups.run(threshold)
    found = (sorted(order[member] for member in group) for group in groups.members.values())
    return tuple(sorted(map(tuple, found)))


class Grouping(ABC, Generic[Tie]):
    """Groups that are joined a pair at a time."""

    def __init__(self, count: int) -> None:
        self.members = {index: [index] for index in range(count)}
        self.home = list(range(count))
        self.near: dict[int, dict[int, Tie]] = {index: {} for index in range(count)}
        self.apart: dict[int, set[int]] = {index: set() for index in range(count)}
        self.next = count

    @abstractmethod
    def add(self, one: int, other: int, likely: float) -> None:
        """Say how likely two single events are one; of a pair said twice, the higher counts."""

    @abstractmethod
    def likeness(self, one: int, other: int) -> float:
        """Return how likely two groups are one."""

    @abstractmethod
    def gathered(self, ones: Tie, others: Tie) -> Tie:
        """Return what two groups that are joined have with a third one."""

    @abstractmethod
    def seen(self, ones: Tie, others: Tie) -> Tie:
        """Return what a third group has with two that are joined."""

    def keep_apart(self, one: int, other: int) -> None:
        """Say that two single events are never in one group."""
        self.apart[one].add(other)
        self.apart[other].add(one)

    def bring_together(self, one: int, other: int) -> None:
        """Join the groups of two events, unless they are to be kept apart."""
        left, right = self.home[one], self.home[other]
        if left != right and right not in self.apart[left]:
            self.join(left, right)

    def run(self, threshold: float) -> None:
        """Join groups while two are likely enough, the likeliest first."""
        queue: list[tuple[float, int, int]] = []

        def consider(one: int, other: int) -> None:
            likely = self.likeness(one, other)
            if likely >= threshold and other not in self.apart[one]:
                heapq.heappush(queue, (-likely, min(one, other), max(one, other)))

        for one, near in self.near.items():
            for other in near:
                if one < other:
                    consider(one, other)
        while queue:
            _, one, other = heapq.heappop(queue)
            if one in self.members and other in self.members:
                new = self.join(one, other)
                for number in self.near[new]:
                    consider(new, number)

    def join(self, one: int, other: int) -> int:
        """Put the events of two groups into a new one and return its number."""
        new, self.next = self.next, self.next + 1
        first, second = self.near.pop(one), self.near.pop(other)
        first.pop(other, None)
        second.pop(one, None)
        few, many = sorted((first, second), key=len)
        for number, tie in few.items():
            many[number] = self.gathered(many[number], tie) if number in many else tie
        apart = self.apart.pop(one) | self.apart.pop(other)
        self.members[new] = self.members.pop(one) + self.members.pop(other)
        self.near[new], self.apart[new] = many, apart
        for member in self.members[new]:
            self.home[member] = new
        for number in many:
            near = self.near[number]
            ties = [near.pop(each) for each in (one, other) if each in near]
            near[new] = self.seen(*ties) if len(ties) > 1 else ties[0]
        for number in apart:
            self.apart[number] -= {one, other}
            self.apart[number].add(new)
        return new


class Means(Grouping[float]):
    """Groups by the mean chance over their pairs; a tie is the sum of them."""

    def __init__(self, count: int, compared: int) -> None:
        super().__init__(count)
        self.compared = compared

    def add(self, one: int, other: int, likely: float) -> None:
        """See `Grouping`."""
        likely = max(likely, self.near[one].get(other, 0.0))
        self.near[one][other] = self.near[other][one] = likely

    def likeness(self, one: int, other: int) -> float:
        """Return the mean chance of the pairs between two groups."""
        few, many = sorted((len(self.members[one]), len(self.members[other])))
        return self.near[one][other] / (few * min(many, self.compared))

    def gathered(self, ones: float, others: float) -> float:
        """Return the sum over the pairs of both."""
        return ones + others

    def seen(self, ones: float, others: float) -> float:
        """Return the sum over the pairs with both."""
        return ones + others


class Best:
    """The chance of each event of a group with its likeliest partner in another one.

    Chances are kept in whole `UNITS`, so that sums do not depend on any order.
    """

    __slots__ = ("of", "total")

    def __init__(self, of: dict[int, int]) -> None:
        self.of = of
        self.total = sum(of.values())


class Partners(Grouping[Best]):
    """Groups by likeliest partners."""

    def add(self, one: int, other: int, likely: float) -> None:
        """See `Grouping`."""
        units = round(likely * UNITS)
        known = self.near[one].get(other)
        if known is None or units > known.total:
            self.near[one][other] = Best({one: units})
            self.near[other][one] = Best({other: units})

    def likeness(self, one: int, other: int) -> float:
        """Return the mean over all events of two groups of the chance with the partner."""
        total = self.near[one][other].total + self.near[other][one].total
        return total / UNITS / (len(self.members[one]) + len(self.members[other]))

    def gathered(self, ones: Best, others: Best) -> Best:
        """Return the partners of the events of both, which have none in common."""
        few, many = (ones, others) if len(ones.of) < len(others.of) else (others, ones)
        many.of.update(few.of)
        many.total += few.total
        return many

    def seen(self, ones: Best, others: Best) -> Best:
        """Return of each event the likelier of its partners in both."""
        few, many = (ones, others) if len(ones.of) < len(others.of) else (others, ones)
        for event, units in few.of.items():
            gain = units - many.of.get(event, 0)
            if gain > 0:
                many.of[event] = units
                many.total += gain
        return many
