"""Whose copy it is, where only the page tells that a name is an agency's; places in capitals."""

import pytest

from golden import report_of
from sayso.clean import Given, clean_page
from sayso.clean.markup import read_blocks
from sayso.clean.signs.agency import (
    AgencyLead,
    AgencyLexicon,
    PageAgencies,
    agency_forms,
    agency_of_line,
    agency_of_note,
    find_signature,
    is_agency_line,
    may_name_agency,
)
from sayso.clean.signs.byline import find_bylines
from sayso.clean.signs.dateline import find_dateline, is_agency_dateline
from sayso.clean.signs.outlet import find_outlet
from sayso.ingest import page_of
from sayso.lexicons import load_lexicon

LEADS = load_lexicon("agencies", AgencyLexicon).lead
NAMELESS = load_lexicon("agencies", AgencyLexicon).nameless

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


@pytest.mark.parametrize("form", sorted(agency_forms()))
def test_no_agency_is_passed_over(form: str) -> None:
    assert may_name_agency(form)
    assert agency_of_line(f"_{form}_") == agency_forms()[form].name


@pytest.mark.parametrize("line", ["LIMA (AFP) _", "NAIROBI, Kenya (Reuters) -"])
def test_line_of_a_place_and_an_agency(line: str) -> None:
    assert is_agency_dateline(line)
    assert not is_agency_dateline(line.split(" (")[0])
    assert not is_agency_dateline(f"{line} A bridge fell into the river")


@pytest.mark.parametrize("entry", LEADS, ids=lambda entry: entry.id)
def test_leads_keep_their_promises(entry: AgencyLead) -> None:
    assert None not in [agency_of_line(line) for line in entry.fires]
    assert [agency_of_line(line) for line in entry.silent] == [None] * len(entry.silent)


@pytest.mark.parametrize("entry", NAMELESS, ids=lambda entry: entry.id)
def test_nameless_agencies_keep_their_promises(entry: AgencyLead) -> None:
    assert all(is_agency_line(line) for line in entry.fires)
    assert not any(is_agency_line(line) for line in entry.silent)


@pytest.mark.parametrize(
    ("signature", "agency"),
    [
        ("ab/cd (AFP, Reuters)", "AFP, Reuters"),
        ("hk/se (dpa)", "dpa"),
        ("(Avec AFP)", "AFP"),
        ("(Quelle: APA/sda/dpa)", "APA, Keystone-SDA, dpa"),
        ("Source: Xinhua", "Xinhua"),
        ("\u00a9 dpa-infocom, dpa:210203-99-12345/3", "dpa"),
        ("\u2013 TASS", "TASS"),
        ("Reuters", "Reuters"),
        ("The mayor", None),
        ("(see below)", None),
        ("ab/cd", None),
    ],
)
def test_signatures_end_a_paragraph(signature: str, agency: str | None) -> None:
    found = find_signature(f"Nobody was hurt, she said. {signature}")
    assert (found[1] if found is not None else None) == agency
    if found is not None:
        assert found[0] == len("Nobody was hurt, she said.")


@pytest.mark.parametrize(
    ("line", "agency"),
    [("By Ana Rey, AFP", "AFP"), ("Von dpa", "dpa")],
)
def test_byline_names_the_agency(line: str, agency: str) -> None:
    assert (
        report_of(f"Hill Post\n\nBridge falls into the river\n\n{line}\n\n{TEXT}").agency == agency
    )


def test_pictures_have_agencies_of_their_own() -> None:
    linked = """<script type="application/ld+json">{"@type": "NewsArticle",
    "headline": "Bridge falls", "author": {"@type": "Person", "name": "Ema Lund"}}</script>"""
    lines = [f"<p>{line}</p>" for line in TEXT.split("\n\n")]
    picture = (
        "<figure><img src='a.jpg'><figcaption>The bridge<br></figcaption></figure><p>(AP)</p>"
    )
    body = f"<article>{lines[0]}{picture}{''.join(lines[1:])}</article>"
    source = f"<html><head>{linked}</head><body>{body}</body></html>"
    assert clean_page(page_of(source.encode(), None), Given()).agency is None


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
        ("BUFFALO, N.Y. (AP) - A bridge fell on Friday.", "BUFFALO, N.Y."),
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
        ("Von Ana Rey und Tom Ode, dpa", ("Ana Rey", "Tom Ode")),
        ("Foto: Ana Rey/dpa", None),
        ("The team celebrates (Ana Rey/AP)", None),
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
    many = " ".join(f"word{number}" for number in range(5_000))
    assert read_blocks(f"<p {many}>").overloads
    assert not read_blocks(f"<script>if (a <b {many}) x()</script>").overloads
    assert not read_blocks(f'<p data-text="{many}">x</p>').overloads


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
