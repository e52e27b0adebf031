"""One page as it was read: its text, the bytes behind it, and what its container says of it."""

import hashlib

import msgspec

from sayso.errors import InputError
from sayso.ingest.detect import find_charset, is_html, name_binary
from sayso.records import Issue, Raw
from sayso.traced import Traced

HTML = "text/html"
PLAIN = "text/plain"


class Declared(msgspec.Struct, frozen=True, kw_only=True):
    """What a feed, a wire message, a mail or a WARC record says about the page it holds.

    Dates and names stand as found; `sayso.clean` reads them.
    """

    url: str | None = None
    title: str | None = None
    outlet: str | None = None
    agency: str | None = None
    language: str | None = None
    bylines: tuple[str, ...] = ()
    section: str | None = None
    dateline: str | None = None
    published: str | None = None
    updated: str | None = None
    fetched: str | None = None  # when the bytes were fetched: no page came out later


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """Where some bytes lie, and what is known of them before they are read."""

    path: str | None  # None for standard input
    entry: str | None = None  # the part of the file: "news.zip" holds "feed.xml", that holds "#3"
    charset: str | None = None  # as an HTTP or mail header names it
    declared: Declared = Declared()

    @property
    def name(self) -> str:
        """The input as issues name it: "news.zip!feed.xml"."""
        path = self.path or "-"
        return f"{path}!{self.entry}" if self.entry is not None else path

    def inside(self, entry: str) -> "Origin":
        """Return the origin of the part called `entry`."""
        whole = f"{self.entry}!{entry}" if self.entry is not None else entry
        return msgspec.structs.replace(self, entry=whole)


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """Decoded source of one page: plain text, or the HTML as written."""

    source: Traced
    raw: Raw
    data: bytes  # what `raw` describes, and the offsets of `source` count in
    declared: Declared = Declared()
    whole: bool = False  # the article's body alone: a wire message, a feed's content

    @property
    def text(self) -> str:
        """The source without its offsets."""
        return self.source.text


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """An item that names an article without holding it: something to fetch."""

    input: str  # the feed it stands in
    url: str
    title: str | None = None
    published: str | None = None


Found = Page | Link | Issue  # what an input holds


def page_of(data: bytes, path: str | None) -> Page:
    """Return the page in a file of its own: `read_page` for callers that know but the path.

    Raises `InputError` where `data` is empty or no text.
    """
    return read_page(data, Origin(path=path))


def read_page(data: bytes, origin: Origin) -> Page:
    """Return the page that `data` holds; charset and type are told by content.

    Raises `InputError` where `data` is empty or no text.
    """
    check_bytes(data)
    charset, skip = find_charset(data, origin.charset)
    return page_in(data, origin, Traced.decoded(data, charset, skip), charset)


def check_bytes(data: bytes) -> None:
    """Raise `InputError` where `data` is empty or no text."""
    if not data.strip():
        raise InputError("the input is empty; give a page with some text")
    binary = name_binary(data)
    if binary is not None:
        raise InputError(f"the input is {binary}, not text or HTML; save the page as one of those")


def page_in(data: bytes, origin: Origin, source: Traced, charset: str) -> Page:
    """Return the page that is all of `data`, whose text is `source`."""
    kind = HTML if is_html(source.text) else PLAIN
    raw = raw_of(data, origin, kind, charset)
    return Page(source=source, raw=raw, data=data, declared=origin.declared)


def raw_of(data: bytes, origin: Origin, media_type: str, charset: str | None) -> Raw:
    """Return the record of the bytes `data`; the map is left to whoever cleans the text."""
    return Raw(
        sha256=hashlib.sha256(data).hexdigest(),
        bytes=len(data),
        media_type=media_type,
        charset=charset,
        path=origin.path,
        url=origin.declared.url,
        entry=origin.entry,
    )


def set_aside(origin: Origin, message: str) -> Issue:
    """Return the issue for an input, or a part of one, that became no page."""
    return Issue(input=printable(origin.name), stage="read", error="InputError", message=message)


def damaged(origin: Origin, message: str) -> Issue:
    """Return the issue for damage; `message` names the place and the reason."""
    return Issue(input=printable(origin.name), stage="read", error="DamageError", message=message)


def printable(name: str) -> str:
    """Return `name` with undecodable bytes replaced, so that it can be written as UTF-8."""
    return name.encode("utf-8", "replace").decode("utf-8")
