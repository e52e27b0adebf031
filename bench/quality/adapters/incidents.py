"""The facts of the one shooting that a report tells of.

The numbers of dead and hurt are the product's toll of the report; place and day are those of the
first violent event that has them.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from bench.quality.coding import Item, Prediction
from sayso.extract.naming.roles import load_roles
from sayso.extract.places import find_places
from sayso.extract.tolls import Count, toll_of
from sayso.records import Event, Party, Place

VIOLENT = frozenset({"ASSAULT", "IMPACT"})
SUSPECTED = frozenset({("COERCE", "arrest"), ("ACCUSE", "allege"), ("SANCTION", "convict")})
TOWNS = frozenset({"city", "point"})
DAY_LENGTH = len("2022-12-20")


def predict(items: Iterable[Item]) -> Iterator[tuple[str, Prediction]]:
    """Yield each report's incident in the scorer's shape."""
    for item in items:
        yield item.gold.id, {"incident": incident_of(item)}


def incident_of(item: Item) -> dict[str, Any]:
    """Return the facts of the incident; what is not known is None."""
    events = [e for e in item.coded.events if e.type in VIOLENT and e.factuality == "actual"]
    toll = toll_of(item.coded)
    dead = [name for name in toll.dead if is_name(name)]
    hurt = [name for name in toll.hurt if is_name(name)]
    shooters = shooters_of(item.coded.events)
    place = place_of(events, item)
    day, clock = time_of(events)
    return {
        "date": day,
        "clock_time": clock,
        "city": place.name if place and place.precision in TOWNS else None,
        "state": place.admin1 if place else None,
        "killed": number_of(toll.killed),
        "injured": number_of(toll.injured),
        "victims": [{"name": name, "outcome": ["killed"]} for name in dead]
        + [{"name": name, "outcome": ["injured"]} for name in hurt],
        "shooters": [{"name": name} for name in shooters],
    }


def number_of(count: Count | None) -> int:
    """Return how many a count is of; the corpus writes 0 where a report tells of none."""
    return count.people if count is not None else 0


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
    """Return where the first violent event with a town happened, else the first town told.

    Failing both, the town that the report names first: local news names its own.
    """
    told = [event.place for event in events if event.place]
    told += [quantity.place for quantity in item.coded.quantities if quantity.place]
    towns = [place for place in told if place.precision in TOWNS]
    named = [place for place in find_places(item.doc) if place.precision in TOWNS]
    return next(iter(towns or named or told), None)


def time_of(events: Iterable[Event]) -> tuple[str | None, str | None]:
    """Return the day of the first dated event, and the words of the first clock time."""
    times = [event.time for event in events if event.time]
    days = [time.start[:DAY_LENGTH] for time in times if time.start]
    clocks = [time.text for time in times if time.precision == "minute"]
    return next(iter(days), None), next(iter(clocks), None)
