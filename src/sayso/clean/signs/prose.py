"""Is a line running text? Told by its length, its end and its small words, in any language."""

import re
from functools import cache, lru_cache

from sayso.lexicons import Entry, Lexicon, load_lexicon

WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?")
ENDS = re.compile(r"(?:[.!?…。！？؟।]|\.\.\.)[\"'”’»)\]\s♦■◆●□▪]{0,4}$")
MAX_TAG = 24
TAGGED = re.compile(r"[a-z\d][.!?][\"\u201d\u2019)]?\s[^\s.!?]{2,20}(?:\s[^\s.!?]{2,20})?$")
MAX_CAPTION = 300
INNER_STOP = re.compile(r"(?<=[a-z\d]{2})[.!?][\"\u201d\u2019]?\s(?=[A-Z\"\u201c])")
OPEN_END = re.compile(r"[:;,\u2014\u2013-]$|--$")
UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")

SENTENCE_WORDS = 7  # fewer and a final stop is no proof: "All rights reserved."
SHORT_WORDS = 2
LONG_WORDS = 20  # so long a line is text even where its end is cut off
RUNNING_WORDS = 12
FUNCTION_SHARE = 0.2
UNSPACED_LETTERS = 20
KNOWN, MAX_KNOWN = 1_000, 1_000  # lines that are remembered, and their characters


class SmallWordsEntry(Entry, frozen=True, kw_only=True):
    """Words that hold sentences together."""

    forms: tuple[str, ...]


class SmallWords(Lexicon, frozen=True, kw_only=True):
    """The file `small_words.toml`."""

    entry: tuple[SmallWordsEntry, ...]


@cache
def function_words() -> frozenset[str]:
    """Return the commonest English words."""
    lexicon = load_lexicon("small_words", SmallWords)
    return frozenset(form for entry in lexicon.entry for form in entry.forms)


def word_list(text: str) -> list[str]:
    """Return the words of `text`, as printed."""
    return WORD.findall(text)


def function_share(words: list[str]) -> float:
    """Return how large a part of `words` are small English words."""
    if not words:
        return 0.0
    known = function_words()
    return sum(word.lower() in known for word in words) / len(words)


def lower_share(words: list[str]) -> float:
    """Return how large a part of `words` start in lower case."""
    return sum(word[0].islower() for word in words) / len(words) if words else 0.0


def is_stopped(text: str) -> bool:
    """Tell whether `text` ends as a sentence does."""
    return ENDS.search(text[-12:]) is not None


def has_tag(text: str) -> bool:
    """Tell whether a word or two behind the last sentence hide its end: "… away. Enditem"."""
    found = TAGGED.search(text[-MAX_TAG:])
    return found is not None and len(text) > 2 * MAX_TAG


def is_open_caption(text: str) -> bool:
    """Tell whether a line has two sentences of which the last lacks its stop, as captions do."""
    if len(text) > MAX_CAPTION or not text[-1].isalpha() or has_tag(text):
        return False
    inner = INNER_STOP.search(text)
    if inner is None:
        return False
    sizes = (len(word_list(text[: inner.start()])), len(word_list(text[inner.end() :])))
    return min(sizes) >= SENTENCE_WORDS - 2 and is_running(word_list(text))


def is_running(words: list[str]) -> bool:
    """Tell whether the words flow as text does, and not as a list of names."""
    return function_share(words) >= FUNCTION_SHARE / 2 or lower_share(words) >= 0.5


def is_sentence(text: str) -> bool:
    """Tell whether a line is surely running text."""
    return known_sentence(text) if len(text) <= MAX_KNOWN else reads_as_sentence(text)


def reads_as_sentence(text: str) -> bool:
    """Tell whether a line is surely running text, by reading it."""
    if UNSPACED.search(text[:40]):
        return len(text) >= UNSPACED_LETTERS and is_stopped(text)
    words = word_list(text)
    if is_stopped(text) or has_tag(text):
        return len(words) >= SENTENCE_WORDS and is_running(words)
    return len(words) >= LONG_WORDS and function_share(words) >= FUNCTION_SHARE


known_sentence = lru_cache(maxsize=KNOWN)(reads_as_sentence)  # several rules ask for each line


def may_be_sentence(text: str) -> bool:
    """Tell whether a line can be text where text stands around it: short, or its end lost."""
    words = word_list(text)
    if is_stopped(text):
        return len(words) >= SHORT_WORDS
    if OPEN_END.search(text):
        return len(words) >= SHORT_WORDS and is_running(words)
    return len(words) >= RUNNING_WORDS and function_share(words) >= FUNCTION_SHARE
