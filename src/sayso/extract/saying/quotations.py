"""Quotation marks -> quoted stretches, outermost only, paragraph by paragraph.

Reads curly, straight, doubled single (`` ''), angled and single marks. A mark that does not pair
costs no more than its own paragraph. A speech over several paragraphs leaves its marks open at
the end of each but the last and opens them again at the start of the next: such paragraphs count.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from sayso.records import Span

OPENING, CLOSING, EITHER = "open", "close", "either"
DOUBLE = re.compile("“|”|„|«|»|\"|``|''")
DOUBLE_SIDE = {"“": OPENING, "„": OPENING, "«": OPENING, "``": OPENING, "”": CLOSING, "»": CLOSING}
SINGLE = re.compile("['‘’`]")
BEFORE_OPENING = frozenset("([{—–-:/‘'“\"`")  # besides white space
AFTER_CLOSING = frozenset(".,;:!?)]}—–-/’'”\"")  # besides white space
CLIPPED = re.compile(r"['‘’](?:\d|(?:em|til|cause|tis|twas|n|bout|round)\b)", re.IGNORECASE)
SENTENCE_ENDS = frozenset(".!?…")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch in quotation marks, marks included."""

    span: Span
    runs_on: bool = False  # left open: the next paragraph opens its marks again

    def is_speech(self, text: str) -> bool:
        """Tell whether whole sentences are quoted, as against a word or a phrase."""
        words = self.span.quote(text).strip("“”„«»\"`'‘’ ")
        return bool(words) and words[0].isupper() and words[-1] in SENTENCE_ENDS | {","}


@dataclass(frozen=True, slots=True)
class Mark:
    """One quotation mark, or pair of single ones, and which way it faces."""

    start: int
    end: int
    side: str


def find_quotations(text: str, paragraphs: Sequence[Span]) -> tuple[Quotation, ...]:
    """Return the outermost quotations of `text` in order; they do not overlap."""
    found: list[Quotation] = []
    for paragraph, follower in zip_longest(paragraphs, paragraphs[1:]):
        reopens = follower is not None and starts_with_mark(text, follower.start)
        doubles = list(pair_marks(double_marks(text, paragraph), paragraph, reopens))
        singles = pair_marks(single_marks(text, paragraph), paragraph, reopens and not doubles)
        found.extend(outermost([*doubles, *without_crossing(singles, doubles)]))
    return tuple(found)


def starts_with_mark(text: str, start: int) -> bool:
    """Tell whether a quotation opens at `start`."""
    return bool(text[start : start + 2] == "''" or text[start] in "“„«\"`‘'")


def without_crossing(
    singles: Iterable[Quotation], doubles: Sequence[Quotation]
) -> Iterator[Quotation]:
    """Yield the single quotations that no double one crosses: those were apostrophes."""
    starts = [double.span.start for double in doubles]
    ends = [double.span.end for double in doubles]
    for single in singles:
        into = bisect_left(ends, single.span.start + 1)  # first double that ends inside or after
        out = bisect_left(starts, single.span.end) - 1  # last double that starts before the end
        edges = [doubles[place].span for place in (into, out) if 0 <= place < len(doubles)]
        if not any(
            edge.overlaps(single.span)
            and not edge.covers(single.span)
            and not single.span.covers(edge)
            for edge in edges
        ):
            yield single


def outermost(quotations: list[Quotation]) -> Iterator[Quotation]:
    """Yield the quotations that stand in no other, in order; of two that cross, the first."""
    end = 0
    for quotation in sorted(quotations, key=lambda found: (found.span.start, -found.span.end)):
        if quotation.span.start >= end:
            yield quotation
            end = quotation.span.end


def double_marks(text: str, paragraph: Span) -> Iterator[Mark]:
    """Yield the double marks of a paragraph."""
    for match in DOUBLE.finditer(text, paragraph.start, paragraph.end):
        side = DOUBLE_SIDE.get(match[0]) or facing(text, match.start(), match.end())
        yield Mark(match.start(), match.end(), side)


def facing(text: str, start: int, end: int) -> str:
    """Return which way a straight mark faces, by what stands around it."""
    before, after = text[start - 1 : start], text[end : end + 1]
    opens = (not before or before.isspace() or before in BEFORE_OPENING) and not after.isspace()
    closes = (not after or after.isspace() or after in AFTER_CLOSING) and not before.isspace()
    if opens == closes:
        return EITHER
    return OPENING if opens else CLOSING


def single_marks(text: str, paragraph: Span) -> Iterator[Mark]:
    """Yield the single marks of a paragraph that are no apostrophes.

    A mark after a plural s ("the workers' rights") is an apostrophe where another mark closes
    later on.
    """
    marks = [
        Mark(match.start(), match.end(), side)
        for match in SINGLE.finditer(text, paragraph.start, paragraph.end)
        if (side := single_side(text, match.start())) is not None
    ]
    closing = [mark.start for mark in marks if mark.side == CLOSING]
    opening = [mark.start for mark in marks if mark.side == OPENING]
    for mark in marks:
        if mark.side == CLOSING and is_plural_possessive(text, mark.start):
            later = bisect_left(closing, mark.end)
            reopened = bisect_left(opening, mark.end)
            next_close = closing[later] if later < len(closing) else paragraph.end
            next_open = opening[reopened] if reopened < len(opening) else paragraph.end
            if next_close < next_open:
                continue
        yield mark


def single_side(text: str, start: int) -> str | None:
    """Return which way a single mark faces, None for an apostrophe or half a double mark."""
    before, after = text[start - 1 : start] if start else "", text[start + 1 : start + 2]
    if text[start] in (before, after) or (before.isalnum() and after.isalnum()):
        return None
    if text[start] in "‘`":
        return OPENING if not after.isspace() else None
    if CLIPPED.match(text, start):
        return None
    opens = not before or before.isspace() or before in '([{—–-:“"`'
    if opens and text[start] == "'" and not after.isspace():
        return OPENING
    closes = not after or after.isspace() or after in AFTER_CLOSING
    return CLOSING if closes and before and not before.isspace() else None


def is_plural_possessive(text: str, start: int) -> bool:
    """Tell whether the mark at `start` can be the apostrophe of a plural: "workers' rights"."""
    return text[start - 1 : start] == "s" and text[start + 1 : start + 2] == " "


def pair_marks(marks: Iterator[Mark], paragraph: Span, reopens: bool) -> Iterator[Quotation]:
    """Yield the stretches between an opening mark and the next closing one.

    A mark that can face either way closes what is open. A second opening mark takes the place of
    the first, whose closing mark must be missing. What is open at the end of the paragraph
    counts only where the next paragraph `reopens` it.
    """
    opened: Mark | None = None
    for mark in marks:
        if opened is None:
            opened = mark if mark.side != CLOSING else None
        elif mark.side == OPENING:
            opened = mark
        else:
            yield Quotation(Span(opened.start, mark.end))
            opened = None
    if opened is not None and reopens:
        yield Quotation(Span(opened.start, paragraph.end), runs_on=True)
