"""The same event in many articles: gold mention spans are given, never their clusters.

A telling is made of each mention: of the event that the product coded there, or else of the word
that heads it with its arguments, and place and time in its sentence. Which tellings are one event
is for the ledger's linkage to say, story by story.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import TypeVar

from spacy.tokens import Token

from bench.quality.coding import Item, Prediction
from sayso.extract.acting.arguments import (
    agent_of,
    dative_of,
    is_passive,
    object_of,
    passive_subject_of,
    possessor_of,
    prepositional,
    subject_of,
    support_verb,
)
from sayso.extract.binding.clauses import distance, steps_up
from sayso.extract.parties import Parties
from sayso.extract.places import find_places
from sayso.extract.times import find_times
from sayso.ledger.incidents import SAME_EVENT, Telling, chances, cluster
from sayso.ledger.incidents.acts import stem_of
from sayso.ledger.incidents.families import family_of
from sayso.ledger.incidents.telling import neighbours_of, someone_of, where_of
from sayso.ledger.incidents.wording import report_words_of, sentence_words_of
from sayso.ledger.stories import find_stories
from sayso.records import Event, Party, Place, Span, Time

VERBS = frozenset({"VERB", "AUX"})
NOUNS = frozenset({"NOUN", "PROPN"})
INNER = frozenset({"compound", "nmod", "amod"})
BEHIND = ("of", "on", "against", "in", "at", "for")

Located = TypeVar("Located", Place, Time)


def predict(items: Iterable[Item]) -> Iterator[tuple[str, Prediction]]:
    """Yield the gold mentions of each document with the clusters they fall into."""
    read = list(items)
    labels = {
        telling.event: f"{story}/{number}"
        for story, tellings in enumerate(by_story(read))
        for number, group in enumerate(groups_of(tellings))
        for telling in group
    }
    for item in read:
        mentions = [
            {"span": mention["span"], "cluster": labels[name_of(item, Span(*mention["span"]))]}
            for mention in item.gold.gold["mentions"]
        ]
        yield item.gold.id, {"mentions": mentions}


def groups_of(tellings: Sequence[Telling]) -> Iterator[list[Telling]]:
    """Yield the tellings of each event."""
    pairs = list(combinations(tellings, 2))
    scored = (
        (one.event, other.event, likely)
        for (one, other), likely in zip(pairs, chances(pairs, "event"), strict=True)
    )
    events = [telling.event for telling in tellings]
    for group in cluster(events, scored, threshold=SAME_EVENT, compared=len(events)):
        yield [tellings[place] for place in group]


def by_story(items: Sequence[Item]) -> Iterator[list[Telling]]:
    """Yield the tellings of each story, each once."""
    stories = find_stories(item.coded.report for item in items)
    home = {report: number for number, story in enumerate(stories) for report in story.reports}
    found: dict[int, dict[str, Telling]] = defaultdict(dict)
    for item in items:
        story = found[home[item.coded.report.id]]
        story.update((telling.event, telling) for telling in find_tellings(item))
    for number in sorted(found):
        yield list(found[number].values())


def name_of(item: Item, span: Span) -> str:
    """Return what a mention is called among all others."""
    return f"{item.coded.report.id}/{span.start:06}/{span.end:06}"


def find_tellings(item: Item) -> Iterator[Telling]:
    """Yield the telling of each gold mention of a document."""
    doc, report = item.doc, item.coded.report
    scene = Scene(item)
    words = report_words_of(report.title, report.text)
    coded = item.coded.events
    around = neighbours_of(stem_of(event.trigger.quote(report.text)) for event in coded)
    for mention in item.gold.gold["mentions"]:
        span = Span(*mention["span"])
        head = doc.tokens_in(span).root
        event = next((each for each in coded if each.trigger.overlaps(span)), None)
        actors, recipients = scene.parties_of(head, event)
        place, time = scene.place_of(head, event), scene.time_of(head, event)
        stem = stem_of(head.text)
        yield Telling(
            event=name_of(item, span),
            report=report.id,
            word=span.quote(doc.text).lower(),
            stem=stem,
            type=event.type if event else None,
            mode=event.mode if event else None,
            family=family_of(event.type, event.mode) if event else None,
            factuality=event.factuality if event else None,
            actors=tuple(map(someone_of, actors)),
            recipients=tuple(map(someone_of, recipients)),
            place=where_of(place),
            start=time.start if time else None,
            end=time.end if time else None,
            published=report.published.value if report.published else None,
            sentence_words=sentence_words_of(sentence_of(head, report.text).quote(report.text)),
            report_words=words,
            neighbours=around - {stem},
        )


def sentence_of(head: Token, text: str) -> Span:
    """Return the sentence of a mention as far as its line: headlines have no full stop."""
    sentence = head.sent
    start = text.rfind("\n", sentence.start_char, head.idx) + 1 or sentence.start_char
    end = text.find("\n", head.idx, sentence.end_char)
    return Span(start, end if end > 0 else sentence.end_char)


class Scene:
    """Who, where and when in one document, for words that no event is coded of."""

    def __init__(self, item: Item) -> None:
        self.text = item.doc.text
        self.doc = item.doc
        self.places = find_places(item.doc)
        self.times = find_times(item.doc)
        self.parties = Parties(item.doc, self.places)

    def parties_of(
        self, head: Token, event: Event | None
    ) -> tuple[Sequence[Party], Sequence[Party]]:
        """Return who acts and who suffers: as coded, or else as the clause has it."""
        actors, recipients = arguments_of(head)
        return (
            event.actors if event and event.actors else self.named(actors),
            event.recipients if event and event.recipients else self.named(recipients),
        )

    def named(self, heads: Iterable[Token]) -> list[Party]:
        """Return the parties, or things, that some nouns head."""
        return [party for head in heads for party in self.parties.all_of(head, things=True)]

    def place_of(self, head: Token, event: Event | None) -> Place | None:
        """Return where: as coded, or else the place that stands nearest in the sentence."""
        return event.place if event and event.place else self.nearest(head, self.places)

    def time_of(self, head: Token, event: Event | None) -> Time | None:
        """Return when: as coded, or else the time that stands nearest in the sentence."""
        return event.time if event and event.time else self.nearest(head, self.times)

    def nearest(self, head: Token, found: Sequence[Located]) -> Located | None:
        """Return what stands nearest to `head` in the parse of its sentence."""
        line = sentence_of(head, self.text)
        up = steps_up(head)
        here = (
            (distance(up, self.doc.tokens_in(each.span).root), each.span.start, number)
            for number, each in enumerate(found)
            if each.span is not None and line.covers(each.span)
        )
        best = min(here, default=None)
        return found[best[2]] if best else None


def arguments_of(head: Token) -> tuple[tuple[Token, ...], tuple[Token, ...]]:
    """Return who acts and what suffers around a word, by the parse alone."""
    if head.pos_ in VERBS:
        if is_passive(head):
            return agent_of(head), passive_subject_of(head)
        return subject_of(head), (*object_of(head), *dative_of(head))
    carrier = support_verb(head)
    actors = (*possessor_of(head), *prepositional(head, "by"))
    if carrier is not None and not actors:
        actors = subject_of(carrier)
    inner = tuple(child for child in head.children if child.dep_ in INNER and child.pos_ in NOUNS)
    return actors, (*(noun for word in BEHIND for noun in prepositional(head, word)), *inner)
