"""What each field of a record stands on: its words, and how they were read."""

from collections.abc import Iterable, Iterator

from sayso.ledger.query.answers import Quote
from sayso.records import (
    Attribution,
    Coded,
    Event,
    Forecast,
    Party,
    Place,
    Quantity,
    Record,
    Report,
    Span,
    Time,
)

AROUND = 60  # characters before and after a quote that are shown with it


class Ground(Record, frozen=True):
    """One field, the words that it stands on, and what decided."""

    field: str
    value: str | None  # None: it is not known
    quote: Quote | None  # None: it stands on no words of the text
    before: str  # what stands before the quote in its paragraph, and after it
    after: str
    reason: str


FACTS = {
    "actual": "told as having happened, or as going on",
    "negated": "told as not having happened",
    "attempted": "told as tried, not as done",
    "future": "told as still to come",
    "hypothetical": "told as possible, or under a condition",
    "general": "told of what usually happens, of no one time",
}
STANCES = {
    "asserts": "states it",
    "denies": "says that it is not so",
    "doubts": "doubts it",
    "expects": "expects it",
    "intends": "means to do it",
    "asks": "asks for it, or whether it is so",
    "alleges": "accuses somebody of it",
    "concedes": "admits it",
}
INTERESTS = {
    "actor": "the source is of those who did what it tells",
    "recipient": "the source is of those to whom it was done",
    "none": "the source is no party to what it tells, as far as the page shows",
}
QUALIFIERS = {
    "exact": "an exact number is both bounds",
    "about": "“about” sets no bound",
    "more_than": "the number itself is left out, so what is next above it is the lower bound",
    "at_least": "the number is the lower bound, and nothing is said of an upper one",
    "less_than": "the number itself is left out, so what is next below it is the upper bound",
    "at_most": "the number is the upper bound, and nothing is said of a lower one",
    "range": "its ends are the bounds",
    "vague": "the words name no number",
}
NOBODY = {
    "actor": "the words do not tell who did it",
    "recipient": "the words do not tell to whom it was done",
}
BASES = {
    "metadata": "declared by the page, or by the feed that it came in",
    "url": "read off the address",
    "text": "read off the page's words",
    "given": "said by whoever ran sayso",
}


def grounds_of(coded: Coded, id_: str) -> Iterator[Ground]:
    """Yield what each field of a record stands on; of a report, what its own fields do."""
    text = Words(coded.report)
    for event in coded.events:
        if event.id == id_:
            yield from of_event(text, coded, event)
    for counted in coded.quantities:
        if counted.id == id_:
            yield from of_quantity(text, coded, counted)
    for said in coded.attributions:
        if said.id == id_:
            yield from of_attribution(text, said)
    for foretold in coded.forecasts:
        if foretold.id == id_:
            yield from of_forecast(text, coded, foretold)
    if coded.report.id == id_:
        yield from of_report(text, coded.report)


class Words:
    """The text of a report, to quote from."""

    def __init__(self, report: Report) -> None:
        self.report = report

    def ground(self, field: str, value: object, span: Span | None, reason: str) -> Ground:
        """Return what a field stands on."""
        told = None if value is None else str(value)
        if span is None:
            return Ground(field=field, value=told, quote=None, before="", after="", reason=reason)
        text = self.report.text
        before = text[max(0, span.start - AROUND) : span.start].rpartition("\n")[2]
        after = text[span.end : span.end + AROUND].partition("\n")[0]
        quote = Quote(span=span, text=span.quote(text))
        return Ground(
            field=field, value=told, quote=quote, before=before, after=after, reason=reason
        )


# --- events -----------------------------------------------------------------------------------


def of_event(text: Words, coded: Coded, event: Event) -> Iterator[Ground]:
    """Yield what an event's fields stand on."""
    named = event.trigger.quote(text.report.text)
    code = f"; CAMEO {event.cameo}" if event.cameo else ""
    score = f", Goldstein {event.goldstein:g}" if event.goldstein is not None else ""
    act = f"{event.type} {event.mode or ''}".strip()
    yield text.ground("type", act, event.trigger, f"“{named}” names the act{code}{score}")
    for field, parties in (("actor", event.actors), ("recipient", event.recipients)):
        for party in parties:
            yield of_party(text, field, party)
        if not parties:
            yield text.ground(field, None, None, NOBODY[field])
    if event.instrument is not None:
        tool = event.instrument
        yield text.ground("instrument", tool.name, tool.span, "what it was done with")
    yield of_place(text, event.place)
    yield of_time(text, "time", event.time)
    yield text.ground("factuality", event.factuality, event.sentence, FACTS[event.factuality])
    numbers = {counted.id: counted for counted in coded.quantities}
    for id_ in event.quantities:
        counted = numbers[id_]
        yield text.ground("quantity", id_, counted.span, bounds_of(counted))
    yield from of_voice(text, coded, event.attribution)


def of_party(text: Words, field: str, party: Party) -> Ground:
    """Return what someone who takes part stands on."""
    said = party.name if party.name == party.text else f"“{party.text}” is {party.name} here"
    codes = ", ".join(filter(None, [party.country, *party.sectors]))
    role = f"; “{party.role}”" if party.role else ""
    return text.ground(
        field, party.name, party.span, f"{said}{role}; {party.kind}, {codes or 'no code'}"
    )


def of_place(text: Words, place: Place | None) -> Ground:
    """Return what a place stands on."""
    if place is None:
        return text.ground("place", None, None, "the words name no place for it")
    if place.geonames_id is None:
        why = "no entry of the gazetteer fits, so it has no coordinates"
    else:
        inside = ", ".join(filter(None, [place.admin1, place.country]))
        why = (
            f"GeoNames {place.geonames_id}, {inside}, known to the {place.precision}: "
            f"{place.latitude}, {place.longitude}"
        )
    return text.ground("place", place.name, place.span, why)


def of_time(text: Words, field: str, time: Time | None) -> Ground:
    """Return what a time stands on."""
    if time is None:
        return text.ground(field, None, None, "the words name no time for it")
    if time.start is None:
        return text.ground(
            field, time.text, time.span, f"{time.timex}: no date follows from the words"
        )
    until = f" to before {time.end}" if time.end else ""
    printed = text.report.published
    anchor = f", reckoned from a page of {printed.value}" if printed is not None else ""
    why = f"{time.timex}: from {time.start}{until}, known to the {time.precision}{anchor}"
    interval = f"{time.start}/{time.end}" if time.end else time.start
    return text.ground(field, interval, time.span, why)


# --- numbers ----------------------------------------------------------------------------------


def of_quantity(text: Words, coded: Coded, counted: Quantity) -> Iterator[Ground]:
    """Yield what a quantity's fields stand on."""
    yield text.ground("number", counted.text, counted.span, bounds_of(counted))
    befell = (
        "what befell it" if counted.measure != "other" else "the words do not tell what befell it"
    )
    unit = f", in {counted.unit}" if counted.unit else ""
    per = f", per {counted.per}" if counted.per else ""
    yield text.ground(
        "counts", counted.item or counted.unit, counted.span, f"{counted.kind}{unit}{per}"
    )
    yield text.ground("measure", counted.measure, counted.sentence, befell)
    numbers = {other.id: other for other in coded.quantities}
    ties = (
        ("part_of", "it is a part of that number"),
        ("revises", "it takes the place of that number"),
        ("adds_to", "it comes on top of that number"),
    )
    for field, why in ties:
        other = numbers.get(getattr(counted, field) or "")
        if other is not None:
            yield text.ground(field, other.id, other.span, why)
    yield of_place(text, counted.place)
    yield of_time(text, "time", counted.time)
    events = {event.id: event for event in coded.events}
    event = events.get(counted.event or "")
    if event is not None:
        yield text.ground("event", event.id, event.trigger, f"the number is of this {event.type}")
    yield from of_voice(text, coded, counted.attribution)


def bounds_of(counted: Quantity) -> str:
    """Return in words what bounds a number has, and why."""
    low, high = counted.low, counted.high
    if low is None and high is None:
        said = "no bounds"
    elif low == high:
        said = f"{low:,}"
    elif high is None:
        said = f"{low:,} or more"
    elif low is None:
        said = f"{high:,} or fewer"
    else:
        said = f"{low:,} to {high:,}"
    return f"“{counted.text}” is {said}: {QUALIFIERS[counted.qualifier]}"


# --- whose say-so -----------------------------------------------------------------------------


def of_voice(text: Words, coded: Coded, attribution: str | None) -> Iterator[Ground]:
    """Yield on whose say-so a record is, and what that stands on."""
    for said in coded.attributions:
        if said.id == attribution:
            yield from of_attribution(text, said)
            return
    own = coded.report.outlet or "the page"
    yield text.ground("source", None, None, f"nobody is cited for it: {own} says so itself")


def of_attribution(text: Words, said: Attribution) -> Iterator[Ground]:
    """Yield what an attribution's fields stand on."""
    if said.source is not None:
        yield of_party(text, "source", said.source)
    else:
        yield text.ground("source", None, None, "the words do not tell who says so")
    for party in said.via:
        yield of_party(text, "via", party)
    yield text.ground("stance", said.stance, said.cue, f"the source {STANCES[said.stance]}")
    yield text.ground("certainty", said.certainty, said.sentence, "by the hedges of the words")
    yield text.ground("interest", said.interest, None, INTERESTS[said.interest])
    for span in said.content:
        yield text.ground("said", None, span, f"{said.quoted} speech, told by this source")


def of_forecast(text: Words, coded: Coded, foretold: Forecast) -> Iterator[Ground]:
    """Yield what a forecast's fields stand on."""
    expects = foretold.expects
    pattern = " ".join(pattern_of(foretold)) or None
    why = "a later record like this counts towards it"
    if pattern is None:
        why = "the words give no pattern that later records could be held against"
    yield text.ground("expects", pattern, foretold.sentence, why)
    numbers = {counted.id: counted for counted in coded.quantities}
    counted = numbers.get(foretold.quantity or "")
    if counted is not None:
        yield text.ground("number", counted.text, counted.span, bounds_of(counted))
    elif expects.low is not None or expects.high is not None:
        yield text.ground("number", None, None, "bounds without a number of their own")
    yield of_time(text, "made", foretold.made)
    yield of_time(text, "due", foretold.horizon)
    yield from of_voice(text, coded, foretold.attribution)


def pattern_of(foretold: Forecast) -> Iterable[str]:
    """Yield what a forecast expects, word by word."""
    expects = foretold.expects
    words = (expects.actor, expects.type, expects.mode, expects.measure, expects.item)
    yield from (word for word in words if word is not None)
    if expects.low is not None or expects.high is not None:
        low = "…" if expects.low is None else f"{expects.low:,}"
        high = "…" if expects.high is None else f"{expects.high:,}"
        yield low if low == high else f"{low} to {high}"


# --- reports ----------------------------------------------------------------------------------


def of_report(text: Words, report: Report) -> Iterator[Ground]:
    """Yield what a report's fields stand on."""
    fields = ("title", "outlet", "agency", "url", "language", "section")
    for field in fields:
        yield by_basis(text, field, getattr(report, field), getattr(report.basis, field))
    bylines = ", ".join(report.bylines) or None
    yield by_basis(text, "bylines", bylines, report.basis.bylines)
    filed = report.dateline.text if report.dateline is not None else None
    yield by_basis(text, "dateline", filed, report.basis.dateline)
    for field in ("published", "updated"):
        stamp = getattr(report, field)
        basis = stamp.basis if stamp is not None else None
        yield by_basis(text, field, stamp.value if stamp is not None else None, basis)


def by_basis(text: Words, field: str, value: str | None, basis: str | None) -> Ground:
    """Return what a field of a report stands on."""
    if value is None:
        return text.ground(field, None, None, "the page does not tell")
    return text.ground(field, value, None, BASES.get(basis or "", "not written down where from"))
