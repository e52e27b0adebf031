"""Times that tell of one moment together: "10 p.m. on Wednesday", "Thursday night (Dec. 15)".

Each of two such times is read on its own first; here the one that knows the day, or the time of
day, lends it to the other.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sayso.extract.timex.context import Reading, shift_days
from sayso.records import Span

Found = tuple[Span, Reading]
DAY_VALUE = re.compile(r"(?:\d{4}|XXXX)-(?:\d\d|XX)-(?:\d\d|XX)|XXXX-WXX-\d")
CLOCK_VALUE = re.compile(r".*(T\d\d:\d\dZ?)")
UNKNOWN_DAY = "XXXX-XX-XX"
CLOCK_GAP = 40  # characters from a clock time to the day behind it
SAME_DAY = re.compile(r",? (?:on |the )?|,? \(| [-–—] ")  # from a weekday to its date
SAME_TIME = re.compile(r",? ?[\[(/] ?|,? (?:or|i\.e\.) ")  # from local time to universal time
EAST, WEST = timedelta(hours=14), timedelta(hours=-12)  # local time less universal time


def join_moments(found: Sequence[Found], text: str) -> list[Found]:
    """Return the times of a text, those that stand together joined, or in agreement."""
    kept: list[Found] = []
    for span, reading in found:
        if kept and (joined := join_clock(kept[-1], (span, reading), text)):
            kept[-1] = joined
        else:
            kept.append((span, reading))
    for place in range(len(kept) - 2, -1, -1):  # from the right: "10 a.m. (0700 GMT) on Friday"
        kept[place], kept[place + 1] = in_agreement(kept[place], kept[place + 1], text)
        if place + 2 < len(kept):
            over_brackets(kept, place, text)
    return kept


def join_clock(left: Found, right: Found, text: str) -> Found | None:
    """Return clock and day as one where they stand together: "10 p.m. on Wednesday"."""
    clock = CLOCK_VALUE.fullmatch(left[1].value)
    gap = text[left[0].end : right[0].start]
    if clock and gap in (" ", ", ", " on ") and DAY_VALUE.fullmatch(right[1].value):
        span = Span(left[0].start, right[0].end)
        return span, replace(right[1], value=right[1].value + clock[1], type="TIME")
    return None


def in_agreement(left: Found, right: Found, text: str) -> tuple[Found, Found]:
    """Return two times that follow one another, as each tells of the other."""
    if right[0].start - left[0].end > CLOCK_GAP:
        return left, right
    gap = text[left[0].end : right[0].start]
    left = left[0], on_dated_day(left[1], right[1], gap)
    left, right = in_zones(left, right, gap)
    return (left[0], on_following_day(left[1], right[1], gap)), right


def over_brackets(kept: list[Found], place: int, text: str) -> None:
    """Date local and universal time by the day behind both: "7 a.m. (0400 GMT) on Friday"."""
    local, universal, day = kept[place : place + 3]
    opened = SAME_TIME.fullmatch(text[local[0].end : universal[0].start])
    gap = text[universal[0].end : day[0].start]
    if not opened or not gap.startswith((")", "]")) or len(gap) > CLOCK_GAP:
        return
    dated = local[0], on_following_day(local[1], day[1], gap[1:])
    kept[place], kept[place + 1] = in_zones(dated, universal, "(")


def on_dated_day(weekday: Reading, dated: Reading, gap: str) -> Reading:
    """Return a weekday as the date behind it has it: "Thursday night, October 15, 1964"."""
    ending = part_of(weekday.value)
    days = DAY_VALUE.fullmatch(dated.value) and not dated.value.startswith("XXXX-W")
    if weekday.cycle != "week" or not days or not SAME_DAY.fullmatch(gap):
        return weekday
    number, day = weekday_of(weekday.value), date_of(dated.value)
    if day is not None and day.isoweekday() != number:
        return weekday
    return replace(weekday, value=dated.value + ending, cycle=dated.cycle)


def on_following_day(clock: Reading, following: Reading, gap: str) -> Reading:
    """Return a clock time on the day that follows in its clause: "at 6 a.m. on a cold Monday"."""
    day = following.value.partition("T")[0]
    if not clock.value.startswith(UNKNOWN_DAY + "T") or any(mark in gap for mark in ".;])\n"):
        return clock
    if day == UNKNOWN_DAY or not DAY_VALUE.fullmatch(day):
        return clock
    return replace(clock, value=day + clock.value[len(UNKNOWN_DAY) :])


def in_zones(left: Found, right: Found, gap: str) -> tuple[Found, Found]:
    """Return local and universal time of one moment, each on its own day.

    "At 7:06 a.m. on Friday (2206 GMT)": that was still Thursday in Greenwich.
    """
    first, second = left[1], right[1]
    clocks = CLOCK_VALUE.fullmatch(first.value) and CLOCK_VALUE.fullmatch(second.value)
    if not clocks or first.value.endswith("Z") == second.value.endswith("Z"):
        return left, right
    if not SAME_TIME.fullmatch(gap):
        return left, right
    if second.value.startswith(UNKNOWN_DAY) or second.value[:10] == first.value[:10]:
        return left, (right[0], same_moment(second, first))
    if first.value.startswith(UNKNOWN_DAY):
        return (left[0], same_moment(first, second)), right
    return left, right


def same_moment(clock: Reading, known: Reading) -> Reading:
    """Return `clock` on the day on which it can be the same moment as `known`."""
    day = date_of(known.value[: len(UNKNOWN_DAY)])
    if day is None:
        return clock
    for steps in (0, -1, 1):
        shifted = shift_days(day, steps)
        if shifted is not None and is_offset(difference(clock, shifted, known, day)):
            return replace(clock, value=shifted.isoformat() + clock.value[len(UNKNOWN_DAY) :])
    return clock


def difference(clock: Reading, day: date, known: Reading, known_day: date) -> timedelta:
    """Return the local less the universal one of two times of day on their days."""
    one, other = minutes_of(clock.value, day), minutes_of(known.value, known_day)
    return other - one if clock.value.endswith("Z") else one - other


def is_offset(local_less_universal: timedelta) -> bool:
    """Tell whether some place on earth has this difference from universal time."""
    return WEST <= local_less_universal <= EAST


def minutes_of(value: str, day: date) -> datetime:
    """Return the moment of a value such as "2017-09-15T22:06Z" on `day`; 24:00 is its end."""
    hour, minute = (int(part) for part in value.rstrip("Z").partition("T")[2].split(":"))
    return datetime(day.year, day.month, day.day) + timedelta(hours=hour, minutes=minute)


def part_of(value: str) -> str:
    """Return the "TNI" of "2022-12-19TNI", nothing for a whole day."""
    return "".join(value.partition("T")[1:])


def weekday_of(value: str) -> int | None:
    """Return the ISO number of the weekday that a value names."""
    if value.startswith("XXXX-WXX-"):
        return int(value[9])
    day = date_of(value[: len(UNKNOWN_DAY)])
    return day.isoweekday() if day else None


def date_of(value: str) -> date | None:
    """Return the date that a value is, None for one that is not known."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
