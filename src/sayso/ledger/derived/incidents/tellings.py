"""Events as linkage reads them: with the words of their sentence and of their report."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from sayso.ledger.derived.incidents.facts import DAY, EventFacts, ReportFacts
from sayso.ledger.derived.incidents.wordings import Text
from sayso.ledger.incidents import Telling
from sayso.ledger.incidents.acts import stem_of
from sayso.ledger.incidents.families import family_of
from sayso.ledger.incidents.sketches import name_words
from sayso.ledger.incidents.telling import neighbours_of
from sayso.ledger.incidents.wording import sentence_words_of, weight_of

SHOWN: Final = 4  # words of a kind that a reason names

Families = dict[str, list[EventFacts]]


class Reading(NamedTuple):
    """What linkage reads of a report."""

    report: ReportFacts
    text: Text
    words: frozenset[str]
    events: Sequence[EventFacts]


class Tellings:
    """The tellings of the reports at hand, each made when it is first asked for."""

    def __init__(self, stories: Mapping[int, Reading]) -> None:
        self.stories = stories
        self.made: dict[int, Telling] = {}
        self.signed: dict[int, frozenset[str]] = {}
        self.alike: dict[tuple[str, str], list[str]] = {}
        self.named: dict[str, frozenset[str]] = {}
        self.stems: dict[int, frozenset[str]] = {}
        self.sentences: dict[tuple[int, int], frozenset[str]] = {}
        self.grouped: dict[int, Families] = {}

    def of(self, event: EventFacts) -> Telling:
        """Return the telling of an event."""
        found = self.made.get(event.number)
        if found is None:
            found = self.made[event.number] = self.make(event)
        return found

    def make(self, event: EventFacts) -> Telling:
        """Return a new telling of an event."""
        story = self.stories[event.report]
        stem = stem_of(event.word)
        return Telling(
            event=event.id,
            report=story.report.id,
            word=event.word.lower(),
            stem=stem,
            type=event.type,
            mode=event.mode,
            family=family_of(event.type, event.mode),
            factuality=event.factuality,
            actors=event.actors,
            recipients=event.recipients,
            place=event.place,
            start=event.start,
            end=event.end,
            published=story.report.published if story.report.day else None,
            sentence_words=self.sentence_words(event, story),
            report_words=story.words,
            neighbours=self.neighbours(story) - {stem},
            numbers=event.numbers,
        )

    def signs(self, event: EventFacts) -> frozenset[str]:
        """Return what two events must share a part of: act, words of the sentence, place, day."""
        found = self.signed.get(event.number)
        if found is None:
            told = self.of(event)
            own = [f"act {told.stem}"]
            if event.place is not None:
                own.append(f"place {event.place.geonames_id or event.place.name}")
            if event.start is not None:
                own.append(f"day {event.start[:DAY]}")
            found = self.signed[event.number] = told.sentence_words.union(own)
        return found

    def sentence_words(self, event: EventFacts, story: Reading) -> frozenset[str]:
        """Return the telling words of the sentence that an event stands in."""
        key = event.report, event.sentence.start
        found = self.sentences.get(key)
        if found is None:
            found = self.sentences[key] = sentence_words_of(event.sentence.quote(story.text.text))
        return found

    def neighbours(self, story: Reading) -> frozenset[str]:
        """Return the stems of the events of a report."""
        found = self.stems.get(story.report.number)
        if found is None:
            found = neighbours_of([stem_of(event.word) for event in story.events])
            self.stems[story.report.number] = found
        return found

    def families(self, report: int) -> Families:
        """Return the events of a report that may found or join an incident, by family."""
        found = self.grouped.get(report)
        if found is None:
            found = self.grouped[report] = defaultdict(list)
            for event in self.stories[report].events:
                if is_telling(event):
                    found[family_of(event.type, event.mode)].append(event)
        return found

    def story(self, one: Telling, other: Telling) -> list[str]:
        """Return the most telling words that the reports of two tellings share."""
        key = one.report, other.report
        found = self.alike.get(key)
        if found is None:
            found = most_telling(one.report_words & other.report_words)
            self.alike[key] = found
        return found

    def names(self, telling: Telling) -> frozenset[str]:
        """Return the words of the names of all who act or suffer."""
        found = self.named.get(telling.event)
        if found is None:
            parties = (*telling.actors, *telling.recipients)
            found = frozenset().union(*(name_words(party.name) for party in parties))
            self.named[telling.event] = found
        return found


def is_telling(event: EventFacts) -> bool:
    """Tell whether an event may be part of an incident: a general statement is not."""
    return event.factuality != "general"


def most_telling(words: Iterable[str]) -> list[str]:
    """Return the most telling of some words."""
    return sorted(words, key=lambda word: (-weight_of(word), word))[:SHOWN]
