"""Fillers -> events: who and what the reader found, put into the acts that lack them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import msgspec
from spacy.tokens import Token

from sayso.annotate.document import Document
from sayso.extract.fillers.coded import VIOLENT
from sayso.extract.fillers.roles import Filler, Role
from sayso.extract.naming.heads import heads_in
from sayso.extract.parties import Parties
from sayso.records import Event, Instrument, Party, Span

# Roles that fill a place, the first that is found.
DOERS: tuple[Role, ...] = ("perpetrator", "organisation")
STRUCK: tuple[Role, ...] = ("victim", "casualty", "target")
TOLD = frozenset({"actual", "attempted"})
LOOSE_BEFORE = frozenset({"det", "punct", "predet"})
LOOSE = frozenset({"ADP", "DET", "PUNCT", "CCONJ", "SPACE"})
NEAR = 2  # sentences between an act and what fills an empty place of it
SURE_ELSEWHERE = 0.6  # chance of a filler that fills a place of an act in another sentence


@dataclass(frozen=True, slots=True)
class Cast:
    """A filler as a party, and the sentence it stands in."""

    filler: Filler
    party: Party
    sentence: int


def join_fillers(
    doc: Document, events: Sequence[Event], fillers: Sequence[Filler], parties: Parties
) -> tuple[Event, ...]:
    """Return the events, the violent ones among them with their empty places filled.

    1. nobody acts: the nearest perpetrators, or bodies where there are none, take the place; the
       same doers may have done several acts
    2. nobody is acted on: the nearest victims, casualties or targets that no act has struck yet
    3. nothing is named that it was done with: a weapon of the same sentence

    The nearest stand in the sentence of the act, or, if they are surer, within `NEAR` of it. What
    the clause of an act says stays as it is.
    """
    hosts = {number: event for number, event in enumerate(events) if is_told(event)}
    if not hosts or not fillers:
        return tuple(events)
    casts = list(casts_of(doc, fillers, parties))
    for number, event in hosts.items():
        struck = [party.span for e in (*events, *hosts.values()) for party in e.recipients]
        at = sentence_at(doc, parties, event.trigger.start)
        hosts[number] = filled(doc, event, at, casts, struck)
    return tuple(hosts.get(number, event) for number, event in enumerate(events))


def is_told(event: Event) -> bool:
    """Tell whether an event is violence that was done or tried."""
    return event.type in VIOLENT and event.factuality in TOLD


def casts_of(doc: Document, fillers: Iterable[Filler], parties: Parties) -> Iterator[Cast]:
    """Yield the fillers as parties, but for those that no noun heads or that a line break cuts."""
    for filler in fillers:
        span = whole_phrase(doc, filler.span, parties)
        heads = heads_in(doc.tokens_in(span), parties.names)
        is_named = bool(heads) and heads[0].pos_ in ("NOUN", "PROPN", "NUM")
        if is_named and "\n\n" not in doc.quote(span):
            sentence = sentence_at(doc, parties, filler.span.start)
            yield Cast(filler, parties.spoken(span), sentence)


def whole_phrase(doc: Document, span: Span, parties: Parties) -> Span:
    """Return `span` with the front of its phrase and the whole of its name, its ends tidy.

    The reader may cut words off: "three heavily | armed men", "Ana | Ruiz", "two men in |",
    "members | of the Front". A person's name needs nothing before it.
    """
    tokens = doc.tokens_in(span)
    heads = heads_in(tokens, parties.names)
    if not heads:
        return span
    head = heads[0]
    kept = [t.i for t in tokens if t.i == head.i or t.pos_ not in LOOSE]
    last = max(*kept, *whose(doc, head, parties)) if max(kept) == head.i else max(kept)
    first = min(*kept, *name_of(head.i, parties), *before(doc, head, parties))
    return doc.span_of(doc.spacy_doc[first : max(last, *name_of(last, parties)) + 1])


def name_of(index: int, parties: Parties) -> range:
    """Return the tokens of the name that a token belongs to, the token alone without one."""
    at = parties.names.at
    first = last = index
    while at.get(index) is not None and at.get(first - 1) is at[index]:
        first -= 1
    while at.get(index) is not None and at.get(last + 1) is at[index]:
        last += 1
    return range(first, last + 1)


def whose(doc: Document, head: Token, parties: Parties) -> list[int]:
    """Return the tokens of an "of" phrase that follows right on `head`, `head` without one."""
    if head.i + 1 >= len(doc.spacy_doc) or head.nbor(1).lower_ != "of":
        return [head.i]
    return [t.i for t in doc.tokens_in(parties.span_of(head))]


def before(doc: Document, head: Token, parties: Parties) -> list[int]:
    """Return the tokens of the phrase of `head` up to it, without its article."""
    name = parties.names.at.get(head.i)
    if name is not None and name.kind == "person":
        return [head.i]
    phrase = doc.tokens_in(parties.span_of(head))
    return [t.i for t in phrase if t.i <= head.i and t.dep_ not in LOOSE_BEFORE] or [head.i]


def sentence_at(doc: Document, parties: Parties, offset: int) -> int:
    """Return the number of the sentence at a character."""
    return parties.sentence_index[doc.tokens_in(Span(offset, offset + 1))[0].i]


def filled(
    doc: Document, event: Event, sentence: int, casts: Sequence[Cast], struck: Sequence[Span]
) -> Event:
    """Return the event with its empty places filled; `struck` are those with a place already."""
    if not event.actors:
        taken = [party.span for party in event.recipients]
        event = msgspec.structs.replace(event, actors=nearest(sentence, casts, DOERS, taken))
    if not event.recipients:
        taken = [*struck, *(party.span for party in event.actors)]
        event = msgspec.structs.replace(event, recipients=nearest(sentence, casts, STRUCK, taken))
    if event.instrument is None:
        here = [c for c in casts if c.filler.role == "weapon" and c.sentence == sentence]
        event = msgspec.structs.replace(event, instrument=instrument_of(doc, here))
    return event


def nearest(
    sentence: int, casts: Sequence[Cast], roles: Sequence[Role], taken: Sequence[Span]
) -> tuple[Party, ...]:
    """Return those of the first of `roles` that the nearest sentence has, each name once."""
    fitting = [
        cast
        for cast in casts
        if cast.filler.role in roles
        and abs(cast.sentence - sentence) <= NEAR
        and (cast.sentence == sentence or cast.filler.chance >= SURE_ELSEWHERE)
        and not any(cast.party.span.overlaps(span) for span in taken)
    ]
    far = min((abs(cast.sentence - sentence) for cast in fitting), default=0)
    near = [cast for cast in fitting if abs(cast.sentence - sentence) == far]
    role = next((role for role in roles if any(c.filler.role == role for c in near)), None)
    return tuple({c.party.name: c.party for c in near if c.filler.role == role}.values())


def instrument_of(doc: Document, weapons: Sequence[Cast]) -> Instrument | None:
    """Return the surest of the weapons."""
    if not weapons:
        return None
    span = max(weapons, key=lambda cast: cast.filler.chance).party.span
    name = doc.tokens_in(span).root.lemma_.lower()
    return Instrument(span=span, text=doc.quote(span), name=name)
