"""Every way to wrap an article in a file, each with how to read a range of its bytes again."""

import bz2
import hashlib
import lzma
from collections.abc import Callable, Iterator
from functools import partial
from typing import get_args

import msgspec

import formats
import layers
from formats import Article
from layers import Decoder
from sayso.ingest import Page

Unpack = Callable[[bytes], bytes]


class Wrapping(msgspec.Struct, frozen=True):
    """A format: how it is built, what it packs, what a range of a page's bytes says."""

    name: str
    build: Callable[[Article], bytes]
    decode: Decoder
    unpack: Unpack = bytes  # the file -> the bytes in which those of its pages stand

    def holds(self, file: bytes, page: Page) -> bool:
        """Tell whether the page's bytes are those that it describes, and stand in the file."""
        described = hashlib.sha256(page.data).hexdigest(), len(page.data)
        if described != (page.raw.sha256, page.raw.bytes):
            return False
        return page.data in self.unpack(file)


def positions(data: bytes, mark: bytes) -> Iterator[int]:
    """Yield where `mark` stands in `data`."""
    position = data.find(mark)
    while position >= 0:
        yield position
        position = data.find(mark, position + 1)


def page_wrappings() -> Iterator[Wrapping]:
    """Yield HTML and flattened text in their charsets and escapes."""
    for charset in ("utf-8", "utf-16", "windows-1252", "gb18030", "iso-2022-jp", "shift_jis"):
        build = partial(formats.html_page, charset=charset, inline=True)
        yield Wrapping(f"html-{charset}", build, layers.page(piecewise(charset)))
    for escape in get_args(formats.Escape):
        build = partial(formats.html_page, escape=escape, inline=True, newline="\r\n")
        yield Wrapping(f"html-{escape}", build, layers.page())
    for charset in ("utf-8", "utf-16"):
        for wrap in (None, 72):
            text = partial(formats.flattened_text, charset=charset, wrap=wrap)
            yield Wrapping(f"text-{charset}-{wrap}", text, layers.plain(piecewise(charset)))


def piecewise(charset: str) -> str:
    """Return the charset that pieces from the middle of a file are in."""
    return "utf-16-le" if charset == "utf-16" else charset


def html_wrappings(html_of: Callable[[Article], bytes]) -> Iterator[Wrapping]:
    """Yield the containers of a whole HTML page, which `html_of` gives."""

    def wrapping(name: str, wrap: Callable[[bytes], bytes]) -> Wrapping:
        def build(article: Article) -> bytes:
            page = html_of(article)
            inside[hashlib.sha256(wrap(page)).hexdigest()] = page
            return wrap(page)

        def unpack(file: bytes) -> bytes:
            return inside[hashlib.sha256(file).hexdigest()]

        inside: dict[str, bytes] = {}
        return Wrapping(name, build, layers.page(), unpack)

    yield wrapping("html", bytes)
    yield wrapping("gzip", formats.gz)
    yield wrapping("bzip2", bz2.compress)
    yield wrapping("xz", lzma.compress)
    yield wrapping("zip", lambda page: formats.zip_of({"a.html": page}))
    yield wrapping("tar", lambda page: formats.tar_of({"news/a.html": page}))
    yield wrapping("tar-gzip", lambda page: formats.gz(formats.tar_of({"a.html": page})))
    yield wrapping("zip-gzip", lambda page: formats.zip_of({"a/b.gz": formats.gz(page)}))
    for coding in get_args(formats.Coding):
        for chunks in (False, True):
            packing: formats.Packing = "members" if chunks else "plain"
            warc = partial(warc_with, coding=coding, packing=packing, chunks=chunks)
            yield wrapping(f"warc-{packing}-{coding}", warc)
    yield wrapping("warc-resource", lambda page: formats.warc([formats.warc_resource(page)]))
    yield wrapping("wacz", lambda page: formats.zip_of({"archive/a.warc": warc_with(page)}))


def warc_with(
    page: bytes,
    coding: formats.Coding = None,
    packing: formats.Packing = "plain",
    chunks: bool = False,
) -> bytes:
    """Return a WARC that holds `page`."""
    record = formats.warc_response(page, coding=coding, chunks=chunks)
    return formats.warc([formats.warc_info(), formats.warc_request(), record], packing)


def feed_wrappings() -> Iterator[Wrapping]:
    """Yield feeds: the article stands in an item, after another one."""
    for place in ("encoded", "encoded-escaped", "description", "cdata-description"):
        yield Wrapping(f"rss-{place}", feed(formats.rss, place), layers.xml_html())
        yield Wrapping(f"rss1-{place}", feed(formats.rss1, place), layers.xml_html())
    for kind, decode in (
        ("html", layers.xml_html()),
        ("cdata", layers.xml_html()),
        ("xhtml", layers.xml_text()),
        ("text", layers.xml_text()),
    ):
        yield Wrapping(f"atom-{kind}", feed(formats.atom, kind), decode)
    for ascii_only in (False, True):
        name = f"json-feed-{'ascii' if ascii_only else 'utf-8'}"
        build = partial(formats.json_feed, ascii_only=ascii_only)
        yield Wrapping(f"{name}-html", feed(build, "html"), layers.json_html)
        yield Wrapping(f"{name}-text", feed(build, "text"), layers.json_text)


def feed(build: Callable[..., bytes], content: str) -> Callable[[Article], bytes]:
    """Return what builds a feed of another article and the given one."""
    return lambda article: build([formats.BRIDGE, article], content)


def wire_wrappings() -> Iterator[Wrapping]:
    """Yield wire files."""
    for version in (1, 2, 3):
        for ascii_only in (False, True):
            build = partial(formats.ninjs, version=version, ascii_only=ascii_only)
            yield Wrapping(f"ninjs-{version}-html-{ascii_only}", build, layers.json_html)
        text = partial(formats.ninjs, version=version, content="text")
        yield Wrapping(f"ninjs-{version}-text", text, layers.json_text)
    for charset in ("utf-8", "utf-16", "iso-8859-1"):
        build = partial(formats.nitf, charset=charset, doctype=charset == "utf-8")
        yield Wrapping(f"nitf-{charset}", build, layers.xml_text(piecewise(charset)))
    for content in get_args(formats.G2Content):
        item = partial(formats.newsml_g2, content=content)
        yield Wrapping(f"g2-{content}", item, layers.xml_text())
        message = feed(formats.newsml_g2_message, content)
        yield Wrapping(f"g2-message-{content}", message, layers.xml_text())


def mail_wrappings() -> Iterator[Wrapping]:
    """Yield messages and mailboxes."""
    for shape in get_args(formats.MailShape):
        for coding in get_args(formats.MailCoding):
            build = partial(formats.eml, shape=shape, coding=coding)
            yield Wrapping(f"eml-{shape}-{coding}", build, layers.mail)
        box = partial(in_mbox, shape=shape)
        yield Wrapping(f"mbox-{shape}", box, layers.mail)
    for coding in get_args(formats.MailCoding):
        yield Wrapping(f"mhtml-{coding}", partial(formats.mhtml, coding=coding), layers.mail)
    for charset in ("windows-1252", "utf-8"):
        build = partial(formats.eml, shape="html", charset=charset, newline="\n")
        yield Wrapping(f"eml-html-{charset}", build, layers.mail)


def in_mbox(article: Article, shape: formats.MailShape) -> bytes:
    """Return a mailbox that holds another article and the given one."""
    return formats.mbox_of([formats.SCHOOL, article], shape)


def row_wrappings() -> Iterator[Wrapping]:
    """Yield JSON lines."""
    for row in formats.ROWS:
        for ascii_only in (False, True):
            build = partial(in_rows, row=row, ascii_only=ascii_only)
            name = f"jsonl-{row}-{'ascii' if ascii_only else 'utf-8'}"
            yield Wrapping(name, build, layers.json_text)
        listed = feed(formats.json_list, row)
        yield Wrapping(f"json-list-{row}", listed, layers.json_text)


def in_rows(article: Article, row: str, ascii_only: bool) -> bytes:
    """Return JSON lines of another article and the given one."""
    return formats.jsonl([formats.SCHOOL, article], row, ascii_only)


def inline_page(article: Article) -> bytes:
    """Return the article as an HTML page with tags in its text."""
    return formats.html_page(article, inline=True)


def all_wrappings() -> list[Wrapping]:
    """Return every format."""
    return [
        *page_wrappings(),
        *html_wrappings(inline_page),
        *article_wrappings(),
    ]


def article_wrappings() -> list[Wrapping]:
    """Return the formats that hold an article's text and no page around it."""
    return [*feed_wrappings(), *wire_wrappings(), *mail_wrappings(), *row_wrappings()]
