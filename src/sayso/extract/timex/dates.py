"""Days and months by name: "7 August", "Friday, Aug. 7, 1998", "August 2012", "last April"."""

import re
from datetime import date, timedelta

from spacy.tokens import Token

from sayso.extract.timex.calendar import existing_day, first_day, is_day, months_after
from sayso.extract.timex.context import Context, Reading
from sayso.extract.timex.numeric import full_year
from sayso.extract.timex.rules import Rules
from sayso.extract.timex.tense import Tense
from sayso.extract.timex.words import month_number, value_of, value_or_none

DATES = Rules()
WEEKDAY_LEAD = "(?:<any_weekday>,? )?(?:the (?=\\d+(?: of|st|nd|rd|th)|<:ordinal>))?"
JOINED = "(?: (?:to|and|or|until|till|through) |, | ?[-‐–—] ?)"  # between two days of one month
NAMES = {"may", "march", "august", "april", "june"}  # also verbs, adjectives, names of people
NAMED = ("PERSON", "EVENT", "WORK_OF_ART", "ORG", "FAC", "PRODUCT")
MONTH_LEADS = {
    "in", "last", "next", "this", "since", "until", "till", "by", "of", "for", "from", "to",
    "through", "early", "mid", "late", "during", "before", "after", "and", "or", "between",
    "every", "each", "past", "coming", "ago", "around", "previous", "following", "said",
}  # fmt: skip
EVENT_DAYS = {(9, 11)}  # before a noun they name what happened on that day of one year
NEARER_MONTHS = 6  # a month further back is nearer ahead


def day_number(printed: str) -> int:
    """Return the day of the month: "3rd", "03" and "third" are 3."""
    digits = re.match(r"\d+", printed)
    return int(digits.group() if digits else value_of("ordinal", printed.replace(" ", "-")))


def leads_date(token: Token) -> bool:
    """Tell whether the word before `token` can stand before a month."""
    if token.i == 0 or token.is_sent_start:
        return True
    before = token.nbor(-1)
    return before.lower_ in MONTH_LEADS or before.is_punct or before.is_space


def is_dated_noun(month: Token) -> bool:
    """Tell whether a month stands between an article and a noun: "the May election"."""
    return month.ent_type_ == "DATE" and month.nbor(-1).tag_ in ("DT", "PRP$", "POS")


def is_name(match: re.Match[str], ctx: Context) -> bool:
    """Tell whether the month word is a verb, an adjective or somebody's name here."""
    word = match["any_month"]
    token = ctx.token(match.start("any_month"))
    led = leads_date(token) or is_dated_noun(token)
    if word.lower() in NAMES and (word.islower() or not led):
        return True
    if token.i and token.nbor(-1).text == "Long":
        return True
    if word.lower() in NAMES and token.dep_ in ("nsubj", "nsubjpass"):
        return True  # "May has resigned"
    return token.ent_type_ in NAMED or token.pos_ in ("AUX", "VERB")


@DATES.form(
    f"{WEEKDAY_LEAD}<any_month> ?(?:the )?<date_number>(?:,? ?<year>)?",
    "<any_month> ?(?:the )?<date_number>(?:,? ?<year>)?",  # after "this coming Sunday, "
    f"{WEEKDAY_LEAD}<date_number>(?: of)?~<any_month>(?:,?~<year>|,? ['’]?<short_year>)?",
    f"{WEEKDAY_LEAD}<date_number>(?: of)?~<any_month>",
    "<date_number>\\. <any_month> <year>",
    needs="month month_short",
)
def named_day(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "7 August", "Friday, Aug. 7, 1998", "7 NOV 91"; a missing year is the nearest."""
    groups = match.groupdict()
    if match["any_month"].islower() and match["any_month"] in NAMES:
        return None
    if groups.get("short_year") and not stands_alone(match, ctx):
        return None
    month, day = int(month_number(match["any_month"])), day_number(match["date_number"])
    printed = groups.get("year") or groups.get("short_year") or groups.get("shared_year")
    if printed:
        dated = existing_day(full_year(printed, ctx), month, day)
        return Reading(dated.isoformat()) if dated else None
    if not existing_day(2000, month, day):
        return None
    if is_other_name(ctx.token(match.start("any_month"))):
        return None
    if names_event(month, day, match, ctx):
        return Reading(f"XXXX-{month:02d}-{day:02d}")
    return day_of_some_year(month, day, match, ctx)


def is_other_name(month: Token) -> bool:
    """Tell whether a month and a number name no day: "a Long March 9 rocket"."""
    before = month.nbor(-1).text if month.i else ""
    return before == "Long" or month.ent_type_ in ("PRODUCT", "PERSON", "WORK_OF_ART")


def names_event(month: int, day: int, match: re.Match[str], ctx: Context) -> bool:
    """Tell whether a day is the name of an event of some year: "the September 11 attacks"."""
    token = ctx.token(match.start("any_month"))
    if token.ent_type_ == "EVENT":
        return True
    return (month, day) in EVENT_DAYS and token.dep_ in ("compound", "nmod", "nummod", "amod")


def stands_alone(match: re.Match[str], ctx: Context) -> bool:
    """Tell whether a two-digit year ends its phrase: not "7 August 20 men fled"."""
    after = ctx.doc.text[match.end() : match.end() + 2].lstrip(" ")
    if not after or not after[0].isalnum():
        return True
    following = ctx.token(ctx.doc.text.index(after[0], match.end()))
    return following.pos_ not in ("NOUN", "PROPN", "ADJ", "NUM")


@DATES.form(
    f"<date_number>(?={JOINED}(?:<:date_number>{JOINED}){{0,2}}<:date_number>(?: of)?~<any_month>"
    "(?:,?~(?P<shared_year>(?:19|20)\\d\\d)(?!\\d))?)",
    f"<any_month> ?<date_number>(?={JOINED}(?:<:date_number>{JOINED}){{0,2}}<:date_number>"
    ",? (?P<shared_year>(?:19|20)\\d\\d)(?!\\d))",
    needs="month month_short",
)
def earlier_of_days(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "3" of "from 3 to 5 May": month and year stand with the last day."""
    return named_day(match, ctx)


@DATES.form(
    "(?:to|and|or|until|till|through) (?P<core><date_number>)(?:,? <year>)?"
    "(?! (?:of )?<:any_month>)",
    "(?<=\\d[-‐–—])(?P<core><date_number>)(?:,? <year>)?(?! (?:of )?<:any_month>)",
    "(?<=\\d,\\s)(?P<core><date_number>)(?=,? (?:and|or|to) \\d)",
    needs="figure ordinal",
)
def later_of_days(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "5" of "from May 3 to 5" and of "May 3-5, 2021": the month stands with the first."""
    value = ctx.last_value(match.start() - 2)
    if value is None or not is_day(value):
        return None
    first, day = first_day(value), day_number(match["date_number"])
    found = existing_day(first.year, first.month, day) if first and day > first.day else None
    token = ctx.token(match.start("core"))
    counts = token.dep_ == "nummod" and token.head.i > token.i  # "until 5 men fled"
    return Reading(found.isoformat()) if found and not counts else None


def day_of_some_year(month: int, day: int, match: re.Match[str], ctx: Context) -> Reading:
    """Return the day in the year that fits page and tense, year unknown without a page day."""
    years = range(ctx.anchor.year - 1, ctx.anchor.year + 2) if ctx.anchor else ()
    candidates = [found for year in years if (found := existing_day(year, month, day))]
    tense = ctx.tense(*match.span())
    told = ctx.reported_on(*match.span(), "D") if tense == "future" else None
    later = [found for found in candidates if told and found >= told]
    chosen: date | None = min(later, default=None) or ctx.nearest(candidates, tense)
    value = chosen.isoformat() if chosen else f"XXXX-{month:02d}-{day:02d}"
    return Reading(value, cycle="year")


@DATES.form("<any_month>,?(?: of)?~<year>", needs="month month_short")
def month_and_year(match: re.Match[str], _ctx: Context) -> Reading | None:
    """Read "August 2012"."""
    if match["any_month"].islower() and match["any_month"] in NAMES:
        return None
    return Reading(f"{match['year']}-{month_number(match['any_month'])}")


@DATES.form(
    "<any_month>(?= (?:to|and|or|until|till|through) (?:early |mid[- ]|late )?<second:any_month>,?"
    "(?: of)? <year>)",
    "<any_month>(?= ?[-‐–—] ?<second:any_month>,?(?: of)? <year>)",
    needs="month month_short",
)
def month_before_dated_month(match: re.Match[str], _ctx: Context) -> Reading | None:
    """Read "May" of "from May to July 2021", where the year stands with the later month."""
    if match["any_month"].islower() and match["any_month"] in NAMES:
        return None
    first, second = month_number(match["any_month"]), month_number(match["second"])
    year = int(match["year"]) - (1 if first > second else 0)
    return Reading(f"{year:04d}-{first}")


@DATES.form(
    "(?<=(?:19|20)\\d\\d\\s)(?:to|until|till|through) "
    "(?P<core>(?:early |mid[- ]|late )?<any_month>)(?!\\w)(?! <:date_number>)"
    "(?!,? (?:of )?<:year>)",
    needs="month month_short",
)
def month_after_dated_month(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "March" of "from November 2021 to March": the next one after the month before it."""
    value = ctx.last_value(match.start() - 2)
    if value is None or not re.fullmatch(r"\d{4}-\d\d", value) or is_name(match, ctx):
        return None
    number, year = month_number(match["any_month"]), int(value[:4])
    return Reading(f"{year + (1 if number < value[5:] else 0):04d}-{number}")


@DATES.form(
    "<month>(?: of)? <relation> year(?!\\w)", "<relation> year['’]s <month>", needs="month"
)
def month_of_relative_year(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "July last year"."""
    number = value_of("month", match["month"])
    if ctx.anchor is None:
        return Reading(f"XXXX-{number}")
    steps = int(value_of("relation", match["relation"]))
    return Reading(f"{ctx.anchor.year + steps:04d}-{number}")


@DATES.form(
    "(?:the )?(?P<nth>first|second|third|fourth|last|final) (?P<unit>days?|week|weekend|weeks) "
    "(?:of|in) <month>(?:,? (?:of )?<year>)?(?!\\w)(?! <:date_number>)",
    "(?:the )?(?P<nth>first|last|final) (?P<unit>day) of (?P<whole_year>(?:19|20)\\d\\d)(?!\\w)",
    needs="day days week weekend weeks",
)
def piece_of_month(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "the last day of May"; a week of it is known to its month only."""
    groups = match.groupdict()
    last = match["nth"].lower() in ("last", "final")
    if groups.get("whole_year"):
        return Reading(f"{match['whole_year']}-{'12-31' if last else '01-01'}")
    month = month_of_piece(match, ctx)
    if match["unit"].lower() != "day" or month.startswith("X"):
        return Reading(month)
    nth = ["first", "second", "third", "fourth"].index(match["nth"].lower()) if not last else -1
    following = months_after(int(month[:4]), int(month[5:]), 1)
    return Reading((following - timedelta(1)).isoformat() if last else f"{month}-{nth + 1:02d}")


def month_of_piece(match: re.Match[str], ctx: Context) -> str:
    """Return the month that a day or week is of: by the year printed, else by tense."""
    number = int(value_of("month", match["month"]))
    if match["year"]:
        return f"{match['year']}-{number:02d}"
    if ctx.anchor is None:
        return f"XXXX-{number:02d}"
    year = year_by_tense(number, ctx.anchor, ctx.tense(*match.span()))
    return f"{year:04d}-{number:02d}"


@DATES.form("(?:on )?(?P<core>this day in <year>)(?!\\w)", needs="day")
def this_day_in(match: re.Match[str], ctx: Context) -> Reading:
    """Read "on this day in 1989"."""
    found = ctx.anchor and existing_day(int(match["year"]), ctx.anchor.month, ctx.anchor.day)
    return Reading(found.isoformat() if found else match["year"])


@DATES.form("(?:<relation> )?<any_month:month>(?!\\w)", needs="month")
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
