"""The grammar of times is tried only where words of time stand, and costs no more than they do."""

import re
from functools import partial

import pytest
from bench.speed.grammars import ANY, GRAMMARS, PROSE, bare_document, repeated
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.extract.times import GRAMMAR, find_times
from sayso.extract.timex.words import load_words
from steps import count_steps

[TIMES] = [grammar for grammar in GRAMMARS if grammar.name == "times"]
FORMS = sorted({form for entry in load_words().entry for form in entry.forms})
WORDS = st.sampled_from(
    (
        *("the", "3", "May", "2012", "Monday", "last", "next", "of", "two", "a", "ago", "'", "-"),
        *("later", "to", ",", "10", "p.m.", "night", "early", "quarter", "third", "from", "and"),
        *("1990s", "'80s", "Q3", "FY2020", "0530", "GMT", "12:30", "7/8/1999", "25.12.2021", "X"),
        *("men", "fled", "century", "half", "year", "week", "before", "then", "BC", "44", "4th"),
    )
)


def found_in_stretches(text: str) -> set[tuple[int, int, str]]:
    """Return start, end and form of what the grammar matches."""
    found = set()
    for stretch in GRAMMAR.stretches(text):
        for rule in GRAMMAR.rules_for(stretch.kinds):
            free = 0
            for start in stretch.starts:
                match = rule.pattern.match(text, start) if start >= free else None
                if match:
                    free = match.end()
                    found.add((match.start(), match.end(), rule.form))
    return found


def found_everywhere(text: str) -> set[tuple[int, int, str]]:
    """Return the same of every rule tried at every place."""
    return {
        (match.start(), match.end(), rule.form)
        for rule in GRAMMAR.rules
        for match in rule.pattern.finditer(text)
    }


@settings(deadline=None)  # the first text has all patterns compiled
@given(st.lists(WORDS | st.sampled_from(FORMS), max_size=12).map(" ".join))
def test_nothing_is_missed_between_stretches(text: str) -> None:
    assert found_everywhere(text) <= found_in_stretches(text)


def test_a_table_of_times_is_no_sentence() -> None:
    assert list(GRAMMAR.stretches("Monday " * 1000)) == []
    assert len(list(GRAMMAR.stretches("Monday fell. " * 1000))) == 1000


@pytest.mark.parametrize("unit", [*ANY.values(), *TIMES.hostile.values(), PROSE, "Monday fell. "])
def test_work_grows_with_the_text(unit: str) -> None:
    find_times(bare_document(repeated(unit, 500)))  # patterns are compiled before we count
    small, large = (
        count_steps(partial(find_times, bare_document(repeated(unit, size))))
        for size in (5_000, 20_000)
    )
    assert large <= 4.2 * small + 100


def test_no_form_repeats_without_bound() -> None:
    unbounded = re.compile(r"(?<!\\)[*+]|\{\d*,\}")
    digits = re.compile(r"\\d\+\(\?:|\\d\+\)")  # looked ahead at, never taken
    for rule in GRAMMAR.rules:
        bare = re.sub(r"\[[^\]]*\]", "", rule.form)
        assert not unbounded.search(digits.sub("", bare)), rule.form
