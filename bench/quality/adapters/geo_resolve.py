"""Which places the gold names mean: the spans are given, the coordinates are not."""

from collections.abc import Iterable, Iterator

from bench.quality.coding import Item, Prediction
from sayso.extract.places import resolve_spans
from sayso.records import Span


def predict(items: Iterable[Item]) -> Iterator[tuple[str, Prediction]]:
    """Yield the gold names with the places that the product takes them for."""
    for item in items:
        spans = [Span(*place["span"]) for place in item.gold.gold["places"]]
        found = []
        for span, place in zip(spans, resolve_spans(item.doc, spans), strict=True):
            found.append(
                {
                    "span": [span.start, span.end],
                    "lat": place.latitude if place else None,
                    "lon": place.longitude if place else None,
                    "geonameid": place.geonames_id if place else None,
                }
            )
        yield item.gold.id, {"places": found}
