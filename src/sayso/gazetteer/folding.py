"""Spellings of one name -> one form, for the index of the gazetteer and its readers."""

import re
import unicodedata

# Letters that do not come apart into a letter and an accent.
LETTERS = str.maketrans(
    {
        "ø": "o", "œ": "oe", "æ": "ae", "ß": "ss", "ł": "l", "đ": "d", "ð": "d", "þ": "th",
        "ı": "i", "ħ": "h", "ŋ": "n", "ə": "a",
        "-": " ", "–": " ", "‑": " ", ",": " ", "/": " ",
        ".": "", "'": "", "’": "", "‘": "", "ʻ": "", "ʼ": "", "ʿ": "", "ʾ": "", "`": "", "´": "",
    }
)  # fmt: skip
SHORT = {"st": "saint", "ft": "fort", "mt": "mount", "ste": "sainte"}
# Short first and last words of places alone: "Ford Motor Co." is no county.
FIRST = {"n": "north", "s": "south", "e": "east", "w": "west", "pt": "point"}
LAST = {"co": "county", "twp": "township", "mt": "mountain", "hts": "heights"}
PLAIN = re.compile(r"[a-z]+")


def fold(name: str) -> str:
    """Return `name` in lower case, without accents and marks, words one space apart.

    "Saint John’s", "ST. JOHN'S" and "St Johns" fold to one form. May be empty.
    """
    lowered = name.lower()
    if PLAIN.fullmatch(lowered):
        return lowered
    parted = unicodedata.normalize("NFKD", lowered.translate(LETTERS))
    bare = "".join(letter for letter in parted if not unicodedata.combining(letter))
    words = bare.translate(LETTERS).split()
    if words and words[0] in SHORT and len(words) > 1:
        words[0] = SHORT[words[0]]
    return " ".join(words)


def fold_place(name: str) -> str:
    """Return the folded name of a place, so that "Polk Co." is "Polk County".

    "W. Chester" and "West Chester", too, fold to one form.
    """
    folded = fold(name)
    words = folded.split()
    if len(words) < 2:
        return folded
    words[0] = FIRST.get(words[0], words[0])
    words[-1] = LAST.get(words[-1], words[-1])
    return " ".join(words)


def without_accents(name: str) -> str:
    """Return `name` without marks above and below its letters: "San José" as "San Jose"."""
    parted = unicodedata.normalize("NFKD", name)
    return "".join(letter for letter in parted if not unicodedata.combining(letter))


def without_article(name: str) -> str:
    """Return `name` without a leading "the"."""
    return name[4:] if name[:4] in ("the ", "The ", "THE ") else name
