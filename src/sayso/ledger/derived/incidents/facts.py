"""What linkage and summaries read of events: columns of their rows, many at a time."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection

from sayso.ledger import moments
from sayso.ledger.incidents import Number, Someone, Where
from sayso.ledger.store import listed
from sayso.records import Span

DAY: Final = len("2026-11-23")
FOUNDING: Final = ("actual", "attempted")  # of a telling that says that something happened
MINUTES: Final = 24 * 60  # of a day
LAST: Final = (1 << 30) - 1  # minute of a report whose date is not known
IDS: Final = 1 << 32  # ranks of one minute


class ReportFacts(NamedTuple):
    """What the row of a report says of who printed it and when."""

    number: int
    id: str
    published: str | None  # ISO 8601, as declared
    outlet: str | None

    @property
    def rank(self) -> int:
        """The place of the report among all: by the minute of publication, then by id."""
        id_bits = int.from_bytes(sha256(self.id.encode()).digest()[:4])
        return minute_of(self.published) * IDS + id_bits

    @property
    def day(self) -> str | None:
        """The day of publication, None where it is not known to the day."""
        stamp = self.published
        return stamp[:DAY] if stamp is not None and len(stamp) >= DAY else None


class EventFacts(NamedTuple):
    """What the rows of an event say of it."""

    number: int
    id: str
    report: int
    ordinal: int
    sentence: Span
    word: str  # the trigger as printed
    type: str
    mode: str | None
    factuality: str
    actors: tuple[Someone, ...]
    recipients: tuple[Someone, ...]
    place: Where | None
    start: str | None
    end: str | None
    numbers: tuple[Number, ...]


def minute_of(stamp: str | None) -> int:
    """Return the minute of a moment, the last of all where none is known."""
    minute = moments.minute_of(stamp)
    return LAST if minute is None else minute


def read_reports(connection: Connection, numbers: Collection[int]) -> dict[int, ReportFacts]:
    """Return who printed each report, and when."""
    rows = connection.exec_driver_sql(
        "SELECT number, id, published, outlet FROM reports WHERE number IN (SELECT value "
        "FROM json_each(?))",
        listed(numbers),
    )
    return {row[0]: ReportFacts(*row) for row in rows}


def read_events_of(connection: Connection, reports: Collection[int]) -> dict[int, EventFacts]:
    """Return the events of some reports, by number, in the order of the text."""
    rows = connection.exec_driver_sql(
        "SELECT number, id, report, ordinal, sentence_start, sentence_end, trigger_text, type, "
        "mode, factuality FROM events WHERE report IN (SELECT value FROM json_each(?)) "
        "ORDER BY report, ordinal",
        listed(reports),
    )
    return with_parts(connection, rows.all())


def read_events(connection: Connection, numbers: Collection[int]) -> dict[int, EventFacts]:
    """Return some events by number."""
    rows = connection.exec_driver_sql(
        "SELECT number, id, report, ordinal, sentence_start, sentence_end, trigger_text, type, "
        "mode, factuality FROM events WHERE number IN (SELECT value FROM json_each(?))",
        listed(numbers),
    )
    return with_parts(connection, rows.all())


def with_parts(connection: Connection, rows: Sequence[Any]) -> dict[int, EventFacts]:
    """Return events with who, where, when and how many."""
    parts = PartFacts(connection, [row[0] for row in rows])
    return {row[0]: parts.event(row) for row in rows}


class PartFacts:
    """Who, where, when and how many, of some events."""

    def __init__(self, connection: Connection, events: Collection[int]) -> None:
        self.wanted = listed(events)
        self.parties: dict[tuple[int, str], list[Someone]] = defaultdict(list)
        for event, part, name, country, kind in self.rows(
            connection,
            "SELECT event, part, name, country, kind FROM parties "
            "WHERE event IN (SELECT value FROM json_each(?)) ORDER BY event, ordinal",
        ):
            self.parties[event, part].append(Someone(name=name, country=country, kind=kind))
        self.places = {
            row[0]: Where(
                name=row[1],
                geonames_id=row[2],
                country=row[3],
                admin1=row[4],
                precision=row[5],
                latitude=row[6],
                longitude=row[7],
            )
            for row in self.rows(
                connection,
                "SELECT event, name, geonames_id, country, admin1, precision, latitude, "
                "longitude FROM places WHERE event IN (SELECT value FROM json_each(?))",
            )
        }
        self.times = {
            event: (start, end)
            for event, start, end in self.rows(
                connection,
                'SELECT event, start, "end" FROM times WHERE event IN (SELECT value '
                "FROM json_each(?))",
            )
        }
        self.numbers: dict[int, list[Number]] = defaultdict(list)
        for event, measure, low, high in self.rows(
            connection,
            "SELECT e.event, q.measure, q.low, q.high FROM event_quantities AS e "
            "JOIN quantities AS q ON q.number = e.quantity "
            "WHERE e.event IN (SELECT value FROM json_each(?)) AND q.kind = 'count' "
            "ORDER BY e.event, e.ordinal",
        ):
            self.numbers[event].append(Number(measure=measure, low=low, high=high))

    def rows(self, connection: Connection, statement: str) -> Iterable[Any]:
        """Return what `statement` finds of the events."""
        return connection.exec_driver_sql(statement, self.wanted)

    def event(self, row: Any) -> EventFacts:
        """Return an event with its parts."""
        number, id_, report, ordinal, first, after, word, type_, mode, factuality = row
        start, end = self.times.get(number, (None, None))
        return EventFacts(
            number,
            id_,
            report,
            ordinal,
            Span(first, after),
            word,
            type_,
            mode,
            factuality,
            tuple(self.parties.get((number, "actor"), ())),
            tuple(self.parties.get((number, "recipient"), ())),
            self.places.get(number),
            start,
            end,
            tuple(self.numbers.get(number, ())),
        )


def by_report(events: Mapping[int, EventFacts]) -> dict[int, list[EventFacts]]:
    """Return the events by report, each in the order of the text."""
    found: dict[int, list[EventFacts]] = defaultdict(list)
    for event in events.values():
        found[event.report].append(event)
    return found
