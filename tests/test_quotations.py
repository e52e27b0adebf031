"""Quotation marks: what they enclose, what they do not, and hostile pages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marked import unmark
from pages import report_of
from sayso.extract.saying.quotations import find_quotations
from watchdog import must_end


@pytest.mark.parametrize(
    "marked",
    [
        "She said: [“We won.”] He left.",
        'She said: ["We won."] He left.',
        "She said: [``We won.''] He left.",
        "She said: [''We won.''] He left.",
        "She said: ['We won.'] He left.",
        "She said: [‘We won.’] He left.",
        "She said: [«We won.»] He left.",
        "[“We won,”] she said. [“They lost.”]",
        "[“He told us ‘go home’ twice,”] she said.",
        "[‘He told us “go home” twice,’] she said.",
        "They called it ['theft of the miners' wages'] and left.",
        "They called it [“theft of the miners’ wages”] and left.",
        "The miners' wages and the cooks' wages weren't paid in the '90s.",
        'A 6" pipe, she said.',
        "[“It lasts.]\n\n[“It lasts longer than that.”]\n\nShe left.",
        "“A mark that was never closed.\n\nShe left.",
        "“A lost mark, he said. [“And one that pairs.”]",
        "A stray mark” and [“one that pairs”] here.",
    ],
)
def test_quotation_is_found_with_its_marks(marked: str) -> None:
    text, spans = unmark(marked)
    found = find_quotations(text, report_of(text).paragraphs)
    assert [quotation.span for quotation in found] == spans


def test_speech_that_runs_on_is_marked() -> None:
    text = "“It lasts.\n\n“It lasts longer than that.”"
    first, second = find_quotations(text, report_of(text).paragraphs)
    assert first.runs_on
    assert not second.runs_on


@pytest.mark.parametrize(
    ("quoted", "speech"), [("“We won.”", True), ("“We won,”", True), ("“a mess”", False)]
)
def test_speech_is_told_from_a_phrase(quoted: str, speech: bool) -> None:
    [found] = find_quotations(quoted, report_of(quoted).paragraphs)
    assert found.is_speech(quoted) is speech


MARKS = st.text(alphabet="“”„«»\"`'‘’ ab.,s\n", max_size=80)


@given(st.one_of(MARKS, st.text(max_size=80)))
def test_quotations_are_in_order_and_apart(text: str) -> None:
    found = find_quotations(text, report_of(text).paragraphs)
    ends = [0, *(quotation.span.end for quotation in found)]
    assert all(end <= quotation.span.start for end, quotation in zip(ends, found, strict=False))
    assert all(quotation.span.end <= len(text) for quotation in found)


@pytest.mark.parametrize(
    "unit", ['"', "'", "“", "”", "' ", " '", "s' ", "‘a ", '"a\n\n', "''a ", "“a ‘b "]
)
def test_hostile_marks_end(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    with must_end():
        found = list(find_quotations(text, report_of(text).paragraphs))
    assert all(quotation.span.end <= len(text) for quotation in found)
