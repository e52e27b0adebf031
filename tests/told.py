"""Reports made by hand: what happened, told in a few sentences, without a run of the pipeline."""

from collections.abc import Sequence
from typing import NamedTuple

from msgspec.structs import replace

from pages import report_of
from sayso.ids import content_id
from sayso.records import (
    Coded,
    Event,
    Factuality,
    Party,
    Place,
    Span,
    Time,
)


class Act(NamedTuple):
    """One event, by words that stand in the text."""

    trigger: str
    type: str
    mode: str | None = None
    actor: str | None = None
    recipient: str | None = None
    place: str | None = None
    country: str | None = None
    day: str | None = None
    factuality: Factuality = "actual"


def told(
    text: str, *acts: Act, published: str | None = "2026-04-13", outlet: str | None = None
) -> Coded:
    """Return a report of `text` with these events; each trigger is the first word of that form."""
    id_ = content_id("report", text, published, outlet)
    bare = report_of(text, published)
    raw = replace(bare.raw, path=f"pages/{id_}.html")
    report = replace(bare, id=id_, outlet=outlet, raw=raw)
    events = tuple(event_of(report.id, text, number, act) for number, act in enumerate(acts))
    return Coded(report=report, attributions=(), events=events, quantities=(), forecasts=())


def event_of(report: str, text: str, number: int, act: Act) -> Event:
    """Return an event, its sentence the one that its trigger stands in."""
    trigger = span_of(text, act.trigger)
    start = text.rfind(". ", 0, trigger.start) + 2 if ". " in text[: trigger.start] else 0
    end = text.find(".", trigger.end) + 1 or len(text)
    return Event(
        id=content_id("event", report, number, act.trigger),
        sentence=Span(start, end),
        trigger=trigger,
        type=act.type,
        mode=act.mode,
        contexts=(),
        cameo=None,
        goldstein=None,
        actors=parties(text, act.actor, act.country),
        recipients=parties(text, act.recipient, None),
        instrument=None,
        place=None if act.place is None else place_of(text, act.place, act.country),
        time=None if act.day is None else day_of(trigger, act.day),
        factuality=act.factuality,
        attribution=None,
        quantities=(),
    )


def span_of(text: str, words: str) -> Span:
    """Return where `words` stand first."""
    start = text.index(words)
    return Span(start, start + len(words))


def parties(text: str, name: str | None, country: str | None) -> tuple[Party, ...]:
    """Return the one party of that name, none for none."""
    if name is None:
        return ()
    return (
        Party(
            span=span_of(text, name),
            text=name,
            name=name,
            kind="organisation",
            country=country,
            sectors=(),
            role=None,
        ),
    )


def place_of(text: str, name: str, country: str | None) -> Place:
    """Return a town."""
    return Place(
        span=span_of(text, name),
        text=name,
        name=name,
        latitude=None,
        longitude=None,
        geonames_id=None,
        country=country,
        admin1=None,
        precision="city",
    )


def day_of(span: Span, day: str) -> Time:
    """Return a day."""
    year, month, number = map(int, day.split("-"))
    return Time(
        span=span,
        text=day,
        timex=day,
        start=day,
        end=f"{year:04}-{month:02}-{number + 1:02}",
        precision="day",
    )


def ids_of(coded: Sequence[Coded]) -> list[str]:
    """Return the ids of all events."""
    return [event.id for each in coded for event in each.events]
