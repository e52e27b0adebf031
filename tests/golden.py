"""A page as copied from a browser with what must be read off it, and the check that it is."""

from dataclasses import dataclass, field

from sayso.clean import Given, clean_page
from sayso.ingest import page_of
from sayso.records import Report


def report_of(text: str, given: Given | None = None) -> Report:
    """Return the report of a page given as text."""
    return clean_page(page_of(text.encode("utf-8"), None), given or Given())


@dataclass(frozen=True)
class Golden:
    """A page as copied from a browser, and what must be read off it."""

    name: str
    page: str
    body: tuple[str, ...]  # the first words of each paragraph, all of them
    ends: str  # the last words of the text
    title: str | None = None
    outlet: str | None = None
    agency: str | None = None
    bylines: tuple[str, ...] = ()
    dateline: str | None = None
    country: str | None = None
    published: str | None = None
    updated: str | None = None
    lacks: tuple[str, ...] = field(default=())


def check_golden(golden: Golden) -> None:
    """Fail where the report of a golden page differs from what the page says."""
    report = report_of(golden.page)
    paragraphs = [span.quote(report.text) for span in report.paragraphs]
    starts = [text[: len(want)] for text, want in zip(paragraphs, golden.body, strict=False)]
    assert (starts, len(paragraphs)) == (list(golden.body), len(golden.body))
    assert report.text.endswith(golden.ends)
    assert [words for words in golden.lacks if words in report.text] == []
    dateline = report.dateline
    assert {
        "title": report.title,
        "outlet": report.outlet,
        "agency": report.agency,
        "bylines": report.bylines,
        "dateline": dateline.text if dateline else None,
        "country": dateline.place.country if dateline and dateline.place else None,
        "published": report.published.value if report.published else None,
        "updated": report.updated.value if report.updated else None,
    } == {
        "title": golden.title,
        "outlet": golden.outlet or report.outlet,
        "agency": golden.agency,
        "bylines": golden.bylines,
        "dateline": golden.dateline,
        "country": golden.country,
        "published": golden.published,
        "updated": golden.updated,
    }
    assert report.language == "en"
