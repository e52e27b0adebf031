"""Inputs made to break a reader: bombs, depths, lies about length, doors to other files.

Each takes a size `n` (how many levels, fields, parts) and a `Bait`, and returns bytes. 100,000
is the full size.
"""

import bz2
import io
import json
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from functools import partial
from typing import Any

import brotli
import msgspec

import formats
from formats import QUAY

FULL = 100_000
BOMB = 300  # zero bytes a unit of `n`: 30 MB at full size, packed 1000 to 1
MANY = 20  # units of `n` for one whole part (an item, a member): full size has 5,000


class Bait(msgspec.Struct, frozen=True):
    """What no reader may touch: a file that holds `secret`, and an address that listens."""

    path: str = "/etc/passwd"
    address: str = "127.0.0.1:9"
    secret: str = "root:x:0:0"


Payload = Callable[[int, Bait], bytes]
PAYLOADS: dict[str, Payload] = {}


def payload(make: Payload) -> Payload:
    """Enter a function in the table of payloads."""
    PAYLOADS[make.__name__.replace("_", "-")] = make
    return make


def page_with(body: str, head: str = "") -> bytes:
    """Return an HTML news page with more in its head, and more before its text."""
    source = formats.html_text(QUAY, head=head)
    return source.replace("<main>", f"{body}<main>", 1).encode("utf-8", "surrogatepass")


# --- XML: entities and document types


def with_doctype(xml: bytes, subset: str, reference: str, external: str = "") -> bytes:
    """Return an XML file with a document type, and `reference` in its first text of the body."""
    root = xml.split(b"?>", 1)[1].lstrip().removeprefix(b"<").replace(b">", b" ").split()[0]
    declaration = f"<!DOCTYPE {root.decode()}{external} [\n{subset}\n]>\n".encode()
    spot = xml.index(b"The quay at")
    head, rest = xml[:spot], xml[spot:]
    return head.replace(b"?>\n", b"?>\n" + declaration, 1) + reference.encode() + rest


XML_FILES: dict[str, bytes] = {
    "rss": formats.rss(content="description"),
    "rss1": formats.rss1(content="encoded-escaped"),
    "atom": formats.atom(content="xhtml"),
    "nitf": formats.nitf(),
    "g2": formats.newsml_g2(),
    "g2-message": formats.newsml_g2_message(content="nitf"),
}


def laughs(xml: bytes, n: int, _bait: Bait) -> bytes:
    lines = ['<!ENTITY e0 "lol ">']
    levels = min(40, 2 + n // 2_000)
    lines += [f'<!ENTITY e{i + 1} "{f"&e{i};" * 10}">' for i in range(levels)]
    return with_doctype(xml, "\n".join(lines), f"&e{levels};")


def blowup(xml: bytes, n: int, _bait: Bait) -> bytes:
    return with_doctype(xml, f'<!ENTITY long "{"x" * n}">', "&long;" * (n // 10))


def recursion(xml: bytes, _n: int, _bait: Bait) -> bytes:
    return with_doctype(xml, '<!ENTITY a "&b;"><!ENTITY b "&a;">', "&a;")


def file_entity(xml: bytes, _n: int, bait: Bait) -> bytes:
    return with_doctype(xml, f'<!ENTITY x SYSTEM "file://{bait.path}">', "&x;")


def web_entity(xml: bytes, _n: int, bait: Bait) -> bytes:
    return with_doctype(xml, f'<!ENTITY x SYSTEM "http://{bait.address}/x">', "&x;")


def parameter_entity(xml: bytes, _n: int, bait: Bait) -> bytes:
    subset = (
        f'<!ENTITY % file SYSTEM "file://{bait.path}">\n'
        f'<!ENTITY % dtd SYSTEM "http://{bait.address}/x.dtd">\n%file;\n%dtd;'
    )
    return with_doctype(xml, subset, "")


def web_doctype(xml: bytes, _n: int, bait: Bait) -> bytes:
    return with_doctype(xml, "", "", f' SYSTEM "http://{bait.address}/x.dtd"')


def file_doctype(xml: bytes, _n: int, bait: Bait) -> bytes:
    return with_doctype(xml, "", "", f' PUBLIC "-//x//y" "file://{bait.path}"')


def include(xml: bytes, _n: int, bait: Bait) -> bytes:
    tag = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" parse="text" href="file://{bait.path}"/>'
    return xml.replace(b"The quay at", tag.encode() + b"The quay at", 1)


def stylesheet(xml: bytes, _n: int, bait: Bait) -> bytes:
    line = f'<?xml-stylesheet type="text/xsl" href="http://{bait.address}/x.xsl"?>\n'
    return xml.replace(b"?>\n", b"?>\n" + line.encode(), 1)


def deep(xml: bytes, n: int, _bait: Bait) -> bytes:
    return xml.replace(b"The quay at", b"<x>" * n + b"The quay at", 1)


def deep_and_closed(xml: bytes, n: int, _bait: Bait) -> bytes:
    return xml.replace(b"The quay at", b"<x>" * n + b"The quay at" + b"</x>" * n, 1)


def many_attributes(xml: bytes, n: int, _bait: Bait) -> bytes:
    tag = "<x " + " ".join(f'a{i}="1"' for i in range(n)) + "/>"
    return xml.replace(b"The quay at", tag.encode() + b"The quay at", 1)


def many_namespaces(xml: bytes, n: int, _bait: Bait) -> bytes:
    tags = "".join(f'<x{i} xmlns="urn:{i}">' for i in range(n // 10))
    return xml.replace(b"The quay at", tags.encode() + b"The quay at", 1)


def references(xml: bytes, n: int, _bait: Bait) -> bytes:
    odd = "&#0;&#xD800;&#x110000;&#99999999999999999999;&nosuch;&amp"
    return xml.replace(b"The quay at", (odd * (n // 100)).encode() + b"The quay at", 1)


def charset_lie(xml: bytes, _n: int, _bait: Bait) -> bytes:
    return xml.replace(b'encoding="utf-8"', b'encoding="utf-7"', 1)


def wide(xml: bytes, _n: int, _bait: Bait) -> bytes:
    return xml.decode().replace('"utf-8"', '"utf-16"', 1).encode("utf-16")


XML_PAYLOADS: tuple[Callable[[bytes, int, Bait], bytes], ...] = (
    laughs, blowup, recursion, file_entity, web_entity, parameter_entity, web_doctype,
    file_doctype, include, stylesheet, deep, deep_and_closed, many_attributes, many_namespaces,
    references, charset_lie, wide,
)  # fmt: skip
PAYLOADS.update(
    {
        f"{name}-{make.__name__.replace('_', '-')}": partial(make, xml)
        for name, xml in XML_FILES.items()
        for make in XML_PAYLOADS
    }
)


@payload
def rss_many_items(n: int, _bait: Bait) -> bytes:
    item = b"<item><title>A</title><link>https://a.example/%d</link></item>"
    items = b"".join(item % number for number in range(n // MANY))
    return formats.rss(content="link").replace(b"</channel>", items + b"</channel>")


@payload
def rss_odd_dates(n: int, _bait: Bait) -> bytes:
    dates = (
        "99999999999999",
        "Tue, 99 Foo 0000 99:99:99 +9999",
        "-" * n,
        "1e999",
        "٣ مارس",
        "0" * n,
    )
    feed = formats.rss().decode()
    for date in dates:
        feed = feed.replace(
            "<pubDate>", f"<pubDate>{date}</pubDate><dc:date>{date}</dc:date><pubDate>", 1
        )
    return feed.encode()


@payload
def rss_end_marks(n: int, _bait: Bait) -> bytes:
    return formats.rss().replace(b"The quay at", b"]]>" * (n // 10) + b"The quay at", 1)


@payload
def rss_cdata_open(n: int, _bait: Bait) -> bytes:
    return formats.rss().replace(b"The quay at", b"<![CDATA[" * n + b"The quay at", 1)


@payload
def rss_deep_html(n: int, _bait: Bait) -> bytes:
    return formats.rss().replace(b"<p>The quay", b"<div>" * n + b"<p>The quay", 1)


@payload
def atom_odd_types(n: int, _bait: Bait) -> bytes:
    return formats.atom().replace(b'type="html"', b'type="' + b"a/" * n + b'"', 1)


# --- HTML


@payload
def html_deep(n: int, _bait: Bait) -> bytes:
    return page_with("<div>" * n)


@payload
def html_deep_closed(n: int, _bait: Bait) -> bytes:
    source = formats.html_text(QUAY)
    source = source.replace("<main>", "<div>" * n + "<main>").replace(
        "</main>", "</main>" + "</div>" * n
    )
    return source.encode()


@payload
def html_deep_lists(n: int, _bait: Bait) -> bytes:
    return page_with("<ul><li>" * n)


@payload
def html_deep_tables(n: int, _bait: Bait) -> bytes:
    return page_with("<table><tr><td>" * (n // 3))


@payload
def html_deep_inline(n: int, _bait: Bait) -> bytes:
    return page_with("<b><i><a href=x><font>" * (n // 4))


@payload
def html_misnested(n: int, _bait: Bait) -> bytes:
    return page_with("<a><b><p></a></b>" * (n // 5))


@payload
def html_deep_templates(n: int, _bait: Bait) -> bytes:
    return page_with("<template>" * n)


@payload
def html_deep_foreign(n: int, _bait: Bait) -> bytes:
    return page_with("<svg><foreignObject><math><annotation-xml>" * (n // 4))


@payload
def html_deep_forms(n: int, _bait: Bait) -> bytes:
    return page_with("<form><select><option><button>" * (n // 4))


@payload
def html_attributes(n: int, _bait: Bait) -> bytes:
    return page_with("<p " + " ".join(f'a{i}="1"' for i in range(10 * n)) + ">")


@payload
def html_same_attribute(n: int, _bait: Bait) -> bytes:
    return page_with("<p " + "class=x " * (10 * n) + ">")


@payload
def html_long_value(n: int, _bait: Bait) -> bytes:
    return page_with(f"<a href=\"data:{'A' * (20 * n)}\" title='{'<p>' * n}'>x</a>")


@payload
def html_references(n: int, _bait: Bait) -> bytes:
    odd = "&#0;&#128;&#xD800;&#x110000;&#" + "9" * 50 + ";&nosuch;&amp&lt&notit;"
    return page_with(f"<p>{odd * (n // 50)}</p>")


@payload
def html_long_reference(n: int, _bait: Bait) -> bytes:
    return page_with(f"<p>&#{'9' * n};&#x{'f' * n};&{'a' * n};</p>")


@payload
def html_ampersands(n: int, _bait: Bait) -> bytes:
    return page_with("&" * (10 * n))


@payload
def html_open_comments(n: int, _bait: Bait) -> bytes:
    return page_with("<!--" * n)


@payload
def html_odd_comments(n: int, _bait: Bait) -> bytes:
    return page_with(
        "<!--->" * (n // 3) + "<!-- a -- b --!>" * (n // 3) + "<!x>" * n + "</ x>" * n
    )


@payload
def html_open_scripts(n: int, _bait: Bait) -> bytes:
    return page_with("<script>" * n)


@payload
def html_script_states(n: int, _bait: Bait) -> bytes:
    return page_with("<script><!--<script></script>" * n)


@payload
def html_open_tags(n: int, _bait: Bait) -> bytes:
    return page_with("<p " * n)


@payload
def html_angles(n: int, _bait: Bait) -> bytes:
    return page_with("<" * (10 * n))


@payload
def html_raw_text(n: int, _bait: Bait) -> bytes:
    return page_with("<textarea>" * n + "<title>" * n + "<plaintext>")


@payload
def html_frames(n: int, _bait: Bait) -> bytes:
    return page_with("<frameset><iframe srcdoc='<p>x'><noframes>" * (n // 4))


@payload
def html_many_paragraphs(n: int, _bait: Bait) -> bytes:
    return page_with("<p>A quay was shut in May.</p>" * (n // 2))


@payload
def html_many_meta(n: int, _bait: Bait) -> bytes:
    meta = '<meta property="article:author" content="A B"><link rel=canonical href="//[">'
    return page_with("", meta * (n // 4))


@payload
def html_json_deep(n: int, _bait: Bait) -> bytes:
    return page_with("", f'<script type="application/ld+json">{"[" * n}</script>')


@payload
def html_json_objects(n: int, _bait: Bait) -> bytes:
    deep = '{"@graph":[{"author":' * n
    return page_with("", f'<script type="application/ld+json">{deep}</script>')


@payload
def html_json_numbers(n: int, _bait: Bait) -> bytes:
    data = f'{{"@type":"NewsArticle","datePublished":{"9" * n},"headline":-1e{"9" * n}}}'
    return page_with("", f'<script type="application/ld+json">{data}</script>')


@payload
def html_json_surrogates(n: int, _bait: Bait) -> bytes:
    data = '{"@type":"NewsArticle","headline":"' + "\\ud800" * (n // 10) + '","author":"\\udfff"}'
    return page_with("", f'<script type="application/ld+json">{data}</script>')


@payload
def html_json_many_authors(n: int, _bait: Bait) -> bytes:
    authors: list[Any] = [{"@type": "Person", "name": f"A{i} B"} for i in range(n // 10)]
    data = json.dumps({"@type": "NewsArticle", "author": authors, "headline": ["x"] * 99})
    return page_with("", f'<script type="application/ld+json">{data}</script>')


@payload
def html_odd_dates(n: int, _bait: Bait) -> bytes:
    dates = ("0000-00-00T99:99Z", "9" * n, "2024-02-30", "9999-12-31T23:59:59-24:00", "+" * n)
    return page_with("".join(f'<time datetime="{date}">{date}</time>' for date in dates))


@payload
def html_odd_addresses(n: int, _bait: Bait) -> bytes:
    odd = ("http://[::1", "http://a:99999999/", "//" * n, "http://" + "a." * n, "http://\\\\a@b")
    return page_with("", "".join(f'<link rel=canonical href="{address}">' for address in odd))


@payload
def html_surrogates(n: int, _bait: Bait) -> bytes:
    return page_with("<p>" + "\ud800 x \udfff" * (n // 10) + "</p>")


@payload
def html_nuls(n: int, _bait: Bait) -> bytes:
    return page_with("<p\0>" * (n // 20) + "<\0p>" + "a\0b" * (n // 100))


@payload
def html_controls(n: int, _bait: Bait) -> bytes:
    return page_with("<p>" + "\x0b\x1b\x85\u2028\u202e\ufeff" * n + "</p>")


@payload
def html_combining(n: int, _bait: Bait) -> bytes:
    return page_with("<p>The quay is e" + "\u0301\u0323" * n + " shut.</p>")


@payload
def html_jamo(n: int, _bait: Bait) -> bytes:
    return page_with("<p>" + "\u1100\u1161\u11a8" * n + "</p>")


@payload
def html_crossed_charsets(n: int, _bait: Bait) -> bytes:
    page = formats.html_page(QUAY)
    wide = "<p>wide text</p>".encode("utf-16")
    return page.replace(b"<main>", wide + b"\xff\xfe\xfd\x80" * (n // 10) + b"\xef\xbb\xbf<main>")


@payload
def html_escape_sequences(n: int, _bait: Bait) -> bytes:
    page = formats.html_page(formats.JAPANESE, "iso-2022-jp")
    return page.replace(b"<main>", b"\x1b$B\x1b(B" * n + b"\x1b$B<main>")


@payload
def html_half_characters(n: int, _bait: Bait) -> bytes:
    page = formats.html_page(formats.CHINESE, "gb18030")
    return page.replace(b"<main>", b"\x81\x30\x81" * (n // 3) + b"<main>")


@payload
def html_svg_entities(_n: int, bait: Bait) -> bytes:
    kind = f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{bait.path}">]>'
    return (
        formats.html_page(QUAY)
        .replace(b"<!DOCTYPE html>", kind.encode())
        .replace(b"<p>", b"<p>&x;")
    )


@payload
def html_style_doors(_n: int, bait: Bait) -> bytes:
    base = (
        f'<base href="http://{bait.address}/"><link rel=stylesheet href="http://{bait.address}/a">'
    )
    return page_with(
        f'<iframe src="file://{bait.path}"></iframe><img src="//{bait.address}/a">', base
    )


# --- plain text


@payload
def text_one_line(n: int, _bait: Bait) -> bytes:
    return b"The port was closed on Monday, officials said. " * (n // 4)


@payload
def text_short_lines(n: int, _bait: Bait) -> bytes:
    return b"Short line\n" * n


@payload
def text_brackets(n: int, _bait: Bait) -> bytes:
    return b"The quay is (" + b"(" * n + b"\n" + b"[" * n + "“".encode() * n


@payload
def text_blanks(n: int, _bait: Bait) -> bytes:
    return b"The quay" + b" \t\r\n" * n + b"was shut.\n" + "\u00a0\u200b".encode() * n


@payload
def text_bylines(n: int, _bait: Bait) -> bytes:
    return (b"By " + b"Ab " * 40 + b"\n") * (n // 40)


@payload
def text_dates(n: int, _bait: Bait) -> bytes:
    return b"12/12/2012 12:12 GMT, Mon 3 May 2011\n" * (n // 10)


@payload
def text_marks(n: int, _bait: Bait) -> bytes:
    return ("a" + "\u0301" * n + " \u202e\ufeff\u00ad" * n).encode()


@payload
def text_carriage_returns(n: int, _bait: Bait) -> bytes:
    return b"The quay was shut on Monday.\r" * (n // 4) + b"\r\r\n" * n


# --- JSON


@payload
def json_deep_lists(n: int, _bait: Bait) -> bytes:
    return b"[" * n


@payload
def json_deep_closed(n: int, _bait: Bait) -> bytes:
    return b'{"text": ' + b"[" * n + b"]" * n + b"}\n" + formats.jsonl()


@payload
def json_deep_objects(n: int, _bait: Bait) -> bytes:
    return b'{"text":' * n


@payload
def json_feed_deep(n: int, _bait: Bait) -> bytes:
    return formats.json_feed().replace(
        b'"items": [', b'"_x": ' + b"[" * n + b"]" * n + b', "items": [', 1
    )


@payload
def json_feed_odd_fields(n: int, _bait: Bait) -> bytes:
    feed = json.loads(formats.json_feed())
    odd: tuple[Any, ...] = (None, True, -1, 1e300, [], {}, ["a"] * 9, {"name": None}, "x" * n)
    feed["items"] += [
        {**feed["items"][0], key: value} for key in feed["items"][0] for value in odd
    ]
    return json.dumps(feed).encode()


@payload
def json_feed_surrogates(n: int, _bait: Bait) -> bytes:
    escapes = rb"\ud800 \udfff\ud83d \u0000" * (n // 100)
    return formats.json_feed(ascii_only=True).replace(b"The quay at", escapes + b"The quay at", 1)


@payload
def json_numbers(n: int, _bait: Bait) -> bytes:
    rows = [b'{"id": %b, "text": "The quay was shut.", "date": %b}' % (b"9" * n, b"1" * n)]
    rows += [b'{"text": "A quay.", "date": 1e99999, "id": -0, "x": NaN, "y": Infinity}']
    return b"\n".join(rows)


@payload
def jsonl_odd_rows(n: int, _bait: Bait) -> bytes:
    rows = [b"null", b"1", b'"text"', b"[]", b"{}", b'{"text": null}', b'{"text": {"a": 1}}', b"{"]
    rows += [b'{"text": "' + b"x" * n + b'"}', b'{"text": "a", "text": "b"}', b"\xff", b"{\0}"]
    return formats.jsonl() + b"\n".join(rows) + b"\n" + formats.jsonl()


@payload
def jsonl_long_line(n: int, _bait: Bait) -> bytes:
    return json.dumps({"text": "The quay was shut on Monday. " * n}).encode()


@payload
def jsonl_open_string(n: int, _bait: Bait) -> bytes:
    return formats.jsonl() + b'{"text": "' + b"\\u00e9" * (10 * n)


@payload
def jsonl_many_rows(n: int, _bait: Bait) -> bytes:
    return b'{"text": "The quay was shut."}\n' * (n // (10 * MANY))


@payload
def ninjs_odd_bodies(n: int, _bait: Bait) -> bytes:
    item = formats.ninjs_item(QUAY, 2)
    bodies: list[Any] = [None, "x", {"value": 1}, {"value": "<p>" * n}, {"contenttype": []}, []]
    return json.dumps({**item, "bodies": bodies + item["bodies"], "headlines": 7}).encode()


# --- gzip


def zeros(n: int) -> bytes:
    """Return spaces that pack 1000 to 1, behind the start of a page."""
    return formats.html_page(QUAY) + b" " * (BOMB * n)


@payload
def gzip_bomb(n: int, _bait: Bait) -> bytes:
    return formats.gz(zeros(n), 9)


@payload
def gzip_nested_bomb(n: int, _bait: Bait) -> bytes:
    return formats.gz(formats.gz(zeros(3 * n), 9), 9)


@payload
def gzip_deep(n: int, _bait: Bait) -> bytes:
    data = formats.html_page(QUAY)
    for _ in range(max(3, n // 500)):
        data = formats.gz(data)
    return data


@payload
def gzip_many_members(n: int, _bait: Bait) -> bytes:
    return formats.gz(formats.html_page(QUAY)) + formats.gz(b"") * n


@payload
def gzip_wrong_sum(_n: int, _bait: Bait) -> bytes:
    return formats.gz(formats.html_page(QUAY))[:-8] + b"\0" * 8


@payload
def gzip_trailing(n: int, _bait: Bait) -> bytes:
    return formats.gz(formats.html_page(QUAY)) + b"\0" * n + b"trailing"


@payload
def gzip_long_name(n: int, _bait: Bait) -> bytes:
    return b"\x1f\x8b\x08\x08\0\0\0\0\0\x03" + b"a" * (10 * n)


@payload
def gzip_flags(_n: int, _bait: Bait) -> bytes:
    return b"\x1f\x8b\x08\xff\0\0\0\0\0\x03\xff\xff" + formats.gz(b"x")[10:]


@payload
def gzip_many_pages(n: int, _bait: Bait) -> bytes:
    return formats.gz_members([formats.html_page(QUAY)] * (n // (10 * MANY)))


# --- zip


def zip_entry(name: bytes, data: bytes, method: int = 8, flags: int = 0, size: int = -1) -> bytes:
    """Return a local entry of a ZIP archive, with what lies it may tell."""
    packed = deflated(data) if method == 8 else data
    told = len(data) if size < 0 else size
    crc = zlib.crc32(data)
    head = struct.pack(
        "<4s5H3I2H", b"PK\3\4", 20, flags, method, 0, 33, crc, len(packed), told, len(name), 0
    )
    return head + name + packed


def deflated(data: bytes) -> bytes:
    """Return `data` as a bare deflate stream."""
    packer = zlib.compressobj(9, wbits=-15)
    return packer.compress(data) + packer.flush()


def zip_directory(
    entries: list[tuple[bytes, bytes, int]], method: int = 8, flags: int = 0, size: int = -1
) -> bytes:
    """Return the directory of (name, data, offset) entries, after entries of `zip_entry`."""
    out = []
    for name, data, offset in entries:
        packed = deflated(data) if method == 8 else data
        told = len(data) if size < 0 else size
        fields = (20, 20, flags, method, 0, 33, zlib.crc32(data), len(packed), told, len(name))
        out.append(struct.pack("<4s6H3I5H2I", b"PK\1\2", *fields, 0, 0, 0, 0, 0, offset) + name)
    return b"".join(out)


def zip_end(count: int, size: int, offset: int) -> bytes:
    """Return the record that ends a ZIP archive."""
    shown = min(count, 65_535)
    return struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, shown, shown, size, offset, 0)


def odd_zip(
    name: bytes = b"a.html", copies: int = 1, method: int = 8, flags: int = 0, size: int = -1
) -> bytes:
    """Return a ZIP whose directory names one entry `copies` times."""
    data = formats.html_page(QUAY)
    entry = zip_entry(name, data, method, flags, size)
    directory = zip_directory([(name, data, 0)], method, flags, size) * copies
    return entry + directory + zip_end(copies, len(directory), len(entry))


@payload
def zip_bomb(n: int, _bait: Bait) -> bytes:
    return formats.zip_of({"a.html": zeros(n), "b.html": formats.html_page(QUAY)})


@payload
def zip_deep(n: int, _bait: Bait) -> bytes:
    data = formats.html_page(QUAY)
    for _ in range(max(3, n // 500)):
        data = formats.zip_of({"a.zip": data})
    return data


@payload
def zip_wide_and_deep(n: int, _bait: Bait) -> bytes:
    data = formats.zip_of({"a.html": zeros(n // 10)})
    for _ in range(4):
        data = formats.zip_of({f"{i}.zip": data for i in range(10)})
    return data


def tar_entry(name: str, data: bytes = b"", kind: bytes = b"0", size: int = -1) -> bytes:
    """Return one member of a tar archive; `size` tells a wrong one."""
    entry = tarfile.TarInfo(name)
    entry.type, entry.size = kind, len(data) if size < 0 else size
    return entry.tobuf(tarfile.GNU_FORMAT) + data + bytes(-len(data) % 512)


@payload
def tar_links(n: int, bait: Bait) -> bytes:
    parts = []
    for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.GNUTYPE_SPARSE):
        entry = tarfile.TarInfo(bait.path)
        entry.type, entry.linkname = kind, bait.path
        parts.append(entry.tobuf(tarfile.GNU_FORMAT))
    return b"".join(parts) * (n // 100 + 1) + tar_entry("../" * 20 + bait.path, b"A page.")


@payload
def tar_many_members(n: int, _bait: Bait) -> bytes:
    return b"".join(tar_entry(f"{i}.txt", b"A word.\n") for i in range(n // MANY)) + bytes(1024)


@payload
def tar_sizes(n: int, _bait: Bait) -> bytes:
    page = formats.html_page(QUAY)
    sizes = (0, len(page) - 1, len(page) + 600, 8**11 - 1, 2**62)
    return b"".join(tar_entry("a.html", page, size=size) for size in sizes * (n // 10_000 + 1))


@payload
def tar_long_names(n: int, _bait: Bait) -> bytes:
    name = b"a/" * n
    long = tar_entry("././@LongLink", name, tarfile.GNUTYPE_LONGNAME)
    return long * 20 + tar_entry("a", formats.html_page(QUAY)) + bytes(1024)


@payload
def tar_bomb(n: int, _bait: Bait) -> bytes:
    return formats.gz(formats.tar_of({"a.html": zeros(n), "b.html": formats.html_page(QUAY)}))


@payload
def zip_overlapping(n: int, _bait: Bait) -> bytes:
    return odd_zip(copies=max(2, n // 20))


@payload
def zip_overlapping_bomb(n: int, _bait: Bait) -> bytes:
    data = zeros(n // 20)
    entry = zip_entry(b"a.html", data)
    directory = zip_directory([(b"a.html", data, 0)]) * 500
    return entry + directory + zip_end(500, len(directory), len(entry))


@payload
def zip_huge_size(_n: int, _bait: Bait) -> bytes:
    return odd_zip(size=0xFFFF_FFFE)


@payload
def zip_zero_size(_n: int, _bait: Bait) -> bytes:
    return odd_zip(size=0)


@payload
def zip_encrypted(_n: int, _bait: Bait) -> bytes:
    return odd_zip(flags=1)


@payload
def zip_odd_method(_n: int, _bait: Bait) -> bytes:
    return odd_zip(method=99)


@payload
def zip_odd_flags(_n: int, _bait: Bait) -> bytes:
    return odd_zip(flags=0x0848)


@payload
def zip_outside(_n: int, bait: Bait) -> bytes:
    return formats.zip_of({f"../../../..{bait.path}": b"", bait.path: b"x", "a\\..\\b.html": b"y"})


@payload
def zip_odd_names(n: int, _bait: Bait) -> bytes:
    return odd_zip(name=b"a\0b/\xff\xfe" + b"x" * min(n, 60_000))


@payload
def zip_link(_n: int, bait: Bait) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("link.html")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, bait.path)
    return out.getvalue()


@payload
def zip_many_members(n: int, _bait: Bait) -> bytes:
    return formats.zip_of({f"{i}.html": b"" for i in range(min(n, 65_000) // 10)})


@payload
def zip_bzip2_bomb(n: int, _bait: Bait) -> bytes:
    data = bz2.compress(zeros(n))
    return odd_packed(data, 12, len(zeros(n)))


@payload
def zip_lzma_bomb(n: int, _bait: Bait) -> bytes:
    raw = lzma.compress(zeros(n), lzma.FORMAT_RAW, filters=[{"id": lzma.FILTER_LZMA1}])
    properties = b"\x5d\x00\x00\x80\x00"
    return odd_packed(struct.pack("<BBH", 9, 4, 5) + properties + raw, 14, len(zeros(n)))


def odd_packed(packed: bytes, method: int, size: int) -> bytes:
    """Return a ZIP of one member that is packed by another method."""
    name = b"a.html"
    shared = (20, 0, method, 0, 33, 0, len(packed), size, len(name), 0)
    entry = struct.pack("<4s5H3I2H", b"PK\3\4", *shared) + name + packed
    directory = struct.pack("<4s6H3I5H2I", b"PK\1\2", 20, *shared, 0, 0, 0, 0, 0) + name
    return entry + directory + zip_end(1, len(directory), len(entry))


@payload
def wacz_lies(n: int, _bait: Bait) -> bytes:
    package = json.dumps({"resources": [{"path": "../a", "hash": "x", "bytes": -1}] * (n // 100)})
    members = {"datapackage.json": package.encode(), "archive/a.warc.gz": formats.warc_of()}
    return formats.zip_of({**members, "pages/pages.jsonl": b"[" * n}, compress=False)


# --- WARC


def warc_page(response: bytes, **fields: Any) -> bytes:
    """Return a WARC with a good record, one of `response`, and another good one."""
    odd = formats.warc_record("response", response, QUAY.url, "application/http", **fields)
    good = formats.warc_response(formats.html_page(formats.SCHOOL), formats.SCHOOL.url)
    return formats.warc([formats.warc_info(), good, odd, good])


def odd_head(head: bytes) -> bytes:
    """Return a WARC whose second record has this HTTP head."""
    return warc_page(head + b"\r\n\r\n" + formats.html_page(QUAY))


@payload
def warc_huge_length(_n: int, _bait: Bait) -> bytes:
    return warc_page(formats.http_response(formats.html_page(QUAY)), length=10**18)


@payload
def warc_negative_length(_n: int, _bait: Bait) -> bytes:
    return warc_page(formats.http_response(formats.html_page(QUAY)), length=-5)


@payload
def warc_odd_length(n: int, _bait: Bait) -> bytes:
    data = warc_page(formats.http_response(formats.html_page(QUAY)), length=777)
    return data.replace(b"Content-Length: 777", b"Content-Length: " + b"9" * n)


@payload
def warc_no_length(_n: int, _bait: Bait) -> bytes:
    data = warc_page(formats.http_response(formats.html_page(QUAY)), length=777)
    return data.replace(b"Content-Length: 777\r\n", b"")


@payload
def warc_endless_header(n: int, _bait: Bait) -> bytes:
    return warc_page(formats.html_page(QUAY)) + b"WARC/1.0\r\nWARC-Type: " + b"x" * (20 * n)


@payload
def warc_many_fields(n: int, _bait: Bait) -> bytes:
    fields = {f"X-{i}": "1" for i in range(n)}
    return warc_page(formats.http_response(formats.html_page(QUAY)), headers=fields)


@payload
def warc_folded_fields(n: int, _bait: Bait) -> bytes:
    return warc_page(formats.http_response(formats.html_page(QUAY)), headers={"X": "a\r\n " * n})


@payload
def warc_many_http_fields(n: int, _bait: Bait) -> bytes:
    return odd_head(b"HTTP/1.1 200 OK\r\n" + b"Set-Cookie: a=b\r\n" * n)


@payload
def warc_odd_http(n: int, _bait: Bait) -> bytes:
    return odd_head(b"HTTP/9.9 " + b"9" * n + b" \xff\r\n: \r\n\0: \0\r\nContent-Type\r\n;;;")


@payload
def warc_no_http_end(n: int, _bait: Bait) -> bytes:
    return warc_page(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + b"a" * n)


@payload
def warc_huge_chunk(_n: int, _bait: Bait) -> bytes:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    return warc_page(head + b"ffffffffffffffff\r\n" + formats.html_page(QUAY))


@payload
def warc_odd_chunks(n: int, _bait: Bait) -> bytes:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    return warc_page(
        head + b"-1\r\n" + b"1;x=" + b"y" * n + b"\r\na\r\n" + b"1\r\nb\r\n" * n + b"zz"
    )


@payload
def warc_gzip_bomb(n: int, _bait: Bait) -> bytes:
    return warc_page(formats.http_response(zeros(n), coding="gzip"))


@payload
def warc_brotli_bomb(n: int, _bait: Bait) -> bytes:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: br\r\n\r\n"
    return warc_page(head + brotli.compress(zeros(3 * n), quality=5))


@payload
def warc_zstd_bomb(n: int, _bait: Bait) -> bytes:
    block = formats.ZSTD_BLOCK
    count = max(2, n // 40)  # 2,500 blocks of 128 KB, 4 bytes each
    head = formats.ZSTD_MAGIC + b"\xe0" + struct.pack("<Q", count * block)
    blocks = [formats.zstd_block(1, block, b" ", i == count - 1) for i in range(count)]
    response = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: zstd\r\n\r\n"
    return warc_page(response + head + b"".join(blocks))


@payload
def warc_many_codings(n: int, _bait: Bait) -> bytes:
    codings = b"gzip, " * (n // 10) + b"gzip"
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: " + codings
    return warc_page(head + b"\r\n\r\n" + formats.gz(formats.gz(zeros(n // 10))))


@payload
def warc_wrong_coding(_n: int, _bait: Bait) -> bytes:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: br, x-odd\r\n\r\n"
    return warc_page(head + formats.html_page(QUAY))


@payload
def warc_in_warc(n: int, _bait: Bait) -> bytes:
    data = formats.warc_of(packing="plain")
    for _ in range(max(2, n // 5_000)):
        data = formats.warc([formats.warc_resource(data, content_type="application/warc")])
    return data


@payload
def warc_gzip_member_bomb(n: int, _bait: Bait) -> bytes:
    page = formats.warc_response(zeros(n))
    return formats.warc([formats.warc_response(formats.html_page(QUAY)), page], "members")


@payload
def warc_odd_addresses(n: int, _bait: Bait) -> bytes:
    odd = ("", "<http://a>", "http://[", "x" * n, "\udcff", "https://a.example/\x00")
    page = formats.http_response(formats.html_page(QUAY))
    records = [
        formats.warc_record("response", page, uri, "application/http", length=None)
        for uri in odd
        if uri.isprintable()
    ]
    return formats.warc(records)


# --- mail


def mail_with(head: str, body: str = "") -> bytes:
    """Return a message with more in its head, and `body` before its own."""
    start, _, rest = formats.eml(QUAY, "plain").partition(b"\r\n\r\n")
    return start + b"\r\n" + head.encode() + b"\r\n\r\n" + body.encode() + rest


def replaced_header(name: str, value: str) -> bytes:
    """Return a message with another value of one header."""
    lines = formats.eml(QUAY, "alternative").split(b"\r\n")
    start = f"{name.lower()}:".encode()
    return b"\r\n".join(
        f"{name}: {value}".encode() if line.lower().startswith(start) else line for line in lines
    )


@payload
def mail_deep_parts(n: int, _bait: Bait) -> bytes:
    levels = n // 10
    opened = "".join(
        f"--b{i}\r\nContent-Type: multipart/mixed; boundary=b{i + 1}\r\n\r\n"
        for i in range(levels)
    )
    head = "From: a@example.org\r\nSubject: A\r\nMIME-Version: 1.0\r\nDate: x\r\n"
    return f"{head}Content-Type: multipart/mixed; boundary=b0\r\n\r\n{opened}text".encode()


@payload
def mail_deep_messages(n: int, _bait: Bait) -> bytes:
    return b"From: a@example.org\r\nSubject: A\r\nContent-Type: message/rfc822\r\n\r\n" * (n // 20)


@payload
def mail_many_parts(n: int, _bait: Bait) -> bytes:
    part = b"--=_part_1\r\nContent-Type: text/plain\r\n\r\nA quay.\r\n"
    return formats.eml(QUAY).replace(b"--=_part_1\r\n", part * (n // MANY) + b"--=_part_1\r\n", 1)


@payload
def mail_no_boundary(_n: int, _bait: Bait) -> bytes:
    return replaced_header("Content-Type", "multipart/alternative")


@payload
def mail_long_boundary(n: int, _bait: Bait) -> bytes:
    return replaced_header("Content-Type", f'multipart/alternative; boundary="{"-" * n}"')


@payload
def mail_from_comments(n: int, _bait: Bait) -> bytes:
    return replaced_header("From", "(" * n)


@payload
def mail_from_quotes(n: int, _bait: Bait) -> bytes:
    return replaced_header("From", '"\\' * n + "<@" * n)


@payload
def mail_many_senders(n: int, _bait: Bait) -> bytes:
    return replaced_header("From", ", ".join(["A B <a@example.org>"] * (n // 10)))


@payload
def mail_subject_words(n: int, _bait: Bait) -> bytes:
    return replaced_header("Subject", "=?utf-8?q?=E9_a?= " * (n // 10) + "=?x?b?===?= =?")


@payload
def mail_subject_charset(_n: int, _bait: Bait) -> bytes:
    return replaced_header("Subject", "=?idna?q?a?= =?unicode_escape?q?=5Cud800?= =?rot13?b?YQ?=")


@payload
def mail_odd_date(n: int, _bait: Bait) -> bytes:
    return replaced_header("Date", "Tue, 99 Mar 99999 99:99:99 +" + "9" * n)


@payload
def mail_odd_parameters(n: int, _bait: Bait) -> bytes:
    many = "; ".join(f"charset*{i}*=utf-8''%FF" for i in range(n // 20))
    return replaced_header("Content-Type", f"text/plain; {many}")


@payload
def mail_odd_charset(_n: int, _bait: Bait) -> bytes:
    return formats.eml(QUAY, "plain", "8bit").replace(b'"utf-8"', b'"unicode_escape"')


@payload
def mail_python_charset(_n: int, _bait: Bait) -> bytes:
    return formats.eml(QUAY, "plain", "base64").replace(b'"utf-8"', b'"zlib_codec"')


@payload
def mail_nul_charset(_n: int, _bait: Bait) -> bytes:
    return formats.eml(QUAY, "html", "8bit").replace(b'"utf-8"', b'"a\0b\xff"')


@payload
def mail_quoted_lines(n: int, _bait: Bait) -> bytes:
    return formats.eml(QUAY, "plain").replace(
        b"The quay", b"=\r\n" * n + b"=zz==" * n + b"The quay", 1
    )


@payload
def mail_base64_junk(n: int, _bait: Bait) -> bytes:
    data = formats.eml(QUAY, "plain", "base64")
    head, _, body = data.partition(b"\r\n\r\n")
    return head + b"\r\n\r\n" + b"=!*-_" * n + body + b"A"


@payload
def mail_uuencoded(n: int, _bait: Bait) -> bytes:
    head = formats.eml(QUAY, "plain").partition(b"\r\n\r\n")[0]
    head = head.replace(b"quoted-printable", b"x-uuencode")
    return head + b"\r\n\r\nbegin 644 a\r\n" + b"M\xff\xff``\r\n" * n


@payload
def mail_long_header(n: int, _bait: Bait) -> bytes:
    return mail_with("X-Long: " + "a\r\n " * n)


@payload
def mail_many_headers(n: int, _bait: Bait) -> bytes:
    return mail_with("\r\n".join(["Received: from a by b"] * n))


@payload
def mbox_many_starts(n: int, _bait: Bait) -> bytes:
    return formats.mbox_of() + b"From a@example.org Tue Mar  5 09:30:00 2024\n" * (n // 10)


@payload
def mbox_long_line(n: int, _bait: Bait) -> bytes:
    return formats.mbox_of() + b"From " + b"x" * (20 * n)
