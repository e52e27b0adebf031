"""Stories: which reports tell the same one, whatever their order."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copies import LOCAL, WIRE, printed
from sayso.ledger.stories import find_stories
from sayso.ledger.stories.closeness import find_close
from sayso.ledger.stories.terms import fold, terms_of, vectors_of, word_ranks
from sayso.records import Report
from steps import count_steps

RETOLD = (
    "Two of the men trapped in the Karhu pit have been brought out alive. They had been under "
    "ground for nine days since the dam burst and flooded the mine. Four miners are missing "
    "still, the district council said, while pumps lower the water."
)
INQUIRY = (
    "Prosecutors searched the offices of Karhu Metals on Wednesday in their inquiry into the dam "
    "that burst above the company's pit and trapped six miners, two of whom were rescued."
)
STORM = (
    "The storm that closed schools along the coast has moved on, the harbour office said. Ferries "
    "to the outer islands will sail again from Friday, and homes have light once more."
)
ELECTION = (
    "Voters in Lower Tessen choose a new mayor on Sunday. Three candidates, among them the former "
    "head of the tram company, want to follow Ida Norn, who does not stand again."
)
QUAKE = (
    "A strong quake shook the town of {town} on {day}, killing {dead} people, the mayor said. "
    "Rescuers searched the rubble of collapsed houses in {quarter} for survivors."
)


def stories_of(*texts: str, published: str | None = "2024-03-05") -> list[set[int]]:
    """Return which of `texts` tell the same story, by their places."""
    reports = [printed(text, f"Post {n}", published=published) for n, text in enumerate(texts)]
    places = {report.id: place for place, report in enumerate(reports)}
    found = [{places[key] for key in story.reports} for story in find_stories(reports)]
    return sorted(found, key=min)


def test_same_happening_in_other_words_is_one_story() -> None:
    assert stories_of(WIRE, RETOLD, INQUIRY, LOCAL, STORM, ELECTION) == [{0, 1, 2}, {3, 4}, {5}]


def test_two_reports_alone_are_told_apart_or_not_as_among_many() -> None:
    assert stories_of(WIRE, RETOLD) == [{0, 1}]
    assert stories_of(WIRE, ELECTION) == [{0}, {1}]


def test_two_quakes_are_two_stories() -> None:
    here = [
        QUAKE.format(town="Asarli", day="Monday", dead=number, quarter="the Old Port")
        for number in ("nine", "twelve", "14")
    ]
    there = [
        QUAKE.format(town="Menkova", day="Friday", dead=number, quarter="Station Hill")
        for number in ("two", "three", "5")
    ]
    assert stories_of(*here) == [{0, 1, 2}]
    assert stories_of(*there) == [{0, 1, 2}]


def test_story_says_what_its_reports_share() -> None:
    reports = [printed(text, text[:9]) for text in (WIRE, RETOLD, INQUIRY, ELECTION)]
    [mine] = [story for story in find_stories(reports) if len(story.reports) == 3]
    assert {"karhu", "dam", "pit"} <= set(mine.terms)


def test_single_report_shares_nothing() -> None:
    [story] = find_stories([printed(WIRE, "Post")])
    assert story.terms == ()


def test_no_reports_tell_no_story() -> None:
    assert find_stories([]) == ()


REPORTS = tuple(
    printed(text, f"Post {number}", published=f"2024-03-{number + 1:02}")
    for number, text in enumerate((WIRE, RETOLD, INQUIRY, LOCAL, STORM, ELECTION, WIRE))
)


@given(st.permutations(REPORTS))
@settings(max_examples=20, deadline=None)
def test_order_of_reports_changes_nothing(reports: list[Report]) -> None:
    assert find_stories([*reports, reports[0]]) == find_stories(REPORTS)


@given(st.lists(st.text(), max_size=6))
@settings(deadline=None)
def test_every_report_is_in_one_story(texts: list[str]) -> None:
    reports = [printed(text, f"Post {number}") for number, text in enumerate(texts)]
    found = [key for story in find_stories(reports) for key in story.reports]
    assert sorted(found) == sorted(report.id for report in reports)


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("Cities", "city"),
        ("dams", "dam"),
        ("Karhu’s", "karhu"),
        ("press", "press"),
        ("gas", "gas"),
    ],
)
def test_words_are_folded(word: str, form: str) -> None:
    assert fold(word) == form


def test_common_words_weigh_nothing_beside_names() -> None:
    [vector] = vectors_of([printed("The council of Karhu said that the dam of the pit burst.")])
    assert vector["words", "karhu"] > 3 * vector.get(("words", "the"), 0.0)


def test_ranks_are_of_english() -> None:
    assert word_ranks()["the"] == 1
    assert word_ranks()["government"] < word_ranks()["storm"]


def test_closeness_is_a_mean_of_cosines() -> None:
    vectors = vectors_of([printed(WIRE, "A"), printed(WIRE, "B"), printed(ELECTION, "C")])
    close = {(one, other): value for one, other, value in find_close(vectors)}
    assert close[1, 0] == pytest.approx(1)
    assert close.get((2, 0), 0.0) < 0.2


def test_long_hostile_text_costs_no_more_than_its_start() -> None:
    short, long = (printed("said O'Dam’s " * times) for times in (1_000, 20_000))
    assert count_steps(lambda: terms_of(long)) < 1.1 * count_steps(lambda: terms_of(short))
