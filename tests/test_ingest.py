"""Bytes of any sort become a page or an issue, and never stop the rest."""

import contextlib
import io
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import InputError
from sayso.ingest import MAX_BYTES, Link, Page, page_of, read_pages
from sayso.ingest.detect import is_html, known_charset
from sayso.records import Issue, Raw

SENTENCE = "Grüße aus Köln: Der Fluß stieg am Montag über die Ufer, hieß es."


def one(path: str, stdin: bytes = b"") -> Page | Link | Issue:
    """Return the only thing that reading `path` gives."""
    [found] = read_pages([path], io.BytesIO(stdin))
    return found


@pytest.mark.parametrize(
    ("data", "charset"),
    [
        (SENTENCE.encode(), "utf-8"),
        (b"\xef\xbb\xbf" + SENTENCE.encode(), "utf-8"),
        (SENTENCE.encode("utf-16"), "utf-16-le"),
        (SENTENCE.encode("utf-16-be"), "utf-16-be"),
        (SENTENCE.encode("windows-1252"), "windows-1252"),
        (f'<html><meta charset="ISO-8859-1"><p>{SENTENCE}'.encode("latin-1"), "cp1252"),
        (f'<html><meta charset="iso-8859-1"><p>{SENTENCE}'.encode(), "cp1252"),
    ],
)
def test_charset_is_told_by_content(data: bytes, charset: str) -> None:
    page = page_of(data, None)
    assert page.raw.charset == charset
    assert page.raw.bytes == len(data)


def test_declared_cyrillic_is_read() -> None:
    data = '<html><meta charset="windows-1251"><p>Река вышла из берегов.'.encode("cp1251")
    assert "Река вышла" in page_of(data, None).text


def test_undeclared_cyrillic_is_guessed() -> None:
    text = "Река вышла из берегов в понедельник, сообщили власти города. " * 5
    assert "вышла" in page_of(text.encode("cp1251"), None).text


@pytest.mark.parametrize("label", ["punycode", "rot13", "unicode_escape", "utf-7", "nonsense"])
def test_codecs_that_are_no_web_charsets_are_refused(label: str) -> None:
    assert known_charset(label) is None


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<!DOCTYPE html><title>x</title>", True),
        ("  <html lang=en>", True),
        ("<div class=a><p>One <a href='/'>two</a></p></div>", True),
        ("The tag <p> opens a paragraph.", False),
        ("Prices rose by < 3 percent, > 2 expected.", False),
    ],
)
def test_html_is_told_by_content(text: str, html: bool) -> None:
    assert is_html(text) is html


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b" \n\t ", "is empty"),
        (b"%PDF-1.7 and so on", "a PDF file"),
        (b"\x89PNG\r\n", "a PNG image"),
        (bytes(range(32)) * 40, "binary data"),
    ],
)
def test_what_is_no_text_is_set_aside(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes(data)
    issue = one(str(path))
    assert isinstance(issue, Issue)
    assert (issue.stage, issue.error, issue.input) == ("read", "InputError", str(path))
    assert words in issue.message


def test_missing_unreadable_and_odd_paths_are_set_aside(tmp_path: Path) -> None:
    for name in (str(tmp_path / "none.txt"), "a\0b", "x" * 5000):
        assert isinstance(one(name), Issue)


def test_large_input_is_set_aside() -> None:
    issue = one("-", b"word " * (MAX_BYTES // 5 + 1))
    assert isinstance(issue, Issue)
    assert "larger than 20 MB" in issue.message


def test_folder_is_walked_in_order_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a/c.html", ".hidden", "a/.git/x.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"The page {name} is here.")
    found = list(read_pages([str(tmp_path), "-"], io.BytesIO(b"From the pipe.")))
    texts = [page.text for page in found if isinstance(page, Page)]
    assert texts == ["The page b.txt is here.", "The page a/c.html is here.", "From the pipe."]


def test_folder_without_files_is_an_issue(tmp_path: Path) -> None:
    assert isinstance(one(str(tmp_path)), Issue)


def test_standard_input_has_no_path() -> None:
    page = one("-", b"<html><p>Hello.</p></html>")
    assert isinstance(page, Page)
    assert (page.raw.path, page.raw.media_type) == (None, "text/html")


@given(st.binary(max_size=400))
def test_any_bytes_give_a_writable_page_or_a_reason(data: bytes) -> None:
    with contextlib.suppress(InputError):
        page = page_of(data, None)
        assert page.text.encode("utf-8") == page.text.encode("utf-8", "replace")
        assert msgspec.json.decode(msgspec.json.encode(page.raw), type=Raw) == page.raw
