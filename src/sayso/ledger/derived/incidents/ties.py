"""Links as rows: which two events, how likely they tell of one thing, what they have in common."""

from collections.abc import Collection, Iterable, Mapping
from typing import Final, NamedTuple

import msgspec
from sqlalchemy import Connection

from sayso.ledger.derived.incidents.blocking import still_pairs
from sayso.ledger.derived.incidents.facts import DAY
from sayso.ledger.derived.incidents.tellings import Tellings, most_telling
from sayso.ledger.incidents import Telling
from sayso.ledger.store import listed

SAID: Final = {
    "act": "both tell of '{}'",
    "place": "both at {}",
    "day": "both on {}",
    "parties": "both name {}",
    "words": "sentences share {}",
    "report": "one report",
    "story": "reports share {}",
}


class Tie(NamedTuple):
    """A row of `links`."""

    one: str  # event id, the lower
    other: str
    score: float
    reason: str
    common: dict[str, list[str]]  # what both have, by kind; empty where a person judged


def tie_of(tellings: Tellings, one: Telling, other: Telling, likely: float) -> Tie:
    """Return the link of two tellings."""
    first, second = (one, other) if one.event < other.event else (other, one)
    common = common_to(tellings, first, second)
    said = "; ".join(SAID[kind].format(", ".join(found)) for kind, found in common.items())
    return Tie(first.event, second.event, likely, said, common)


def common_to(tellings: Tellings, one: Telling, other: Telling) -> dict[str, list[str]]:
    """Return what two tellings have in common, by kind; `sayso why` tells all that counts."""
    found: dict[str, list[str]] = {}
    if one.stem == other.stem:
        found["act"] = [one.stem]
    if one.place and other.place and one.place.name == other.place.name:
        found["place"] = [one.place.name]
    if one.start and other.start and one.start[:DAY] == other.start[:DAY]:
        found["day"] = [one.start[:DAY]]
    named = tellings.names(one) & tellings.names(other)
    if named:
        found["parties"] = most_telling(named)
    words = (one.sentence_words & other.sentence_words) - named
    if words:
        found["words"] = most_telling(words)
    if one.report == other.report:
        found["report"] = [one.report]
    elif story := tellings.story(one, other):
        found["story"] = story
    return found


def delete_links(connection: Connection, reports: Collection[int]) -> set[int]:
    """Delete all links of the events of some reports; return the events of all others in them."""
    wanted = "(SELECT number FROM events WHERE report IN (SELECT value FROM json_each(?)))"
    linked = {
        row[0]
        for row in connection.exec_driver_sql(
            f"SELECT other FROM links WHERE one IN {wanted} "  # noqa: S608
            f"UNION SELECT one FROM links WHERE other IN {wanted}",
            listed(reports) * 2,
        )
    }
    for side in ("one", "other"):
        connection.exec_driver_sql(
            f"DELETE FROM links WHERE {side} IN {wanted}",  # noqa: S608
            listed(reports),
        )
    return linked


def delete_former(connection: Connection, reports: Collection[int]) -> set[int]:
    """Delete the links of `reports`, once hubs, with reports that they do not meet any more.

    Return the events on both sides.
    """
    if not reports:
        return set()
    rows = connection.exec_driver_sql(
        "SELECT l.number, a.number, a.report, b.number, b.report FROM links AS l "
        "JOIN events AS a ON a.number = l.one JOIN events AS b ON b.number = l.other "
        "WHERE (a.report IN (SELECT value FROM json_each(?)) OR b.report IN (SELECT value "
        "FROM json_each(?))) AND a.report <> b.report "
        "AND l.features <> '{}'",  # what a person judged stands
        listed(reports) * 2,
    ).all()
    pairs = {(min(row[2], row[4]), max(row[2], row[4])) for row in rows}
    kept = still_pairs(connection, pairs)
    gone = [row for row in rows if (min(row[2], row[4]), max(row[2], row[4])) not in kept]
    connection.exec_driver_sql(
        "DELETE FROM links WHERE number IN (SELECT value FROM json_each(?))",
        listed(row[0] for row in gone),
    )
    return {event for row in gone for event in (row[1], row[3])}


def write_links(
    connection: Connection, found: Iterable[Tie], numbers: Mapping[str, int], new: Collection[int]
) -> set[int]:
    """Write links; return the events of those that tie none of the events `new`.

    The events `new` have no links as yet; of others what there is gives way.
    """
    rows = sorted(
        (
            *(numbers[link.one], numbers[link.other], link.score, link.reason),
            msgspec.json.encode(link.common).decode(),
        )
        for link in found
    )
    again = [row[:2] for row in rows if row[0] not in new and row[1] not in new]
    if again:
        connection.exec_driver_sql("DELETE FROM links WHERE one = ? AND other = ?", again)
    if rows:
        connection.exec_driver_sql(
            "INSERT INTO links (one, other, score, reason, features) VALUES (?, ?, ?, ?, ?)", rows
        )
    return {event for row in again for event in row}
