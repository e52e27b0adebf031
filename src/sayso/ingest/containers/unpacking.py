"""Packed bytes -> bytes, in bounded pieces and never more than an honest packing gives.

A bomb is a few bytes that unpack to gigabytes. News text packs to a fifth or a tenth; what
unpacks to a hundred times its size is no news text, and is stopped at once.
"""

import bz2
import lzma
import sys
import zlib
from collections.abc import Iterator
from typing import Protocol

import brotli

from sayso.errors import DamageError

if sys.version_info >= (3, 14):
    from compression import zstd
else:  # the same module, for the versions before it
    from backports import zstd

MAX_RATIO = 100  # unpacked bytes for each packed one
GRACE = 1_000_000  # unpacked bytes that are never too many
CREDIT = 32_000_000  # what a long honest stream can save up: a little more than one page
PIECE = 262_144  # unpacked bytes given at a time
LZMA_MEMORY = 80_000_000  # the strongest preset needs 65 MB
ZSTD_WINDOW = (
    27  # 128 MB, as the tool zstd itself allows; what a frame asks for is not touched yet
)

# What the standard library and brotli raise for bytes that cannot be unpacked.
FAULTS = (
    *(zlib.error, lzma.LZMAError, zstd.ZstdError, brotli.error),
    *(OSError, EOFError, ValueError),
)


class Allowance:
    """How much more may come out of a stream, by what went in."""

    def __init__(self) -> None:
        self.left = GRACE

    def earn(self, packed: int) -> None:
        """Note that `packed` bytes went in."""
        self.left = min(CREDIT, self.left + MAX_RATIO * packed)

    def give_back(self, packed: int) -> None:
        """Note that `packed` bytes of those that went in were not used."""
        self.left -= MAX_RATIO * packed

    def spend(self, unpacked: int, place: str) -> None:
        """Note that `unpacked` bytes came out; raises `DamageError` where they are too many."""
        self.left -= unpacked
        if self.left < 0:
            self.left = 0  # another member of the archive may be honest
            raise DamageError(
                f"{place} unpacks to more than {MAX_RATIO} times its size, as only "
                f"decompression bombs do",
                final=True,
            )


class Unpacker(Protocol):
    """A decompressor that is fed with bytes and gives pieces of bounded size."""

    @property
    def eof(self) -> bool:
        """Whether the end mark was read and the check sum held."""

    @property
    def unused(self) -> bytes:
        """What was fed beyond the end mark."""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield what `data` unpacks to; raises one of `FAULTS`."""

    def copy(self) -> "Unpacker | None":
        """Return one in the same state; None where that cannot be had."""


class Zlib:
    """Deflate, bare or in its zlib or gzip wrapping."""

    def __init__(self, wbits: int) -> None:
        self._inner = zlib.decompressobj(wbits)

    @property
    def eof(self) -> bool:
        """Whether the end mark was read and the check sum held."""
        return self._inner.eof

    @property
    def unused(self) -> bytes:
        """What was fed beyond the end mark."""
        return self._inner.unused_data

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield what `data` unpacks to; raises `zlib.error`."""
        while True:
            piece = self._inner.decompress(data, PIECE)
            if piece:
                yield piece
            data = self._inner.unconsumed_tail
            if self._inner.eof or (not data and len(piece) < PIECE):
                return

    def copy(self) -> "Zlib":
        """Return one in the same state."""
        twin = Zlib.__new__(Zlib)
        twin._inner = self._inner.copy()
        return twin


Inner = bz2.BZ2Decompressor | lzma.LZMADecompressor | zstd.ZstdDecompressor


class Blocks:
    """bzip2, xz, lzma or Zstandard."""

    def __init__(self, inner: Inner) -> None:
        self._inner = inner

    @property
    def eof(self) -> bool:
        """Whether the end mark was read and the check sum held."""
        return self._inner.eof

    @property
    def unused(self) -> bytes:
        """What was fed beyond the end mark."""
        return self._inner.unused_data

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield what `data` unpacks to; raises `OSError`, `LZMAError` or `ZstdError`."""
        while True:
            piece = self._inner.decompress(data, PIECE)
            if piece:
                yield piece
            if self._inner.eof or self._inner.needs_input:
                return
            data = b""

    def copy(self) -> None:
        """Return None: these cannot be copied."""


class Brotli:
    """Brotli, which has no check sum and no magic number."""

    def __init__(self) -> None:
        self._inner = brotli.Decompressor()

    @property
    def eof(self) -> bool:
        """Whether the end mark was read."""
        return bool(self._inner.is_finished())

    @property
    def unused(self) -> bytes:
        """Return nothing: the library keeps it."""
        return b""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield what `data` unpacks to; raises `brotli.error`."""
        more = True
        while more and not self._inner.is_finished():
            piece = self._inner.process(data, output_buffer_limit=PIECE)
            if piece:
                yield piece
            # The library takes new bytes while it still holds text of the old: it is empty when
            # it gives none.
            more = bool(piece) or not self._inner.can_accept_more_data()
            data = b""

    def copy(self) -> None:
        """Return None: it cannot be copied."""


def gzip_unpacker() -> Unpacker:
    """Return a decompressor of one gzip member; it checks CRC and length."""
    return Zlib(31)


def zlib_unpacker() -> Unpacker:
    """Return a decompressor of one zlib stream; it checks Adler-32."""
    return Zlib(15)


def deflate_unpacker() -> Unpacker:
    """Return a decompressor of bare deflate."""
    return Zlib(-15)


def bzip2_unpacker() -> Unpacker:
    """Return a decompressor of one bzip2 stream."""
    return Blocks(bz2.BZ2Decompressor())


def xz_unpacker() -> Unpacker:
    """Return a decompressor of one xz stream."""
    return Blocks(lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=LZMA_MEMORY))


def zstd_unpacker() -> Unpacker:
    """Return a decompressor of one Zstandard frame; it checks XXH64 where the frame has it."""
    options: dict[int, int] = {zstd.DecompressionParameter.window_log_max: ZSTD_WINDOW}
    return Blocks(zstd.ZstdDecompressor(options=options))


def lzma_unpacker() -> Unpacker:
    """Return a decompressor of one stream with the old LZMA header."""
    return Blocks(lzma.LZMADecompressor(lzma.FORMAT_ALONE, memlimit=LZMA_MEMORY))


def reason_of(fault: Exception) -> str:
    """Return what a decompressor says, without its own preamble."""
    return str(fault).rpartition(": ")[2].strip() or type(fault).__name__
