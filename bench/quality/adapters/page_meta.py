"""Title, publication time and authors of HTML pages."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.quality.adapters.pages import report_or_none
from bench.quality.coding import Prediction
from bench.quality.corpus import GoldDocument


def predict(documents: Sequence[GoldDocument], folder: Path) -> Iterator[tuple[str, Prediction]]:
    """Yield what the product reads on each page; nothing where it finds no article."""
    for document in documents:
        report = report_or_none(document, folder)
        if report is None:
            yield document.id, {}
            continue
        yield (
            document.id,
            {
                "title": report.title,
                "published": report.published.value if report.published else None,
                "authors": list(report.bylines),
            },
        )
