"""Text in capitals -> the same text in ordinary case, letter for letter.

Telex and monitoring reports come in capitals, which the parser was not trained on. A paragraph
in capitals is lowered and gets its capitals back where a sentence starts and where a word is
better known with one. Length and offsets never change.
"""

import re

from spacy.vocab import Vocab

from sayso.gazetteer.countries import capitalised_words
from sayso.gazetteer.known import known_given_name

SHOUTING = 0.7  # share of capitals among the letters above which a paragraph counts as capitals
LETTERS_NEEDED = 20  # a shorter paragraph in capitals is left alone: an abbreviation or subhead
WORD = re.compile(r"[^\W\d_]+")
SENTENCE_START = re.compile(r"(?:^|[.!?:]\s+[\"'“‘(]*|\n[\"'“‘(]*)([^\W\d_])")
ABBREVIATION = 6  # letters in the longest word that counts as an abbreviation in brackets


def restore_case(text: str, vocab: Vocab) -> str:
    """Return `text` with paragraphs in capitals put into ordinary case; same length."""
    paragraphs = re.split(r"(\n+)", text)
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
    next_is_name = False
    for word in reversed(list(WORD.finditer(lowered))):
        start, end = word.span()
        if is_abbreviation(lowered, start, end):
            cased[start:end] = paragraph[start:end]
            next_is_name = False
            continue
        given = next_is_name and not vocab[word[0]].is_stop and known_given_name(word[0])
        next_is_name = given or is_name(word[0], vocab)
        if next_is_name:
            raise_letter(cased, start)
    return "".join(cased)


def is_abbreviation(text: str, start: int, end: int) -> bool:
    """Tell whether a word stands alone in brackets and is short: "(PAC)"."""
    bracketed = text[start - 1 : start] == "(" and text[end : end + 1] == ")"
    return bracketed and end - start <= ABBREVIATION


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
