"""Sayings that later reports can bear out: what is expected, by when, how many.

A forecast is an attribution that expects or intends, or whose content lies ahead, with an act or
a number that later records can be held against. Whether it came true is for `settling`.
"""

from collections.abc import Iterator, Sequence

from sayso.annotate.document import Document
from sayso.extract.forecasts.dating import horizon, made
from sayso.extract.forecasts.levels import Number, expected_bounds
from sayso.extract.forecasts.outlook import Outlook, nearest_in, outlooks_of, subject_of
from sayso.extract.parties import Parties
from sayso.ids import content_id
from sayso.records import Attribution, Event, Expectation, Forecast, Party, Quantity, Time

__all__ = ["find_forecasts"]

AHEAD = frozenset({"future", "hypothetical"})
GIVEN = frozenset({"the", "this", "that", "these", "those", "its", "his", "her", "their", "our"})


def find_forecasts(
    doc: Document,
    parties: Parties,
    attributions: Sequence[Attribution],
    events: Sequence[Event],
    quantities: Sequence[Quantity],
    times: Sequence[Time],
) -> tuple[Forecast, ...]:
    """Return the forecasts of `doc` in text order, all of them open."""
    acts: dict[str | None, list[Event]] = {}
    for event in events:
        acts.setdefault(event.attribution, []).append(event)
    numbers: dict[str | None, list[Quantity]] = {}
    for quantity in quantities:
        numbers.setdefault(quantity.attribution, []).append(quantity)
    return tuple(
        forecast
        for attribution in attributions
        for forecast in forecasts_of(
            doc,
            parties,
            attribution,
            acts.get(attribution.id, ()),
            numbers.get(attribution.id, ()),
            times,
        )
    )


def forecasts_of(
    doc: Document,
    parties: Parties,
    attribution: Attribution,
    own_events: Sequence[Event],
    own_numbers: Sequence[Quantity],
    times: Sequence[Time],
) -> Iterator[Forecast]:
    """Yield the forecast that an attribution makes with its own acts and numbers, if any.

    1. a clause that its content stands on lies ahead of the saying: see `outlook`
    2. acts and numbers count that stand in this clause, not in one that hangs on it
    3. it has an act or a number to be held against, a day by which it is due, or is a plain
       expectation of somebody
    4. of several sentences the first with an act or a number, else the first
    """
    plain: Forecast | None = None
    for outlook in outlooks_of(doc, attribution):
        event = foretold_act(doc, outlook, own_events)
        number = foretold_number(doc, outlook, own_numbers)
        if outlook.left and number is None:
            continue
        since = made(doc, attribution, times)
        forecast = Forecast(
            id=content_id(
                "forecast", doc.report.id, attribution.id, start_of(attribution, number)
            ),
            sentence=number.sentence if number is not None else attribution.sentence,
            attribution=attribution.id,
            quantity=number.id if number is not None else None,
            made=since,
            horizon=horizon(doc, attribution, times, since, outlook),
            expects=expectation(
                doc, outlook, event, number, subject_of(parties, attribution, outlook)
            ),
            outcome="open",
            evidence=(),
        )
        if event is not None or number is not None:
            yield forecast
            return
        if plain is None and is_due(attribution, forecast):
            plain = forecast
    if plain is not None:
        yield plain


def start_of(attribution: Attribution, number: Quantity | None) -> int:
    """Return where a forecast stands in the text: its number, else the first of its content."""
    return number.span.start if number is not None else attribution.content[0].start


def foretold_act(doc: Document, outlook: Outlook, events: Sequence[Event]) -> Event | None:
    """Return the act that is foretold, None where none is; that it will NOT be is foretold too.

    The subject is foretold where the clause says that it takes place: of "the visit will end in
    Oslo" the visit is not.
    """
    wanted = AHEAD | {"negated"} if outlook.negated else AHEAD
    ahead = [
        event
        for event in events
        if event.factuality in wanted
        and (outlook.takes_place() or not outlook.is_subject(doc.tokens_in(event.trigger).root))
    ]
    return nearest_in(doc, outlook, ahead, lambda event: event.trigger)


def foretold_number(
    doc: Document, outlook: Outlook, numbers: Sequence[Quantity]
) -> Quantity | None:
    """Return the number that is foretold, None where none is."""
    if outlook.left:
        numbers = [number for number in numbers if number.measure == "remain"]
    new = [number for number in numbers if number.kind != "duration" and is_new(doc, number)]
    return nearest_in(doc, outlook, new, lambda quantity: quantity.span)


def is_new(doc: Document, number: Quantity) -> bool:
    """Tell whether a number is told for the first time: not "the 40 members", "the top 1 percent".

    One that is part of a word ("a 400-pound bell") tells what something is like.
    """
    head = doc.tokens_in(number.span).root
    given = any(child.dep_ in ("det", "poss") and child.lower_ in GIVEN for child in head.children)
    return not given and not (number.kind == "measure" and "-" in number.text)


def expectation(
    doc: Document,
    outlook: Outlook,
    event: Event | None,
    number: Quantity | None,
    subject: Party | None,
) -> Expectation:
    """Return the pattern of later records that would count.

    `subject` acts where no act is named. What is not to be is told by a number of 0.
    """
    party = event.actors[0] if event is not None and event.actors else subject
    low, high = expected_bounds(doc, number) if number is not None else (None, None)
    if number is not None and outlook.is_denied():
        low, high = turned(number, low, high)
    if outlook.negated and number is None and event is not None:
        low = high = 0
    return Expectation(
        type=event.type if event is not None else None,
        mode=event.mode if event is not None else None,
        actor=party.country or party.name if party is not None else None,
        measure=number.measure if number is not None else None,
        item=number.item if number is not None else None,
        low=low,
        high=high,
    )


def turned(number: Quantity, low: Number, high: Number) -> tuple[Number, Number]:
    """Return the bounds of what is foretold where the number is not to be reached or undercut.

    "Neither side will win more than 50": at most 50. That it will not be 50 bounds nothing.
    """
    step = 1 if number.kind == "count" else 0
    if low is not None and high is None:
        return None, low - step
    if high is not None and low is None:
        return high + step, None
    return None, None


def is_due(attribution: Attribution, forecast: Forecast) -> bool:
    """Tell whether a forecast without act or number can be held against anything."""
    if attribution.stance not in ("expects", "intends"):
        return False
    awaited = attribution.stance == "expects" and forecast.expects.actor is not None
    return forecast.horizon is not None or awaited
