"""One document in, what it holds out: pages, links to fetch, and issues.

What a document is, its bytes tell: a mail, a feed, a wire message, JSON, HTML or plain text.
Nothing that it names is opened.
"""

from collections.abc import Iterator

from sayso.errors import InputError
from sayso.ingest.detect import find_charset, is_html
from sayso.ingest.documents import feeds, wire
from sayso.ingest.documents.bundle import Bundle, shown
from sayso.ingest.documents.json_documents import read_json
from sayso.ingest.documents.mail import is_mail, read_mail
from sayso.ingest.documents.xml_markup import Token, find_root
from sayso.ingest.page import Found, Origin, check_bytes, page_in, set_aside
from sayso.traced import Traced

BLANKS = "\ufeff \t\r\n"
HTML_ROOTS = frozenset({"html", "head", "body", "div", "p", "article", "section", "main", "span"})


def read_document(data: bytes, origin: Origin, level: int = 0) -> Iterator[Found]:
    """Yield the pages, links and issues of one document of at most 20 MB, in its order.

    Never raises for what `data` holds: what cannot be read is an issue. `level` messages have it
    attached, one in the other.
    """
    try:
        yield from read_kind(data, origin, level)
    except InputError as error:
        yield set_aside(origin, str(error))


def read_kind(data: bytes, origin: Origin, level: int) -> Iterator[Found]:
    """Yield what a document holds, read as what its content tells.

    Raises `InputError` where it is empty or no text.
    """
    check_bytes(data)
    if is_mail(data):
        yield from read_mail(data, origin, read_document, level)
        return
    charset, skip = find_charset(data, origin.charset)
    source = Traced.decoded(data, charset, skip)
    if looks_like_json(source.text):
        yield from read_json(Bundle(data, origin, source, charset))
        return
    root = find_root(source.text)
    name = root.name.rpartition(":")[2].lower() if root is not None else ""
    if root is not None and name in feeds.ROOTS:
        yield from feeds.read_feed(Bundle(data, origin, source, charset), root)
    elif root is not None and name in wire.ROOTS:
        yield from wire.read_wire(Bundle(data, origin, source, charset), root)
    elif root is not None and is_other_xml(source.text, root, name):
        yield set_aside(
            origin,
            f"the input is XML of the kind {shown(root.name)}; sayso reads RSS, Atom, NewsML-G2, "
            f"NITF and XHTML, or the text alone",
        )
    else:
        yield page_in(data, origin, source, charset)


def looks_like_json(text: str) -> bool:
    """Tell whether `text` opens as JSON: an object, or a list of objects."""
    start = text[:1_000].lstrip(BLANKS)
    if start.startswith("{"):
        return start[1:].lstrip(BLANKS)[:1] in ('"', "}")
    return start.startswith("[") and start[1:].lstrip(BLANKS)[:1] in ("{", "]")


def is_other_xml(text: str, root: Token, name: str) -> bool:
    """Tell whether `text` is XML of a kind that is no page."""
    declared = text[: root.start].lstrip(BLANKS).startswith("<?xml")
    return declared and name not in HTML_ROOTS and not is_html(text)
