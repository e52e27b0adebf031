"""XML as it is found, with the place of every element: a tolerant reader that opens nothing.

Feeds break the rules of XML (bare "&", unclosed tags, HTML's entities, a wrong charset), and no
XML library says where in the text an element stands. Memory is in the number of elements that
are kept.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from sayso.ingest.documents.xml_markup import Token, declared_entities, scan_markup
from sayso.ingest.documents.xml_text import resolve, string_edits
from sayso.traced import Traced

MAX_ELEMENTS = 200_000  # kept; 20 MB of feed with items of 1,000 characters have fewer
MAX_TAGS = 500_000  # read in one file: 40 characters for each in 20 MB
MAX_DEPTH = 32  # elements nested deeper are passed over; no field of any format lies there
MAX_PREFIXES = 200  # namespaces noted
MAX_ENTITIES = 1_000  # names of a document type noted

ATTRIBUTE = re.compile(
    r"""(?<=[\s"'/])([^\s=<>"'/]++)\s*+=\s*+(?:"([^"<]*+)"|'([^'<]*+)'|([^\s"'<>=]++))"""
)
USE = re.compile(r"&([A-Za-z_:][\w:.-]{0,99});")
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
        self.full: int | None = None  # where the first element stands that is one too many

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
        if len(self.parents) > MAX_DEPTH:
            return None
        if self.count >= MAX_ELEMENTS:
            self.full = token.start
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

    def __init__(self, source: Traced, top: Element, full: int | None, cut: int | None) -> None:
        self.source = source
        self.text = source.text
        self.top = top
        self.full = full  # where elements begin that are not kept, None where all are
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
    for number, token in enumerate(scan_markup(text, root.start, stop)):
        if number >= MAX_TAGS or builder.full is not None:
            builder.full = stop = builder.full or token.start
            break
        if not token.whole and token.end >= stop:
            cut = token.start
        if token.kind in ("start", "empty"):
            if "xmlns:" in text[token.start : token.end]:
                names.declare(attributes_in(text, token.start, token.end))
            builder.start(token) if token.kind == "start" else builder.empty(token)
        elif token.kind == "end":
            builder.end(token)
    if builder.path and cut is None and builder.full is None:
        cut = stop
    builder.finish(stop)
    tree = Tree(source, builder.top, builder.full, cut)
    if not part:  # a document type stands before the root of the whole, in no part
        tree.entities = declared_entities(text, root.start)
    return tree
