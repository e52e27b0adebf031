"""Events that may tell of one thing are scored, and those likely enough are linked."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice, product
from typing import Final

from sayso.ledger.derived.incidents.blocking import Pair
from sayso.ledger.derived.incidents.facts import FOUNDING, EventFacts, minute_of
from sayso.ledger.derived.incidents.tellings import Tellings
from sayso.ledger.derived.incidents.ties import Tie, tie_of
from sayso.ledger.incidents import chances
from sayso.ledger.incidents.linkage import VIOLENCE

KEPT: Final = 0.2  # chance from which a link is kept; from it on it counts in clustering
NEAR: Final = 16  # events of one family before it that an event of a report is compared with
MANY: Final = 400  # pairs of events of two reports beyond which they must share words
APART: Final = 3 * 24 * 60  # minutes between two times that may be one incident's
HELD_OVER: Final = 2 * 24 * 60  # minutes that a plan may still be printed after the act is over
AT_ONCE: Final = 20_000  # pairs that are scored together

Events = tuple[EventFacts, EventFacts]


def find_links(tellings: Tellings, own: Iterable[int], pairs: Iterable[Pair]) -> Iterator[Tie]:
    """Yield the links within each report of `own` and between the reports of each pair."""
    waiting = chain(
        (within for report in own for within in pairs_within(tellings, report)),
        (between for pair in pairs for between in pairs_between(tellings, *pair)),
    )
    told = (
        (tellings.of(one), tellings.of(other))
        for one, other in waiting
        if may_be_one(tellings, one, other)
    )
    while batch := list(islice(told, AT_ONCE)):
        for (one, other), likely in zip(batch, chances(batch), strict=True):
            if likely >= KEPT:
                yield tie_of(tellings, one, other, likely)


def pairs_within(tellings: Tellings, report: int) -> Iterator[Events]:
    """Yield events of one report that may be one incident."""
    for events in tellings.families(report).values():
        for place, event in enumerate(events):
            for other in events[max(0, place - NEAR) : place]:
                yield other, event


def pairs_between(tellings: Tellings, one: int, other: int) -> Iterator[Events]:
    """Yield events of two reports that may be one incident, whichever report is named first."""
    one, other = sorted((one, other), key=lambda number: tellings.stories[number].report.id)
    theirs = tellings.families(other)
    for family, events in tellings.families(one).items():
        rivals = theirs.get(family)
        if rivals is not None:
            few = len(events) * len(rivals) <= MANY
            yield from product(events, rivals) if few else alike(tellings, events, rivals)


def alike(
    tellings: Tellings, events: Sequence[EventFacts], rivals: Sequence[EventFacts]
) -> Iterator[Events]:
    """Yield those events of two long reports that share most words, `NEAR` for each at most."""
    holders: dict[str, list[int]] = defaultdict(list)
    for place, rival in enumerate(rivals):
        for word in tellings.of(rival).sentence_words:
            if len(holders[word]) < NEAR:
                holders[word].append(place)
    for event in events:
        shared: dict[int, int] = defaultdict(int)
        for word in tellings.of(event).sentence_words:
            for place in holders.get(word, ()):
                shared[place] += 1
        ranked = sorted(shared, key=lambda place: (-shared[place], place))
        for place in islice(ranked, NEAR):
            yield event, rivals[place]


def may_be_one(tellings: Tellings, one: EventFacts, other: EventFacts) -> bool:
    """Tell whether two events are worth a score: something is shared, and nothing is far apart.

    The blows and losses of one violent incident need share no word; any other act must.
    """
    alike = not tellings.signs(one).isdisjoint(tellings.signs(other))
    if not alike and tellings.of(one).family != VIOLENCE:
        return False
    here, there = one.place, other.place
    if here and there and here.country and there.country and here.country != there.country:
        return False
    if one.start and one.end and other.start and other.end:
        gap = max(minute_of(one.start), minute_of(other.start)) - min(
            minute_of(one.end), minute_of(other.end)
        )
        if gap > APART:
            return False
    return not (is_later_plan(tellings, one, other) or is_later_plan(tellings, other, one))


def is_later_plan(tellings: Tellings, plan: EventFacts, act: EventFacts) -> bool:
    """Tell whether `plan` was still to come when `act` was over, so that it is of another."""
    if plan.factuality != "future" or act.factuality not in FOUNDING:
        return False
    published = tellings.stories[plan.report].report.day
    over = act.end or tellings.stories[act.report].report.day
    if published is None or over is None:
        return False
    return minute_of(published) - minute_of(over) > HELD_OVER
