"""Coded events: source, target and CAMEO or PLOVER code."""

from collections.abc import Iterable, Iterator
from typing import Any

from bench.quality.coding import Item, Prediction
from bench.quality.plover import actor_code, cameo_code, coded_events, plover_type
from sayso.records import Event


def predict(items: Iterable[Item]) -> Iterator[tuple[str, Prediction]]:
    """Yield each document's events, in PLOVER names where the corpus uses those."""
    for item in items:
        names = item.gold.meta.get("ontology") == "PLOVER"
        events = [as_gold(event, names=names) for event in coded_events(item.coded.events)]
        yield item.gold.id, {"events": events}


def as_gold(event: Event, *, names: bool) -> dict[str, Any]:
    """Return the event with actor codes; parties who act on each other are reciprocal."""
    sources = [actor_code(party) for party in event.actors]
    targets = [actor_code(party) for party in event.recipients]
    together = len(set(sources)) > 1 and not targets
    if not targets and not together and event.place and event.place.country:
        targets = [event.place.country]  # CAMEO takes the country where for the one to whom
    return {
        "source": sources,
        "target": targets,
        "code": plover_type(event) if names else cameo_code(event),
        "reciprocal": together,
    }
