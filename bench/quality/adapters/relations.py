"""Typed relations between two parties of a sentence."""

from collections.abc import Iterable, Iterator
from itertools import permutations

from bench.quality.coding import Item, Prediction
from bench.quality.plover import UNDONE, coded_events, pairs_of, plover_type
from sayso.records import Event, Party

BOTH_WAYS = frozenset({"CONSULT", "COOPERATE"})
BY_STATES = frozenset({"COERCE", "SANCTION", "RETREAT"})
NAMELESS = frozenset({"group", "place", "unnamed"})


def predict(items: Iterable[Item]) -> Iterator[tuple[str, Prediction]]:
    """Yield each sentence's relations in the scorer's shape."""
    for item in items:
        speakers = {said.id: said.source for said in item.coded.attributions}
        found = [
            relation
            for event in coded_events(item.coded.events)
            for relation in relations_of(event, speakers.get(event.attribution or ""))
        ]
        yield item.gold.id, {"relations": found}


def relations_of(event: Event, speaker: Party | None) -> Iterator[dict[str, str]]:
    """Yield who acts on whom, as the corpus writes it down.

    Without a recipient, the actors act on each other and at the place; so they do on people and
    things without a name. Meetings are coded both ways. A state that takes or frees people and
    is not named goes by the place. What somebody says will, or will not, be done is theirs.
    """
    where = event.place.text if event.place else ""
    if not event.recipients:
        for one, other in permutations(event.actors, 2):
            yield relation(event, mention(one), mention(other))
    for actor, recipient in pairs_of(event):
        source, target = mention(actor), mention(recipient)
        if event.type in BY_STATES:
            source = source or where
        yield relation(event, source, target or where)
        if event.type in BOTH_WAYS:
            yield relation(event, target, source)
        if speaker is not None and event.factuality in UNDONE:
            yield relation(event, mention(speaker), target or where)
        if recipient is not None and recipient.kind in NAMELESS and where:
            yield relation(event, source, where)


def relation(event: Event, source: str, target: str) -> dict[str, str]:
    """Return one relation as the scorer reads it."""
    return {"source": source, "target": target, "type": plover_type(event)}


def mention(party: Party | None) -> str:
    """Return the words of the mention and the resolved name; "" for nobody."""
    return f"{party.text} {party.name}" if party else ""
