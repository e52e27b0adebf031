"""Whose copy it is, where only the page tells that a name is an agency's; places in capitals."""

import pytest

from golden import report_of
from sayso.clean import Given, clean_page
from sayso.clean.agency import PageAgencies, agency_of_line, agency_of_note
from sayso.clean.byline import find_bylines
from sayso.clean.dateline import find_dateline
from sayso.clean.main_text import overloads_trees
from sayso.clean.outlet import find_outlet
from sayso.ingest import page_of

TEXT = """A bridge on the road to the coast fell into the river on Friday, the governor said.

Nobody was hurt, she told reporters in the town hall.

Engineers had warned of cracks since the spring, according to the roads office.
"""


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ("Upland News Agency", "Upland News Agency"),
        ("By the Upland Press Agency", "Upland Press Agency"),
        ("SOURCE: COASTAL NEWSWIRE", "COASTAL NEWSWIRE"),
        ("Source: AFP/kd", "AFP"),
        ("Xinhua News Agency", "Xinhua"),
        ("The news agency", None),
        ("Our News Agency", None),
        ("Upland Relief Agency", None),
    ],
)
def test_agencies_are_known_by_their_names(line: str, agency: str | None) -> None:
    assert agency_of_line(line) == agency


def test_note_names_the_agency() -> None:
    assert agency_of_note("This story includes reporting by dpa.") == "dpa"
    assert agency_of_note("This story includes reporting by our readers.") is None


def test_short_name_is_known_where_the_page_names_it_in_full() -> None:
    page = PageAgencies(["He told the Upland News Agency so.", "Coast Press Agency"])
    assert page.named("Upland") == "Upland News Agency"
    assert page.named("CPA") == "Coast Press Agency"
    assert page.named("UNA") is None  # in a sentence, not on a line of its own
    assert page.named("Harbour") is None
    assert page.named("") is None


@pytest.mark.parametrize("around", ["Upland News Agency\n\n", "By Upland News Agency\n\n"])
def test_dateline_of_an_agency_that_the_page_names(around: str) -> None:
    report = report_of(f"Hill Post\n\n{around}TIRANA, Albania (Upland) - {TEXT}")
    assert report.agency == "Upland News Agency"
    assert report.dateline is not None
    assert report.dateline.text == "TIRANA, Albania"
    assert report.text.startswith("A bridge")


def test_agency_declared_as_author() -> None:
    linked = """<script type="application/ld+json">{"@type": "NewsArticle",
    "headline": "Bridge falls", "datePublished": "2021-02-03",
    "author": {"@type": "Organization", "name": "Upland News Agency"},
    "publisher": {"@type": "Organization", "name": "%s"}}</script>"""
    body = "".join(f"<p>{line}</p>" for line in TEXT.split("\n\n"))

    def agency(publisher: str) -> str | None:
        source = (
            f"<html><head>{linked % publisher}</head><body><article>{body}</article></body></html>"
        )
        return clean_page(page_of(source.encode(), None), Given()).agency

    assert agency("Hill Post") == "Upland News Agency"
    assert agency("Upland News Agency") is None  # its own page


@pytest.mark.parametrize(
    ("paragraph", "words"),
    [
        ("KURANDA \u2013 A bridge fell on Friday.", "KURANDA"),
        ("PORT HOLLOW, Albania (Citi) - A bridge fell on Friday.", "PORT HOLLOW, Albania"),
        ("EXCLUSIVE - A bridge fell on Friday.", None),
        ("WATCH \u2013 A bridge falls.", None),
        ("THE BRIDGE FELL - NOBODY WAS HURT, SAYS THE GOVERNOR.", None),
        ("He came \u2013 and went.", None),
    ],
)
def test_place_in_capitals_before_a_dash(paragraph: str, words: str | None) -> None:
    filed = find_dateline(paragraph)
    assert (filed.dateline.text if filed and filed.dateline else None) == words


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Ana Rey, Lima", ("Ana Rey",)),
        ("Lima, - by Ana Rey", ("Ana Rey",)),
        ("By TOM ODE FOR THE HILL POST", ("TOM ODE",)),
        ("Buenos Aires, Argentina", None),
    ],
)
def test_bylines(line: str, names: tuple[str, ...] | None) -> None:
    assert find_bylines(line) == names


@pytest.mark.parametrize(
    ("line", "outlet"),
    [
        ("=== El Faro del Sur, English edition ===", "El Faro del Sur"),
        ("TIN BELT TO COAST // news for miners", "TIN BELT TO COAST"),
        ("~~ Hill Notebook ~~", "Hill Notebook"),
    ],
)
def test_outlet_in_a_frame(line: str, outlet: str) -> None:
    assert find_outlet([line], [], []) == outlet


def test_heading_of_the_site_is_no_title() -> None:
    body = "".join(f"<p>{line}</p>" for line in TEXT.split("\n\n"))
    source = f"""<html><head><title>Bridge falls - Hill Desk</title></head><body>
    <h1>Hill Desk</h1><article><h2>Bridge falls</h2>{body}</article></body></html>"""
    assert clean_page(page_of(source.encode(), None), Given()).title == "Bridge falls"


def test_scripts_and_long_values_do_not_overload_a_tree() -> None:
    many = "word " * 5_000
    assert overloads_trees(f"<p {many}>")
    assert not overloads_trees(f"<script>if (a <b {many}) x()</script>")
    assert not overloads_trees(f'<p data-text="{many}">x</p>')


@pytest.mark.parametrize(
    "unit", ["News Agency ", "A ", "(M) - ", "\u00ab", "by ", "Upland. ", "from "]
)
def test_hostile_lines_end_in_time(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    agency_of_note(text)
    agency_of_line(text)
    PageAgencies([text]).named("Upland")
    find_dateline(text)
    report_of(f"{TEXT}\n\n{text}")
