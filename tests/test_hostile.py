"""Input that no page should be: it ends in records or in one plain sentence, soon, never worse."""

import gzip
import io
import sys
import time
from pathlib import Path

import pytest

from pages import document
from sayso import cli
from sayso.annotate.nlp import LONGEST_SENTENCE, LONGEST_WORD, PIECE, split_text
from sayso.clean.report import MAX_TEXT, MAX_WORDS

Capture = pytest.CaptureFixture[str]

SOON = 20  # seconds, on a machine that does other things too; linear time needs a tenth of it
SAYING = "The minister said on Monday that 12 people were killed in Cairo. "

CODED = {
    "one long word": b"The minister said " + b"a" * 100_000 + b" on Monday in Cairo.",
    "glued brackets": SAYING.encode() + b"(a" * 3_000,
    "open quotes": ("“" * 5_000 + "We stay,” he said. " + SAYING).encode(),
    "cues in cues": b"He said that " * 600 + SAYING.encode(),
    "no full stop": SAYING.replace(".", " and").encode() * 80,
    "names only": b"Anna Berg " * 1_000 + SAYING.encode(),
    "pronouns": b"They said they would tell them. " * 200,
    "long figures": b"The minister said " + b"9" * 5_000 + b" people and 1e999 men died in Cairo.",
    "years out of range": b"It was 0000 or 31 February 9999, and on 99/99/9999 he left. " * 20,
    "control characters": SAYING.encode() * 20 + bytes(range(1, 9)),
    "right to left": ("\u202e" + SAYING + "\u202c\u200f").encode() * 20,
    "zero width": SAYING.replace(" ", "\u200b \ufeff").encode() * 20,
    "surrogate bytes": SAYING.encode() * 5 + b"\xed\xa0\x80 \xff\xfe he said.",
    "two charsets": SAYING.encode() * 5 + "Он сказал “no”.".encode() + b" Caf\xe9 \x93no\x94",
    "utf-16 without mark": (SAYING * 5).encode("utf-16-le"),
    "lone surrogate in utf-16": b"\xff\xfe" + (SAYING * 5).encode("utf-16-le") + b"\x00\xd8",
    "carriage returns": SAYING.encode().replace(b". ", b".\r") * 50,
    "deep tags": b"<html><body>" + b"<div>" * 100_000 + b"<p>" + SAYING.encode() * 3,
    "many attributes": b"<html><body "
    + b" ".join(b'a%d="1"' % number for number in range(50_000))
    + b"><p>"
    + SAYING.encode() * 3,
    "broken declarations": b'<html><head><script type="application/ld+json">{"@type":"NewsArticle"'
    b',"headline":"\\ud800","datePublished":"9999999","author":{"name":["\\udfff"]}}</script>'
    b'<meta property="article:published_time" content="0000-00-00T99:99Z"></head><body><p>'
    + SAYING.encode()
    * 5,
    "nested json": b'<html><head><script type="application/ld+json">'
    + b"[" * 100_000
    + b"</script></head><body><p>"
    + SAYING.encode() * 5,
}

SET_ASIDE = {
    "nothing": (b"", "empty"),
    "blanks": (b" \n\t\r\n" * 100, "empty"),
    "zeros": (b"\0" * 10_000, "binary data"),
    "half a gzip": (gzip.compress(SAYING.encode())[:-20], "cut"),
    "pdf": (b"%PDF-1.7\n1 0 obj", "a PDF file"),
    "png": (b"\x89PNG\r\n\x1a\n\0\0", "a PNG image"),
    "one letter": (b"a", "no article text"),
    "brackets": (b"(" * 200_000, "no article text"),
    "tags": (b"<" * 200_000, "no article text"),
    "comments": (b"<html><body>" + b"<!--" * 50_000, "no article text"),
    "emoji": ("😀 ".encode() * 5_000, "no article text"),
    "too long": (b"word " * (MAX_TEXT // 5 + 5), "split it by article"),
    "too many signs": (b"7 " * (MAX_WORDS + 5), "split it by article"),
}


@pytest.mark.parametrize("data", CODED.values(), ids=CODED.keys())
def test_odd_text_is_coded_soon(data: bytes, tmp_path: Path, capsys: Capture) -> None:
    page = tmp_path / "page"
    page.write_bytes(data)
    start = time.monotonic()
    assert cli.main(["code", str(page)]) == 0
    assert time.monotonic() - start < SOON
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 1
    assert err == ""


@pytest.mark.parametrize(("data", "told"), SET_ASIDE.values(), ids=SET_ASIDE.keys())
def test_what_is_no_page_is_set_aside_in_one_sentence(
    data: bytes, told: str, tmp_path: Path, capsys: Capture
) -> None:
    page = tmp_path / "page"
    page.write_bytes(data)
    start = time.monotonic()
    assert cli.main(["code", str(page)]) == 3
    assert time.monotonic() - start < SOON
    out, err = capsys.readouterr()
    assert out == ""
    [line] = err.splitlines()
    assert line.startswith(f"sayso: {page}: ")
    assert told in line


@pytest.mark.parametrize("name", ["/no/such", "/dev/null", "a" * 5_000, "a\0b", "/no/\udcff", ""])
def test_a_path_to_nothing_is_set_aside(name: str, capsys: Capture) -> None:
    assert cli.main(["code", "--", name]) == 3
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_given_values_must_be_text(capsys: Capture) -> None:
    assert cli.main(["code", "a.txt", "--given", "outlet=\udcff"]) == 2
    assert "no UTF-8" in capsys.readouterr().err


def test_closed_standard_input_is_an_empty_page(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert cli.main(["code", "-"]) == 3
    assert "empty" in capsys.readouterr().err


def test_closed_standard_output_is_told(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    assert cli.main(["schema"]) == 4
    monkeypatch.undo()
    assert "standard output is closed" in capsys.readouterr().err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    with io.TextIOWrapper(Path("/dev/full").open("wb", buffering=0)) as full:
        monkeypatch.setattr(sys, "stdout", full)
        assert cli.main(["schema"]) == 4
        monkeypatch.undo()
    [line] = capsys.readouterr().err.splitlines()
    assert "cannot be written" in line


# --- bounded pieces


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "a",
        SAYING * 800,
        "a" * 5_000,
        ("(" * 900 + " ") * 30,
        "\n\n" + SAYING,
        "b " * 30_000,
    ],
)
def test_pieces_join_to_the_text(text: str) -> None:
    pieces = list(split_text(text))
    assert "".join(pieces) == text
    assert all(len(piece) <= 2 * PIECE for piece in pieces)
    assert all(len(word) <= 2 * LONGEST_WORD for piece in pieces for word in piece.split())


def test_a_text_in_pieces_is_parsed_like_its_pieces() -> None:
    text = "\n\n".join([SAYING.strip()] * 400)
    assert len(list(split_text(text))) > 1
    whole, one = document(text).spacy_doc, document(SAYING.strip()).spacy_doc
    assert whole.text == text
    sentences = [
        [(t.text, t.lemma_, t.dep_, t.head.text, t.ent_type_) for t in s if not t.is_space]
        for s in whole.sents
    ]
    assert len(sentences) == 400
    known = [(t.text, t.lemma_, t.dep_, t.head.text, t.ent_type_) for t in one]
    assert sum(sentence == known for sentence in sentences) > 390


@pytest.mark.parametrize("text", [". " * 3_000, "and " * 3_000, "He left . " * 500])
def test_no_sentence_is_longer_than_readers_can_take(text: str) -> None:
    assert max(len(s) for s in document(text).spacy_doc.sents) <= 2 * LONGEST_SENTENCE
