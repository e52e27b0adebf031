"""HTML -> the same layout that flattened text has: body, and the lines around it.

Every line is made of the page's own source. Which blocks are body is decided in `markup`; here the
lines of the body lose what is furniture by its own looks, and those around it learn what they are.
"""

from collections.abc import Iterable, Sequence
from functools import cache

import msgspec
from selectolax.lexbor import LexborHTMLParser

from sayso.clean.declared.metadata import Metadata, read_metadata
from sayso.clean.flattened.layout import Layout, Role, role_of, take_apart
from sayso.clean.flattened.lines import Line, flows
from sayso.clean.markup import Block, Markup, choose, outline_block, read_blocks, trace_block
from sayso.clean.markup.declared import trace_declared_body
from sayso.clean.markup.facts import parent_of
from sayso.clean.markup.hints import chrome_of_hints, hint_bit
from sayso.clean.markup.references import NOSCRIPT
from sayso.clean.markup.votes import squeezed
from sayso.clean.markup.whole import chrome_roles, layout_of_text, text_and_rest, without_title
from sayso.clean.signs.furniture import furniture_rules
from sayso.clean.signs.prose import is_sentence, is_stopped
from sayso.ingest.page import Page
from sayso.traced import Traced

ABOVE = 25  # blocks above the body that are read for byline, agency and date
BELOW = 10
MAX_CUT = 400  # blocks between those of the body that are named
MAX_BLOCKS = 4_000  # of a page on which no article is found
NO_TEXT = (
    "advert",
    "caption",
    "comments",
    "cookie",
    "copyright",
    "other",
    "related",
    "share_bar",
    "tool_bar",
)
LONG_LINE = 170  # characters of a sentence that is no furniture, whatever its words
LITTLE = 250  # characters: with less text, another reading of the page is tried
MOSTLY_LINK = 0.9
READ_CLOSELY = 8  # blocks right above the body, and at the top of those above it
TEASER_WORDS = 5  # a longer link beside the article leads to another one
COPYRIGHT = "\u00a9"


class WebPage(msgspec.Struct, frozen=True):
    """An HTML page taken apart."""

    layout: Layout
    metadata: Metadata


def sift(lines: Sequence[Line], title: str | None) -> tuple[list[Line], list[Role]]:
    """Return the lines of a body that are text, and those that are furniture.

    The article has been found already: only lines go that are furniture by their own words, the
    headline at the top, and what stands between it and the first sentence and is no text.
    """
    if lines and title and squeezed(lines[0].text) == squeezed(title):
        lines = lines[1:]
    roles: list[Role] = []
    begun = False
    for line in lines:
        role = body_role(line) if begun else role_of(line)
        begun = begun or role.sentence
        roles.append(role)
    if not begun:
        roles = list(map(body_role, lines))
    return [r.line for r in roles if r.kind is None], [r for r in roles if r.kind is not None]


def body_role(line: Line) -> Role:
    """Return what a line of the body is: text, unless its words make it furniture.

    Names, dates and places stand in texts too: only above all text do they sign it.
    """
    text = line.text
    if len(text) < LONG_LINE or not is_stopped(text):
        furniture = furniture_rules().find(text)
        if furniture is not None and furniture.kind in NO_TEXT:
            return Role(line, furniture.kind)
    return Role(line, None, sentence=is_sentence(text))


def line_of(page: Traced, block: Block) -> Line:
    """Return `block` as a line of the page."""
    return Line(trace_block(page, block), block.pieces[0][0], block.gap)


def lines_of(page: Traced, blocks: Iterable[Block]) -> list[Line]:
    """Return `blocks` as lines; a sentence that a single <br> breaks is made whole again."""
    lines: list[Line] = []
    home = -1
    for block in blocks:
        line = line_of(page, block)
        if not line.text:
            continue
        broken = lines and not line.gap and block.element.index == home
        if broken and flows(lines[-1], line):
            above = lines.pop()
            line = Line(Traced.joined([above.source, line.source], " "), above.start, above.gap)
        lines.append(line)
        home = block.element.index
    return lines


@cache
def signing_hints() -> int:
    """Return the hints of elements in which a page says who wrote what when."""
    names = ("byline", "date", "topics", "title", "header", "sidebar", "body", "summary")
    return sum(map(hint_bit, names))


def side_role(page: Traced, block: Block, closely: bool) -> Role | None:
    """Return what a block beside the body is, by its words and by where it stands.

    Links are told by their place alone, unless they are read `closely`.
    """
    line = Line(outline_block(page, block), block.pieces[0][0], block.gap)
    if not line.text:
        return None
    hints = block.element.hints | parent_of(block.element).hints
    place = chrome_of_hints(hints)
    linked = block.link > MOSTLY_LINK
    if place is not None and (linked or not hints & signing_hints()):
        return Role(line, place)
    if linked and not closely:
        long = block.text.count(" ") + 1 >= TEASER_WORDS
        return Role(line, "related" if long else "navigation")
    if len(line.text) >= LONG_LINE and is_stopped(line.text):
        return Role(line, None, sentence=True)
    return role_of(line)


def side_roles(page: Traced, blocks: Sequence[Block], close: int) -> tuple[Role, ...]:
    """Return what blocks beside the body are; the first and last `close` of them read closely."""
    last = len(blocks) - close
    roles = (
        side_role(page, block, index < close or index >= last)
        for index, block in enumerate(blocks)
    )
    return tuple(role for role in roles if role is not None)


def layout_of(
    page: Traced, blocks: Sequence[Block], kept: Sequence[int], title: str | None
) -> Layout:
    """Return the layout of a page of which the blocks `kept`, at least one, are the body."""
    first, last = kept[0], kept[-1] + 1
    body, cut = sift(lines_of(page, [blocks[index] for index in kept]), title)
    chosen = set(kept)
    inside = [blocks[index] for index in range(first, last) if index not in chosen]
    holders = [block for block in blocks[last + BELOW :] if COPYRIGHT in block.text]
    return Layout(
        head=side_roles(page, blocks[max(0, first - ABOVE) : first], READ_CLOSELY),
        title=None,
        body=tuple(body),
        cut=(*cut, *side_roles(page, inside[:MAX_CUT], 0)),
        tail=side_roles(page, [*blocks[last : last + BELOW], *holders[:BELOW]], 0),
    )


def size_of(markup: Markup, kept: Sequence[int]) -> int:
    """Return how many characters the blocks `kept` have."""
    return sum(len(markup.blocks[index].text) for index in kept)


def find_body(source: str) -> tuple[Markup, list[int]]:
    """Return the blocks of a page and which are body.

    Where there is next to none, what the page shows to browsers without scripts is read too.
    """
    markup = read_blocks(source)
    kept = choose(source, markup)
    if size_of(markup, kept) >= LITTLE or "<noscript" not in source.lower():
        return markup, kept
    shown = NOSCRIPT.sub(lambda found: " " * len(found[0]), source)  # all places stay
    other = read_blocks(shown)
    kept_there = choose(shown, other)
    if size_of(other, kept_there) > size_of(markup, kept):
        return other, kept_there
    return markup, kept


def read_web_page(page: Page, given_url: str | None) -> WebPage:
    """Return the layout and the declarations of an HTML page."""
    source = page.text
    if page.whole:
        blocks = read_blocks(source).blocks
        return WebPage(whole_layout(page, blocks), Metadata(url=given_url))
    markup, kept = find_body(source)
    metadata = Metadata(url=given_url)
    if not markup.overloads:
        shown = markup.without_scripts(source, linked_data=True)
        metadata = read_metadata(LexborHTMLParser(shown), given_url)
    if size_of(markup, kept) < LITTLE:
        declared = trace_declared_body(page.source)
        if declared is not None and len(declared) > size_of(markup, kept):
            return WebPage(layout_of_text(declared, metadata.title), metadata)
    if kept:
        layout = layout_of(page.source, markup.blocks, kept, metadata.title)
        if layout.body:
            return WebPage(layout, metadata)
    visible = lines_of(page.source, markup.blocks[:MAX_BLOCKS])
    return WebPage(take_apart(visible), metadata)


def whole_layout(page: Page, blocks: Sequence[Block]) -> Layout:
    """Return the layout of a page that is nothing but an article's body."""
    kept, rest = text_and_rest(blocks)
    title, lines = without_title(lines_of(page.source, kept), page.declared.title)
    body, cut = sift(lines, None)
    if not body:
        body, cut = list(lines), []
    first = body[0].start if body else 0
    head = [role for role in cut if role.line.start < first]
    inside = [role for role in cut if role.line.start >= first]
    return Layout(
        head=tuple(head),
        title=title,
        body=tuple(body),
        cut=(*inside, *chrome_roles(page.source, rest)),
        tail=(),
    )
