"""Words for the people and things of a land: "Turkish", "African", "Texans"."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace
from spacy.tokens import Doc as SpacyDoc

from sayso.annotate.document import Document
from sayso.extract.places.candidates import ARTICLES
from sayso.gazetteer.countries import country_of_demonym, country_place
from sayso.gazetteer.toponyms import land_of_adjective, resolve_name
from sayso.records import Place


def find_adjectives(doc: Document, found: Sequence[Place]) -> Iterator[Place]:
    """Yield the words for the people and things of one land as mentions of that land."""
    spans = (place.span for place in found if place.span is not None)
    taken = {letter for span in spans for letter in range(span.start, span.end)}
    for start, end, land in adjective_runs(doc.spacy_doc):
        span = doc.span_of(doc.spacy_doc[start:end])
        if taken.isdisjoint(range(span.start, span.end)):
            yield replace(land, span=span, text=doc.quote(span))


def adjective_runs(tokens: SpacyDoc) -> Iterator[tuple[int, int, Place]]:
    """Yield the token ranges of one or two words that are adjectives of a land."""
    end = 0
    for index, token in enumerate(tokens):
        if index < end or not token.text[:1].isupper() or token.lower_ in ARTICLES:
            continue
        if token.ent_type_ == "LANGUAGE":
            continue
        for last in (index + 2, index + 1):
            land = land_of(tokens[index:last].text) if last <= len(tokens) else None
            if land is not None:
                yield index, last, land
                end = last
                break


def land_of(word: str) -> Place | None:
    """Return the country, continent or region whose adjective or people `word` is."""
    land = land_of_adjective(word)
    if land is not None:
        return resolve_name(land)
    code = country_of_demonym(word)
    return country_place(code) if code is not None else None
