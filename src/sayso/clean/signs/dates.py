"""Dates and clock times as news pages print them on a line of their own, in many languages.

Running text is not read here: a date inside a sentence says when something happened, not when
the page came out.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache, lru_cache
from typing import Literal

import msgspec

from sayso.lexicons import Entry, Lexicon, load_lexicon

MAX_LINE = 240  # characters; a longer line is no date line

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# Minutes east of Greenwich. Letters that name several zones (IST, CST) or change over the year
# without saying so (ET) are read, but give no offset.
ZONES = {
    **dict.fromkeys(("gmt", "utc", "z"), 0),
    "bst": 60,
    "wat": 60,
    "cet": 60,
    "cest": 120,
    "mez": 60,
    "mesz": 120,
    "cat": 120,
    "sast": 120,
    "eet": 120,
    "eest": 180,
    "eat": 180,
    "msk": 180,
    "pkt": 300,
    "wib": 420,
    "hkt": 480,
    "sgt": 480,
    "jst": 540,
    "kst": 540,
    "aest": 600,
    "aedt": 660,
    "nzst": 720,
    "nzdt": 780,
    "est": -300,
    "edt": -240,
    "cdt": -300,
    "mst": -420,
    "mdt": -360,
    "pst": -480,
    "pdt": -420,
}
VAGUE_ZONES = ("ist", "cst", "et", "ct", "mt", "pt", "uk", "hrs", "hours", "local time", "ast")
CENTURY_PIVOT = 70  # two-digit years from 70 are 1970-1999: the web has no older wires

MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
ZONE = "|".join(sorted((*ZONES, *VAGUE_ZONES), key=len, reverse=True))
YEAR = r"(?:1[89]|20)\d\d"
SEP = r"[\s.,/\-\u2013]{1,3}"
CLOCK = (
    r"(?P<hour>[01]?\d|2[0-4])(?:(?:[:.h]|[\u6642\u65f6\uc2dc]\s?)(?P<minute>[0-5]\d)(?::[0-5]\d(?:\.\d{1,6})?)?)?"
    r"(?:\s{0,2}(?P<half>[ap])\.?m(?:\b|(?=(?-i:[A-Z][a-z])))\.?)?"
    r"(?:\s{0,2}\(?(?P<zone>" + ZONE + r")\b\)?)?"
    r"(?:\s?(?P<shift>[+-]\d{1,2}(?::?[0-5]\d)?)\b)?"
)
WORD_END = r"(?![^\W\d_])"
DATE_WORD = re.compile(r"[^\W\d_]+")
DIGIT = re.compile(r"\d")
REMEMBERED = 4_096  # lines: several rules ask after the same one
# Where a piece can start: at a digit, at a word, at a capital inside of one ("TimesMay 3").
START = r"(?=\d|(?<![^\W\d_])[^\W\d_]|(?<=[^\W\d_])(?-i:[A-Z]))"
PIECES = r"""
    (?P<iso>(?<![\d.])(?P<iso_year>{YEAR})[-/.](?P<iso_month>[01]?\d)[-/.](?P<iso_day>[0-3]?\d)
       (?!\d)(?:T(?=\d\d:))?)
  | (?P<day_month>(?<![\d:.])(?P<dm_day>[0-3]?\d)(?:st|nd|rd|th)?(?:\sof)?{SEP}
       (?P<dm_month>{MONTH})\b\.?(?:{SEP}(?P<dm_year>{YEAR}|'?\d\d)(?![\d:]|\s?[ap]\.?m))?)
  | (?P<month_day>(?:\b|(?<=[^\W\d_])(?=(?-i:[A-Z])))(?P<md_month>{MONTH})\.?[\s\-]{{1,3}}
       (?P<md_day>[0-3]?\d)(?:st|nd|rd|th)?
       (?![\d:])(?:,?[\s\-]{{1,3}}(?P<md_year>{YEAR})(?!\d))?)
  | (?P<signed>(?<!\d)(?P<cj_year>{YEAR})\s?[\u5e74\ub144]
       \s?(?P<cj_month>[01]?\d)\s?[\u6708\uc6d4]\s?(?P<cj_day>[0-3]?\d)\s?[\u65e5\uc77c]?)
  | (?P<month_year>\b(?P<my_month>{MONTH})\.?,?\s(?P<my_year>{YEAR})(?!\d))
  | (?P<numeric>(?<![\d./:-])(?P<first>[0-3]?\d)(?P<mark>[/.\-])(?:(?<=\.)\s)?(?P<second>[0-3]?\d)
       (?P=mark)(?:(?<=\.)\s)?(?P<nu_year>{YEAR}|\d\d)(?![\d./:-]))
  | (?P<clock>(?<![\d./:]){CLOCK}(?!\d))
  | (?P<weekday>\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?)
  | (?P<updated>\b(?:last\s|first\s)?(?:updated?|modified|revised|edited)\b(?:\s(?:on|at))?:?)
  | (?P<published>\b(?:first\s)?(?:published|posted|created|issued|released|filed|uploaded
       |publication\sdate|date\spublished|pub\.?\sdate)\b(?:\s(?:on|at))?:?)
"""

# In other languages a date counts only with its year: their short names of months are words here.
FAR_PIECES = r"""
    (?P<far_day>(?<![\d:.])(?P<fd_day>[0-3]?\d)(?:\.|er|[\u00ba\u00aa\u00b0])?
       \s{{0,2}}(?:de\s|d['\u2019])?
       (?P<fd_month>{FAR}){END}\.?,?\s{{0,2}}(?:del?\s)?(?P<fd_year>{YEAR})(?!\d))
  | (?P<far_month>(?<![^\W\d_])(?P<fm_month>{FAR})\.?\s{{1,2}}(?P<fm_day>[0-3]?\d),?\s{{1,2}}
       (?:del?\s)?(?P<fm_year>{YEAR})(?!\d))
  | (?P<far_year>(?<!\d)(?P<fy_year>{YEAR})\.?\s{{1,2}}(?P<fy_month>{FAR})\.?\s{{1,2}}
       (?P<fy_day>[0-3]?\d)(?!\d)\.?)
  | (?P<far_weekday>(?<![^\W\d_])(?:{WEEKDAY}){END})
  | (?P<far_updated>(?<![^\W\d_])(?:{UPDATED}){END}:?)
  | (?P<far_published>(?<![^\W\d_])(?:{PUBLISHED}){END}:?)
"""
WORDS = ("weekday", "far_weekday", "updated", "published", "far_updated", "far_published")
Label = Literal["published", "updated"]


class MonthEntry(Entry, frozen=True, kw_only=True):
    """How pages in one language write dates."""

    months: tuple[tuple[str, ...], ...]  # twelve, January first
    weekdays: tuple[str, ...]  # from Monday
    updated: tuple[str, ...]
    published: tuple[str, ...]


class MonthLexicon(Lexicon, frozen=True, kw_only=True):
    """The file `months.toml`."""

    entry: tuple[MonthEntry, ...]


@cache
def date_words() -> tuple[MonthEntry, ...]:
    """Return how other languages than English write dates."""
    entries: tuple[MonthEntry, ...] = load_lexicon("months", MonthLexicon).entry
    return entries


@cache
def far_months() -> dict[str, int]:
    """Return the numbers of the months by their names in other languages."""
    return {
        form: number
        for entry in date_words()
        for number, forms in enumerate(entry.months, start=1)
        for form in forms
    }


@cache
def far_weekdays() -> dict[str, int]:
    """Return the numbers of the weekdays, Monday is 0, by their names in other languages."""
    return {form: number for entry in date_words() for number, form in enumerate(entry.weekdays)}


def any_of(forms: Iterable[str]) -> str:
    """Return a pattern for any of `forms`, the longest first, with blanks of any kind."""
    longest_first = sorted(set(forms), key=lambda form: (-len(form), form))
    return "|".join(re.escape(form).replace("\\ ", r"\s") for form in longest_first)


@cache
def far_words() -> frozenset[str]:
    """Return the words, one of which stands in every date in another language."""
    labels = (form for entry in date_words() for form in (*entry.updated, *entry.published))
    forms = (*far_months(), *far_weekdays(), *labels)
    return frozenset(word for form in forms for word in DATE_WORD.findall(form)[:1])


def pieces_in(line: str) -> Iterator[re.Match[str]]:
    """Yield all in `line` that says something about time."""
    far = not far_words().isdisjoint(DATE_WORD.findall(line.lower()))
    return piece_pattern(far).finditer(line)


@cache
def piece_pattern(far: bool) -> re.Pattern[str]:
    """Return the pattern of all that says something about time, in other languages where `far`.

    Most lines hold no word of those, and are read three times as fast without them.
    """
    pieces = f"{FAR_PIECES} | {PIECES}" if far else PIECES
    pattern = f"{{START}} (?:{pieces})".format(
        START=START,
        YEAR=YEAR,
        SEP=SEP,
        MONTH=MONTH,
        CLOCK=CLOCK,
        END=WORD_END,
        FAR=any_of(far_months()),
        WEEKDAY=any_of(far_weekdays()),
        UPDATED=any_of(form for entry in date_words() for form in entry.updated),
        PUBLISHED=any_of(form for entry in date_words() for form in entry.published),
    )
    return re.compile(pattern, re.IGNORECASE | re.VERBOSE)


class Stamp(msgspec.Struct, frozen=True, kw_only=True):
    """One date with its clock time, as a page prints it."""

    label: Label | None
    readings: tuple[str, ...]  # ISO dates it can mean: two for 03/04/2019
    month_only: bool = False  # the reading's day is no day: "June 2014"
    clock: str | None = None  # "08:47", with "+10:00" or "Z" where the zone is plain
    weekday: int | None = None  # 0 is Monday
    numeric: bool = False  # day and month are numbers
    day_first: bool | None = None  # how they are ordered, where only one order is valid
    dotted: bool = False  # points part the numbers, which nearly everywhere put the day first


class DateLine(msgspec.Struct, frozen=True, kw_only=True):
    """What a line says about time, and the words left over."""

    stamps: tuple[Stamp, ...]
    residue: str  # "David Jackson, USA TODAY"
    dated: bool  # some part of a date or clock time stands on the line


def iso_day(year: int, month: int, day: int) -> str | None:
    """Return the ISO form of a calendar day, None where there is no such day."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def full_year(digits: str) -> int:
    """Return the year that two or four digits mean."""
    year = int(digits.lstrip("'"))
    if year > 99:
        return year
    return 1900 + year if year >= CENTURY_PIVOT else 2000 + year


def day_readings(found: re.Match[str]) -> tuple[str, ...]:
    """Return the days that a matched date can mean; none where no year stands there."""
    if found["iso"]:
        days = [(int(found["iso_year"]), int(found["iso_month"]), int(found["iso_day"]))]
    elif found["numeric"]:
        first, second, year = (
            int(found["first"]),
            int(found["second"]),
            full_year(found["nu_year"]),
        )
        days = [(year, second, first), (year, first, second)]
    elif found["month_year"]:
        days = [(int(found["my_year"]), MONTHS[found["my_month"].lower()], 1)]
    elif found["signed"]:
        days = [(int(found["cj_year"]), int(found["cj_month"]), int(found["cj_day"]))]
    elif stem := far_stem(found.groupdict()):
        month = far_months().get(found[f"{stem}_month"].lower(), 0)
        days = [(int(found[f"{stem}_year"]), month, int(found[f"{stem}_day"]))]
    else:
        stem = "dm" if found["day_month"] else "md"
        if found[f"{stem}_year"] is None:
            return ()
        month = MONTHS[found[f"{stem}_month"].lower()]
        days = [(full_year(found[f"{stem}_year"]), month, int(found[f"{stem}_day"]))]
    readings = (iso_day(*parts) for parts in days)
    return tuple(dict.fromkeys(reading for reading in readings if reading))


def far_stem(groups: Mapping[str, str | None]) -> str | None:
    """Return the stem of the groups of a date in another language, None for any other date."""
    stems = (("far_day", "fd"), ("far_month", "fm"), ("far_year", "fy"))
    return next((stem for group, stem in stems if groups.get(group)), None)


def clock_time(found: re.Match[str]) -> str | None:
    """Return a matched clock time as ISO 8601, None where it is but a number."""
    if found["minute"] is None and found["half"] is None:
        return None
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    half = (found["half"] or "").lower()
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23:
        return None
    return f"{hour:02}:{minute:02}{offset_of(found)}"


def offset_of(found: re.Match[str]) -> str:
    """Return the ISO offset of a matched clock time, "" where it is not plain."""
    zone, shift = (found["zone"] or "").lower(), found["shift"]
    if shift:
        digits = shift[1:].replace(":", "")
        hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "00")
        return f"{shift[0]}{int(hours):02}:{minutes}" if int(hours) < 15 else ""
    if zone not in ZONES:
        return ""
    east = abs(ZONES[zone])
    if east == 0:
        return "Z"
    return f"{'-' if ZONES[zone] < 0 else '+'}{east // 60:02}:{east % 60:02}"


class Reader:
    """Gathers the pieces of one line into stamps."""

    def __init__(self) -> None:
        self.stamps: list[Stamp] = []
        self.dated = False
        self.clear()

    def clear(self) -> None:
        """Start the next stamp."""
        self.label: Label | None = None
        self.days: tuple[str, ...] = ()
        self.numeric = self.month_only = self.dotted = False
        self.day_first: bool | None = None
        self.clock: str | None = None
        self.weekday: int | None = None

    def close(self) -> None:
        """End the stamp; one with a clock time only takes the day of the stamp before."""
        days = self.days
        if not days and self.clock and self.label and self.stamps:
            days = self.stamps[-1].readings
        if days:
            stamp = Stamp(
                label=self.label,
                readings=days,
                month_only=self.month_only,
                clock=self.clock,
                weekday=self.weekday,
                numeric=self.numeric,
                day_first=self.day_first,
                dotted=self.dotted,
            )
            self.stamps.append(stamp)
        self.clear()

    def read(self, found: re.Match[str]) -> bool:
        """Take one piece; return False where it says nothing about time after all."""
        kind = found.lastgroup if found.lastgroup in WORDS else None
        if kind == "weekday":
            self.weekday = WEEKDAYS.index(found[0][:3].lower())
        elif kind == "far_weekday":
            self.weekday = far_weekdays().get(found[0].lower())
        elif kind is not None:
            self.close()
            self.label = "updated" if kind.endswith("updated") else "published"
        elif found["clock"]:
            return self.read_clock(found)
        else:
            self.read_day(found)
        return True

    def read_clock(self, found: re.Match[str]) -> bool:
        """Take a clock time; a bare number is none."""
        clock = clock_time(found)
        if clock is None:
            return False
        if self.clock is None:
            self.clock = clock
        self.dated = True
        return True

    def read_day(self, found: re.Match[str]) -> None:
        """Take a date; a second one on the line starts a stamp of its own."""
        days = day_readings(found)
        self.dated = True
        if not days:
            return
        if self.days:
            self.close()
        self.days = days
        self.numeric = found["numeric"] is not None
        self.dotted = found["mark"] == "."
        if self.numeric and len(days) == 1 and found["first"] != found["second"]:
            self.day_first = int(days[0][-2:]) == int(found["first"])
        self.month_only = found["month_year"] is not None


def pieces_of(line: str, reader: Reader) -> Iterator[str]:
    """Yield the words of `line` that are no part of a date, while `reader` takes the rest."""
    last = 0
    for found in pieces_in(line):
        if reader.read(found):
            yield line[last : found.start()]
            last = found.end()
    yield line[last:]


def read_date_line(line: str) -> DateLine:
    """Return the stamps of `line` and what else it says; nothing for a line too long for one."""
    if len(line) > MAX_LINE or DIGIT.search(line) is None:
        return DateLine(stamps=(), residue=line, dated=False)
    return dates_in(line)


@lru_cache(maxsize=REMEMBERED)
def dates_in(line: str) -> DateLine:
    """Return what `read_date_line` does, of a short line with a digit."""
    reader = Reader()
    rest = " ".join(pieces_of(line, reader))
    reader.close()
    residue = " ".join(rest.split()).strip(" ,|-\u2013\u2014\u2022\u00b7:;()/")
    return DateLine(stamps=tuple(reader.stamps), residue=residue, dated=reader.dated)
