"""Numerals as words and the numbers that they make: "two hundred and six", "dozens", "a few".

Reads lexemes from one position on; what stands around a number is none of its business.
"""

from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import Literal

import msgspec

from sayso.extract.counting.lexemes import Lexeme, Lexemes
from sayso.lexicons import Entry, Lexicon, load_lexicon

Shape = Literal["exact", "range", "vague"]
Role = Literal["small", "scale", "suffix", "plural", "opener", "half", "share", "part"]

TOP = Decimal(10) ** 18  # larger values are noise, and would not fit a 64-bit integer
DASHES = frozenset("-–—‑")
HALF = Decimal("0.5")
HUNDRED = 100
SHARE = "shares"  # entry of a number that says itself that it is a share, in percent
OF_WHAT = frozenset("of the its their his her our all these those".split())
# "the second half", "one and a half"
ORDERED = frozenset(
    "first second last other latter top bottom upper lower final better the a and next".split()
)


class NumberEntry(Entry, frozen=True, kw_only=True):
    """Numerals of one kind, with their values."""

    role: Role
    values: dict[str, int]  # lower case form -> value


class NumberLexicon(Lexicon, frozen=True, kw_only=True):
    """`number_words.toml`."""

    millions_of: tuple[str, ...]  # what "5m" counts in millions, where it is no length
    entry: tuple[NumberEntry, ...]


class Number(msgspec.Struct, frozen=True, gc=False):
    """A numeral as it stands in the text, `[start, end)`, with what it says.

    `value` is None for ranges and vague numbers; `low` and `high` are the ends of a range, both
    the value of an exact number, both None for a vague one. Finite and below 1e18. A number with
    a margin ("50 ± 3") is a range that states its value.
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


class Reading(msgspec.Struct, frozen=True, gc=False):
    """A number read from the lexemes up to, not including, position `next`."""

    number: Number
    next: int


class Numerals(msgspec.Struct, frozen=True):
    """The number words by role, for quick look-up."""

    by_role: dict[Role, dict[str, int]]
    entry_of: dict[str, str]
    openers: dict[str, tuple[tuple[str, ...], ...]]  # by first word, longest first
    starters: frozenset[str]  # words that a numeral can begin with
    behind_article: frozenset[str]  # words that make an article before them a numeral
    behind_half: frozenset[str]
    going_on: frozenset[str]  # what a numeral can go on with
    millions_of: frozenset[str]

    def value(self, role: Role, word: str) -> int | None:
        """Return the value of `word` in `role`, None where it has none."""
        return self.by_role[role].get(word)


@cache
def load_numerals() -> Numerals:
    """Return the number words; raises `LexiconError` where the lexicon is malformed."""
    lexicon = load_lexicon("number_words", NumberLexicon)
    by_role: dict[Role, dict[str, int]] = {}
    entry_of: dict[str, str] = {}
    openers: dict[str, list[tuple[str, ...]]] = {}
    for entry in lexicon.entry:
        by_role.setdefault(entry.role, {}).update(entry.values)
        entry_of.update(dict.fromkeys(entry.values, entry.id))
    for opener in sorted(by_role["opener"], key=len, reverse=True):
        words = tuple(opener.split())
        openers.setdefault(words[0], []).append(words)
    starters = {*by_role["small"], *by_role["plural"], *openers, "a", "an", "half"}
    return Numerals(
        by_role=by_role,
        entry_of=entry_of,
        openers={first: tuple(forms) for first, forms in openers.items()},
        starters=frozenset(starters),
        behind_article=frozenset(by_role["scale"]) | {f[1] for f in openers.get("a", ())},
        behind_half=frozenset([*by_role["scale"], "a"]) | OF_WHAT,
        going_on=frozenset([*by_role["small"], *by_role["scale"], *DASHES, "and"]),
        millions_of=frozenset(lexicon.millions_of),
    )


def read_numeral(lexemes: Lexemes, position: int) -> Reading | None:
    """Return the number in words that starts at `position`, None where none does."""
    return (
        read_vague(lexemes, position)
        or read_half(lexemes, position)
        or read_words(lexemes, position)
    )


def word_number(start: int, end: int, value: Decimal, scale: int, word: str) -> Number:
    """Return an exact number in words."""
    entry = load_numerals().entry_of.get(word, "ones")
    return Number(start, end, "exact", value, value, value, False, scale, entry)


def next_word(lexemes: Lexemes, position: int, end: int) -> tuple[Lexeme | None, int]:
    """Return the word at `position`, across a space or hyphen, and how many lexemes it takes."""
    if position >= len(lexemes):
        return None, 0
    lexeme = lexemes[position]
    hop = 1
    if lexeme.text in DASHES and lexeme.start == end and position + 1 < len(lexemes):
        lexeme, end, hop = lexemes[position + 1], lexeme.end, 2
        if lexeme.start != end:
            return None, 0
    if lexeme.kind != "word" or lexeme.start > end + 1:
        return None, 0
    return lexeme, hop


def words_at(lexemes: Lexemes, position: int, count: int) -> tuple[str, ...]:
    """Return the texts of up to `count` lexemes from `position`."""
    return tuple([lexeme.text for lexeme in lexemes[position : position + count]])


def read_half(lexemes: Lexemes, position: int) -> Reading | None:
    """Return half a scale or half of something: "half a million", "half of"; else None."""
    first, at = lexemes[position], position + 1
    if first.text != "half":
        return None
    if is_share(lexemes, position):
        return Reading(share(first.start, first.end, Decimal(50)), at)
    article, hop = next_word(lexemes, at, first.end)
    at += hop if article is not None and article.text == "a" else 0
    follower, hop = next_word(lexemes, at, lexemes[at - 1].end)
    scale = load_numerals().value("scale", follower.text) if follower else None
    if follower is None or scale is None:
        return None
    return Reading(word_number(first.start, follower.end, HALF * scale, scale, "half a"), at + hop)


def share(start: int, end: int, percent: Decimal) -> Number:
    """Return a number that says itself that it is a share."""
    return Number(start, end, "exact", percent, percent, percent, False, 1, SHARE)


def is_share(lexemes: Lexemes, position: int) -> bool:
    """Tell whether "half" says how much of the whole: "half of them", not "the first half of"."""
    ahead = words_at(lexemes, position + 1, 2)
    if len(ahead) < 2 or ahead[0] not in OF_WHAT:
        return False
    if position and lexemes[position - 1].text in ORDERED:
        return False
    return ahead[1] not in load_numerals().by_role["part"]


class Tally:
    """A numeral in words, added up word by word as long as the places fall."""

    __slots__ = ("begun", "ceiling", "group", "room", "scale", "total")

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
        if scale <= HUNDRED:
            if not 0 < self.group < HUNDRED:
                return False
            self.group *= scale
            self.room = Decimal(100 if scale == HUNDRED else 0)
        else:
            if not self.group or scale >= self.ceiling:
                return False
            self.total, self.group = self.total + self.group * scale, Decimal(0)
            self.room, self.ceiling = Decimal(1000), Decimal(scale)
        self.scale = scale
        return True

    def takes_half(self) -> None:
        """Add one half of the last place: "two and a half", "a million and a half"."""
        if self.group:
            self.group += HALF
        else:
            self.total += HALF * self.scale
        self.room = Decimal(0)

    def takes(self, word: str) -> bool:
        """Add one word; return whether it is a numeral that fits."""
        small = load_numerals().value("small", word)
        if small is not None:
            return self.takes_small(small)
        scale = load_numerals().value("scale", word)
        return scale is not None and self.takes_scale(scale)


def read_words(lexemes: Lexemes, position: int) -> Reading | None:
    """Return a numeral in words: "three", "a hundred and six", "two and a half million"."""
    first = lexemes[position]
    alone = read_one_word(lexemes, position)
    if alone is not None:
        return alone
    tally = Tally()
    if not opens(lexemes, position, tally):
        return None
    end, at, halved = first.end, position + 1, False
    while at < len(lexemes):
        half = 0 if halved else half_at(lexemes, at)
        if half:
            tally.takes_half()
            end, at, halved = lexemes[at + half - 1].end, at + half, True
            continue
        word, hop = next_numeral(lexemes, at, end)
        if word is None or not tally.takes(word.text):
            break
        end, at = word.end, at + hop
    if tally.scale == 1 and first.text in ("a", "an") and not is_fraction(lexemes, position):
        return None
    value = tally.total + tally.group
    word_of = lexemes[position + 1].text if first.text in ("a", "an") else first.text
    return Reading(word_number(first.start, end, value, tally.scale, word_of), at)


def read_one_word(lexemes: Lexemes, position: int) -> Reading | None:
    """Return the numeral of one word at `position`, None where it can go on."""
    numerals, first = load_numerals(), lexemes[position]
    value = numerals.by_role["small"].get(first.text)
    ahead = lexemes[position + 1].text if position + 1 < len(lexemes) else ""
    if value is None or ahead in numerals.going_on:
        return None
    return Reading(
        word_number(first.start, first.end, Decimal(value), 1, first.text), position + 1
    )


def opens(lexemes: Lexemes, position: int, tally: Tally) -> bool:
    """Tell whether the word at `position` opens a numeral; `tally` takes it."""
    word = lexemes[position].text
    if word not in ("a", "an"):
        return load_numerals().value("small", word) is not None and tally.takes(word)
    follower, _ = next_word(lexemes, position + 1, lexemes[position].end)
    if is_fraction(lexemes, position):
        return tally.takes_small(1)
    scaled = follower is not None and load_numerals().value("scale", follower.text) is not None
    return scaled and tally.takes_small(1)


def is_fraction(lexemes: Lexemes, position: int) -> bool:
    """Tell whether the article at `position` opens a share: "a third of the houses"."""
    ahead = words_at(lexemes, position + 1, 3)
    whole = ahead[2:] != ("a",) and ahead[2:] != ("an",)  # "a quarter of an hour"
    return ahead[1:2] == ("of",) and ahead[0] in load_numerals().by_role["share"] and whole


HALVES = (("and", "a", "half"), ("-", "and", "-", "a", "-", "half"), ("-", "a", "-", "half"))


def half_at(lexemes: Lexemes, position: int) -> int:
    """Return how many lexemes "and a half" takes at `position`, 0 where it does not stand."""
    if lexemes[position].text not in ("and", "-"):
        return 0
    ahead = words_at(lexemes, position, len(HALVES[1]))
    return next((len(half) for half in HALVES if ahead[: len(half)] == half), 0)


def next_numeral(lexemes: Lexemes, position: int, end: int) -> tuple[Lexeme | None, int]:
    """Return the next word of a numeral, across "and" after a hundred, and its lexeme count."""
    word, hop = next_word(lexemes, position, end)
    if word is None or word.text != "and":
        return word, hop
    after, further = next_word(lexemes, position + hop, word.end)
    small = load_numerals().value("small", after.text) if after else None
    if small and lexemes[position - 1].text in ("hundred", "thousand"):
        return after, hop + further
    return None, 0


def read_vague(lexemes: Lexemes, position: int) -> Reading | None:
    """Return a number left open: "dozens", "tens of thousands", "several", "a few hundred"."""
    numerals = load_numerals()
    first = lexemes[position]
    for words in numerals.openers.get(first.text, ()):
        if words_at(lexemes, position, len(words)) == words:
            last = lexemes[position + len(words) - 1]
            return read_vague_scale(lexemes, position + len(words), first, last, words)
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
    lexemes: Lexemes, at: int, first: Lexeme, last: Lexeme, opener: Sequence[str]
) -> Reading | None:
    """Return a vague opener with the scales after it: "several hundred thousand"."""
    scale = 1
    numerals = load_numerals()
    while at < len(lexemes):
        after_of = scale == 10 and words_at(lexemes, at, 1) == (
            "of",
        )  # "several tens of thousands"
        follower, hop = next_word(
            lexemes, at + after_of, lexemes[at].end if after_of else last.end
        )
        hop += after_of
        word = follower.text if follower else ""
        factor = numerals.value("scale", word)
        factor = numerals.value("plural", word) if factor is None and scale <= 10 else factor
        if follower is None or factor is None:
            break
        last, scale, at = follower, factor, at + hop
    if scale == 1 and opener[-1] == "couple":
        return None  # a couple may be two who are married
    return Reading(vague(first, last, scale, " ".join(opener)), at)


def vague(first: Lexeme, last: Lexeme, scale: int, opener: str) -> Number:
    """Return a vague number from `first` to `last`."""
    entry = load_numerals().entry_of[opener]
    return Number(first.start, last.end, "vague", None, None, None, False, scale, entry)
