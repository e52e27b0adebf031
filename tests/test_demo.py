"""The demonstration pages: enough of them, varied, findable, and told story by story."""

from collections import Counter
from pathlib import Path

import pytest
from msgspec.structs import replace

from coded import sample
from sayso.demo import SHOWN, STORIES, by_story, demo_pages, stem

PAGES = [Path(page) for page in demo_pages()]


def test_pages_come_story_by_story_in_order() -> None:
    stories = [stem(page.name) for page in PAGES]
    assert list(dict.fromkeys(stories)) == list(STORIES)
    for story in STORIES:
        names = [page.name for page in PAGES if stem(page.name) == story]
        assert names == sorted(names)


def test_there_are_enough_pages_of_both_kinds() -> None:
    kinds = Counter(page.suffix for page in PAGES)
    assert kinds[".txt"] + kinds[".html"] >= 16
    assert kinds[".html"] >= 5


def test_the_page_shown_in_full_is_there() -> None:
    assert SHOWN in [page.name for page in PAGES]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_has_the_length_of_a_news_item(page: Path) -> None:
    assert 150 <= len(page.read_bytes().split()) <= 450


def test_charsets_vary() -> None:
    def is_utf8(page: Path) -> bool:
        try:
            page.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            return False
        return True

    assert {is_utf8(page) for page in PAGES} == {True, False}


def test_coded_pages_are_told_by_story() -> None:
    coded = sample()
    page = replace(coded.report, raw=replace(coded.report.raw, path="/somewhere/flood_2.txt"))
    assert by_story([replace(coded, report=page)]) == {"Flood": [replace(coded, report=page)]}
