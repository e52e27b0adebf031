"""Names of places with coordinates."""

from collections.abc import Iterable, Iterator
from typing import Any

from bench.quality.coding import Item, Prediction
from sayso.extract.places import find_toponyms
from sayso.records import Place

# The annotation of GeoVirus leaves out words such as "Turkish" and mostly the places in names of
# bodies ("Bank of Japan"); the other corpora mark them.
NAMES_ONLY = ("geovirus",)


def predict(items: Iterable[Item]) -> Iterator[tuple[str, Prediction]]:
    """Yield each document's toponyms, metonyms included, in the scorer's shape."""
    for item in items:
        wide = not item.gold.id.startswith(NAMES_ONLY)
        places = find_toponyms(item.doc, adjectives=wide, associated=wide)
        yield item.gold.id, {"places": [as_gold(place) for place in places if place.span]}


def as_gold(place: Place) -> dict[str, Any]:
    """Return the place with its span, coordinates and GeoNames id."""
    span = place.span
    return {
        "span": [span.start, span.end] if span else None,
        "lat": place.latitude,
        "lon": place.longitude,
        "geonameid": place.geonames_id,
    }
