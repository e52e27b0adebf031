"""One number of each series, by a rule that the user names."""

from collections.abc import Collection, Iterable, Sequence
from typing import Final

from msgspec.structs import replace
from sqlalchemy import Connection, select

from sayso.errors import QueryError
from sayso.ledger import tables
from sayso.ledger.derived.figures.reading import Incidents
from sayso.ledger.figures import RULES, Choice, Rule, Series, best, find_series
from sayso.ledger.query.answers import Best, FigureRow
from sayso.ledger.store import Ledger

MEANING: Final[dict[Rule, str]] = {
    "latest": "what was given last",
    "official": "what an office of the state gave last",
    "most_sources": "what most sources stand by",
    "least_interested": "what was given last by a source that is no party to it",
    "lowest": "the smallest number that somebody stands by",
    "highest": "the largest number that somebody stands by",
}


def check_rule(name: str) -> Rule:
    """Return the rule of that name. Raises `QueryError` where there is none."""
    for rule in RULES:
        if rule == name.lower().replace("-", "_"):
            return rule
    raise QueryError(f"there is no rule {name[:60]!r}; it is one of {', '.join(RULES)}")


def choose_best(ledger: Ledger, rows: Sequence[FigureRow], rule: Rule) -> tuple[FigureRow, ...]:
    """Return the figures, each with the number of its series that `rule` picks, if any.

    The others stay beside it. Raises `StoreError` where the file cannot be read.
    """
    series = {row.standing.range.series for row in rows if row.standing is not None}
    with ledger.reading() as connection:
        choices = choices_of(connection, incidents_of(connection, series), rule)
    return tuple(with_best(row, choices.get(row.id)) for row in rows)


def with_best(row: FigureRow, choice: Choice | None) -> FigureRow:
    """Return a figure with what a rule picks of its series."""
    if row.standing is None or choice is None:
        return row
    claim = choice.claim
    picked = Best(
        rule=choice.rule,
        quantity=claim.quantity if claim else None,
        low=claim.low if claim else None,
        high=claim.high if claim else None,
        source=claim.source.name if claim else None,
        reason=choice.reason,
    )
    return replace(row, standing=replace(row.standing, best=picked))


def incidents_of(connection: Connection, series: Collection[str]) -> set[int]:
    """Return the numbers of the incidents that some series are of."""
    held = tables.SERIES.c
    return set(connection.scalars(select(held.incident).where(held.id.in_(series))))


def choices_of(
    connection: Connection, incidents: Collection[int], rule: Rule
) -> dict[str, Choice]:
    """Return what `rule` picks of the series of some incidents, by the id of each quantity."""
    choices = {}
    for one in series_of(connection, incidents):
        choice = best(one, rule)
        choices.update({figure.claim.quantity: choice for figure in one.figures})
    return choices


def series_of(connection: Connection, incidents: Collection[int]) -> Iterable[Series]:
    """Yield the series of some incidents, as they were derived."""
    told = Incidents(connection, incidents)
    for number in sorted(incidents):
        yield from find_series(told.claims.get(number, []), told.voices(number))
