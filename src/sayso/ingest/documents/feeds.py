"""RSS 0.9x, 1.0 and 2.0, Atom, sitemaps and OPML -> pages, and links to fetch.

An item with its article is a page; one that only names it is a link. A description is taken for
the article where it is as long as one, and for a teaser where it is short and a link says more.
"""

from collections.abc import Iterator

import msgspec

from sayso.ingest.documents.body import Body, html_or_plain, is_article, person_in
from sayso.ingest.documents.bundle import Bundle, shown, web_address
from sayso.ingest.documents.xml_markup import Token
from sayso.ingest.documents.xml_text import as_html, rename_xhtml
from sayso.ingest.documents.xml_tree import Element, Tree, parse_xml
from sayso.ingest.page import Declared, Found

FEEDS = frozenset({"rss", "rdf", "feed", "channel"})
SITEMAPS = frozenset({"urlset", "sitemapindex"})
ROOTS = FEEDS | SITEMAPS | {"opml"}
ITEMS = ("item", "entry")

ENCODED = ("content:encoded", "xhtml:body", "body", "fulltext", "yandex:full-text", "content")
DESCRIPTIONS = ("description", "summary", "tagline", "dc:description", "itunes:summary")
TITLES = ("title", "dc:title", "media:title", "itunes:title")
OPAQUE = frozenset({*ENCODED, *DESCRIPTIONS, *TITLES, "media:description", "atom:summary"})
PUBLISHED = ("pubdate", "published", "atom:published", "issued", "dc:date", "dcterms:issued")
LATER = ("dcterms:created", "created", "date", "itunes:pubdate")
UPDATED = ("updated", "atom:updated", "modified", "dcterms:modified", "lastbuilddate")
LANGUAGES = ("dc:language", "language", "itunes:language")
XHTML = frozenset({"xhtml", "application/xhtml+xml", "xml", "application/xml", "text/xml"})
PLAIN_TYPES = frozenset({"text", "text/plain"})
HTML_TYPES = frozenset({"html", "text/html"})

MAX_AUTHORS = 20


class Channel(msgspec.Struct, frozen=True, kw_only=True):
    """What a feed says of all its items."""

    outlet: str | None
    language: str | None
    base: str | None  # the address from which relative links are read


def read_feed(bundle: Bundle, root: Token) -> Iterator[Found]:
    """Yield the pages and links of a feed, a sitemap or an OPML list, in order.

    An item without text and link is an issue, and so is a file that breaks off.
    """
    kind = root.name.rpartition(":")[2].lower()
    tree = parse_xml(bundle.source, root, OPAQUE if kind in FEEDS else (), ITEMS)
    if kind in SITEMAPS:
        yield from sitemap_links(bundle, tree)
    elif kind == "opml":
        yield from outline_links(bundle, tree)
    else:
        yield from feed_items(bundle, tree)
    yield from damage_of(bundle, tree)


def damage_of(bundle: Bundle, tree: Tree) -> Iterator[Found]:
    """Yield an issue for each thing that may have cost content of an XML document."""
    entity = tree.undeclared()
    if entity is not None:
        yield bundle.issue(
            f"the page uses the entity {shown(entity)} that its document type declares; "
            f"declarations are never opened, so that it stands as written"
        )
    if tree.full is not None:
        start = bundle.byte(tree.full)
        yield bundle.issue(
            f"the file has more tags than any news file; what stands from byte {start} on "
            f"({len(bundle.data) - start} bytes) is not read, split it"
        )
    if tree.cut is not None:
        yield bundle.issue(
            f"the file breaks off at byte {bundle.byte(tree.cut)} inside of its markup; "
            f"what stands before is kept, get the file again for the rest"
        )


def feed_items(bundle: Bundle, tree: Tree) -> Iterator[Found]:
    """Yield what each item of a feed holds."""
    root = tree.root
    if root is None:
        return
    head = root.child("channel") or root
    channel = channel_of(bundle, tree, root, head)
    items = [item for name in ITEMS for item in root.below(name)]
    items.sort(key=lambda item: item.start)
    if not items and tree.cut is None:
        yield bundle.issue("the feed has no items; there is nothing to read")
    kept, more = bundle.first(items)
    for number, item in enumerate(kept, start=1):
        entry = f"item {number}"
        yield bundle.too_long(item.start, item.end, entry) or read_item(
            bundle, tree, item, channel, entry
        )
    yield from more


def channel_of(bundle: Bundle, tree: Tree, root: Element, head: Element) -> Channel:
    """Return what a feed says of itself."""
    base = tree.attribute(head, "xml:base") or tree.attribute(root, "xml:base")
    link = link_of(tree, head, bundle.origin.declared.url)
    return Channel(
        outlet=tree.first(head, *TITLES) or bundle.origin.declared.outlet,
        language=tree.first(head, *LANGUAGES)
        or tree.attribute(root, "xml:lang")
        or tree.attribute(head, "xml:lang"),
        base=web_address(base, bundle.origin.declared.url) or link or bundle.origin.declared.url,
    )


def read_item(bundle: Bundle, tree: Tree, item: Element, channel: Channel, entry: str) -> Found:
    """Return the page or the link that an item is, or why it is neither."""
    base = web_address(tree.attribute(item, "xml:base"), channel.base) or channel.base
    declared = declared_by(tree, item, channel, link_of(tree, item, base))
    body = body_of(tree, item, declared.url is not None)
    return bundle.feed_item(body, declared, item.start, entry)


def declared_by(tree: Tree, item: Element, channel: Channel, url: str | None) -> Declared:
    """Return what an item, and the feed around it, say of the article."""
    origin = item.child("source")
    published = tree.first(item, *PUBLISHED, *LATER)
    updated = tree.first(item, *UPDATED)
    return Declared(
        url=url,
        title=tree.first(item, *TITLES),
        outlet=tree.first(origin, "title") or tree.first(item, "source") or channel.outlet,
        language=tree.first(item, *LANGUAGES)
        or tree.attribute(item, "xml:lang")
        or channel.language,
        bylines=authors_of(tree, item),
        section=section_of(tree, item),
        published=published,
        updated=updated if updated != published else None,
    )


def link_of(tree: Tree, element: Element, base: str | None) -> str | None:
    """Return the address of the page that an item, or a feed, is about."""
    links = [*element.all("feedburner:origlink"), *element.all("link"), *element.all("atom:link")]
    for link in sorted(links, key=lambda link: link_rank(tree, link)):
        written = tree.attribute(link, "href") or tree.plain(link)
        if link_rank(tree, link) < NO_PAGE and (address := web_address(written, base)):
            return address
    guid = element.child("guid")
    if guid is not None and tree.attribute(guid, "ispermalink") != "false":
        return web_address(tree.plain(guid))
    return web_address(tree.attribute(element, "rdf:about") or tree.first(element, "id"))


NO_PAGE = 3  # the rank of links to a feed, a picture, a sound


def link_rank(tree: Tree, link: Element) -> int:
    """Return how likely a link leads to the article; the lowest is likeliest."""
    if link.name == "feedburner:origlink":
        return 0
    attributes = tree.attributes(link)
    if attributes.get("rel", "alternate").strip().lower() != "alternate":
        return NO_PAGE
    return 1 if attributes.get("type", "text/html").strip().lower() == "text/html" else 2


def authors_of(tree: Tree, item: Element) -> tuple[str, ...]:
    """Return who wrote an item, as written; bare mail addresses are nobody's name."""
    names: list[str] = []
    for author in item.children:
        if author.name in ("dc:creator", "author", "atom:author", "itunes:author"):
            written = tree.first(author, "name", "atom:name", "rdf:value") or (
                tree.plain(author) if not author.children else None
            )
            name = person_in(written)
            if name is not None and name not in names and len(names) < MAX_AUTHORS:
                names.append(name)
    return tuple(names)


def section_of(tree: Tree, item: Element) -> str | None:
    """Return the first category of an item."""
    for category in (*item.all("category"), *item.all("dc:subject")):
        name = tree.attribute(category, "label", "term") or tree.plain(category)
        if name:
            return name
    return None


def body_of(tree: Tree, item: Element, linked: bool) -> Body | None:
    """Return the article that an item holds, or None; `linked` tells that it stands elsewhere."""
    for name in ENCODED:
        for element in item.all(name):
            body = content_of(tree, element)
            if body is not None and body.words:
                return body
    for name in DESCRIPTIONS:
        for element in item.all(name):
            body = content_of(tree, element)
            if body is not None and (is_article(body.words) if linked else body.words):
                return body
    return None


def content_of(tree: Tree, element: Element) -> Body | None:
    """Return the text of a content element, or None where it stands outside of the feed."""
    attributes = tree.attributes(element)
    kind = attributes.get("type", "").strip().lower().partition(";")[0].strip()
    if attributes.get("src") or attributes.get("mode") == "base64" or is_media(kind):
        return None
    if kind not in PLAIN_TYPES and (kind in XHTML or tree.has_tags(element)):
        return Body(as_html(tree.source, element.inner, element.end, rename_xhtml), True)
    string = tree.string(element)
    if kind in PLAIN_TYPES and attributes.get("mode") != "escaped":
        return Body(string, False)
    return html_or_plain(string, kind in HTML_TYPES)


def is_media(kind: str) -> bool:
    """Tell whether a media type is none of text."""
    return "/" in kind and not kind.startswith("text/") and kind not in XHTML


def sitemap_links(bundle: Bundle, tree: Tree) -> Iterator[Found]:
    """Yield the addresses of a sitemap, or of the sitemaps that an index names."""
    root = tree.root
    kept, more = bundle.first(root.children if root is not None else [])
    for entry in kept:
        news = entry.child("news:news") or entry
        published = tree.first(news, "news:publication_date") or tree.first(entry, "lastmod")
        url = web_address(tree.first(entry, "loc"), bundle.origin.declared.url)
        title = tree.first(news, "news:title")
        if url is not None:
            yield bundle.link(Declared(title=title, published=published), url)
    yield from more


def outline_links(bundle: Bundle, tree: Tree) -> Iterator[Found]:
    """Yield the feeds that an OPML list names."""
    kept, more = bundle.first(list(outlines_in(tree)))
    for element in kept:
        written = tree.attribute(element, "xmlurl", "url", "htmlurl")
        url = web_address(written, bundle.origin.declared.url)
        title = tree.attribute(element, "title", "text")
        if url is not None:
            yield bundle.link(Declared(title=title), url)
    yield from more


def outlines_in(tree: Tree) -> Iterator[Element]:
    """Yield the entries of an OPML list in order, at any depth."""
    waiting = list(tree.top.children)[::-1]
    while waiting:
        element = waiting.pop()
        waiting.extend(reversed(element.children))
        if element.name == "outline":
            yield element
