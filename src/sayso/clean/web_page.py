"""HTML -> the same layout that flattened text has: body, and the lines around it."""

from collections.abc import Sequence

import msgspec
from selectolax.lexbor import LexborHTMLParser

from sayso.clean.flattened import Layout, Role, role_of, take_apart
from sayso.clean.lines import Line, split_lines
from sayso.clean.main_text import MAX_DEPTH, depth_of, extract_main_text, shed_tags
from sayso.clean.metadata import Metadata, read_metadata

AROUND = 40  # lines above and below the body that are read for byline, agency and date
MAX_VISIBLE = 4_000  # lines of the page compared with the body


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
    go, and the headline at the top.
    """
    roles = [role_of(line) for line in lines]
    if roles and title and squeezed(roles[0].line.text) == squeezed(title):
        roles = roles[1:]
    text = [role.line for role in roles if role.kind is None]
    return text, [role for role in roles if role.kind is not None]


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


def read_web_page(source: str, given_url: str | None) -> WebPage:
    """Return the layout and the declarations of an HTML page.

    A page nested too deep for a tree is read as lines only, and declares nothing.
    """
    visible = split_lines(shed_tags(source))
    if depth_of(source) > MAX_DEPTH:
        return WebPage(take_apart(visible), Metadata(url=given_url))
    metadata = read_metadata(LexborHTMLParser(source), given_url)
    body, cut = sift(split_lines(extract_main_text(source)), metadata.title)
    if not body:
        return WebPage(take_apart(visible), metadata)
    return WebPage(surround(body, cut, visible[:MAX_VISIBLE]), metadata)
