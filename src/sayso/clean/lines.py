"""Page text -> lines: outer blanks and control characters off, hard-wrapped text rejoined."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

import msgspec

# Everything that ends a line somewhere: Unix, Windows, old Mac, form feed, Unicode separators.
BREAK = re.compile(r"\r\n|[\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
# Controls say nothing in print. Tabs stay: they keep columns apart.
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f]")
OUTER = "".join(  # marks without ink, cut at line ends only: inside a line they can matter
    chr(code) for code in range(0x200B, 0x2070) if unicodedata.category(chr(code)) == "Cf"
)
OUTER += "\ufeff\u00ad"

NARROWEST, WIDEST = 45, 110  # columns of text that was wrapped by a program
WRAPPED_SHARE = 0.85  # of the breaks in a block stand where the next word had no room
LOWER_SHARE = 0.4  # of the lines after a break go on in lower case


class Line(msgspec.Struct, frozen=True):
    """One line of a page, or one paragraph that the page broke over several lines."""

    text: str
    start: int  # code points into the page's text, where the first character stands
    gap: bool  # a blank line, or the top of the page, comes before


def trim(text: str) -> str:
    """Return `text` without outer white space and outer marks that have no ink."""
    previous = None
    while previous != text:
        previous = text
        text = text.strip().strip(OUTER)
    return text


def split_lines(text: str) -> list[Line]:
    """Return the lines of `text` that hold more than blanks, wrapped paragraphs rejoined."""
    return [line for block in blocks_of(text) for line in rejoin(block)]


def blocks_of(text: str) -> Iterator[list[Line]]:
    """Yield runs of lines that no blank line parts."""
    block: list[Line] = []
    start, gap = 0, True
    for end, after in break_points(text):
        printed = trim(CONTROL.sub("", text[start:end]))
        if printed:
            offset = text.find(printed[0], start, end)
            block.append(Line(printed, offset, gap))
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


def rejoin(block: list[Line]) -> list[Line]:
    """Return `block`, as one line where a program wrapped it to a fixed width."""
    if not is_wrapped([line.text for line in block]):
        return block
    return [Line(" ".join(line.text for line in block), block[0].start, block[0].gap)]


def is_wrapped(lines: list[str]) -> bool:
    """Tell whether `lines` are one paragraph that a program broke at a fixed width.

    Such a program breaks only where the next word has no room; a list or a menu breaks anywhere.
    """
    width = max(len(line) for line in lines)
    if len(lines) < 2 or not NARROWEST <= width <= WIDEST:
        return False
    full = [len(a) + 1 + len(b.split(maxsplit=1)[0]) > width for a, b in pairwise(lines)]
    if sum(full) < WRAPPED_SHARE * len(full):
        return False
    if all(line == line.upper() for line in lines):
        return len(lines) > 2 or lines[-1][-1] in '.!?"'
    lower = [line[0].islower() for line in lines[1:]]
    return sum(lower) >= LOWER_SHARE * len(lower)
