"""Page -> Report: the clean text with its paragraphs, and what the page says about itself."""

import re
from collections.abc import Iterable, Sequence

import msgspec

from sayso.clean.declared.metadata import Metadata
from sayso.clean.flattened.layout import Layout, Role, take_apart
from sayso.clean.flattened.lines import split_lines
from sayso.clean.given import Given
from sayso.clean.imprint.masthead import read_masthead
from sayso.clean.imprint.trust import choose_url, combine
from sayso.clean.markup.web_page import WebPage, read_web_page
from sayso.clean.markup.whole import layout_of_text
from sayso.errors import InputError
from sayso.ids import content_id
from sayso.ingest.page import HTML, Page
from sayso.records import Chrome, Report, Span
from sayso.traced import Traced

MAX_TEXT = 500_000  # characters, whatever they are
MAX_WORDS = 60_000  # words and signs: a book of 150 pages, which no news page is
WORD_OR_SIGN = re.compile(r"\w+|[^\w\s]")
MAX_CHROME = 2_000  # pieces kept; the rest of a longer page is a dump of links
BREAK = "\n\n"


def join_paragraphs(paragraphs: Iterable[Traced]) -> tuple[Traced, tuple[Span, ...]]:
    """Return the paragraphs in NFC as one text, and where each stands in it."""
    spans, length = [], 0
    kept = [text.normalized() for text in paragraphs if len(text)]
    for text in kept:
        spans.append(Span(length, length + len(text)))
        length += len(text) + len(BREAK)
    return Traced.joined(kept, BREAK), tuple(spans)


def chrome_of(layout: Layout, cut_from_lines: Sequence[Chrome]) -> tuple[Chrome, ...]:
    """Return what was cut away: above the body, the headline, inside and below the body."""
    head, title = pieces_of(layout.head), layout.title
    headline = [Chrome(text=title.text, kind="headline")] if title is not None else []
    below = pieces_of((*layout.cut, *layout.tail))
    return tuple([*head, *headline, *cut_from_lines, *below][:MAX_CHROME])


def pieces_of(roles: Iterable[Role]) -> list[Chrome]:
    """Return the lines that were cut away as chrome."""
    return [Chrome(text=role.line.text, kind=role.kind or "other") for role in roles]


def read_page(page: Page, given: Given) -> WebPage:
    """Return the layout of `page`, and what it declares about itself where it is HTML."""
    if page.raw.media_type == HTML:
        return read_web_page(page, given.url or page.declared.url)
    metadata = Metadata(url=given.url)
    if page.whole:
        return WebPage(layout_of_text(page.source, page.declared.title), metadata)
    return WebPage(take_apart(split_lines(page.source)), metadata)


def check_text(text: str) -> None:
    """Raise `InputError` where `text` has no words, or is longer than that of any news page."""
    if not any(letter.isalnum() for letter in text):
        raise InputError(
            "no article text was found on the page; check that it is a news page and not a list"
        )
    if len(text) > MAX_TEXT:
        raise InputError(
            f"the text has {len(text)} characters, more than any news page; split it by article"
        )
    words = sum(1 for _ in WORD_OR_SIGN.finditer(text)) if len(text) > MAX_WORDS else 0
    if words > MAX_WORDS:
        raise InputError(
            f"the text has {words} words and signs, more than any news page; split it by article"
        )


def clean_page(page: Page, given: Given) -> Report:
    """Return the report that `page` holds; given beats declared, and declared beats printed.

    Raises `InputError` where no text remains, or more than any news page has.
    """
    read = read_page(page, given)
    layout, declared = read.layout, read.metadata
    url = choose_url(given, page.declared, declared)
    masthead = read_masthead(
        layout,
        url.value,
        (declared.agency,) if declared.agency else (),
        declared.locale or page.declared.language,
        fetched=page.declared.fetched,
    )
    body, paragraphs = join_paragraphs(masthead.paragraphs)
    text = body.text
    check_text(text)
    printed_title = layout.title.text if layout.title is not None else None
    imprint = combine(given, page.declared, declared, masthead, printed_title, text)
    published = imprint.published
    stamp = published.value if published is not None else None
    return Report(
        id=content_id("report", imprint.outlet, imprint.title, stamp, text),
        url=imprint.url,
        title=imprint.title,
        language=imprint.language,
        outlet=imprint.outlet,
        agency=imprint.agency,
        bylines=imprint.bylines,
        dateline=imprint.dateline,
        section=imprint.section,
        published=published,
        updated=imprint.updated,
        basis=imprint.basis,
        text=text,
        paragraphs=paragraphs,
        chrome=chrome_of(layout, masthead.chrome),
        raw=msgspec.structs.replace(page.raw, map=body.runs()),
    )
