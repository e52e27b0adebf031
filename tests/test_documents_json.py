"""The JSON reader finds what the standard library finds, and says where it stands."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.ingest.documents.json_source import (
    MAX_DEPTH,
    JsonList,
    JsonObject,
    JsonScalar,
    JsonString,
    JsonValue,
    parse_json,
    string_at,
)
from sayso.traced import Traced

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=8), inner, max_size=5)
    ),
    max_leaves=20,
)


def plain(value: JsonValue, source: Traced) -> Any:
    """Return a value as the standard library gives it; a scalar as written."""
    if isinstance(value, JsonString):
        return string_at(source, value).text
    if isinstance(value, JsonScalar):
        return float(json.loads(value.text) or 0)
    if isinstance(value, JsonList):
        return [plain(item, source) for item in value.items]
    return {name: plain(member, source) for name, member in value.members.items()}


def kept(value: Any) -> Any:
    """Return what the reader keeps of a value: no scalars in lists, no lone surrogates."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return [kept(item) for item in value if isinstance(item, str | list | dict)]
    if isinstance(value, dict):
        return {name: kept(member) for name, member in value.items()}
    return float(value or 0)


@given(VALUES, st.booleans(), st.sampled_from([None, 1]))
def test_values_are_those_of_the_standard_library(
    value: Any, ascii_only: bool, indent: int | None
) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    source = Traced.decoded(text.encode("utf-8", "replace"), "utf-8")
    values, fault = parse_json(source.text)
    assert fault is None
    [found] = values
    assert repr(plain(found, source)) == repr(kept(json.loads(source.text)))


@given(st.text(alphabet='{}[]:,"\\ u0deE1.-ntf', max_size=60))
def test_what_the_standard_library_refuses_is_a_fault(text: str) -> None:
    try:
        json.loads(text, strict=False)
    except ValueError:
        return
    values, fault = parse_json(text)
    assert fault is None
    assert len(values) == 1


@pytest.mark.parametrize(
    "text",
    [
        "[1,]",
        "{,}",
        '{"a" 1}',
        '{"a":}',
        '{"a":1 "b":2}',
        '["a" "b"]',
        "]",
        "[1}",
        "{1:2}",
        "[tru]",
    ],
)
def test_faults_have_a_place_and_a_reason(text: str) -> None:
    _, fault = parse_json(text)
    assert fault is not None
    assert 0 <= fault.position <= len(text)
    assert fault.reason


@given(st.text(), st.data())
def test_a_string_cut_short_keeps_what_was_read(text: str, data: st.DataObject) -> None:
    whole = json.dumps({"id": 1, "text": text})
    cut = whole[: data.draw(st.integers(min_value=1, max_value=len(whole) - 1))]
    values, fault = parse_json(cut)
    assert fault is not None
    for value in values:
        assert isinstance(value, JsonObject)
        found = value.members.get("text")
        if isinstance(found, JsonString):
            assert json.dumps(text)[1:-1].startswith(cut[found.start : found.end])


def test_depth_costs_no_more_than_length() -> None:
    for text in ("[" * 100_000, '{"a":' * 100_000, "[" * 50_000 + "]" * 50_000):
        values, _ = parse_json(text)
        depth = 0
        while values and isinstance(values[0], JsonList):
            values, depth = values[0].items, depth + 1
        assert depth <= MAX_DEPTH + 1


def test_surrogates_are_joined_or_replaced() -> None:
    source = Traced.decoded(rb'"\ud83d\ude00 \ud83d \ude00 \u00e9"', "utf-8")
    values, _ = parse_json(source.text)
    assert plain(values[0], source) == "😀 \ufffd \ufffd é"
