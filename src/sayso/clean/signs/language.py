"""Which language a page is in: what it declares, else its script and its small words."""

import math
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import islice

from sayso.clean.signs.prose import function_share, word_list
from sayso.lexicons import Entry, Lexicon, load_lexicon

MAX_TEXT = 2_000  # characters looked at
MIN_WORDS = 5
ENGLISH_SHARE = 0.2  # news English runs at 0.35 and more; German, French, Spanish below 0.1
# Share of a language's forty small words (0.25 to 0.4 of most news, less where endings do their
# work), and how many times the share of the next language it must be: Danish and Norwegian have
# most small words in common.
CLEAR = ((0.2, 1.15), (0.1, 2.0))
DENIED_TEXT = 4_000  # characters of a text that are held against what its page declares
DENIED_WORDS = 60  # so many words show that a text is not in the language that its page declares
DENIED_SHARE = 0.03  # a list of ingredients in English has 0.04, an article in Zulu 0.01
MIN_LETTERS = 20  # of a text whose script is to tell its language
SCRIPT_SHARE = 0.3  # of all letters; news in it also holds Latin names and numbers
CODE = re.compile(r"[A-Za-z]{2}(?![A-Za-z])")
# Scripts that one language of the news writes. Kana tell Japanese from Chinese.
SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("ka", re.compile("[\u10a0-\u10ff]")),
    ("hy", re.compile("[\u0530-\u058f]")),
    ("bn", re.compile("[\u0980-\u09ff]")),
    ("ta", re.compile("[\u0b80-\u0bff]")),
)
KANA_SHARE = 0.1  # of the letters of Japanese, which are partly Chinese ones


class LanguageEntry(Entry, frozen=True, kw_only=True):
    """The small words of one language; `id` is its ISO 639-1 code."""

    forms: tuple[str, ...]


class LanguageLexicon(Lexicon, frozen=True, kw_only=True):
    """The file `languages.toml`."""

    entry: tuple[LanguageEntry, ...]


@cache
def languages_of_word() -> dict[str, tuple[str, ...]]:
    """Return the languages in which a word is a small one."""
    found: dict[str, tuple[str, ...]] = {}
    for entry in load_lexicon("languages", LanguageLexicon).entry:
        for form in dict.fromkeys(entry.forms):
            found[form] = (*found.get(form, ()), entry.id)
    return found


@cache
def small_words() -> dict[str, frozenset[str]]:
    """Return the small words of each language that they tell."""
    entries = load_lexicon("languages", LanguageLexicon).entry
    return {entry.id: frozenset(entry.forms) for entry in entries}


def language_code(declared: str | None) -> str | None:
    """Return the ISO 639-1 code of an HTML language tag ("en-GB" gives "en"), None for none."""
    found = CODE.match(declared.strip()) if declared else None
    return found[0].lower() if found else None


def has_small(words: Iterable[str], known: frozenset[str], enough: int) -> bool:
    """Tell whether `enough` of the words, or of their parts around an apostrophe, are `known`."""
    found = (part for word in words for part in parts_of(word) if part in known)
    return sum(1 for _ in islice(found, enough)) == enough


def parts_of(word: str) -> list[str]:
    """Return a word in lower case, taken apart at its apostrophe."""
    return word.lower().replace("\u2019", "'").split("'")


def shares_of(words: list[str]) -> dict[str, float]:
    """Return how large a part of `words` are small words of each language."""
    counts: Counter[str] = Counter()
    for word, times in Counter(words).items():
        for part in parts_of(word):
            for language in languages_of_word().get(part, ()):
                counts[language] += times
    return {language: count / len(words) for language, count in counts.items()}


def language_of_script(text: str) -> str | None:
    """Return the language whose own script `text` is written in, None for shared scripts."""
    letters = sum(letter.isalpha() for letter in text)
    if letters < MIN_LETTERS:
        return None
    for language, script in SCRIPTS:
        found = sum(1 for _ in script.finditer(text))
        share = KANA_SHARE if language == "ja" else SCRIPT_SHARE
        if found >= share * letters:
            return language
    return None


def guess_language(text: str) -> str | None:
    """Return the language that the small words or the script of `text` show, None for none."""
    text = text[:MAX_TEXT]
    words = word_list(text)
    if len(words) >= MIN_WORDS and function_share(words) >= ENGLISH_SHARE:
        return "en"
    if not text.isascii():
        script = language_of_script(text)
        if script is not None:
            return script
    if len(words) < MIN_WORDS:
        return None
    shares = Counter({one: share for one, share in shares_of(words).items() if one != "en"})
    [(best, most), (_, next_most)] = [*shares.most_common(2), ("", 0.0), ("", 0.0)][:2]
    clear = any(most >= least and most >= ahead * next_most for least, ahead in CLEAR)
    return best if clear else None


def is_denied(language: str, text: str) -> bool:
    """Tell whether a long text holds next to none of the small words of `language`."""
    known = small_words().get(language)
    if known is None:
        return False
    most = DENIED_TEXT // 2  # no more words than that
    if has_small(word_list(text[:MAX_TEXT]), known, math.ceil(DENIED_SHARE * most)):
        return False
    words = word_list(text[:DENIED_TEXT])
    enough = math.ceil(DENIED_SHARE * len(words))
    return len(words) >= DENIED_WORDS and not has_small(words, known, enough)


def language_of_text(declared: str | None, text: str) -> tuple[str | None, bool]:
    """Return the language of a page, and whether it is the declared one.

    A text that is plainly not in the declared language is believed: programs that build pages
    declare English where nobody told them otherwise.
    """
    if declared is not None and not is_denied(declared, text):
        return declared, True
    return guess_language(text), False
