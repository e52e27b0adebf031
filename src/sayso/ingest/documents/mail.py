"""Mail (RFC 5322, MIME) -> pages: newsletters, and agencies' copy by mail.

The message's own text is a page; pages and messages that are attached are pages of their own.
Parsers of the standard library lose the places of the parts, so that the structure is read here.
"""

import re
from collections.abc import Callable, Iterator

import msgspec

from sayso.ingest.detect import find_charset, is_html, name_binary
from sayso.ingest.documents.body import Body
from sayso.ingest.documents.bundle import Bundle, filled, web_address
from sayso.ingest.documents.mail_coding import (
    decode_transfer,
    decoded_words,
    flowed_edits,
    parameters_of,
)
from sayso.ingest.page import Declared, Found, Origin, Page
from sayso.traced import Traced

MAX_DEPTH = 16  # multiparts in multiparts; mail programs write four at most
MAX_PARTS = 1_000
MAX_MESSAGES = 4  # messages in messages
MAX_HEAD = 1_000_000  # bytes of header fields
MAX_TEXT = 5_000_000  # bytes of a part that is read; the longest newsletters have 500,000
MAX_BOUNDARY = 200  # the standard allows 70
MAX_ODD_LINES = 3  # lines in a header that are no fields
HTML_SHARE = 0.5  # of the words of the plain version: HTML with fewer is a picture with a link

FIELD = re.compile(rb"([!-9;-~]{1,76})[ \t]{0,20}:(?=[ \t\r\n]|[^\s/])")
NO_FIELD = (b"{", b"[", b"<")  # JSON and markup: the standard has such names, nobody uses them
POSTMARK = re.compile(rb">?From [^\r\n]{1,1000}\r?\n")
TELLING = frozenset(
    b"from subject message-id received return-path delivered-to mime-version to date content-type"
    b" list-id list-unsubscribe reply-to sender dkim-signature x-mailer arc-seal cc".split()
)
DECISIVE = frozenset((b"from", b"subject", b"message-id", b"received", b"return-path"))
BREAKS = re.compile(rb"\r?\n[ \t]*+\r?\n|\r\r")
UNFOLD = re.compile(rb"\r?\n(?=[ \t])")
MAX_SENDER = 1_000  # characters of a sender that are read
SENDER = re.compile(r'\s*+"?([^<>"@]{1,200})"?\s*+<')
SENDER_AFTER = re.compile(r"@[^()\s@]{1,200}\s{1,20}\(([^()]{1,200})\)")
FIRST_MARK = re.compile(rb"^--([^\s]{1,200})[ \t]{0,80}\r?$", re.MULTILINE)
ANGLED = re.compile(r"<([^<>\s]{1,2000})>")
BLANK_LINES = "\n\n"
ATTACHED = re.compile(
    r"text/(?:html|plain|xml)|application/(?:xhtml\+xml|xml|json|octet-stream|[\w.-]{1,60}\+(?:xml|json))"
)

ReadInner = Callable[[bytes, Origin, int], Iterator[Found]]


class Part:
    """One part of a message: its fields, and where in the message its body stands."""

    __slots__ = ("cut", "end", "fields", "kind", "parameters", "parts", "start")

    def __init__(self, fields: dict[str, str], start: int, end: int) -> None:
        self.fields = fields
        self.start = start
        self.end = end
        kind, self.parameters = parameters_of(fields.get("content-type", ""))
        self.kind = kind or "text/plain"
        self.parts: list[Part] = []
        self.cut = False  # the mark that ends a multipart is missing

    @property
    def attached(self) -> bool:
        """Whether the part is sent along, not shown as the message's text."""
        disposition, _ = parameters_of(self.fields.get("content-disposition", ""))
        return disposition == "attachment" or self.kind == "message/rfc822"


def header_end(data: bytes, start: int, end: int) -> tuple[int, int]:
    """Return where the header fields at `start` end, and where the body starts."""
    if data.startswith((b"\n", b"\r\n"), start, end):
        return start, start + 1 + data.startswith(b"\r", start)
    found = BREAKS.search(data, start, end)
    return (found.start(), found.end()) if found is not None else (end, end)


def skip_postmark(data: bytes) -> int:
    """Return where the message starts: after blank lines and the line of an mbox."""
    start = len(data) - len(data.lstrip(b"\r\n"))
    start += 3 * data.startswith(b"\xef\xbb\xbf", start)
    found = POSTMARK.match(data, start)
    return found.end() if found is not None else start


def is_mail(data: bytes) -> bool:
    """Tell whether `data` opens with the header fields of a mail."""
    start = skip_postmark(data)
    if data.startswith(NO_FIELD, start) or FIELD.match(data, start) is None:
        return False
    end, _ = header_end(data, start, min(len(data), start + MAX_HEAD))
    names, odd = set(), 0
    for line in data[start:end].splitlines():
        found = FIELD.match(line)
        if found is not None:
            names.add(found[1].lower())
        elif not line.startswith((b" ", b"\t")):
            odd += 1
    return odd <= MAX_ODD_LINES and len(names & TELLING) > 1 and bool(names & DECISIVE)


def fields_of(data: bytes, start: int, end: int) -> dict[str, str]:
    """Return the header fields by name in lower case, unfolded; the first of a name stands."""
    fields: dict[str, str] = {}
    for line in UNFOLD.sub(b"", data[start : min(end, start + MAX_HEAD)]).splitlines():
        found = FIELD.match(line)
        if found is not None:
            value = line[found.end() :].strip()
            fields.setdefault(found[1].decode("ascii").lower(), as_text(value))
    return fields


def as_text(value: bytes) -> str:
    """Return a header value in the charset that its bytes fit."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("windows-1252", errors="replace")


class Splitter:
    """Finds the parts of one message, so many and no more."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.left = MAX_PARTS
        self.full = False  # there are parts that are not read

    def part(self, start: int, end: int, depth: int = 0) -> Part:
        """Return the part that stands in `data[start:end]`, with the parts in it."""
        head, body = header_end(self.data, start, end)
        part = Part(fields_of(self.data, start, head), body, end)
        if part.kind.startswith("multipart/"):
            self.split(part, self.boundary(part), depth)
            if not part.parts:
                part.kind = "text/plain"  # as written: its structure is lost
        return part

    def boundary(self, part: Part) -> bytes:
        """Return the mark between the parts of a multipart: as declared, or as it looks."""
        declared = part.parameters.get("boundary", "").encode("utf-8", "replace")
        if (
            0 < len(declared) <= MAX_BOUNDARY
            and b"--" + declared in self.data[part.start : part.end]
        ):
            return declared
        found = FIRST_MARK.search(self.data, part.start, part.end)
        return found[1] if found is not None else declared[:MAX_BOUNDARY]

    def split(self, part: Part, boundary: bytes, depth: int) -> None:
        """Find the parts of a multipart."""
        mark = re.compile(
            rb"^--" + re.escape(boundary) + rb"(--)?[ \t]{0,80}\r?$",
            re.MULTILINE,
        )
        start: int | None = None
        part.cut = True
        for found in mark.finditer(self.data, part.start, part.end):
            if start is not None:
                self.add(part, start, found.start(), depth)
            start = found.end() + 1
            if found[1]:
                part.cut, start = False, None
                break
        if start is not None and start < part.end:
            self.add(part, start, part.end, depth)

    def add(self, part: Part, start: int, end: int, depth: int) -> None:
        """Add one part, whose last line break belongs to the mark after it."""
        if self.left <= 0 or depth >= MAX_DEPTH or end <= start:
            self.full = self.full or end > start
            return
        self.left -= 1
        end -= self.data.startswith(b"\n", end - 1)
        end -= self.data.startswith(b"\r", end - 1)
        part.parts.append(self.part(start, max(start, end), depth + 1))


class Message:
    """One message: its parts, and their text with its places in the message."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.raw = Traced.decoded(data, "latin-1")  # a character a byte
        self.splitter = Splitter(data)
        self.top = self.splitter.part(skip_postmark(data), len(data))
        self.attached: list[Part] = []
        self.long: list[Part] = []  # parts that are larger than is read

    def payload(self, part: Part) -> Traced:
        """Return the bytes of a part, its transfer coding undone, a character each."""
        raw = self.raw[part.start : part.end]
        return decode_transfer(raw, part.fields.get("content-transfer-encoding", ""))

    def text(self, part: Part) -> tuple[Body, str] | None:
        """Return the text of a part and its charset, or None where it holds none."""
        if self.too_long(part):
            return None
        payload = self.payload(part)
        data = payload.text.encode("latin-1")
        if not data.strip() or name_binary(data) is not None:
            return None
        label = part.parameters.get("charset", "")
        charset, skip = find_charset(data, None if label.lower() == "us-ascii" else label)
        text = Traced.decoded(data, charset, skip).within(payload)
        html = part.kind != "text/plain" or is_html(text.text)
        if part.parameters.get("format", "").lower() == "flowed":
            joined = part.parameters.get("delsp", "").lower() == "yes"
            text = text.rewritten(lambda lines: flowed_edits(lines, joined))
        return Body(text, html), charset

    def too_long(self, part: Part) -> bool:
        """Tell whether a part is larger than is read, and note it."""
        if part.end - part.start <= MAX_TEXT:
            return False
        self.long.append(part)
        return True

    def main(self, part: Part) -> tuple[Body, str] | None:
        """Return the text that a part shows, and note what is attached to it."""
        if part.kind == "multipart/alternative" and part.parts:
            return best_version([found for one in part.parts if (found := self.main(one))])
        if part.kind == "multipart/related" and part.parts:
            return self.main(part.parts[0])
        if part.parts:
            return in_one([found for one in part.parts if (found := self.main(one))])
        if part.attached or part.kind not in SHOWN:
            self.attached.append(part)
            return None
        return self.text(part)


SHOWN = frozenset({"text/plain", "text/html", "application/xhtml+xml"})


def best_version(versions: list[tuple[Body, str]]) -> tuple[Body, str] | None:
    """Return the HTML version of a text where it has the words of the plain one, else that."""
    marked = [version for version in versions if version[0].html]
    plain = [version for version in versions if not version[0].html]
    if not marked or not plain:
        return versions[-1] if versions else None
    enough = HTML_SHARE * word_count(plain[0][0])
    return marked[-1] if word_count(marked[-1][0]) >= enough else plain[0]


def word_count(body: Body) -> int:
    """Return how many words a reader sees; addresses are none."""
    return sum("://" not in word for word in body.words.split())


def in_one(parts: list[tuple[Body, str]]) -> tuple[Body, str] | None:
    """Return parts that follow each other as one text: those of the first one's kind."""
    if not parts:
        return None
    first, charset = parts[0]
    same = [body.source for body, _ in parts if body.html == first.html]
    return Body(Traced.joined(same, BLANK_LINES), first.html), charset


def read_mail(data: bytes, origin: Origin, read_inner: ReadInner, level: int) -> Iterator[Found]:
    """Yield the page that a message is, then those attached to it; `level` messages are around.

    A message that breaks off, or has no text at all, is an issue.
    """
    message = Message(data)
    bundle = Bundle(data, origin, Traced.decoded(b"", "utf-8"), None)
    found = message.main(message.top)
    if found is not None and found[0].words:
        declared = filled(declared_by(message.top.fields), origin)
        page = bundle.page(found[0].source, declared, html=found[0].html, whole=False)
        raw = msgspec.structs.replace(page.raw, charset=found[1])
        yield msgspec.structs.replace(page, raw=raw)
    attached = list(attachments(message, bundle, read_inner, level))
    yield from attached
    if message.splitter.full:
        yield bundle.issue(
            f"the message has more than {MAX_PARTS} parts, or parts {MAX_DEPTH} deep in others; "
            f"those are not read, save them as files of their own"
        )
    elif found is None and not attached and not message.long:
        yield bundle.issue("the message has no text that can be read; save its parts as files")
    for part in message.long:
        yield bundle.issue(
            f"the part at byte {part.start} is larger than {MAX_TEXT // 1_000_000} MB; it is not "
            f"read, save it as a file of its own"
        )
    if message.top.cut:
        yield bundle.issue(
            f"the message breaks off at byte {len(data)}, before the mark that ends its parts; "
            f"what stands before is kept, get the message again for the rest"
        )


def attachments(
    message: Message, bundle: Bundle, read_inner: ReadInner, level: int
) -> Iterator[Found]:
    """Yield what the attached pages and messages hold; pictures and programs are passed over."""
    for number, part in enumerate(message.attached, start=1):
        inner = part.kind == "message/rfc822"
        if (not inner and ATTACHED.fullmatch(part.kind) is None) or message.too_long(part):
            continue
        payload = message.payload(part)
        data = payload.text.encode("latin-1")
        if not data.strip() or name_binary(data) is not None:
            continue
        entry = f"attachment {number}"
        if level >= MAX_MESSAGES:
            yield bundle.issue(
                f"the attachment at byte {part.start} lies in more than {MAX_MESSAGES} messages; "
                f"it is not read, save it as a file of its own",
                entry,
            )
            continue
        place = Origin(
            path=bundle.origin.path,
            entry=bundle.inside(entry).entry,
            charset=part.parameters.get("charset"),
        )
        for found in read_inner(data, place, level + 1):
            yield placed(found, payload, bundle)


def placed(found: Found, payload: Traced, bundle: Bundle) -> Found:
    """Return what an attachment holds, its offsets counted in the message around it."""
    if not isinstance(found, Page):
        return found
    raw = msgspec.structs.replace(found.raw, sha256=bundle.raw.sha256, bytes=bundle.raw.bytes)
    return msgspec.structs.replace(
        found, source=found.source.within(payload), raw=raw, data=bundle.data
    )


def declared_by(fields: dict[str, str]) -> Declared:
    """Return what the header of a message says of its text."""
    sender = decoded_words(fields.get("from", "")[:MAX_SENDER])
    named = SENDER.match(sender) or SENDER_AFTER.search(sender)
    archived = ANGLED.search(fields.get("archived-at", ""))
    saved = fields.get("snapshot-content-location", "").strip()
    if saved:  # a page that a browser saved: sender and date are the browser's
        return Declared(
            url=web_address(saved), title=decoded_words(fields.get("subject", "")) or None
        )
    return Declared(
        url=archived[1] if archived is not None else None,
        title=decoded_words(fields.get("subject", "")) or None,
        outlet=(named[1].strip() or None) if named is not None else None,
        language=fields.get("content-language") or None,
        published=fields.get("date") or None,
    )
