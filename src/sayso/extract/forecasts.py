"""Sayings that later reports can bear out: what is expected, by when, how many.

A forecast is an attribution that expects or intends, or whose content lies ahead, with an act or
a number that later records can be held against. Whether it came true is for the ledger.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from sayso.annotate.document import Document
from sayso.extract.parties import Parties
from sayso.ids import content_id
from sayso.records import Attribution, Event, Expectation, Forecast, Party, Quantity, Span, Time

AHEAD = frozenset({"future", "hypothetical"})


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

    1. its stance expects or intends, or an act in it lies ahead, or a number says what remains
    2. it has an act or a number to be held against, or a plain expectation
    """
    ahead = [event for event in own_events if event.factuality in AHEAD]
    left = [q for q in own_numbers if q.measure == "remain" and is_of_now(doc, q.span)]
    expects = attribution.stance in ("expects", "intends")
    if attribution.stance in ("denies", "asks") or not (expects or ahead or left):
        return
    if is_of_the_past(doc, attribution):
        return
    if not (expects or left or own_numbers) and not is_announced(ahead):
        return
    event = next(iter(ahead), next(iter(own_events), None) if expects else None)
    number = next(iter(left or own_numbers), None)
    if event is None and number is None and not expects:
        return
    quoted = number.span if number is not None else attribution.content[0]
    sentence = number.sentence if number is not None else attribution.sentence
    yield Forecast(
        id=content_id("forecast", doc.report.id, attribution.id, quoted.start),
        sentence=sentence,
        attribution=attribution.id,
        quantity=number.id if number is not None else None,
        made=made(doc, attribution, times),
        horizon=horizon(doc, attribution, times),
        expects=expectation(event, number, subject_in(doc, parties, attribution)),
        outcome="open",
        evidence=(),
    )


def is_of_now(doc: Document, span: Span) -> bool:
    """Tell whether what is said of the words of `span` is said in the present: "they have two"."""
    for token in doc.tokens_in(span).root.ancestors:
        if token.pos_ in ("VERB", "AUX"):
            finite = [token, *(child for child in token.children if child.dep_ == "aux")]
            return any(verb.tag_ in ("VBZ", "VBP", "MD") for verb in finite)
    return False


def is_of_the_past(doc: Document, attribution: Attribution) -> bool:
    """Tell whether what is feared or expected has happened: "are feared to have died"."""
    for span in attribution.content:
        for token in doc.tokens_in(span):
            to = any(child.lower_ == "to" for child in token.children)
            have = any(child.lower_ == "have" and child.dep_ == "aux" for child in token.children)
            if to and have and token.tag_ == "VBN":
                return True
    return False


def is_announced(ahead: Sequence[Event]) -> bool:
    """Tell whether a plain saying announces an act to come of someone named."""
    return any(event.factuality == "future" and event.actors for event in ahead)


def expectation(
    event: Event | None, number: Quantity | None, subject: Party | None
) -> Expectation:
    """Return the pattern of later records that would count.

    `subject` acts where no act is named.
    """
    party = event.actors[0] if event is not None and event.actors else subject
    actor = party.country or party.name if party is not None else None
    return Expectation(
        type=event.type if event is not None else None,
        mode=event.mode if event is not None else None,
        actor=actor,
        measure=number.measure if number is not None else None,
        item=number.item if number is not None else None,
        low=number.low if number is not None else None,
        high=number.high if number is not None else None,
    )


def subject_in(doc: Document, parties: Parties, attribution: Attribution) -> Party | None:
    """Return the party that the content is about: its first subject, or "expects HIM to win"."""
    for span in attribution.content:
        for token in doc.tokens_in(span):
            if token.dep_ in ("nsubj", "nsubjpass", "dobj") and (party := parties.of(token)):
                return party
    return None


def made(doc: Document, attribution: Attribution, times: Sequence[Time]) -> Time | None:
    """Return when it was said: the time beside the cue ("said a month or so ago").

    Else the day of the page, read off the cue itself, where the page has a date.
    """
    spans = attribution.content
    beside = [
        time
        for time in times_within(times, attribution.sentence)
        if time.start is not None
        and attribution.sentence.covers(time.span)
        and not any(span.overlaps(time.span) for span in spans)
    ]
    if beside:
        return min(beside, key=lambda time: distance(time.span, attribution.cue))
    day = doc.published
    if day is None:
        return None
    return Time(
        span=attribution.cue,
        text=doc.quote(attribution.cue),
        timex=day.isoformat(),
        start=day.isoformat(),
        end=None,
        precision="day",
    )


def horizon(doc: Document, attribution: Attribution, times: Sequence[Time]) -> Time | None:
    """Return until when: the first time in the content that ends after the day of the page."""
    day = doc.published
    if day is None:
        return None
    for time in times_within(
        times, Span(attribution.content[0].start, attribution.content[-1].end)
    ):
        inside = any(span.covers(time.span) for span in attribution.content)
        if inside and time.end is not None and time.end > day.isoformat():
            return time
    return None


def times_within(times: Sequence[Time], span: Span) -> Sequence[Time]:
    """Return those of `times`, which stand in text order, that start inside `span`."""
    first = bisect_left(times, span.start, key=lambda time: time.span.start)
    return times[first : bisect_left(times, span.end, key=lambda time: time.span.start)]


def distance(one: Span, other: Span) -> int:
    """Return the number of characters between two spans, 0 if they touch."""
    return max(0, one.start - other.end, other.start - one.end)
