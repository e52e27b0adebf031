"""Character references of HTML: `&eacute;` and `&#233;` are one character each.

The standard library's `unescape` raises for a number of 5,000 digits; here any text is read, in
linear time.
"""

import html
import re
import sys
from collections.abc import Iterator
from html.entities import html5

from sayso.traced import Edit

REFERENCE = re.compile(r"&(?:#[0-9]++;?|#[xX][0-9a-fA-F]++;?|[^\t\n\f <&#;]{1,32};?)")
NUMBER_DIGITS = 8  # without leading zeros; a longer number is no character
UNKNOWN = "\ufffd"
OLD_NUMBERS = range(0x80, 0xA0)  # what they are in Windows-1252
SURROGATES = range(0xD800, 0xE000)


def resolve_references(text: str) -> str:
    """Return `text` with its references resolved; what is none stands as written."""
    return REFERENCE.sub(lambda found: character_of(found[0]), text) if "&" in text else text


def character_of(reference: str) -> str:
    """Return what a reference stands for, itself where it stands for nothing.

    `&eacute.` is a reference that lacks its semicolon, and a full stop behind it.
    """
    if reference[1] != "#":
        return html.unescape(reference)
    hexadecimal = reference[2] in "xX"
    digits = reference[3 if hexadecimal else 2 :].rstrip(";").lstrip("0") or "0"
    if len(digits) > NUMBER_DIGITS:
        return UNKNOWN
    number = int(digits, 16 if hexadecimal else 10)
    if number in OLD_NUMBERS:
        return html.unescape(f"&#{number};")
    stray = number == 0 or number in SURROGATES or number > sys.maxunicode
    return UNKNOWN if stray else chr(number)


def reference_edits(text: str) -> Iterator[Edit]:
    """Yield what resolving the references of `text` changes, and none of what it does not."""
    for found in REFERENCE.finditer(text):
        reference = found[0]
        character = character_of(reference)
        if character != reference:
            behind = letters_behind(reference, character)
            yield found.start(), found.end() - behind, character[: len(character) - behind]


def letters_behind(reference: str, character: str) -> int:
    """Return how many characters follow a name without its semicolon and are none of it."""
    if reference[1] == "#" or reference[1:] in html5:
        return 0
    behind = 0
    while behind < len(character) and reference[-1 - behind] == character[-1 - behind]:
        behind += 1
    return behind
