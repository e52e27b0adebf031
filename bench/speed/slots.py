"""Where in the words of a report something is exchanged: names, dates, numbers, a word or two."""

import re
from collections.abc import Iterable, Iterator, Mapping

from bench.speed.casts import NUMERAL, Cast, NumberPiece, Numeral, Piece, number_of, number_piece
from bench.speed.worlds import Fill, World
from sayso.records import Coded

Slot = tuple[int, int, Piece]  # where in the text, and what comes there

# Words that another paper's desk might have changed; no record's meaning stands on them.
EDITS = {
    "because": "as",
    "reporters": "journalists",
    "large": "big",
    "while": "as",
    "telephone": "phone",
    "began": "started",
    "also": "too",
    "outside": "in front of",
    "most of": "the greater part of",
    "which": "that",
}
EDIT = re.compile(rf"\b(?:{'|'.join(EDITS)})\b")


def joined(pieces: Iterable[str | Piece], world: World, fill: Fill) -> str:
    """Return words whose names are exchanged."""
    return "".join(piece if isinstance(piece, str) else piece(world, fill) for piece in pieces)


def number_pieces(words: str, known: Mapping[int, NumberPiece]) -> Iterator[str | Piece]:
    """Yield words in pieces, the numbers among them as those of a text become."""
    end = 0
    for found in NUMERAL.finditer(words):
        one = Numeral(*found.span(), found[0], number_of(found[0]))
        if one.value in known:
            yield words[end : one.start]
            yield known[one.value].piece(one)
            end = one.end
    yield words[end:]


def find_slots(coded: Coded, cast: Cast) -> list[Slot]:
    """Return what is exchanged in the text, in its order, nothing twice."""
    text = coded.report.text
    wanted: list[Slot] = []
    for quantity in coded.quantities:
        piece = number_piece(quantity)
        if piece is not None:
            wanted.extend(piece.slots())
    wanted.extend((*word.span(), edit_piece(word[0])) for word in EDIT.finditer(text))
    wanted.extend(cast.slots(text))
    slots: list[Slot] = []
    taken = bytearray(len(text))
    for start, end, piece_ in wanted:
        if not any(taken[start:end]):
            taken[start:end] = b"\x01" * (end - start)
            slots.append((start, end, piece_))
    return sorted(slots, key=lambda slot: slot[0])


def edit_piece(word: str) -> Piece:
    """Return what a word becomes that some desks change."""
    return lambda _, fill: EDITS[word] if word in fill.edits else word
