"""What linkage reads of one event as one report tells it."""

from collections.abc import Iterable

from sayso.ledger.incidents.acts import stem_of
from sayso.ledger.incidents.families import family_of
from sayso.ledger.incidents.wording import report_words_of, sentence_words_of
from sayso.records import Coded, Event, Party, Place, Quantity, Record

NEIGHBOURS = 12  # other events of a report that are known by their stems


class Someone(Record, frozen=True):
    """Someone who acts or suffers, by the name that is resolved in the report."""

    name: str
    country: str | None = None  # ISO 3166 alpha-3
    kind: str | None = None  # as `Party.kind`


class Where(Record, frozen=True):
    """A place by its gazetteer entry, if it has one."""

    name: str
    geonames_id: int | None = None
    country: str | None = None
    admin1: str | None = None
    precision: str | None = None
    latitude: float | None = None
    longitude: float | None = None


class Number(Record, frozen=True):
    """How many, of what happened to them."""

    measure: str
    low: float | int | None
    high: float | int | None


class Telling(Record, frozen=True, cache_hash=True):
    """One event as one report tells it. Unknown is `None` or empty."""

    event: str  # id
    report: str  # id
    word: str  # the trigger as printed, in lower case
    stem: str  # the verb or noun it stands for: `stem_of(word)`
    type: str | None = None  # None where nothing is coded, only a word marked
    mode: str | None = None
    family: str | None = None  # `family_of(type, mode)`
    factuality: str | None = None
    actors: tuple[Someone, ...] = ()
    recipients: tuple[Someone, ...] = ()
    place: Where | None = None
    start: str | None = None  # ISO 8601, first moment
    end: str | None = None  # ISO 8601, exclusive
    published: str | None = None  # ISO 8601
    sentence_words: frozenset[str] = frozenset()  # `sentence_words_of(sentence)`
    report_words: frozenset[str] = frozenset()  # `report_words_of(title, text)`
    neighbours: frozenset[str] = frozenset()  # `neighbours_of(stems of the report, stem)`
    numbers: tuple[Number, ...] = ()


def telling_of(event: Event, coded: Coded) -> Telling:
    """Return what linkage reads of `event`, one of `coded`."""
    return next(telling for telling in tellings_of(coded) if telling.event == event.id)


def tellings_of(coded: Coded) -> tuple[Telling, ...]:
    """Return what linkage reads of each event of a report, in its order."""
    report = coded.report
    report_words = report_words_of(report.title, report.text)
    stems = [stem_of(event.trigger.quote(report.text)) for event in coded.events]
    around = neighbours_of(stems)
    quantities = {quantity.id: quantity for quantity in coded.quantities}
    return tuple(
        Telling(
            event=event.id,
            report=report.id,
            word=event.trigger.quote(report.text).lower(),
            stem=stem,
            type=event.type,
            mode=event.mode,
            family=family_of(event.type, event.mode),
            factuality=event.factuality,
            actors=tuple(map(someone_of, event.actors)),
            recipients=tuple(map(someone_of, event.recipients)),
            place=where_of(event.place),
            start=event.time.start if event.time else None,
            end=event.time.end if event.time else None,
            published=report.published.value if report.published else None,
            sentence_words=sentence_words_of(event.sentence.quote(report.text)),
            report_words=report_words,
            neighbours=around - {stem},
            numbers=numbers_of(quantities[each] for each in event.quantities),
        )
        for event, stem in zip(coded.events, stems, strict=True)
    )


def neighbours_of(stems: Iterable[str]) -> frozenset[str]:
    """Return the stems of a report's events, the first `NEIGHBOURS` of them."""
    return frozenset(list(dict.fromkeys(stems))[:NEIGHBOURS])


def someone_of(party: Party) -> Someone:
    """Return who is meant by a party."""
    return Someone(name=party.name, country=party.country, kind=party.kind)


def where_of(place: Place | None) -> Where | None:
    """Return the gazetteer entry of a place."""
    if place is None:
        return None
    return Where(
        name=place.name,
        geonames_id=place.geonames_id,
        country=place.country,
        admin1=place.admin1,
        precision=place.precision,
        latitude=place.latitude,
        longitude=place.longitude,
    )


def numbers_of(quantities: Iterable[Quantity]) -> tuple[Number, ...]:
    """Return the counts among `quantities`, each with its bounds."""
    return tuple(
        Number(measure=quantity.measure, low=quantity.low, high=quantity.high)
        for quantity in quantities
        if quantity.kind == "count"
    )
