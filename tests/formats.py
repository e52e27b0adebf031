"""Bytes of every format that pages come in, built from invented articles.

Pure functions: the same articles give the same bytes. They follow the standards and know nothing
of the readers that they test. What the format leaves open (charset, escapes, packing) is an
argument; a reader must take all of it.
"""

import base64
import gzip
import hashlib
import html.entities
import io
import json
import quopri
import struct
import tarfile
import uuid
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any, Literal
from xml.sax.saxutils import escape as escape_xml

import brotli
import msgspec


class Article(msgspec.Struct, frozen=True, kw_only=True):
    """What a page says: the truth that a reader must find again."""

    title: str
    paragraphs: tuple[str, ...]
    url: str = "https://www.harbourtimes.example/2024/03/05/quay"
    date: str = "2024-03-05T09:30:00+00:00"  # ISO 8601 with a zone
    author: str = "Ana Rey"
    outlet: str = "The Harbour Times"
    language: str = "en"

    @property
    def text(self) -> str:
        """The body, blank lines between paragraphs."""
        return "\n\n".join(self.paragraphs)


QUAY = Article(
    title="Storm closes quay at Port Renn for a third day",
    paragraphs=(
        "The quay at Port Renn stayed shut on Tuesday after a storm tore two cranes from their "
        "rails, the harbour master’s office said.",
        "“We can’t put crews at risk while the wind is above 40 knots,” said Émile Brandt, who "
        "runs the harbour. At least 12 ships wait outside the bay — four of them with grain.",
        "Fuel & food for the Løkken islands come by ferry from the same pier. Their council asked "
        "the navy for help; a spokesman said it was looking at what could be done.",
        "Damage is put at €3.5 million, less than the 9 million that the storm of 2019 cost. "
        "Insurers said that they'd send surveyors as soon as the road was open again.",
    ),
)
SCHOOL = Article(
    title="Teachers in Velmar call off strike",
    paragraphs=(
        "Teachers in the city of Velmar called off a strike on Monday night after the regional "
        "government promised to pay wages that had been owed since November.",
        "Talks had gone on for nine hours. “It’s late, but it is a signed promise,” Zoë Källström "
        "of the teachers’ union told reporters outside the town hall.",
        "The finance office said about 1,800 people would get their money by Friday. It did not "
        "say where the funds would come from, or why the transfers had been held up.",
        "Schools will open as usual on Wednesday. Parents’ groups said they were relieved, though "
        "some asked who would make up for the eleven days of lessons that were lost.",
    ),
    url="https://velmarpost.example/news/teachers-call-off-strike-88121.html",
    date="2024-02-12T23:05:00+01:00",
    author="Pietro Lund",
    outlet="Velmar Post",
)
BRIDGE = Article(
    title="Inquiry into fall of the Tarn bridge opens",
    paragraphs=(
        "An inquiry into the fall of the Tarn bridge, in which seven people died last spring, "
        "opened on Thursday with a minute of silence.",
        "Judge Amira Osei told the families that no question would be out of bounds. Engineers "
        "warned of rust in the western cables as early as 2016, papers seen by the court show.",
        "The company that built the bridge denies that it knew of the reports. “Not one of them "
        "reached us,” its lawyer said; the ministry said that it had sent all three of them.",
        "The hearings are to go on until June. Up to 140 witnesses have been named, among them "
        "two former ministers of transport and the head of the road agency.",
    ),
    url="https://www.dailyford.example/world/tarn-bridge-inquiry",
    date="2024-05-16T14:45:00-04:00",
    author="Noor Haddad",
    outlet="The Daily Ford",
)
ARTICLES = (QUAY, SCHOOL, BRIDGE)

WESTERN = msgspec.structs.replace(
    QUAY,
    title="Unwetter schließt Kai in Brünn am Meer",
    paragraphs=(
        "Der Kai blieb am Dienstag geschlossen, weil ein Sturm zwei Kräne von den Schienen riss, "
        "teilte die Hafenbehörde in Brünn am Meer mit.",
        "„Wir können die Mannschaften nicht gefährden“, sagte Jörg Möller, der den Hafen führt. "
        "Vor der Bucht warten mindestens zwölf Schiffe, vier davon mit Getreide.",
        "Der Schaden wird auf 3,5 Millionen Euro geschätzt; die Straße bleibt für Lkw gesperrt.",
    ),
    language="de",
)
RUSSIAN = msgspec.structs.replace(
    QUAY,
    title="Шторм закрыл причал на третий день",
    paragraphs=(
        "Причал оставался закрытым во вторник после того, как шторм сорвал с рельсов два крана, "
        "сообщили в управлении порта.",
        "Мы не можем рисковать людьми, пока ветер не утихнет, сказал начальник порта Иван Белов. "
        "У входа в бухту ждут не менее двенадцати судов, четыре из них с зерном.",
        "Ущерб оценивают в три с половиной миллиона рублей, дорога откроется только к пятнице.",
    ),
    language="ru",
)
JAPANESE = msgspec.structs.replace(
    QUAY,
    title="嵐で港の岸壁が三日連続で閉鎖",
    paragraphs=(
        "港の岸壁は火曜日も閉鎖されたままで、嵐によって二基のクレーンがレールから外れたと港湾事務所が発表した。",
        "「風が強い間は作業員を危険にさらすことはできない」と港長の山田太郎氏は語った。湾の外では少なくとも十二隻の船が待っている。",
        "被害額は三億円とみられ、道路が再び開通するのは金曜日になる見通しだ。",
    ),
    language="ja",
)
CHINESE = msgspec.structs.replace(
    QUAY,
    title="风暴使码头连续第三天关闭",
    paragraphs=(
        "港务局表示，一场风暴将两台起重机吹离轨道之后，码头在星期二仍然关闭。",
        "“在风力减弱之前，我们不能让工人冒险。”负责港口的李明说。至少有十二艘船在海湾外等待，其中四艘装载着粮食。",
        "损失估计为三百五十万元，道路预计要到星期五才能重新开放。",
    ),
    language="zh",
)
BY_CHARSET: dict[str, Article] = {
    "utf-8": QUAY,
    "utf-16": QUAY,
    "windows-1252": WESTERN,
    "iso-8859-1": WESTERN,
    "koi8-r": RUSSIAN,
    "windows-1251": RUSSIAN,
    "shift_jis": JAPANESE,
    "euc-jp": JAPANESE,
    "iso-2022-jp": JAPANESE,
    "gb18030": CHINESE,
    "big5": msgspec.structs.replace(
        CHINESE,
        title="風暴使碼頭連續第三天關閉",
        paragraphs=(
            "港務局表示，一場風暴將兩台起重機吹離軌道之後，碼頭在星期二仍然關閉。",
            "負責港口的李明說，在風力減弱之前不能讓工人冒險。至少有十二艘船在海灣外等待，其中四艘裝載著糧食。",
        ),
    ),
}


def moment(article: Article) -> datetime:
    """Return when the article was published, with its zone."""
    return datetime.fromisoformat(article.date)


# --- HTML

Escape = Literal["plain", "named", "decimal", "hex", "bare"]
Declare = Literal["meta", "http-equiv", "xml", None]

BARE_NAMES = {
    letter: name
    for name, letter in html.entities.html5.items()
    if not name.endswith(";") and len(letter) == 1
}
MUST = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def escape_html(text: str, escape: Escape = "plain") -> str:
    """Return `text` as HTML, its characters written in one of the ways that HTML has.

    `plain` escapes only what must be; `named` what has a name; `decimal` and `hex` all but ASCII
    and each letter "e"; `bare` leaves the semicolon out wherever a browser does without it.
    """
    if escape == "bare":
        following = [*text[1:], " "]
        return "".join(map(escape_bare, text, following))
    return "".join(escape_letter(letter, escape) for letter in text)


def escape_letter(letter: str, escape: Escape) -> str:
    """Return one character as `escape_html` writes it."""
    code = ord(letter)
    if escape in ("decimal", "hex") and (code > 126 or letter in "&<>e"):
        return f"&#{code};" if escape == "decimal" else f"&#x{code:X};"
    name = html.entities.codepoint2name.get(code) if escape == "named" else None
    return f"&{name};" if name else MUST.get(letter, letter)


def escape_bare(letter: str, following: str) -> str:
    """Return one character as a reference without its semicolon, where that can be read."""
    if (following.isascii() and following.isalnum()) or following in ";=":
        return MUST.get(letter, letter)
    if letter in BARE_NAMES:
        return f"&{BARE_NAMES[letter]}"
    return letter if letter.isascii() else f"&#{ord(letter)}"


def with_inline_tags(text: str, escape: Escape = "plain") -> str:
    """Return `text` as HTML with links, bold words, comments, and tags inside of words."""
    written = []
    for index, word in enumerate(text.split(" ")):
        shown = escape_html(word, escape)
        if index % 5 == 1:
            shown = f"<b>{shown}</b>"
        elif index % 7 == 3:
            shown = f'<a href="/tag?a=1&amp;b={index}"><em>{shown}</em></a>'
        elif index % 11 == 5 and len(word) > 4:
            cut = escape_html(word[:2], escape), escape_html(word[2:], escape)
            shown = f"{cut[0]}<span class=x>{cut[1]}</span>"
        elif index % 13 == 7:
            shown += "<!-- <p>not shown -->"
        written.append(shown)
    return " ".join(written)


def html_body(article: Article, escape: Escape = "plain", inline: bool = False) -> str:
    """Return the paragraphs as HTML, without the page around them."""
    write = with_inline_tags if inline else escape_html
    return "\n".join(f"<p>{write(text, escape)}</p>" for text in article.paragraphs)


def charset_declaration(charset: str, declare: Declare) -> tuple[str, str]:
    """Return what stands before the document type, and what stands in the head."""
    if declare == "meta":
        return "", f'<meta charset="{charset}">'
    if declare == "http-equiv":
        content = f"text/html; charset={charset}"
        return "", f'<meta http-equiv="Content-Type" content="{content}">'
    return (f'<?xml version="1.0" encoding="{charset}"?>\n' if declare else ""), ""


def html_text(
    article: Article, escape: Escape = "plain", inline: bool = False, head: str = ""
) -> str:
    """Return a news page: menu, headline, byline, time, body, related stories, footer."""
    title, outlet = escape_html(article.title, escape), escape_html(article.outlet, escape)
    author = escape_html(article.author, escape)
    return f"""<!DOCTYPE html>
<html lang="{article.language}">
<head>{head}
<title>{title} | {outlet}</title>
<link rel="canonical" href="{article.url}">
<meta property="og:title" content="{title}">
<meta property="og:site_name" content="{outlet}">
<meta name="author" content="{author}">
<meta property="article:published_time" content="{article.date}">
<style>p {{ color: black }}</style>
<script>var page = "<p>no text</p>";</script>
</head>
<body>
<header><nav><ul>
<li><a href="/">Home</a></li><li><a href="/world">World</a></li>
</ul></nav></header>
<main><article>
<h1>{title}</h1>
<p class="byline">By {author}</p>
<time datetime="{article.date}">{moment(article):%d %B %Y}</time>
{html_body(article, escape, inline)}
</article></main>
<aside><h2>Related stories</h2><ul><li><a href="/a">More from here</a></li></ul></aside>
<footer><p>© 2024 {outlet}. All rights reserved.</p></footer>
</body>
</html>
"""


def html_page(
    article: Article = QUAY,
    charset: str = "utf-8",
    declare: Declare = "meta",
    escape: Escape = "plain",
    inline: bool = False,
    newline: str = "\n",
) -> bytes:
    """Return a news page as bytes; "utf-16" gets its byte order mark.

    Characters that the charset lacks become decimal references.
    """
    before, head = charset_declaration(charset, declare)
    source = before + html_text(article, escape, inline, head)
    return source.replace("\n", newline).encode(charset, "xmlcharrefreplace")


# --- flattened text


def flattened_text(
    article: Article = QUAY,
    charset: str = "utf-8",
    newline: str = "\n",
    wrap: int | None = None,
    bare: bool = False,
) -> bytes:
    """Return the page as copied from a browser; `bare` leaves the furniture out.

    `wrap` breaks lines at so many columns, as mail programs did.
    """
    body = "\n\n".join(wrapped(text, wrap) for text in article.paragraphs)
    if bare:
        return body.replace("\n", newline).encode(charset, "replace")
    lines = [
        f"Home\nWorld\nSport\n\n{article.title}",
        f"By {article.author}\n{moment(article):%d %B %Y %H:%M}\nShare",
        body,
        f"Related stories\nMore from here\n© 2024 {article.outlet}. All rights reserved.",
    ]
    return "\n\n".join(lines).replace("\n", newline).encode(charset, "replace")


def wrapped(text: str, width: int | None) -> str:
    """Return `text` with a line break wherever the next word has no room in `width`."""
    if width is None:
        return text
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}" if lines[-1] else word
    return "\n".join(lines)


# --- compression

Coding = Literal["gzip", "deflate", "raw-deflate", "br", "zstd", None]


def gz(data: bytes, level: int = 6) -> bytes:
    """Return `data` as one gzip member, without time and name."""
    return gzip.compress(data, level, mtime=0)


def gz_members(parts: Iterable[bytes]) -> bytes:
    """Return gzip of several members, one a part; it unpacks to the parts joined."""
    return b"".join(map(gz, parts))


ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
ZSTD_BLOCK = 128 * 1024
ZSTD_SINGLE_SEGMENT = 0xE0  # no window descriptor, the size in eight bytes


def zstd_block(kind: int, size: int, content: bytes, last: bool) -> bytes:
    """Return one block: `kind` 0 holds its content as it is, 1 one byte to be repeated."""
    return struct.pack("<I", last | kind << 1 | size << 3)[:3] + content


def zstd(data: bytes) -> bytes:
    """Return `data` as a Zstandard frame of stored blocks."""
    starts = range(0, max(len(data), 1), ZSTD_BLOCK)
    blocks = (data[start : start + ZSTD_BLOCK] for start in starts)
    head = ZSTD_MAGIC + bytes([ZSTD_SINGLE_SEGMENT]) + struct.pack("<Q", len(data))
    last = starts[-1]
    return head + b"".join(
        zstd_block(0, len(block), block, start == last)
        for start, block in zip(starts, blocks, strict=True)
    )


def coded_as(data: bytes, coding: Coding) -> bytes:
    """Return `data` under an HTTP content coding."""
    if coding == "raw-deflate":  # what some servers send for "deflate"
        packer = zlib.compressobj(wbits=-15)
        return packer.compress(data) + packer.flush()
    packed: bytes = {
        "gzip": gz,
        "deflate": zlib.compress,
        "br": brotli.compress,
        "zstd": zstd,
        None: bytes,
    }[coding](data)
    return packed


def chunked(data: bytes, size: int = 700) -> bytes:
    """Return `data` under HTTP's chunked transfer coding."""
    parts = (data[start : start + size] for start in range(0, len(data), size))
    chunks = (b"%x\r\n%b\r\n" % (len(part), part) for part in parts)
    return b"".join(chunks) + b"0\r\n\r\n"


def zip_of(members: Mapping[str, bytes], compress: bool = True) -> bytes:
    """Return a ZIP archive of named members, in order, without times of their own."""
    out = io.BytesIO()
    method = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return out.getvalue()


def tar_of(members: Mapping[str, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
    """Return a tar archive of named members, in order, with a folder and a link before them."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as archive:
        for kind, name in ((tarfile.DIRTYPE, "news"), (tarfile.SYMTYPE, "news/latest")):
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname = kind, "a.html" if kind == tarfile.SYMTYPE else ""
            archive.addfile(entry)
        for name, data in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return out.getvalue()


# --- WARC

WARC_DATE = "2024-03-06T08:00:00Z"
Packing = Literal["plain", "members", "one"]


def digest(data: bytes) -> str:
    """Return the digest of `data` as WARC headers write it."""
    return "sha1:" + base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()


def record_id(*parts: bytes) -> str:
    """Return an id that follows from the content."""
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, digest(b''.join(parts)))}>"


def warc_record(
    kind: str,
    block: bytes,
    uri: str | None = None,
    content_type: str | None = None,
    headers: Mapping[str, str] | None = None,
    length: int | None = None,
    version: str = "1.0",
    digests: bool = True,
) -> bytes:
    """Return one WARC record; `length` puts a wrong Content-Length on it."""
    fields = {
        "WARC-Type": kind,
        "WARC-Record-ID": record_id(kind.encode(), (uri or "").encode(), block),
        "WARC-Date": WARC_DATE,
        **({"WARC-Target-URI": uri} if uri else {}),
        **({"Content-Type": content_type} if content_type else {}),
        **({"WARC-Block-Digest": digest(block)} if digests else {}),
        **(headers or {}),
        "Content-Length": str(len(block) if length is None else length),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"WARC/{version}\r\n{head}\r\n".encode() + block + b"\r\n\r\n"


def http_head(status: int, fields: Mapping[str, str]) -> bytes:
    """Return the head of an HTTP response, with the blank line that ends it."""
    reason = {200: "OK", 301: "Moved Permanently", 304: "Not Modified", 404: "Not Found"}
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"HTTP/1.1 {status} {reason.get(status, 'Odd')}\r\n{lines}\r\n".encode()


def http_response(
    body: bytes,
    content_type: str | None = "text/html",
    coding: Coding = None,
    chunks: bool = False,
    status: int = 200,
    fields: Mapping[str, str] | None = None,
) -> bytes:
    """Return an HTTP response whose `body` is sent under `coding`, and in chunks if asked."""
    sent = coded_as(body, coding)
    named = {"raw-deflate": "deflate"}.get(coding or "", coding)
    all_fields = {
        **({"Content-Type": content_type} if content_type else {}),
        **({"Content-Encoding": named} if named else {}),
        **({"Transfer-Encoding": "chunked"} if chunks else {"Content-Length": str(len(sent))}),
        **(fields or {}),
    }
    return http_head(status, all_fields) + (chunked(sent) if chunks else sent)


def warc_response(
    body: bytes,
    uri: str = QUAY.url,
    coding: Coding = None,
    chunks: bool = False,
    content_type: str | None = "text/html",
    status: int = 200,
    length: int | None = None,
    version: str = "1.0",
    of_chunks: bool = False,
    digests: bool = True,
) -> bytes:
    """Return a response record, its digests right; `length` puts a wrong length on it.

    The payload's digest is of the entity as the standard has it, without the chunks' framing;
    `of_chunks` takes the framing in, as some crawlers do.
    """
    response = http_response(body, content_type, coding, chunks, status)
    entity = coded_as(body, coding)
    payload = {"WARC-Payload-Digest": digest(chunked(entity) if of_chunks else entity)}
    fields = payload if digests else {}
    kind = "application/http; msgtype=response"
    return warc_record("response", response, uri, kind, fields, length, version, digests)


def warc_info() -> bytes:
    """Return the record with which a WARC file opens."""
    fields = b"software: example/1.0\r\nformat: WARC File Format 1.0\r\n"
    return warc_record("warcinfo", fields, content_type="application/warc-fields")


def warc_request(uri: str = QUAY.url) -> bytes:
    """Return the record of a request, which holds no page."""
    block = f"GET {uri} HTTP/1.1\r\nHost: www.example\r\nUser-Agent: example\r\n\r\n".encode()
    return warc_record("request", block, uri, "application/http; msgtype=request")


def warc_metadata(uri: str = QUAY.url) -> bytes:
    """Return a record of facts about another record, which holds no page."""
    block = b"fetchTimeMs: 412\r\ncharset-detected: utf-8\r\n"
    return warc_record("metadata", block, uri, "application/warc-fields")


def warc_revisit(uri: str = QUAY.url, of: bytes = b"") -> bytes:
    """Return the record of a page that had not changed, which holds no page."""
    fields = {
        "WARC-Profile": "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest",
        "WARC-Refers-To-Target-URI": uri,
        "WARC-Payload-Digest": digest(of),
    }
    block = http_head(304, {"Content-Type": "text/html"})
    return warc_record("revisit", block, uri, "application/http; msgtype=response", fields)


def warc_resource(body: bytes, uri: str = QUAY.url, content_type: str = "text/html") -> bytes:
    """Return a record that holds a page without HTTP around it."""
    return warc_record("resource", body, uri, content_type)


def warc_conversion(text: bytes, uri: str = QUAY.url) -> bytes:
    """Return a record that holds the plain text of a page, as Common Crawl's WET files do."""
    return warc_record("conversion", text, uri, "text/plain")


def warc(records: Iterable[bytes], packing: Packing = "plain") -> bytes:
    """Return a WARC file: plain, one gzip member a record, or one gzip member in all."""
    parts = list(records)
    if packing == "members":
        return gz_members(parts)
    return gz(b"".join(parts)) if packing == "one" else b"".join(parts)


def warc_of(
    articles: Iterable[Article] = ARTICLES,
    packing: Packing = "members",
    coding: Coding = None,
    chunks: bool = False,
) -> bytes:
    """Return a WARC file as crawlers write it: info, then request, response and metadata each."""
    records = [warc_info()]
    for article in articles:
        page = warc_response(html_page(article), article.url, coding, chunks)
        records += [warc_request(article.url), page, warc_metadata(article.url)]
    return warc(records, packing)


def wacz_of(articles: Sequence[Article] = ARTICLES, packing: Packing = "members") -> bytes:
    """Return a WACZ of the articles."""
    return wacz(warc_of(articles, packing), articles)


def wacz(
    archive: bytes, articles: Sequence[Article] = ARTICLES, listed: bytes | None = None
) -> bytes:
    """Return a WACZ: a ZIP of the WARC, an index, a list of pages and a list of all with digests.

    Files that are packed already are stored. `listed` is the WARC that the list of digests
    describes, where it is another.
    """
    name = "data.warc.gz" if archive.startswith(b"\x1f\x8b") else "data.warc"
    index = "".join(f"{cdx_line(article, name)}\n" for article in articles)
    pages = [{"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}]
    pages += [
        {"url": article.url, "title": article.title, "ts": WARC_DATE} for article in articles
    ]
    members = {
        f"archive/{name}": archive,
        "indexes/index.cdx": index.encode(),
        "pages/pages.jsonl": json_lines(pages),
    }
    described = {**members, f"archive/{name}": listed} if listed is not None else members
    members["datapackage.json"] = data_package(described)
    return zip_of(members, compress=False)


def cdx_line(article: Article, name: str) -> str:
    """Return the line of an index that names one page."""
    host, _, path = article.url.partition("://")[2].partition("/")
    key = f"{','.join(reversed(host.split('.')))})/{path}"
    return f"{key} 20240306080000 {json.dumps({'url': article.url, 'filename': name})}"


def data_package(members: Mapping[str, bytes]) -> bytes:
    """Return the list of what a WACZ holds."""
    resources = [
        {
            "name": path.rpartition("/")[2],
            "path": path,
            "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
            "bytes": len(data),
        }
        for path, data in members.items()
    ]
    package = {"profile": "data-package", "wacz_version": "1.1.1", "resources": resources}
    return json.dumps(package, indent=2).encode()


# --- feeds


def xml_file(root: str, charset: str = "utf-8", doctype: str = "") -> bytes:
    """Return an XML file of one element; characters that the charset lacks become references."""
    declaration = f'<?xml version="1.0" encoding="{charset}"?>\n{doctype}'
    return f"{declaration}{root}\n".encode(charset, "xmlcharrefreplace")


def cdata(text: str) -> str:
    """Return `text` as a CDATA section; where it holds the end mark, as two."""
    return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>"


RssContent = Literal["encoded", "encoded-escaped", "description", "cdata-description", "link"]


def rss_item(article: Article, content: RssContent, inline: bool) -> str:
    """Return the parts of an item that RSS 2.0 and RSS 1.0 share."""
    body, first = html_body(article, inline=inline), article.paragraphs[0]
    return {
        "encoded": f"<description>{escape_xml(first)}</description>\n"
        f"<content:encoded>{cdata(body)}</content:encoded>",
        "encoded-escaped": f"<content:encoded>{escape_xml(body)}</content:encoded>",
        "description": f"<description>{escape_xml(body)}</description>",
        "cdata-description": f"<description>{cdata(body)}</description>",
        "link": "",
    }[content]


def rss(
    articles: Iterable[Article] = ARTICLES,
    content: RssContent = "encoded",
    inline: bool = False,
    charset: str = "utf-8",
) -> bytes:
    """Return an RSS 2.0 feed; `content` says where the body stands, "link" leaves it out."""
    items = "".join(
        f"<item>\n<title>{escape_xml(article.title)}</title>\n"
        f"<link>{escape_xml(article.url)}</link>\n"
        f'<guid isPermaLink="false">{digest(article.url.encode())}</guid>\n'
        f"<pubDate>{format_datetime(moment(article))}</pubDate>\n"
        f"<dc:creator>{escape_xml(article.author)}</dc:creator>\n"
        f"{rss_item(article, content, inline)}\n</item>\n"
        for article in articles
    )
    return xml_file(
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">\n<channel>\n'
        f"<title>{QUAY.outlet}</title>\n<link>https://www.harbourtimes.example/</link>\n"
        f"<description>News of the coast</description>\n<language>en-gb</language>\n"
        f"{items}</channel>\n</rss>",
        charset,
    )


def rss1(
    articles: Sequence[Article] = ARTICLES, content: RssContent = "encoded", inline: bool = False
) -> bytes:
    """Return an RSS 1.0 feed (RDF), whose items stand beside the channel."""
    listed = "".join(f'<rdf:li rdf:resource="{article.url}"/>' for article in articles)
    items = "".join(
        f'<item rdf:about="{escape_xml(article.url)}">\n'
        f"<title>{escape_xml(article.title)}</title>\n<link>{escape_xml(article.url)}</link>\n"
        f"<dc:date>{article.date}</dc:date>\n<dc:creator>{escape_xml(article.author)}"
        f"</dc:creator>\n{rss_item(article, content, inline)}\n</item>\n"
        for article in articles
    )
    return xml_file(
        '<rdf:RDF xmlns="http://purl.org/rss/1.0/"'
        ' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        f'<channel rdf:about="https://www.harbourtimes.example/">\n<title>{QUAY.outlet}</title>\n'
        "<link>https://www.harbourtimes.example/</link>\n<description>News</description>\n"
        f"<items><rdf:Seq>{listed}</rdf:Seq></items>\n</channel>\n{items}</rdf:RDF>"
    )


AtomContent = Literal["html", "cdata", "xhtml", "text", "src", "summary", "link"]


def atom_content(article: Article, content: AtomContent, inline: bool) -> str:
    """Return the content element of an Atom entry."""
    body = html_body(article, inline=inline)
    xhtml = f'<div xmlns="http://www.w3.org/1999/xhtml">{well_formed(body)}</div>'
    return {
        "html": f'<content type="html">{escape_xml(body)}</content>',
        "cdata": f'<content type="html">{cdata(body)}</content>',
        "xhtml": f'<content type="xhtml">{xhtml}</content>',
        "text": f'<content type="text">{escape_xml(article.text)}</content>',
        "src": f'<content type="text/html" src="{escape_xml(article.url)}"/>',
        "summary": f'<summary type="html">{escape_xml(body)}</summary>',
        "link": "",
    }[content]


def well_formed(body: str) -> str:
    """Return `html_body` as XML: attribute values quoted."""
    return body.replace("class=x", 'class="x"')


def atom(
    articles: Iterable[Article] = ARTICLES, content: AtomContent = "html", inline: bool = False
) -> bytes:
    """Return an Atom feed; `content` says how the body is written, "src" only points to it."""
    entries = "".join(
        f'<entry>\n<title type="text">{escape_xml(article.title)}</title>\n'
        f'<link rel="alternate" type="text/html" href="{escape_xml(article.url)}"/>\n'
        f"<id>{article.url}</id>\n<published>{article.date}</published>\n"
        f"<updated>{article.date}</updated>\n"
        f"<author><name>{escape_xml(article.author)}</name></author>\n"
        f"{atom_content(article, content, inline)}\n</entry>\n"
        for article in articles
    )
    return xml_file(
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">\n'
        f"<title>{QUAY.outlet}</title>\n<id>https://www.harbourtimes.example/</id>\n"
        f'<link rel="self" href="https://www.harbourtimes.example/feed"/>\n'
        f"<updated>{QUAY.date}</updated>\n{entries}</feed>"
    )


JsonContent = Literal["html", "text", "link"]


def json_feed(
    articles: Iterable[Article] = ARTICLES,
    content: JsonContent = "html",
    inline: bool = False,
    ascii_only: bool = False,
) -> bytes:
    """Return a JSON Feed 1.1; `ascii_only` escapes all other characters."""

    def body(article: Article) -> dict[str, str]:
        if content == "html":
            return {"content_html": html_body(article, inline=inline)}
        return {"content_text": article.text} if content == "text" else {}

    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": QUAY.outlet,
        "home_page_url": "https://www.harbourtimes.example/",
        "language": "en",
        "items": [
            {
                "id": article.url,
                "url": article.url,
                "title": article.title,
                "date_published": article.date,
                "authors": [{"name": article.author}],
                **body(article),
            }
            for article in articles
        ],
    }
    return json.dumps(feed, ensure_ascii=ascii_only, indent=1).encode()


# --- wire files

NinjsVersion = Literal[1, 2, 3]


def ninjs_item(
    article: Article, version: NinjsVersion = 2, content: Literal["html", "text"] = "html"
) -> dict[str, Any]:
    """Return one IPTC ninjs item; each major version names its fields in its own way."""
    body = html_body(article) if content == "html" else article.text
    media_type = "application/xhtml+xml" if content == "html" else "text/plain"
    head = {"uri": article.url, "type": "text", "language": article.language}
    if version == 1:
        return {
            **head,
            "versioncreated": article.date,
            "headline": article.title,
            "byline": article.author,
            "copyrightholder": article.outlet,
            "located": "Port Renn",
            "body_xhtml" if content == "html" else "body_text": body,
        }
    camel = version == 3
    return {
        "standard": {"name": "ninjs", "version": f"{version}.0"},
        **head,
        "versionCreated" if camel else "versioncreated": article.date,
        "headlines": [{"role": "main", "value": article.title}],
        "by": article.author,
        "copyrightHolder" if camel else "copyrightholder": article.outlet,
        "bodies": [
            {
                "role": "main",
                "contentType" if camel else "contenttype": media_type,
                "value": body,
            }
        ],
    }


def ninjs(
    article: Article = QUAY,
    version: NinjsVersion = 2,
    content: Literal["html", "text"] = "html",
    ascii_only: bool = False,
) -> bytes:
    """Return one ninjs item as a file."""
    item = ninjs_item(article, version, content)
    return json.dumps(item, ensure_ascii=ascii_only, indent=2).encode()


def ninjs_lines(articles: Iterable[Article] = ARTICLES, version: NinjsVersion = 2) -> bytes:
    """Return ninjs items, one a line."""
    return json_lines(ninjs_item(article, version) for article in articles)


NITF_TYPE = (
    '<!DOCTYPE nitf PUBLIC "-//IPTC//DTD NITF 3.6//EN"'
    ' "http://www.iptc.org/std/NITF/3.6/specification/dtd/nitf-3-6.dtd">\n'
)


def nitf_element(article: Article, space: str = "") -> str:
    """Return the article as a NITF element; `space` declares its namespace."""
    title, author = escape_xml(article.title), escape_xml(article.author)
    paragraphs = "\n".join(f"<p>{escape_xml(text)}</p>" for text in article.paragraphs)
    return f"""<nitf{space}>
<head>
<title>{title}</title>
<docdata>
<doc-id id-string="{digest(article.url.encode())}" regsrc="{escape_xml(article.outlet)}"/>
<date.issue norm="{moment(article):%Y%m%dT%H%M%S%z}"/>
<doc.copyright holder="{escape_xml(article.outlet)}" year="2024"/>
</docdata>
<pubdata name="{escape_xml(article.outlet)}" ex-ref="{escape_xml(article.url)}"/>
</head>
<body>
<body.head>
<hedline><hl1>{title}</hl1></hedline>
<byline>By <person>{author}</person></byline>
<dateline><location>Port Renn</location> <story.date norm="{moment(article):%Y%m%d}"/></dateline>
</body.head>
<body.content>
{paragraphs}
</body.content>
<body.end><tagline>{escape_xml(article.outlet)}</tagline></body.end>
</body>
</nitf>"""


def nitf(article: Article = QUAY, charset: str = "utf-8", doctype: bool = False) -> bytes:
    """Return a NITF 3 document; `doctype` names the DTD, which nobody may fetch."""
    return xml_file(nitf_element(article), charset, NITF_TYPE if doctype else "")


G2 = "http://iptc.org/std/nar/2006-10-01/"
G2Content = Literal["xhtml", "nitf", "plain"]


def g2_content(article: Article, content: G2Content) -> str:
    """Return the content set of a news item."""
    if content == "plain":
        return f'<inlineData contenttype="text/plain">{escape_xml(article.text)}</inlineData>'
    if content == "nitf":
        space = ' xmlns="http://iptc.org/std/NITF/2006-10-18/"'
        inner, kind = nitf_element(article, space), "application/nitf+xml"
    else:
        inner = (
            f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>'
            f"{escape_xml(article.title)}</title></head>\n<body>\n{html_body(article)}\n</body></html>"
        )
        kind = "application/xhtml+xml"
    return f'<inlineXML contenttype="{kind}">{inner}</inlineXML>'


def g2_item(article: Article, content: G2Content = "xhtml", space: str = "") -> str:
    """Return the article as a newsItem element; `space` declares its namespace."""
    return f"""<newsItem{space} guid="{digest(article.url.encode())}" version="1" \
standard="NewsML-G2" standardversion="2.29" conformance="power" xml:lang="{article.language}">
<catalogRef href="http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_35.xml"/>
<rightsInfo><copyrightHolder><name>{escape_xml(article.outlet)}</name></copyrightHolder></rightsInfo>
<itemMeta><itemClass qcode="ninat:text"/><provider literal="{escape_xml(article.outlet)}"/>
<versionCreated>{article.date}</versionCreated><pubStatus qcode="stat:usable"/></itemMeta>
<contentMeta><contentCreated>{article.date}</contentCreated>
<by>{escape_xml(article.author)}</by><language tag="{article.language}"/>
<headline>{escape_xml(article.title)}</headline></contentMeta>
<contentSet>{g2_content(article, content)}</contentSet>
</newsItem>"""


def newsml_g2(article: Article = QUAY, content: G2Content = "xhtml") -> bytes:
    """Return one NewsML-G2 newsItem as a file."""
    return xml_file(g2_item(article, content, f' xmlns="{G2}"'))


def newsml_g2_message(
    articles: Iterable[Article] = ARTICLES, content: G2Content = "xhtml"
) -> bytes:
    """Return a NewsML-G2 newsMessage with several items."""
    items = "\n".join(g2_item(article, content) for article in articles)
    return xml_file(
        f'<newsMessage xmlns="{G2}">\n<header><sent>{QUAY.date}</sent></header>\n'
        f"<itemSet>\n{items}\n</itemSet>\n</newsMessage>"
    )


# --- mail

MailShape = Literal["alternative", "html", "plain", "attached"]
MailCoding = Literal["quoted-printable", "base64", "8bit"]


def mail_plain(article: Article) -> str:
    """Return the body of a newsletter as plain text, wrapped as mail programs do."""
    return "\n\n".join(wrapped(text, 72) for text in article.paragraphs) + "\n"


def mail_html(article: Article) -> str:
    """Return the body of a newsletter as HTML, in a table as newsletters are."""
    return (
        f"<html><head><title>{escape_html(article.title)}</title></head>\n"
        "<body><table><tr><td>\n"
        f"<h1>{escape_html(article.title)}</h1>\n{html_body(article)}\n"
        "</td></tr></table></body></html>\n"
    )


def eml(
    article: Article = QUAY,
    shape: MailShape = "alternative",
    coding: MailCoding = "quoted-printable",
    charset: str = "utf-8",
    newline: str = "\r\n",
) -> bytes:
    """Return a newsletter; subject and sender are RFC 2047 words where they are not ASCII.

    "attached" puts a PDF and a picture beside the text. Characters that the charset lacks become
    references in HTML and question marks in plain text.
    """
    message = EmailMessage(policy=SMTP.clone(linesep=newline))
    message["From"] = f'"{article.outlet}" <news@{article.url.split("/")[2]}>'
    message["To"] = "reader@example.org"
    message["Subject"] = article.title
    message["Date"] = moment(article)
    message["Message-ID"] = f"<{digest(article.url.encode())[5:]}@example.org>"
    message["List-Id"] = f"<news.{article.url.split('/')[2]}>"
    page = mail_html(article).encode(charset, "xmlcharrefreplace").decode(charset)
    plain = mail_plain(article).encode(charset, "replace").decode(charset)
    if shape == "html":
        message.set_content(page, "html", charset=charset, cte=coding)
    else:
        message.set_content(plain, charset=charset, cte=coding)
    if shape in ("alternative", "attached"):
        message.add_alternative(page, "html", charset=charset, cte=coding)
        message.set_boundary("=_part_1")
    if shape == "attached":
        message.add_attachment(b"%PDF-1.4\n%%EOF\n", "application", "pdf", filename="a.pdf")
        message.add_attachment(b"GIF89a\x01\x00", "image", "gif", filename="b.gif")
        message.set_boundary("=_part_0")
    return message.as_bytes()


def mhtml(article: Article = QUAY, coding: MailCoding = "quoted-printable") -> bytes:
    """Return a web page as browsers save it in one file: a message of the page and its pictures.

    The page's charset stands in the page, not in the head of its part.
    """
    page = html_page(article).decode()
    packed = {
        "quoted-printable": quopri.encodestring(page.encode()).replace(b"\n", b"\r\n"),
        "base64": base64.encodebytes(page.encode()).replace(b"\n", b"\r\n"),
        "8bit": page.replace("\n", "\r\n").encode(),
    }[coding]
    head = (
        f"From: <Saved by Example>\r\nSnapshot-Content-Location: {article.url}\r\n"
        f"Subject: {Header(article.title, 'utf-8', header_name='Subject').encode()}\r\n"
        f"Date: {format_datetime(moment(article))}\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----part----"'
        "\r\n\r\n\r\n------part----\r\nContent-Type: text/html\r\nContent-ID: <1@mhtml.example>"
        f"\r\nContent-Transfer-Encoding: {coding}\r\nContent-Location: {article.url}\r\n\r\n"
    )
    picture = (
        "\r\n------part----\r\nContent-Type: image/gif\r\nContent-Transfer-Encoding: base64\r\n"
        f"Content-Location: {article.url}/b.gif\r\n\r\nR0lGODlhAQA=\r\n------part------\r\n"
    )
    return head.encode() + packed + picture.encode()


def eml_old(article: Article = QUAY, charset: str = "koi8-r") -> bytes:
    """Return a message as old programs wrote it: 8-bit body, encoded subject, bare line feeds."""
    subject = Header(article.title, charset, header_name="Subject").encode()
    head = (
        f"From: news@example.org\nTo: reader@example.org\nSubject: {subject}\n"
        f"Date: {format_datetime(moment(article))}\nMIME-Version: 1.0\n"
        f"Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: 8bit\n\n"
    )
    return head.encode("ascii") + mail_plain(article).encode(charset, "replace")


def mbox(messages: Iterable[bytes]) -> bytes:
    """Return an mbox of the messages: lines that start with "From " are written ">From "."""
    parts = []
    for message in messages:
        lines = message.replace(b"\r\n", b"\n").split(b"\n")
        quoted = [
            b">" + line if line.lstrip(b">").startswith(b"From ") else line for line in lines
        ]
        parts.append(b"From news@example.org Tue Mar  5 09:30:00 2024\n" + b"\n".join(quoted))
    return b"".join(part.rstrip(b"\n") + b"\n\n" for part in parts)


def mbox_of(articles: Iterable[Article] = ARTICLES, shape: MailShape = "alternative") -> bytes:
    """Return an mbox of newsletters, one an article."""
    return mbox(eml(article, shape) for article in articles)


# --- JSON lines

Row = Callable[[Article], dict[str, Any]]

# Rows as data sets and tools name their columns.
ROWS: dict[str, Row] = {
    "plain": lambda article: {"text": article.text},
    "text": lambda article: {
        "id": digest(article.url.encode()),
        "title": article.title,
        "text": article.text,
        "url": article.url,
        "date": article.date,
        "author": article.author,
        "source": article.outlet,
        "language": article.language,
    },
    "body": lambda article: {
        "headline": article.title,
        "body": article.text,
        "link": article.url,
        "published_at": article.date,
        "byline": f"By {article.author}",
        "publisher": article.outlet,
        "lang": article.language,
    },
    "maintext": lambda article: {
        "title": article.title,
        "maintext": article.text,
        "url": article.url,
        "date_publish": article.date[:19].replace("T", " "),
        "authors": [article.author],
        "source_domain": article.url.split("/")[2],
        "language": article.language,
    },
    "content": lambda article: {
        "source": {"id": None, "name": article.outlet},
        "author": article.author,
        "title": article.title,
        "url": article.url,
        "publishedAt": article.date,
        "content": article.text,
    },
    "meta": lambda article: {
        "text": article.text,
        "meta": {"title": article.title, "url": article.url, "published": article.date},
    },
}


def json_list(
    articles: Iterable[Article] = ARTICLES, row: str = "text", ascii_only: bool = False
) -> bytes:
    """Return articles as one JSON list of rows."""
    rows = [ROWS[row](article) for article in articles]
    return json.dumps(rows, ensure_ascii=ascii_only, indent=2).encode()


def json_lines(rows: Iterable[Mapping[str, Any]], ascii_only: bool = False) -> bytes:
    """Return one JSON object a line."""
    return "".join(f"{json.dumps(row, ensure_ascii=ascii_only)}\n" for row in rows).encode()


def jsonl(
    articles: Iterable[Article] = ARTICLES, row: str = "text", ascii_only: bool = False
) -> bytes:
    """Return articles as JSON lines under the column names of `ROWS[row]`."""
    return json_lines((ROWS[row](article) for article in articles), ascii_only)
