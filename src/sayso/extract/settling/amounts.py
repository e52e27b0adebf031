"""What became of a forecast that has a number: so many acts, a total, a level."""

from collections.abc import Sequence
from typing import Final

from sayso.extract.settling.acts import act_bears
from sayso.extract.settling.days import day_told, iso
from sayso.extract.settling.deeds import count_deeds
from sayso.extract.settling.numbers import bounds_of, number_bears, wanted_bounds
from sayso.extract.settling.outcomes import (
    evidence,
    is_loose,
    unsettled,
    written,
    written_bounds,
)
from sayso.extract.settling.records import Happening, Number, Pattern, Settled

NEAR: Final = 8  # days around a horizon in which a rate tells what it was then


def settle_deeds(pattern: Pattern, found: Sequence[Happening], passed: bool) -> Settled:
    """Return what became of a number of acts that were foretold."""
    done = [
        one for one in found if one.factuality == "actual" and act_bears(pattern, one) == "sure"
    ]
    count, counted = count_deeds(pattern, done)
    if not count:
        return unsettled("no later record counts such acts", passed=passed)
    low, high = wanted_bounds(pattern)
    reason = f"{written(count)} so far, of {written_bounds(low, high)}"
    if high is not None and count > high:
        return above(pattern, count, high, counted)
    full = low is None or count >= low
    if passed and not full:
        return unsettled(reason, evidence(counted), passed=True, so_far=count)
    final = full and (passed or high is None)
    return Settled(
        outcome="borne_out" if final else "on_track",
        reason=reason,
        low=count,
        evidence=evidence(counted),
    )


def settle_total(pattern: Pattern, found: Sequence[Happening], passed: bool) -> Settled:
    """Return what became of a total that was foretold: it only grows.

    A smaller number shows nothing, for it may count a part, or be of an earlier day.
    """
    told = [one for one in found if number_bears(pattern, one) and is_before_end(pattern, one)]
    sums = [(number, one) for one in told if (number := bounds_of(one)[0]) is not None]
    low, high = wanted_bounds(pattern)
    over = [(number, one) for number, one in sums if high is not None and number > high]
    if over:
        most = max(number for number, _ in over)
        return above(pattern, most, high, [one for _, one in over])
    reached = [(number, one) for number, one in sums if low is not None and number >= low]
    if not reached:
        return unsettled("no later record gives such a number", passed=passed)
    so_far, records = max(number for number, _ in reached), [one for _, one in reached]
    if passed or high is None:
        reason = f"{records[0].words} on {iso(day_told(records[0]) or 0)}"
        return Settled(outcome="borne_out", reason=reason, low=so_far, evidence=evidence(records))
    reason = f"{written(so_far)} so far, of {written_bounds(low, high)}"
    return Settled(outcome="on_track", reason=reason, low=so_far, evidence=evidence(records))


def above(pattern: Pattern, count: Number, high: Number, found: Sequence[Happening]) -> Settled:
    """Return the outcome where more came to pass than the upper bound allows."""
    return Settled(
        outcome="on_track" if is_loose(pattern) else "contradicted",
        reason=f"{written(count)}, more than {written(high)}",
        low=count,
        evidence=evidence(found, "against"),
    )


def settle_level(pattern: Pattern, found: Sequence[Happening], passed: bool) -> Settled:
    """Return what became of a rate, a share or a sum that was foretold: it goes up and down."""
    told = [one for one in found if number_bears(pattern, one)]
    meets = [one for one in told if is_before_end(pattern, one) and is_within(pattern, one)]
    misses = [one for one in told if is_outside(pattern, one)]
    if meets:
        return Settled(
            outcome="borne_out",
            reason=given(meets[0]),
            low=bounds_of(meets[0])[0],
            high=bounds_of(meets[0])[1],
            evidence=evidence(meets),
        )
    final = [one for one in misses if is_at_end(pattern, one)]
    if final and passed and not is_loose(pattern):
        return Settled(
            outcome="contradicted",
            reason=given(final[-1]),
            low=bounds_of(final[-1])[0],
            high=bounds_of(final[-1])[1],
            evidence=evidence(final, "against"),
        )
    reason = "another number so far" if misses else "no later record gives such a number"
    return unsettled(reason, evidence(misses, "against"), passed=passed)


def given(one: Happening) -> str:
    """Return what a record gives, and for which day."""
    return f"{one.words} on {iso(day_told(one) or 0)}"


def is_before_end(pattern: Pattern, one: Happening) -> bool:
    """Tell whether a number holds for a day before the horizon has passed."""
    day = day_told(one)
    return pattern.horizon is None or (day is not None and day < pattern.horizon.after)


def is_at_end(pattern: Pattern, one: Happening) -> bool:
    """Tell whether a number holds for the last days before the horizon, or the first after it."""
    day, horizon = day_told(one), pattern.horizon
    if day is None or horizon is None:
        return False
    return horizon.after - NEAR <= day < horizon.after + NEAR


def is_within(pattern: Pattern, one: Happening) -> bool:
    """Tell whether a number surely lies within the bounds that were foretold."""
    low, high = wanted_bounds(pattern)
    least, most = bounds_of(one)
    over = low is None or (least is not None and least >= low)
    under = high is None or (most is not None and most <= high)
    return over and under


def is_outside(pattern: Pattern, one: Happening) -> bool:
    """Tell whether a number surely lies outside the bounds that were foretold."""
    low, high = wanted_bounds(pattern)
    least, most = bounds_of(one)
    over = high is not None and least is not None and least > high
    return over or (low is not None and most is not None and most < low)
