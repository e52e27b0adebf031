"""HTML pages: the article is found, declarations beat print, hostile pages end in time."""

import pytest

from sayso.clean import Given, clean_page
from sayso.errors import InputError
from sayso.ingest import page_of
from sayso.records import Report

LEDE = "The dam above the town gave way on Tuesday night and water swept through three streets."
MORE = (
    "Firefighters brought forty people to safety with boats, the mayor said.",
    "Engineers had warned of cracks in the wall for two years.",
    "The school opened its doors to everyone who had lost a home.",
)
ARTICLE = f"<p>{LEDE}</p>" + "".join(f"<p>{text}</p>" for text in MORE)
LINKED = """<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
{"@type": "WebSite", "name": "Hill Post"}, {"@type": "NewsArticle",
"headline": "Dam bursts above hill town", "datePublished": "2021-02-03T06:07:08+0200",
"dateModified": "2021-02-03T09:00:00Z", "author": [{"@type": "Person", "name": "Ema Lund"}],
"publisher": {"@type": "Organization", "name": "The Hill Post"}}]}</script>"""


def html_report(head: str, body: str, given: Given | None = None) -> Report:
    """Return the report of an HTML page with this head and body."""
    source = f"<!DOCTYPE html><html lang='en-GB'><head>{head}</head><body>{body}</body></html>"
    return clean_page(page_of(source.encode(), None), given or Given())


def test_article_is_found_between_menus() -> None:
    menu = "<nav><ul><li><a href='/'>Home</a></li><li><a href='/w'>World</a></li></ul></nav>"
    footer = "<footer><p>© 2021 The Hill Post. All rights reserved.</p></footer>"
    report = html_report("", f"{menu}<article><h1>Dam bursts</h1>{ARTICLE}</article>{footer}")
    assert report.text == "\n\n".join((LEDE, *MORE))
    assert {"Home", "World"} <= {piece.text for piece in report.chrome}


def test_json_ld_is_read() -> None:
    report = html_report(LINKED + "<title>x | Hill Post</title>", f"<article>{ARTICLE}</article>")
    assert (report.title, report.outlet) == ("Dam bursts above hill town", "The Hill Post")
    assert (report.bylines, report.language) == (("Ema Lund",), "en")
    assert report.published is not None
    assert report.updated is not None
    assert report.published.value == "2021-02-03T06:07+02:00"
    assert report.published.basis == "metadata"
    assert report.updated.value == "2021-02-03T09:00Z"


def test_meta_tags_and_address_are_read() -> None:
    meta = """<meta property="og:title" content="Dam bursts | Hill Post">
    <meta property="og:site_name" content="Hill Post"><meta name="author" content="By Ema Lund">
    <link rel="canonical" href="https://hill.example/news/2021/02/03/dam">"""
    report = html_report(meta, f"<article>{ARTICLE}</article>")
    assert (report.title, report.outlet) == ("Dam bursts", "Hill Post")
    assert report.url == "https://hill.example/news/2021/02/03/dam"
    assert report.bylines == ("Ema Lund",)
    assert report.published is not None
    assert (report.published.value, report.published.basis) == ("2021-02-03", "url")


def test_given_beats_found() -> None:
    given = Given(published="2020-01-02", outlet="Us", title="T", agency="AP", language="de")
    report = html_report(LINKED, f"<article>{ARTICLE}</article>", given)
    assert (report.outlet, report.title, report.agency, report.language) == ("Us", "T", "AP", "de")
    assert report.published is not None
    assert (report.published.value, report.published.basis) == ("2020-01-02", "given")


def test_given_date_must_be_a_date() -> None:
    with pytest.raises(InputError, match="ISO 8601"):
        html_report("", ARTICLE, Given(published="last week"))


@pytest.mark.parametrize(
    "block",
    [
        "{",
        "[" * 50_000,
        '{"@type": "NewsArticle", "headline": "\\ud800", "author": [[["x"]]]}',
        "1",
    ],
)
def test_broken_json_ld_is_passed_over(block: str) -> None:
    head = f'<script type="application/ld+json">{block}</script>'
    report = html_report(head, f"<article>{ARTICLE}</article>")
    assert report.text.startswith(LEDE)
    report.title.encode() if report.title else None


def test_page_nested_without_end_is_read_as_lines() -> None:
    report = html_report("", "<div>" * 100_000 + ARTICLE + "</div>" * 100_000)
    assert report.text == "\n\n".join((LEDE, *MORE))


def test_agency_is_found_beside_the_article() -> None:
    report = html_report("", f"<p>Reuters</p><article>{ARTICLE}</article>")
    assert report.agency == "Reuters"
