"""A tar archive -> its members, one after the other; nothing is ever written to disk.

Only plain files are read: links, devices and folders are passed over. An archive is read forward
by its heads, each of which has a check sum; behind a broken one nothing is read.
"""

import re
from collections.abc import Callable, Iterator

from sayso.errors import DamageError
from sayso.ingest.containers.stream import Stream
from sayso.ingest.page import Found, Origin, damaged, printable, set_aside

ReadMember = Callable[[Stream, Origin], Iterator[Found]]

BLOCK = 512
MAX_NAME = 65_536  # bytes of a head that brings a long name
FILES, LONG_NAME, EXTENDED = (b"0", b"\0", b"7"), b"L", b"x"
PATH = re.compile(rb"\d{1,6} path=([^\n]{1,4096})\n")
SIZE = re.compile(rb"\d{1,6} size=(\d{1,18})\n")


def is_tar(head: bytes) -> bool:
    """Tell whether `head` opens a tar archive, of POSIX or of GNU."""
    return head[257:262] == b"ustar" and is_sound(head[:BLOCK])


def is_sound(head: bytes) -> bool:
    """Tell whether the head of a member has the check sum that it states."""
    blanked = head[:148] + b" " * 8 + head[156:]
    return len(head) == BLOCK and number_in(head[148:156]) == sum(blanked)


def number_in(field: bytes) -> int | None:
    """Return a number as heads write it, octal or binary; None where it is none."""
    if field[0] & 0x80:
        return int.from_bytes(field[1:], "big") if field[0] == 0x80 else None
    digits = field.strip(b" \0")
    return int(digits or b"0", 8) if not digits.strip(b"01234567") else None


def name_in(head: bytes) -> bytes:
    """Return the name in a head, with the prefix that POSIX puts apart."""
    name, prefix = head[:100].partition(b"\0")[0], head[345:500].partition(b"\0")[0]
    return prefix + b"/" + name if prefix and head[257:263] == b"ustar\0" else name


def is_hidden(name: str) -> bool:
    """Tell whether a member is a hidden file, or lies in a hidden folder."""
    parts = [part for part in name.split("/") if part not in ("", ".", "..")]
    return any(part.startswith(".") or part == "__MACOSX" for part in parts)


def read_tar(stream: Stream, origin: Origin, read_member: ReadMember) -> Iterator[Found]:
    """Yield what the members hold; an issue where the archive is cut or damaged."""
    silent, name, size = True, b"", None
    while (head := stream.take(BLOCK)).strip(b"\0"):
        start = stream.offset - len(head)
        if not is_sound(head):
            yield damaged(
                origin,
                f"what stands at byte {start} of the tar archive is no sound head of a member; "
                f"the members before it are kept, fetch the rest anew",
            )
            stream.drain()
            return
        stated = number_in(head[124:136])
        length, kind = (stated or 0) if size is None else size, head[156:157]
        end = stream.offset + (length + BLOCK - 1) // BLOCK * BLOCK
        if kind in (LONG_NAME, EXTENDED):
            name, size = long_head(kind, stream.peek(min(length, MAX_NAME)), name, size)
        else:
            shown = printable((name or name_in(head)).decode("utf-8", "replace"))
            if kind in FILES and not shown.endswith("/") and not is_hidden(shown):
                silent = False
                member = Stream(member_bytes(stream, length, start))
                yield from read_member(member, origin.inside(shown))
                member.drain()
            name, size = b"", None
        stream.skip_to(end)
    if len(head) < BLOCK:
        silent = False
        reason = f" ({stream.fault})" if stream.fault is not None else ""
        yield damaged(
            origin,
            f"the tar archive is cut off at byte {stream.offset}, before the zeros that end "
            f"it{reason}; the members before it are kept",
        )
    stream.drain()
    if silent:
        yield set_aside(origin, "the tar archive holds no file that is not hidden; name another")


def long_head(kind: bytes, data: bytes, name: bytes, size: int | None) -> tuple[bytes, int | None]:
    """Return the name and size that a head of its own gives the member behind it."""
    if kind == LONG_NAME:
        return data.partition(b"\0")[0], size
    path, length = PATH.search(data), SIZE.search(data)
    return path[1] if path else name, int(length[1]) if length else size


def member_bytes(stream: Stream, size: int, start: int) -> Iterator[bytes]:
    """Yield the next `size` bytes; raises `DamageError` where the stream ends before."""
    end = stream.offset + size
    yield from stream.pieces(size)
    if stream.offset < end:
        raise DamageError(
            f"the tar member at byte {start} is cut off: the archive ends at byte {stream.offset}"
        )
