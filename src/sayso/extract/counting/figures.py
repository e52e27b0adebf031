"""Numbers in digits: "1,300", "4.5 million", "30bn", "2½", and digits that are part of a name.

Digits that belong to a longer sign (a telephone number, "F-16", "9/11", "12:30", "1990s", "3rd")
are no numbers.
"""

import re
from decimal import Decimal
from functools import lru_cache

from sayso.extract.counting.lexemes import Lexeme, Lexemes
from sayso.extract.counting.numerals import (
    DASHES,
    Number,
    Reading,
    half_at,
    load_numerals,
    next_word,
)
from sayso.extract.counting.units import is_currency_form, is_gluable, is_symbol, is_unit_form

MOST_DIGITS = 15  # longer runs of digits are identifiers
CURRENCY_SIGNS = frozenset("$£€¥₹₽₺₩₴₪₦₫฿¢")
JOINS_BEFORE = frozenset("#/:_@.\\'’^") | DASHES  # glue a figure to what stands before it
JOINS_AFTER = frozenset("/:_@\\^")  # ... or after it
# Signs that divide a quantity from its measure: "3,000/day", "$20/barrel"
RATE = re.compile(r"/[^\W\d_]")
THOUSANDS_MARKS = str.maketrans("", "", ",\u00a0\u2009\u202f")
FRACTIONS = {"½": "0.5", "¼": "0.25", "¾": "0.75", "⅓": "0.333", "⅔": "0.667"}
WORD_BEHIND = re.compile(r" ([^\W\d_]{1,20})\b")
MILLION = 1_000_000


def read_figure(
    text: str, lexemes: Lexemes, position: int, *, ends_range: bool = False
) -> Reading | None:
    """Return the number written in digits at `position`, with its scale.

    Where it `ends_range`, a dash before it does not make it part of a longer sign.
    """
    lexeme = lexemes[position]
    if not ends_range and is_tied_left(text, lexeme.start):
        return None
    value = figure_value(lexeme.text)
    if value is None:
        return None
    end, position = lexeme.end, position + 1
    scale = 1
    if position < len(lexemes) and lexemes[position].start == end:
        suffix = read_suffix(text, lexemes, position, lexeme)
        if suffix is None:
            return read_decimal_comma(text, lexemes, position - 1, value)
        if suffix > 1:
            value, scale = value * suffix, suffix
            end, position = lexemes[position].end, position + 1
    elif is_tied_right(text, end):
        return None
    return scale_up(lexemes, position, exact(lexeme.start, end, value, scale))


@lru_cache(maxsize=4096)
def figure_value(text: str) -> Decimal | None:
    """Return the value of a figure, None where it reads like an identifier ("007", 16 digits)."""
    fraction = FRACTIONS.get(text[-1])
    digits = (text[:-1] if fraction else text).translate(THOUSANDS_MARKS)
    if len(digits) > MOST_DIGITS or not digits.isascii():
        return None
    if digits[:1] == "0" and digits[1:2] not in ("", "."):
        return None
    return Decimal(digits or "0") + Decimal(fraction) if fraction else Decimal(digits)


def read_decimal_comma(
    text: str, lexemes: Lexemes, position: int, whole: Decimal
) -> Reading | None:
    """Return the number of "2,5 million"; a comma without a scale behind it parts two numbers."""
    if position + 2 >= len(lexemes):
        return None
    first, comma, decimals = lexemes[position : position + 3]
    glued = first.end == comma.start and comma.end == decimals.start and comma.text == ","
    if not glued or decimals.kind != "figure" or "." in first.text + decimals.text:
        return None
    if (
        not decimals.text.isdecimal()
        or len(decimals.text) > 2
        or is_tied_right(text, decimals.end)
    ):
        return None
    if not whole.is_finite() or not first.text.isdecimal():
        return None
    value = Decimal(f"{first.text}.{decimals.text}")
    reading = scale_up(lexemes, position + 3, exact(first.start, decimals.end, value, 1))
    return reading if reading.number.scale > 1 else None


def is_tied_left(text: str, start: int) -> bool:
    """Tell whether what stands before a figure makes it part of a longer sign."""
    before = text[max(start - 2, 0) : start]
    if not before:
        return False
    near = before[-1]
    if near.isalpha():  # "MH17" is a name, "$US4" and "Rs500" are money
        return not is_currency_code(text, start)
    if near == ".":
        return not is_currency_form(text[max(start - 3, 0) : start].lower())  # "Rs.500"
    if near == "#":
        return True
    if near in JOINS_BEFORE or near == ",":
        return len(before) == 2 and before[0].isalnum()
    return False


def is_currency_code(text: str, start: int) -> bool:
    """Tell whether the letters before a figure are a currency: "$US4", "EUR30", "Rs500"."""
    first = start
    while first > max(start - 4, 0) and text[first - 1].isalpha():
        first -= 1
    if first > 0 and text[first - 1] in CURRENCY_SIGNS:
        return True
    return is_currency_form(text[first:start].lower())


def is_tied_right(text: str, end: int) -> bool:
    """Tell whether what stands right after a figure makes it part of a longer sign."""
    after = text[end : end + 2]
    if not after:
        return False
    if after[0] in "'’":
        return after[1:] == "s"  # the 1980's
    if after[0] in JOINS_AFTER:
        return len(after) == 2 and after[1].isalnum() and not RATE.match(after)
    return after[0] in ".," and after[1:].isdigit()


def read_suffix(text: str, lexemes: Lexemes, position: int, figure: Lexeme) -> int | None:
    """Return the scale written onto a figure, 1 for none, None where letters make it no number."""
    follower = lexemes[position]
    if follower.kind != "word":
        return None if is_tied_right(text, figure.end) else 1
    scale = load_numerals().value("suffix", follower.text)
    after = text[follower.end : follower.end + 1]
    printed = text[follower.start : follower.end]
    powered = after.isdigit() and is_unit(printed + after)  # "40cm2"
    if after.isalnum() and not powered:
        return None
    if scale == MILLION and follower.text == "m":
        scale = scale if is_million(text, figure.start, follower.end) else None
    if scale is not None:
        return scale
    glued = is_symbol(printed) and is_gluable(printed, figure.text[-2:])
    generation = len(printed) == 1 and printed.isupper()  # "5G", not five grams
    written = is_unit_form(follower.text) and not generation
    return 1 if powered or glued or written else None


def is_unit(form: str) -> bool:
    """Tell whether a unit is written so."""
    return is_symbol(form) or is_unit_form(form.lower())


def is_million(text: str, start: int, end: int) -> bool:
    """Tell whether an "m" behind a figure is a million: "$5m", "5m people"; else a metre."""
    if is_money(text, start):
        return True
    behind = WORD_BEHIND.match(text, end)
    return behind is not None and behind[1].lower() in load_numerals().millions_of


def is_money(text: str, start: int) -> bool:
    """Tell whether a currency sign stands before the figure."""
    return start > 0 and (text[start - 1] in CURRENCY_SIGNS or is_currency_code(text, start))


def exact(start: int, end: int, value: Decimal, scale: int) -> Number:
    """Return an exact number in figures."""
    return Number(start, end, "exact", value, value, value, True, scale, "figures")


def scale_up(lexemes: Lexemes, position: int, number: Number) -> Reading:
    """Return `number` times the scale words that follow it: "4.5 million", "2 lakh crore"."""
    value = number.low
    ahead = lexemes[position].text if position < len(lexemes) else ""
    scales = load_numerals().by_role["scale"]
    if value is None or not (ahead in scales or ahead == "and" or ahead in DASHES):
        return Reading(number, position)
    half = half_at(lexemes, position)
    if half and lexemes[position].start <= number.end + 1:
        value += Decimal("0.5")
        number = exact(number.start, lexemes[position + half - 1].end, value, number.scale)
        position += half
    follower, hop = next_word(lexemes, position, number.end)
    scale = scales.get(follower.text) if follower else None
    if follower is None or scale is None or number.scale >= scale:
        return Reading(number, position)
    return scale_up(
        lexemes, position + hop, exact(number.start, follower.end, value * scale, scale)
    )
