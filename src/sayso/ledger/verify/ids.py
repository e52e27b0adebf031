"""Whether the ids of a report and its records are those of their content."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TypeVar

from sayso.ids import content_id
from sayso.records import Attribution, Coded, Event, Forecast, Quantity, Report

Told = TypeVar("Told", Attribution, Event, Quantity)


def find_false_ids(coded: Coded) -> Iterator[str]:
    """Yield the ids that are not made of what their records say."""
    report = coded.report
    if report.id != report_id(report):
        yield report.id
    yield from false_among(coded.attributions, partial(attribution_id, report.id))
    yield from false_among(coded.events, partial(event_id, report.id))
    yield from false_among(coded.quantities, partial(quantity_id, report.id))
    said = {record.id: record for record in coded.attributions}
    counted = {record.id: record for record in coded.quantities}
    for forecast in coded.forecasts:
        if forecast.id != forecast_id(report.id, forecast, said, counted):
            yield forecast.id


def false_among(records: Iterable[Told], make: Callable[[Told], str]) -> Iterator[str]:
    """Yield the ids of `records` that are not those which `make` gives."""
    for record in records:
        if record.id != make(record):
            yield record.id


def report_id(report: Report) -> str:
    """Return the id of a report: who printed what, under which title, when."""
    published = report.published.value if report.published is not None else None
    return content_id("report", report.outlet, report.title, published, report.text)


def attribution_id(report: str, record: Attribution) -> str:
    """Return the id of an attribution: its cue, and where what is said begins."""
    said = record.content[0].start if record.content else None
    return content_id("attribution", report, record.cue.start, record.cue.end, said)


def event_id(report: str, record: Event) -> str:
    """Return the id of an event: what kind of act, and the word that names it."""
    return content_id("event", report, record.type, record.trigger.start, record.trigger.end)


def quantity_id(report: str, record: Quantity) -> str:
    """Return the id of a quantity: its words."""
    return content_id("quantity", report, record.span.start, record.span.end)


def forecast_id(
    report: str, record: Forecast, said: dict[str, Attribution], counted: dict[str, Quantity]
) -> str | None:
    """Return the id of a forecast: who said it, and where its number or its words begin.

    None where it points at nothing.
    """
    number = counted.get(record.quantity or "")
    claim = said.get(record.attribution or "")
    if number is not None:
        start = number.span.start
    elif claim is not None and claim.content:
        start = claim.content[0].start
    else:
        return None
    return content_id("forecast", report, record.attribution, start)
