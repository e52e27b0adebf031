"""How many of those who report an incident are independent of each other, as rows."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Row

from sayso.ledger.copies import Account, Citation, Copies, Corroboration, find_origins
from sayso.ledger.copies.origins import Evidence, Tie
from sayso.ledger.copies.whose import Print
from sayso.ledger.derived.copies.reading import read_copies
from sayso.ledger.reading import party_of
from sayso.ledger.store import listed
from sayso.records import Party, Record

AT_ONCE: Final = 500  # incidents whose accounts are held in memory together

NO_COPIES: Final = Copies(groups=(), partial=())

decode_evidence = msgspec.json.Decoder(tuple[Evidence, ...]).decode


class OriginLine(Record, frozen=True):
    """Those who report an incident, one list for each who is independent of the others."""

    incident: str  # id
    origins: tuple[tuple[str, ...], ...]  # ids of reports


class DependenceLine(Record, frozen=True):
    """Why two who report an incident are not independent."""

    incident: str  # id
    report: str  # id
    other: str  # id
    tie: Tie
    reason: str
    evidence: tuple[Evidence, ...]


def incidents_of(connection: Connection, reports: Collection[int]) -> set[int]:
    """Return the incidents that any of `reports` tells of."""
    found = connection.exec_driver_sql(
        "SELECT DISTINCT m.incident FROM json_each(?) AS w "
        "JOIN events AS e ON e.report = w.value JOIN members AS m ON m.event = e.number",
        listed(reports),
    )
    return set(found.scalars())


def update_origins(connection: Connection, incidents: Collection[int]) -> None:
    """Write who reports `incidents` and who is independent, in the place of what is there."""
    given = listed(incidents)
    for table in ("origins", "dependences"):
        connection.exec_driver_sql(
            f"DELETE FROM {table} WHERE incident IN (SELECT value FROM json_each(?))",  # noqa: S608
            given,
        )
    # Most incidents stand in one report alone.
    connection.exec_driver_sql(
        "INSERT INTO origins (incident, report, ordinal) "
        "SELECT m.incident, min(e.report), 0 FROM json_each(?) AS w "
        "JOIN members AS m ON m.incident = w.value JOIN events AS e ON e.number = m.event "
        "GROUP BY m.incident HAVING min(e.report) = max(e.report)",
        given,
    )
    told = read_told(connection, incidents)
    numbers = sorted(told)
    for first in range(0, len(numbers), AT_ONCE):
        some = numbers[first : first + AT_ONCE]
        write_origins(connection, {number: told[number] for number in some})
    connection.exec_driver_sql(
        "UPDATE incidents SET origins = (SELECT coalesce(1 + max(o.ordinal), 0) "
        "FROM origins AS o WHERE o.incident = incidents.number) "
        "WHERE number IN (SELECT value FROM json_each(?))",
        given,
    )


Told = dict[int, set[int | None]]  # the attributions by report; None: the outlet itself says so


def read_told(connection: Connection, incidents: Collection[int]) -> dict[int, Told]:
    """Return on whose say-so each report tells of those incidents that stand in several."""
    told: dict[int, Told] = defaultdict(dict)
    rows = connection.exec_driver_sql(
        "SELECT m.incident, e.report, e.attribution FROM json_each(?) AS w "
        "JOIN members AS m ON m.incident = w.value JOIN events AS e ON e.number = m.event",
        listed(incidents),
    )
    for incident, report, attribution in rows:
        told[incident].setdefault(report, set()).add(attribution)
    return {incident: reports for incident, reports in told.items() if len(reports) > 1}


def write_origins(connection: Connection, told: Mapping[int, Told]) -> None:
    """Write the origins of some incidents."""
    reports = {report for accounts in told.values() for report in accounts}
    prints = read_prints(connection, reports)
    numbers = {each.id: number for number, each in prints.items()}
    citations = read_citations(connection, told.values())
    copied = with_copies(connection, reports)
    origins: list[tuple[int, int, int]] = []
    dependences: list[tuple[int, int, int, str, str, str]] = []
    for incident, accounts in told.items():
        copies = read_copies(connection, accounts) if copied & accounts.keys() else NO_COPIES
        found = find_origins(accounts_of(accounts, prints, citations), copies)
        origins.extend(origin_rows(incident, found, numbers))
        dependences.extend(dependence_rows(incident, found, numbers))
    connection.exec_driver_sql(
        "INSERT INTO origins (incident, report, ordinal) VALUES (?, ?, ?)", origins
    )
    if dependences:
        connection.exec_driver_sql(
            "INSERT INTO dependences (incident, report, other, tie, reason, evidence) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            dependences,
        )


def read_prints(connection: Connection, reports: Collection[int]) -> dict[int, Print]:
    """Return outlet, agency and address of reports, by their numbers."""
    rows = connection.exec_driver_sql(
        "SELECT r.number, r.id, r.outlet, r.agency, r.url FROM json_each(?) AS w "
        "JOIN reports AS r ON r.number = w.value",
        listed(reports),
    )
    return {
        row.number: Print(
            id=row.id, outlet=row.outlet, agency=row.agency, url=row.url, published=None, words=0
        )
        for row in rows
    }


def read_citations(connection: Connection, told: Collection[Told]) -> dict[int, Citation]:
    """Return who is cited in each attribution, and through whom."""
    wanted = {
        attribution
        for accounts in told
        for attributions in accounts.values()
        for attribution in attributions
        if attribution is not None
    }
    parties: dict[tuple[int, str], list[Party]] = defaultdict(list)
    rows = connection.exec_driver_sql(
        "SELECT p.* FROM json_each(?) AS w JOIN parties AS p ON p.attribution = w.value "
        "ORDER BY p.ordinal",
        listed(wanted),
    )
    for row in rows:
        parties[row.attribution, row.part].append(party_of(row))
    return {
        number: Citation(
            source=next(iter(parties[number, "source"]), None),
            via=tuple(parties[number, "via"]),
        )
        for number in wanted
    }


def with_copies(connection: Connection, reports: Collection[int]) -> set[int]:
    """Return those of `reports` of which there are copies, whole or in part."""
    found = connection.exec_driver_sql(
        "SELECT c.copy FROM json_each(?) AS w JOIN copies AS c ON c.copy = w.value "
        "UNION SELECT c.original FROM json_each(?) AS w JOIN copies AS c ON c.original = w.value",
        listed(reports) * 2,
    )
    return set(found.scalars())


def accounts_of(
    told: Told, prints: Mapping[int, Print], citations: Mapping[int, Citation]
) -> Iterator[Account]:
    """Yield what each report says of an incident, its attributions in the order of the text."""
    for report, attributions in told.items():
        yield Account(
            report=prints[report],
            attributions=tuple(citations[number] for number in sorted(filter(None, attributions))),
            own_voice=None in attributions,
        )


def origin_rows(
    incident: int, found: Corroboration, numbers: Mapping[str, int]
) -> Iterator[tuple[int, int, int]]:
    """Yield the rows of the reports of an incident: those of one origin have one number."""
    for ordinal, reports in enumerate(found.origins):
        for report in reports:
            yield incident, numbers[report], ordinal


def dependence_rows(
    incident: int, found: Corroboration, numbers: Mapping[str, int]
) -> Iterator[tuple[int, int, int, str, str, str]]:
    """Yield the rows of why some who report an incident are not independent."""
    for tie in found.dependences:
        evidence = msgspec.json.encode(tie.evidence).decode()
        yield incident, numbers[tie.report], numbers[tie.other], tie.tie, tie.reason, evidence


def canonical_rows(connection: Connection) -> Iterator[OriginLine | DependenceLine]:
    """Yield origins and dependences of the incidents, in the order of their ids."""
    ties: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in connection.exec_driver_sql(
        "SELECT d.incident, r.id AS report, o.id AS other, d.tie, d.reason, d.evidence "
        "FROM dependences AS d JOIN reports AS r ON r.number = d.report "
        "JOIN reports AS o ON o.number = d.other ORDER BY d.number"
    ):
        ties[row.incident].append(row)
    origins: list[Row[Any]] = []
    for row in connection.exec_driver_sql(
        "SELECT i.number, i.id, o.ordinal, r.id AS report FROM incidents AS i "
        "JOIN origins AS o ON o.incident = i.number JOIN reports AS r ON r.number = o.report "
        "ORDER BY i.id, o.ordinal, r.id"
    ):
        if origins and origins[0].number != row.number:
            yield from lines_of(origins, ties[origins[0].number])
            origins = []
        origins.append(row)
    if origins:
        yield from lines_of(origins, ties[origins[0].number])


def lines_of(
    origins: Sequence[Row[Any]], ties: Sequence[Row[Any]]
) -> Iterator[OriginLine | DependenceLine]:
    """Yield the lines of one incident."""
    reports: dict[int, list[str]] = defaultdict(list)
    for row in origins:
        reports[row.ordinal].append(row.report)
    incident = origins[0].id
    yield OriginLine(incident=incident, origins=tuple(map(tuple, reports.values())))
    for tie in ties:
        yield DependenceLine(
            incident=incident,
            report=tie.report,
            other=tie.other,
            tie=tie.tie,
            reason=tie.reason,
            evidence=decode_evidence(tie.evidence),
        )
