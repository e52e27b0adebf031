"""What to try where nothing meets the filters."""

from typing import Final

from sqlalchemy import select

from sayso.ledger import tables
from sayso.ledger.query.filters import Filters
from sayso.ledger.query.finding import count_records
from sayso.ledger.query.sieve import PLURAL, Kind
from sayso.ledger.store import Ledger

ENOUGH: Final = 100  # records that are counted where a filter is left out


def advise(ledger: Ledger, kind: Kind, filters: Filters) -> str:
    """Return one sentence on why there is nothing, and what to try instead."""
    named = PLURAL[kind]
    with ledger.reading() as connection:
        waiting = connection.scalar(select(tables.PENDING.c.report).limit(1)) is not None
        empty = connection.scalar(select(tables.REPORTS.c.number).limit(1)) is None
    if empty:
        return "the ledger holds no reports yet; fill it with: sayso run PAGES --ledger FILE"
    if waiting:
        return f"no {named} yet, as some reports wait to be worked in; give sayso run once more"
    if not filters.used():
        return f"the ledger holds no {named}"
    found = []
    for name in filters.used():
        count = count_records(ledger, kind, filters.without(name), ENOUGH)
        if count.number:
            number = f"{count.number}{' and more' if count.more else ''}"
            found.append((count.number, f"without {flag(name)} there are {number}"))
    if found:
        found.sort(key=lambda pair: -pair[0])
        return f"no {named} meet all of these filters; {found[0][1]}"
    return f"no {named} meet these filters, nor any with one of them left out; ask for less"


def flag(name: str) -> str:
    """Return a filter as the command line has it."""
    return f"--{name.replace('_', '-')}"
