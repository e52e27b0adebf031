"""How mail writes text: transfer codings, encoded words, parameters, flowed lines."""

import base64
import re
from collections.abc import Iterator

import numpy as np

from sayso.ingest.detect import known_charset
from sayso.traced import Both, Edit, Traced

QUOTED = re.compile(r"=([0-9A-Fa-f]{2})|=[ \t]{0,80}(?:\r?\n|\Z)|[ \t]++(?=\r?\n)")
QUOTED_FROM = re.compile(r"^>(?=>*+From )", re.MULTILINE)
ENCODED_WORD = re.compile(r"=\?([^?\s*]{1,40})(?:\*[^?\s]{0,40})?\?([bBqQ])\?([^?]*+)\?=")
BETWEEN_WORDS = re.compile(r"(?<=\?=)\s++(?==\?)")
PARAMETER = re.compile(
    r""";\s*+([\w!#$&.+*-]{1,60})\s*+=\s*+(?:"((?:[^"\\]++|\\.)*+)"|([^\s;"]++))""", re.DOTALL
)
LINE = re.compile(r"(>*+)( ?)([^\r\n]*+)(\r\n|\r|\n|\Z)")
LETTERS = np.zeros(256, dtype=bool)
LETTERS[list(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")] = True
GROUP, BYTES = 4, 3  # base64 writes three bytes as four letters


def decode_transfer(raw: Traced, coding: str) -> Traced:
    """Return the bytes of a part, a character each, with its transfer coding undone.

    Lines that mbox files write ">From " are read as they were sent. What is wrong in the coding
    stays as written.
    """
    coding = coding.strip().lower()
    if coding == "base64":
        return decode_base64(raw)
    sent = raw.sub(QUOTED_FROM, "")
    return sent.rewritten(quoted_edits) if coding == "quoted-printable" else sent


def quoted_edits(text: str) -> Iterator[Edit]:
    """Yield what undoes quoted-printable."""
    for found in QUOTED.finditer(text):
        yield found.start(), found.end(), chr(int(found[1], 16)) if found[1] else ""


def decode_base64(raw: Traced) -> Traced:
    """Return the bytes that base64 stands for, a character each; other letters are passed over."""
    text = raw.text.partition("=")[0]
    letters = np.frombuffer(text.encode("latin-1"), dtype=np.uint8)
    places = np.flatnonzero(LETTERS[letters])
    count = len(places) - (len(places) % GROUP == 1)  # a letter alone is no byte
    places = places[:count]
    padded = letters[places].tobytes() + b"=" * (-count % GROUP)
    data = base64.b64decode(padded)

    def make() -> Both:
        number = np.arange(len(data))
        first = number // BYTES * GROUP + number % BYTES
        starts, ends = raw.both
        return starts[places[first]], ends[places[first + 1]]

    return Traced(data.decode("latin-1"), make)


def decoded_words(value: str) -> str:
    """Return a header value with its encoded words (RFC 2047) read, in one line."""
    pieces: list[str] = []
    pending: list[bytes] = []  # of words in one charset that follow each other
    charset: str | None = None
    position = 0
    text = BETWEEN_WORDS.sub("", value)

    def flush() -> None:
        if pending:
            pieces.append(b"".join(pending).decode(charset or "utf-8", errors="replace"))
            pending.clear()

    for found in ENCODED_WORD.finditer(text):
        label = known_charset(found[1])
        if found.start() > position or label != charset:
            flush()
        pieces.append(text[position : found.start()])
        charset = label
        pending.append(word_bytes(found[2], found[3]))
        position = found.end()
    flush()
    return " ".join("".join([*pieces, text[position:]]).split())


def word_bytes(coding: str, written: str) -> bytes:
    """Return the bytes of an encoded word."""
    if coding in "bB":
        return decode_base64(plain(written)).text.encode("latin-1")
    spaced = written.replace("_", " ").encode("utf-8").decode("latin-1")
    return decode_transfer(plain(spaced), "quoted-printable").text.encode("latin-1")


def plain(text: str) -> Traced:
    """Return ASCII text of a header, whose places nobody asks for."""
    return Traced.decoded(text.encode("latin-1", errors="replace"), "latin-1")


def parameters_of(value: str) -> tuple[str, dict[str, str]]:
    """Return a header's value in lower case, and its parameters; the first of a name stands."""
    kind = value.partition(";")[0].strip().lower()
    parameters: dict[str, str] = {}
    for found in PARAMETER.finditer(value):
        written = found[3] if found[2] is None else re.sub(r"\\(.)", r"\1", found[2])
        parameters.setdefault(found[1].lower(), written)
    return kind, parameters


def flowed_edits(text: str, joined: bool) -> Iterator[Edit]:
    """Yield what makes the lines of "format=flowed" (RFC 3676) paragraphs again.

    `joined` (DelSp) tells that the blank at the end of a line is no part of the text.
    """
    depth, end = -1, 0  # of the line before, where it runs on
    for line in LINE.finditer(text):
        content = line.start(3)
        if depth == len(line[1]):
            yield end, content, ""
        elif line[2]:
            yield line.start(2), content, ""
        runs_on = line[3].endswith(" ") and line[3] != "-- "
        depth = len(line[1]) if runs_on and line[4] else -1
        end = line.end(3) - (joined and runs_on)
        if not line[4]:
            return
