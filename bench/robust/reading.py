"""One input through the door: what came out, with what must hold for any of it."""

import io

import msgspec

from sayso.clean import Given, clean_page
from sayso.errors import SaysoError
from sayso.ingest import Page, read_pages
from sayso.records import Issue, Report

NOTHING = io.BytesIO()


class Reading(msgspec.Struct):
    """All that one input gave."""

    reports: list[Report] = []
    issues: list[Issue] = []
    set_aside: list[str] = []  # why a page became no report
    links: list[msgspec.Struct] = []


class BrokenPromiseError(Exception):
    """A report or an issue that is not what its record says; no reader may give one."""


def read_input(path: str) -> Reading:
    """Return what the file `path` gives.

    Raises `BrokenPromiseError` for a record that breaks its word, and whatever a bug raises.
    """
    reading = Reading()
    for found in read_pages([path], NOTHING):
        if isinstance(found, Issue):
            check_issue(found, path)
            reading.issues.append(found)
        elif isinstance(found, Page):
            clean_into(reading, found)
        else:
            msgspec.json.encode(found)
            reading.links.append(found)
    return reading


def clean_into(reading: Reading, page: Page) -> None:
    """Clean one page and check what comes out."""
    try:
        report = clean_page(page, Given())
    except SaysoError as error:
        reading.set_aside.append(f"{type(error).__name__}: {error}")
    else:
        check_report(report)
        reading.reports.append(report)


def check_issue(issue: Issue, path: str) -> None:
    """Raise `BrokenPromiseError` where an issue does not name its input and its reason."""
    msgspec.json.encode(issue)
    if path not in issue.input or not issue.message:
        raise BrokenPromiseError(f"an issue without its input or reason: {issue}")


def check_report(report: Report) -> None:
    """Raise `BrokenPromiseError` where spans do not lie in the text, or the map not in the bytes.

    A report that JSON cannot hold raises what msgspec raises.
    """
    if msgspec.json.decode(msgspec.json.encode(report), type=Report) != report:
        raise BrokenPromiseError("the report is another after JSON")
    for span in report.paragraphs:
        quote = span.quote(report.text)
        if len(quote) != span.end - span.start or quote != quote.strip():
            raise BrokenPromiseError(f"paragraph {span} does not quote the text")
        ranges = report.bytes_of(span)
        if not ranges or any(not 0 <= start <= end <= report.raw.bytes for start, end in ranges):
            raise BrokenPromiseError(f"paragraph {span} stands in bytes {ranges[:4]}")
