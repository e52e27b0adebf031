"""Days of records, and whether something came after a forecast and in time for it."""

from datetime import date
from typing import Final

from sayso.extract.settling.records import Happening, Pattern, Stretch
from sayso.records import Time

DAY: Final = 10  # characters of an ISO date
LATE: Final = 7  # days after a day that is named in which pages still tell of it, without a date


def day_of(moment: str | None) -> int | None:
    """Return the day of an ISO 8601 moment, None where it is not known to the day."""
    if moment is None or len(moment) < DAY:
        return None
    try:
        return date.fromisoformat(moment[:DAY]).toordinal()
    except ValueError:
        return None


def stretch_between(start: str | None, end: str | None) -> Stretch | None:
    """Return the days that a time covers; one without an end is a day."""
    first, last = day_of(start), day_of(end)
    if first is None:
        return None
    if last is None:
        return Stretch(first, first + 1)
    clock = len(end or "") > DAY and not (end or "").endswith("T00:00")
    return Stretch(first, max(first + 1, last + 1 if clock else last))


def stretch_of(time: Time | None) -> Stretch | None:
    """Return the days that a time covers, None where they are not known."""
    return stretch_between(time.start, time.end) if time is not None else None


def iso(day: int) -> str:
    """Return a day as it is written, "2026-03-18"; beyond the calendar, its first or last day."""
    return date.fromordinal(min(max(day, 1), date.max.toordinal())).isoformat()


def day_told(happening: Happening) -> int | None:
    """Return the day for which a record tells something; None where neither it nor its page does.

    A total holds for the last day of its time, an act took place on the first of it. What has no
    time of its own, or only a beginning, holds for the day of the page.
    """
    time = happening.time
    if time is None or happening.since:
        return happening.published
    if not happening.number:
        return time.first
    last = time.after - 1
    return last if happening.published is None else min(last, happening.published)


def opening(pattern: Pattern) -> int | None:
    """Return the first day that counts: after the forecast, not before the day it names."""
    if pattern.made is None:
        return None
    if pattern.horizon is None or pattern.deadline:
        return pattern.made.after
    return max(pattern.made.after, pattern.horizon.first)


def is_after(pattern: Pattern, time: Stretch) -> bool:
    """Tell whether a time lies after the forecast was made.

    A stretch that begins with the very month in which it was made, and goes on beyond, is what
    "since then" covers.
    """
    first = opening(pattern)
    if first is None or pattern.made is None:
        return False
    since = pattern.made.first <= time.first and time.after > pattern.made.after
    return time.first >= first or (since and pattern.made.after - pattern.made.first > 1)


def is_in_time(pattern: Pattern, time: Stretch) -> bool:
    """Tell whether a time lies after the forecast and ends before its horizon does."""
    if not is_after(pattern, time):
        return False
    return pattern.horizon is None or time.after <= pattern.horizon.after


def is_passed(pattern: Pattern, as_of: int | None) -> bool:
    """Tell whether the horizon lies behind the day `as_of`."""
    return pattern.horizon is not None and as_of is not None and as_of >= pattern.horizon.after
