"""Near-copies: exact passages, what was changed, whose text it is, in linear time."""

import random
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from copies import LOCAL, WIRE, printed
from sayso.ledger.copies import Copies, Copy, find_copies, find_diff_lines
from sayso.ledger.copies.alignment import Aligner, align, words_of
from sayso.ledger.copies.candidates import LIKELIEST, find_candidates, sketch_of
from sayso.records import Report, Timestamp

FIRST, SECOND, THIRD = WIRE.split("\n\n")
WORDS = "a b c dam pit water of the said Karhu 12 don't".split()


def only_copy(copies: Copies) -> Copy:
    [group] = copies.groups
    [copy] = group.copies
    return copy


def changes_between(original: str, copy: str) -> list[tuple[str, str | None, str | None]]:
    """Return the changes of the later report against the earlier, as words."""
    one = printed(original, "Harbour Post", published="2024-03-05")
    other = printed(copy, "Upland Courier", published="2024-03-06")
    found = only_copy(find_copies([one, other]))
    return [
        (
            change.kind,
            change.original.quote(original) if change.original else None,
            change.copy.quote(copy) if change.copy else None,
        )
        for change in found.changes
    ]


def test_same_text_in_two_outlets_is_one_group() -> None:
    one, other = printed(WIRE, "Harbour Post"), printed(WIRE, "Upland Courier")
    copy = only_copy(find_copies([one, other, printed(LOCAL, "Harbour Post")]))
    assert (copy.likeness, copy.share_of_original, copy.share_of_copy) == ("copy", 1, 1)
    assert copy.changes == ()


def test_cut_paragraph_is_a_change_with_its_span() -> None:
    assert changes_between(WIRE, f"{FIRST}\n\n{THIRD}") == [("cut", SECOND.rstrip("."), None)]


def test_added_paragraph_is_a_change_with_its_span() -> None:
    more = "Our reporter saw the pumps at work"
    assert changes_between(WIRE, f"{FIRST}\n\n{more}.\n\n{SECOND}\n\n{THIRD}") == [
        ("added", None, more)
    ]


def test_replaced_word_is_a_change_with_both_spans() -> None:
    edited = WIRE.replace("Four of their", "Five of their")
    assert changes_between(WIRE, edited) == [("changed", "Four", "Five")]


def test_moved_paragraph_is_a_moved_passage_and_no_change() -> None:
    one = printed(WIRE, "Harbour Post", published="2024-03-05")
    text = f"{FIRST}\n\n{THIRD}\n\n{SECOND}"
    found = only_copy(find_copies([one, printed(text, "Courier", published="2024-03-06")]))
    assert found.changes == ()
    assert [passage.moved for passage in found.passages].count(True) == 1


def test_case_and_apostrophes_make_no_difference() -> None:
    curly = WIRE.replace("Karhu Metals", "Karhu’s Metals")
    straight = WIRE.replace("Karhu Metals", "KARHU'S METALS")
    assert changes_between(curly, straight) == []


def test_part_taken_over_is_partial_and_no_group() -> None:
    own = LOCAL.replace("\n\n", " ") + " " + LOCAL[::-1]
    copies = find_copies([printed(WIRE, "A Post"), printed(f"{FIRST} {own}", "B Post")])
    assert copies.groups == ()
    mixed = printed(f"{FIRST}\n\n{SECOND}\n\n{LOCAL}", "C Post")
    longer = printed(f"{WIRE} {LOCAL[::-1]}", "D Post")
    [partial] = find_copies([mixed, longer]).partial
    assert partial.likeness == "partial"


def test_other_words_for_the_same_facts_are_no_copy() -> None:
    retold = (
        "Nine days after a dam burst over the Karhu mine, two men have come out alive. The "
        "council of the northern district gave the news on Tuesday; doctors found them weak."
    )
    assert find_copies([printed(WIRE, "A Post"), printed(retold, "B Post")]) == Copies(
        groups=(), partial=()
    )


def test_standing_phrase_makes_no_copy() -> None:
    phrase = "This story is being updated."
    assert find_copies([printed(phrase, "A Post"), printed(phrase, "B Post")]).groups == ()


def signed(*reports: Report) -> tuple[str | None, str | None, str | None, str]:
    """Return agency, outlet of the original, outlet of the first print and reason of a group."""
    [group] = find_copies(reports).groups
    outlets = {report.id: report.outlet for report in reports}
    first = outlets[group.first] if group.first else None
    return group.agency, outlets[group.original], first, group.reason


def test_agency_mark_tells_whose_copy_it_is() -> None:
    agency, original, first, reason = signed(
        printed(WIRE, "Harbour Post", "AFP", "2024-03-05"),
        printed(WIRE, "Upland Courier", None, "2024-03-06"),
        printed(WIRE, "Vale Gazette", "AFP", "2024-03-07"),
    )
    assert (agency, original, first) == ("AFP", "Harbour Post", "Harbour Post")
    assert "2 of 3 reports sign AFP" in reason
    assert "printed first, 2024-03-05" in reason


def test_own_print_of_the_agency_is_the_original_even_if_later() -> None:
    agency, original, first, reason = signed(
        printed(WIRE, "Reuters", None, "2024-03-06"),
        printed(WIRE, "Upland Courier", None, "2024-03-05"),
    )
    assert (agency, original, first) == ("Reuters", "Reuters", "Upland Courier")
    assert "the agency's own print" in reason


def test_dates_tell_where_no_agency_does() -> None:
    agency, original, first, _ = signed(
        printed(WIRE, "Harbour Post", None, "2024-03-06"),
        printed(FIRST + SECOND, "Upland Courier", None, "2024-03-05"),
    )
    assert (agency, original, first) == (None, "Upland Courier", "Upland Courier")


def test_length_tells_where_dates_do_not() -> None:
    _, original, first, reason = signed(
        printed(WIRE, "Harbour Post", None, "2024-03-05"),
        printed(f"{FIRST}\n\n{SECOND}", "Upland Courier", None, "2024-03-05"),
    )
    assert (original, first) == ("Harbour Post", None)
    assert "the longest of its date" in reason


def at(report: Report, moment: str) -> Report:
    """Return `report` as published at `moment`, to the minute."""
    return replace(report, published=Timestamp(value=moment, precision="minute", basis="given"))


def test_times_are_compared_across_time_zones() -> None:
    later = at(printed(WIRE, "Harbour Post"), "2024-03-05T09:30+00:00")
    earlier = at(printed(WIRE, "Upland Courier"), "2024-03-05T10:15+02:00")
    assert signed(later, earlier)[2] == "Upland Courier"


def test_time_of_one_does_not_tell_against_day_of_the_other() -> None:
    minute = at(printed(WIRE, "Harbour Post"), "2024-03-05T09:30+00:00")
    assert signed(minute, printed(WIRE, "Upland Courier", None, "2024-03-05"))[2] is None


def test_diff_reads_as_one_text() -> None:
    one = printed(WIRE, "Harbour Post", published="2024-03-05")
    edited = f"{FIRST.replace('two', 'three')}\n\nWe saw the pumps.\n\n{THIRD}"
    other = printed(edited, "Upland Courier", published="2024-03-06")
    copy = only_copy(find_copies([one, other]))
    heads, *lines = list(find_diff_lines(copy, one, other))[1:]
    assert heads.startswith("+++ Upland Courier, 2024-03-06")
    assert [line for line in lines if line[0] != " "] == [
        "- two",
        "+ three",
        f"- {SECOND}",
        "+ We saw the pumps.",
    ]
    assert lines[0] == "  Rescuers pulled"


def test_diff_shows_what_was_moved_and_added_at_the_end() -> None:
    one = printed(WIRE, "Harbour Post", published="2024-03-05")
    text = f"{FIRST}\n\n{THIRD}\n\n{SECOND}\n\n(Edited by A. Lind)"
    other = printed(text, "Upland Courier", published="2024-03-06")
    lines = list(find_diff_lines(only_copy(find_copies([one, other])), one, other))
    assert sum(line.startswith("> ") for line in lines) == 1
    assert "+ (Edited by A. Lind)" in lines


@given(st.permutations(range(6)))
@settings(max_examples=20, deadline=None)
def test_order_of_reports_changes_nothing(order: list[int]) -> None:
    texts = [WIRE, WIRE, f"{FIRST}\n\n{SECOND}", f"{WIRE} More.", LOCAL, f"{LOCAL} {THIRD}"]
    reports = [printed(text, f"Post {number}") for number, text in enumerate(texts)]
    assert find_copies([reports[number] for number in order]) == find_copies(reports)


@given(st.lists(st.sampled_from(WORDS)), st.lists(st.sampled_from(WORDS)))
@settings(deadline=None)
def test_runs_hold_the_same_words_and_no_word_twice(one: list[str], other: list[str]) -> None:
    ours, theirs = words_of(" ".join(one)), words_of(" ".join(other))
    used: set[tuple[int, int]] = set()
    for run in align(ours.forms, theirs.forms):
        for offset in range(run.length):
            assert ours.forms[run.one + offset] == theirs.forms[run.other + offset]
            places = {(0, run.one + offset), (1, run.other + offset)}
            assert not places & used
            used |= places


@given(st.lists(st.sampled_from(WORDS), min_size=1))
@settings(deadline=None)
def test_text_aligns_whole_with_itself(words: list[str]) -> None:
    text = words_of(" ".join(words))
    assert sum(run.length for run in align(text.forms, text.forms)) == len(text.forms)


@given(st.text(), st.text())
@settings(deadline=None)
def test_arbitrary_text_never_crashes_and_all_spans_quote(one: str, other: str) -> None:
    reports = [printed(f"{one} {WIRE}", "A Post"), printed(f"{WIRE} {other}", "B Post")]
    copy = only_copy(find_copies(reports))
    texts = {report.id: report for report in reports}
    original, printed_copy = texts[copy.original], texts[copy.copy]
    for passage in copy.passages:
        ours = words_of(passage.original.quote(original.text)).forms
        assert ours == words_of(passage.copy.quote(printed_copy.text)).forms
        assert len(ours) == passage.words
    assert list(find_diff_lines(copy, original, printed_copy))


def steps_of(one: str, other: str) -> int:
    aligner = Aligner(words_of(one).forms, words_of(other).forms)
    aligner.take_ends()
    aligner.take_anchored()
    aligner.take_between()
    return aligner.steps


Grown = Callable[[int], str]
HOSTILE: dict[str, tuple[Grown, Grown]] = {
    "one word": (lambda n: "the " * n, lambda n: "the " * (n // 2) + "dam " + "the " * n),
    "two phrases in turn": (
        lambda n: "he said that he said " * n,
        lambda n: "he said he said that " * n,
    ),
    "a short round": (lambda n: "a b c d e f g " * n, lambda n: "g f e d c b a a b c d e f " * n),
    "shuffled": (
        lambda n: " ".join(random.Random(1).choices("ab", k=5 * n)),
        lambda n: " ".join(random.Random(2).choices("ab", k=5 * n)),
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_work_grows_with_the_text_whatever_recurs_in_it(name: str) -> None:
    one, other = HOSTILE[name]
    small = steps_of(one(500), other(500))
    assert steps_of(one(4_000), other(4_000)) < 8 * 1.5 * small


def test_candidates_grow_with_the_reports_however_many_print_one_text() -> None:
    sketches = [sketch_of(f"r{number}", f"{WIRE} {number}") for number in range(200)]
    assert max(map(len, find_candidates(sketches))) <= LIKELIEST
    reports = [printed(f"{WIRE} {number}", "A Post") for number in range(120)]
    [group] = find_copies(reports).groups
    assert len(group.copies) == 119
