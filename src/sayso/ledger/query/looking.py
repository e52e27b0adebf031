"""Which reports are to be looked at, newest first, a few at a time.

Where one filter leaves but few reports they are listed; else the index of `signs` is walked
through in the order of publication. No report that holds what is asked for is passed over.
"""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    column,
    func,
    literal_column,
    select,
    union_all,
)
from sqlalchemy import table as named_table

from sayso.ledger import tables
from sayso.ledger.derived.signs import TIE_BITS, moment_key
from sayso.ledger.query.clauses import of_report
from sayso.ledger.query.filters import Filters
from sayso.ledger.query.sieve import Kind, expression_of
from sayso.ledger.store import listed

FIRST_LOOK: Final = 60  # reports that are looked at together at first
GROWTH: Final = 4  # and how many times more the next time
LONGEST_LOOK: Final = 4_000
FEW: Final = 1_000  # reports that are looked at without more ado
MANY: Final = 20_000  # reports that are rather walked to than put in order first
MOST: Final = 200_000  # reports that a list is made of
FEW_INCIDENTS: Final = 5_000  # whose reports are listed
LAST: Final = 2**63 - 1


class Place(NamedTuple):
    """Where in the order of a ledger a record stands: its report's number there, its own there."""

    sign: int
    ordinal: int


class Within(NamedTuple):
    """The part of the order that is asked about: signs from one number to another."""

    least: int
    most: int


def looks(
    connection: Connection, kind: Kind, filters: Filters, after: Place | None
) -> Iterator[dict[int, int]]:
    """Yield the reports that are to be looked at together: their signs by their own numbers."""
    within = within_of(filters, after)
    expression = expression_of(kind, filters)
    for signs in likely(connection, expression, filters, within):
        yield those_of(connection, filters, signs)


def likely(
    connection: Connection, expression: str, filters: Filters, within: Within
) -> Iterator[dict[int, int]]:
    """Yield reports that may hold what is asked for, by the way that soonest leads to them."""
    marked = connection.execute(next_signs(expression, within).limit(FEW + 1)).all()
    if len(marked) <= FEW:
        return slices({row.number: row.report for row in marked})
    listed = few_reports(connection, filters)
    if listed is None or len(listed) > MANY:
        return walked(connection, expression, within, listed)
    found = signs_of(connection, listed, within)
    if len(found) > FEW:
        index = named_table("signs_fts", column("rowid"))
        asked = matches("signs_fts", expression), *lie(index.c.rowid, within)
        worth = 2 * len(found)  # of more, looking them up costs more than it spares
        numbers = connection.scalars(select(index.c.rowid).where(*asked).limit(worth)).all()
        if len(numbers) < worth:
            found = {number: found[number] for number in found.keys() & set(numbers)}
    return slices(found)


def within_of(filters: Filters, after: Place | None) -> Within:
    """Return the part of the order that dates of publication and the page before leave.

    Dates are of the printed day, the order is of UTC: so some hours more on either side.
    """
    least, most = 0, LAST if after is None else after.sign
    if filters.published_since is not None:
        least = moment_key(day_from(filters.published_since, -1), "") >> TIE_BITS << TIE_BITS
    if filters.published_until is not None:
        most = min(most, moment_key(day_from(filters.published_until, 3), ""))
    return Within(least, most)


def day_from(day: str, days: int) -> str:
    """Return the day that lies so many days from another, in the calendar's bounds."""
    wanted = date.fromisoformat(day).toordinal() + days
    return date.fromordinal(min(max(wanted, 1), date.max.toordinal())).isoformat()


def walked(
    connection: Connection, expression: str, within: Within, listed: set[int] | None
) -> Iterator[dict[int, int]]:
    """Yield reports in portions that grow, the newest first, by walking through the index.

    Only those that are `listed`, where there is a list.
    """
    size, most = FIRST_LOOK, within.most
    while True:
        question = next_signs(expression, Within(within.least, most)).limit(size)
        found = connection.execute(question).all()
        signs = {row.report: row.number for row in found}
        if listed is not None:
            signs = {report: signs[report] for report in signs.keys() & listed}
        if signs:
            yield signs
        if len(found) < size:
            return
        most = found[-1].number - 1
        size = min(LONGEST_LOOK, size * GROWTH)


def next_signs(expression: str, within: Within) -> Select[Any]:
    """Return the question for reports that may hold what is asked for, newest first."""
    index, signs = named_table("signs_fts", column("rowid")), tables.SIGNS
    return (
        select(signs.c.number, signs.c.report)
        .select_from(index)
        .join(signs, signs.c.number == index.c.rowid)
        .where(matches("signs_fts", expression), *lie(index.c.rowid, within))
        .order_by(index.c.rowid.desc())
    )


def lie(number: ColumnElement[int], within: Within) -> tuple[ColumnElement[bool], ...]:
    """Return that a sign lies in a part of the order."""
    return number >= within.least, number <= within.most


def matches(index: str, expression: str) -> ColumnElement[bool]:
    """Return that a row of a search index has what is asked for."""
    return literal_column(index).op("MATCH", is_comparison=True)(expression)


def words_of(filters: Filters) -> str:
    """Return the words that are asked for as the search index is asked for them."""
    return " AND ".join(phrase.as_match() for phrase in filters.phrases)


def slices(signs: dict[int, int]) -> Iterator[dict[int, int]]:
    """Yield reports in portions that grow, the newest first."""
    order = sorted(signs, reverse=True)
    first, size = 0, FIRST_LOOK
    while first < len(order):
        yield {signs[number]: number for number in order[first : first + size]}
        first, size = first + size, min(LONGEST_LOOK, size * GROWTH)


def few_reports(connection: Connection, filters: Filters) -> set[int] | None:
    """Return the reports that may meet the filters of which a list is soon made.

    None where there is no such filter, or the list would be too long.
    """
    found: set[int] | None = None
    for question in rare(connection, filters):
        reports = set(connection.scalars(question.limit(MOST + 1)))
        if len(reports) <= MOST:
            found = reports if found is None else found & reports
    return found


def signs_of(connection: Connection, reports: Collection[int], within: Within) -> dict[int, int]:
    """Return the reports of these numbers by their signs."""
    signs = tables.SIGNS.c
    among = signs.report.in_(listing(reports))
    wanted = select(signs.number, signs.report).where(among, *lie(signs.number, within))
    return dict(tuple(row) for row in connection.execute(wanted).fetchall())


def listing(numbers: Collection[int]) -> Select[Any]:
    """Return numbers, however many, as what a column may be one of."""
    given = func.json_each(*listed(numbers)).table_valued("value")
    return select(given.c.value)


def pairs(connection: Connection, question: Select[Any]) -> dict[int, int]:
    """Return the two columns of what is asked, the second by the first."""
    return dict(tuple(row) for row in connection.execute(question).fetchall())


def rare(connection: Connection, filters: Filters) -> Iterator[Select[Any]]:
    """Yield questions for all reports that may meet one of the filters, which may be few."""
    if filters.phrases:
        words = named_table("reports_fts", column("rowid"))
        yield select(words.c.rowid).where(matches("reports_fts", words_of(filters)))
    incidents, against = tables.INCIDENTS.c, tables.CONTRADICTIONS.c
    if filters.corroborated is not None and filters.corroborated > 1:
        told = telling_of(connection, incidents.origins >= filters.corroborated)
        if told is not None:
            yield told
    if filters.contested:
        told = telling_of(connection, incidents.contested.is_(True))
        if told is not None:
            sides = union_all(told, select(against.one_report), select(against.other_report))
            yield select(sides.subquery().c.report)
    if filters.outcome and "open" not in filters.outcome:
        outcomes, forecasts = tables.OUTCOMES.c, tables.FORECASTS.c
        settled = select(forecasts.report).where(outcomes.forecast == forecasts.number)
        yield settled.where(outcomes.outcome.in_(filters.outcome))


def telling_of(connection: Connection, condition: ColumnElement[bool]) -> Select[Any] | None:
    """Return the question for reports that tell of incidents of some kind, where those are few."""
    events, members, incidents = tables.EVENTS.c, tables.MEMBERS.c, tables.INCIDENTS.c
    wanted = select(incidents.number).where(condition).limit(FEW_INCIDENTS + 1)
    numbers = connection.scalars(wanted).all()
    if len(numbers) > FEW_INCIDENTS:
        return None
    told = select(members.event).where(members.incident.in_(listing(numbers)))
    return select(events.report).where(events.number.in_(told))


def those_of(connection: Connection, filters: Filters, signs: dict[int, int]) -> dict[int, int]:
    """Return those reports that are of the outlet, the agency and the date asked for."""
    asked = of_report(filters)
    if not asked or not signs:
        return signs
    reports = tables.REPORTS.c
    kept = connection.scalars(select(reports.number).where(reports.number.in_(signs), *asked))
    return {report: signs[report] for report in kept}
