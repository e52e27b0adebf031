"""An mbox -> its messages, one after the other, however many there are."""

import re
from collections.abc import Callable, Iterator

from sayso.errors import InputError
from sayso.ingest.containers.stream import MAX_BYTES, TOO_LARGE, Stream
from sayso.ingest.page import Found, Origin, damaged, set_aside

ReadDocument = Callable[[bytes, Origin], Iterator[Found]]

FROM_LINE = rb"From [^\r\n]{0,400}\b\d{1,2}:\d\d\b[^\r\n]{0,100}\r?\n"
OPENING = re.compile(FROM_LINE)
HEADER = re.compile(rb"[!-9;-~]{1,80}:|>From ")
# The end of a message: a blank line, the From_ line of the next, and its first header.
BOUNDARY = re.compile(rb"(?<=\n)\r?\n(?=" + FROM_LINE + rb"(?:" + HEADER.pattern + rb"))")
LONGEST = 640


def is_mailbox(head: bytes) -> bool:
    """Tell whether `head` opens an mbox: a From_ line and a header, or their beginning."""
    line = OPENING.match(head)
    return line is not None and HEADER.match(head, line.end()) is not None


class MailboxReader:
    """Reads the messages of one mbox, which may come in several stretches."""

    def __init__(self, origin: Origin, read_document: ReadDocument) -> None:
        self.origin = origin
        self.read_document = read_document
        self.number = 0

    def read(self, stream: Stream) -> Iterator[Found]:
        """Yield what each message holds.

        Its bytes are given as they lie, from behind its From_ line to the end of its last line.
        """
        stream.find(OPENING, LONGEST)
        while head := OPENING.match(stream.peek(LONGEST)):
            stream.take(head.end())
            self.number += 1
            data = without_blank_line(read_limited(stream.until(BOUNDARY, LONGEST)))
            stream.take(2 if stream.peek(2) == b"\r\n" else 1)
            fault = stream.fault if stream.ended and not stream.fill(1) else None
            if fault is None or not fault.cut:
                yield from self.read_message(data)
        if stream.fault is not None:
            yield damaged(self.origin, f"{stream.fault}; the messages before it are kept")

    def finish(self) -> Iterator[Found]:
        """Yield nothing: an mbox has at least one message."""
        return iter(())

    def read_message(self, data: bytes) -> Iterator[Found]:
        """Yield what one message holds."""
        origin = self.origin.inside(f"message {self.number}")
        if len(data) > MAX_BYTES:
            yield set_aside(origin, f"the message {TOO_LARGE}")
        elif not data.strip():
            yield damaged(origin, "the message is cut off after its first line; fetch it anew")
        else:
            try:
                yield from self.read_document(data, origin)
            except InputError as fault:
                yield set_aside(origin, str(fault))


def without_blank_line(data: bytes) -> bytes:
    """Return a message without the blank line that ends it: that is the mailbox's own.

    Before another message the boundary has taken it.
    """
    for blank in (b"\r\n", b"\n"):
        if data.endswith(b"\n" + blank):
            return data[: -len(blank)]
    return data


def read_limited(pieces: Iterator[bytes]) -> bytes:
    """Return the pieces joined; of more than a page may hold, only so many as show it."""
    kept, size = [], 0
    for piece in pieces:
        if size <= MAX_BYTES:
            kept.append(piece)
            size += len(piece)
    return b"".join(kept)
