"""Which places the names of a page mean, weighed together with demonyms and the dateline."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from msgspec.structs import replace
from spacy.tokens import Doc as SpacyDoc

from sayso.annotate.document import Document
from sayso.extract.places.candidates import (
    CAPITAL,
    GENERIC,
    Toponym,
    by_start,
    find_associated,
    find_candidates,
    is_well_known,
)
from sayso.extract.places.containment import nowhere, with_containers
from sayso.extract.places.demonyms import land_of
from sayso.extract.places.ranking import resolve_together
from sayso.extract.places.words import span_at
from sayso.gazetteer.countries import country_of_address, country_of_demonym
from sayso.gazetteer.folding import without_article
from sayso.gazetteer.senses import senses_of
from sayso.records import Place, Span

DEMONYM_VOTE = 0.5  # of a demonym for its country, against 1 of a name
DATELINE_VOTE = 2.0
OUTLET_VOTE = 1.0  # of the country in the page's address
LONGEST = 8  # words of a name that are looked at for a place in it


def _votes_elsewhere(doc: Document) -> dict[str, float]:
    """Return the votes for countries of demonyms, of the dateline and of the page's address."""
    votes: defaultdict[str, float] = defaultdict(float)
    tokens = doc.spacy_doc
    people = tokens.vocab.strings["NORP"]
    named = people in tokens.to_array("ENT_TYPE")  # an entity costs more to make than to skip
    for entity in tokens.ents if named else ():
        code = country_of_demonym(entity.text) if entity.label == people else None
        if code is not None:
            votes[code] += DEMONYM_VOTE
    dateline = doc.report.dateline
    if dateline is not None and dateline.place is not None and dateline.place.country:
        votes[dateline.place.country] += DATELINE_VOTE
    home = country_of_address(doc.report.url) if doc.report.url is not None else None
    if home is not None:
        votes[home] += OUTLET_VOTE
    return votes


def resolve_all(doc: Document, toponyms: Iterable[Toponym]) -> list[tuple[Toponym, Place]]:
    """Return each toponym that resolves with its place; names after commas go with them."""
    listed = list(toponyms)
    places = _places_of(doc, listed)
    return [(one, places[one.name]) for one in listed if one.name in places]


def _places_of(doc: Document, listed: Sequence[Toponym]) -> dict[str, Place]:
    """Return the place of each name that resolves."""
    containers = {one.name: one.container for one in listed if one.container is not None}
    says_capital = CAPITAL in doc.text.lower()  # most pages do not, so few names are looked at
    capitals = {
        one.name for one in listed if says_capital and _is_called_capital(doc.spacy_doc, one)
    }
    names = [one.name for one in listed]
    return resolve_together(names, containers, _votes_elsewhere(doc), capitals)


def resolve_associated(
    doc: Document, read: Sequence[tuple[Toponym, Place | None]]
) -> list[tuple[Toponym, Place]]:
    """Return the places in the names of bodies that no toponym of `read` stands in."""
    taken = {index for one, _ in read for index in range(one.start, one.end)}
    found = [
        one
        for one in find_associated(doc, {one.name for one, _ in read})
        if taken.isdisjoint(range(one.start, one.end))
    ]
    names = [one for one, _ in read]
    starts = {one.start for one in found}
    together = resolve_all(doc, sorted((*names, *found), key=by_start))
    return [(one, place) for one, place in together if one.start in starts]


def _is_called_capital(tokens: SpacyDoc, toponym: Toponym) -> bool:
    """Tell whether "the capital" stands before a name, or after its comma."""
    start, end = toponym.start, toponym.end
    before = tokens[start - 1].lower_ if start else ""
    if before == CAPITAL or (before == "," and start > 1 and tokens[start - 2].lower_ == CAPITAL):
        return True
    if end + 2 >= len(tokens) or tokens[end].text != ",":
        return False
    return tokens[end + 1].lower_ == "the" and tokens[end + 2].lower_ == CAPITAL


def read_places(doc: Document) -> list[tuple[Toponym, Place | None]]:
    """Return every toponym of the page in text order, with its place where it has one."""
    toponyms = tuple(with_containers(doc.spacy_doc, find_candidates(doc)))
    places = _places_of(doc, toponyms)
    return [(one, places.get(one.name)) for one in toponyms]


def mention_of(doc: Document, toponym: Toponym, place: Place | None) -> Place:
    """Return the place of a toponym with its span, nowhere on the map where it has none."""
    span = span_at(doc, toponym.start, toponym.end)
    text = doc.quote(span)
    if place is not None:
        return replace(place, span=span, text=text)
    return nowhere(span, text)


def resolve_spans(doc: Document, spans: Sequence[Span]) -> tuple[Place | None, ...]:
    """Return the place that each of `spans` means, weighed together; None where none is known."""
    toponyms = []
    for span in spans:
        tokens = doc.tokens_in(span)
        start = tokens.start if len(tokens) else 0
        end = tokens.end if len(tokens) else 0
        toponyms.append(Toponym(start, end, doc.quote(span)))
    ordered = sorted(set(toponyms), key=by_start)
    resolved = {
        (one.start, one.name): place
        for one, place in resolve_all(doc, with_containers(doc.spacy_doc, ordered))
    }
    return tuple(
        replace(place, span=span, text=doc.quote(span))
        if (place := _resolved_or_demonym(resolved, one)) is not None
        else None
        for one, span in zip(toponyms, spans, strict=True)
    )


def _resolved_or_demonym(resolved: dict[tuple[int, str], Place], one: Toponym) -> Place | None:
    """Return the land of an adjective, else what the name was resolved to, else a name in it."""
    if without_article(one.name).lower() in GENERIC:
        return None
    found = land_of(one.name) or resolved.get((one.start, one.name))
    return found if found is not None else _place_within(one.name)


def _place_within(name: str) -> Place | None:
    """Return the place that a longer name holds: "the Bank of Japan", "South Florida"."""
    words = name.split()[:LONGEST]
    for length in range(len(words) - 1, 0, -1):
        for start in range(len(words) - length + 1):
            part = " ".join(words[start : start + length])
            found = land_of(part)
            if found is not None:
                return found
            if part[:1].isupper() and is_well_known(part):
                return senses_of(part)[0].place
    return None
