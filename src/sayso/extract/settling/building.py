"""Records as they are held against each other: made of what a page was coded to."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from sayso.extract.settling.days import stretch_of
from sayso.extract.settling.parties import is_code
from sayso.extract.settling.records import Happening, Pattern, Telling, who_of
from sayso.extract.settling.wording import WORD, says
from sayso.gazetteer.countries import country_named, country_of_demonym
from sayso.records import Event, Forecast, Quantity, Record, Span, Stance

AHEAD: Final = frozenset({"future", "hypothetical", "negated"})
KEPT: Final = 4_096  # titles whose countries are remembered
AROUND: Final = 1_000  # characters of a sentence that are read before and after a record
LEAD: Final = 24  # characters before a time in which the word that leads to it stands
SINCE: Final = frozenset({"since", "from"})


class Page(Record, frozen=True):
    """What is known of the page that a record stands on."""

    id: str
    title: str | None
    published: int | None  # the day, as `date.toordinal` counts
    filed: str | None = None  # country of its dateline

    def country(self) -> str | None:
        """Return the country that the page is about, as far as dateline and title tell."""
        return self.filed or country_in(self.title or "")


class Passage(Record, frozen=True):
    """The sentence that a record stands in, and what leads to its time."""

    sentence: str  # of an endless one what stands around the record: see `window`
    start: int  # of these words in the text
    before_time: str = ""  # the characters right before the words of its time, or horizon

    def telling(self, page: Page, span: Span) -> Telling:
        """Return the words around the record at `span`."""
        at = min(max(0, span.start - self.start), len(self.sentence))
        return Telling(sentence=self.sentence, at=at, title=page.title or "")


def window(sentence: Span, at: int) -> tuple[int, int]:
    """Return from where to where a sentence is read around a record that stands at `at`."""
    return max(sentence.start, at - AROUND), min(sentence.end, at + AROUND)


def pattern_of(
    page: Page,
    passage: Passage,
    forecast: Forecast,
    number: Quantity | None,
    act: Event | None,
    *,
    possible: bool,
) -> Pattern:
    """Return a forecast with all that later records are held against.

    `act` is the event that it foretells: see `foretold_act`. `possible`: it was said as no more
    than possible.
    """
    span = number.span if number is not None else forecast.sentence
    actors = tuple(who_of(party) for party in act.actors) if act is not None else ()
    recipients = tuple(who_of(party) for party in act.recipients) if act is not None else ()
    before = Telling(sentence=passage.before_time, at=len(passage.before_time))
    exact = number is not None and number.qualifier == "exact"
    return Pattern(
        id=forecast.id,
        report=page.id,
        telling=passage.telling(page, span),
        expects=forecast.expects,
        published=page.published,
        attribution=forecast.attribution,
        number=forecast.quantity,
        possible=possible,
        made=stretch_of(forecast.made),
        horizon=stretch_of(forecast.horizon),
        deadline=forecast.horizon is not None and says("deadline", before),
        kind=number.kind if number is not None else None,
        unit=number.unit if number is not None else None,
        per=number.per if number is not None else None,
        exact=exact and forecast.expects.low == forecast.expects.high,
        actors=actors,
        recipients=recipients,
        countries=countries_of(page, passage, forecast, act, number),
    )


def countries_of(
    page: Page, passage: Passage, forecast: Forecast, act: Event | None, number: Quantity | None
) -> tuple[str, ...]:
    """Return the countries that a forecast is about, none where that is not known.

    They are where its act and number have their place and those that its sentence names; else
    that of who acts; else that of the page.
    """
    placed = {
        one.place.country
        for one in (act, number)
        if one is not None and one.place is not None and one.place.country is not None
    }
    actor = forecast.expects.actor
    of_actor = {actor} if actor is not None and is_code(actor) else set()
    found = placed | set(countries_in(passage.sentence)) or of_actor
    own = page.country()
    return tuple(sorted(found)) if found or own is None else (own,)


@lru_cache(maxsize=KEPT)
def country_in(title: str) -> str | None:
    """Return the first country that a title names, None where it names none."""
    return next(countries_in(title), None)


def countries_in(sentence: str) -> Iterator[str]:
    """Yield the countries that a sentence names, or whose people or things it names."""
    found = list(WORD.finditer(sentence))
    for one, other in pairwise([*found, None]):
        word = one[0] if one is not None else ""
        if not word[:1].isupper():
            continue
        bare = word.removesuffix("'s").removesuffix("\u2019s")
        pair = f"{word} {other[0]}" if other is not None else ""
        code = country_named(bare) or country_of_demonym(bare) or (pair and country_named(pair))
        if code:
            yield code


def foretold_act(forecast: Forecast, events: Sequence[Event]) -> Event | None:
    """Return the event that a forecast foretells, of those that its attribution holds."""
    expects = forecast.expects
    for event in events if forecast.attribution is not None else ():
        same = event.type == expects.type and event.mode == expects.mode
        if same and event.attribution == forecast.attribution and event.factuality in AHEAD:
            return event
    return None


def event_happening(
    page: Page, passage: Passage, event: Event, words: str, stance: Stance | None
) -> Happening:
    """Return an event as it is held against forecasts."""
    return Happening(
        id=event.id,
        report=page.id,
        span=event.trigger,
        words=words,
        telling=passage.telling(page, event.trigger),
        published=page.published,
        attribution=event.attribution,
        stance=stance,
        type=event.type,
        mode=event.mode,
        factuality=event.factuality,
        actors=tuple(who_of(party) for party in event.actors),
        recipients=tuple(who_of(party) for party in event.recipients),
        country=event.place.country if event.place is not None else None,
        time=stretch_of(event.time),
        since=is_since(passage, event.time is not None and event.time.text),
    )


def number_happening(
    page: Page, passage: Passage, number: Quantity, event: Event | None, stance: Stance | None
) -> Happening:
    """Return a quantity as it is held against forecasts, with the event that it belongs to."""
    place = number.place or (event.place if event is not None else None)
    time = number.time or (event.time if event is not None else None)
    return Happening(
        id=number.id,
        report=page.id,
        span=number.span,
        words=number.text,
        telling=passage.telling(page, number.span),
        published=page.published,
        attribution=number.attribution,
        stance=stance,
        type=event.type if event is not None else None,
        mode=event.mode if event is not None else None,
        factuality=event.factuality if event is not None else None,
        actors=tuple(who_of(party) for party in event.actors) if event is not None else (),
        recipients=tuple(who_of(party) for party in event.recipients) if event is not None else (),
        country=(place.country if place is not None else None) or page.country(),
        time=stretch_of(time),
        since=is_since(passage, time is not None and time.text),
        number=True,
        measure=number.measure,
        item=number.item,
        kind=number.kind,
        unit=number.unit,
        per=number.per,
        low=number.low,
        high=number.high,
        value=number.value,
    )


def is_since(passage: Passage, words: str | bool) -> bool:
    """Tell whether a time is only where something began: "since November".

    "Since then", which says so itself, was read as all that has passed.
    """
    if not words or str(words).lower().startswith("since"):
        return False
    return passage.before_time.lower().split()[-1:] in ([word] for word in SINCE)
