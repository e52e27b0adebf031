"""Answers -> WARC 1.1 records, each gzipped on its own; and back, as far as fetching needs it.

The bodies are kept unpacked, the way Common Crawl keeps them: what no longer fits them in the
HTTP head is renamed to `X-Crawl-…`. So any WARC tool reads them, no bomb can lie in the file,
and `WARC-Payload-Digest` is the SHA-256 that `Report.raw` gives for the page. warcio's writer
would parse the HTTP head and write it anew; here its bytes stay as they came. Ids come from what
is kept, so that the same answers at the same times make the same file.
"""

import gzip
import hashlib
import uuid
import zlib
from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO

import msgspec

from sayso import __version__
from sayso.fetch.wire import Headers

VERSION = b"WARC/1.1\r\n"
PIECE = 65_536
HEAD = 262_144  # bytes of a record that are looked at; HTTP heads end well before
NO_LONGER_TRUE = frozenset({b"content-encoding", b"transfer-encoding"})
MAX_VALIDATOR = 500  # characters of an ETag or a date that are sent back


class Answer(msgspec.Struct, frozen=True):
    """One answer of a host, read to its end or to where it was cut."""

    url: str
    target: str
    asked: Headers  # of the request
    version: bytes
    status: int
    reason: bytes
    headers: Headers
    body: bytes  # unpacked
    cut: bool
    ip: str | None
    date: datetime


class Kept(msgspec.Struct, frozen=True):
    """What a WARC file holds of an address: enough to ask whether it has changed."""

    url: str
    path: str  # the WARC file
    start: int  # where its record starts in the file, in bytes
    entry: str  # record id, without the angle brackets that WARC 1.1 puts around it
    sha256: str  # of the page, unpacked; "" where the record does not say
    date: str
    etag: str | None
    last_modified: str | None


def warc_date(moment: datetime) -> str:
    """Return `moment`, in UTC, the way WARC writes it: "2026-11-22T17:55:00Z"."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def record_id(*parts: str) -> str:
    """Return the id of a record whose identity is `parts`."""
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, ' '.join(parts))}"


def angled(entry: str) -> str:
    """Return a record id the way a WARC head writes it."""
    return f"<{entry}>"


def record(fields: dict[str, str | None], block: bytes) -> bytes:
    """Return one gzipped record; fields without a value are left out."""
    lines = [f"{key}: {value}\r\n".encode() for key, value in fields.items() if value is not None]
    lines.append(f"Content-Length: {len(block)}\r\n\r\n".encode())
    return gzip.compress(VERSION + b"".join(lines) + block + b"\r\n\r\n", 6, mtime=0)


def info_record(date: datetime, user_agent: str) -> bytes:
    """Return the record that opens a file and says who made it."""
    block = (
        f"software: sayso/{__version__}\r\nformat: WARC File Format 1.1\r\n"
        f"robots: classic\r\nhttp-header-user-agent: {user_agent}\r\n"
    ).encode()
    fields: dict[str, str | None] = {
        "WARC-Type": "warcinfo",
        "WARC-Record-ID": angled(record_id("warcinfo", warc_date(date), user_agent)),
        "WARC-Date": warc_date(date),
        "Content-Type": "application/warc-fields",
    }
    return record(fields, block)


def response_id(answer: Answer) -> str:
    """Return the id of the response record of `answer`."""
    digest = hashlib.sha256(answer.body).hexdigest()
    return record_id("response", answer.url, warc_date(answer.date), digest)


def records_of(answer: Answer) -> bytes:
    """Return the response and the request record of `answer`, in this order."""
    date, entry = warc_date(answer.date), response_id(answer)
    block = response_head(answer) + answer.body
    response: dict[str, str | None] = {
        "WARC-Type": "response",
        "WARC-Record-ID": angled(entry),
        "WARC-Date": date,
        "WARC-Target-URI": answer.url,
        "WARC-IP-Address": answer.ip,
        "WARC-Payload-Digest": f"sha256:{hashlib.sha256(answer.body).hexdigest()}",
        "WARC-Block-Digest": f"sha256:{hashlib.sha256(block).hexdigest()}",
        "WARC-Truncated": "length" if answer.cut else None,
        "Content-Type": "application/http; msgtype=response",
    }
    asked = f"GET {answer.target} HTTP/1.1\r\n".encode() + http_lines(answer.asked)
    request: dict[str, str | None] = {
        "WARC-Type": "request",
        "WARC-Record-ID": angled(record_id("request", answer.url, date, entry)),
        "WARC-Date": date,
        "WARC-Target-URI": answer.url,
        "WARC-Concurrent-To": angled(entry),
        "WARC-Block-Digest": f"sha256:{hashlib.sha256(asked).hexdigest()}",
        "Content-Type": "application/http; msgtype=request",
    }
    return record(response, block) + record(request, asked)


def kept_of(answer: Answer, path: str, start: int) -> Kept:
    """Return what `path` holds at `start` of `answer` once written; `kept_in` reads the same."""
    headers: dict[bytes, bytes] = {}
    for name, value in answer.headers:
        headers.setdefault(name.lower(), value)
    return Kept(
        url=answer.url,
        path=path,
        start=start,
        entry=response_id(answer),
        sha256=hashlib.sha256(answer.body).hexdigest(),
        date=warc_date(answer.date),
        etag=validator(headers.get(b"etag", b"").decode("latin-1")),
        last_modified=validator(headers.get(b"last-modified", b"").decode("latin-1")),
    )


def response_head(answer: Answer) -> bytes:
    """Return the HTTP head of `answer`, made to fit its unpacked body."""
    headers = answer.headers
    changed = any(name.lower() in NO_LONGER_TRUE for name, _ in headers) or answer.cut
    if changed:
        gone = NO_LONGER_TRUE | {b"content-length"}
        headers = [
            (b"X-Crawl-" + name if name.lower() in gone else name, value)
            for name, value in headers
        ]
        headers.append((b"Content-Length", str(len(answer.body)).encode()))
    status = b" ".join((answer.version, str(answer.status).encode(), answer.reason))
    return status + b"\r\n" + http_lines(headers)


def http_lines(headers: Headers) -> bytes:
    """Return `headers` as they stand in HTTP, with the blank line after them."""
    return b"".join(b"%b: %b\r\n" % pair for pair in headers) + b"\r\n"


# --- reading back -----------------------------------------------------------------------------


class Member(msgspec.Struct, frozen=True):
    """One gzip member of a file: a record, where records are gzipped one by one."""

    start: int
    end: int  # where the next one starts
    head: bytes  # the first `HEAD` bytes at most, unpacked


class HalfMember(msgspec.Struct, frozen=True):
    """What stands after the last whole member: the start of one that was never finished."""

    start: int
    magic: bytes  # its first bytes as they stand, two at most
    head: bytes  # what can be unpacked of it, `HEAD` bytes at most


def read_members(stream: BinaryIO) -> Iterator[Member | HalfMember]:
    """Yield the gzip members of `stream`, and the half one at its end if there is one.

    Raises `zlib.error` where the bytes are no gzip. Memory does not grow with the file.
    """
    start, data = 0, stream.read(PIECE)
    while data:
        unpack = zlib.decompressobj(zlib.MAX_WBITS | 16)
        magic, head, used = data[:2], bytearray(), 0
        while not unpack.eof:
            if not data:
                yield HalfMember(start, magic, bytes(head))
                return
            used += len(data)
            piece = unpack.decompress(data, PIECE)
            head += piece[: HEAD - len(head)]
            if not unpack.eof:  # at the end the tail is stale, and `unused_data` counts
                rest = unpack.unconsumed_tail
                used -= len(rest)
                data = rest or stream.read(PIECE)
        data = unpack.unused_data
        end = start + used - len(data)
        yield Member(start, end, bytes(head))
        start, data = end, data or stream.read(PIECE)


def kept_in(head: bytes, path: str, start: int) -> Kept | None:
    """Return what the record at `start` of `path` keeps, given its `head`; None for no page."""
    warc, _, rest = head.partition(b"\r\n\r\n")
    http, _, _ = rest.partition(b"\r\n\r\n")
    fields = parse_fields(warc)
    status = http.split(b"\r\n", 1)[0].split(b" ")
    if fields.get("warc-type") != "response" or "warc-truncated" in fields or len(status) < 2:
        return None
    url, entry = fields.get("warc-target-uri"), fields.get("warc-record-id")
    if status[1] != b"200" or not url or not entry:
        return None
    headers = parse_fields(http)
    algorithm, _, digest = fields.get("warc-payload-digest", "").partition(":")
    return Kept(
        url=url.strip("<>"),
        path=path,
        start=start,
        entry=entry.strip("<>"),
        sha256=digest if algorithm == "sha256" else "",
        date=fields.get("warc-date", ""),
        etag=validator(headers.get("etag")),
        last_modified=validator(headers.get("last-modified")),
    )


def read_body(stream: BinaryIO, start: int, limit: int) -> bytes:
    """Return the body of the answer whose record starts at `start`, as it was kept.

    It is cut at `limit` bytes. Raises `zlib.error` where no gzip stands there.
    """
    stream.seek(start)
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 16)
    block = bytearray()
    while not unpack.eof and len(block) < limit + HEAD:
        data = unpack.unconsumed_tail or stream.read(PIECE)
        if not data:
            break
        block += unpack.decompress(data, PIECE)
    _, _, http = bytes(block).partition(b"\r\n\r\n")
    return http.partition(b"\r\n\r\n")[2].removesuffix(b"\r\n\r\n")[:limit]


def parse_fields(block: bytes) -> dict[str, str]:
    """Return the fields of a WARC or HTTP head by lower-case name, the first of each."""
    fields: dict[str, str] = {}
    for line in block.split(b"\r\n")[1:]:
        name, colon, value = line.partition(b":")
        if colon:
            fields.setdefault(
                name.strip().lower().decode("latin-1"), value.strip().decode("latin-1")
            )
    return fields


def validator(value: str | None) -> str | None:
    """Return `value` where it can be sent back in a header, or None."""
    if not value or len(value) > MAX_VALIDATOR or not (value.isascii() and value.isprintable()):
        return None
    return value
