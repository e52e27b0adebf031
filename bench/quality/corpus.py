"""Corpus files: gold documents, and reports whose text is the gold text."""

import gzip
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from sayso.ids import content_id
from sayso.ingest.page import Page, page_of
from sayso.records import Basis, Raw, Report, Span, Timestamp

DATE_KEYS = ("dct", "published", "date")  # of `meta`, the first that is given
DAY_LENGTH = len("2022-12-20")


class GoldDocument(msgspec.Struct, frozen=True):
    """One line of a corpus file; what `meta` and `gold` hold differs from corpus to corpus."""

    id: str
    text: str = ""
    html: str | None = None  # path of a gzipped page, from the corpus file's folder
    meta: dict[str, Any] = {}
    gold: dict[str, Any] = {}


def read_lines(path: Path, limit: int | None = None) -> Iterator[str]:
    """Yield the first `limit` non-empty lines of a corpus file, all where it is None.

    Raises `OSError` where there is no such file.
    """
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        yield from islice((line for line in lines if line.strip()), limit)


def read_documents(path: Path, limit: int | None = None) -> list[GoldDocument]:
    """Return the first `limit` documents of a corpus file.

    Raises `OSError` where it cannot be read, `msgspec.DecodeError` where it is malformed.
    """
    return [msgspec.json.decode(line, type=GoldDocument) for line in read_lines(path, limit)]


def published_of(meta: dict[str, Any]) -> Timestamp | None:
    """Return the day that `meta` gives for the document, None where it gives none."""
    value = next((meta[key] for key in DATE_KEYS if meta.get(key)), None)
    if not isinstance(value, str) or len(value) < DAY_LENGTH:
        return None
    return Timestamp(value=value[:DAY_LENGTH], precision="day", basis="given")


def paragraphs_of(text: str) -> tuple[Span, ...]:
    """Return the stretches between blank lines, outer white space off."""
    spans, position = [], 0
    for block in text.split("\n\n"):
        start = position + len(block) - len(block.lstrip())
        end = position + len(block.rstrip())
        if start < end:
            spans.append(Span(start, end))
        position += len(block) + 2
    return tuple(spans)


def report_of(document: GoldDocument) -> Report:
    """Return a report whose text is the gold text, so that all offsets point into the gold."""
    return Report(
        id=content_id("report", document.id, document.text),
        url=document.meta.get("url"),
        title=document.meta.get("title"),
        language="en",
        outlet=None,
        agency=None,
        bylines=(),
        dateline=None,
        section=None,
        published=published_of(document.meta),
        updated=None,
        basis=Basis(),
        text=document.text,
        paragraphs=paragraphs_of(document.text),
        chrome=(),
        raw=Raw(sha256="", bytes=0, media_type="text/plain", charset=None, path=None, url=None),
    )


def read_html(document: GoldDocument, folder: Path) -> bytes:
    """Return the bytes of the document's page. Raises `OSError` where it cannot be read."""
    path = folder / (document.html or "")
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def read_page(document: GoldDocument, folder: Path) -> Page:
    """Return the document's page as the product reads it.

    Raises `OSError` where there is no file, `InputError` where it holds no text.
    """
    return page_of(read_html(document, folder), document.html)
