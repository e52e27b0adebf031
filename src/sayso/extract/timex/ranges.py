"""From one day to another: the second is never before the first.

"Between Monday and Wednesday" on a Tuesday: each day alone is read as the nearest that fits the
tense, so the two may come out in the wrong order; then one of them moves by a week or a year.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from sayso.extract.timex.calendar import existing_day, first_day, is_day
from sayso.extract.timex.context import Context, Cycle, Reading
from sayso.records import Span

Found = tuple[Span, Reading]
BETWEEN = re.compile(r"\s(?:to|and|until|till|through|into)\s|\s?[-‐–—]\s?")
LEAD = re.compile(r"\b(?:from|between)\s(?:the\s|early\s|late\s|about\s)?$", re.IGNORECASE)
LEAD_REACH = 16  # characters before the first day in which "from" stands
WEEK = timedelta(weeks=1)
DAY_LENGTH = len("2022-12-20")


def in_order(found: Sequence[Found], ctx: Context) -> list[Found]:
    """Return the readings, the ends of each range of days in the order of time."""
    ordered = list(found)
    for place in range(len(ordered) - 1):
        (start, first), (end, second) = ordered[place], ordered[place + 1]
        if not is_range(start, end, ctx.doc.text) or not is_reversed(first.value, second.value):
            continue
        future = ctx.tense(start.start, start.end) == "future"
        if future and second.cycle:
            ordered[place + 1] = end, moved(second, second.cycle, 1)
        elif first.cycle:
            ordered[place] = start, moved(first, first.cycle, -1)
    return ordered


def is_range(start: Span, end: Span, text: str) -> bool:
    """Tell whether two times are the ends of one: "from Monday to Wednesday"."""
    if not BETWEEN.fullmatch(text, start.end, max(end.start, start.end)):
        return False
    led = LEAD.search(text, max(start.start - LEAD_REACH, 0), start.start)
    return led is not None or text[start.end : end.start].strip().lower() != "and"


def is_reversed(first: str, second: str) -> bool:
    """Tell whether the second of two days lies before the first."""
    return is_day(first) and is_day(second) and second[:DAY_LENGTH] < first[:DAY_LENGTH]


def moved(reading: Reading, cycle: Cycle, steps: int) -> Reading:
    """Return the reading a week or a year on; unchanged where there is no such day."""
    day = first_day(reading.value)
    if day is None:
        return reading
    target = next_of(day, cycle, steps)
    if target is None:
        return reading
    return replace(reading, value=target.isoformat() + reading.value[DAY_LENGTH:])


def next_of(day: date, cycle: Cycle, steps: int) -> date | None:
    """Return the day of the same name `steps` weeks or years on."""
    if cycle == "year":
        return existing_day(day.year + steps, day.month, day.day)
    try:
        return day + steps * WEEK
    except OverflowError:
        return None
