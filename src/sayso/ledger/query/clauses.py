"""What is asked of a record, as conditions on its row; each follows pointers that are indexed."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    and_,
    case,
    exists,
    func,
    or_,
    select,
)

from sayso.ledger import tables
from sayso.ledger.query.filters import Box, Filters
from sayso.ledger.query.sieve import Kind, country_named
from sayso.ledger.query.wording import key_of, name_key

Condition = ColumnElement[bool]
Cell = ColumnElement[Any]


def conditions(kind: Kind, filters: Filters, record: FromClause) -> list[Condition]:
    """Return what a row of the records of `kind` has to meet; an incident's are its events."""
    if kind in ("event", "incident"):
        return [*of_event(filters, record), *of_voice(filters, record.c.attribution)]
    if kind == "figure":
        return [*of_figure(filters, record), *of_voice(filters, record.c.attribution)]
    if kind == "saying":
        return of_saying(filters, record)
    return [*of_forecast(filters, record), *of_voice(filters, record.c.attribution)]


# --- events -----------------------------------------------------------------------------------


def of_event(filters: Filters, event: FromClause) -> list[Condition]:
    """Return what an event has to be, but for whose say-so it is."""
    number = event.c.number
    found = of_act(filters, event)
    if filters.place or filters.box:
        found.append(lies(filters, tables.PLACES.c.event == number))
    if filters.since or filters.until:
        found.append(falls(filters, tables.TIMES.c.event == number))
    found += of_incident(filters, number, event.c.id)
    return [*found, *of_words(filters, event)]


def of_act(filters: Filters, event: FromClause) -> list[Condition]:
    """Return what an event has to be in itself: type, mode, factuality, and who takes part."""
    found: list[Condition] = [
        event.c[name].in_(values)
        for name in ("type", "mode", "factuality")
        if (values := getattr(filters, name))
    ]
    parties = tables.PARTIES.c
    for part in ("actor", "recipient"):
        if names := getattr(filters, part):
            found += [party_is(names, part, parties.event == event.c.number)]
    return found


def of_incident(filters: Filters, event: Cell, id_: Cell) -> list[Condition]:
    """Return what the incident of an event has to be."""
    found: list[Condition] = []
    if filters.contested is not None:
        found.append(is_so(filters.contested, disputed(event, id_)))
    if filters.corroborated is not None:
        enough = tables.INCIDENTS.c.origins >= filters.corroborated
        found.append(belongs_to(event, enough))
    return found


def is_so(wanted: bool, condition: Condition) -> Condition:
    """Return that something is so, or that it is not."""
    return condition if wanted else ~condition


def disputed(event: Cell, id_: Cell) -> Condition:
    """Return that accounts of an event's incident exclude each other."""
    return or_(belongs_to(event, tables.INCIDENTS.c.contested), contradicted(id_))


def belongs_to(event: Cell, condition: Condition | Cell) -> Condition:
    """Return that an event is of an incident that meets a condition."""
    incidents, members = tables.INCIDENTS.c, tables.MEMBERS.c
    return exists().where(members.event == event, incidents.number == members.incident, condition)


def contradicted(id_: Cell) -> Condition:
    """Return that a record stands against another."""
    held = tables.CONTRADICTIONS.c
    return or_(exists().where(held.one == id_), exists().where(held.other == id_))


def of_words(filters: Filters, record: FromClause) -> list[Condition]:
    """Return that the words that are asked for stand in the record's sentence."""
    if not filters.phrases:
        return []
    reports = tables.REPORTS.c
    start, end = record.c.sentence_start, record.c.sentence_end
    sentence = func.substr(reports.text, start + 1, end - start)
    told = select(func.says(sentence, key_of(filters.phrases)))
    return [told.where(reports.number == record.c.report).scalar_subquery() == 1]


def party_is(names: Iterable[str], part: str, belongs: Condition) -> Condition:
    """Return that someone of any of `names` takes a part."""
    parties = tables.PARTIES.c
    return exists().where(belongs, parties.part == part, or_(*map(is_named, names)))


def is_named(value: str) -> Condition:
    """Return that a party has this name, is of this country, or of this sector."""
    parties = tables.PARTIES.c
    code = value.upper()
    found: list[Condition] = []
    if code.isalnum():  # first, as it takes less than comparing names
        found += [parties.country == code, func.instr(parties.sectors, f'"{code}"') > 0]
    return or_(*found, func.named(parties.name, name_key(value)) == 1)


def lies(filters: Filters, belongs: Condition) -> Condition:
    """Return that a place is one of those asked for, within the box."""
    found = [belongs]
    if filters.place:
        found.append(or_(*map(is_place, filters.place)))
    if filters.box is not None:
        found.append(lies_in(filters.box))
    return exists().where(*found)


def is_place(value: str) -> Condition:
    """Return that a place has this name or id, or lies in the region or country of this name."""
    places = tables.PLACES.c
    key = name_key(value)
    found = [func.named(places.name, key) == 1, func.named(places.admin1, key) == 1]
    codes = {code for code in (country_named(value), value.upper()) if code}
    found.append(places.country.in_(sorted(codes)))
    if value.isascii() and value.isdigit() and len(value) < 16:
        found.append(places.geonames_id == int(value))
    return or_(*found)


def lies_in(box: Box) -> Condition:
    """Return that a place lies within a part of the map."""
    places = tables.PLACES.c
    east_of, west_of = places.longitude >= box.west, places.longitude <= box.east
    across = and_(east_of, west_of) if box.west <= box.east else or_(east_of, west_of)
    return and_(places.latitude.between(box.south, box.north), across)


def falls(filters: Filters, belongs: Condition) -> Condition:
    """Return that the whole of a time falls within the days asked for."""
    times = tables.TIMES.c
    found = [belongs, times.start.is_not(None)]
    if filters.since is not None:
        found.append(times.start >= filters.since)
    if filters.until is not None:
        found.append(times.end <= day_after(filters.until))
    return exists().where(*found)


def day_after(day: str) -> str:
    """Return the day after a day."""
    last = date.fromisoformat(day)
    return day if last == date.max else (last + timedelta(days=1)).isoformat()


# --- whose say-so -----------------------------------------------------------------------------


def of_voice(filters: Filters, attribution: Cell) -> list[Condition]:
    """Return what the attribution that a record stands in has to be."""
    said = tables.ATTRIBUTIONS.c
    found = in_voice(filters)
    return [exists().where(said.number == attribution, *found)] if found else []


def in_voice(filters: Filters) -> list[Condition]:
    """Return what an attribution has to be: who speaks, how, and with what interest."""
    said, parties = tables.ATTRIBUTIONS.c, tables.PARTIES.c
    found: list[Condition] = [
        said[name].in_(values)
        for name in ("stance", "interest")
        if (values := getattr(filters, name))
    ]
    if filters.source:
        found.append(party_is(filters.source, "source", parties.attribution == said.number))
    return found


def of_saying(filters: Filters, said: FromClause) -> list[Condition]:
    """Return what a statement has to be, and what has to stand in it."""
    found = in_voice(filters)
    events, contents = tables.EVENTS, tables.CONTENTS.c
    inside = events.c.attribution == said.c.number
    if within := of_event(filters.without("text", "contested"), events):
        found.append(exists().where(inside, *within))
    if filters.contested is not None:
        within_it = exists().where(inside, disputed(events.c.number, events.c.id))
        found.append(is_so(filters.contested, or_(within_it, contradicted(said.c.id))))
    if filters.phrases:
        told = func.says(contents.text, key_of(filters.phrases)) == 1
        found.append(exists().where(contents.attribution == said.c.number, told))
    return found


# --- figures and forecasts --------------------------------------------------------------------


def of_figure(filters: Filters, counted: FromClause) -> list[Condition]:
    """Return what a figure has to be, what it counts, and where and when that was."""
    found: list[Condition] = []
    if filters.measure:
        found.append(counted.c.measure.in_(filters.measure))
    number, event = counted.c.number, counted.c.event
    events, places, times = tables.EVENTS, tables.PLACES.c, tables.TIMES.c
    if act := of_act(filters, events):
        found.append(exists().where(events.c.number == event, *act))
    if filters.place or filters.box:
        here = lies(filters, places.quantity == number)
        found.append(or_(here, lies(filters, places.event == event)))
    if filters.since or filters.until:
        then = falls(filters, times.quantity == number)
        found.append(or_(then, falls(filters, times.event == event)))
    if filters.contested is not None:
        found.append(is_so(filters.contested, contradicted(counted.c.id)))
    if filters.corroborated is not None:
        told = Filters(corroborated=filters.corroborated)
        found += of_incident(told, event, counted.c.id)
    return [*found, *of_words(filters, counted)]


def of_forecast(filters: Filters, foretold: FromClause) -> list[Condition]:
    """Return what a forecast has to expect, of whom, where, until when, and its outcome."""
    found: list[Condition] = [
        foretold.c[f"expects_{name}"].in_(values)
        for name in ("type", "mode", "measure")
        if (values := getattr(filters, name))
    ]
    places, times, outcomes = tables.PLACES.c, tables.TIMES.c, tables.OUTCOMES.c
    if filters.actor:
        found.append(or_(*(expects(foretold.c.expects_actor, name) for name in filters.actor)))
    if filters.place or filters.box:
        found.append(lies(filters, places.quantity == foretold.c.quantity))
    if filters.since or filters.until:
        due = and_(times.forecast == foretold.c.number, times.part == "horizon")
        found.append(falls(filters, due))
    if filters.outcome:
        settled = select(outcomes.outcome).where(outcomes.forecast == foretold.c.number)
        now = func.coalesce(settled.scalar_subquery(), foretold.c.outcome)
        found.append(now.in_(filters.outcome))
    return [*found, *of_words(filters, foretold)]


def expects(actor: Cell, name: str) -> Condition:
    """Return that a forecast is of somebody of this name or country."""
    return or_(func.named(actor, name_key(name)) == 1, actor == name.upper())


def of_report(filters: Filters) -> list[Condition]:
    """Return what the report has to be that a record stands in."""
    reports = tables.REPORTS.c
    found: list[Condition] = []
    for name in ("outlet", "agency"):
        if values := getattr(filters, name):
            column = reports[name]
            found.append(or_(*(func.named(column, name_key(value)) == 1 for value in values)))
    if filters.published_since is not None:
        first_day = func.substr(reports.published.concat("-01-01"), 1, len("2026-01-01"))
        found.append(first_day >= filters.published_since)
    if filters.published_until is not None:
        found.append(printed_by(filters.published_until))
    return found


def printed_by(day: str) -> Condition:
    """Return that a report was printed by a day: of a month or year alone, all of it."""
    published = tables.REPORTS.c.published
    after = date.fromisoformat(day_after(day))
    months = after.year * 12 + after.month - 2  # whole ones, counted from the year 0
    month, year = f"{months // 12:04}-{months % 12 + 1:02}", f"{after.year - 1:04}"
    return case(
        (func.length(published) == len("2026"), published <= year),
        (func.length(published) == len("2026-01"), published <= month),
        else_=func.substr(published, 1, len("2026-01-01")) <= day,
    )
