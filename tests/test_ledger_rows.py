"""Records -> rows -> the same records, whatever they hold."""

from collections.abc import Iterator
from typing import TypeVar, get_args

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from coded import sample
from ledger_files import in_memory
from sayso import records
from sayso.errors import StoreError
from sayso.ledger import Ledger, add_coded, begin_run, export_reports
from sayso.ledger.identity import as_kept, digest_of, input_id
from sayso.records import (
    Attribution,
    Basis,
    Chrome,
    Coded,
    Dateline,
    Event,
    Expectation,
    Forecast,
    Instrument,
    Party,
    Place,
    Quantity,
    Raw,
    Report,
    Run,
    Span,
    Time,
    Timestamp,
)

Drawn = TypeVar("Drawn")

# What UTF-8 can write; the stages let nothing else through.
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
NAMES = st.lists(WORDS, max_size=2).map(tuple)
NUMBERS = st.none() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
DEGREES = st.floats(-180, 180).map(lambda degrees: degrees + 0.0)  # SQLite has no -0.0


def one_of(kind: object) -> st.SearchStrategy[str]:
    """Return the values of a `Literal`, in Python's sense of it."""
    return st.sampled_from(get_args(kind))


def maybe(values: st.SearchStrategy[Drawn]) -> st.SearchStrategy[Drawn | None]:
    return st.none() | values


SPANS = st.tuples(st.integers(0, 90), st.integers(1, 9)).map(lambda at: Span(at[0], sum(at)))

PARTIES = st.builds(
    Party,
    span=SPANS,
    text=WORDS,
    name=WORDS,
    kind=one_of(records.PartyKind),
    country=maybe(WORDS),
    sectors=NAMES,
    role=maybe(WORDS),
)

PLACES = st.builds(
    Place,
    span=maybe(SPANS),
    text=WORDS,
    name=WORDS,
    latitude=maybe(DEGREES),
    longitude=maybe(DEGREES),
    geonames_id=maybe(st.integers(0, 2**40)),
    country=maybe(WORDS),
    admin1=maybe(WORDS),
    precision=maybe(one_of(records.PlacePrecision)),
)

TIMES = st.builds(
    Time,
    span=SPANS,
    text=WORDS,
    timex=WORDS,
    start=maybe(WORDS),
    end=maybe(WORDS),
    precision=maybe(one_of(records.TimePrecision)),
)

STAMPS = st.builds(
    Timestamp,
    value=WORDS,
    precision=st.sampled_from(["year", "minute"]),
    basis=one_of(records.ClockBasis),
)

RAWS = st.builds(
    Raw,
    sha256=st.text("0123456789abcdef", min_size=64, max_size=64),
    bytes=st.integers(0, 2**40),
    media_type=WORDS,
    charset=maybe(WORDS),
    path=maybe(WORDS),
    url=maybe(WORDS),
    entry=maybe(WORDS),
    map=st.lists(st.builds(Run, *[st.integers(0, 99)] * 4), max_size=2).map(tuple),
)

REPORTS = st.builds(
    Report,
    id=st.just("r1"),
    **dict.fromkeys(("url", "title", "language", "outlet", "agency", "section"), maybe(WORDS)),
    bylines=NAMES,
    dateline=maybe(st.builds(Dateline, place=maybe(PLACES), text=maybe(WORDS))),
    published=maybe(STAMPS),
    updated=maybe(STAMPS),
    basis=st.builds(Basis, url=maybe(one_of(records.ClockBasis))),
    text=WORDS,
    paragraphs=st.lists(SPANS, max_size=2).map(tuple),
    chrome=st.lists(
        st.builds(Chrome, text=WORDS, kind=one_of(records.ChromeKind)), max_size=2
    ).map(tuple),
    raw=RAWS,
)

ATTRIBUTIONS = st.builds(
    Attribution,
    id=st.just(""),
    sentence=SPANS,
    source=maybe(PARTIES),
    via=st.lists(PARTIES, max_size=2).map(tuple),
    cue=SPANS,
    cue_lemma=WORDS,
    content=st.lists(SPANS, max_size=3).map(tuple),
    quoted=one_of(records.Quoted),
    stance=one_of(records.Stance),
    certainty=one_of(records.Certainty),
    interest=one_of(records.Interest),
)


def numbered(prefix: str, count: int) -> list[str]:
    return [f"{prefix}{number}" for number in range(count)]


@st.composite
def coded_reports(draw: st.DrawFn) -> Coded:
    """Return a coded report whose records point at each other at random."""
    attributions = [
        replace(draw(ATTRIBUTIONS), id=id_) for id_ in numbered("a", draw(st.integers(0, 2)))
    ]
    event_ids = numbered("e", draw(st.integers(0, 2)))
    quantity_ids = numbered("q", draw(st.integers(0, 3)))
    said = st.sampled_from([None, *(attribution.id for attribution in attributions)])
    event = st.sampled_from([None, *event_ids])
    quantity = st.sampled_from([None, *quantity_ids])
    pointed = st.lists(st.sampled_from(quantity_ids or [""]), unique=True)
    return Coded(
        report=draw(REPORTS),
        attributions=tuple(attributions),
        events=tuple(
            draw(events(id_, said, pointed if quantity_ids else st.just([]))) for id_ in event_ids
        ),
        quantities=tuple(draw(quantities(id_, said, event, quantity)) for id_ in quantity_ids),
        forecasts=tuple(
            draw(forecasts(id_, said, quantity)) for id_ in numbered("f", draw(st.integers(0, 2)))
        ),
    )


Pointer = st.SearchStrategy[str | None]


def events(
    id_: str, said: Pointer, pointed: st.SearchStrategy[list[str]]
) -> st.SearchStrategy[Event]:
    return st.builds(
        Event,
        id=st.just(id_),
        sentence=SPANS,
        trigger=SPANS,
        type=WORDS,
        mode=maybe(WORDS),
        contexts=NAMES,
        cameo=maybe(WORDS),
        goldstein=maybe(DEGREES),
        actors=st.lists(PARTIES, max_size=2).map(tuple),
        recipients=st.lists(PARTIES, max_size=2).map(tuple),
        instrument=maybe(st.builds(Instrument, span=SPANS, text=WORDS, name=WORDS)),
        place=maybe(PLACES),
        time=maybe(TIMES),
        factuality=one_of(records.Factuality),
        attribution=said,
        quantities=pointed.map(tuple),
    )


def quantities(
    id_: str, said: Pointer, event: Pointer, whole: Pointer
) -> st.SearchStrategy[Quantity]:
    return st.builds(
        Quantity,
        id=st.just(id_),
        sentence=SPANS,
        span=SPANS,
        text=WORDS,
        kind=one_of(records.QuantityKind),
        unit=maybe(WORDS),
        value=NUMBERS,
        low=NUMBERS,
        high=NUMBERS,
        qualifier=one_of(records.Qualifier),
        item=maybe(WORDS),
        measure=one_of(records.Measure),
        per=maybe(WORDS),
        part_of=whole,
        event=event,
        attribution=said,
        place=maybe(PLACES),
        time=maybe(TIMES),
        revises=whole,
        adds_to=whole,
    )


def forecasts(id_: str, said: Pointer, quantity: Pointer) -> st.SearchStrategy[Forecast]:
    expects = st.builds(
        Expectation,
        **dict.fromkeys(("type", "mode", "actor", "item"), maybe(WORDS)),
        measure=maybe(one_of(records.Measure)),
        low=NUMBERS,
        high=NUMBERS,
    )
    return st.builds(
        Forecast,
        id=st.just(id_),
        sentence=SPANS,
        attribution=said,
        quantity=quantity,
        made=maybe(TIMES),
        horizon=maybe(TIMES),
        expects=expects,
        outcome=one_of(records.Outcome),
        evidence=NAMES,
    )


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    with in_memory() as ledger:
        yield ledger


def kept(*coded: Coded) -> list[Coded]:
    """Return what a new ledger gives back of `coded`."""
    with in_memory() as ledger:
        add_coded(ledger, begin_run(ledger, "1", {}), coded)
        return list(export_reports(ledger))


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None)
@given(coded_reports())
def test_the_ledger_gives_back_what_it_was_given(coded: Coded) -> None:
    [back] = kept(coded)
    assert back == as_kept(coded)
    assert msgspec.json.encode(back) == msgspec.json.encode(as_kept(coded))
    assert digest_of(back) == digest_of(as_kept(coded))


@pytest.mark.parametrize(
    ("number", "back"),
    [
        (20, "20"),
        (20.0, "20"),
        (2.5, "2.5"),
        (-0.0, "0"),
        (4_500_000_000, "4500000000"),
        (2**63 - 1, "9223372036854775807"),
        (10**27, "1e27"),
        pytest.param(10**400, "null", id="huge"),
        (float("nan"), "null"),
    ],
)
def test_a_number_comes_back_as_it_was_stated(number: float, back: str) -> None:
    one = sample()
    coded = replace(one, quantities=tuple(replace(q, value=number) for q in one.quantities))
    [found] = kept(coded)
    assert msgspec.json.encode(found.quantities[0].value).decode() == back
    assert digest_of(found) == digest_of(as_kept(coded))


def test_a_page_coded_by_hand_comes_back_to_the_byte() -> None:
    assert msgspec.json.encode(kept(sample())) == msgspec.json.encode([sample()])


def test_every_span_stands_beside_the_words_it_quotes(ledger: Ledger) -> None:
    add_coded(ledger, begin_run(ledger, "1", {}), [sample()])
    for table, name in (
        *(("attributions", "cue"), ("events", "trigger"), ("events", "instrument")),
        *(("contents", "span"), ("quantities", "span"), ("parties", "span")),
        *(("places", "span"), ("times", "span")),
    ):
        column = "text" if name == "span" else f"{name}_text"
        quoted = ledger.connection.exec_driver_sql(
            f"SELECT p.{column}, substr(r.text, {name}_start + 1, {name}_end - {name}_start) "
            f"FROM {table} AS p JOIN reports AS r ON r.number = p.report"
        ).all()
        assert quoted
        assert all(words == quote for words, quote in quoted), table


def test_a_record_that_points_nowhere_is_not_written(ledger: Ledger) -> None:
    one = sample()
    astray = replace(one, events=(replace(one.events[0], attribution="a99"),))
    run = begin_run(ledger, "1", {})
    with pytest.raises(StoreError, match="points at a99, which the report does not hold"):
        add_coded(ledger, run, [sample_of_another_page(), astray])
    assert list(export_reports(ledger)) == []


def sample_of_another_page() -> Coded:
    one = sample()
    return replace(one, report=replace(one.report, id="r2"))


def test_two_records_of_one_id_are_not_written(ledger: Ledger) -> None:
    one = sample()
    doubled = replace(one, quantities=(one.quantities[0], one.quantities[0]))
    with pytest.raises(StoreError, match="two records of one id"):
        add_coded(ledger, begin_run(ledger, "1", {}), [doubled])


def test_an_input_is_its_bytes_and_where_they_lay() -> None:
    raw = sample().report.raw
    others = (
        *(replace(raw, sha256="0" * 64), replace(raw, path="b.txt")),
        *(replace(raw, entry="#2"), replace(raw, url="https://harbour.example/1")),
    )
    assert len({input_id(other) for other in (raw, *others)}) == 1 + len(others)
    same = replace(raw, map=(), charset="latin-1", media_type="text/html")
    assert input_id(same) == input_id(raw)


def test_a_row_that_was_changed_by_hand_is_told_and_not_guessed_at() -> None:
    with in_memory() as ledger:
        add_coded(ledger, begin_run(ledger, "1", {}), [sample()])
        ledger.connection.exec_driver_sql("UPDATE events SET contexts = 'none'")
        with pytest.raises(StoreError, match="something other than sayso has changed"):
            list(export_reports(ledger))
