"""Years: "1998", "fiscal 1989", "FY2024", "1994-96", "nineteen ninety-four", "44 BC"."""

import re

from sayso.extract.timex.context import Context, Reading
from sayso.extract.timex.rules import Rules
from sayso.extract.timex.words import forms_of, month_number, value_of

YEARS = Rules()
COMPOUND_LEADS = ("mid", "early", "late", "post", "pre", "pan")
YEAR_CUES = {
    "in", "since", "until", "till", "by", "from", "to", "before", "after", "during", "of",
    "between", "and", "through", "or", "around", "about", "circa", "for", "early", "late", "mid",
    "summer", "spring", "autumn", "winter", "fiscal",
}  # fmt: skip
DASHES = "[-‐‑–—/]"


@YEARS.form("the year <year>", "fiscal(?: year)? <year>", needs="year_figure")
def named_year(match: re.Match[str], _ctx: Context) -> Reading:
    """Read "the year 1998", "fiscal 1989"."""
    return Reading(match["year"])


@YEARS.form(
    "FY ?['’]?(?P<printed>(?:19|20)\\d\\d|\\d\\d)(?:[-–/]\\d{2,4})?(?!\\w)",
    "(?:the )?financial year (?P<printed>(?:19|20)\\d\\d)(?:[-–/]\\d{2,4})?(?!\\w)",
    needs="fy financial",
)
def financial_year(match: re.Match[str], _ctx: Context) -> Reading:
    """Read "FY2024", "FY 2021-22": which months it has depends on whose year it is."""
    printed = match["printed"]
    return Reading(f"FY{printed if len(printed) == 4 else '20' + printed}")


@YEARS.form(
    "(?P<year>(?:1[5-9]|20)\\d\\d)(?=" + DASHES + "(?:\\d{4}|\\d\\d)(?![\\w" + "\\-/]))",
    needs="year_figure",
)
def first_of_two_years(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "1994" of "1994-1996" and of "1994-96"."""
    behind = re.match(r"\d+", ctx.doc.text[match.end() + 1 : match.end() + 5])
    later = whole_year(behind.group(), match["year"]) if behind else None
    return Reading(match["year"]) if later and int(later) > int(match["year"]) else None


@YEARS.form(
    "(?<=(?:1[5-9]|20)\\d\\d" + DASHES + ")(?P<core>\\d{4}|\\d\\d)(?![\\w\\-/])",
    needs="year_figure figure",
)
def second_of_two_years(match: re.Match[str], ctx: Context) -> Reading | None:
    """Read "1996" of "1994-1996", "96" of "1994-96"."""
    before = ctx.doc.text[match.start() - 5 : match.start() - 1]
    year = whole_year(match["core"], before)
    return Reading(year) if year and int(year) > int(before) else None


def whole_year(printed: str, before: str) -> str | None:
    """Return a year of two or four digits after the year `before`; None for a month."""
    if len(printed) == 4:
        return printed
    return (
        before[:2] + printed if int(printed) > 12 or int(printed) == int(before[2:]) + 1 else None
    )


@YEARS.form(
    "(?P<lead>the year |<any_month> |(?:the )?<season> (?:of )?)?<spoken_year>(?!\\w)",
    needs="nineteen twenty two",
)
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


@YEARS.form(
    "(?P<number>\\d{1,4}) (?P<era>(?:BCE|BC|CE|AD)\\b|(?:B\\.C|A\\.D)\\b\\.?)(?!\\w)",
    "(?P<era>AD|A\\.D\\.) (?P<number>\\d{1,4})(?!\\w)",
    needs="bc bce ce ad c d",
)
def year_of_era(match: re.Match[str], _ctx: Context) -> Reading | None:
    """Read "44 BC", "AD 79"; capitals only."""
    if not match["era"].isupper():
        return None
    before = match["era"].startswith("B")
    return Reading(f"{'BC' if before else ''}{int(match['number']):04d}")


@YEARS.form("(?:(?:post|pre)[-‐–])?<year>", needs="year_figure")
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
