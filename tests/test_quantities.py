"""Quantities: span, value, bounds, item, measure, parts, and the numbers that are none."""

from collections.abc import Iterable
from functools import cache, partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pages
from marked import unmark
from sayso.annotate.document import Document
from sayso.extract.counting.bounds import BoundLexicon
from sayso.extract.counting.measures import MeasureLexicon
from sayso.extract.counting.other_numbers import LabelLexicon
from sayso.extract.counting.units import UnitLexicon
from sayso.extract.quantities import find_counted, find_drafts, find_quantities
from sayso.lexicons import Entry, load_lexicon
from sayso.records import Quantity
from steps import count_steps

BOUNDS = load_lexicon("quantity_bounds", BoundLexicon).entry
UNITS = load_lexicon("units", UnitLexicon).entry
MEASURES = load_lexicon("measures", MeasureLexicon).entry
LABELS = load_lexicon("number_labels", LabelLexicon).entry

# marked text, qualifier, value, low, high
HEDGED = [
    ("The flood killed [more than 20 young miners].", "more_than", 20, 21, None),
    ("The flood killed [at least 7 miners].", "at_least", 7, 7, None),
    ("The flood killed [up to 50 miners].", "at_most", 50, None, 50),
    ("[As many as 30,000 miners] marched.", "at_most", 30000, None, 30000),
    ("[Nearly 900 miners] marched.", "less_than", 900, None, 900),
    ("[Fewer than 20 miners] marched.", "less_than", 20, None, 19),
    ("[About 90 miners] marched.", "about", 90, None, None),
    ("[An estimated 4,000 miners] marched.", "about", 4000, None, None),
    ("[Thirty or so miners] marched.", "about", 30, None, None),
    ("[Two or three miners] were killed.", "range", None, 2, 3),
    ("[Between 5 and 7 miners] were killed.", "range", None, 5, 7),
    ("[Dozens of miners] were killed.", "vague", None, None, None),
    ("[A few hundred miners] marched.", "vague", None, None, None),
    ("[Another 10 miners] were killed.", "exact", 10, 10, 10),
    ("[A dozen miners] were killed.", "exact", 12, 12, 12),
    ("[Twelve miners] were killed.", "exact", 12, 12, 12),
]

# marked text, kind, unit, value, item
MEASURED = [
    ("The state cut [30bn euros] from its plan.", "money", "EUR", 30_000_000_000, "euro"),
    ("They stole [$4.5 billion] from the fund.", "money", "USD", 4_500_000_000, "dollar"),
    ("They stole [$US4.5 million] from the fund.", "money", "USD", 4_500_000, "dollar"),
    ("They stole [£25.7m] from the fund.", "money", "GBP", 25_700_000, "pound"),
    ("They stole [300 rupees] from the fund.", "money", None, 300, "rupee"),
    ("It is a [110bn-euro] rescue package.", "money", "EUR", 110_000_000_000, "euro"),
    ("It is [40 percent of voters].", "share", "%", 40, "voter"),
    ("The village is [30 km] from the mine.", "measure", "km", 30, "kilometre"),
    ("A [magnitude 6.4] quake struck the mine.", "measure", "{magnitude}", 6.4, "magnitude"),
    ("The miners began a [24-hour] strike.", "duration", "h", 24, "hour"),
    ("He was sentenced to [five years] in prison.", "duration", "a", 5, "year"),
    ("[Two thirds of the houses] burned.", "share", "%", 200 / 3, "house"),
]

# marked text, item, measure
BEFELL = [
    ("The flood left at least [160 people] dead.", "person", "kill"),
    ("The blast injured [40 miners].", "miner", "injure"),
    ("[Nine miners] were killed in the blast.", "miner", "kill"),
    ("The army shot down [20 drones] on Sunday.", "drone", "shoot_down"),
    ("The mine was attacked by [20 drones] on Sunday.", "drone", "attack"),
    ("The army fired [70 missiles] at the mine.", "missile", "launch"),
    ("Police arrested [30 protesters] on Sunday.", "protester", "arrest"),
    ("Police arrested [30 students] on Sunday.", "student", "arrest"),
    ("[5,000 miners] took to the streets.", "miner", "protest"),
    ("[Six villages] were destroyed by the flood.", "village", "destroy"),
    ("[Sixty villages] sustained damage.", "village", "damage"),
    ("[Thirty miners] are still missing.", "miner", "miss"),
    ("Firefighters rescued [five miners] from the shaft.", "miner", "rescue"),
    ("The flood left [300 families] homeless.", "family", "displace"),
    ("Police sent [200 officers] to the mine.", "officer", "deploy"),
    ("The army shot down [30 drones] launched by night.", "drone", "shoot_down"),
    ("The flood killed [13 miners] in the shaft.", "miner", "kill"),
    ("The minister expelled [five Iraqis] on Sunday.", "Iraqi", "other"),
]

NONE = [
    "A 17-year-old miner spoke.",
    "John Miller, 42, spoke.",
    "Mary Miller (42) spoke.",
    "Boys aged 12 may not work.",
    "It burned on Aug. 7 and on 9 September 2014.",
    "The flood of 1953 is not forgotten.",
    "They met at 9 p.m. in the town.",
    "It came two days later.",
    "He left three years ago.",
    "He will return in three years.",
    "The town has been quiet for the past two weeks.",
    "One of the miners spoke.",
    "The two leaders spoke to one another.",
    "The Group of Seven met.",
    "The Boeing 737 landed.",
    "The story is on page 14.",
    "They live in the 1450 block of Elm Avenue.",
    "They won 3-1.",
    "He fell three times.",
    "It is a four-party alliance.",
    "He is number one.",
    "The fund grew over ten years.",
    "That was the fashion of the 1980's.",
    "He carried a 9mm pistol.",
    "The first miner and the fourth miner spoke.",
]


@cache
def read(text: str) -> Document:
    """Return one of the sentences of this file, all parsed in one batch at the first call."""
    return parsed()[text]


@cache
def parsed() -> dict[str, Document]:
    tables = [*HEDGED, *MEASURED, *BEFELL]
    texts = {unmark(str(row[0]))[0] for row in tables} | set(NONE) | set(STORIES)
    entries: Iterable[Entry] = (*BOUNDS, *UNITS, *MEASURES, *LABELS)
    for entry in entries:
        texts.update(entry.fires, entry.silent)
    ordered = sorted(texts)
    return dict(zip(ordered, pages.documents(ordered), strict=True))


STORIES = [
    "Kiel was raided by more than 40 drones. About 25 of them crashed. "
    "Another 30 drones were intercepted.",
    "The blast killed 140 people, including 17 Danes, and injured more than 2,300 people.",
    "The blast killed 12 miners and injured 40.",
    "The three bank clerks - two brothers and a cousin - were killed.",
    "Two of the five miners were killed.",
    "The plant can build about 60 missiles and rockets a month.",
    "The flood left at least 160 people dead and over 1,200 injured.",
    "If you count their attacks, they have four or five left.",
    "THE RAID RESULTED IN 8 MINERS KILLED AND 3 WOUNDED IN THE TOWN, THE ARMY SAID.",
    "A magnitude 5.7 and 5.2 quake struck.",
    "The death toll rose to 40.",
    "The flood killed 13 miners and wounded 56 more.",
    "It was as cold as -40 degrees Celsius.",
]


def story(opening: str) -> list[Quantity]:
    [text] = [text for text in STORIES if text.startswith(opening)]
    return list(find_quantities(read(text)))


@pytest.mark.parametrize(("marked", "qualifier", "value", "low", "high"), HEDGED)
def test_hedges(
    marked: str, qualifier: str, value: int | None, low: int | None, high: int | None
) -> None:
    text, [span] = unmark(marked)
    [found] = find_quantities(read(text))
    assert found.span == span
    assert (found.qualifier, found.value, found.low, found.high) == (qualifier, value, low, high)
    assert (found.kind, found.unit, found.item) == ("count", None, "miner")


@pytest.mark.parametrize(("marked", "kind", "unit", "value", "item"), MEASURED)
def test_units(marked: str, kind: str, unit: str | None, value: float, item: str) -> None:
    text, [span] = unmark(marked)
    [found] = find_quantities(read(text))
    assert found.span == span
    assert (found.kind, found.unit, found.item) == (kind, unit, item)
    assert found.value == found.low == found.high == pytest.approx(value)


@pytest.mark.parametrize(("marked", "item", "measure"), BEFELL)
def test_what_befell_the_counted_thing(marked: str, item: str, measure: str) -> None:
    text, [span] = unmark(marked)
    [found] = find_quantities(read(text))
    assert found.span.covers(span)
    assert (found.item, found.measure) == (item, measure)


@pytest.mark.parametrize("text", NONE)
def test_numbers_that_count_nothing(text: str) -> None:
    assert [found.text for found in find_quantities(read(text))] == []


def test_of_them_is_a_part_and_another_is_not() -> None:
    whole, part, another = story("Kiel")
    assert (part.part_of, part.item, part.text) == (whole.id, "drone", "About 25 of them")
    assert (another.part_of, another.text) == (None, "Another 30 drones")


def test_including_is_a_part() -> None:
    killed, danes, injured = story("The blast killed 140")
    assert (danes.part_of, danes.item, danes.measure) == (
        killed.id,
        "Dane",
        "kill",
    )
    assert (injured.part_of, injured.low) == (None, 2301)


def test_a_noun_left_out_is_the_one_before() -> None:
    killed, injured = story("The blast killed 12 miners")
    assert (killed.item, injured.item) == ("miner", "miner")
    assert (injured.value, injured.measure, injured.part_of) == (40, "injure", None)


def test_an_apposition_is_a_part() -> None:
    clerks, women = story("The three bank clerks")
    assert (women.part_of, women.measure) == (clerks.id, "kill")


def test_two_of_the_five() -> None:
    two, five = story("Two of the five")
    assert (two.part_of, two.measure) == (five.id, "kill")
    assert (five.value, five.part_of, five.measure) == (5, None, "other")


def test_more_are_more_of_the_same() -> None:
    killed, wounded = story("The flood killed 13")
    assert (killed.item, wounded.item, wounded.measure) == ("miner", "miner", "injure")
    assert wounded.text == "56 more"


def test_rates_have_a_period() -> None:
    [found] = story("The plant")
    assert (found.per, found.measure) == ("month", "produce")


def test_participles_behind_a_bare_number() -> None:
    dead, injured = story("The flood left")
    assert (dead.measure, injured.measure, injured.item) == ("kill", "injure", "person")


def test_a_number_left_over_takes_the_noun_before() -> None:
    [found] = story("If you count")
    assert (found.item, found.measure, found.low, found.high) == ("attack", "remain", 4, 5)


def test_pages_in_capitals() -> None:
    killed, wounded = story("THE RAID")
    assert (killed.text, killed.item, killed.measure) == ("8 MINERS", "miner", "kill")
    assert (wounded.item, wounded.measure) == ("miner", "injure")


def test_the_unit_is_shared() -> None:
    assert [(q.value, q.unit) for q in story("A magnitude")] == [
        (5.7, "{magnitude}"),
        (5.2, "{magnitude}"),
    ]


def test_a_toll() -> None:
    [found] = story("The death toll")
    assert (found.value, found.measure, found.item) == (40, "kill", "person")


def test_below_zero() -> None:
    [found] = story("It was as cold")
    assert (found.value, found.low, found.text) == (-40, -40, "-40 degrees Celsius")


def test_counted_gives_the_tokens() -> None:
    [counted] = find_counted(read("The flood killed more than 20 young miners."))
    assert (counted.number.text, counted.item and counted.item.text) == ("20", "miners")
    assert (
        read("The flood killed more than 20 young miners.").quote(counted.amount) == "more than 20"
    )


@pytest.mark.parametrize("entry", BOUNDS, ids=lambda entry: entry.id)
def test_bounds_keep_their_promises(entry: Entry) -> None:
    def fired(text: str) -> bool:
        return any(d.hedge is not None and d.hedge.id == entry.id for d in find_drafts(read(text)))

    assert [text for text in entry.fires if not fired(text)] == []
    assert [text for text in entry.silent if fired(text)] == []


@pytest.mark.parametrize("entry", UNITS, ids=lambda entry: entry.id)
def test_units_keep_their_promises(entry: Entry) -> None:
    def fired(text: str) -> bool:
        drafts = find_drafts(read(text))
        return any(d.unit is not None and d.unit.entry.id == entry.id for d in drafts)

    assert [text for text in entry.fires if not fired(text)] == []
    assert [text for text in entry.silent if fired(text)] == []


@pytest.mark.parametrize("entry", MEASURES, ids=lambda entry: entry.id)
def test_measures_keep_their_promises(entry: Entry) -> None:
    def fired(text: str) -> bool:
        return any(
            d.befell is not None and d.befell.id == entry.id for d in find_drafts(read(text))
        )

    assert [text for text in entry.fires if not fired(text)] == []
    assert [text for text in entry.silent if fired(text)] == []


@pytest.mark.parametrize("entry", LABELS, ids=lambda entry: entry.id)
def test_labels_keep_their_promises(entry: Entry) -> None:
    assert [text for text in entry.fires if find_quantities(read(text))] == []
    assert [text for text in entry.silent if not find_quantities(read(text))] == []


def check_spans(doc: Document) -> None:
    found = find_quantities(doc)
    ids = {quantity.id for quantity in found}
    assert len(ids) == len(found)
    for quantity in found:
        assert quantity.span.quote(doc.text) == quantity.text
        assert quantity.part_of is None or quantity.part_of in ids - {quantity.id}
        if quantity.low is not None and quantity.high is not None:
            assert quantity.low <= quantity.high


WORDS = st.sampled_from(
    [
        "20",
        "two",
        "three",
        "thousand",
        "million",
        "dozens",
        "of",
        "them",
        "people",
        "were",
        "killed",
        "and",
        ",",
        ".",
        "$",
        "%",
        "-",
        "euros",
        "more",
        "than",
        "at",
        "least",
        "including",
        "the",
        "another",
        "a",
        "month",
        "years",
        "old",
        "May",
        "1998",
        "wounded",
        "(",
        ")",
        "3.5",
        "5-7",
        "half",
        "\n\n",
    ]
)


@settings(max_examples=25, deadline=None)
@given(st.lists(WORDS, max_size=25).map(" ".join) | st.text(max_size=40))
def test_arbitrary_text_never_crashes(text: str) -> None:
    check_spans(pages.document(text))


def test_spans_quote_and_ids_are_unique() -> None:
    for doc in parsed().values():
        check_spans(doc)


@pytest.mark.parametrize(
    "piece",
    [
        "9 ",
        "123 men ",
        "$5 and ",
        "5 km to ",
        "between 5 and ",
        "more than about 20 ",
        "12 of them ",
        "one in ten ",
        "30 mg/L ",
        "a third of the ",
        "12 people, including ",
    ],
)
def test_work_grows_with_the_page_and_no_faster(piece: str) -> None:
    docs = pages.documents([piece * (size // len(piece)) for size in (1_500, 3_000)])
    once, twice = (count_steps(partial(find_quantities, doc)) for doc in docs)
    assert twice <= 2.4 * once + 2_000
