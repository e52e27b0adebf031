"""Places in running text: names, directions, descriptions, and what stands for a government."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from marked import unmark
from pages import documents, report_of
from sayso.annotate.document import Document
from sayso.annotate.nlp import annotate
from sayso.extract.places import (
    find_places,
    find_toponyms,
    metonyms,
    page_country,
    resolve_spans,
)
from sayso.gazetteer.toponyms import resolve_name
from sayso.records import Dateline
from watchdog import must_end

# Text with its places in brackets, and (name, country, precision) of each.
PLACES = [
    (
        "Rescuers pulled five miners from a shaft near [Lvov].",
        [("Lviv", "UKR", "city")],
    ),
    (
        "A bus overturned in [Springfield, Ohio], injuring nine pupils.",
        [("Springfield", "USA", "city")],
    ),
    (
        "Floods killed six people in [north-western Iran] on Friday.",
        [("north-western Iran", "IRN", "region")],
    ),
    (
        "Shells hit [the south of Ukraine] before dawn.",
        [("the south of Ukraine", "UKR", "region")],
    ),
    (
        "Three bridges collapsed in [eastern Turkey] and [Syria].",
        [("eastern Turkey", "TUR", "region"), ("Syria", "SYR", "country")],
    ),
    (
        "Troops reached [Kherson province] while refugees left [Herat].",
        [("Kherson", "UKR", "admin1"), ("Herat", "AFG", "city")],
    ),
    (
        "A fire broke out in [the Peruvian capital] on Monday.",
        [("Lima", "PER", "city")],
    ),
    (
        "Police fired tear gas in [the capital of Kenya].",
        [("Nairobi", "KEN", "city")],
    ),
    (
        "Bombs hit [Aleppo] again. Doctors fled [the city] overnight.",
        [("Aleppo", "SYR", "city"), ("Aleppo", "SYR", "city")],
    ),
    (
        "Planes collided at the airport in [Osaka]. [The airport] was closed.",
        [("Osaka", "JPN", "city"), ("Osaka", "JPN", "city")],
    ),
    (
        "A truck blew up in [Mosul]. Witnesses in [the area] heard shots.",
        [("Mosul", "IRQ", "city"), ("Mosul", "IRQ", "region")],
    ),
    (
        "Greeks marched in [Athens] and [Patras]. Unrest spread in [the capital].",
        [("Athens", "GRC", "city"), ("Patra", "GRC", "city"), ("Athens", "GRC", "city")],
    ),
    (
        "Gunmen stormed an office in [Mazar-e-Sharif] on Sunday.",
        [("Mazar-e Sharif", "AFG", "city")],
    ),
    (
        "A farmer from [South Wales] sued a firm in [Wisconsin].",
        [("South Wales", "GBR", "region"), ("Wisconsin", "USA", "admin1")],
    ),
    (
        "Divers searched a lake near [Sanya, Hainan Province], on Monday.",
        [("Sanya", "CHN", "city")],
    ),
    (
        "A bomb went off in [northern El\nSalvador] on Friday.",
        [("northern El\nSalvador", "SLV", "region")],
    ),
    ("The Toledo Rockets beat their rivals again.", []),
    ("The rover sent its pictures back to Earth.", []),
    ("The bank raised its capital in March, and the company moved.", []),
    ("Mr Jordan met Paris Hilton; the Bank of England kept rates.", []),
    ("The capital markets rallied.", []),
]
METONYMS = [
    ("[Moscow] struck more sites in Ukraine.", ["RUS"]),
    ("[Beijing] rejected the report after talks with [Washington].", ["CHN", "USA"]),
    ("The envoy accused [Iran] of arming rebels in Yemen.", ["IRN"]),
    ("The minister arrived in Moscow and flew on to Minsk.", []),
    ("Kabul was attacked by gunmen.", []),
    ("[Turkey]’s invasion of the island split it in two.", ["TUR"]),
    ("Mourners recalled the Brussels attack.", []),
    ("[Cuba] was barred from the summit; diplomats called on [Iran] to leave.", ["CUB", "IRN"]),
    ("NAIROBI, Kenya (Reuters) - Police closed the road to the town.", []),
]


@cache
def parsed() -> dict[str, Document]:
    """Return all texts of this file, parsed in one batch."""
    texts = [unmark(marked)[0] for marked, _ in (*PLACES, *METONYMS)]
    return dict(zip(texts, documents(texts), strict=True))


@pytest.mark.parametrize(("marked", "expected"), PLACES, ids=lambda value: str(value)[:40])
def test_places_are_found(marked: str, expected: list[tuple[str, str, str]]) -> None:
    text, spans = unmark(marked)
    found = find_places(parsed()[text])
    assert [place.span for place in found] == spans
    assert [(place.name, place.country, place.precision) for place in found] == expected


@pytest.mark.parametrize(("marked", "codes"), METONYMS, ids=lambda value: str(value)[:40])
def test_metonyms_are_told_apart(marked: str, codes: list[str]) -> None:
    text, spans = unmark(marked)
    doc = parsed()[text]
    found = metonyms(doc)
    assert [place.span for place in found] == spans
    assert [place.country for place in found] == codes
    assert not {place.span for place in find_places(doc)} & set(spans)
    assert set(spans) <= {place.span for place in find_toponyms(doc)}


def test_part_of_a_country_has_no_point() -> None:
    [place] = find_places(parsed()[unmark(PLACES[2][0])[0]])
    assert (place.latitude, place.longitude, place.geonames_id) == (None, None, None)


def test_adjectives_are_places_on_demand() -> None:
    [doc] = documents(["Turkish planes bombed African and Iraqi villages."])
    assert find_toponyms(doc) == ()
    found = find_toponyms(doc, adjectives=True)
    assert [(place.text, place.country) for place in found] == [
        ("Turkish", "TUR"),
        ("African", None),
        ("Iraqi", "IRQ"),
    ]


def test_given_spans_are_resolved_together() -> None:
    text, spans = unmark(
        "From [Paris] to [Dallas] in [Texas] lies [Greenville], not [Qwxyzzy] or a [Danish] one."
    )
    [doc] = documents([text])
    paris, dallas, texas, _, unknown, denmark = resolve_spans(doc, spans)
    assert [place and place.admin1 for place in (paris, dallas, texas)] == ["Texas"] * 3
    assert unknown is None
    assert denmark is not None
    assert denmark.country == "DNK"


def test_page_plays_in_the_country_of_most_places() -> None:
    greek, mixed = documents(
        ["Strikes hit Athens and Patras in Greece.", "Trains link Athens and Rome."]
    )
    assert page_country(greek, find_places(greek)) == "GRC"
    assert page_country(mixed, find_places(mixed)) is None


def test_here_is_where_the_story_was_filed() -> None:
    place = resolve_name("Nairobi")
    report = report_of('Officials here said so. "We live here," Ann Otieno said.')
    filed = replace(report, dateline=Dateline(place=place, text="NAIROBI"))
    [doc] = annotate([filed])
    [here] = find_places(doc)
    assert (here.text, here.name) == ("here", "Nairobi")


@settings(max_examples=25, deadline=None)
@given(st.text(alphabet=st.sampled_from("Kiev the capital of, in US Oman. \nÀß'’-"), max_size=80))
def test_places_quote_and_do_not_overlap(text: str) -> None:
    [doc] = documents([text])
    end = 0
    for place in find_places(doc):
        assert place.span is not None
        assert place.span.start >= end
        assert place.span.quote(doc.text) == place.text
        assert place.latitude is None or place.geonames_id is not None
        end = place.span.end
    for place in (*find_toponyms(doc, adjectives=True), *metonyms(doc)):
        assert place.span is not None
        assert place.span.quote(doc.text) == place.text


@pytest.mark.parametrize("unit", ["In Paris, the city ", "Turkish Kiev, ", "of the north "])
def test_hostile_page_ends(unit: str) -> None:
    [doc] = documents([unit * (20_000 // len(unit))])
    with must_end():
        found = (*find_places(doc), *find_toponyms(doc, adjectives=True))
    assert all(one.span is not None and doc.quote(one.span) == one.text for one in found)
