"""The number grammar: English numerals in words and digits -> value, whatever they count.

Reads characters only, in one pass from left to right, so it is linear on any input. Digits that
belong to a longer sign (a telephone number, "F-16", "9/11", "12:30", "1990s", "3rd") are no
numbers here; which of the rest count something is for `quantities`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal

import msgspec

from sayso.extract.counting.units import is_currency_form, is_unit_form
from sayso.lexicons import Entry, Lexicon, load_lexicon

Shape = Literal["exact", "range", "vague"]
Role = Literal["small", "scale", "suffix", "plural", "opener", "half"]

MOST_DIGITS = 15  # longer runs of digits are identifiers
TOP = Decimal(10) ** 18  # larger values are noise, and would not fit a 64-bit integer
# One lexeme: a figure with its thousands marks and decimals, a word, or any other sign.
LEXEME = re.compile(
    r"(?P<figure>\d{1,3}(?:[,\u00a0\u2009\u202f]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<mark>[^\w \u00a0]|_)"
)
CURRENCY_SIGNS = frozenset("$£€¥₹₽₺₩₴₪₦₫฿¢")
DASHES = frozenset("-–—‑")
JOINS_BEFORE = frozenset("#/:_@.\\'’") | DASHES  # glue a figure to what stands before it
JOINS_AFTER = frozenset("/:_@\\")  # ... or after it


class NumberEntry(Entry, frozen=True, kw_only=True):
    """Numerals of one kind, with their values."""

    role: Role
    values: dict[str, int]  # lower case form -> value


class NumberLexicon(Lexicon, frozen=True, kw_only=True):
    """`number_words.toml`."""

    entry: tuple[NumberEntry, ...]


@dataclass(frozen=True, slots=True)
class Number:
    """A numeral as it stands in the text, `[start, end)`, with what it says.

    `value` is None for ranges and vague numbers; `low` and `high` are the ends of a range, both
    the value of an exact number, both None for a vague one. Finite and below 1e18.
    """

    start: int
    end: int
    shape: Shape
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    figures: bool  # written with digits
    scale: int  # the last scale it carries, 1 for none: "4.5 million", "30bn", "hundreds"
    entry: str  # id of the lexicon entry that opened it, or "figures"


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A figure, word or mark; words in lower case."""

    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A number read from the lexemes up to, not including, position `next`."""

    number: Number
    next: int


class Numerals(msgspec.Struct, frozen=True):
    """The number words by role, for quick look-up."""

    by_role: dict[Role, dict[str, int]]
    entry_of: dict[str, str]

    def value(self, role: Role, word: str) -> int | None:
        """Return the value of `word` in `role`, None where it has none."""
        return self.by_role[role].get(word)


@cache
def load_numerals() -> Numerals:
    """Return the number words; raises `LexiconError` where the lexicon is malformed."""
    lexicon = load_lexicon("number_words", NumberLexicon)
    by_role: dict[Role, dict[str, int]] = {}
    entry_of: dict[str, str] = {}
    for entry in lexicon.entry:
        by_role.setdefault(entry.role, {}).update(entry.values)
        entry_of.update(dict.fromkeys(entry.values, entry.id))
    return Numerals(by_role=by_role, entry_of=entry_of)


def find_numbers(text: str) -> Iterator[Number]:
    """Yield the numbers of `text` in order, ranges joined ("two or three", "10-12").

    Ordinals, clock times, dates with slashes, decades, telephone numbers, scores ("3-1") and
    digits inside a name ("F-16", "1MDB") are left out. Never raises.
    """
    lexemes = tuple(lex(text))
    position = 0
    while position < len(lexemes):
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


def lex(text: str) -> Iterator[Lexeme]:
    """Yield the lexemes of `text`."""
    for match in LEXEME.finditer(text):
        kind = match.lastgroup or "mark"
        yield Lexeme(kind, match[0].lower(), match.start(), match.end())


def figure_chain(lexemes: tuple[Lexeme, ...], position: int) -> int:
    """Return the position after a sign made of figures that is no number, else `position`.

    "555-1234", "12-10-1999", "3-1": figures glued by dashes, unless they are a rising pair.
    """
    end, figures = position, 0
    while end < len(lexemes) and lexemes[end].kind == "figure":
        figures += 1
        if not glued_figures(lexemes, end):
            break
        end += 2
    if figures < 2 or (figures == 2 and is_rising_pair(lexemes[position], lexemes[end])):
        return position
    return end + 1


def glued_figures(lexemes: tuple[Lexeme, ...], position: int) -> bool:
    """Tell whether a dash without spaces ties this figure to the next one."""
    if position + 2 >= len(lexemes):
        return False
    here, dash, after = lexemes[position : position + 3]
    glued = here.end == dash.start and dash.end == after.start
    return glued and dash.text in DASHES and after.kind == "figure"


def is_rising_pair(first: Lexeme, second: Lexeme) -> bool:
    """Tell whether two figures tied by a dash are a range ("10-12"), not a score or a date."""
    low, high = figure_value(first.text), figure_value(second.text)
    if low is None or high is None or not low < high:
        return False
    plain = "," not in first.text + second.text
    return not (plain and len(second.text) >= 4 and len(first.text) >= 3)


def figure_value(text: str) -> Decimal | None:
    """Return the value of a figure, None where it reads like an identifier ("007", 16 digits)."""
    digits = "".join(letter for letter in text if letter.isdigit() or letter == ".")
    whole = digits.partition(".")[0]
    if len(digits) > MOST_DIGITS or not digits.isascii():
        return None
    if len(whole) > 1 and whole.startswith("0"):
        return None
    return Decimal(digits)


def read_number(text: str, lexemes: tuple[Lexeme, ...], position: int) -> Reading | None:
    """Return the single number that starts at `position`, None where none does."""
    lexeme = lexemes[position]
    if lexeme.kind == "figure":
        return read_figure(text, lexemes, position)
    if lexeme.kind != "word" or is_inside_word(text, lexeme):
        return None
    return (
        read_vague(lexemes, position)
        or read_article(lexemes, position)
        or read_words(lexemes, position)
    )


def is_inside_word(text: str, lexeme: Lexeme) -> bool:
    """Tell whether letters or digits are glued to the word's left: "x-one", "3d"."""
    before = text[max(lexeme.start - 2, 0) : lexeme.start]
    if before[-1:].isalnum():
        return True
    return before[-1:] in DASHES and before[:1].isalnum() and len(before) == 2


def read_figure(
    text: str, lexemes: tuple[Lexeme, ...], position: int, *, ends_range: bool = False
) -> Reading | None:
    """Return the number written in digits at `position`, with its scale.

    Where it `ends_range`, a dash before it does not make it part of a longer sign.
    """
    lexeme = lexemes[position]
    value = figure_value(lexeme.text)
    if value is None or (is_tied_left(text, lexeme.start) and not ends_range):
        return None
    end, position = lexeme.end, position + 1
    scale = 1
    if position < len(lexemes) and lexemes[position].start == end:
        suffix = read_suffix(text, lexemes, position, lexeme)
        if suffix is None:
            return None
        if suffix > 1:
            value, scale = value * suffix, suffix
            end, position = lexemes[position].end, position + 1
    elif is_tied_right(text, end):
        return None
    return scale_up(lexemes, position, exact(lexeme.start, end, value, scale))


def is_tied_left(text: str, start: int) -> bool:
    """Tell whether what stands before a figure makes it part of a longer sign."""
    before = text[max(start - 2, 0) : start]
    if not before:
        return False
    near = before[-1]
    if near.isalpha():  # "MH17" is a name, "$US4" and "Rs500" are money
        return not is_currency_code(text, start)
    if near in ".#":
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
        return len(after) == 2 and after[1].isalnum()
    return after[0] in ".," and after[1:].isdigit()


def read_suffix(
    text: str, lexemes: tuple[Lexeme, ...], position: int, figure: Lexeme
) -> int | None:
    """Return the scale written onto a figure, 1 for none, None where letters make it no number."""
    follower = lexemes[position]
    if follower.kind != "word":
        return None if is_tied_right(text, figure.end) else 1
    scale = load_numerals().value("suffix", follower.text)
    after = text[follower.end : follower.end + 1]
    if after.isalnum():
        return None
    if scale is not None and not (follower.text == "m" and not is_money(text, figure.start)):
        return scale
    return 1 if is_unit_form(follower.text) else None


def is_money(text: str, start: int) -> bool:
    """Tell whether a currency sign stands before the figure."""
    return start > 0 and (text[start - 1] in CURRENCY_SIGNS or is_currency_code(text, start))


def exact(start: int, end: int, value: Decimal, scale: int) -> Number:
    """Return an exact number in figures."""
    return Number(start, end, "exact", value, value, value, True, scale, "figures")


def scale_up(lexemes: tuple[Lexeme, ...], position: int, number: Number) -> Reading:
    """Return `number` times the scale word that follows it ("4.5 million")."""
    if number.scale > 1 or position >= len(lexemes):
        return Reading(number, position)
    follower, hop = next_word(lexemes, position, number.end)
    scale = load_numerals().value("scale", follower.text) if follower else None
    if follower is None or scale is None or number.low is None:
        return Reading(number, position)
    return Reading(exact(number.start, follower.end, number.low * scale, scale), position + hop)


def next_word(lexemes: tuple[Lexeme, ...], position: int, end: int) -> tuple[Lexeme | None, int]:
    """Return the word at `position`, across a space or hyphen, and how many lexemes it takes."""
    lexeme = lexemes[position]
    hop = 1
    if lexeme.text in DASHES and lexeme.start == end and position + 1 < len(lexemes):
        lexeme, end, hop = lexemes[position + 1], lexeme.end, 2
        if lexeme.start != end:
            return None, 0
    if lexeme.kind != "word" or lexeme.start > end + 1:
        return None, 0
    return lexeme, hop


def read_article(lexemes: tuple[Lexeme, ...], position: int) -> Reading | None:
    """Return a scale behind an article or half: "a hundred", "half a million", "half-dozen"."""
    first, factor, at = lexemes[position], Decimal(1), position + 1
    if first.text == "half":
        factor = Decimal("0.5")
        at += words_at(lexemes, at, 1) == ("a",)
    elif first.text not in ("a", "an"):
        return None
    if at >= len(lexemes):
        return None
    follower, hop = next_word(lexemes, at, lexemes[at - 1].end)
    scale = load_numerals().value("scale", follower.text) if follower else None
    if follower is None or scale is None:
        return None
    word = "half a" if first.text == "half" else follower.text
    return Reading(word_number(first.start, follower.end, factor * scale, scale, word), at + hop)


def words_at(lexemes: tuple[Lexeme, ...], position: int, count: int) -> tuple[str, ...]:
    """Return the texts of up to `count` lexemes from `position`."""
    return tuple(lexeme.text for lexeme in lexemes[position : position + count])


def word_number(start: int, end: int, value: Decimal, scale: int, word: str) -> Number:
    """Return an exact number in words."""
    entry = load_numerals().entry_of.get(word, "ones")
    return Number(start, end, "exact", value, value, value, False, scale, entry)


class Tally:
    """A numeral in words, added up word by word as long as the places fall."""

    def __init__(self) -> None:
        self.total = self.group = Decimal(0)  # whole thousands, and what is below them
        self.room = Decimal(1000)  # a small numeral must stay below this to fit
        self.ceiling = TOP  # a scale must stay below this
        self.scale = 1
        self.begun = False

    def takes_small(self, value: int) -> bool:
        """Add a numeral below one hundred; return whether it fits."""
        if value >= self.room or (value == 0 and self.begun):
            return False
        self.group += value
        self.room = Decimal(10 if value >= 20 else 0)
        self.begun = True
        return True

    def takes_scale(self, scale: int) -> bool:
        """Multiply by a scale word; return whether it fits."""
        if scale <= 100:
            if not 0 < self.group < 100:
                return False
            self.group *= scale
            self.room = Decimal(100 if scale == 100 else 0)
        else:
            if not self.group or scale >= self.ceiling:
                return False
            self.total, self.group = self.total + self.group * scale, Decimal(0)
            self.room, self.ceiling = Decimal(1000), Decimal(scale)
        self.scale = scale
        return True

    def takes(self, word: str) -> bool:
        """Add one word; return whether it is a numeral that fits."""
        small = load_numerals().value("small", word)
        if small is not None:
            return self.takes_small(small)
        scale = load_numerals().value("scale", word)
        return scale is not None and self.takes_scale(scale)


def read_words(lexemes: tuple[Lexeme, ...], position: int) -> Reading | None:
    """Return a numeral in words: "three", "twenty-five", "two hundred and six thousand"."""
    first, tally = lexemes[position], Tally()
    if load_numerals().value("small", first.text) is None or not tally.takes(first.text):
        return None
    end, at = first.end, position + 1
    while at < len(lexemes):
        word, hop = next_numeral(lexemes, at, end)
        if word is None or not tally.takes(word.text):
            break
        end, at = word.end, at + hop
    value = tally.total + tally.group
    return Reading(word_number(first.start, end, value, tally.scale, first.text), at)


def next_numeral(
    lexemes: tuple[Lexeme, ...], position: int, end: int
) -> tuple[Lexeme | None, int]:
    """Return the next word of a numeral, across "and" after a hundred, and its lexeme count."""
    word, hop = next_word(lexemes, position, end)
    if word is None or word.text != "and" or position + 1 >= len(lexemes):
        return word, hop
    after, _ = next_word(lexemes, position + 1, word.end)
    small = load_numerals().value("small", after.text) if after else None
    if small and lexemes[position - 1].text in ("hundred", "thousand"):
        return after, 2
    return None, 0


def read_vague(lexemes: tuple[Lexeme, ...], position: int) -> Reading | None:
    """Return a number left open: "dozens", "tens of thousands", "several", "a few hundred"."""
    numerals = load_numerals()
    first = lexemes[position]
    for opener in numerals.by_role["opener"]:
        words = tuple(opener.split())
        if words_at(lexemes, position, len(words)) == words:
            last = lexemes[position + len(words) - 1]
            return read_vague_scale(lexemes, position + len(words), first, last, opener)
    if numerals.value("plural", first.text) is None:
        return None
    last, at = first, position + 1
    while words_at(lexemes, at, 1) == ("of",) and at + 1 < len(lexemes):
        follower = lexemes[at + 1]
        if numerals.value("plural", follower.text) is None:
            break
        last, at = follower, at + 2
    if first.text == "tens" and last is first:
        return None
    return Reading(vague(first, last, numerals.by_role["plural"][last.text], first.text), at)


def read_vague_scale(
    lexemes: tuple[Lexeme, ...], at: int, first: Lexeme, last: Lexeme, opener: str
) -> Reading | None:
    """Return a vague opener with the scales after it: "several hundred thousand"."""
    scale = 1
    while at < len(lexemes):
        follower, hop = next_word(lexemes, at, last.end)
        factor = load_numerals().value("scale", follower.text) if follower else None
        if follower is None or factor is None:
            break
        last, scale, at = follower, factor, at + hop
    return Reading(vague(first, last, scale, opener), at)


def vague(first: Lexeme, last: Lexeme, scale: int, opener: str) -> Number:
    """Return a vague number from `first` to `last`."""
    entry = load_numerals().entry_of[opener]
    return Number(first.start, last.end, "vague", None, None, None, False, scale, entry)


def join_range(text: str, lexemes: tuple[Lexeme, ...], position: int, reading: Reading) -> Reading:
    """Return the range that `reading` opens ("two or three", "10 to 12"), else `reading`."""
    low = reading.number
    if low.shape != "exact":
        return reading
    at = skip(lexemes, reading.next, ("%", "percent"))
    if at + 1 >= len(lexemes) or not joins(lexemes, at, low, word_before(lexemes, position)):
        return reading
    dashed = lexemes[at].text in DASHES
    at = skip(lexemes, at + 1, tuple(CURRENCY_SIGNS))
    if at >= len(lexemes) or lexemes[at].start > lexemes[at - 1].end + 1:
        return reading
    if lexemes[at].kind == "figure":
        second = read_figure(text, lexemes, at, ends_range=dashed)
    else:
        second = read_number(text, lexemes, at)
    if second is None or second.number.shape != "exact":
        return reading
    joined = range_of(low, second.number)
    return reading if joined is None else Reading(joined, second.next)


def word_before(lexemes: tuple[Lexeme, ...], position: int) -> str:
    """Return the lexeme before `position`, a currency sign between them passed over."""
    before = words_at(lexemes, max(position - 2, 0), min(position, 2))
    if before and before[-1] in CURRENCY_SIGNS:
        before = before[:-1]
    return before[-1] if before else ""


def skip(lexemes: tuple[Lexeme, ...], at: int, texts: tuple[str, ...]) -> int:
    """Return the position after one lexeme of `texts`, or `at`."""
    return at + 1 if at < len(lexemes) and lexemes[at].text in texts else at


def joins(lexemes: tuple[Lexeme, ...], at: int, low: Number, opening: str) -> bool:
    """Tell whether the lexeme at `at` joins `low`, behind the word `opening`, to a second end."""
    joint = lexemes[at]
    if joint.text == "or":
        return True
    if joint.text == "to":
        return opening != "from"  # "rose from 5 to 7" gives two numbers
    if joint.text == "and":
        return opening == "between"
    return joint.text in DASHES and joint.start >= low.end


def range_of(low: Number, high: Number) -> Number | None:
    """Return the range from `low` to `high`, None where they do not rise.

    A scale is shared: "3 to 4 million" is 3,000,000 to 4,000,000.
    """
    bottom, top = low.low, high.low
    if bottom is None or top is None:
        return None
    if low.scale == 1 and high.scale > 1 and bottom * high.scale < top:
        bottom *= high.scale
    if bottom >= top:
        return None
    figures = low.figures and high.figures
    span = (low.start, high.end)
    return Number(*span, "range", None, bottom, top, figures, high.scale, low.entry)
