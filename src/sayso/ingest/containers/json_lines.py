"""JSON lines -> one document a line, however many there are."""

import re
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator
from itertools import chain, islice

import msgspec

from sayso.errors import InputError
from sayso.ingest.containers.stream import MAX_BYTES, TOO_LARGE, Stream, read_lines
from sayso.ingest.page import Found, Origin, damaged, set_aside

ReadDocument = Callable[[bytes, Origin], Iterator[Found]]

MAX_BAD = 1_000  # lines in a row that are no JSON, behind which there is none to be hoped for

OBJECT = re.compile(rb'\s{0,40}\{\s{0,40}(?:"|\})')


def is_json_lines(head: bytes) -> bool:
    """Tell whether `head` opens JSON lines: its first line is an object, or one that is cut.

    JSON that is laid out over several lines is one document.
    """
    first, _, rest = head.removeprefix(BOM_UTF8).lstrip().partition(b"\n")
    if not OBJECT.match(first):
        return False
    others = [line for line in rest.split(b"\n")[:-1] if line.strip()]
    if not rest.strip() or why_no_object(first) is None:
        return True
    objects = all(line.startswith(b"{") for line in others)
    return objects and any(why_no_object(line) is None for line in others)


def why_no_object(line: bytes) -> str | None:
    """Return why `line` is no JSON object, None where it is one."""
    try:
        msgspec.json.decode(line, type=msgspec.Raw)
    except msgspec.DecodeError as fault:
        return str(fault).removeprefix("JSON is malformed: ")
    except RecursionError:
        return "nested too deep"
    return None if line.lstrip().startswith(b"{") else "no object"


class JsonLinesReader:
    """Reads the lines of one file, which may come in several stretches."""

    def __init__(self, origin: Origin, read_document: ReadDocument) -> None:
        self.origin = origin
        self.read_document = read_document
        self.number = 0
        self.bad = 0  # lines in a row

    def read(self, stream: Stream) -> Iterator[Found]:
        """Yield what each line holds, an issue for one that is no object.

        A file of one line is one document.
        """
        lines = read_lines(stream, MAX_BYTES)
        opening = list(islice(lines, 2))
        sole = len(opening) == 1 and self.number == 0 and stream.fault is None
        for offset, line in chain(opening, lines):
            self.number += 1
            origin = self.origin if sole else self.origin.inside(f"line {self.number}")
            if line.strip():
                yield from self.read_line(line, origin, stream.place(offset))
            if self.bad >= MAX_BAD:
                yield damaged(
                    self.origin,
                    f"{MAX_BAD} lines in a row are no JSON objects; what stands behind "
                    f"{stream.place(offset)} is not read, mend the file",
                )
                stream.drain()
                return
        if stream.fault is not None:
            yield damaged(self.origin, f"{stream.fault}; the lines before it are kept")

    def finish(self) -> Iterator[Found]:
        """Yield nothing: there is at least one line."""
        return iter(())

    def read_line(self, line: bytes, origin: Origin, place: str) -> Iterator[Found]:
        """Yield what the object in `line` holds."""
        if len(line) > MAX_BYTES + 1:
            yield set_aside(origin, f"the line {TOO_LARGE}")
            return
        reason = why_no_object(line.removeprefix(BOM_UTF8))
        self.bad = self.bad + 1 if reason is not None else 0
        if reason is not None and not line.endswith(b"\n"):
            yield damaged(origin, f"the last line, at {place}, is cut off ({reason}); mend it")
        elif reason is not None:
            yield damaged(origin, f"the line at {place} is no JSON object ({reason}); mend it")
        else:
            try:
                yield from self.read_document(line, origin)
            except InputError as fault:
                yield set_aside(origin, str(fault))
