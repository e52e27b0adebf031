"""Quantities as MeasEval marks them: hedge, number and unit, without the counted noun."""

from collections.abc import Iterable, Iterator
from typing import Any

from bench.quality.coding import Item, Prediction
from sayso.extract.quantities import Counted, find_counted
from sayso.records import Quantity

OPEN = frozenset({"more_than", "at_least", "less_than", "at_most", "range"})


def predict(items: Iterable[Item]) -> Iterator[tuple[str, Prediction]]:
    """Yield each document's quantities in the scorer's shape."""
    for item in items:
        found = find_counted(item.doc)
        yield item.gold.id, {"quantities": [as_gold(item, counted) for counted in found]}


def as_gold(item: Item, counted: Counted) -> dict[str, Any]:
    """Return the quantity with the modifiers of MeasEval and the noun as its entity."""
    entity = item.doc.span_of(counted.item) if counted.item is not None else None
    return {
        "span": [counted.amount.start, counted.amount.end],
        "unit": unit_words(item, counted),
        "modifiers": list(modifiers_of(counted.quantity)),
        "entity": [entity.start, entity.end] if entity else None,
    }


def unit_words(item: Item, counted: Counted) -> str | None:
    """Return the unit as printed, which is what the corpus gives; None for counts."""
    end = counted.number.idx + len(counted.number)
    if counted.quantity.unit is None or end >= counted.amount.end:
        return counted.quantity.unit
    return item.doc.text[end : counted.amount.end].strip() or None


def modifiers_of(quantity: Quantity) -> Iterator[str]:
    """Yield the modifiers that the qualifier and kind stand for."""
    if quantity.kind == "count":
        yield "IsCount"
    if quantity.qualifier in OPEN:
        yield "IsRange"
    if quantity.qualifier in ("about", "vague"):
        yield "IsApproximate"
