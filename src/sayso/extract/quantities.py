"""A number someone gave, with the bounds its wording implies, and what it counts.

`drafts` reads what each number says by its own words, `quantity_parts` how they lean on each
other; here they become records. Whose claim a number is, and which event, place and time it
belongs to, is not read here: those fields are None until the pipeline binds them.
"""

from dataclasses import dataclass
from decimal import Decimal

from spacy.tokens import Token

from sayso.annotate.document import Document
from sayso.extract.counting.bounds import BoundEntry, read_bounds
from sayso.extract.counting.drafts import find_drafts
from sayso.extract.counting.quantity_parts import Draft, link_drafts
from sayso.extract.counting.revisions import link_revisions
from sayso.ids import content_id
from sayso.records import Quantity, QuantityKind, Span

__all__ = ["Counted", "find_counted", "find_drafts", "find_quantities"]


@dataclass(frozen=True, slots=True)
class Counted:
    """A quantity with the tokens that later stages hang it by."""

    quantity: Quantity
    number: Token  # heads the number's words
    item: Token | None  # the counted noun; None where it is left out
    amount: Span  # hedge, number and unit, without the counted noun
    unit: Span | None = None  # the words of the unit, behind or before the number
    hedge: BoundEntry | None = None
    loose: bool = False  # an "about" stands with it, whatever else bounds it: "about 5 to 7"
    earlier: bool = False  # what a total was before: "from 14"


def find_quantities(doc: Document) -> tuple[Quantity, ...]:
    """Return the quantities of `doc` in text order.

    `event`, `attribution`, `place` and `time` are None; `part_of`, `revises` and `adds_to` are
    filled.
    """
    return tuple(counted.quantity for counted in find_counted(doc))


def find_counted(doc: Document) -> tuple[Counted, ...]:
    """Return the quantities of `doc` in text order, with their number and item tokens."""
    drafts = list(find_drafts(doc))
    link_drafts(doc, drafts)
    link_revisions(doc, drafts)
    return tuple(
        Counted(
            quantity=record(doc, draft, drafts),
            number=draft.counted.number,
            item=draft.counted.noun or draft.counted.others,
            amount=draft.amount,
            unit=unit_span(draft),
            hedge=draft.hedge,
            loose=draft.loose,
            earlier=draft.earlier,
        )
        for draft in drafts
    )


def unit_span(draft: Draft) -> Span | None:
    """Return where the unit of a draft stands, None without one and for one that is shared."""
    unit, number = draft.unit, draft.number
    if unit is None or (unit.start == number.start and unit.end == number.end):
        return None
    if unit.end > number.end:
        return Span(number.end, unit.end)
    return Span(unit.start, number.start)


def record(doc: Document, draft: Draft, drafts: list[Draft]) -> Quantity:
    """Return the record of a draft."""

    def id_at(position: int | None) -> str | None:
        return quantity_id(doc, drafts[position]) if position is not None else None

    entry = draft.unit.entry if draft.unit else None
    kind: QuantityKind = entry.kind if entry else "count"
    whole = kind == "count"
    low, high, qualifier = read_bounds(draft.number, draft.hedge, whole=whole)
    divisor = entry.divisor if entry else None
    return Quantity(
        id=quantity_id(doc, draft),
        sentence=draft.sentence,
        span=draft.span,
        text=doc.quote(draft.span),
        kind=kind,
        unit=draft.unit.code if draft.unit else None,
        value=plain(draft.number.value, divisor),
        low=plain(low, divisor),
        high=plain(high, divisor),
        qualifier=qualifier,
        item=draft.item,
        measure=draft.measure,
        per=draft.per,
        part_of=id_at(draft.whole),
        event=None,
        attribution=None,
        place=None,
        time=None,
        revises=id_at(draft.revises),
        adds_to=id_at(draft.adds_to),
    )


def quantity_id(doc: Document, draft: Draft) -> str:
    """Return the id of the quantity that a draft becomes."""
    return content_id("quantity", doc.report.id, draft.span.start, draft.span.end)


def plain(amount: Decimal | None, divisor: int | None) -> int | float | None:
    """Return an amount as an int where it is whole, else as a float; fractions in percent."""
    if amount is None:
        return None
    if divisor is not None:
        amount = amount * 100 / divisor
    return int(amount) if amount == amount.to_integral_value() else float(amount)
