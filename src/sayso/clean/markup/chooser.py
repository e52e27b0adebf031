"""Which blocks of a page are the article's body: small trees weigh what `features` tells."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from sayso.clean.markup.blocks import Block, Markup
from sayso.clean.markup.declared import declared_body
from sayso.clean.markup.features import LINK, OWN, TAGS, Matrix, Page, features_of, parent_of
from sayso.clean.markup.votes import by_resiliparse, by_turbohtml, squeezed
from sayso.models.trees import load_trees

MODEL = "blocks"
MAX_BLOCKS = 3_000  # the longest ones of a page; the rest are cells and links
BODY = 0.45  # likelihood from which a block is text
SURE = 0.93  # that a block needs which is but one link: most are teasers
LINKED = 0.95  # share of a block in links that makes it one
SHORT_LINK = 15  # characters: so short a link may be a subhead
LITTLE = 300  # characters: with less text, a page's likeliest blocks are taken
LIKELY = 0.6  # of the likelihood of its best block
PARAGRAPH = 60  # characters
COPY = 40  # letters: a shorter block may stand twice in a text
NEAR = 4  # blocks from one that an extractor keeps
SHORT = 40  # characters of a block that needs company to be looked at
MENU = 100  # characters of a link that no extractor keeps, and nobody needs to look at
WORTHLESS = 0.05

Bools = npt.NDArray[np.bool_]
VOTES = len(OWN) + len(TAGS) + 1  # the first column of votes


def extractors_say(source: str, markup: Markup) -> list[str]:
    """Return the articles that the extractors find, in the order that the model knows.

    A page that would overload their trees they are not asked about.
    """
    if markup.overloads:
        return ["", ""]
    return [by_resiliparse(source), by_turbohtml(source)]


def choose(source: str, markup: Markup) -> list[int]:
    """Return the indices of the blocks that are body, in page order."""
    blocks = markup.blocks
    if not blocks:
        return []
    places = longest(blocks)
    few = Markup(
        [blocks[place] for place in places], markup.elements, markup.title, markup.overloads
    )
    page = Page(few, declared_body(source), extractors_say(source, markup))
    likely = likelihoods(few.blocks, features_of(page))
    kept = [index for index, body in enumerate(is_body(few.blocks, likely)) if body]
    return [places[index] for index in without_copies(few.blocks, kept)]


def longest(blocks: Sequence[Block]) -> list[int]:
    """Return the indices of the longest blocks, in page order; of a page in reason, all."""
    if len(blocks) <= MAX_BLOCKS:
        return list(range(len(blocks)))
    by_size = sorted(range(len(blocks)), key=lambda index: -len(blocks[index].text))
    return sorted(by_size[:MAX_BLOCKS])


def likelihoods(blocks: Sequence[Block], rows: Matrix) -> npt.NDArray[np.float32]:
    """Return how likely each block is body."""
    looked_at = worth_a_look(blocks, rows)
    likely = np.zeros(len(blocks), np.float32)
    if looked_at.any():
        likely[looked_at] = load_trees(MODEL).probabilities(rows[looked_at])
    return likely


def worth_a_look(blocks: Sequence[Block], rows: Matrix) -> Bools:
    """Return which blocks are more than menus: the model learns and judges only these."""
    sizes = np.array([len(block.text) for block in blocks])
    voted = rows[:, VOTES : VOTES + 2].max(axis=1) > 0
    sums = np.concatenate([[0], np.cumsum(voted)])
    index = np.arange(len(blocks))
    near = sums[np.minimum(len(blocks), index + NEAR + 1)] > sums[np.maximum(0, index - NEAR)]
    worth = rows[:, [OWN.index("element_worth"), OWN.index("parent_worth")]].max(axis=1)
    menu = (rows[:, LINK] > 0.8) & ~voted & (sizes < MENU)
    lonely = (sizes < SHORT) & ~near & (worth < WORTHLESS)
    looked_at: Bools = ~(menu | lonely)
    return looked_at


def is_body(blocks: Sequence[Block], likely: npt.NDArray[np.float32]) -> Bools:
    """Return which blocks are body, by how likely each is."""
    sizes = np.array([len(block.text) for block in blocks])
    links = np.array([block.link > LINKED for block in blocks])
    likely = np.where(links & (sizes > SHORT_LINK) & (likely < SURE), 0, likely)
    body: Bools = likely >= BODY
    if sizes[body].sum() < LITTLE:
        best = np.where(sizes >= PARAGRAPH, likely, 0).max()
        body = (likely > 0) & (likely >= min(BODY, LIKELY * best))
    return body


def without_copies(blocks: Sequence[Block], kept: Sequence[int]) -> list[int]:
    """Return `kept` without the blocks that another part of the page prints again."""
    homes: dict[str, int] = {}
    return [
        index
        for index in kept
        if homes.setdefault(squeezed(blocks[index].text), parent_of(blocks[index].element).index)
        == parent_of(blocks[index].element).index
        or len(blocks[index].text) < COPY
    ]
