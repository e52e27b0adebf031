"""Which sentences may hold an attribution: a cheap look at the words, before any model reads.

A sentence is open where a word can report saying, thought, feeling or will, where a quotation
touches it, or where a label stands before a colon. The words are the lemmas of `cues.toml` in
all their forms, and the classes of `speech_signs.toml`. Recall first: nothing is decided here
but which sentences are read closely.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from sayso.extract.saying.cues import CueEntry, load_cues
from sayso.extract.saying.quotations import Quotation
from sayso.lexicons import Entry, Lexicon, load_lexicon
from sayso.records import Span

WORD = re.compile(r"\w+")
QUOTE_MARK = re.compile("[\"“”„«»]|''|``")
LABEL = re.compile(r"[^\W\d_][.)]?:(?:\s|$)")  # a word ends before a colon, not a number
CREDITS = frozenset("[-‐‑‒–—―")  # start a line that says whose words stood above: "— Anna Berg"
VOWELS = frozenset("aeiou")
NEVER_DOUBLED = VOWELS | frozenset("wxy")
TAKES_ES = ("s", "x", "z", "ch", "sh", "o")

Phrase = tuple[str, ...]
Irregular = dict[str, tuple[str, ...]]


class SignEntry(Entry, frozen=True, kw_only=True):
    """Words of one class; any of them opens a sentence."""

    verbs: tuple[str, ...] = ()  # base forms
    nouns: tuple[str, ...] = ()  # singular
    words: tuple[str, ...] = ()  # one word, as it stands
    phrases: tuple[str, ...] = ()  # two words or more, as they stand


class SignLexicon(Lexicon, frozen=True, kw_only=True):
    """The signs of a language."""

    hidden: tuple[str, ...]  # forms that open nothing on their own
    irregular: Irregular  # base form of a verb -> forms that the rules do not make
    entry: tuple[SignEntry, ...]


@dataclass(frozen=True, slots=True)
class Signs:
    """What opens a sentence: single words, and phrases by their first word."""

    words: frozenset[str]
    phrases: dict[str, tuple[Phrase, ...]]  # first word -> the words that must follow

    @classmethod
    def of(cls, forms: Iterable[Phrase]) -> "Signs":
        """Return the signs that consist of `forms`, each of one word or more."""
        known = set(forms)
        words = frozenset(form[0] for form in known if len(form) == 1)
        following: dict[str, list[Phrase]] = {}
        for first, *rest in sorted(form for form in known if form[0] not in words):
            following.setdefault(first, []).append(tuple(rest))
        return cls(words, {first: tuple(rests) for first, rests in following.items()})

    def are_in(self, words: Sequence[str]) -> bool:
        """Tell whether one of the signs is among `words`, which are in lower case."""
        return not self.words.isdisjoint(words) or self.start_phrase(words)

    def start_phrase(self, words: Sequence[str]) -> bool:
        """Tell whether one of the phrases stands in `words`."""
        return not self.phrases.keys().isdisjoint(words) and any(
            tuple(words[place + 1 : place + 1 + len(rest)]) == rest
            for place, word in enumerate(words)
            for rest in self.phrases.get(word, ())
        )


def find_open_sentences(
    text: str, sentences: Sequence[Span], quotations: Sequence[Quotation]
) -> list[bool]:
    """Return for each sentence of `text` whether it may hold an attribution.

    `sentences` and `quotations` are in text order and do not overlap among themselves. A
    sentence within a quotation is open, marks or none. Time grows with the length of the text.
    """
    signs = load_signs()
    starts = [quotation.span.start for quotation in quotations]
    ends = [quotation.span.end for quotation in quotations]
    return [
        bisect_right(ends, sentence.start) < bisect_left(starts, sentence.end)
        or has_sign(sentence.quote(text), signs)
        for sentence in sentences
    ]


def has_sign(sentence: str, signs: Signs) -> bool:
    """Tell whether a sentence holds a word, a mark or a label that may report."""
    return (
        signs.are_in(words_of(sentence))
        or sentence[:1] in CREDITS
        or QUOTE_MARK.search(sentence) is not None
        or (":" in sentence and LABEL.search(sentence) is not None)
    )


def words_of(sentence: str) -> list[str]:
    """Return the words of a sentence in lower case; an apostrophe or hyphen parts words."""
    words: list[str] = WORD.findall(sentence.lower())
    return words


# --- the words and their forms


@cache
def load_signs() -> Signs:
    """Return the signs of `cues.toml` and `speech_signs.toml`, compiled once a process."""
    lexicon = load_sign_lexicon()
    cues = (form for entry in load_cues().entry for form in cue_forms(entry, lexicon.irregular))
    more = (form for entry in lexicon.entry for form in sign_forms(entry, lexicon.irregular))
    hidden = {(word,) for word in lexicon.hidden}
    return Signs.of({*cues, *more} - hidden)


@cache
def load_sign_lexicon() -> SignLexicon:
    """Return the English lexicon of signs."""
    lexicon: SignLexicon = load_lexicon("speech_signs", SignLexicon)
    return lexicon


def sign_forms(entry: SignEntry, irregular: Irregular) -> Iterator[Phrase]:
    """Yield all forms of the words of an entry."""
    for verb in entry.verbs:
        yield from inflected(verb, verb_forms(first_word(verb), irregular))
    for noun in entry.nouns:
        yield from inflected(noun, noun_forms(first_word(noun)))
    yield from (tuple(words_of(words)) for words in (*entry.words, *entry.phrases))


def cue_forms(entry: CueEntry, irregular: Irregular) -> Iterator[Phrase]:
    """Yield all forms of the lemmas of a cue; a label is no word and yields none."""
    for lemma in entry.lemmas if entry.pos != "label" else ():
        if entry.pos == "verb":
            yield from inflected(lemma, verb_forms(first_word(lemma), irregular))
        elif entry.pos == "noun":
            yield from inflected(lemma, noun_forms(lemma))
        else:
            yield tuple(words_of(lemma))


def first_word(words: str) -> str:
    """Return what stands before the first blank: the word of a phrase that is inflected."""
    return words.partition(" ")[0]


def inflected(words: str, forms: Iterable[str]) -> Iterator[Phrase]:
    """Yield `words` with each of `forms` for its first word."""
    rest = words.partition(" ")[2]
    yield from (tuple(words_of(f"{form} {rest}")) for form in forms)


def verb_forms(base: str, irregular: Irregular) -> Iterator[str]:
    """Yield the forms of a verb: base, third person, past, participles.

    A last consonant is doubled and left single ("travelled", "opened"): what is no word of
    English does no harm here.
    """
    yield from (base, third_person(base), *irregular.get(base, ()))
    if base.endswith("e"):
        yield from (f"{base}d", f"{base}ing" if base.endswith(("ee", "oe")) else f"{base[:-1]}ing")
        if base.endswith("ie"):
            yield f"{base[:-2]}ying"
        return
    stem = f"{base[:-1]}i" if ends_in_consonant_y(base) else base
    yield from (f"{stem}ed", f"{base}ing")
    if len(base) > 2 and base[-1] not in NEVER_DOUBLED and base[-2] in VOWELS:
        yield from (f"{base}{base[-1]}ed", f"{base}{base[-1]}ing")


def noun_forms(noun: str) -> Iterator[str]:
    """Yield the singular and the plural of a noun."""
    yield from (noun, third_person(noun))
    if noun.endswith("man"):
        yield f"{noun[:-3]}men"


def third_person(word: str) -> str:
    """Return a word with its -s: of a verb the third person, of a noun the plural."""
    if ends_in_consonant_y(word):
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(TAKES_ES) else f"{word}s"


def ends_in_consonant_y(word: str) -> bool:
    """Tell whether a word ends as "carry" does, and not as "delay" does."""
    return len(word) > 1 and word.endswith("y") and word[-2] not in VOWELS
