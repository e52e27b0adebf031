"""When a page came out and when it was changed, chosen from the dates it prints."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

import msgspec

from sayso.clean.signs.dates import Stamp
from sayso.records import Timestamp

Order = Literal["day_first", "month_first", ""]


class Published(msgspec.Struct, frozen=True, kw_only=True):
    """First publication and last change."""

    published: Timestamp | None
    updated: Timestamp | None


def order_of(stamps: Iterable[Stamp]) -> Order:
    """Return the order of day and month that the page's plain dates in numbers keep."""
    written = {stamp.day_first for stamp in stamps if stamp.day_first is not None}
    if len(written) != 1:
        return ""
    return "day_first" if written.pop() else "month_first"


def choose_reading(
    stamp: Stamp, order: Order, days: frozenset[str], latest: str | None = None
) -> str | None:
    """Return the day that `stamp` means, None where two readings stay possible.

    In order: only one is valid, and not after `latest`; the weekday on the line; another date on
    the page; the order of the page's or the outlet's other dates; points, which are written where
    the day comes first.
    """
    readings = [one for one in stamp.readings if latest is None or one <= latest]
    if len(readings) <= 1:
        return readings[0] if readings else None
    if stamp.weekday is not None:
        fitting = [one for one in readings if date.fromisoformat(one).weekday() == stamp.weekday]
        return fitting[0] if len(fitting) == 1 else None
    seen = [one for one in readings if one in days]
    if len(seen) == 1:
        return seen[0]
    if order == "" and not stamp.dotted:
        return None
    return readings[1] if order == "month_first" else readings[0]


def timestamp_of(stamp: Stamp, day: str | None) -> Timestamp | None:
    """Return `stamp` as a timestamp on `day`."""
    if day is None:
        return None
    if stamp.month_only:
        return Timestamp(value=day[:7], precision="month", basis="text")
    if stamp.clock is None:
        return Timestamp(value=day, precision="day", basis="text")
    return Timestamp(value=f"{day}T{stamp.clock}", precision="minute", basis="text")


def choose_published(
    stamps: Sequence[Stamp],
    habit: Order,
    known_day: str | None = None,
    latest: str | None = None,
) -> Published:
    """Return publication and update from `stamps`, the likeliest first.

    A page that shows nothing but when it was updated came out, as it stands, on that day: the day
    is taken for `published` too, without the clock time. `habit` is how the outlet writes dates
    in numbers, `known_day` the day that the page's address names: a date that agrees is taken
    before one that does not. `latest` is the last day on which the page can have come out: dates
    after it are announced in it.
    """
    order = order_of(stamps) or habit
    days = frozenset(one.readings[0] for one in stamps if not one.numeric and not one.month_only)
    days |= {known_day} if known_day is not None else frozenset()
    read = [
        (stamp, timestamp_of(stamp, choose_reading(stamp, order, days, latest)))
        for stamp in stamps
    ]
    read.sort(key=lambda pair: not is_on(pair[1], known_day))
    updated = first(time for stamp, time in read if stamp.label == "updated")
    published = first(time for stamp, time in read if stamp.label == "published") or first(
        time for stamp, time in read if stamp.label is None
    )
    if published is None and updated is not None:
        published = msgspec.structs.replace(
            updated,
            value=updated.value[:10],
            precision="day" if updated.precision == "minute" else updated.precision,
        )
    return Published(published=published, updated=updated)


def is_on(time: Timestamp | None, day: str | None) -> bool:
    """Tell whether a timestamp lies on `day`; False where no day is known."""
    return time is not None and day is not None and time.value[: len(day)] == day


def first(times: Iterable[Timestamp | None]) -> Timestamp | None:
    """Return the first timestamp that is known."""
    return next((time for time in times if time is not None), None)
