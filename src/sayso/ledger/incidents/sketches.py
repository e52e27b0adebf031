"""A telling made ready to be compared with many: words of names as sets, days as numbers."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from sayso.ledger.incidents.acts import Vector, act_of, meaning_of, part_of, roots_of, stem_of
from sayso.ledger.incidents.telling import Someone, Telling
from sayso.ledger.incidents.wording import weigh, weight_of, words_in
from sayso.ledger.stories.terms import fold

NAME_READ = 12  # words of a name that are read
DAY = len("2026-04-12")

Words = frozenset[str]


class Sketch:
    """What is read off one telling once."""

    __slots__ = (
        "act",
        "actors",
        "countries",
        "first",
        "last",
        "meaning",
        "part",
        "parties",
        "parties_meaning",
        "phrase",
        "published",
        "recipients",
        "roots",
        "sentence_weight",
        "story_weight",
        "telling",
        "weight",
    )

    def __init__(self, telling: Telling) -> None:
        self.telling = telling
        self.weight = min((weight_of(fold(word)) for word in telling.stem.split()), default=0.0)
        self.roots = roots_of(telling.stem)
        self.act: Vector | None = act_of(telling.stem)
        self.part: Vector | None = part_of(telling.stem)
        self.phrase: Vector | None = part_of(stem_of(telling.word))
        self.actors = words_of(telling.actors)
        self.recipients = words_of(telling.recipients)
        self.parties = self.actors | self.recipients
        self.countries = frozenset(
            party.country for party in (*telling.actors, *telling.recipients) if party.country
        )
        self.parties_meaning = meaning_of(self.parties)
        self.meaning = meaning_of(telling.sentence_words)
        self.sentence_weight = weigh(telling.sentence_words)
        self.story_weight = weigh(telling.report_words)
        self.first, self.last = days_of(telling.start, telling.end)
        self.published = day_of(telling.published)


@lru_cache(maxsize=16_384)
def sketch_of(telling: Telling) -> Sketch:
    """Return `telling` made ready; those asked for lately are kept."""
    return Sketch(telling)


@lru_cache(maxsize=65_536)
def name_words(name: str) -> Words:
    """Return the telling words of a name, folded."""
    return frozenset(words_in(name, NAME_READ))


def words_of(parties: Iterable[Someone]) -> Words:
    """Return the telling words of all names of one side."""
    return frozenset().union(*(name_words(party.name) for party in parties))


def days_of(start: str | None, end: str | None) -> tuple[int | None, int | None]:
    """Return the first and the last day of a time, counted; None where it is not known."""
    first, after = day_of(start), day_of(end)
    if first is None or after is None:
        return None, None
    begins_day = end is not None and (len(end) == DAY or end[DAY:].startswith("T00:00"))
    return first, max(first, after - begins_day)


@lru_cache(maxsize=65_536)
def day_of(stamp: str | None) -> int | None:
    """Return the day of an ISO 8601 date or date-time, counted; None for what is none."""
    if stamp is None:
        return None
    try:
        return date.fromisoformat(stamp[:DAY]).toordinal()
    except ValueError:
        return None
