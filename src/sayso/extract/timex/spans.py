"""Times without a date: durations, sets, and words such as "now" and "recently"."""

import re

from sayso.extract.timex.context import Context, Reading
from sayso.extract.timex.rules import Rules
from sayso.extract.timex.words import (
    parse_duration,
    parse_number,
    value_of,
    value_or_none,
)

SPANS = Rules()
UNIT_TAIL = "(?:[-‐–]long)?(?!\\w)(?![-‐–]old)(?! (?:old|ago|of age))"
UNIT_END = f"<unit>{UNIT_TAIL}(?:(?P<half> and a half)(?!\\w))?"
BETWEEN = (
    "(?:more |full |consecutive |straight |whole |long |additional |trading |working |business )?"
)
PERIOD_LEADS = (
    "(?:the )?(?P<lead>last|past|previous|next|coming|first|following|latest|recent|final)"
)
ALONE = ("for", "in", "within", "over", "after", "during", "of", "until", "these", "the", "and")


@SPANS.form(
    f"(?:<hedge> )?(?:the )?(?P<count><number>) (?P<before_half>and a half~)?{BETWEEN}{UNIT_END}",
    f"(?:<hedge> )?(?P<count><number>)[-‐–]<unit>{UNIT_TAIL}",
)
def duration(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "24-hour", "several weeks", "two and a half years"; no ages, no "a day" of a rate."""
    count, unit = parse_number(match["count"]), value_of("unit", match["unit"])
    if unit == "TS" and (count == "X" or not match["unit"].lower().endswith("s")):
        return None  # "a second convoy"
    if unit in ("Q", "WE") and match["count"].lower() in ("a", "an"):
        return None  # "a quarter of the town"
    fraction = unit == "Q" and "-" in match.group()  # "three-quarters of the town"
    if fraction or is_age(match, ctx):
        return None
    if "and a half" in match.group().lower():
        count = f"{float(count) + 0.5:g}" if count != "X" else count
    article = match["count"].lower() in ("a", "an")
    if article and is_rate(match, ctx):
        return Reading(parse_duration("1", unit), "SET")
    if article and unit == "D" and not match["hedge"]:
        return None
    return Reading(parse_duration(count, unit), "DURATION", value_or_none("hedge", match["hedge"]))


def is_age(match: re.Match[str], ctx: Context) -> bool:
    """Tell whether the words go on to an age: "12 years old", "aged two years"."""
    after = ctx.doc.text[match.end() : match.end() + 5].lower()
    before = ctx.doc.text[max(0, match.start() - 6) : match.start()].lower()
    return after[1:4] == "old" or before.endswith(("aged ", "age of "))


def is_rate(match: re.Match[str], ctx: Context) -> bool:
    """Tell whether "a week" says how often: "40 flights a week", "twice a week"."""
    if match["hedge"]:
        return False
    token = ctx.token(match.start("count"))
    if not token.i:
        return False
    before = token.nbor(-1)
    if before.lower_ in ("once", "twice", "times"):
        return True
    return before.pos_ in ("NOUN", "NUM", "PROPN", "SYM") and not token.is_sent_start


@SPANS.form(PERIOD_LEADS + " (?P<count><number>)~<unit>(?!\\w)")
def relative_duration(match: re.Match[str], _ctx: Context) -> Reading | None:
    """Read "the past two months", "the first nine months"."""
    count, unit = parse_number(match["count"]), value_of("unit", match["unit"])
    if match["count"].lower() in ("a", "an"):
        return None
    return Reading(parse_duration(count, unit), "DURATION")


@SPANS.form("(?P<low><:number>) (?:to|or) (?P<high><:number>)~<unit>(?!\\w)(?![-‐–]old)")
def range_of_units(match: re.Match[str], _ctx: Context) -> Reading | None:
    """Read "two to three weeks": how many is open."""
    if "a" in (match["low"].lower(), match["high"].lower()):
        return None
    return Reading(parse_duration("X", value_of("unit", match["unit"])), "DURATION")


@SPANS.form("half (?:a|an)~<unit>(?!\\w)", "half[-‐–]<unit>(?!\\w)")
def half_unit(match: re.Match[str], _ctx: Context) -> Reading | None:
    """Read "half an hour", "half-century"."""
    unit = value_of("unit", match["unit"])
    if unit in ("C", "DE"):
        return Reading(f"P{50 if unit == 'C' else 5}Y", "DURATION")
    return Reading(parse_duration("0.5", unit), "DURATION") if unit in ("Y", "TH", "TM") else None


@SPANS.form(
    "(?P<unit>seconds|minutes|hours|days|weeks|months|years|decades|centuries)(?P<long>[-‐–]long)?(?P<ago>~ago)?(?!\\w)(?![-‐–]old)"
)
def bare_plural(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "for weeks", "years ago": how many is not said."""
    unit = value_of("unit", match["unit"])
    if match["ago"]:
        return Reading("PAST_REF")
    token = ctx.token(match.start())
    before = token.nbor(-1).lower_ if token.i else ""
    after = ctx.doc.text[match.end() : match.end() + 8].lower()
    beside = after.startswith((" after ", " before ")) or after in (" later", " earlie")
    if not beside and not match["long"] and (before not in ALONE or unit.startswith("T")):
        return None
    return Reading(parse_duration("X", unit), "DURATION")


@SPANS.form("(?P<unit>day|week|month|year|hour)[-‐–]long(?!\\w)")
def unit_long(match: re.Match[str], _ctx: Context) -> Reading:
    """Read "day-long"."""
    return Reading(parse_duration("1", value_of("unit", match["unit"])), "DURATION")


@SPANS.form(
    "<quantifier> (?:(?P<count><number>) )?"
    "(?:<unit>|<any_weekday:weekday>|<month>|<season>|<part>)(?!\\w)"
)
def each(match: re.Match[str], _ctx: Context) -> Reading | None:
    """Read "every day", "each Thursday", "every two weeks"."""
    times = value_of("quantifier", match["quantifier"])
    if match["unit"]:
        count = parse_number(match["count"]) if match["count"] else times
        return Reading(parse_duration(count, value_of("unit", match["unit"])), "SET")
    if match["any_weekday"]:
        return Reading(f"XXXX-WXX-{value_of('weekday', match['any_weekday'])}", "SET")
    if match["month"]:
        return Reading(f"XXXX-{value_of('month', match['month'])}", "SET")
    if match["season"]:
        return Reading(f"XXXX-{value_of('season', match['season'])}", "SET")
    return Reading(f"XXXX-XX-XXT{value_of('part', match['part'])}", "SET")


@SPANS.form(
    "(?:per|once an|once a|twice a|times a|times an) "
    "(?P<unit>hour|day|week|month|quarter|year)(?!\\w)"
)
def per_unit(match: re.Match[str], _ctx: Context) -> Reading:
    """Read "per week", "twice a day"."""
    return Reading(parse_duration("1", value_of("unit", match["unit"])), "SET")


@SPANS.form("<frequency>(?!\\w)")
def frequency(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "daily", "annual"; not in names."""
    token = ctx.token(match.start())
    named = (
        token.pos_ == "PROPN"
        or ctx.doc.text[max(0, match.start() - 1)] == "-"
        or token.ent_type_ in ("ORG", "EVENT", "WORK_OF_ART", "PERSON")
    )
    return None if named else Reading(value_of("frequency", match["frequency"]), "SET")


@SPANS.form("<reference>(?!\\w)")
def reference(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "now", "recently", "in the future"."""
    words = " ".join(match.group().lower().split())
    before = ctx.doc.text[max(0, match.start() - 3) : match.start()].lower()
    after = ctx.doc.text[match.end() : match.end() + 6].lower()
    if words == "soon" and (before.endswith("as ") or after.startswith((" after", " as"))):
        return None
    if words == "in the past" and ctx.token(match.end() - 1).pos_ != "NOUN":
        return None
    return Reading(value_of("reference", words))


@SPANS.form("<attribute>(?!\\w)")
def attribute(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "current", "recent", "future" before a noun."""
    token = ctx.token(match.start())
    if token.dep_ != "amod" or token.ent_type_ == "ORG":
        return None
    return Reading(value_of("attribute", match["attribute"]))
