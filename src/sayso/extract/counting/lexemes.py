"""The signs that the number grammar reads: figures, words and marks, in text order.

A long stretch without a letter ("1 1 1 1 …") is a table or noise, and no prose: it is blanked
before anything is read, but for its first and last sign.
"""

import re

import msgspec

# A figure with its thousands marks (also the Indian way) and decimals; fraction signs behind it.
FIGURE = (
    r"(?:\d{1,3}(?:[,\u00a0\u2009\u202f]\d{3})++(?!\d)(?:\.\d++)?|\d{1,2}(?:,\d{2})+,\d{3}(?!\d)"
    r"|\d++(?:\.\d++)?)[½¼¾⅓⅔]?|[½¼¾⅓⅔]"
)
LEXEME = re.compile(rf"(?P<figure>{FIGURE})|(?P<word>[^\W\d_]+)|(?P<mark>[^\w \u00a0]|_)")
NOISE = re.compile(r"[\W\d_][\W\d_]{80,}+")
ENDLESS = re.compile(r"\w{41,}+")  # no word or figure is that long
# The first and the last sign of such a stretch can belong to prose; a longer one is noise itself.
HEAD = re.compile(r"\s?\S{1,24}(?=\s)")
TAIL = re.compile(r"\s\S{1,24}\s?\Z")
EDGE = 26


class Lexeme(msgspec.Struct, frozen=True, gc=False):
    """A figure, word or mark; words in lower case."""

    kind: str
    text: str
    start: int
    end: int


Lexemes = tuple[Lexeme, ...]


def lex(text: str) -> Lexemes:
    """Return the lexemes of `text`, those of long stretches without letters left out."""
    prose = NOISE.sub(blanked, ENDLESS.sub(lambda run: " " * len(run[0]), text))
    return tuple(
        [
            Lexeme(match.lastgroup or "mark", match[0].lower(), match.start(), match.end())
            for match in LEXEME.finditer(prose)
        ]
    )


def blanked(stretch: re.Match[str]) -> str:
    """Return as many blanks as `stretch` is long, its first and last sign kept."""
    signs = stretch[0]
    head, tail = HEAD.match(signs), TAIL.search(signs, len(signs) - EDGE)
    start, end = head.end() if head else 0, tail.start() if tail else len(signs)
    return signs[:start] + " " * (end - start) + signs[end:]
