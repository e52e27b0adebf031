"""Which places the names of a page mean together, and how the work grows with the page."""

from functools import cache, partial

import pytest
from msgspec.structs import replace

from marked import unmark
from pages import documents, report_of
from sayso.annotate.document import Document
from sayso.annotate.nlp import annotate, load_model
from sayso.extract.places import find_places, find_toponyms, metonyms, resolve_spans
from sayso.extract.places.ranking import resolve_together
from steps import count_steps


@pytest.mark.parametrize(
    ("names", "name", "country", "admin1"),
    [
        (["Paris", "Dallas", "Lamar County", "Texas"], "Paris", "USA", "Texas"),
        (["Paris", "Lyon"], "Paris", "FRA", "Île-de-France"),
        (["Georgia", "Atlanta", "Savannah"], "Georgia", "USA", "Georgia"),
        (["Georgia", "Tbilisi", "Russia"], "Georgia", "GEO", None),
        (["Victoria", "Vancouver", "British Columbia"], "Victoria", "CAN", "British Columbia"),
        (["Delaware", "Columbus", "Ohio", "Dayton"], "Delaware", "USA", "Ohio"),
        (["Delaware", "Maryland", "Virginia"], "Delaware", "USA", "Delaware"),
        (["Kansas", "Missouri", "Iowa"], "Kansas", "USA", "Kansas"),
    ],
)
def test_names_of_a_page_go_together(
    names: list[str], name: str, country: str, admin1: str | None
) -> None:
    place = resolve_together(names, {}, {})[name]
    assert (place.country, place.admin1) == (country, admin1)


def test_old_name_of_one_town_is_not_the_name_of_another() -> None:
    place = resolve_together(["Canton", "Akron", "Ohio"], {}, {})["Canton"]
    assert (place.name, place.admin1) == ("Canton", "Ohio")


def test_what_the_page_calls_a_capital_is_one() -> None:
    names = ["San Jose", "Miami", "Florida"]
    assert resolve_together(names, {}, {})["San Jose"].country == "USA"
    called = resolve_together(names, {}, {}, {"San Jose"})["San Jose"]
    assert (called.country, called.name) == ("CRI", "San José")


def test_accents_tell_namesakes_apart() -> None:
    found = resolve_together(["San José", "Chicago"], {}, {})
    assert found["San José"].country == "CRI"


def test_small_town_in_a_country_apart_is_not_guessed() -> None:
    names = ["Cooperstown", "Sydney", "Canberra", "Melbourne", "Perth", "Brisbane"]
    found = resolve_together(names, {}, {})
    assert "Cooperstown" not in found
    assert found["Perth"].country == "AUS"


def test_address_of_the_page_speaks_for_its_country() -> None:
    text, spans = unmark("Two cyclists were hurt in [Richmond] on Tuesday.")
    report = report_of(text)
    home, abroad = (
        replace(report, url=url)
        for url in ("https://paper.example.com/a", "https://paper.example.co.uk/a")
    )
    found = [resolve_spans(doc, spans)[0] for doc in annotate([home, abroad])]
    assert [place and place.country for place in found] == ["USA", "GBR"]


@pytest.mark.parametrize(
    ("marked", "name"),
    [
        ("A strike closed the [Port of Hamburg] on Monday.", "Hamburg"),
        ("She studied at the [Ohio State University].", "Ohio"),
        ("The [Bank of Japan] kept its rate.", "Japan"),
        ("Snow fell over [South Florida].", "Florida"),
        ("The [European Court of Auditors] disagreed.", "Europe"),
        ("A crowd gathered at the [White House].", "Washington"),
        ("The [English] side won.", "England"),
        ("Farms in [Orange Co.], [Calif.], burned.", "Orange County"),
    ],
)
def test_given_name_holds_its_place(marked: str, name: str) -> None:
    text, spans = unmark(marked)
    [doc] = documents([text])
    place = resolve_spans(doc, spans)[0]
    assert place is not None
    assert place.name == name


@pytest.mark.parametrize("word", ["West", "the West", "Western"])
def test_way_alone_is_no_place(word: str) -> None:
    text, spans = unmark(f"Relations with the [{word}] cooled.")
    [doc] = documents([text])
    assert resolve_spans(doc, spans) == (None,)


def test_languages_are_no_lands() -> None:
    [doc] = documents(["He learnt English from the Danish envoy."])
    assert [place.text for place in find_toponyms(doc, adjectives=True)] == ["Danish"]


def test_places_in_names_of_bodies_on_demand() -> None:
    [doc] = documents(["The Ohio State Fair and the Bank of Japan sued the Kenya Wildlife Trust."])
    assert find_places(doc) == ()
    assert find_toponyms(doc) == ()
    found = find_toponyms(doc, associated=True)
    assert {place.name for place in found} <= {"Ohio", "Japan", "Kenya"}
    assert len(found) >= 2
    assert all(place.span and doc.quote(place.span) == place.text for place in found)


HOSTILE = [
    "NEW YORK, PARIS, ",
    "New ",
    "Ab, ",
    "in Springfield, Ohio, ",
    "the capital of ",
    "the city, the area, here, ",
    "north-western Turkish Kiev and ",
    "The Republic Of The ",
]
SIZES = 1_000, 2_000, 4_000  # characters
LONG = 100_000
SLACK = 3_000  # calls: the parser cuts a longer page into other sentences


def read_all(doc: Document) -> int:
    """Return how many mentions all questions about the places of `doc` find."""
    toponyms = find_toponyms(doc, adjectives=True, associated=True)
    return len((*find_places(doc), *toponyms, *metonyms(doc)))


@cache
def hostile_documents() -> dict[str, list[Document]]:
    """Return each unit repeated to the three sizes, parsed in one batch."""
    texts = [unit * (size // len(unit)) for unit in HOSTILE for size in SIZES]
    docs = documents(texts)
    return {unit: docs[3 * place : 3 * place + 3] for place, unit in enumerate(HOSTILE)}


@pytest.mark.parametrize("unit", HOSTILE)
def test_work_grows_with_the_page_alone(unit: str) -> None:
    docs = hostile_documents()[unit]
    read_all(docs[0])  # tables are loaded
    small, middle, large = (count_steps(partial(read_all, doc)) for doc in docs)
    assert large < 2.6 * middle + SLACK
    # What a longer page adds: a name of the model may take most of a short one, at no cost.
    assert large - middle < 2.6 * (middle - small) + SLACK


def cut_only(text: str) -> Document:
    """Return a text cut into words and one sentence, not parsed: quick at any length."""
    spacy_doc = load_model().make_doc(text)
    for token in spacy_doc:
        token.is_sent_start = token.i == 0
    return Document(report=report_of(text), spacy_doc=spacy_doc)


@pytest.mark.parametrize("unit", ["A", "New New ", "Paris, ", "the capital of Peru "])
def test_a_hundred_thousand_characters(unit: str) -> None:
    few, many = (cut_only(unit * (size // len(unit))) for size in (LONG // 10, LONG))
    find_toponyms(few)
    assert count_steps(partial(find_toponyms, many)) < 13 * count_steps(
        partial(find_toponyms, few)
    )
