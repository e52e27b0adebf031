"""Bytes that are read forward once, with a look at those ahead: what every container is read from.

A stream holds no more than was asked of it at once, so a file of any length takes the memory of a
small one. Where its bytes go wrong it ends, and says in `fault` what went wrong where.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import BinaryIO

import msgspec

from sayso.errors import DamageError, InputError

MAX_BYTES = 20_000_000  # of one page; the heaviest with inlined images stay under 10 MB
CHUNK = 65_536  # bytes read at a time
DROP = 1_048_576  # bytes that have been taken are let go in pieces of this size


class Mark(msgspec.Struct, frozen=True):
    """A part of a packed file begins: its name ("gzip member") and its offset in that file."""

    name: str
    offset: int


class Stream:
    """Bytes in order. `offset` counts those that have been taken."""

    def __init__(self, chunks: Iterable[bytes | Mark], file: BinaryIO | None = None) -> None:
        self._chunks = iter(chunks)
        self._buffer = bytearray()
        self._base = 0  # the offset of the first byte in the buffer
        self._marks: list[Mark] = []
        self._places: list[int] = []  # where in this stream each mark stands
        self.file = file  # where it can be read at any place
        self.begin = file.tell() if file is not None else 0
        self.kept = 0  # bytes that can be gone back over
        self.offset = 0
        self.ended = False
        self.fault: DamageError | None = None

    @classmethod
    def of_file(cls, file: BinaryIO) -> "Stream":
        """Return the bytes of an open file from where it stands."""
        return cls(file_chunks(file), file if is_seekable(file) else None)

    def fill(self, size: int) -> int:
        """Read ahead until `size` bytes can be taken; return how many can, fewer at the end."""
        while len(self._buffer) - self._position < size and not self.ended:
            self._pull()
        return len(self._buffer) - self._position

    def peek(self, size: int, skip: int = 0) -> bytes:
        """Return the next `size` bytes after `skip`, fewer at the end, and take none."""
        self.fill(skip + size)
        start = self._position + skip
        return bytes(self._buffer[start : start + size])

    def take(self, size: int) -> bytes:
        """Return the next `size` bytes, fewer at the end."""
        data = self.peek(size)
        self.offset += len(data)
        return data

    def pieces(self, size: int) -> Iterator[bytes]:
        """Yield the next `size` bytes in pieces, none of which reaches over a mark."""
        end = self.offset + size
        while self.offset < end and self.fill(1):
            following = bisect_right(self._places, self.offset)
            limit = min([end, *self._places[following : following + 1]])
            yield self.take(min(CHUNK, limit - self.offset))

    def drain(self) -> None:
        """Take all that is left."""
        while self.take(CHUNK):
            pass

    def skip_to(self, offset: int) -> None:
        """Take all bytes before `offset`."""
        for _ in self.pieces(offset - self.offset):
            pass

    def go_back(self, offset: int) -> bool:
        """Return to an earlier `offset`; False where its bytes are gone."""
        if self._base <= offset:
            self.offset = offset
            return True
        if self.file is None:
            return False
        self.file.seek(self.begin + offset)
        self._buffer.clear()
        self._base = self.offset = offset
        self._chunks, self.ended, self.fault = file_chunks(self.file), False, None
        return True

    def look_at(self, offset: int, size: int) -> bytes | None:
        """Return `size` bytes at any `offset`, none where no file can be so long.

        None where the stream only goes forward.
        """
        if self.file is None:
            return None
        here = self.file.tell()
        try:
            self.file.seek(self.begin + offset)
            return self.file.read(size)
        except (OSError, OverflowError):
            return b""
        finally:
            self.file.seek(here)

    def until(self, pattern: re.Pattern[bytes], longest: int) -> Iterator[bytes]:
        """Yield the bytes before the next match of `pattern`, or all that are left, in pieces.

        A match is at most `longest` bytes.
        """
        while True:
            self.fill(4 * CHUNK)
            found = pattern.search(self._buffer, self._position)
            if found is not None:
                size = found.start() - self._position
            else:
                size = len(self._buffer) - self._position - (0 if self.ended else longest)
            if size > 0:
                yield self.take(size)
            if found is not None or self.ended:
                return

    def find(self, pattern: re.Pattern[bytes], longest: int) -> bool:
        """Go on to the next match of `pattern`, which is at most `longest` bytes; or to the end.

        Tells whether there is one.
        """
        for _ in self.until(pattern, longest):
            pass
        return self.fill(1) > 0

    def marked(self, offset: int) -> bool:
        """Tell whether a part of the packed file begins at `offset`."""
        index = bisect_left(self._places, offset)
        return self._places[index : index + 1] == [offset]

    def marks_within(self, size: int) -> list[int]:
        """Return how far ahead parts of the packed file begin in the next `size` bytes."""
        self.fill(size)
        first = bisect_right(self._places, self.offset)
        after = bisect_left(self._places, self.offset + size)
        return [place - self.offset for place in self._places[first:after]]

    def place(self, offset: int) -> str:
        """Return where `offset` lies: "byte 5 of the gzip member at byte 812"."""
        index = bisect_right(self._places, offset) - 1
        if index < 0:
            return f"byte {offset}"
        mark = self._marks[index]
        return f"byte {offset - self._places[index]} of the {mark.name} at byte {mark.offset}"

    @property
    def _position(self) -> int:
        return self.offset - self._base

    def _pull(self) -> None:
        """Read one chunk into the buffer, or note the end."""
        try:
            chunk = next(self._chunks, None)
        except DamageError as fault:
            self.fault, chunk = fault, None
        if chunk is None:
            self.ended = True
        elif isinstance(chunk, Mark):
            self._marks.append(chunk)
            self._places.append(self._base + len(self._buffer))
        else:
            self._let_go()
            self._buffer += chunk

    def _let_go(self) -> None:
        """Drop what has been taken, but for what must be kept to go back."""
        spare = self._position - self.kept
        if spare >= DROP:
            del self._buffer[:spare]
            self._base += spare
            passed = max(0, bisect_right(self._places, self._base) - 1)
            del self._marks[:passed], self._places[:passed]


def is_seekable(file: BinaryIO) -> bool:
    """Tell whether `file` can be read at any place: a file, no pipe and no device."""
    try:
        return file.seekable()
    except (AttributeError, OSError, ValueError):
        return False


def file_chunks(file: BinaryIO) -> Iterator[bytes]:
    """Yield what is left of `file`; raises `DamageError` where it cannot be read on."""
    done = 0
    while True:
        try:
            data = file.read(CHUNK)
        except OSError as fault:
            raise DamageError(
                f"the file cannot be read on from byte {done} ({fault.strerror})", final=True
            ) from fault
        if not data:
            return
        done += len(data)
        yield data


def file_range(file: BinaryIO, start: int, end: int) -> Iterator[bytes]:
    """Yield the bytes of `file` from `start` to `end`, wherever others have left its position."""
    while start < end:
        try:
            file.seek(start)
            data = file.read(min(CHUNK, end - start))
        except OSError as fault:
            raise DamageError(f"the file cannot be read at byte {start} ({fault})") from fault
        if not data:
            raise DamageError(f"the file ends at byte {start}, before byte {end}")
        start += len(data)
        yield data


def read_lines(stream: Stream, longest: int) -> Iterator[tuple[int, bytes]]:
    """Yield each line with its line end and the offset it starts at.

    Of a longer line than `longest` only the first `longest` + 1 bytes are given.
    """
    stream.kept = max(stream.kept, CHUNK)  # so that the place of a line can still be told
    start, held, size = stream.offset, [b""], 0
    while chunk := stream.take(CHUNK):
        *lines, rest = chunk.split(b"\n")
        for line in lines:
            held.append(line[: max(0, longest + 1 - size)])
            yield start, b"".join([*held, b"\n"])
            start, held, size = start + size + len(line) + 1, [], 0
        held.append(rest[: max(0, longest + 1 - size)])
        size += len(rest)
    if size:
        yield start, b"".join(held)


TOO_LARGE = (
    f"is larger than {MAX_BYTES // 1_000_000} MB, which no news page is; "
    f"split it into single pages"
)


def read_whole(stream: Stream) -> bytes:
    """Return all of `stream`; raises `InputError` where it is longer than `MAX_BYTES`.

    Raises `DamageError` where it is cut.
    """
    if stream.fill(MAX_BYTES + 1) > MAX_BYTES:
        raise InputError(f"the input {TOO_LARGE}")
    if stream.fault is not None and stream.fault.cut:
        raise stream.fault
    return stream.take(MAX_BYTES)
