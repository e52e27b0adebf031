"""Whatever the page: the paragraphs quote, lie in order, and hold nothing the page has not."""

import unicodedata

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.clean import MAX_TEXT, Given, clean_page
from sayso.errors import InputError
from sayso.ingest import page_of
from sayso.records import Report
from watchdog import must_end

SENTENCE = "The port was closed on Monday, officials said. "
LINES = (
    "Home",
    "Advertisement",
    "Related Stories:",
    "By Ana Rey, Staff reporter",
    "3 May 2011 10:20",
    "NAIROBI, Kenya (AP) -",
    "Reuters",
    "A bridge fell into the river.",
    "The bridge fell into the river after a week of rain, the mayor said.",
    "'No warning'",
    "© 2011 The Coast Ltd",
    "--- end of item ---",
    "",
)


def report_of(text: str) -> Report | None:
    """Return the report of a page, None where it is set aside."""
    try:
        return clean_page(page_of(text.encode("utf-8", "replace"), None), Given())
    except InputError:
        return None


def check(text: str) -> None:
    """Assert what holds for every report."""
    report = report_of(text)
    if report is None:
        return
    end = -2
    for span in report.paragraphs:
        assert span.start == end + 2
        assert span.quote(report.text).strip() == span.quote(report.text)
        end = span.end
    assert end == len(report.text)
    assert report_of(text) == report
    assert msgspec.json.decode(msgspec.json.encode(report), type=Report) == report
    squeezed = "".join(unicodedata.normalize("NFC", text).split())
    if report.raw.media_type == "text/plain":
        for paragraph in report.text.split("\n\n"):
            assert "".join(paragraph.split()) in squeezed


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=300))
@settings(deadline=None)
def test_any_text_gives_a_report_or_a_reason(text: str) -> None:
    check(text)


@given(st.text(max_size=120))
@settings(deadline=None)
def test_control_characters_do_no_harm(text: str) -> None:
    report_of(text)
    report_of(f"<html><body><p>{text}</p></body></html>")


@given(st.lists(st.sampled_from(LINES), max_size=25))
@settings(deadline=None, max_examples=200)
def test_any_order_of_lines_gives_a_report_or_a_reason(lines: list[str]) -> None:
    check("\n".join(lines))


HOSTILE = {
    "one line of 5 MB": SENTENCE * 110_000,
    "10,000 short lines": "Short line\n" * 10_000,
    "10,000 sentences": (SENTENCE + "\n") * 10_000,
    "dates": "12/12/2012 12:12 GMT\n" * 5_000,
    "glued": ("facebooktwitter" * 30 + "\n") * 2_000,
    "bylines": ("By " + "Ab " * 40 + "\n") * 2_000,
    "brackets": "(" * 100_000,
    "blanks": " " * 100_000 + "x",
    "colon": "A" * 100_000 + ": x",
    "right to left": "\u202e" * 50_000 + SENTENCE,
    "angles": "<html>" + "<p " * 50_000,
    "comments": "<html>" + "<!--" * 50_000,
    "scripts": "<html>" + "<script>" * 20_000,
    "deep lists": "<html>" + "<ul><li>" * 30_000 + SENTENCE,
    "table": "<html><table>" + "<tr><td>a</td><td>b</td></tr>" * 5_000,
    "deep quotes": "<html>" + "<blockquote>" * 2_900 + SENTENCE,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_end(name: str) -> None:
    with must_end():
        report = report_of(HOSTILE[name])
    assert report is None or all(span.end <= len(report.text) for span in report.paragraphs)


def test_text_longer_than_any_news_page_is_refused() -> None:
    page = page_of((SENTENCE * (MAX_TEXT // len(SENTENCE) + 1)).encode(), None)
    with pytest.raises(InputError, match="more than any news page"):
        clean_page(page, Given())


def test_outer_marks_and_controls_go_and_inner_blanks_stay() -> None:
    report = report_of(
        "\u200f\ufeffThe mayor\u00a0said that  the\x07 port was shut again.\u200e\n"
    )
    assert report is not None
    assert report.text == "The mayor\u00a0said that  the port was shut again."
