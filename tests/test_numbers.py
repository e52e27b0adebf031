"""The number grammar: what is read, what is left alone, at linear cost."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marked import unmark
from sayso.extract.counting.numbers import NumberEntry, NumberLexicon, find_numbers
from sayso.lexicons import load_lexicon
from steps import count_steps

LEXICON = load_lexicon("number_words", NumberLexicon)


@pytest.mark.parametrize(
    ("marked", "value"),
    [
        ("[Three] ships", 3),
        ("[1,300] ships", 1300),
        ("[1,300,000.5] tonnes", Decimal("1300000.5")),
        ("[twenty-five] ships", 25),
        ("[three hundred and twenty-five thousand six hundred] ships", 325_600),
        ("[two thousand and five] ships", 2005),
        ("[two dozen] ships", 24),
        ("[a hundred] ships", 100),
        ("[half a million] ships", 500_000),
        ("a [half-dozen] ships", 6),
        ("[4.5 million] ships", 4_500_000),
        ("[30bn] euros", 30_000_000_000),
        ("$[5m] in cash", 5_000_000),
        ("a wall [5]m high", 5),
        ("$US[4.5 billion] in debt", 4_500_000_000),
        ("Rs[500] a day", 500),
        ("a [24]-hour strike", 24),
        ("THE [TWELVE] SHIPS", 12),
        ("[a hundred and fifty] ships", 150),
        ("[a thousand two hundred] ships", 1200),
        ("[fifteen hundred] ships", 1500),
        ("[two and a half million] ships", 2_500_000),
        ("[two-and-a-half thousand] ships", 2500),
        ("[a million and a half] ships", 1_500_000),
        ("[four and a half] hours", Decimal("4.5")),
        ("[1½] miles", Decimal("1.5")),
        ("[500 crore] rupees", 5_000_000_000),
        ("[2 lakh crore] rupees", 2_000_000_000_000),
        ("[12,34,567] rupees", 1_234_567),
        ("Rs.[500] a day", 500),
        ("[2,5 million] ships", 2_500_000),
        ("[5m] refugees", 5_000_000),
        ("[60]km/h", 60),
        ("[3,000]/day", 3000),
        ("[40]cm2", 40),
        ("[half] of the ships", 50),
    ],
)
def test_exact_numbers(marked: str, value: int | Decimal) -> None:
    text, [span] = unmark(marked)
    [found] = find_numbers(text)
    assert (found.start, found.end) == (span.start, span.end)
    assert found.value == found.low == found.high == value
    assert found.shape == "exact"


@pytest.mark.parametrize(
    ("marked", "low", "high"),
    [
        ("[two or three] ships", 2, 3),
        ("[three to four] ships", 3, 4),
        ("[10-12] ships", 10, 12),
        ("[10–12] ships", 10, 12),
        ("between [5 and 7] ships", 5, 7),
        ("[3 to 4 million] ships", 3_000_000, 4_000_000),
        ("$[4 to $5 billion] in debt", 4_000_000_000, 5_000_000_000),
        ("[500,000 to 1 million] ships", 500_000, 1_000_000),
        ("[5-10]% of them", 5, 10),
        ("[five to 10 million] ships", 5_000_000, 10_000_000),
        ("between about [20 and 30] ships", 20, 30),
        ("[10 to about 15] ships", 10, 15),
        ("between US$[5m and US$7m] in cash", 5_000_000, 7_000_000),
        ("between [10% and 15]% of them", 10, 15),
        ("a [five- to ten]-day strike", 5, 10),
    ],
)
def test_ranges(marked: str, low: int, high: int) -> None:
    text, [span] = unmark(marked)
    [found] = find_numbers(text)
    assert (found.start, found.end) == (span.start, span.end)
    assert (found.value, found.shape) == (None, "range")
    assert found.low == low
    assert found.high == high


@pytest.mark.parametrize(
    "marked",
    [
        "[Dozens] of ships",
        "[tens of thousands] of ships",
        "[several hundred] ships",
        "[a few] ships",
        "[a handful of] ships",
        "[hundreds of millions] of dollars",
        "[several tens of thousands] of ships",
        "[a couple of hundred] ships",
        "[a couple hundred] ships",
        "[a few dozen] ships",
    ],
)
def test_vague_numbers(marked: str) -> None:
    text, [span] = unmark(marked)
    [found] = find_numbers(text)
    assert (found.start, found.end, found.shape) == (span.start, span.end, "vague")
    assert found.value is found.low is found.high is None


@pytest.mark.parametrize(
    "text",
    [
        "F-16, MH17, 1MDB, G20, Covid-19",
        "the 9/11 attacks",
        "at 12:30",
        "in the 1990s",
        "the 3rd and the 21st",
        "call 555-1234 or 020-7946-0018",
        "they won 3-1",
        "from 1998-2003",
        "agent 007",
        "version 1.2.3",
        "a .38 revolver",
        "room #12",
        "tens of them",
        "a couple left",
        "the second half of the match",
        "half the time",
        "phases 3,5",
        "at www.example.org/12",
        "9" * 40,
    ],
)
def test_other_signs_are_no_numbers(text: str) -> None:
    assert list(find_numbers(text)) == []


@pytest.mark.parametrize(
    ("marked", "value", "low", "high"),
    [
        ("[50 ± 3] km", 50, 47, 53),
        ("[50±3] km", 50, 47, 53),
        ("[52 plus or minus 3] percent", 52, 49, 55),
        ("[1.5 ± 0.5 million] tonnes", 1_500_000, 1_000_000, 2_000_000),
    ],
)
def test_margins(marked: str, value: int, low: int, high: int) -> None:
    text, [span] = unmark(marked)
    [found] = find_numbers(text)
    assert (found.start, found.end, found.shape) == (span.start, span.end, "range")
    assert [found.value, found.low, found.high] == [value, low, high]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("rose from 5 to 7", [5, 7]),
        ("rose by 5 to 70", [5, 70]),
        ("rose 5 percent to 20 dollars", [5, 20]),
        ("fell 30 to 240", [30, 240]),
    ],
)
def test_a_change_is_no_range(text: str, values: list[int]) -> None:
    assert [n.value for n in find_numbers(text)] == values


@pytest.mark.parametrize("entry", LEXICON.entry, ids=lambda entry: entry.id)
def test_entries_keep_their_promises(entry: NumberEntry) -> None:
    words = {word for form in entry.values for word in form.split()}
    for text in entry.fires:
        assert any(touches(text, found.start, found.end, words) for found in find_numbers(text))
    for text in entry.silent:
        assert not list(find_numbers(text))


def touches(text: str, start: int, end: int, words: set[str]) -> bool:
    quoted = text[start:end].lower().replace("-", " ").split()
    return any(word in words or word.lstrip("0123456789.") in words for word in quoted)


@given(st.text(alphabet="0123456789,.-–/ $€%±+abmnotehundrwifls\n'½٣", max_size=60))
def test_any_text_gives_numbers_in_order(text: str) -> None:
    end = 0
    for found in find_numbers(text):
        assert end <= found.start < found.end <= len(text)
        assert found.high is None or 0 <= found.high < Decimal(10) ** 18
        end = found.end


HOSTILE = [
    "9",
    "9,",
    "9 ",
    "1,234,",
    "1,234 ",
    "nine ",
    "1-",
    "1-1 ",
    "a half a ",
    "and a half ",
    "two and a half ",
    "several hundred ",
    "several tens of ",
    "tens of ",
    "5 or ",
    "$",
    "$1",
    "US$1 to ",
    "%",
    "1% ",
    "between ",
    "between 1 and ",
    "from 1 to ",
    "9.9",
    "one hundred and ",
    "million million ",
    "1 million million ",
    "half-",
    "half of the ",
    "a third of ",
    "one in ten ",
    "a ",
    "1 ± ",
    "1+/-",
    "plus or minus ",
    "1 million to ",
    "a1",
    "1a ",
    "½",
    "x 1 ",
    "5m people ",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_work_grows_with_the_text_and_no_faster(piece: str) -> None:
    once, twice = (work_on(piece * (size // len(piece))) for size in (4_000, 8_000))
    assert twice <= 2.1 * once + 50


def work_on(text: str) -> int:
    list(find_numbers("one"))  # the words are loaded
    return count_steps(lambda: list(find_numbers(text)))


def test_of_a_row_of_figures_only_the_ends_can_be_prose() -> None:
    row = "12 killed " + "3.5 1,200 -7 " * 12 + "9 hurt"
    assert [row[n.start : n.end] for n in find_numbers(row)] == ["12", "3.5", "9"]
