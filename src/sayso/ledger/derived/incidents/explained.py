"""Why two events are taken for one thing or not: all that is measured on them, with evidence."""

from sqlalchemy import Connection

from sayso.errors import StoreError
from sayso.ledger.derived.incidents.facts import by_report, read_events_of, read_reports
from sayso.ledger.derived.incidents.tellings import Reading, Tellings
from sayso.ledger.derived.incidents.wordings import read_texts, story_of
from sayso.ledger.incidents import Link, score
from sayso.ledger.store import listed


def explain_link(connection: Connection, one: str, other: str) -> Link:
    """Return the chance that two events, by their ids, tell of one incident, and why.

    Nothing but the reports counts here: what people judged is told in `links`. Raises
    `StoreError` where the ledger does not hold one of the events.
    """
    rows = connection.exec_driver_sql(
        "SELECT id, report FROM events WHERE id IN (SELECT value FROM json_each(?))",
        listed((one, other)),
    )
    reports = {row[0]: int(row[1]) for row in rows}
    for event in (one, other):
        if event not in reports:
            raise StoreError(f"the ledger holds no event {event}")
    wanted = set(reports.values())
    events = by_report(read_events_of(connection, wanted))
    texts, told = read_texts(connection, wanted), read_reports(connection, wanted)
    tellings = Tellings(
        {
            number: Reading(
                told[number],
                texts[number],
                frozenset(story_of(texts[number], events[number]).words),
                events[number],
            )
            for number in wanted
        }
    )
    by_id = {event.id: event for found in events.values() for event in found}
    return score(tellings.of(by_id[one]), tellings.of(by_id[other]))
