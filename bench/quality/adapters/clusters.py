"""Articles of the same story, by the word overlap of `bench.quality.stories` (a baseline)."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.quality.coding import Prediction
from bench.quality.corpus import GoldDocument
from bench.quality.stories import group


def predict(documents: Sequence[GoldDocument], _folder: Path) -> Iterator[tuple[str, Prediction]]:
    """Yield the story of each document."""
    stories = group([document.text for document in documents])
    for document, story in zip(documents, stories, strict=True):
        yield document.id, {"story": str(story)}
