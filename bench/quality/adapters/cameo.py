"""Coded events: source, target and CAMEO or PLOVER code."""

from collections.abc import Iterable, Iterator
from typing import Any

from bench.quality.coding import Item, Prediction
from bench.quality.plover import NOBODY, actor_code, cameo_code, main_acts, plover_name
from sayso.records import Event


def predict(items: Iterable[Item]) -> Iterator[tuple[str, Prediction]]:
    """Yield each document's events, in PLOVER names where the corpus uses those."""
    for item in items:
        names = item.gold.meta.get("ontology") == "PLOVER"
        events = [as_gold(event, names=names) for event in main_acts(item.coded.events)]
        yield item.gold.id, {"events": [event for event in events if names_somebody(event)]}


def as_gold(event: Event, *, names: bool) -> dict[str, Any]:
    """Return the event with actor codes; parties who act on each other are reciprocal.

    CAMEO codes a meeting once for each side.
    """
    sources = [actor_code(party) for party in event.actors]
    targets = [actor_code(party) for party in event.recipients]
    together = len(set(sources)) > 1 and not targets
    if not targets and not together and event.place and event.place.country:
        targets = [event.place.country]  # CAMEO takes the country where for the one to whom
    return {
        "source": sources,
        "target": targets,
        "code": plover_name(event) if names else cameo_code(event),
        "reciprocal": together or (event.type == "CONSULT" and not names),
    }


def names_somebody(event: dict[str, Any]) -> bool:
    """Tell whether an event has a side with a country or a body: coders leave out the rest."""
    return any(not code.startswith(NOBODY) for code in (*event["source"], *event["target"]))
