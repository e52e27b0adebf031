"""Periods that name themselves: decades, centuries, quarters, seasons, holidays."""

import re
from datetime import date, timedelta

from sayso.extract.timex.calendar import existing_day, step
from sayso.extract.timex.context import Context, Reading
from sayso.extract.timex.rules import Rules
from sayso.extract.timex.tense import Tense
from sayso.extract.timex.words import forms_of, value_of, value_or_none

PERIODS = Rules()
REPORTING_MONTHS = 4  # so long after its end a quarter is still the one to be reported
QUARTER = "(?:the )?(?:fiscal~)?"
ORDINAL_QUARTER = (
    "(?:fiscal~)?(?P<nth>first|second|third|fourth|final|last)~(?P<part>quarter|half)s?"
)


@PERIODS.form("(?:the )?(?:<year_digits>s|['’](?P<tens>\\d)0s)(?!\\w)", "(?:the )?<decade>")
def decade(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "the 1960s", "the '80s", "the nineties"."""
    groups = match.groupdict()
    if groups.get("year_digits"):
        return Reading(groups["year_digits"][:3])
    if groups.get("tens"):
        return Reading(f"19{groups['tens']}")
    before = ctx.doc.text[max(0, match.start() - 6) : match.start()].lower()
    if not match.group().lower().startswith("the") or before.endswith("into "):
        return None
    return Reading(value_of("decade", match["decade"]))


@PERIODS.form("(?:the )?(?:<ordinal>|(?P<nth>\\d{1,2})(?:st|nd|rd|th))~century")
def century(match: re.Match[str], _ctx: Context) -> Reading | None:
    """Read "the 20th century"."""
    number = int(match["nth"] or value_of("ordinal", match["ordinal"]))
    return Reading(f"{number - 1:02d}") if 1 <= number <= 30 else None


@PERIODS.form(
    f"{QUARTER}(?:<year> |<relation> year['’]s )?{ORDINAL_QUARTER}(?!\\w)"
    "(?:(?: of)?(?: fiscal)? (?P<later_year>(?:19|20)\\d\\d)(?!\\w)"
    "|(?: of)? (?P<later>last|this|next) year)?",
    "(?P<part>Q)(?P<nth>[1-4])(?: (?:of )?(?P<later_year>(?:19|20)\\d\\d))?(?!\\w)",
)
def quarter(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "the third quarter of 1998", "first-half"; without a year, the last that has begun."""
    groups = match.groupdict()
    letter = "H" if match["part"].lower() == "half" else "Q"
    number = quarter_number(match["nth"], letter)
    if number is None or not is_business_quarter(match, ctx):
        return None
    printed = groups.get("year") or groups.get("later_year")
    if printed:
        return Reading(f"{printed}-{letter}{number}")
    if ctx.anchor is None:
        return Reading(f"XXXX-{letter}{number}")
    relation = groups.get("relation") or groups.get("later")
    if relation:
        return Reading(
            f"{ctx.anchor.year + int(value_of('relation', relation)):04d}-{letter}{number}"
        )
    year = quarter_year(number, letter, ctx.anchor, ctx.tense(*match.span()))
    return Reading(f"{year:04d}-{letter}{number}")


def is_business_quarter(match: re.Match[str], ctx: Context) -> bool:
    """Tell whether "quarter" or "half" is one of a year: not of a match, not "last half"."""
    words = match.group().lower()
    if match["part"].lower() == "half":
        after = ctx.doc.text[match.end() : match.end() + 8].lower()
        dated = any(match.groupdict().get(name) for name in ("year", "later_year", "later"))
        return dated or after.startswith(" of the year")
    return "last" not in words or bool(match.groupdict().get("later_year"))


def quarter_number(printed: str, letter: str) -> int | None:
    """Return the number of a quarter or half, None for a third half."""
    last = {"Q": 4, "H": 2}[letter]
    word = printed.lower()
    number = last if word in ("final", "last") else int(forms_of("ordinal").get(word, word))
    return number if number <= last else None


def quarter_year(number: int, letter: str, anchor: date, tense: Tense | None) -> int:
    """Return the year of a quarter without one: by tense, or the last that has begun."""
    begins = (number - 1) * {"Q": 3, "H": 6}[letter] + 1
    after = begins + {"Q": 3, "H": 6}[letter]
    if tense == "future" and after + REPORTING_MONTHS <= anchor.month:
        return anchor.year + 1
    return anchor.year if begins <= anchor.month else anchor.year - 1


@PERIODS.form("(?:the )?<season>(?: of)? <year>")
def season_of_year(match: re.Match[str], _ctx: Context) -> Reading:
    """Read "the summer of 2012"."""
    return Reading(f"{match['year']}-{value_of('season', match['season'])}")


@PERIODS.form(
    "(?:<relation>|the) <season>(?!\\w)",
    "(?:in|during|since|by|until) (?P<core><season>)(?!\\w)",
)
def season_alone(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "last fall", "in the summer": the year fits page and tense."""
    word = match["season"]
    token = ctx.token(match.start("season"))
    if token.pos_ in ("VERB", "AUX") or token.ent_type_ == "PERSON":
        return None
    if word.lower() in ("fall", "spring") and not match.groupdict().get("relation"):
        return None
    value = value_of("season", word)
    if ctx.anchor is None:
        return Reading(f"XXXX-{value}")
    return Reading(f"{season_year(value, match, ctx, ctx.anchor):04d}-{value}")


def season_year(value: str, match: re.Match[str], ctx: Context, anchor: date) -> int:
    """Return the year of a season, by relation, else by tense; northern seasons order them."""
    begins = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[value]
    steps = value_or_none("relation", match.groupdict().get("relation"))
    if steps in ("0", "1"):
        return anchor.year + (1 if steps == "1" and begins <= anchor.month else 0)
    if steps == "-1":
        return anchor.year - (1 if begins + 3 > anchor.month else 0)
    if ctx.tense(*match.span()) == "future":
        return anchor.year + (1 if begins + 3 <= anchor.month else 0)
    return anchor.year - (1 if begins > anchor.month else 0)


@PERIODS.form("(?:(?P<lead>last|this|next) )?<holiday>(?:(?: of)?,? <year>)?(?!\\w)")
def holiday(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "Christmas Eve", "Easter Sunday": the year fits page and tense."""
    if match["holiday"].islower():
        return None
    rule = value_of("holiday", match["holiday"])
    if match["year"]:
        return dated(holiday_in(rule, int(match["year"])))
    if ctx.anchor is None:
        return Reading(f"XXXX-{rule}" if rule[0].isdigit() and len(rule) == 5 else "XXXX-XX-XX")
    years = range(ctx.anchor.year - 1, ctx.anchor.year + 2)
    days = [day for year in years if (day := holiday_in(rule, year))]
    tense = {"last": "past", "next": "future"}.get((match["lead"] or "").lower())
    if tense == "past":
        days = [day for day in days if day < ctx.anchor]
        return dated(max(days, default=None))
    return dated(ctx.nearest(days, ctx.tense(*match.span())))


def dated(day: date | None) -> Reading | None:
    """Return the reading of a day."""
    return Reading(day.isoformat()) if day else None


def holiday_in(rule: str, year: int) -> date | None:
    """Return the day of a holiday: "12-25", "4-11-4" (4th Thursday of November), "E-2"."""
    if rule.startswith("E"):
        found = step(easter(year), int(rule[1:]), "D")
        return date.fromisoformat(found) if found else None
    parts = rule.split("-")
    if len(parts) == 2:
        return existing_day(year, int(parts[0]), int(parts[1]))
    nth, month, weekday = parts
    first = date(year, int(month), 1)
    day = first + timedelta(days=(int(weekday) - first.isoweekday()) % 7)
    if nth == "L":
        while (day + timedelta(weeks=1)).month == int(month):
            day += timedelta(weeks=1)
        return day
    return day + timedelta(weeks=int(nth) - 1)


def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (Meeus, Jones, Butcher)."""
    cycle, hundreds, rest = year % 19, year // 100, year % 100
    skipped, leap = divmod(hundreds, 4)
    drift = (hundreds - (hundreds + 8) // 25 + 1) // 3
    moon = (19 * cycle + hundreds - skipped - drift + 15) % 30
    week = (32 + 2 * leap + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (cycle + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)
