"""What stands beside a record: its inputs, copies, rivals, links, members, what excludes it."""

from collections.abc import Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Row, or_, select

from sayso.ledger import tables
from sayso.ledger.query import parts
from sayso.ledger.query.answers import FigureRow, Print
from sayso.ledger.query.reading import read_series
from sayso.ledger.query.reasons import Against, CopyOf, Link, Member, Source, Tie
from sayso.ledger.reading import decode_map

MOST: Final = 100  # of each that are listed


def sources_of(connection: Connection, report: int, length: int) -> tuple[Source, ...]:
    """Return the inputs that gave a report, that of the least id first: it stands as that one."""
    inputs = tables.INPUTS
    wanted = select(inputs).where(inputs.c.report == report).order_by(inputs.c.id)
    found = []
    for row in connection.execute(wanted.limit(MOST)):
        runs = decode_map(row.map)
        found.append(
            Source(
                path=row.path,
                entry=row.entry,
                url=row.url,
                sha256=row.sha256,
                bytes=row.bytes,
                first=runs[0].first if runs and length else None,
                after=runs[-1].after if runs and length else None,
            )
        )
    return tuple(found)


def copies_of(connection: Connection, report: int) -> tuple[CopyOf, ...]:
    """Return the other reports that print the same text, or a part of it."""
    copies, groups = tables.COPIES, tables.COPY_GROUPS
    touching = or_(copies.c.copy == report, copies.c.original == report)
    wanted = (
        select(copies, groups.c.reason)
        .outerjoin(groups, groups.c.number == copies.c.copy_group)
        .where(touching, copies.c.copy != copies.c.original)
        .order_by(copies.c.likeness, copies.c.number)
    )
    rows: Sequence[Any] = connection.execute(wanted.limit(MOST)).all()
    others = {row.original if row.copy == report else row.copy for row in rows}
    prints = parts.prints(connection, others)
    found = []
    for row in rows:
        is_copy = row.copy == report
        found.append(
            CopyOf(
                report=prints[row.original if is_copy else row.copy],
                likeness=row.likeness,
                role="original" if is_copy else "copy",
                share=row.share_of_original,
                reason=row.reason,
            )
        )
    return tuple(found)


# --- what stands beside it, and against it ----------------------------------------------------


def against(connection: Connection, ids: Sequence[str]) -> tuple[Against, ...]:
    """Return what excludes some records."""
    held = tables.CONTRADICTIONS
    wanted = select(held).where(or_(held.c.one.in_(ids), held.c.other.in_(ids)))
    rows: Sequence[Any] = connection.execute(wanted.order_by(held.c.id).limit(MOST)).all()
    return contradictions(connection, rows)


def contradictions(connection: Connection, rows: Sequence[Any]) -> tuple[Against, ...]:
    """Return pairs of records that exclude each other."""
    prints = parts.prints(
        connection, {n for row in rows for n in (row.one_report, row.other_report)}
    )
    return tuple(
        Against(
            id=row.id,
            kind=row.kind,
            one=row.one,
            one_quote=parts.quote_of(row, "one", row.one_text),
            one_report=prints[row.one_report],
            other=row.other,
            other_quote=parts.quote_of(row, "other", row.other_text),
            other_report=prints[row.other_report],
            reason=row.reason,
        )
        for row in rows
    )


def rivals_of(connection: Connection, quantity: int) -> tuple[tuple[FigureRow, ...], ...]:
    """Return the series that a number is of."""
    series, figures = tables.SERIES.c, tables.SERIES_FIGURES.c
    wanted = select(series.id).where(figures.series == series.number)
    ids = connection.scalars(wanted.where(figures.quantity == quantity)).all()
    return tuple(tuple(rows) for rows in read_series(connection, ids).values())


def series_of(connection: Connection, event: int) -> tuple[tuple[FigureRow, ...], ...]:
    """Return the series that the numbers of an event are of."""
    series, figures, counted = tables.SERIES.c, tables.SERIES_FIGURES.c, tables.QUANTITIES.c
    wanted = (
        select(series.id)
        .distinct()
        .where(figures.series == series.number, figures.quantity == counted.number)
    )
    ids = connection.scalars(wanted.where(counted.event == event)).all()
    return tuple(tuple(rows) for rows in read_series(connection, ids).values())


def links_of(connection: Connection, events: Sequence[int]) -> tuple[Link, ...]:
    """Return why some events are held to be of one incident with others, or not, best first."""
    links, events_table = tables.LINKS, tables.EVENTS
    one, other = events_table.alias("one_event"), events_table.alias("other_event")
    wanted = (
        select(links, one.c.id.label("one_id"), other.c.id.label("other_id"))
        .join(one, one.c.number == links.c.one)
        .join(other, other.c.number == links.c.other)
        .where(or_(links.c.one.in_(events), links.c.other.in_(events)))
        .order_by(links.c.score.desc(), one.c.id, other.c.id)
    )
    return tuple(
        Link(
            event=row.one_id,
            other=row.other_id,
            score=row.score,
            reason=row.reason,
            features=msgspec.Raw(row.features.encode()),
        )
        for row in connection.execute(wanted.limit(MOST))
    )


# --- of an incident ---------------------------------------------------------------------------


def members_of(connection: Connection, numbers: Sequence[int]) -> tuple[Member, ...]:
    """Return the events of an incident, each with its sentence, the one it is named by first."""
    events = tables.EVENTS
    wanted = select(events, parts.sentence_of(events)).join(tables.REPORTS)
    rows: dict[int, Row[Any]] = {}
    for row in connection.execute(wanted.where(events.c.number.in_(numbers))):
        rows[row.number] = row
    prints = parts.prints(connection, {row.report for row in rows.values()})
    return tuple(
        Member(
            event=rows[number].id,
            sentence=parts.quote_of(rows[number], "sentence", rows[number].sentence),
            report=prints[rows[number].report],
        )
        for number in numbers
    )


def origins_of(connection: Connection, incident: int) -> tuple[tuple[Print, ...], ...]:
    """Return the reports of an incident, those of one origin together."""
    held = tables.ORIGINS.c
    wanted = select(held.ordinal, held.report).where(held.incident == incident)
    rows = connection.execute(wanted.order_by(held.ordinal, held.number).limit(MOST)).all()
    prints = parts.prints(connection, {row.report for row in rows})
    together: dict[int, list[Print]] = {}
    for row in rows:
        together.setdefault(row.ordinal, []).append(prints[row.report])
    return tuple(tuple(found) for found in together.values())


def ties_of(connection: Connection, incident: int) -> tuple[Tie, ...]:
    """Return why reports of an incident are not independent."""
    held, reports = tables.DEPENDENCES, tables.REPORTS
    one, other = reports.alias("one_report"), reports.alias("other_report")
    wanted = (
        select(held.c.tie, held.c.reason, one.c.id.label("one"), other.c.id.label("other"))
        .join(one, one.c.number == held.c.report)
        .join(other, other.c.number == held.c.other)
        .where(held.c.incident == incident)
        .order_by(held.c.number)
    )
    return tuple(
        Tie(report=row.one, other=row.other, tie=row.tie, reason=row.reason)
        for row in connection.execute(wanted.limit(MOST))
    )
