"""What a number is measured in: currencies, percent, physical units and lengths of time.

Looks at the characters right before and right after a number, a bounded window, so each look
costs the same however long the text.
"""

import re
from functools import cache
from typing import Literal

import msgspec
from msgspec.structs import replace

from sayso.lexicons import Entry, Lexicon, load_lexicon

UnitKind = Literal["money", "share", "measure", "duration"]

WINDOW = 32  # longer than any form
SYMBOL = 2  # letters; a form so short is a symbol, and stands behind figures only
BLANKS = (" ", "\u00a0", "\u2009", "\u202f")
GAPS = " \u00a0\u2009\u202f-–‑"  # one of these may stand between number and unit
GLUED = frozenset("CFVAWNJ")  # single letters that are written onto figures as units
MOST_DIVISORS = 3
# A unit with a negative power, and what a unit is divided by
INVERSE = re.compile(r"[ \u00a0·⋅]?([A-Za-zμµ]{1,4})\s?[-−–⁻]\s?([123¹²³])(?![\d.])")
DIVISION = re.compile(
    r"(/|\sper\s|\san?\s(?=cubic|square|litre|liter))([^\W\d_]{1,12}[23²³]?(?:\s[^\W\d_]{1,9})?)"
)
POWERS = {"2": "2", "²": "2", "3": "3", "³": "3"}


class UnitEntry(Entry, frozen=True, kw_only=True):
    """One unit, with the forms that stand before and after a number."""

    kind: UnitKind
    item: str  # lemma of the unit word: "euro"
    code: str | None = None  # ISO 4217, "%" or UCUM; None where the word alone does not tell
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    symbols: tuple[str, ...] = ()  # behind figures, in this very case: "K"
    # the same, with a code for each: "keV"
    codes: dict[str, str] = msgspec.field(default_factory=dict)
    scaled: bool = False  # only behind a scale word: "2 million pounds"
    signed: bool = False  # a minus before the number counts: "-40 degrees"
    divisor: int | None = None  # value x 100 / divisor is the share in percent, or the sum


class UnitLexicon(Lexicon, frozen=True, kw_only=True):
    """`units.toml`."""

    entry: tuple[UnitEntry, ...]


class Unit(msgspec.Struct, frozen=True):
    """A unit beside a number: its entry, and the characters `[start, end)` of number and unit."""

    entry: UnitEntry
    start: int
    end: int
    hyphen: bool  # tied to the number by a hyphen: "a 24-hour walkout"
    code: str | None  # that of the entry, or of this form of it, or of a compound: "mg/L"


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
        for form in (*entry.after, *entry.symbols, *entry.codes):
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
    the number takes a following "dollars" or "US dollars" along; what it is divided by goes with
    a measure ("30 mg/L").
    """
    ahead = unit_before(text, start)
    behind = unit_after(text, end, scaled=scaled)
    if ahead is None:
        return behind and replace(divided(text, behind), start=start)
    if behind is not None and behind.entry.kind == ahead.entry.kind:
        return replace(ahead, end=behind.end, hyphen=behind.hyphen)
    return replace(ahead, end=end)


def divided(text: str, unit: Unit) -> Unit:
    """Return a measure with the units that it is divided by: "mg/L", "km s−1", "g per litre"."""
    if unit.entry.kind not in ("measure", "duration"):
        return unit
    for _ in range(MOST_DIVISORS):
        found = inverse_behind(text, unit.end) or divisor_behind(text, unit.end)
        if found is None:
            return unit
        code = f"{unit.code}{found[1]}" if unit.code and found[1] else None
        unit = replace(unit, end=found[0], code=code)
    return unit


def inverse_behind(text: str, end: int) -> tuple[int, str | None] | None:
    """Return where a unit with a negative power ends ("s−1"), and its code; None for none."""
    found = INVERSE.match(text, end)
    if found is None or found[1] not in load_units()[1]:
        return None
    code = code_of(found[1], load_units()[1][found[1]][0])
    power = "" if found[2] in ("1", "¹") else POWERS[found[2]]
    return found.end(), f"/{code}{power}" if code else None


def divisor_behind(text: str, end: int) -> tuple[int, str | None] | None:
    """Return where "/L" or " per litre" ends, and its code; None for none and for a period."""
    found = DIVISION.match(text, end)
    if found is None:
        return None
    words = found[2].split()
    tried = [found[2], found[2].lower(), words[0], words[0].lower()]
    form = next((one for one in tried if one in load_units()[1]), None)
    if form is None:
        return None
    end = found.start(2) + len(form)
    entry = load_units()[1][form][0]
    worded = not found[1].startswith("/")
    if entry.kind not in ("measure", "duration") or (worded and entry.kind == "duration"):
        return None
    code = code_of(form, entry)
    return end, f"/{code}" if code else None


def code_of(form: str, entry: UnitEntry) -> str | None:
    """Return the code of one form of a unit."""
    return entry.codes.get(form, entry.code)


def percent_of(start: int, end: int) -> Unit:
    """Return percent as the unit of a number that says so itself: "half", "two in five"."""
    entry = load_units()[1]["percent"][0]
    return Unit(entry, start, end, hyphen=False, code=entry.code)


def unit_before(text: str, start: int) -> Unit | None:
    """Return the unit whose form ends at `start`, a space between allowed."""
    table = load_units()[0]
    edge = start - 1 if text[start - 1 : start] in tuple(GAPS) and start else start
    window = text[max(edge - WINDOW, 0) : edge].lower()
    for size in range(min(len(window), WINDOW), 0, -1):
        form = window[-size:]
        if form in table and not (form[0].isalpha() and window[-size - 1 : -size].isalnum()):
            entry = table[form][0]
            return Unit(entry, edge - size, edge, hyphen=False, code=entry.code)
    return None


@cache
def symbols() -> frozenset[str]:
    """Return the forms whose case matters."""
    entries = load_lexicon("units", UnitLexicon).entry
    return frozenset(form for entry in entries for form in (*entry.symbols, *entry.codes))


def is_symbol(form: str) -> bool:
    """Tell whether `form` is a unit symbol in its very case."""
    return form in symbols()


def is_symbol_here(text: str, end: int, edge: int) -> bool:
    """Tell whether letters behind a number can be a symbol like "m": "9 m", not "one M-16"."""
    if end <= 0 or not (text[end - 1].isdigit() or text[end - 1] == ")"):
        return False
    glued = text[edge : edge + 2]
    return glued[:1] not in ("-", "'", "’") or INVERSE.match(text, edge - 1) is not None


def unit_after(text: str, end: int, *, scaled: bool) -> Unit | None:
    """Return the unit whose form starts at `end`, a space or hyphen between allowed."""
    table = load_units()[1]
    gap = text[end : end + 1]
    first = end + 1 if gap and gap in GAPS else end
    printed = text[first : first + WINDOW]
    window = printed.lower() if len(printed.lower()) == len(printed) else printed
    for size in range(len(window), 0, -1):
        form = printed[:size] if is_symbol(printed[:size]) else window[:size]
        if form not in table or (form[-1].isalnum() and window[size : size + 1].isalnum()):
            continue
        if not is_written_so(text, end, first, form):
            continue
        entry = fitting(table[form], scaled=scaled)
        if entry is not None:
            hyphen = gap not in ("", *BLANKS) and first > end
            return Unit(entry, end, first + size, hyphen, code_of(form, entry))
    return None


def is_written_so(text: str, end: int, first: int, form: str) -> bool:
    """Tell whether a form at `first` can be the unit of the number that ends at `end`."""
    if is_symbol(form):
        glued = first == end and is_gluable(form, text[max(end - 2, 0) : end])
        blank = text[end:first] in BLANKS and first > end
        if not (glued or blank) or not is_symbol_here(text, end, first + len(form)):
            return False
    return len(form) > SYMBOL or is_symbol_here(text, end, first + len(form))


def is_gluable(symbol: str, digits: str) -> bool:
    """Tell whether a symbol may be written onto a figure: "20kV", "45C", not "Figure 3C"."""
    if not symbol.isalpha():
        return True  # "5‰"
    return len(symbol) > 1 or (symbol in GLUED and len(digits) > 1 and digits.isdigit())


def fitting(entries: tuple[UnitEntry, ...], *, scaled: bool) -> UnitEntry | None:
    """Return the entry for a number with or without a scale; one that needs it goes first."""
    allowed = [entry for entry in entries if scaled or not entry.scaled]
    return next((one for one in allowed if one.scaled), None) or next(iter(allowed), None)
