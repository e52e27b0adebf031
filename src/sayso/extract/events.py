"""Who did what to whom, where, when: triggers and their frames become events.

Puts together what the other stages found: triggers, parties, factuality, places, times and the
attribution an act stands in. Numbers are for `tallies`.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

import msgspec
from spacy.tokens import Token

from sayso.annotate.document import Document
from sayso.extract.acting.entries import Trigger
from sayso.extract.acting.triggers import find_triggers
from sayso.extract.attributions import ContentIndex
from sayso.extract.binding import Binder, anchored, anchors_of, root_of
from sayso.extract.casting import actors_of, recipients_of
from sayso.extract.factuality import factuality_of, is_taken_for_granted
from sayso.extract.naming.names import phrase_of
from sayso.extract.parties import Parties
from sayso.extract.times import bound_of
from sayso.extract.timex.tense import governing_verb
from sayso.ids import content_id
from sayso.lexicons import Entry, Lexicon, load_lexicon
from sayso.ontology.codes import IMPACT, default_cameo, goldstein, modes_of
from sayso.records import Attribution, Event, Factuality, Instrument, Place, Span, Time

# Acts that leave traces somewhere: told in a sentence without a place, they happened at the scene.
MATERIAL = frozenset({"ASSAULT", "PROTEST", "COERCE", "AID", "MOBILIZE", IMPACT})
LOCATIVE = frozenset(
    "in at near outside inside on off around across over above within through to into".split()
)
DAY_LENGTH = len("2022-12-20")
REACH_BACK = 3  # sentences back from which a material act may inherit its place
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
    binder = Binder(anchors, cues)
    reach = reach_of([a.source.span for a in attributions if a.source is not None])
    where = binder.bind(
        anchored(doc, [(p.span, p) for p in places if p.span and not is_covered(p.span, reach)]),
        rank=lambda place: coarseness(place) + (0 if is_locative(doc, place) else 4),
        may_reach=lambda place: is_locative(doc, place),
    )
    dated = [time for time in times if time.start is not None]
    when = binder.bind(anchored(doc, [(t.span, t) for t in dated if not is_bound(doc, t)]))
    contents = ContentIndex(attributions)
    named = [place for place in places if place.span is not None]
    starts = [place.span.start for place in named if place.span is not None]
    acts: list[Act] = []
    for number, trigger in enumerate(triggers):
        event = event_of(doc, trigger, parties, contents, cues)
        first, last = (
            bisect_left(starts, at) for at in (event.sentence.start, event.sentence.end)
        )
        here = named[first:last]
        place = where.get(number) or _place_of_recipient(event, here)
        place = named_beside(place, here) if place is not None else None
        time = when.get(number)
        event = msgspec.structs.replace(event, place=place, time=time)
        if event.factuality == "actual" and is_scheduled(doc, trigger, time):
            event = msgspec.structs.replace(event, factuality="future")
        acts.append(Act(event, trigger, anchors[number]))
    return tuple(inherit_places(parties, drop_repeats(acts)))


def is_scheduled(doc: Document, trigger: Trigger, time: Time | None) -> bool:
    """Tell whether a verb in the present is dated after the page: "they meet on Friday"."""
    if doc.published is None or time is None or time.start is None:
        return False
    is_present = (trigger.support or trigger.head).tag_ in ("VBP", "VBZ")
    return is_present and time.start[:DAY_LENGTH] > doc.published.isoformat()


def is_bound(doc: Document, time: Time) -> bool:
    """Tell whether a time only bounds what is told beside it: "closed until Thursday".

    Not "since" beside a perfect, which tells of a state: "has been held since Monday"; nor a
    clock time or part of a day, which are as good as the moment: "shortly after midnight".
    """
    bound = bound_of(doc.text, time.span)
    if bound is None or time.precision in ("minute", "part_of_day"):
        return False
    head = root_of(doc, time.span)
    verb = governing_verb(head) if head is not None else None
    return bound != "since" or verb is None or not is_perfect(verb)


def is_perfect(verb: Token) -> bool:
    """Tell whether a verb stands in the perfect: "has been blocked"."""
    return any(child.dep_ == "aux" and child.lemma_ == "have" for child in verb.children)


def coarseness(place: Place) -> int:
    """Return how little a place says: towns and sites before regions, names before "the city"."""
    exact = place.precision in ("point", "city")
    return (0 if exact else 2) + (0 if place.text[:1].isupper() else 1)


def named_beside(place: Place, here: Sequence[Place]) -> Place:
    """Return the name in the same sentence that a description takes up: "in Lyon, the city's"."""
    if place.text[:1].isupper():
        return place
    same = (
        other
        for other in here
        if other.text[:1].isupper()
        and other.geonames_id is not None
        and other.geonames_id == place.geonames_id
    )
    return next(same, place)


def is_locative(doc: Document, place: Place) -> bool:
    """Tell whether a place is said to be where: "in Oslo", not "an Oslo couple"."""
    if place.span is None:
        return False
    tokens = doc.tokens_in(place.span)
    before = [token for token in tokens.lefts if token.pos_ != "PUNCT"] if len(tokens) else []
    governor = tokens.root.head if len(tokens) else None
    if governor is not None and governor.dep_ == "prep":
        return governor.lower_ in LOCATIVE
    return bool(before) and before[-1].lower_ in LOCATIVE


def reach_of(spans: Iterable[Span]) -> list[tuple[int, int]]:
    """Return for each start of `spans`, in order, how far those that start by then reach."""
    ordered = sorted(spans)
    ends = accumulate((span.end for span in ordered), max)
    return [(span.start, end) for span, end in zip(ordered, ends, strict=True)]


def is_covered(span: Span, reach: Sequence[tuple[int, int]]) -> bool:
    """Tell whether one of the spans behind `reach` covers `span`: "officials in Kiev"."""
    place = bisect_right(reach, span.start, key=lambda pair: pair[0]) - 1
    return place >= 0 and reach[place][1] >= span.end


def cue_tokens(doc: Document, attributions: Sequence[Attribution]) -> frozenset[int]:
    """Return the indices of the tokens of all cues."""
    return frozenset(token.i for a in attributions for token in doc.tokens_in(a.cue))


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


def _place_of_recipient(event: Event, places: Sequence[Place]) -> Place | None:
    """Return the place that is itself acted on: "Kiev was attacked"."""
    if event.type not in MATERIAL:
        return None
    spans = [party.span for party in event.recipients if party.kind == "place"]
    if not spans:
        return None
    return next((p for p in places if p.span and any(s.overlaps(p.span) for s in spans)), None)


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


def inherit_places(parties: Parties, acts: Sequence[Act]) -> list[Act]:
    """Return the acts, material ones without a place given that of the scene.

    The scene is the place of the last material act within reach before it; a page tells an
    incident over several sentences and names the place once.
    """
    scene: Place | None = None
    told = -REACH_BACK - 1
    placed: list[Act] = []
    for act in acts:
        event = act.event
        index = parties.sentence_index[act.trigger.head.i]
        if event.type in MATERIAL and event.factuality == "actual":
            if event.place is not None:
                scene, told = event.place, index
            elif scene is not None and index - told <= REACH_BACK:
                event = msgspec.structs.replace(event, place=scene)
                told = index
        placed.append(Act(event, act.trigger, act.anchors))
    return placed
