"""The words of time, read from `lexicons/en/times.toml`, and the patterns made of them."""

import re
from functools import cache
from typing import Literal

from sayso.lexicons import Entry, Lexicon, load_lexicon

Kind = Literal[
    "month", "month_short", "weekday", "weekday_short", "part", "season", "unit", "count",
    "tens", "ordinal", "relation", "anaphora", "deictic", "reference", "attribute", "frequency",
    "quantifier", "holiday", "decade", "zone", "phase", "hedge", "roman",
]  # fmt: skip


class TimeEntry(Entry, frozen=True, kw_only=True):
    """Words of one meaning; what `forms` maps them to is told at the head of the file."""

    kind: Kind
    forms: dict[str, str]


class TimeLexicon(Lexicon, frozen=True, kw_only=True):
    """The words that make time expressions."""

    entry: tuple[TimeEntry, ...]


def load_words() -> TimeLexicon:
    """Return the lexicon of time words; raises `LexiconError` where it is malformed."""
    lexicon: TimeLexicon = load_lexicon("times", TimeLexicon)
    return lexicon


@cache
def forms_of(kind: str) -> dict[str, str]:
    """Return form -> value over all entries of `kind`."""
    return {
        form: value
        for entry in load_words().entry
        if entry.kind == kind
        for form, value in entry.forms.items()
    }


def value_of(kind: str, printed: str) -> str:
    """Return the value of `printed`, a form of `kind` in any case and spacing."""
    return forms_of(kind)[" ".join(printed.lower().split())]


def value_or_none(kind: str, printed: str | None) -> str | None:
    """Return the value of `printed`, None where nothing was printed."""
    return value_of(kind, printed) if printed else None


def month_number(printed: str) -> str:
    """Return the number of a month in any of its forms."""
    word = printed.lower().rstrip(".")
    return forms_of("month").get(word) or forms_of("month_short")[word]


SPACE = r"(?:\s{1,2})"
JOINT = r"(?:\s{1,2}|[-‐‑–])"  # between the words of a compound: "24-hour", "third quarter"
SUFFIXES = ("st", "nd", "rd", "th", "s")  # what digits carry: "3rd", "1980s"
# Slots that stand for a shape; all others stand for the forms of a kind of the lexicon.
SHAPES = {
    "day": r"(?:3[01]|[12]\d|0?[1-9])(?!\d)(?:st|nd|rd|th)?(?![\w%]|[.,/:]\d)",
    "year": r"(?:1[0-9]|20)[0-9][0-9](?![\w%]|[.,/:]\d)",
    "short_year": r"\d\d(?!\w)",
    "spoken_year": r"(?:nineteen|twenty)(?:\s{1,2}|-)(?:ten|eleven|twelve|(?:thir|four|fif|six|"
    r"seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:(?:\s{1,2}|-)(?:one|two"
    r"|three|four|five|six|seven|eight|nine)\b)?)\b|two\s{1,2}thousand(?:\s{1,2}(?:one|two|three"
    r"|four|five|six|seven|eight|nine|ten|eleven|twelve)\b)?",
    "year_digits": r"(?:1[0-9]|20)[0-9]0",
    "numeral": r"\d{1,4}(?:\.\d{1,2})?(?![\d%,])",
}


def alternatives(kind: str) -> str:
    """Return a pattern for the forms of `kind`, the longest first."""
    forms = sorted(forms_of(kind), key=len, reverse=True)
    return "|".join(re.escape(form).replace(r"\ ", SPACE) for form in forms)


def slot(match: re.Match[str]) -> str:
    """Return the pattern of a slot `<name>`, `<name:kind>` or `<:kind>` (unnamed)."""
    name, _, kind = match.group(1).partition(":")
    kind = kind or name
    body = composite(kind)
    return f"(?P<{name}>{body})" if name else f"(?:{body})"


def composite(kind: str) -> str:
    """Return the pattern of a shape, of a kind, or of a kind made of several."""
    if kind in SHAPES:
        return SHAPES[kind]
    if kind == "any_month":
        return rf"(?:{alternatives('month')})\b|(?:{alternatives('month_short')})\b\.?"
    if kind == "any_weekday":
        return rf"(?:{alternatives('weekday')})\b|(?:{alternatives('weekday_short')})\b\.?"
    if kind == "number":
        return number_pattern()
    if kind == "date_number":
        return rf"{SHAPES['day']}|(?:{alternatives('ordinal')})\b"
    return rf"(?:{alternatives(kind)})\b"


def number_pattern() -> str:
    """Return the pattern of a count: "3", "2.5", "2 1/2", "twenty-four", "several", "a"."""
    count = rf"(?:{alternatives('count')})\b"
    tens = rf"(?:{alternatives('tens')})\b(?:{JOINT}{count})?"
    numeral = rf"{SHAPES['numeral']}(?:(?:{SPACE}|-)1/2)?"
    return rf"(?:{numeral}|{tens}|{count})"


@cache
def pattern(form: str, *, joined: bool = False) -> re.Pattern[str]:
    """Return the compiled pattern of `form`; it starts a word unless it is `joined` to one.

    In `form` a space matches one or two white spaces, ` ?` none either, `~` white space or a
    hyphen, and `<slot>` what the lexicon or `SHAPES` holds under that name. No part repeats
    without bound, so matching costs a bounded time at each place.
    """
    spaced = form.replace("~", JOINT).replace(" ", SPACE)
    body = re.sub(r"(?<!\?P)<([\w:]+)>", slot, spaced)
    start = "" if joined else r"(?<![\w$£€#])"
    return re.compile(f"{start}(?:{body})", re.IGNORECASE)


def parse_number(printed: str) -> str:
    """Return a count as TIMEX3 writes it: "3", "2.5" or "X" for some."""
    words = printed.lower().replace("-", " ").split()
    half = 0.5 if words[-1] == "1/2" else 0
    if half:
        words = words[:-1]
    if words[0][0].isdigit():
        return f"{float(words[0]) + half:g}"
    first = forms_of("tens").get(words[0])
    if first is None:
        return value_of("count", printed)
    rest = " ".join(words[1:])
    added = forms_of("count").get(rest, "0")
    return str(int(first) + int(added)) if added.isdigit() else "X"


def parse_duration(count: str, unit: str) -> str:
    """Return the TIMEX3 duration of `count` units: ("24", "TH") -> "PT24H".

    `unit` is a value of the kind "unit"; halves go to the next finer unit ("P2Y6M").
    """
    scale, letter = {"DE": (10, "Y"), "C": (100, "Y"), "2W": (2, "W")}.get(unit, (1, unit[-1]))
    head = "PT" if unit.startswith("T") else "P"
    if unit == "WE":
        return f"P{count}WE"
    if count == "X":
        return f"{head}X{'C' if unit == 'C' else letter}"
    amount = float(count) * scale
    halves = {"Y": "6M", "H": "30M", "D": "T12H", "M": "30S" if head == "PT" else ""}
    if amount % 1 == 0.5 and halves.get(letter):
        whole = f"{int(amount)}{letter}" if amount >= 1 else ""
        return f"{head}{whole}{halves[letter]}"
    return f"{head}{amount:g}{letter}"
