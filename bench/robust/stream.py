"""Files of any length, made while they are read: the memory that reading them takes."""

import base64
import io
import random
import time
import zlib
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.policy import SMTP
from functools import partial
from typing import TYPE_CHECKING

import formats
from bench.robust.mutate import forget_peak, peak_memory
from formats import ARTICLES, QUAY
from sayso.ingest import Page, read_pages
from sayso.records import Issue

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MEGA = 1_000_000
SMALL = 20 * MEGA  # bytes of the file that a long one is held against
PICTURE = 2 * MEGA  # bytes: most of a crawl is pictures and scripts
SPARE = 16  # MB by which two runs over the same file may differ
STORED = 0  # zlib level: pictures do not get smaller
KINDS = ("warc-plain", "warc-members", "warc-one", "mbox", "jsonl")


class Made(io.RawIOBase):
    """A file of at least `size` bytes that is nowhere: `pieces` are made as they are read."""

    def __init__(self, pieces: Iterator[bytes], size: int) -> None:
        super().__init__()
        self.pieces = pieces
        self.left = size
        self.held = memoryview(b"")

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """Fill `buffer` and return how much of it; 0 at the end."""
        if not self.held:
            self.held = memoryview(next(self.pieces) if self.left > 0 else b"")
            self.left -= len(self.held)
        target = memoryview(buffer).cast("B")
        size = min(len(target), len(self.held))
        target[:size] = self.held[:size]
        self.held = self.held[size:]
        return size


def picture() -> bytes:
    """Return bytes as of a picture: no smaller when packed."""
    return random.Random(0).randbytes(PICTURE)


def records() -> Iterator[bytes]:
    """Yield the records of a crawl without end: pages, and pictures that weigh more."""
    yield formats.warc_info()
    shown = formats.warc_response(picture(), f"{QUAY.url}.gif", content_type="image/gif")
    number = 0
    while True:
        article = ARTICLES[number % len(ARTICLES)]
        yield formats.warc_response(formats.html_page(article), f"{article.url}?n={number}")
        yield shown
        number += 1


def members() -> Iterator[bytes]:
    """Yield the same records, each as a gzip member."""
    packed: dict[int, bytes] = {}  # the picture is packed once
    for record in records():
        if len(record) < PICTURE:
            yield formats.gz(record)
        else:
            yield packed.setdefault(len(record), formats.gz(record, STORED))


def one_member() -> Iterator[bytes]:
    """Yield the same records as one gzip member, which never ends."""
    packer = zlib.compressobj(STORED, wbits=31)
    return filter(None, map(packer.compress, records()))


def mailbox() -> bytes:
    """Return an mbox of newsletters, one of which brings a picture."""
    message = message_from_bytes(formats.eml(QUAY, "attached"), policy=SMTP)
    message.add_attachment(picture(), "image", "gif", filename="c.gif")
    return formats.mbox([*map(formats.eml, ARTICLES), message.as_bytes()])


def rows() -> bytes:
    """Return JSON lines, one of which has a picture in a column of its own."""
    shown = {"picture": base64.b64encode(picture()).decode(), **formats.ROWS["text"](QUAY)}
    return formats.jsonl() + formats.json_lines([shown])


def repeated(unit: bytes) -> Iterator[bytes]:
    """Yield `unit` without end."""
    while True:
        yield unit


def pieces_of(kind: str) -> Iterator[bytes]:
    """Return the pieces of a file of that kind, which has no end."""
    makers: dict[str, Callable[[], Iterator[bytes]]] = {
        "warc-plain": records,
        "warc-members": members,
        "warc-one": one_member,
        "mbox": partial(repeated, mailbox()),
        "jsonl": partial(repeated, rows()),
    }
    return makers[kind]()


def read_made(kind: str, size: int) -> tuple[int, int, int]:
    """Read a file of `size` bytes; return its pages, its issues and the peak of memory in MB."""
    forget_peak()
    pages = issues = 0
    for found in read_pages(["-"], io.BufferedReader(Made(pieces_of(kind), size))):
        pages += isinstance(found, Page)
        issues += isinstance(found, Issue)
    return pages, issues, peak_memory()


def stream(megabytes: int) -> int:
    """Print the memory that long files take; return 1 where one takes more than a small one."""
    grown = False
    for kind in KINDS:
        peaks = []
        for size in (SMALL, megabytes * MEGA):
            began = time.monotonic()
            pages, issues, peak = read_made(kind, size)
            peaks.append(peak)
            print(
                f"{kind:14s}{size // MEGA:8d} MB{pages:8d} pages{issues:4d} issues"
                f"{peak:6d} MB peak{time.monotonic() - began:8.0f} s",
                flush=True,
            )
        grown |= peaks[-1] > peaks[0] + SPARE
    return 1 if grown else 0
