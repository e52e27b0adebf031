"""WARC records -> pages, with the framing of every record audited.

The common libraries skip over what they cannot read and say nothing. Here each record must open
with its version, close where its length says, and be followed by a record or the end; digests are
checked; what fails is told with its place, and reading goes on at the next record.
"""

import hashlib
import re
from base64 import b32encode
from collections import Counter
from collections.abc import Callable, Iterator

import msgspec

from sayso.errors import DamageError, InputError
from sayso.ingest.containers.http_body import (
    HEAD_END,
    MAX_HEAD,
    STATUS,
    Response,
    charset_of,
    entity_of,
    media_type_of,
    page_of_entity,
    parse_headers,
    parse_response,
)
from sayso.ingest.containers.stream import MAX_BYTES, TOO_LARGE, Stream
from sayso.ingest.detect import name_binary
from sayso.ingest.page import Declared, Found, Origin, damaged, set_aside

ReadDocument = Callable[[bytes, Origin], Iterator[Found]]

HELD = MAX_BYTES + MAX_HEAD  # the largest block that is looked at as a whole
MAX_DAMAGED = 1_000  # places in one file; what has more is no WARC file any more
VERSION = re.compile(rb"WARC/\d{1,2}\.\d{1,2}[ \t]{0,8}\r?\n")
# A record may begin anywhere behind damage: a file cut and joined has no line end before it.
NEXT = re.compile(rb"WARC/\d{1,2}\.\d{1,2}\r?\n[A-Za-z][A-Za-z0-9-]{1,40}:")
LONGEST_NEXT = 64
LOOKED_INTO = 2_048  # bytes in which a true record names its type and its length
BLANK = b"\r\n"
# What the standard demands of each record, once. A head joined from two often fails here.
DEMANDED = {
    "warc-type": re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}"),
    "content-length": re.compile(r"[0-9]{1,18}"),
    "warc-record-id": re.compile(r"<(?:urn:uuid:[0-9A-Fa-f-]{36}|(?!urn:uuid:)[^<>\s]{1,2000})>"),
    "warc-date": re.compile(r"\d{4}(?:-\d\d){0,2}(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?Z)?"),
}
# What it allows but once. Extensions may say otherwise of their own (WARC-Protocol).
ONCE = frozenset(
    "warc-type content-length warc-record-id warc-date warc-target-uri content-type "
    "warc-block-digest warc-payload-digest warc-ip-address warc-refers-to warc-truncated "
    "warc-warcinfo-id warc-filename warc-profile warc-segment-number "
    "warc-refers-to-target-uri warc-refers-to-date warc-identified-payload-type".split()
)
HEADER_LINE = re.compile(rb"[^\s:]{1,200}[ \t]{0,8}:|[ \t]|$")
# What a block of HTTP opens with, by the kind of its record.
OPENS = {
    "request": re.compile(rb"[A-Z][A-Z_-]{0,30} [^\r\n]"),
    "response": STATUS,
    "revisit": STATUS,
}
PAGES = frozenset(
    "text/html application/xhtml+xml text/plain application/rss+xml application/atom+xml "
    "application/rdf+xml application/feed+json message/rfc822 multipart/related".split()
)
XML = frozenset({"text/xml", "application/xml"})
# The XML that holds news; a site map or a style sheet is no page.
NEWS_XML = re.compile(
    rb"<(?:[a-z]{1,20}:)?(?:rss|feed|rdf|html|nitf|newsitem|newsmessage|packageitem)\b",
    re.IGNORECASE,
)
FOR_ROBOTS = re.compile(
    r"^[a-z]{1,10}://[^/?#]{1,300}/(?:\.well-known/.*|(?:robots|ads|app-ads|humans|security)\.txt)",
    re.IGNORECASE,
)
DIGESTS = {"sha1": hashlib.sha1, "sha256": hashlib.sha256, "md5": hashlib.md5}


class Record(msgspec.Struct, frozen=True):
    """The head of one WARC record and where it stands."""

    start: int  # offset of its version line in the stream
    place: str  # the same in the file
    kind: str
    length: int  # of its block
    headers: dict[str, str]

    @property
    def id(self) -> str:
        """Its WARC-Record-ID without brackets; its place where it has none."""
        return self.headers.get("warc-record-id", "").strip("<> ") or f"record at {self.place}"

    @property
    def url(self) -> str | None:
        """Its target, where that is a web address."""
        url = self.headers.get("warc-target-uri", "").strip("<> ")
        return url if url.lower().startswith(("http://", "https://")) else None

    @property
    def name(self) -> str:
        """How issues name it."""
        return f"the WARC record at {self.place} ({self.kind})"


class WarcReader:
    """Reads the records of one file, which may come in several stretches."""

    def __init__(self, origin: Origin, read_document: ReadDocument) -> None:
        self.origin = origin
        self.read_document = read_document
        self.counts: Counter[str] = Counter()
        self.damaged = 0
        self.told: DamageError | None = None  # the fault of the stream that an issue has named
        self.silent = True

    def read(self, stream: Stream) -> Iterator[Found]:
        """Yield what the records of `stream` hold, and an issue for each damaged place."""
        for found in self.read_records(stream):
            self.silent = False
            yield found

    def finish(self) -> Iterator[Found]:
        """Yield an issue where the file gave nothing at all."""
        if self.silent:
            kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(self.counts.items()))
            yield set_aside(
                self.origin,
                f"the WARC file holds no page ({kinds or 'no record'}); pages are responses with "
                f"status 200, resources and conversions that are HTML, text, feeds or mail",
            )

    def read_records(self, stream: Stream) -> Iterator[Found]:
        """Yield what the records hold; go on behind damage."""
        while self.damaged < MAX_DAMAGED and pass_line_ends(stream):
            start = stream.offset
            try:
                yield from self.read_record(stream)
            except DamageError as damage:
                self.told = stream.fault
                yield self.tell(f"{damage}; what was sound before it is kept")
                seek_record(stream, start + 5)
        if self.damaged >= MAX_DAMAGED:
            yield self.tell("the rest of the file is not read, for too much of it is damaged")
        elif stream.fault is not None and stream.fault is not self.told:
            yield self.tell(f"{stream.fault}; the records before it are kept")

    def tell(self, message: str) -> Found:
        """Return the issue for one damaged place."""
        self.damaged += 1
        return damaged(self.origin, message)

    def read_record(self, stream: Stream) -> Iterator[Found]:
        """Yield what the record at `stream` holds; raises `DamageError` where it is none."""
        record = read_head(stream)
        self.counts[record.kind] += 1
        if record.length > HELD:
            yield from self.pass_block(stream, record)
            return
        trouble = check_block(stream, record)
        fault = fault_behind(stream, record.length)
        block = stream.take(record.length)
        pass_line_ends(stream)
        digest = Digest(record.headers.get("warc-block-digest"))
        digest.update(block)
        if not digest.holds():
            yield self.tell(f"{record.name} does not match its digest; it is not read")
            return
        if fault is not None:
            self.told = fault
            kept = "kept, for it matches its digest" if digest.known else "not read"
            yield self.tell(f"{record.name} may be damaged, for {fault}; it is {kept}")
            if not digest.known:
                return
        elif trouble is not None:
            yield self.tell(f"{record.name} {trouble}; it is kept, for its block is whole")
        mixed = why_mixed(record, block[:MAX_HEAD])
        if mixed is not None:
            yield self.tell(f"{record.name} {mixed}; it is not read")
            return
        yield from self.read_block(record, block)

    def read_block(self, record: Record, block: bytes) -> Iterator[Found]:
        """Yield the page in a sound block; an issue where it should hold one and does not."""
        declared = Declared(url=record.url, fetched=record.headers.get("warc-date"))
        origin = msgspec.structs.replace(self.origin.inside(record.id), declared=declared)
        try:
            reason = why_unread(record)
            if reason is not None:
                yield set_aside(origin, f"{record.name} {reason}")
                return
            page = page_in(record, block)
            if page is None:
                return
            data, charset = page
            if len(data) > MAX_BYTES:
                raise InputError(f"its page {TOO_LARGE}")
            yield from self.read_document(data, msgspec.structs.replace(origin, charset=charset))
        except DamageError as fault:
            yield damaged(origin, f"{record.name} is not read: {fault}; fetch the page anew")
        except InputError as fault:
            yield set_aside(origin, f"{record.name} is not read: {fault}")

    def pass_block(self, stream: Stream, record: Record) -> Iterator[Found]:
        """Take a block that is too large for a page; yield an issue where it would be one."""
        start, end = stream.offset, stream.offset + record.length
        closing = stream.look_at(end, 4)
        if closing is not None and closing not in (b"\r\n\r\n", b"\n\n"):
            raise DamageError(wrong_length(record, closing))
        page = is_page(record, stream.peek(MAX_HEAD))
        digest = Digest(record.headers.get("warc-block-digest"))
        for piece in stream.pieces(record.length):
            digest.update(piece)
            if stream.marked(stream.offset) and stream.peek(5) == b"WARC/":
                break
        if stream.offset < end:
            raise DamageError(cut_off(stream, record, stream.offset - start))
        if stream.peek(4) not in (b"\r\n\r\n", b"\n\n"):
            raise DamageError(wrong_length(record, stream.peek(4)))
        if not digest.holds():
            yield self.tell(f"{record.name} does not match its digest")
        if page:
            yield set_aside(self.origin.inside(record.id), f"{record.name} {TOO_LARGE}")


def pass_line_ends(stream: Stream) -> bool:
    """Take line ends; tell whether anything follows."""
    while (head := stream.peek(64)) and head[0] in BLANK:
        stream.take(len(head) - len(head.lstrip(BLANK)))
    return bool(head)


def seek_record(stream: Stream, start: int) -> None:
    """Go to the next place at or after `start` where a record begins, or to the end."""
    stream.go_back(start)
    while stream.find(NEXT, LONGEST_NEXT):
        head = stream.peek(LOOKED_INTO).lower()
        if len(head) < LOOKED_INTO or (b"warc-type:" in head and b"content-length:" in head):
            return
        stream.take(5)


def read_head(stream: Stream) -> Record:
    """Return the head of the record at `stream`, and take it.

    Raises `DamageError` where none begins here, or it is cut or not sound.
    """
    start, place = stream.offset, stream.place(stream.offset)
    head = stream.peek(MAX_HEAD)
    if not head.startswith(b"WARC/"):
        if len(head) < 5 and b"WARC/".startswith(head):
            raise DamageError(f"the WARC record at {place} is cut off in its first line")
        raise DamageError(f"what stands at {place} is no WARC record")
    version, end = VERSION.match(head), HEAD_END.search(head)
    if end is None:
        reason = "is cut off in its head" if len(head) < MAX_HEAD else "has a head without end"
        raise DamageError(f"the WARC record at {place} {reason}{because(stream)}")
    lines = head[: end.start()]
    if version is None or VERSION.search(lines, 5):
        raise DamageError(f"the WARC record at {place} breaks off and another follows")
    fields = lines[version.end() :]
    headers = parse_headers(fields)
    wrong = unsound(fields.split(b"\n"), headers)
    if wrong is not None:
        raise DamageError(f"the WARC record at {place} has no sound {wrong} in its head")
    stream.take(end.end())
    kind, length = headers["warc-type"].lower(), int(headers["content-length"])
    return Record(start, place, kind, length, headers)


def unsound(lines: list[bytes], headers: dict[str, str]) -> str | None:
    """Return what of a record's head is missing, doubled or malformed, None for nothing."""
    for line in lines:
        if not HEADER_LINE.match(line.rstrip(b"\r")):
            return "line"
    names = [line.partition(b":")[0].strip().lower().decode("ascii", "replace") for line in lines]
    for name, form in DEMANDED.items():
        if name not in headers or not form.fullmatch(headers[name]):
            return name
    counts = Counter(names)
    return next((name for name in counts if name in ONCE and counts[name] > 1), None)


def why_mixed(record: Record, block: bytes) -> str | None:
    """Return why the head and the block of a record cannot belong together, None where they can.

    Of two records that were joined inside their heads, the head has the kind of the one and the
    block of the other.
    """
    declared = record.headers.get("content-type", "")
    http = media_type_of(declared) == "application/http"
    opens = OPENS.get(record.kind)
    wanted = "request" if record.kind == "request" else "response"
    told = MESSAGE_TYPE.search(declared)
    mixed = told is not None and told[1].lower() != wanted
    of_web = record.kind in ("request", "response") and record.url is not None
    if (http and (opens is None or mixed)) or (of_web and declared and not http):
        return f"is said to hold {declared[:60]!a}, which its kind never does"
    if opens is not None and (http or of_web) and block.strip() and not opens.match(block):
        return f"does not open with an HTTP {wanted}, so that its head is another's"
    return None


MESSAGE_TYPE = re.compile(r";\s{0,8}msgtype\s{0,8}=\s{0,8}\"?(\w{1,20})", re.IGNORECASE)


def because(stream: Stream) -> str:
    """Return why the stream ended, as the end of a sentence."""
    return f" ({stream.fault})" if stream.fault is not None else ""


def cut_off(stream: Stream, record: Record, read: int) -> str:
    """Return what to say of a record whose block ends after `read` bytes."""
    return f"{record.name} is cut off after {read} of {record.length} bytes{because(stream)}"


def wrong_length(record: Record, closing: bytes) -> str:
    """Return what to say of a record that does not close where its length says."""
    if not closing:
        return f"{record.name} is cut off before its {record.length} bytes end"
    return (
        f"{record.name} does not end after the {record.length} bytes that it declares, so the "
        f"length is wrong or parts of the file are missing"
    )


def check_block(stream: Stream, record: Record) -> str | None:
    """Return what is wrong behind a whole block, None for nothing.

    Raises `DamageError` where the block itself cannot be trusted.
    """
    length = record.length
    there = stream.fill(length + 4)
    for distance in stream.marks_within(length):
        if stream.peek(5, distance) == b"WARC/":
            raise DamageError(cut_off(stream, record, distance))
    if there < length:
        raise DamageError(cut_off(stream, record, there))
    closing = stream.peek(9, length)
    if closing.startswith((b"\r\n\r\n", b"\n\n")):
        return None
    if closing.startswith(b"WARC/"):
        return "is not followed by the two line ends that close it"
    if b"\r\n\r\n".startswith(closing) or closing == b"\n":
        return "is followed by the end of the file, which is cut off"
    raise DamageError(wrong_length(record, closing))


def fault_behind(stream: Stream, length: int) -> DamageError | None:
    """Return the fault of the packing that ends the stream right behind the next `length` bytes.

    A member that starts there is another's: the bytes before it have passed their check sum.
    """
    behind = stream.peek(64, length)
    fault = stream.fault
    if behind.strip(BLANK) or fault is None or not fault.cut:
        return None
    return None if stream.marked(stream.offset + length + len(behind)) else fault


class Digest:
    """A digest as WARC headers write it, checked over pieces."""

    def __init__(self, written: str | None) -> None:
        name, _, self.value = (written or "").strip().partition(":")
        opener = DIGESTS.get(name.strip().lower().replace("-", ""))
        self.hash = opener(usedforsecurity=False) if opener and self.value else None

    @property
    def known(self) -> bool:
        """Whether there is a digest that can be checked."""
        return self.hash is not None

    def update(self, data: bytes) -> None:
        """Add `data`."""
        if self.hash is not None:
            self.hash.update(data)

    def holds(self) -> bool:
        """Tell whether it matches; one that cannot be read says nothing against the bytes."""
        if self.hash is None:
            return True
        digest, value = self.hash.digest(), self.value.strip()
        if len(value) == 2 * len(digest):
            return value.lower() == digest.hex()
        base32 = b32encode(digest).decode().rstrip("=")
        if len(value.rstrip("=")) == len(base32):
            return value.rstrip("=").upper() == base32
        return False


def digest_holds(written: str | None, candidates: list[bytes]) -> bool:
    """Tell whether the digest `written` is that of one of `candidates`."""
    for data in candidates:
        digest = Digest(written)
        digest.update(data)
        if digest.holds():
            return True
    return False


def why_unread(record: Record) -> str | None:
    """Return why a record that would hold a page cannot be read as one, None where it can."""
    if record.kind not in ("response", "resource", "conversion"):
        return None
    cut = record.headers.get("warc-truncated")
    if cut is not None:
        return f"was cut off by the crawler ({cut[:40]}), so it is not read; fetch the page anew"
    if "warc-segment-number" in record.headers:
        return "is one segment of several, which are not joined; join them and read again"
    return None


def page_in(record: Record, block: bytes) -> tuple[bytes, str | None] | None:
    """Return the page that a block holds and the charset declared for it; None for no page.

    Raises `DamageError` where the page is cut or damaged.
    """
    if not is_page(record, block[:MAX_HEAD]):
        return None
    if record.kind != "response":
        return sniffed(block, record.headers.get("content-type", ""))
    response = parse_response(block)
    if response is None:
        return None
    if HEAD_END.search(block, 0, MAX_HEAD) is None:
        raise DamageError("its HTTP head has no end")
    entity = entity_of(response)
    check_payload(record, response, entity)
    data = page_of_entity(entity, response.headers)
    return sniffed(data, response.headers.get("content-type", ""))


def check_payload(record: Record, response: Response, entity: bytes) -> None:
    """Raise `DamageError` where the payload does not match its digest.

    Crawlers differ in what they take the digest of (chunk framing, content encoding), so a block
    that matches its own digest is believed.
    """
    written = record.headers.get("warc-payload-digest")
    if "warc-block-digest" in record.headers or written is None:
        return
    if digest_holds(written, [entity, response.body]):
        return
    if not digest_holds(written, [page_of_entity(entity, response.headers)]):
        raise DamageError("its payload does not match its digest")


def is_page(record: Record, head: bytes) -> bool:
    """Tell whether the record whose block opens with `head` is one that may hold a page."""
    declared = record.headers.get("content-type", "")
    if record.url is not None and FOR_ROBOTS.match(record.url):
        return False
    if record.kind in ("resource", "conversion"):
        return may_be_page(media_type_of(declared))
    if record.kind != "response" or media_type_of(declared) not in ("application/http", ""):
        return False
    response = parse_response(head)
    return (
        response is not None
        and 200 <= response.status < 300
        and response.status != 206
        and may_be_page(response.media_type)
    )


def may_be_page(media_type: str) -> bool:
    """Tell whether bytes of a declared type can be a page; those of none are looked at."""
    return not media_type or media_type in PAGES or media_type in XML


def sniffed(data: bytes, declared: str) -> tuple[bytes, str | None] | None:
    """Return `data` and its charset, None where its content shows that it is no page."""
    media_type = media_type_of(declared)
    if not data.strip():
        return None
    if media_type in XML and not NEWS_XML.search(data[:4096]):
        return None
    if not media_type and name_binary(data) is not None:
        return None
    return data, charset_of(declared)
