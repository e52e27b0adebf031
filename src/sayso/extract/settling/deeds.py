"""How many acts of a kind the records tell of, none counted twice."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from sayso.extract.settling.days import day_told
from sayso.extract.settling.numbers import bounds_of
from sayso.extract.settling.records import Happening, Number, Pattern
from sayso.extract.settling.wording import counts_deeds

SINGLE: Final = 2  # days that one act may take: the night from Sunday to Monday


def count_deeds(
    pattern: Pattern, done: Sequence[Happening]
) -> tuple[float | int, list[Happening]]:
    """Return at least how many such acts there were, and the records that show it.

    1. by day: as many as one page counts for it, else one; so the same act, told by many pages,
       is one
    2. over a stretch: as many as one page counts ("since then three waves")
    3. the larger of the sum of days and the largest count over a stretch; numbers that do not
       count acts ("70 missiles") are left out
    """
    days: dict[int, list[Happening]] = defaultdict(list)
    stretches: list[tuple[float | int, Happening]] = []
    for one in done:
        time, number = one.time, deeds_of(pattern, one)
        if one.number and number is None:
            continue
        if time is None or time.after - time.first > SINGLE:
            if number is not None:
                stretches.append((number, one))
        else:
            days[day_told(one) or 0].append(one)
    summed = sum(deeds_on(pattern, found) for found in days.values())
    most = max((number for number, _ in stretches), default=0)
    if most > summed:
        return most, [one for number, one in stretches if number == most]
    return summed, [one for found in days.values() for one in found]


def deeds_on(pattern: Pattern, found: Sequence[Happening]) -> float | int:
    """Return at least how many acts the records of one day tell of."""
    return max(1, *(deeds_of(pattern, one) or 0 for one in found))


def deeds_of(pattern: Pattern, one: Happening) -> Number:
    """Return how many acts a record counts at least, None where it counts something else."""
    if one.number and counts_deeds(one.item, pattern.expects.type):
        return bounds_of(one)[0]
    return None
