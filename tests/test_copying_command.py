"""`sayso copies`: who prints whose text, the difference to read, exit codes."""

import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from copies import LOCAL, WIRE, printed
from ledger_files import write_ledger
from sayso.cli import main
from sayso.records import Coded, Report

FIRST, SECOND, THIRD = WIRE.split("\n\n")
ORIGINAL = printed(WIRE, "Harbour Post", "AFP", "2024-03-05", "Two miners found alive")
EDITED = printed(
    f"{FIRST.replace('two', 'three')}\n\nWe saw the pumps.\n\n{THIRD}",
    "Vale Gazette",
    None,
    "2024-03-06",
    "Alive\x1b[2J after nine days",
)
ALONE = printed(LOCAL, "Upland Courier", None, "2024-03-06")

Capture = pytest.CaptureFixture[str]


def coded(report: Report, path: str) -> Coded:
    return Coded(
        report=replace(report, raw=replace(report.raw, path=path)),
        attributions=(),
        events=(),
        quantities=(),
        forecasts=(),
    )


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return a ledger of a text, its copy, and a report that is alone."""
    path = tmp_path_factory.mktemp("copies") / "news.db"
    pages = [(ORIGINAL, "a.txt"), (EDITED, "pages/b.txt"), (ALONE, "c.txt")]
    write_ledger(path, [coded(report, name) for report, name in pages])
    return str(path)


def test_the_groups_say_whose_text_who_prints(ledger: str, capsys: Capture) -> None:
    assert main(["copies", ledger]) == 0
    out, err = capsys.readouterr()
    heading, original, copy, why, _ = out.split("\n", 4)
    assert heading == "Copy of AFP: 2 reports, 2 outlets"
    printed_by = f"{ORIGINAL.id}  Harbour Post, 2024-03-05, copy of AFP: Two miners found alive"
    assert original == f"  original   {printed_by}, printed first"
    assert copy.startswith("  copy 88%   ")
    assert EDITED.id in copy
    assert "1 of 2 reports sign AFP; printed first, 2024-03-05" in why
    assert "\x1b" not in out
    assert err == ""


@pytest.mark.parametrize("meant", [EDITED.id, EDITED.id[:9], "pages/b.txt", ORIGINAL.id])
def test_a_report_is_shown_beside_its_original(ledger: str, meant: str, capsys: Capture) -> None:
    assert main(["copies", ledger, meant]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(f"{EDITED.id} is a copy: ")
    assert lines[1] == f"--- Harbour Post, 2024-03-05, {ORIGINAL.id}"
    assert lines[2] == f"+++ Vale Gazette, 2024-03-06, {EDITED.id}"
    assert [line for line in lines[3:] if line[:1] in ("-", "+")] == [
        "- two",
        "+ three",
        f"- {SECOND}",
        "+ We saw the pumps.",
    ]


def test_colours_show_on_terminals_alone(
    ledger: str, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert main(["copies", ledger, EDITED.id]) == 0
    assert "\x1b[3" in capsys.readouterr().out


def test_programs_get_one_object_a_line(ledger: str, capsys: Capture) -> None:
    assert main(["copies", ledger, "--format", "json"]) == 0
    [group] = map(json.loads, capsys.readouterr().out.splitlines())
    assert (group["whose"], group["first"]) == ("AFP", ORIGINAL.id)
    assert [each["report"] for each in group["reprints"]] == [ORIGINAL.id, EDITED.id]
    assert main(["copies", ledger, EDITED.id, "--format", "json"]) == 0
    [shown] = map(json.loads, capsys.readouterr().out.splitlines())
    assert shown["changed"][0] == {"kind": "changed", "original": "two", "copy": "three"}
    start, end = shown["copy"]["changes"][0]["original"]
    assert ORIGINAL.text[start:end] == "two"


def test_a_report_that_is_alone_is_told(ledger: str, capsys: Capture) -> None:
    assert main(["copies", ledger, "c.txt"]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("sayso: c.txt shares its text with no other report of ")


@pytest.mark.parametrize(
    ("meant", "told"),
    [("nowhere.txt", "holds no report nowhere.txt"), ("r", "several reports"), (" ", "needed")],
)
def test_a_report_that_nobody_can_tell_is_bad_usage(
    ledger: str, meant: str, told: str, capsys: Capture
) -> None:
    assert main(["copies", ledger, meant]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert told in err
    assert err.count("\n") == 1


def test_a_part_that_is_taken_over_is_listed_and_shown(tmp_path: Path, capsys: Capture) -> None:
    longer = printed(f"{WIRE} {WIRE[::-1]}", "Harbour Post", None, "2024-03-05")
    mixed = printed(f"{FIRST}\n\n{SECOND}\n\n{LOCAL}", "Upland Courier", None, "2024-03-07")
    path = tmp_path / "news.db"
    write_ledger(path, [coded(longer, "a.txt"), coded(mixed, "b.txt")])
    assert main(["copies", str(path)]) == 0
    assert "A part taken over" in capsys.readouterr().out
    assert main(["copies", str(path), "b.txt"]) == 0
    assert f"{mixed.id} takes over a part: " in capsys.readouterr().out


def test_a_ledger_without_copies_says_so(tmp_path: Path, capsys: Capture) -> None:
    write_ledger(tmp_path / "news.db", [coded(ALONE, "c.txt")])
    assert main(["copies", str(tmp_path / "news.db")]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert "no two reports" in err
