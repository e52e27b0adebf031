"""The order of the stages: pages in, coded reports out.

    ingest -> clean -> annotate -> places -> times -> parties -> attributions -> acts -> numbers
           -> interest -> forecasts

Expected trouble with one page becomes an `Issue`, and the next page goes on. A bug stops the run.
"""

from collections import deque
from collections.abc import Iterable, Iterator

from sayso.annotate.document import Document
from sayso.annotate.nlp import annotate
from sayso.clean import Given, clean_page
from sayso.errors import SaysoError
from sayso.extract.attributions import find_attributions
from sayso.extract.events import find_acts
from sayso.extract.forecasts import find_forecasts
from sayso.extract.interest import with_interest
from sayso.extract.parties import read_parties
from sayso.extract.places import find_places
from sayso.extract.quantities import find_counted
from sayso.extract.tallies import bind_quantities
from sayso.extract.times import find_times
from sayso.ingest.page import Page
from sayso.records import Coded, Issue, Raw, Report


def code_pages(pages: Iterable[Page | Issue], given: Given) -> Iterator[Coded | Issue]:
    """Yield what each page was coded to, or why it was set aside, in the order of the input."""
    reports = (page if isinstance(page, Issue) else clean_or_issue(page, given) for page in pages)
    return code_reports(reports)


def clean_or_issue(page: Page, given: Given) -> Report | Issue:
    """Return the page as a report, or the issue that kept it from being one."""
    try:
        return clean_page(page, given)
    except SaysoError as fault:
        return issue_of(page.raw, "clean", fault)


def issue_of(raw: Raw, stage: str, fault: SaysoError) -> Issue:
    """Return the row that says what befell the input read from `raw`."""
    name = raw.path or raw.url or "-"
    return Issue(input=name, stage=stage, error=type(fault).__name__, message=str(fault))


def code_reports(reports: Iterable[Report | Issue]) -> Iterator[Coded | Issue]:
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
        yield code_or_issue(doc)
    yield from (issue for issue in waiting if issue is not None)


def code_or_issue(doc: Document) -> Coded | Issue:
    """Return the records of a document, or the issue that kept them from being read."""
    try:
        return code_document(doc)
    except SaysoError as fault:
        return issue_of(doc.report.raw, "extract", fault)


def code_document(doc: Document) -> Coded:
    """Return the records of one document."""
    places = find_places(doc)
    times = find_times(doc)
    parties = read_parties(doc, places)
    attributions = find_attributions(doc, parties)
    acts = find_acts(doc, parties, attributions, places, times)
    counted = find_counted(doc)
    quantities, events = bind_quantities(doc, counted, acts, attributions, places, times)
    attributions = with_interest(attributions, events)
    forecasts = find_forecasts(doc, parties, attributions, events, quantities, times)
    return Coded(
        report=doc.report,
        attributions=attributions,
        events=events,
        quantities=quantities,
        forecasts=forecasts,
    )
