"""The bytes of one document, and what comes out of it: pages, links, issues."""

from collections.abc import Sequence
from typing import Protocol, TypeVar
from urllib.parse import urljoin, urlsplit

import msgspec

from sayso.ingest.documents.body import Body
from sayso.ingest.page import HTML, PLAIN, Declared, Found, Link, Origin, Page, raw_of, set_aside
from sayso.records import Issue
from sayso.traced import Traced

MAX_ITEMS = 20_000  # pages, links and issues of one document; the largest feeds have 5,000
MAX_ITEM = 5_000_000  # characters of one item with its markup; the longest article has 500,000
MAX_URL = 2_000  # characters; a longer address is none that anybody printed
MAX_SHOWN = 60  # characters of a damaged input that a message quotes
WHOLE_PAGE = ("<!doctype", "<html", "<head", "<body", "<?xml")


class Placed(Protocol):
    """A part of a document that knows where it starts."""

    start: int


Part = TypeVar("Part", bound=Placed)


class Bundle:
    """One document in its charset; its pages count their offsets in all of its bytes."""

    def __init__(self, data: bytes, origin: Origin, source: Traced, charset: str | None) -> None:
        self.data = data
        self.origin = origin
        self.source = source
        self.raw = raw_of(data, origin, PLAIN, charset)

    def inside(self, entry: str | None) -> Origin:
        """Return the origin of the part called `entry`; of the whole for None."""
        return self.origin if entry is None else self.origin.inside(entry)

    def page(
        self,
        source: Traced,
        declared: Declared,
        *,
        html: bool,
        entry: str | None = None,
        whole: bool = True,
    ) -> Page:
        """Return the page of which `source` is the text or, with `html`, the markup.

        `whole` tells that it is the article's body alone; a complete HTML page never is.
        """
        complete = html and source.text[:200].lstrip().lower().startswith(WHOLE_PAGE)
        raw = msgspec.structs.replace(
            self.raw,
            media_type=HTML if html else PLAIN,
            entry=self.inside(entry).entry,
        )
        return Page(
            source=source,
            raw=raw,
            data=self.data,
            declared=declared,
            whole=whole and not complete,
        )

    def feed_item(
        self, body: Body | None, declared: Declared, start: int, entry: str | None
    ) -> Found:
        """Return the page or the link that the item at `start` is, or why it is neither."""
        if body is not None:
            return self.page(body.source, declared, html=body.html, entry=entry)
        if declared.url is not None:
            return self.link(declared, declared.url)
        return self.issue(
            f"the item at byte {self.byte(start)} has neither text nor a link; "
            f"the other items are read",
            entry,
        )

    def link(self, declared: Declared, url: str) -> Link:
        """Return an item that has no text here, only the address where its text is."""
        return Link(
            input=self.origin.name, url=url, title=declared.title, published=declared.published
        )

    def issue(self, message: str, entry: str | None = None) -> Issue:
        """Return what is wrong with the document, or with its part `entry`."""
        return set_aside(self.inside(entry), message)

    def first(self, items: Sequence[Part]) -> tuple[Sequence[Part], list[Issue]]:
        """Return as many of a document's items as are read, and the issue for the others."""
        if len(items) <= MAX_ITEMS:
            return items, []
        start = self.byte(items[MAX_ITEMS].start)
        return items[:MAX_ITEMS], [
            self.issue(
                f"the file has {len(items)} items; those from byte {start} on "
                f"({len(self.data) - start} bytes) are not read, split it into files of at most "
                f"{MAX_ITEMS}"
            )
        ]

    def too_long(self, start: int, end: int, entry: str | None) -> Issue | None:
        """Return the issue for an item that is longer than any article, None for another."""
        if end - start <= MAX_ITEM:
            return None
        return self.issue(
            f"the item at byte {self.byte(start)} has {end - start} characters, more than any "
            f"article; it is not read, split it",
            entry,
        )

    def byte(self, position: int) -> int:
        """Return the byte in which the character at `position` of the source starts."""
        starts = self.source.starts
        return int(starts[position]) if position < len(starts) else len(self.data)


def filled(declared: Declared, origin: Origin) -> Declared:
    """Return `declared` with what only the `origin` of the document knows."""
    outer = origin.declared
    missing = {
        name: getattr(outer, name)
        for name in Declared.__struct_fields__
        if not getattr(declared, name) and getattr(outer, name)
    }
    return msgspec.structs.replace(declared, **missing) if missing else declared


def web_address(url: str | None, base: str | None = None) -> str | None:
    """Return `url` as an absolute web address, read from `base`, or None where it is none."""
    if not url or len(url) > MAX_URL:
        return None
    try:
        whole = urljoin(base, url.strip()) if base else url.strip()
        parts = urlsplit(whole)
    except ValueError:  # an address in brackets that is none
        return None
    if parts.scheme.lower() not in ("http", "https") or not parts.netloc:
        return None
    return None if any(letter.isspace() for letter in whole) else whole


def shown(text: str) -> str:
    """Return the start of `text` as messages quote it."""
    return repr(" ".join(text[: MAX_SHOWN * 2].split())[:MAX_SHOWN])
