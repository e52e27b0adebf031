"""The hedge around a number, and the bounds that its wording implies."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal

from spacy.tokens import Token

from sayso.annotate.document import Document
from sayso.extract.counting.numbers import Number
from sayso.lexicons import Entry, Lexicon, load_lexicon
from sayso.records import Qualifier, QuantityKind

WINDOW = 40  # longer than any hedge with what may stand between it and the number
# "another 10": part of the phrase; a hedge may stand before it
FURTHER = re.compile(r"\b(?:another|a further|further|an additional|additional|some other)\s$")


Statistic = Literal["mean", "median"]


class BoundEntry(Entry, frozen=True, kw_only=True):
    """A hedge with the bound it sets."""

    qualifier: Qualifier
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    inclusive: bool = False  # the number itself is allowed: "nearly 900"
    adverb: bool = False  # also a preposition: only where the parse ties it to the number
    not_after: tuple[str, ...] = ()  # lemmas that take the form as their preposition
    statistic: Statistic | None = None
    only: tuple[QuantityKind, ...] = ()  # kinds of quantity that it goes with; all where empty


class BoundLexicon(Lexicon, frozen=True, kw_only=True):
    """`quantity_bounds.toml`."""

    entry: tuple[BoundEntry, ...]


@dataclass(frozen=True, slots=True)
class Hedge:
    """The hedge of one number, and the characters `[start, end)` of hedge and number."""

    entry: BoundEntry | None
    start: int
    end: int
    loose: bool = False  # an "about" stands with the bound: "more than about 20"


@cache
def load_bounds() -> tuple[dict[str, BoundEntry], dict[str, BoundEntry]]:
    """Return the hedges by the forms before and the forms after the number.

    Raises `LexiconError` where the lexicon is malformed.
    """
    entries = load_lexicon("quantity_bounds", BoundLexicon).entry
    before = {form: entry for entry in entries for form in entry.before}
    after = {form: entry for entry in entries for form in entry.after}
    return before, after


def find_hedge(
    doc: Document, start: int, end: int, *, ranged: bool, kind: QuantityKind = "count"
) -> Hedge:
    """Return the hedge of the number phrase at `[start, end)`, which may be none.

    "Another" and "a further" are taken into the phrase. `ranged` says that the number is a range,
    the only thing that "between" goes with.
    """
    further = FURTHER.search(doc.text[max(start - WINDOW, 0) : start].lower())
    opening = start - len(further[0]) if further else start
    found = hedge_before(doc, opening, ranged=ranged, kind=kind)
    if found is not None:
        outer = hedge_before(doc, found.start, ranged=ranged, kind=kind)
        return chained(found, outer, end)
    behind = hedge_after(doc.text, end)
    return Hedge(behind.entry, opening, behind.end) if behind else Hedge(None, opening, end)


def chained(inner: Hedge, outer: Hedge | None, end: int) -> Hedge:
    """Return one hedge for two: "up to about 50" is bounded by 50, loosely."""
    if outer is None or inner.entry is None or outer.entry is None:
        return Hedge(inner.entry, inner.start, end, is_about(inner))
    bound = outer.entry if is_about(inner) else inner.entry
    return Hedge(bound, outer.start, end, is_about(inner) or is_about(outer))


def is_about(hedge: Hedge) -> bool:
    """Tell whether a hedge says "about"."""
    return hedge.entry is not None and hedge.entry.qualifier == "about"


def hedge_before(doc: Document, start: int, *, ranged: bool, kind: QuantityKind) -> Hedge | None:
    """Return the longest hedge that ends where the number phrase starts, one space between."""
    table = load_bounds()[0]
    edge = start - 1 if start and doc.text[start - 1] in " \u00a0" else start
    window = doc.text[max(edge - WINDOW, 0) : edge].lower()
    for size in range(len(window), 0, -1):
        entry = table.get(window[-size:])
        if entry is None or (window[-size].isalpha() and window[-size - 1 : -size].isalnum()):
            continue
        if (entry.qualifier == "range" and not ranged) or (entry.only and kind not in entry.only):
            continue
        if not entry.not_after or ties_to_number(doc, edge - size, entry):
            return Hedge(entry, edge - size, edge)
    return None


def ties_to_number(doc: Document, start: int, entry: BoundEntry) -> bool:
    """Tell whether a hedge that is also a preposition goes with the number behind it."""
    tokens = doc.spacy_doc.char_span(start, start + 1, alignment_mode="expand")
    if tokens is None:
        return False
    hedge: Token = tokens[0]
    taken = hedge.i > 0 and hedge.nbor(-1).lemma_.lower() in entry.not_after
    if taken or (hedge.dep_ == "prt" and hedge.head.i < hedge.i):
        return False
    governed = hedge.dep_ == "prep" and hedge.head.lemma_.lower() in entry.not_after
    return not governed


def hedge_after(text: str, end: int) -> Hedge | None:
    """Return the longest hedge that stands right behind the number phrase."""
    table = load_bounds()[1]
    window = text[end : end + WINDOW].lower()
    for size in range(len(window), 0, -1):
        entry = table.get(window[:size])
        if entry is not None and not window[size : size + 1].isalnum():
            return Hedge(entry, end, end + size)
    return None


Amount = Decimal | None


def read_bounds(
    number: Number, entry: BoundEntry | None, *, whole: bool
) -> tuple[Amount, Amount, Qualifier]:
    """Return the inclusive bounds and the qualifier of a hedged number.

    A `whole` count that is more than 20 is at least 21, one fewer than 20 at most 19; a sum or
    measure of more than 20 km is only known to be no less than 20, so the number itself stands.
    """
    if number.shape == "range":
        return number.low, number.high, "range"
    if number.value is None:
        return None, None, "vague"
    step = Decimal(1) if whole and number.value == number.value.to_integral_value() else Decimal(0)
    value = number.value
    if entry is None or entry.qualifier == "exact":
        return value, value, "exact"
    if entry.qualifier == "more_than":
        return value + step, None, "more_than"
    if entry.qualifier == "at_least":
        return value, None, "at_least"
    if entry.qualifier == "less_than":
        return None, value if entry.inclusive else value - step, "less_than"
    if entry.qualifier == "at_most":
        return None, value, "at_most"
    return None, None, "about"
