"""Dates in figures: "2012-08-12T14:30", "7/8/1998", "25.12.2021", "25-12-2021"."""

import re
from datetime import date

from sayso.extract.timex.calendar import existing_day, interval
from sayso.extract.timex.context import Context, Reading
from sayso.extract.timex.rules import Rules

NUMERIC = Rules()
NEAR_PAGE = 31  # days: a date so near before the page's day is what a page of that day would name


@NUMERIC.form(
    "(?P<value>(?:1[5-9]|20)[0-9]{2}-(?:Q[1-4]|W[0-5][0-9]|[01][0-9](?:-[0-3][0-9])?))"
    "(?:(?:T| )(?P<clock>[0-2]\\d:[0-5]\\d)(?::\\d\\d)?(?P<zone>Z| ?GMT| ?UTC)?)?(?![\\w-])",
    needs="year_figure",
)
def iso_value(match: re.Match[str], _ctx: Context) -> Reading | None:
    """Read "2012-08-12", "2012-08-12T14:30Z", "2008-Q3", "2013-W04"."""
    value = match["value"].upper()
    if match["clock"]:
        value += f"T{match['clock']}" + ("Z" if match["zone"] else "")
    if interval(value) is None:
        return None
    return Reading(value, "TIME" if match["clock"] else "DATE")


@NUMERIC.form(
    "(?P<year>(?:19|20)\\d\\d)(?P<mark>[/.])(?P<month>[01]?\\d)(?P=mark)(?P<day>[0-3]?\\d)(?![\\d/])",
    needs="year_figure",
)
def year_first(match: re.Match[str], _ctx: Context) -> Reading | None:
    """Read "2022/05/12", "2022.05.12"."""
    found = existing_day(int(match["year"]), int(match["month"]), int(match["day"]))
    return Reading(found.isoformat()) if found else None


@NUMERIC.form(
    "(?P<one>\\d{1,2})/(?P<two>\\d{1,2})/(?P<written>\\d{4}|\\d\\d)(?![\\d/])",
    "(?P<one>\\d{1,2})-(?P<two>\\d{1,2})-(?P<written>\\d{4})(?![\\w-])",
    needs="figure",
)
def slashed_day(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "7/8/1998" where the page, the numbers or the publication day tell the order."""
    one, two, year = int(match["one"]), int(match["two"]), full_year(match["written"], ctx)
    month_first, day_first = existing_day(year, one, two), existing_day(year, two, one)
    if month_first and day_first and month_first != day_first:
        found = by_page(month_first, day_first, ctx)
        return Reading(found.isoformat()) if found else Reading(f"{year:04d}-XX-XX")
    found = month_first or day_first
    return Reading(found.isoformat()) if found else None


@NUMERIC.form(
    "(?P<day>[0-3]?\\d)\\.(?P<month>[01]?\\d)\\.(?P<written>\\d{4})(?![\\w])(?!\\.\\d)",
    needs="figure",
)
def dotted_day(match: re.Match[str], _ctx: Context) -> Reading | None:
    """Read "25.12.2021": where points are written the day comes first."""
    found = existing_day(int(match["written"]), int(match["month"]), int(match["day"]))
    return Reading(found.isoformat()) if found else None


def by_page(month_first: date, day_first: date, ctx: Context) -> date | None:
    """Return the reading that the page's other dates, or its own day, speak for."""
    if ctx.day_first is not None:
        return day_first if ctx.day_first else month_first
    if ctx.anchor is None:
        return None
    days = (month_first, day_first)
    near = [day for day in days if 0 <= (ctx.anchor - day).days <= NEAR_PAGE]
    return near[0] if len(near) == 1 else None


def full_year(printed: str, ctx: Context) -> int:
    """Return the year; two digits mean the nearest one not after the page's, or the 1900s."""
    if len(printed) == 4:
        return int(printed)
    latest = ctx.anchor.year if ctx.anchor else 1999
    year = latest - latest % 100 + int(printed)
    return year if year <= latest + 10 else year - 100
