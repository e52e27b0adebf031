"""How likely a coded event is one: a trained second look at what the trigger lexicon coded.

The lexicon and its conditions see the words right around a trigger. This sees the event as it
came out (who acts, on whom, whether it happened, on whose word), how its words fared on annotated
corpora, and what sentence and page are about; boosted trees weigh all that.
"""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np
import numpy.typing as npt
from spacy.tokens import Token

from sayso.annotate.document import Document
from sayso.extract.acting.arguments import object_of, passive_subject_of, subject_of
from sayso.extract.events import Act
from sayso.models.cards import load_arrays
from sayso.models.trees import Trees
from sayso.ontology.codes import modes_of
from sayso.records import Attribution, Event, Party

Floats = npt.NDArray[np.float32]
Keys = npt.NDArray[np.uint32]

MODEL = "judge"
Abstain = Literal["loose", "even", "strict"]
# Measured by cross-validation on events judged one by one (training/README.md): precision .77,
# .85 and .92; of the right ones all, .96 and .82 are kept.
THRESHOLDS: dict[Abstain, float] = {"loose": 0.0, "even": 0.40, "strict": 0.70}
CONTENT_WORDS = frozenset({"NOUN", "VERB", "ADJ", "PROPN"})
NEAR = 8  # words before and after a trigger whose own record is looked up
LONG = 400  # characters; a longer sentence is as long
PARTS_OF_SPEECH = ("VERB", "NOUN", "ADJ", "PROPN")
RELATIONS = (
    ("ROOT",),
    ("conj",),
    ("ccomp",),
    ("xcomp",),
    ("advcl", "pcomp"),
    ("acl", "relcl"),
    ("amod", "compound"),
    ("dobj",),
    ("pobj",),
    ("nsubj", "nsubjpass"),
)
TENSES = ("VBD", "VBZ", "VBP", "VB", "VBG", "VBN")
FACTUALITIES = ("actual", "negated", "attempted", "future", "hypothetical", "general")
STANCES = ("asserts", "denies", "doubts", "expects", "intends", "asks", "alleges", "concedes")
KINDS = ("person", "organisation", "group", "country", "place", "unnamed")
ARMED, OFFICIAL = frozenset({"MIL", "REB", "COP", "SPY"}), frozenset({"GOV", "JUD", "LEG"})
SLOTS = ("entry", "word", "mode", "object", "subject", "governor", "preposition")  # see `keys_of`


@dataclass(frozen=True, slots=True)
class Judge:
    """Trees, the record of words, and directions in the space of word vectors."""

    trees: Trees
    keys: Keys  # sorted
    odds: Floats  # log odds of being right, against the average, where a key was seen
    seen: Floats  # log of how often
    topics: Floats  # (vector width, topics), unit columns


@cache
def load_judge() -> Judge:
    """Return the trained judge, once a process.

    Raises `ModelError` where the file is missing, or is not the one that its card names.
    """
    arrays = load_arrays(MODEL)
    trees = Trees(
        arrays["columns"].astype(np.int32),
        arrays["thresholds"].astype(np.float32),
        arrays["leaves"].astype(np.float32),
        float(arrays["base"]),
    )
    return Judge(
        trees,
        arrays["keys"],
        arrays["odds"].astype(np.float32),
        arrays["seen"].astype(np.float32),
        arrays["topics"].astype(np.float32),
    )


def with_chance(
    doc: Document, acts: Sequence[Act], attributions: Sequence[Attribution], abstain: Abstain
) -> tuple[Act, ...]:
    """Return the acts whose chance of being right is not below the threshold of `abstain`.

    Raises `ModelError` where the weights are missing, or are not those of their card.
    """
    least = THRESHOLDS[abstain]
    if not least:
        return tuple(acts)
    chances = judge_events(doc, [act.event for act in acts], attributions)
    return tuple(act for act, chance in zip(acts, chances, strict=True) if chance >= least)


def judge_events(
    doc: Document, events: Sequence[Event], attributions: Sequence[Attribution]
) -> tuple[float, ...]:
    """Return for each event how likely it is right, between 0 and 1.

    Right: what the sentence tells is an act of that type. Who did it, where and when is not
    judged. The same page gives the same figures. Raises `ModelError` where the weights are
    missing, or are not those of their card.
    """
    if not events:
        return ()
    judge = load_judge()
    figures = figures_of(doc, events, attributions, judge.topics)
    keys = [keys_of(view) for view in views_of(doc, events)]
    rows = np.hstack([figures, looked_up(keys, judge.keys, judge.odds, judge.seen)])
    return tuple(float(one) for one in judge.trees.probabilities(rows))


@dataclass(frozen=True, slots=True)
class View:
    """An event with the words it stands on."""

    event: Event
    head: Token
    objects: tuple[Token, ...]
    subjects: tuple[Token, ...]


def views_of(doc: Document, events: Sequence[Event]) -> Iterator[View]:
    """Yield the events with their words, in order."""
    for event in events:
        head = doc.tokens_in(event.trigger).root
        objects = object_of(head) or passive_subject_of(head)
        yield View(event, head, objects, subject_of(head))


def keys_of(view: View) -> tuple[list[int], list[int]]:
    """Return what the record is asked for: a number a slot, and those of the words around."""
    event, head = view.event, view.head
    lemma = head.lemma_.lower()
    governor = f"{head.dep_} {head.head.lemma_.lower()}"
    prepositions = [child.lower_ for child in head.rights if child.dep_ == "prep"]
    named = (
        f"{lemma} {head.pos_} {event.type} {event.mode}",
        f"{lemma} {head.pos_}",
        f"{event.type} {event.mode}",
        f"{event.type} {view.objects[0].lemma_.lower() if view.objects else ''}",
        f"{event.type} {view.subjects[0].lemma_.lower() if view.subjects else ''}",
        f"{event.type} {governor}",
        f"{lemma} {prepositions[0] if prepositions else ''}",
    )
    slots = [key_of(slot, words) for slot, words in zip(SLOTS, named, strict=True)]
    return slots, [key_of("near", word) for word in near(head)]


def key_of(slot: str, words: str) -> int:
    """Return the number of `words` in a slot."""
    return zlib.crc32(f"{slot} {words}".encode())


def near(head: Token) -> list[str]:
    """Return the content words around `head` in its sentence, each once, sorted."""
    sentence = head.sent
    first, after = max(sentence.start, head.i - NEAR), min(sentence.end, head.i + NEAR + 1)
    words = head.doc[first:after]
    return sorted(
        {
            t.lemma_.lower()
            for t in words
            if t.pos_ in CONTENT_WORDS and t.i != head.i and t.is_alpha
        }
    )


def looked_up(
    asked: Sequence[tuple[list[int], list[int]]], keys: Keys, odds: Floats, seen: Floats
) -> Floats:
    """Return for each event the odds of each slot, how often it was seen, the odds around it."""

    def find(numbers: list[int]) -> tuple[Floats, Floats]:
        wanted = np.array(numbers, np.uint32)
        at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        known = (keys[at] == wanted).astype(np.float32)
        return odds[at] * known, seen[at] * known

    rows = []
    for slots, around in asked:
        value, count = find(slots)
        beside = find(around)[0] if around else np.zeros(1, np.float32)
        rows.append([*value, *count[:3], beside.mean(), beside.min(), beside.max()])
    return np.array(rows, np.float32)


def figures_of(
    doc: Document, events: Sequence[Event], attributions: Sequence[Attribution], topics: Floats
) -> Floats:
    """Return one row of figures an event: all that needs no record of words."""
    themes = Themes.of(doc, topics)
    stances = {one.id: one for one in attributions}
    counts: dict[int, int] = {}
    for event in events:
        counts[event.sentence.start] = counts.get(event.sentence.start, 0) + 1
    upper = sum(letter.isupper() for letter in doc.text)
    capitals = upper / max(1, sum(letter.isalpha() for letter in doc.text))
    rows = []
    for view in views_of(doc, events):
        said = stances.get(view.event.attribution or "")
        rows.append(
            [
                *event_figures(view.event),
                *head_figures(view),
                *saying_figures(said),
                counts[view.event.sentence.start],
                view.event.sentence.start / max(1, len(doc.text)),
                len(events) / max(1, len(doc.text)) * 1000,
                min(LONG, view.event.sentence.end - view.event.sentence.start),
                len(doc.text) > LONG,
                capitals > 0.5,
                *themes.around(view),
            ]
        )
    return np.array(rows, np.float32)


@cache
def types() -> tuple[str, ...]:
    """Return the event types, in the order of their columns."""
    return tuple(sorted(modes_of()))


def event_figures(event: Event) -> Iterator[float]:
    """Yield what the record of the event says."""
    yield from (event.type == one for one in types())
    yield from (event.factuality == one for one in FACTUALITIES)
    yield float(event.goldstein or 0)
    yield event.mode is not None
    yield len(event.contexts)
    yield event.instrument is not None
    yield event.place is not None
    yield event.time is not None
    yield event.trigger.end - event.trigger.start
    for parties in (event.actors, event.recipients):
        yield from party_figures(parties)
    named = [party for party in (*event.actors, *event.recipients) if party.country]
    yield len({party.country for party in named})
    yield bool(event.actors) and bool(event.recipients)


def party_figures(parties: Sequence[Party]) -> Iterator[float]:
    """Yield who stands on one side of an event."""
    yield len(parties)
    yield from (any(party.kind == kind for party in parties) for kind in KINDS)
    yield any(party.country is not None for party in parties)
    sectors = {sector for party in parties for sector in party.sectors}
    yield len(sectors)
    yield bool(sectors & ARMED)
    yield bool(sectors & OFFICIAL)
    yield any(party.role is not None for party in parties)
    yield any(party.text[:1].isupper() for party in parties)
    yield any(party.text.lower() != party.name.lower() for party in parties)


def head_figures(view: View) -> Iterator[float]:
    """Yield how the trigger stands in its sentence."""
    head = view.head
    yield from (head.pos_ == one for one in PARTS_OF_SPEECH)
    yield from (head.dep_ in labels for labels in RELATIONS)
    yield from (head.tag_ == tag for tag in TENSES)
    children = list(head.children)
    yield len(view.objects)
    yield len(view.subjects)
    yield any(child.dep_ == "det" for child in children)
    yield any(child.lower_ in ("the", "this", "that") for child in children)
    yield any(child.dep_ in ("amod", "compound", "nmod") for child in children)
    yield any(child.dep_ == "poss" for child in children)
    yield any(child.dep_ == "prep" for child in children)
    yield any(child.dep_ in ("aux", "auxpass") for child in children)
    yield any(child.dep_ == "nsubjpass" for child in children)
    yield depth_of(head)
    yield head.i - head.sent.start
    yield head.is_title
    yield bool(head.ent_type_)
    for words in (view.objects, view.subjects):
        yield any(token.ent_type_ in ("PERSON", "ORG", "GPE", "NORP") for token in words)
        yield any(token.pos_ == "PRON" for token in words)
        yield any(token.pos_ == "NOUN" for token in words)


def depth_of(head: Token) -> int:
    """Return how far `head` lies below the root of its sentence, four at most."""
    for depth in range(4):
        if head.head.i == head.i:
            return depth
        head = head.head
    return 4


def saying_figures(said: Attribution | None) -> Iterator[float]:
    """Yield on whose say-so the event stands."""
    yield said is not None
    yield from (said is not None and said.stance == one for one in STANCES)
    yield said is not None and said.certainty == "certain"
    yield said is not None and said.quoted == "direct"
    yield said is not None and said.source is not None and said.source.country is not None


@dataclass(frozen=True, slots=True)
class Themes:
    """How near the content words of a page are to each topic, as running sums."""

    sums: Floats  # (tokens + 1, topics)
    counts: npt.NDArray[np.int64]

    @classmethod
    def of(cls, doc: Document, topics: Floats) -> "Themes":
        """Return the topics of the words of `doc`."""
        words = [token for token in doc.spacy_doc if token.pos_ in CONTENT_WORDS]
        vectors = doc.spacy_doc.vocab.vectors
        found = vectors.find(keys=[token.orth for token in words])
        after = np.array([token.i + 1 for token in words], np.intp)[found >= 0]
        table = unit_rows(np.asarray(vectors.data, np.float32)[found[found >= 0]])
        sums = np.zeros((len(doc.spacy_doc) + 1, topics.shape[1]), np.float32)
        # not `@`: its threads cost 30 times the product where other work keeps the cores busy
        sums[after] = np.einsum("ij,kj->ik", table, np.ascontiguousarray(topics.T))
        counts = np.zeros(len(sums), np.int64)
        counts[after] = 1
        return cls(sums.cumsum(axis=0), counts.cumsum())

    def mean(self, start: int, end: int) -> Floats:
        """Return the topics of the tokens `[start, end)`, nought where none is known."""
        known = max(1, int(self.counts[end] - self.counts[start]))
        found: Floats = (self.sums[end] - self.sums[start]) / known
        return found

    def around(self, view: View) -> Iterator[float]:
        """Yield the topics of page, sentence, trigger, its first object and its first subject."""
        yield from self.mean(0, len(self.counts) - 1)
        yield from self.mean(view.head.sent.start, view.head.sent.end)
        for words in ((view.head,), view.objects[:1], view.subjects[:1]):
            place = words[0].i if words else 0
            yield from self.mean(place, place + len(words))


def unit_rows(table: Floats) -> Floats:
    """Return the rows of `table` with length 1; rows of noughts stay."""
    lengths = np.linalg.norm(table, axis=1, keepdims=True)
    rows: Floats = table / np.maximum(lengths, np.float32(1e-6))
    return rows
