"""NITF and NewsML-G2 -> pages: news as agencies send it in XML."""

from collections.abc import Iterator

import msgspec

from sayso.ingest.documents.body import Body, html_or_plain
from sayso.ingest.documents.bundle import Bundle, filled, shown, web_address
from sayso.ingest.documents.feeds import damage_of
from sayso.ingest.documents.xml_markup import Token, scan_markup
from sayso.ingest.documents.xml_text import as_html, rename_xhtml
from sayso.ingest.documents.xml_tree import Element, Tree, parse_xml
from sayso.ingest.page import Declared, Found

NEWSML = frozenset({"newsmessage", "newsitem", "packageitem", "conceptitem", "knowledgeitem"})
ROOTS = NEWSML | {"nitf"}
G2_ITEMS = ("newsitem", "packageitem", "conceptitem", "knowledgeitem", "planningitem")
WITHDRAWN = frozenset({"canceled", "cancelled", "withheld"})
OPAQUE = frozenset({"inlinexml", "inlinedata", "body.content"})
HTML_ROOTS = frozenset({"html", "body", "div", "p", "section", "article"})
MAX_BYLINES = 20

# NITF's elements that HTML has too, or has by another name. Of all others the tags go and the
# words stay, but for what is no text of the article.
SAME = frozenset(
    "p table caption thead tbody tfoot tr td th ol ul li dl dt dd br hr pre em strong q sub sup a"
    " h1 h2 h3 h4 h5 h6 div blockquote".split()
)
OTHER_NAME = {
    "hl1": "h2",
    "hl2": "h3",
    "block": "div",
    "bq": "blockquote",
    "nitf-table": "div",
    "note": "div",
    "fn": "div",
}
NO_TEXT = frozenset(
    "head body.head body.end media media-reference media-caption media-producer media-metadata"
    " media-object nitf-table-metadata credit datasource copyrite script style".split()
)


def rename_nitf(name: str) -> str | None:
    """Return what an element of NITF is in HTML: "" for its words alone, None for nothing."""
    if name in NO_TEXT:
        return None
    return name if name in SAME else OTHER_NAME.get(name, "")


def read_wire(bundle: Bundle, root: Token) -> Iterator[Found]:
    """Yield the pages of a NITF or NewsML-G2 document, in order.

    Items without text, and those that their sender has withdrawn, are issues.
    """
    kind = root.name.rpartition(":")[2].lower()
    if kind == "nitf":
        yield from read_nitf(bundle, parse_xml(bundle.source, root, OPAQUE))
    else:
        tree = parse_xml(bundle.source, root, OPAQUE, ("newsitem",))
        yield from read_g2(bundle, tree)
        yield from damage_of(bundle, tree)


def read_nitf(bundle: Bundle, tree: Tree) -> Iterator[Found]:
    """Yield the page of a NITF document of its own."""
    root = tree.root
    long = bundle.too_long(root.start, root.end, None) if root is not None else None
    body = nitf_body(tree) if long is None else None
    if long is not None:
        yield long
    elif body is not None and body.words:
        yield bundle.page(body.source, filled(nitf_declared(tree), bundle.origin), html=body.html)
    else:
        yield bundle.issue("the NITF document has no text in its body; there is nothing to read")
    yield from damage_of(bundle, tree)


def nitf_body(tree: Tree) -> Body | None:
    """Return the text of a NITF document: its body.content, or all between head and end."""
    body = tree.root.child("body") if tree.root is not None else None
    if body is None:
        return None
    content = next(body.below("body.content"), body)
    return Body(as_html(tree.source, content.inner, content.end, rename_nitf), True)


def nitf_declared(tree: Tree) -> Declared:
    """Return what a NITF document says of its text."""
    root = tree.root
    if root is None:
        return Declared()
    publication = root.child("head", "pubdata")
    facts = root.child("head", "docdata")
    head = root.child("body", "body.head")
    dateline = head.child("dateline") if head is not None else None
    issued = nitf_date(tree, facts, "date.issue") or nitf_date(tree, facts, "date.release")
    owner = facts.child("doc.copyright") if facts is not None else None
    return Declared(
        url=web_address(tree.attribute(publication, "ex-ref")),
        title=nitf_title(tree, root),
        outlet=tree.attribute(publication, "name") or tree.attribute(owner, "holder"),
        agency=tree.first(head, "distributor"),
        language=tree.attribute(root, "xml:lang"),
        bylines=nitf_bylines(tree, head),
        section=tree.attribute(publication, "position.section"),
        dateline=tree.first(dateline, "location") or tree.plain(dateline),
        published=issued
        or nitf_date(tree, dateline, "story.date")
        or tree.attribute(publication, "date.publication"),
    )


def nitf_date(tree: Tree, parent: Element | None, name: str) -> str | None:
    """Return a date of NITF, whose words may differ from its normal form."""
    element = parent.child(name) if parent is not None else None
    return tree.attribute(element, "norm") or tree.plain(element)


def nitf_title(tree: Tree, root: Element) -> str | None:
    """Return the headline, or the title of the document."""
    headline = root.child("body", "body.head", "hedline")
    title = tree.first(headline, "hl1") or tree.plain(headline)
    return title or tree.first(root.child("head"), "title")


def nitf_bylines(tree: Tree, head: Element | None) -> tuple[str, ...]:
    """Return who wrote a NITF document: the persons that a byline marks, or all of its words."""
    names: list[str] = []
    for byline in head.all("byline") if head is not None else ():
        marked = [words for person in byline.all("person") if (words := tree.plain(person))]
        whole = tree.plain(byline)
        names += marked or ([whole] if whole else [])
    return tuple(dict.fromkeys(names[:MAX_BYLINES]))


def read_g2(bundle: Bundle, tree: Tree) -> Iterator[Found]:
    """Yield what each item of a NewsML-G2 message, or a single item, holds."""
    items = [item for name in G2_ITEMS for item in tree.top.below(name)]
    items.sort(key=lambda item: item.start)
    lone = len(items) == 1 and items[0] is tree.root
    if not items:
        yield bundle.issue("the NewsML-G2 message has no items; there is nothing to read")
    kept, more = bundle.first(items)
    for number, item in enumerate(kept, start=1):
        entry = None if lone else f"item {number}"
        long = bundle.too_long(item.start, item.end, entry)
        yield long or read_g2_item(bundle, tree, item, entry)
    yield from more


def read_g2_item(bundle: Bundle, tree: Tree, item: Element, entry: str | None) -> Found:
    """Return the page or the link that an item is, or why it is neither."""
    at = f"the NewsML-G2 item at byte {bundle.byte(item.start)}"
    status = code_of(tree, item.child("itemmeta", "pubstatus"))
    if status in WITHDRAWN:
        return bundle.issue(f"{at} is marked {status} by its sender; it is not read", entry)
    declared = g2_declared(tree, item)
    found = g2_content(tree, item)
    if found is not None:
        body, inner = found
        declared = merged(declared, inner)
        declared = filled(declared, bundle.origin) if entry is None else declared
        return bundle.page(body.source, declared, html=body.html, entry=entry)
    remote = web_address(tree.attribute(item.child("contentset", "remotecontent"), "href"))
    kind = code_of(tree, item.child("itemmeta", "itemclass")) or "text"
    if remote is not None and kind == "text":
        return bundle.link(declared, remote)
    if item.name != "newsitem" or kind != "text":
        name = kind if item.name == "newsitem" else item.name
        return bundle.issue(f"{at} is of type {shown(name)}, which has no text to read", entry)
    return bundle.issue(f"{at} has no text in its content set; there is nothing to read", entry)


def merged(outer: Declared, inner: Declared) -> Declared:
    """Return `outer` with what only the `inner` document says."""
    missing = {
        name: getattr(inner, name)
        for name in Declared.__struct_fields__
        if not getattr(outer, name) and getattr(inner, name)
    }
    return msgspec.structs.replace(outer, **missing)


def code_of(tree: Tree, element: Element | None) -> str | None:
    """Return the code of a concept without its scheme: "usable" of "stat:usable"."""
    code = tree.attribute(element, "qcode", "literal")
    return code.rpartition(":")[2].lower() if code else None


def named(tree: Tree, element: Element | None) -> str | None:
    """Return what a concept is called."""
    if element is None:
        return None
    return tree.first(element, "name") or tree.attribute(element, "literal") or tree.plain(element)


def g2_declared(tree: Tree, item: Element) -> Declared:
    """Return what a NewsML-G2 item says of its text."""
    about, content = item.child("itemmeta"), item.child("contentmeta")
    rights = item.child("rightsinfo", "copyrightholder")
    created = tree.first(about, "firstcreated") or tree.first(content, "contentcreated")
    version = tree.first(about, "versioncreated")
    provider = about.child("provider") if about is not None else None
    source = content.child("infosource") if content is not None else None
    return Declared(
        url=g2_address(tree, item),
        title=g2_headline(tree, content) or tree.first(about, "title"),
        outlet=named(tree, provider) or code_of(tree, provider) or named(tree, rights),
        agency=tree.first(content, "creditline") or named(tree, source),
        language=g2_language(tree, item, content),
        bylines=g2_bylines(tree, content),
        section=g2_section(tree, content),
        dateline=tree.first(content, "dateline"),
        published=created or version,
        updated=version if created and version != created else None,
    )


def g2_address(tree: Tree, item: Element) -> str | None:
    """Return the web address of an item, by its links or its id."""
    links = item.child("itemmeta")
    for link in links.all("link") if links is not None else ():
        if "html" in (tree.attribute(link, "contenttype") or "").lower():
            return web_address(tree.attribute(link, "href"))
    return web_address(tree.attribute(item, "guid"))


def g2_headline(tree: Tree, content: Element | None) -> str | None:
    """Return the main headline, or the first."""
    if content is None:
        return None
    headlines = list(content.all("headline"))
    main = [line for line in headlines if "main" in (tree.attribute(line, "role") or "")]
    return next((words for line in (*main, *headlines) if (words := tree.plain(line))), None)


def g2_language(tree: Tree, item: Element, content: Element | None) -> str | None:
    """Return the language of an item's text."""
    language = content.child("language") if content is not None else None
    return tree.attribute(language, "tag") or tree.attribute(item, "xml:lang")


def g2_bylines(tree: Tree, content: Element | None) -> tuple[str, ...]:
    """Return who wrote an item: the byline, or its creators."""
    if content is None:
        return ()
    lines = [words for line in content.all("by") if (words := tree.plain(line))]
    names = lines or [name for one in content.all("creator") if (name := named(tree, one))]
    return tuple(dict.fromkeys(names[:MAX_BYLINES]))


def g2_section(tree: Tree, content: Element | None) -> str | None:
    """Return the first subject of an item that has a name."""
    subjects = content.all("subject") if content is not None else ()
    return next((name for one in subjects if (name := tree.first(one, "name"))), None)


def g2_content(tree: Tree, item: Element) -> tuple[Body, Declared] | None:
    """Return the text of an item, and what it says of itself; of several the first with words."""
    contents = item.child("contentset")
    for content in contents.children if contents is not None else ():
        if content.name == "inlinexml":
            found = inline_xml(tree, content)
        elif content.name == "inlinedata":
            found = inline_data(tree, content)
        else:
            continue
        if found is not None and found[0].words:
            return found
    return None


def inline_data(tree: Tree, content: Element) -> tuple[Body, Declared] | None:
    """Return text that stands in an item as a string; None where it is coded bytes."""
    if tree.attribute(content, "encoding"):
        return None
    kind = (tree.attribute(content, "contenttype") or "").lower()
    string = tree.string(content)
    body = Body(string, False) if "plain" in kind else html_or_plain(string, "html" in kind)
    return body, Declared()


def inline_xml(tree: Tree, content: Element) -> tuple[Body, Declared] | None:
    """Return text that stands in an item as XHTML or NITF."""
    tags = scan_markup(tree.text, content.inner, content.end)
    root = next((token for token in tags if token.kind == "start"), None)
    name = root.name.rpartition(":")[2].lower() if root is not None else ""
    if root is not None and name == "nitf":
        inner = parse_xml(tree.source, root, OPAQUE, stop=content.end)
        body = nitf_body(inner)
        return (body, nitf_declared(inner)) if body is not None else None
    if name == "body.content":
        return Body(
            as_html(tree.source, content.inner, content.end, rename_nitf), True
        ), Declared()
    if name in HTML_ROOTS:
        source = as_html(tree.source, content.inner, content.end, rename_xhtml)
        return Body(source, True), Declared()
    return None
