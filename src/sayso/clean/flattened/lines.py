"""Page text -> lines: outer blanks and control characters off, hard-wrapped text rejoined."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

import msgspec

from sayso.traced import Traced

# Everything that ends a line somewhere: Unix, Windows, old Mac, form feed, Unicode separators.
BREAK = re.compile(r"\r\n|[\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
# Controls say nothing in print. Tabs stay: they keep columns apart.
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f]")
OUTER = frozenset(  # marks without ink, cut at line ends only: inside a line they can matter
    chr(code) for code in range(0x200B, 0x2070) if unicodedata.category(chr(code)) == "Cf"
) | {"\ufeff", "\u00ad"}
INK = re.compile(rf"[^\s{''.join(sorted(OUTER))}]")

NARROWEST, WIDEST = 45, 110  # columns of text that was wrapped by a program
WRAPPED_SHARE = 0.6  # of the breaks after long lines stand where the next word had no room
FLOWING_SHARE = 0.4  # of those breaks stand in the middle of a sentence
LONG_SHARE = 0.6  # of the width: a shorter line ends a paragraph, or is a menu
RAGGED = 6  # columns by which old programs broke early
STOPS = ".!?:\"'\u201d\u2019"


class Line(msgspec.Struct, frozen=True):
    """One line of a page, or one paragraph that the page broke over several lines."""

    source: Traced
    start: int  # code points into the page's text, where the line starts; for the order only
    gap: bool  # a blank line, or the top of the page, comes before

    @property
    def text(self) -> str:
        """The words of the line."""
        return self.source.text


def trim(text: Traced) -> Traced:
    """Return `text` without outer white space and outer marks that have no ink."""
    found = INK.search(text.text)
    if found is None:
        return text[:0]
    end = len(text)
    while is_blank(text.text[end - 1]):
        end -= 1
    return text[found.start() : end]


def is_blank(letter: str) -> bool:
    """Tell whether a character at the edge of a line is white space or has no ink."""
    return letter.isspace() or letter in OUTER


def split_lines(text: Traced) -> list[Line]:
    """Return the lines of `text` that hold more than blanks, wrapped paragraphs rejoined."""
    blocks = list(blocks_of(text))
    width = wrap_width(blocks)
    return [line for block in blocks for line in rejoin(block, width)]


def blocks_of(text: Traced) -> Iterator[list[Line]]:
    """Yield runs of lines that no blank line parts."""
    block: list[Line] = []
    start, gap = 0, True
    for end, after in break_points(text.text):
        printed = trim(text[start:end].sub(CONTROL, ""))
        if printed:
            block.append(Line(printed, start, gap))
        elif block:
            yield block
            block = []
        gap = not printed
        start = after
    if block:
        yield block


def break_points(text: str) -> Iterator[tuple[int, int]]:
    """Yield the end of each line and the start of the next."""
    for found in BREAK.finditer(text):
        yield found.span()
    yield len(text), len(text)


def wrap_width(blocks: list[list[Line]]) -> int | None:
    """Return the width to which a program wrapped the page, None where the lines run free.

    Such a program breaks only where the next word has no room; lists and menus break anywhere.
    """
    lengths = sorted(len(line.text) for block in blocks for line in block)
    long = [length for length in lengths if length >= NARROWEST]
    if not long or long[-1] > 2 * WIDEST or long[len(long) * 9 // 10] > WIDEST:
        return None
    width = long[len(long) * 9 // 10]
    pairs = [pair for block in blocks for pair in pairwise(block) if is_long(pair[0], width)]
    full = [pair for pair in pairs if is_full(*pair, width)]
    flowing = sum(flows(*pair) for pair in full)
    wrapped = len(full) >= WRAPPED_SHARE * len(pairs) and flowing >= FLOWING_SHARE * len(full)
    return width if full and wrapped else None


def flows(above: Line, below: Line) -> bool:
    """Tell whether the break between two lines stands in the middle of a sentence."""
    return above.text[-1] not in STOPS and (below.text[0].islower() or below.text.isupper())


def is_long(line: Line, width: int) -> bool:
    """Tell whether a line fills most of the width."""
    return len(line.text) >= LONG_SHARE * width


def is_full(above: Line, below: Line, width: int) -> bool:
    """Tell whether the first word of `below` would have had no room on the line `above`."""
    return len(above.text) + 1 + len(below.text.split(maxsplit=1)[0]) > width - RAGGED


def goes_on(above: Line, below: Line, width: int) -> bool:
    """Tell whether `below` is the same paragraph: broken for room, or within a sentence."""
    if not is_long(above, width):
        return False
    return is_full(above, below, width) or flows(above, below) or above.text[-1] in ",-"


def rejoin(block: list[Line], width: int | None) -> list[Line]:
    """Return `block` with its paragraphs made whole where they were wrapped to `width`."""
    if width is None:
        return block
    runs = [[block[0]]]
    for above, below in pairwise(block):
        if goes_on(above, below, width):
            runs[-1].append(below)
        else:
            runs.append([below])
    return [
        Line(Traced.joined([line.source for line in run], " "), run[0].start, run[0].gap)
        for run in runs
    ]
