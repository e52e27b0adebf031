"""The page inside an HTTP response: chunks joined, content encodings undone, damage told."""

import re
from collections.abc import Callable

import msgspec

from sayso.errors import DamageError, InputError
from sayso.ingest.containers.stream import MAX_BYTES, TOO_LARGE
from sayso.ingest.containers.unpacking import (
    FAULTS,
    Allowance,
    Brotli,
    Unpacker,
    deflate_unpacker,
    gzip_unpacker,
    reason_of,
    zlib_unpacker,
    zstd_unpacker,
)
from sayso.ingest.detect import name_binary

MAX_HEAD = 65_536  # bytes of status line and headers
FED = 16_384  # packed bytes fed at a time
STATUS = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]{1,8}(\d{3})\b")
HEAD_END = re.compile(rb"\r?\n\r?\n")
CHUNK_LINE = rb"([0-9A-Fa-f]{1,16})[ \t]{0,20}(?:;[^\r\n]{0,1000})?\r?\n"
FIRST_CHUNK = re.compile(CHUNK_LINE)
NEXT_CHUNK = re.compile(rb"(?:\r?\n)?" + CHUNK_LINE)
CHARSET = re.compile(r"""charset\s{0,4}=\s{0,4}["']?([\w.:-]{1,40})""", re.IGNORECASE)
GZIP_MAGIC = b"\x1f\x8b\x08"
ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
AGAIN = {gzip_unpacker: GZIP_MAGIC, zstd_unpacker: ZSTD_MAGIC}  # may stand several in a row


class Response(msgspec.Struct, frozen=True):
    """An HTTP response as it was sent; names of headers in lower case, the last of each."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        """The media type that the response declares, in lower case; empty for none."""
        return media_type_of(self.headers.get("content-type", ""))

    @property
    def charset(self) -> str | None:
        """The charset that the response declares."""
        return charset_of(self.headers.get("content-type", ""))


def media_type_of(content_type: str) -> str:
    """Return the media type of a Content-Type header, without its parameters."""
    return content_type.partition(";")[0].strip().lower()


def charset_of(content_type: str) -> str | None:
    """Return the charset parameter of a Content-Type header, or None."""
    found = CHARSET.search(content_type)
    return found[1] if found else None


def parse_headers(lines: bytes) -> dict[str, str]:
    """Return header lines as a mapping; folded lines are joined, lines without a colon dropped."""
    headers: dict[str, str] = {}
    name = ""
    for line in lines.decode("utf-8", "replace").split("\n"):
        if line[:1] in (" ", "\t") and name:
            headers[name] += f" {line.strip()}"
            continue
        before, colon, value = line.partition(":")
        name = before.strip().lower() if colon else ""
        if name:
            headers[name] = value.strip()
    return headers


def parse_response(block: bytes) -> Response | None:
    """Return the response that `block` holds, None where it is none."""
    status = STATUS.match(block)
    if status is None:
        return None
    end = HEAD_END.search(block, 0, MAX_HEAD)
    head, body = (block[: end.start()], block[end.end() :]) if end else (block[:MAX_HEAD], b"")
    return Response(int(status[1]), parse_headers(head.partition(b"\n")[2]), body)


def entity_of(response: Response) -> bytes:
    """Return the body without the framing of its chunks.

    Raises `DamageError` where it is shorter than it says. Crawlers that join chunks may leave the
    header: a body that does not start with a chunk is taken as it stands.
    """
    if "chunked" in response.headers.get("transfer-encoding", "").lower():
        return join_chunks(response.body)
    length = response.headers.get("content-length", "")
    plain = "content-encoding" not in response.headers
    if plain and length.isdecimal() and len(length) < 19 and len(response.body) < int(length):
        raise DamageError(f"the HTTP body is cut off after {len(response.body)} of {length} bytes")
    return response.body


def join_chunks(body: bytes) -> bytes:
    """Return `body` without chunk framing; raises `DamageError` where a chunk is broken."""
    joined = bytearray()
    position, line = 0, FIRST_CHUNK.match(body)
    if line is None:
        return body
    while line is not None:
        size, start = int(line[1], 16), line.end()
        if size == 0:
            return bytes(joined)
        if start + size > len(body):
            raise DamageError(f"the HTTP body is cut off in the chunk at its byte {position}")
        joined += body[start : start + size]
        position = start + size
        line = NEXT_CHUNK.match(body, position)
    raise DamageError(f"the HTTP body has no sound chunk at its byte {position}")


def page_of_entity(entity: bytes, headers: dict[str, str]) -> bytes:
    """Return `entity` with its content encodings undone.

    Raises `DamageError` where it is damaged, `InputError` where it is too large. What claims to
    be packed and is not (crawlers that unpack may leave the header) is taken as it stands.
    """
    codings = [name.strip().lower() for name in headers.get("content-encoding", "").split(",")]
    for coding in reversed(codings):
        if coding not in ("", "identity"):
            entity = decode_content(entity, coding)
    return entity


def decode_content(data: bytes, coding: str) -> bytes:
    """Return `data` with one content encoding undone."""
    if not data:
        return data
    if coding in ("gzip", "x-gzip"):
        return unpack_all(data, gzip_unpacker) if data.startswith(GZIP_MAGIC) else data
    openers: dict[str, tuple[Callable[[], Unpacker], ...]] = {
        "deflate": (zlib_unpacker, deflate_unpacker),
        "br": (Brotli,),
        "zstd": (zstd_unpacker,),
    }
    reason = ""
    for unpacker in openers.get(coding, ()):
        try:
            return unpack_all(data, unpacker)
        except DamageError as fault:
            if fault.final:
                raise
            reason = str(fault)
    if name_binary(data) is None:
        return data
    if reason:
        raise DamageError(reason)
    raise InputError(f"the HTTP body is packed in {coding[:40]!a}, which sayso does not unpack")


def unpack_all(data: bytes, opener: Callable[[], Unpacker]) -> bytes:
    """Return what `data` unpacks to; of gzip and zstd several may follow, garbage is left.

    Raises `DamageError` where it is cut, damaged or a bomb.
    """
    body, position, allowance = Body(), 0, Allowance()
    while True:
        unpacker = opener()
        while position < len(data) and not unpacker.eof:
            fed = data[position : position + FED]
            position += len(fed)
            allowance.earn(len(fed))
            try:
                for piece in unpacker.feed(fed):
                    body.add(piece)
                    allowance.spend(len(piece), "the HTTP body")
            except FAULTS as fault:
                raise DamageError(f"the HTTP body is damaged ({reason_of(fault)})") from fault
        if not unpacker.eof:
            raise DamageError("the HTTP body is cut off before its packing ends")
        position -= len(unpacker.unused)
        allowance.give_back(len(unpacker.unused))
        if opener not in AGAIN or not data.startswith(AGAIN[opener], position):
            return b"".join(body.pieces)


class Body:
    """The unpacked pieces of a body that is not larger than a page may be."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []
        self.size = 0

    def add(self, piece: bytes) -> None:
        """Keep a piece; raises `DamageError` where they are too many."""
        self.pieces.append(piece)
        self.size += len(piece)
        if self.size > MAX_BYTES:
            raise DamageError(f"the HTTP body {TOO_LARGE}", final=True)
