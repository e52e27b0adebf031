"""The questions: what meets some filters, a page at a time, or how much of it there is."""

import base64
import binascii
import re
from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any, Final, Generic, TypeVar

import msgspec
from sqlalchemy import Connection

from sayso.errors import QueryError
from sayso.ledger.query.answers import (
    EventRow,
    FigureRow,
    ForecastRow,
    IncidentRow,
    SayingRow,
)
from sayso.ledger.query.filters import Filters
from sayso.ledger.query.looking import LAST, Place
from sayso.ledger.query.reading import (
    read_events,
    read_figures,
    read_forecasts,
    read_incidents,
    read_sayings,
    read_series,
)
from sayso.ledger.query.sieve import Kind, check_asked
from sayso.ledger.query.walking import Hit, walk
from sayso.ledger.store import Ledger

PAGE: Final = 50
LONGEST_PAGE: Final = 1_000
CAP: Final = 1_000  # what counting stops at
TOKEN: Final = re.compile(r"([a-z]+) (\d{1,19}) (\d{1,9})")

Found = TypeVar("Found")


class Page(msgspec.Struct, Generic[Found], frozen=True):
    """Some rows, and the token that the next ones are asked for with; None behind the last."""

    rows: tuple[Found, ...]
    next: str | None


class Count(msgspec.Struct, frozen=True):
    """How many there are; `more` where counting stopped there."""

    number: int
    more: bool


def find_events(
    ledger: Ledger, filters: Filters, limit: int = PAGE, after: str | None = None
) -> Page[EventRow]:
    """Return events that meet the filters, those of the newest report first.

    `limit` is from 1 to 1,000; `after` is the `next` of the page before. Raises `QueryError`, one
    sentence, for what cannot be asked, and `StoreError` where the file cannot be read.
    """
    return find_page(ledger, "event", filters, limit, after, numbered(read_events))


def find_incidents(
    ledger: Ledger, filters: Filters, limit: int = PAGE, after: str | None = None
) -> Page[IncidentRow]:
    """Return incidents of which an event meets the filters, as `find_events` does.

    The one that the newest such report tells of comes first.
    """
    return find_page(ledger, "incident", filters, limit, after, read_incidents)


def find_figures(
    ledger: Ledger, filters: Filters, limit: int = PAGE, after: str | None = None
) -> Page[FigureRow]:
    """Return quantities that meet the filters, as `find_events` does."""
    return find_page(ledger, "figure", filters, limit, after, numbered(read_figures))


def find_forecasts(
    ledger: Ledger, filters: Filters, limit: int = PAGE, after: str | None = None
) -> Page[ForecastRow]:
    """Return forecasts that meet the filters, as `find_events` does."""
    return find_page(ledger, "forecast", filters, limit, after, numbered(read_forecasts))


def find_sayings(
    ledger: Ledger, filters: Filters, limit: int = PAGE, after: str | None = None
) -> Page[SayingRow]:
    """Return attributions that meet the filters, as `find_events` does."""
    return find_page(ledger, "saying", filters, limit, after, numbered(read_sayings))


def read_rivals(ledger: Ledger, figures: Sequence[FigureRow]) -> dict[str, tuple[FigureRow, ...]]:
    """Return all figures of the series that some are of, by the id of the series.

    Those of one series count the same thing of one incident, in the order they were given.
    """
    ids = {row.standing.range.series for row in figures if row.standing is not None}
    with ledger.reading() as connection:
        found = read_series(connection, sorted(ids))
    return {id_: tuple(rows) for id_, rows in found.items()}


def count_records(ledger: Ledger, kind: Kind, filters: Filters, cap: int = CAP) -> Count:
    """Return how many records of a kind meet the filters; counting stops at `cap`."""
    check_asked(kind, filters)
    with ledger.reading() as connection:
        number = sum(1 for _ in islice(walk(connection, kind, filters, None), cap + 1))
    return Count(number=min(number, cap), more=number > cap)


def find_page(
    ledger: Ledger,
    kind: Kind,
    filters: Filters,
    limit: int,
    after: str | None,
    read: Callable[[Connection, Sequence[Hit]], list[Found]],
) -> Page[Found]:
    """Return one page of what meets the filters."""
    check_asked(kind, filters)
    if not 1 <= limit <= LONGEST_PAGE:
        raise QueryError(f"a page has 1 to {LONGEST_PAGE:,} rows, not {limit}")
    start = place_of(kind, after) if after is not None else None
    with ledger.reading() as connection:
        hits = list(islice(walk(connection, kind, filters, start), limit + 1))
        rows = tuple(read(connection, hits[:limit])) if hits else ()
    more = len(hits) > limit
    return Page(rows=rows, next=token_of(kind, hits[limit - 1].place) if more else None)


def numbered(
    read: Callable[[Connection, Sequence[int]], list[Found]],
) -> Callable[[Connection, Sequence[Hit]], list[Found]]:
    """Return `read` for hits, of which it needs the numbers alone."""

    def read_hits(connection: Connection, hits: Sequence[Hit]) -> list[Found]:
        return read(connection, [hit.number for hit in hits])

    return read_hits


def token_of(kind: Kind, place: Place) -> str:
    """Return what the next page is asked for with."""
    written = f"{kind} {place.sign} {place.ordinal}".encode()
    return base64.urlsafe_b64encode(written).decode().rstrip("=")


def place_of(kind: Kind, token: str) -> Place:
    """Return where the page before ended. Raises `QueryError` for what is no token of the kind."""
    padded = token + "=" * (-len(token) % 4)
    try:
        written = base64.b64decode(padded.encode("ascii"), altchars=b"-_", validate=True)
        parts = TOKEN.fullmatch(written.decode("ascii"))
    except (ValueError, binascii.Error):
        parts = None
    if parts is None or parts[1] != kind or int(parts[2]) > LAST:
        raise QueryError(
            f"{token[:60]!r} is no token of a page before; give the `next` of that very question"
        )
    return Place(int(parts[2]), int(parts[3]))


Finder = Callable[..., Page[Any]]

FINDERS: Final[dict[Kind, Finder]] = {
    "event": find_events,
    "incident": find_incidents,
    "figure": find_figures,
    "forecast": find_forecasts,
    "saying": find_sayings,
}
