"""Which reports may hold what is asked for: a few words for the index of `signs`.

What passes here is looked at record by record afterwards; nothing that fits is held back.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, Literal

from sayso.errors import QueryError
from sayso.ledger.derived.signs import cell, cell_term, joint, name_words, term
from sayso.ledger.query.filters import Box, Filters
from sayso.ledger.query.wording import WHOLE
from sayso.ontology.codes import load_table

Kind = Literal["event", "incident", "figure", "forecast", "saying"]
Test = tuple[tuple[str, ...], ...]  # any of these, of each all terms

FIRST_YEAR, LAST_YEAR = 1800, 2199  # a stretch without an end is looked for within them
MOST_CELLS: Final = 80  # of a box; a larger one sieves nothing out
MOST_YEARS: Final = 500  # of a stretch of time; a longer one sieves nothing out
MOST_TYPES: Final = 4  # that are looked for together with what else is asked of an event

# What is asked of the very event; the rest may stand in another record of the report.
ACT: Final = ("factuality", "actor", "recipient")
AROUND: Final = ("place", "cell", "source", "stance", "interest")
OF_VOICE: Final = ("source", "interest")
OF_EVENT: Final[dict[Kind, tuple[str, ...]]] = {
    "event": (*ACT, *AROUND),
    "figure": ACT,
    "saying": (*ACT, *AROUND),
    "forecast": (),
}

# What a record of a kind has no part in: `check_asked` tells.
UNKNOWN: Final[dict[Kind, tuple[str, ...]]] = {
    "event": ("measure", "outcome"),
    "incident": ("measure", "outcome"),
    "figure": ("outcome",),
    "saying": ("measure", "outcome"),
    "forecast": ("recipient", "factuality", "contested", "corroborated"),
}
PLURAL: Final[dict[Kind, str]] = {
    "event": "events",
    "incident": "incidents",
    "figure": "figures",
    "saying": "statements",
    "forecast": "forecasts",
}


def check_asked(kind: Kind, filters: Filters) -> None:
    """Raise `QueryError` where records of that kind have no such part."""
    for name in UNKNOWN[kind]:
        if name in filters.used():
            raise QueryError(f"{PLURAL[kind]} have no {name}; leave that filter out")


def expression_of(kind: Kind, filters: Filters) -> str:
    """Return what the index of `signs` is asked for the reports that may hold such records."""
    basis: Kind = "event" if kind == "incident" else kind
    tests: list[Test] = [((term("is", basis),),)]
    types = [term("type", name) for name in filters.type]
    for facet, test in tests_of(basis, filters):
        tied = 0 < len(types) <= MOST_TYPES and facet in OF_EVENT[basis]
        tests.append(together(types, test) if tied else test)
        if filters.stance and facet in OF_VOICE:
            stances = [term("stance", stance) for stance in filters.stance]
            tests.append(together(stances, test))
    if types and basis != "forecast":
        tests.append(tuple((name,) for name in types))
    return " AND ".join(f"({' OR '.join(map(all_of, test))})" for test in tests)


def all_of(terms: tuple[str, ...]) -> str:
    """Return what the index is asked for reports with all of some terms."""
    return f"({' AND '.join(terms)})"


def together(marks: Sequence[str], test: Test) -> Test:
    """Return `test` of events of one of the types, or of sources of one of the stances."""
    return tuple(tuple(joint(mark, other) for other in terms) for mark in marks for terms in test)


def tests_of(kind: Kind, filters: Filters) -> Iterator[tuple[str, Test]]:
    """Yield each facet that is asked for, but for the type, and what its terms must be."""
    codes = ("mode", "factuality", "stance", "interest", "measure")
    for facet in codes:
        values = getattr(filters, facet)
        if values and (kind, facet) != ("forecast", "measure"):  # may expect one without a number
            marked = "expects mode" if kind == "forecast" and facet == "mode" else facet
            yield facet, tuple((term(marked, value),) for value in values)
    if kind == "forecast" and filters.type:
        yield "expects", tuple((term("expects", value),) for value in filters.type)
    for facet in ("actor", "recipient", "source", "outlet", "agency"):
        if names := getattr(filters, facet):
            marked = "expects actor" if kind == "forecast" and facet == "actor" else facet
            yield facet, tuple(name_test(marked, name) for name in names)
    if filters.place:
        yield "place", tuple(of for name in filters.place for of in place_tests(name))
    if filters.box is not None and (cells := cells_of(filters.box)):
        yield "cell", tuple((found,) for found in cells)
    if kind != "forecast" and (days := days_within(filters)):
        yield "when", tuple((found,) for found in days)


def name_test(facet: str, name: str) -> tuple[str, ...]:
    """Return the terms for all words of a name."""
    return tuple(term(facet, word) for word in name_words(name)) or (term(facet, ""),)


def place_tests(name: str) -> Iterator[tuple[str, ...]]:
    """Yield the terms for a place by the words of its name, and for the country of that name."""
    yield name_test("place", name)
    code = country_named(name)
    if code is not None:
        yield (term("place", code.lower()),)


@lru_cache(maxsize=1_000)
def country_named(name: str) -> str | None:
    """Return the ISO 3166 alpha-3 code of the country of that name, None where there is none."""
    return countries().get(name_words(name.lstrip(WHOLE)))


@lru_cache(maxsize=1)
def countries() -> dict[tuple[str, ...], str]:
    """Return the codes of the countries by the words of their names."""
    rows = load_table("actor_codes")["countries"].items()
    return {name_words(row["label"]): code for code, row in rows}


def days_within(filters: Filters) -> list[str]:
    """Return the terms for the days that are asked for; none where any day will do."""
    asked = filters.since is not None or filters.until is not None
    return days_of(filters.since, filters.until) if asked else []


# --- where and when ---------------------------------------------------------------------------


def cells_of(box: Box) -> list[str]:
    """Return the terms for the cells of the map that a box touches; none for a very large one."""
    columns = list(columns_of(box))
    lines = range(cell(box.south), cell(box.north) + 1)
    if len(columns) * len(lines) > MOST_CELLS:
        return []
    return [cell_term(line, column) for line in lines for column in columns]


def columns_of(box: Box) -> Iterable[int]:
    """Return the columns of the map that a box touches, also across the date line."""
    if box.west <= box.east:
        return range(cell(box.west), cell(box.east) + 1)
    return (*range(cell(box.west), cell(180) + 1), *range(cell(-180), cell(box.east) + 1))


def days_of(since: str | None, until: str | None) -> list[str]:
    """Return the terms for all days from one to another: whole years and months, then days.

    None for a stretch of very many years.
    """
    last = date.fromisoformat(until) if until else None
    day = date.fromisoformat(since) if since else date(FIRST_YEAR, 1, 1)
    last = last or max(day, date(LAST_YEAR, 12, 31))
    day = min(day, last)
    if last.year - day.year > MOST_YEARS:
        return []
    found = []
    while True:
        written, end = stretch(day, last)
        found.append(term("when", written))
        if end >= last:
            return found
        day = end + timedelta(days=1)


def stretch(day: date, last: date) -> tuple[str, date]:
    """Return the year, the month or the day that begins on `day`, and its end, by `last`."""
    year_ends = date(day.year, 12, 31)
    if (day.month, day.day) == (1, 1) and year_ends <= last:
        return day.isoformat()[:4], year_ends
    month_ends = date(day.year, day.month, monthrange(day.year, day.month)[1])
    if day.day == 1 and month_ends <= last:
        return day.isoformat()[:7], month_ends
    return day.isoformat(), day
