"""A ZIP archive -> its members, one after the other; nothing is ever written to disk.

Names are names only. Where the archive can be read at any place, its directory says what it
holds; where it cannot (a pipe, an archive in an archive), or where the directory is missing or
wrong, the members are found one after the other by their own heads.
"""

import re
import struct
import zlib
from array import array
from collections.abc import Callable, Iterator
from typing import BinaryIO

import msgspec
import numpy as np

from sayso.errors import DamageError
from sayso.ingest.containers.stream import Mark, Stream, file_range
from sayso.ingest.containers.unpacking import (
    FAULTS,
    Allowance,
    Unpacker,
    bzip2_unpacker,
    deflate_unpacker,
    lzma_unpacker,
    reason_of,
    xz_unpacker,
)
from sayso.ingest.containers.wacz import Package
from sayso.ingest.page import Found, Origin, damaged, printable, set_aside

ReadMember = Callable[[Stream, Origin], Iterator[Found]]

LOCAL = struct.Struct("<4sHHHHHIIIHH")
CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
END = struct.Struct("<4sHHHHIIH")
LOCATOR = struct.Struct("<4sIQI")
END64 = struct.Struct("<4sQHHIIQQQQ")
LOCAL_SIGN, CENTRAL_SIGN, END_SIGN = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
LOCATOR_SIGN, END64_SIGN, DESCRIPTOR_SIGN = b"PK\x06\x07", b"PK\x06\x06", b"PK\x07\x08"
SPANNED = b"PK00PK\x03\x04"
LONGEST_COMMENT = 65_535
NEXT_LOCAL = re.compile(rb"PK\x03\x04[\x0a-\x3f][\x00-\x03]")
ARCHIVE_END = re.compile(rb"PK\x05\x06")
DESCRIPTOR = re.compile(rb"PK\x07\x08")
FULL = 0xFFFFFFFF  # the size stands in the extra field
FED = 32_768  # packed bytes fed at a time
KEPT = 131_072  # bytes read beyond a member that must be given back
MAX_DAMAGED = 1_000  # members in one archive; what has more is none any more
MAX_TRIED = 100_000  # places where a stored member of unknown size could end

ENCRYPTED, DESCRIBED, UTF8 = 0x1, 0x8, 0x800  # flags
STORED, DEFLATED, BZIP2, LZMA, XZ, AES = 0, 8, 12, 14, 95, 99
UNPACKERS: dict[int, Callable[[], Unpacker]] = {
    DEFLATED: deflate_unpacker,
    BZIP2: bzip2_unpacker,
    LZMA: lzma_unpacker,
    XZ: xz_unpacker,
}
OFFICE = frozenset({"[Content_Types].xml", "mimetype"})


class Entry(msgspec.Struct, frozen=True):
    """What the directory, or a member's own head, says of one member."""

    name: str
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    offset: int  # of its local head

    @property
    def described(self) -> bool:
        """Whether CRC and sizes stand behind the bytes only."""
        return bool(self.flags & DESCRIBED) and not (self.packed or self.size or self.crc)

    @property
    def hidden(self) -> bool:
        """Whether it is a folder, a hidden file or what macOS puts beside one."""
        parts = [part for part in re.split(r"[/\\]", self.name) if part not in ("", ".", "..")]
        folder = self.name.endswith(("/", "\\"))
        return folder or any(part.startswith(".") or part == "__MACOSX" for part in parts)

    @property
    def unreadable(self) -> str | None:
        """Why it cannot be read, None where it can."""
        if self.flags & ENCRYPTED or self.method == AES:
            return "is encrypted; unpack it with its password and name the pages"
        if self.method != STORED and self.method not in UNPACKERS:
            return f"is packed by method {self.method}, which sayso does not read; unpack it first"
        return None


class Directory(msgspec.Struct, frozen=True):
    """Where the central directory lies, and what to add to the offsets that it gives."""

    start: int
    end: int
    shift: int


def is_zip(head: bytes) -> bool:
    """Tell whether `head` opens a ZIP archive, even an empty or spanned one."""
    return head.startswith((LOCAL_SIGN, END_SIGN, SPANNED, DESCRIPTOR_SIGN + LOCAL_SIGN))


def read_zip(stream: Stream, origin: Origin, read_member: ReadMember) -> Iterator[Found]:
    """Yield what the members hold; issues for those that are damaged, encrypted or refused."""
    reader = ZipMembers(origin, read_member)
    file = stream.file
    directory = find_directory(file) if file is not None else None
    if file is not None and directory is not None:
        yield from reader.read_listed(file, directory, stream.begin)
    else:
        yield from reader.walk(stream if file is None else started_anew(file, stream.begin))
    yield from reader.finish()


def started_anew(file: BinaryIO, begin: int) -> Stream:
    """Return the stream of a file that has been read here and there."""
    file.seek(begin)
    return Stream.of_file(file)


class ZipMembers:
    """Reads the members of one archive."""

    def __init__(self, origin: Origin, read_member: ReadMember) -> None:
        self.origin = origin
        self.read_member = read_member
        self.allowance = Allowance()
        self.package = Package(origin)
        self.silent = True
        self.damages = 0

    def finish(self) -> Iterator[Found]:
        """Yield what a WACZ's list of digests shows; an issue where nothing was there to read."""
        yield from self.package.check()
        if self.damages >= MAX_DAMAGED:
            yield damaged(
                self.origin, "the rest of the archive is not read, for too much of it is damaged"
            )
        if self.silent:
            yield set_aside(
                self.origin, "the ZIP archive holds no file that is not hidden; name another"
            )

    def read_listed(self, file: BinaryIO, directory: Directory, begin: int) -> Iterator[Found]:
        """Yield what the members that the directory lists hold."""
        try:
            survey = Survey(file, directory)
        except DamageError as fault:
            self.silent = False
            yield damaged(self.origin, f"the ZIP directory is damaged ({fault}); mend it")
            yield from self.walk(started_anew(file, begin))
            return
        refusal = survey.refusal
        if refusal is not None:
            self.silent = False
            yield set_aside(self.origin, refusal)
            return
        for entry in entries_of(file, directory):
            if not entry.hidden and self.damages < MAX_DAMAGED:
                yield from self.read_entry(entry, packed_bytes(file, entry, directory.start))

    def read_entry(self, entry: Entry, packed: Iterator[bytes]) -> Iterator[Found]:
        """Yield what one member holds; `packed` gives its packed bytes."""
        self.silent = False
        origin = self.origin.inside(printable(entry.name))
        if entry.unreadable is not None:
            yield set_aside(origin, f"the ZIP member {entry.unreadable}")
            return
        chunks = checked(entry, unpack_entry(entry, packed, self.allowance))
        yield from self.read_stream(entry, origin, chunks)

    def read_stream(
        self, entry: Entry, origin: Origin, chunks: Iterator[bytes | Mark]
    ) -> Iterator[Found]:
        """Yield what the unpacked bytes of a member hold; those of a WACZ are digested too."""
        member = Stream(self.package.noted(entry.name, chunks))
        if self.package.holds_pages(entry.name):
            yield from self.read_member(member, origin)
        member.drain()
        self.damages += member.fault is not None

    def walk(self, stream: Stream) -> Iterator[Found]:
        """Yield what the members hold, found by their own heads up to the directory."""
        stream.kept = KEPT
        whole = False
        while not whole and stream.fill(4) and self.damages < MAX_DAMAGED:
            sign = stream.peek(4)
            if sign == LOCAL_SIGN:
                yield from self.read_local(stream)
            elif sign in (CENTRAL_SIGN, END_SIGN, END64_SIGN):
                whole = stream.find(ARCHIVE_END, END.size) and stream.fill(END.size) >= END.size
                break
            elif stream.peek(8) in (SPANNED, DESCRIPTOR_SIGN + LOCAL_SIGN):
                stream.take(4)
            else:
                self.damages += 1
                self.silent = False
                place = stream.place(stream.offset)
                yield damaged(
                    self.origin,
                    f"what stands at {place} is no ZIP member; sound members behind it are read",
                )
                stream.find(NEXT_LOCAL, 6)
        if not whole and self.damages < MAX_DAMAGED:
            self.silent = False
            reason = f" ({stream.fault})" if stream.fault is not None else ""
            yield damaged(
                self.origin,
                f"the ZIP archive is cut off at byte {stream.offset}, before the end of its "
                f"directory{reason}; the members before it are kept, fetch the rest anew",
            )

    def read_local(self, stream: Stream) -> Iterator[Found]:
        """Yield what the member whose head `stream` stands at holds, and take it."""
        start = stream.offset
        entry = parse_local(stream)
        if entry is None:
            stream.drain()
            return
        body = stream.offset
        if entry.hidden or entry.unreadable is not None:
            if not entry.hidden:
                yield from self.read_entry(entry, iter(()))
            if entry.described:
                stream.find(NEXT_LOCAL, 6)
            else:
                stream.skip_to(body + entry.packed)
            return
        self.silent = False
        origin = self.origin.inside(printable(entry.name))
        if entry.described:
            chunks = unpack_described(entry, stream, self.allowance)
        else:
            packed = exact(stream, entry.packed, start)
            chunks = checked(entry, unpack_entry(entry, packed, self.allowance))
        yield from self.read_stream(entry, origin, chunks)
        if not entry.described:
            stream.skip_to(body + entry.packed)
            pass_descriptor(stream, entry)


# --- the directory


def find_directory(file: BinaryIO) -> Directory | None:
    """Return where the directory lies, None where none can be found."""
    size = file.seek(0, 2)
    tail_start = max(0, size - END.size - LONGEST_COMMENT)
    file.seek(tail_start)
    tail = file.read(END.size + LONGEST_COMMENT)
    position = tail.rfind(END_SIGN)
    while position >= 0:
        directory = parse_end(file, tail, position, tail_start)
        if directory is not None:
            return directory
        position = tail.rfind(END_SIGN, 0, position)
    return None


def parse_end(file: BinaryIO, tail: bytes, position: int, tail_start: int) -> Directory | None:
    """Return what the end record at `position` of `tail` tells, None where it is not sound."""
    if position + END.size > len(tail):
        return None
    _, _, _, _, count, size, start, comment = END.unpack_from(tail, position)
    if position + END.size + comment > len(tail):
        return None
    end = tail_start + position
    if FULL in (size, start) or count == 0xFFFF:
        wide = parse_end64(file, end - LOCATOR.size)
        if wide is not None:
            size, start, end = wide
    shift = end - size - start  # bytes put before the archive
    if shift < 0 or size > end:
        return None
    file.seek(end - size)
    if size and file.read(4) != CENTRAL_SIGN:
        return None
    return Directory(end - size, end, shift)


def parse_end64(file: BinaryIO, position: int) -> tuple[int, int, int] | None:
    """Return size, offset and end of the directory by the ZIP64 records, or None."""
    if position < 0:
        return None
    file.seek(position)
    data = file.read(LOCATOR.size)
    if len(data) < LOCATOR.size or not data.startswith(LOCATOR_SIGN):
        return None
    for place in (LOCATOR.unpack(data)[2], position - END64.size):  # the second: bytes put before
        if 0 <= place < position:
            file.seek(place)
            record = file.read(END64.size)
            if len(record) == END64.size and record.startswith(END64_SIGN):
                *_, size, start = END64.unpack(record)
                return size, start, place
    return None


def entries_of(file: BinaryIO, directory: Directory) -> Iterator[Entry]:
    """Yield the entries of the directory in order; raises `DamageError` where one is not sound."""
    stream = Stream(file_range(file, directory.start, directory.end))
    while stream.fill(1):
        place = directory.start + stream.offset
        head = stream.take(CENTRAL.size)
        if len(head) < CENTRAL.size or not head.startswith(CENTRAL_SIGN):
            raise DamageError(f"no entry stands at byte {place}")
        values = CENTRAL.unpack(head)
        flags, method, crc, packed, size = values[3], values[4], values[7], values[8], values[9]
        name_length, extra_length, comment_length = values[10:13]
        name, extra = stream.take(name_length), stream.take(extra_length)
        if len(stream.take(comment_length)) < comment_length:
            raise DamageError(f"the entry at byte {place} is cut off")
        size, packed, offset = wide_sizes(extra, (size, packed, values[16]))
        yield Entry(
            name_of(name, flags), flags, method, crc, packed, size, offset + directory.shift
        )
    if stream.fault is not None:
        raise stream.fault


class Survey:
    """One look at all entries before any is read: what the archive is, and whether it is safe."""

    def __init__(self, file: BinaryIO, directory: Directory) -> None:
        starts, ends = array("Q"), array("Q")
        self.office = False
        for index, entry in enumerate(entries_of(file, directory)):
            self.office = self.office or (index < 8 and entry.name in OFFICE)
            starts.append(entry.offset)
            ends.append(min(entry.offset + LOCAL.size + entry.packed, 2**64 - 1))
        self.overlapping = overlap(starts, ends)

    @property
    def refusal(self) -> str | None:
        """Why the archive is not read, None where it is."""
        if self.office:
            return "the input is an office document or a book; save it as text or HTML"
        if self.overlapping:
            return "the ZIP archive is refused, for its members overlap as only those of bombs do"
        return None


def overlap(starts: "array[int]", ends: "array[int]") -> bool:
    """Tell whether two members share a byte."""
    if len(starts) < 2:
        return False
    first, last = np.frombuffer(starts, np.uint64), np.frombuffer(ends, np.uint64)
    order = np.argsort(first, kind="stable")
    return bool((last[order][:-1] > first[order][1:]).any())


def wide_sizes(extra: bytes, sizes: tuple[int, ...]) -> tuple[int, ...]:
    """Return `sizes`, those that are full taken from the ZIP64 field in `extra`."""
    position = 0
    while position + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, position)
        if kind == 1:
            field = extra[position + 4 : position + 4 + length]
            wide = iter([value for (value,) in struct.iter_unpack("<Q", field[: length // 8 * 8])])
            return tuple(next(wide, size) if size == FULL else size for size in sizes)
        position += 4 + length
    return sizes


def name_of(name: bytes, flags: int) -> str:
    """Return a member's name: UTF-8 where flagged or possible, code page 437 otherwise."""
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        return name.decode("utf-8", "replace") if flags & UTF8 else name.decode("cp437")


def packed_bytes(file: BinaryIO, entry: Entry, limit: int) -> Iterator[bytes]:
    """Yield the packed bytes of a listed member; raises `DamageError` where it is not there."""
    head = b"".join(file_range(file, entry.offset, min(limit, entry.offset + LOCAL.size)))
    if len(head) < LOCAL.size or not head.startswith(LOCAL_SIGN):
        raise DamageError(f"no ZIP member stands at byte {entry.offset}, where the directory says")
    name_length, extra_length = LOCAL.unpack(head)[9:]
    start = entry.offset + LOCAL.size + name_length + extra_length
    if start + entry.packed > limit:
        raise DamageError(f"the ZIP member at byte {entry.offset} reaches into the directory")
    yield from file_range(file, start, start + entry.packed)


# --- members


def parse_local(stream: Stream) -> Entry | None:
    """Return what the head of a member says and take it, None where it is cut."""
    start = stream.offset
    head = stream.take(LOCAL.size)
    if len(head) < LOCAL.size:
        return None
    _, _, flags, method, _, _, crc, packed, size, name_length, extra_length = LOCAL.unpack(head)
    name, extra = stream.take(name_length), stream.take(extra_length)
    if len(extra) < extra_length:
        return None
    size, packed = wide_sizes(extra, (size, packed))
    return Entry(name_of(name, flags), flags, method, crc, packed, size, start)


def exact(stream: Stream, size: int, start: int) -> Iterator[bytes]:
    """Yield the next `size` bytes; raises `DamageError` where the stream ends before."""
    end = stream.offset + size
    yield from stream.pieces(size)
    if stream.offset < end:
        raise DamageError(
            f"the ZIP member at byte {start} is cut off: the archive ends at byte {stream.offset}"
        )


def unpack_entry(
    entry: Entry, packed: Iterator[bytes], allowance: Allowance
) -> Iterator[bytes | Mark]:
    """Yield the bytes of a member; raises `DamageError` where they are damaged or a bomb."""
    place = f"the ZIP member at byte {entry.offset}"
    yield Mark("ZIP member", entry.offset)
    if entry.method == STORED:
        yield from packed
        return
    unpacker = UNPACKERS[entry.method]()
    for number, data in enumerate(packed):
        allowance.earn(len(data))
        fed = alone_header(entry, data) if number == 0 and entry.method == LZMA else data
        try:
            for piece in unpacker.feed(fed):
                yield piece
                allowance.spend(len(piece), place)
        except FAULTS as fault:
            raise DamageError(f"{place} is damaged ({reason_of(fault)})") from fault
        if unpacker.eof:
            return
    if entry.size and not unpacker.eof and entry.method != LZMA:
        raise DamageError(f"{place} is cut off before its packing ends")


def alone_header(entry: Entry, data: bytes) -> bytes:
    """Return LZMA bytes with the header of an LZMA file in place of ZIP's."""
    return data[4:9] + struct.pack("<Q", entry.size) + data[9:]


def checked(entry: Entry, chunks: Iterator[bytes | Mark]) -> Iterator[bytes | Mark]:
    """Yield `chunks`; raises `DamageError` where size or CRC is not the one stated."""
    crc = size = 0
    for chunk in chunks:
        if isinstance(chunk, bytes):
            crc, size = zlib.crc32(chunk, crc), size + len(chunk)
        yield chunk
    if (crc, size) != (entry.crc, entry.size):
        raise DamageError(f"the ZIP member at byte {entry.offset} does not match its check sum")


def unpack_described(entry: Entry, stream: Stream, allowance: Allowance) -> Iterator[bytes | Mark]:
    """Yield the bytes of a member whose sizes stand behind it, and take its descriptor."""
    yield Mark("ZIP member", entry.offset)
    place = f"the ZIP member at byte {entry.offset}"
    body, crc, size = stream.offset, 0, 0
    pieces = (
        stored_pieces(stream, place)
        if entry.method == STORED
        else packed_pieces(entry, stream, allowance, place)
    )
    for piece in pieces:
        crc, size = zlib.crc32(piece, crc), size + len(piece)
        yield piece
    told = take_descriptor(stream, stream.offset - body)
    if told is not None and told != (crc, size & FULL):
        raise DamageError(f"{place} does not match its check sum")


def packed_pieces(
    entry: Entry, stream: Stream, allowance: Allowance, place: str
) -> Iterator[bytes]:
    """Yield what the bytes at `stream` unpack to, up to their own end mark."""
    unpacker = UNPACKERS[entry.method]()
    while not unpacker.eof:
        data = stream.take(FED)
        if not data:
            raise DamageError(f"{place} is cut off: the archive ends at byte {stream.offset}")
        allowance.earn(len(data))
        try:
            for piece in unpacker.feed(data):
                yield piece
                allowance.spend(len(piece), place)
        except FAULTS as fault:
            stream.go_back(stream.offset - len(data))
            raise DamageError(f"{place} is damaged ({reason_of(fault)})") from fault
    allowance.give_back(len(unpacker.unused))
    stream.go_back(stream.offset - len(unpacker.unused))


def stored_pieces(stream: Stream, place: str) -> Iterator[bytes]:
    """Yield stored bytes up to the descriptor that has their CRC and their size."""
    crc = size = 0
    for _ in range(MAX_TRIED):
        for piece in stream.until(DESCRIPTOR, 4):
            crc, size = zlib.crc32(piece, crc), size + len(piece)
            yield piece
        if stream.peek(12)[4:] == struct.pack("<II", crc, size & FULL):
            return
        piece = stream.take(1)
        if not piece:
            break
        crc, size = zlib.crc32(piece, crc), size + 1
        yield piece
    raise DamageError(f"{place} has no end that can be found before byte {stream.offset}")


def take_descriptor(stream: Stream, packed: int) -> tuple[int, int] | None:
    """Return CRC and size that stand behind a member of `packed` bytes; None for no descriptor."""
    data = stream.peek(24)
    sign = 4 if data.startswith(DESCRIPTOR_SIGN) else 0
    for layout in (struct.Struct("<III"), struct.Struct("<IQQ")):
        if len(data) >= sign + layout.size:
            crc, size, full = layout.unpack_from(data, sign)
            if size == packed & FULL or size == packed:
                stream.take(sign + layout.size)
                return crc, full & FULL
    return None


def pass_descriptor(stream: Stream, entry: Entry) -> None:
    """Take the descriptor behind a member whose head had its sizes already."""
    if entry.flags & DESCRIBED:
        take_descriptor(stream, entry.packed)
