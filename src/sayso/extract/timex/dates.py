"""Dates that name themselves: days, months, years."""

import re
from datetime import date

from spacy.tokens import Token

from sayso.extract.timex.calendar import existing_day, first_day, interval, is_day
from sayso.extract.timex.context import Context, Reading
from sayso.extract.timex.rules import Rules
from sayso.extract.timex.tense import Tense
from sayso.extract.timex.words import forms_of, value_of, value_or_none

DATES = Rules()
WEEKDAY_LEAD = "(?:<any_weekday>,? )?(?:the )?"
NAMES = {"may", "march", "august", "april", "june"}  # also verbs, adjectives, names of people
COMPOUND_LEADS = ("mid", "early", "late", "post", "pre")
NAMED = ("PERSON", "EVENT", "WORK_OF_ART", "ORG", "FAC", "PRODUCT")
MONTH_LEADS = {
    "in", "last", "next", "this", "since", "until", "till", "by", "of", "for", "from", "to",
    "through", "early", "mid", "late", "during", "before", "after", "and", "or", "between",
    "every", "each", "past", "coming", "ago", "around", "previous", "following", "said",
}  # fmt: skip
NEARER_MONTHS = 6  # a month further back is nearer ahead
YEAR_CUES = {
    "in", "since", "until", "till", "by", "from", "to", "before", "after", "during", "of",
    "between", "and", "through", "or", "around", "about", "circa", "for", "early", "late", "mid",
    "summer", "spring", "autumn", "winter", "fiscal",
}  # fmt: skip


def month_number(printed: str) -> str:
    """Return the number of a month in any of its forms."""
    word = printed.lower().rstrip(".")
    return forms_of("month").get(word) or forms_of("month_short")[word]


def day_number(printed: str) -> int:
    """Return the day of the month: "3rd", "03" and "third" are 3."""
    digits = re.match(r"\d+", printed)
    return int(digits.group() if digits else value_of("ordinal", printed.replace(" ", "-")))


def full_year(printed: str, ctx: Context) -> int:
    """Return the year; two digits mean the nearest one not after the page's, or the 1900s."""
    if len(printed) == 4:
        return int(printed)
    latest = ctx.anchor.year if ctx.anchor else 1999
    year = latest - latest % 100 + int(printed)
    return year if year <= latest + 10 else year - 100


def leads_date(token: Token) -> bool:
    """Tell whether the word before `token` can stand before a month."""
    if token.i == 0 or token.is_sent_start:
        return True
    before = token.nbor(-1)
    return before.lower_ in MONTH_LEADS or before.is_punct or before.is_space


def is_name(match: re.Match[str], ctx: Context) -> bool:
    """Tell whether the month word is a verb, an adjective or somebody's name here."""
    word = match["any_month"]
    token = ctx.token(match.start("any_month"))
    if word.lower() in NAMES and (word.islower() or not leads_date(token)):
        return True
    return token.ent_type_ in NAMED or token.pos_ in ("AUX", "VERB")


@DATES.form(
    "(?P<value>(?:1[5-9]|20)[0-9]{2}-(?:Q[1-4]|W[0-5][0-9]|[01][0-9](?:-[0-3][0-9])?))"
    "(?:T(?P<clock>[0-2]\\d:[0-5]\\d)(?::\\d\\d)?Z?)?(?![\\w-])"
)
def iso_value(match: re.Match[str], _ctx: Context) -> Reading | None:
    """Read "2012-08-12", "2012-08-12T14:30", "2008-Q3", "2013-W04"."""
    value = match["value"].upper()
    if match["clock"]:
        value += f"T{match['clock']}"
    if interval(value) is None:
        return None
    return Reading(value, "TIME" if match["clock"] else "DATE")


@DATES.form(
    f"{WEEKDAY_LEAD}<any_month> ?(?:the )?<date_number>(?:,? ?<year>)?",
    "<any_month> ?(?:the )?<date_number>(?:,? ?<year>)?",  # after "this coming Sunday, "
    f"{WEEKDAY_LEAD}<date_number>(?: of)?~<any_month>(?:,?~<year>|,? ['’]?<short_year>)?",
    f"{WEEKDAY_LEAD}<date_number>(?: of)?~<any_month>",
)
def named_day(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "7 August", "Friday, Aug. 7, 1998", "7 NOV 91"; a missing year is the nearest."""
    groups = match.groupdict()
    if match["any_month"].islower() and match["any_month"] in NAMES:
        return None
    if groups.get("short_year") and not stands_alone(match, ctx):
        return None
    month, day = int(month_number(match["any_month"])), day_number(match["date_number"])
    printed = groups.get("year") or groups.get("short_year")
    if printed:
        found = existing_day(full_year(printed, ctx), month, day)
        return Reading(found.isoformat()) if found else None
    if not existing_day(2000, month, day):
        return None
    return day_of_some_year(month, day, match, ctx)


def stands_alone(match: re.Match[str], ctx: Context) -> bool:
    """Tell whether a two-digit year ends its phrase: not "7 August 20 men fled"."""
    after = ctx.doc.text[match.end() : match.end() + 2].lstrip(" ")
    if not after or not after[0].isalnum():
        return True
    following = ctx.token(ctx.doc.text.index(after[0], match.end()))
    return following.pos_ not in ("NOUN", "PROPN", "ADJ", "NUM")


@DATES.form(
    "<date_number>(?=(?: (?:to|and|or|until|through) |[-‐–])<:date_number>~<any_month>"
    "(?:,?~<year>)?)"
)
def first_of_two_days(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "3" of "from 3 to 5 May": month and year stand with the second day."""
    return named_day(match, ctx)


@DATES.form(
    "(?:to|and|or|until|through) (?P<core><date_number>)(?! (?:of )?<:any_month>)",
)
def second_of_two_days(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "5" of "from May 3 to 5": month and year stand with the first day."""
    value = ctx.last_value(match.start() - 1)
    if value is None or not is_day(value):
        return None
    first, day = first_day(value), day_number(match["date_number"])
    found = existing_day(first.year, first.month, day) if first and day > first.day else None
    token = ctx.token(match.start("core"))
    return Reading(found.isoformat()) if found and token.dep_ != "nummod" else None


def day_of_some_year(month: int, day: int, match: re.Match[str], ctx: Context) -> Reading:
    """Return the day in the year that fits page and tense, year unknown without a page day."""
    years = range(ctx.anchor.year - 1, ctx.anchor.year + 2) if ctx.anchor else ()
    candidates = [found for year in years if (found := existing_day(year, month, day))]
    tense = ctx.tense(*match.span())
    told = ctx.reported_on(*match.span(), "D") if tense == "future" else None
    later = [found for found in candidates if told and found >= told]
    found = min(later, default=None) or ctx.nearest(candidates, tense)
    return Reading(found.isoformat() if found else f"XXXX-{month:02d}-{day:02d}")


@DATES.form(r"(?P<one>\d{1,2})/(?P<two>\d{1,2})/(?P<written>\d{4}|\d\d)(?![\d/])")
def slashed_day(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "7/8/1998" where the page, the numbers or the publication day tell the order."""
    one, two, year = int(match["one"]), int(match["two"]), full_year(match["written"], ctx)
    month_first, day_first = existing_day(year, one, two), existing_day(year, two, one)
    if month_first and day_first and month_first != day_first:
        found = by_page(month_first, day_first, ctx)
        return Reading(found.isoformat()) if found else Reading(f"{year:04d}-XX-XX")
    found = month_first or day_first
    return Reading(found.isoformat()) if found else None


def by_page(month_first: date, day_first: date, ctx: Context) -> date | None:
    """Return the reading that the page's other dates, or its own day, speak for."""
    if ctx.day_first is not None:
        return day_first if ctx.day_first else month_first
    if ctx.anchor is None:
        return None
    near = [day for day in (month_first, day_first) if 0 <= (ctx.anchor - day).days <= 31]
    return near[0] if len(near) == 1 else None


@DATES.form("<any_month>,?(?: of)?~<year>")
def month_and_year(match: re.Match[str], _ctx: Context) -> Reading | None:
    """Read "August 2012"."""
    if match["any_month"].islower() and match["any_month"] in NAMES:
        return None
    return Reading(f"{match['year']}-{month_number(match['any_month'])}")


@DATES.form(
    "<month>(?: of)? <relation> year(?!\\w)",
    "<relation> year['’]s <month>",
)
def month_of_relative_year(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "July last year"."""
    number = value_of("month", match["month"])
    if ctx.anchor is None:
        return Reading(f"XXXX-{number}")
    return Reading(
        f"{ctx.anchor.year + int(value_of('relation', match['relation'])):04d}-{number}"
    )


@DATES.form("(?:<relation> )?<any_month:month>(?!\\w)")
def month_alone(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "in February", "last April": the year fits page and tense."""
    if is_name(match, ctx):
        return None
    number = int(month_number(match["any_month"]))
    if ctx.anchor is None:
        return Reading(f"XXXX-{number:02d}")
    steps = value_or_none("relation", match["relation"])
    if steps:
        year = year_by_relation(number, int(steps), ctx.anchor)
    else:
        tense = ctx.tense(*match.span())
        ahead = tense in ("future", "open")
        told = ctx.reported_on(*match.span(), "M") if ahead else None
        year = year_by_tense(number, told or ctx.anchor, "future" if told else tense)
    return Reading(f"{year:04d}-{number:02d}")


def year_by_relation(number: int, steps: int, anchor: date) -> int:
    """Return the year of "last April" (-1), "this April" (0), "next April" (1)."""
    if steps < 0:
        return anchor.year if number < anchor.month else anchor.year - 1
    return anchor.year + (1 if steps and number <= anchor.month else 0)


def year_by_tense(number: int, anchor: date, tense: Tense | None) -> int:
    """Return the year in which month `number` fits the tense: the last, the next, the nearest."""
    if tense == "future":
        return anchor.year + (1 if number < anchor.month else 0)
    before = anchor.year if number <= anchor.month else anchor.year - 1
    if tense in ("present", "open"):
        months_back = (anchor.year - before) * 12 + anchor.month - number
        return before if months_back <= NEARER_MONTHS else before + 1
    return before


@DATES.form("the year <year>", "fiscal(?: year)? <year>")
def named_year(match: re.Match[str], _ctx: Context) -> Reading:
    """Read "the year 1998", "fiscal 1989"."""
    return Reading(match["year"])


@DATES.form("(?P<lead>the year |<any_month> |(?:the )?<season> (?:of )?)?<spoken_year>(?!\\w)")
def spoken_year(match: re.Match[str], _ctx: Context) -> Reading | None:
    """Read "nineteen ninety-four", "January nineteen ninety-seven", "the year two thousand"."""
    words = match["spoken_year"].lower().replace("-", " ").split()
    if words[0] == "two" and not match["lead"]:
        return None  # "two thousand" counts things
    base = {"nineteen": 1900, "twenty": 2000, "two": 2000}[words[0]]
    rest = [word for word in words[1:] if word != "thousand"]
    year = base + sum(int(word_number(word)) for word in rest)
    if match["any_month"]:
        return Reading(f"{year}-{month_number(match['any_month'])}")
    if match["season"]:
        return Reading(f"{year}-{value_of('season', match['season'])}")
    return Reading(f"{year}")


def word_number(word: str) -> str:
    """Return the number a word of the tens or ones stands for, "0" for any other."""
    found = forms_of("tens").get(word) or forms_of("count").get(word, "0")
    return found if found.isdigit() else "0"


@DATES.form("(?:(?:post|pre)[-‐–])?<year>")
def year_alone(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read a bare "1998" where it is not a count, a price or a name."""
    start = match.start("year")
    before = ctx.doc.text[max(0, start - 2) : start]
    if before[-1:] in tuple("/.,-–:#$£€") and before[-2:-1].isalnum():
        lead = ctx.doc.text[max(0, start - 6) : start - 1].lower().split()[-1:]
        return Reading(match["year"]) if lead and lead[0] in COMPOUND_LEADS else None
    return Reading(match["year"]) if is_year(start, int(match["year"]), ctx) else None


def is_year(start: int, year: int, ctx: Context) -> bool:
    """Tell whether four digits are a year, by the word before and the noun they count."""
    token = ctx.token(start)
    if token.dep_ == "nummod" and token.head.tag_ == "NNS" and token.head.i > token.i:
        return False
    before = token.nbor(-1).lower_ if token.i else ""
    if token.ent_type_ in ("MONEY", "QUANTITY", "PERCENT", "CARDINAL", "PRODUCT"):
        return before in ("in", "since", "until", "by") and year >= 1800
    return before in YEAR_CUES or token.ent_type_ == "DATE" or 1900 <= year <= 2050
