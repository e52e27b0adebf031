"""What is known of all blocks of a page together: whose they are, what their elements hold.

From this `features` makes the numbers that a model weighs.
"""

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from sayso.clean.markup.blocks import Block, Element, Markup
from sayso.clean.markup.hints import hint_bit
from sayso.clean.markup.votes import keys_of, squeezed, votes_of

Floats = npt.NDArray[np.float32]
Indices = npt.NDArray[np.intp]
Bools = npt.NDArray[np.bool_]

STOPPED = re.compile(r"[.!?…。！？؟।:;,][\"”’»)\]\s]{0,4}$")
TAIL = 6  # characters looked at for the end of a sentence
HEAD = 60  # letters of the title that a headline must have
WORTH = 25  # characters: shorter blocks add nothing to what their element is worth
MAX_WORTH = 400
HEADLINE = 10  # letters of a line that can be told to be the page's title
MOST = 0.6  # of the page's text: hints of an element that holds more say nothing
TEXT_ELEMENTS = frozenset(("div", "td", "section", "article", "body", "main", "pre"))
POOR = ("comment", "related", "<footer>", "<nav>", "<aside>")
POOR_SHARE = 0.4  # of its worth that an element in such a part keeps
NEAR = 4  # blocks from one that an extractor keeps
SHORT = 40  # characters of a block that needs company to be looked at
MENU = 100  # characters of a link that no extractor keeps, and nobody needs to look at
MOSTLY_LINK = 0.8
WORTHLESS = 0.05


def parent_of(element: Element) -> Element:
    """Return the element around `element`, itself at the root."""
    return element.parent or element


class Page:
    """A page's blocks and elements, measured. Lists and arrays are by index of either."""

    def __init__(self, markup: Markup, declared: str, articles: Sequence[str]) -> None:
        self.blocks, self.elements = markup.blocks, markup.elements
        self.keys = keys_of(self.blocks)
        self.title = squeezed(markup.title)
        self.titled = [bool(self.title) and key in self.title for key in self.keys]
        self.sizes = np.array([len(block.text) for block in self.blocks])
        self.links = np.array([block.link for block in self.blocks], np.float32)
        self.stopped = [STOPPED.search(block.text[-TAIL:]) is not None for block in self.blocks]
        self.text = int(self.sizes.sum()) or 1
        self.has_declared = bool(declared)
        self.declared = votes_of(self.keys, declared)
        self.votes = [votes_of(self.keys, article) for article in articles]
        self.parents = [(element.parent or element).index for element in self.elements]
        self.homes = np.array([block.element.index for block in self.blocks])
        self.mass = self.masses()
        self.depths, self.around, self.paths = self.descend()
        worth = self.worths()
        self.best = max(range(len(worth)), key=worth.__getitem__)
        self.best_worth = max(worth[self.best], 1.0)
        self.worth = np.array(worth) / self.best_worth
        self.ways = self.ways_from_best()

    def masses(self) -> list[float]:
        """Return how much text outside of links each element holds."""
        mass = [0.0] * len(self.elements)
        for block in self.blocks:
            mass[block.element.index] += len(block.text) * (1 - block.link)
        for index in range(len(mass) - 1, 0, -1):
            if mass[index]:
                mass[self.parents[index]] += mass[index]
        return mass

    def descend(self) -> tuple[list[int], list[int], list[int]]:
        """Return how deep each element is nested, and two sorts of hints around it.

        Those of itself and of all around it; and those of itself and of what is around it, up to
        the first element that holds most of the page.
        """
        limit = MOST * (self.mass[0] or 1)
        depths, around, paths = [0], [self.elements[0].hints], [0]
        for element, parent, mass in zip(
            self.elements[1:], self.parents[1:], self.mass[1:], strict=True
        ):
            depths.append(depths[parent] + 1)
            around.append(element.hints | around[parent])
            paths.append(element.hints | paths[parent] if mass < limit else 0)
        return depths, around, paths

    def worths(self) -> list[float]:
        """Return how far each element looks like the one that holds the article."""
        worth = [0.0] * len(self.elements)
        for block, stopped in zip(self.blocks, self.stopped, strict=True):
            if len(block.text) >= WORTH:
                add_worth(worth, block, stopped)
        poor = sum(hint_bit(name) for name in POOR)
        return [
            value * POOR_SHARE if path & poor else value
            for value, path in zip(worth, self.paths, strict=True)
        ]

    def ways_from_best(self) -> list[tuple[int, int]]:
        """Return the way from the best element to that of each block: steps up, then down."""
        climbs: dict[int, int] = {}
        index = self.best
        while index not in climbs:  # the root is its own parent
            climbs[index] = len(climbs)
            index = self.parents[index]
        ways = []
        for block in self.blocks:
            down, index = 0, block.element.index
            while index not in climbs:
                down += 1
                index = self.parents[index]
            ways.append((climbs[index], down))
        return ways

    def headline(self) -> int | None:
        """Return the index of the block that is the page's headline."""
        if not self.title:
            return None
        start = self.title[:HEAD]
        named = [
            index
            for index, key in enumerate(self.keys)
            if len(key) > HEADLINE and (self.titled[index] or start in key)
        ]
        bit = hint_bit("<h1>")
        marked = (index for index in named if self.blocks[index].element.hints & bit)
        return next(marked, named[0] if named else None)

    def worth_a_look(self) -> Bools:
        """Return which blocks are more than menus: the model learns and judges only these."""
        voted = (np.array(self.votes) > 0).any(axis=0)
        sums = np.concatenate([[0], np.cumsum(voted)])
        index = np.arange(len(self.blocks))
        after = np.minimum(len(self.blocks), index + NEAR + 1)
        near = sums[after] > sums[np.maximum(0, index - NEAR)]
        parents = np.array(self.parents)[self.homes]
        worth = np.maximum(self.worth[self.homes], self.worth[parents])
        menu = (self.links > MOSTLY_LINK) & ~voted & (self.sizes < MENU)
        lonely = (self.sizes < SHORT) & ~near & (worth < WORTHLESS)
        looked_at: Bools = ~(menu | lonely)
        return looked_at


def add_worth(worth: list[float], block: Block, stopped: bool) -> None:
    """Add what `block` tells about its element and those around it."""
    value = min(len(block.text) * (1 - block.link) ** 2, MAX_WORTH)
    value *= 1.0 if stopped else 0.5
    element = block.element
    if block.breaks or element.tag in TEXT_ELEMENTS:
        worth[element.index] += 0.9 * value
    around = element.parent or element
    for share in (1.0, 0.5, 0.25):
        worth[around.index] += share * value
        if around.parent is None:
            return
        around = around.parent
