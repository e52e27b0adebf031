"""Block -> traced text: each character of the line knows the source it was read from."""

import re
from collections.abc import Iterator

from sayso.clean.flattened.lines import CONTROL, trim
from sayso.clean.markup.blocks import Block, Piece
from sayso.clean.markup.references import unescaped
from sayso.traced import Edit, Traced

UNEVEN = re.compile(r"[^\S ]\s*| \s+")  # white space that is more or other than one blank


def trace_block(page: Traced, block: Block) -> Traced:
    """Return the text of `block` as a part of `page`, the source that it was read from.

    Where several blanks became one, it stands for the first: what lies between them may be a box
    that was cut out of the sentence.
    """
    joined = Traced.joined((trace_piece(page, piece) for piece in block.pieces), "")
    if CONTROL.search(joined.text):
        joined = joined.sub(CONTROL, "")
    if UNEVEN.search(joined.text):
        joined = joined.replaced(list(blank_edits(joined.text)))
    return trim(joined)


def blank_edits(text: str) -> Iterator[Edit]:
    """Yield the edits that make each run of blanks its first one."""
    for found in UNEVEN.finditer(text):
        start, end = found.span()
        yield start, start + 1, " "
        if end > start + 1:
            yield start + 1, end, ""


def trace_piece(page: Traced, piece: Piece) -> Traced:
    """Return the text of one piece as a part of `page`."""
    start, end, text = piece
    source = unescaped(page[start:end])
    if source.text == text or source.text.replace("\r", " ") == text:
        return source
    return page[start:end].standing_for(text)  # the tokenizer read it otherwise


def outline_block(page: Traced, block: Block) -> Traced:
    """Return the text of `block`, each character of which stands for the whole block.

    That is enough for what is cut away, and cheaper.
    """
    start, end = block.pieces[0][0], block.pieces[-1][1]
    text = block.text if block.text.isprintable() else CONTROL.sub("", block.text)
    return trim(Traced(text, lambda: page[start:end].standing_for(text).both))
