"""When two tellings speak of one event or one incident: pairs, reasons, groups."""

import random
from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from coded import sample
from sayso.ledger.incidents import (
    SAME_INCIDENT,
    Judged,
    Number,
    Someone,
    Telling,
    Where,
    chance,
    chances,
    cluster,
    compare,
    score,
    telling_of,
    tellings_of,
)
from sayso.ledger.incidents.acts import kinship, roots_of, stem_of
from sayso.ledger.incidents.clustering import Measure
from sayso.ledger.incidents.evidence import SAID
from sayso.ledger.incidents.families import family_of, family_table
from sayso.ledger.incidents.features import FEATURES
from sayso.ledger.incidents.wording import report_words_of, sentence_words_of
from sayso.ontology.codes import modes_of

KURMUK = Where(
    name="Kurmuk",
    geonames_id=371760,
    country="SDN",
    admin1="Blue Nile",
    precision="city",
    latitude=10.56,
    longitude=34.28,
)
EL_FASHER = Where(
    name="El Fasher",
    geonames_id=379003,
    country="SDN",
    admin1="North Darfur",
    precision="city",
    latitude=13.63,
    longitude=25.35,
)
SUDAN = Where(name="Sudan", geonames_id=366755, country="SDN", precision="country")
ARMY = Someone(name="Sudanese army", country="SDN", kind="organisation")
REBELS = Someone(name="Blue Nile rebels", country="SDN", kind="group")
STORY = "Army and Blue Nile rebels give rival accounts of a battle for Kurmuk on Sunday"


def telling(event: str, sentence: str, word: str, **fields: object) -> Telling:
    """Return a telling of violence at Kurmuk on 12 April 2026."""
    plain = Telling(
        event=event,
        report=f"r-{event}",
        word=word,
        stem=stem_of(word),
        type="ASSAULT",
        mode="firearms",
        family="violence",
        factuality="actual",
        place=KURMUK,
        start="2026-04-12",
        end="2026-04-13",
        published="2026-04-13",
        sentence_words=sentence_words_of(sentence),
        report_words=report_words_of(STORY, sentence),
    )
    return replace(plain, **fields)


ARMY_SAYS = telling(
    "e1",
    "The army said it killed 60 rebels in the battle for Kurmuk on Sunday.",
    "killed",
    actors=(ARMY,),
    recipients=(REBELS,),
    numbers=(Number(measure="kill", low=60, high=60),),
)
REBELS_SAY = telling(
    "e2",
    "The rebels said they killed 41 soldiers as they took Kurmuk on Sunday.",
    "killed",
    actors=(REBELS,),
    recipients=(ARMY,),
    numbers=(Number(measure="kill", low=41, high=41),),
)
WOUNDED = telling(
    "e3",
    "Hospitals in Kurmuk treated 90 people wounded in the battle.",
    "wounded",
    type="IMPACT",
    mode="casualties",
)
FAR_AWAY = telling(
    "e4",
    "Shells killed six traders in a market of El Fasher on Sunday.",
    "killed",
    place=EL_FASHER,
    report_words=report_words_of("Shells hit El Fasher market", "Traders were buried."),
)
LATER = telling(
    "e5",
    "Gunmen killed two drivers near Kurmuk on 2 June.",
    "killed",
    start="2026-06-02",
    end="2026-06-03",
    published="2026-06-03",
    report_words=report_words_of("Drivers shot on the border road", "Lorries stood idle."),
)
ALL = (ARMY_SAYS, REBELS_SAY, WOUNDED, FAR_AWAY, LATER)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (ARMY_SAYS, REBELS_SAY, True),
        (ARMY_SAYS, WOUNDED, True),
        (ARMY_SAYS, FAR_AWAY, False),
        (ARMY_SAYS, LATER, False),
        (WOUNDED, FAR_AWAY, False),
    ],
    ids=["both sides of a battle", "its wounded", "another town", "another month", "elsewhere"],
)
def test_sides_of_one_happening_are_one_incident(one: Telling, other: Telling, same: bool) -> None:
    assert (chance(one, other) >= SAME_INCIDENT) == same


def test_one_report_may_tell_of_two_incidents() -> None:
    here = replace(ARMY_SAYS, report="r", report_words=frozenset({"roundup"}))
    there = replace(FAR_AWAY, report="r", report_words=frozenset({"roundup"}), start="2026-02-01")
    there = replace(there, end="2026-02-02")
    assert chance(here, there) < SAME_INCIDENT


def test_neither_nearness_nor_headline_words_alone_make_an_incident() -> None:
    bare = replace(ARMY_SAYS, sentence_words=frozenset(), report_words=frozenset(), actors=())
    bare = replace(bare, start=None, end=None, recipients=(), numbers=())
    assert chance(bare, replace(bare, event="e9", report="r9")) < SAME_INCIDENT
    words = replace(bare, place=None, report_words=ARMY_SAYS.report_words)
    far = replace(words, event="e9", report="r9", place=EL_FASHER, start="2026-01-05")
    assert chance(replace(words, place=KURMUK), replace(far, end="2026-01-06")) < SAME_INCIDENT


def test_other_acts_are_one_incident_only_as_one_act() -> None:
    talks = {"type": "CONSULT", "mode": "visit", "family": "consult", "numbers": ()}
    meeting = telling("m1", "Envoys of both sides met in Juba on Sunday.", "met", **talks)
    talk = telling("m2", "Both sides' envoys met in Juba for talks on Sunday.", "met", **talks)
    call = telling("m3", "The president telephoned his neighbour.", "telephoned", **talks)
    assert chance(meeting, talk) > chance(meeting, replace(call, place=None))


@pytest.mark.parametrize("level", ["event", "incident"])
def test_chances_are_alike_both_ways_round_and_in_bulk(level: str) -> None:
    pairs = list(permutations(ALL, 2))
    found = list(chances(pairs, level))  # type: ignore[arg-type]
    assert all(0 <= likely <= 1 for likely in found)
    by_pair = {
        (one.event, other.event): likely for (one, other), likely in zip(pairs, found, strict=True)
    }
    assert all(by_pair[a, b] == by_pair[b, a] for a, b in by_pair)
    singly = [chance(one, other, level) for one, other in pairs]  # type: ignore[arg-type]
    assert found == pytest.approx(singly)


def test_a_link_tells_its_reason_in_the_reports_words() -> None:
    link = score(REBELS_SAY, ARMY_SAYS)
    assert (link.one, link.other) == ("e1", "e2")
    assert link == score(ARMY_SAYS, REBELS_SAY)
    assert "kurmuk" in link.reason.casefold()
    assert all(feature.evidence for feature in link.features)
    assert "El Fasher" in score(ARMY_SAYS, FAR_AWAY).reason


@pytest.mark.parametrize(
    "pair", list(combinations(ALL, 2)), ids=lambda pair: "-".join(t.event for t in pair)
)
def test_every_feature_is_named_and_has_a_reason(pair: tuple[Telling, Telling]) -> None:
    found = compare(*pair)
    assert [feature.name for feature in found] == list(FEATURES)
    assert set(SAID) == set(FEATURES)
    assert score(*pair).reason


def test_places_agree_by_containment() -> None:
    def place_of(one: Where, other: Where) -> tuple[float, float]:
        values = compare(replace(ARMY_SAYS, place=one), replace(REBELS_SAY, place=other))
        by_name = {feature.name: feature.value for feature in values}
        return by_name["place"], by_name["other place"]

    assert place_of(KURMUK, KURMUK) == (1, 0)
    assert place_of(KURMUK, SUDAN) == (0.5, 0)
    assert place_of(KURMUK, EL_FASHER) == (0, 1)
    blue_nile = replace(KURMUK, name="Blue Nile", geonames_id=408654, precision="admin1")
    assert place_of(KURMUK, blue_nile) == (0.7, 0)


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("Killed", "kill"),
        ("shot", "shoot"),
        ("Handcuffs", "handcuff"),
        ("stopped", "stop"),
        ("opened fire", "open fire"),
        ("Zzyzxed", "zzyzxed"),
    ],
)
def test_stem_of_a_trigger(word: str, stem: str) -> None:
    assert stem_of(word) == stem


def test_words_of_one_act_are_akin() -> None:
    assert roots_of("acquisition") == {"acquire"}
    assert kinship("quake", "earthquake") > kinship("quake", "vote")


def test_every_type_has_a_family() -> None:
    kinds = {f"{kind}/{mode}" for kind, modes in modes_of().items() for mode in modes}
    assert set(family_table()) <= kinds | set(modes_of())
    assert family_of("ASSAULT", "drone") == family_of("IMPACT", "casualties") == "violence"
    assert family_of("CONSULT", None) == "consult"


def test_a_telling_holds_what_the_record_says() -> None:
    coded = sample()
    [found] = tellings_of(coded)
    assert found == telling_of(coded.events[0], coded)
    assert (found.word, found.stem, found.family) == ("killed", "kill", "violence")
    assert found.numbers == (Number(measure="kill", low=60, high=None),)
    assert found.place is not None
    assert found.place.name == "Kurmuk"


EVENTS = ("a", "b", "c", "d", "e", "f")
PAIRS = list(combinations(EVENTS, 2))
some_scores = st.lists(st.floats(0, 1), min_size=len(PAIRS), max_size=len(PAIRS))
some_verdicts = st.lists(
    st.tuples(st.sampled_from(PAIRS), st.sampled_from(("same", "different"))), max_size=5
)


@given(some_scores, some_verdicts, st.randoms(), st.sampled_from(("mean", "partners")))
def test_groups_do_not_depend_on_order_and_keep_judgements(
    likely: list[float],
    verdicts: list[tuple[tuple[str, str], str]],
    chance_: random.Random,
    measure: Measure,
) -> None:
    scored = [(*pair, value) for pair, value in zip(PAIRS, likely, strict=True)]
    judged = [Judged(one=a, other=b, verdict=v) for (a, b), v in verdicts]  # type: ignore[arg-type]
    groups = cluster(EVENTS, scored, judged, measure=measure)
    assert sorted(place for group in groups for place in group) == list(range(len(EVENTS)))
    home = {EVENTS[place]: number for number, group in enumerate(groups) for place in group}
    apart = {pair for pair, verdict in verdicts if verdict == "different"}
    assert all(home[one] != home[other] for one, other in apart)
    if not apart:
        assert all(home[one] == home[other] for (one, other), _ in verdicts)

    order = list(EVENTS)
    chance_.shuffle(order)
    turned = [(b, a, value) for a, b, value in scored]
    chance_.shuffle(turned)
    chance_.shuffle(judged)
    again = cluster(order, turned, judged, measure=measure)
    assert {frozenset(order[p] for p in group) for group in again} == {
        frozenset(EVENTS[p] for p in group) for group in groups
    }


@pytest.mark.parametrize("measure", ["mean", "partners"])
def test_one_sure_link_does_not_chain_two_groups(measure: Measure) -> None:
    near = [(a, b, 0.9) for a, b in (*combinations("abc", 2), *combinations("def", 2))]
    found = cluster(EVENTS, [*near, ("c", "d", 0.85)], measure=measure)
    assert found == ((0, 1, 2), (3, 4, 5))


def test_two_reports_of_many_sides_are_one_where_each_side_has_a_partner() -> None:
    sides = [("a", "d"), ("b", "e"), ("c", "f")]  # the dead, the missing, the homes
    within = [(a, b, 0.9) for a, b in (*combinations("abc", 2), *combinations("def", 2))]
    scored = [*within, *((a, b, 0.8) for a, b in sides)]
    assert cluster(EVENTS, scored, measure="partners") == ((0, 1, 2, 3, 4, 5),)
    assert cluster(EVENTS, scored, measure="mean") == ((0, 1, 2), (3, 4, 5))


def test_a_large_incident_holds_together_by_the_pairs_that_were_scored() -> None:
    events = [f"e{number:04}" for number in range(600)]
    with_the_first = [
        (events[one], events[other], 0.9) for one in range(600) for other in range(min(one, 16))
    ]
    assert cluster(events, with_the_first) == (tuple(range(600)),)
    assert len(cluster(events, with_the_first, compared=600)) > 1


def test_judgements_that_contradict_each_other_leave_different_standing() -> None:
    judged = [
        Judged(one="a", other="b", verdict="same"),
        Judged(one="b", other="c", verdict="same"),
        Judged(one="a", other="c", verdict="different"),
        Judged(one="a", other="unknown", verdict="same"),
    ]
    assert cluster(("a", "b", "c"), [("a", "c", 1.0)], judged) == ((0, 1), (2,))
