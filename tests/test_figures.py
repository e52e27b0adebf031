"""Rival numbers: what counts the same thing, what each is to the others, what contradicts."""

import random
from collections.abc import Sequence
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimed import (
    ARMY,
    FRONT,
    HOSPITAL,
    MINISTRY,
    OTHER_OUTLET,
    OUTLET,
    POLICE,
    UNION,
    claim,
    statement,
)
from pages import documents
from sayso.extract.quantities import find_quantities
from sayso.ledger.figures import (
    RULES,
    Claim,
    Contradiction,
    Figure,
    Series,
    Source,
    best,
    find_contradictions,
    find_series,
    fold_sources,
)
from sayso.ledger.figures.classes import ClassEntry, class_of, is_within, load_classes
from sayso.ledger.figures.source_words import SourceEntry, load_sources
from sayso.records import Measure, Quantity


def one(*claims: Claim) -> Series:
    [found] = find_series(claims)
    return found


def relations(series: Series) -> list[str]:
    return [figure.relation for figure in series.figures]


def standing(series: Series) -> list[str]:
    return [figure.claim.quote for figure in series.figures if figure.stands]


def related(series: Series, quote: str) -> str | None:
    """Return the words that the figure of these words is related to."""
    quotes = {figure.claim.quantity: figure.claim.quote for figure in series.figures}
    [figure] = [figure for figure in series.figures if figure.claim.quote == quote]
    return quotes.get(figure.of or "")


def flood() -> list[Claim]:
    """Return a toll that rises for days, each number as its report has it."""
    second = {"report": "second", "start": 40}
    earlier = claim("14", 14, 14, OUTLET, None, report="second", start=60)
    later = claim("23", 23, 23, OUTLET, "2026-02-10", revises=earlier.quantity, **second)
    repeated = claim("23", 23, 23, OTHER_OUTLET, None, report="third", start=90)
    governor = Source(name="Rosa Chunga", kind="person", role="Governor", sectors=("GOV",))
    return [
        claim("At least nine people", 9, None, MINISTRY, "2026-02-09"),
        earlier,
        later,
        claim(
            *("eight bodies", 8, 8, HOSPITAL, "2026-02-10"),
            report="second",
            start=90,
            item="body",
        ),
        repeated,
        claim(
            *("Forty-one people", 41, 41, MINISTRY, "2026-02-13"),
            report="third",
            revises=repeated.quantity,
        ),
        claim("47 bodies", 47, 47, governor, "2026-02-13", report="third", start=200, item="body"),
    ]


def test_a_toll_is_a_series_with_its_revisions() -> None:
    series = one(*flood())
    assert [figure.claim.quote for figure in series.figures] == [
        *("At least nine people", "14", "23", "eight bodies"),
        *("23", "Forty-one people", "47 bodies"),
    ]
    assert relations(series) == [
        *("first", "revision", "revision", "part", "same", "revision", "rival")
    ]
    assert related(series, "Forty-one people") == "23"
    assert related(series, "eight bodies") == "23"
    assert related(series, "47 bodies") == "Forty-one people"
    assert standing(series) == ["Forty-one people", "47 bodies"]
    assert (series.low, series.high, series.open) == (9, 47, False)
    assert (series.standing_low, series.standing_high) == (41, 47)


def test_two_sides_stand_beside_each_other() -> None:
    soldiers = {"item": "soldier"}
    claims = [
        claim("60 fighters", 60, 60, ARMY, "2026-04-13", item="fighter"),
        claim("Three soldiers", 3, 3, ARMY, "2026-04-13", start=30, **soldiers),
        claim("at least 41 soldiers", 41, None, FRONT, "2026-04-14", **soldiers),
        claim("15 of its fighters", 15, 15, FRONT, "2026-04-14", start=30, item="rebel"),
        claim("28 bodies", 28, 28, HOSPITAL, "2026-04-15", item="body"),
    ]
    by_item = {series.item: series for series in find_series(claims)}
    assert by_item.keys() == {"fighter", "soldier", "person"}
    assert relations(by_item["fighter"]) == relations(by_item["soldier"]) == ["first", "rival"]
    assert (by_item["soldier"].low, by_item["soldier"].high) == (3, 41)
    assert by_item["soldier"].open
    assert not by_item["fighter"].open
    assert [found.kind for found in find_contradictions(claims)] == ["figures", "figures"]


PLACED = [
    # the second number, and what it is to 12 of the ministry on Monday
    (("12", 12, 12, MINISTRY, "2026-01-06"), "same"),
    (("12", 12, 12, HOSPITAL, "2026-01-05"), "same"),
    (("at least 12", 12, None, OUTLET, "2026-01-05"), "same"),
    (("15", 15, 15, MINISTRY, "2026-01-06"), "revision"),
    (("9", 9, 9, MINISTRY, "2026-01-06"), "revision"),
    (("15", 15, 15, HOSPITAL, "2026-01-05"), "rival"),
    (("15", 15, 15, HOSPITAL, "2026-01-06"), "rival"),
    (("15", 15, 15, OUTLET, "2026-01-06"), "revision"),
    (("at least 10", 10, None, HOSPITAL, "2026-01-06"), "rival"),
    (("15", 15, 15, HOSPITAL, None), "rival"),
]


@pytest.mark.parametrize(("second", "relation"), PLACED)
def test_a_later_number_is_placed(second: tuple[Any, ...], relation: str) -> None:
    series = one(claim("12", 12, 12, MINISTRY, "2026-01-05"), claim(*second))
    assert relations(series) == ["first", relation]


def test_dozens_are_no_other_number() -> None:
    dozens = claim("dozens", None, None, OUTLET, "2026-01-05")
    series = one(dozens, claim("24", 24, 24, POLICE, "2026-01-06"))
    assert relations(series) == ["first", "same"]
    assert (series.low, series.high) == (24, 24)
    assert relations(one(dozens)) == ["first"]
    assert best(one(dozens), "latest").claim is None


def test_what_is_added_is_no_total() -> None:
    nine = claim("Nine people", 9, 9, POLICE, "2026-01-05")
    five = claim(
        *("another five", 5, 5, POLICE, "2026-01-05"),
        report=nine.report,
        start=50,
        adds_to=nine.quantity,
    )
    series = one(nine, five)
    assert relations(series) == ["first", "added"]
    assert series.figures[1].of == nine.quantity
    assert (series.low, series.high) == (9, 9)


def test_a_part_of_the_same_is_no_total_but_children_have_a_series() -> None:
    eight = claim("Eight civilians", 8, 8, FRONT, "2026-01-05", item="civilian")
    inside = {"report": eight.report, "part_of": eight.quantity}
    children = claim("three children", 3, 3, FRONT, "2026-01-05", item="child", start=20, **inside)
    two = claim("two of them", 2, 2, FRONT, "2026-01-05", item="civilian", start=40, **inside)
    rival = claim("five children", 5, 5, HOSPITAL, "2026-01-05", item="child")
    by_item = {series.item: series for series in find_series([eight, children, two, rival])}
    assert relations(by_item["civilian"]) == ["first", "part"]
    assert sorted(relations(by_item["child"])) == ["part", "rival"]
    assert (by_item["child"].low, by_item["child"].high) == (3, 5)
    assert (by_item["civilian"].low, by_item["civilian"].high) == (8, 8)


def test_one_report_does_not_give_two_totals_on_one_say_so() -> None:
    claims = [
        claim("17 people", 17, 17, POLICE, "2026-01-05", report="r"),
        claim("five people", 5, 5, POLICE, "2026-01-05", report="r", start=50),
        claim("12 people", 12, 12, OUTLET, "2026-01-05", report="r", start=90),
    ]
    series = one(*claims)
    assert relations(series) == ["first", "part", "part"]
    marchers = [
        claim("17,000", 17000, 17000, POLICE, "2026-01-05", report="r", measure="protest"),
        claim("9,000", 9000, 9000, OUTLET, "2026-01-05", report="r", start=9, measure="protest"),
    ]
    assert relations(one(*marchers)) == ["first", "rival"]


def test_soldiers_of_two_lands_are_two_things() -> None:
    claims = [
        claim("100 soldiers", 100, 100, ARMY, "2026-01-05", item="soldier", of_country="ARM"),
        claim("200 soldiers", 200, 200, FRONT, "2026-01-05", item="soldier", of_country="AZE"),
        claim("90 soldiers", 90, 90, FRONT, "2026-01-06", item="soldier", of_country="ARM"),
        claim("8 soldiers", 8, 8, HOSPITAL, "2026-01-06", item="soldier"),
    ]
    sizes = sorted(len(series.figures) for series in find_series(claims))
    assert sizes == [1, 1, 2]
    only = [claims[0], claims[3]]
    assert [len(series.figures) for series in find_series(only)] == [2]


def test_shares_and_bare_counts_that_differ_are_different_things() -> None:
    share = {"measure": "other", "kind": "share", "unit": "%", "item": "member"}
    claims = [
        claim("48 percent", 48, 48, POLICE, "2026-01-05", **share),
        claim("46 percent", 46, 46, UNION, "2026-01-05", **share),
        claim("48 percent", 48, 48, OUTLET, "2026-01-05", **share),
        claim("two ships", 2, 2, POLICE, "2026-01-05", measure="other", item="ship"),
        claim("six ships", 6, 6, UNION, "2026-01-05", measure="other", item="ship"),
    ]
    assert sorted(len(series.figures) for series in find_series(claims)) == [1, 1, 1, 2]
    assert find_contradictions(claims) == ()
    cases = [
        claim("2,140 cases", 2140, 2140, MINISTRY, "2026-02-06", measure="other", item="case"),
        claim("5,036", 5036, 5036, MINISTRY, "2026-03-19", measure="other", item="case"),
    ]
    assert relations(one(*cases)) == ["first", "revision"]


def test_what_is_expected_or_denied_is_no_number() -> None:
    claims = [
        claim("5,000", 5000, 5000, MINISTRY, "2026-01-05", stance="expects"),
        claim("60 rebels", 60, 60, FRONT, "2026-01-05", stance="denies"),
    ]
    assert find_series(claims) == ()


CHOSEN = [
    ("latest", None),  # two numbers of one day
    ("official", "Forty-one people"),
    ("most_sources", None),
    ("least_interested", None),
    ("lowest", "Forty-one people"),
    ("highest", "47 bodies"),
]


@pytest.mark.parametrize(("rule", "quote"), CHOSEN)
def test_a_rule_picks_a_number_that_was_claimed(rule: Any, quote: str | None) -> None:
    claims = flood()
    governor = claims[-1].source
    claims[-1] = claim(
        *("47 bodies", 47, 47, Source(name=governor.name, kind="person"), "2026-02-13"),
        report="third",
        start=200,
        item="body",
    )
    choice = best(one(*claims), rule)
    assert (choice.claim.quote if choice.claim is not None else None) == quote
    assert choice.reason
    assert choice.rule == rule


def test_most_sources_count_all_outlets_as_one() -> None:
    claims = [
        claim("9", 9, 9, OUTLET, "2026-01-05"),
        claim("9", 9, 9, OTHER_OUTLET, "2026-01-05"),
        claim("12", 12, 12, POLICE, "2026-01-05"),
        claim("12", 12, 12, HOSPITAL, "2026-01-05"),
    ]
    choice = best(one(*claims), "most_sources")
    assert choice.claim is not None
    assert choice.claim.quote == "12"


def test_least_interested_passes_over_the_sides() -> None:
    claims = [
        claim("60", 60, 60, ARMY, "2026-01-07", interest="actor"),
        claim("15", 15, 15, FRONT, "2026-01-07"),
        claim("28", 28, 28, HOSPITAL, "2026-01-05"),
    ]
    choice = best(one(*claims), "least_interested")
    assert choice.claim is not None
    assert choice.claim.quote == "28"
    assert best(one(*claims[:2]), "least_interested").claim is None
    assert best(one(*claims[:2]), "official").claim is None


# Two numbers of the dead, and whether they contradict each other.
AGAINST = [
    (("12", 12, 12, POLICE, "2026-01-05"), ("15", 15, 15, HOSPITAL, "2026-01-05"), True),
    (("12", 12, 12, POLICE, "2026-01-05"), ("15", 15, 15, HOSPITAL, "2026-01-06"), False),
    (("15", 15, 15, POLICE, "2026-01-05"), ("12", 12, 12, HOSPITAL, "2026-01-06"), True),
    (("at least 9", 9, None, POLICE, "2026-01-05"), ("23", 23, 23, HOSPITAL, "2026-01-05"), False),
    (("15", 15, 15, POLICE, "2026-01-05"), ("12", 12, 12, POLICE, "2026-01-06"), False),
    (("15", 15, 15, OUTLET, "2026-01-05"), ("12", 12, 12, HOSPITAL, "2026-01-05"), False),
    (("3", 3, 3, ARMY, "2026-01-05"), ("at least 41", 41, None, FRONT, "2026-01-09"), True),
    (("12", 12, 12, POLICE, None), ("9", 9, 9, HOSPITAL, "2026-01-05"), False),
]


@pytest.mark.parametrize(("first", "second", "expected"), AGAINST)
def test_numbers_that_cannot_both_be_right(
    first: tuple[Any, ...], second: tuple[Any, ...], expected: bool
) -> None:
    found = find_contradictions([claim(*first), claim(*second)])
    assert [each.kind for each in found] == ["figures"] * expected
    for each in found:
        assert {each.one.text, each.other.text} == {first[0], second[0]}


def test_about_reaches_from_half_to_double() -> None:
    about = claim("about 15,000", None, None, POLICE, "2026-01-05", value=15000, measure="protest")
    near = claim("25,000", 25000, 25000, UNION, "2026-01-05", measure="protest")
    far = claim("60,000", 60000, 60000, UNION, "2026-01-05", measure="protest")
    assert find_contradictions([about, near]) == ()
    assert len(find_contradictions([about, far])) == 1


def test_the_missing_may_become_fewer() -> None:
    claims = [
        claim("15", 15, 15, POLICE, "2026-01-05", measure="miss"),
        claim("9", 9, 9, HOSPITAL, "2026-01-06", measure="miss"),
    ]
    assert find_contradictions(claims) == ()


def test_a_part_larger_than_the_whole() -> None:
    soldiers = claim("41 soldiers", 41, 41, FRONT, "2026-01-05", item="soldier")
    people = claim("28 people", 28, 28, HOSPITAL, "2026-01-05")
    [found] = find_contradictions([soldiers, people])
    assert (found.one.text, found.other.text) == ("28 people", "41 soldiers")
    bodies = claim("28 bodies", 28, 28, HOSPITAL, "2026-01-05", item="body")
    assert find_contradictions([soldiers, bodies]) == ()


def denials(claims: Sequence[Claim] = (), *statements: Any) -> list[tuple[str, str]]:
    found = find_contradictions(claims, statements)
    return [(each.one.text, each.other.text) for each in found if each.kind == "denial"]


def test_a_denial_repeats_what_it_denies() -> None:
    number = claim("60 rebels", 60, 60, ARMY, "2026-01-05", report="r", start=70, stance="alleges")
    inner = statement("60 rebels had died", ARMY, "alleges", start=70)
    outer = statement(
        "the army's claim that 60 rebels had died", FRONT, "denies", start=48, cue="denied"
    )
    assert denials([number], inner, outer) == [(inner.content[0].text, outer.content[0].text)]
    assert denials([number], inner, statement("60 rebels", ARMY, "denies", start=60)) == []
    assert denials([], inner, outer) == []  # touches nothing of the incident


POINTS_BACK = [
    ("this", "asserts", "denies", "denies", True),
    ("the accusation", "alleges", "denies", "rejected", True),
    ("the accusation", "asserts", "denies", "rejected", False),
    ("that it takes arms from abroad", "asserts", "denies", "denies", False),
    ("the report", "asserts", "doubts", "questioned", True),
    ("the report", "asserts", "doubts", "has not confirmed", False),
]


@pytest.mark.parametrize(("content", "stance", "denying", "cue", "expected"), POINTS_BACK)
def test_a_denial_points_back(
    content: str, stance: str, denying: str, cue: str, expected: bool
) -> None:
    number = claim("200 deaths", 200, 200, UNION, "2026-01-05", report="r", start=10)
    said = statement("there were 200 deaths", UNION, stance)
    denial = statement(content, MINISTRY, denying, start=60, cue=cue)
    assert bool(denials([number], said, denial)) is expected


def test_a_disputed_figure_is_the_last_of_its_measure() -> None:
    dead = claim("41 people", 41, 41, MINISTRY, "2026-01-05", report="r")
    missing = claim(
        "Twelve people", 12, 12, MINISTRY, "2026-01-05", report="r", start=50, measure="miss"
    )
    denial = statement("the figure for the dead", UNION, "denies", start=90)
    assert denials([dead, missing], denial) == [("41 people", "the figure for the dead")]


def test_a_number_is_denied_in_another_report() -> None:
    given = claim("60 rebels", 60, 60, ARMY, "2026-01-05", item="rebel")
    denied = claim(
        "60 rebels", 60, 60, FRONT, "2026-01-06", item="rebel", stance="denies", report="r"
    )
    [found] = find_contradictions([given, denied])
    assert (found.kind, found.one.report, found.other.report) == ("denial", given.report, "r")


@cache
def numbers() -> dict[str, tuple[Quantity, ...]]:
    """Return the quantities of the examples of all classes, parsed in one batch."""
    texts = [text for entry in load_classes().values() for text in (*entry.fires, *entry.silent)]
    return {doc.text: find_quantities(doc) for doc in documents(list(dict.fromkeys(texts)))}


@pytest.mark.parametrize("entry", load_classes().values(), ids=lambda entry: entry.id)
def test_classes_keep_their_promises(entry: ClassEntry) -> None:
    def fired(text: str) -> bool:
        return any(class_of(each.item, each.measure) == entry.id for each in numbers()[text])

    assert [text for text in entry.fires if not fired(text)] == []
    assert [text for text in entry.silent if fired(text)] == []


def test_classes_lie_within_each_other() -> None:
    assert is_within("child", "civilian")
    assert is_within("child", "person")
    assert not is_within("soldier", "civilian")
    assert all(entry.within in (None, *load_classes()) for entry in load_classes().values())
    assert class_of("Egyptian", "kill") == "Egyptian"
    assert is_within("Egyptian", "person")
    assert class_of(None, "kill") == "person"
    assert class_of(None, "destroy") is None
    assert class_of("bridge", "destroy") == "bridge"


SECTORS = {"Front": ("REB",), "rebels": ("REB",), "army": ("MIL",)}


def is_one_source(pair: str) -> bool:
    names = pair.split(" / ")
    sources = [
        Source(
            name=name,
            text=name,
            kind="organisation",
            sectors=next((found for word, found in SECTORS.items() if word in name), ()),
        )
        for name in names
    ]
    voices = fold_sources(sources)
    return voices[sources[0]].key == voices[sources[1]].key


@pytest.mark.parametrize("entry", load_sources().entry, ids=lambda entry: entry.id)
def test_names_of_sources_keep_their_promises(entry: SourceEntry) -> None:
    assert [pair for pair in entry.fires if not is_one_source(pair)] == []
    assert [pair for pair in entry.silent if is_one_source(pair)] == []


def test_names_of_one_source_are_folded() -> None:
    def person(name: str, text: str, role: str | None = None, **fields: Any) -> Source:
        return Source(name=name, text=text, kind="person", role=role, **fields)

    army = [
        Source(name="Sudanese army", kind="group", country="SDN", sectors=("MIL",)),
        Source(name="Sudan's army", kind="group", country="SDN", sectors=("MIL",)),
        Source(name="army", kind="group", sectors=("MIL",)),
        person("Yasir Ali", "army spokesman Brigadier Yasir Ali", "Brigadier", country="SDN"),
    ]
    front = [
        FRONT,
        Source(name="Front", kind="organisation"),
        Source(name="rebels", kind="group", sectors=("REB",)),
        person("Idris Tutu", "its spokesman Idris Tutu", "its spokesman", speaks_for="Front"),
    ]
    apart = [
        Source(name="Sudanese army and Red Valley Front", kind="group", sectors=("MIL", "REB")),
        Source(name="Ethiopian army", kind="group", country="ETH", sectors=("MIL",)),
        person("Ruth Akello", "Ruth Akello, a teacher", "teacher"),
        Source(name="health ministry", kind="organisation"),
        Source(name="defence ministry", kind="organisation"),
    ]
    voices = fold_sources([*army, *front, *apart])
    # "the army" could be either of two lands
    assert len({voices[source].key for source in (army[0], army[1], army[3])}) == 1
    assert voices[army[2]].key not in (voices[army[0]].key, voices[apart[1]].key)
    assert {voices[source].name for source in front} == {"Red Valley Front"}
    assert len({voices[source].key for source in apart}) == len(apart)


@pytest.mark.parametrize("letters", ["a", "a ", "the ", "’s ", "Its spokesman "])
def test_long_names_are_read_at_once(letters: str) -> None:
    name = (letters * 100_000)[:100_000]
    long = Source(name=name, text=name, kind="person", role=name, sectors=("REB",))
    voices = fold_sources([long, FRONT])
    assert len(voices) == 2
    denial = statement(name, ARMY, "denies", cue=name)
    assert find_contradictions([], [denial, statement(name, FRONT)]) == ()


SOURCES = st.sampled_from([ARMY, FRONT, POLICE, HOSPITAL, MINISTRY, OUTLET, OTHER_OUTLET])
DAYS = st.sampled_from([None, "2026-01-05", "2026-01-05T10:00", "2026-01-06", "2026-01-07"])
MEASURES: st.SearchStrategy[Measure] = st.sampled_from(["kill", "miss", "protest", "other"])


@st.composite
def claims_of_an_incident(draw: st.DrawFn) -> list[Claim]:
    found: list[Claim] = []
    for number in range(draw(st.integers(min_value=0, max_value=7))):
        bounds = sorted(draw(st.tuples(st.integers(1, 30), st.integers(1, 30))))
        low, high = draw(
            st.sampled_from([(bounds[0], bounds[1]), (bounds[0], None), (None, bounds[1])])
        )
        earlier = draw(st.sampled_from([None, *(each.quantity for each in found)]))
        pointer = draw(st.sampled_from(["part_of", "revises", "adds_to"]))
        found.append(
            claim(
                f"{number}",
                low,
                high,
                draw(SOURCES),
                draw(DAYS),
                report=draw(st.sampled_from(["r1", "r2", "r3"])),
                start=10 * number,
                measure=draw(MEASURES),
                item=draw(st.sampled_from([None, "person", "soldier", "child", "body", "case"])),
                value=draw(st.sampled_from([None, low])),
                **{pointer: earlier},
            )
        )
    return found


def claimed(figures: Sequence[Figure]) -> set[float | int | None]:
    return {n for each in figures for n in (each.claim.value, each.claim.low, each.claim.high)}


@settings(deadline=None)
@given(claims_of_an_incident(), st.randoms(use_true_random=False))
def test_nothing_is_averaged_nothing_is_lost_and_order_does_not_matter(
    claims: list[Claim], shuffling: random.Random
) -> None:
    found, against = find_series(claims), find_contradictions(claims)
    shuffled = list(claims)
    shuffling.shuffle(shuffled)
    assert find_series(shuffled) == found
    assert find_contradictions(shuffled) == against
    assert sorted(figure.claim.quantity for series in found for figure in series.figures) == (
        sorted(each.quantity for each in claims)
    )
    for series in found:
        check_series(series)
    for each in against:
        check_contradiction(each, claims)


def check_series(series: Series) -> None:
    numbers_named = claimed(series.figures)
    assert {series.low, series.high, series.standing_low, series.standing_high} <= (
        numbers_named | {None}
    )
    assert series.low is None or series.high is None or series.low <= series.high
    ids = {figure.claim.quantity for figure in series.figures}
    assert all(figure.reason for figure in series.figures)
    assert all(figure.total for figure in series.figures if figure.stands)
    for figure in series.figures:
        assert figure.of != figure.claim.quantity
        assert figure.of is None or figure.of in ids or figure.relation in ("part", "added")
    for rule in RULES:
        choice = best(series, rule)
        assert choice.claim is None or choice.claim.quantity in ids
        assert choice.reason


def check_contradiction(found: Contradiction, claims: Sequence[Claim]) -> None:
    known = {each.quantity: each for each in claims}
    one_, other = known[found.one.record], known[found.other.record]
    assert one_.source != other.source
    assert (found.one.span, found.one.text) == (one_.span, one_.quote)
