"""Text keeps the bytes of each character through every step that changes it."""

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.records import Run
from sayso.traced import Traced
from watchdog import must_end

CHARSETS = (
    *("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "cp1252", "koi8-r"),
    *("gb18030", "big5", "big5hkscs", "euc_jp", "cp932", "cp949", "iso2022_jp", "mac-roman"),
)
# What composes: letters, marks in any order, Hangul jamo, a mark that is a letter in its own right
LETTERS = st.sampled_from("aeoKÅﬁ\u0301\u0327\u0323\u0338\u1100\u1161\u11a8\u09c7\u09be🙂 \n&")


def traced(text: str) -> Traced:
    return Traced.decoded(text.encode(), "utf-8")


def raw_of(text: Traced, data: bytes, charset: str = "utf-8") -> list[str]:
    """Return the text that stands in the bytes of each character."""
    return [
        data[start:end].decode(charset, "replace")
        for start, end in zip(text.starts, text.ends, strict=True)
    ]


@given(st.sampled_from(CHARSETS), st.text(max_size=30))
@settings(max_examples=400, deadline=None)
def test_each_character_is_found_in_its_bytes(charset: str, text: str) -> None:
    data = text.encode(charset, "ignore")
    try:
        data.decode(charset)
    except UnicodeDecodeError:  # a codec of Python's that does not read what it writes
        return
    found = Traced.decoded(data, charset)
    assert found.text == data.decode(charset)
    if charset != "iso2022_jp":  # there an escape before a character decides what its bytes say
        assert raw_of(found, data, charset) == list(found.text)
    covered = b"".join(data[start:end] for start, end in zip(*found.both, strict=True))
    assert covered == data[: len(covered)]


@given(st.sampled_from(CHARSETS), st.binary(max_size=40), st.integers(0, 3))
@settings(max_examples=400, deadline=None)
def test_bytes_that_are_no_text_keep_their_place(charset: str, data: bytes, skip: int) -> None:
    found = Traced.decoded(data, charset, skip)
    found.text.encode("utf-8")
    starts, ends = found.starts.tolist(), found.ends.tolist()
    assert len(starts) == len(ends) == len(found.text)
    assert starts == sorted(starts)
    assert ends == sorted(ends)
    assert all(start < end <= len(data) for start, end in zip(starts, ends, strict=True))
    assert not starts or starts[0] >= min(skip, len(data))


@given(st.text(LETTERS, max_size=40))
@settings(max_examples=500, deadline=None)
def test_nfc_keeps_the_bytes(text: str) -> None:
    found = traced(text).normalized()
    assert found.text == unicodedata.normalize("NFC", text)
    for letter, raw in zip(found.text, raw_of(found, text.encode()), strict=True):
        assert letter in unicodedata.normalize("NFC", raw)


@given(st.text(max_size=40), st.data())
def test_a_slice_of_a_slice(text: str, data: st.DataObject) -> None:
    place = st.integers(0, len(text))
    start, end = sorted((data.draw(place), data.draw(place)))
    inner = data.draw(st.integers(0, end - start))
    found = traced(text)[start:end][inner:]
    assert found.text == text[start:end][inner:]
    assert raw_of(found, text.encode()) == list(found.text)
    assert found.strip().text == text[start:end][inner:].strip()


def test_a_replacement_stands_for_the_whole_stretch() -> None:
    page = traced("Caf&eacute; \u2014 &amp; bar")
    found = page.sub(re.compile("&eacute;"), "é").sub(re.compile("&amp;"), "&")
    assert found.text == "Café \u2014 & bar"
    assert (found.starts[3], found.ends[3]) == (3, 11)
    assert (found.starts[7], found.ends[7]) == (16, 21)


def test_one_entity_may_give_two_characters() -> None:
    found = traced("a&NotEqualTilde;b").replaced([(1, 16, "\u2242\u0338")])
    assert found.runs() == (Run(0, 1, 0, 1), Run(1, 2, 1, 16), Run(2, 3, 1, 16), Run(3, 4, 16, 17))


def test_what_joins_stands_for_what_lay_between() -> None:
    page = traced("one <b> two")
    found = Traced.joined([page[:3], page[8:]], "\n\n")
    assert found.text == "one\n\ntwo"
    assert [(found.starts[i], found.ends[i]) for i in (3, 4)] == [(3, 8), (3, 8)]


def test_parts_in_another_order_have_nothing_between() -> None:
    page = traced("one two")
    found = Traced.joined([page[4:], page[:3]], " ")
    assert (found.text, found.starts[3], found.ends[3]) == ("two one", 7, 7)


def test_dropping_text_leaves_the_rest_in_place() -> None:
    found = traced("a\x07b\x07").sub(re.compile("\x07"), "")
    assert (found.text, found.starts.tolist()) == ("ab", [0, 2])


@given(st.text(LETTERS, max_size=40))
def test_runs_say_what_the_arrays_say(text: str) -> None:
    found = traced(text).normalized()
    position = 0
    for run in found.runs():
        assert run.start == position
        for index in range(run.start, run.end):
            both = (int(found.starts[index]), int(found.ends[index]))
            assert run.bytes_of(index, index + 1) == both
        position = run.end
    assert position == len(found.text)


def test_nothing_has_no_runs() -> None:
    assert Traced.joined([], " ").runs() == ()
    assert traced("").runs() == ()


def test_a_step_in_a_slice_is_refused() -> None:
    with pytest.raises(ValueError, match="one piece"):
        traced("abc")[::2]


def test_a_letter_under_a_heap_of_marks_stays_as_it_is() -> None:
    heap = "e" + "\u0301\u0316" * 20_000
    with must_end():
        found = traced(f"e\u0301 {heap}").normalized()
    assert found.text == f"\u00e9 {heap}"
