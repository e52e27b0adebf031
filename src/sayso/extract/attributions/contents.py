"""Whose content a stretch of text stands in."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from sayso.records import Attribution, Span


class ContentIndex:
    """The contents of a page's attributions, to ask whose content a stretch of text stands in.

    Built once a page: the text is cut wherever a content starts or ends, and each piece knows
    the contents that lie over it, shortest first.
    """

    def __init__(self, attributions: Iterable[Attribution]) -> None:
        parts = [(part, found) for found in attributions for part in found.content]
        self.cuts = sorted({edge for part, _ in parts for edge in (part.start, part.end)})
        self.over: list[list[tuple[Span, Attribution]]] = [[] for _ in self.cuts]
        for part, found in sorted(parts, key=lambda pair: pair[0].end - pair[0].start):
            first = bisect_left(self.cuts, part.start)
            for place in range(first, bisect_left(self.cuts, part.end)):
                self.over[place].append((part, found))

    def at(self, span: Span) -> Attribution | None:
        """Return the innermost attribution whose content covers `span`, None for none."""
        place = bisect_right(self.cuts, span.start) - 1
        if place < 0:
            return None
        return next((found for part, found in self.over[place] if part.covers(span)), None)
