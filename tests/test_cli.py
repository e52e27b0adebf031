"""The command line: what goes to which stream, which exit code tells what, and plain errors."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from coded import sample
from sayso import __version__, cli
from sayso.clean import Given
from sayso.cli.app import tell
from sayso.cli.given import GIVEN_KEYS, parse_day, parse_given, spread_given
from sayso.errors import ModelError, SpanError
from sayso.records import Coded, Issue, Span
from sayso.span_law import check_quotes, find_misquotes

UNREADABLE = Issue(
    input="b.bin",
    stage="read",
    error="InputError",
    message="the input is empty; give a page with some text",
)

Inputs = Callable[..., Iterator[Coded | Issue]]


def inputs_of(*found: Coded | Issue | BaseException) -> Inputs:
    """Return a stand-in for `code_inputs` that yields `found` and raises what is an exception."""

    def code_inputs(*_: object) -> Iterator[Coded | Issue]:
        for item in found:
            if isinstance(item, BaseException):
                raise item
            yield item

    return code_inputs


@pytest.fixture
def coding(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return what sets the outcome of a run, so that no language model is needed."""

    def become(*found: Coded | Issue | BaseException) -> None:
        monkeypatch.setattr(cli.coding, "code_inputs", inputs_of(*found))

    return become


Coding = Callable[..., None]
Capture = pytest.CaptureFixture[str]


# --- exit codes and streams ---


def test_strict_and_loose_exclude_each_other(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["code", "a.txt", "--strict", "--loose"]) == 2
    assert "exclude each other" in capsys.readouterr().err


def test_a_page_becomes_one_line_of_json(coding: Coding, capsys: Capture) -> None:
    coding(sample(), sample())
    assert cli.main(["code", "a.txt", "b.txt"]) == 0
    out, err = capsys.readouterr()
    assert [msgspec.json.decode(line, type=Coded) for line in out.splitlines()] == [sample()] * 2
    assert err == ""


def test_what_is_set_aside_is_told_and_the_rest_goes_on(
    coding: Coding, capsys: Capture, tmp_path: Path
) -> None:
    coding(UNREADABLE, sample())
    kept = tmp_path / "issues.jsonl"
    assert cli.main(["code", "b.bin", "a.txt", "--issues", str(kept)]) == 3
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 1
    assert err == "sayso: b.bin: the input is empty; give a page with some text\n"
    assert msgspec.json.decode(kept.read_bytes(), type=Issue) == UNREADABLE


@pytest.mark.parametrize("fault", [ModelError("no model."), SpanError("no quote.")])
def test_integrity_faults_end_the_run(fault: Exception, coding: Coding, capsys: Capture) -> None:
    coding(sample(), fault)
    assert cli.main(["code", "a.txt"]) == 4
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 1
    assert err == f"sayso: {fault}\n"


def test_an_interrupt_is_told_plainly(coding: Coding, capsys: Capture) -> None:
    coding(KeyboardInterrupt())
    assert cli.main(["code", "a.txt"]) == 130
    assert "interrupted" in capsys.readouterr().err


def test_a_bug_is_not_hidden(coding: Coding) -> None:
    coding(ZeroDivisionError())
    with pytest.raises(ZeroDivisionError):
        cli.main(["code", "a.txt"])


def test_table_is_a_sheet_without_colour_codes(coding: Coding, capsys: Capture) -> None:
    coding(sample())
    assert cli.main(["code", "a.txt", "--format", "table"]) == 0
    out = capsys.readouterr().out
    assert "Who says what" in out
    assert "\x1b" not in out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["coed", "a.txt"], 'Did you mean "code"?'),
        (["code"], "code needs a page"),
        (["code", "a.txt", "--frmat", "table"], "did you mean --format?"),
        (["code", "a.txt", "-x"], "a page of that name is ./-x"),
        (["code", "a.txt", "--format", "tabel"], 'Did you mean "table"?'),
        (["code", "a.txt", "--given"], "--given requires an argument"),
        (["code", "a.txt", "--given", "outlet"], "--given takes key=value, not 'outlet'"),
        (["code", "a.txt", "--given", "url=x", "outlt=y"], "did you mean outlet?"),
        (["code", "a.txt", "--given", "colour=y"], "it knows url, published, outlet"),
        (["code", "a.txt", "--given", "url=x", "--given", "url=y"], "--given has url twice"),
        (["code", "a.txt", "--given", "outlet="], "outlet= has no value"),
        (["code", "a.txt", "--given", "published=20/12/2022"], "write it like 2026-11-22"),
        (["code", "a.txt", "--issues", "/no/such/folder/x"], "cannot be written"),
    ],
)
def test_usage_errors_say_what_to_do(
    words: list[str], told: str, coding: Coding, capsys: Capture
) -> None:
    coding(sample())
    assert cli.main(words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert told in err
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize("words", [["--help"], ["code", "--help"], ["demo", "--help"], []])
def test_help_shows_examples(words: list[str], capsys: Capture) -> None:
    assert cli.main(words) == 0
    out = capsys.readouterr().out
    assert "Examples:" in out
    assert "\x1b" not in out


def test_version(capsys: Capture) -> None:
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out.strip() == __version__


def test_schema_names_every_record(capsys: Capture) -> None:
    assert cli.main(["schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    assert schema["$ref"] == "#/$defs/Coded"
    assert {"Report", "Attribution", "Event", "Quantity", "Forecast"} <= set(schema["$defs"])


def test_talk_is_one_line_that_cannot_paint(capsys: Capture) -> None:
    tell("a page\x1b[31m named\nthus \u202e")
    assert capsys.readouterr().err == "sayso: a page [31m named thus  \n"


# --- what is known beforehand ---


@pytest.mark.parametrize(
    ("words", "spread"),
    [
        ("code x --given a=1 b=2", "code x --given a=1 --given b=2"),
        ("code --given a=1 b=2 x c=3", "code --given a=1 --given b=2 x c=3"),
        ("code --given a=1 --given b=2 c=3", "code --given a=1 --given b=2 --given c=3"),
        ("code --given=a=1 b=2 -", "code --given=a=1 --given b=2 -"),
        ("code a=1 --given x b=2", "code a=1 --given x b=2"),
        ("code -- --given a=1 b=2", "code -- --given a=1 b=2"),
        ("code --given a=1 --format table", "code --given a=1 --format table"),
    ],
)
def test_several_pairs_may_follow_one_flag(words: str, spread: str) -> None:
    assert spread_given(words.split()) == spread.split()


@given(st.lists(st.sampled_from(["--given", "--", "-", "a=1", "b=2", "x", "--format", "=c"])))
def test_spreading_twice_changes_nothing(words: list[str]) -> None:
    once = spread_given(words)
    assert spread_given(once) == once


def test_known_keys_are_those_of_the_cleaner() -> None:
    assert tuple(Given.__struct_fields__) == GIVEN_KEYS


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2026-11-22", "2026-11-22"),
        ("20261122", "2026-11-22"),
        (" 2026-11-22T10:30+01:00 ", "2026-11-22T10:30:00+01:00"),
    ],
)
def test_published_is_an_iso_date(value: str, day: str) -> None:
    assert parse_given([f"published={value}"]) == {"published": day}


@given(st.text())
def test_no_other_date_is_taken(value: str) -> None:
    try:
        day = parse_day(value)
    except ValueError:
        return
    assert day[:4].isdigit()


def test_values_keep_their_equals_signs() -> None:
    assert parse_given(["url=https://a.example/?b=c"]) == {"url": "https://a.example/?b=c"}


# --- quotes ---


def test_records_that_quote_pass() -> None:
    assert list(find_misquotes(sample())) == []


def test_a_span_outside_the_text_is_found() -> None:
    coded = sample()
    far = Span(10_000, 10_001)
    wrong = replace(coded, events=(replace(coded.events[0], trigger=far),))
    assert list(find_misquotes(wrong)) == [far]
    with pytest.raises(SpanError, match="does not quote"):
        check_quotes(wrong)


def test_a_record_that_quotes_other_words_is_found() -> None:
    coded = sample()
    wrong = replace(coded, quantities=(replace(coded.quantities[0], text="61 rebels"),))
    assert list(find_misquotes(wrong)) == [coded.quantities[0].span]


# --- the real thing, as a process ---

PROGRAM = "import sys; from sayso.cli import main; sys.exit(main())"
PAGE = "Officials said on Monday that at least 12 people were killed in a fire in Nairobi.\n" * 2


def sayso(
    *words: str, stdin: bytes = b"", check: Iterable[int] = (0,)
) -> subprocess.CompletedProcess[bytes]:
    """Run `sayso` as a user would; the exit code must be one of `check`."""
    quiet = {key: value for key, value in os.environ.items() if key != "FORCE_COLOR"}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", PROGRAM, *words],
        input=stdin,
        capture_output=True,
        timeout=120,
        env=quiet,
        check=False,
    )
    assert done.returncode in check, done.stderr.decode()
    return done


def test_stdin_is_coded_and_a_missing_page_set_aside() -> None:
    done = sayso("code", "-", "/no/such/page.txt", stdin=PAGE.encode(), check=[3])
    [line] = done.stdout.splitlines()
    assert msgspec.json.decode(line, type=Coded).report.text
    [told] = done.stderr.decode().splitlines()
    assert told.startswith("sayso: ")
    assert "/no/such/page.txt" in told


def test_what_is_given_outranks_the_page() -> None:
    done = sayso(
        "code", "--given", "outlet=Harbour Post", "published=2026-11-22", "-", stdin=PAGE.encode()
    )
    report = msgspec.json.decode(done.stdout, type=Coded).report
    assert report.outlet == "Harbour Post"
    assert report.published is not None
    assert (report.published.value, report.published.basis) == ("2026-11-22", "given")


def test_a_reader_that_has_enough_ends_the_run_quietly() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, "schema"],
            stdout=writer,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )
    finally:
        os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


def test_demo_codes_every_page() -> None:
    done = sayso("demo")
    shown = done.stdout.decode()
    assert done.stderr == b""
    assert "\x1b" not in shown
    for words in ("Who says what", "All pages", "18 pages", "One story, several figures"):
        assert words in shown
    ledger = shown[shown.index("Told by independent sources") :]
    for words in ("Kurmuk, SDN", "15 to 60", "9 to 47", "borne out"):
        assert words in ledger


def test_help_waits_for_no_reader() -> None:
    """What a page needs is loaded when there is a page: `sayso --help` answers at once."""
    heavy = ("numpy", "spacy", "sayso.ingest", "sayso.clean", "sayso.fetch")
    program = f"import sys, sayso.cli; print([name for name in {heavy!r} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert found.stdout.strip() == b"[]"
