"""Typed relations between two parties of a sentence."""

from collections.abc import Iterable, Iterator
from itertools import permutations

from bench.quality.coding import Item, Prediction
from bench.quality.plover import coded_events, pairs_of, plover_type
from sayso.records import Event, Party


def predict(items: Iterable[Item]) -> Iterator[tuple[str, Prediction]]:
    """Yield each sentence's relations in the scorer's shape."""
    for item in items:
        found = [
            relation
            for event in coded_events(item.coded.events)
            for relation in relations_of(event)
        ]
        yield item.gold.id, {"relations": found}


def relations_of(event: Event) -> Iterator[dict[str, str]]:
    """Yield who acts on whom; without a recipient, the actors on each other and at the place."""
    if not event.recipients:
        for one, other in permutations(event.actors, 2):
            yield relation(event, mention(one), mention(other))
    where = event.place.text if event.place else ""
    for actor, recipient in pairs_of(event):
        yield relation(event, mention(actor), mention(recipient) or where)


def relation(event: Event, source: str, target: str) -> dict[str, str]:
    """Return one relation as the scorer reads it."""
    return {"source": source, "target": target, "type": plover_type(event)}


def mention(party: Party | None) -> str:
    """Return the words of the mention and the resolved name; "" for nobody."""
    return f"{party.text} {party.name}" if party else ""
