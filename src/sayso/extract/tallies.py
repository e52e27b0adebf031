"""Which number belongs to which act, saying, place and time.

Completes the quantities that `quantities` read off the text, and lists them with their events.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import msgspec
from spacy.tokens import Token

from sayso.annotate.document import Document
from sayso.extract.attributions import ContentIndex
from sayso.extract.binding import (
    Anchored,
    anchored,
    clause_of,
    cue_tokens,
    is_bound,
    is_of_cue,
    nearest,
    root_of,
    share_clause,
)
from sayso.extract.binding.placing import is_covered, is_locative, reach_of
from sayso.extract.events import Act
from sayso.extract.quantities import Counted
from sayso.extract.times import bound_of
from sayso.extract.timex.tense import governing_verb
from sayso.records import Attribution, Event, Place, Quantity, Span, Time

# Acts that a number of the killed or injured can belong to.
HARM = frozenset({"ASSAULT", "IMPACT", "PROTEST", "COERCE"})
HARM_MEASURES = frozenset(
    {"kill", "injure", "miss", "displace", "damage", "destroy", "shoot_down"}
)
# Words across which a time does not carry over: "12,000 by 2028, but only 900 are ready".
APART = re.compile(r"[;\n]|\b(?:but|while|whereas|although|though|compared|yet)\b", re.IGNORECASE)
BESIDE = re.compile(r"\s?(?:on|in|at|the|,)?\s?")

Mention = TypeVar("Mention")


@dataclass(slots=True)
class Surroundings:
    """What a number can be bound to, in text order, with what each sentence holds."""

    doc: Document
    acts: Sequence[Act]
    attributions: Sequence[Attribution]
    places: Sequence[Place]
    times: Sequence[Time]
    cues: frozenset[int] = frozenset()  # their tokens
    act_at: dict[int, Act] = field(default_factory=dict)  # by token
    acts_in: dict[Span, list[Act]] = field(default_factory=dict)  # by sentence
    located: dict[Span, Sequence[Anchored[Place]]] = field(default_factory=dict)
    claimed: set[Span] = field(default_factory=set)  # times of what a total was before

    def __post_init__(self) -> None:
        sources = reach_of([a.source.span for a in self.attributions if a.source is not None])
        named = (p for p in self.places if p.span and not is_covered(p.span, sources))
        self.places = sorted(named, key=start_of_place)
        self.cues = cue_tokens(self.doc, self.attributions)
        self.times = sorted((t for t in self.times if t.start is not None), key=start_of_time)
        for act in self.acts:
            self.act_at.update(dict.fromkeys(act.anchors, act))
            self.acts_in.setdefault(act.event.sentence, []).append(act)

    def times_in(self, sentence: Span) -> Sequence[Time]:
        """Return the dated times of a sentence."""
        return within(self.times, sentence, start_of_time)

    def located_in(self, sentence: Span) -> Sequence[Anchored[Place]]:
        """Return the places of a sentence that are said to be where something is."""
        if sentence not in self.located:
            here = within(self.places, sentence, start_of_place)
            found = anchored(self.doc, [(place.span, place) for place in here if place.span])
            self.located[sentence] = [
                one for one in found if is_locative(self.doc, one) and not self.is_of_cue(one.head)
            ]
        return self.located[sentence]

    def is_of_cue(self, head: Token) -> bool:
        """Tell whether a mention dates or places a saying, not what is said."""
        return is_of_cue(head, self.cues, self.act_at)


def start_of_time(time: Time) -> int:
    """Return where a time starts."""
    return time.span.start


def start_of_place(place: Place) -> int:
    """Return where a place starts; those of the dateline stand before the text."""
    return place.span.start if place.span else -1


def within(
    mentions: Sequence[Mention], sentence: Span, start: Callable[[Mention], int]
) -> Sequence[Mention]:
    """Return those of `mentions`, which are in order, that start inside `sentence`."""
    first = bisect_left(mentions, sentence.start, key=start)
    return mentions[first : bisect_left(mentions, sentence.end, key=start)]


def bind_quantities(
    doc: Document,
    counted: Sequence[Counted],
    acts: Sequence[Act],
    attributions: Sequence[Attribution],
    places: Sequence[Place],
    times: Sequence[Time],
) -> tuple[tuple[Quantity, ...], tuple[Event, ...]]:
    """Return the quantities and the events of `doc`, tied to one another."""
    around = Surroundings(doc, acts, attributions, places, times)
    contents = ContentIndex(attributions)
    listed: dict[str, list[str]] = {act.event.id: [] for act in acts}
    for found in counted:
        time = time_beside(around, found) if found.earlier else None
        if time is not None:
            around.claimed.add(time.span)
    bound: list[Quantity] = []
    for found in counted:
        quantity = found.quantity
        act = act_of(found.item or found.number, quantity, around)
        standing = contents.at(quantity.span)
        if act is not None:
            listed[act.event.id].append(quantity.id)
        bound.append(
            msgspec.structs.replace(
                quantity,
                event=act.event.id if act is not None else None,
                attribution=standing.id if standing is not None else None,
                place=place_of(around, found, act),
                time=time_of(around, found, act),
            )
        )
    events = tuple(
        msgspec.structs.replace(act.event, quantities=tuple(listed[act.event.id])) for act in acts
    )
    return tuple(bound), events


def act_of(head: Token, quantity: Quantity, around: Surroundings) -> Act | None:
    """Return the act that a number belongs to.

    1. the first act on the way up the parse
    2. for the killed, the injured and the like: the nearest harmful act of the sentence
    3. an act that hangs on the same verb ("20,000 joined the march")
    """
    chain = [head, *head.ancestors]
    for token in chain:
        act = around.act_at.get(token.i)
        if act is not None and fits(quantity, act):
            return act
    here = around.acts_in.get(quantity.sentence, [])
    if quantity.measure in HARM_MEASURES:
        harmful = [act for act in here if act.event.type in HARM]
        if harmful:
            return min(harmful, key=lambda act: abs(act.trigger.head.i - head.i))
    verbs = {token.i for token in chain if token.pos_ == "VERB"}
    return next(
        (act for act in here if act.trigger.head.head.i in verbs and fits(quantity, act)), None
    )


def fits(quantity: Quantity, act: Act) -> bool:
    """Tell whether a number can be of an act: the dead are not counted by a meeting."""
    return quantity.measure not in HARM_MEASURES or act.event.type in HARM


def place_of(around: Surroundings, found: Counted, act: Act | None) -> Place | None:
    """Return where a number held, None where its sentence does not say.

    1. what is said to be where in the number's own clause ("killed 12 in Oslo")
    2. the place of its act
    3. what is said to be where elsewhere in the sentence

    Of several the one at the shortest way through the parse tree.
    """
    token = found.item or found.number
    located = around.located_in(found.quantity.sentence)
    own = [one for one in located if share_clause(token, one.head)]
    if own:
        return nearest(token, own).mention
    if act is not None and act.event.place is not None:
        return act.event.place
    return nearest(token, located).mention if located else None


def time_of(around: Surroundings, found: Counted, act: Act | None) -> Time | None:
    """Return when a number held, None where its sentence does not say.

    1. what a total was before has only the time right beside it
    2. the nearest time of the number's own clause, "by Friday" included: a count has its day
    3. the time of its act
    4. the nearest other time of the sentence that no "but" parts from it; a time that only
       bounds its own clause ("until Thursday") dates nothing outside it
    """
    if found.earlier:
        return time_beside(around, found)
    quantity = found.quantity
    here = [t for t in around.times_in(quantity.sentence) if t.span not in around.claimed]
    verb = clause_of(found.item or found.number)
    own = [t for t in here if shares_clause(around.doc, t, verb) and holds_at(around.doc, t)]
    if own:
        return min(own, key=lambda t: gap(t.span, quantity.span))
    of_act = act.event.time if act is not None else None
    if of_act is not None and of_act.span not in around.claimed:
        return of_act
    others = [t for t in here if reaches(around, t, quantity)]
    return min(others, key=lambda t: gap(t.span, quantity.span), default=None)


def time_beside(around: Surroundings, found: Counted) -> Time | None:
    """Return the time right behind a number: "up from 70 on Monday"."""
    quantity = found.quantity
    for time in around.times_in(quantity.sentence):
        between = around.doc.text[quantity.span.end : time.span.start]
        if time.span.start >= quantity.span.end and BESIDE.fullmatch(between):
            return time
    return None


def shares_clause(doc: Document, time: Time, verb: Token | None) -> bool:
    """Tell whether a time hangs on `verb`."""
    head = root_of(doc, time.span)
    above = governing_verb(head) if head is not None else None
    return above is not None and verb is not None and above.i == verb.i


def holds_at(doc: Document, time: Time) -> bool:
    """Tell whether a number of the same clause held at a time, or by then."""
    return bound_of(doc.text, time.span) == "by" or not is_bound(doc, time)


def reaches(around: Surroundings, time: Time, quantity: Quantity) -> bool:
    """Tell whether a time of another clause carries over to a number.

    Not that of a saying ("said on Monday"), nor one that tells a thing from others of its kind
    ("Monday's order").
    """
    doc = around.doc
    head = root_of(doc, time.span)
    if head is None or head.dep_ in ("poss", "compound") or around.is_of_cue(head):
        return False
    start = min(time.span.end, quantity.span.end)
    between = doc.text[start : max(time.span.start, quantity.span.start)]
    return bound_of(doc.text, time.span) is None and APART.search(between) is None


def gap(one: Span, other: Span) -> int:
    """Return how far two spans start apart."""
    return abs(one.start - other.start)
