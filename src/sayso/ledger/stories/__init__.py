"""Which reports tell the same story: the same happening and what comes of it.

Words, names and dates decide; copies of one text are the simplest case of it. A story is wider
than an incident: the trial belongs to the story of the crime.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from sayso.ledger.stories.closeness import find_close
from sayso.ledger.stories.linkage import Agglomeration, Weights
from sayso.ledger.stories.terms import Term, Vector, vectors_of
from sayso.records import Record, Report

__all__ = ["STORY_WEIGHTS", "Story", "find_stories"]

# Found by `python -m bench.quality.story_weights`, which tells too what they reach on stories that
# they were not fitted on.
STORY_WEIGHTS = Weights(
    closeness=2.92, contrast=3.83, single=-1.4, size=-3.43, ratio=1.04, gap=-0.43, bias=11.64
)
SHOWN = 8  # terms that a story is known by


class Story(Record, frozen=True):
    """Reports of one story."""

    reports: tuple[str, ...]  # ids, sorted
    terms: tuple[str, ...]  # what the most of them share, the most telling first: the reason


def find_stories(reports: Iterable[Report], weights: Weights = STORY_WEIGHTS) -> tuple[Story, ...]:
    """Return the stories of `reports`, each report in one, by lowest id.

    The result does not depend on the order of `reports`, but on all of them: how telling a word
    is, is counted over them.
    """
    known = [report for _, report in sorted({report.id: report for report in reports}.items())]
    vectors = vectors_of(known)
    linked = Agglomeration([day_of(report) for report in known], weights)
    for one, other, closeness in find_close(vectors):
        linked.add_pair(one, other, closeness)
    return tuple(
        Story(
            reports=tuple(known[number].id for number in group),
            terms=shared_terms([vectors[number] for number in group]),
        )
        for group in linked.run()
    )


def day_of(report: Report) -> int | None:
    """Return the ordinal of the day of publication; None where it is not known to the day."""
    stamp = report.published
    if stamp is None or stamp.precision not in ("day", "minute"):
        return None
    return datetime.fromisoformat(stamp.value).toordinal()


def shared_terms(vectors: Sequence[Vector]) -> tuple[str, ...]:
    """Return the words that weigh most in at least two of `vectors`; none for a single one."""
    weights: defaultdict[Term, float] = defaultdict(float)
    holders: Counter[Term] = Counter()
    for vector in vectors:
        for term, weight in vector.items():
            if term[0] == "words":
                weights[term] += weight
                holders[term] += 1
    shared = (term for term in weights if holders[term] > 1)
    ranked = sorted(shared, key=lambda term: (-weights[term], term))
    return tuple(word for _, word in ranked[:SHOWN])
