"""Days by their names and by their distance from the page's day: "Friday", "yesterday"."""

import re
from dataclasses import replace
from datetime import date

from sayso.extract.timex.calendar import existing_day, first_day, months_after, step
from sayso.extract.timex.context import Context, Reading, on_day, shift_days
from sayso.extract.timex.feast_days import fixed_day
from sayso.extract.timex.rules import Rules
from sayso.extract.timex.words import parse_number, value_of, value_or_none

WEEKDAYS = Rules()
MORNING_REACH = 700  # characters: so far back "early on Monday" tells which night is meant
BACK_REACH = 2000  # characters: so far back "the previous Friday" looks for its day
NEAR_SAYING = 7  # days: a saying further back names no weekday without its week
# "Bloody Sunday" is one day of history; no page means its own week by it.
NICKNAMES = frozenset((
    "black", "bloody", "blue", "cyber", "fat", "giving", "red", "small", "super", "wonderful",
    "sheffield", "man", "girl", "ruby", "taco", "thirsty", "throwback",
))  # fmt: skip
TITLES = ("ORG", "WORK_OF_ART", "EVENT", "PRODUCT", "FAC", "LAW")


@WEEKDAYS.form("(?:(?:<relation>|the <anaphora>) )?<weekday>(?!\\w)", needs="weekday")
def weekday(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "Monday", "last Friday", "the previous Friday"."""
    number = int(value_of("weekday", match["weekday"]))
    if is_title(match, ctx):
        return None
    if match["weekday"].lower().endswith("s"):
        return Reading(f"XXXX-WXX-{number}", "SET")  # "on Mondays"
    steps = value_or_none("relation", match["relation"])
    if match["anaphora"]:
        base = ctx.last_day(match.start() - BACK_REACH) or ctx.anchor
        return on_day(beside(base, number, int(value_of("anaphora", match["anaphora"]))))
    if ctx.anchor is None:
        return Reading(f"XXXX-WXX-{number}", cycle="week")
    if steps in ("-1", "1"):
        return replace(on_day(beside(ctx.anchor, number, int(steps))), cycle="week")
    tense = ctx.tense(*match.span())
    told = ctx.reported_on(*match.span(), "D") if tense == "future" else None
    if told is not None and (ctx.anchor - told).days < NEAR_SAYING:
        return on_day(beside(told, number, 1))
    return replace(on_day(ctx.weekday(number, tense)), cycle="week")


def is_title(match: re.Match[str], ctx: Context) -> bool:
    """Tell whether the weekday is part of a name: "The Sunday Times", "Bloody Sunday"."""
    token = ctx.token(match.start("weekday"))
    before = token.nbor(-1).lower_ if token.i else ""
    if before in NICKNAMES and token.nbor(-1).is_title:
        return True
    following = token.nbor(1) if token.i + 1 < len(token.doc) else None
    joined = following is not None and following.ent_iob_ == "I" and following.is_title
    return joined and token.ent_type_ in TITLES


def beside(base: date | None, number: int, direction: int) -> date | None:
    """Return the weekday strictly before or after `base`; on or before it where neither."""
    if base is None:
        return None
    if direction > 0:
        return shift_days(base, (number - base.isoweekday() - 1) % 7 + 1)
    back = (base.isoweekday() - number) % 7
    return shift_days(base, -(back or 7) if direction < 0 else -back)


@WEEKDAYS.form(
    "(?:a|one) week (?:from|on|after) <weekday>(?!\\w)",
    "<weekday> week(?=[.,;]|$| (?:at|in|for|to|when)(?!\\w))",
    needs="weekday",
)
def week_after_weekday(match: re.Match[str], ctx: Context) -> Reading:
    """Read "a week on Friday", "Friday week": the Friday after the coming one."""
    coming = beside(ctx.anchor, int(value_of("weekday", match["weekday"])), 1)
    return on_day(shift_days(coming, 7) if coming else None)


@WEEKDAYS.form(
    "(?P<count><number>) (?P<unit>weeks?|months?|years?) ago,?(?: on| this| last)? <weekday>"
    "(?!\\w)",
    needs="weekday",
)
def weekday_ago(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "two weeks ago Monday": the Monday nearest to the page's day, so much earlier."""
    count = parse_number(match["count"])
    if not count.isdigit() or ctx.anchor is None:
        return None
    back = (ctx.anchor.isoweekday() - int(value_of("weekday", match["weekday"]))) % 7
    near = shift_days(ctx.anchor, -back if back <= 3 else 7 - back)
    if near is None:
        return None
    if match["unit"].lower().startswith("week"):
        return on_day(shift_days(near, -7 * int(count)))
    months = int(count) * (12 if match["unit"].lower().startswith("year") else 1)
    index = near.year * 12 + near.month - 1 - months
    return on_day(existing_day(index // 12, index % 12 + 1, near.day))


@WEEKDAYS.form(
    "(?:the |a |one )?(?P<unit>day|night|morning) (?P<way>before|after) "
    "(?:<relation> )?<weekday>(?!\\w)",
    needs="weekday",
)
def day_beside_weekday(match: re.Match[str], ctx: Context) -> Reading:
    """Read "a day before Saturday", "the morning after last Friday"."""
    number = int(value_of("weekday", match["weekday"]))
    steps = value_or_none("relation", match["relation"])
    unit = match["unit"].lower()
    ending = "" if unit == "day" else f"T{value_of('part', unit)}"
    if ctx.anchor is None:
        return on_day(None, ending)
    if steps in ("-1", "1"):
        day = beside(ctx.anchor, number, int(steps))
    else:
        day = ctx.weekday(number, ctx.tense(*match.span()))
    return on_day(
        shift_days(day, -1 if match["way"].lower() == "before" else 1) if day else None, ending
    )


@WEEKDAYS.form(
    "(?:the )?(?P<nth>first|second|third|fourth|fifth|last) <weekday> (?:in|of) "
    "(?:<month>(?:,? <year>)?|(?P<each>(?:each|every|the) month))(?!\\w)",
    needs="weekday",
)
def weekday_of_month(match: re.Match[str], ctx: Context) -> Reading:
    """Read "the fourth Thursday in November": a day where year or tense tells which."""
    if match["each"]:
        return Reading(f"XXXX-WXX-{value_of('weekday', match['weekday'])}", "SET")
    month = value_of("month", match["month"])
    nth = "L" if match["nth"].lower() == "last" else value_of("ordinal", match["nth"])
    rule = f"{nth}-{month}-{value_of('weekday', match['weekday'])}"
    if match["year"]:
        return on_day(fixed_day(rule, int(match["year"])))
    tense = ctx.tense(*match.span())
    if ctx.anchor is None or tense in (None, "present"):
        return Reading(f"XXXX-{month}")
    years = range(ctx.anchor.year - 1, ctx.anchor.year + 2)
    days = [day for year in years if (day := fixed_day(rule, year))]
    return on_day(ctx.nearest(days, tense))


@WEEKDAYS.form("<deictic>(?!\\w)", needs="deictic")
def deictic(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "today", "yesterday", "last night", "overnight"."""
    days, _, part = value_of("deictic", match["deictic"]).partition("T")
    ending = f"T{part}" if part else ""
    word = match["deictic"]
    if word.lower() == "overnight":
        return overnight(match, ctx)
    token = ctx.token(match.start())
    if not word.islower() and token.ent_type_ in ("ORG", "WORK_OF_ART"):
        return None
    if word.isupper() and token.i and token.nbor(-1).text == "USA":
        return None  # the newspaper
    day = shift_days(ctx.anchor, int(days)) if ctx.anchor else None
    return replace(on_day(day, ending), days=int(days))


def overnight(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "overnight": the night before the page's day, or before a morning just named."""
    if ctx.token(match.start()).dep_ in ("amod", "compound"):
        return None
    value = ctx.last_value(match.start() - MORNING_REACH)
    base = first_day(value) if value and value.endswith("TMO") else ctx.anchor
    return on_day(shift_days(base, -1) if base else None, "TNI")


@WEEKDAYS.form(
    "overnight (?P<into>on |into |in |to |from )?(?:the )?<weekday>(?!\\w)"
    "(?: (?:to|into|and) <second:weekday>(?!\\w))?",
    needs="weekday",
)
def overnight_weekday(match: re.Match[str], ctx: Context) -> Reading:
    """Read "overnight on Sunday", "overnight into Monday", "overnight Sunday to Monday"."""
    number = int(value_of("weekday", match["weekday"]))
    if ctx.anchor is None:
        return Reading(f"XXXX-WXX-{number}TNI", "TIME")
    day = ctx.weekday(number, ctx.tense(*match.span()))
    into = (match["into"] or "").strip().lower() in ("into", "to") and not match["second"]
    return on_day(shift_days(day, -1) if day and into else day, "TNI")


@WEEKDAYS.form("(?:the )?weekend(?!\\w)", needs="weekend")
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


@WEEKDAYS.form("(?:at|on|during|over) (?P<core>weekends)(?!\\w)", needs="weekends")
def weekends(_match: re.Match[str], _ctx: Context) -> Reading:
    """Read "on weekends"."""
    return Reading("XXXX-WXX-WE", "SET")


@WEEKDAYS.form(
    "(?:on|by|until|till|since|from|before|after) "
    "(?P<core>the (?P<day>3[01]|[12]\\d|[1-9])(?:st|nd|rd|th))"
    "(?=[.,;:)]|$| (?:and|to|until|at|in|but|with|when|after|before|as|for)(?!\\w))",
    needs="st nd rd th",
)
def day_of_month(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "on the 14th": of the month last named, or of the nearest month by tense."""
    number = int(match["day"])
    base = ctx.last_in("M", match.start() - BACK_REACH) or ctx.anchor
    if base is None:
        return Reading(f"XXXX-XX-{number:02d}")
    if base != ctx.anchor:
        return on_day(existing_day(base.year, base.month, number))
    months = (months_after(base.year, base.month, count) for count in (-1, 0, 1))
    days = [day for first in months if (day := existing_day(first.year, first.month, number))]
    return on_day(ctx.nearest(days, ctx.tense(*match.span())))
