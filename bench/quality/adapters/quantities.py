"""Quantities as MeasEval marks them: hedge, number and unit, without the counted noun.

What stands there as one quantity comes from several of our records: "from 5 to 7 km" is a change
of two numbers to us and a range there, "5, 6 and 7 km" a list.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from bench.quality.coding import Item, Prediction
from sayso.extract.quantities import Counted, find_counted

OPEN = frozenset({"more_than", "at_least", "at_most", "range"})
# What parts the ends of a change, and the members of a list
CHANGE = re.compile(r"\s?to\s?|\s?[–—-]\s?")
LIST = re.compile(r",\s|,?\s(?:and|or)\s|\s?[×x/]\s?")
SEPARATE = re.compile(r"(?:[^.;]|\.\d){0,120}\brespectively\b")
BETWEEN = re.compile(r"\bbetween\s$")
# Indefinite quantities, which MeasEval leaves out
INDEFINITE = re.compile(r"(?:several|a few|a couple of|a handful of)$", re.IGNORECASE)
MEAN = re.compile(r"\b(?:means?|averages?|averaged)\b[^.;,()]{0,40}$", re.IGNORECASE)
MEDIAN = re.compile(r"\bmedian\b[^.;,()]{0,40}$", re.IGNORECASE)
LOOKED_AT = 60  # characters before a quantity


def predict(items: Iterable[Item]) -> Iterator[tuple[str, Prediction]]:
    """Yield each document's quantities in the scorer's shape."""
    for item in items:
        text = item.doc.text
        found = [c for c in find_counted(item.doc) if not is_indefinite(text, c)]
        groups = group(text, found)
        yield item.gold.id, {"quantities": [as_gold(item, members) for members in groups]}


def is_indefinite(text: str, counted: Counted) -> bool:
    """Tell whether a quantity says no more than "several"."""
    return INDEFINITE.fullmatch(text[counted.amount.start : counted.amount.end]) is not None


def group(text: str, found: Sequence[Counted]) -> Iterator[list[Counted]]:
    """Yield the quantities that MeasEval takes as one, in text order."""
    members: list[Counted] = []
    for counted in found:
        if members and not belongs(text, members[-1], counted):
            yield members
            members = []
        members.append(counted)
    if members:
        yield members


def belongs(text: str, before: Counted, after: Counted) -> bool:
    """Tell whether two neighbours of one unit are ends of a change or members of a list."""
    if before.quantity.unit != after.quantity.unit or before.quantity.unit is None:
        return False
    between = text[before.amount.end : after.amount.start]
    if CHANGE.fullmatch(between):
        return True
    return LIST.fullmatch(between) is not None and not SEPARATE.match(text, after.amount.end)


def as_gold(item: Item, members: Sequence[Counted]) -> dict[str, Any]:
    """Return quantities taken as one, with the modifiers of MeasEval and the noun as entity."""
    noun = members[-1].item
    entity = item.doc.span_of(noun) if noun is not None else None
    return {
        "span": [members[0].amount.start, members[-1].amount.end],
        "unit": unit_words(item, members[-1]),
        "modifiers": sorted(modifiers_of(item.doc.text, members)),
        "entity": [entity.start, entity.end] if entity else None,
    }


def unit_words(item: Item, counted: Counted) -> str | None:
    """Return the unit as printed, which is what the corpus gives; None for counts."""
    if counted.unit is None:
        return counted.quantity.unit
    return item.doc.quote(counted.unit).strip(" -‑–") or None


def modifiers_of(text: str, members: Sequence[Counted]) -> set[str]:
    """Return the modifiers that qualifier, kind and the words before stand for."""
    modifiers = set().union(*(modifiers_of_one(counted) for counted in members))
    if len(members) > 1:
        modifiers.add(joined_as(text, members))
    start = members[0].amount.start
    before = text[max(start - LOOKED_AT, 0) : start]
    statistics = {counted.hedge.statistic for counted in members if counted.hedge}
    if "mean" in statistics or MEAN.search(before):
        modifiers.add("IsMean")
    if "median" in statistics or MEDIAN.search(before):
        modifiers.add("IsMedian")
    return modifiers


def joined_as(text: str, members: Sequence[Counted]) -> str:
    """Return the modifier of several numbers that are one: a range, or a list."""
    first, last = members[0].amount, members[-1].amount
    between = text[first.end : members[1].amount.start]
    opened = BETWEEN.search(text[max(first.start - LOOKED_AT, 0) : first.start])
    if CHANGE.fullmatch(between) or (opened and last is not first):
        return "IsRange"
    return "IsList"


def modifiers_of_one(counted: Counted) -> Iterator[str]:
    """Yield the modifiers of one quantity by itself."""
    quantity, hedge = counted.quantity, counted.hedge
    if quantity.kind == "count" and quantity.item is not None:
        yield "IsCount"
    if quantity.qualifier == "range" and quantity.value is not None:
        yield "HasTolerance"
    elif quantity.qualifier in OPEN or (
        quantity.qualifier == "less_than" and not (hedge and hedge.inclusive)
    ):
        yield "IsRange"
    if quantity.qualifier in ("about", "vague") or counted.loose or (hedge and hedge.inclusive):
        yield "IsApproximate"
