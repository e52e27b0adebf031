"""Main text of pages that were copied from a browser as plain text."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.quality.coding import Prediction
from bench.quality.corpus import GoldDocument, read_html
from bench.quality.inner_text import inner_text
from sayso.clean import Given, clean_page
from sayso.errors import SaysoError
from sayso.ingest.detect import decode
from sayso.ingest.page import page_of


def predict(documents: Sequence[GoldDocument], folder: Path) -> Iterator[tuple[str, Prediction]]:
    """Yield the body found in the flattened text of each page."""
    for document in documents:
        yield document.id, {"body": body_of(read_html(document, folder))}


def body_of(html: bytes) -> str:
    """Return the body that the product finds in the page's visible text; "" where none."""
    try:
        text = inner_text(decode(html)[0])
        return clean_page(page_of(text.encode(), None), Given()).text
    except SaysoError:
        return ""
