"""Which bytes are these characters: for every format, against decoders of the test's own.

Every word of the built pages is unique, so that the right words in the wrong place would show.
"""

import io
import random
import re
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import layers
from formats import BY_CHARSET, QUAY, Article
from sayso.clean import Given, clean_page
from sayso.ingest import Page, read_pages
from sayso.records import Report, Span
from wrappings import Wrapping, all_wrappings, positions

WRAPPINGS = all_wrappings()
KEY = re.compile(r"[b-df-hj-np-tv-z]{2}\d{3}[qxz]")  # unlike any word, tag or escape
# What the clean text changes or the formats escape; never alone, so that words stay words.
ENDINGS = (
    "",
    "é",
    "e\u0301",
    "ß",
    "’s",
    "&co",
    "<",
    ">",
    "—",
    "\u00a0b",
    "ﬁ",
    "Å",
    "😀",
    "한",
    "=",
    '"',
    "\\",
    "]]>x",
    "%",
    "#",
)
SENTENCES = (
    "The {} said on Monday that a {} would have to {} before the {} of {} was open again.",
    "At least {} were in the {} when it {}, the {} told reporters, and {} had left for the {}.",
    "It was not clear who the {} had been with, or why {} and {} did not go to {} by the {}.",
)


@st.composite
def articles(draw: st.DrawFn) -> Article:
    """Draw an article whose every slot is a word of its own, with an ending that is escaped."""
    rng = random.Random(draw(st.integers(0, 2**32)))
    number = rng.randrange(100, 500)
    paragraphs = []
    for _ in range(draw(st.integers(3, 6))):
        sentences = []
        for _ in range(draw(st.integers(1, 3))):
            sentence = draw(st.sampled_from(SENTENCES))
            words = []
            for _ in range(sentence.count("{}")):
                number += 1
                letters = "".join(rng.choices("bcdfghjklmnpqrstvwxz", k=2))
                words.append(
                    f"{letters}{number}{rng.choice('qxz')}{draw(st.sampled_from(ENDINGS))}"
                )
            sentences.append(sentence.format(*words))
        paragraphs.append(" ".join(sentences))
    return msgspec.structs.replace(QUAY, paragraphs=tuple(paragraphs))


def reports_of(wrapping: Wrapping, data: bytes, path: Path) -> list[tuple[Report, bytes]]:
    """Return the reports that a file gives, each with its raw bytes."""
    path.write_bytes(data)
    found = []
    for page in read_pages([str(path)], io.BytesIO()):
        assert isinstance(page, Page), page
        assert wrapping.holds(data, page), "the page names bytes that are not in the file"
        found.append((clean_page(page, Given()), page.data))
    return found


def check_span(report: Report, raw: bytes, span: Span, wrapping: Wrapping) -> None:
    """Assert that the bytes of `span` say what it says."""
    said = layers.said_by(raw, report.bytes_of(span), wrapping.decode)
    assert layers.agrees(said, span.quote(report.text)), (span.quote(report.text), said.text)


def check_keys(report: Report, raw: bytes) -> int:
    """Assert that words stand where they stand in the bytes; return how many could be found.

    A word that the format breaks or packs is not looked for; a mail may hold each one twice.
    """
    checked = 0
    for found in KEY.finditer(report.text):
        key = found[0].encode()
        places = [(start, start + len(key)) for start in positions(raw, key)]
        ranges = report.bytes_of(Span(*found.span()))
        if places and len(ranges) == 1:
            assert ranges[0] in places
            checked += 1
    return checked


def check_file(wrapping: Wrapping, article: Article, path: Path, rng: random.Random) -> None:
    """Assert the map of all that one built file gives."""
    found = reports_of(wrapping, wrapping.build(article), path)
    assert found
    for report, raw in found:
        for paragraph in report.paragraphs:
            check_span(report, raw, paragraph, wrapping)
            for _ in range(4):
                start = rng.randrange(paragraph.start, paragraph.end)
                end = rng.randint(start + 1, paragraph.end)
                check_span(report, raw, Span(start, end), wrapping)
    report, raw = found[-1]
    keys = check_keys(report, raw)
    assert keys or not plainly_written(wrapping.name)


def plainly_written(name: str) -> bool:
    """Tell whether ASCII words stand in the bytes as they are."""
    return not any(part in name for part in ("utf-16", "base64"))


@pytest.mark.parametrize("wrapping", WRAPPINGS, ids=lambda wrapping: wrapping.name)
def test_every_format_knows_its_bytes(wrapping: Wrapping, tmp_path: Path) -> None:
    kind, _, charset = wrapping.name.partition("-")
    article = BY_CHARSET.get(charset, QUAY) if kind == "html" else QUAY
    data = wrapping.build(article)
    for report, raw in reports_of(wrapping, data, tmp_path / "page"):
        assert report.paragraphs
        rng = random.Random(wrapping.name)
        for paragraph in report.paragraphs:
            check_span(report, raw, paragraph, wrapping)
            start = rng.randrange(paragraph.start, paragraph.end)
            check_span(report, raw, Span(start, rng.randint(start + 1, paragraph.end)), wrapping)


@given(st.sampled_from(WRAPPINGS), articles(), st.integers(0, 2**32))
@settings(
    deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_unique_words_stand_where_the_map_says(
    tmp_path: Path, wrapping: Wrapping, article: Article, seed: int
) -> None:
    check_file(wrapping, article, tmp_path / "page", random.Random(seed))


def test_the_decoders_see_a_map_that_is_off_by_one() -> None:
    wrapping = WRAPPINGS[0]
    data = wrapping.build(QUAY)
    start = data.index(b"rails")
    good = layers.said_by(data, [(start, start + 5)], wrapping.decode)
    late = layers.said_by(data, [(start + 1, start + 6)], wrapping.decode)
    assert layers.agrees(good, "rails")
    assert not layers.agrees(late, "rails")
