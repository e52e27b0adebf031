"""Every character of a page's source knows its raw bytes, in every format."""

import base64
import html
import json
import quopri
import re
from collections.abc import Callable
from html.entities import html5

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import formats
from formats import QUAY, Article
from sayso.ingest.documents import read_document
from sayso.ingest.documents.mail_coding import decode_transfer
from sayso.ingest.page import Origin, Page
from sayso.traced import Traced

LETTERS = st.text(alphabet="abcé€😀ж&<>\"'\\/=;#_. ", min_size=1, max_size=30)
NAMED = re.compile(r"&([A-Za-z]{2,32};)")
MARK = "Qx{}xQ"  # stands once in the text, and so do its bytes

Build = Callable[[Article], bytes]
Undo = Callable[[bytes], str]


def as_is(raw: bytes) -> str:
    """Return bytes that stand for themselves."""
    return raw.decode()


def from_json(raw: bytes) -> str:
    """Return what stands in a JSON string."""
    return str(json.loads(b'"' + raw + b'"', strict=False))


def without_names(text: str) -> str:
    """Return `text` with the references that HTML has names for resolved."""
    return NAMED.sub(lambda found: html5.get(found[1], found[0]), text)


def from_xml(raw: bytes) -> str:
    """Return what escaped XML text stands for."""
    return html.unescape(raw.decode())


def from_quoted(raw: bytes) -> str:
    """Return what quoted-printable stands for."""
    return quopri.decodestring(raw).decode()


FORMATS: dict[str, tuple[Build, Undo]] = {
    "rss": (lambda a: formats.rss([a], inline=True), as_is),
    "rss-escaped": (lambda a: formats.rss([a], "encoded-escaped"), from_xml),
    "rss1": (lambda a: formats.rss1([a], "encoded"), as_is),
    "atom-html": (lambda a: formats.atom([a]), from_xml),
    "atom-text": (lambda a: formats.atom([a], "text"), from_xml),
    "atom-xhtml": (lambda a: formats.atom([a], "xhtml", inline=True), as_is),
    "json-feed": (lambda a: formats.json_feed([a]), from_json),
    "json-feed-ascii": (lambda a: formats.json_feed([a], ascii_only=True), from_json),
    "ninjs1": (lambda a: formats.ninjs(a, 1, ascii_only=True), from_json),
    "ninjs2": (lambda a: formats.ninjs(a, 2, "text"), from_json),
    "ninjs3": (lambda a: formats.ninjs(a, 3, "text", ascii_only=True), from_json),
    "nitf": (formats.nitf, as_is),
    "g2-xhtml": (formats.newsml_g2, as_is),
    "g2-nitf": (lambda a: formats.newsml_g2(a, "nitf"), as_is),
    "g2-plain": (lambda a: formats.newsml_g2(a, "plain"), from_xml),
    "row": (lambda a: formats.jsonl([a], ascii_only=True), from_json),
    "eml-quoted": (lambda a: formats.eml(a, "html"), from_quoted),
    "eml-plain": (lambda a: formats.eml(a, "plain", "8bit"), as_is),
    "plain": (lambda a: formats.flattened_text(a, bare=True), as_is),
    "html": (lambda a: formats.html_page(a, inline=True), as_is),
}


def page_in(data: bytes) -> Page:
    """Return the first page of a document."""
    return next(one for one in read_document(data, Origin(path="x")) if isinstance(one, Page))


def marked(words: list[str]) -> Article:
    """Return an article in which a mark stands before each of the `words`."""
    numbered = (f"{MARK.format(n)} {word.strip() or 'x'}" for n, word in enumerate(words))
    return msgspec.structs.replace(QUAY, paragraphs=tuple(numbered))


@pytest.mark.parametrize("name", FORMATS)
@given(words=st.lists(LETTERS, min_size=1, max_size=8))
@settings(max_examples=25, deadline=None)
def test_each_character_stands_for_its_bytes(name: str, words: list[str]) -> None:
    build, undo = FORMATS[name]
    data = build(marked(words))
    page = page_in(data)
    starts, ends = page.source.starts, page.source.ends
    assert len(starts) == len(ends) == len(page.text)
    assert (starts[1:] >= starts[:-1]).all()
    assert (ends >= starts).all()
    for number in range(len(words)):
        mark = MARK.format(number)
        at = page.text.index(mark)
        line_end = page.text.find("\n", at)
        after = line_end if line_end > 0 else len(page.text)
        raw = data[starts[at] : ends[after - 1]]
        assert raw.replace(b"=\r\n", b"").startswith(mark.encode())
        if name not in ("nitf", "g2-nitf", "atom-xhtml"):  # whose tags are renamed or dropped
            said = undo(raw)  # a row's text may have been escaped once too often
            assert page.text[at:after] in (said, without_names(said))


@given(
    st.binary(max_size=300),
    st.integers(min_value=4, max_value=76),
    st.sampled_from(["\n", "\r\n", " \t"]),
)
def test_base64_places_are_the_groups_of_the_letters(data: bytes, width: int, gap: str) -> None:
    letters = base64.b64encode(data).decode()
    lines = [letters[start : start + width] for start in range(0, len(letters), width)]
    raw = Traced.decoded(gap.join(lines).encode(), "latin-1")
    found = decode_transfer(raw, "base64")
    assert found.text.encode("latin-1") == data
    written = [place for place, letter in enumerate(raw.text) if letter not in "\r\n \t="]
    for number, (start, end) in enumerate(zip(found.starts, found.ends, strict=True)):
        first = number // 3 * 4 + number % 3
        assert (start, end) == (written[first], written[first + 1] + 1)


def test_a_row_that_was_escaped_twice_is_resolved() -> None:
    page = page_in(b'{"text": "Fish &amp; chips cost 3 \\u20ac &nosuch; on the pier."}')
    assert page.text == "Fish & chips cost 3 \u20ac &nosuch; on the pier."
    at = page.text.index("&")
    assert page.data[page.source.starts[at] : page.source.ends[at]] == b"&amp;"


@given(st.binary(max_size=200))
def test_quoted_printable_is_what_the_standard_library_reads(data: bytes) -> None:
    raw = quopri.encodestring(data)
    found = decode_transfer(Traced.decoded(raw, "latin-1"), "quoted-printable")
    assert found.text.encode("latin-1") == quopri.decodestring(raw)
    assert len(found.starts) == len(found.text)
