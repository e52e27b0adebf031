"""Blocks -> numbers that a model can weigh: their looks, their place, their neighbours, the votes.

No word of the text is looked at, and no name of a site: only length, signs, links, tags, hints
of class names, and how blocks lie together. The page must not have more than a few thousand
blocks: see `chooser`.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from sayso.clean.markup.blocks import Block, Element, Markup
from sayso.clean.markup.hints import hint_bit, hint_names
from sayso.clean.markup.votes import keys_of, squeezed, votes_of

Matrix = npt.NDArray[np.float32]
Indices = npt.NDArray[np.intp]

STOPPED = re.compile(r"[.!?…。！？؟।:;,][\"”’»)\]\s]{0,4}$")
SENTENCE_END = re.compile(r"[.!?…。！？؟।][\"”’»)\]]?(?:\s|$)")
TAIL = 6  # characters looked at for the end of a sentence
HEAD = 60  # characters looked at for capitals
MAX_COUNTED = 3_000  # characters in which sentences are counted
WORTH = 25  # characters: shorter blocks add nothing to what their element is worth
MAX_WORTH = 400
HEADLINE = 10  # letters of a line that can be told to be the page's title
MOST = 0.6  # of the page's text: hints of an element that holds more say nothing
FAR = 30  # blocks
TAGS = """p li div td h1 h2 h3 h4 figcaption blockquote span section article dd pre a button label
    time header""".split()
TEXT_ELEMENTS = frozenset(("div", "td", "section", "article", "body", "main", "pre"))
SHIFTS = (1, 2, 3, -1, -2, -3)
POOR = ("comment", "related", "<footer>", "<nav>", "<aside>")
POOR_SHARE = 0.4  # of its worth that an element in such a part keeps
OWN_NAMES = """length words link bold breaks stopped ended colon question sentences commas digits
    capitals lower upper quote word_length bar copyright at dots colon_early copies element_worth
    parent_worth grandparent_worth climb drop depth from_headline below_headline headline titled
    place before after siblings parent_siblings from_first from_last unshown itemprop article main
    aside declared declared_vote blocks best_worth text"""
OWN = tuple(OWN_NAMES.split())
LENGTH, WORDS, LINK, ENDED, DECLARED = (
    OWN.index(name) for name in ("length", "words", "link", "ended", "declared_vote")
)
SHIFTED = tuple(
    OWN.index(name)
    for name in """length words link stopped ended commas element_worth parent_worth
    grandparent_worth climb drop declared_vote""".split()
)


class Page:
    """What the features of all blocks of one page are computed from."""

    def __init__(self, markup: Markup, declared: str, articles: Sequence[str]) -> None:
        self.blocks, self.elements = markup.blocks, markup.elements
        self.keys = keys_of(self.blocks)
        self.title = squeezed(markup.title)
        self.text = sum(len(block.text) for block in self.blocks) or 1
        self.has_declared = bool(declared)
        self.declared = votes_of(self.keys, declared)
        self.votes = [votes_of(self.keys, article) for article in articles]
        self.mass = self.masses()
        self.paths = self.path_hints()
        self.worth = self.worths()
        self.best = max(self.elements, key=lambda one: self.worth[one.index])
        self.climbs = climbs_from(self.best)

    def masses(self) -> list[float]:
        """Return how much text outside of links each element holds."""
        mass = [0.0] * len(self.elements)
        for block in self.blocks:
            mass[block.element.index] += len(block.text) * (1 - block.link)
        for element in reversed(self.elements):
            if element.parent is not None:
                mass[element.parent.index] += mass[element.index]
        return mass

    def path_hints(self) -> list[int]:
        """Return the hints of each element and of those around it that hold but a part."""
        limit = MOST * (self.mass[0] or 1)
        paths = [0] * len(self.elements)
        for element in self.elements:
            if element.parent is not None and self.mass[element.index] < limit:
                paths[element.index] = element.hints | paths[element.parent.index]
        return paths

    def worths(self) -> list[float]:
        """Return how far each element looks like the one that holds the article."""
        worth = [0.0] * len(self.elements)
        for block in self.blocks:
            if len(block.text) >= WORTH:
                add_worth(worth, block)
        poor = sum(hint_bit(name) for name in POOR)
        return [
            value * POOR_SHARE if path & poor else value
            for value, path in zip(worth, self.paths, strict=True)
        ]

    def headline(self) -> int | None:
        """Return the index of the block that is the page's headline."""
        named = [
            index
            for index, key in enumerate(self.keys)
            if len(key) > HEADLINE and (key in self.title or self.title[:HEAD] in key)
        ]
        if not self.title:
            return None
        bit = hint_bit("<h1>")
        marked = (index for index in named if self.blocks[index].element.hints & bit)
        return next(marked, named[0] if named else None)


def add_worth(worth: list[float], block: Block) -> None:
    """Add what `block` tells about its element and those around it."""
    value = min(len(block.text) * (1 - block.link) ** 2, MAX_WORTH)
    value *= 1.0 if STOPPED.search(block.text[-TAIL:]) else 0.5
    element = block.element
    if block.breaks or element.tag in TEXT_ELEMENTS:
        worth[element.index] += 0.9 * value
    around = element.parent or element
    for share in (1.0, 0.5, 0.25):
        worth[around.index] += share * value
        if around.parent is None:
            return
        around = around.parent


def climbs_from(element: Element) -> dict[int, int]:
    """Return for `element` and all around it how many steps up they are."""
    steps: dict[int, int] = {}
    around = element
    while True:
        steps[around.index] = len(steps)
        if around.parent is None:
            return steps
        around = around.parent


def depths_of(elements: Sequence[Element]) -> list[int]:
    """Return how deep each element is nested."""
    depths = [0] * len(elements)
    for element in elements:
        if element.parent is not None:
            depths[element.index] = depths[element.parent.index] + 1
    return depths


def parent_of(element: Element) -> Element:
    """Return the element around `element`, itself at the root."""
    return element.parent or element


def looks(text: str) -> tuple[float, ...]:
    """Return what a block looks like, whatever stands around it."""
    size, words = len(text), text.count(" ") + 1
    head, start = text[:HEAD], text[0]
    return (
        STOPPED.search(text[-TAIL:]) is not None,
        text[-1] in '.!?…"”»。',
        text[-1] == ":",
        text[-1] == "?",
        len(SENTENCE_END.findall(text)) if size < MAX_COUNTED else 9,
        text.count(","),
        sum(map(str.isdigit, head)) / len(head),
        sum(map(str.isupper, head)) / len(head),
        start.islower(),
        start.isupper(),
        start in "\"“„«'‘",
        size / words,
        "|" in text,
        "©" in text,
        "@" in text,
        text.endswith(("...", "…")),
        ":" in text[:30],
    )


def own_features(page: Page) -> Matrix:
    """Return the features of each block by itself, in the order of `OWN`."""
    blocks, total = page.blocks, len(page.blocks)
    worth, best = page.worth, max(page.worth[page.best.index], 1.0)
    copies, depths = Counter(page.keys), depths_of(page.elements)
    kids = Counter(block.element.index for block in blocks)
    headline = page.headline()
    ways = [way_to(block.element, page.climbs) for block in blocks]
    within = [index for index, (climb, _) in enumerate(ways) if climb == 0]
    first, last = (within[0], within[-1]) if within else (0, total)
    bits = [hint_bit(name) for name in ("unshown", "itemprop-body", "<article>", "<main>")]
    bits.append(hint_bit("<aside>"))
    around = inherited_hints(page.elements)
    rows, before = [], 0
    for index, block in enumerate(blocks):
        text, key, element = block.text, page.keys[index], block.element
        parent, hints = parent_of(element), around[element.index]
        rows.append(
            (
                math.log1p(len(text)),
                text.count(" ") + 1,
                block.link,
                block.bold,
                min(block.breaks, 3),
                *looks(text),
                min(copies[key], 5),
                worth[element.index] / best,
                worth[parent.index] / best,
                worth[parent_of(parent).index] / best,
                *ways[index],
                depths[element.index],
                (index - headline) / 10 if headline is not None else -5,
                headline is not None and index > headline,
                index == headline,
                bool(page.title) and key in page.title,
                index / total,
                before / page.text,
                1 - (before + len(text)) / page.text,
                kids[element.index],
                kids[parent.index],
                index - first,
                last - index,
                *(hints & bit > 0 for bit in bits),
                page.has_declared,
                page.declared[index],
                total,
                best,
                math.log1p(page.text),
            )
        )
        before += len(text)
    return np.array(rows, np.float32)


def inherited_hints(elements: Sequence[Element]) -> list[int]:
    """Return the hints of each element and of all around it."""
    hints = [0] * len(elements)
    for element in elements:
        above = hints[element.parent.index] if element.parent is not None else 0
        hints[element.index] = element.hints | above
    return hints


def way_to(element: Element, climbs: dict[int, int]) -> tuple[int, int]:
    """Return the way from the best element to `element`: so many steps up, so many down."""
    down = 0
    while element.index not in climbs:
        down += 1
        element = parent_of(element)
    return climbs[element.index], down


def bit_columns(values: Sequence[int]) -> Matrix:
    """Return hints as columns of 0 and 1."""
    places = np.arange(len(hint_names()))
    return (np.array(values, np.int64)[:, None] >> places & 1).astype(np.float32)


def tag_columns(blocks: Sequence[Block]) -> tuple[Matrix, Indices]:
    """Return the tags of the blocks as columns of 0 and 1, and as numbers."""
    places = {tag: index for index, tag in enumerate(TAGS)}
    numbers = np.array([places.get(block.element.tag, len(TAGS)) for block in blocks])
    return np.eye(len(TAGS) + 1, dtype=np.float32)[numbers], numbers


def shifted(values: Matrix, step: int) -> Matrix:
    """Return the rows that stand `step` blocks above (below, where negative), -1 for none."""
    moved = np.full_like(values, -1)
    if abs(step) < len(values):
        if step > 0:
            moved[step:] = values[:-step]
        else:
            moved[:step] = values[-step:]
    return moved


def group_means(groups: Sequence[object], values: Matrix) -> Matrix:
    """Return for each block the mean of `values` over its group, behind their number."""
    numbers: dict[object, int] = {}
    places = np.array([numbers.setdefault(group, len(numbers)) for group in groups])
    sizes = np.bincount(places).astype(np.float32)
    sums = np.zeros((len(numbers), values.shape[1]), np.float32)
    np.add.at(sums, places, values)
    return np.concatenate([sizes[places, None], (sums / sizes[:, None])[places]], axis=1)


def group_maxima(groups: Sequence[object], values: Matrix) -> Matrix:
    """Return for each block the maxima of `values` over the blocks of its group."""
    numbers: dict[object, int] = {}
    places = np.array([numbers.setdefault(group, len(numbers)) for group in groups])
    most = np.full((len(numbers), values.shape[1]), -np.inf, np.float32)
    np.maximum.at(most, places, values)
    maxima: Matrix = most[places]
    return maxima


def signature(block: Block) -> tuple[object, ...]:
    """Return what blocks that are set alike have in common."""
    element, parent = block.element, parent_of(block.element)
    looks_alike = (block.breaks > 0, block.bold > 0.9, block.link > 0.9)
    return (element.tag, element.hints, parent.tag, parent.hints, *looks_alike)


def neighbours_alike(blocks: Sequence[Block], tags: Indices) -> Matrix:
    """Return whether the blocks above and below share parent, tag and element with each."""
    parents = [parent_of(block.element).index for block in blocks]
    elements = [block.element.index for block in blocks]
    keys = np.array([parents, tags.tolist(), elements], np.float32).T
    return np.concatenate([shifted(keys, -1) == keys, shifted(keys, 1) == keys], axis=1)


def windows(own: Matrix) -> Matrix:
    """Return how much finished text stands around and above each block."""
    good = own[:, LENGTH] * (1 - own[:, LINK]) * own[:, ENDED]
    sums = np.concatenate([[0.0], np.cumsum(good)])
    index = np.arange(len(own))
    columns = [sums[np.minimum(len(own), index + size)] - sums[index] for size in (5, 15)]
    columns += [sums[index] - sums[np.maximum(0, index - size)] for size in (5, 15)]
    return np.stack(columns, axis=1).astype(np.float32)


def distances(votes: Matrix) -> Matrix:
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


def features_of(page: Page) -> Matrix:
    """Return the features of the blocks of `page`, a row each."""
    blocks = page.blocks
    own, (tags, tag_numbers) = own_features(page), tag_columns(blocks)
    votes = np.array(page.votes, np.float32).T
    near = [block.element.hints | parent_of(block.element).hints for block in blocks]
    paths = [page.paths[block.element.index] for block in blocks]
    core = np.concatenate([own[:, SHIFTED], votes], axis=1)
    looks_alike = [signature(block) for block in blocks]
    parents = [parent_of(block.element).index for block in blocks]
    summed = np.concatenate([own[:, [LENGTH, ENDED, LINK, DECLARED]], votes], axis=1)
    worth = own[:, [OWN.index("parent_worth"), WORDS]]
    total = page.mass[0] or 1
    shares = [
        (page.mass[block.element.index] / total, page.mass[parent_of(block.element).index] / total)
        for block in blocks
    ]
    parts: list[Callable[[], Matrix]] = [
        lambda: bit_columns(near),
        lambda: bit_columns(paths),
        lambda: group_means(looks_alike, summed),
        lambda: group_maxima(looks_alike, worth),
        lambda: group_means(parents, summed),
        lambda: neighbours_alike(blocks, tag_numbers),
        lambda: windows(own),
        lambda: distances(votes),
    ]
    moved = [shifted(core, step) for step in SHIFTS]
    made = [part() for part in parts]
    columns = [own, tags, votes, *moved, np.array(shares, np.float32), *made]
    return np.concatenate(columns, axis=1, dtype=np.float32)


def feature_count(extractors: int) -> int:
    """Return how many columns `features_of` gives with so many extractors' votes."""
    marks = len(TAGS) + 1 + 2 * len(hint_names())
    shifts = len(SHIFTS) * (len(SHIFTED) + extractors)
    groups = 2 * (5 + extractors) + 2
    return len(OWN) + marks + extractors + shifts + 2 + groups + 6 + 4 + 2 * extractors
