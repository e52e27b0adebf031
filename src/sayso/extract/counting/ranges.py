"""Two numbers that make one: "two or three", "10-12", "$4 to $5 billion", "50 ± 3"."""

from collections.abc import Collection
from decimal import Decimal

from sayso.extract.counting.figures import CURRENCY_SIGNS, figure_value, read_figure
from sayso.extract.counting.lexemes import Lexeme, Lexemes
from sayso.extract.counting.numerals import DASHES, Number, Reading, read_numeral, words_at
from sayso.extract.counting.units import is_currency_form

MARGINS = (("±",), ("+", "/", "-"), ("+", "-"), ("plus", "or", "minus"))
# Words before a number that say it changed, or by how much: "rose 5 to 7"
CHANGING = frozenset(
    "from by rose fell climbed dropped up down gained lost increased grew jumped slid slipped"
    " added shed rise fall jump drop decreased declined sank soared tumbled plunged".split()
)
MARGIN_SIGNS = frozenset(margin[0] for margin in MARGINS)
JOINTS = frozenset(["or", "to", "and", *DASHES])
PERCENT = ("%", "percent")
GOING_ON = JOINTS | MARGIN_SIGNS | frozenset(PERCENT)  # what may stand behind the first of two
# What may stand before either end of a range: "between about 20 and roughly 30"
LOOSE = frozenset(
    "about around some roughly approximately nearly almost perhaps possibly even ~ ∼ ≈".split()
)
FEW_DIGITS, MANY_DIGITS = 3, 4  # "555-1234" is a telephone number


def figure_chain(lexemes: Lexemes, position: int) -> int:
    """Return the position after a sign made of figures that is no number, else `position`.

    "555-1234", "12-10-1999", "3-1": figures glued by dashes, unless they are a rising pair.
    """
    end, figures = position, 0
    if not glued_figures(lexemes, position):
        return position
    while end < len(lexemes) and lexemes[end].kind == "figure":
        figures += 1
        if not glued_figures(lexemes, end):
            break
        end += 2
    if figures < 2 or (figures == 2 and is_rising_pair(lexemes[position], lexemes[end])):
        return position
    return end + 1


def glued_figures(lexemes: Lexemes, position: int) -> bool:
    """Tell whether a dash without spaces ties this figure to the next one."""
    if position + 2 >= len(lexemes) or lexemes[position + 1].text not in DASHES:
        return False
    here, dash, after = lexemes[position : position + 3]
    return here.end == dash.start and dash.end == after.start and after.kind == "figure"


def is_rising_pair(first: Lexeme, second: Lexeme) -> bool:
    """Tell whether two figures tied by a dash are a range ("10-12"), not a score or a date."""
    low, high = figure_value(first.text), figure_value(second.text)
    if low is None or high is None or not low < high:
        return False
    plain = "," not in first.text + second.text
    return not (plain and len(second.text) >= MANY_DIGITS and len(first.text) >= FEW_DIGITS)


def join_range(text: str, lexemes: Lexemes, position: int, reading: Reading) -> Reading:
    """Return the range that `reading` opens ("two or three", "10 to 12"), else `reading`."""
    low = reading.number
    if reading.next + 1 >= len(lexemes) or lexemes[reading.next].text not in GOING_ON:
        return reading
    at = joint_behind(lexemes, reading)
    if low.shape != "exact" or at + 1 >= len(lexemes):
        return reading
    if lexemes[at].text in MARGIN_SIGNS:
        return read_margin(text, lexemes, at, low) or reading
    if not joins(lexemes, at, low, word_before(lexemes, position)):
        return reading
    second = second_end(text, lexemes, at)
    if second is None or second.number.shape != "exact":
        return reading
    percent = lexemes[reading.next].text in PERCENT
    if percent and skip(lexemes, second.next, PERCENT) == second.next:
        return reading  # "rose 5 percent to 20 dollars"
    joined = range_of(low, second.number)
    return reading if joined is None else Reading(joined, second.next)


def joint_behind(lexemes: Lexemes, reading: Reading) -> int:
    """Return where the joint behind a first end stands, past a percent sign or hanging hyphen."""
    at = skip(lexemes, reading.next, PERCENT)
    hanging = at == reading.next and is_hanging(lexemes, at, reading.number.end)
    return at + hanging


def second_end(text: str, lexemes: Lexemes, at: int) -> Reading | None:
    """Return the number behind the joint at `at`, None where none stands beside it."""
    dashed = lexemes[at].text in DASHES
    at = skip_currency(lexemes, skip(lexemes, at + 1, LOOSE))
    if at >= len(lexemes) or lexemes[at].start > lexemes[at - 1].end + 1:
        return None
    if lexemes[at].kind == "figure":
        return read_figure(text, lexemes, at, ends_range=dashed)
    return read_numeral(lexemes, at)


def is_hanging(lexemes: Lexemes, at: int, end: int) -> bool:
    """Tell whether a hyphen hangs on the first end: "a five- to ten-day walk"."""
    dash, joint = lexemes[at : at + 2] if at + 1 < len(lexemes) else (None, None)
    if dash is None or joint is None or dash.text not in DASHES:
        return False
    return dash.start == end and joint.start > dash.end and joint.text in ("to", "or")


def read_margin(text: str, lexemes: Lexemes, at: int, middle: Number) -> Reading | None:
    """Return the number with the margin that stands behind it: "50 ± 3"; None without one."""
    sign = next((m for m in MARGINS if words_at(lexemes, at, len(m)) == m), None)
    if sign is None or lexemes[at].start > middle.end + 2:
        return None
    at += len(sign)
    if at >= len(lexemes) or lexemes[at].start > lexemes[at - 1].end + 1:
        return None
    if lexemes[at].kind == "figure":
        margin = read_figure(text, lexemes, at, ends_range=True)
    else:
        margin = read_numeral(lexemes, at)
    if margin is None or margin.number.value is None or middle.value is None:
        return None
    number = with_margin(middle, margin.number, margin.number.value)
    return Reading(number, margin.next)


def with_margin(middle: Number, margin: Number, width: Decimal) -> Number:
    """Return the range around `middle`; a scale behind the margin is that of both."""
    value = middle.value or Decimal(0)
    if middle.scale == 1 and margin.scale > 1:
        value *= margin.scale
    return Number(
        middle.start,
        margin.end,
        "range",
        value,
        value - width,
        value + width,
        middle.figures,
        max(margin.scale, middle.scale),
        middle.entry,
    )


def word_before(lexemes: Lexemes, position: int) -> str:
    """Return the lexeme before `position`, a currency or "about" between them passed over."""
    sign = ""
    if position and lexemes[position - 1].text in LOOSE:
        position -= 1
    if position and lexemes[position - 1].text in CURRENCY_SIGNS:
        position -= 1
        sign = lexemes[position].text
    if position and is_currency_form(lexemes[position - 1].text + sign):
        position -= 1
    return lexemes[position - 1].text if position else ""


def skip(lexemes: Lexemes, at: int, texts: Collection[str]) -> int:
    """Return the position after one lexeme of `texts`, or `at`."""
    return at + 1 if at < len(lexemes) and lexemes[at].text in texts else at


def skip_currency(lexemes: Lexemes, at: int) -> int:
    """Return the position after a currency before the second end: "$4 to US$5", or `at`."""
    if at >= len(lexemes) or lexemes[at].kind == "figure":
        return at
    last = at
    while last < min(at + 2, len(lexemes)) and lexemes[last].kind != "figure":
        last += 1
    form = "".join(words_at(lexemes, at, last - at))
    signs = last < len(lexemes) and lexemes[last].kind == "figure" and form
    return last if signs and (form in CURRENCY_SIGNS or is_currency_form(form)) else at


def joins(lexemes: Lexemes, at: int, low: Number, opening: str) -> bool:
    """Tell whether the lexeme at `at` joins `low`, behind the word `opening`, to a second end."""
    joint = lexemes[at]
    if joint.text == "or":
        return True
    if joint.text == "to":
        return opening not in CHANGING  # "rose from 5 to 7" gives two numbers
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
