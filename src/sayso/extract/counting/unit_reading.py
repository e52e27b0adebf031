"""The unit of one number in its text: its own, one shared with its neighbours, and the sign."""

import re

from msgspec.structs import replace

from sayso.annotate.document import Document
from sayso.extract.counting.numbers import Number
from sayso.extract.counting.numerals import SHARE
from sayso.extract.counting.quantity_parts import Draft
from sayso.extract.counting.units import Unit, find_unit, percent_of

MINUS = re.compile(r"(?:^|[\s(=<>~∼≈±≤≥])([-−–]|minus )$", re.IGNORECASE)
SIGNED_KINDS = ("measure", "share")
# Further numbers that share a unit with the first: "0.5, 0.6 and 0.7 ppm"
SERIES = re.compile(r"(?:(?:,? (?:and|or|to) |, | ?[±] ?)\d{1,9}(?:\.\d{1,9})?){1,6}(?![\d.,]*\d)")
SERIES_WINDOW = 60


def unit_of(doc: Document, number: Number, previous: Draft | None) -> Unit | None:
    """Return the unit of a number; "magnitude 5.7 and 5.2" gives the second that of the first."""
    text, end = doc.text, number.end
    if number.entry == SHARE and number.value is not None and number.value != 1:
        return percent_of(number.start, end)
    if number.shape == "vague" and text[end : end + 4].lower() == " of ":
        behind = find_unit(text, number.start, end + 3, scaled=True)
        return behind if behind and behind.end > end + 3 else None
    unit = find_unit(text, number.start, end, scaled=number.scale > 1)
    if unit is None and number.figures:
        unit = unit_ahead(text, number)
    if unit is not None or previous is None or previous.unit is None:
        return unit
    between = text[previous.span.end : number.start].lower()
    shared = previous.unit.start < previous.number.start and previous.unit.entry.kind == "measure"
    if shared and between in (" and ", " or ", ", "):
        return replace(previous.unit, start=number.start, end=number.end, hyphen=False)
    return None


def unit_ahead(text: str, number: Number) -> Unit | None:
    """Return the unit that a number shares with the next one: "8 and 12 foot walls"."""
    series = SERIES.match(text[number.end : number.end + SERIES_WINDOW])
    if series is None:
        return None
    edge = number.end + series.end()
    shared = find_unit(text, edge - 1, edge, scaled=False)
    if shared is None or shared.entry.divisor or shared.start < edge - 1:
        return None
    return replace(shared, start=number.start, end=number.end, hyphen=False)


def with_sign(text: str, number: Number, unit: Unit | None) -> Number:
    """Return the number with the minus that stands before a temperature, measure or share.

    A dash is a minus where nothing else can be meant: before what is signed often.
    """
    if unit is None or number.value is None or number.shape != "exact":
        return number
    if not unit.entry.signed and unit.entry.kind not in SIGNED_KINDS:
        return number
    minus = MINUS.search(text[max(number.start - 8, 0) : number.start])
    if minus is None or (minus[1] == "–" and not unit.entry.signed):
        return number
    below = -number.value
    return replace(number, start=number.start - len(minus[1]), value=below, low=below, high=below)
