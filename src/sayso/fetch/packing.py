"""Bodies unpacked as they come: gzip and deflate, never more than a cap allows."""

import zlib
from collections.abc import Iterable, Iterator

from sayso.errors import FetchError
from sayso.fetch.addresses import shown

ACCEPTED = "gzip, deflate"  # what every server has; nothing else is asked for
CODINGS = {"gzip": "gzip", "x-gzip": "gzip", "deflate": "deflate"}
PIECE = 262_144  # bytes unpacked at a time
MAX_RATIO = 100  # of unpacked to packed bytes
RATIO_FROM = 1_000_000  # bytes; below, no ratio does harm
GZIP_OR_ZLIB = zlib.MAX_WBITS | 32
BARE = -zlib.MAX_WBITS


def parse_coding(values: Iterable[str]) -> str | None:
    """Return how a body is packed ("gzip", "deflate"), or None where it is not.

    Raises `FetchError` for any other coding, and for several on top of each other: small layers
    multiply to bombs, and no page needs them.
    """
    words = [word.strip().lower() for value in values for word in value.split(",")]
    names = [word for word in words if word not in ("", "identity")]
    if not names:
        return None
    if len(names) > 1 or names[0] not in CODINGS:
        packed = shown(", ".join(names))
        raise FetchError(
            f"the page is packed as {packed}, which was not asked for; save it with a browser"
        )
    return CODINGS[names[0]]


class Unpacker:
    """Unpacks one body piece by piece.

    `packed` and `unpacked` count the bytes so far.
    """

    def __init__(self, coding: str | None) -> None:
        self.coding = coding
        self.packed = 0
        self.unpacked = 0
        self._zlib = zlib.decompressobj(GZIP_OR_ZLIB) if coding else None
        self._begun = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield what `data` unpacks to, in pieces of at most `PIECE` bytes if it was packed.

        Raises `FetchError` where the bytes are not what they say, or swell beyond `MAX_RATIO`.
        """
        self.packed += len(data)
        for piece in self._pieces(data):
            self.unpacked += len(piece)
            if self.unpacked > max(RATIO_FROM, MAX_RATIO * self.packed):
                raise FetchError(
                    f"the page swells to more than {MAX_RATIO} times its packed size, as bombs "
                    f"do; leave it out"
                )
            yield piece

    def finish(self) -> None:
        """Raise `FetchError` where the packed bytes break off."""
        if self._zlib is not None and self._begun and not self._zlib.eof:
            raise FetchError("the packed page breaks off before its end; try again later")

    def _pieces(self, data: bytes) -> Iterator[bytes]:
        if self._zlib is None:
            yield data
            return
        try:
            while data:
                piece = self._first(data) if not self._begun else self._next(data)
                if piece:
                    yield piece
                data = self._rest()
        except zlib.error as fault:
            raise FetchError(
                f"the page is not packed as {self.coding}, though it says so; save it with a "
                f"browser"
            ) from fault

    def _first(self, data: bytes) -> bytes:
        self._begun = True
        try:
            return self._next(data)
        except zlib.error:
            if self.coding != "deflate":
                raise
        self._zlib = zlib.decompressobj(BARE)  # many a server leaves the zlib frame out
        return self._next(data)

    def _next(self, data: bytes) -> bytes:
        if self._zlib is None:
            return data
        if self._zlib.eof:  # a further member of the same gzip file, or padding after the last
            if self.coding != "gzip" or not data.startswith(b"\x1f"):
                return b""
            self._zlib = zlib.decompressobj(GZIP_OR_ZLIB)
        return self._zlib.decompress(data, PIECE)

    def _rest(self) -> bytes:
        if self._zlib is None:
            return b""
        if not self._zlib.eof:
            return self._zlib.unconsumed_tail
        rest = self._zlib.unused_data
        return rest if self.coding == "gzip" and rest.startswith(b"\x1f") else b""
