"""The number grammar: what is read, what is left alone, at linear cost."""

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marked import unmark
from sayso.extract.counting.numbers import NumberEntry, NumberLexicon, find_numbers
from sayso.lexicons import load_lexicon

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
        "at www.example.org/12",
        "9" * 40,
    ],
)
def test_other_signs_are_no_numbers(text: str) -> None:
    assert list(find_numbers(text)) == []


def test_a_change_is_no_range() -> None:
    assert [n.value for n in find_numbers("rose from 5 to 7")] == [5, 7]


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


@given(st.text(alphabet="0123456789,.-–/ $€abmnotehundrwif\n'½٣", max_size=60))
def test_any_text_gives_numbers_in_order(text: str) -> None:
    end = 0
    for found in find_numbers(text):
        assert end <= found.start < found.end <= len(text)
        assert found.high is None or 0 <= found.high < Decimal(10) ** 18
        end = found.end


@pytest.mark.parametrize(
    "piece",
    [
        "9",
        "9,",
        "1,234,",
        "nine ",
        "1-",
        "a half a ",
        "several hundred ",
        "tens of ",
        "5 or ",
        "$",
        "between ",
        "9.9",
        "one hundred and ",
        "half-",
        "a ",
        "1 million to ",
    ],
)
def test_hostile_text_costs_linear_time(piece: str) -> None:
    started = time.process_time()
    list(find_numbers(piece * (100_000 // len(piece))))
    assert time.process_time() - started < 3
