"""HTML as the text that a browser would copy: block elements stand on lines of their own."""

import re

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
    """Return the visible text of a page; only paragraphs stand between blank lines.

    Style sheets are not read: what only they hide is kept.
    """
    lines = Lines()
    # An explicit stack: hostile pages nest deeper than Python recurses.
    pending: list[LexborNode | int] = []
    body = LexborHTMLParser(html).body
    if body is not None:
        pending.append(body)
    while pending:
        node = pending.pop()
        if isinstance(node, int):
            lines.need(node)
        elif node.tag == "-text":
            lines.add(node.text_content or "")
        elif node.tag == "br":
            lines.put("\n")
        elif node.tag not in HIDDEN and not is_hidden(node):
            if node.tag in CELLS:
                lines.put("\t")
            breaks = breaks_of(node.tag or "")
            lines.need(breaks)
            pending.append(breaks)
            pending.extend(reversed(list(node.iter(include_text=True))))
    return "".join(lines.parts).strip()


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
