"""Which blocks of a page are the article's body: small trees weigh what `features` tells."""

from collections.abc import Sequence

import numpy as np

from sayso.clean.markup.blocks import Block, Markup
from sayso.clean.markup.declared import declared_body
from sayso.clean.markup.facts import Bools, Floats, Page, parent_of
from sayso.clean.markup.features import features_of
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


def extractors_say(source: str, markup: Markup) -> list[str]:
    """Return the articles that the extractors find, in the order that the model knows.

    A page that would overload their trees they are not asked about.
    """
    if markup.overloads:
        return ["", ""]
    shown = markup.without_scripts(source)
    return [by_resiliparse(shown), by_turbohtml(shown)]


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
    kept = np.flatnonzero(is_body(few.blocks, likelihoods(page))).tolist()
    return [places[index] for index in without_copies(few.blocks, kept)]


def longest(blocks: Sequence[Block]) -> list[int]:
    """Return the indices of the longest blocks, in page order; of a page in reason, all."""
    if len(blocks) <= MAX_BLOCKS:
        return list(range(len(blocks)))
    by_size = sorted(range(len(blocks)), key=lambda index: -len(blocks[index].text))
    return sorted(by_size[:MAX_BLOCKS])


def likelihoods(page: Page) -> Floats:
    """Return how likely each block is body."""
    seen = page.worth_a_look()
    likely = np.zeros(len(page.blocks), np.float32)
    if seen.any():
        likely[seen] = load_trees(MODEL).probabilities(features_of(page, seen))
    return likely


def is_body(blocks: Sequence[Block], likely: Floats) -> Bools:
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
