"""The words that say what befell people, found in running text without a parse.

A coded report keeps its text and records, not its parse; so the words are looked up one after
another, and a sign holds for its sentence.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from sayso.lexicons import Entry, Lexicon, load_lexicon
from sayso.records import Span

Fate = Literal["killed", "injured", "struck", "none"]

WORD = re.compile(r"\w+(?:[-’']\w+)*")
SENTENCE_END = re.compile(r"[.!?][\"”’)]?\s+(?=[A-Z\"“‘(\d])|\n")
CLAUSE_END = re.compile(r"[,;:—–]|\b(?:but|while|although|after)\b", re.IGNORECASE)
REACH = 8  # words ahead over which a negation still takes back a sign


class FateEntry(Entry, frozen=True, kw_only=True):
    """Words for one fate; forms in lower case."""

    fate: Fate
    forms: tuple[str, ...]
    beside: tuple[str, ...] = ()  # one of them must stand in the same sentence; empty: any may
    people: int | None = None  # how many the form itself counts


class FateLexicon(Lexicon, frozen=True, kw_only=True):
    """`fates.toml`."""

    negations: tuple[str, ...]
    further: dict[str, int]
    entry: tuple[FateEntry, ...]


@dataclass(frozen=True, slots=True)
class Sign:
    """A word or phrase that says what befell somebody."""

    entry: FateEntry
    span: Span
    negated: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of text with the signs in it."""

    span: Span
    signs: tuple[Sign, ...]  # in text order, none within another
    fates: frozenset[Fate]  # of those that nothing takes back

    def signs_around(self, span: Span, reach: int = 0) -> Sequence[Sign]:
        """Return the signs no more than `reach` characters off `span`, in order."""
        first = bisect_left(self.signs, span.start - reach, key=lambda sign: sign.span.end)
        after = bisect_right(self.signs, span.end + reach, key=lambda sign: sign.span.start)
        return self.signs[first:after]


Forms = dict[str, list[tuple[tuple[str, ...], FateEntry]]]


@cache
def load_fates() -> FateLexicon:
    """Return the lexicon; raises `LexiconError` where it is missing or malformed."""
    lexicon: FateLexicon = load_lexicon("fates", FateLexicon)
    return lexicon


@cache
def forms_by_first_word() -> Forms:
    """Return the forms of all entries under their first word, the longest first."""
    found: Forms = {}
    for entry in load_fates().entry:
        for form in entry.forms:
            words = tuple(form.split())
            found.setdefault(words[0], []).append((words, entry))
    for forms in found.values():
        forms.sort(key=lambda form: -len(form[0]))
    return found


def read_sentences(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of `text`, in order, each with its signs; none for blank text."""
    return tuple(read_sentence(text, start, end) for start, end in find_bounds(text))


def find_bounds(text: str) -> Iterator[tuple[int, int]]:
    """Yield where sentences start and end; line breaks end them too."""
    start = 0
    for end in SENTENCE_END.finditer(text):
        if text[start : end.end()].strip():
            yield start, end.end()
        start = end.end()
    if text[start:].strip():
        yield start, len(text)


def read_sentence(text: str, start: int, end: int) -> Sentence:
    """Return one sentence with its signs."""
    found = [(word.group().lower(), word) for word in WORD.finditer(text, start, end)]
    words = [word for word, _ in found]
    places = [(match.start(), match.end()) for _, match in found]
    held = frozenset(words)
    signs = tuple(find_signs(text, words, places, held))
    fates = frozenset(sign.entry.fate for sign in signs if not sign.negated)
    return Sentence(Span(start, end), signs, fates)


def find_signs(
    text: str, words: Sequence[str], places: Sequence[tuple[int, int]], held: frozenset[str]
) -> Iterator[Sign]:
    """Yield the signs among the words of a sentence, from left to right, none within another."""
    negations = load_fates().negations
    denied, position = -REACH, 0
    while position < len(words):
        if words[position] in negations or words[position].endswith(("n't", "n’t")):
            denied = position
        found = form_at(words, position, held)
        if found is None:
            position += 1
            continue
        form, entry = found
        first, last = places[position][0], places[position + len(form) - 1][1]
        yield Sign(
            entry,
            Span(first, last),
            negated=denied >= 0
            and position - denied < REACH
            and CLAUSE_END.search(text, places[denied][1], first) is None,
        )
        position += len(form)


def form_at(
    words: Sequence[str], position: int, held: frozenset[str]
) -> tuple[tuple[str, ...], FateEntry] | None:
    """Return the longest form that starts at `position`, with its entry; None for none."""
    for form, entry in forms_by_first_word().get(words[position], ()):
        if tuple(words[position : position + len(form)]) == form and (
            not entry.beside or not held.isdisjoint(entry.beside)
        ):
            return form, entry
    return None


def index_at(sentences: Sequence[Sentence], offset: int) -> int:
    """Return the number of the sentence that holds the character at `offset`."""
    return max(bisect_right(sentences, offset, key=lambda one: one.span.start) - 1, 0)
