"""How long: "24-hour", "several weeks", "two years and six months", "months of talks"."""

import re

from sayso.extract.timex.context import Context, Reading
from sayso.extract.timex.rules import Rules
from sayso.extract.timex.words import parse_duration, parse_number, value_of, value_or_none

DURATIONS = Rules()
UNIT_TAIL = "(?:[-‐–]long)?(?!\\w)(?![-‐–]old)(?! (?:old|ago|of age))"
UNIT_END = f"<unit>{UNIT_TAIL}(?:(?P<half> and a half)(?!\\w))?"
BETWEEN = (
    "(?:more |full |consecutive |straight |whole |long |additional |trading |working |business )?"
)
PERIOD_LEADS = (
    "(?:the )?(?P<lead>last|past|previous|next|coming|first|following|latest|recent|final)"
)
PLURALS = "(?P<unit>seconds|minutes|hours|days|weeks|months|years|decades|centuries)"
ALONE = frozenset((
    "for", "in", "within", "over", "after", "during", "of", "until", "these", "the", "and",
    "take", "takes", "took", "taken", "last", "lasts", "lasted", "spend", "spent", "spending",
    "wait", "waited", "follow", "follows", "followed", "following", "despite", "through", "just",
    "only", "mere", "cost",
))  # fmt: skip
FINER = "Y M W D TH TM TS".split()  # each unit with the finer ones that may follow it


@DURATIONS.form(
    f"(?:<hedge> )?(?:the )?(?P<count><number>) (?P<before_half>and a half~)?{BETWEEN}{UNIT_END}",
    f"(?:<hedge> )?(?P<count><number>)[-‐–]<unit>{UNIT_TAIL}",
    f"(?:<hedge> )?(?P<count><number>)~and~a~half~<unit>{UNIT_TAIL}",
    needs="unit",
)
def duration(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "24-hour", "several weeks", "two and a half years"; no ages, no "a day" of a rate."""
    count, unit = parse_number(match["count"]), value_of("unit", match["unit"])
    if is_no_length(match, count, unit) or is_age(match, ctx):
        return None
    half = bool(re.search(r"and\Wa\Whalf", match.group(), re.IGNORECASE))
    if half and count != "X":
        count = f"{float(count) + 0.5:g}"
    article = match["count"].lower() in ("a", "an")
    if article and is_rate(match, ctx):
        return Reading(parse_duration("1", unit), "SET")
    if article and unit == "D" and not match["hedge"] and not half:
        return None
    return Reading(parse_duration(count, unit), "DURATION", value_or_none("hedge", match["hedge"]))


def is_no_length(match: re.Match[str], count: str, unit: str) -> bool:
    """Tell whether the words count no time: "a second convoy", "three-quarters of the town"."""
    if unit == "TS":
        return count == "X" or not match["unit"].lower().endswith("s")
    if match["count"].lower() in ("a", "an"):
        plural = match["unit"].lower().endswith("s")  # "a decades-long war"
        return plural or unit in ("Q", "WE")
    return unit == "Q" and "-" in match.group()


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


@DURATIONS.form(
    "(?:<hedge> )?(?P<count><number>)~<unit>(?:,? and|,) (?P<second><:number>)~<finer:unit>(?!\\w)"
    "(?![-‐–]old)(?! (?:old|ago|of age|later|earlier))",
    needs="unit",
)
def two_units(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "two years and six months", "two hours and 15 minutes"."""
    unit, finer = value_of("unit", match["unit"]), value_of("unit", match["finer"])
    first, second = parse_number(match["count"]), parse_number(match["second"])
    counted = first.isdigit() and second.isdigit() and unit in FINER and finer in FINER
    if not counted or FINER.index(finer) <= FINER.index(unit) or is_age(match, ctx):
        return None
    head, tail = parse_duration(first, unit), parse_duration(second, finer)[1:]
    both = head + (tail.removeprefix("T") if unit.startswith("T") else tail)
    return Reading(both, "DURATION", value_or_none("hedge", match["hedge"]))


@DURATIONS.form(PERIOD_LEADS + " (?P<count><number>)~<unit>(?!\\w)(?![-‐–]old)", needs="unit")
def relative_duration(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "the past two months", "the first nine months"; "to last 22 days" is a verb."""
    if ctx.token(match.start("lead")).pos_ in ("VERB", "AUX", "ADV"):
        return None
    count, unit = parse_number(match["count"]), value_of("unit", match["unit"])
    if match["count"].lower() in ("a", "an"):
        return None
    return Reading(parse_duration(count, unit), "DURATION")


@DURATIONS.form(
    "(?:the |its |their |his |her )?"
    "(?P<lead>first|early(?! hours)|initial|opening|final|last|closing|dying) "
    + PLURALS
    + "(?= (?:of|after|following|since|before)(?!\\w)|[.,;]|$)",
    needs="unit",
)
def phase_of_event(match: re.Match[str], _ctx: Context) -> Reading:
    """Read "the first weeks", "the final days" of something."""
    mod = "START" if match["lead"].lower() in ("first", "early", "initial", "opening") else "END"
    return Reading(parse_duration("X", value_of("unit", match["unit"])), "DURATION", mod)


@DURATIONS.form(
    "(?:between )?(?P<low><:number>)(?: (?:to|or|and) | ?[-‐–] ?)(?P<high><:number>)~<unit>"
    "(?!\\w)(?![-‐–]old)",
    needs="unit",
)
def range_of_units(match: re.Match[str], _ctx: Context) -> Reading | None:
    """Read "two to three weeks", "10-12 hours": how many is open."""
    if "a" in (match["low"].lower(), match["high"].lower()):
        return None
    words = match.group().lower()
    if " and " in words and not words.startswith("between"):
        return None
    return Reading(parse_duration("X", value_of("unit", match["unit"])), "DURATION")


@DURATIONS.form(
    "for (?P<core>(?:the|a|an) (?:<ordinal>|(?P<nth>\\d{1,2})(?:st|nd|rd|th)) "
    "(?:straight |consecutive |successive |full )?(?P<unit>day|night|week|month|year))(?!\\w)"
    "(?! of)",
    needs="day night week month year",
)
def so_many_in_a_row(match: re.Match[str], _ctx: Context) -> Reading:
    """Read "for the third straight day": three days by now."""
    count = match["nth"] or value_of("ordinal", match["ordinal"])
    word = match["unit"].lower()
    return Reading(
        parse_duration(count, "D" if word == "night" else value_of("unit", word)), "DURATION"
    )


@DURATIONS.form(
    "half (?:a|an)~<unit>(?!\\w)",
    "half[-‐–]<unit>(?!\\w)",
    needs="half",
)
def half_unit(match: re.Match[str], _ctx: Context) -> Reading | None:
    """Read "half an hour", "half-century"."""
    unit = value_of("unit", match["unit"])
    if unit in ("C", "DE"):
        return Reading(f"P{50 if unit == 'C' else 5}Y", "DURATION")
    return Reading(parse_duration("0.5", unit), "DURATION") if unit in ("Y", "TH", "TM") else None


@DURATIONS.form(
    "(?P<quarters>a quarter|(?:three|3) quarters|three-quarters) of an hour(?!\\w)", needs="hour"
)
def quarters_of_hour(match: re.Match[str], _ctx: Context) -> Reading:
    """Read "three quarters of an hour"."""
    return Reading("PT15M" if match["quarters"].lower().startswith("a") else "PT45M", "DURATION")


@DURATIONS.form(PLURALS + "(?P<long>[-‐–]long)?(?P<ago>~ago)?(?!\\w)(?![-‐–]old)", needs="unit")
def bare_plural(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "for weeks", "years ago", "months of talks": how many is not said."""
    unit = value_of("unit", match["unit"])
    if match["ago"]:
        return Reading("PAST_REF")
    token = ctx.token(match.start())
    before = token.nbor(-1) if token.i else None
    lead = before.lower_ if before is not None else ""
    after = ctx.doc.text[match.end() : match.end() + 8].lower()
    beside = after.startswith((" after ", " before ")) or after in (" later", " earlie")
    starts = before is None or before.pos_ in ("ADP", "VERB", "AUX", "PUNCT", "SCONJ", "CCONJ")
    filled = after.startswith(" of ") and starts
    if not (beside or match["long"] or filled) and (lead not in ALONE or unit.startswith("T")):
        return None
    return Reading(parse_duration("X", unit), "DURATION")


@DURATIONS.form("(?P<unit>day|week|month|year|hour)[-‐–]long(?!\\w)", needs="long")
def unit_long(match: re.Match[str], _ctx: Context) -> Reading:
    """Read "day-long"."""
    return Reading(parse_duration("1", value_of("unit", match["unit"])), "DURATION")


@DURATIONS.form(
    "(?P<count>\\d{1,3})(?P<unit>h|hr|hrs|hour|hours|min|mins|secs?)(?!\\w)",
    needs="h hr hrs hour hours min mins sec secs",
)
def glued_unit(match: re.Match[str], _ctx: Context) -> Reading:
    """Read "48hrs", "72h"."""
    letter = match["unit"].lower()[0].upper()
    return Reading(f"PT{int(match['count'])}{letter}", "DURATION")
