"""Records: spans check themselves, JSON round-trips, the schema names every field."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages import report_of
from sayso.errors import SpanError
from sayso.ids import content_id
from sayso.records import Coded, Party, Span


@pytest.mark.parametrize(("start", "end"), [(0, 0), (3, 2), (-1, 2)])
def test_span_that_cannot_quote_is_refused(start: int, end: int) -> None:
    with pytest.raises(SpanError, match="need 0 <= start < end"):
        Span(start, end)


def test_span_is_written_as_two_numbers() -> None:
    assert msgspec.json.encode(Span(3, 8)) == b"[3,8]"
    assert msgspec.json.decode(b"[3,8]", type=Span) == Span(3, 8)


def test_overlap_is_half_open() -> None:
    assert Span(0, 3).overlaps(Span(2, 5))
    assert not Span(0, 3).overlaps(Span(3, 5))
    assert Span(0, 5).covers(Span(3, 5))
    assert not Span(0, 5).covers(Span(3, 6))


def test_coded_page_round_trips_with_the_keys_of_the_contract() -> None:
    coded = Coded(
        report=report_of("Troops left."), attributions=(), events=(), quantities=(), forecasts=()
    )
    line = msgspec.json.encode(coded)
    assert msgspec.json.decode(line, type=Coded) == coded
    assert list(msgspec.json.decode(line)) == [
        "report",
        "attributions",
        "events",
        "quantities",
        "forecasts",
    ]
    assert list(msgspec.json.decode(line)["report"])[:4] == ["id", "url", "title", "language"]


def test_schema_describes_every_record() -> None:
    schema = msgspec.json.schema(Coded)
    names = set(schema["$defs"])
    assert {
        "Report",
        "Party",
        "Place",
        "Time",
        "Attribution",
        "Event",
        "Quantity",
        "Forecast",
    } <= names
    assert set(schema["$defs"]["Party"]["required"]) == set(Party.__struct_fields__)


@given(st.lists(st.text(), max_size=4), st.lists(st.text(), max_size=4))
def test_ids_come_from_content(one: list[str], other: list[str]) -> None:
    assert (content_id("event", *one) == content_id("event", *other)) == (one == other)


def test_id_tells_the_kind_of_record() -> None:
    assert content_id("quantity", "a", 1, None).startswith("q")
    assert content_id("quantity", "ab", "c") != content_id("quantity", "a", "bc")
