"""Words that are asked for, and whether they stand in a name or a sentence.

The search index is asked for quoted words alone, so no word of a user is ever read as syntax.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

from sayso.errors import QueryError
from sayso.ledger.derived.signs import name_words

QUOTED: Final = re.compile(r'"([^"]*)"?|([^\s"]+)')
WORD: Final = re.compile(r"[^\W_]+")
MOST: Final = 30  # words of one question
LONGEST: Final = 1_000  # characters of one question
WHOLE: Final = "="  # in front of a name: all of it, not only some of its words
BETWEEN: Final = "\x1f"  # between the phrases of a key


class Phrase(NamedTuple):
    """Words that stand next to each other; the last one may be meant with any ending."""

    words: tuple[str, ...]
    any_ending: bool = False

    def as_match(self) -> str:
        """Return the phrase as the search index is asked for it."""
        return f'"{" ".join(self.words)}"{" *" if self.any_ending else ""}'

    def as_key(self) -> str:
        """Return the phrase as `says` compares it."""
        return f" {' '.join(self.words)}{'' if self.any_ending else ' '}"


@lru_cache(maxsize=256)
def parse_text(text: str) -> tuple[Phrase, ...]:
    """Return the phrases that `text` asks for; all of them have to be there.

    Quotation marks hold a phrase together, `*` at the end of a word stands for any ending; no
    other sign means anything. Raises `QueryError` where there is no word, or far too many.
    """
    if len(text) > LONGEST:
        raise QueryError(f"text takes at most {LONGEST} characters; ask for fewer words")
    found = []
    for quoted, bare in QUOTED.findall(text):
        piece = quoted or bare
        words = tuple(WORD.findall(plain(piece)))
        if words:
            found.append(Phrase(words, piece.rstrip().endswith("*")))
    if not found:
        raise QueryError(f"text {text[:60]!r} has no word in it; name one that is to be found")
    if sum(len(phrase.words) for phrase in found) > MOST:
        raise QueryError(f"text takes at most {MOST} words; ask for fewer")
    return tuple(found)


def plain(text: str) -> str:
    """Return `text` in small letters without accents, as the search index compares it."""
    lowered = text.lower()
    if lowered.isascii():
        return lowered
    parted = unicodedata.normalize("NFKD", lowered)
    return "".join(letter for letter in parted if not unicodedata.combining(letter))


def says(sentence: str | None, key: str) -> bool:
    """Tell whether all phrases of `key` stand in `sentence`; known to SQL by this name."""
    if sentence is None:
        return False
    words = f" {' '.join(WORD.findall(plain(sentence)))} "
    return all(phrase in words for phrase in key.split(BETWEEN))


def key_of(phrases: tuple[Phrase, ...]) -> str:
    """Return phrases as `says` takes them."""
    return BETWEEN.join(phrase.as_key() for phrase in phrases)


@lru_cache(maxsize=1_000)
def name_key(value: str) -> str:
    """Return a name that is asked for as `named` takes it."""
    words = " ".join(name_words(value.lstrip(WHOLE)))
    return f"{WHOLE}{words}" if value.startswith(WHOLE) else f" {words} "


def named(name: str | None, key: str) -> bool:
    """Tell whether the words of `key` stand in `name`, or are all of it where it begins with `=`.

    Known to SQL by this name.
    """
    if name is None:
        return False
    words = " ".join(name_words(name))
    return words == key[1:] if key.startswith(WHOLE) else key in f" {words} "
