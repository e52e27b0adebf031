"""Which part of a date is meant: "early May", "the end of March", "Monday afternoon"."""

from dataclasses import replace

from sayso.extract.timex.context import Reading
from sayso.extract.timex.moments import DAY_VALUE
from sayso.extract.timex.words import pattern, value_of
from sayso.records import Span

LOOK_BACK = 30  # characters before a date that may hold its phase: "the beginning of"
LOOK_AHEAD = 30  # characters after a day that may hold its part: "in the afternoon"
BEHIND = "(?:,? (?:in the |at |just |shortly )?|['’]s )<part>(?!\\w)"
BEFORE = (
    "(?:<phase>|(?:the )?(?:<part> (?:of|on)|(?P<bare>(?:before )?dawn|daybreak|dusk|nightfall)))"
    "(?: on)?~?$"
)


def widen(span: Span, reading: Reading, text: str, floor: int) -> tuple[Span, Reading]:
    """Return the expression with the phase before it and the part of day behind it.

    Nothing before `floor` is taken.
    """
    if reading.type in ("DURATION", "SET") or reading.value.endswith("REF"):
        return span, reading
    span, reading = with_part(span, reading, text)
    return with_phase(span, reading, text, floor)


def with_part(span: Span, reading: Reading, text: str) -> tuple[Span, Reading]:
    """Return "Monday" with " afternoon" or " in the afternoon" behind it."""
    if not DAY_VALUE.fullmatch(reading.value):
        return span, reading
    behind = pattern(BEHIND, joined=True)
    match = behind.match(text, span.end, span.end + LOOK_AHEAD)
    if match is None:
        return span, reading
    value = f"{reading.value}T{value_of('part', match['part'])}"
    return Span(span.start, match.end()), replace(reading, value=value, type="TIME")


def with_phase(span: Span, reading: Reading, text: str, floor: int) -> tuple[Span, Reading]:
    """Return a date with "early", "the end of", "the night of" and the like before it."""
    low = max(floor, span.start - LOOK_BACK)
    match = pattern(BEFORE).search(text, low, span.start)
    if match is None:
        return span, reading
    day = DAY_VALUE.fullmatch(reading.value)
    part = match["part"] or match["bare"]
    if part:
        if not day:
            return span, reading
        value = f"{reading.value}T{value_of('part', part)}"
        return Span(match.start(), span.end), replace(reading, value=value, type="TIME")
    mod = value_of("phase", match["phase"])
    if mod == "START" and day and not match["phase"].lower().startswith("earlier"):
        reading = replace(reading, value=f"{reading.value}TMO", type="TIME")
    return Span(match.start(), span.end), replace(reading, mod=mod)
