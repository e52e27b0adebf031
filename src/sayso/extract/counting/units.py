"""What a number is measured in: currencies, percent, physical units and lengths of time.

Looks at the characters right before and right after a number, a bounded window, so each look
costs the same however long the text.
"""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from sayso.lexicons import Entry, Lexicon, load_lexicon

UnitKind = Literal["money", "share", "measure", "duration"]

WINDOW = 32  # longer than any form
SYMBOL = 2  # letters; a form so short is a symbol, and stands behind figures only
GAPS = " \u00a0-–‑"  # one of these may stand between number and unit


class UnitEntry(Entry, frozen=True, kw_only=True):
    """One unit, with the forms that stand before and after a number."""

    kind: UnitKind
    item: str  # lemma of the unit word: "euro"
    code: str | None = None  # ISO 4217, "%" or UCUM; None where the word alone does not tell
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    symbols: tuple[str, ...] = ()  # behind figures, in this very case: "keV"
    scaled: bool = False  # only behind a scale word: "2 million pounds"
    signed: bool = False  # a minus before the number counts: "-40 degrees"
    divisor: int | None = None  # fractions: value x 100 / divisor is the share in percent


class UnitLexicon(Lexicon, frozen=True, kw_only=True):
    """`units.toml`."""

    entry: tuple[UnitEntry, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit beside a number: its entry, and the characters `[start, end)` of number and unit."""

    entry: UnitEntry
    start: int
    end: int
    hyphen: bool  # tied to the number by a hyphen: "a 24-hour walkout"


FormTable = dict[str, tuple[UnitEntry, ...]]


@cache
def load_units() -> tuple[FormTable, FormTable]:
    """Return the units by the forms before and the forms after the number.

    Raises `LexiconError` where the lexicon is malformed.
    """
    before: FormTable = {}
    after: FormTable = {}
    for entry in load_lexicon("units", UnitLexicon).entry:
        for form in entry.before:
            before[form] = (*before.get(form, ()), entry)
        for form in (*entry.after, *entry.symbols):
            after[form] = (*after.get(form, ()), entry)
    return before, after


def is_unit_form(word: str) -> bool:
    """Tell whether `word`, in lower case, is a unit that may be written onto a figure ("9km")."""
    return word in load_units()[1] and not is_symbol(word)


def is_currency_form(letters: str) -> bool:
    """Tell whether `letters`, in lower case, is a currency that stands before a figure ("us$")."""
    return any(entry.kind == "money" for entry in load_units()[0].get(letters, ()))


def find_unit(text: str, start: int, end: int, *, scaled: bool) -> Unit | None:
    """Return the unit of the number at `[start, end)`, None where none stands beside it.

    `scaled` says that the number carries a scale word. The longest form wins; a currency before
    the number takes a following "dollars" or "US dollars" along.
    """
    ahead = unit_before(text, start)
    behind = unit_after(text, end, scaled=scaled)
    if ahead is None:
        return behind and Unit(behind.entry, start, behind.end, behind.hyphen)
    if behind is not None and behind.entry.kind == ahead.entry.kind:
        return Unit(ahead.entry, ahead.start, behind.end, behind.hyphen)
    return Unit(ahead.entry, ahead.start, end, hyphen=False)


def unit_before(text: str, start: int) -> Unit | None:
    """Return the unit whose form ends at `start`, a space between allowed."""
    table = load_units()[0]
    edge = start - 1 if text[start - 1 : start] in tuple(GAPS) and start else start
    window = text[max(edge - WINDOW, 0) : edge].lower()
    for size in range(min(len(window), WINDOW), 0, -1):
        form = window[-size:]
        if form in table and not (form[0].isalpha() and window[-size - 1 : -size].isalnum()):
            return Unit(table[form][0], edge - size, edge, hyphen=False)
    return None


@cache
def symbols() -> frozenset[str]:
    """Return the forms whose case matters."""
    entries = load_lexicon("units", UnitLexicon).entry
    return frozenset(symbol for entry in entries for symbol in entry.symbols)


def is_symbol(form: str) -> bool:
    """Tell whether `form` is a unit symbol in its very case."""
    return form in symbols()


def is_symbol_here(text: str, end: int, edge: int) -> bool:
    """Tell whether letters behind a number can be a symbol like "m": "9 m", not "one M-16"."""
    return end > 0 and text[end - 1].isdigit() and text[edge : edge + 1] not in ("-", "'", "’")


def unit_after(text: str, end: int, *, scaled: bool) -> Unit | None:
    """Return the unit whose form starts at `end`, a space or hyphen between allowed."""
    table = load_units()[1]
    gap = text[end : end + 1]
    first = end + 1 if gap and gap in GAPS else end
    printed = text[first : first + WINDOW]
    window = printed.lower() if len(printed.lower()) == len(printed) else printed
    for size in range(len(window), 0, -1):
        form = printed[:size] if is_symbol(printed[:size]) else window[:size]
        if form in table and not (form[-1].isalnum() and window[size : size + 1].isalnum()):
            if is_symbol(form) and (gap not in (" ", "\u00a0") or not text[end - 1].isdigit()):
                continue
            if len(form) <= SYMBOL and not is_symbol_here(text, end, first + size):
                continue
            fitting = [entry for entry in table[form] if scaled or not entry.scaled]
            entry = next((one for one in fitting if one.scaled), None) or next(iter(fitting), None)
            if entry is not None:
                return Unit(
                    entry, end, first + size, gap not in ("", " ", "\u00a0") and first > end
                )
    return None
