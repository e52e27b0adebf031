"""A person judges which events tell of one incident, and what follows is derived at once."""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from sayso.errors import StoreError
from sayso.ledger.derived import update_derived
from sayso.ledger.derived.incidents import resolve_incident
from sayso.ledger.judgements import (
    Verdict,
    add_judgement,
    settle,
    standing_on,
    undo_judgement,
)
from sayso.ledger.store import Ledger, listed
from sayso.records import Record


class Standing(Record, frozen=True):
    """An incident as it is after a judgement."""

    id: str
    title: str
    events: int
    reports: int


class Outcome(Record, frozen=True):
    """What became of a judgement."""

    judgement: str  # id
    verdict: Verdict
    incidents: tuple[Standing, ...]  # that hold its events now, the largest first
    alone: tuple[str, ...]  # its events that are in no incident
    missing: tuple[str, ...]  # its events that the ledger does not hold
    overruled: tuple[str, ...]  # earlier judgements, by id, that it contradicts


class Named(NamedTuple):
    """What an id stands for."""

    id: str
    incident: int | None  # number; None for an event that is in none, or not in the ledger
    events: tuple[str, ...]


def judge_events(
    ledger: Ledger,
    verdict: Verdict,
    one: Sequence[str],
    other: Sequence[str],
    who: str,
    note: str | None = None,
) -> Outcome:
    """Judge each event of `one` with each of `other`, and return what became of it.

    Events that the ledger does not hold are named in what comes back; the judgement holds for
    them once they arrive. Raises `StoreError` as `add_judgement` does.
    """
    id_ = add_judgement(ledger, verdict, one, other, who, note)
    update_derived(ledger)
    with ledger.reading() as connection:
        return outcome_of(connection, id_, verdict, [*one, *other])


def merge_incidents(
    ledger: Ledger, ids: Sequence[str], who: str, note: str | None = None
) -> Outcome:
    """Judge that what `ids` name is one incident: incidents with all their events, or events.

    Raises `StoreError` where an id names nothing, or all name one incident.
    """
    one, other = sides_of(ledger, ids)
    return judge_events(ledger, "same", one, other, who, note)


def doubt_incidents(
    ledger: Ledger, ids: Sequence[str], who: str, note: str | None = None
) -> Outcome:
    """Write down that nobody can tell whether what `ids` name is one incident.

    What is derived stays as it is. Raises `StoreError` as `merge_incidents` does.
    """
    one, other = sides_of(ledger, ids)
    return judge_events(ledger, "unsure", one, other, who, note)


def split_incident(
    ledger: Ledger, incident: str, events: Sequence[str], who: str, note: str | None = None
) -> Outcome:
    """Judge that some events of an incident are of another one than its other events.

    Raises `StoreError` where the incident does not hold the events, or holds no others.
    """
    with ledger.reading() as connection:
        named = find_named(connection, incident)
    if named.incident is None:
        raise StoreError(f"{incident} is an event, and in no incident; there is nothing to split")
    strange = sorted(set(events).difference(named.events))
    if strange:
        raise StoreError(
            f"the incident {incident} holds no event {strange[0]}; "
            "the view incident_reports lists its events"
        )
    rest = sorted(set(named.events).difference(events))
    if not rest:
        raise StoreError(
            f"these are all events of {incident}; name those that are of another incident"
        )
    return judge_events(ledger, "different", events, rest, who, note)


def undo_verdict(ledger: Ledger, id_: str, who: str) -> Outcome:
    """Take a judgement back, and return what became of its events.

    Raises `StoreError` as `undo_judgement` does.
    """
    judgement = undo_judgement(ledger, id_, who)
    update_derived(ledger)
    with ledger.reading() as connection:
        events = [*judgement.one, *judgement.other]
        return outcome_of(connection, judgement.id, judgement.verdict, events)


def sides_of(ledger: Ledger, ids: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the events of the first of `ids`, and those of the others that it does not hold."""
    with ledger.reading() as connection:
        named = [find_named(connection, id_) for id_ in dict.fromkeys(ids)]
    if len(named) < 2:
        raise StoreError("name two incidents or events at least, each once")
    first = named[0].events
    rest = sorted({event for each in named[1:] for event in each.events}.difference(first))
    if not rest:
        raise StoreError(f"{named[0].id} and {named[1].id} are one incident already")
    return list(first), rest


def find_named(connection: Connection, id_: str) -> Named:
    """Return what an id stands for: the events of an incident, be it an old id, or one event.

    Raises `StoreError` for an id of neither kind, or of an incident that is not there.
    """
    if id_.startswith("e"):
        return Named(id_, None, (id_,))
    number = resolve_incident(connection, id_) if id_.startswith("n") else None
    if number is None:
        raise StoreError(
            f"the ledger holds no incident {id_}; ids of incidents begin with n, of events with e"
        )
    rows = connection.exec_driver_sql(
        "SELECT e.id FROM members AS m JOIN events AS e ON e.number = m.event "
        "WHERE m.incident = ? ORDER BY e.id",
        (number,),
    )
    return Named(id_, number, tuple(row[0] for row in rows))


def outcome_of(
    connection: Connection, id_: str, verdict: Verdict, events: Collection[str]
) -> Outcome:
    """Return what a judgement on `events` left."""
    held = {
        row[0]: row[1]
        for row in connection.exec_driver_sql(
            "SELECT e.id, m.incident FROM events AS e LEFT JOIN members AS m "
            "ON m.event = e.number WHERE e.id IN (SELECT value FROM json_each(?))",
            listed(sorted(events)),
        )
    }
    standing = standing_on(connection, events)
    overruled = settle(standing, held.keys()).overruled
    return Outcome(
        judgement=id_,
        verdict=verdict,
        incidents=read_standing(connection, {number for number in held.values() if number}),
        alone=tuple(sorted(event for event, number in held.items() if number is None)),
        missing=tuple(sorted(set(events).difference(held))),
        overruled=tuple(each.id for each in overruled if each.id != id_),
    )


def read_standing(connection: Connection, incidents: Iterable[int]) -> tuple[Standing, ...]:
    """Return some incidents, the largest first."""
    rows = connection.exec_driver_sql(
        "SELECT id, title, events, reports FROM incidents "
        "WHERE number IN (SELECT value FROM json_each(?)) ORDER BY events DESC, id",
        listed(incidents),
    )
    return tuple(Standing(id=row[0], title=row[1], events=row[2], reports=row[3]) for row in rows)
