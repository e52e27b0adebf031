"""MUC-4 incident templates from the violent events of a document.

A plain baseline until the ledger merges incidents: the events of one type in one document make
one template, and a document without violence by non-state actors makes none.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from bench.quality.coding import Item, Prediction
from sayso.records import Event, Party

STATE = frozenset({"MIL", "COP", "GOV", "JUD", "SPY"})
FIRE = ("burn", "set fire", "arson", "torch", "set on fire")
THEFT = ("rob", "steal", "stole", "loot")
COUNTED = frozenset({"actual", "attempted", "future"})
MODES = {"abduct": "KIDNAPPING", "explosives": "BOMBING", "suicide-attack": "BOMBING"}
BOMBS = ("bomb", "dynamite", "explosive", "mine", "grenade", "blast", "explosion")


def predict(items: Iterable[Item]) -> Iterator[tuple[str, Prediction]]:
    """Yield each document's templates in the scorer's shape."""
    for item in items:
        yield item.gold.id, {"templates": list(templates_of(item))}


def templates_of(item: Item) -> Iterator[dict[str, Any]]:
    """Yield one template for each incident type of the document."""
    groups: dict[str, list[Event]] = {}
    for event in item.coded.events:
        if event.type == "ASSAULT" and event.factuality in COUNTED and not by_the_state(event):
            groups.setdefault(incident_type(event, item.doc.text), []).append(event)
    for kind, events in groups.items():
        yield {"type": kind, **roles_of(events)}


def by_the_state(event: Event) -> bool:
    """Tell whether only state bodies act: the corpus leaves out what armies do."""
    return bool(event.actors) and all(STATE & set(party.sectors) for party in event.actors)


def incident_type(event: Event, text: str) -> str:
    """Return the MUC type by mode, instrument and trigger word."""
    words = event.trigger.quote(text).lower()
    tool = event.instrument.text.lower() if event.instrument else ""
    if words.startswith(THEFT):
        return "ROBBERY"
    if any(word in words for word in FIRE):
        return "ARSON"
    if any(word in words or word in tool for word in BOMBS):
        return "BOMBING"
    return MODES.get(event.mode or "", "ATTACK")


def roles_of(events: Iterable[Event]) -> dict[str, list[list[str]]]:
    """Return the fillers of the five roles, each entity once with all its mentions."""
    roles: dict[str, dict[str, list[str]]] = {
        role: {} for role in ("perp_individual", "perp_org", "target", "victim", "weapon")
    }
    for event in events:
        for party in event.actors:
            role = "perp_org" if party.kind == "organisation" else "perp_individual"
            add(roles[role], party)
        for party in event.recipients:
            role = "victim" if party.kind in ("person", "group") else "target"
            add(roles[role], party)
        if event.instrument is not None:
            tool = event.instrument
            roles["weapon"].setdefault(tool.name, [tool.text])
    return {role: list(entities.values()) for role, entities in roles.items()}


def add(entities: dict[str, list[str]], party: Party) -> None:
    """Add the party's mention to its entity; pronouns name nobody."""
    words = party.text if party.text.lower() not in PRONOUNS else party.name
    if words.lower() not in PRONOUNS:
        entities.setdefault(party.name, [words])


PRONOUNS = frozenset(
    {
        "he", "she", "they", "it", "him", "her", "them", "who", "which", "that", "we", "us", "i",
        "you",
    }
)  # fmt: skip
