"""Who says so: attributions as source, cue and content spans."""

from collections.abc import Iterable, Iterator

from bench.quality.coding import Item, Prediction
from sayso.records import Attribution, Span


def predict(items: Iterable[Item]) -> Iterator[tuple[str, Prediction]]:
    """Yield each document's attributions in the scorer's shape."""
    for item in items:
        yield item.gold.id, {"attributions": [as_gold(a) for a in item.coded.attributions]}


def as_gold(attribution: Attribution) -> dict[str, list[list[int]]]:
    """Return the attribution's spans as lists of offsets; no source is an empty list."""
    source = [attribution.source.span] if attribution.source else []
    return {
        "source": offsets(source),
        "cue": offsets([attribution.cue]),
        "content": offsets(attribution.content),
    }


def offsets(spans: Iterable[Span]) -> list[list[int]]:
    """Return the spans as `[start, end]` lists."""
    return [[span.start, span.end] for span in spans]
