"""Days counted from the day of a speech: "yesterday" in words that were said on Sunday.

Outside quotation marks "yesterday" is the reporter's, and counts from the page's day.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from itertools import islice

from sayso.extract.timex.calendar import first_day, is_day
from sayso.extract.timex.context import Context, Reading, on_day, shift_days
from sayso.extract.timex.tense import governing_verb
from sayso.records import Span

Found = tuple[Span, Reading]
QUOTE_MARK = re.compile(r"“|”|\"|``|''|\n\s*\n")
OPENING, CLOSING, EITHER = ("“", "``"), ("”", "''"), '"'
LONGEST_QUOTE = 2000  # characters
NEAR = 160  # characters from a quotation to the day on which it was said
SENTENCE_END = re.compile(r"[.!?][\"”']?\s+(?=[A-Z“\"`])|\n")
SAYING = frozenset((
    "add", "admit", "announce", "argue", "ask", "claim", "complain", "confirm", "declare", "deny",
    "explain", "insist", "note", "pledge", "post", "promise", "recall", "reply", "report",
    "respond", "say", "state", "stress", "tell", "testify", "tweet", "urge", "vow", "warn",
    "write",
))  # fmt: skip


def count_from_speech(found: Sequence[Found], ctx: Context) -> list[Found]:
    """Return the readings, with the days that are counted within quotations set right."""
    if not any(reading.days is not None for _, reading in found) or ctx.anchor is None:
        return list(found)
    quotes = quotations(ctx.doc.text)
    told: list[Found] = []
    position = 0
    for span, reading in found:
        while position < len(quotes) and quotes[position].end <= span.start:
            position += 1
        inside = position < len(quotes) and quotes[position].covers(span)
        if reading.days is not None and inside:
            reading = counted(reading, day_of_saying(quotes[position], found, ctx))
        told.append((span, reading))
    return told


def counted(reading: Reading, said: date | None) -> Reading:
    """Return a reading counted from the day it was said; unchanged where that is not known."""
    if said is None or reading.days is None:
        return reading
    ending = reading.value[len("2022-12-20") :]
    return on_day(shift_days(said, reading.days), ending)


def quotations(text: str) -> list[Span]:
    """Return the stretches between quotation marks; a blank line ends one that is left open."""
    found: list[Span] = []
    start: int | None = None
    for match in QUOTE_MARK.finditer(text):
        mark = match.group()
        if start is None:
            start = match.end() if mark in OPENING or mark == EITHER else None
        elif mark not in OPENING:
            if start < match.start() <= start + LONGEST_QUOTE:
                found.append(Span(start, match.start()))
            start = None
    return found


def day_of_saying(quote: Span, found: Sequence[Found], ctx: Context) -> date | None:
    """Return the day beside a quotation that a verb of saying took place on, None for none."""
    text = ctx.doc.text
    after = text[quote.end : quote.end + NEAR]
    before = text[max(quote.start - NEAR, 0) : quote.start]
    ends = SENTENCE_END.search(after, 2)
    high = quote.end + (ends.start() if ends else len(after))
    starts = [match.end() for match in SENTENCE_END.finditer(before)]
    low = quote.start - len(before) + (starts[-1] if starts else 0)
    first = bisect_left(found, low, key=lambda pair: pair[0].start)
    for span, reading in islice(found, first, None):
        if span.start >= high:
            break
        outside = low <= span.start < quote.start or quote.end <= span.start
        if outside and is_day(reading.value) and tells(span, ctx):
            return first_day(reading.value)
    return None


def tells(span: Span, ctx: Context) -> bool:
    """Tell whether a time belongs to a verb of saying."""
    verb = governing_verb(ctx.head(span.start, span.end))
    return verb is not None and verb.lemma_ in SAYING
