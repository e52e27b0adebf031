"""XML as it is found, with the place of every element: a tolerant reader that opens nothing.

Feeds break the rules of XML (bare "&", unclosed tags, HTML's entities, a wrong charset), and no
XML library says where in the text an element stands. One pass over the text finds the tags; a
document type is skipped, so that no entity of its own is ever expanded and no address opened.
Time is linear in the length of the text, memory in the number of elements that are kept.
"""

import html
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from html.entities import html5
from typing import Literal, NamedTuple

from sayso.traced import Edit, Traced

MAX_ELEMENTS = 400_000  # kept; 20 MB of feed with items of 500 characters have fewer
MAX_DEPTH = 32  # elements nested deeper are passed over; no field of any format lies there
MAX_PREFIXES = 200  # namespaces noted
MAX_ENTITIES = 1_000  # names of a document type noted
MAX_HEAD = 65_536  # characters in which the first element must stand

TAG = re.compile(
    r"""<(/?)([A-Za-z_][^\s<>/="']*+)"""
    r"""((?:[^<>"'=]++|=\s*+(?:"[^"<]*+"|'[^'<]*+')?+|["'])*+)(>?)"""
)
ATTRIBUTE = re.compile(
    r"""(?<=[\s"'/])([^\s=<>"'/]++)\s*+=\s*+(?:"([^"<]*+)"|'([^'<]*+)'|([^\s"'<>=]++))"""
)
REFERENCE = re.compile(r"&(?:#(?:\d{1,8}|[xX][0-9a-fA-F]{1,8})|[A-Za-z][A-Za-z0-9]{1,31});")
USE = re.compile(r"&([A-Za-z_:][\w:.-]{0,99});")
IN_SUBSET = re.compile(
    r"""["'\]]|<!--|<\?|<!ENTITY\s{1,20}(?:%\s{1,20})?([A-Za-z_:][\w:.-]{0,99})"""
)
BLANKS = re.compile(r"\s+")
TAGS = re.compile(r"</?[A-Za-z][^<>]*>|<!--[^<>]*>")

# What programs call a namespace, whatever prefix a file gives it. "" has no prefix of its own.
SPACES = {
    "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://channel.netscape.com/rdf/simple/0.9/": "",
    "http://backend.userland.com/rss2": "",
    "http://iptc.org/std/nar/2006-10-01/": "",
    "http://iptc.org/std/nitf/2006-10-18/": "",
    "http://www.sitemaps.org/schemas/sitemap/0.9": "",
    "http://www.w3.org/2005/atom": "atom",
    "http://purl.org/atom/ns#": "atom",
    "http://www.w3.org/1999/xhtml": "xhtml",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://search.yahoo.com/mrss/": "media",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://www.google.com/schemas/sitemap-news/0.9": "news",
}

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


class Element:
    """One element: `text[start:inner]` is its start tag, `text[inner:end]` its content."""

    __slots__ = ("children", "end", "inner", "name", "start", "whole")

    def __init__(self, name: str, start: int, inner: int) -> None:
        self.name = name
        self.start = start
        self.inner = inner
        self.end = inner
        self.whole = True  # False where the file ends before its end tag
        self.children: list[Element] = []

    def all(self, name: str) -> Iterator["Element"]:
        """Yield the children of that name."""
        return (child for child in self.children if child.name == name)

    def child(self, *path: str) -> "Element | None":
        """Return the first element down `path`, or None."""
        element: Element | None = self
        for name in path:
            element = next(element.all(name), None) if element is not None else None
        return element

    def below(self, name: str) -> Iterator["Element"]:
        """Yield the elements of that name at any depth, in order; not those inside of one."""
        waiting = self.children[::-1]
        while waiting:
            element = waiting.pop()
            if element.name == name:
                yield element
            else:
                waiting.extend(reversed(element.children))


class Names:
    """What a file's prefixes stand for: written names -> names with the usual prefix."""

    def __init__(self, root: str) -> None:
        self.own = root.rpartition(":")[0]  # the vocabulary of the root needs no prefix
        self.prefixes: dict[str, str] = {}
        self.known: dict[str, str] = {}

    def declare(self, attributes: Mapping[str, str]) -> None:
        """Note the namespaces that a start tag declares."""
        for name, value in attributes.items():
            if name.startswith("xmlns:") and len(self.prefixes) < MAX_PREFIXES:
                space = SPACES.get(value.strip().lower())
                self.prefixes[name[6:]] = name[6:].lower() if space is None else space
                self.known.clear()

    def name(self, written: str) -> str:
        """Return the name in lower case, with the usual prefix of its namespace."""
        name = self.known.get(written)
        if name is None:
            prefix, _, local = written.rpartition(":")
            space = "" if prefix == self.own else self.prefixes.get(prefix, prefix.lower())
            name = f"{space}:{local.lower()}" if space else local.lower()
            if len(self.known) < MAX_ENTITIES:
                self.known[written] = name
        return name


class Builder:
    """Makes the tree of one text, and mends what is broken as it goes."""

    def __init__(self, names: Names, opaque: Collection[str], repeated: Collection[str]) -> None:
        self.names = names
        self.opaque = opaque
        self.repeated = repeated
        self.top = Element("", 0, 0)
        self.path: list[tuple[str, Element | None]] = []
        self.open: Counter[str] = Counter()
        self.parents = [self.top]
        self.inside: str | None = None  # the element whose content is left as it is
        self.again = 0  # elements of that name open inside of it
        self.count = 0

    def start(self, token: Token) -> None:
        """Take a start tag."""
        name = self.names.name(token.name)
        if name in self.repeated and self.open[name]:
            self.close(name, token.start)
        if self.inside is not None:
            self.again += name == self.inside
            return
        element = self.keep(name, token)
        self.path.append((name, element))
        self.open[name] += 1
        if element is not None:
            self.parents.append(element)
            if name in self.opaque:
                self.inside, self.again = name, 0

    def keep(self, name: str, token: Token) -> Element | None:
        """Return the element that `token` opens, or None where it is not kept."""
        if len(self.parents) > MAX_DEPTH or self.count >= MAX_ELEMENTS:
            return None
        self.count += 1
        element = Element(name, token.start, token.end)
        self.parents[-1].children.append(element)
        return element

    def empty(self, token: Token) -> None:
        """Take a tag that is start and end in one."""
        name = self.names.name(token.name)
        if self.inside is None or (name in self.repeated and self.open[name]):
            self.start(token)
            self.close(name, token.end)

    def end(self, token: Token) -> None:
        """Take an end tag; one that closes nothing is passed over."""
        name = self.names.name(token.name)
        if self.inside is not None and name == self.inside and self.again:
            self.again -= 1
        elif self.open[name]:
            self.close(name, token.start)

    def close(self, name: str, position: int) -> None:
        """Close the innermost element `name`, and all that is open inside of it."""
        self.inside = None
        while self.path:
            closed, element = self.path.pop()
            self.open[closed] -= 1
            if not self.open[closed]:
                del self.open[closed]
            if element is not None:
                element.end = position
                self.parents.pop()
            if closed == name:
                return

    def finish(self, position: int) -> None:
        """Close what the text leaves open."""
        for _, element in self.path:
            if element is not None:
                element.end, element.whole = position, False
        self.top.end, self.top.whole = position, not self.path


class Tree:
    """The elements of one document, and its strings with their places."""

    def __init__(self, source: Traced, top: Element, full: bool, cut: int | None) -> None:
        self.source = source
        self.text = source.text
        self.top = top
        self.full = full  # more elements than are kept
        self.cut = cut  # where the markup breaks off, None where it is whole
        self.entities: frozenset[str] = frozenset()  # declared by the document type

    @property
    def root(self) -> Element | None:
        """The first element."""
        return self.top.children[0] if self.top.children else None

    def attributes(self, element: Element) -> dict[str, str]:
        """Return the attributes of `element`, names in lower case; the first of a name stands."""
        return attributes_in(self.text, element.start, element.inner)

    def attribute(self, element: Element | None, *names: str) -> str | None:
        """Return the first of the attributes `names` that is not blank, or None."""
        if element is None:
            return None
        attributes = self.attributes(element)
        values = (attributes.get(name, "").strip() for name in names)
        return next((value for value in values if value), None)

    def string(self, element: Element) -> Traced:
        """Return the character data of `element`: tags dropped, references resolved."""
        return self.source[element.inner : element.end].rewritten(string_edits)

    def plain(self, element: Element | None) -> str | None:
        """Return the words of `element` in one line, or None where there are none."""
        if element is None:
            return None
        words = resolve(TAGS.sub(" ", self.string(element).text))
        return " ".join(words.split()) or None

    def first(self, element: Element | None, *names: str) -> str | None:
        """Return the words of the first child among `names` that has any, or None."""
        if element is None:
            return None
        for name in names:
            for child in element.all(name):
                words = self.plain(child)
                if words:
                    return words
        return None

    def has_tags(self, element: Element) -> bool:
        """Tell whether there are tags inside `element`, CDATA left aside."""
        tokens = scan_markup(self.text, element.inner, element.end)
        return any(token.kind in ("start", "empty") for token in tokens)

    def undeclared(self) -> str | None:
        """Return an entity of the document type's own that the text uses, or None."""
        if not self.entities:
            return None
        start = self.top.children[0].start if self.top.children else 0
        uses = (found[1] for found in USE.finditer(self.text, start))
        return next((name for name in uses if name in self.entities), None)


def attributes_in(text: str, start: int, stop: int) -> dict[str, str]:
    """Return the attributes of the start tag `text[start:stop]`, references resolved."""
    attributes: dict[str, str] = {}
    for found in ATTRIBUTE.finditer(text, start, stop):
        value = found[2] or found[3] or found[4] or ""
        attributes.setdefault(found[1].lower(), resolve(value))
    return attributes


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


VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


def parse_xml(
    source: Traced,
    root: Token,
    opaque: Collection[str],
    repeated: Collection[str] = (),
    stop: int | None = None,
) -> Tree:
    """Return the elements of `source` from its `root` tag on, up to `stop`.

    What stands inside an `opaque` element is not taken apart. A `repeated` element never holds
    another of its name: the next one closes it.
    """
    text = source.text
    part, stop = stop is not None, len(text) if stop is None else stop
    names = Names(root.name)
    builder = Builder(names, opaque, repeated)
    cut: int | None = None
    for token in scan_markup(text, root.start, stop):
        if not token.whole and token.end >= stop:
            cut = token.start
        if token.kind in ("start", "empty"):
            if "xmlns:" in text[token.start : token.end]:
                names.declare(attributes_in(text, token.start, token.end))
            builder.start(token) if token.kind == "start" else builder.empty(token)
        elif token.kind == "end":
            builder.end(token)
    if builder.path and cut is None:
        cut = stop
    builder.finish(stop)
    tree = Tree(source, builder.top, builder.count >= MAX_ELEMENTS, cut)
    if not part:  # a document type stands before the root of the whole, in no part
        tree.entities = declared_entities(text, root.start)
    return tree


def declared_entities(text: str, stop: int) -> frozenset[str]:
    """Return the names of entities that document types before `stop` declare, HTML's left out."""
    names: set[str] = set()
    for token in scan_markup(text, 0, stop):
        bracket = text.find("[", token.start, token.end)
        if token.kind == "doctype" and bracket >= 0:
            subset_end(text, bracket + 1, token.end, Finder(text, token.end), names)
    return frozenset(name for name in names if f"{name};" not in html5)
