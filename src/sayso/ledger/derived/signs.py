"""What each report's records are marked with, so that questions need not look at every report.

A report has a term for each fact that one can ask for: the types of its events, the words of the
names in it, countries, days, stances. What holds of one event is marked together with the type
of the event, too, and of a source together with its stance: most questions name one. A term says
that the report holds such a record, no more: whoever asks looks at the records themselves
afterwards.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import Any, Final
from zlib import crc32

import msgspec
from sqlalchemy import Connection, Row, Table, select, update

from sayso.gazetteer.folding import fold
from sayso.ledger import tables
from sayso.ledger.moments import minute_of

WORD: Final = re.compile(r"[^\W_]+")
TIE_BITS: Final = 30  # of a report's id: tells apart what was published in one minute
CELL: Final = 5  # degrees

Terms = set[str]
Found = Row[Any]

decode_names = msgspec.json.Decoder(tuple[str, ...]).decode


def update_signs(connection: Connection, reports: Collection[int]) -> None:
    """Mark `reports`, which are new or were rewritten."""
    numbers = sorted(reports)
    signs, held = tables.SIGNS, tables.REPORTS.c
    old = update(signs).where(signs.c.report.in_(numbers))
    connection.execute(old.values(report=None))
    wanted = select(held.number, held.id, held.outlet, held.agency, held.published)
    rows = connection.execute(wanted.where(held.number.in_(numbers))).all()
    terms = terms_of_records(connection, numbers)
    taken = taken_keys(connection, {moment_key(row.published, row.id) for row in rows})
    marked = []
    for row in sorted(rows, key=lambda row: str(row.id)):
        own = terms[row.number]
        own.update(name_terms("outlet", row.outlet), name_terms("agency", row.agency))
        key = free_key(connection, moment_key(row.published, row.id), taken)
        marked.append((key, row.number, " ".join(sorted(own))))
    if marked:
        marked.sort()  # the index takes rows in order much faster
        rows_of = [(number, report) for number, report, _ in marked]
        connection.exec_driver_sql("INSERT INTO signs (number, report) VALUES (?, ?)", rows_of)
        indexed = [(number, words) for number, _, words in marked]
        connection.exec_driver_sql("INSERT INTO signs_fts (rowid, terms) VALUES (?, ?)", indexed)


# --- in which order reports stand -------------------------------------------------------------


def moment_key(published: str | None, id_: str) -> int:
    """Return the number of a report's row: by the minute of publication, then by its id.

    What was published at an unknown time comes before all else.
    """
    tie = crc32(id_.encode()) >> (32 - TIE_BITS)
    return max(0, minute_of(published) or 0) << TIE_BITS | tie


def taken_keys(connection: Connection, keys: Collection[int]) -> set[int]:
    """Return those of `keys` that rows have already."""
    number = tables.SIGNS.c.number
    return set(connection.scalars(select(number).where(number.in_(keys))))


def free_key(connection: Connection, key: int, taken: set[int]) -> int:
    """Return the first number from `key` on that no row has, nor is `taken`, and take it."""
    while key in taken:
        taken |= taken_keys(connection, [key + 1])
        key += 1
    taken.add(key)
    return key


# --- terms ------------------------------------------------------------------------------------


@lru_cache(maxsize=200_000)
def term(facet: str, value: str | int) -> str:
    """Return the term for one fact, as it stands in the index."""
    return f"{crc32(f'{facet} {value}'.encode()):08x}"


@lru_cache(maxsize=200_000)
def joint(kind: str, other: str) -> str:
    """Return the term for an event of a type, or words of a stance, of which `other` holds too."""
    return f"{crc32(f'{kind}&{other}'.encode()):08x}"


@lru_cache(maxsize=100_000)
def name_words(name: str) -> tuple[str, ...]:
    """Return the words of a name in small letters without accents."""
    return tuple(WORD.findall(fold(name)))


@lru_cache(maxsize=100_000)
def name_terms(facet: str, name: str | None) -> tuple[str, ...]:
    """Return the terms for the words of a name."""
    return tuple(term(facet, word) for word in name_words(name)) if name else ()


def terms_of_records(connection: Connection, reports: Sequence[int]) -> dict[int, Terms]:
    """Return the terms of the records of each report."""
    terms: dict[int, Terms] = defaultdict(set)
    for number in reports:
        terms[number] = set()
    mark_statements(connection, reports, terms)
    by_event = event_terms(connection, reports, terms)
    events = tables.EVENTS
    sources = source_terms(connection, reports, terms)
    wanted = columns(events, "number", "type", "attribution")
    for row in rows(connection, events, reports, *wanted):
        of_event = by_event[row.number]
        of_event.update(sources.get(row.attribution, ()))
        kind = term("type", row.type)
        terms[row.report].update((kind, term("is", "event")), of_event)
        terms[row.report].update(joint(kind, other) for other in of_event)
    return terms


def columns(table: Table, *names: str) -> list[Any]:
    """Return some columns of `table`, the report's among them."""
    return [table.c.report, *(table.c[name] for name in names)]


def rows(
    connection: Connection, table: Table, reports: Sequence[int], *wanted: Any
) -> Sequence[Found]:
    """Return the rows of some reports, fetched at once: one by one takes twice as long."""
    return connection.execute(select(*wanted).where(table.c.report.in_(reports))).all()


def event_terms(
    connection: Connection, reports: Sequence[int], everywhere: dict[int, Terms]
) -> dict[int, Terms]:
    """Return of each event as what it is told, who takes part, and where it was.

    Places go into `everywhere` too, by the number of the report, and modes there alone.
    """
    terms: dict[int, Terms] = defaultdict(set)
    events, parties = tables.EVENTS, tables.PARTIES
    for row in rows(connection, events, reports, *columns(events, "number", "mode", "factuality")):
        terms[row.number].add(term("factuality", row.factuality))
        if row.mode is not None:
            everywhere[row.report].add(term("mode", row.mode))
    wanted = columns(parties, "event", "part", "name", "country", "sectors")
    for row in rows(connection, parties, reports, *wanted):
        if row.event is not None:
            terms[row.event].update(party_terms(row.part, row.name, row.country, row.sectors))
    for report, owner, found in located(connection, reports):
        everywhere[report].update(found)
        if owner is not None:
            terms[owner].update(found)
    return terms


@lru_cache(maxsize=100_000)
def party_terms(part: str, name: str, country: str | None, sectors: str) -> tuple[str, ...]:
    """Return the terms for someone: words of the name, country and sectors."""
    codes = [*decode_names(sectors), *([country] if country else [])]
    return *name_terms(part, name), *(term(part, code.lower()) for code in codes)


def located(
    connection: Connection, reports: Sequence[int]
) -> Iterator[tuple[int, int | None, tuple[str, ...]]]:
    """Yield the report of each place, its event, None for that of a quantity, and its terms."""
    places = tables.PLACES
    names = ("event", "name", "country", "admin1", "geonames_id", "latitude", "longitude")
    for row in rows(connection, places, reports, *columns(places, *names)):
        yield row.report, row.event, place_terms(*row[2:])


@lru_cache(maxsize=50_000)
def place_terms(
    name: str,
    country: str | None,
    admin1: str | None,
    geonames_id: int | None,
    latitude: float | None,
    longitude: float | None,
) -> tuple[str, ...]:
    """Return the terms for a place: words of its names, its codes, its cell of the map."""
    found = [*name_terms("place", name), *name_terms("place", admin1)]
    found += [term("place", code) for code in (country and country.lower(), geonames_id) if code]
    if latitude is not None and longitude is not None:
        found.append(cell_term(cell(latitude), cell(longitude)))
    return tuple(found)


def cell(degrees: float) -> int:
    """Return the number of the cell that a latitude or longitude lies in."""
    return int(degrees // CELL)


def cell_term(row: int, column: int) -> str:
    """Return the term for a cell of the map."""
    return term("cell", f"{row} {column}")


@lru_cache(maxsize=20_000)
def day_terms(start: str | None) -> tuple[str, ...]:
    """Return the terms for when something began: the day, the month, the year."""
    if start is None:
        return ()
    return term("when", start[:10]), term("when", start[:7]), term("when", start[:4])


def source_terms(
    connection: Connection, reports: Sequence[int], terms: dict[int, Terms]
) -> dict[int, Terms]:
    """Return who speaks in each attribution and how, by its number; all goes into `terms`."""
    found: dict[int, Terms] = defaultdict(set)
    said, parties = tables.ATTRIBUTIONS, tables.PARTIES
    wanted = columns(parties, "attribution", "name", "country", "sectors")
    speaking = select(*wanted).where(parties.c.report.in_(reports), parties.c.part == "source")
    for row in connection.execute(speaking).all():
        found[row.attribution].update(party_terms("source", row.name, row.country, row.sectors))
    for row in rows(connection, said, reports, *columns(said, "number", "stance", "interest")):
        own = found[row.number]
        own.add(term("interest", row.interest))
        stance = term("stance", row.stance)
        terms[row.report].update((term("is", "saying"), stance), own)
        terms[row.report].update(joint(stance, other) for other in own)
        own.add(stance)
    return found


def mark_statements(
    connection: Connection, reports: Sequence[int], terms: dict[int, Terms]
) -> None:
    """Put the numbers, forecasts, places and times of each report into `terms`."""
    counted, foretold, times = tables.QUANTITIES, tables.FORECASTS, tables.TIMES
    for row in rows(connection, counted, reports, *columns(counted, "measure", "item")):
        terms[row.report].update((term("is", "figure"), term("measure", row.measure)))
        terms[row.report].update(name_terms("item", row.item))
    names = ("expects_type", "expects_mode", "expects_actor")
    for row in rows(connection, foretold, reports, *columns(foretold, *names)):
        terms[row.report].add(term("is", "forecast"))
        if row.expects_type is not None:
            terms[row.report].add(term("expects", row.expects_type))
        if row.expects_mode is not None:
            terms[row.report].add(term("expects mode", row.expects_mode))
        terms[row.report].update(name_terms("expects actor", row.expects_actor))
    for row in rows(connection, times, reports, *columns(times, "start")):
        terms[row.report].update(day_terms(row.start))
