"""Words for the people and things of a land: "Turkish", "African", "Texans"."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec.structs import replace
from spacy.tokens import Doc as SpacyDoc

from sayso.annotate.document import Document
from sayso.extract.places.candidates import ARTICLES
from sayso.extract.places.words import read_words, span_at
from sayso.gazetteer.countries import country_of_demonym, country_place
from sayso.gazetteer.toponyms import LONGEST_NAME, land_of_adjective, resolve_name
from sayso.records import Place

KEPT = 1_000  # words whose lands are kept


def find_adjectives(doc: Document, found: Sequence[Place]) -> Iterator[Place]:
    """Yield the words for the people and things of one land as mentions of that land."""
    spans = (place.span for place in found if place.span is not None)
    taken = {letter for span in spans for letter in range(span.start, span.end)}
    for start, end, land in adjective_runs(doc.spacy_doc):
        span = span_at(doc, start, end)
        if taken.isdisjoint(range(span.start, span.end)):
            yield replace(land, span=span, text=doc.quote(span))


def adjective_runs(tokens: SpacyDoc) -> Iterator[tuple[int, int, Place]]:
    """Yield the token ranges of one or two words that are adjectives of a land."""
    columns = read_words(tokens)
    end = 0
    for index, word in enumerate(columns.words):
        if index < end or not word[:1].isupper() or columns.lower[index] in ARTICLES:
            continue
        for last in (index + 2, index + 1):
            land = land_of(columns.quote(index, last)) if last <= len(tokens) else None
            if land is not None and tokens[index].ent_type_ != "LANGUAGE":
                yield index, last, land
                end = last
                break


def land_of(word: str) -> Place | None:
    """Return the country, continent or region whose adjective or people `word` is."""
    return _land_of(word) if len(word) <= LONGEST_NAME else None


@lru_cache(maxsize=KEPT)
def _land_of(word: str) -> Place | None:
    land = land_of_adjective(word)
    if land is not None:
        return resolve_name(land)
    code = country_of_demonym(word)
    return country_place(code) if code is not None else None
