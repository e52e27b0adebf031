"""`sayso trace`: which bytes of a file are these characters of the clean text."""

import sys
from typing import TYPE_CHECKING, Annotated

import msgspec
from cyclopts import Parameter

from sayso.cli.app import DONE, SET_ASIDE, USAGE, app, examples, tell
from sayso.records import Raw, Report, Span

if TYPE_CHECKING:  # readers and numpy would make `sayso --help` wait
    from sayso.ingest.page import Page

SHOWN = 400  # bytes of a range that are printed


class Trace(msgspec.Struct, frozen=True, kw_only=True):
    """Where characters of a report stand in the raw bytes."""

    report: str
    span: Span
    text: str
    raw: Raw  # its map left out
    bytes: tuple[tuple[int, int], ...]  # half-open, from the start of what `raw.sha256` names
    source: tuple[str, ...]  # what those bytes say, markup and escapes as they stand


@app.command(
    usage="Usage: sayso trace PATH START END [OPTIONS]",
    help_epilogue=examples(
        "sayso trace page.html 0 60",
        "sayso trace crawl.warc.gz 0 60 --report 3f9c0a",
    ),
)
def trace(
    path: Annotated[str, Parameter(name="PATH")],
    start: Annotated[int, Parameter(name="START")],
    end: Annotated[int, Parameter(name="END")],
    /,
    *,
    report: str | None = None,
) -> int:
    """Show which bytes of a file characters of its clean text stand in.

    START and END are those of any span that `sayso code` printed. Where the file holds several
    pages, --report says which.

    Parameters
    ----------
    path
        A page, or a file that holds pages.
    start
        First character, counted from 0.
    end
        The character after the last.
    report
        Id of the report, or how it starts; the first page of the file without it.
    """
    if not 0 <= start < end:
        tell(f"START and END must be a span, 0 <= START < END, not {start} and {end}.")
        return USAGE
    found = find_report(path, report or "")
    if found is None:
        tell(f"{path}: it holds no page {report or ''} that can be read; see: sayso code {path}")
        return SET_ASIDE
    page, coded = found
    if end > len(coded.text):
        tell(f"the text has {len(coded.text)} characters, so there is no span [{start}, {end}).")
        return USAGE
    sys.stdout.buffer.write(msgspec.json.encode(trace_of(page, coded, Span(start, end))) + b"\n")
    return DONE


def find_report(path: str, report: str) -> "tuple[Page, Report] | None":
    """Return the first page in the file at `path` whose report has an id like `report`."""
    from sayso.clean import Given, clean_page
    from sayso.errors import InputError
    from sayso.ingest import Page, read_pages

    for page in read_pages([path], sys.stdin.buffer):
        if not isinstance(page, Page):
            continue
        try:
            cleaned = clean_page(page, Given())
        except InputError:
            continue  # `sayso code` tells why; here another page is asked for
        if cleaned.id.startswith(report):
            return page, cleaned
    return None


def trace_of(page: "Page", report: Report, span: Span) -> Trace:
    """Return where the characters of `span` stand."""
    ranges = report.bytes_of(span)
    charset = report.raw.charset or "utf-8"
    pieces = (page.data[first : min(after, first + SHOWN)] for first, after in ranges)
    return Trace(
        report=report.id,
        span=span,
        text=span.quote(report.text),
        raw=msgspec.structs.replace(report.raw, map=()),
        bytes=ranges,
        source=tuple(piece.decode(charset, "replace") for piece in pieces),
    )
