"""When: time expressions with their TIMEX3 values and calendar intervals.

Reads the text with the grammar of `sayso.extract.timex`; the parse serves for tense and for
telling "may" from May. Says nothing of what happened then: events take their time by syntax.

A phase does not narrow its interval: "the end of March" covers the whole month with `mod` END,
since the words do not say on which day the end begins.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from spacy.tokens import Token

from sayso.annotate.document import Document
from sayso.extract.timex.calendar import interval, is_day
from sayso.extract.timex.context import Context, Reading, TimexType
from sayso.extract.timex.dates import DATES
from sayso.extract.timex.periods import PERIODS
from sayso.extract.timex.relative import RELATIVE
from sayso.extract.timex.rules import Read
from sayso.extract.timex.spans import SPANS
from sayso.extract.timex.tense import governing_verb
from sayso.extract.timex.words import pattern, value_of
from sayso.records import Span, Time

GRAMMAR = (DATES, PERIODS, RELATIVE, SPANS)
LOOK_BACK = 30  # characters before a date that may hold its phase: "the beginning of"
LOOK_AHEAD = 30  # characters after a day that may hold its part: "in the afternoon"
UNKNOWN_DAY = "XXXX-XX-XXT"
CLOCK_GAP = 40  # characters from a clock time to the day behind it
DAY_VALUE = re.compile(r"(?:\d{4}|XXXX)-(?:\d\d|XX)-(?:\d\d|XX)|XXXX-WXX-\d")
CLOCK_VALUE = re.compile(r".*(T\d\d:\d\dZ?)")


Bound = Literal["since", "until", "by", "before", "after"]
BOUND_REACH = 40  # characters before a time in which a preposition that bounds it stands
BOUND_WORD = re.compile(
    r"(?<![\w-])(?P<word>since|until|till|by|before|after|following|ahead of|prior to|"
    r"(?:no|not) later than|as of|in the (?:run-up|runup|lead-up) to)"
    r"(?:\s(?:the|at least|around|about|approximately|early|late|mid|this|last|next)){0,2}\s$",
    re.IGNORECASE,
)
BOUNDS: dict[str, Bound] = {
    "since": "since",
    "as of": "since",
    "until": "until",
    "till": "until",
    "by": "by",
    "no later than": "by",
    "not later than": "by",
    "before": "before",
    "ahead of": "before",
    "prior to": "before",
    "in the run-up to": "before",
    "in the runup to": "before",
    "in the lead-up to": "before",
    "after": "after",
    "following": "after",
}


@dataclass(frozen=True, slots=True)
class Timex:
    """A time expression with what the record leaves out."""

    time: Time
    type: TimexType  # TIMEX3 type
    mod: str | None  # TIMEX3 mod: START, MID, END, APPROX, MORE_THAN, …
    head: Token  # the token of the expression that its other words hang on
    bound: Bound | None  # what it bounds and does not date: "UNTIL Thursday"; None where it dates

    @property
    def verb(self) -> Token | None:
        """The nearest verb above the expression, None in a clause without one."""
        return governing_verb(self.head)


def find_times(doc: Document) -> tuple[Time, ...]:
    """Return the time expressions of `doc` in text order; they do not overlap."""
    return tuple(timex.time for timex in find_timexes(doc))


def find_timexes(doc: Document) -> tuple[Timex, ...]:
    """Return the time expressions of `doc` with type, mod and head, in text order.

    Relative ones get an interval only where the page's day is known to the day.
    """
    ctx = Context(doc)
    return tuple(make_timex(span, reading, ctx) for span, reading in read_all(ctx))


def make_timex(span: Span, reading: Reading, ctx: Context) -> Timex:
    """Return the expression at `span` as a record with its head."""
    covered = interval(reading.value)
    start, end, precision = covered or (None, None, None)
    if reading.since and ctx.anchor:
        end = ctx.anchor.isoformat()
    time = Time(
        span=span,
        text=span.quote(ctx.doc.text),
        timex=reading.value,
        start=start,
        end=end,
        precision=precision,
    )
    head = ctx.head(span.start, span.end)
    return Timex(time, reading.type, reading.mod, head, bound_of(ctx.doc.text, span))


def bound_of(text: str, span: Span) -> Bound | None:
    """Return how the preposition before a time makes it a bound, None where it dates what it says.

    "Closed until Thursday", "the first since 2017", "by Friday", "ahead of Sunday's vote": what is
    said held or happened up to, from, before or after that time, not at it.
    """
    found = BOUND_WORD.search(text, max(span.start - BOUND_REACH, 0), span.start)
    return BOUNDS[found["word"].lower()] if found else None


def read_all(ctx: Context) -> list[tuple[Span, Reading]]:
    """Return span and reading of each expression, clock and day of one moment joined."""
    kept: list[tuple[Span, Reading]] = []
    for span, reading in read_cores(ctx):
        if kept and (joined := join_clock(kept[-1], (span, reading), ctx.doc.text)):
            kept[-1] = joined
        else:
            kept.append((span, reading))
    for place in range(len(kept) - 2, -1, -1):  # from the right: "10 a.m. (0700 GMT) on Friday"
        span, reading = kept[place]
        kept[place] = span, with_following_day(span, reading, kept[place + 1], ctx.doc.text)
    return kept


def with_following_day(
    span: Span, reading: Reading, following: tuple[Span, Reading], text: str
) -> Reading:
    """Return a clock time on the day that follows in its clause: "at 6 a.m. on a cold Monday"."""
    if not reading.value.startswith(UNKNOWN_DAY):
        return reading
    gap = text[span.end : following[0].start]
    day = following[1].value[: len(UNKNOWN_DAY) - 1]
    if len(gap) > CLOCK_GAP or any(mark in gap for mark in ".;\n") or not is_day(day):
        return reading
    return replace(reading, value=day + reading.value[len(UNKNOWN_DAY) - 1 :])


def join_clock(
    left: tuple[Span, Reading], right: tuple[Span, Reading], text: str
) -> tuple[Span, Reading] | None:
    """Return clock and day as one where they stand together: "10 p.m. on Wednesday"."""
    clock = CLOCK_VALUE.fullmatch(left[1].value)
    gap = text[left[0].end : right[0].start]
    if clock and gap in (" ", ", ", " on ") and DAY_VALUE.fullmatch(right[1].value):
        span = Span(left[0].start, right[0].end)
        return span, Reading(right[1].value + clock[1], "TIME")
    return None


def read_cores(ctx: Context) -> Iterator[tuple[Span, Reading]]:
    """Yield the longest match at each place that reads as a time, with phase and part of day."""
    position = 0
    for match, read in candidates(ctx.doc.text):
        start = match.start("core") if "core" in match.groupdict() else match.start()
        if start < position:
            continue
        reading = read(match, ctx)
        if reading is None:
            continue
        span, reading = widen(Span(start, match.end()), reading, ctx.doc.text, position)
        position = span.end
        if not reading.derived:
            ctx.remember(reading.value, span.start, span.end)
        yield span, reading


def candidates(text: str) -> list[tuple[re.Match[str], Read]]:
    """Return all matches of the grammar, by start and then the longest first."""
    found = [pair for rules in GRAMMAR for pair in rules.matches(text)]
    return sorted(found, key=lambda pair: (pair[0].start(), -pair[0].end()))


def widen(span: Span, reading: Reading, text: str, floor: int) -> tuple[Span, Reading]:
    """Return the expression with the phase before it and the part of day behind it."""
    if reading.type in ("DURATION", "SET") or reading.value.endswith("REF"):
        return span, reading
    span, reading = with_part(span, reading, text)
    return with_phase(span, reading, text, floor)


def with_part(span: Span, reading: Reading, text: str) -> tuple[Span, Reading]:
    """Return "Monday" with " afternoon" or " in the afternoon" behind it."""
    if not DAY_VALUE.fullmatch(reading.value):
        return span, reading
    behind = pattern("(?:(?: in the| at)? |['’]s )<part>(?!\\w)", joined=True)
    match = behind.match(text, span.end, span.end + LOOK_AHEAD)
    if match is None:
        return span, reading
    value = f"{reading.value}T{value_of('part', match['part'])}"
    return Span(span.start, match.end()), replace(reading, value=value, type="TIME")


def with_phase(span: Span, reading: Reading, text: str, floor: int) -> tuple[Span, Reading]:
    """Return a date with "early", "the end of", "the night of" and the like before it."""
    low = max(floor, span.start - LOOK_BACK)
    before = pattern("(?:<phase>|(?:the )?<part> (?:of|on))(?: on)?~?$")
    match = before.search(text, low, span.start)
    if match is None:
        return span, reading
    day = DAY_VALUE.fullmatch(reading.value)
    if match["part"]:
        if not day:
            return span, reading
        value = f"{reading.value}T{value_of('part', match['part'])}"
        return Span(match.start(), span.end), replace(reading, value=value, type="TIME")
    mod = value_of("phase", match["phase"])
    if mod == "START" and day and not match["phase"].lower().startswith("earlier"):
        reading = replace(reading, value=f"{reading.value}TMO", type="TIME")
    return Span(match.start(), span.end), replace(reading, mod=mod)
