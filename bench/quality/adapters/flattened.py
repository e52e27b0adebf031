"""Main text of pages that came as plain text, flattened in one of four ways."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.quality.coding import Prediction
from bench.quality.corpus import GoldDocument, read_html
from bench.quality.flattening import (
    Flattening,
    inner_text,
    single_words,
    text_content,
    text_nodes,
)
from sayso.clean import Given, clean_page
from sayso.errors import SaysoError
from sayso.ingest.page import page_of

Found = Iterator[tuple[str, Prediction]]


def predict(documents: Sequence[GoldDocument], folder: Path) -> Found:
    """Yield the body found in each page as a browser copies it."""
    return bodies(documents, folder, inner_text)


def predict_nodes(documents: Sequence[GoldDocument], folder: Path) -> Found:
    """Yield the body found in each page with one text node a line."""
    return bodies(documents, folder, text_nodes)


def predict_words(documents: Sequence[GoldDocument], folder: Path) -> Found:
    """Yield the body found in each page with one word a line."""
    return bodies(documents, folder, single_words)


def predict_glued(documents: Sequence[GoldDocument], folder: Path) -> Found:
    """Yield the body found in each page with its words glued where elements meet."""
    return bodies(documents, folder, text_content)


def bodies(documents: Sequence[GoldDocument], folder: Path, flatten: Flattening) -> Found:
    """Yield the body found in each page, made plain text by `flatten`."""
    for document in documents:
        yield document.id, {"body": body_of(read_html(document, folder), flatten)}


def body_of(html: bytes, flatten: Flattening) -> str:
    """Return the body that the product finds in the flattened page; "" where none."""
    try:
        text = flatten(page_of(html, None).text)
        return clean_page(page_of(text.encode(), None), Given()).text
    except SaysoError:
        return ""
