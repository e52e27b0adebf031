"""HTML source -> blocks: the runs of text between the tags that break a line.

The tags are read as a browser's tokenizer reads them, but no tree is built: what is nested wrongly
or 100,000 deep costs no more than other text. Each piece of a block knows which characters of the
source it stands on.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, chain, groupby

import msgspec
import turbohtml

from sayso.clean.markup.hints import hint_bit, hints_of
from sayso.clean.markup.references import plain_text

INLINE_NAMES = """a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd mark nobr q
    rb rp rt ruby s samp small span strike strong sub sup time tt u var wbr"""
INLINE = frozenset(INLINE_NAMES.split())
VOID_NAMES = """area base basefont bgsound br col embed frame hr img input keygen link meta param
    source track wbr"""
VOID = frozenset(VOID_NAMES.split())
SKIPPED_NAMES = """datalist head iframe math noembed noframes noscript script select style svg
    template textarea title xmp"""
SKIPPED = frozenset(SKIPPED_NAMES.split())  # with all that stands inside
SCRIPTS = ("script", "style")
LINKED_MARK = '"@'  # every object of JSON-LD has an "@type", its root an "@context"
RAW_IN_HEAD = ("title", *SCRIPTS)
HEAD_NAMES = "base link meta noscript object script style template title"
IN_HEAD = frozenset(HEAD_NAMES.split())
FOREIGN = ("svg", "math")
IN_LINE = ("img", "input")  # void elements that break no line
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
OUTER_NAMES = "blockquote body center dd div dl dt hr li listing menu ol p pre table ul"
ENDS_FOREIGN = frozenset((*OUTER_NAMES.split(), *HEADINGS))  # as in a browser
BOLD = ("b", "strong", "em")
COUNTED = frozenset(("a", "pre", *BOLD))
SCOPES = frozenset(("table", "td", "th", "caption", "body", "object"))
PARTS_OF_TABLE = frozenset(("tr", "tbody", "thead", "tfoot"))
CELLS = ("td", "th")
TERMS = ("dd", "dt")
CLOSED_BY = {  # an opening tag ends an open one of these
    "li": ("li",),
    "dd": TERMS,
    "dt": TERMS,
    "td": CELLS,
    "th": CELLS,
    "tr": ("tr", *CELLS),
    "tbody": ("tbody", "thead", "tr", *CELLS),
    "option": ("option",),
}
LISTS = ("ul", "ol", "dl", "table", "menu")
MAX_OPEN = 3_000  # elements inside each other that are kept apart; deeper ones share the last
NEAR = 12  # open elements searched for a paragraph to end
FAR = 200  # open elements searched for the one that an end tag means
START, END, TEXT = (
    turbohtml.TokenType.START_TAG,
    turbohtml.TokenType.END_TAG,
    turbohtml.TokenType.TEXT,
)

MAX_CELLS = 60  # of a row that are joined
MAX_CELL = 60  # characters of a table cell that is no column of a page's layout
TREE_DEPTH = 1_000  # elements that were never closed; tree builders grow quadratic beyond it
LONG_TAG = 20_000  # characters behind the last token
TREE_ATTRIBUTES = 1_000  # of one element; tree builders compare each with all before it
# Elements that close themselves or each other, so that an open one adds no depth.
SHALLOW_NAMES = "p li dt dd tr td th thead tbody tfoot option optgroup html head body"
SHALLOW = VOID | frozenset(SHALLOW_NAMES.split())

MAX_TAGS = 1_000  # names of tags of which the facts are remembered


class TagFacts:
    """What the name of a tag says about it."""

    __slots__ = ("breaks", "closes", "counted", "deep", "heading", "in_line", "skipped", "void")

    def __init__(self, tag: str) -> None:
        self.skipped = tag in SKIPPED
        self.breaks = tag not in INLINE and ":" not in tag
        self.in_line = not self.breaks or tag in IN_LINE
        self.void = tag in VOID
        self.deep = tag not in SHALLOW
        self.heading = tag in HEADINGS
        self.closes = tag in CLOSED_BY
        self.counted = tag in COUNTED


facts_of = lru_cache(maxsize=MAX_TAGS)(TagFacts)

Range = tuple[int, int]
Piece = tuple[int, int, str]  # characters start to end of the source, and the text they stand for


class Element(msgspec.Struct, eq=False, gc=False):
    """An element of the page, with what its tag and attributes hint at.

    Elements and blocks never form a ring, so that nobody needs to look for one.
    """

    tag: str
    hints: int
    parent: "Element | None"
    index: int
    breaks: bool  # text inside it stands on lines of its own


class Block(msgspec.Struct, eq=False, gc=False):
    """A run of text that no line break parts."""

    pieces: tuple[Piece, ...]
    text: str  # blanks collapsed
    element: Element  # the innermost one that breaks lines
    link: float = 0.0  # share of the characters that stand in links
    bold: float = 0.0
    breaks: int = 0  # <br> between this block and the one above in the same element
    gap: bool = True  # more than one <br>, or the edge of an element, comes before


class Markup:
    """A page taken apart."""

    __slots__ = ("blocks", "elements", "overloads", "scripts", "title")

    def __init__(
        self,
        blocks: list[Block],
        elements: list[Element],
        title: str,
        overloads: bool,
        scripts: Sequence[Range] = (),
    ) -> None:
        self.blocks = blocks
        self.elements = elements  # parents before their children
        self.title = title  # of the <title>, blanks collapsed
        self.overloads = overloads  # a tree builder would need more than linear time for it
        self.scripts = scripts  # where the source holds programs and style sheets

    def without_scripts(self, source: str, *, linked_data: bool = False) -> str:
        """Return `source`, of which this is the markup, its programs and style sheets emptied.

        Where `linked_data` is asked for, scripts that can be JSON-LD stay.
        """
        emptied = self.scripts
        if linked_data:
            emptied = [part for part in emptied if source.find(LINKED_MARK, *part) < 0]
        limits = [0, *chain.from_iterable(emptied), len(source)]
        return "".join(
            [source[start:end] for start, end in zip(limits[::2], limits[1::2], strict=True)]
        )


def read_blocks(source: str) -> Markup:
    """Return the blocks of an HTML page, in page order."""
    reader = BlockReader(source)
    reader.read()
    title = " ".join("".join(reader.title).split())
    blocks = list(join_cells(reader.blocks))
    return Markup(blocks, reader.elements, title, reader.overloads, reader.scripts)


def row_of(block: Block) -> Element | None:
    """Return the table row of which `block` is a short cell, None where it is none."""
    element = block.element
    if element.tag not in CELLS or len(block.text) > MAX_CELL:
        return None
    return element.parent


def join_cells(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield `blocks` with the short cells of each table row as one, as a browser copies them."""
    for row, cells in groupby(blocks, key=row_of):
        members = list(cells)
        apart = len({cell.element.index for cell in members}) == len(members) <= MAX_CELLS
        if row is not None and apart:
            yield joined_cells(members)
        else:
            yield from members


def joined_cells(cells: list[Block]) -> Block:
    """Return cells of a row as one block, with blanks between them."""
    if len(cells) == 1:
        return cells[0]
    pieces = list(cells[0].pieces)
    for cell in cells[1:]:
        pieces.append((pieces[-1][1], cell.pieces[0][0], " "))
        pieces += cell.pieces
    row = Block(tuple(pieces), " ".join(cell.text for cell in cells), cells[0].element)
    row.link = sum(cell.link * len(cell.text) for cell in cells) / len(row.text)
    row.bold = sum(cell.bold * len(cell.text) for cell in cells) / len(row.text)
    return row


class BlockReader:
    """Reads the tokens of one page."""

    def __init__(self, source: str) -> None:
        # A tokenizer counts "\r\n" as one character; as blanks they keep their places.
        self.source = source.replace("\r", " ")
        self.lengths = [0, *accumulate(map(len, self.source.split("\n")))]  # of the lines so far
        root = Element("", 0, None, 0, True)
        self.stack = [root]
        self.elements = [root]
        self.blocks: list[Block] = []
        self.title: list[str] = []
        self.scripts: list[Range] = []
        self.open: defaultdict[str, int] = defaultdict(int)
        self.links = self.bolds = self.raw = 0  # open elements that make links, bold, raw lines
        self.skipped: str | None = None  # the element whose content is passed over
        self.inside = 0  # elements open inside that one
        self.in_head = False
        self.pieces: list[Piece] = []
        self.linked = self.bolded = 0  # characters of `pieces`
        self.breaks = 0
        self.unseen = hint_bit("unseen")
        self.depth = 0  # as a tree may have it, whatever is passed over
        self.overloads = False

    def read(self) -> None:
        """Read all tokens."""
        text: str | None = None
        token: turbohtml.Token | None = None
        start = 0
        lengths = self.lengths
        for token in turbohtml.tokenize(self.source):
            kind = token.type
            if text is not None:
                line = token.line - 1
                self.add_text(start, lengths[line] + line + token.col, text)
                text = None
            if kind is START:
                self.open_tag(token)
            elif kind is END:
                self.close_tag(token.tag or "")
            elif kind is TEXT:
                data = token.data or ""
                if self.pieces or self.raw or self.skipped is not None or not data.isspace():
                    line, text = token.line - 1, data
                    start = lengths[line] + line + token.col
        last = 0 if token is None else lengths[token.line - 1] + token.line - 1 + token.col
        if text is not None:
            last = self.end_of_last(start, text)
            self.add_text(start, last, text)
        if self.pieces:
            self.end_block()
        if len(self.source) - last > LONG_TAG:  # a tag cut off has no token, but its attributes
            self.overloads = True

    def end_of_last(self, start: int, text: str) -> int:
        """Return where the last text of the page ends: a tag cut off behind it is none of it."""
        if self.source.startswith(text, start):
            return start + len(text)
        cut = self.source.rfind("<", start)
        ends = plain_text(self.source[start:]) == text or cut < 0
        return len(self.source) if ends else cut

    def add_text(self, start: int, end: int, text: str) -> None:
        """Take the text that stands from `start` to `end`."""
        if self.skipped is not None:
            if self.skipped == "title":
                self.title.append(text)
            elif self.skipped in SCRIPTS:
                self.scripts.append((start, end))
            return
        if self.raw and "\n" in text:
            self.add_raw_lines(start, end)
        else:
            self.add_piece(start, end, text)

    def add_raw_lines(self, start: int, end: int) -> None:
        """Take preformatted text, in which line ends are meant."""
        for line in self.source[start:end].split("\n"):
            if line.strip():
                self.add_piece(start, start + len(line), plain_text(line))
            start += len(line) + 1
            if start <= end:
                self.break_line()

    def add_piece(self, start: int, end: int, text: str) -> None:
        """Add text to the block that is being read."""
        self.pieces.append((start, end, text))
        if self.links:
            self.linked += len(text.strip())
        if self.bolds:
            self.bolded += len(text.strip())

    def break_line(self) -> None:
        """End the block at a <br>."""
        if self.pieces:
            self.end_block()
        self.breaks += 1

    def end_block(self) -> None:
        """Close the block that is being read, if it has any text."""
        pieces = self.pieces
        joined = pieces[0][2] if len(pieces) == 1 else "".join([piece[2] for piece in pieces])
        text = " ".join(joined.split())
        if text:
            element = self.stack[-1]
            while not element.breaks and element.parent is not None:
                element = element.parent
            block = Block(tuple(pieces), text, element)
            if self.linked or self.bolded:
                size = len(joined.strip())
                block.link = min(1.0, self.linked / size)
                block.bold = min(1.0, self.bolded / size)
            block.breaks, block.gap = self.breaks, self.breaks != 1
            self.blocks.append(block)
            self.breaks = 0
        self.pieces = []
        self.linked = self.bolded = 0

    def open_tag(self, token: turbohtml.Token) -> None:
        """Read a start tag."""
        tag = token.tag or ""
        attributes = token.attrs or ()
        facts = facts_of(tag)
        self.depth += facts.deep
        if self.depth > TREE_DEPTH or len(attributes) > TREE_ATTRIBUTES:
            self.overloads = True
        if self.skipped is not None and self.stays_skipped(tag, token.self_closing):
            return
        if facts.skipped:
            self.skipped, self.inside, self.in_head = tag, 0, tag == "head"
        elif tag == "br":
            self.break_line()
        else:
            if not facts.in_line:
                self.break_for(tag, facts)
            if not facts.void:
                self.open_element(tag, hints_of(tag, attributes), facts)

    def open_element(self, tag: str, hints: int, facts: TagFacts) -> None:
        """Open an element that can hold text, or pass over it where it is out of sight."""
        if not facts.breaks:
            if hints & self.unseen:
                self.skipped, self.inside = tag, 0
                return
            if tag == "a" and self.stack[-1].tag == "a":
                self.pop(len(self.stack) - 1)
        self.push(tag, hints, facts)

    def break_for(self, tag: str, facts: TagFacts) -> None:
        """End the line before a block-level tag, and the elements that cannot hold it."""
        if self.pieces:
            self.end_block()
        self.breaks = 0
        if facts.heading or self.open["p"]:
            self.close_paragraph(facts.heading)
        if facts.closes:
            self.close_siblings(tag)

    def stays_skipped(self, tag: str, closed: bool) -> bool:
        """Tell whether a start tag stands inside what is passed over; if not, that has ended."""
        if self.skipped == "head" and tag in IN_HEAD:
            if tag in RAW_IN_HEAD:
                self.skipped = tag
            return True
        ends = self.skipped == "head" or (self.skipped in FOREIGN and tag in ENDS_FOREIGN)
        if ends:
            self.skipped = None
            return False
        self.inside += tag not in VOID and not closed
        return True

    def push(self, tag: str, hints: int, facts: TagFacts) -> None:
        """Open an element."""
        stack, elements = self.stack, self.elements
        if len(stack) >= MAX_OPEN:
            return
        element = Element(tag, hints, stack[-1], len(elements), facts.breaks)
        elements.append(element)
        stack.append(element)
        self.open[tag] += 1
        if facts.counted:
            self.count(tag, 1)

    def count(self, tag: str, step: int) -> None:
        """Count an element that makes links, bold or raw lines in or out."""
        if tag == "a":
            self.links += step
        elif tag in BOLD:
            self.bolds += step
        elif tag == "pre":
            self.raw += step

    def pop(self, place: int, whole: bool = True) -> None:
        """Close the open element at `place`, and where `whole` all that are inside it."""
        if place == len(self.stack) - 1:
            tag = self.stack.pop().tag
            self.open[tag] -= 1
            if tag in COUNTED:
                self.count(tag, -1)
            return
        after = len(self.stack) if whole else place + 1
        for element in self.stack[place:after]:
            self.open[element.tag] -= 1
            self.count(element.tag, -1)
        del self.stack[place:after]

    def close_paragraph(self, heading: bool) -> None:
        """Close an open paragraph that a block-level tag, or a heading that one, cannot be in."""
        for place in range(len(self.stack) - 1, max(0, len(self.stack) - NEAR), -1):
            above = self.stack[place]
            if above.tag == "p" or (heading and above.tag in HEADINGS):
                self.pop(place)
                return
            if above.breaks:
                return

    def close_siblings(self, tag: str) -> None:
        """Close an open list item or cell that the next one ends."""
        closed, found = CLOSED_BY[tag], None
        for place in range(len(self.stack) - 1, max(0, len(self.stack) - FAR), -1):
            if self.stack[place].tag in closed:
                found = place
            elif self.stack[place].tag in LISTS:
                break
        if found is not None:
            self.pop(found)

    def close_tag(self, tag: str) -> None:
        """Read an end tag."""
        if self.depth and tag not in SHALLOW:
            self.depth -= 1
        if self.skipped is not None:
            self.leave_skipped(tag)
            return
        if self.stack[-1].tag == tag:
            self.close_last()
            return
        if tag == "p" and not self.open["p"]:
            if self.pieces:
                self.end_block()
            self.breaks = 0
        place = self.place_of(tag) if self.open.get(tag) else None
        if place is None:
            return
        breaks = self.stack[place].breaks
        if breaks:
            if self.pieces:
                self.end_block()
            self.breaks = 0
        self.pop(place, whole=breaks)

    def close_last(self) -> None:
        """Close the innermost element."""
        closed = self.stack[-1]
        if closed.breaks:
            if self.pieces:
                self.end_block()
            self.breaks = 0
        del self.stack[-1]
        self.open[closed.tag] -= 1
        if closed.tag in COUNTED:
            self.count(closed.tag, -1)

    def leave_skipped(self, tag: str) -> None:
        """Read an end tag inside an element whose content is passed over."""
        if self.skipped in SKIPPED:
            ends = tag == self.skipped
            if ends and self.in_head and tag in RAW_IN_HEAD:
                self.skipped = "head"
                return
        else:  # an inline element out of sight
            self.inside -= 1
            ends = self.inside < 0
        if ends:
            closed, self.skipped = self.skipped, None
            if tag != closed:
                self.depth += tag not in SHALLOW
                self.close_tag(tag)

    def place_of(self, tag: str) -> int | None:
        """Return which open element an end tag means, None for one out of its reach."""
        bounded = tag not in SCOPES and tag not in PARTS_OF_TABLE
        for place in range(len(self.stack) - 1, max(0, len(self.stack) - FAR), -1):
            if self.stack[place].tag == tag:
                return place
            if bounded and self.stack[place].tag in SCOPES:
                return None
        return None
