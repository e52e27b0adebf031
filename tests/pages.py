"""Reports and documents made from bare text, for tests."""

from collections.abc import Sequence
from hashlib import sha256

from sayso.annotate.document import Document
from sayso.annotate.nlp import annotate
from sayso.ids import content_id
from sayso.records import Basis, Raw, Report, Span, Timestamp
from sayso.traced import Traced


def report_of(text: str, published: str | None = "2022-12-20") -> Report:
    """Return a report whose body is `text`; paragraphs are split at blank lines."""
    spans, position = [], 0
    for paragraph in text.split("\n\n"):
        if paragraph.strip():
            start = text.index(paragraph, position)
            spans.append(Span(start, start + len(paragraph)))
            position = start + len(paragraph)
    stamp = Timestamp(value=published, precision="day", basis="given") if published else None
    return Report(
        id=content_id("report", text),
        url=None,
        title=None,
        language="en",
        outlet=None,
        agency=None,
        bylines=(),
        dateline=None,
        section=None,
        published=stamp,
        updated=None,
        basis=Basis(),
        text=text,
        paragraphs=tuple(spans),
        chrome=(),
        raw=raw_of(text.encode()),
    )


def raw_of(data: bytes) -> Raw:
    """Return the record of a plain page in UTF-8 that is nothing but its text."""
    return Raw(
        sha256=sha256(data).hexdigest(),
        bytes=len(data),
        media_type="text/plain",
        charset="utf-8",
        path=None,
        url=None,
        map=Traced.decoded(data, "utf-8").runs(),
    )


def documents(texts: Sequence[str], published: str | None = "2022-12-20") -> list[Document]:
    """Return the texts as analysed documents, parsed in one batch."""
    return list(annotate(report_of(text, published) for text in texts))


def document(text: str, published: str | None = "2022-12-20") -> Document:
    """Return one text as an analysed document."""
    return documents([text], published)[0]
