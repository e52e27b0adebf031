"""A copy beside its original, as lines a person reads."""

from collections.abc import Iterator

from sayso.ledger.copies.records import Change, Copy
from sayso.records import Report, Span

SHOWN = 120  # characters of a passage that both have; its middle is left out
GAP = " … "


def find_diff_lines(copy: Copy, original: Report, other: Report) -> Iterator[str]:
    """Yield the two reports of `copy` as one text, a line for each stretch.

    `  ` what both have, shortened in the middle; `> ` what the copy has elsewhere; `- ` what it
    cut; `+ ` what it added. What was changed is a line with `- ` and one with `+ `. `original` and
    `other` are the reports that `copy` names.
    """
    yield f"--- {title_of(original)}"
    yield f"+++ {title_of(other)}"
    for _, _, mark, words in sorted(find_stretches(copy, original, other)):
        yield f"{mark} {words}"


def title_of(report: Report) -> str:
    """Return who printed a report, and when."""
    printed = report.published.value if report.published else "undated"
    return f"{report.outlet or 'unknown outlet'}, {printed}, {report.id}"


def find_stretches(
    copy: Copy, original: Report, other: Report
) -> Iterator[tuple[int, int, str, str]]:
    """Yield the stretches with the place they belong at, in the original and then the copy."""
    for passage in copy.passages:
        words = shortened(quote(passage.original, original))
        yield passage.original.start, 0, ">" if passage.moved else " ", words
    # What was added stands behind the passage that it follows in the copy.
    anchors = sorted(
        (passage.copy.end, passage.original.end) for passage in copy.passages if not passage.moved
    )
    at, place = 0, -1
    for change in copy.changes:
        where = change.copy if change.original is None else None
        if where is not None:
            while at < len(anchors) and anchors[at][0] <= where.start:
                place, at = anchors[at][1], at + 1
        yield from change_lines(change, original, other, place)


def change_lines(
    change: Change, original: Report, other: Report, place: int
) -> Iterator[tuple[int, int, str, str]]:
    """Yield the one or two lines of a change."""
    start = change.original.start if change.original is not None else place
    if change.original is not None:
        yield start, 1, "-", quote(change.original, original)
    if change.copy is not None:
        yield start, 2 + change.copy.start, "+", quote(change.copy, other)


def quote(span: Span, report: Report) -> str:
    """Return the words of `span` on one line, with the marks right before and behind."""
    text, start, end = report.text, span.start, span.end
    while start > 0 and is_mark(text[start - 1]):
        start -= 1
    while end < len(text) and is_mark(text[end]):
        end += 1
    return " ".join(text[start:end].split())


def is_mark(letter: str) -> bool:
    """Tell whether `letter` is neither part of a word nor white space."""
    return not letter.isalnum() and not letter.isspace()


def shortened(words: str) -> str:
    """Return `words` with the middle left out where they are long."""
    if len(words) <= SHOWN:
        return words
    half = (SHOWN - len(GAP)) // 2
    return f"{words[:half].rstrip()}{GAP}{words[-half:].lstrip()}"
