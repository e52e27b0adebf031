"""The whole run: every span quotes, ids hold together, and order or repetition change nothing."""

import io
from collections.abc import Iterator
from functools import cache
from pathlib import PurePath

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from pages import report_of
from sayso import pipeline
from sayso.annotate.document import Document
from sayso.clean import Given
from sayso.demo import demo_pages
from sayso.ingest import read_pages
from sayso.ingest.page import Page, page_of
from sayso.pipeline import Settings, code_pages, code_reports
from sayso.records import Coded, Issue, Span
from sayso.span_law import find_misquotes

BROKEN = Issue(input="b.bin", stage="read", error="InputError", message="no text")


@cache
def demo_inputs() -> tuple[Page, ...]:
    """Return the demonstration pages as read."""
    pages = read_pages(demo_pages(), io.BytesIO())
    return tuple(page for page in pages if isinstance(page, Page))


@cache
def demo_ledger() -> tuple[Coded, ...]:
    """Return what the demonstration pages are coded to."""
    found = tuple(code_pages(demo_inputs(), Given()))
    return tuple(item for item in found if isinstance(item, Coded))


def coded_of(path: str) -> Coded:
    """Return what the demonstration page at `path` is coded to."""
    return next(coded for coded in demo_ledger() if coded.report.raw.path == path)


def ids_of(coded: Coded) -> list[str]:
    """Return the ids of all records of one page."""
    own = [attribution.id for attribution in coded.attributions]
    own += [event.id for event in coded.events]
    own += [quantity.id for quantity in coded.quantities]
    return [coded.report.id, *own, *(forecast.id for forecast in coded.forecasts)]


def spans_of(item: object) -> Iterator[Span]:
    """Yield every span inside a record."""
    if isinstance(item, Span):
        yield item
    elif isinstance(item, msgspec.Struct):
        for name in item.__struct_fields__:
            yield from spans_of(getattr(item, name))
    elif isinstance(item, tuple):
        for part in item:
            yield from spans_of(part)


def test_every_demonstration_page_is_coded_in_order() -> None:
    assert len(demo_inputs()) == len(demo_pages())
    assert [c.report.raw.path for c in demo_ledger()] == demo_pages()
    assert sum(len(c.attributions) for c in demo_ledger()) > 50
    assert sum(len(c.events) for c in demo_ledger()) > 50


@pytest.mark.parametrize("path", demo_pages(), ids=lambda path: PurePath(path).name)
def test_every_span_quotes(path: str) -> None:
    coded = coded_of(path)
    assert list(find_misquotes(coded)) == []
    for span in spans_of(coded):
        words = span.quote(coded.report.text)
        assert words
        assert words == words.strip()


def test_ids_are_unique() -> None:
    ids = [name for coded in demo_ledger() for name in ids_of(coded)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("path", demo_pages(), ids=lambda path: PurePath(path).name)
def test_references_resolve(path: str) -> None:
    coded = coded_of(path)
    sayings = {a.id for a in coded.attributions} | {None}
    acts = {e.id: e for e in coded.events}
    numbers = {q.id for q in coded.quantities} | {None}
    for event in coded.events:
        assert event.attribution in sayings
        assert set(event.quantities) <= numbers
    for quantity in coded.quantities:
        assert quantity.attribution in sayings
        assert quantity.part_of in numbers - {quantity.id}
        if quantity.event is not None:
            assert quantity.id in acts[quantity.event].quantities
    for forecast in coded.forecasts:
        assert forecast.attribution in sayings
        assert forecast.quantity in numbers


def test_another_order_gives_the_same_bytes_for_each_page() -> None:
    def lines(pages: tuple[Page, ...]) -> set[bytes]:
        return {msgspec.json.encode(item) for item in code_pages(pages, Given())}

    known = {msgspec.json.encode(coded) for coded in demo_ledger()}
    assert lines(demo_inputs()[::-1]) == known


def test_an_issue_keeps_its_place() -> None:
    empty = page_of(b"?!", "empty.txt")  # read, but no text is found on it
    first, second = demo_inputs()[:2]
    kinds = [
        item.report.raw.path if isinstance(item, Coded) else item.input
        for item in code_pages([BROKEN, first, empty, BROKEN, second, BROKEN], Given())
    ]
    paths = [first.raw.path, second.raw.path]
    assert kinds == ["b.bin", paths[0], "empty.txt", "b.bin", paths[1], "b.bin"]


def test_no_page_at_all_is_no_record() -> None:
    assert list(code_pages([], Given())) == []


WORDS = """the minister The army he they said told denied that of in on at and who by according to
 killed 12 people dozens more than $5 million Monday 2022 last week Cairo Kenya French police "
 “ ” ' , . ; : ( ) - \n \n\n Anna Berg MP 10 percent km was will not citing""".split(" ")


@given(st.lists(st.sampled_from(WORDS), max_size=120).map(" ".join) | st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_text_is_coded_and_every_span_quotes(text: str) -> None:
    for item in code_reports([replace(report_of("x"), text=text, paragraphs=())]):
        assert isinstance(item, Coded)
        assert list(find_misquotes(item)) == []
        assert len(ids_of(item)) == len(set(ids_of(item)))


def test_bug_stops_the_run_unless_asked_to_keep_going(monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(_doc: Document, _settings: Settings) -> Coded:
        raise IndexError("list index out of range")

    monkeypatch.setattr(pipeline, "code_document", stumble)
    pages = [report_of("Troops left the town."), report_of("Police arrested two men.")]
    with pytest.raises(IndexError):
        list(code_reports(pages))
    found = list(code_reports(pages, Settings(keep_going=True)))
    assert [type(item) for item in found] == [Issue, Issue]
    assert "sayso has a bug that this page brings out (IndexError at test_pipeline.py:" in str(
        found
    )
