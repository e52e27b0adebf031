"""Time expressions with TIMEX3 types and values."""

from collections.abc import Iterable, Iterator

from bench.quality.coding import Item, Prediction
from sayso.extract.times import find_timexes


def predict(items: Iterable[Item]) -> Iterator[tuple[str, Prediction]]:
    """Yield each document's time expressions in the scorer's shape."""
    for item in items:
        times = [
            {
                "span": [timex.time.span.start, timex.time.span.end],
                "type": timex.type,
                "value": timex.time.timex,
            }
            for timex in find_timexes(item.doc)
        ]
        yield item.gold.id, {"times": times}
