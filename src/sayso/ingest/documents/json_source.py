"""JSON with the place of every string: one pass over the text, nested as deep as it likes.

The standard library's parser is faster and tells no places. This one keeps what is complete of a
text that breaks off, and is checked against the standard one in the tests.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from sayso.traced import Edit, Traced, edited

MAX_DEPTH = 100  # what is nested deeper is passed over; no format of news has ten levels
MAX_VALUES = 300_000  # strings, objects and lists kept
MAX_TOKENS = 1_500_000  # read; 20 MB of rows with 50 characters a column have as many

DIGITS = r"-?\d++(?:\.\d++)?+(?:[eE][+-]?\d++)?+"
TOKEN = re.compile(
    r"""[ \t\r\n\ufeff]*+(?:"((?:[^"\\]++|\\.)*+)("?)"""
    rf"""|(\[\s*+(?:{DIGITS}(?:\s*+,\s*+{DIGITS})*+\s*+)?+\])"""
    r"""|([{}\[\]:,])|([^\s"{}\[\]:,]++))""",
    re.DOTALL,
)
ESCAPE = re.compile(
    r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})"
    r"|\\u([0-9a-fA-F]{4})|\\(.)",
    re.DOTALL,
)
SHORT = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "/": "/", "\\": "\\", '"': '"'}
LITERALS = frozenset({"null", "true", "false"})
HIGH, LOW, BEYOND = 0xD800, 0xDC00, 0x10000


TOO_MANY = "more values than any news file has"


class JsonString(NamedTuple):
    """A string: what stands between its quotes is `text[start:end]` of the document."""

    start: int
    end: int


class JsonScalar(NamedTuple):
    """A number, true, false or null, as written."""

    text: str


class JsonList:
    """A list, without its numbers and other scalars."""

    __slots__ = ("items", "start", "whole")

    def __init__(self, start: int) -> None:
        self.start = start
        self.whole = False  # its end was read
        self.items: list[JsonValue] = []


class JsonObject:
    """An object: names -> values; of two members with one name the last stands."""

    __slots__ = ("end", "members", "start", "whole")

    def __init__(self, start: int) -> None:
        self.start = self.end = start
        self.whole = False  # its end was read
        self.members: dict[str, JsonValue] = {}


JsonValue = JsonString | JsonScalar | JsonList | JsonObject
Container = JsonList | JsonObject


class Fault(NamedTuple):
    """Where the text stops being JSON, and why."""

    position: int
    reason: str


def escape_edits(text: str) -> Iterator[Edit]:
    """Yield the escapes of a string resolved; half a surrogate pair becomes U+FFFD."""
    for found in ESCAPE.finditer(text):
        if found[1]:
            code = (int(found[1], 16) - HIGH) * 0x400 + int(found[2], 16) - LOW + BEYOND
            yield found.start(), found.end(), chr(code)
        elif found[3]:
            code = int(found[3], 16)
            letter = "\ufffd" if HIGH <= code < 0xE000 else chr(code)
            yield found.start(), found.end(), letter
        elif found[4] in SHORT:
            yield found.start(), found.end(), SHORT[found[4]]


def string_at(source: Traced, place: JsonString) -> Traced:
    """Return the string at `place` with its escapes resolved."""
    found = source[place.start : place.end]
    return found.rewritten(escape_edits) if "\\" in found.text else found


def unescaped(text: str) -> str:
    """Return what stands between the quotes of a string."""
    return "".join(edited(text, escape_edits(text))) if "\\" in text else text


class Reader:
    """Reads the values of one text, one after the other."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.path: list[Container] = []
        self.values: list[JsonValue] = []  # at the top
        self.key: str | None = None  # waits for its value
        self.ready = True  # a value, or a name, may come
        self.colon = False  # a colon must come
        self.after_comma = False
        self.skipped = 0  # containers nested too deep that are open
        self.count = 0
        self.fault: Fault | None = None

    def read(self) -> None:
        """Read all values, up to the first fault."""
        position = tokens = 0
        while self.fault is None:
            tokens += 1
            if tokens > MAX_TOKENS or self.count >= MAX_VALUES:
                self.fail(position, TOO_MANY)
                return
            found = TOKEN.match(self.text, position)
            if found is None:
                if self.text[position:].strip():
                    self.fail(position, "no JSON stands there")
                break
            position = found.end()
            self.take(found)
        if self.fault is None and (self.path or self.skipped):
            self.fault = Fault(len(self.text), "the text breaks off")

    def take(self, found: re.Match[str]) -> None:
        """Take one token."""
        mark = found[4]
        if self.skipped:
            self.skipped += (mark in ("{", "[")) - (mark in ("}", "]")) if mark else 0
            if not self.skipped:
                self.ready = False
        elif found[1] is not None:
            self.take_string(found)
        elif mark is None:
            self.take_plain(found)
        elif mark in "{[":
            self.open(mark, found.start(4))
        elif mark in "}]":
            self.close(mark, found.start(4))
        else:
            self.separate(mark, found.start(4))

    def fail(self, position: int, reason: str) -> None:
        """Note what ends the reading."""
        self.fault = Fault(position, reason)

    def take_string(self, found: re.Match[str]) -> None:
        """Take a string: a name where an object waits for one, else a value."""
        start, end = found.span(1)
        if self.path and isinstance(self.path[-1], JsonObject) and self.key is None:
            if not self.ready:
                self.fail(start - 1, "a comma is missing")
            elif found[2]:
                self.key, self.ready, self.colon = unescaped(found[1]), False, True
        else:
            self.put(JsonString(start, end), start - 1)
        if not found[2] and self.fault is None:
            self.fail(len(self.text), "the text breaks off inside of a string")

    def take_plain(self, found: re.Match[str]) -> None:
        """Take a number, a literal, or a list of numbers."""
        if found[3] is not None:
            numbers = JsonList(found.start(3))
            numbers.whole = True
            self.put(numbers, found.start(3))
            return
        word = found[5]
        if word in LITERALS or is_number(word):
            self.put(JsonScalar(word), found.start(5))
        else:
            self.fail(found.start(5), "no JSON stands there")

    def put(self, value: JsonValue, position: int) -> bool:
        """Put a value where it belongs; return whether it may stand there."""
        if not self.ready:
            self.fail(position, "a colon is missing" if self.colon else "a comma is missing")
            return False
        if not self.path:
            self.values.append(value)
        elif isinstance(container := self.path[-1], JsonList):
            if not isinstance(value, JsonScalar):
                container.items.append(value)
        elif self.key is None:
            self.fail(position, "a name is missing")
            return False
        else:
            container.members[self.key] = value
            self.key = None
        self.count += not isinstance(value, JsonScalar)
        self.ready, self.after_comma = not self.path, False
        return True

    def open(self, mark: str, position: int) -> None:
        """Open a list or an object."""
        container = JsonObject(position) if mark == "{" else JsonList(position)
        if not self.put(container, position):
            return
        if len(self.path) >= MAX_DEPTH:
            self.skipped = 1
        else:
            self.path.append(container)
        self.ready = True

    def close(self, mark: str, position: int) -> None:
        """Close the innermost list or object."""
        kind = JsonObject if mark == "}" else JsonList
        waits = self.key is not None or (self.after_comma and self.ready)
        if not self.path or not isinstance(self.path[-1], kind) or waits:
            self.fail(position, f"the bracket {mark!r} closes nothing")
            return
        closed = self.path.pop()
        closed.whole = True
        if isinstance(closed, JsonObject):
            closed.end = position
        self.ready = not self.path
        self.after_comma = False

    def separate(self, mark: str, position: int) -> None:
        """Take a comma or a colon."""
        if mark == ":" and self.colon:
            self.colon, self.ready = False, True
        elif mark == "," and self.path and not self.ready and not self.colon:
            self.ready, self.after_comma = True, True
        else:
            self.fail(position, f"the mark {mark!r} stands where none may")


NUMBER = re.compile(rf"{DIGITS}|NaN|-?Infinity")


def is_number(word: str) -> bool:
    """Tell whether `word` is a number, or what programs write for none."""
    return NUMBER.fullmatch(word) is not None


def parse_json(text: str) -> tuple[list[JsonValue], Fault | None]:
    """Return the values that stand at the top of `text`, and where it stops being JSON.

    What was read before the fault is kept: the innermost values may be incomplete.
    """
    reader = Reader(text)
    reader.read()
    return reader.values, reader.fault
