"""Expected spans written into the text with brackets."""

from sayso.records import Span


def unmark(marked: str) -> tuple[str, list[Span]]:
    """Return the text without its `[` `]` marks, and the spans they stood around, in order.

    Marks do not nest. Raises `ValueError` where they do not pair.
    """
    text, spans, opened = "", [], None
    for letter in marked:
        if letter == "[" and opened is None:
            opened = len(text)
        elif letter == "]" and opened is not None:
            spans.append(Span(opened, len(text)))
            opened = None
        elif letter in "[]":
            raise ValueError(f"marks do not pair in {marked!r}")
        else:
            text += letter
    if opened is not None:
        raise ValueError(f"marks do not pair in {marked!r}")
    return text, spans
