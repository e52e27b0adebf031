"""The order of the stages: pages in, coded reports out.

    ingest -> clean -> annotate -> places -> times -> parties -> attributions -> acts -> judge
           -> fillers -> numbers -> interest -> forecasts -> settling

Expected trouble with one page becomes an `Issue`, and the next page goes on. A bug stops the
run, unless the settings say `keep_going`: then it costs its page, and the issue says so.
"""

import traceback
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sayso.annotate.document import Document
from sayso.annotate.nlp import annotate
from sayso.clean import Given, clean_page
from sayso.errors import SaysoError
from sayso.extract.attributions import find_attributions
from sayso.extract.events import find_acts
from sayso.extract.fillers import with_fillers
from sayso.extract.forecasts import find_forecasts
from sayso.extract.interest import with_interest
from sayso.extract.judging import Abstain, with_chance
from sayso.extract.parties import read_parties
from sayso.extract.places import find_places
from sayso.extract.quantities import find_counted
from sayso.extract.settling import settle_report
from sayso.extract.tallies import bind_quantities
from sayso.extract.times import find_times
from sayso.ingest.page import Found, Link, Page
from sayso.records import Coded, Issue, Raw, Report


@dataclass(frozen=True, slots=True)
class Settings:
    """How a run is to read its pages."""

    rules_only: bool = False  # no trained tagger: what parse and quotation marks show, no more
    abstain: Abstain = "even"  # how soon a doubtful event is left out
    keep_going: bool = False  # a bug costs its page, not the run


def code_pages(
    pages: Iterable[Found], given: Given, settings: Settings = Settings()
) -> Iterator[Coded | Issue]:
    """Yield what each page was coded to, or why it was set aside, in the order of the input.

    An item that is but a link is set aside: fetching is for the caller to decide.
    """
    caught = caught_by(settings)

    def reports() -> Iterator[Report | Issue]:
        for page in pages:
            if isinstance(page, Page):
                yield clean_or_issue(page, given, caught)
            else:
                yield page if isinstance(page, Issue) else issue_of_link(page)

    return code_reports(reports(), settings)


def caught_by(settings: Settings) -> type[Exception]:
    """Return what costs a page and not the run."""
    return Exception if settings.keep_going else SaysoError


def issue_of_link(link: Link) -> Issue:
    """Return the row for an item of a feed that is but a link."""
    return Issue(
        input=link.input,
        stage="read",
        error="Link",
        message=f"an item is but a link to {link.url}; fetch it first: sayso fetch",
    )


def clean_or_issue(page: Page, given: Given, caught: type[Exception]) -> Report | Issue:
    """Return the page as a report, or the issue that kept it from being one."""
    try:
        return clean_page(page, given)
    except caught as fault:
        return issue_of(page.raw, "clean", fault)


def issue_of(raw: Raw, stage: str, fault: Exception) -> Issue:
    """Return the row that says what befell the input read from `raw`."""
    name, kind, message = raw.path or raw.url or "-", type(fault).__name__, str(fault)
    if not isinstance(fault, SaysoError):
        [*_, last] = traceback.extract_tb(fault.__traceback__)
        message = (
            f"sayso has a bug that this page brings out ({kind} at {Path(last.filename).name}:"
            f"{last.lineno}: {message}); the page is set aside, please report it"
        )
    return Issue(input=name, stage=stage, error=kind, message=message)


def code_reports(
    reports: Iterable[Report | Issue], settings: Settings = Settings()
) -> Iterator[Coded | Issue]:
    """Yield what each report was coded to; issues pass through in their place."""
    waiting: deque[Issue | None] = deque()  # None stands for a report that is being parsed

    def to_parse() -> Iterator[Report]:
        for report in reports:
            if isinstance(report, Issue):
                waiting.append(report)
            else:
                waiting.append(None)
                yield report

    for doc in annotate(to_parse()):
        while (issue := waiting.popleft()) is not None:
            yield issue
        yield code_or_issue(doc, settings)
    yield from (issue for issue in waiting if issue is not None)


def code_or_issue(doc: Document, settings: Settings) -> Coded | Issue:
    """Return the records of a document, or the issue that kept them from being read."""
    try:
        return code_document(doc, settings)
    except caught_by(settings) as fault:
        return issue_of(doc.report.raw, "extract", fault)


def code_document(doc: Document, settings: Settings = Settings()) -> Coded:
    """Return the records of one document."""
    places = find_places(doc)
    times = find_times(doc)
    parties = read_parties(doc, places)
    attributions = find_attributions(doc, parties, settings.rules_only)
    acts = find_acts(doc, parties, attributions, places, times)
    acts = with_chance(doc, acts, attributions, settings.abstain)
    if not settings.rules_only:
        acts = with_fillers(doc, acts, parties)
    counted = find_counted(doc)
    quantities, events = bind_quantities(doc, counted, acts, attributions, places, times)
    attributions = with_interest(attributions, events, parties)
    forecasts = find_forecasts(doc, parties, attributions, events, quantities, times)
    coded = Coded(
        report=doc.report,
        attributions=attributions,
        events=events,
        quantities=quantities,
        forecasts=forecasts,
    )
    return settle_report(coded)
