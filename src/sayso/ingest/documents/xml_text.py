"""What stands between the tags of XML: references, CDATA, and content rewritten as HTML."""

import html
import re
from collections.abc import Callable, Iterator
from html.entities import html5

from sayso.ingest.documents.xml_markup import Token, scan_markup
from sayso.traced import Edit, Traced

REFERENCE = re.compile(r"&(?:#(?:\d{1,8}|[xX][0-9a-fA-F]{1,8})|[A-Za-z][A-Za-z0-9]{1,31});")
VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


def resolve(text: str) -> str:
    """Return `text` with its references resolved; overlong ones stand as written.

    The standard library's `unescape` raises for a number of 5,000 digits.
    """
    return REFERENCE.sub(lambda found: character(found[0]), text) if "&" in text else text


def character(reference: str) -> str:
    """Return what a reference stands for; one of a name that HTML has not stands for itself."""
    if reference[1] == "#":
        return html.unescape(reference)
    return html5.get(reference[1:], reference)


def reference_edits(text: str, start: int = 0, stop: int | None = None) -> Iterator[Edit]:
    """Yield the references of `text[start:stop]` that stand for something, resolved."""
    stop = len(text) if stop is None else stop
    if text.find("&", start, stop) < 0:
        return
    for found in REFERENCE.finditer(text, start, stop):
        stands_for = character(found[0])
        if stands_for != found[0]:
            yield found.start(), found.end(), stands_for


def string_edits(text: str) -> Iterator[Edit]:
    """Yield what turns the content of an element into its character data."""
    position = 0
    for token in scan_markup(text):
        yield from reference_edits(text, position, token.start)
        position = token.end
        if token.kind == "cdata":
            yield token.start, token.start + len("<![CDATA["), ""
            if token.whole:
                yield token.end - len("]]>"), token.end, ""
        else:
            yield token.start, token.end, ""
    yield from reference_edits(text, position)


Rename = Callable[[str], str | None]  # an element's local name -> HTML's; "" drops its tags,
# None drops the element with all that is in it


def rename_xhtml(name: str) -> str | None:
    """Return what becomes of an element of XHTML: what stands around the body goes."""
    if name in ("head", "script", "style"):
        return None
    return "" if name in ("html", "body") else name


def as_html(source: Traced, start: int, stop: int, rename: Rename) -> Traced:
    """Return the elements in `source[start:stop]` as the source of HTML.

    Prefixes go, names change as `rename` says, and what only XML writes (CDATA, empty elements)
    is written as HTML does.
    """
    return source[start:stop].rewritten(lambda text: html_edits(text, rename))


def html_edits(text: str, rename: Rename) -> Iterator[Edit]:
    """Yield the edits of `as_html`."""
    dropped: str | None = None  # the element that goes with its content, and where it began
    began, depth = 0, 0
    for token in scan_markup(text):
        if dropped is not None:
            depth += (token.name == dropped) * ((token.kind == "start") - (token.kind == "end"))
            if not depth:
                yield began, token.end, ""
                dropped = None
            continue
        if token.kind in ("start", "end", "empty"):
            name = rename(token.name.rpartition(":")[2].lower())
            if name is not None:
                yield from tag_edits(text, token, name)
            elif token.kind == "start":
                dropped, began, depth = token.name, token.start, 1
            else:
                yield token.start, token.end, ""
        else:
            yield from declaration_edits(text, token)
    if dropped is not None:
        yield began, len(text), ""


def tag_edits(text: str, token: Token, name: str) -> Iterator[Edit]:
    """Yield what writes a tag as one of the HTML element `name`."""
    if not name:
        yield token.start, token.end, ""
        return
    first = token.start + 1 + (token.kind == "end")
    if token.name != name:
        yield first, first + len(token.name), name
    if token.kind == "empty" and name not in VOID:
        end = token.end - text.endswith(">", token.start, token.end) - 1
        yield end, token.end, f"></{name}>"


def declaration_edits(text: str, token: Token) -> Iterator[Edit]:
    """Yield what writes CDATA as text, and drops what HTML has not."""
    if token.kind == "cdata":
        first = token.start + len("<![CDATA[")
        last = token.end - len("]]>") if token.whole else token.end
        yield token.start, first, ""
        for found in re.finditer("[<&]", text[first:last]):
            at = first + found.start()
            yield at, at + 1, "&lt;" if found[0] == "<" else "&amp;"
        if token.whole:
            yield last, token.end, ""
    else:
        yield token.start, token.end, ""
