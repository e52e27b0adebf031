"""What becomes of forecasts: the method on records by hand, and the words that it goes by."""

import random

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st
from msgspec.structs import replace

from sayso.extract.settling import Happening, Pattern, Settled, Who, settle
from sayso.extract.settling.building import countries_in
from settling import KENYA, REBELS, day, foretold, given, happened, stretch

CASES = foretold(
    "Kenya's ministry expects the number of measles cases to exceed [5,000] by the end of May.",
    measure="other",
    item="case",
    low=5001,
    kind="count",
    horizon=stretch("2026-05-01", "2026-06-01"),
    deadline=True,
    countries=("KEN",),
)
WEEKLY = foretold(
    "Kenya's ministry expects [fewer than 100] new measles cases a week by the end of May.",
    measure="other",
    item="case",
    high=99,
    kind="count",
    per="week",
    horizon=stretch("2026-05-01", "2026-06-01"),
    deadline=True,
)
RAIDS = foretold(
    "The colonel expects only [three to four more raids] by the Red Army.",
    type="ASSAULT",
    measure="attack",
    item="raid",
    low=3,
    high=4,
    kind="count",
    actors=(REBELS,),
)
STRIKE = foretold(
    "Dock workers in Mombasa threatened to [walk] out on Friday.",
    type="PROTEST",
    mode="strike",
    actor="dock workers",
    actors=(Who(name="dock workers", kind="group", country="KEN", sectors=("LAB",)),),
    horizon=stretch("2026-04-17"),
)


def count(marked: str, printed: str, number: int, **fields: object) -> Happening:
    return given(marked, printed, number, item="case", country="KEN", **fields)


def raid(on: str, printed: str, **fields: object) -> Happening:
    return happened(
        f"The Red Army [raided] a village on {on}, the colonel said.",
        printed,
        on,
        **{"type": "ASSAULT", "actors": (REBELS,), **fields},
    )


def strike(marked: str, printed: str, on: str | None = None, **fields: object) -> Happening:
    whole = {"type": "PROTEST", "mode": "strike", "actors": STRIKE.actors, **fields}
    return happened(marked, printed, on, **whole)


def outcome(pattern: Pattern, *found: Happening, as_of: str = "2026-05-25") -> Settled:
    return settle(pattern, found, day(as_of))


REACHED = count(
    "The number of measles cases in Kenya reached [5,036] on Monday.", "2026-05-20", 5036
)


def test_a_total_that_was_reached_in_time_bears_the_forecast_out() -> None:
    found = outcome(CASES, REACHED)
    assert (found.outcome, found.low) == ("borne_out", 5036)
    [shown] = found.evidence
    assert (shown.bearing, shown.record, shown.words) == ("for", REACHED.id, "5,036")
    assert "5,036" in found.reason


def test_what_says_that_it_was_foretold_is_told() -> None:
    text = "Measles cases in Kenya reached [5,036] on Monday, as the ministry had forecast."
    [shown] = outcome(CASES, count(text, "2026-05-20", 5036)).evidence
    assert shown.bearing == "told"


@pytest.mark.parametrize(
    ("marked", "number", "fields"),
    [
        ("The number of cholera cases in Kenya reached [5,036] on Monday.", 5036, {}),
        ("The number of measles cases in Togo reached [5,036].", 5036, {"country": "TGO"}),
        ("The number of measles cases in Kenya could reach [5,036].", 5036, {}),
        ("The number of measles cases in Kenya reached [5,036].", 5036, {"stance": "denies"}),
        ("The number of measles cases in Kenya reached [5,036].", 5036, {"stance": "expects"}),
        ("Kenya's ministry needs [6,000] doses for measles cases.", 6000, {"item": "dose"}),
        ("Kenya counted [6,000] measles cases a week.", 6000, {"per": "week"}),
        ("Kenya's ministry treated [6,000] measles cases in Kisumu.", 6000, {}),
    ],
)
def test_what_does_not_compare_settles_nothing(
    marked: str, number: int, fields: dict[str, object]
) -> None:
    other = replace(count(marked, "2026-05-20", number), **fields)
    assert outcome(CASES, other).outcome == "open"
    assert outcome(CASES, other).evidence == ()


def test_what_was_before_the_forecast_settles_nothing() -> None:
    earlier = replace(REACHED, published=day("2026-04-14"))
    assert outcome(CASES, earlier).outcome == "open"
    told_later = replace(REACHED, time=stretch("2026-04-02"))
    assert outcome(CASES, told_later).outcome == "open"


def test_a_smaller_total_shows_nothing() -> None:
    so_far = count("Kenya has recorded [4,100] measles cases.", "2026-05-20", 4100)
    found = outcome(CASES, so_far)
    assert (found.outcome, found.low, found.evidence) == ("open", None, ())
    assert outcome(CASES, so_far, as_of="2026-06-01").outcome == "expired"


def test_a_total_that_was_to_stay_below_is_contradicted_above() -> None:
    below = replace(CASES, expects=replace(CASES.expects, low=None, high=5000))
    found = outcome(below, REACHED)
    assert (found.outcome, found.low) == ("contradicted", 5036)
    so_far = count("Kenya has recorded [4,100] measles cases.", "2026-05-30", 4100)
    assert outcome(below, so_far).outcome == "open"
    assert outcome(below, so_far, as_of="2026-06-01").outcome == "expired"


def test_a_total_between_two_bounds_is_settled_when_it_is_due() -> None:
    between = replace(CASES, expects=replace(CASES.expects, low=5000, high=6000))
    assert outcome(between, REACHED).outcome == "on_track"
    assert outcome(between, REACHED, as_of="2026-06-01").outcome == "borne_out"


def test_a_horizon_that_has_passed_expires_what_nothing_shows() -> None:
    late = replace(REACHED, published=day("2026-06-04"))
    assert outcome(CASES, as_of="2026-05-31").outcome == "open"
    assert outcome(CASES, as_of="2026-06-01").outcome == "expired"
    assert outcome(CASES, late, as_of="2026-06-04").outcome == "expired"
    assert settle(CASES, (), None).outcome == "open"


@pytest.mark.parametrize(
    ("printed", "number", "as_of", "expected"),
    [
        ("2026-05-10", 80, "2026-05-10", "borne_out"),
        ("2026-05-10", 140, "2026-05-10", "open"),
        ("2026-05-10", 140, "2026-06-01", "expired"),
        ("2026-05-30", 140, "2026-06-01", "contradicted"),
        ("2026-06-04", 140, "2026-06-04", "contradicted"),
        ("2026-06-04", 80, "2026-06-04", "expired"),
    ],
)
def test_a_rate_is_judged_by_what_it_is_when_it_is_due(
    printed: str, number: int, as_of: str, expected: str
) -> None:
    text = f"Kenya's ministry counted [{number}] new measles cases a week."
    assert outcome(WEEKLY, count(text, printed, number, per="week"), as_of=as_of).outcome == (
        expected
    )


def test_a_share_is_held_against_the_share_of_the_same_thing() -> None:
    prices = foretold(
        "Kenya's central bank expects inflation to fall below [5 percent] by June.",
        measure="other",
        item="percent",
        high=5,
        kind="share",
        unit="%",
        horizon=stretch("2026-06-01", "2026-07-01"),
        deadline=True,
    )

    def share(marked: str, number: float) -> Happening:
        fields = {"item": "percent", "kind": "share", "unit": "%"}
        return given(marked, "2026-06-02", number, **fields)

    fell = share("Inflation in Kenya fell to [4.6 percent], the central bank said.", 4.6)
    assert outcome(prices, fell, as_of="2026-06-02").outcome == "borne_out"
    by = share("Inflation in Kenya fell by [4.6 percent], the central bank said.", 4.6)
    assert outcome(prices, by, as_of="2026-06-02").outcome == "open"


def test_what_holds_on_a_condition_is_not_contradicted() -> None:
    words = replace(WEEKLY.telling, sentence=f"{WEEKLY.telling.sentence[:-1]} if it rains.")
    missed = count("Kenya counted [140] new measles cases a week.", "2026-05-30", 140, per="week")
    found = outcome(replace(WEEKLY, telling=words), missed, as_of="2026-06-01")
    assert found.outcome == "expired"
    [shown] = found.evidence
    assert shown.bearing == "against"


def test_acts_are_counted_by_day() -> None:
    first, again = raid("2026-04-20", "2026-04-21"), raid("2026-04-20", "2026-04-22")
    second = raid("2026-04-25", "2026-04-26")
    assert (outcome(RAIDS, first, again).low, outcome(RAIDS, first, second).low) == (1, 2)
    found = outcome(RAIDS, first, again, second)
    assert (found.outcome, found.low) == ("on_track", 2)
    assert "2 so far, of 3 to 4" in found.reason


def test_a_count_since_then_stands_beside_the_days() -> None:
    since = given(
        "Since then the Red Army has carried out [three raids], the colonel said.",
        "2026-05-20",
        3,
        type="ASSAULT",
        item="raid",
        measure="attack",
        factuality="actual",
        actors=(REBELS,),
        time=stretch("2026-04-15", "2026-05-20"),
    )
    found = outcome(RAIDS, since, raid("2026-04-20", "2026-04-21"))
    assert (found.outcome, found.low) == ("on_track", 3)
    [shown] = found.evidence
    assert shown.words == "three raids"
    found = outcome(replace(RAIDS, horizon=stretch("2026-05-24"), deadline=True), since)
    assert found.outcome == "borne_out"


def test_more_acts_than_were_foretold_contradict() -> None:
    days = ("2026-04-20", "2026-04-23", "2026-04-26", "2026-05-02", "2026-05-06")
    found = outcome(RAIDS, *(raid(on, on) for on in days))
    assert (found.outcome, found.low) == ("contradicted", 5)
    assert {shown.bearing for shown in found.evidence} == {"against"}


def test_things_are_not_acts() -> None:
    missiles = replace(raid("2026-04-20", "2026-04-21"), number=True, item="missile", low=70)
    assert outcome(RAIDS, missiles).outcome == "open"


def test_an_act_on_its_day_bears_the_forecast_out() -> None:
    text = "Dock workers in Mombasa [walked] out on Friday."
    assert outcome(STRIKE, strike(text, "2026-04-18", "2026-04-17")).outcome == "borne_out"
    assert outcome(STRIKE, strike(text, "2026-04-16", "2026-04-16")).outcome == "expired"
    assert outcome(STRIKE, strike(text, "2026-04-19", "2026-04-18")).outcome == "expired"


def test_an_act_without_a_date_is_no_more_than_a_sign() -> None:
    text = "Dock workers in Mombasa [walked] out."
    assert outcome(STRIKE, strike(text, "2026-04-18")).outcome == "on_track"
    assert outcome(STRIKE, strike(text, "2026-04-14")).outcome == "expired"
    assert outcome(STRIKE, strike(text, "2026-05-18")).outcome == "expired"
    noun = "Dock workers of Mombasa and their [walkout]."
    assert outcome(STRIKE, strike(noun, "2026-04-18")).outcome == "expired"


@pytest.mark.parametrize(
    "fields",
    [
        {"type": "ASSAULT"},
        {"mode": "demo"},
        {"actors": (KENYA,)},
        {"actors": (Who(name="miners", kind="group", country="KEN", sectors=("LAB",)),)},
        {"actors": (Who(name="nurses", kind="group", country="TGO", sectors=("LAB",)),)},
        {"factuality": "future"},
        {"stance": "alleges"},
        {"attribution": "a1"},
    ],
)
def test_another_act_settles_nothing(fields: dict[str, object]) -> None:
    act = strike("Dock workers in Mombasa [walked] out.", "2026-04-18", "2026-04-17", **fields)
    assert outcome(replace(STRIKE, attribution="a1"), act).evidence == ()


def test_what_was_not_done_contradicts_when_its_day_has_passed() -> None:
    text = "Dock workers in Mombasa did not [walk] out on Friday."
    undone = strike(text, "2026-04-17", "2026-04-17", factuality="negated")
    assert outcome(STRIKE, undone, as_of="2026-04-17").outcome == "open"
    assert outcome(STRIKE, undone).outcome == "contradicted"


def test_what_was_not_to_be_is_contradicted_when_it_is() -> None:
    never = replace(STRIKE, expects=replace(STRIKE.expects, low=0, high=0))
    text = "Dock workers in Mombasa [walked] out on Friday."
    assert outcome(never, strike(text, "2026-04-18", "2026-04-17")).outcome == "contradicted"
    assert outcome(never).outcome == "expired"
    assert outcome(replace(never, horizon=None)).outcome == "open"


def test_a_forecast_that_names_nothing_stays_open() -> None:
    bare = foretold("The weather office expects [more rain].", actor="weather office")
    found = outcome(bare, REACHED, raid("2026-04-20", "2026-04-21"))
    assert (found.outcome, found.evidence) == ("open", ())
    undated = replace(CASES, made=None)
    assert "when it was said" in outcome(undated, REACHED).reason


def test_a_sentence_that_many_pages_print_is_shown_once() -> None:
    copies = [replace(REACHED, id=f"q{number}", report=f"r{number}") for number in range(5)]
    assert len(outcome(CASES, *copies).evidence) == 1


def test_countries_are_read_off_the_words() -> None:
    text = "Kenya's ministry met a South Sudan envoy and Togolese traders in Turkana."
    assert set(countries_in(text)) >= {"KEN", "SSD", "TGO"}


@st.composite
def records(draw: st.DrawFn) -> Happening:
    """Return a record that may bear on one of the forecasts, or on none."""
    on = f"2026-{draw(st.integers(4, 6)):02d}-{draw(st.integers(1, 28)):02d}"
    id_ = f"x{draw(st.integers(0, 9_999))}"
    if draw(st.booleans()):
        found = raid(on, on)
    else:
        number = draw(st.integers(4_000, 6_000))
        found = count(f"Measles cases in Kenya reached [{number}].", on, number)
    return replace(found, id=id_, report=f"r{id_}")


@drawn(st.lists(records(), max_size=12), st.randoms())
def test_order_makes_no_difference(found: list[Happening], chance: random.Random) -> None:
    shuffled = found[:]
    chance.shuffle(shuffled)
    for pattern in (CASES, RAIDS):
        assert outcome(pattern, *found) == outcome(pattern, *shuffled)


@drawn(st.lists(records(), max_size=8), st.lists(records(), max_size=8))
def test_what_bears_on_nothing_changes_nothing(
    found: list[Happening], others: list[Happening]
) -> None:
    strangers = [replace(other, measure="cost", type="AID") for other in others]
    for pattern in (CASES, RAIDS):
        assert outcome(pattern, *found, *strangers) == outcome(pattern, *found)


@drawn(st.lists(records(), max_size=8), st.lists(records(), max_size=8))
def test_what_is_final_stays(found: list[Happening], others: list[Happening]) -> None:
    if outcome(CASES, *found).outcome == "borne_out":
        assert outcome(CASES, *found, *others).outcome == "borne_out"
    if outcome(RAIDS, *found).outcome == "contradicted":
        assert outcome(RAIDS, *found, *others).outcome == "contradicted"
    before, after = outcome(RAIDS, *found).low or 0, outcome(RAIDS, *found, *others).low or 0
    assert after >= before
