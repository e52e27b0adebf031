"""Which event of its report each number belongs to, also where none is bound to it.

1. A number that another revises, adds to or holds as a part goes where that one goes.
2. Its own event, if that is one its measure can be of: the dead are not of a capture.
3. Else the nearest event of its sentence that is; else its own event after all.
4. Else the nearest such event of the report, before it if there is one, not 1,500 characters
   away, and at no other place and no other time. "They put the crowd at 9,000" belongs to the
   march that the sentence before tells of.

A number of an event that did not happen is left out: what is planned or denied has no toll.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final, NamedTuple

import msgspec

from sayso.ledger.figures.claims import Basis
from sayso.ledger.figures.classes import class_of, is_tally
from sayso.lexicons import Lexicon, load_lexicon
from sayso.records import Factuality, Measure

FAR: Final = 1_500  # characters between a number and the event that it is taken for one of
BEHIND: Final = 500  # as if an event behind the number stood so much farther off
STEPS: Final = 8  # numbers that lean on each other
HAPPENED: Final[frozenset[Factuality]] = frozenset(["actual", "attempted"])


class MeasureEvents(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Kinds of event that numbers of one measure belong to."""

    id: str
    kinds: tuple[str, ...]
    never: tuple[str, ...] = ()


class MeasureLexicon(Lexicon, frozen=True, kw_only=True):
    """`measure_events.toml`."""

    measure: tuple[MeasureEvents, ...]


class Scene(NamedTuple):
    """Where and when an event or a number is told to have been."""

    place: str | None = None  # a town or a point, by its id or name
    start: str | None = None  # ISO 8601
    end: str | None = None  # ISO 8601, exclusive


NOWHERE: Final = Scene()


class Happening(NamedTuple):
    """An event as far as numbers are bound to it."""

    number: int  # row of the event
    type: str
    mode: str | None
    factuality: Factuality
    trigger: int  # where it starts


class Counted(NamedTuple):
    """A number as far as it is bound to an event."""

    number: int  # row of the quantity
    measure: Measure
    item: str | None
    sentence: tuple[int, int]  # where it starts and ends
    start: int
    event: int | None
    leans_on: int | None  # row of the number that it is part of, adds to or is revised by


class Anchor(NamedTuple):
    """The event that a number belongs to, and what that stands on."""

    event: int
    basis: Basis


@cache
def load_measure_events() -> dict[str, MeasureEvents]:
    """Return the events of each measure; raises `LexiconError` where the lexicon is malformed."""
    lexicon = load_lexicon("measure_events", MeasureLexicon)
    return {entry.id: entry for entry in lexicon.measure}


@cache
def fits(measure: str, event_type: str, mode: str | None) -> bool:
    """Tell whether a number of a measure can belong to an event of a type and mode."""
    entry = load_measure_events().get(measure)
    if entry is None:
        return False
    kind = f"{event_type}/{mode}"
    return kind in entry.kinds or (event_type in entry.kinds and kind not in entry.never)


def find_anchors(
    counted: Sequence[Counted],
    happenings: Sequence[Happening],
    events: Mapping[int, Scene],
    quantities: Mapping[int, Scene],
) -> dict[int, Anchor]:
    """Return the event of each number of one report, by its row; none for what has no event.

    `events` and `quantities` say where and when those were, by their rows.
    """
    anchoring = Anchoring(counted, happenings, events, quantities)
    found = {one.number: anchoring.anchor(one) for one in counted}
    return {number: anchor for number, anchor in found.items() if anchor is not None}


class Anchoring:
    """The numbers and events of one report."""

    def __init__(
        self,
        counted: Sequence[Counted],
        happenings: Sequence[Happening],
        events: Mapping[int, Scene],
        quantities: Mapping[int, Scene],
    ) -> None:
        self.counted = {one.number: one for one in counted}
        self.happenings = sorted(happenings, key=lambda one: (one.trigger, one.number))
        self.starts = [one.trigger for one in self.happenings]
        self.known = {one.number: one for one in happenings}
        self.events = events
        self.quantities = quantities

    def anchor(self, one: Counted) -> Anchor | None:
        """Return the event of a number, None where it has none, or one that did not happen."""
        for _ in range(STEPS):
            base = self.counted.get(one.leans_on or 0)
            if base is None or base.measure != one.measure:
                break
            one = base
        own = self.known.get(one.event or 0)
        if own is not None and own.factuality not in HAPPENED:
            return None
        measure = measure_for(one)
        if own is not None and (measure is None or fits(measure, own.type, own.mode)):
            return Anchor(own.number, "event")
        if measure is not None:
            near = self.in_sentence(one, measure)
            if near is not None:
                return Anchor(near.number, "sentence")
        if own is not None:
            return Anchor(own.number, "event")
        far = self.in_report(one, measure) if measure is not None else None
        return Anchor(far.number, "report") if far is not None else None

    def in_sentence(self, one: Counted, measure: str) -> Happening | None:
        """Return the nearest event of the sentence that a number can belong to."""
        return self.nearest(one, measure, *one.sentence, anywhere=True)

    def in_report(self, one: Counted, measure: str) -> Happening | None:
        """Return the nearest event around a number that it can belong to."""
        return self.nearest(one, measure, one.start - FAR, one.start + FAR - BEHIND)

    def nearest(
        self, one: Counted, measure: str, start: int, end: int, *, anywhere: bool = False
    ) -> Happening | None:
        """Return the nearest fitting event whose trigger stands between two offsets.

        `anywhere`: also one at another place or time.
        """
        first, after = bisect_left(self.starts, start), bisect_left(self.starts, end)
        fitting = [
            each
            for each in self.happenings[first:after]
            if each.factuality in HAPPENED
            and fits(measure, each.type, each.mode)
            and (anywhere or self.agree(one, each))
        ]
        return min(fitting, key=lambda each: (gap(one, each), each.number), default=None)

    def agree(self, one: Counted, happening: Happening) -> bool:
        """Tell whether number and event are at one place and time, as far as that is told."""
        mine = self.quantities.get(one.number, NOWHERE)
        other = self.events.get(happening.number, NOWHERE)
        if mine.place is not None and other.place not in (None, mine.place):
            return False
        if not (mine.start and mine.end and other.start and other.end):
            return True
        return max(mine.start, other.start) < min(mine.end, other.end)


def measure_for(one: Counted) -> str | None:
    """Return the measure whose events a number belongs to, None for one of no measure."""
    if one.measure in load_measure_events():
        return one.measure
    return "tally" if is_tally(class_of(one.item, one.measure)) else None


def gap(one: Counted, happening: Happening) -> int:
    """Return how far an event stands from a number; one behind it stands farther off."""
    ahead = happening.trigger - one.start
    same = one.sentence[0] <= happening.trigger < one.sentence[1]
    return abs(ahead) + (0 if same or ahead < 0 else BEHIND)
