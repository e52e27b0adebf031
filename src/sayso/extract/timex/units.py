"""Units of time as they lie to the page's day: "last week", "the quarter", "year-end"."""

import re
from datetime import date

from sayso.extract.timex.calendar import existing_day, first_day, quarter_of, step, week_of
from sayso.extract.timex.context import Context, Reading, on_day, shift_days
from sayso.extract.timex.rules import Rules
from sayso.extract.timex.words import parse_duration, value_of

UNITS = Rules()
UNKNOWN = {
    "D": "XXXX-XX-XX", "W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "M": "XXXX-XX", "Q": "XXXX-QX",
    "Y": "XXXX", "DE": "XXX", "C": "XX",
}  # fmt: skip
NEAR = 150  # characters: "the end of the year" is that of a date so near before it


@UNITS.form(
    "(?:the )?<relation> (?:fiscal |financial |calendar )?<unit>(?!\\w)(?!['’]s <ordinal>)",
    needs="unit",
)
def relative_unit(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "last week", "next year", "this month"; the plural is for "several" and the like."""
    unit, printed = value_of("unit", match["unit"]), match["unit"].lower()
    steps = int(value_of("relation", match["relation"]))
    if printed.endswith("s") and printed != "centuries":
        return plural_unit(match["relation"], unit)
    if unit not in UNKNOWN or (unit == "D" and steps):
        return None  # "the next day" is told from the day last named
    if unit in ("DE", "C") and steps:
        return Reading(parse_duration("1", unit), "DURATION")  # "the past decade": ten years
    return Reading(relative_value(steps, unit, ctx))


def relative_value(steps: int, unit: str, ctx: Context) -> str:
    """Return the value `steps` units from the page's day."""
    if ctx.anchor is None:
        return UNKNOWN[unit]
    return step(ctx.anchor, steps, unit) or UNKNOWN[unit]


def plural_unit(relation: str, unit: str) -> Reading | None:
    """Read "coming weeks", "past years"."""
    word = relation.lower().split()[-1]
    if word in ("coming", "upcoming", "past") and not unit.startswith("T"):
        return Reading(parse_duration("X", unit), "DURATION")
    return None


@UNITS.form("(?:the )?(?:recent|later|early|earlier|future) <unit>(?!\\w)", needs="unit")
def vague_unit(match: re.Match[str], _ctx: Context) -> Reading | None:
    """Read "recent years", "future quarters"."""
    words = match.group().lower()
    if not match["unit"].lower().endswith("s"):
        return None
    if "future" in words:
        return Reading("FUTURE_REF")
    if "recent" not in words:
        return None
    unit = value_of("unit", match["unit"])
    return Reading("PAST_REF" if unit == "Y" else parse_duration("X", unit), "DURATION")


@UNITS.form(
    "the (?:latest |full |current |fiscal |entire |whole )?"
    "(?P<unit>week|month|quarter|year)(?!\\w)(?!-)",
    needs="unit",
)
def the_unit(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "the quarter", "the year": the one last named, or the page's own."""
    unit = value_of("unit", match["unit"])
    after = ctx.doc.text[match.end() : match.end() + 9].lower().strip()
    if unit == "Y" and after.startswith(("end", "through", "to ")):
        return Reading("P1Y", "DURATION")
    if unit == "Q":
        last = quarter_of(step_back(ctx.anchor)) if ctx.anchor else UNKNOWN[unit]
        return Reading(ctx.last_quarter() or last, derived=True)
    base = ctx.last_in(unit, match.start() - NEAR) or ctx.anchor
    value = step(base, 0, unit) if base else None
    return Reading(value or UNKNOWN[unit])


def step_back(day: date) -> date:
    """Return a day of the quarter before that of `day`."""
    return first_day(step(day, -1, "Q") or "") or day


@UNITS.form("the (?:latest|year|<year>) (?:period|quarter)(?!\\w)", needs="period quarter")
def latest_period(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "the latest period", "the 1988 quarter": that of the quarter last named."""
    quarter = ctx.last_quarter()
    if quarter is None and ctx.anchor:
        quarter = quarter_of(step_back(ctx.anchor))
    if quarter is None:
        return None
    return Reading(f"{match['year']}{quarter[4:]}" if match["year"] else quarter, derived=True)


@UNITS.form("(?:the )?(?:calendar |fiscal )?year(?:['’]s|-)? ?end(?!\\w)", needs="year")
def year_end(_match: re.Match[str], ctx: Context) -> Reading:
    """Read "year-end": of the page's year."""
    return Reading(f"{ctx.anchor.year:04d}" if ctx.anchor else "XXXX", mod="END")


@UNITS.form(
    "the week (?:of|beginning|starting|ending|ended|to|through)(?: on)? "
    "(?:<month> (?P<number>\\d{1,2})(?:,? <year>)?|"
    "(?P<before>\\d{1,2}) <month_:month>(?: <year_:year>)?)(?!\\d)",
    needs="week",
)
def week_of_day(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "the week of March 6", "the week to 6 March": the week that holds the day."""
    month = int(value_of("month", match["month"] or match["month_"]))
    number, printed = int(match["number"] or match["before"]), match["year"] or match["year_"]
    if printed:
        found = existing_day(int(printed), month, number)
        return Reading(week_of(found)) if found else None
    if ctx.anchor is None:
        return Reading("XXXX-WXX")
    years = range(ctx.anchor.year - 1, ctx.anchor.year + 2)
    days = [day for year in years if (day := existing_day(year, month, number))]
    nearest = ctx.nearest(days, ctx.tense(*match.span()))
    return Reading(week_of(nearest)) if nearest else None


@UNITS.form(
    "the (?P<unit>night|day|week|weekend|month|quarter|year) "
    "(?P<way>before last|after next)(?!\\w)",
    needs="last next",
)
def unit_but_one(match: re.Match[str], ctx: Context) -> Reading:
    """Read "the week before last", "the year after next"."""
    steps = -2 if match["way"].lower().endswith("last") else 2
    word = match["unit"].lower()
    if word == "night":
        return on_day(shift_days(ctx.anchor, steps) if ctx.anchor else None, "TNI")
    return Reading(relative_value(steps, value_of("unit", word), ctx))
