"""Dates told from another date: "a month ago", "two days later", "the next morning"."""

import re
from datetime import date

from sayso.extract.timex.calendar import existing_day, first_day, step
from sayso.extract.timex.context import Context, Reading, on_day, shift_days
from sayso.extract.timex.rules import Rules
from sayso.extract.timex.units import UNKNOWN
from sayso.extract.timex.words import parse_duration, parse_number, value_of, value_or_none

ANCHORED = Rules()
COARSER = {"WE": "W", "DE": "Y", "C": "Y"}
MULTIPLES = {"2W": ("W", 2), "DE": ("Y", 10), "C": ("Y", 100)}
QUARTER_REACH = 1500  # characters: so far back "a year earlier" looks for a quarter
BACK_REACH = 2000  # characters: so far back "the next day" and the like look for their day
CLAUSE_END = "(?=[.,;:!?)'\"”’]|$| (?:and|but|in|at|by|when|as|after|with|for|to|on)(?!\\w))"


@ANCHORED.form("(?:the )?<anaphora> (?:<unit>|<part>)(?!\\w)", needs="unit part")
def anaphoric_unit(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "the next day", "that year", "the following morning", from the date before."""
    word = match["anaphora"].lower()
    steps = int(value_of("anaphora", match["anaphora"]))
    if word == "next" and not match.group().lower().startswith("the"):
        return None
    if match["part"]:
        base = ctx.last_day(match.start() - BACK_REACH)
        ending = f"T{value_of('part', match['part'])}"
        return on_day(shift_days(base, steps) if base else None, ending)
    unit = value_of("unit", match["unit"])
    if unit not in UNKNOWN or match["unit"].lower().endswith("s"):
        return None
    base = ctx.last_in(COARSER.get(unit, unit), match.start() - BACK_REACH)
    value = step(base, steps, unit) if base else None
    return Reading(value or UNKNOWN[unit])


@ANCHORED.form(
    "(?:the|a|one) (?P<unit>day|week|weekend|month|year|night|evening|morning)"
    " (?P<way>before|after|earlier|later)" + CLAUSE_END,
    needs="before after earlier later",
)
def beside_last(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "the day before", "a week after" with nothing behind it, from the date last named."""
    steps = -1 if match["way"].lower() in ("before", "earlier") else 1
    word = match["unit"].lower()
    if word in ("night", "evening", "morning"):
        base = ctx.last_day(match.start() - BACK_REACH)
        ending = f"T{value_of('part', word)}"
        return on_day(shift_days(base, steps) if base else None, ending)
    unit = value_of("unit", word)
    if unit == "Y" and steps < 0 and (value := same_quarter(ctx, match.start())):
        return Reading(value, derived=True)
    base = ctx.last_in(COARSER.get(unit, unit), match.start() - BACK_REACH)
    value = step(base, steps, unit) if base else None
    if value is None and not match.group().lower().startswith("the"):
        return Reading(parse_duration("1", unit), "DURATION")
    return Reading(value or UNKNOWN[unit])


@ANCHORED.form(
    "(?P<count><number>) (?P<unit>years?|months?|weeks?|decades?) ago "
    "(?P<at>today|this (?:week|month|year))(?!\\w)",
    needs="ago",
)
def ago_today(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "13 years ago today", "a year ago this week"."""
    count, unit = parse_number(match["count"]), value_of("unit", match["unit"])
    if not count.isdigit() or ctx.anchor is None:
        return None
    scale = {"Y": 12, "DE": 120, "M": 1}.get(unit)
    if scale is None:
        day = shift_days(ctx.anchor, -7 * int(count))
    else:
        index = ctx.anchor.year * 12 + ctx.anchor.month - 1 - scale * int(count)
        day = existing_day(index // 12, index % 12 + 1, ctx.anchor.day)
    at = match["at"].lower()
    fine = "D" if at == "today" else value_of("unit", at.split()[-1])
    return Reading(step(day, 0, fine) or UNKNOWN[fine]) if day else None


@ANCHORED.form(
    "half (?:a|an)~(?P<unit>year|decade|century|hour)~ago(?!\\w)",
    "(?P<count><number>) (?P<unit>year|decade|hour|day|week|month) and a half ago(?!\\w)",
    "(?P<count><number>)~and~a~half~(?P<unit>years|decades|hours|days|weeks|months) ago(?!\\w)",
    needs="half",
)
def half_ago(match: re.Match[str], ctx: Context) -> Reading:
    """Read "half a year ago", "a year and a half ago"."""
    printed = match.groupdict().get("count")
    count = parse_number(printed) if printed else "0"
    unit = value_of("unit", match["unit"])
    if not count.isdigit() or unit.startswith("T"):
        return Reading("PAST_REF")
    return Reading(counted_back(f"{int(count) + 0.5:g}", unit, ctx.anchor))


@ANCHORED.form(
    "(?:in )?(?P<core>(?P<count><number>) <unit>['’]? time)(?!\\w)",
    "(?P<count><number>) <unit> (?:hence|from (?:now|today|(?P<tomorrow>tomorrow)))(?!\\w)",
    needs="time hence from",
)
def ahead(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "in three weeks' time", "two days from now"."""
    count, unit = parse_number(match["count"]), value_of("unit", match["unit"])
    plain = match["unit"].lower().endswith("s") or count == "1"
    if not plain or (count == "X" and unit.startswith("T")):
        return None
    if count == "X" or unit.startswith("T"):
        return Reading("FUTURE_REF")
    base = ctx.anchor
    if match.group().lower().endswith(("today", "tomorrow")):
        base = shift_days(base, 1) if base and match["tomorrow"] else base
        if unit == "W":  # counted from a day, so to a day
            count, unit = str(7 * int(count)), "D"
    return Reading(counted_back(f"-{count}", unit, base))


@ANCHORED.form("(?:by|until|till|before) (?P<core>then)(?!\\w)", needs="then")
def by_then(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read the "then" of "until then": the date last named."""
    value = ctx.last_value(match.start() - BACK_REACH)
    return Reading(value, derived=True) if value else None


@ANCHORED.form(
    "(?:<hedge> )?(?P<count><number>) (?:or so |more )?<unit>(?: or so)?~(?P<way>ago|back)(?!\\w)",
    needs="ago back",
)
def ago(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "three years ago", "about a month ago": as fine as the unit."""
    count, unit = parse_number(match["count"]), value_of("unit", match["unit"])
    mod = value_or_none("hedge", match["hedge"])
    if match["way"].lower() == "back" and count == "X":
        return None
    if count == "X" or unit.startswith("T"):
        return Reading("PAST_REF", mod=mod)
    if count == "1" and unit == "Y" and (value := same_quarter(ctx, match.start())):
        return Reading(value, derived=True)
    return Reading(counted_back(count, unit, ctx.anchor), mod=mod)


def counted_back(count: str, unit: str, base: date | None) -> str:
    """Return the value `count` units before `base`."""
    unit, scale = MULTIPLES.get(unit, (unit, 1))
    if base is None:
        return UNKNOWN.get(unit, "PAST_REF")
    steps = float(count) * scale
    if steps != int(steps):
        unit, steps = ("M", steps * 12) if unit == "Y" else (unit, round(steps))
    return step(base, -int(steps), unit) or UNKNOWN.get(unit, "PAST_REF")


def same_quarter(ctx: Context, start: int) -> str | None:
    """Return the quarter a year before, where a quarter is what was last spoken of."""
    value = ctx.last_value(start - QUARTER_REACH)
    quarters = [found for found in ctx.values[-8:] if "-Q" in found]
    if value is None or not quarters:
        return None
    return f"{int(quarters[-1][:4]) - 1:04d}{quarters[-1][4:]}"


@ANCHORED.form(
    "(?:the |a )?(?:comparable |corresponding |same )?year[-‐–](?:ago|earlier)"
    "(?: (?:<ordinal>~)?(?:quarter|period))?(?!\\w)",
    needs="year",
)
def year_earlier(match: re.Match[str], ctx: Context) -> Reading:
    """Read "the year-earlier period": the last quarter named, a year before."""
    value = same_quarter(ctx, match.start())
    if value is None and ctx.anchor:
        value = f"{ctx.anchor.year - 1:04d}"
    return Reading(value or "XXXX", derived=True)


@ANCHORED.form(
    "(?P<count><number>) <unit> "
    "(?P<way>later(?! than)|earlier|afterwards|thereafter|before(?=[.,;])|after(?=[.,;]))(?!\\w)",
    needs="unit",
)
def later(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "two days later", from the date last named; without one it is a duration."""
    count, unit = parse_number(match["count"]), value_of("unit", match["unit"])
    back = match["way"].lower() in ("earlier", "before")
    if count == "1" and unit == "Y" and back and (value := same_quarter(ctx, match.start())):
        return Reading(value, derived=True)
    counted = MULTIPLES.get(unit, (unit, 1))[0]
    base = ctx.last_in(counted, match.start() - BACK_REACH)
    if count == "X" or unit.startswith("T") or base is None:
        return Reading(parse_duration(count, unit), "DURATION")
    signed = count if back else f"-{count}"
    return Reading(counted_back(signed, unit, base))


@ANCHORED.form("(?:earlier|later) (?:in the|that|the same) day(?!\\w)", needs="day")
def within_day(match: re.Match[str], ctx: Context) -> Reading:
    """Read "earlier in the day": of the day last named."""
    return on_day(ctx.last_day(match.start() - BACK_REACH))


@ANCHORED.form("(?P<word>since then|since that time)(?!\\w)", needs="since")
def since_then(_match: re.Match[str], ctx: Context) -> Reading:
    """Read "since then": from the past date last named to the page's day."""
    for value in reversed(ctx.values[-30:]):
        day = first_day(value)
        if day and ctx.anchor and day < ctx.anchor:
            return Reading(value, since=True)
    return Reading("PAST_REF")
