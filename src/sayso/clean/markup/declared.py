"""The article's text in a page's own JSON: what is left where a script was to print the page."""

import re
from itertools import islice

from sayso.clean.markup.references import plain_text, unescaped
from sayso.ingest.documents.json_source import escape_edits
from sayso.ingest.documents.json_source import unescaped as without_escapes
from sayso.traced import Traced

BODY = re.compile(
    r"\"[aA]rticleBody\"\s{0,20}+:\s{0,20}+\"(?P<text>(?:[^\"\\]++|\\.)*+)\"", re.DOTALL
)
MAX_BODIES = 9
MIN_BODY = 200  # characters
TAG = re.compile(r"<[^<>]*>")
PARAGRAPH_TAG = re.compile(r"</?(?:p|br|div|h[1-6]|li)\b[^<>]*>", re.IGNORECASE)


def body_places(source: str) -> list[tuple[int, int]]:
    """Return where the strings stand that the JSON of `source` calls an article's body."""
    if "rticleBody" not in source:
        return []
    found = islice(BODY.finditer(source), MAX_BODIES)
    return [one.span("text") for one in found if len(one["text"]) >= MIN_BODY]


def declared_body(source: str) -> str:
    """Return the longest body that the JSON of `source` declares, "" for none."""
    places = body_places(source)
    if not places:
        return ""
    longest = max(places, key=lambda place: place[1] - place[0])
    return TAG.sub("", plain_text(without_escapes(source[slice(*longest)])))


def trace_declared_body(page: Traced) -> Traced | None:
    """Return the longest body that the page's JSON declares, a line a paragraph; None for none."""
    places = body_places(page.text)
    if not places:
        return None
    start, end = max(places, key=lambda place: place[1] - place[0])
    text = unescaped(page[start:end].replaced(list(escape_edits(page.text[start:end]))))
    return text.sub(PARAGRAPH_TAG, "\n\n").sub(TAG, "")
