"""HTML -> the same layout that flattened text has: body, and the lines around it."""

from collections.abc import Sequence

import msgspec
import numpy as np
from selectolax.lexbor import LexborHTMLParser

from sayso.clean.flattened import Layout, Role, role_of, take_apart
from sayso.clean.lines import Line, split_lines
from sayso.clean.main_text import extract_main_text, overloads_trees, shed_tags
from sayso.clean.metadata import Metadata, read_metadata
from sayso.ingest.page import Page
from sayso.traced import Traced

AROUND = 40  # lines above and below the body that are read for byline, agency and date
MAX_VISIBLE = 4_000  # lines of the page compared with the body
MAX_TEASERS = 4  # bare lines above or below the text; more are a list of the article's own


class WebPage(msgspec.Struct, frozen=True):
    """An HTML page taken apart."""

    layout: Layout
    metadata: Metadata


def squeezed(text: str) -> str:
    """Return `text` without blanks, to compare lines of two extractions."""
    return "".join(text.split())


def sift(lines: Sequence[Line], title: str | None) -> tuple[list[Line], list[Role]]:
    """Return the lines of an extracted article that are text, and those that are furniture.

    The library has found the article already: only lines that are furniture by their own looks
    go, the headline at the top, and bare lines above and below all text.
    """
    roles = [role_of(line) for line in lines]
    if roles and title and squeezed(roles[0].line.text) == squeezed(title):
        roles = roles[1:]
    first, last = prose_range(roles)
    stays = [role.kind is None and first <= index < last for index, role in enumerate(roles)]
    text = [role.line for role, kept in zip(roles, stays, strict=True) if kept]
    return text, [role for role, kept in zip(roles, stays, strict=True) if not kept]


def prose_range(roles: Sequence[Role]) -> tuple[int, int]:
    """Return the index range from the first to the last line that is text, or all lines.

    A few bare lines outside of it are boxes beside the article, and teasers: no subhead ends a
    text. Many are a list that the article gives.
    """
    text = [index for index, role in enumerate(roles) if role.kind is None and not role.bare]
    if not any(roles[index].sentence for index in text):
        return 0, len(roles)
    first, last = text[0], text[-1] + 1
    above = sum(role.kind is None for role in roles[:first])
    below = sum(role.kind is None for role in roles[last:])
    return (
        first if above <= MAX_TEASERS else 0,
        last if below <= MAX_TEASERS else len(roles),
    )


def surround(body: Sequence[Line], cut: Sequence[Role], visible: Sequence[Line]) -> Layout:
    """Return the layout of a page whose `body` is known, with the `visible` lines around it."""
    keys = {squeezed(line.text) for line in body}
    places = [index for index, line in enumerate(visible) if squeezed(line.text) in keys]
    start, stop = (places[0], places[-1] + 1) if places else (0, 0)
    inside = [line for line in visible[start:stop] if squeezed(line.text) not in keys]
    return Layout(
        head=tuple(map(role_of, visible[max(0, start - AROUND) : start])),
        title=None,
        body=tuple(body),
        cut=(*cut, *map(role_of, inside)),
        tail=tuple(map(role_of, visible[stop : stop + AROUND])),
    )


def untraced(text: str) -> Traced:
    """Return `text` with no bytes of its own (until blocks carry their source)."""
    return Traced(text, lambda: (np.zeros(len(text), np.int32), np.zeros(len(text), np.int32)))


def read_web_page(page: Page, given_url: str | None) -> WebPage:
    """Return the layout and the declarations of an HTML page.

    A page that overloads a tree builder is read as lines only, and declares nothing.
    """
    source = page.text
    visible = split_lines(untraced(shed_tags(source)))
    if overloads_trees(source):
        return WebPage(take_apart(visible), Metadata(url=given_url))
    metadata = read_metadata(LexborHTMLParser(source), given_url)
    body, cut = sift(split_lines(untraced(extract_main_text(source))), metadata.title)
    if not body:
        return WebPage(take_apart(visible), metadata)
    return WebPage(surround(body, cut, visible[:MAX_VISIBLE]), metadata)
