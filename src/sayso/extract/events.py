"""Who did what to whom, where, when: triggers and their frames become events.

Puts together what the other stages found: triggers, parties, factuality, places, times and the
attribution an act stands in. Numbers are for `tallies`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import msgspec
from spacy.tokens import Token

from sayso.annotate.document import Document
from sayso.extract.acting.entries import Trigger
from sayso.extract.acting.triggers import find_triggers
from sayso.extract.attributions import ContentIndex
from sayso.extract.binding import (
    Binder,
    anchors_of,
    bind_places,
    bind_times,
    cue_tokens,
    inherit_places,
    is_scheduled,
)
from sayso.extract.binding.placing import NamedPlaces, place_of
from sayso.extract.casting import actors_of, recipients_of
from sayso.extract.factuality import factuality_of, is_taken_for_granted
from sayso.extract.naming.names import phrase_of
from sayso.extract.parties import Parties
from sayso.ids import content_id
from sayso.lexicons import Entry, Lexicon, load_lexicon
from sayso.ontology.codes import IMPACT, default_cameo, goldstein, modes_of
from sayso.records import Attribution, Event, Factuality, Instrument, Place, Time

UNDONE = frozenset({"denies"})  # stances under which what is said did not happen, says the source


class ContextEntry(Entry, frozen=True, kw_only=True):
    """Words that put an act into a context."""

    context: str
    lemmas: tuple[str, ...]


class ContextLexicon(Lexicon, frozen=True, kw_only=True):
    """Context words."""

    entry: tuple[ContextEntry, ...]


@cache
def load_contexts() -> dict[str, str]:
    """Return the context of each context word."""
    lexicon = load_lexicon("contexts", ContextLexicon)
    return {lemma: entry.context for entry in lexicon.entry for lemma in entry.lemmas}


@dataclass(frozen=True, slots=True)
class Act:
    """An event with the words it stands on, for the binding of numbers."""

    event: Event
    trigger: Trigger
    anchors: tuple[int, ...]


def find_acts(
    doc: Document,
    parties: Parties,
    attributions: Sequence[Attribution],
    places: Sequence[Place],
    times: Sequence[Time],
) -> tuple[Act, ...]:
    """Return the events of `doc` in text order, each with its trigger.

    Numbers are not bound here: `Event.quantities` is empty.
    """
    triggers = list(find_triggers(doc))
    cues = cue_tokens(doc, attributions)
    anchors = [anchors_of(t.head, t.support) for t in triggers]
    binder = Binder(doc.spacy_doc, anchors, cues)
    types = [trigger.entry.type for trigger in triggers]
    where = bind_places(doc, binder, types, places, attributions)
    when = bind_times(doc, binder, times)
    contents = ContentIndex(attributions)
    named = NamedPlaces(places)
    acts: list[Act] = []
    for number, trigger in enumerate(triggers):
        event = event_of(doc, trigger, parties, contents, cues)
        place, time = place_of(event, where.get(number), named), when.get(number)
        event = msgspec.structs.replace(event, place=place, time=time)
        if event.factuality == "actual" and is_scheduled(
            doc, trigger.support or trigger.head, time
        ):
            event = msgspec.structs.replace(event, factuality="future")
        acts.append(Act(event, trigger, anchors[number]))
    return tuple(at_their_scene(doc, parties, drop_repeats(acts)))


def at_their_scene(doc: Document, parties: Parties, acts: Sequence[Act]) -> list[Act]:
    """Return the acts, material ones without a place given that of the scene."""
    told = ((act.event, parties.sentence_index[act.trigger.head.i]) for act in acts)
    placed = inherit_places(doc.text, told)
    return [Act(event, act.trigger, act.anchors) for event, act in zip(placed, acts, strict=True)]


def event_of(
    doc: Document,
    trigger: Trigger,
    parties: Parties,
    contents: ContentIndex,
    cues: frozenset[int],
) -> Event:
    """Return the event of one trigger, without place, time and numbers."""
    span = doc.span_of(trigger.head)
    entry = trigger.entry
    actors = actors_of(trigger, parties)
    recipients = recipients_of(trigger, parties, actors)
    standing = contents.at(span)
    cameo = trigger.cameo or default_cameo(entry.type, trigger.mode)
    mode = trigger.mode if trigger.mode in modes_of()[entry.type] else None
    return Event(
        id=content_id("event", doc.report.id, entry.type, span.start, span.end),
        sentence=doc.sentence_of(trigger.head),
        trigger=span,
        type=entry.type,
        mode=mode,
        contexts=contexts_of(trigger),
        cameo=cameo,
        goldstein=goldstein(cameo) if cameo else None,
        actors=actors,
        recipients=recipients,
        instrument=instrument_of(doc, trigger),
        place=None,
        time=None,
        factuality=standing_factuality(trigger, standing, cues),
        attribution=standing.id if standing is not None else None,
        quantities=(),
    )


def standing_factuality(
    trigger: Trigger, standing: Attribution | None, cues: frozenset[int]
) -> Factuality:
    """Return the factuality of an act in the attribution that it stands in."""
    found = factuality_of(trigger.support or trigger.head, cues)
    if found == "actual" and trigger.support is not None:
        found = factuality_of(trigger.head, cues)
    if standing is None or (found == "actual" and is_aside(trigger.head, standing)):
        return found
    if standing.stance in UNDONE and found in ("actual", "future", "hypothetical"):
        return "negated"
    if standing.stance in ("expects", "intends") and found in ("actual", "general"):
        return "future"
    if standing.stance in ("asks", "doubts") and found == "actual":
        return found if is_carried_by(trigger, standing) else "hypothetical"
    return found


def is_aside(act: Token, standing: Attribution) -> bool:
    """Tell whether an act is only named in what somebody denies, expects or asks for."""
    top = act
    while top.head.i != top.i and any(
        part.start <= top.head.idx < part.end for part in standing.content
    ):
        top = top.head
    return is_taken_for_granted(act, top)


def is_carried_by(trigger: Trigger, standing: Attribution) -> bool:
    """Tell whether the cue itself does what the noun names: "ORDERED the arrest of two men"."""
    verb = trigger.support
    return verb is not None and standing.cue.start <= verb.idx < standing.cue.end


def contexts_of(trigger: Trigger) -> tuple[str, ...]:
    """Return the contexts of an act: its entry's own, then those of the words right around it."""
    words = list(trigger.head.children)
    for child in list(words):
        if child.dep_ in ("dobj", "nsubjpass", "prep", "pobj"):
            words.extend(child.children)
    words.extend(trigger.instruments)
    if trigger.support is not None:
        words.extend(trigger.support.children)
    found = (load_contexts().get(token.lemma_.lower()) for token in [trigger.head, *words])
    return tuple(dict.fromkeys([*trigger.entry.contexts, *(c for c in found if c)]))


def instrument_of(doc: Document, trigger: Trigger) -> Instrument | None:
    """Return what the act was done with, the first one named."""
    if not trigger.instruments:
        return None
    head = trigger.instruments[0]
    words = [token for token in phrase_of(head) if token.i <= head.i]
    span = doc.span_of(words or [head])
    return Instrument(span=span, text=doc.quote(span), name=head.lemma_.lower())


def drop_repeats(acts: Sequence[Act]) -> list[Act]:
    """Return the acts without casualties that an act of the same sentence has caused.

    The contract: an act that killed is ASSAULT with its numbers; IMPACT only where the sentence
    names no act. Deaths that the sentence itself is about stay ("Three died after rioters set
    fire to a bank"): the act beside them did not name them.
    """
    violent = {act.event.sentence for act in acts if act.event.type == "ASSAULT"}
    return [
        act
        for act in acts
        if not (is_casualty(act) and act.event.sentence in violent)
        or act.trigger.head.dep_ == "ROOT"
    ]


def is_casualty(act: Act) -> bool:
    """Tell whether an act only says that people were hurt or died."""
    return act.event.type == IMPACT and act.event.mode == "casualties"
