"""Which number belongs to which act, saying, place and time.

Completes the quantities that `quantities` read off the text, and lists them with their events.
"""

from collections.abc import Sequence

import msgspec
from spacy.tokens import Token

from sayso.annotate.document import Document
from sayso.extract.attributions import attribution_at
from sayso.extract.binding import anchored
from sayso.extract.events import Act
from sayso.extract.quantities import Counted
from sayso.records import Attribution, Event, Place, Quantity, Span, Time

# Acts that a number of the killed or injured can belong to.
HARM = frozenset({"ASSAULT", "IMPACT", "PROTEST", "COERCE"})
HARM_MEASURES = frozenset(
    {"kill", "injure", "miss", "displace", "damage", "destroy", "shoot_down"}
)


def bind_quantities(
    doc: Document,
    counted: Sequence[Counted],
    acts: Sequence[Act],
    attributions: Sequence[Attribution],
    places: Sequence[Place],
    times: Sequence[Time],
) -> tuple[tuple[Quantity, ...], tuple[Event, ...]]:
    """Return the quantities and the events of `doc`, tied to one another."""
    act_at = {index: act for act in acts for index in act.anchors}
    listed: dict[str, list[str]] = {act.event.id: [] for act in acts}
    bound: list[Quantity] = []
    for found in counted:
        quantity = found.quantity
        act = act_of(found.item or found.number, quantity, act_at, acts)
        standing = attribution_at(attributions, quantity.span)
        if act is not None:
            listed[act.event.id].append(quantity.id)
        bound.append(
            msgspec.structs.replace(
                quantity,
                event=act.event.id if act is not None else None,
                attribution=standing.id if standing is not None else None,
                place=nearest(doc, quantity, places) or (act.event.place if act else None),
                time=(act.event.time if act else None) or nearest_time(quantity, times),
            )
        )
    events = tuple(
        msgspec.structs.replace(act.event, quantities=tuple(listed[act.event.id])) for act in acts
    )
    return tuple(bound), events


def act_of(
    head: Token, quantity: Quantity, act_at: dict[int, Act], acts: Sequence[Act]
) -> Act | None:
    """Return the act that a number belongs to.

    1. the first act on the way up the parse
    2. for the killed, the injured and the like: the nearest harmful act of the sentence
    3. an act that hangs on the same verb ("20,000 joined the march")
    """
    chain = [head, *head.ancestors]
    for token in chain:
        act = act_at.get(token.i)
        if act is not None and fits(quantity, act):
            return act
    here = [act for act in acts if act.event.sentence == quantity.sentence]
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


def nearest(doc: Document, quantity: Quantity, places: Sequence[Place]) -> Place | None:
    """Return the place named in the number's own sentence that stands nearest to it."""
    here = [(p.span, p) for p in places if p.span and quantity.sentence.covers(p.span)]
    found = anchored(doc, here)
    if not found:
        return None
    return min(found, key=lambda one: abs(one.head.idx - quantity.span.start)).mention


def nearest_time(quantity: Quantity, times: Sequence[Time]) -> Time | None:
    """Return the dated time of the number's own sentence that stands nearest to it."""
    here = [t for t in times if t.start is not None and quantity.sentence.covers(t.span)]
    return min(here, key=lambda t: gap(t.span, quantity.span), default=None)


def gap(one: Span, other: Span) -> int:
    """Return how far two spans start apart."""
    return abs(one.start - other.start)
