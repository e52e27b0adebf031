"""The facts of the one shooting that a report tells of.

A plain baseline until the ledger merges incidents: numbers of dead and hurt from quantities, else
from the people named in violent events; place and day of the first violent event that has them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from bench.quality.coding import Item, Prediction
from sayso.extract.naming.roles import load_roles
from sayso.records import Event, Measure, Party, Place, Quantity

VIOLENT = frozenset({"ASSAULT", "IMPACT"})
SUSPECTED = frozenset({("COERCE", "arrest"), ("ACCUSE", "allege"), ("SANCTION", "convict")})
DEADLY = ("kill", "murder", "die", "dead", "death", "fatal", "slay", "slain", "homicide")
DAY_LENGTH = len("2022-12-20")


def predict(items: Iterable[Item]) -> Iterator[tuple[str, Prediction]]:
    """Yield each report's incident in the scorer's shape."""
    for item in items:
        yield item.gold.id, {"incident": incident_of(item)}


def incident_of(item: Item) -> dict[str, Any]:
    """Return the facts of the incident; what is not known is None."""
    events = [e for e in item.coded.events if e.type in VIOLENT and e.factuality == "actual"]
    dead, hurt = victims_of(events, item.doc.text)
    shooters = shooters_of(item.coded.events)
    place = place_of(events, item)
    killed = number_of(item.coded.quantities, "kill")
    injured = number_of(item.coded.quantities, "injure")
    day, clock = time_of(events)
    return {
        "date": day,
        "clock_time": clock,
        "city": place.name if place and place.precision in ("city", "point") else None,
        "state": place.admin1 if place else None,
        "killed": killed if killed is not None else len(dead),
        "injured": injured if injured is not None else len(hurt),
        "victims": [{"name": name, "outcome": ["killed"]} for name in dead]
        + [{"name": name, "outcome": ["injured"]} for name in hurt if name not in dead],
        "shooters": [{"name": name} for name in shooters],
    }


def number_of(quantities: Sequence[Quantity], measure: Measure) -> int | None:
    """Return the number most often stated for what befell people, None where none is."""
    stated = Counter(
        int(quantity.value)
        for quantity in quantities
        if quantity.measure == measure and quantity.kind == "count" and quantity.value is not None
    )
    return stated.most_common(1)[0][0] if stated else None


def victims_of(events: Iterable[Event], text: str) -> tuple[list[str], list[str]]:
    """Return the people whom deadly acts befell, and those whom others did."""
    dead: dict[str, None] = {}
    hurt: dict[str, None] = {}
    for event in events:
        words = event.sentence.quote(text).lower()
        side = dead if any(word in words for word in DEADLY) else hurt
        side.update(dict.fromkeys(people(event.recipients or event.actors[:0])))
    return list(dead), [name for name in hurt if name not in dead]


def shooters_of(events: Iterable[Event]) -> list[str]:
    """Return those who shot, and those arrested or charged."""
    found: dict[str, None] = {}
    for event in events:
        if event.type == "ASSAULT":
            found.update(dict.fromkeys(people(event.actors)))
        elif (event.type, event.mode) in SUSPECTED:
            found.update(dict.fromkeys(people(event.recipients)))
    return list(found)


def people(parties: Iterable[Party]) -> Iterator[str]:
    """Yield the names of the persons among `parties` who are named."""
    for party in parties:
        if party.kind == "person" and is_name(party.name):
            yield party.name


def is_name(name: str) -> bool:
    """Tell whether `name` is a person's, not a description in title case: "Harbour City Man"."""
    words = name.split()
    described = any(word.casefold() in load_roles() for word in words)
    return not described and any(word[:1].isupper() for word in words)


def place_of(events: Iterable[Event], item: Item) -> Place | None:
    """Return where the first violent event with a town happened, else the first town told."""
    told = [event.place for event in events if event.place]
    told += [quantity.place for quantity in item.coded.quantities if quantity.place]
    towns = [place for place in told if place.precision in ("city", "point")]
    return next(iter(towns or told), None)


def time_of(events: Iterable[Event]) -> tuple[str | None, str | None]:
    """Return the day of the first dated event, and the words of the first clock time."""
    times = [event.time for event in events if event.time]
    days = [time.start[:DAY_LENGTH] for time in times if time.start]
    clocks = [time.text for time in times if time.precision == "minute"]
    return next(iter(days), None), next(iter(clocks), None)
