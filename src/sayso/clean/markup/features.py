"""Blocks -> numbers that a model can weigh: their looks, their place, their neighbours, the votes.

No word of the text is looked at, and no name of a site: only length, signs, links, tags, hints
of class names, and how blocks lie together. The page must not have more than a few thousand
blocks: see `chooser`.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from sayso.clean.markup.blocks import Block
from sayso.clean.markup.facts import Bools, Floats, Indices, Page, parent_of
from sayso.clean.markup.hints import hint_bit, hint_names

SENTENCE_END = re.compile(r"[.!?…。！？؟।][\"”’»)\]]?(?:\s|$)")
HEAD = 60  # characters looked at for capitals
MAX_COUNTED = 3_000  # characters in which sentences are counted
FAR = 30  # blocks
TAGS = """p li div td h1 h2 h3 h4 figcaption blockquote span section article dd pre a button label
    time header""".split()
SHIFTS = (1, 2, 3, -1, -2, -3)
CORE_NAMES = """length words link stopped ended commas element_worth parent_worth
    grandparent_worth climb drop declared_vote"""  # also of the neighbours
CORE = tuple(CORE_NAMES.split())
PLACE_NAMES = """bold breaks copies depth from_headline below_headline headline titled place before
    after siblings parent_siblings from_first from_last unshown itemprop article main aside
    declared blocks best_worth text"""
PLACE = tuple(PLACE_NAMES.split())
LOOK_NAMES = """colon question sentences digits capitals lower upper quote word_length bar
    copyright at dots colon_early"""
LOOKS = tuple(LOOK_NAMES.split())
LENGTH, WORDS, LINK, ENDED, PARENT_WORTH, DECLARED = (
    CORE.index(name)
    for name in ("length", "words", "link", "ended", "parent_worth", "declared_vote")
)
STATES = ("unshown", "itemprop-body", "<article>", "<main>", "<aside>")


def looks(text: str) -> tuple[float, ...]:
    """Return what a block looks like, whatever stands around it, in the order of `LOOKS`."""
    head, start = text[:HEAD], text[0]
    return (
        text[-1] == ":",
        text[-1] == "?",
        len(SENTENCE_END.findall(text)) if len(text) < MAX_COUNTED else 9,
        sum(map(str.isdigit, head)) / len(head),
        sum(map(str.isupper, head)) / len(head),
        start.islower(),
        start.isupper(),
        start in "\"“„«'‘",
        len(text) / (text.count(" ") + 1),
        "|" in text,
        "©" in text,
        "@" in text,
        text.endswith(("...", "…")),
        ":" in text[:30],
    )


def core_features(page: Page) -> Floats:
    """Return for each block what counts of its neighbours too, in the order of `CORE`."""
    parents = np.array(page.parents)
    homes = page.homes
    climbs, drops = zip(*page.ways, strict=True)
    columns = (
        np.log1p(page.sizes),
        [block.text.count(" ") + 1 for block in page.blocks],
        page.links,
        page.stopped,
        [block.text[-1] in '.!?…"”»。' for block in page.blocks],
        [block.text.count(",") for block in page.blocks],
        page.worth[homes],
        page.worth[parents[homes]],
        page.worth[parents[parents[homes]]],
        climbs,
        drops,
        page.declared,
    )
    return np.array(columns, np.float32).T


def place_features(page: Page) -> Floats:
    """Return for each block where it stands, in the order of `PLACE`."""
    blocks, total = page.blocks, len(page.blocks)
    homes, index = page.homes, np.arange(total)
    kids = np.bincount(homes, minlength=len(page.elements))
    copies = Counter(page.keys)
    headline = page.headline()
    within = [place for place, (climb, _) in enumerate(page.ways) if climb == 0]
    first, last = (within[0], within[-1]) if within else (0, total)
    before = np.cumsum(page.sizes) - page.sizes
    around = np.array(page.around, np.int64)[homes]
    named = headline is not None
    from_headline = (index - headline) / 10 if headline is not None else np.full(total, -5)
    columns = (
        [block.bold for block in blocks],
        [min(block.breaks, 3) for block in blocks],
        [min(copies[key], 5) for key in page.keys],
        np.array(page.depths)[homes],
        from_headline,
        named & (from_headline > 0),
        named & (from_headline == 0),
        page.titled,
        index / total,
        before / page.text,
        1 - (before + page.sizes) / page.text,
        kids[homes],
        kids[np.array(page.parents)[homes]],
        index - first,
        last - index,
        *((around & hint_bit(name)) > 0 for name in STATES),
        np.full(total, page.has_declared),
        np.full(total, total),
        np.full(total, page.best_worth),
        np.full(total, math.log1p(page.text)),
    )
    return np.array(columns, np.float32).T


def bit_columns(values: Sequence[int]) -> Floats:
    """Return hints as columns of 0 and 1."""
    places = np.arange(len(hint_names()))
    return (np.array(values, np.int64)[:, None] >> places & 1).astype(np.float32)


def tag_columns(blocks: Sequence[Block]) -> tuple[Floats, Indices]:
    """Return the tags of the blocks as columns of 0 and 1, and as numbers."""
    places = {tag: index for index, tag in enumerate(TAGS)}
    numbers = np.array([places.get(block.element.tag, len(TAGS)) for block in blocks])
    return np.eye(len(TAGS) + 1, dtype=np.float32)[numbers], numbers


def shifted(values: Floats, step: int) -> Floats:
    """Return the rows that stand `step` blocks above (below, where negative), -1 for none."""
    moved = np.full_like(values, -1)
    if abs(step) < len(values):
        if step > 0:
            moved[step:] = values[:-step]
        else:
            moved[:step] = values[-step:]
    return moved


def numbered(groups: Sequence[object]) -> Indices:
    """Return the number of each block's group, from 0."""
    numbers: dict[object, int] = {}
    return np.array([numbers.setdefault(group, len(numbers)) for group in groups])


def group_means(groups: Indices, values: Floats) -> Floats:
    """Return for each block the mean of `values` over its group, behind their number."""
    sizes = np.bincount(groups).astype(np.float32)
    sums = np.zeros((len(sizes), values.shape[1]), np.float32)
    np.add.at(sums, groups, values)
    return np.concatenate([sizes[groups, None], (sums / sizes[:, None])[groups]], axis=1)


def group_maxima(groups: Indices, values: Floats) -> Floats:
    """Return for each block the maxima of `values` over the blocks of its group."""
    most = np.full((int(groups.max()) + 1, values.shape[1]), -np.inf, np.float32)
    np.maximum.at(most, groups, values)
    maxima: Floats = most[groups]
    return maxima


def signature(block: Block) -> tuple[object, ...]:
    """Return what blocks that are set alike have in common."""
    element, parent = block.element, parent_of(block.element)
    looks_alike = (block.breaks > 0, block.bold > 0.9, block.link > 0.9)
    return (element.tag, element.hints, parent.tag, parent.hints, *looks_alike)


def neighbours_alike(page: Page, tags: Indices) -> Floats:
    """Return whether the blocks above and below share parent, tag and element with each."""
    parents = np.array(page.parents)[page.homes]
    keys = np.array([parents, tags, page.homes], np.float32).T
    return np.concatenate([shifted(keys, -1) == keys, shifted(keys, 1) == keys], axis=1)


def windows(core: Floats) -> Floats:
    """Return how much finished text stands around and above each block."""
    good = core[:, LENGTH] * (1 - core[:, LINK]) * core[:, ENDED]
    sums = np.concatenate([[0.0], np.cumsum(good)])
    index = np.arange(len(core))
    columns = [sums[np.minimum(len(core), index + size)] - sums[index] for size in (5, 15)]
    columns += [sums[index] - sums[np.maximum(0, index - size)] for size in (5, 15)]
    return np.stack(columns, axis=1).astype(np.float32)


def distances(votes: Floats) -> Floats:
    """Return how far each block lies above the first and below the last that a vote keeps."""
    index = np.arange(len(votes))
    columns = []
    for column in votes.T:
        kept = np.flatnonzero(column > 0)
        if len(kept):
            columns += [np.clip(kept[0] - index, 0, FAR), np.clip(index - kept[-1], 0, FAR)]
        else:
            columns += [np.full(len(votes), -1)] * 2
    return np.stack(columns, axis=1).astype(np.float32)


def features_of(page: Page, seen: Bools) -> Floats:
    """Return the features of the blocks of `page` that are `seen`, a row each."""
    blocks = page.blocks
    few = [block for block, wanted in zip(blocks, seen.tolist(), strict=True) if wanted]
    if not few:
        return np.zeros((0, feature_count(len(page.votes))), np.float32)
    core, (tags, tag_numbers) = core_features(page), tag_columns(blocks)
    votes = np.array(page.votes, np.float32).T
    near = [block.element.hints | parent_of(block.element).hints for block in few]
    told = np.concatenate([core, votes], axis=1)
    alike = numbered([signature(block) for block in blocks])
    summed = np.concatenate([core[:, [LENGTH, ENDED, LINK, DECLARED]], votes], axis=1)
    mass = np.array(page.mass, np.float64) / (page.mass[0] or 1)
    parents = np.array(page.parents)[page.homes]
    shares = np.array([mass[page.homes], mass[parents]], np.float32).T
    of_all = [
        core,
        place_features(page),
        tags,
        votes,
        *(shifted(told, step) for step in SHIFTS),
        shares,
        group_means(alike, summed),
        group_maxima(alike, core[:, [PARENT_WORTH, WORDS]]),
        group_means(numbered(parents.tolist()), summed),
        neighbours_alike(page, tag_numbers),
        windows(core),
        distances(votes),
    ]
    of_few = [
        np.array([looks(block.text) for block in few], np.float32),
        bit_columns(near),
        bit_columns([page.paths[block.element.index] for block in few]),
    ]
    return np.concatenate([np.concatenate(of_all, axis=1)[seen], *of_few], axis=1)


def feature_count(extractors: int) -> int:
    """Return how many columns `features_of` gives with so many extractors' votes."""
    own = len(CORE) + len(PLACE) + len(LOOKS)
    marks = len(TAGS) + 1 + 2 * len(hint_names())
    shifts = len(SHIFTS) * (len(CORE) + extractors)
    groups = 2 * (5 + extractors) + 2
    return own + marks + extractors + shifts + 2 + groups + 6 + 4 + 2 * extractors
