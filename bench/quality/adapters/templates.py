"""MUC-4 incident templates from the violent events of a document and the reader of roles.

A plain baseline until the ledger merges incidents: the violence of one kind in one document makes
one template, and the roles are those of the document. The key leaves out what armies do, fights
between armed sides and acts that only may happen; it names as victims those who have a name.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from bench.quality.coding import Item, Prediction
from sayso.extract.fillers import find_fillers
from sayso.extract.fillers.joining import Cast, casts_of
from sayso.extract.fillers.roles import Role
from sayso.extract.parties import read_parties
from sayso.records import Event

STATE = frozenset({"MIL", "COP", "GOV", "JUD", "SPY"})
FIGHTERS = frozenset({"MIL", "REB"})
FIRE = ("burn", "set fire", "arson", "torch", "set on fire")
THEFT = ("rob", "steal", "stole", "loot")
DONE = frozenset({"actual", "attempted"})
MODES = {"abduct": "KIDNAPPING", "explosives": "BOMBING", "suicide-attack": "BOMBING"}
TELLING = frozenset(
    {"explosives", "firearms", "targeted", "abduct", "primitive", "suicide-attack"}
)
BOMBS = ("bomb", "dynamite", "explosive", "mine", "grenade", "blast", "explosion")
SURE_ALONE, SURE_WITH_RULES = 0.5, 0.05  # chosen on the development part
KEYS: Mapping[Role, str] = {
    "perpetrator": "perp_individual",
    "organisation": "perp_org",
    "target": "target",
    "victim": "victim",
    "weapon": "weapon",
}


def predict(items: Iterable[Item]) -> Iterator[tuple[str, Prediction]]:
    """Yield each document's templates in the scorer's shape."""
    for item in items:
        yield item.gold.id, {"templates": list(templates_of(item))}


def templates_of(item: Item) -> Iterator[dict[str, Any]]:
    """Yield one template for each kind of incident that the document tells of."""
    reading = find_fillers(item.doc, item.coded.events)
    by_rules = kinds_by_rules(item.doc.text, item.coded.events)
    kinds = [k for k, likely in reading.kinds.items() if is_told(likely, k in by_rules)]
    roles = roles_of(casts_of(item.doc, reading.fillers, read_parties(item.doc)))
    for kind in kinds:
        yield {"type": kind, **roles}


def is_told(likely: float, by_rules: bool) -> bool:
    """Tell whether the reader's chance and the rules together speak for a kind."""
    return likely >= (SURE_WITH_RULES if by_rules else SURE_ALONE)


def kinds_by_rules(text: str, events: Sequence[Event]) -> set[str]:
    """Return the kinds of incident that the coded events make."""
    groups: dict[str, list[Event]] = {}
    for event in events:
        if is_incident(event):
            groups.setdefault(incident_type(event, text), []).append(event)
    return {
        kind for kind, found in groups.items() if kind != "ATTACK" or any(map(tells_much, found))
    }


def is_incident(event: Event) -> bool:
    """Tell whether an event is violence of the kind that the key reports."""
    if event.type != "ASSAULT" or event.factuality not in DONE or by_the_state(event):
        return False
    fought = bool(event.recipients) and all(FIGHTERS & set(p.sectors) for p in event.recipients)
    return not fought and bool(event.recipients or event.instrument)


def tells_much(event: Event) -> bool:
    """Tell whether an attack is told so closely that it is no mere mention of violence."""
    return (
        event.instrument is not None
        or event.mode in TELLING
        or any(party.kind in ("person", "organisation") for party in event.recipients)
        or any("REB" in party.sectors for party in event.actors)
    )


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


def roles_of(casts: Iterable[Cast]) -> dict[str, list[list[str]]]:
    """Return the fillers of the five roles, each entity once, by its surest wording."""
    entities: dict[str, dict[str, list[Cast]]] = {key: {} for key in KEYS.values()}
    for cast in casts:
        key = KEYS.get(cast.filler.role)
        if key is not None:
            entities[key].setdefault(cast.party.name.lower(), []).append(cast)
    return {key: [[words] for words in wordings(found)] for key, found in entities.items()}


def wordings(entities: Mapping[str, Sequence[Cast]]) -> list[str]:
    """Return the surest wording of each entity, those told most first, none within another."""
    kept: list[str] = []
    for casts in sorted(entities.values(), key=weight_of, reverse=True):
        words = max(casts, key=lambda cast: cast.filler.chance).party.text
        own = set(words.lower().split())
        if not any(own <= set(w.lower().split()) or own >= set(w.lower().split()) for w in kept):
            kept.append(words)
    return kept


def weight_of(casts: Sequence[Cast]) -> float:
    """Return how surely an entity takes part: by its surest mention, and a little by each."""
    return max(cast.filler.chance for cast in casts) + 0.05 * min(4, len(casts))
