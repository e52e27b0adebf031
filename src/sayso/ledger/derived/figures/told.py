"""What the reports of some incidents say, as their rows have it: few columns, many at a time."""

import contextlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection

from sayso.ledger.figures import Source
from sayso.ledger.figures.anchoring import Anchor, Counted, Happening, Scene, find_anchors
from sayso.ledger.store import AMONG, listed
from sayso.records import (
    Factuality,
    Interest,
    Measure,
    Qualifier,
    QuantityKind,
    Stance,
)

BODIES: Final = ("organisation", "group", "country")  # that somebody speaks for
POINTING: Final = frozenset({"its", "their", "his", "her"})
FAR: Final = 300  # characters between "the Front" and "its spokesman"
DENYING: Final[frozenset[Stance]] = frozenset(["denies", "doubts"])


class Printed(NamedTuple):
    """A report: who printed it, and when."""

    number: int
    id: str
    outlet: str | None
    agency: str | None
    published: str | None


class Event(NamedTuple):
    """An event."""

    number: int
    type: str
    mode: str | None
    factuality: Factuality
    trigger: int
    report: int
    attribution: int | None


class Number(NamedTuple):
    """A quantity."""

    number: int
    id: str
    report: int
    sentence_start: int
    sentence_end: int
    start: int
    end: int
    text: str
    kind: QuantityKind
    unit: str | None
    value: float | int | None
    low: float | int | None
    high: float | int | None
    qualifier: Qualifier
    item: str | None
    measure: Measure
    per: str | None
    part_of: int | None
    event: int | None
    attribution: int | None
    revises: int | None
    adds_to: int | None


class Said(NamedTuple):
    """An attribution."""

    number: int
    report: int
    stance: Stance
    interest: Interest


class Named(NamedTuple):
    """Who is named as the source of an attribution."""

    attribution: int
    report: int
    start: int
    text: str
    name: str
    kind: str
    country: str | None
    sectors: str
    role: str | None


class Told:
    """The members of some incidents, and the events and numbers of all their reports."""

    def __init__(self, connection: Connection, incidents: Collection[int]) -> None:
        self.connection = connection
        members = self.rows(
            tuple,
            f"SELECT event, incident FROM members WHERE incident {AMONG}",  # noqa: S608
            incidents,
        )
        self.incident_of: dict[int, int] = dict(members)
        wanted = self.rows(
            tuple,
            f"SELECT DISTINCT report FROM events WHERE number {AMONG}",  # noqa: S608
            self.incident_of,
        )
        printed = self.rows(
            Printed._make,
            f"SELECT number, id, outlet, agency, published FROM reports WHERE number {AMONG}",  # noqa: S608
            [report for (report,) in wanted],
        )
        self.reports = {row.number: row for row in printed}
        self.events = {
            row.number: row
            for row in self.rows(
                Event._make,
                "SELECT number, type, mode, factuality, trigger_start, report, attribution "  # noqa: S608
                f"FROM events WHERE report {AMONG}",
                self.reports,
            )
        }
        self.quantities = {
            row.number: row
            for row in self.rows(
                Number._make,
                "SELECT number, id, report, sentence_start, sentence_end, span_start, span_end, "  # noqa: S608
                "text, kind, unit, value, low, high, qualifier, item, measure, per, part_of, "
                f"event, attribution, revises, adds_to FROM quantities WHERE report {AMONG}",
                self.reports,
            )
        }
        said = self.rows(
            Said._make,
            f"SELECT number, report, stance, interest FROM attributions WHERE report {AMONG}",  # noqa: S608
            self.reports,
        )
        self.attributions = {row.number: row for row in said}
        self.denying = frozenset(row.report for row in said if row.stance in DENYING)
        self.sources: dict[int, Source | None] = {}  # by attribution

    def rows(self, make: Any, statement: str, numbers: Iterable[int]) -> list[Any]:
        """Return what `statement` finds of some rows, each made by `make`.

        The driver is asked itself: its tuples come several times as fast as named rows.
        """
        with contextlib.closing(self.connection.connection.cursor()) as cursor:
            cursor.execute(statement, listed(numbers))
            return list(map(make, cursor.fetchall()))

    def anchors(self) -> dict[int, Anchor]:
        """Return the event of each number, by its row."""
        heirs = {
            row.revises: number for number, row in sorted(self.quantities.items()) if row.revises
        }
        counted: dict[int, list[Counted]] = defaultdict(list)
        free: set[int] = set()  # reports with numbers that no event is known of
        for number, row in self.quantities.items():
            leans_on = row.part_of or row.adds_to or heirs.get(number)
            sentence = (row.sentence_start, row.sentence_end)
            counted[row.report].append(
                Counted(number, row.measure, row.item, sentence, row.start, row.event, leans_on)
            )
            if row.event is None:
                free.add(row.report)
        happenings: dict[int, list[Happening]] = defaultdict(list)
        for event in self.events.values():
            if event.report in counted:
                happenings[event.report].append(Happening(*event[:5]))
        events, quantities = self.scenes(free)
        found: dict[int, Anchor] = {}
        for report, numbers in counted.items():
            found.update(find_anchors(numbers, happenings[report], events, quantities))
        return found

    def scenes(self, reports: Collection[int]) -> tuple[dict[int, Scene], dict[int, Scene]]:
        """Return where and when the events, and the numbers, of some reports were."""
        times = {
            (event, quantity): (start, end)
            for event, quantity, start, end in self.rows(
                tuple,
                'SELECT event, quantity, start, "end" FROM times '  # noqa: S608
                f"WHERE report {AMONG} AND forecast IS NULL",
                reports,
            )
        }
        places = {
            (event, quantity): place
            for event, quantity, place in self.rows(
                tuple,
                "SELECT event, quantity, coalesce(geonames_id, name) FROM places "  # noqa: S608
                f"WHERE report {AMONG} AND precision IN ('point', 'city')",
                reports,
            )
        }
        events: dict[int, Scene] = {}
        quantities: dict[int, Scene] = {}
        for event, quantity in times.keys() | places.keys():
            start, end = times.get((event, quantity), (None, None))
            place = places.get((event, quantity))
            scene = Scene(str(place) if place is not None else None, start, end)
            if event is not None:
                events[event] = scene
            elif quantity is not None:
                quantities[quantity] = scene
        return events, quantities

    def held(self, quantities: Iterable[int]) -> dict[int, str]:
        """Return when some numbers held, where that is told."""
        found = self.rows(
            tuple,
            f"SELECT quantity, start FROM times WHERE quantity {AMONG} AND start IS NOT NULL",  # noqa: S608
            quantities,
        )
        return dict(found)

    def struck(self, events: Iterable[int]) -> dict[int, list[tuple[int, int, str, str | None]]]:
        """Return whom some events befell: where it stands, name and land."""
        struck: dict[int, list[tuple[int, int, str, str | None]]] = defaultdict(list)
        for event, *party in self.rows(
            tuple,
            "SELECT event, span_start, span_end, name, country FROM parties "  # noqa: S608
            f"WHERE event {AMONG} AND part = 'recipient' ORDER BY event, ordinal",
            events,
        ):
            struck[event].append(tuple(party))
        return struck

    def read_sources(self, attributions: Iterable[int]) -> None:
        """Read who is named in some attributions, unless that was done."""
        missing = set(attributions) - self.sources.keys()
        self.sources.update(dict.fromkeys(missing))
        named: list[Named] = self.rows(
            Named._make,
            "SELECT attribution, report, span_start, text, name, kind, country, sectors, role "  # noqa: S608
            f"FROM parties WHERE attribution {AMONG} AND part = 'source'",
            missing,
        )
        speaking = {row.report for row in named if points_back(row)}
        bodies: dict[int, list[tuple[int, str]]] = defaultdict(list)
        for report, end, name in self.rows(
            tuple,
            "SELECT report, span_end, name FROM parties "  # noqa: S608
            f"WHERE report {AMONG} AND kind IN {BODIES} ORDER BY report, span_end, name",
            speaking,
        ):
            bodies[report].append((end, name))
        for row in named:
            self.sources[row.attribution] = source_of(row, bodies.get(row.report, ()))

    def source(self, report: int, attribution: int | None) -> Source | None:
        """Return who is named for an attribution, the own voice without one.

        None where an attribution names nobody. `read_sources` must have read it.
        """
        return self.own_voice(report) if attribution is None else self.sources[attribution]

    def own_voice(self, report: int) -> Source:
        """Return the outlet of a report, or the agency whose copy it is, as a source."""
        printed = self.reports[report]
        return Source(name=printed.agency or printed.outlet or printed.id, own_voice=True)

    def stance(self, attribution: int | None) -> Stance | None:
        """Return how something is said, None for the own voice."""
        row = self.attributions.get(attribution or 0)
        return row.stance if row is not None else None


def points_back(row: Named) -> bool:
    """Tell whether a person's role points back at whom it is one of: "ITS spokesman"."""
    opening = (row.role or "").lower().split()[:1]
    return row.kind == "person" and bool(opening) and opening[0] in POINTING


def source_of(row: Named, bodies: Collection[tuple[int, str]]) -> Source:
    """Return a party as a source; how it is printed matters only of persons.

    `bodies` are those of the same report, each with where it ends, in order.
    """
    person = row.kind == "person"
    before = (
        [name for end, name in bodies if end <= row.start <= end + FAR] if points_back(row) else []
    )
    return Source(
        name=row.name,
        text=row.text if person else "",
        kind=row.kind,
        role=row.role if person else None,
        country=row.country,
        sectors=codes(row.sectors),
        speaks_for=before[-1] if before else None,
    )


@lru_cache(maxsize=4_096)
def codes(kept: str) -> tuple[str, ...]:
    """Return the sectors that are kept as JSON."""
    return tuple(json.loads(kept))
