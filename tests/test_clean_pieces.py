"""Lines -> pieces: cut where sentences end and elements meet, and nothing is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.clean.flattened.lines import Line, split_lines
from sayso.clean.flattened.pieces import Joint, is_stream, merge_words, split_pieces
from sayso.traced import Traced
from watchdog import must_end


def lines_of(text: str) -> list[Line]:
    return split_lines(Traced.decoded(text.encode("utf-8", "replace"), "utf-8"))


def texts_of(text: str, stream: bool = False) -> list[str]:
    return [piece.text for piece in split_pieces(lines_of(text), stream)]


@pytest.mark.parametrize(
    "marked",
    [
        "The bridge fell.¦ Nobody was hurt.",
        "“The bridge fell.”¦ Nobody was hurt.",
        "The bridge fell.¦Nobody was hurt.",
        "Nobody was hurt, she said.”¦The mayor left.",
        "Home¦News¦Sport",
        "Home¦ | ¦News¦ | ¦Sport",
        "Floods cut off the north¦The army sent boats.",
        "The pump broke at 9 a.m. and stayed shut.",
        "She works for McNair and LaSalle on an iPad.",
        "Prices fell by 1.5 percent in the U.S. and Canada.",
        "------¦ To leave the list write to us",
        "• 14 houses",
        "橋が落ちた。¦けが人はいない。",
    ],
)
def test_lines_are_cut_where_elements_meet(marked: str) -> None:
    text = marked.replace("¦", "")
    pieces = [piece.strip() for piece in marked.split("¦")]
    assert texts_of(text) == [piece for piece in pieces if piece not in ("|", "------")]


def test_a_stream_is_also_cut_at_capitals() -> None:
    words = "Share Post The mayor of Delta left"
    assert texts_of(words, stream=True) == ["Share", "Post", "The mayor of", "Delta left"]
    assert texts_of(words) == [words]


def test_joints_tell_what_stands_before() -> None:
    pieces = split_pieces(lines_of("One ended. Two\nThree\n\nFour|Five"), stream=False)
    assert [piece.joint for piece in pieces] == [
        Joint.GAP,
        Joint.STOP,
        Joint.NEWLINE,
        Joint.GAP,
        Joint.GLUE,
    ]


def test_single_words_become_one_line() -> None:
    words = ["The", "boats", "left", "the", "harbour", "before", "the", "storm", "came."] * 10
    [line] = merge_words(lines_of("\n".join(words)))
    assert line.text == " ".join(words)
    assert line.source.runs()[-1].end == len(line.text)
    few = lines_of("Home\nNews\nSport")
    assert merge_words(few) == few


def test_a_page_of_one_line_is_a_stream() -> None:
    assert is_stream(lines_of("The boats left the harbour before the storm came. " * 40))
    assert not is_stream(lines_of("The boats left the harbour before the storm came.\n" * 40))
    assert not is_stream([])


@given(st.text(), st.booleans())
def test_pieces_hold_all_that_is_not_blank_or_a_bar(text: str, stream: bool) -> None:
    lines = lines_of(text)
    pieces = split_pieces(lines, stream)
    for piece in pieces:
        assert lines[piece.line].text[piece.start : piece.end] == piece.text != ""
    spans = [(piece.line, piece.start, piece.end) for piece in pieces]
    assert spans == sorted(spans)
    dropped = set("|•·»›▸►-=_*~")
    ink = [mark for line in lines for mark in line.text if not mark.isspace()]
    kept = [mark for piece in pieces for mark in piece.text if not mark.isspace()]
    assert [mark for mark in ink if mark not in dropped] == [
        mark for mark in kept if mark not in dropped
    ]


@pytest.mark.parametrize("unit", ["a", "aB", ".", ". A", '."', " | ", "»", "1.", "A ", "\t"])
def test_hostile_lines_take_linear_time(unit: str) -> None:
    with must_end():
        split_pieces(lines_of(unit * 50_000), stream=True)
