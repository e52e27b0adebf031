"""Coded events -> what each character was coded as: what the reader sees of the rules."""

from collections.abc import Iterable

import numpy as np

from sayso.extract.tagging.words import Bytes
from sayso.ontology.codes import IMPACT
from sayso.records import Event, Span

# Numbers of the column `rules` as this reader uses it; 0 is nothing. Later ones outrank.
OTHER_TRIGGER, VIOLENT_TRIGGER, IMPACT_TRIGGER = 1, 2, 3
ACTOR, RECIPIENT, INSTRUMENT, SUSPECT, STATE_BODY = 4, 5, 6, 7, 8
VIOLENT = frozenset({"ASSAULT"})
SUSPICIONS = frozenset({"ACCUSE", "COERCE", "SANCTION"})  # their recipients may have done it
STATE = frozenset({"MIL", "COP", "GOV", "JUD", "SPY"})


def coded_at(length: int, events: Iterable[Event]) -> Bytes:
    """Return for each of `length` characters the number of what it was coded as."""
    marks: list[tuple[int, Span]] = []
    for event in events:
        marks += marks_of(event)
    at = np.zeros(length, np.uint8)
    for number, span in sorted(marks, key=lambda mark: mark[0]):
        at[span.start : span.end] = number
    return at


def marks_of(event: Event) -> list[tuple[int, Span]]:
    """Return the numbered spans of one event."""
    if event.type not in VIOLENT and event.type != IMPACT:
        marks = [(OTHER_TRIGGER, event.trigger)]
        if event.type in SUSPICIONS:
            marks += [(SUSPECT, party.span) for party in event.recipients]
        return marks
    trigger = VIOLENT_TRIGGER if event.type in VIOLENT else IMPACT_TRIGGER
    marks = [(trigger, event.trigger)]
    for party in event.actors:
        marks.append((STATE_BODY if STATE & set(party.sectors) else ACTOR, party.span))
    marks += [(RECIPIENT, party.span) for party in event.recipients]
    if event.instrument is not None:
        marks.append((INSTRUMENT, event.instrument.span))
    return marks
