"""The number grammar: English numerals in words and digits -> value, whatever they count.

Reads characters only, in one pass from left to right, so it is linear on any input. Numerals in
words come from `numerals`, digits from `figures`, two that make one from `ranges`; which of them
count something is for `quantities`.
"""

from collections.abc import Iterator

from sayso.extract.counting.figures import read_figure
from sayso.extract.counting.lexemes import Lexeme, Lexemes, lex
from sayso.extract.counting.numerals import (
    DASHES,
    TOP,
    Number,
    NumberEntry,
    NumberLexicon,
    Reading,
    load_numerals,
    read_numeral,
    words_at,
)
from sayso.extract.counting.ranges import figure_chain, join_range, range_of

__all__ = ["Number", "NumberEntry", "NumberLexicon", "find_numbers", "range_of"]


def find_numbers(text: str) -> Iterator[Number]:
    """Yield the numbers of `text` in order, ranges joined ("two or three", "10-12").

    Ordinals, clock times, dates with slashes, decades, telephone numbers, scores ("3-1"), digits
    inside a name ("F-16", "1MDB") and rows of figures are left out. Never raises.
    """
    lexemes = lex(text)
    starters = load_numerals().starters
    position = 0
    while position < len(lexemes):
        lexeme = lexemes[position]
        if lexeme.kind != "figure" and lexeme.text not in starters:
            position += 1
            continue
        if lexeme.kind == "figure":
            chain = figure_chain(lexemes, position)
            if chain > position:
                position = chain
                continue
        reading = read_number(text, lexemes, position)
        if reading is None:
            position += 1
            continue
        joined = join_range(text, lexemes, position, reading)
        if joined.number.high is None or joined.number.high < TOP:
            yield joined.number
        position = joined.next


def read_number(text: str, lexemes: Lexemes, position: int) -> Reading | None:
    """Return the single number that starts at `position`, None where none does."""
    lexeme = lexemes[position]
    if lexeme.kind == "figure":
        return read_figure(text, lexemes, position)
    if not can_open(lexemes, position) or is_inside_word(text, lexeme):
        return None
    return read_numeral(lexemes, position)


def is_inside_word(text: str, lexeme: Lexeme) -> bool:
    """Tell whether letters or digits are glued to the word's left: "x-one", "3d"."""
    before = text[max(lexeme.start - 2, 0) : lexeme.start]
    if before[-1:].isalnum():
        return True
    return before[-1:] in DASHES and before[:1].isalnum() and len(before) == 2


def can_open(lexemes: Lexemes, position: int) -> bool:
    """Tell whether the word after an article or "half" lets it open a number."""
    word = lexemes[position].text
    if word not in ("a", "an", "half"):
        return True
    numerals = load_numerals()
    ahead, behind = words_at(lexemes, position + 1, 2) if position + 2 < len(lexemes) else ("", "")
    if word == "half":
        return ahead in DASHES or ahead in numerals.behind_half
    return ahead in numerals.behind_article or (
        behind == "of" and ahead in numerals.by_role["share"]
    )
