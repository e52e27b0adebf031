"""Bytes -> text by the shortest way, to check maps: it takes the slices that a map names apart.

It shares nothing with the readers under test. Given the raw bytes and a range, it undoes what the
format laid over the characters: mail encodings, the charset, JSON, XML and HTML. Where the layers
depend on what stands before the range (a CDATA section, a mail header, a shift of the charset),
it looks back.
"""

import base64
import html
import json
import re
import unicodedata
from collections.abc import Callable, Iterable

import msgspec

TAGS = re.compile(r"<!--.*?-->|<[/!?a-zA-Z][^<>]*>", re.DOTALL)
QUOTED = re.compile(rb"=([0-9A-Fa-f]{2})")
SHIFT = re.compile(rb"\x1b(?:\$[@B]|\([BIJ])")
XML_NAMES = re.compile(r"&(?:lt|gt|amp|quot|apos|#\d+|#x[0-9a-fA-F]+);")
MAIL_TYPE = re.compile(
    rb"Content-Type: text/(plain|html)(?:; charset=\"([\w-]+)\")?\r?\n"
    rb"(?:Content-ID: [^\r\n]{1,80}\r?\n)?Content-Transfer-Encoding: ([\w-]+)",
    re.IGNORECASE,
)
MAIL_BODY = re.compile(rb"\r?\n\r?\n")
SLACK = 2  # bytes that a base64 range may hold before and after those it means


class Slice(msgspec.Struct, frozen=True):
    """What a range of bytes says; `loose` where neighbours may stand at its ends."""

    text: str
    loose: bool = False


Decoder = Callable[[bytes, int, int], Slice]


def squeezed(text: str) -> str:
    """Return `text` in NFC without blanks, controls and marks that have no ink."""
    shown = (a for a in unicodedata.normalize("NFC", text) if not a.isspace())
    return "".join(a for a in shown if unicodedata.category(a) not in ("Cc", "Cf"))


def text_of(data: bytes, start: int, end: int, charset: str) -> str:
    """Return the characters of a range; looks back for the shift of a charset that has states."""
    piece = data[start:end]
    if charset.startswith("iso-2022"):
        shifts = list(SHIFT.finditer(data, 0, start))
        piece = (shifts[-1][0] if shifts else b"") + piece
    return piece.decode(charset, "replace")


def without_json(text: str) -> str:
    """Return what a piece of a JSON string says."""
    said: str = json.loads(f'"{text}"', strict=False)
    return said


def without_xml(text: str) -> str:
    """Return what a piece of XML text says, outside of CDATA."""
    return XML_NAMES.sub(lambda found: html.unescape(found[0]), text)


def without_tags(text: str) -> str:
    """Return `text` without tags and comments."""
    return TAGS.sub("", text)


def without_html(text: str) -> str:
    """Return what a piece of HTML says."""
    return html.unescape(without_tags(text))


def in_cdata(data: bytes, start: int) -> bool:
    """Tell whether `start` lies in a CDATA section."""
    return data.rfind(b"<![CDATA[", 0, start) > data.rfind(b"]]>", 0, start)


def plain(charset: str = "utf-8") -> Decoder:
    """Return the decoder of plain text."""
    return lambda data, start, end: Slice(text_of(data, start, end, charset))


def page(charset: str = "utf-8") -> Decoder:
    """Return the decoder of HTML."""
    return lambda data, start, end: Slice(without_html(text_of(data, start, end, charset)))


def json_text(data: bytes, start: int, end: int) -> Slice:
    """Return what a range of a JSON string says."""
    return Slice(without_json(text_of(data, start, end, "utf-8")))


def json_html(data: bytes, start: int, end: int) -> Slice:
    """Return what a range of HTML in a JSON string says."""
    return Slice(without_html(json_text(data, start, end).text))


def xml_text(charset: str = "utf-8") -> Decoder:
    """Return the decoder of text, or of marked-up text, in XML."""

    def decode(data: bytes, start: int, end: int) -> Slice:
        return Slice(without_xml(without_tags(text_of(data, start, end, charset))))

    return decode


def xml_html(charset: str = "utf-8") -> Decoder:
    """Return the decoder of HTML that stands escaped, or in CDATA, in XML."""

    def decode(data: bytes, start: int, end: int) -> Slice:
        text = text_of(data, start, end, charset)
        return Slice(without_html(text if in_cdata(data, start) else without_xml(text)))

    return decode


def mail(data: bytes, start: int, end: int) -> Slice:
    """Return what a range of a message says, by the head of the part that it lies in."""
    heads = list(MAIL_TYPE.finditer(data, 0, start))
    if not heads:
        return Slice(text_of(data, start, end, "utf-8"))
    kind, charset, coding = (group.decode().lower() for group in heads[-1].groups(b"utf-8"))
    body = MAIL_BODY.search(data, heads[-1].end())
    if body is None:
        raise ValueError("the part has no body")
    if coding == "base64":
        text = base64_piece(data, body.end(), start, end).decode(charset, "ignore")
    elif coding == "quoted-printable":
        joined = data[start:end].replace(b"=\r\n", b"").replace(b"=\n", b"")
        text = QUOTED.sub(lambda found: bytes.fromhex(found[1].decode()), joined).decode(charset)
    else:
        text = text_of(data, start, end, charset)
    return Slice(without_html(text) if kind == "html" else text, loose=coding == "base64")


def base64_piece(data: bytes, body: int, start: int, end: int) -> bytes:
    """Return the bytes that the whole groups of four around a range of base64 stand for."""
    before = data[body:start].translate(None, b" \t\r\n")
    within = data[start:end].translate(None, b" \t\r\n")
    behind = data[end : end + 8].translate(None, b" \t\r\n")
    offset = len(before) % 4
    letters = before[len(before) - offset :] + within
    letters += behind[: -len(letters) % 4]
    return base64.b64decode(letters[: len(letters) // 4 * 4])


def said_by(data: bytes, ranges: Iterable[tuple[int, int]], decode: Decoder) -> Slice:
    """Return what several ranges say together, squeezed."""
    slices = [decode(data, start, end) for start, end in merged(ranges)]
    text = squeezed("".join(part.text for part in slices))
    return Slice(text, any(part.loose for part in slices))


def merged(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the ranges with those joined that share bytes: two characters can, in base64."""
    joined: list[tuple[int, int]] = []
    for start, end in ranges:
        if joined and joined[-1][0] <= start < joined[-1][1]:
            before = joined.pop()
            start, end = before[0], max(end, before[1])
        joined.append((start, end))
    return joined


def agrees(said: Slice, text: str) -> bool:
    """Tell whether the bytes say `text`; a loose slice may hold a little more at its ends.

    Text that was escaped once too often may be read with its references resolved.
    """
    wanted = squeezed(text)
    if not said.loose:
        return wanted in (said.text, squeezed(html.unescape(said.text)))
    return wanted in said.text and len(said.text) - len(wanted) <= 2 * SLACK
