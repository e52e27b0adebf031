"""Incidents and their members as rows, made anew where an event came, went or moved."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from sqlalchemy import Connection

from sayso.ledger.derived.incidents.facts import (
    EventFacts,
    read_reports,
)
from sayso.ledger.derived.incidents.summary import Member, summarise
from sayso.ledger.derived.incidents.wordings import Text, read_texts
from sayso.ledger.store import listed
from sayso.ledger.tables import INCIDENTS

PREFIX: Final = "n"  # of the ids of incidents
EVENT: Final = "e"  # and of events

COLUMNS: Final = tuple(column.name for column in INCIDENTS.columns if column.name != "number")
QUOTED: Final = tuple(f'"{name}"' for name in COLUMNS)  # "end" is a word of SQL
UPSERT: Final = (
    f"INSERT INTO incidents ({', '.join(QUOTED)}) VALUES ({', '.join('?' for _ in COLUMNS)}) "  # noqa: S608
    "ON CONFLICT (id) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in QUOTED if name != '"id"')
)

Cells = tuple[object, ...]
Place = tuple[int, int]  # number of an incident, and ordinal in it

NOWHERE: Final = (0, 0)


def incident_id(event: str) -> str:
    """Return the id of the incident that is named by an event."""
    return PREFIX + event.removeprefix(EVENT)


def event_of(incident: str) -> str:
    """Return the id of the event that an incident of this id is, or was, named by."""
    return EVENT + incident.removeprefix(PREFIX)


class Gathering:
    """The events of some groups, those of the reports included that have the same wording."""

    def __init__(
        self,
        connection: Connection,
        groups: Sequence[Sequence[int]],
        facts: Mapping[int, EventFacts],
    ) -> None:
        originals = {facts[event].report for group in groups for event in group}
        copies: dict[int, list[int]] = defaultdict(list)  # by original
        for original, report in connection.exec_driver_sql(
            "SELECT original, report FROM wordings WHERE original IN (SELECT value "
            "FROM json_each(?)) AND report <> original",
            listed(originals),
        ):
            copies[original].append(report)
        printed = {report for found in copies.values() for report in found}
        self.reports = read_reports(connection, originals | printed)
        self.copied: dict[tuple[int, int], list[Member]] = defaultdict(list)
        own = {
            (facts[event].report, facts[event].ordinal): facts[event]
            for group in groups
            for event in group
        }
        if printed:
            original_of = {copy: original for original, found in copies.items() for copy in found}
            for number, id_, report, ordinal in connection.exec_driver_sql(
                "SELECT number, id, report, ordinal FROM events WHERE report IN (SELECT value "
                "FROM json_each(?))",
                listed(printed),
            ):
                told = own.get((original_of[report], ordinal))
                if told is not None:
                    member = Member(number, id_, ordinal, self.reports[report], told)
                    self.copied[told.report, ordinal].append(member)
        self.facts = facts

    def members(self, group: Iterable[int]) -> list[Member]:
        """Return the events of a group and of what is worded alike, those that found it first."""
        found: list[Member] = []
        for event in group:
            told = self.facts[event]
            own = Member(event, told.id, told.ordinal, self.reports[told.report], told)
            found += [own, *self.copied.get((told.report, told.ordinal), ())]
        return sorted(found, key=lambda member: member.order)


def write_incidents(
    connection: Connection,
    groups: Sequence[Sequence[int]],
    facts: Mapping[int, EventFacts],
    texts: Mapping[int, Text],
    changed: Collection[int],
) -> set[int]:
    """Write the incidents that `groups` make, and return the numbers of those that changed.

    A group of which no event is told as actual or attempted is no incident. What is left of
    earlier incidents of these events goes. A group is left alone that is an incident as it is,
    with no event of the reports `changed`.
    """
    gathering = Gathering(connection, groups, facts)
    gathered = [gathering.members(group) for group in groups]
    before = read_places(connection, [each.number for members in gathered for each in members])
    sizes = count_members(connection, {incident for incident, _ in before.values()})
    kept: set[int] = set()
    new: list[list[Member]] = []
    for members in gathered:
        held = {before.get(member.number, NOWHERE)[0] for member in members}
        fresh = any(member.report.number in changed for member in members)
        one = held.pop()
        if not held and sizes.get(one) == len(members) and not fresh:
            kept.add(one)
        elif members[0].founds:
            new.append(members)
    numbers = write_new(connection, new, read_titles(connection, new, texts))
    move_members(connection, new, numbers, before)
    homeless = {event for event, place in before.items() if place[0] not in kept}
    homeless.difference_update(member.number for members in new for member in members)
    connection.exec_driver_sql(
        "DELETE FROM members WHERE event IN (SELECT value FROM json_each(?))", listed(homeless)
    )
    stale = {incident for incident, _ in before.values()} - kept - set(numbers)
    connection.exec_driver_sql(
        "DELETE FROM incidents WHERE number IN (SELECT value FROM json_each(?))", listed(stale)
    )
    return set(numbers)


def read_places(connection: Connection, events: Collection[int]) -> dict[int, Place]:
    """Return where each of some events stands as yet: number of its incident, and ordinal."""
    rows = connection.exec_driver_sql(
        "SELECT event, incident, ordinal FROM members "
        "WHERE event IN (SELECT value FROM json_each(?))",
        listed(events),
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def count_members(connection: Connection, incidents: Collection[int]) -> dict[int, int]:
    """Return how many events each of some incidents has."""
    rows = connection.exec_driver_sql(
        "SELECT incident, count(*) FROM members WHERE incident IN (SELECT value "
        "FROM json_each(?)) GROUP BY incident",
        listed(incidents),
    )
    return {row[0]: row[1] for row in rows}


def read_titles(
    connection: Connection, new: Iterable[Sequence[Member]], texts: Mapping[int, Text]
) -> dict[int, str]:
    """Return the sentence that each first event stands in, by its number."""
    firsts = [members[0] for members in new]
    missing = {first.facts.report for first in firsts} - texts.keys()
    known = {**texts, **read_texts(connection, missing)} if missing else texts
    return {
        first.number: first.facts.sentence.quote(known[first.facts.report].text)
        for first in firsts
    }


def write_new(
    connection: Connection, new: Sequence[Sequence[Member]], titles: Mapping[int, str]
) -> list[int]:
    """Write incidents, and return their numbers in order."""
    rows = [cells_of(members, titles[members[0].number]) for members in new]
    if not rows:
        return []
    connection.exec_driver_sql(UPSERT, rows)
    found = connection.exec_driver_sql(
        "SELECT id, number FROM incidents WHERE id IN (SELECT value FROM json_each(?))",
        listed(str(row[0]) for row in rows),
    )
    numbers = {row[0]: int(row[1]) for row in found}
    return [numbers[row[0]] for row in rows]


def move_members(
    connection: Connection,
    new: Sequence[Sequence[Member]],
    numbers: Sequence[int],
    before: Mapping[int, Place],
) -> None:
    """Write where each event of some incidents stands, but for those that stand there already."""
    moved = [
        (incident, member.number, ordinal)
        for incident, members in zip(numbers, new, strict=True)
        for ordinal, member in enumerate(members)
        if before.get(member.number) != (incident, ordinal)
    ]
    if moved:
        connection.exec_driver_sql(
            "INSERT INTO members (incident, event, ordinal) VALUES (?, ?, ?) ON CONFLICT (event) "
            "DO UPDATE SET incident = excluded.incident, ordinal = excluded.ordinal",
            moved,
        )


def cells_of(members: Sequence[Member], title: str) -> Cells:
    """Return the row of an incident; its origins are counted later."""
    found = summarise(members)
    place, time = found.place, found.time
    cells: dict[str, object] = {
        "id": incident_id(members[0].id),
        "type": found.type,
        "mode": found.mode,
        "factuality": found.factuality,
        "title": title,
        "actors": found.actors,
        "recipients": found.recipients,
        "place": place.name if place else None,
        "country": found.country,
        "admin1": place.admin1 if place else None,
        "geonames_id": place.geonames_id if place else None,
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
        "place_precision": place.precision if place else None,
        "start": time[0] if time else None,
        "end": time[1] if time else None,
        "first_published": found.first_published,
        "last_published": found.last_published,
        "events": len(members),
        "reports": found.reports,
        "outlets": found.outlets,
        "origins": 0,
        "contested": False,
    }
    return tuple(cells[name] for name in COLUMNS)


def drop_empty(connection: Connection) -> None:
    """Delete incidents that have lost all their events."""
    connection.exec_driver_sql(
        "DELETE FROM incidents WHERE number NOT IN (SELECT incident FROM members)"
    )
