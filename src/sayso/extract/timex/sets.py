"""How often: "every Friday", "twice a week", "daily"."""

import re

from sayso.extract.timex.context import Context, Reading
from sayso.extract.timex.rules import Rules
from sayso.extract.timex.words import parse_duration, parse_number, value_of

SETS = Rules()
# "Quarterly profit" is the profit of a quarter: nothing happens every quarter.
FIGURES = frozenset((
    "average", "budget", "cost", "dividend", "earnings", "gain", "growth", "income", "increase",
    "inflation", "interest", "loss", "net", "output", "pay", "payment", "production", "profit",
    "quarterly", "rate", "report", "result", "revenue", "salary", "sale", "spending", "total",
    "turnover", "volume", "wage", "yield",
))  # fmt: skip
NAMED = ("ORG", "EVENT", "WORK_OF_ART", "PERSON")


@SETS.form(
    "<quantifier> (?:(?P<count><number>) )?"
    "(?:<unit>|<any_weekday:weekday>(?: <night:part>)?|<month>|<season>|<part>)(?!\\w)",
    needs="quantifier",
)
def each(match: re.Match[str], _ctx: Context) -> Reading | None:
    """Read "every day", "each Thursday night", "every two weeks"."""
    times = value_of("quantifier", match["quantifier"])
    if match["unit"]:
        count = parse_number(match["count"]) if match["count"] else times
        return Reading(parse_duration(count, value_of("unit", match["unit"])), "SET")
    if match["any_weekday"]:
        night = f"T{value_of('part', match['night'])}" if match["night"] else ""
        return Reading(f"XXXX-WXX-{value_of('weekday', match['any_weekday'])}{night}", "SET")
    if match["month"]:
        return Reading(f"XXXX-{value_of('month', match['month'])}", "SET")
    if match["season"]:
        return Reading(f"XXXX-{value_of('season', match['season'])}", "SET")
    return Reading(f"XXXX-XX-XXT{value_of('part', match['part'])}", "SET")


@SETS.form(
    "(?:per|(?:(?P<count><number>) )?times an?|once an?|twice an?) "
    "(?P<unit>hour|day|week|month|quarter|year)(?!\\w)",
    needs="unit",
)
def per_unit(match: re.Match[str], _ctx: Context) -> Reading:
    """Read "per week", "twice a day", "three times a month"."""
    return Reading(parse_duration("1", value_of("unit", match["unit"])), "SET")


@SETS.form("<frequency>(?!\\w)", needs="frequency")
def frequency(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "daily", "annual"; not in names, and not where it tells what a figure covers."""
    token = ctx.token(match.start())
    named = (
        token.pos_ == "PROPN"
        or ctx.doc.text[max(0, match.start() - 1)] == "-"
        or token.ent_type_ in NAMED
    )
    if named or (token.dep_ == "amod" and token.head.lemma_ in FIGURES):
        return None
    return Reading(value_of("frequency", match["frequency"]), "SET")
