"""Ways in which numbers are given: bounds, ranges, shares, rates, sums, revised tolls."""

from functools import cache

import pytest

import pages
from marked import unmark
from sayso.annotate.document import Document
from sayso.extract.quantities import find_counted, find_quantities

# marked text, qualifier, value, low, high
BOUNDED = [
    ("[More than about 30 miners] died.", "more_than", 30, 31, None),
    ("[Up to around 650 miners] fled.", "at_most", 650, None, 650),
    ("[At least some 40 miners] fled.", "at_least", 40, 40, None),
    ("[An estimated 30 to 40 miners] fled.", "range", None, 30, 40),
    ("[Between about 20 and 30 miners] died.", "range", None, 20, 30),
    ("[As many as 15 to 20 miners] died.", "range", None, 15, 20),
    ("[No fewer than 12 miners] died.", "at_least", 12, 12, None),
    ("[Upwards of 300 miners] marched.", "at_least", 300, 300, None),
    ("[Fewer than 100 miners] came.", "less_than", 100, None, 99),
    ("[Not quite 100 miners] came.", "less_than", 100, None, 100),
    ("[North of 300 miners] came.", "more_than", 300, 301, None),
    ("[In the region of 300 miners] came.", "about", 300, None, None),
    ("[On the order of 300 miners] came.", "about", 300, None, None),
    ("[Approximately 300 miners] came.", "about", 300, None, None),
    ("[A hundred-odd miners] came.", "about", 100, None, None),
    ("[Some two dozen miners] came.", "about", 24, None, None),
    ("[Exactly 300 miners] came.", "exact", 300, 300, 300),
    ("[A few dozen miners] came.", "vague", None, None, None),
    ("[Several tens of thousands of miners] came.", "vague", None, None, None),
    ("[Scores of miners] died.", "vague", None, None, None),
]

# marked text, kind, unit, low, high, per
RATED = [
    ("[Between 10% and 15% of voters] stayed home.", "share", "%", 10, 15, None),
    ("Turnout was [between 60 percent and 65 percent].", "share", "%", 60, 65, None),
    ("[A third of the houses] burned.", "share", "%", 100 / 3, 100 / 3, None),
    ("[Nearly half of the voters] stayed home.", "share", "%", None, 50, None),
    ("[Half the village] burned.", "share", "%", 50, 50, None),
    ("[Two in five voters] stayed home.", "share", "%", 40, 40, None),
    ("[One in 13 homes] has no well.", "share", "%", 100 / 13, 100 / 13, None),
    ("[One in ten homes] has no power.", "share", "%", 10, 10, None),
    ("[Nine out of 10 voters] agreed.", "share", "%", 90, 90, None),
    ("[Three-quarters of the men] fled.", "share", "%", 75, 75, None),
    ("Prices rose by [2.5 percentage points].", "share", "%", 2.5, 2.5, None),
    ("GDP grew [0.5 per cent].", "share", "%", 0.5, 0.5, None),
    ("Prices ranged from [20 euros to 40 euros].", "money", "EUR", 20, 40, None),
    ("It will cost [between US$5m and US$7m].", "money", "USD", 5_000_000, 7_000_000, None),
    ("It will cost [€10-15 million].", "money", "EUR", 10_000_000, 15_000_000, None),
    ("Oil sold for [$80] a barrel.", "money", "USD", 80, 80, "barrel"),
    ("They pay [£5] per person.", "money", "GBP", 5, 5, "person"),
    ("It costs [50 pence].", "money", "GBP", 0.5, 0.5, None),
    ("He owes [Rs 500 crore].", "money", None, 5_000_000_000, 5_000_000_000, None),
    ("He owes [3bn pounds].", "money", None, 3_000_000_000, 3_000_000_000, None),
    ("He owes [5,000 Swiss francs].", "money", "CHF", 5000, 5000, None),
    ("The well gives [3,000 barrels] per day.", "measure", "[bbl_us]", 3000, 3000, "day"),
    ("[Twelve deaths] per 100,000 people were seen.", "count", None, 12, 12, "100,000 people"),
    ("The walls are [5 feet to 10 feet] high.", "measure", "[ft_i]", 5, 10, None),
    ("Winds of [120 miles per hour] blew.", "measure", "[mi_i]/h", 120, 120, None),
    ("The air held [30 µg/m3] of dust.", "measure", "ug/m3", 30, 30, None),
    ("The line carries [20kV].", "measure", "kV", 20, 20, None),
    ("It was [45C] in the port.", "measure", "Cel", 45, 45, None),
    ("The lead fell to [30 mg per litre].", "measure", "mg/L", 30, 30, None),
    ("The well is [50 ± 3 km] from here.", "measure", "km", 47, 53, None),
    ("It reached [−4 K] at night.", "measure", "K", -4, -4, None),
    ("Troops stood [within 30 km] of the port.", "measure", "km", None, 30, None),
    ("He got a [five- to ten-year] sentence.", "duration", "a", 5, 10, None),
]

NONE = [
    "They won 3-1 on Sunday.",
    "The court voted 5-4 to strike it down.",
    "The Senate voted 52-48 to confirm him.",
    "It was a 2-1 majority vote.",
    "Article 5 of the treaty was invoked.",
    "Resolution 1701 was adopted.",
    "A Boeing 737 crashed near Highway 1.",
    "An F-16 and an Su-27 collided.",
    "Covid-19 spread in 2020.",
    "The Group of Seven met in Room 101.",
    "It is open 24/7.",
    "It ran on Channel 4, and the text is on page 3.",
    "Version 2.5 was released at 10:30.",
    "They met at 10.30 a.m., at 9pm and at 21:45 GMT.",
    "He lives at 10 Downing Street, London SW1A 2AA.",
    "Call 0800 555 1234 or +44 20 7946 0018.",
    "The boy, aged 12, and the 15-year-old girl left.",
    "He is in his 40s, and she is 65.",
    "He finished third in the 21st century.",
    "Phase 2 trials and Grade 3 pupils were named.",
    "It was Day 3 of the trial and Week 5 of the season.",
    "The 9/11 attacks and the 7/7 bombings are known.",
    "The port lies at 12 degrees north.",
    "A 60-40 split was agreed.",
    "The second half of the match was dull.",
    "The two-thirds majority was missed.",
    "The test scores improved.",
    "The men carried 5G phones.",
]

STORIES = [
    "The blast killed 15 people, including two children, and hurt another 10.",
    "The toll rose to 40 from an earlier 12.",
    "Of the 40 wounded, 12 are children.",
    "The toll was revised down to 17, up from 12.",
    "The rate rose from 5% to 7%.",
    "Some 200 people marched and 10 more came.",
    "Deaths rose by 12 to 40.",
    "The bill passed by 60 votes to 40.",
    "In the case 12 men were held.",
    "The blast left one man critically injured.",
    "Gunmen killed five in 10 raids.",
    "The club lost 94 out of 162 games.",
    "The blast killed 12 in 2015.",
    "The toll from the quake climbed past 1,200.",
    "Officials raised the toll to 45, from an earlier count of 38.",
    "The ministry lowered the number of missing to nine from 14.",
    "Fourteen of the dead were children.",
    "Seven policemen were among 23 people killed.",
    "The operation killed between 30 and 35 fighters.",
    "Of 150 passengers, only 12 were hurt.",
    "The toll, revised upward from 12, now stands at 19.",
]

# opening of a story; for each of its quantities value, item, measure, whether it is a part
TOLD = [
    ("The toll from", [(1200, "person", "kill", False)]),
    ("Officials raised", [(45, "person", "kill", False), (38, "person", "kill", False)]),
    ("The ministry", [(9, "person", "miss", False), (14, "person", "miss", False)]),
    ("Fourteen", [(14, "child", "kill", False)]),
    ("Seven", [(7, "policeman", "kill", True), (23, "person", "kill", False)]),
    ("The operation", [(None, "fighter", "kill", False)]),
    ("Of 150", [(150, "passenger", "other", False), (12, "passenger", "injure", True)]),
    ("The toll, revised", [(12, "person", "kill", False), (19, "person", "kill", False)]),
]


@cache
def parsed() -> dict[str, Document]:
    """Return all sentences of this file, parsed in one batch."""
    texts = [unmark(str(row[0]))[0] for row in (*BOUNDED, *RATED)] + NONE + STORIES
    return dict(zip(texts, pages.documents(texts), strict=True))


def near(value: float | None) -> object:
    return None if value is None else pytest.approx(value)


@pytest.mark.parametrize(("marked", "qualifier", "value", "low", "high"), BOUNDED)
def test_bounds(
    marked: str, qualifier: str, value: int | None, low: int | None, high: int | None
) -> None:
    text, [span] = unmark(marked)
    [found] = find_quantities(parsed()[text])
    assert found.span == span
    assert (found.qualifier, found.value, found.low, found.high) == (qualifier, value, low, high)
    assert (found.kind, found.item) == ("count", "miner")


@pytest.mark.parametrize(("marked", "kind", "unit", "low", "high", "per"), RATED)
def test_shares_sums_and_measures(
    marked: str, kind: str, unit: str, low: float | None, high: float | None, per: str | None
) -> None:
    text, [span] = unmark(marked)
    [found] = find_quantities(parsed()[text])
    assert found.span == span
    assert (found.kind, found.unit, found.per) == (kind, unit, per)
    assert (found.low, found.high) == (near(low), near(high))


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_quantity(text: str) -> None:
    assert [found.text for found in find_quantities(parsed()[text])] == []


def read(opening: str) -> list[tuple[object, ...]]:
    [text] = [text for text in STORIES if text.startswith(opening)]
    found = find_quantities(parsed()[text])
    return [(q.value, q.item, q.measure, q.part_of is not None) for q in found]


def test_an_addition_is_no_part_and_goes_with_the_whole() -> None:
    assert read("The blast killed 15") == [
        (15, "person", "kill", False),
        (2, "child", "kill", True),
        (10, "person", "injure", False),
    ]


@pytest.mark.parametrize(
    ("opening", "values"), [("The toll rose", (40, 12)), ("The toll was", (17, 12))]
)
def test_a_revised_toll_knows_what_was_earlier(opening: str, values: tuple[int, int]) -> None:
    [text] = [text for text in STORIES if text.startswith(opening)]
    now, before = find_counted(parsed()[text])
    assert (now.quantity.value, before.quantity.value) == values
    assert (now.earlier, before.earlier) == (False, True)
    assert now.quantity.measure == before.quantity.measure == "kill"


def test_a_part_named_by_its_predicate() -> None:
    assert read("Of the 40") == [(40, "person", "injure", False), (12, "child", "injure", True)]


def test_a_change_gives_two_numbers() -> None:
    assert [row[0] for row in read("The rate")] == [5, 7]
    assert [row[:3] for row in read("Deaths rose")] == [
        (12, "person", "kill"),
        (40, "person", "kill"),
    ]


def test_votes_cost_nothing() -> None:
    assert read("The bill")[0][:3] == (60, "vote", "other")


def test_in_and_out_of_are_no_shares_of_what_befell() -> None:
    assert [row[0] for row in read("Gunmen killed")] == [5, 10]
    assert read("The club") == [(94, "game", "other", True), (162, "game", "other", False)]
    assert read("The blast killed 12") == [(12, "person", "kill", False)]


@pytest.mark.parametrize(("opening", "expected"), TOLD)
def test_tolls_and_parts(opening: str, expected: list[tuple[object, ...]]) -> None:
    assert read(opening) == expected


def test_a_common_noun_labels_no_number() -> None:
    assert read("In the case") == [(12, "man", "hold", False)]


def test_an_adverb_before_the_state() -> None:
    assert read("The blast left") == [(1, "man", "injure", False)]


def test_what_is_loose_and_which_statistic() -> None:
    [loose] = find_counted(parsed()["An estimated 30 to 40 miners fled."])
    assert loose.loose
    assert loose.hedge is not None
    assert loose.hedge.id == "roughly"
