"""`sayso trace`: the bytes behind the characters, as a user asks for them."""

import json
from pathlib import Path

import pytest

from sayso import cli
from sayso.clean import Given, clean_page
from sayso.ingest import page_of

Capture = pytest.CaptureFixture[str]

PAGE = """<!doctype html><html lang="en"><head><title>Bridge shut</title></head><body>
<nav><a href="/">Home</a></nav><article><h1>Bridge shut</h1>
<p>The bridge at Caf&eacute; Noir was <b>shut</b> on Monday after a week of rain, she said.</p>
<p>Two people were hurt when a wall fell, he said, and the road stays closed until Friday.</p>
</article></body></html>"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_text(PAGE, "utf-8")
    return path


def test_the_bytes_of_a_span_are_told(page: Path, capsys: Capture) -> None:
    report = clean_page(page_of(page.read_bytes(), None), Given())
    start = report.text.index("Café Noir was shut")
    assert cli.main(["trace", str(page), str(start), str(start + 18)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["text"] == "Café Noir was shut"
    data = page.read_bytes()
    quoted = b"".join(data[first:after] for first, after in found["bytes"])
    assert b"Caf&eacute; Noir was" in quoted
    assert quoted.endswith(b"shut")
    assert found["source"][0].startswith("Caf&eacute; Noir was")
    assert found["report"] == report.id


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["5", "5"], 2, "must be a span"),
        (["0", "100000"], 2, "there is no span"),
        (["0", "5", "--report", "rffff"], 3, "holds no page rffff"),
    ],
)
def test_what_cannot_be_traced_is_told(
    page: Path, words: list[str], code: int, said: str, capsys: Capture
) -> None:
    assert cli.main(["trace", str(page), *words]) == code
    assert said in capsys.readouterr().err


def test_a_file_that_is_not_there_is_told(tmp_path: Path, capsys: Capture) -> None:
    assert cli.main(["trace", str(tmp_path / "none"), "0", "5"]) == 3
    assert "see: sayso code" in capsys.readouterr().err
