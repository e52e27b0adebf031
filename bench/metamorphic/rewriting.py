"""Text rewritten in places, and where each of its spans stands afterwards."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from msgspec.structs import replace

from bench.quality.corpus import GoldDocument
from sayso.records import Span

Offsets = Sequence[int]  # [start, end)


@dataclass(frozen=True, slots=True)
class Edit:
    """Characters of a text that others take the place of."""

    span: Span
    words: str


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A changed text, and for each place between two characters of the old one, its place."""

    text: str
    places: Sequence[int]  # one more than the old text has characters

    @classmethod
    def of(cls, text: str, edits: Iterable[Edit]) -> "Rewritten":
        """Return `text` with `edits` made; they are in text order and do not overlap.

        The first characters of an edit stand for the first ones of its words, the last for all
        that is left: what an edit takes away stands at one place.
        """
        pieces, places, done = [], [0], 0
        for edit in edits:
            start, end = edit.span.start, edit.span.end
            pieces.append(text[done:start])
            places.extend(range(places[-1] + 1, places[-1] + 1 + start - done))
            pieces.append(edit.words)
            here, length = places[-1], len(edit.words)
            places.extend(here + min(step, length) for step in range(1, end - start))
            places.append(here + length)
            done = end
        pieces.append(text[done:])
        places.extend(range(places[-1] + 1, places[-1] + 1 + len(text) - done))
        return cls("".join(pieces), places)

    def carry(self, span: Offsets) -> list[int] | None:
        """Return where `span` stands now, outer white space off; None where nothing is left."""
        start, end = self.places[span[0]], self.places[span[1]]
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        return [start, end] if start < end else None


def carry_gold(document: GoldDocument, rewritten: Rewritten) -> GoldDocument:
    """Return `document` with its text and its attributions as they stand in `rewritten`."""
    attributions = [
        {role: carry_all(spans, rewritten) for role, spans in attribution.items()}
        for attribution in document.gold["attributions"]
    ]
    gold: dict[str, Any] = {**document.gold, "attributions": attributions}
    return replace(document, text=rewritten.text, gold=gold)


def carry_all(spans: Iterable[Offsets], rewritten: Rewritten) -> list[list[int]]:
    """Return where those of `spans` stand of which something is left."""
    carried = (rewritten.carry(span) for span in spans)
    return [span for span in carried if span is not None]
