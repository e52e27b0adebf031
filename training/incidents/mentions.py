"""Gold mentions of ECB+ as tellings, with the event that each is of.

Where a sentence was not checked by a second annotator, a mention that stands alone may have been
overlooked elsewhere: such are left out. Those that share their event with others are kept.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt
from bench.quality.adapters.coref import find_tellings
from bench.quality.coding import Item, Workspace
from bench.quality.corpus import read_documents

from sayso.ledger.incidents.telling import Telling

Pairs = npt.NDArray[np.intp]
Flags = npt.NDArray[np.bool_]

FOLDS = 4  # of topics, for cross-validation


class Mention(msgspec.Struct, frozen=True):
    """One gold mention."""

    telling: Telling
    cluster: str
    topic: str
    story: str
    checked: bool  # by a second annotator


def read_mentions(corpus: Path, kept: Path | None) -> list[Mention]:
    """Return the mentions of an ECB+ file that can be learnt from.

    They are taken from the folder `kept` where they are there already, and else left there.
    Raises `OSError` where the file cannot be read.
    """
    cache = kept / "mentions.json" if kept else None
    if cache is not None and cache.exists():
        return msgspec.json.decode(cache.read_bytes(), type=list[Mention])
    found = choose(
        mention
        for item in Workspace().items(read_documents(corpus))
        for mention in mentions_of(item)
    )
    if cache is not None:
        cache.write_bytes(msgspec.json.encode(found))
    return found


def mentions_of(item: Item) -> Iterator[Mention]:
    """Yield the mentions of one document."""
    for mention, telling in zip(item.gold.gold["mentions"], find_tellings(item), strict=True):
        yield Mention(
            telling=telling,
            cluster=mention["cluster"],
            topic=str(item.gold.meta["topic"]),
            story=item.gold.meta["subtopic"],
            checked=mention.get("validated", False),
        )


def choose(found: Iterable[Mention]) -> list[Mention]:
    """Return the mentions that were checked, and those that share their event with others."""
    known = list(found)
    sizes = Counter(mention.cluster for mention in known)
    return [each for each in known if each.checked or sizes[each.cluster] > 1]


def pairs_within(stories: Sequence[str]) -> Pairs:
    """Return each two places of one story, in order."""
    members: dict[str, list[int]] = {}
    for place, story in enumerate(stories):
        members.setdefault(story, []).append(place)
    return np.array([pair for group in members.values() for pair in combinations(group, 2)])


def folds_of(topics: Sequence[str], folds: int) -> npt.NDArray[np.intp]:
    """Return the fold of each mention: that of its topic, topics dealt out by size."""
    sizes = {topic: topics.count(topic) for topic in dict.fromkeys(topics)}
    loads = [0] * folds
    homes: dict[str, int] = {}
    for topic in sorted(sizes, key=lambda each: (-sizes[each], each)):
        homes[topic] = loads.index(min(loads))
        loads[homes[topic]] += sizes[topic] ** 2
    return np.array([homes[topic] for topic in topics])


def sampled(same: Flags, share: float, seed: int) -> tuple[Flags, npt.NDArray[np.float64]]:
    """Return which pairs are learnt from, all of one event and a share of the others; weights."""
    drawn = same | (np.random.default_rng(seed).random(len(same)) < share)
    return drawn, np.where(same, 1.0, 1 / share)
