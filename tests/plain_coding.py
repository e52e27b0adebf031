"""A stand-in for the stages: pages to records at once, by position and not by meaning.

For tests of what becomes of records, whatever they say.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from sayso.clean import Given, clean_page
from sayso.errors import SaysoError
from sayso.ids import content_id
from sayso.ingest.page import Found, Page
from sayso.pipeline import Settings, issue_of
from sayso.records import (
    Attribution,
    Coded,
    Event,
    Expectation,
    Forecast,
    Issue,
    Party,
    Quantity,
    Report,
    Span,
)


def code_plainly(
    pages: Iterable[Found], given: Given, settings: Settings
) -> Iterator[Coded | Issue]:
    """Yield made-up records for each page, in the way of `code_pages`."""
    for page in pages:
        if isinstance(page, Issue):
            yield page
        elif isinstance(page, Page):
            try:
                yield coded_plainly(clean_page(page, given))
            except SaysoError as fault:
                yield issue_of(page.raw, "clean", fault)


def coded_plainly(report: Report) -> Coded:
    """Return records that quote the first and the last word of `report`."""
    text = report.text
    whole = Span(0, len(text))
    first, last = Span(0, len(text.split()[0])), Span(text.rindex(text.split()[-1]), len(text))
    attribution = Attribution(
        id=content_id("attribution", report.id),
        sentence=whole,
        source=party(text, first),
        via=(),
        cue=first,
        cue_lemma="say",
        content=(first, last) if first.end <= last.start else (first,),
        quoted="indirect",
        stance="asserts",
        certainty="certain",
        interest="none",
    )
    quantity = Quantity(
        id=content_id("quantity", report.id),
        sentence=whole,
        span=last,
        text=last.quote(text),
        kind="count",
        unit=None,
        value=len(text),
        low=len(text),
        high=None,
        qualifier="at_least",
        item="word",
        measure="other",
        per=None,
        part_of=None,
        event=content_id("event", report.id),
        attribution=attribution.id,
        place=None,
        time=None,
    )
    event = Event(
        id=content_id("event", report.id),
        sentence=whole,
        trigger=first,
        type="CONSULT",
        mode=None,
        contexts=("economic",),
        cameo="040",
        goldstein=1.5,
        actors=(party(text, first),),
        recipients=(party(text, last),),
        instrument=None,
        place=None,
        time=None,
        factuality="actual",
        attribution=attribution.id,
        quantities=(quantity.id,),
    )
    forecast = Forecast(
        id=content_id("forecast", report.id),
        sentence=whole,
        attribution=attribution.id,
        quantity=quantity.id,
        made=None,
        horizon=None,
        expects=Expectation(
            type=None, mode=None, actor=None, measure="other", item="word", low=1, high=None
        ),
        outcome="open",
        evidence=(),
    )
    return Coded(
        report=report,
        attributions=(attribution,),
        events=(event,),
        quantities=(quantity,),
        forecasts=(forecast,),
    )


def party(text: str, span: Span) -> Party:
    """Return a party that the words of `span` name."""
    words = span.quote(text)
    return Party(
        span=span,
        text=words,
        name=words,
        kind="organisation",
        country=None,
        sectors=("GOV",),
        role=None,
    )


def write_pages(folder: Path, count: int) -> Path:
    """Write `count` short pages into `folder`, every tenth without a word, and return it."""
    folder.mkdir(exist_ok=True)
    for number in range(count):
        story = f"Ferry number {number} left the harbour late, the company said on Monday.\n\n"
        told = "— … —" if number % 10 == 9 else story * 3
        (folder / f"page_{number:03}.txt").write_text(told, encoding="utf-8")
    return folder
