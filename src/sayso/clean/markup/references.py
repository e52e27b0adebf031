"""What a tokenizer of HTML does to text: references become characters, `</>` goes."""

import re
from collections.abc import Iterator

from sayso.references import reference_edits, resolve_references
from sayso.traced import Edit, Traced

EMPTY_TAG = "</>"  # within text, a tokenizer drops it
NOSCRIPT = re.compile(r"</?noscript\b[^<>]*>", re.IGNORECASE)


def plain_text(source: str) -> str:
    """Return `source` with its character references resolved."""
    return "".join(map(resolve_references, source.split(EMPTY_TAG)))


def edits_of(source: str) -> Iterator[Edit]:
    """Yield what a tokenizer changes of `source`."""
    yield from reference_edits(source)
    place = source.find(EMPTY_TAG)
    while place >= 0:
        yield place, place + len(EMPTY_TAG), ""
        place = source.find(EMPTY_TAG, place + 1)


def unescaped(source: Traced) -> Traced:
    """Return `source` with its references resolved; each character stands for its reference."""
    if "&" not in source.text and EMPTY_TAG not in source.text:
        return source
    return source.replaced(sorted(edits_of(source.text)))
