"""The markup of XML as it is found: tags, comments, CDATA, document types, with their places.

A document type is skipped, so that no entity of its own is ever expanded and no address opened.
Time is linear in the length of the text.
"""

import re
from collections.abc import Iterator
from html.entities import html5
from typing import Literal, NamedTuple

MAX_ENTITIES = 1_000  # names of a document type noted
MAX_HEAD = 65_536  # characters in which the first element must stand

TAG = re.compile(
    r"""<(/?)([A-Za-z_][^\s<>/="']*+)"""
    r"""((?:[^<>"'=]++|=\s*+(?:"[^"<]*+"|'[^'<]*+')?+|["'])*+)(>?)"""
)
IN_SUBSET = re.compile(
    r"""["'\]]|<!--|<\?|<!ENTITY\s{1,20}(?:%\s{1,20})?([A-Za-z_:][\w:.-]{0,99})"""
)

Kind = Literal["start", "end", "empty", "cdata", "comment", "other", "doctype"]


class Token(NamedTuple):
    """A piece of markup: where it stands, and the name of a tag as written."""

    kind: Kind
    start: int
    end: int
    name: str
    whole: bool  # False where the mark that ends it is missing


class Finder:
    """Finds marks from a rising position; each mark is looked for once over the whole text."""

    def __init__(self, text: str, stop: int) -> None:
        self.text = text
        self.stop = stop
        self.found: dict[str, int] = {}

    def find(self, mark: str, position: int) -> int:
        """Return where the next `mark` at or after `position` starts, or -1."""
        known = self.found.get(mark)
        if known is None or -1 < known < position:
            known = self.found[mark] = self.text.find(mark, position, self.stop)
        return known


def scan_markup(text: str, start: int = 0, stop: int | None = None) -> Iterator[Token]:
    """Yield the markup of `text[start:stop]` in order; what looks like none is passed over."""
    stop = len(text) if stop is None else stop
    finder = Finder(text, stop)
    position = text.find("<", start, stop)
    while position >= 0:
        found = TAG.match(text, position, stop)
        if found is not None:
            token = tag_of(found)
        elif text.startswith(("!", "?"), position + 1, stop):
            token = declaration_at(text, position, stop, finder)
        else:
            position = text.find("<", position + 1, stop)
            continue
        yield token
        position = text.find("<", token.end, stop)


def tag_of(found: re.Match[str]) -> Token:
    """Return the token of a tag."""
    if found[1]:
        kind: Kind = "end"
    else:
        kind = "empty" if found[3].endswith("/") else "start"
    return Token(kind, found.start(), found.end(), found[2], bool(found[4]))


def declaration_at(text: str, position: int, stop: int, finder: Finder) -> Token:
    """Return the comment, CDATA section, instruction or document type at `position`."""
    for opening, closing, kind in DECLARATIONS:
        if text.startswith(opening, position, stop):
            end = finder.find(closing, position + len(opening))
            whole = end >= 0
            after = end + len(closing) if whole else stop
            return Token(kind, position, after, "", whole)
    if text[position : position + 9].lower() == "<!doctype":
        end = doctype_end(text, position, stop, finder)
        if end >= 0:
            return Token("doctype", position, end, "", True)
    end = finder.find(">", position)
    return Token("other", position, stop if end < 0 else end + 1, "", end >= 0)


DECLARATIONS: tuple[tuple[str, str, Kind], ...] = (
    ("<!--", "-->", "comment"),
    ("<![CDATA[", "]]>", "cdata"),
    ("<?", "?>", "other"),
)


def doctype_end(text: str, position: int, stop: int, finder: Finder) -> int:
    """Return where the document type at `position` ends, or -1."""
    bracket, angle = finder.find("[", position), finder.find(">", position)
    if 0 <= bracket < angle or angle < 0 <= bracket:
        after = subset_end(text, bracket + 1, stop, finder, None)
        angle = finder.find(">", after) if after >= 0 else -1
    return angle + 1 if angle >= 0 else -1


def subset_end(text: str, position: int, stop: int, finder: Finder, names: set[str] | None) -> int:
    """Return where the internal subset of a document type ends, or -1; note entity `names`."""
    while True:
        found = IN_SUBSET.search(text, position, stop)
        if found is None:
            return -1
        mark = found[0]
        if mark == "]":
            return found.end()
        if mark.startswith("<!E"):
            if names is not None and len(names) < MAX_ENTITIES:
                names.add(found[1])
            position = found.end()
            continue
        closing = {"<!--": "-->", "<?": "?>"}.get(mark, mark)
        end = finder.find(closing, found.end())
        if end < 0:
            return -1
        position = end + len(closing)


def find_root(text: str) -> Token | None:
    """Return the first start tag of `text`, or None where none stands near its top.

    Junk may stand before an XML declaration; before a tag, only blanks.
    """
    head = text[:MAX_HEAD]
    start = head.find("<?xml")
    if start < 0:
        start = head.find("<")
        if start < 0 or text[:start].strip("\ufeff \t\r\n"):
            return None
    for token in scan_markup(text, start):
        if token.kind in ("start", "empty"):
            return token
        if token.kind in ("end", "cdata"):
            return None
    return None


def declared_entities(text: str, stop: int) -> frozenset[str]:
    """Return the names of entities that document types before `stop` declare, HTML's left out."""
    names: set[str] = set()
    for token in scan_markup(text, 0, stop):
        bracket = text.find("[", token.start, token.end)
        if token.kind == "doctype" and bracket >= 0:
            subset_end(text, bracket + 1, token.end, Finder(text, token.end), names)
    return frozenset(name for name in names if f"{name};" not in html5)
