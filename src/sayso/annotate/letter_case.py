"""Text in capitals -> the same text in ordinary case, letter for letter.

Telex and monitoring reports come in capitals, which the parser was not trained on. A paragraph
in capitals is lowered and gets its capitals back where a sentence starts and where a word is
better known with one. Length and offsets never change.
"""

import re
from collections.abc import Iterator

from spacy.vocab import Vocab

from sayso.gazetteer.countries import capitalised_phrases, capitalised_words
from sayso.gazetteer.known import agent_sectors, known_given_name, known_party, known_surnames

SHOUTING = 0.7  # share of capitals among the letters above which a paragraph counts as capitals
LETTERS_NEEDED = 20  # a shorter paragraph in capitals is left alone: an abbreviation or subhead
WORD = re.compile(r"[^\W\d_]+")
SENTENCE_START = re.compile(r"(?:^\s*|(?<!\.\w)[.!?:]\s+)[\"'“‘(]*([^\W\d_])")
INITIALS = re.compile(r"\b(?:u\.s\.|u\.n\.|u\.k\.|e\.u\.)")
SHORTEST_SURNAME = 3  # letters
# Names of the dictionaries that are mostly other words.
COMMON = frozenset(
    "said saw hope man faith grace christian soviet major general long struck african persons "
    "corporation group union front army late noted told gave took".split()
)
PHRASE_SIZES = (2, 3, 4)  # words in the names of countries and capitals
LONGEST_ACRONYM = 5  # letters
ABBREVIATION = 6  # letters in the longest word that counts as an abbreviation in brackets


def restore_case(text: str, vocab: Vocab) -> str:
    """Return `text` with paragraphs in capitals put into ordinary case; same length."""
    paragraphs = re.split(r"(\n[ \t]*\n)", text)
    return "".join(lower_shouting(paragraph, vocab) for paragraph in paragraphs)


def lower_shouting(paragraph: str, vocab: Vocab) -> str:
    """Return a paragraph in ordinary case if it is in capitals, else as it is."""
    letters = [letter for letter in paragraph if letter.isalpha()]
    capitals = sum(letter.isupper() for letter in letters)
    if len(letters) < LETTERS_NEEDED or capitals < SHOUTING * len(letters):
        return paragraph
    lowered = "".join(low if len(low := letter.lower()) == 1 else letter for letter in paragraph)
    cased = list(lowered)
    for opening in SENTENCE_START.finditer(lowered):
        raise_letter(cased, opening.start(1))
    next_is_name, after = False, None
    for word in reversed(list(WORD.finditer(lowered))):
        start, end = word.span()
        surname, after = after, word
        if is_abbreviation(lowered, start, end) or is_acronym(word[0], vocab):
            cased[start:end] = paragraph[start:end]
            next_is_name = False
            continue
        given = may_be_given(word[0], vocab)
        if given and surname is not None:
            between = lowered[end : surname.start()]
            if between.isspace() and may_be_surname(surname[0], vocab):  # "alan GARCIA"
                raise_letter(cased, surname.start())
                next_is_name = True
        next_is_name = (given and next_is_name) or is_name(word[0], vocab)
        if next_is_name:
            raise_letter(cased, start)
    for start in phrase_starts(lowered):
        raise_letter(cased, start)
    for initials in INITIALS.finditer(lowered):
        cased[initials.start() : initials.end()] = paragraph[initials.start() : initials.end()]
    return "".join(cased)


def phrase_starts(lowered: str) -> Iterator[int]:
    """Yield where the words of names of countries and capitals start: "united states"."""
    words = list(WORD.finditer(lowered))
    for size in PHRASE_SIZES:
        for first in range(len(words) - size + 1):
            window = words[first : first + size]
            if tuple(word[0] for word in window) in capitalised_phrases():
                yield from (word.start() for word in window if word[0] not in ("and", "of", "the"))


def may_be_given(word: str, vocab: Vocab) -> bool:
    """Tell whether a word, given in lower case, is somebody's first name: not "said"."""
    return word not in COMMON and not vocab[word].is_stop and known_given_name(word)


def may_be_surname(word: str, vocab: Vocab) -> bool:
    """Tell whether a word, given in lower case, is a last name: not "government"."""
    common = word in COMMON or vocab[word].is_stop or bool(agent_sectors(word))
    return not common and len(word) >= SHORTEST_SURNAME and word in known_surnames()


def is_abbreviation(text: str, start: int, end: int) -> bool:
    """Tell whether a word stands alone in brackets and is short: "(PAC)"."""
    bracketed = text[start - 1 : start] == "(" and text[end : end + 1] == ")"
    return bracketed and end - start <= ABBREVIATION


def is_acronym(word: str, vocab: Vocab) -> bool:
    """Tell whether a word, given in lower case, is read letter by letter: "FMLN", "FBI".

    It is short, has at most one vowel, and nobody writes it small or an actor bears it as name.
    """
    if not 2 <= len(word) <= LONGEST_ACRONYM or sum(letter in "aeiou" for letter in word) > 1:
        return False
    if vocab[word].is_stop:
        return False
    return not vocab.has_vector(word) or known_party(word) is not None


def is_name(word: str, vocab: Vocab) -> bool:
    """Tell whether a word, given in lower case, is better known with a capital.

    It is when it names a country, a nation, a month or a large city, or when the model's vectors
    do not know it in lower case.
    """
    return word in capitalised_words() or (len(word) > 2 and not vocab.has_vector(word))


def raise_letter(cased: list[str], position: int) -> None:
    """Give the letter at `position` its capital, unless that would change the length."""
    capital = cased[position].upper()
    if len(capital) == 1:
        cased[position] = capital
