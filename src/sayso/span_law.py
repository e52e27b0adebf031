"""The first law: every span quotes the text of its report, and the report its raw bytes."""

from collections.abc import Iterator

import msgspec

from sayso.errors import SpanError
from sayso.records import Coded, Report, Span


def check_quotes(coded: Coded) -> None:
    """Raise `SpanError` unless every span of `coded` quotes the text of its report.

    And unless the map to the raw bytes covers that text.
    """
    for span in find_misquotes(coded):
        report = coded.report
        raise SpanError(
            f"a record of {report.raw.path or report.id} does not quote its text at "
            f"[{span.start}, {span.end}); this is a bug in sayso, please report it with the page."
        )
    check_map(coded.report)


def find_misquotes(coded: Coded) -> Iterator[Span]:
    """Yield each span that lies outside the text, or whose record quotes other words."""
    text = coded.report.text
    pending: list[object] = [coded]
    while pending:
        item = pending.pop()
        if isinstance(item, Span):
            if item.end > len(text):
                yield item
        elif isinstance(item, msgspec.Struct):
            span = getattr(item, "span", None)
            if isinstance(span, Span) and span.quote(text) != getattr(item, "text", None):
                yield span
            pending.extend(getattr(item, name) for name in item.__struct_fields__)
        elif isinstance(item, tuple):
            pending.extend(item)


def check_map(report: Report) -> None:
    """Raise `SpanError` unless the map of `report` covers its text, within its raw bytes."""
    position = 0
    for run in report.raw.map:
        if run.start != position or not 0 <= run.first <= run.after <= report.raw.bytes:
            break
        position = run.end
    if position != len(report.text):
        raise SpanError(
            f"the text of {report.raw.path or report.id} is not traced to its bytes from "
            f"{position} on; this is a bug in sayso, please report it with the page."
        )
