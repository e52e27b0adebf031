"""Pages that are an article's body alone: a feed's content, a wire's text, a part of a mail.

Nothing has to be found here. What programs add to the text goes: the headline above it, captions
and share bars by their place, and the links that lead from a feed to the page.
"""

import re
from collections.abc import Sequence

from sayso.clean.flattened.layout import Layout, Role
from sayso.clean.flattened.lines import Line, split_lines
from sayso.clean.markup import Block, outline_block
from sayso.clean.markup.facts import parent_of
from sayso.clean.markup.hints import chrome_of_hints, hint_bit
from sayso.clean.markup.votes import squeezed
from sayso.clean.signs.prose import is_sentence, is_stopped
from sayso.records import ChromeKind
from sayso.traced import Traced

MOSTLY_LINK = 0.9
MOST = 0.5  # of the text must stay: a wrapper's name says nothing of all that is in it
# What the commonest programs for sites add below each item of a feed.
POSTED = re.compile(
    r"(?:the (?:post|article|story)\b.{1,300}\b(?:appeared first|(?:first|originally) appeared)"
    r"|(?:this|originally) .{0,60}\b(?:published|posted|appeared) (?:first )?(?:on|at|in)\b.{1,60}"
    r"|source:.{1,200})",
    re.IGNORECASE,
)
READ_ON = re.compile(
    r"\W{0,3}(?:(?:continue|keep) reading|read (?:more|on|the (?:full|rest|whole)|full)"
    r"|(?:view|see) (?:the )?(?:full|original|entire)|more\b)",
    re.IGNORECASE,
)
MAX_READ_ON = 12  # words of "Continue reading …"


def part_of(block: Block) -> ChromeKind | None:
    """Return what a block is by the element that it stands in, None where it is text."""
    hints = block.element.hints | parent_of(block.element).hints
    if hints & hint_bit("<figcaption>"):
        return "caption"
    return chrome_of_hints(hints)


def leads_away(block: Block) -> bool:
    """Tell whether a block at the end of a feed's item is but a way to the page it comes from."""
    text = block.text
    if block.link > MOSTLY_LINK and (not is_stopped(text) or READ_ON.match(text)):
        return True
    if text.count(" ") < MAX_READ_ON and not is_sentence(text) and READ_ON.match(text):
        return True
    return block.link > 0 and POSTED.match(text) is not None


def size_of(blocks: Sequence[Block]) -> int:
    """Return how many characters `blocks` have."""
    return sum(len(block.text) for block in blocks)


def text_and_rest(blocks: Sequence[Block]) -> tuple[list[Block], list[tuple[Block, ChromeKind]]]:
    """Return the blocks that are text, and those that programs added, with what they are."""
    kept: list[Block] = []
    rest: list[tuple[Block, ChromeKind]] = []
    for block in blocks:
        kind = part_of(block)
        if kind is None:
            kept.append(block)
        else:
            rest.append((block, kind))
    if size_of(kept) < MOST * size_of(blocks):
        kept, rest = list(blocks), []
    while len(kept) > 1 and leads_away(kept[-1]):
        rest.append((kept.pop(), "related"))
    return kept, rest


def chrome_roles(page: Traced, rest: Sequence[tuple[Block, ChromeKind]]) -> list[Role]:
    """Return the blocks that programs added as lines of furniture."""
    return [
        Role(Line(outline_block(page, block), block.pieces[0][0], block.gap), kind)
        for block, kind in rest
    ]


def without_title(lines: Sequence[Line], title: str | None) -> tuple[Line | None, Sequence[Line]]:
    """Return the headline where `lines` repeat it at their top, and the lines without it."""
    if title and len(lines) > 1 and letters_of(lines[0].text) == letters_of(title):
        return lines[0], lines[1:]
    return None, lines


def letters_of(text: str) -> str:
    """Return `text` without blanks and case, to compare lines."""
    return squeezed(text).casefold()


def layout_of_text(source: Traced, title: str | None) -> Layout:
    """Return the layout of plain text: every line stays, wrapped ones are made whole."""
    headline, lines = without_title(split_lines(source), title)
    return Layout(head=(), title=headline, body=tuple(lines), cut=(), tail=())
