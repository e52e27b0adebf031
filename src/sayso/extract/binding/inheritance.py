"""The scene: a page tells an incident over several sentences and names the place once."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from sayso.ontology.codes import IMPACT
from sayso.records import Event, Place, Span, Time

# Acts that leave traces somewhere: told in a sentence without a place, they happened at the scene.
MATERIAL = frozenset({"ASSAULT", "PROTEST", "COERCE", "AID", "MOBILIZE", IMPACT})
# Those of one incident: blows, victims, the crowd, the rescuers; who marches or is arrested
# in the next sentence may be elsewhere.
OF_INCIDENT = frozenset({"ASSAULT", "PROTEST", "AID", IMPACT})
REACH_BACK = 5  # sentences back from which a material act may inherit its place


# What opens a sentence about something else that happened somewhere else.
ELSEWHERE = re.compile(
    r"\b(?:meanwhile|elsewhere|likewise|separately)\b"
    r"|\b(?:in|at|on|during|after)\s(?:another|a\sseparate|a\sdifferent|other)\b",
    re.IGNORECASE,
)
OPENING = 60  # characters of a sentence in which such a word stands


def inherit_places(text: str, events: Iterable[tuple[Event, int]]) -> list[Event]:
    """Return the events, material ones without a place given that of the scene.

    Each comes with the number of its sentence. The scene is the place of the last material act
    within reach before it; "in another attack" leaves it.
    """
    scene = Scene()
    placed: list[Event] = []
    for found, sentence in events:
        event = found
        if event.type in OF_INCIDENT and event.factuality == "actual":
            if event.place is None and scene.holds(text, event, sentence):
                event = msgspec.structs.replace(event, place=scene.place)
            scene.move(event, sentence)
        placed.append(event)
    return placed


@dataclass(slots=True)
class Scene:
    """Where and when the last act was that was told with a place."""

    place: Place | None = None
    time: Time | None = None
    sentence: int = -REACH_BACK - 1

    def holds(self, text: str, event: Event, sentence: int) -> bool:
        """Tell whether an act without a place happened here: soon told, at no other time."""
        if self.place is None or sentence - self.sentence > REACH_BACK:
            return False
        return not (opens_elsewhere(text, event.sentence) or at_other_time(event.time, self.time))

    def move(self, event: Event, sentence: int) -> None:
        """Go where `event` happened; one without a place leaves the scene where it is."""
        if event.place is None:
            return
        if event.place is not self.place:
            self.time = event.time
        self.place, self.sentence = event.place, sentence


def at_other_time(one: Time | None, other: Time | None) -> bool:
    """Tell whether two times share no moment; a time that is not known may be any."""
    if one is None or other is None or not (one.start and one.end and other.start and other.end):
        return False
    return one.end <= other.start or other.end <= one.start


def opens_elsewhere(text: str, sentence: Span) -> bool:
    """Tell whether a sentence opens with a word that leaves the scene."""
    end = min(sentence.start + OPENING, sentence.end)
    return ELSEWHERE.search(text, sentence.start, end) is not None
