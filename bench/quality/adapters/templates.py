"""MUC-4 incident templates from the violent events of a document.

A plain baseline until the ledger merges incidents: the events of one type in one document make
one template. The key leaves out what armies do, fights between armed sides and acts that only
may happen; it names as victims those who have a name, and as perpetrators also those who are
accused, arrested or convicted in a report of violence.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from bench.quality.coding import Item, Prediction
from sayso.annotate.document import Document
from sayso.extract.parties import Parties, read_parties
from sayso.records import Event, Party

STATE = frozenset({"MIL", "COP", "GOV", "JUD", "SPY"})
FIGHTERS = frozenset({"MIL", "REB"})
FIRE = ("burn", "set fire", "arson", "torch", "set on fire")
THEFT = ("rob", "steal", "stole", "loot")
DONE = frozenset({"actual", "attempted"})
MODES = {"abduct": "KIDNAPPING", "explosives": "BOMBING", "suicide-attack": "BOMBING"}
TELLING = frozenset(
    {"explosives", "firearms", "targeted", "abduct", "primitive", "suicide-attack"}
)
SUSPECTED = frozenset({("ACCUSE", "allege"), ("COERCE", "arrest"), ("SANCTION", "convict")})
BOMBS = ("bomb", "dynamite", "explosive", "mine", "grenade", "blast", "explosion")
PLACES = frozenset({"GPE", "LOC"})


def predict(items: Iterable[Item]) -> Iterator[tuple[str, Prediction]]:
    """Yield each document's templates in the scorer's shape."""
    for item in items:
        yield item.gold.id, {"templates": list(templates_of(item))}


def templates_of(item: Item) -> Iterator[dict[str, Any]]:
    """Yield one template for each incident type of the document."""
    groups: dict[str, list[Event]] = {}
    for event in item.coded.events:
        if is_incident(event):
            groups.setdefault(incident_type(event, item.doc.text), []).append(event)
    told = {
        kind: events
        for kind, events in groups.items()
        if kind != "ATTACK" or any(map(tells_much, events))
    }
    if not told:
        return
    parties = read_parties(item.doc)
    suspects = [party for event in item.coded.events for party in suspects_of(event)]
    for kind, events in told.items():
        yield {"type": kind, **roles_of(item.doc, parties, events, suspects)}


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


def suspects_of(event: Event) -> tuple[Party, ...]:
    """Return those whom an event accuses, arrests or convicts."""
    is_suspicion = (event.type, event.mode) in SUSPECTED and event.factuality == "actual"
    return event.recipients if is_suspicion else ()


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


def roles_of(
    doc: Document, parties: Parties, events: Iterable[Event], suspects: Iterable[Party]
) -> dict[str, list[list[str]]]:
    """Return the fillers of the five roles, each entity once."""
    roles: dict[str, dict[str, str]] = {
        role: {} for role in ("perp_individual", "perp_org", "target", "victim", "weapon")
    }
    doers = list(suspects)
    for event in events:
        doers += event.actors
        for party in event.recipients:
            if is_named(doc, party):
                roles["victim"].setdefault(party.name, party.name)
            elif is_target(doc, party):
                roles["target"].setdefault(party.name, party.name)
        if event.instrument is not None:
            roles["weapon"].setdefault(event.instrument.name, event.instrument.text)
    for party in doers:
        for role, name, words in perpetrators(doc, parties, party):
            roles[role].setdefault(name, words)
    return {role: [[words] for words in found.values()] for role, found in roles.items()}


def perpetrators(doc: Document, parties: Parties, party: Party) -> Iterator[tuple[str, str, str]]:
    """Yield role, name and words of who acts, and of the body that the words name beside."""
    words = party.name if party.text.lower() in PRONOUNS else party.text
    if party.kind not in ("country", "place") and words.lower() not in PRONOUNS:
        role = "perp_org" if party.kind == "organisation" else "perp_individual"
        yield role, party.name, words
    for token in doc.tokens_in(party.span):
        body = parties.of(token) if token.dep_ in ("compound", "nmod", "pobj", "poss") else None
        if body is not None and body.kind == "organisation" and body.name != party.name:
            yield "perp_org", body.name, body.name


def is_named(doc: Document, party: Party) -> bool:
    """Tell whether a person goes by a name of their own."""
    words = set(party.name.lower().split())
    return party.kind == "person" and any(
        token.ent_type_ == "PERSON" and token.lower_ in words for token in doc.spacy_doc
    )


def is_target(doc: Document, party: Party) -> bool:
    """Tell whether what is acted on is a thing or body, no people, town or country."""
    if party.kind not in ("unnamed", "organisation", "place"):
        return False
    head = doc.tokens_in(party.span)[-1:]
    is_town = party.kind == "place" and any(token.ent_type_ in PLACES for token in head)
    return not is_town and party.text.lower() not in PRONOUNS


PRONOUNS = frozenset(
    {
        "he", "she", "they", "it", "him", "her", "them", "who", "which", "that", "we", "us", "i",
        "you", "his", "their", "its", "those", "one",
    }
)  # fmt: skip
