"""One document of each format becomes its pages, links and issues, with what it declares."""

from xml.sax.saxutils import escape

import pytest

import formats
from formats import ARTICLES, QUAY, WESTERN, Article
from sayso.ingest.documents import read_document
from sayso.ingest.documents.columns import ColumnEntry, ColumnLexicon, meanings_of
from sayso.ingest.page import Declared, Link, Origin, Page
from sayso.lexicons import load_lexicon
from sayso.records import Issue

COLUMNS = load_lexicon("columns", ColumnLexicon).entry
LONG = " ".join(QUAY.paragraphs)


def found_in(data: bytes | str, url: str | None = None) -> list[Page | Link | Issue]:
    """Return all that a document holds."""
    origin = Origin(path="news", declared=Declared(url=url))
    return list(read_document(data.encode() if isinstance(data, str) else data, origin))


def pages_in(data: bytes | str) -> list[Page]:
    """Return the pages of a document that holds nothing else."""
    found = found_in(data)
    pages = [one for one in found if isinstance(one, Page)]
    assert len(pages) == len(found), found
    return pages


def links_in(data: bytes | str, url: str | None = None) -> list[Link]:
    """Return the links of a document that holds nothing else."""
    found = found_in(data, url)
    links = [one for one in found if isinstance(one, Link)]
    assert len(links) == len(found), found
    return links


def messages_in(data: bytes | str) -> list[str]:
    """Return what the issues of a document say."""
    return [one.message for one in found_in(data) if isinstance(one, Issue)]


FEEDS: dict[str, bytes] = {
    "rss-encoded": formats.rss(),
    "rss-encoded-escaped": formats.rss(content="encoded-escaped"),
    "rss-description": formats.rss(content="description"),
    "rss-cdata-description": formats.rss(content="cdata-description"),
    "rss-cyrillic-charset": formats.rss(charset="windows-1252"),
    "rss1": formats.rss1(),
    "atom-html": formats.atom(),
    "atom-cdata": formats.atom(content="cdata"),
    "atom-xhtml": formats.atom(content="xhtml"),
    "atom-text": formats.atom(content="text"),
    "atom-summary": formats.atom(content="summary"),
    "json-feed": formats.json_feed(),
    "json-feed-ascii": formats.json_feed(ascii_only=True),
    "json-feed-text": formats.json_feed(content="text"),
    "g2-xhtml": formats.newsml_g2_message(),
    "g2-nitf": formats.newsml_g2_message(content="nitf"),
    "g2-plain": formats.newsml_g2_message(content="plain"),
}
SINGLE: dict[str, bytes] = {
    **{f"ninjs{n}": formats.ninjs(version=n) for n in (1, 2, 3)},
    **{f"ninjs{n}-text": formats.ninjs(version=n, content="text") for n in (1, 2, 3)},
    "ninjs-ascii": formats.ninjs(ascii_only=True),
    "nitf": formats.nitf(),
    "nitf-doctype": formats.nitf(doctype=True),
    "g2": formats.newsml_g2(),
    "g2-nitf": formats.newsml_g2(content="nitf"),
    "g2-plain": formats.newsml_g2(content="plain"),
    "row": formats.jsonl([QUAY]),
    "row-ascii": formats.jsonl([QUAY], ascii_only=True),
    "row-body": formats.jsonl([QUAY], row="body"),
    "row-content": formats.jsonl([QUAY], row="content"),
}


def holds(page: Page, article: Article) -> bool:
    """Tell whether the source of a page has the paragraphs of an article, in order."""
    position = 0
    for paragraph in article.paragraphs:
        shown = (paragraph, formats.escape_html(paragraph), escape(paragraph))
        places = [page.text.find(form, position) for form in shown]
        if max(places) < 0:
            return False
        position = max(places)
    return True


@pytest.mark.parametrize("name", FEEDS)
def test_items_with_content_are_whole_pages(name: str) -> None:
    pages = pages_in(FEEDS[name])
    assert [page.raw.entry for page in pages] == ["item 1", "item 2", "item 3"]
    for page, article in zip(pages, ARTICLES, strict=True):
        assert holds(page, article)
        assert page.whole
        assert page.declared.title == article.title
        assert page.declared.bylines == (article.author,)
        assert page.declared.published
        assert page.raw.bytes == len(page.data)


@pytest.mark.parametrize("name", SINGLE)
def test_wire_messages_and_rows_are_whole_pages(name: str) -> None:
    [page] = pages_in(SINGLE[name])
    declared = page.declared
    assert holds(page, QUAY)
    assert (page.whole, page.raw.entry, declared.title) == (True, None, QUAY.title)
    assert declared.outlet == QUAY.outlet
    assert [name.removeprefix("By ") for name in declared.bylines] == [QUAY.author]
    assert (declared.published or "").replace("-", "").startswith("20240305")
    assert declared.url in (QUAY.url, None)


@pytest.mark.parametrize("name", ["rss", "rss1", "atom", "atom-src", "json-feed"])
def test_items_with_a_link_only_are_links(name: str) -> None:
    links = links_in(
        {
            "rss": formats.rss(content="link"),
            "rss1": formats.rss1(content="link"),
            "atom": formats.atom(content="link"),
            "atom-src": formats.atom(content="src"),
            "json-feed": formats.json_feed(content="link"),
        }[name]
    )
    assert [link.url for link in links] == [article.url for article in ARTICLES]
    assert [link.title for link in links] == [article.title for article in ARTICLES]
    assert {link.input for link in links} == {"news"}


def item(inner: str, around: str = "") -> str:
    """Return a feed of one item."""
    head = f"<title>Post</title>{around}"
    return f"<rss version='2.0'><channel>{head}<item>{inner}</item></channel></rss>"


LINK = "<link>https://post.example/a</link>"


@pytest.mark.parametrize(
    ("inner", "kind"),
    [
        (f"{LINK}<description>A pier fell. No one was hurt.</description>", Link),
        (f"{LINK}<description>{LONG}</description>", Page),
        (f"{LINK}<description>{LONG} [...]</description>", Link),
        ("<description>A pier fell. No one was hurt.</description>", Page),
        (f"{LINK}<description><![CDATA[<img src=a.jpg>]]></description>", Link),
        ("<title>Pier falls</title><guid>https://post.example/a</guid>", Link),
        ("<title>Pier falls</title><guid isPermaLink='false'>77</guid>", Issue),
        ("<title>Pier falls</title><link>javascript:alert(1)</link>", Issue),
        (f"{LINK}<media:content url='a.mp4'/>", Link),
    ],
)
def test_short_descriptions_are_teasers_and_long_ones_articles(inner: str, kind: type) -> None:
    [found] = found_in(item(inner))
    assert type(found) is kind


def test_links_are_read_from_the_base_of_the_feed() -> None:
    [link] = links_in(item("<link>/a/b</link>", "<link>https://post.example/</link>"))
    assert link.url == "https://post.example/a/b"
    [link] = links_in(item("<link>/a/b</link>"), url="https://post.example/feed.xml")
    assert link.url == "https://post.example/a/b"


@pytest.mark.parametrize(
    ("feed", "text"),
    [
        (f"\n\n  {item('<description>Fire &amp; rain</description>')}", "Fire & rain"),
        (item("<description>Fire & rain</description>"), "Fire & rain"),
        (item("<description>Caf&eacute;&nbsp;closed</description>"), "Café\xa0closed"),
        (item("<description>Rates &lt; 5% held</description>"), "Rates < 5% held"),
        (item("<description>One<![CDATA[ & two]]> three</description>"), "One & two three"),
        ("Warning: no file<?xml version='1.0'?>" + item("<description>A b</description>"), "A b"),
        (item("<description>A b</description>").replace("</item>", ""), "A b"),
        (item("<DESCRIPTION>A b</Description>"), "A b"),
    ],
)
def test_feeds_that_break_the_rules_are_read(feed: str, text: str) -> None:
    [page] = [one for one in found_in(feed) if isinstance(one, Page)]
    assert page.text == text


def test_unclosed_items_do_not_swallow_the_next() -> None:
    feed = f"<rss><channel><item>{LINK}<description>A<item>{LINK}</channel></rss>"
    assert len(links_in(feed)) == 2


def test_a_wrong_charset_declaration_gives_way_to_the_bytes() -> None:
    feed = "<?xml version='1.0' encoding='utf-8'?>" + item(
        "<description>Déjà vu à Nîmes</description>"
    )
    [page] = pages_in(feed.encode("cp1252"))
    assert (page.text, page.raw.charset) == ("Déjà vu à Nîmes", "windows-1252")


@pytest.mark.parametrize("name", ["rss-encoded", "atom-html", "g2-nitf", "json-feed-text"])
def test_a_file_that_breaks_off_keeps_what_stands_before(name: str) -> None:
    data = FEEDS[name]
    for cut in range(len(data) // 3, len(data) - 8, 97):
        found = found_in(data[:cut])
        assert any("breaks off" in one.message for one in found if isinstance(one, Issue)), cut
        second = data.find(ARTICLES[1].url.encode())
        if cut > second:
            assert isinstance(found[0], Page)
            assert holds(found[0], ARTICLES[0])


def test_one_broken_item_costs_itself_alone() -> None:
    feed = item(f"{LINK}</item><item><category>x</category></item><item>{LINK}")
    found = found_in(feed)
    assert [type(one) for one in found] == [Link, Issue, Link]
    issue = found[1]
    assert isinstance(issue, Issue)
    assert issue.input == "news!item 2"
    assert f"byte {feed.index('<item><category>')}" in issue.message


def test_an_entity_of_the_file_is_told_and_left_as_written() -> None:
    feed = "<!DOCTYPE rss [<!ENTITY who 'us'>]>" + item(
        "<description>By &who; alone</description>"
    )
    page, issue = found_in(feed)
    assert isinstance(page, Page)
    assert page.text == "By &who; alone"
    assert isinstance(issue, Issue)
    assert "'who'" in issue.message


@pytest.mark.parametrize(
    ("inner", "source"),
    [
        ("<x:p>One &amp; two</x:p>", "<p>One &amp; two</p>"),
        ("<x:p>One<x:br/>two</x:p>", "<p>One<br/>two</p>"),
        ("<x:p>One</x:p><x:script/><x:p>two</x:p>", "<p>One</p><p>two</p>"),
        ("<x:p>a <x:i/>b</x:p>", "<p>a <i></i>b</p>"),
        ("<x:p><![CDATA[1 < 2]]></x:p>", "<p>1 &lt; 2</p>"),
    ],
)
def test_xhtml_is_written_as_html(inner: str, source: str) -> None:
    feed = (
        "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:x='http://www.w3.org/1999/xhtml'>"
        f"<entry><content type='xhtml'><x:div>{inner}</x:div></content></entry></feed>"
    )
    [page] = pages_in(feed)
    assert page.text == f"<div>{source}</div>"


def test_nitf_keeps_the_text_and_leaves_captions() -> None:
    [page] = pages_in(
        "<nitf><body><body.head><hedline><hl1>Pier falls</hl1></hedline></body.head><body.content>"
        "<block><p>The <org>Port Office</org> spoke.</p><hl2>What next</hl2>"
        "<media><media-caption>A crane.</media-caption></media><p>Work goes on.</p></block>"
        "</body.content><body.end><tagline>XYZ</tagline></body.end></body></nitf>"
    )
    assert page.text == (
        "<div><p>The Port Office spoke.</p><h3>What next</h3><p>Work goes on.</p></div>"
    )


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (formats.newsml_g2().replace(b"stat:usable", b"stat:canceled"), "marked canceled"),
        (formats.newsml_g2().replace(b"ninat:text", b"ninat:picture").replace(b"<p>", b"<p ")
         .replace(formats.html_body(QUAY).replace("<p>", "<p ").encode(), b""), "'picture'"),
        (b'{"uri": "x", "type": "picture", "headline": "H", "versioncreated": "2024"}', "picture"),
        (b'{"uri": "x", "pubstatus": "withheld", "body_text": "Text."}', "marked withheld"),
        (b'{"id": 3, "score": 0.5}', "the columns 'id', 'score'"),
        (b"[]", "no object with text"),
        (b'{"text": "Pier fell.", }', "damaged at byte 23"),
        (b"<rss><channel><title>x</title></channel></rss>", "no items"),
        (b"<?xml version='1.0'?><invoice><p>One</p></invoice>", "XML of the kind 'invoice'"),
        (b"", "is empty"),
        (b"%PDF-1.4", "a PDF file"),
    ],
)  # fmt: skip
def test_what_holds_no_page_says_why(data: bytes, words: str) -> None:
    assert any(words in message for message in messages_in(data)), messages_in(data)


@pytest.mark.parametrize("shape", ["alternative", "html", "plain", "attached"])
@pytest.mark.parametrize("coding", ["quoted-printable", "base64", "8bit"])
def test_newsletters(shape: formats.MailShape, coding: formats.MailCoding) -> None:
    [page] = pages_in(formats.eml(WESTERN, shape, coding))
    assert (page.declared.title, page.declared.outlet) == (WESTERN.title, WESTERN.outlet)
    assert page.declared.published == "Tue, 05 Mar 2024 09:30:00 +0000"
    assert page.raw.media_type == ("text/plain" if shape == "plain" else "text/html")
    assert WESTERN.paragraphs[0].split()[-1] in page.text
    assert "geschlossen, weil" in page.text


def test_old_mail_in_its_own_charset() -> None:
    [page] = pages_in(formats.eml_old(formats.RUSSIAN))
    assert page.raw.charset == "koi8-r"
    assert page.declared.title == formats.RUSSIAN.title
    assert "сорвал с\nрельсов" in page.text


def mail(head: str, body: str) -> bytes:
    """Return a message."""
    return f"From: Post <a@post.example>\nSubject: A\n{head}\n\n{body}".encode()


def test_flowed_lines_are_paragraphs_again() -> None:
    [page] = pages_in(
        mail(
            "Content-Type: text/plain; format=flowed",
            "One \ntwo \nthree.\n\n From here.\n-- \nX\n",
        )
    )
    assert page.text == "One two three.\n\nFrom here.\n-- \nX\n"


def test_lines_that_an_mbox_quotes_are_read_as_sent() -> None:
    [page] = pages_in(mail("X-A: b", ">From the pier came smoke.\n"))
    assert page.text == "From the pier came smoke.\n"


def test_html_that_is_a_picture_gives_way_to_plain_text() -> None:
    body = (
        "--b\nContent-Type: text/plain\n\nThe pier fell at noon. No one was hurt there.\n"
        "--b\nContent-Type: text/html\n\n<html><img src='a.jpg'></html>\n--b--\n"
    )
    [page] = pages_in(mail("Content-Type: multipart/alternative; boundary=b", body))
    assert page.text == "The pier fell at noon. No one was hurt there."


def test_attached_pages_and_messages_are_pages_of_their_own() -> None:
    inner = formats.eml(QUAY, "plain", "8bit", newline="\n").decode()
    body = (
        "--b\nContent-Type: text/plain\n\nSee below, please.\n"
        "--b\nContent-Type: text/html\nContent-Disposition: attachment\n\n"
        "<html><body><p>The pier fell.</p></body></html>\n"
        f"--b\nContent-Type: message/rfc822\n\n{inner}\n--b--\n"
    )
    data = mail("Content-Type: multipart/mixed; boundary=b", body)
    first, second, third = pages_in(data)
    assert first.text == "See below, please."
    assert (second.raw.entry, third.raw.entry) == ("attachment 1", "attachment 2")
    assert third.declared.title == QUAY.title
    for page in (first, second, third):
        assert page.raw.sha256 == first.raw.sha256
        start = page.text.index("e")
        assert data[page.source.starts[start] : page.source.ends[start]] == b"e"


@pytest.mark.parametrize(
    ("data", "urls"),
    [
        (
            "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>"
            "https://post.example/a</loc><lastmod>2024-03-05</lastmod></url></urlset>",
            ["https://post.example/a"],
        ),
        (
            "<opml version='2.0'><body><outline text='News'><outline text='Post' "
            "xmlUrl='https://post.example/feed'/></outline></body></opml>",
            ["https://post.example/feed"],
        ),
        (
            '{"articles": [{"title": "A", "url": "https://post.example/a"}]}',
            ["https://post.example/a"],
        ),
    ],
)
def test_lists_of_addresses_are_links(data: str, urls: list[str]) -> None:
    assert [link.url for link in links_in(data)] == urls


def test_answers_of_services_are_opened_down_to_their_rows() -> None:
    pages = pages_in(
        '{"status": "ok", "response": {"results": [{"webUrl": "https://post.example/a", '
        '"webTitle": "Pier falls", "fields": {"bodyText": "The pier fell at noon."}}]}}'
    )
    assert [page.text for page in pages] == ["The pier fell at noon."]
    assert pages[0].declared.url == "https://post.example/a"


def test_plain_text_and_html_are_pages_as_before() -> None:
    [page] = pages_in("[Update] The pier fell at noon: no one was hurt.")
    assert page.raw.media_type == "text/plain"
    [page] = pages_in(formats.html_page())
    assert (page.raw.media_type, page.whole) == ("text/html", False)


@pytest.mark.parametrize("entry", COLUMNS, ids=lambda entry: entry.id)
def test_column_names_keep_their_promises(entry: ColumnEntry) -> None:
    def means(name: str) -> bool:
        return any(column.field == entry.field for column in meanings_of(name))

    assert [name for name in entry.fires if not means(name)] == []
    assert [name for name in entry.silent if means(name)] == []


def test_a_page_saved_as_mhtml_has_its_address_and_not_the_day_of_saving() -> None:
    [page] = read_document(formats.mhtml(), Origin(path="a.mhtml"))
    assert isinstance(page, Page)
    assert page.declared.url == QUAY.url
    assert page.declared.title == QUAY.title
    assert page.declared.published is None
    assert page.declared.outlet is None
