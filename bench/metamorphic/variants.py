"""The ways in which the same page is printed: marks away, curly or straight; capitals; none."""

from collections.abc import Callable, Iterable, Iterator

from bench.metamorphic.rewriting import Edit, Rewritten, carry_gold
from bench.quality.corpus import GoldDocument, paragraphs_of
from sayso.extract.saying.quotations import (
    CLOSING,
    DOUBLE,
    OPENING,
    double_marks,
    find_quotations,
    single_marks,
)
from sayso.records import Span

DOUBLE_CURLY = {OPENING: "“", CLOSING: "”"}
SINGLE_CURLY = {OPENING: "‘", CLOSING: "’"}
STRAIGHT_SINGLE = str.maketrans("‘’`", "'''")


def without_marks(document: GoldDocument) -> Rewritten:
    """Return the text without quotation marks: all double ones, and the single ones that pair."""
    text = document.text
    marks = {Span(*match.span()) for match in DOUBLE.finditer(text)}
    for quotation in find_quotations(text, paragraphs_of(text)):
        start, end = quotation.span.start, quotation.span.end
        if not DOUBLE.match(text, start) and not quotation.runs_on:
            marks |= {Span(start, start + 1), Span(end - 1, end)}
    return Rewritten.of(text, (Edit(mark, "") for mark in sorted(marks)))


def with_curly_marks(document: GoldDocument) -> Rewritten:
    """Return the text as a typesetter prints it: “double” and ‘single’ marks, apostrophes too."""
    return Rewritten.of(document.text, sorted_edits(curly_edits(document.text)))


def curly_edits(text: str) -> Iterator[Edit]:
    """Yield an edit for each double mark, each single one, and each apostrophe of `text`."""
    for paragraph in paragraphs_of(text):
        is_open = False
        singles = {mark.start: mark.side for mark in single_marks(text, paragraph)}
        for mark in double_marks(text, paragraph):
            side = mark.side if mark.side in DOUBLE_CURLY else (CLOSING if is_open else OPENING)
            is_open = side == OPENING
            yield Edit(Span(mark.start, mark.end), DOUBLE_CURLY[side])
        doubled = {
            place
            for match in DOUBLE.finditer(text, paragraph.start, paragraph.end)
            for place in range(*match.span())
        }
        for place in range(paragraph.start, paragraph.end):
            if text[place] in "'`" and place not in doubled:
                side = singles.get(place, CLOSING)
                yield Edit(Span(place, place + 1), SINGLE_CURLY[side])


def with_straight_marks(document: GoldDocument) -> Rewritten:
    """Return the text as a typewriter prints it: one kind of double mark, one of single."""
    doubles = [Edit(Span(*match.span()), '"') for match in DOUBLE.finditer(document.text)]
    plain = Rewritten.of(document.text, doubles)
    return Rewritten(plain.text.translate(STRAIGHT_SINGLE), plain.places)


def with_capital_cues(document: GoldDocument) -> Rewritten:
    """Return the text with the cues of its gold attributions in capitals."""
    cues = {
        Span(*span) for each in document.gold["attributions"] for span in each.get("cue") or ()
    }
    return Rewritten.of(document.text, sorted_edits(capitals(document.text, cues)))


def capitals(text: str, spans: Iterable[Span]) -> Iterator[Edit]:
    """Yield an edit for each of `spans` that puts its words in capitals."""
    for span in spans:
        yield Edit(span, recased(span.quote(text), str.upper))


def without_capitals(document: GoldDocument) -> Rewritten:
    """Return the text in small letters."""
    lowered = recased(document.text, str.lower)
    return Rewritten(lowered, range(len(lowered) + 1))


def recased(words: str, recase: Callable[[str], str]) -> str:
    """Return `words` in another case, character for character: "ß" has no capital of one."""
    letters = ((letter, recase(letter)) for letter in words)
    return "".join(new if len(new) == 1 else old for old, new in letters)


def sorted_edits(edits: Iterable[Edit]) -> list[Edit]:
    """Return `edits` in text order, without those that reach into an earlier one."""
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda each: each.span):
        if not kept or kept[-1].span.end <= edit.span.start:
            kept.append(edit)
    return kept


def unchanged(document: GoldDocument) -> Rewritten:
    """Return the text as it is."""
    return Rewritten.of(document.text, ())


VARIANTS: dict[str, Callable[[GoldDocument], Rewritten]] = {
    "as printed": unchanged,
    "no quote marks": without_marks,
    "curly marks": with_curly_marks,
    "straight marks": with_straight_marks,
    "cues in capitals": with_capital_cues,
    "all in small letters": without_capitals,
}


def vary(document: GoldDocument, name: str) -> GoldDocument:
    """Return `document` in the variant `name`, its attributions carried over."""
    return carry_gold(document, VARIANTS[name](document))
