"""Lines of flattened text -> the smallest runs of words that can be text or furniture.

Lines are cut at sentence ends, where words of two elements run together ("said.The", "homeNews"),
and at the bars of menus. Where even the lines are lost, because the page came as one line or with
each word on its own, every word with a capital may begin something new.
"""

import re
from collections.abc import Iterator, Sequence
from enum import IntEnum
from statistics import median

import msgspec

from sayso.clean.flattened.lines import Line
from sayso.traced import Traced


class Joint(IntEnum):
    """What stands before a piece."""

    SPACE = 0  # a blank inside a sentence
    STOP = 1  # the end of a sentence
    GLUE = 2  # nothing, or the bar of a menu
    NEWLINE = 3
    GAP = 4  # a blank line


class Piece(msgspec.Struct, frozen=True):
    """Part of a line, without outer blanks."""

    line: int  # index of the line
    start: int  # code points into the line's text
    end: int
    joint: Joint
    text: str


CLOSING = "\"'”’»)\\]"
OPENING = "\"'“‘«‹(\\[„¿¡"
OPENERS = "\"'“‘«‹([„¿¡"
STOPPED = re.compile(
    rf"(?:[.!?…][{CLOSING}]{{0,3}}(?P<blank>\s+)|[。！？।؟](?=\S))(?=[{OPENING}]{{0,2}}[^\W_])"
)
GLUED = re.compile(
    rf"(?:(?<=[^\W\d_][^\W\d_])[.!?…:][{CLOSING}]{{0,3}}|(?<=[^\W\d_A-Z])[\"”»)]"
    rf"|\d[.!?]?[\"”»)]?)(?=[{OPENING}]?[^\W\d_a-z][^\W\d_]|[\"“„«])"
    r"|(?<=[^\W\d_A-Z])(?=[^\W\d_a-z])"
)
BAR = re.compile(r"\t\s*|\s*[|•·»›▸►]\s*|[-=_*~]{6,}\s*")
RULES = "-=_*~"
BLANK = re.compile(r"\s+")
# What begins a name that goes on with a capital: "McNair", "LaSalle", "iPad".
NAME_STARTS = frozenset(
    "Mc Mac De Le La Di Van Von Fitz O i e Al El Du Da Lu Des Del Ten Mae".split()
)
LONGEST_NAME_START = 6
MIN_GLUE = 2  # letters before a glued capital
ONE_WORD_SHARE = 0.8  # of the lines hold one word: no line means anything
MIN_ONE_WORD_LINES = 40
LONG_LINE = 250  # words; no paragraph is that long
GLUED_SHARE = 0.35  # of the breaks are none in print: the page lost the blanks between elements
LONE_LINE = 60  # words; a page of one line so long may hold anything
LONG_SHARE = 0.6  # of all words stand in such lines: the page is one line, or a few

Cut = tuple[int, int, Joint]  # end of the left piece, start of the right one


def merge_words(lines: Sequence[Line]) -> list[Line]:
    """Return `lines`, or their words as one line where each word stands on a line of its own."""
    alone = sum(BLANK.search(line.text) is None for line in lines)
    if len(lines) < MIN_ONE_WORD_LINES or alone < ONE_WORD_SHARE * len(lines):
        return list(lines)
    if median(len(line.text) for line in lines) < 2:  # a column of figures or signs
        return list(lines)
    return [Line(Traced.joined([line.source for line in lines], " "), lines[0].start, gap=True)]


def is_stream(lines: Sequence[Line]) -> bool:
    """Tell whether the lines of a page are lost: it is a long one, or most words are in such."""
    sizes = [line.text.count(" ") + 1 for line in lines]
    if len(sizes) == 1:
        return sizes[0] >= LONE_LINE
    endless = sum(size for size in sizes if size > LONG_LINE)
    return endless > 0 and endless >= LONG_SHARE * sum(sizes)


def is_glued(pieces: Sequence[Piece]) -> bool:
    """Tell whether elements of the page run together without blanks, as `textContent` has it."""
    joints = [piece.joint for piece in pieces if piece.joint >= Joint.GLUE]
    return joints.count(Joint.GLUE) >= GLUED_SHARE * len(joints)


def split_pieces(lines: Sequence[Line], stream: bool) -> list[Piece]:
    """Return the pieces of `lines` in order; with `stream` also cut at words with a capital."""
    return [
        piece for index, line in enumerate(lines) for piece in pieces_of_line(index, line, stream)
    ]


def pieces_of_line(index: int, line: Line, stream: bool) -> Iterator[Piece]:
    """Yield the pieces of one line."""
    text, start = line.text, 0
    joint = Joint.GAP if line.gap else Joint.NEWLINE
    for end, after, kind in sorted(find_cuts(text, stream)):
        if end > start:
            yield Piece(index, start, end, joint, text[start:end])
            start, joint = after, kind
        else:
            start = max(start, after)
    if start < len(text):
        yield Piece(index, start, len(text), joint, text[start:])


def find_cuts(text: str, stream: bool) -> Iterator[Cut]:
    """Yield where `text` can be cut, in no order."""
    for found in STOPPED.finditer(text):
        if not opens_lower(text, found.end()):
            end = found.start("blank") if found["blank"] else found.end()
            yield end, found.end(), Joint.STOP
    for found in GLUED.finditer(text):
        if is_glue(text, found):
            yield found.end(), found.end(), Joint.GLUE
    for found in BAR.finditer(text):
        if found.end() < len(text) and (found.start() > 0 or text[0] in RULES):
            yield found.start(), found.end(), Joint.GLUE
    if stream:
        yield from cuts_at_capitals(text)


def cuts_at_capitals(text: str) -> Iterator[Cut]:
    """Yield the blanks before words that begin with a capital or a digit."""
    for found in BLANK.finditer(text):
        first = first_letter(text, found.end())
        if first.isupper() or first.isdigit():
            yield found.start(), found.end(), Joint.SPACE


def first_letter(text: str, index: int) -> str:
    """Return the first character at `index` that opens no quotation or bracket."""
    return text[index : index + 3].lstrip(OPENERS)[:1]


def opens_lower(text: str, index: int) -> bool:
    """Tell whether the word at `index` begins in lower case."""
    return first_letter(text, index).islower()


def is_glue(text: str, found: re.Match[str]) -> bool:
    """Tell whether two elements meet at the end of `found`, and not two parts of a name."""
    index = found.end()
    if found.start() < index:  # a stop or closing mark stands before it
        return text[index] in '"“„«' or first_letter(text, index).isupper()
    if not text[index].isupper() or not text[index + 1 : index + 2].isalpha():
        return False
    first = index
    while first > 0 and text[first - 1].isalpha() and index - first <= LONGEST_NAME_START:
        first -= 1
    return index - first >= MIN_GLUE and text[first:index] not in NAME_STARTS
