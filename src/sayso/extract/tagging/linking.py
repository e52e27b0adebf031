"""Spans -> relations: the source of each cue and the cue of each content, by trained scores.

A cue looks for its source among the sources of the window, or for none; a content looks for its
cue. Both compare vectors of the encoder, averaged over the words of a span, and how far apart
the spans stand, which the weights know too.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from sayso.extract.tagging.labels import Floats, Stretch

WIDTH = 64  # of the vector that each side of a link compares
CUE_FOR_SOURCE, SOURCE, CONTENT, CUE_FOR_CONTENT = range(4)  # blocks of `WIDTH` columns
SOURCE_LINK, CONTENT_LINK = 0, 1
NEAR_BUCKETS = 9  # of distances, for each direction


@dataclass(slots=True)
class Link:
    """A cue with its source and the parts of its content, as stretches of one window."""

    cue: Stretch
    source: Stretch | None
    content: list[Stretch] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class LinkWeights:
    """What the scores of links need besides the vectors."""

    none: Floats  # (2,): the score of having no partner
    distance: Floats  # (2, 2 * NEAR_BUCKETS)


def link_stretches(
    stretches: Sequence[Stretch], vectors: Floats, weights: LinkWeights
) -> list[Link]:
    """Return one link a cue that has content, in the order of the cues.

    `vectors` is `(words, 4 * WIDTH)` of the window that the stretches lie in.
    """
    cues = [stretch for stretch in stretches if stretch.role == "cue"]
    sources = [stretch for stretch in stretches if stretch.role == "source"]
    links = [Link(cue, source_of(cue, sources, vectors, weights)) for cue in cues]
    for content in stretches:
        if content.role == "content" and cues:
            scores = pair_scores(
                content, cues, vectors, (CONTENT, CUE_FOR_CONTENT), weights.distance[CONTENT_LINK]
            )
            links[int(np.argmax(scores))].content.append(content)
    return [link for link in links if link.content]


def source_of(
    cue: Stretch, sources: Sequence[Stretch], vectors: Floats, weights: LinkWeights
) -> Stretch | None:
    """Return the source that fits `cue` best, None where having none fits better."""
    if not sources:
        return None
    scores = pair_scores(
        cue, sources, vectors, (CUE_FOR_SOURCE, SOURCE), weights.distance[SOURCE_LINK]
    )
    best = int(np.argmax(scores))
    return sources[best] if scores[best] > weights.none[SOURCE_LINK] else None


def pair_scores(
    one: Stretch,
    others: Sequence[Stretch],
    vectors: Floats,
    blocks: tuple[int, int],
    distance: Floats,
) -> list[float]:
    """Return how well `one` goes with each of `others`."""
    asks = vector_of(one, vectors, blocks[0])
    return [
        float(asks @ vector_of(other, vectors, blocks[1])) / math.sqrt(WIDTH)
        + float(distance[bucket(other.start - one.start)])
        for other in others
    ]


def vector_of(stretch: Stretch, vectors: Floats, block: int) -> Floats:
    """Return the mean over the words of a stretch of one block of columns."""
    mean: Floats = vectors[stretch.start : stretch.end, block * WIDTH : (block + 1) * WIDTH].mean(
        axis=0
    )
    return mean


def bucket(distance: int) -> int:
    """Return the number of the bucket of a distance in words; negative is before."""
    near = min(NEAR_BUCKETS - 1, int(math.log2(abs(distance) + 1) * 1.2))
    return near if distance < 0 else NEAR_BUCKETS + near
