"""Labelled pieces -> lines again: text made into paragraphs, furniture into lines of its own."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from sayso.clean.flattened.lines import Line
from sayso.clean.flattened.pieces import Joint, Piece, is_glued
from sayso.clean.signs.prose import function_words, is_stopped, word_list
from sayso.traced import Traced

TIGHT = ".,;:!?)]}%’”»…"  # no blank stands before these
HANGING = ",-–—([„“«&"  # what ends with one of these goes on
FLOWING_SHARE = 0.1  # of the breaks stand within a sentence: breaks mean little on this page
MIN_OPEN_WORDS = 5  # of a paragraph under way


class Part(msgspec.Struct, frozen=True):
    """A run of pieces of one line that are all text or all furniture."""

    line: Line
    number: int  # of the page's line that it is part of
    text: bool


def parts_of(
    lines: Sequence[Line], pieces: Sequence[Piece], kept: Sequence[bool], stream: bool
) -> list[Part]:
    """Return the parts of `lines` in order."""
    glued = stream or is_glued(pieces)
    parts: list[Part] = []
    first = 0
    for index in range(1, len(pieces) + 1):
        if index < len(pieces) and not parted(pieces, kept, index, glued):
            continue
        opening, closing = pieces[first], pieces[index - 1]
        line = lines[opening.line]
        cut = Line(
            line.source[opening.start : closing.end].strip(),
            line.start + opening.start,
            opening.joint == Joint.GAP,
        )
        parts.append(Part(cut, opening.line, kept[first]))
        first = index
    return parts


def parted(pieces: Sequence[Piece], kept: Sequence[bool], index: int, glued: bool) -> bool:
    """Tell whether a new part begins at the piece `index`."""
    piece = pieces[index]
    if piece.joint >= Joint.NEWLINE or kept[index] != kept[index - 1]:
        return True
    if not glued:
        return False
    return piece.joint == Joint.GLUE or (piece.joint == Joint.STOP and not kept[index])


def flows(above: Line, below: Line) -> bool:
    """Tell whether the break between two lines surely stands inside a sentence."""
    first, last = below.text[0], above.text[-1]
    if first.islower() or first in TIGHT or last in HANGING:
        return True
    words = word_list(above.text[-20:])
    return bool(words) and last.isalpha() and words[-1] in function_words()


def find_paragraphs(parts: Sequence[Part], text: Sequence[bool], start: int = 0) -> Iterator[Line]:
    """Yield the parts from `start` on that are `text` as paragraphs.

    Lines that a sentence runs through are joined; where that is rare on the page the lines are
    paragraphs, and stay as they are. Nothing is joined within a line or across furniture.
    """
    places = [index for index in range(start, len(parts)) if text[index]]
    lines = [parts[index].line for index in places]
    breaks = sum(flows(above, below) for above, below in pairwise(lines))
    if breaks < FLOWING_SHARE * len(lines):
        yield from lines
        return
    run: list[Line] = []
    last = 0
    for index, line in zip(places, lines, strict=True):
        apart = index > last + 1 or parts[index].number == parts[last].number
        if run and (apart or not goes_on(run, line)):
            yield joined(run)
            run = []
        run.append(line)
        last = index
    if run:
        yield joined(run)


def goes_on(run: Sequence[Line], below: Line) -> bool:
    """Tell whether `below` belongs to the paragraph of which `run` is the beginning."""
    if flows(run[-1], below):
        return True
    begun = len(run) > 1 and sum(line.text.count(" ") + 1 for line in run) >= MIN_OPEN_WORDS
    return begun and not below.gap and not is_stopped(run[-1].text)


def joined(run: Sequence[Line]) -> Line:
    """Return the lines of `run` as one, no blank before a comma."""
    source = run[0].source
    for line in run[1:]:
        between = "" if line.text[0] in TIGHT else " "
        source = Traced.joined([source, line.source], between)
    return Line(source, run[0].start, run[0].gap)
