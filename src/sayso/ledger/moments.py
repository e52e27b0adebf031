"""Moments as numbers, so that they can be compared."""

from datetime import UTC, datetime
from functools import lru_cache
from typing import Final

DAY: Final = len("2026-04-12")
FIRST: Final = datetime(1, 1, 1, tzinfo=UTC)


@lru_cache(maxsize=65_536)
def minute_of(stamp: str | None) -> int | None:
    """Return the minute of an ISO 8601 date or date-time, counted; None where none is known.

    A stamp without a zone is taken for UTC; a day, a month or a year stands for its start.
    """
    if stamp is None:
        return None
    whole = stamp if len(stamp) >= DAY else f"{stamp}-01-01"[:DAY]
    try:
        moment = datetime.fromisoformat(whole)
    except ValueError:
        return None
    known = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return int((known - FIRST).total_seconds()) // 60
