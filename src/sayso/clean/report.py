"""Page -> Report: the clean text with its paragraphs, and what the page says about itself."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime

import msgspec

from sayso.clean.flattened import Layout, Role, take_apart
from sayso.clean.given import Given
from sayso.clean.language import guess_language
from sayso.clean.lines import split_lines
from sayso.clean.masthead import read_masthead
from sayso.clean.metadata import Metadata
from sayso.clean.web_page import WebPage, read_web_page
from sayso.errors import InputError
from sayso.ids import content_id
from sayso.ingest.page import HTML, Page
from sayso.records import Chrome, Report, Span, Timestamp
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


def given_stamp(value: str) -> Timestamp:
    """Return the timestamp of an ISO date or date-time that the user gave.

    Raises `InputError` where it is no ISO 8601 date.
    """
    try:
        if len(value) <= len("2022-12-20"):
            return Timestamp(
                value=date.fromisoformat(value).isoformat(), precision="day", basis="given"
            )
        datetime.fromisoformat(value)
    except ValueError as fault:
        raise InputError(
            f"the given publication date {value[:40]!r} is not ISO 8601; write it as 2022-12-20"
        ) from fault
    return Timestamp(value=value, precision="minute", basis="given")


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
        return read_web_page(page, given.url)
    return WebPage(take_apart(split_lines(page.source)), Metadata(url=given.url))


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
    words = sum(1 for _ in WORD_OR_SIGN.finditer(text))
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
    masthead = read_masthead(layout, declared.url, (declared.agency,) if declared.agency else ())
    body, paragraphs = join_paragraphs(masthead.paragraphs)
    text = body.text
    check_text(text)
    printed_title = layout.title.text if layout.title is not None else None
    title = given.title or declared.title or printed_title
    outlet = given.outlet or declared.outlet or masthead.outlet
    found = declared.published or masthead.times.published
    published = given_stamp(given.published) if given.published else found
    return Report(
        id=content_id("report", outlet, title, published.value if published else None, text),
        url=declared.url,
        title=title,
        language=given.language or declared.language or guess_language(text),
        outlet=outlet,
        agency=given.agency or masthead.agency or declared.agency,
        bylines=declared.bylines or masthead.bylines,
        dateline=masthead.dateline,
        section=None,
        published=published,
        updated=declared.updated or masthead.times.updated,
        text=text,
        paragraphs=paragraphs,
        chrome=chrome_of(layout, masthead.chrome),
        raw=msgspec.structs.replace(page.raw, map=body.runs()),
    )
