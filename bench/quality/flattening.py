"""HTML as plain text, the ways in which people and programs flatten it.

`inner_text` is what a browser copies, `text_nodes` and `single_words` are what readers and PDF
tools leave, one piece a line, and `text_content` is what programs get that strip the tags: the
text of adjoining elements run together. Style sheets are not read: what only they hide is kept.
"""

import re
from collections.abc import Callable, Iterator
from typing import Literal

import msgspec
from selectolax.lexbor import LexborHTMLParser, LexborNode

HIDDEN = frozenset(
    {
        "script", "style", "noscript", "template", "head", "svg", "iframe", "object", "video",
        "audio", "canvas", "datalist", "input", "textarea", "select",
    }
)  # fmt: skip
BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "dd", "details", "dialog", "div",
        "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4",
        "h5", "h6", "header", "hr", "legend", "li", "main", "menu", "nav", "ol", "p", "pre",
        "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul",
    }
)  # fmt: skip
CELLS = frozenset({"td", "th"})
WHITE = re.compile(r"[ \t\n\r\f]+")

Sort = Literal["text", "breaks", "mark"]
Flattening = Callable[[str], str]


class Piece(msgspec.Struct, frozen=True):
    """One visible text node, or what stands between two of them."""

    sort: Sort
    text: str = ""  # of a text node as written, or the line break or tab that a mark is
    breaks: int = 0  # line breaks that the edge of an element asks for


def pieces_of(html: str) -> Iterator[Piece]:
    """Yield the visible text nodes of a page in order, with the breaks between them."""
    # An explicit stack: hostile pages nest deeper than Python recurses.
    pending: list[LexborNode | int] = []
    body = LexborHTMLParser(html).body
    if body is not None:
        pending.append(body)
    while pending:
        node = pending.pop()
        if isinstance(node, int):
            yield Piece("breaks", breaks=node)
        elif node.tag == "-text":
            yield Piece("text", node.text_content or "")
        elif node.tag == "br":
            yield Piece("mark", "\n")
        elif node.tag not in HIDDEN and not is_hidden(node):
            if node.tag in CELLS:
                yield Piece("mark", "\t")
            breaks = breaks_of(node.tag or "")
            yield Piece("breaks", breaks=breaks)
            pending.append(breaks)
            pending.extend(reversed(list(node.iter(include_text=True))))


def is_hidden(node: LexborNode) -> bool:
    """Tell whether the element's own attributes hide it."""
    attributes = node.attributes
    if "hidden" in attributes:
        return True
    style = (attributes.get("style") or "").replace(" ", "").lower()
    return "display:none" in style


def breaks_of(tag: str) -> int:
    """Return how many line breaks separate the element from its neighbours."""
    return 2 if tag == "p" else int(tag in BLOCKS)


class Lines:
    """Text with line breaks as `innerText` makes them: of adjoining breaks the largest counts."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.due = 0  # line breaks before the next word

    def add(self, text: str) -> None:
        """Add a run of text, its white space collapsed."""
        collapsed = WHITE.sub(" ", text)
        at_start = self.due or not self.parts or self.parts[-1].endswith((" ", "\n", "\t"))
        words = collapsed.lstrip(" ") if at_start else collapsed
        if not words:
            return
        if self.due and self.parts:
            self.parts[-1] = self.parts[-1].rstrip(" \t")
            self.parts.append("\n" * self.due)
        self.due = 0
        self.parts.append(words)

    def need(self, breaks: int) -> None:
        """Start the next word on a new line, after a blank one where `breaks` is 2."""
        self.due = max(self.due, breaks)

    def put(self, mark: str) -> None:
        """Add a line break or tab as it is."""
        if mark == "\n":
            self.due += 1
        elif self.parts and not self.due:
            self.parts.append(mark)


def inner_text(html: str) -> str:
    """Return the visible text of a page; only paragraphs stand between blank lines."""
    lines = Lines()
    for piece in pieces_of(html):
        if piece.sort == "text":
            lines.add(piece.text)
        elif piece.sort == "mark":
            lines.put(piece.text)
        else:
            lines.need(piece.breaks)
    return "".join(lines.parts).strip()


def node_texts(html: str) -> list[str]:
    """Return the visible text nodes of a page that hold more than blanks, as written."""
    return [piece.text for piece in pieces_of(html) if piece.sort == "text" and piece.text.strip()]


def text_nodes(html: str) -> str:
    """Return the visible text of a page with each text node on a line of its own."""
    return "\n".join(WHITE.sub(" ", text).strip() for text in node_texts(html))


def single_words(html: str) -> str:
    """Return the visible text of a page with each word on a line of its own."""
    return "\n".join(word for text in node_texts(html) for word in text.split())


def text_content(html: str) -> str:
    """Return the visible text of a page as `textContent` gives it: no break that is not written.

    Only blanks that stand in the source part two elements.
    """
    return "".join(piece.text for piece in pieces_of(html) if piece.sort == "text").strip()
