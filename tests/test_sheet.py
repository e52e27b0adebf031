"""The sheet: it says what the records say, it fits its width, and a page cannot paint on it."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from rich.console import Console

from coded import number_of, sample
from pages import report_of
from sayso.records import Coded, Span, Time, TimePrecision
from sayso.sheet import days_of, figure, find_contested, printable, reading, sheet, summary


def printed(renderable: object, width: int = 100, *, colour: bool = False) -> str:
    """Return what a console of `width` columns shows."""
    out = io.StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        highlight=False,
        markup=False,
    )
    console.print(renderable)
    return out.getvalue()


@pytest.mark.parametrize(
    "words",
    [
        "Horn Dispatch · copy of Meridian · 15 April 2026",
        "Rival accounts",
        "filed from ADDIS ABABA · by Selam Worku",
        "3 statements, 1 event, 2 numbers, 1 forecast",
        "Sudanese army SDN MIL",
        "via state radio",
        "“denied”",
        "denies",
        "possible",
        "as actor",
        "ASSAULT armed",
        "“killed”",
        "with drones",
        "hypothetical",
        "Kurmuk, SDN",
        "Sunday (2026-04-12)",
        "rebel, killed",
        "≥ 60",
        "≤ 4,000",
        "3 source not named",
        "would count: by SDN, ≤ 4,000 person",
        "on track",
    ],
)
def test_sheet_says_what_the_records_say(words: str) -> None:
    assert words in printed(sheet(sample()), 120)


@pytest.mark.parametrize("width", [60, 80, 100, 120])
def test_sheet_fits_its_width(width: int) -> None:
    assert max(map(len, printed(sheet(sample()), width).splitlines())) <= width


def test_sheet_of_an_empty_page_says_so() -> None:
    bare = Coded(
        report=report_of("Nothing."), attributions=(), events=(), quantities=(), forecasts=()
    )
    told = printed(sheet(bare))
    assert "unknown outlet" in told
    assert "Nothing on this page was coded." in told
    assert "Who says what" not in told


def test_pages_cannot_paint_or_turn_the_text() -> None:
    hostile = "[red]Army[/red] \x1b[31mred\x1b[0m \u202eevil\u202c :boom:"
    coded = sample()
    army = replace(coded.events[0].actors[0], name=hostile)
    coded = replace(
        coded,
        report=replace(coded.report, title=hostile, outlet=hostile, text=coded.report.text),
        events=(replace(coded.events[0], actors=(army,)),),
    )
    told = printed(sheet(coded), 120)
    assert "\x1b" not in told
    assert "\u202e" not in told
    assert "[red]Army[/red]" in told
    assert ":boom:" in told


@given(st.text(max_size=400), st.integers(1, 60))
def test_printable_text_is_one_clean_short_line(text: str, limit: int) -> None:
    line = printable(text, limit)
    assert line.isprintable()
    assert len(line) <= limit + 1


def test_printable_is_quick_on_long_hostile_text() -> None:
    assert len(printable("\u202e[" * 100_000)) < 100


@pytest.mark.parametrize(
    ("fields", "read"),
    [
        ({"low": 21, "value": 20, "item": "drone"}, "≥ 21"),
        ({"low": 2, "high": 3, "item": "wave"}, "2–3"),
        ({"value": 9000, "item": "troop"}, "≈ 9,000"),
        ({"item": "drone"}, "some"),
        ({"high": 50}, "≤ 50"),
        ({"kind": "money", "unit": "USD", "low": 45e8, "high": 45e8}, "4.5 billion USD"),
        ({"kind": "money", "item": "peso", "low": 14, "high": 14}, "14 peso"),
        ({"kind": "share", "unit": "%", "low": 12, "high": 12, "item": "vote"}, "12 %"),
        ({"kind": "duration", "unit": "a", "low": 3, "high": 3}, "3 years"),
        ({"kind": "count", "low": 70, "high": 70, "item": "missile", "per": "month"},
         "70 per month"),
    ],
)  # fmt: skip
def test_reading_shows_the_bounds(fields: dict[str, object], read: str) -> None:
    assert reading(number_of("x", **fields)) == read


@pytest.mark.parametrize(
    ("number", "read"),
    [(0, "0"), (0.7, "0.7"), (1250, "1,250"), (1_300_000, "1.3 million"), (-2e9, "-2 billion")],
)
def test_figures_read_well(number: float, read: str) -> None:
    assert figure(number) == read


def test_rival_figures_stand_side_by_side_with_their_sources() -> None:
    army = sample()
    other = number_of("41 soldiers", low=41, item="rebel", measure="kill")
    rebels = replace(army, report=replace(army.report, outlet="Free Voice"), quantities=(other,))
    [(topic, claims)] = find_contested([army, rebels])
    assert topic == "rebel, killed"
    assert [claim.figure for claim in claims] == ["≥ 60", "≥ 41"]
    assert [claim.source for claim in claims] == ["Sudanese army", "Meridian, own voice"]
    told = printed(summary({"Battle": [army, rebels]}), 120)
    assert "2 pages" in told
    assert "One story, several figures" in told
    assert told.count("up to 4,000 people in the camp") == 1


def test_figures_that_agree_are_not_contested() -> None:
    assert list(find_contested([sample(), sample()])) == []


@pytest.mark.parametrize(
    ("start", "end", "precision", "days"),
    [
        (None, None, None, None),
        ("2026-04-12", "2026-04-13", "day", "2026-04-12"),
        ("2026-04-12T18:00", "2026-04-13T00:00", "part_of_day", "2026-04-12"),
        ("2026-03-01", "2026-04-01", "month", "2026-03"),
        ("2026-01-01", "2027-01-01", "year", "2026"),
        ("2026-03-02", "2026-03-09", "week", "2026-03-02 to 2026-03-08"),
        ("2026-03-02", None, None, "from 2026-03-02"),
    ],
)
def test_days_leave_the_exclusive_end_out(
    start: str | None, end: str | None, precision: TimePrecision | None, days: str | None
) -> None:
    moment = Time(
        span=Span(0, 1), text="then", timex="", start=start, end=end, precision=precision
    )
    assert days_of(moment) == days
