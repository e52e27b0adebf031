"""Outcomes with their evidence, and what all ways of settling have in common."""

from collections.abc import Sequence
from typing import Final

from sayso.extract.settling.days import day_told
from sayso.extract.settling.records import (
    Bearing,
    Evidence,
    Happening,
    Number,
    Pattern,
    Settled,
)
from sayso.extract.settling.wording import says

SHOWN: Final = 8  # records that are named as evidence: the earliest


def in_order(happening: Happening) -> tuple[int, str, str]:
    """Return what records are sorted by: the day that they tell of, then their ids."""
    return day_told(happening) or 0, happening.id, happening.report


def is_loose(pattern: Pattern) -> bool:
    """Tell whether a forecast holds on a condition, or says only what may be."""
    return pattern.possible or says("condition", pattern.telling)


def unsettled(
    reason: str, found: tuple[Evidence, ...] = (), *, passed: bool, so_far: Number = None
) -> Settled:
    """Return the outcome where the records do not settle a forecast: open, or expired."""
    return Settled(
        outcome="expired" if passed else "open",
        reason=f"{reason}; its time has passed" if passed else reason,
        low=so_far,
        evidence=found,
    )


def evidence(found: Sequence[Happening], bearing: Bearing = "for") -> tuple[Evidence, ...]:
    """Return records as evidence, the earliest first; a sentence printed often counts once.

    What says itself that it had been foretold is `told` where it bears a forecast out.
    """
    shown: list[Evidence] = []
    seen: set[tuple[str, str]] = set()
    for one in found:
        printed = " ".join(one.telling.sentence.casefold().split()), one.words
        if printed in seen or len(shown) == SHOWN:
            continue
        seen.add(printed)
        told = bearing == "for" and says("told", one.telling)
        shown.append(
            Evidence(
                report=one.report,
                record=one.id,
                bearing="told" if told else bearing,
                span=one.span,
                words=one.words,
                day=day_told(one) or 0,
            )
        )
    return tuple(shown)


def written(number: Number) -> str:
    """Return a number as a person writes it: 5,036."""
    if number is None:
        return "an unknown number"
    return f"{number:,}" if not float(number).is_integer() else f"{int(number):,}"


def written_bounds(low: Number, high: Number) -> str:
    """Return bounds as a person writes them."""
    if low is None:
        return f"at most {written(high)}"
    if high is None:
        return f"at least {written(low)}"
    return written(low) if low == high else f"{written(low)} to {written(high)}"
