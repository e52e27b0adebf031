"""Main text of HTML pages."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.quality.coding import Prediction
from bench.quality.corpus import GoldDocument, read_page
from sayso.clean import Given, clean_page
from sayso.errors import SaysoError
from sayso.records import Report


def report_or_none(document: GoldDocument, folder: Path) -> Report | None:
    """Return the page cleaned, None where the product finds no article on it."""
    try:
        return clean_page(read_page(document, folder), Given(url=document.meta.get("url")))
    except SaysoError:
        return None


def predict(documents: Sequence[GoldDocument], folder: Path) -> Iterator[tuple[str, Prediction]]:
    """Yield the body of each page; empty where the product finds none."""
    for document in documents:
        report = report_or_none(document, folder)
        yield document.id, {"body": report.text if report else ""}
