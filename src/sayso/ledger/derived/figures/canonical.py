"""Series, their figures and contradictions by the ids of what they point at."""

from collections.abc import Iterator

from sqlalchemy import Connection

from sayso.records import Record, Span


class CanonicalFigure(Record, frozen=True):
    """A number in its series."""

    quantity: str
    given: str | None
    source: str | None
    relation: str
    of: str | None
    total: bool
    stands: bool
    basis: str
    reason: str


class CanonicalSeries(Record, frozen=True):
    """A series with its figures in their order."""

    id: str
    incident: str
    measure: str
    kind: str
    item: str | None
    unit: str | None
    per: str | None
    of: str | None
    low: float | int | None
    high: float | int | None
    open: bool
    standing_low: float | int | None
    standing_high: float | int | None
    sources: int
    figures: tuple[CanonicalFigure, ...]


class CanonicalSide(Record, frozen=True):
    """One side of a contradiction."""

    report: str
    record: str
    span: Span
    text: str


class CanonicalContradiction(Record, frozen=True):
    """A contradiction with both quotes."""

    id: str
    incident: str | None
    kind: str
    one: CanonicalSide
    other: CanonicalSide
    reason: str


def canonical_rows(
    connection: Connection,
) -> Iterator[CanonicalSeries | CanonicalContradiction]:
    """Yield all series, then all contradictions, each in the order of their ids."""
    figures: dict[int, list[CanonicalFigure]] = {}
    for row in connection.exec_driver_sql(
        "SELECT f.series, q.id, f.given, f.source, f.relation, o.id, f.total, f.stands, f.basis, "
        "f.reason FROM series_figures AS f JOIN quantities AS q ON q.number = f.quantity "
        "LEFT JOIN quantities AS o ON o.number = f.of ORDER BY f.series, f.ordinal"
    ):
        series, quantity, given, source, relation, of, total, stands, basis, reason = row
        figure = CanonicalFigure(
            quantity=quantity,
            given=given,
            source=source,
            relation=relation,
            of=of,
            total=bool(total),
            stands=bool(stands),
            basis=basis,
            reason=reason,
        )
        figures.setdefault(series, []).append(figure)
    for row in connection.exec_driver_sql(
        "SELECT s.*, i.id AS incident_id FROM series AS s "
        "JOIN incidents AS i ON i.number = s.incident ORDER BY s.id"
    ):
        yield CanonicalSeries(
            id=row.id,
            incident=row.incident_id,
            measure=row.measure,
            kind=row.kind,
            item=row.item,
            unit=row.unit,
            per=row.per,
            of=row.of,
            low=row.low,
            high=row.high,
            open=bool(row.open),
            standing_low=row.standing_low,
            standing_high=row.standing_high,
            sources=row.sources,
            figures=tuple(figures.get(row.number, ())),
        )
    yield from canonical_contradictions(connection)


def canonical_contradictions(connection: Connection) -> Iterator[CanonicalContradiction]:
    """Yield all contradictions, in the order of their ids."""
    for row in connection.exec_driver_sql(
        "SELECT c.*, i.id AS incident_id, r.id AS one_id, o.id AS other_id "
        "FROM contradictions AS c LEFT JOIN incidents AS i ON i.number = c.incident "
        "JOIN reports AS r ON r.number = c.one_report "
        "JOIN reports AS o ON o.number = c.other_report ORDER BY c.id"
    ):
        yield CanonicalContradiction(
            id=row.id,
            incident=row.incident_id,
            kind=row.kind,
            one=CanonicalSide(
                report=row.one_id,
                record=row.one,
                span=Span(row.one_start, row.one_end),
                text=row.one_text,
            ),
            other=CanonicalSide(
                report=row.other_id,
                record=row.other,
                span=Span(row.other_start, row.other_end),
                text=row.other_text,
            ),
            reason=row.reason,
        )
