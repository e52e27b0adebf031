"""Series and contradictions written, for some incidents at a time."""

from collections.abc import Collection, Sequence
from typing import Final

from sqlalchemy import Connection, Table

from sayso.ids import content_id
from sayso.ledger.derived.figures.reading import Incidents
from sayso.ledger.figures import (
    Contradiction,
    Series,
    find_contradictions,
    find_series,
)
from sayso.ledger.store import AMONG, listed
from sayso.ledger.tables import CONTRADICTIONS, SERIES, SERIES_FIGURES

AT_ONCE: Final = 5_000  # incidents that are held in memory together

Cells = tuple[object, ...]


def update_figures(connection: Connection, incidents: Collection[int]) -> None:
    """Make series and contradictions of some incidents anew, and say which are contested.

    Incidents that are gone are passed over. What is left depends on the members of the incidents
    and on what their reports say, not on what was there before.
    """
    wanted = sorted(incidents)
    # All go first: a number may have moved from one of them to another.
    for table in ("series", "contradictions"):
        connection.exec_driver_sql(
            f"DELETE FROM {table} WHERE incident {AMONG}",  # noqa: S608
            listed(wanted),
        )
    for first in range(0, len(wanted), AT_ONCE):
        update_some(connection, wanted[first : first + AT_ONCE])


def update_some(connection: Connection, incidents: Sequence[int]) -> None:
    """Write the figures of a few incidents that have none."""
    among = listed(incidents)
    rows_of = connection.exec_driver_sql(
        f"SELECT number, id FROM incidents WHERE number {AMONG}",  # noqa: S608
        among,
    )
    ids: dict[int, str] = {row.number: row.id for row in rows_of}
    told = Incidents(connection, ids)
    rows = FigureRows(connection, told)
    for number, id_ in sorted(ids.items()):
        claims, acts = told.claims.get(number, []), told.acts.get(number, [])
        if not claims and not acts:
            continue
        statements = told.statements(number)
        voices = told.voices(number)
        series = find_series(claims, voices)
        for one in series:
            rows.add_series(number, id_, one)
        for found in find_contradictions(claims, statements, acts, voices, series):
            rows.add_contradiction(number, id_, found)
    rows.write(connection)
    connection.exec_driver_sql(
        "UPDATE incidents SET contested = EXISTS (SELECT 1 FROM contradictions AS c "  # noqa: S608
        f"WHERE c.incident = incidents.number) WHERE number {AMONG}",
        among,
    )


class FigureRows:
    """Rows of series and contradictions that wait to be written together."""

    def __init__(self, connection: Connection, told: Incidents) -> None:
        found = told.told
        self.quantities = {row.id: number for number, row in found.quantities.items()}
        self.reports = {row.id: number for number, row in found.reports.items()}
        self.next = next_number(connection)
        self.series: list[Cells] = []
        self.figures: list[Cells] = []
        self.contradictions: list[Cells] = []

    def add_series(self, incident: int, id_: str, series: Series) -> None:
        """Add a series with its figures."""
        key = (series.measure, series.kind, series.item, series.unit, series.per, series.of)
        first = min(figure.claim.quantity for figure in series.figures)
        number = self.next
        self.next += 1
        self.series.append(
            (
                *(number, content_id("series", id_, *key, first), incident, *key),
                *(series.low, series.high, series.open),
                *(series.standing_low, series.standing_high),
                *(len(series.figures), series.sources),
            )
        )
        for ordinal, figure in enumerate(series.figures):
            claim = figure.claim
            self.figures.append(
                (
                    *(number, self.quantities[claim.quantity], ordinal, claim.given),
                    *(figure.voice.name, figure.relation),
                    self.quantities[figure.of] if figure.of is not None else None,
                    *(figure.total, figure.stands, claim.basis, figure.reason),
                )
            )

    def add_contradiction(self, incident: int, id_: str, found: Contradiction) -> None:
        """Add a contradiction with both its quotes."""
        sides = (found.one, found.other)
        key = [part for side in sides for part in (side.record, side.span.start, side.span.end)]
        self.contradictions.append(
            (
                *(content_id("contradiction", id_, found.kind, *key), incident, found.kind),
                *(
                    cell
                    for side in sides
                    for cell in (
                        *(self.reports[side.report], side.record),
                        *(side.span.start, side.span.end, side.text),
                    )
                ),
                found.reason,
            )
        )

    def write(self, connection: Connection) -> None:
        """Write all rows."""
        for table, rows, skipped in (
            (SERIES, self.series, ()),
            (SERIES_FIGURES, self.figures, ("number",)),
            (CONTRADICTIONS, self.contradictions, ("number",)),
        ):
            if rows:
                connection.exec_driver_sql(insertion(table, skipped), rows)


def insertion(table: Table, skipped: Collection[str]) -> str:
    """Return the statement that adds a row."""
    names = [f'"{column.name}"' for column in table.columns if column.name not in skipped]
    marks = ", ".join("?" for _ in names)
    return f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608


def next_number(connection: Connection) -> int:
    """Return the number of the next new series."""
    largest: int | None = connection.exec_driver_sql("SELECT max(number) FROM series").scalar()
    return 1 + (largest or 0)
