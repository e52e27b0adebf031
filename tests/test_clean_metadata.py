"""What pages and containers declare: dates with zones, JSON-LD, names, addresses, sections."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from sayso.clean.declared.json_ld import decoded_json
from sayso.clean.declared.metadata import Metadata, read_metadata
from sayso.clean.declared.names import names_of
from sayso.clean.declared.section import SectionEntry, SectionLexicon, no_sections, section_on_line
from sayso.clean.declared.text import letters, plain
from sayso.clean.signs.address import (
    country_of,
    day_in_address,
    own_address,
    same_site,
    section_in_address,
)
from sayso.clean.signs.language import (
    LanguageEntry,
    LanguageLexicon,
    guess_language,
    language_of_text,
)
from sayso.clean.signs.outlet import (
    DateOrderEntry,
    DateOrderLexicon,
    numeric_dates_of,
    order_of_locale,
)
from sayso.clean.signs.timestamps import parse_moment
from sayso.lexicons import load_lexicon

LANGUAGES = load_lexicon("languages", LanguageLexicon).entry
SECTIONS = load_lexicon("sections", SectionLexicon).entry
ORDERS = load_lexicon("date_orders", DateOrderLexicon).entry


def metadata(head: str, body: str = "", url: str | None = None) -> Metadata:
    """Return what a page with this head and body declares."""
    return read_metadata(
        LexborHTMLParser(f"<html><head>{head}</head><body>{body}</body></html>"), url
    )


def linked(text: str) -> str:
    """Return a JSON-LD block."""
    return f'<script type="application/ld+json">{text}</script>'


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2021-02-03", "2021-02-03"),
        ("2021-02", "2021-02"),
        ("2021", "2021"),
        ("2021-02-03T06:07:08.123Z", "2021-02-03T06:07Z"),
        ("2021-02-03 06:07:08+0200", "2021-02-03T06:07+02:00"),
        ("2021-02-03T06:07-05", "2021-02-03T06:07-05:00"),
        ("2021-02-03T06:07:08", "2021-02-03T06:07"),
        ("2021-02-03T00:00:00", "2021-02-03"),  # a bare day
        ("2021-02-03T00:00:00+01:00", "2021-02-03T00:00+01:00"),
        ("20210203T060708Z", "2021-02-03T06:07Z"),
        ("20210203", "2021-02-03"),
        ("Wed, 03 Feb 2021 06:07:08 GMT", "2021-02-03T06:07Z"),
        ("Wed, 3 Feb 2021 06:07:08 -0800", "2021-02-03T06:07-08:00"),
        ("3 Feb 21 06:07 EST", "2021-02-03T06:07-05:00"),
        ("1612332428", "2021-02-03T06:07Z"),
        ("1612332428000", "2021-02-03T06:07Z"),
        ("Feb 3, 2021 at 6:07 PM", "2021-02-03T18:07"),
        ("3. Februar 2021", "2021-02-03"),
    ],
)
def test_declared_dates(text: str, value: str) -> None:
    moment = parse_moment(text)
    assert moment is not None
    assert moment.stamp("metadata").value == value


@pytest.mark.parametrize(
    "text",
    ["", "soon", "0", "42", "2021-02-30", "1970-01-01T00:00:00Z", "03/04/2021", "0001-01-01"],
)
def test_what_is_no_plain_date_is_not_guessed(text: str) -> None:
    assert parse_moment(text) is None


@given(st.text(alphabet="0123456789-+:/.TZ ,APMFebWd", max_size=60))
def test_any_declared_date_is_read_without_fault(text: str) -> None:
    moment = parse_moment(text)
    assert moment is None or moment.stamp("metadata").basis == "metadata"


@pytest.mark.parametrize(
    ("first", "second", "value"),
    [
        # the same clock time with a zone completes it
        ("2021-02-03T06:07:08", "2021-02-03T06:07:08+02:00", "2021-02-03T06:07+02:00"),
        # equal seconds show that it is one moment
        ("2021-02-03T06:07:08", "2021-02-03T04:07:08Z", "2021-02-03T06:07+02:00"),
        # another moment completes nothing
        ("2021-02-03T06:07:08", "2021-02-03T04:11:10Z", "2021-02-03T06:07"),
        ("2021-02-03", "2021-02-03T04:11:10Z", "2021-02-03T04:11Z"),
        ("2021-02-03", "2021-02-04T04:11:10Z", "2021-02-03"),
    ],
)
def test_zone_comes_from_the_same_moment_only(first: str, second: str, value: str) -> None:
    block = f'{{"@type": "NewsArticle", "headline": "x", "datePublished": "{first}"}}'
    head = linked(block) + f'<meta property="article:published_time" content="{second}">'
    stamp = metadata(head).published
    assert stamp is not None
    assert stamp.value == value


@pytest.mark.parametrize(
    "block",
    [
        '{"@type": "NewsArticle", "headline": "Dam bursts",}',
        '{"@type": "NewsArticle", "headline": "Dam\n bursts"}',
        '<!-- {"@type": "NewsArticle", "headline": "Dam bursts"} -->',
        '//<![CDATA[\n{"@type": "NewsArticle", "headline": "Dam bursts"}\n//]]>',
        '{"@type": "NewsArticle", /* lead */ "headline": "Dam bursts"};',
        '{"@type": "WebSite"}\n{"@type": "NewsArticle", "headline": "Dam bursts"}',
        '{"@type": "NewsArticle", "headline": "Dam bursts", "articleBody": "She said "no""}',
        '{"@type": "WebPage", "mainEntity": {"@type": "NewsArticle", "headline": "Dam bursts"}}',
        '{"@graph": [{"@type": ["Article"], "headline": "Dam&nbsp;bursts"}]}',
    ],
)
def test_loose_json_is_mended(block: str) -> None:
    assert metadata(linked(block)).title == "Dam bursts"


@pytest.mark.parametrize("unit", ['"', '"\\"', ",", "/*", "[", '{"a":', ", \n", "]", "\\"])
def test_hostile_json_ends(unit: str) -> None:
    decoded_json(unit * (100_000 // len(unit)))


def test_references_and_parts_of_names() -> None:
    block = """{"@graph": [
    {"@type": "NewsArticle", "headline": "Dam bursts", "author": {"@id": "#ema"},
     "publisher": {"@id": "#post"}, "articleSection": ["News", "Hill Country"]},
    {"@type": "Person", "@id": "#ema", "givenName": "Ema", "familyName": "Lund"},
    {"@type": "Organization", "@id": "#post", "name": "Hill Post"}]}"""
    found = metadata(linked(block))
    assert (found.bylines, found.outlet, found.section) == (
        ("Ema Lund",),
        "Hill Post",
        "Hill Country",
    )


def test_article_at_the_page_address_is_the_own_one() -> None:
    block = """[{"@type": "NewsArticle", "headline": "Other", "url": "https://hill.example/b"},
    {"@type": "NewsArticle", "headline": "Own", "url": "https://hill.example/a/"}]"""
    assert metadata(linked(block), url="http://www.hill.example/a?ref=x").title == "Own"


def test_person_is_taken_where_only_the_outlet_is_declared() -> None:
    block = """{"@type": "NewsArticle", "headline": "Dam bursts", "author": {"name": "Hill Post"},
    "publisher": {"name": "Hill Post"}}"""
    assert metadata(linked(block)).bylines == ("Hill Post",)
    body = '<main><span class="article-byline">By Ema Lund</span></main>'
    assert metadata(linked(block), body).bylines == ("Ema Lund",)
    teaser = '<aside><span class="byline">By Tom Ode</span></aside>'
    assert metadata(linked(block), teaser).bylines == ("Hill Post",)


def test_person_is_taken_where_an_account_is_declared() -> None:
    block = '{"@type": "NewsArticle", "headline": "Dam bursts", "author": {"name": "Hwirth"}}'
    assert metadata(linked(block)).bylines == ("Hwirth",)
    body = '<main><span class="article-byline">By Ema Lund</span></main>'
    assert metadata(linked(block), body).bylines == ("Ema Lund",)
    agency = block.replace("Hwirth", "dpa")
    assert metadata(linked(agency), body).bylines == ("dpa",)


def test_declared_editor_is_no_author_beside_one() -> None:
    block = """{"@type": "NewsArticle", "headline": "Dam bursts", "editor": {"name": "Bo Lind"},
    "author": [{"name": "Ema Lund"}, {"name": "Bo Lind"}]}"""
    assert metadata(linked(block)).bylines == ("Ema Lund",)
    alone = block.replace('{"name": "Ema Lund"}, ', "")
    assert metadata(linked(alone)).bylines == ("Bo Lind",)


def test_element_behind_a_bar_is_a_byline() -> None:
    body = '<main><p class="byline"><i>| </i>By Ema Lund, Hill Post</p></main>'
    assert metadata("", body).bylines == ("Ema Lund",)


@pytest.mark.parametrize("digits", ["9" * 5_000, "0" * 5_000 + "65"])
def test_long_number_of_a_character_is_read(digits: str) -> None:
    title = f"Dam bursts &amp;#{digits}; &#{digits}; at night"
    assert plain(title) in ("Dam bursts \ufffd \ufffd at night", "Dam bursts A A at night")
    assert metadata(f'<meta property="og:title" content="{title}">').title is not None


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("By Ema Lund and Tom Ode", ["Ema Lund", "Tom Ode"]),
        ("Ema Lund, AFP", ["Ema Lund", "AFP"]),
        ("Ema Lund, AP Court Writer", ["Ema Lund"]),
        ("Ema Lund, PhD", ["Ema Lund"]),
        ("Von Ema Lund", ["Ema Lund"]),
        ("Ana Rey y Luis Mar", ["Ana Rey", "Luis Mar"]),
        ("Jose Ortega y Gasset", ["Jose Ortega y Gasset"]),
        ("Von Damm", ["Von Damm"]),
        ("Associated Press", ["Associated Press"]),
        ("admin", []),
        ("desk@hill.example", []),
        ("https://hill.example/ema", []),
        ("emalund2044", []),
    ],
)
def test_names_of_authors(author: str, names: list[str]) -> None:
    assert list(names_of(author)) == names


@pytest.mark.parametrize(
    ("canonical", "url"),
    [
        ("/a/dam-bursts", "https://hill.example/a/dam-bursts"),
        ("//hill.example/dam", "https://hill.example/dam"),
        ("https://hill.example/", "https://hill.example/bridge"),  # the front page is no article
        ("javascript:void(0)", "https://hill.example/bridge"),
        ("http://[x", "https://hill.example/bridge"),
    ],
)
def test_canonical_address(canonical: str, url: str) -> None:
    head = f'<link rel="canonical" href="{canonical}">'
    head += '<meta property="og:url" content="https://hill.example/bridge">'
    assert metadata(head).url == url


def test_addresses_tell_day_section_and_country() -> None:
    url = "https://www.hill.example/en/sport/2021/02/03/cup-final"
    assert (day_in_address(url), section_in_address(url)) == ("2021-02-03", "sport")
    assert section_in_address("https://hill.example/story/a-long-title-of-a-story/12") is None
    assert (country_of("https://hill.co.uk/x"), country_of("https://hill.tv/x")) == ("uk", None)
    assert own_address(["https://hill.example/?p=12"], []) == "https://hill.example/?p=12"
    assert same_site("https://m.hill.example/a", "https://hill.example/b")
    assert not same_site("https://hill.example/a", "https://dale.example/a")


def test_trails_of_links_name_the_section() -> None:
    trail = """<nav class="breadcrumbs"><a href="/">Home</a> &gt; <a href="/w">World</a> &gt;
    <a href="/w/asia">Asia</a></nav>"""
    assert metadata("", trail).section == "World"
    assert section_on_line("Startseite > Politik > Ausland", None) == "Politik"
    assert section_on_line("He said > she said", None) is None


@pytest.mark.parametrize("entry", SECTIONS, ids=lambda entry: entry.id)
def test_section_words_keep_their_promises(entry: SectionEntry) -> None:
    assert all(letters(form) in no_sections() for form in entry.fires)
    assert not any(letters(form) in no_sections() for form in entry.silent)


@pytest.mark.parametrize("entry", LANGUAGES, ids=lambda entry: entry.id)
def test_languages_keep_their_promises(entry: LanguageEntry) -> None:
    assert [guess_language(text) for text in entry.fires] == [entry.id] * len(entry.fires)
    assert entry.id not in [guess_language(text) for text in entry.silent]


def test_text_beats_a_declared_language_that_it_is_not_in() -> None:
    [german] = [entry for entry in LANGUAGES if entry.id == "de"]
    text = german.fires[0] * 6
    assert language_of_text("en", text) == ("de", False)
    assert language_of_text("de", text) == ("de", True)
    assert language_of_text("en", german.fires[0]) == ("en", True)  # too short to tell
    assert guess_language("日本語のニュースです。橋が川に落ちましたと市長は言いました。") == "ja"
    assert guess_language("Η γέφυρα έπεσε στο ποτάμι την Παρασκευή.") == "el"


@pytest.mark.parametrize("entry", ORDERS, ids=lambda entry: entry.id)
def test_orders_of_dates_keep_their_promises(entry: DateOrderEntry) -> None:
    def order(code: str) -> str | None:
        by_country = numeric_dates_of(None, f"https://hill.{code}/a")
        return by_country if len(code) == len("uk") and by_country else order_of_locale(code)

    assert [order(code) for code in entry.fires] == [entry.order] * len(entry.fires)
    assert entry.order not in [order(code) for code in entry.silent]


def test_country_of_the_address_beats_the_locale() -> None:
    assert numeric_dates_of(None, "https://hill.co.uk/a", "en-US") == "day_first"
    assert numeric_dates_of(None, "https://hill.com/a", "en-US") == "month_first"
    assert numeric_dates_of(None, "https://hill.ca/a", "en-US") == ""
    assert numeric_dates_of(None, "https://hill.com/a", "en") == ""


@given(st.text(max_size=60))
def test_any_declared_text_is_read_without_fault(text: str) -> None:
    plain(text)
    list(names_of(text))
    section_in_address(f"https://hill.example/{text}")
    section_on_line(text, None)
    own_address([text], [text])
    guess_language(text)
    metadata(linked(text))


@pytest.mark.parametrize(
    "unit", ["by ", "Von ", "A and ", "( ", "a/", "Ana Rey, ", "> ", "\u00ad"]
)
def test_hostile_declarations_end(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    list(names_of(text[:400]))
    section_on_line(text, None)
    guess_language(text)
    own_address([text], [])
    day_in_address(text)
    metadata(f'<meta name="author" content="{text}"><meta property="og:title" content="{text}">')
