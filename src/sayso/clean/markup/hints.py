"""What names and tags of an element hint at: `class="post-share"` is a share bar.

Hints are bits of one number, so that an element can hand its own to all that stands inside it.
"""

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from sayso.lexicons import Entry, Lexicon, load_lexicon
from sayso.records import ChromeKind

MAX_NAMES = 300  # characters of a class attribute that are read
CACHED_NAMES = 20_000
WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
NAMING = ("class", "id", "role", "data-testid", "data-component", "data-type")
STATING = ("hidden", "aria-hidden", "style", "itemprop", "property")
READ = {**dict.fromkeys(NAMING, True), **dict.fromkeys(STATING, False)}  # does it hold names?
UNSHOWN = re.compile(r"(?:display:none|visibility:hidden)")
CLIPPED = re.compile(r"clip(?:-path)?:(?:rect\(0|rect\(1px|inset\(50%)")
TAG_NAMES = """nav aside footer header figcaption figure form table ul ol blockquote article main
    section button dl address details label h1"""
TAG_HINTS = tuple(TAG_NAMES.split())
STATE_HINTS = ("unshown", "itemprop-body")


class HintEntry(Entry, frozen=True, kw_only=True):
    """Words that name one sort of page part."""

    forms: tuple[str, ...]
    chrome: ChromeKind | None = None  # what a line in such a part is, if it is no text


class HintLexicon(Lexicon, frozen=True, kw_only=True):
    """The file `html_hints.toml`."""

    entry: tuple[HintEntry, ...]


@cache
def hint_entries() -> tuple[HintEntry, ...]:
    """Return the entries of the lexicon; the place of an entry is its bit."""
    lexicon: HintLexicon = load_lexicon("html_hints", HintLexicon)
    return lexicon.entry


@cache
def hint_names() -> tuple[str, ...]:
    """Return the name of each bit."""
    tags = (f"<{tag}>" for tag in TAG_HINTS)
    return (*(entry.id for entry in hint_entries()), *tags, *STATE_HINTS)


@cache
def hint_bit(name: str) -> int:
    """Return the bit of the hint `name`; raises `ValueError` where there is none."""
    return 1 << hint_names().index(name)


@cache
def word_bits() -> dict[str, int]:
    """Return the bits of each word of the lexicon."""
    bits: dict[str, int] = {}
    for index, entry in enumerate(hint_entries()):
        for form in entry.forms:
            bits[form] = bits.get(form, 0) | 1 << index
    return bits


@cache
def tag_bits() -> dict[str, int]:
    """Return the bit of each tag that hints at something."""
    return {tag: hint_bit(f"<{tag}>") for tag in TAG_HINTS}


@lru_cache(maxsize=CACHED_NAMES)
def bits_of_names(names: str) -> int:
    """Return the hints in the value of a class, id or role."""
    known, bits = word_bits(), 0
    for word in WORD.findall(names[:MAX_NAMES]):
        bits |= known.get(word.lower(), 0)
    return bits


def hints_of(tag: str, attributes: Iterable[tuple[str, str | None]]) -> int:
    """Return the hints of an element by its own tag and attributes."""
    bits = tag_bits().get(tag, 0)
    for name, value in attributes:
        naming = READ.get(name)
        if naming:
            bits |= bits_of_names(value or "")
        elif naming is not None:
            bits |= bits_of_state(name, value or "")
    return bits


@lru_cache(maxsize=CACHED_NAMES)
def bits_of_state(name: str, value: str) -> int:
    """Return the hints of an attribute that hides an element or says what its text is."""
    if name in ("itemprop", "property"):
        return hint_bit("itemprop-body") if "articlebody" in value.lower() else 0
    if name == "aria-hidden":
        return hint_bit("unshown") if value == "true" else 0
    style = value[:MAX_NAMES].replace(" ", "").lower()
    if name == "hidden" or UNSHOWN.search(style):
        return hint_bit("unshown")
    return hint_bit("unseen") if CLIPPED.search(style) else 0


def chrome_of_hints(bits: int) -> ChromeKind | None:
    """Return what a line is that stands in an element with these hints and is no text."""
    for index, entry in enumerate(hint_entries()):
        if bits & 1 << index and entry.chrome is not None:
            return entry.chrome
    return None
