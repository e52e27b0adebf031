"""What a page tells of its own forecasts: three barrages foretold a month ago, three since."""

from collections import defaultdict
from collections.abc import Iterator

from msgspec.structs import replace

from sayso.extract.settling.building import (
    LEAD,
    Page,
    Passage,
    event_happening,
    foretold_act,
    number_happening,
    pattern_of,
    window,
)
from sayso.extract.settling.days import day_of
from sayso.extract.settling.keys import Key, considered, in_print, keys_of_happening
from sayso.extract.settling.method import settle
from sayso.extract.settling.records import Happening, Pattern
from sayso.records import Coded, Event, Report, Span, Time


def settle_report(coded: Coded) -> Coded:
    """Return `coded` with its forecasts settled as far as the page itself tells.

    It is what a ledger that holds this page alone would say. `evidence` has the ids of events
    and quantities of the page.
    """
    if not coded.forecasts:
        return coded
    page = page_of(coded.report)
    filed: dict[Key, list[Happening]] = defaultdict(list)
    for happening in happenings_of(coded):
        for key in keys_of_happening(happening):
            filed[key].append(happening)
    for found in filed.values():
        found.sort(key=in_print)
    forecasts = []
    for forecast, pattern in zip(coded.forecasts, patterns_of(coded), strict=True):
        settled = settle(pattern, considered(pattern, filed), page.published)
        records = tuple(one.record for one in settled.evidence)
        forecasts.append(replace(forecast, outcome=settled.outcome, evidence=records))
    return replace(coded, forecasts=tuple(forecasts))


def page_of(report: Report) -> Page:
    """Return what records need to know of their page."""
    stamp, line = report.published, report.dateline
    return Page(
        id=report.id,
        title=report.title,
        published=day_of(stamp.value) if stamp is not None else None,
        filed=line.place.country if line is not None and line.place is not None else None,
    )


def patterns_of(coded: Coded) -> Iterator[Pattern]:
    """Yield the forecasts of a page as records are held against them."""
    page = page_of(coded.report)
    certainties = {said.id: said.certainty for said in coded.attributions}
    numbers = {number.id: number for number in coded.quantities}
    acts: dict[str | None, list[Event]] = defaultdict(list)
    for event in coded.events:
        acts[event.attribution].append(event)
    for forecast in coded.forecasts:
        number = numbers.get(forecast.quantity or "")
        at = number.span.start if number is not None else forecast.sentence.start
        yield pattern_of(
            page,
            passage_of(coded.report, forecast.sentence, at, forecast.horizon),
            forecast,
            number,
            foretold_act(forecast, acts[forecast.attribution]),
            possible=certainties.get(forecast.attribution or "") == "possible",
        )


def happenings_of(coded: Coded) -> Iterator[Happening]:
    """Yield the events and quantities of a page as they are held against forecasts.

    A number that is itself foretold is not held against others.
    """
    page, report = page_of(coded.report), coded.report
    stances = {attribution.id: attribution.stance for attribution in coded.attributions}
    events = {event.id: event for event in coded.events}
    for event in coded.events:
        passage = passage_of(report, event.sentence, event.trigger.start, event.time)
        stance = stances.get(event.attribution or "")
        yield event_happening(page, passage, event, event.trigger.quote(report.text), stance)
    foretold = {forecast.quantity for forecast in coded.forecasts}
    for number in coded.quantities:
        if number.id in foretold:
            continue
        of = events.get(number.event or "")
        time = number.time or (of.time if of is not None else None)
        passage = passage_of(report, number.sentence, number.span.start, time)
        stance = stances.get(number.attribution or "")
        yield number_happening(page, passage, number, of, stance)


def passage_of(report: Report, sentence: Span, at: int, time: Time | None) -> Passage:
    """Return the sentence of a record that stands at `at`, and what leads to its time."""
    before = ""
    if time is not None:
        before = report.text[max(0, time.span.start - LEAD) : time.span.start]
    first, after = window(sentence, at)
    return Passage(sentence=report.text[first:after], start=first, before_time=before)
