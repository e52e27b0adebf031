"""On which days feasts fall: fixed, by weekday, by Easter, and by the Jewish and Muslim calendars.

A feast has a rule, and in each year one or more `Days`, the first and the last day that it can
fall on. They differ where the feast is longer than a day, and where people keep it on different
days: the Muslim months begin by sight of the moon, a day or two from what any table says.

Sources: Meeus, Astronomical Algorithms, chapter 8 (both Easters); Reingold and Dershowitz,
Calendrical Calculations (Hebrew and tabular Islamic calendar).
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache

from sayso.extract.timex.calendar import existing_day, month_of
from sayso.lexicons import Entry, Lexicon, load_lexicon

Days = tuple[date, date]
RULE = re.compile(
    r"(?P<base>[1-5L]-\d\d-\d|\d\d-\d\d|[A-Z]\w*)(?P<offset>[+-]\d+)?(?:/(?P<length>\d+))?"
)
MOON_SIGHT = 2  # days between the tabular Islamic calendar and what is kept, at most
HEBREW_EPOCH = -1373427  # day number of the day before the first of Tishri of the year 1
ISLAMIC_EPOCH = 227015  # day number of the first of Muharram of the year 1, civil reckoning
JEWISH_YEAR = 3761  # Rosh Hashanah of a year begins the Jewish year that is so much higher
PASSOVER_TO_NEW_YEAR = 163  # days
YEARS = (100, 9990)  # for which days are told
JULIAN_CENTURIES = (1900, 2099)  # between them the Julian calendar is thirteen days behind


class FeastEntry(Entry, frozen=True, kw_only=True):
    """One feast with the days it fell on, or first and last day where countries disagree."""

    days: tuple[str, ...]


class FeastLexicon(Lexicon, frozen=True, kw_only=True):
    """Feasts that follow no short rule."""

    entry: tuple[FeastEntry, ...]


def feast_in(rule: str, year: int) -> Iterator[Days]:
    """Yield the days of a feast that begin in `year`; none where they are not known.

    `rule` is a day ("12-25"), a weekday of a month ("4-11-4" the fourth Thursday of November, "L"
    for the last), a Muslim date ("I0901"), a listed feast, or one of `CYCLES`; "+1" is a day
    behind it, "/8" eight days long. The year is one of `YEARS`.
    """
    match = RULE.fullmatch(rule)
    if match is None or not YEARS[0] <= year <= YEARS[1]:
        return
    shift, length = int(match["offset"] or 0), int(match["length"] or 1)
    for first, last in base_days(match["base"], year):
        yield first + timedelta(shift), last + timedelta(shift + length - 1)


def base_days(base: str, year: int) -> Iterator[Days]:
    """Yield the days that the word or number at the head of a rule stands for."""
    if base in CYCLES:
        yield from CYCLES[base](year)
    elif base[0].isdigit() or base.startswith("L-"):
        found = fixed_day(base, year)
        if found:
            yield found, found
    elif base.startswith("I"):
        yield from islamic(base, year)
    else:
        yield from listed_days().get(base.lower(), {}).get(year, ())


def value_of_days(days: Days) -> str:
    """Return the TIMEX3 value that holds all the days: a day, a month, a year, or unknown."""
    first, last = days
    if first == last:
        return first.isoformat()
    if month_of(first) == month_of(last):
        return month_of(first)
    return f"{first.year:04d}" if first.year == last.year else "XXXX"


def fixed_day(base: str, year: int) -> date | None:
    """Return a day such as "12-25", "4-11-4" or "L-05-1", None where the year has none."""
    parts = base.split("-")
    if len(parts) == 2:
        return existing_day(year, int(parts[0]), int(parts[1]))
    nth, month, weekday = parts[0], int(parts[1]), int(parts[2])
    first = existing_day(year, month, 1)
    if first is None:
        return None
    day = first + timedelta(days=(weekday - first.isoweekday()) % 7)
    weeks = (4 if (day + timedelta(weeks=4)).month == month else 3) if nth == "L" else int(nth) - 1
    return day + timedelta(weeks=weeks)


def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar."""
    cycle, hundreds, rest = year % 19, year // 100, year % 100
    skipped, leap = divmod(hundreds, 4)
    drift = (hundreds - (hundreds + 8) // 25 + 1) // 3
    moon = (19 * cycle + hundreds - skipped - drift + 15) % 30
    week = (32 + 2 * leap + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (cycle + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)


def orthodox_easter(year: int) -> date | None:
    """Return Easter Sunday as the eastern churches reckon it; None outside 1900 to 2099."""
    if not JULIAN_CENTURIES[0] <= year <= JULIAN_CENTURIES[1]:
        return None
    moon = (19 * (year % 19) + 15) % 30
    week = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7
    month, day = divmod(moon + week + 114, 31)
    return date(year, month, day + 1) + timedelta(days=13)


def jewish_new_year(year: int) -> int:
    """Return the day number of the first of Tishri of a Jewish year."""
    before, this, after = (elapsed_days(one) for one in (year - 1, year, year + 1))
    if after - this == 356:
        late = 2
    elif this - before == 382:
        late = 1
    else:
        late = 0
    return HEBREW_EPOCH + this + late


def elapsed_days(year: int) -> int:
    """Return the days from the Hebrew epoch to the mean new moon of a Jewish year."""
    months = (235 * year - 234) // 19
    days = 29 * months + (12084 + 13753 * months) // 25920
    return days + 1 if 3 * (days + 1) % 7 < 3 else days


def rosh_hashanah(year: int) -> date:
    """Return the first day of the Jewish year that begins in `year`."""
    return date.fromordinal(jewish_new_year(year + JEWISH_YEAR))


def passover(year: int) -> date:
    """Return the first day of Passover."""
    return rosh_hashanah(year) - timedelta(days=PASSOVER_TO_NEW_YEAR)


def hanukkah(year: int) -> date:
    """Return the first day of Hanukkah, the 25th of Kislev; Heshvan before it has 29 or 30."""
    first = jewish_new_year(year + JEWISH_YEAR)
    length = jewish_new_year(year + JEWISH_YEAR + 1) - first
    return date.fromordinal(first + (84 if length in (355, 385) else 83))


def islamic(base: str, year: int) -> Iterator[Days]:
    """Yield the days that may be a Muslim date such as "I0901", the first of Ramadan."""
    month, day = int(base[1:3]), int(base[3:5])
    guess = (year - 622) * 33 // 32
    for islamic_year in range(guess - 1, guess + 3):
        ordinal = (
            ISLAMIC_EPOCH - 1 + (islamic_year - 1) * 354 + (3 + 11 * islamic_year) // 30
            + 29 * (month - 1) + month // 2 + day
        )  # fmt: skip
        if date.fromordinal(ordinal).year == year:
            found = date.fromordinal(ordinal)
            yield found - timedelta(MOON_SIGHT), found + timedelta(MOON_SIGHT)


def once(rule: Callable[[int], date | None]) -> Callable[[int], Iterator[Days]]:
    """Return a rule for a feast of one day a year."""

    def days(year: int) -> Iterator[Days]:
        found = rule(year)
        if found:
            yield found, found

    return days


CYCLES: dict[str, Callable[[int], Iterator[Days]]] = {
    "Easter": once(easter),
    "Orthodox": once(orthodox_easter),
    "Passover": once(passover),
    "Rosh": once(rosh_hashanah),
    "Hanukkah": once(hanukkah),
}


@cache
def listed_days() -> dict[str, dict[int, tuple[Days, ...]]]:
    """Return feast -> year -> days, as listed; raises `LexiconError` for a malformed list."""
    lexicon: FeastLexicon = load_lexicon("feast_days", FeastLexicon)
    found: dict[str, dict[int, tuple[Days, ...]]] = {}
    for entry in lexicon.entry:
        for printed in entry.days:
            first, _, last = printed.partition("/")
            days = date.fromisoformat(first), date.fromisoformat(last or first)
            found.setdefault(entry.id.replace("-", ""), {})[days[0].year] = (days,)
    return found
