"""What the words around a record say of it, and which words two sentences have in common."""

import re
from functools import cache, lru_cache
from itertools import pairwise
from typing import Final, Literal

from sayso.extract.settling.records import Telling
from sayso.lexicons import Entry, Lexicon, load_lexicon
from sayso.lexicons.ranks import ranked_words

Mark = Literal["told", "ahead", "condition", "level", "change", "deadline", "past"]

WORD: Final = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
READ: Final = 2_000  # characters of a sentence that are read
REACH: Final = 120  # characters before a number in which what says of it stands
# What may stand between a number and the word that says of it: "rose BY ABOUT 7 percent".
BETWEEN: Final = r"(?:\s+(?:the|a|an|about|some|around|nearly|almost|only|another))?[\s\"\u201c]*$"
NEARBY: Final = 60  # characters beside a number in which it stands what is done with it
COMMON: Final = 400  # rank up to which a word does not tell one matter from another
SHORT: Final = 2  # letters of a word that tells nothing
KEPT: Final = 8_192  # sentences of which is remembered what they say
WORDS_KEPT: Final = 65_536


class MarkEntry(Entry, frozen=True, kw_only=True):
    """Words that say something of a number or an act, and where they are to stand."""

    where: Literal["before", "close", "anywhere", "itself"]
    forms: tuple[str, ...]


class MarkLexicon(Lexicon, frozen=True, kw_only=True):
    """`settling.toml`."""

    entry: tuple[MarkEntry, ...]


class DeedEntry(Entry, frozen=True, kw_only=True):
    """Nouns that count acts of some types."""

    nouns: tuple[str, ...]
    types: tuple[str, ...]


class DeedLexicon(Lexicon, frozen=True, kw_only=True):
    """`deed_nouns.toml`."""

    entry: tuple[DeedEntry, ...]


@cache
def load_marks() -> dict[str, tuple[MarkEntry, re.Pattern[str]]]:
    """Return the entries by id, each with what finds it.

    Raises `LexiconError` where the lexicon is malformed.
    """
    found: dict[str, tuple[MarkEntry, re.Pattern[str]]] = {}
    for entry in load_lexicon("settling", MarkLexicon).entry:
        forms = "|".join(re.escape(form) for form in sorted(entry.forms, key=len, reverse=True))
        behind = BETWEEN if entry.where == "close" else r"\b"
        found[entry.id] = entry, re.compile(rf"\b(?:{forms}){behind}", re.IGNORECASE)
    return found


@cache
def load_deeds() -> dict[str, frozenset[str]]:
    """Return the types of acts that each noun counts.

    Raises `LexiconError` where the lexicon is malformed.
    """
    found: dict[str, frozenset[str]] = {}
    for entry in load_lexicon("deed_nouns", DeedLexicon).entry:
        for noun in entry.nouns:
            found[noun] = found.get(noun, frozenset()) | frozenset(entry.types)
    return found


@cache
def common_words() -> frozenset[str]:
    """Return the words that do not tell one matter from another, folded."""
    return frozenset(map(stem, ranked_words()[:COMMON])) | CALENDAR


CALENDAR: Final = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may
    june july august september october november december percent dollar euro million billion
    official spokesman statement""".split()
)


def says(mark: Mark, telling: Telling) -> bool:
    """Tell whether the words around a record say `mark` of it."""
    return is_marked(mark, telling.sentence, telling.at)


@lru_cache(maxsize=KEPT)
def is_marked(mark: Mark, sentence: str, at: int) -> bool:
    """Tell whether a sentence says `mark` of the record that stands `at` a character of it."""
    entry, pattern = load_marks()[mark]
    if entry.where == "anywhere":
        return pattern.search(sentence[:READ]) is not None
    return pattern.search(sentence[max(0, at - REACH) : at]) is not None


def is_past(words: str) -> bool:
    """Tell whether the words of an act are those of a verb in the past tense, or a participle."""
    entry, _ = load_marks()["past"]
    last = words.casefold().rpartition(" ")[2]
    return last in entry.forms or (last.endswith("ed") and len(last) > len("seed"))


def counts_deeds(item: str | None, type_: str | None) -> bool:
    """Tell whether `item` is a noun that counts acts, of that type where one is given."""
    types = load_deeds().get(item or "", frozenset())
    return bool(types) if type_ is None else type_ in types


@lru_cache(maxsize=WORDS_KEPT)
def stem(word: str) -> str:
    """Return a word without case and without the endings of number, person and tense."""
    word = word.casefold().replace("\u2019", "'").removesuffix("'s").replace("'", "")
    for ending, short in (("ies", 3), ("ing", 4), ("ed", 3), ("es", 3), ("s", 3), ("e", 3)):
        if len(word) - len(ending) >= short and word.endswith(ending) and not word.endswith("ss"):
            return word[: -len(ending)] + ("y" if ending == "ies" else "")
    return word


@lru_cache(maxsize=KEPT)
def telling_words(text: str) -> frozenset[str]:
    """Return the words of `text` that tell one matter from another, folded."""
    found = (stem(match[0]) for match in WORD.finditer(text[:READ]))
    return frozenset(word for word in found if len(word) > SHORT) - common_words()


def shared_words(one: Telling, other: Telling) -> frozenset[str]:
    """Return the words that tell what both are about; none where their sentences share none."""
    if not telling_words(one.sentence) & telling_words(other.sentence):
        return frozenset()
    words, others = (
        telling_words(telling.sentence) | telling_words(telling.title) for telling in (one, other)
    )
    return words & others


@lru_cache(maxsize=KEPT)
def kinds_of(item: str, sentence: str) -> frozenset[str]:
    """Return the words that say of what kind a thing is: "measles" in "measles cases"."""
    words = [stem(match[0]) for match in WORD.finditer(sentence[:READ])]
    thing = stem(item)
    return frozenset(kind for kind, word in pairwise(words) if word == thing) - common_words()


@lru_cache(maxsize=KEPT)
def words_beside(telling: Telling, length: int, most: int) -> frozenset[str]:
    """Return the words, `most` each, that stand just before and after `length` characters."""
    before = WORD.findall(telling.sentence[max(0, telling.at - NEARBY) : telling.at])[-most:]
    end = telling.at + length
    after = WORD.findall(telling.sentence[end : end + NEARBY])[:most]
    return frozenset(stem(word) for word in (*before, *after)) - common_words()
