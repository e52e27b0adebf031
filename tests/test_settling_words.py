"""The words that settling goes by: what they say of a record, and that any text can be read."""

from collections.abc import Iterator
from functools import cache
from typing import get_args

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from marked import unmark
from pages import documents
from sayso.annotate.document import Document
from sayso.extract.forecasts.levels import LevelEntry, level_at, load_levels
from sayso.extract.quantities import find_quantities
from sayso.extract.settling import Telling
from sayso.extract.settling.days import day_of, iso, stretch_between
from sayso.extract.settling.wording import (
    DeedEntry,
    DeedLexicon,
    Mark,
    MarkEntry,
    MarkLexicon,
    counts_deeds,
    is_past,
    says,
    stem,
)
from sayso.lexicons import load_lexicon
from sayso.records import Quantity

MARKS = load_lexicon("settling", MarkLexicon).entry
DEEDS = load_lexicon("deed_nouns", DeedLexicon).entry


def tellings(marked: str) -> Iterator[Telling]:
    """Yield the words around each mark, or where there is none, around the first digit."""
    text, spans = unmark(marked)
    digits = [index for index, letter in enumerate(text) if letter.isdigit()] or [len(text)]
    for at in [span.start for span in spans] or digits[:1]:
        yield Telling(sentence=text, at=at)


def is_said(entry: MarkEntry, marked: str) -> bool:
    if entry.where == "itself":
        text, spans = unmark(marked)
        return any(is_past(span.quote(text)) for span in spans)
    return any(is_marked_in(entry, telling) for telling in tellings(marked))


def is_marked_in(entry: MarkEntry, telling: Telling) -> bool:
    [mark] = [mark for mark in get_args(Mark) if mark == entry.id]
    return says(mark, telling)


@pytest.mark.parametrize("entry", MARKS, ids=lambda entry: entry.id)
def test_mark_entry_keeps_its_promises(entry: MarkEntry) -> None:
    assert all(is_said(entry, text) for text in entry.fires)
    assert not any(is_said(entry, text) for text in entry.silent)


@cache
def numbers_in() -> dict[str, tuple[Document, tuple[Quantity, ...]]]:
    """Return the documents of all example sentences about numbers, with their numbers."""
    entries: list[DeedEntry | LevelEntry] = [*DEEDS, *load_levels()]
    texts = [text for entry in entries for text in (*entry.fires, *entry.silent)]
    return {
        text: (doc, tuple(find_quantities(doc)))
        for text, doc in zip(texts, documents(texts), strict=True)
    }


@pytest.mark.parametrize("entry", DEEDS, ids=lambda entry: entry.id)
def test_deed_entry_keeps_its_promises(entry: DeedEntry) -> None:
    def is_counted(text: str) -> bool:
        return any(
            number.item in entry.nouns and counts_deeds(number.item, entry.types[0])
            for number in numbers_in()[text][1]
        )

    assert all(is_counted(text) for text in entry.fires)
    assert not any(is_counted(text) for text in entry.silent)


@pytest.mark.parametrize("entry", load_levels(), ids=lambda entry: entry.id)
def test_level_entry_keeps_its_promises(entry: LevelEntry) -> None:
    def is_read(text: str) -> bool:
        doc, numbers = numbers_in()[text]
        return any(level_at(doc, number) == entry for number in numbers)

    assert all(is_read(text) for text in entry.fires)
    assert not any(is_read(text) for text in entry.silent)


@drawn(st.text(max_size=200))
def test_any_words_can_be_read(text: str) -> None:
    telling = Telling(sentence=text, at=len(text) // 2)
    for entry in MARKS:
        if entry.where != "itself":
            assert is_marked_in(entry, telling) in (True, False)
    assert len(stem(text)) <= len(text.casefold())


@drawn(st.text(max_size=20), st.text(max_size=20))
def test_any_time_can_be_read(start: str, end: str) -> None:
    found = stretch_between(start, end)
    assert found is None or found.first < found.after
    assert day_of(start) is None or iso(day_of(start) or 0) == start[:10]


@pytest.mark.parametrize(
    ("start", "end", "after"),
    [
        ("2026-04-14", None, "2026-04-15"),
        ("2026-04-01", "2026-05-01", "2026-05-01"),
        ("2026-04-14T18:00", "2026-04-15T06:00", "2026-04-16"),
        ("2026-04-14T18:00", "2026-04-15T00:00", "2026-04-15"),
        ("9999-12-31", "10000-01-01", "9999-12-31"),
    ],
)
def test_a_time_covers_days(start: str, end: str | None, after: str) -> None:
    found = stretch_between(start, end)
    assert found is not None
    assert (iso(found.first), iso(found.after)) == (start[:10], after)


@pytest.mark.parametrize("hostile", ["as " * 30_000, "a" * 100_000, "number of " * 10_000])
def test_long_sentences_are_read_in_no_time(hostile: str) -> None:
    telling = Telling(sentence=hostile, at=len(hostile) // 2)
    assert not any(is_marked_in(entry, telling) for entry in MARKS if entry.where == "anywhere")
