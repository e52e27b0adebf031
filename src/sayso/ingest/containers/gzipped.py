"""gzip, Zstandard, zlib, bzip2, xz -> the bytes within; damaged members are told and passed.

The standard library's gzip reader gives up at the first fault, hides what it had unpacked by
then, and knows no offsets. This one gives all bytes before the fault, names the member, and goes
on at the next one that opens like the first.
"""

import re
import zlib
from collections.abc import Callable, Iterator
from itertools import islice

import msgspec

from sayso.errors import DamageError
from sayso.ingest.containers.stream import Mark, Stream
from sayso.ingest.containers.unpacking import (
    FAULTS,
    Allowance,
    Unpacker,
    bzip2_unpacker,
    gzip_unpacker,
    reason_of,
    xz_unpacker,
    zlib_unpacker,
    zstd_unpacker,
)
from sayso.ingest.detect import name_binary

FED = 32_768  # packed bytes fed at a time
KEPT = 4_194_304  # how far a fault can show behind the damage that caused it
MAX_GOING_BACK = 16 * KEPT  # in all: a file made of faults must not be read over and over
MAX_IN_HEAD = 1_000  # members that are looked into to tell what a damaged file was
MAX_TRIED = 100_000  # members that are looked into while the next good one is sought
TRIED = 4_096  # packed bytes that show what a member opens with
MEMBER = re.compile(rb"\x1f\x8b\x08[\x00-\x1f]")
FRAME = re.compile(rb"\x28\xb5\x2f\xfd")
# What a file opens with whose later members can be read without the one before.
SEPARABLE = (b"WARC/", b"From ", b"{")
DICTIONARY = b"\x5d\x2a\x4d\x18"  # opens a .warc.zst that brings its own
LONGEST_FRAME_HEAD = 18
NO_TEXT = b"\x01\x9c\xda"  # second bytes of a zlib stream that no text has
SURE = SEPARABLE[0]  # what is looked for where the first member shows nothing


class Packing(msgspec.Struct, frozen=True):
    """A way to pack a stream: its name, how it opens, what unpacks it.

    `member` finds a later member in damaged bytes, None where the first shows nothing of it.
    """

    name: str
    magic: re.Pattern[bytes]
    unpacker: Callable[[], Unpacker]
    member: re.Pattern[bytes] | None = None


GZIP = Packing("gzip member", re.compile(rb"\x1f(?:\x8b(?:\x08|\Z)|\Z)"), gzip_unpacker, MEMBER)
ZSTD = Packing(
    "Zstandard frame",
    re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18"),
    zstd_unpacker,
    FRAME,
)
PADDING = b"\x00"  # what tapes and disks put behind a member
BZIP2 = Packing("bzip2 stream", re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)"), bzip2_unpacker)
XZ = Packing("xz stream", re.compile(rb"\xfd7zXZ\x00"), xz_unpacker)
ZLIB = Packing("zlib stream", re.compile(rb"[\x08-\x78][\x00-\xff]"), zlib_unpacker)


def packing_of(head: bytes) -> Packing | None:
    """Return how the stream that opens with `head` is packed, or None."""
    for packing in (GZIP, BZIP2, XZ, ZSTD):
        if packing.magic.match(head):
            return packing
    return ZLIB if is_zlib(head) else None


def holds_members(head: bytes) -> bool:
    """Tell whether `head` is no text and holds packed WARC records behind a damaged start."""
    if name_binary(head) is None:
        return False
    starts = (found.start() for found in islice(MEMBER.finditer(head), MAX_IN_HEAD))
    return any(opens_with(GZIP, head[start : start + TRIED], SURE) for start in starts)


def is_zlib(head: bytes) -> bool:
    """Tell whether `head` opens a zlib stream: two bytes alone could open a text too."""
    if len(head) < 2 or head[0] & 0x8F != 8 or int.from_bytes(head[:2]) % 31:
        return False
    try:
        shown = zlib.decompressobj().decompress(head, 64)
    except zlib.error:
        return False
    return bool(shown) or head[1] in NO_TEXT


def unpack(stream: Stream, packing: Packing) -> Iterator[Stream]:
    """Yield the stretches of unpacked bytes, a new one after each damaged place.

    Each is to be read before the next is asked for; its `fault` is the damage that ended it.
    """
    stream.kept = KEPT
    allowance, search = Allowance(), Search(stream, packing)
    while True:
        start = stream.offset
        part = Stream(unpack_members(stream, packing, allowance))
        search.note_opening(part)
        yield part
        fault = part.fault
        if fault is None or fault.final:
            return
        if not search.next_member(max(start + 1, getattr(fault, "member", stream.offset) + 1)):
            return


class Search:
    """The search for the next member that opens like the first."""

    def __init__(self, stream: Stream, packing: Packing) -> None:
        self.stream = stream
        self.packing = packing
        self.opening = b""
        self.gone_back = 0
        self.tried = 0

    def note_opening(self, part: Stream) -> None:
        """Remember what the file opens with, if that tells one member from another."""
        head = part.peek(5) if not self.opening else b""
        self.opening = next((s for s in SEPARABLE if head.startswith(s)), self.opening)

    def next_member(self, start: int) -> bool:
        """Go to the next good member at or after `start`; False where there is none."""
        here, member = self.stream.offset, self.packing.member
        if member is None:
            return False
        start = max(start, here - KEPT) if self.gone_back < MAX_GOING_BACK else here
        if not self.stream.go_back(start):
            return False
        self.gone_back += max(0, here - start)
        while self.tried < MAX_TRIED and self.stream.find(member, 4):
            self.tried += 1
            if opens_with(self.packing, self.stream.peek(TRIED), self.opening or SURE):
                return True
            self.stream.take(1)
        return False


def opens_with(packing: Packing, packed: bytes, opening: bytes) -> bool:
    """Tell whether the member `packed` unpacks to bytes that start with `opening`."""
    try:
        return next(packing.unpacker().feed(packed), b"").startswith(opening)
    except FAULTS:
        return False


def why_not_unpacked(head: bytes) -> str | None:
    """Return why the stream that opens with `head` cannot be unpacked without more."""
    if head.startswith(DICTIONARY) or frame_dictionary(head):
        return (
            "the input is packed by Zstandard with a dictionary, as .warc.zst files are, which "
            "sayso does not read; unpack it first (zstd -d)"
        )
    return None


def frame_dictionary(head: bytes) -> int:
    """Return the number of the dictionary that a Zstandard frame needs, 0 for none."""
    if not FRAME.match(head) or len(head) < LONGEST_FRAME_HEAD:
        return 0
    size = (0, 1, 2, 4)[head[4] & 3]
    start = 5 if head[4] & 0x20 else 6  # a single segment says nothing of its window
    return int.from_bytes(head[start : start + size], "little")


class MemberError(DamageError):
    """Damage inside a member; `member` is where that starts."""

    def __init__(self, message: str, member: int, *, final: bool = False) -> None:
        super().__init__(message, final=final)
        self.member = member


def unpack_members(
    stream: Stream, packing: Packing, allowance: Allowance
) -> Iterator[bytes | Mark]:
    """Yield the bytes of one member after the other, each with its mark before it.

    Raises `DamageError` where the packed bytes are damaged or end early.
    """
    empty = True
    while pass_padding(stream):
        if not packing.magic.match(stream.peek(16)):
            raise DamageError(
                f"what stands from byte {stream.offset} on is no {packing.name}", cut=empty
            )
        yield Mark(packing.name, stream.offset)
        yield from unpack_member(stream, packing, allowance)
        empty = False
    if stream.fault is not None:
        raise DamageError(str(stream.fault), cut=empty)


def pass_padding(stream: Stream) -> bool:
    """Take the zeros between members; tell whether anything follows."""
    while stream.peek(1) == PADDING:
        block = stream.peek(FED)
        stream.take(len(block) - len(block.lstrip(PADDING)))
    return bool(stream.peek(1))


def unpack_member(stream: Stream, packing: Packing, allowance: Allowance) -> Iterator[bytes]:
    """Yield the bytes of the member that `stream` stands at, up to its end or its damage."""
    start, unpacker = stream.offset, packing.unpacker()
    place = f"the {packing.name} at byte {start}"
    while not unpacker.eof:
        data = stream.take(FED)
        if not data:
            raise MemberError(cut_reason(stream, place), start)
        allowance.earn(len(data))
        before, given = unpacker.copy(), 0
        try:
            for piece in unpacker.feed(data):
                given += len(piece)
                yield piece
                allowance.spend(len(piece), place)
        except FAULTS as fault:
            good, used = unpack_until_fault(before, data)
            stream.go_back(stream.offset - len(data) + used)
            yield good[given:]
            raise MemberError(
                f"{place} is damaged at byte {stream.offset} ({reason_of(fault)})", start
            ) from fault
    allowance.give_back(len(unpacker.unused))
    stream.go_back(stream.offset - len(unpacker.unused))


def cut_reason(stream: Stream, place: str) -> str:
    """Return why the member at `place` ended before its end mark."""
    if stream.fault is not None:
        return f"{place} is cut off, for {stream.fault}"
    return f"{place} is cut off: the file ends at byte {stream.offset}, before its end mark"


def unpack_until_fault(unpacker: Unpacker | None, data: bytes) -> tuple[bytes, int]:
    """Return what `data` unpacks to before its fault, and how many bytes of it were used.

    A decompressor that meets a fault drops what it had unpacked in the same call, so the bytes
    are fed anew, one at a time.
    """
    if unpacker is None:
        return b"", len(data)
    good = bytearray()
    for used in range(len(data)):
        try:
            for piece in unpacker.feed(data[used : used + 1]):
                good += piece
        except FAULTS:
            return bytes(good), used
    return bytes(good), len(data)
