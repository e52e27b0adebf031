"""Dates told from another: weekdays, "last week", "a month ago", "two days later", clock times."""

import re
from datetime import date

from sayso.extract.timex.calendar import first_day, quarter_of, step, week_of
from sayso.extract.timex.context import Context, Reading, shift_days
from sayso.extract.timex.rules import Rules
from sayso.extract.timex.words import parse_duration, parse_number, value_of, value_or_none

RELATIVE = Rules()
CLOCK_REACH = 300  # characters: so far back a clock time looks for its day
MORNING_REACH = 700  # characters: so far back "early on Monday" tells which night is meant
COARSER = {"WE": "W", "DE": "Y", "C": "Y"}
UNKNOWN = {
    "D": "XXXX-XX-XX", "W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "M": "XXXX-XX", "Q": "XXXX-QX",
    "Y": "XXXX", "DE": "XXX", "C": "XX",
}  # fmt: skip
QUARTER_REACH = 1500  # characters: so far back "a year earlier" looks for a quarter
BACK_REACH = 2000  # characters: so far back "the next day" and the like look for their day
NEAR_SAYING = 7  # days: a saying further back names no weekday without its week
NEAR = 150  # characters: "the end of the year" is that of a date so near before it


def part_of_day(printed: str | None) -> str:
    """Return the ending of a value: "TAF" for "afternoon", empty for none."""
    return f"T{value_of('part', printed)}" if printed else ""


def on_day(day: date | None, ending: str = "") -> Reading:
    """Return the reading of a day, or of a part of it; the day unknown where it is None."""
    value = (day.isoformat() if day else "XXXX-XX-XX") + ending
    return Reading(value, "TIME" if ending else "DATE")


@RELATIVE.form("(?:(?:<relation>|the <anaphora>) )?<weekday>(?!\\w)")
def weekday(match: re.Match[str], ctx: Context) -> Reading:
    """Read "Monday", "last Friday", "the previous Friday"."""
    number = int(value_of("weekday", match["weekday"]))
    if match.group().lower().endswith("s"):
        return Reading(f"XXXX-WXX-{number}", "SET")  # "on Mondays"
    steps = value_or_none("relation", match["relation"])
    if match["anaphora"]:
        base = ctx.last_day(match.start() - BACK_REACH) or ctx.anchor
        return on_day(beside(base, number, int(value_of("anaphora", match["anaphora"]))))
    if ctx.anchor is None:
        return Reading(f"XXXX-WXX-{number}")
    if steps in ("-1", "1"):
        return on_day(beside(ctx.anchor, number, int(steps)))
    tense = ctx.tense(*match.span())
    told = ctx.reported_on(*match.span(), "D") if tense == "future" else None
    if told is not None and (ctx.anchor - told).days < NEAR_SAYING:
        return on_day(beside(told, number, 1))
    return on_day(ctx.weekday(number, tense))


def beside(base: date | None, number: int, direction: int) -> date | None:
    """Return the weekday strictly before or after `base`; on or before it where neither."""
    if base is None:
        return None
    if direction > 0:
        return shift_days(base, (number - base.isoweekday() - 1) % 7 + 1)
    back = (base.isoweekday() - number) % 7
    return shift_days(base, -(back or 7) if direction < 0 else -back)


@RELATIVE.form("<deictic>(?!\\w)")
def deictic(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "today", "yesterday", "last night", "overnight"."""
    days, _, part = value_of("deictic", match["deictic"]).partition("T")
    ending = f"T{part}" if part else ""
    word = match["deictic"]
    if word.lower() == "overnight":
        return overnight(match, ctx)
    if not word.islower() and ctx.token(match.start()).ent_type_ in ("ORG", "WORK_OF_ART"):
        return None
    return on_day(shift_days(ctx.anchor, int(days)) if ctx.anchor else None, ending)


def overnight(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "overnight": the night before the page's day, or before a morning just named."""
    if ctx.token(match.start()).dep_ in ("amod", "compound"):
        return None
    value = ctx.last_value(match.start() - MORNING_REACH)
    base = first_day(value) if value and value.endswith("TMO") else ctx.anchor
    return on_day(shift_days(base, -1) if base else None, "TNI")


@RELATIVE.form(
    "(?:the )?<relation> (?:fiscal |financial |calendar )?<unit>(?!\\w)(?!['’]s <ordinal>)"
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


@RELATIVE.form("(?:the )?(?:recent|later|early|earlier|future) <unit>(?!\\w)")
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


@RELATIVE.form("(?:the )?<anaphora> (?:<unit>|<part>)(?!\\w)")
def anaphoric_unit(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "the next day", "that year", "the following morning", from the date before."""
    word = match["anaphora"].lower()
    steps = int(value_of("anaphora", match["anaphora"]))
    if word == "next" and not match.group().lower().startswith("the"):
        return None
    if match["part"]:
        base = ctx.last_day(match.start() - BACK_REACH)
        return on_day(shift_days(base, steps) if base else None, part_of_day(match["part"]))
    unit = value_of("unit", match["unit"])
    if unit not in UNKNOWN or match["unit"].lower().endswith("s"):
        return None
    base = ctx.last_in(COARSER.get(unit, unit), match.start() - BACK_REACH)
    value = step(base, steps, unit) if base else None
    return Reading(value or UNKNOWN[unit])


@RELATIVE.form(
    "(?:<hedge> )?(?P<count><number>) (?:or so |more )?<unit>(?: or so)?~(?P<way>ago|back)(?!\\w)"
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
    unit, scale = {"2W": ("W", 2), "DE": ("Y", 10), "C": ("Y", 100)}.get(unit, (unit, 1))
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


@RELATIVE.form(
    "(?:the |a )?(?:comparable |corresponding |same )?year[-‐–](?:ago|earlier)"
    "(?: (?:<ordinal>~)?(?:quarter|period))?(?!\\w)"
)
def year_earlier(match: re.Match[str], ctx: Context) -> Reading:
    """Read "the year-earlier period": the last quarter named, a year before."""
    value = same_quarter(ctx, match.start())
    if value is None and ctx.anchor:
        value = f"{ctx.anchor.year - 1:04d}"
    return Reading(value or "XXXX", derived=True)


@RELATIVE.form(
    "(?P<count><number>) <unit> "
    "(?P<way>later(?! than)|earlier|afterwards|thereafter|before(?=[.,;])|after(?=[.,;]))(?!\\w)"
)
def later(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "two days later", from the date last named; without one it is a duration."""
    count, unit = parse_number(match["count"]), value_of("unit", match["unit"])
    back = match["way"].lower() in ("earlier", "before")
    if count == "1" and unit == "Y" and back and (value := same_quarter(ctx, match.start())):
        return Reading(value, derived=True)
    counted = {"2W": "W", "DE": "Y", "C": "Y"}.get(unit, unit)
    base = ctx.last_in(counted, match.start() - BACK_REACH)
    if count == "X" or unit.startswith("T") or base is None:
        return Reading(parse_duration(count, unit), "DURATION")
    signed = count if back else f"-{count}"
    return Reading(counted_back(signed, unit, base))


@RELATIVE.form("(?:the )?weekend(?!\\w)")
def weekend(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "the weekend": the last one, or the next where the tense is future."""
    if not match.group().lower().startswith("the"):
        return None
    if ctx.anchor is None:
        return Reading("XXXX-WXX-WE")
    future = ctx.tense(*match.span()) == "future"
    begun = ctx.anchor.isoweekday() >= 6
    found = step(ctx.anchor, 0 if future or begun else -1, "WE")
    return Reading(found or "XXXX-WXX-WE")


@RELATIVE.form(
    "the (?:latest |full |current |fiscal |entire |whole )?"
    "(?P<unit>week|month|quarter|year)(?!\\w)(?!-)"
)
def the_unit(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "the quarter", "the year": the one last named, or the page's own."""
    unit = value_of("unit", match["unit"])
    after = ctx.doc.text[match.end() : match.end() + 9].lower().strip()
    if unit == "Y" and after.startswith(("end", "through")):
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


@RELATIVE.form("the (?:latest|year|<year>) (?:period|quarter)(?!\\w)")
def latest_period(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "the latest period", "the 1988 quarter": that of the quarter last named."""
    quarter = ctx.last_quarter()
    if quarter is None and ctx.anchor:
        quarter = quarter_of(step_back(ctx.anchor))
    if quarter is None:
        return None
    return Reading(f"{match['year']}{quarter[4:]}" if match["year"] else quarter, derived=True)


@RELATIVE.form("(?:earlier|later) (?:in the|that|the same) day(?!\\w)")
def within_day(match: re.Match[str], ctx: Context) -> Reading:
    """Read "earlier in the day": of the day last named."""
    return on_day(ctx.last_day(match.start() - BACK_REACH))


@RELATIVE.form("(?:the )?(?:calendar |fiscal )?year(?:['’]s|-)? ?end(?!\\w)")
def year_end(_match: re.Match[str], ctx: Context) -> Reading:
    """Read "year-end": of the page's year."""
    return Reading(f"{ctx.anchor.year:04d}" if ctx.anchor else "XXXX", mod="END")


@RELATIVE.form("(?P<word>since then|since that time)(?!\\w)")
def since_then(_match: re.Match[str], ctx: Context) -> Reading:
    """Read "since then": from the past date last named to the page's day."""
    for value in reversed(ctx.values[-30:]):
        day = first_day(value)
        if day and ctx.anchor and day < ctx.anchor:
            return Reading(value, since=True)
    return Reading("PAST_REF")


@RELATIVE.form(
    "(?P<hour>\\d{1,2})(?:[:.](?P<minute>[0-5]\\d))? ?(?P<half>[ap]\\.?m\\b\\.?)(?:,? <zone>)?",
    "(?P<hour>\\d{1,2})(?:[:.](?P<minute>[0-5]\\d))?(?P<half>[ap]\\.?m\\b\\.?)(?:,? <zone>)?",
    "(?P<hour>[01]?\\d|2[0-4])[:.h](?P<minute>[0-5]\\d) (?:<zone>)(?!\\w)",
    "(?P<hour>[01]\\d|2[0-4])(?P<minute>[0-5]\\d) <zone>(?!\\w)",
    "(?P<hour>[01]?\\d|2[0-4]):(?P<minute>[0-5]\\d)(?![:\\d])",
    "(?P<hour>\\d{1,2}) o['’]clock",
    "(?P<hour>\\d{1,2}) in the (?P<spoken>morning|afternoon|evening)",
)
def clock(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "16:40 local time", "7 p.m. EDT", on the day last named."""
    groups = match.groupdict()
    hour, minute = int(match["hour"]), groups.get("minute") or "00"
    half = (groups.get("half") or "").lower()[:1]
    if groups.get("spoken"):
        half = "a" if groups["spoken"].lower() == "morning" else "p"
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    elif hour > 24 or not (groups.get("zone") or is_clock(match, ctx)):
        return None
    zone = value_or_none("zone", groups.get("zone")) or ""
    return on_day(ctx.last_day(match.start() - CLOCK_REACH), f"T{hour:02d}:{minute}{zone}")


def is_clock(match: re.Match[str], ctx: Context) -> bool:
    """Tell whether two numbers with a colon are a time of day, not a score or a verse."""
    token = ctx.token(match.start())
    before = token.nbor(-1).lower_ if token.i else ""
    return before in ("at", "by", "around", "about", "from", "until", "till", "before", "after")


@RELATIVE.form("(?P<word>noon|midnight|midday)(?!\\w)")
def noon(match: re.Match[str], ctx: Context) -> Reading:
    """Read "noon", "midnight", on the day last named."""
    hour = "24:00" if match["word"].lower() == "midnight" else "12:00"
    return on_day(ctx.last_day(match.start() - CLOCK_REACH), f"T{hour}")


@RELATIVE.form("(?:in |during )(?P<core>the (?:early )?<part>)(?!\\w)")
def the_part(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "in the morning", of the day last named."""
    if match["part"].lower().endswith("s"):
        return None
    return on_day(ctx.last_day(match.start() - BACK_REACH), part_of_day(match["part"]))


@RELATIVE.form("the week (?:of|beginning|starting) <month> (?P<number>\\d{1,2})(?!\\d)")
def week_of_day(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "the week of March 6"."""
    if ctx.anchor is None:
        return Reading("XXXX-WXX")
    month, number = int(value_of("month", match["month"])), int(match["number"])
    days = []
    for year in range(ctx.anchor.year - 1, ctx.anchor.year + 2):
        try:
            days.append(date(year, month, number))
        except ValueError:
            return None
    found = ctx.nearest(days, ctx.tense(*match.span()))
    return Reading(week_of(found)) if found else None
