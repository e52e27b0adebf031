"""Feasts and observances: Christmas, Ramadan, Thanksgiving, as fine as their day can be told."""

import re
from datetime import date

from sayso.extract.timex.calendar import interval, step, week_of
from sayso.extract.timex.context import Context, Reading
from sayso.extract.timex.feast_days import Days, feast_in, value_of_days
from sayso.extract.timex.rules import Rules
from sayso.extract.timex.words import value_of

FEASTS = Rules()
THINGS = frozenset((
    "accord", "agreement", "album", "bonus", "card", "carol", "decoration", "film", "gift",
    "island", "jumper", "light", "market", "movie", "offensive", "present", "protocol", "pudding",
    "sale", "sales", "season", "shopper", "shopping", "song", "story", "sweater", "tree",
))  # fmt: skip
UNKNOWN_DAY = "XXXX-XX-XX"


@FEASTS.form(
    "(?:(?P<lead>last|this|next) )?<holiday>(?P<whole> week(?:end)?(?!\\w))?"
    "(?:(?: of)?,? <year>| (?P<later>last|this|next) year)?(?!\\w)",
    needs="holiday",
)
def feast(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "Christmas Eve", "Ramadan 2021", "last Easter": the year fits page and tense."""
    if match["holiday"].islower() or is_compound_name(match, ctx):
        return None
    rule = value_of("holiday", match["holiday"])
    if match["year"]:
        days = next(feast_in(rule, int(match["year"])), None)
        return Reading(value_of_days(days) if days else match["year"])
    days = feast_near(rule, match, ctx)
    if days is None:
        return Reading(unknown_feast(rule))
    if match["whole"]:
        return whole_week(days, weekend="end" in match["whole"].lower())
    return Reading(value_of_days(days))


def is_compound_name(match: re.Match[str], ctx: Context) -> bool:
    """Tell whether the words name a thing and no day: "Christmas market"."""
    token = ctx.token(match.end() - 1)
    following = token.nbor(1) if token.i + 1 < len(token.doc) else None
    return following is not None and following.lemma_.lower() in THINGS


def unknown_feast(rule: str) -> str:
    """Return the value of a feast in no known year: a fixed day is known but for the year."""
    return f"XXXX-{rule}" if re.fullmatch(r"\d\d-\d\d", rule) else UNKNOWN_DAY


def feast_near(rule: str, match: re.Match[str], ctx: Context) -> Days | None:
    """Return the days of the feast that fit the tense and lie nearest to the page's day."""
    anchor = ctx.anchor
    if anchor is None:
        return None
    years = range(anchor.year - 2, anchor.year + 3)
    feasts = {days[0]: days for year in years for days in feast_in(rule, year)}
    if match["later"]:
        steps = int(value_of("relation", match["later"]))
        return next(
            (days for first, days in feasts.items() if first.year == anchor.year + steps), None
        )
    lead = (match["lead"] or "").lower()
    if lead == "last":
        return feasts.get(max((day for day in feasts if day < anchor), default=anchor))
    tense = "future" if lead == "next" else ctx.tense(*match.span())
    running = [days for days in feasts.values() if days[0] <= anchor <= days[1] and lead != "next"]
    if running:
        return running[0]
    chosen: date | None = ctx.nearest(list(feasts), tense)
    return feasts.get(chosen) if chosen else None


def whole_week(days: Days, *, weekend: bool) -> Reading:
    """Return the week or the weekend of a feast: "Easter week", "Christmas weekend"."""
    if days[0] != days[1]:
        return Reading(value_of_days(days))
    value = step(days[0], 0, "WE") if weekend else week_of(days[0])
    return Reading(value if value and interval(value) else value_of_days(days))
