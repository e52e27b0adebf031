"""A file, whatever it is packed in -> the documents within.

What a stream is is told by how it opens, never by a name. Packings (gzip, ZIP, tar) may stand in
each other; WARC, mbox and JSON lines hold documents only.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from sayso.errors import DamageError, InputError
from sayso.ingest.containers.gzipped import (
    GZIP,
    ZSTD,
    Packing,
    holds_members,
    packing_of,
    unpack,
    why_not_unpacked,
)
from sayso.ingest.containers.json_lines import JsonLinesReader, is_json_lines
from sayso.ingest.containers.mailbox import MailboxReader, is_mailbox
from sayso.ingest.containers.stream import Stream, read_whole
from sayso.ingest.containers.tarred import ReadMember, is_tar, read_tar
from sayso.ingest.containers.warc import WarcReader
from sayso.ingest.containers.zipped import is_zip, read_zip
from sayso.ingest.documents import read_document
from sayso.ingest.page import Found, Origin, damaged, set_aside

# What shows a WARC file whose first record is damaged: a record behind another's end, or fields.
INSIDE_WARC = re.compile(
    rb"\r\n\r\nWARC/\d\.\d{1,2}\r\nWARC-"
    rb"|\r\nWARC-(?:Type|Record-ID|Date): ?[^\r\n]{1,200}\r\nWARC-"
)
SAMPLE = 65_536  # bytes in which a stream shows what it is
MAX_DEPTH = 3  # packings within each other: a WACZ in a ZIP is a gzip in a ZIP in a ZIP


class Reader(Protocol):
    """Reads what one file holds; where damage parts it, one stretch after the other."""

    def read(self, stream: Stream) -> Iterator[Found]:
        """Yield what `stream` holds."""

    def finish(self) -> Iterator[Found]:
        """Yield what is to be said when all has been read."""


def read_container(stream: Stream, origin: Origin, depth: int = 0) -> Iterator[Found]:
    """Yield the pages, links and issues of all documents in `stream`.

    `depth` is the number of packings around it. Raises nothing for bad bytes.
    """
    yield from read_stretches([stream], origin, depth)


def read_stretches(stretches: Iterable[Stream], origin: Origin, depth: int) -> Iterator[Found]:
    """Yield what the stretches of one file hold; the first shows what it is."""
    reader: Reader | None = None
    for stretch in stretches:
        reader = reader or reader_of(stretch, origin, depth)
        yield from reader.read(stretch)
        if isinstance(reader, DocumentReader):  # a damaged beginning shows nothing of the rest
            reader = None
    if reader is not None:
        yield from reader.finish()


def reader_of(stream: Stream, origin: Origin, depth: int) -> Reader:
    """Return the reader of what `stream` opens as."""
    head = stream.peek(SAMPLE)
    packing = packing_of(head)
    if packing is not None:
        return PackedReader(packing, origin, depth)
    if is_zip(head):
        return ZipReader(origin, depth)
    if is_tar(head):
        return TarReader(origin, depth)
    if is_warc(head):
        return WarcReader(origin, read_document)
    if is_mailbox(head):
        return MailboxReader(origin, read_document)
    if is_json_lines(head):
        return JsonLinesReader(origin, read_document)
    if holds_members(head):
        return PackedReader(GZIP, origin, depth)
    if INSIDE_WARC.search(head) and not head.lstrip().startswith(b"<"):
        return WarcReader(origin, read_document)
    return DocumentReader(origin)


def is_warc(head: bytes) -> bool:
    """Tell whether `head` opens a WARC file, or is all that is left of one."""
    start = head.lstrip(b"\r\n")[:5]
    return bool(start) and b"WARC/".startswith(start)


class DocumentReader:
    """Reads a stream that is one document."""

    def __init__(self, origin: Origin) -> None:
        self.origin = origin

    def read(self, stream: Stream) -> Iterator[Found]:
        """Yield what the document holds; an issue where it is too large or cut."""
        try:
            data = read_whole(stream)
            yield from read_document(data, self.origin)
        except DamageError as fault:
            yield damaged(self.origin, f"{fault}; the document is not whole, so it is not read")
        except InputError as fault:
            yield set_aside(self.origin, str(fault))
        else:
            if stream.fault is not None:
                yield damaged(self.origin, f"{stream.fault}; the document before it is kept")

    def finish(self) -> Iterator[Found]:
        """Yield nothing: the document has spoken."""
        return iter(())


class PackedReader:
    """Reads a gzip, Zstandard, zlib, bzip2 or xz stream."""

    def __init__(self, packing: Packing, origin: Origin, depth: int) -> None:
        self.packing = packing
        self.origin = origin
        self.depth = depth

    def read(self, stream: Stream) -> Iterator[Found]:
        """Yield what is packed in `stream`."""
        if self.depth == MAX_DEPTH:
            yield too_deep(self.origin)
        elif reason := why_not_unpacked(stream.peek(SAMPLE)) if self.packing is ZSTD else None:
            yield set_aside(self.origin, reason)
        else:
            parts = unpack(stream, self.packing)
            yield from read_stretches(parts, self.origin, self.depth + 1)

    def finish(self) -> Iterator[Found]:
        """Yield nothing: what is packed has spoken."""
        return iter(())


class ArchiveReader:
    """Reads an archive of files."""

    read_members: Callable[[Stream, Origin, ReadMember], Iterator[Found]]

    def __init__(self, origin: Origin, depth: int) -> None:
        self.origin = origin
        self.depth = depth

    def read(self, stream: Stream) -> Iterator[Found]:
        """Yield what the members hold."""
        if self.depth == MAX_DEPTH:
            yield too_deep(self.origin)
        else:
            yield from self.read_members(stream, self.origin, self.read_member)

    def read_member(self, stream: Stream, origin: Origin) -> Iterator[Found]:
        """Yield what one member holds."""
        return read_container(stream, origin, self.depth + 1)

    def finish(self) -> Iterator[Found]:
        """Yield nothing: the members have spoken."""
        return iter(())


class ZipReader(ArchiveReader):
    """Reads a ZIP archive."""

    read_members = staticmethod(read_zip)


class TarReader(ArchiveReader):
    """Reads a tar archive."""

    read_members = staticmethod(read_tar)


def too_deep(origin: Origin) -> Found:
    """Return the issue for what is packed too often."""
    return set_aside(
        origin, f"it is packed more than {MAX_DEPTH} times over; unpack it and name what is within"
    )
