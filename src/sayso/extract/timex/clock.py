"""Times of day: "16:40 local time", "7 p.m. EDT", "noon", "at dawn", on the day last named."""

import re

from sayso.extract.timex.context import Context, Reading, on_day
from sayso.extract.timex.rules import Rules
from sayso.extract.timex.words import value_of, value_or_none

CLOCK = Rules()
CLOCK_REACH = 300  # characters: so far back a clock time looks for its day
PART_REACH = 2000  # characters: so far back "in the morning" looks for its day
HALF = "(?P<half>(?:am|pm)\\b|(?:a\\.m|p\\.m)\\b\\.?)"
ZONE = "(?:,? \\(?<zone>(?P<offset> ?[+-]\\d{1,2}(?!\\d))?)?"
CLOCK_WORDS = (
    "at", "by", "around", "about", "from", "until", "till", "before", "after", "between",
    "approximately", "roughly", "past", "since",
)  # fmt: skip


@CLOCK.form(
    "(?P<hour>\\d{1,2})(?:[:.](?P<minute>[0-5]\\d))? ?" + HALF + ZONE,
    needs="am pm m",
)
def half_day_clock(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "7 p.m. EDT", "5.30pm"."""
    hour = int(match["hour"])
    if not 1 <= hour <= 12:
        return None
    afternoon = match["half"].lower().startswith("p")
    return at_time(
        hour % 12 + (12 if afternoon else 0), match["minute"], match["zone"], match, ctx
    )


@CLOCK.form(
    "(?P<hour>[01]?\\d|2[0-4])(?:[:.]|h)(?P<minute>[0-5]\\d)(?::[0-5]\\d)? \\(?<zone>"
    "(?P<offset> ?[+-]\\d{1,2}(?!\\d))?(?!\\w)",
    "(?P<hour>[01]\\d|2[0-4])(?P<minute>[0-5]\\d) <zone>(?!\\w)",
    "(?P<hour>[01]\\d|2[0-3])(?P<minute>[0-5]\\d)(?= [\\[(]\\d{4} (?:gmt|utc)(?!\\w))",
    needs="zone",
)
def zoned_clock(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "16:40 local time", "0530 GMT", and the "2330" of "2330 (0530 GMT)"."""
    zone = match.groupdict().get("zone")
    return at_time(int(match["hour"]), match["minute"], zone, match, ctx)


@CLOCK.form("(?P<hour>[01]\\d|2[0-3])(?P<minute>[0-5]\\d)Z(?!\\w)", needs="z")
def zulu_clock(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "0530Z"."""
    return at_time(int(match["hour"]), match["minute"], "utc", match, ctx)


@CLOCK.form(
    "(?P<hour>[01]?\\d|2[0-4]):(?P<minute>[0-5]\\d)(?![:\\d])",
    needs="figure",
)
def bare_clock(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "at 16:40": a score or a verse has no such word before it."""
    return (
        at_time(int(match["hour"]), match["minute"], None, match, ctx) if led(match, ctx) else None
    )


@CLOCK.form(
    "(?P<hour>\\d{1,2}) o['’]clock(?: in the (?P<part>morning|afternoon|evening))?", needs="clock"
)
def o_clock(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "5 o'clock in the morning"; without the part of the day the hour is open."""
    hour = int(match["hour"])
    if not 1 <= hour <= 24:
        return None
    if not match["part"]:
        return at_time(hour, None, None, match, ctx) if led(match, ctx) else None
    return spoken_clock(match, ctx)


@CLOCK.form("(?P<hour>\\d{1,2}) in the (?P<part>morning|afternoon|evening)", needs="part")
def spoken_clock(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "4 in the morning"."""
    hour, morning = int(match["hour"]), match["part"].lower() == "morning"
    if not 1 <= hour <= 12:
        return None
    return at_time(hour % 12 + (0 if morning else 12), None, None, match, ctx)


def at_time(
    hour: int, minute: str | None, zone: str | None, match: re.Match[str], ctx: Context
) -> Reading | None:
    """Return the reading of a time of day on the day last named; None for an hour above 24."""
    if hour > 24:
        return None
    offset = match.groupdict().get("offset")
    mark = "" if offset else value_or_none("zone", zone) or ""
    day = ctx.last_event_day(match.start() - CLOCK_REACH)
    return on_day(day, f"T{hour:02d}:{minute or '00'}{mark}")


def led(match: re.Match[str], ctx: Context) -> bool:
    """Tell whether a word before two numbers with a colon says that they are a time of day."""
    token = ctx.token(match.start())
    before = token.nbor(-1).lower_ if token.i else ""
    return before in CLOCK_WORDS


@CLOCK.form("(?P<word>noon|midnight|midday)(?!\\w)", needs="noon midnight midday")
def noon(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "noon", "midnight", on the day last named; not in names."""
    token = ctx.token(match.start())
    if token.is_title and token.ent_type_ in ("WORK_OF_ART", "ORG", "PERSON", "EVENT"):
        return None
    hour = "24:00" if match["word"].lower() == "midnight" else "12:00"
    return on_day(ctx.last_event_day(match.start() - CLOCK_REACH), f"T{hour}")


@CLOCK.form(
    "(?:in|during) (?P<core>the (?:early |late )?<part>)(?!\\w)(?! (?:of|on)(?!\\w))",
    "(?:at|by|before|until|after|around|since|from) "
    "(?P<core>(?P<part>dawn|dusk|daybreak|nightfall|sunrise|sunset|first light))(?!\\w)"
    "(?! (?:of|on|<:weekday>)(?!\\w))",
    "(?:by|around|toward|towards) (?P<core>mid[- ](?P<part>morning|afternoon|evening))(?!\\w)",
    needs="part",
)
def the_part(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "in the morning", "at dawn", of the day last named."""
    if match["part"].lower().endswith("s") and not match["part"].lower().endswith("hours"):
        return None
    day = ctx.last_day(match.start() - PART_REACH)
    return on_day(day, f"T{value_of('part', match['part'])}")
