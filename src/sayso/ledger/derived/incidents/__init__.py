"""Incidents: what happened, as many reports tell it.

Which events tell of one thing is a question in four steps. Reports that print the same are one
`wording`; of these, `blocking` says which may tell of one thing, `linking` scores their events
in pairs, and `clusters` groups what hangs together by links and by what people judged. `rows`
writes each group as an incident with its members, by a `summary` of what they agree on.

An incident is made of events that are told as actual or attempted. Events that are told as planned
(future), possible (hypothetical) or denied (negated) join one if they are linked with it: a visit
that was announced, a raid that one side denies. Alone they make none, and a general statement
("floods kill hundreds every year") takes no part.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator

from sqlalchemy import Connection

from sayso.ledger.derived.incidents.explained import explain_link
from sayso.ledger.derived.incidents.rows import event_of, incident_id
from sayso.ledger.derived.incidents.update import Update
from sayso.records import Record

__all__ = [
    "IncidentLine",
    "LinkLine",
    "MemberLine",
    "canonical_rows",
    "event_of",
    "explain_link",
    "incident_id",
    "resolve_incident",
    "update_incidents",
]


class MemberLine(Record, frozen=True):
    """An event of an incident."""

    event: str  # id
    report: str  # id


class IncidentLine(Record, frozen=True):
    """An incident, as it is the same in every ledger of the same reports."""

    incident: str  # id
    type: str
    mode: str | None
    factuality: str
    title: str
    actors: str | None
    recipients: str | None
    place: str | None
    country: str | None
    admin1: str | None
    geonames_id: int | None
    latitude: float | None
    longitude: float | None
    place_precision: str | None
    start: str | None
    end: str | None
    first_published: str | None
    last_published: str | None
    reports: int
    outlets: int
    members: tuple[MemberLine, ...]  # the first is the one it is named by


class LinkLine(Record, frozen=True):
    """Why two events are taken for one thing, or not."""

    one: str  # id of an event, the lower
    other: str
    score: float
    reason: str


def update_incidents(connection: Connection, reports: Collection[int]) -> set[int]:
    """Bring the incidents up to date that hang on `reports`, which are new or were rewritten.

    Return the numbers of the incidents that are new or were made anew. What is left in the
    tables depends on the reports and the standing judgements alone.
    """
    return Update(connection, reports).run()


def resolve_incident(connection: Connection, id_: str) -> int | None:
    """Return the number of the incident of this id; of an old id, what holds its event now.

    An id is made from the event that named the incident. Where another event came to name it, or
    it went into another incident, the old id leads there. None where no incident holds the event.
    """
    found = connection.exec_driver_sql(
        "SELECT number FROM incidents WHERE id = ?1 UNION ALL "
        "SELECT m.incident FROM members AS m JOIN events AS e ON e.number = m.event "
        "WHERE e.id = ?2 LIMIT 1",
        (id_, event_of(id_)),
    ).first()
    return None if found is None else int(found[0])


def canonical_rows(connection: Connection) -> Iterator[IncidentLine | LinkLine]:
    """Yield all incidents with their members, then all links, sorted by ids."""
    members: dict[int, list[MemberLine]] = defaultdict(list)
    for incident, event, report in connection.exec_driver_sql(
        "SELECT m.incident, e.id, r.id FROM members AS m JOIN events AS e ON e.number = m.event "
        "JOIN reports AS r ON r.number = e.report ORDER BY m.incident, m.ordinal"
    ):
        members[incident].append(MemberLine(event=event, report=report))
    fields = [name for name in IncidentLine.__struct_fields__[1:] if name != "members"]
    columns = ", ".join(f'"{name}"' for name in fields)
    for row in connection.exec_driver_sql(
        f"SELECT number, id, {columns} FROM incidents ORDER BY id"  # noqa: S608 - our own names
    ):
        values = dict(zip(fields, row[2:], strict=True))
        yield IncidentLine(incident=row[1], members=tuple(members[row[0]]), **values)
    for row in connection.exec_driver_sql(
        "SELECT a.id, b.id, l.score, l.reason FROM links AS l "
        "JOIN events AS a ON a.number = l.one "
        "JOIN events AS b ON b.number = l.other ORDER BY a.id, b.id"
    ):
        yield LinkLine(one=row[0], other=row[1], score=row[2], reason=row[3])
