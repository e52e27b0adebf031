"""Periods that name themselves: decades, centuries, quarters and halves, seasons."""

import re
from datetime import date

from sayso.extract.timex.context import Context, Reading
from sayso.extract.timex.numeric import full_year
from sayso.extract.timex.rules import Rules
from sayso.extract.timex.tense import Tense
from sayso.extract.timex.words import forms_of, value_of, value_or_none

PERIODS = Rules()
REPORTING_MONTHS = 4  # so long after its end a quarter is still the one to be reported
QUARTER = "(?:the )?(?:fiscal~)?"
YEAR_BEHIND = "(?:(?: |-)?(?:of )?['’]?(?P<later_year>(?:19|20)\\d\\d|\\d\\d(?!\\w)))?(?!\\w)"
ORDINAL_QUARTER = (
    "(?:fiscal~)?(?P<nth>first|second|third|fourth|final|last)~(?P<part>quarter|half)s?"
)


@PERIODS.form(
    "(?:the )?(?:<year_digits>s|['’](?P<tens>\\d)0s)(?!\\w)",
    "(?:the )?<decade>",
    needs="year_figure figure decade",
)
def decade(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "the 1960s", "the '80s", "the nineties"."""
    groups = match.groupdict()
    if groups.get("year_digits"):
        return Reading(groups["year_digits"][:3])
    if groups.get("tens"):
        return Reading(f"{'20' if groups['tens'] in '01' else '19'}{groups['tens']}")
    before = ctx.doc.text[max(0, match.start() - 6) : match.start()].lower()
    phased = before.endswith(("late ", "late-", "early ", "early-", "mid-", "mid "))
    if before.endswith("into ") or not (phased or match.group().lower().startswith("the")):
        return None
    return Reading(value_of("decade", match["decade"]))


@PERIODS.form(
    "(?:and|or|to|through|until) "
    "(?P<core>(?:the )?(?:early |late |mid[- ])?['’]?(?P<tens>[0-9])0s)(?!\\w)",
    needs="figure",
)
def second_decade(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "70s" of "the 1960s and 70s"."""
    value = ctx.last_value(match.start() - 1)
    if value is None or len(value) != 3 or not value.isdigit() or match["tens"] <= value[2]:
        return None
    return Reading(value[:2] + match["tens"])


@PERIODS.form(
    "(?:the )?(?:<ordinal>|<roman>|(?P<nth>\\d{1,2})(?:st|nd|rd|th))~(?:century|centuries)(?!\\w)",
    "(?:the )?(?:<ordinal>|<roman>|(?P<nth>\\d{1,2})(?:st|nd|rd|th))"
    "(?=(?: and | or |, | to )(?:the )?(?:<:ordinal>|<:roman>|\\d{1,2}(?:st|nd|rd|th)) centuries)",
    needs="century centuries",
)
def century(match: re.Match[str], _ctx: Context) -> Reading | None:
    """Read "the 20th century", "the XIX century"."""
    if match["roman"]:
        return Reading(f"{int(value_of('roman', match['roman'])) - 1:02d}")
    number = int(match["nth"] or value_of("ordinal", match["ordinal"]))
    return Reading(f"{number - 1:02d}") if 1 <= number <= 30 else None


@PERIODS.form(
    f"{QUARTER}(?:<year> |<relation> year['’]s )?{ORDINAL_QUARTER}(?!\\w)"
    "(?:(?: of)?(?: fiscal)? (?P<later_year>(?:19|20)\\d\\d)(?!\\w)"
    "|(?: of)? (?P<later>last|this|next) year| of the (?:fiscal )?year(?!\\w))?",
    f"(?P<part>Q|H)(?P<nth>[1-4]){YEAR_BEHIND}",
    f"(?P<nth>[1-4])(?P<part>Q|H){YEAR_BEHIND}",
    "(?P<year>(?:19|20)\\d\\d)[ -](?P<part>Q|H)(?P<nth>[1-4])(?!\\w)",
    needs="quarter half halves q h",
)
def quarter(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "the third quarter of 1998", "first-half"; without a year, the last that has begun."""
    groups = match.groupdict()
    letter = match["part"][0].upper() if len(match["part"]) == 1 else "Q"
    letter = "H" if match["part"].lower() == "half" else letter
    number = quarter_number(match["nth"], letter)
    if number is None or not is_business_quarter(match):
        return None
    printed = groups.get("year") or groups.get("later_year")
    if printed:
        return Reading(f"{full_year(printed, ctx):04d}-{letter}{number}")
    if ctx.anchor is None:
        return Reading(f"XXXX-{letter}{number}")
    relation = groups.get("relation") or groups.get("later")
    if relation:
        return Reading(
            f"{ctx.anchor.year + int(value_of('relation', relation)):04d}-{letter}{number}"
        )
    year = quarter_year(number, letter, ctx.anchor, ctx.tense(*match.span()))
    return Reading(f"{year:04d}-{letter}{number}")


def is_business_quarter(match: re.Match[str]) -> bool:
    """Tell whether "quarter" or "half" is one of a year: not of a match, not "last half"."""
    words = match.group().lower()
    if len(match["part"]) == 1:
        return match["part"].isupper() and (match["part"] == "Q" or is_dated(match))
    if match["part"].lower() == "half":
        return is_dated(match) or words.endswith("year")
    return "last" not in words or bool(match.groupdict().get("later_year"))


def is_dated(match: re.Match[str]) -> bool:
    """Tell whether a year is printed with a quarter or half."""
    return any(match.groupdict().get(name) for name in ("year", "later_year", "later"))


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


@PERIODS.form("(?:the )?<season>(?: of)? <year>(?:[-‐–/]\\d{2,4})?", needs="season")
def season_of_year(match: re.Match[str], _ctx: Context) -> Reading:
    """Read "the summer of 2012"."""
    return Reading(f"{match['year']}-{value_of('season', match['season'])}")


@PERIODS.form(
    "(?:<relation>|the) <season>(?!\\w)",
    "(?:in|during|since|by|until) (?P<core><season>)(?!\\w)",
    needs="season",
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
