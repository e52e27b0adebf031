"""`sayso events`, `incidents`, `figures`, `forecasts`, `who-said`: what is printed, and how."""

import csv
import io
import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from asked import add_rows, fill, number_of, pages
from ledger_files import write_ledger
from sayso import cli
from sayso.cli.asking import Asked
from sayso.ledger import add_coded, begin_run, open_ledger
from sayso.ledger.query import Filters
from sayso.ledger.query.formats import defused

PAGES = pages(6)
COMMANDS = ("events", "incidents", "figures", "forecasts", "who-said")


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a ledger of six pages; two of their events are one incident, with rival numbers."""
    held = tmp_path_factory.mktemp("asked") / "news.db"
    with open_ledger(held, create=True) as ledger:
        fill(ledger, PAGES)
        told = {"id": "n1", "title": "It had killed rebels.", "type": "ASSAULT", "place": "Kurmuk"}
        shown = {"longitude": 34.287, "latitude": 10.557, "outlets": 2, "origins": 2, "reports": 2}
        add_rows(ledger, "incidents", {**told, **shown, "contested": True})
        incident = number_of(ledger, "incidents", "n1")
        series = {"id": "s1", "incident": incident, "measure": "kill", "item": "rebel", "low": 60}
        add_rows(ledger, "series", {**series, "high": None, "figures": 2, "sources": 2})
        for ordinal, coded in enumerate(PAGES[:2]):
            event, counted = coded.events[0], coded.quantities[0]
            number = number_of(ledger, "events", event.id)
            add_rows(ledger, "members", {"incident": incident, "event": number})
            figure: dict[str, object] = {
                "series": number_of(ledger, "series", "s1"),
                "quantity": number_of(ledger, "quantities", counted.id),
                "ordinal": ordinal,
                "relation": "rival" if ordinal else "first",
                "reason": "another source gave it",
            }
            add_rows(ledger, "series_figures", figure)
    return held


def ask(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    status = cli.main([str(word) for word in words])
    out, err = capsys.readouterr()
    return status, out, err


def lines(capsys: pytest.CaptureFixture[str], *words: object) -> list[dict[str, Any]]:
    status, out, err = ask(capsys, *words)
    assert (status, err) == (0, "")
    return [json.loads(line) for line in out.splitlines()]


@pytest.mark.parametrize(
    ("command", "per_page"), [("figures", 2), ("forecasts", 1), ("who-said", 3)]
)
def test_piped_it_is_lines_of_json(
    capsys: pytest.CaptureFixture[str], path: Path, command: str, per_page: int
) -> None:
    assert len(lines(capsys, command, path)) == per_page * len(PAGES)


def test_filters_are_flags(capsys: pytest.CaptureFixture[str], path: Path) -> None:
    rows = lines(capsys, "events", path, "--type", "ASSAULT,PROTEST", "--place", "Sudan")
    assert rows
    assert {row["place"]["country"] for row in rows} == {"SDN"}
    both = lines(capsys, "events", path, "--outlet", "herald", "--outlet", "post")
    assert {row["report"]["outlet"] for row in both} == {"Ñuevo Herald", "The Harbour Post"}
    west = lines(capsys, "events", path, "--box=-180,-90,180,90", "--since", "2026-04")
    assert len(west) == 4


def test_every_filter_is_a_flag() -> None:
    assert tuple(field.name for field in fields(Asked)) == Filters.__struct_fields__


def test_pages_follow_by_a_token(capsys: pytest.CaptureFixture[str], path: Path) -> None:
    ids: list[str] = []
    token: list[str] = []
    for _ in range(4):
        status, out, err = ask(capsys, "events", path, "--limit", 2, *token)
        ids += [json.loads(line)["id"] for line in out.splitlines()]
        assert status == 0
        if not err:
            break
        assert err.startswith("sayso: there is more; go on with the same command and --after ")
        token = ["--after", err.split()[-1]]
    assert len(ids) == len(set(ids)) == len(PAGES)


def test_a_table_to_read(capsys: pytest.CaptureFixture[str], path: Path) -> None:
    status, out, _ = ask(capsys, "events", path, "--format", "table", "--outlet", "dispatch")
    assert status == 0
    words = " ".join(out.split())
    for shown in ("2026-04-12", "ASSAULT", "killed", "at least 60", "rebels", "asserts"):
        assert shown in words


def test_incidents_with_their_numbers(capsys: pytest.CaptureFixture[str], path: Path) -> None:
    [row] = lines(capsys, "incidents", path)
    assert (row["id"], row["origins"], row["contested"]) == ("n1", 2, True)
    assert (row["ranges"][0]["low"], row["ranges"][0]["high"]) == (60, None)
    _, out, _ = ask(capsys, "incidents", path, "--format", "table")
    words = " ".join(out.split())
    assert "60 or more" in words
    assert "2 outlets, 2 origins" in words


def test_rivals_stand_side_by_side(capsys: pytest.CaptureFixture[str], path: Path) -> None:
    outlet = PAGES[0].report.outlet
    asked = ("figures", path, "--measure", "kill", "--outlet", f"={outlet}")
    rows = lines(capsys, *asked)
    assert [row["standing"]["relation"] for row in rows if row["standing"]] == ["first"]
    _, out, _ = ask(capsys, *asked, "--format", "table")
    assert "rival" in out  # the other number, of another outlet, is shown beside it
    assert str(PAGES[1].report.outlet) in out
    assert "average" not in out


def test_a_rule_picks_one_number_and_leaves_the_others(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "derived.db"
    write_ledger(path, PAGES)
    rows = lines(capsys, "figures", path, "--best", "highest", "--measure", "kill")
    assert len(rows) == len(PAGES)
    given = {row["id"] for row in lines(capsys, "figures", path)}
    picked = [row["standing"]["best"] for row in rows if row["standing"]]
    assert all(best["rule"] == "highest" and best["reason"] for best in picked)
    assert {best["quantity"] for best in picked} <= {*given, None}
    _, out, _ = ask(capsys, "figures", path, "--best", "highest", "--format", "table")
    assert not picked or "highest:" in out


def test_a_rule_that_is_none(capsys: pytest.CaptureFixture[str], path: Path) -> None:
    status, out, err = ask(capsys, "figures", path, "--best", "average")
    assert (status, out) == (2, "")
    assert "it is one of latest, official" in err


def test_csv_that_no_spreadsheet_runs(capsys: pytest.CaptureFixture[str], path: Path) -> None:
    status, out, _ = ask(capsys, "who-said", path, "--format", "csv", "--stance", "denies")
    assert status == 0
    rows = list(csv.DictReader(io.StringIO(out)))
    assert len(rows) == len(PAGES)
    assert {row["said"] for row in rows} == {"soldiers may have fled"}


@pytest.mark.parametrize("command", COMMANDS)
def test_csv_of_each_kind(capsys: pytest.CaptureFixture[str], path: Path, command: str) -> None:
    status, out, _ = ask(capsys, command, path, "--format", "csv")
    [header, *rows] = list(csv.reader(io.StringIO(out)))
    assert (status, header[0]) == (0, "id")
    assert rows
    assert {len(row) for row in rows} == {len(header)}


@pytest.mark.parametrize("command", ["events", "incidents", "figures"])
def test_geojson(capsys: pytest.CaptureFixture[str], path: Path, command: str) -> None:
    status, out, _ = ask(capsys, command, path, "--format", "geojson")
    assert status == 0
    collection = json.loads(out)
    assert collection["type"] == "FeatureCollection"
    points = [feature["geometry"] for feature in collection["features"]]
    assert all(point is None or point["type"] == "Point" for point in points)
    if command != "figures":
        assert [34.287, 10.557] in [point["coordinates"] for point in points if point]


def test_no_map_of_statements(capsys: pytest.CaptureFixture[str], path: Path) -> None:
    status, out, err = ask(capsys, "who-said", path, "--format", "geojson")
    assert (status, out) == (2, "")
    assert "have no place" in err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--type", "ASSALT"), "did you mean ASSAULT?"),
        (("--limit", 0), "1 to 1,000 rows"),
        (("--after", "x"), "no token"),
        (("--contested", "maybe"), "yes or no"),
    ],
)
def test_what_cannot_be_asked(
    capsys: pytest.CaptureFixture[str], path: Path, words: tuple[object, ...], says: str
) -> None:
    status, out, err = ask(capsys, "events", path, *words)
    assert (status, out) == (2, "")
    assert says in err
    assert err.count("\n") == 1


def test_nothing_found_says_what_to_try(capsys: pytest.CaptureFixture[str], path: Path) -> None:
    status, out, err = ask(capsys, "events", path, "--type", "ASSAULT", "--actor", "nobody")
    assert (status, out) == (0, "")
    assert err == "sayso: no events meet all of these filters; without --actor there are 3\n"


def test_reports_that_wait_are_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with open_ledger(tmp_path / "new.db", create=True) as ledger:
        add_coded(ledger, begin_run(ledger, "1", {}), PAGES[:1])
    status, _, err = ask(capsys, "events", tmp_path / "new.db")
    assert status == 0
    assert "give sayso run once more" in err


def test_a_ledger_that_is_not_there(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    status, _, err = ask(capsys, "events", tmp_path / "none.db")
    assert status == 4
    assert "is not there" in err


# --- cells of a spreadsheet ---------------------------------------------------------------------


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
@pytest.mark.parametrize("before", ["", " ", "\u00a0", "\u200b", "\ufeff", "\t "])
@pytest.mark.parametrize("rest", ["cmd|' /C calc'!A0", "SUM(A1)", "1+1", 'HYPERLINK("x")'])
def test_a_formula_is_defused(start: str, before: str, rest: str) -> None:
    if start.isspace() and before:
        return  # only what the cell itself begins with is a break
    cell = f"{before}{start}{rest}"
    assert defused(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["-5", "+7", "-0.25", "3", -5, -0.25, 12, None, True, "", "a=b"])
def test_numbers_and_plain_words_stay(cell: Any) -> None:
    assert defused(cell) == cell


@pytest.mark.parametrize("cell", ["-5+3", "-1e5", "--5", "-", "+", "-.5", "-5.", "－5"])
def test_what_only_looks_like_a_number(cell: str) -> None:
    assert defused(cell) == f"'{cell}"
