"""Pages that are a body alone: what feeds add goes, all else stays."""

import pytest

from sayso.clean import Given, clean_page
from sayso.ingest.page import HTML, PLAIN, Declared, Origin, Page, raw_of
from sayso.records import Report
from sayso.traced import Traced

LEDE = "The dam above the town gave way on Tuesday night and water swept through three streets."
MORE = (
    "Firefighters brought forty people to safety with boats, the mayor said.",
    "Engineers had warned of cracks in the wall for two years.",
)
TEXT = "\n\n".join((LEDE, *MORE))
ARTICLE = "".join(f"<p>{line}</p>" for line in (LEDE, *MORE))
TITLE = "Dam bursts above hill town"


def report_of(text: str, kind: str = HTML) -> Report:
    """Return the report of a page that is a body alone, whose container names its headline."""
    data = text.encode()
    raw = raw_of(data, Origin(path=None), kind, "utf-8")
    source = Traced.decoded(data, "utf-8")
    declared = Declared(title=TITLE)
    page = Page(source=source, raw=raw, data=data, declared=declared, whole=True)
    return clean_page(page, Given())


@pytest.mark.parametrize(
    ("added", "kind"),
    [
        ("<p>The post <a href=x>Dam bursts</a> appeared first on <a href=y>Hill Post</a>.</p>", 0),
        ("<p><a href=x>Continue reading Dam bursts above hill town</a></p>", 0),
        ("<p>Continue reading &rarr;</p>", 0),
        ("<p><a href=x>Read more...</a></p>", 0),
        ("<figure><img src=x><figcaption>The dam in March.</figcaption></figure>", "caption"),
        ("<div class='share-buttons'><a href=f>Facebook</a> <a href=x>X</a></div>", "share_bar"),
        ("<div class='related-posts'><p>Grain prices fall for a third week</p></div>", "related"),
    ],
)
def test_what_a_feed_adds_below_goes(added: str, kind: str | int) -> None:
    report = report_of(ARTICLE + added)
    assert report.text == TEXT
    assert [piece.kind for piece in report.chrome] == [kind or "related"]


def test_what_stands_between_paragraphs_goes() -> None:
    first, rest = f"<p>{LEDE}</p>", "".join(f"<p>{line}</p>" for line in MORE)
    caption = "<figure><figcaption>The dam in March.</figcaption></figure>"
    assert report_of(first + caption + "<p>Advertisement</p>" + rest).text == TEXT


@pytest.mark.parametrize("kind", [HTML, PLAIN])
def test_the_headline_above_is_no_text(kind: str) -> None:
    body = f"<h1>{TITLE}</h1>{ARTICLE}" if kind == HTML else f"{TITLE}\n\n{TEXT}"
    report = report_of(body, kind)
    assert (report.text, report.chrome[0].kind) == (TEXT, "headline")


@pytest.mark.parametrize("kind", [HTML, PLAIN])
def test_dateline_and_signature_are_cut(kind: str) -> None:
    dated = f"LIMA, 3 May (Reuters) - {LEDE}"
    body = f"<p>{dated}</p><p>{MORE[0]}</p>" if kind == HTML else f"{dated}\n\n{MORE[0]}"
    report = report_of(body, kind)
    assert report.text == f"{LEDE}\n\n{MORE[0]}"
    assert (report.agency, report.dateline is not None) == ("Reuters", True)


def test_every_line_of_plain_text_stays() -> None:
    lines = "Share\n\nDay 3\n\nRead more\n\n" + TEXT
    assert report_of(lines, PLAIN).text == lines


def test_wrapped_lines_are_made_whole() -> None:
    words, lines, line = TEXT.replace("\n\n", " ").split(), [], ""
    for word in words:
        if len(line) + 1 + len(word) > 60:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    assert report_of("\n".join([*lines, line]), PLAIN).text == " ".join(words)


def test_a_name_of_the_wrapper_takes_nothing_away() -> None:
    assert report_of(f"<div class='sidebar'>{ARTICLE}</div>").text == TEXT


def test_a_sentence_that_is_a_link_stays() -> None:
    linked = f"<p><a href=x>{MORE[1]}</a></p>"
    assert report_of(f"<p>{LEDE}</p><p>{MORE[0]}</p>{linked}").text == TEXT
