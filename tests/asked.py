"""A ledger to be asked: pages coded by hand that differ in what one can ask for."""

import contextlib
from collections.abc import Iterator
from itertools import cycle

from msgspec.structs import replace

from coded import sample
from ledger_files import in_memory, other_samples
from sayso.ledger import Ledger, add_coded, begin_run
from sayso.ledger.derived.signs import update_signs
from sayso.ledger.tables import METADATA, REPORTS
from sayso.records import Coded, Timestamp

ACTS = (("ASSAULT", "armed"), ("CONSULT", "meet"), ("PROTEST", None), ("ASSAULT", "aerial"))
TOLD = ("actual", "actual", "negated", "future")
OUTLETS = ("Horn Dispatch", "Ñuevo Herald", "The Harbour Post")
DAYS = ("2026-04-15", "2026-04-15T10:20+03:00", "2026-03-01", None, "2026-05")
SUDAN = ("Kurmuk", "SDN", "Blue Nile", 371827, 10.557, 34.287)
FIJI = ("Suva", "FJI", None, 2198148, -18.14, 178.44)
NOWHERE = ("Kurmuk", None, None, None, None, None)


def pages(count: int) -> list[Coded]:
    """Return `count` pages: acts, places, times, outlets and dates go round, each at its pace."""
    rounds = zip(
        [sample(), *other_samples(count - 1)],
        *(cycle(ACTS), cycle(TOLD), cycle(OUTLETS), cycle(DAYS), cycle((SUDAN, FIJI, NOWHERE))),
        strict=False,
    )
    return [told_otherwise(*one) for one in rounds]


def told_otherwise(
    coded: Coded,
    act: tuple[str, str | None],
    told: str,
    outlet: str,
    day: str | None,
    where: tuple[str, str | None, str | None, int | None, float | None, float | None],
) -> Coded:
    """Return `coded` as another outlet might tell of another act."""
    stamp = None
    if day is not None:
        precision = "minute" if "T" in day else "day" if len(day) == 10 else "month"
        stamp = Timestamp(value=day, precision=precision, basis="text")  # type: ignore[arg-type]
    report = replace(coded.report, outlet=outlet, published=stamp)
    [event] = coded.events
    assert event.place is not None
    name, country, admin1, geonames_id, latitude, longitude = where
    place = replace(
        event.place,
        name=name,
        country=country,
        admin1=admin1,
        geonames_id=geonames_id,
        latitude=latitude,
        longitude=longitude,
        precision="city" if geonames_id else None,
    )
    changed = replace(event, type=act[0], mode=act[1], factuality=told, place=place)
    return replace(coded, report=report, events=(changed,))


@contextlib.contextmanager
def ledger_of(coded: list[Coded]) -> Iterator[Ledger]:
    """Give a ledger in memory that holds some pages, ready to be asked."""
    with in_memory() as ledger:
        fill(ledger, coded)
        yield ledger


def fill(ledger: Ledger, coded: list[Coded]) -> None:
    """Write pages that can be asked; what else is derived is left to the test."""
    add_coded(ledger, begin_run(ledger, "1", {}), coded)
    with ledger.writing() as connection:
        update_signs(connection, connection.scalars(REPORTS.select()).all())
        connection.execute(METADATA.tables["pending"].delete())


def number_of(ledger: Ledger, table: str, id_: str) -> int:
    """Return the number of a record."""
    held = METADATA.tables[table].c
    found = ledger.connection.scalar(
        METADATA.tables[table].select().with_only_columns(held.number).where(held.id == id_)
    )
    assert isinstance(found, int)
    return found


def add_rows(ledger: Ledger, table: str, *rows: dict[str, object]) -> None:
    """Write rows as what is derived would leave them; what is not said is not known."""
    columns = METADATA.tables[table].columns
    blank = {
        column.name: (0 if column.type.python_type in (int, float, bool) else "")
        for column in columns
        if not column.nullable and column.name != "number"
    }
    with ledger.writing() as connection:
        for row in rows:
            connection.execute(METADATA.tables[table].insert().values({**blank, **row}))
