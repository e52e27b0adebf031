"""No document stops the reader, opens a file, or reaches the network."""

import encodings
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import formats
from payloads import PAYLOADS, Bait
from sayso.ingest.documents import bundle, json_source, mail, read_document, xml_tree
from sayso.ingest.page import Link, Origin, Page
from sayso.records import Issue
from watchdog import must_end

OURS = [name for name in PAYLOADS if not name.startswith(("gzip", "zip", "warc", "wacz"))]
SIZE = 5_000
GOOD = [
    formats.rss(inline=True),
    formats.rss1(),
    formats.atom(content="xhtml"),
    formats.json_feed(ascii_only=True),
    formats.ninjs(),
    formats.nitf(doctype=True),
    formats.newsml_g2_message(content="nitf"),
    formats.eml(),
    formats.eml(coding="base64"),
    formats.jsonl(),
]
PIECES = st.sampled_from(
    [b"<item>", b"</item>", b"<![CDATA[", b"]]>", b"<!--", b"&", b"&#0;", b"<", b'"', b"'", b"{",
     b"}", b"[", b"]", b"\\", b"\\ud800", b"=", b"=0", b"\n\n", b"\r", b"--", b"\xff", b"\0",
     b"<!DOCTYPE x [", b"<?", b"xmlns:a='b'", b"<a b='", b"encoding='utf-16'", b"\xef\xbb\xbf"]
)  # fmt: skip
WATCHED = ("open", "socket.connect", "socket.getaddrinfo", "socket.bind", "os.open", "subprocess")
CODECS = str(Path(encodings.__file__).parent)
TOUCHED: list[str] = []
WATCHING = [False]


def note(event: str, arguments: tuple[Any, ...]) -> None:
    """Note files and sockets that are opened while the watch is on."""
    codec = event == "open" and CODECS in str(arguments[0])  # Python's own, as it loads them
    if WATCHING[0] and event.startswith(WATCHED) and not codec:
        TOUCHED.append(f"{event} {arguments[:1]}")


sys.addaudithook(note)


@contextmanager
def nothing_opened() -> Iterator[None]:
    """Raise `AssertionError` where the block opens a file or a socket."""
    TOUCHED.clear()
    WATCHING[0] = True
    try:
        yield
    finally:
        WATCHING[0] = False
    assert TOUCHED == []


def read(data: bytes) -> list[Page | Link | Issue]:
    """Return all that a document holds, its offsets computed."""
    found = list(read_document(data, Origin(path="x")))
    for one in found:
        if isinstance(one, Page):
            assert len(one.source.starts) == len(one.source.ends) == len(one.text)
            assert one.text.encode()
            if one.text:
                assert one.source.starts.min() >= 0
                assert one.source.ends.max() <= len(data)
    return found


@pytest.fixture(autouse=True, scope="module")
def _read_lexicons_first() -> None:
    for data in GOOD:  # what the package itself loads once
        read(data)


@pytest.mark.parametrize("name", OURS)
def test_payloads_end_and_open_nothing(name: str) -> None:
    bait = Bait()
    data = PAYLOADS[name](SIZE, bait)
    with must_end(), nothing_opened():
        found = read(data)
    pages = [one for one in found if isinstance(one, Page)]
    assert found
    if bait.secret.encode() not in data:
        assert not any(bait.secret in page.text for page in pages)


@given(st.sampled_from(GOOD), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), PIECES)))
@settings(max_examples=200, deadline=None)
def test_faults_in_good_documents_are_never_raised(
    good: bytes, faults: list[tuple[float, int, bytes]]
) -> None:
    data = good
    for place, length, piece in faults:
        start = int(place * len(data))
        data = data[:start] + piece + data[start + length :]
    read(data)


@given(st.binary(max_size=400))
def test_any_bytes_are_read(data: bytes) -> None:
    read(data)


@given(st.sampled_from([b"<rss>", b"<feed>", b"<nitf>", b'{"text":', b"[{", b"From: a\nTo: b\n"]),
       st.lists(PIECES | st.binary(max_size=8), max_size=60))  # fmt: skip
def test_any_pieces_are_read(opening: bytes, pieces: list[bytes]) -> None:
    read(opening + b"".join(pieces))


@pytest.mark.parametrize(
    "unit",
    ["<a ", "<a b='", '<a b="', "<a '\"", "<!--", "<![CDATA[", "<?", "<!", "<!DOCTYPE [",
     "<a b=c ", "&", "&#", "&a", "<item>", "</item>", "<a xmlns:b='c'>", "<a/>", "</a>", "]]>",
     "=", "a=b ", "<a \"b=\"", "<title>", "&#" + "9" * 9_000 + ";"],
)  # fmt: skip
@pytest.mark.parametrize("opening", ["<rss>", "<feed><entry><content>", "<nitf><body>"])
def test_repetition_takes_linear_time(opening: str, unit: str) -> None:
    data = (opening + unit * (100_000 // len(unit))).encode()
    with must_end(5):
        read(data)


@pytest.mark.parametrize(
    "unit", ["--b\n", "--b--\n", "a: b\n", "=?", "=?a?b?c?=", "=\n", ">", ">From \n", " \n", "\r"]
)
@pytest.mark.parametrize(
    "head",
    [
        "From: a\nSubject: ",
        "From: a\nSubject: b\n\n",
        "From: a\nSubject: b\nContent-Type: multipart/mixed; boundary=b\n\n",
        "From: a\nSubject: b\nContent-Type: text/plain; format=flowed\n"
        "Content-Transfer-Encoding: quoted-printable\n\n",
    ],
)
def test_repetition_in_mail_takes_linear_time(head: str, unit: str) -> None:
    with must_end(5):
        read((head + unit * (100_000 // len(unit))).encode())


# --- more than any news file holds

CHARACTERS = 400_000
SMALL = b"From: a@example.org\r\nSubject: A\r\n\r\n"


def filled(head: bytes, unit: bytes, tail: bytes = b"") -> bytes:
    """Return a document that is made of one thing over and over."""
    return head + unit * (CHARACTERS // len(unit)) + tail


@pytest.mark.parametrize(
    ("data", "pages"),
    [
        (filled(b"<rss><channel>", b"<item/>", b"</channel></rss>"), 0),
        (filled(b"<rss>", b"<item><description>A b.</description></item>", b"</rss>"), 500),
        (filled(b"<urlset>", b"<url><loc>http://a.example</loc></url>", b"</urlset>"), 0),
        (filled(b"<opml>", b'<outline url="http://a.example"/>', b"</opml>"), 0),
        (filled(b"<newsMessage>", b"<newsItem/>", b"</newsMessage>"), 0),
        (filled(b"<rss><channel>", b"<a>"), 0),
        (filled(b"<rss><channel>", b"</a>"), 0),
        (filled(b"<nitf><body><body.content>", b"<p>a", b"</body.content></body></nitf>"), 1),
        (filled(b'{"text": "A b.", "c": ["a"', b',"a"', b"]}"), 1),
        (filled(b'{"text": "A b.", "c": [null', b",1", b"]}"), 1),
        (filled(b'[{"text":"A b."}', b',{"text":"A b."}', b"]"), 500),
        (filled(b'[{"uri":"a","body_text":"b"}', b',{"uri":"a","body_text":"b"}', b"]"), 500),
        (filled(b'{"items":[{"content_text":"a"}', b',{"content_text":"a"}', b"]}"), 500),
    ],
)
def test_floods_end_early_with_what_was_good(
    data: bytes, pages: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundle, "MAX_ITEMS", 500)
    monkeypatch.setattr(xml_tree, "MAX_TAGS", 10_000)
    monkeypatch.setattr(json_source, "MAX_TOKENS", 20_000)
    monkeypatch.setattr(json_source, "MAX_VALUES", 4_000)
    with must_end(2.0):
        found = read(data)
    assert sum(isinstance(one, Page) for one in found) == pages
    assert len(found) <= 502
    last = found[-1]
    assert isinstance(last, Issue)
    assert "split it" in last.message
    assert "bytes) is not read" in last.message or "bytes) are not read" in last.message


@pytest.mark.parametrize(
    "data",
    [
        filled(b"<rss><channel><item><description>", b"&amp;", b"</description></item></channel>"),
        filled(b"<newsItem><contentSet><inlineData>", b"a ", b"</inlineData></contentSet>"),
        filled(b"<nitf><body><body.content>", b"a ", b"</body.content></body></nitf>"),
        filled(b'[{"text":"', b"\\n", b'"}]'),
        filled(SMALL, b">From a\n"),
        filled(SMALL.replace(b"\n\r\n", b"\nContent-Transfer-Encoding: base64\r\n\r\n"), b"YWJj"),
    ],
)
def test_one_text_longer_than_any_article_is_told(
    data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundle, "MAX_ITEM", 100_000)
    monkeypatch.setattr(mail, "MAX_TEXT", 100_000)
    found = read(data)
    assert not any(isinstance(one, Page) for one in found)
    assert any("not read" in one.message for one in found if isinstance(one, Issue))
    assert len(found) <= 2
