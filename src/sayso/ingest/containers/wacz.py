"""What is special about a ZIP that is a WACZ: what holds pages, the digests and the index."""

import hashlib
import re
from collections.abc import Iterator
from typing import Any

import msgspec

from sayso.ingest.containers.gzipped import GZIP, unpack
from sayso.ingest.containers.stream import Mark, Stream, read_lines
from sayso.ingest.page import Found, Origin, damaged

LIST = "datapackage.json"
SIGNED_LIST = "datapackage-digest.json"  # the digest of the list itself
MAX_LIST = 20_000_000  # bytes of a list of digests, or of an index as packed, that are read
MAX_LINE = 65_536  # bytes of a line of an index
INDEX = re.compile(r"indexes/[^/]{1,255}\.cdxj?(?:\.gz)?")
WARC_MEMBER = re.compile(r"archive/[^/]{1,255}\.warc(?:\.gz)?", re.IGNORECASE)
# What a WACZ holds beside its WARC files: indexes, logs and lists of the same pages.
BESIDE = re.compile(
    r"datapackage(?:-digest)?\.json|indexes/[^/]{1,255}\.(?:cdxj?|idx)(?:\.gz)?"
    r"|pages/(?:pages|extraPages)\.jsonl|logs/[^/]{1,255}\.log(?:\.gz)?|fuzzy\.json"
)


class Resource(msgspec.Struct, frozen=True):
    """One line of the list: a member and its digest ("sha256:…")."""

    path: str = ""
    hash: str = ""


class Indexed(msgspec.Struct, frozen=True):
    """Where a record lies, as a line of an index has it: numbers, or strings of digits."""

    filename: str = ""
    offset: int | str = 0
    length: int | str = 0

    @property
    def end(self) -> int:
        """Where the record ends; 0 where the line does not say."""
        numbers = [str(number) for number in (self.offset, self.length)]
        known = all(number.isdecimal() and len(number) < 19 for number in numbers)
        return sum(map(int, numbers)) if known else 0


class Listing(msgspec.Struct, frozen=True):
    """A Frictionless data package, as far as it matters here."""

    resources: list[Resource] = []


class Package:
    """The members of one archive as they are read, against the list that a WACZ keeps of them."""

    def __init__(self, origin: Origin) -> None:
        self.origin = origin
        self.digests: dict[str, str] = {}
        self.sizes: dict[str, int] = {}
        self.lists: dict[str, bytes] = {}

    def holds_pages(self, name: str) -> bool:
        """Tell whether the member may hold pages."""
        return not BESIDE.fullmatch(name)

    def noted(self, name: str, chunks: Iterator[bytes | Mark]) -> Iterator[bytes | Mark]:
        """Yield `chunks`; where the member is part of a WACZ, keep its digest."""
        if not (WARC_MEMBER.fullmatch(name) or BESIDE.fullmatch(name)):
            yield from chunks
            return
        digest, held, size = hashlib.sha256(), bytearray(), 0
        listing = name in (LIST, SIGNED_LIST) or INDEX.fullmatch(name) is not None
        for chunk in chunks:
            if isinstance(chunk, bytes):
                digest.update(chunk)
                size += len(chunk)
                if listing and len(held) < MAX_LIST:
                    held += chunk
            yield chunk
        self.digests[name] = f"sha256:{digest.hexdigest()}"
        self.sizes[name] = size
        if held:
            self.lists[name] = bytes(held)

    def check(self) -> Iterator[Found]:
        """Yield an issue for each member that is not the one that list and index describe."""
        told: set[str | None] = set()
        for found in self.check_list():
            told.add(getattr(found, "input", None))
            yield found
        for found in self.check_indexes():
            if getattr(found, "input", None) not in told:
                yield found

    def check_indexes(self) -> Iterator[Found]:
        """Yield an issue for each WARC file that ends before the last record of an index."""
        ends: dict[str, int] = {}
        for name in self.lists:
            if INDEX.fullmatch(name):
                for record in records_in(self.lists[name]):
                    path = f"archive/{record.filename}"
                    if path in self.sizes:
                        ends[path] = max(ends.get(path, 0), record.end)
        for path, end in ends.items():
            if self.sizes[path] < end:
                yield damaged(
                    self.origin.inside(path),
                    f"the member ends at byte {self.sizes[path]}, and the index has records up to "
                    f"byte {end}; what is there is kept, fetch the rest anew",
                )

    def check_list(self) -> Iterator[Found]:
        """Yield an issue for each member that is not the one that the list has."""
        if LIST not in self.lists:
            return
        try:
            listing = msgspec.json.decode(self.lists[LIST], type=Listing)
            signed = msgspec.json.decode(self.lists.get(SIGNED_LIST, b"{}"), type=Resource)
        except (msgspec.DecodeError, RecursionError) as fault:
            yield damaged(
                self.origin, f"the list of digests {LIST} cannot be read ({fault}); fetch it anew"
            )
            return
        if signed.hash:
            yield from self.check_one(LIST, signed.hash)
        for resource in listing.resources:
            archived = WARC_MEMBER.fullmatch(resource.path)
            if resource.path in self.digests or archived:
                yield from self.check_one(resource.path, resource.hash)

    def check_one(self, name: str, expected: str) -> Iterator[Found]:
        """Yield an issue where the member `name` does not have the digest `expected`."""
        found: Any = self.digests.get(name)
        origin = self.origin.inside(name)
        if found is None:
            yield damaged(
                origin, f"the member that {LIST} lists is missing or damaged; fetch it anew"
            )
        elif expected.lower().startswith("sha256:") and expected.lower() != found:
            yield damaged(
                origin, f"the member does not match its digest in {LIST}; do not rely on it"
            )


def records_in(index: bytes) -> Iterator[Indexed]:
    """Yield the records that an index of JSON lines names; lines of another kind are passed."""
    packed = Stream(iter((index,)))
    for part in unpack(packed, GZIP) if index.startswith(b"\x1f\x8b") else (packed,):
        for _, line in read_lines(part, MAX_LINE):
            try:
                yield msgspec.json.decode(line[max(0, line.find(b"{")) :], type=Indexed)
            except (msgspec.DecodeError, RecursionError):
                continue
