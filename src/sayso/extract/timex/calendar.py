"""TIMEX3 values as calendar intervals, and steps from one to another. Knows no text.

A value is a string such as "2022", "2022-Q3", "2022-12", "2022-W51", "2022-W51-WE",
"2022-12-19", "2022-12-19TAF" or "2022-12-19T16:40"; `None` stands for what no calendar holds.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from sayso.records import TimePrecision

Interval = tuple[str, str, TimePrecision]  # first moment, first moment after, precision

# Northern and southern seasons differ by half a year, so a season is known to its year only.
WITHIN: dict[str, tuple[TimePrecision, ...]] = {
    "D": ("day", "part_of_day", "minute"),
    "W": ("day", "part_of_day", "minute", "week"),
    "M": ("day", "part_of_day", "minute", "month"),
    "Q": ("day", "part_of_day", "minute", "month", "quarter"),
    "Y": ("day", "part_of_day", "minute", "week", "month", "quarter", "year"),
}
DAY_HOURS = {
    "MO": (0, 12),
    "MI": (11, 14),
    "AF": (12, 18),
    "EV": (18, 24),
    "NI": (18, 30),
    "DT": (6, 18),
}
VALUE = re.compile(
    r"(?P<year>\d{2,4})"
    r"(?:-(?:(?P<month>\d\d)(?:-(?P<day>\d\d))?|W(?P<week>\d\d)(?P<weekend>-WE)?"
    r"|Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<season>SP|SU|FA|WI)))?"
    r"(?:T(?:(?P<part>[A-Z]{2})|(?P<hour>\d\d):(?P<minute>\d\d)Z?))?"
)


def interval(value: str) -> Interval | None:
    """Return the interval that a TIMEX3 `value` covers, None where it names no place in time."""
    match = VALUE.fullmatch(value)
    if match is None:
        return None
    try:
        return interval_of(match)
    except (ValueError, OverflowError):  # a 30 February, or a day after the year 9999
        return None


def interval_of(match: re.Match[str]) -> Interval | None:
    """Return the interval of a parsed value; raises `ValueError` for days that do not exist."""
    if len(match["year"]) < 4:
        return long_interval(match)
    year = int(match["year"])
    if match["day"]:
        return day_interval(date(year, int(match["month"]), int(match["day"])), match)
    if match["month"]:
        month = int(match["month"])
        return whole(date(year, month, 1), months_after(year, month, 1), "month")
    if match["week"]:
        return week_interval(year, int(match["week"]), weekend=bool(match["weekend"]))
    return part_of_year(year, match)


def part_of_year(year: int, match: re.Match[str]) -> Interval:
    """Return the interval of a quarter, a half or a whole year."""
    for name, length in (("quarter", 3), ("half", 6)):
        if match[name]:
            month = (int(match[name]) - 1) * length + 1
            return whole(date(year, month, 1), months_after(year, month, length), "quarter")
    return whole(date(year, 1, 1), date(year + 1, 1, 1), "year")


def long_interval(match: re.Match[str]) -> Interval | None:
    """Return the interval of a decade ("196") or century ("19"), None for anything finer."""
    if match.group() != match["year"]:
        return None
    scale = 10 ** (4 - len(match["year"]))
    first = int(match["year"]) * scale
    return whole(date(first, 1, 1), date(first + scale, 1, 1), "year")


def week_interval(year: int, week: int, *, weekend: bool) -> Interval:
    """Return the interval of an ISO week, or of its Saturday and Sunday."""
    first = date.fromisocalendar(year, week, 6 if weekend else 1)
    return whole(first, first + timedelta(days=2 if weekend else 7), "week")


def day_interval(day: date, match: re.Match[str]) -> Interval:
    """Return the interval of a day, a part of it or a minute of it."""
    midnight = datetime.combine(day, time())
    if match["part"]:
        first, last = DAY_HOURS.get(match["part"], (0, 24))
        return (
            (midnight + timedelta(hours=first)).isoformat(timespec="minutes"),
            (midnight + timedelta(hours=last)).isoformat(timespec="minutes"),
            "part_of_day",
        )
    if match["hour"]:
        moment = midnight + timedelta(hours=int(match["hour"]), minutes=int(match["minute"]))
        after = moment + timedelta(minutes=1)
        return moment.isoformat(timespec="minutes"), after.isoformat(timespec="minutes"), "minute"
    return whole(day, day + timedelta(days=1), "day")


def whole(first: date, after: date, precision: TimePrecision) -> Interval:
    """Return an interval of whole days."""
    return first.isoformat(), after.isoformat(), precision


def months_after(year: int, month: int, count: int) -> date:
    """Return the first day of the month `count` months after `year`-`month`."""
    index = year * 12 + month - 1 + count
    return date(index // 12, index % 12 + 1, 1)


def week_of(day: date) -> str:
    """Return the ISO week of `day`: "2022-W51"."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def quarter_of(day: date) -> str:
    """Return the calendar quarter of `day`: "2022-Q4"."""
    return f"{day.year:04d}-Q{(day.month + 2) // 3}"


def month_of(day: date) -> str:
    """Return the month of `day`: "2022-12"."""
    return f"{day.year:04d}-{day.month:02d}"


def step_month(day: date, count: int) -> str:
    """Return the month `count` months from `day`."""
    return month_of(months_after(day.year, day.month, count))


def step_quarter(day: date, count: int) -> str:
    """Return the quarter `count` quarters from `day`."""
    return quarter_of(months_after(day.year, day.month, 3 * count))


STEPS: dict[str, Callable[[date, int], str]] = {
    "D": lambda day, count: (day + timedelta(days=count)).isoformat(),
    "W": lambda day, count: week_of(day + timedelta(weeks=count)),
    "WE": lambda day, count: week_of(day + timedelta(weeks=count)) + "-WE",
    "M": step_month,
    "Q": step_quarter,
    "Y": lambda day, count: f"{date(day.year + count, 1, 1).year:04d}",
    "DE": lambda day, count: f"{date(day.year + 10 * count, 1, 1).year // 10:03d}",
    "C": lambda day, count: f"{date(day.year + 100 * count, 1, 1).year // 100:02d}",
}


def step(day: date, count: int, unit: str) -> str | None:
    """Return the value, as fine as `unit`, that lies `count` units from `day`.

    `unit` is one of the keys of `STEPS`; None for other units and beyond the years 1 to 9999.
    """
    if unit not in STEPS:
        return None
    try:
        return STEPS[unit](day, count)
    except (ValueError, OverflowError):
        return None


def first_day(value: str) -> date | None:
    """Return the first day that `value` covers, None where it names no place in time."""
    found = interval(value)
    return date.fromisoformat(found[0][:10]) if found else None


def holds_unit(value: str, unit: str) -> bool:
    """Tell whether `value` is fine enough to say which `unit` it lies in: a day knows its month.

    `unit` is one of "D", "W", "M", "Q", "Y".
    """
    found = interval(value)
    return found is not None and len(value) >= 4 and found[2] in WITHIN.get(unit, ())


def is_day(value: str) -> bool:
    """Tell whether `value` names one day, or a part or minute of it."""
    return holds_unit(value, "D")


def existing_day(year: int, month: int, day: int) -> date | None:
    """Return the day, None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
