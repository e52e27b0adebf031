"""Declared dates -> moments: what JSON-LD, meta tags, feeds, wires and mail headers write.

A zone is never invented: a clock time without one stays without, until another declaration of
the same moment names it.
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_tz

import msgspec

from sayso.clean.signs.dates import iso_day, read_date_line
from sayso.clean.signs.published import Order, choose_reading, order_of
from sayso.records import ClockBasis, Timestamp

MAX_DATE = 80  # characters; no written date is longer
CLOCK = (
    r"(?P<hour>[01]?\d|2[0-3])[:.h](?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d)(?:[.,]\d{1,9})?)?"
    r"(?:\s?(?P<half>[AaPp])\.?[Mm]\b\.?)?"
    r"\s{0,2}(?P<zone>(?:UTC|GMT)?[+-]\d\d(?::?[0-5]\d)?(?::?00)?(?!\d)|Z\b|UTC\b|GMT\b)?"
)
WRITTEN = re.compile(  # 2022-12-20T10:15:00+01:00, 2022/12/20 10:15
    r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d\d?)(?P=mark)(?P<day>\d\d?)(?!\d)"
    rf"(?:[T\s,]{{1,3}}{CLOCK})?",
    re.ASCII,  # other digits would go into the record as they are
)
BASIC = re.compile(  # 20221220T101500Z
    r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)"
    r"(?:T?(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)(?P<second>[0-5]\d)?(?:\.\d{1,9})?"
    r"(?P<zone>Z|[+-]\d\d(?::?[0-5]\d)?)?)?(?!\d)",
    re.ASCII,
)
MAIL = re.compile(
    r"(?:[A-Z][a-z]{2,8},\s{0,2})?\d{1,2}\s[A-Z][a-z]{2}\s(?:\d\d){1,2}\s\d{1,2}:\d\d(?::\d\d)?\s"
    r"{0,2}(?:[+-]\d{4}|[A-Z]{1,4})\b",
)
MONTH = re.compile(r"(?P<year>(?:1[89]|20)\d\d)-(?P<month>0[1-9]|1[0-2])", re.ASCII)
YEAR = re.compile(r"(?:1[89]|20)\d\d", re.ASCII)
EPOCH = re.compile(r"\d{10}(?:\d{3})?", re.ASCII)
FIRST_EPOCH = 631_152_000  # 1990: no page is older, and a smaller number is no time
LAST_EPOCH = 4_102_444_800  # 2100
FIRST_YEAR, LAST_YEAR = 1700, 2100
UNSET = ("1970-01-01", "1900-01-01")  # what programs write for no date
QUARTER = timedelta(minutes=15)
WESTMOST, EASTMOST = timedelta(hours=-12), timedelta(hours=14)


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """A declared date, as finely as it is written."""

    day: str  # ISO: "2022-12-20", "2022-12" or "2022"
    clock: str | None = None  # "10:15"
    second: int | None = None
    zone: str = ""  # "+01:00" or "Z", "" where none is written

    def stamp(self, basis: ClockBasis) -> Timestamp:
        """Return the moment as a record."""
        if self.clock is not None:
            value = f"{self.day}T{self.clock}{self.zone}"
            return Timestamp(value=value, precision="minute", basis=basis)
        if len(self.day) == len("2022"):
            return Timestamp(value=self.day, precision="year", basis=basis)
        if len(self.day) == len("2022-12"):
            return Timestamp(value=self.day, precision="month", basis=basis)
        return Timestamp(value=self.day, precision="day", basis=basis)


def parse_moment(text: str, order: Order = "") -> Moment | None:
    """Return the moment that `text` means, None where it is no date or can mean two.

    Reads ISO 8601, RFC 822, seconds since 1970 and dates in words; `order` is how the source
    writes a date in numbers.
    """
    text = text.strip()[:MAX_DATE]
    written = WRITTEN.match(text) or BASIC.match(text)
    if written is not None and not EPOCH.fullmatch(text):
        return moment_of(written)
    if EPOCH.fullmatch(text):
        return epoch_moment(int(text))
    if MAIL.match(text):
        return mail_moment(text)
    month = MONTH.fullmatch(text) or YEAR.fullmatch(text)
    return Moment(day=month[0]) if month is not None else printed_moment(text, order)


def moment_of(found: re.Match[str]) -> Moment | None:
    """Return the moment of a matched ISO date."""
    day = iso_day(int(found["year"]), int(found["month"]), int(found["day"]))
    if day is None or day in UNSET or not FIRST_YEAR <= int(found["year"]) <= LAST_YEAR:
        return None
    if found["hour"] is None:
        return Moment(day=day)
    hour = half_hour(int(found["hour"]), found.groupdict().get("half"))
    zone = zone_of(found["zone"] or "")
    second = int(found["second"]) if found["second"] else None
    midnight = hour == 0 and found["minute"] == "00" and not second
    if hour is None or zone is None or (midnight and not zone):
        return Moment(day=day)  # midnight in no zone is how programs write a bare day
    return Moment(day=day, clock=f"{hour:02}:{found['minute']}", second=second, zone=zone)


def half_hour(hour: int, half: str | None) -> int | None:
    """Return the hour of the day that "a" or "p" of am or pm makes of `hour`; None for "0 pm"."""
    if half is None or hour > 12:
        return hour
    return None if hour == 0 else hour % 12 + (12 if half in "pP" else 0)


def zone_of(written: str) -> str | None:
    """Return an offset as ISO 8601, "" for none, None where there is no such zone."""
    bare = written.removeprefix("UTC").removeprefix("GMT")
    if not bare or bare == "Z":
        return "Z" if written else ""
    digits = bare[1:].replace(":", "").ljust(4, "0")
    hours, minutes = int(digits[:2]), int(digits[2:4])
    if hours > 14:
        return None
    return "Z" if hours == minutes == 0 else f"{bare[0]}{hours:02}:{minutes:02}"


def epoch_moment(number: int) -> Moment | None:
    """Return the moment that many seconds or milliseconds after 1970, None where it is no time."""
    seconds = number // 1_000 if number > 10**11 else number
    if not FIRST_EPOCH <= seconds < LAST_EPOCH:
        return None
    when = datetime.fromtimestamp(seconds, UTC)
    return Moment(day=when.date().isoformat(), clock=f"{when:%H:%M}", second=when.second, zone="Z")


def mail_moment(text: str) -> Moment | None:
    """Return the moment of an RFC 822 date: "Tue, 20 Dec 2022 10:15:00 +0100"."""
    parts = parsedate_tz(text)
    if parts is None:
        return None
    day = iso_day(*parts[:3])
    hour, minute, second, offset = parts[3], parts[4], parts[5], parts[9]
    if day is None or hour > 23 or minute > 59:
        return None
    zone = "" if offset is None else zone_of(signed(offset)) or ""
    return Moment(day=day, clock=f"{hour:02}:{minute:02}", second=second, zone=zone)


def signed(seconds: int) -> str:
    """Return seconds east of Greenwich as "+HH:MM"."""
    minutes = abs(seconds) // 60
    return f"{'-' if seconds < 0 else '+'}{minutes // 60:02}:{minutes % 60:02}"


def printed_moment(text: str, order: Order) -> Moment | None:
    """Return the moment of a date in words or numbers: "3 May 2011, 10:00 GMT"."""
    stamps = read_date_line(text).stamps
    if len(stamps) != 1:
        return None
    [stamp] = stamps
    day = choose_reading(stamp, order_of(stamps) or order, frozenset())
    if day is None or stamp.clock is None or stamp.month_only:
        return Moment(day=day[:7] if stamp.month_only else day) if day else None
    return Moment(day=day, clock=stamp.clock[:5], zone=stamp.clock[5:])


def completed(found: Moment, same: Iterable[Moment], any_kind: Iterable[Moment]) -> Moment:
    """Return `found` as fully as other declarations of the same moment tell it.

    `same` are declarations of the same thing (the publication): one on the same day adds a clock
    time. `any_kind` are all moments declared: one with the same clock time, or that differs by a
    zone alone, adds the zone.
    """
    if len(found.day) < len("2022-12-20") or (found.clock and found.zone):
        return found
    if found.clock is None:
        finer = [one for one in same if one.day == found.day and one.clock is not None]
        zoned = [one for one in finer if one.zone]
        return (zoned or finer or [found])[0]
    for other in any_kind:
        zone = zone_between(found, other)
        if zone is not None:
            return msgspec.structs.replace(found, zone=zone)
    return found


def zone_between(bare: Moment, zoned: Moment) -> str | None:
    """Return the zone that makes a moment without one the same as `zoned`, None for no such.

    Where the clocks differ, equal seconds other than zero must show that it is one moment.
    """
    if not zoned.zone or zoned.clock is None or bare.clock is None:
        return None
    if (bare.day, bare.clock) == (zoned.day, zoned.clock):
        return zoned.zone
    if not bare.second or bare.second != zoned.second:
        return None
    there = datetime.fromisoformat(f"{zoned.day}T{zoned.clock}{zoned.zone.replace('Z', '+00:00')}")
    here = datetime.fromisoformat(f"{bare.day}T{bare.clock}+00:00")
    east = here - there
    if east % QUARTER or not WESTMOST <= east <= EASTMOST:
        return None
    return zone_of(signed(int(east.total_seconds())))


def last_day(fetched: str | None) -> str | None:
    """Return the last day on which a page can have come out that was fetched at `fetched`.

    One day is added: east of whoever fetched it, it may have been tomorrow.
    """
    moment = parse_moment(fetched) if fetched is not None else None
    if moment is None or len(moment.day) < len("2022-12-20"):
        return None
    return (date.fromisoformat(moment.day) + timedelta(days=1)).isoformat()


def day_of(stamp: Timestamp | None) -> date | None:
    """Return the calendar day of a timestamp as written, None where it names none."""
    if stamp is None or stamp.precision in ("year", "month"):
        return None
    return date.fromisoformat(stamp.value[: len("2022-12-20")])
