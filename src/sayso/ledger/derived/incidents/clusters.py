"""Events that hang together by links, and the groups they fall into."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from sqlalchemy import Connection

from sayso.ledger.incidents import SAME_INCIDENT, Judged, cluster
from sayso.ledger.judgements import settle, standing_on
from sayso.ledger.store import listed

CLOSURE: Final = """
WITH RECURSIVE reached(event) AS (
    SELECT value FROM json_each(?)
    UNION
    SELECT l.other FROM reached AS r JOIN links AS l ON l.one = r.event WHERE l.score >= ?
    UNION
    SELECT l.one FROM reached AS r JOIN links AS l ON l.other = r.event WHERE l.score >= ?
)
SELECT event FROM reached
"""


def reach(connection: Connection, seeds: Collection[int]) -> set[int]:
    """Return all events that hang together with `seeds` by likely links, these included.

    No group reaches further: two are joined only where some of their events are likely one. What
    shared an incident with one of them before is reached too, whatever became of its links.
    """
    before = connection.exec_driver_sql(
        "SELECT o.event FROM members AS m JOIN members AS o ON o.incident = m.incident "
        "JOIN events AS e ON e.number = o.event "
        "JOIN wordings AS w ON w.report = e.report AND w.original = w.report "
        "WHERE m.event IN (SELECT value FROM json_each(?))",
        listed(seeds),
    )
    start = {*seeds, *(row[0] for row in before)}
    limits = (*listed(start), SAME_INCIDENT, SAME_INCIDENT)
    return {row[0] for row in connection.exec_driver_sql(CLOSURE, limits)}


def find_groups(connection: Connection, ids: Mapping[int, str]) -> list[list[int]]:
    """Return the groups that some events fall into, by number, each event in one.

    `ids` has the id of every event by number; all that hangs together with them must be among
    them (see `reach`).
    """
    numbers = {id_: number for number, id_ in ids.items()}
    rows = connection.exec_driver_sql(
        "SELECT one, other, score FROM links WHERE one IN (SELECT value FROM json_each(?)) "
        "AND score > 0",
        listed(ids),
    )
    links = [(ids[one], ids[other], likely) for one, other, likely in rows if other in ids]
    parts = tied(link[:2] for link in links if link[2] >= SAME_INCIDENT)
    linked = sorted(parts)
    judged = settle(standing_on(connection, linked), linked).pairs if linked else ()
    apart = [pair for pair in judged if pair.verdict == "different"]
    said = {(pair.one, pair.other) for pair in judged}
    scored = [
        link
        for link in links
        if link[:2] not in said and link[0] in parts and parts[link[0]] is parts.get(link[1])
    ]
    found = [
        {linked[place] for place in places}
        for places in cluster(linked, scored, apart, SAME_INCIDENT, measure="partners")
    ]
    groups = [[numbers[event] for event in sorted(group)] for group in join(found, judged)]
    alone = ids.keys() - {numbers[event] for event in linked}
    return groups + [[number] for number in sorted(alone)]


def tied(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """Return for each event of some pairs the set of all that these tie together with it."""
    held: dict[str, set[str]] = {}
    for left, right in pairs:
        one = held.setdefault(left, {left})
        other = held.setdefault(right, {right})
        if one is not other:
            few, many = sorted((one, other), key=len)
            many |= few
            held.update((event, many) for event in few)
    return held


def originals_among(connection: Connection, reports: Iterable[int]) -> set[int]:
    """Return those of `reports` that stand for their wording."""
    rows = connection.exec_driver_sql(
        "SELECT report FROM wordings WHERE report IN (SELECT value FROM json_each(?)) "
        "AND original = report",
        listed(reports),
    )
    return {row[0] for row in rows}


def join(groups: Sequence[set[str]], judged: Sequence[Judged]) -> list[set[str]]:
    """Return `groups` with those made one that hold events which were judged to be one.

    Not before they are found: events that a person put together share no words, and would weigh
    against all that is like one of them. Where a judgement keeps the groups of two such events
    apart, the events alone go together.
    """
    same = [pair for pair in judged if pair.verdict == "same"]
    if not same:
        return list(groups)
    rivals: dict[str, set[str]] = defaultdict(set)
    for pair in judged:
        if pair.verdict == "different":
            rivals[pair.one].add(pair.other)
            rivals[pair.other].add(pair.one)
    home = {event: group for group in groups for event in group}
    atoms = tied((pair.one, pair.other) for pair in same)
    for atom in sorted({id(each): each for each in atoms.values()}.values(), key=min):
        whole = set().union(*(home[event] for event in atom))
        if any(not rivals[event].isdisjoint(whole) for event in whole & rivals.keys()):
            for event in atom:
                home[event].discard(event)
            whole = set(atom)
        home.update((event, whole) for event in whole)
    kept = {id(group): group for group in home.values()}
    return sorted(kept.values(), key=min)
