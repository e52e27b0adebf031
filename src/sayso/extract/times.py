"""When: time expressions with their TIMEX3 values and calendar intervals.

Reads the text with the grammar of `sayso.extract.timex`; the parse serves for tense and for
telling "may" from May. Says nothing of what happened then: events take their time by syntax.

A phase does not narrow its interval: "the end of March" covers the whole month with `mod` END,
since the words do not say on which day the end begins.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Token

from sayso.annotate.document import Document
from sayso.extract.timex.anchored import ANCHORED
from sayso.extract.timex.calendar import interval
from sayso.extract.timex.clock import CLOCK
from sayso.extract.timex.context import Context, Reading, TimexType
from sayso.extract.timex.dates import DATES
from sayso.extract.timex.durations import DURATIONS
from sayso.extract.timex.feasts import FEASTS
from sayso.extract.timex.moments import join_moments
from sayso.extract.timex.numeric import NUMERIC
from sayso.extract.timex.periods import PERIODS
from sayso.extract.timex.phases import widen
from sayso.extract.timex.ranges import in_order
from sayso.extract.timex.references import REFERENCES
from sayso.extract.timex.sets import SETS
from sayso.extract.timex.speech import count_from_speech
from sayso.extract.timex.stretches import Grammar, core_start
from sayso.extract.timex.tense import governing_verb
from sayso.extract.timex.units import UNITS
from sayso.extract.timex.weekdays import WEEKDAYS
from sayso.extract.timex.years import YEARS
from sayso.records import Span, Time

ROOMS = (
    DATES, NUMERIC, YEARS, PERIODS, FEASTS, WEEKDAYS, CLOCK, UNITS, ANCHORED, DURATIONS, SETS,
    REFERENCES,
)  # fmt: skip
GRAMMAR = Grammar(rule for room in ROOMS for rule in room)


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
    """Return span and reading of each expression, each with what its neighbours tell of it."""
    found = join_moments(list(read_cores(ctx)), ctx.doc.text)
    return count_from_speech(in_order(found, ctx), ctx)


def read_cores(ctx: Context) -> Iterator[tuple[Span, Reading]]:
    """Yield the longest match at each place that reads as a time, with phase and part of day."""
    position = 0
    for match, read in GRAMMAR.matches(ctx.doc.text):
        start = core_start(match)
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
