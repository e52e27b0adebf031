"""The mentions of places that the other stages read."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sayso.annotate.document import Document
from sayso.extract.places.anaphora import Describer
from sayso.extract.places.containment import extent_of, is_located, located
from sayso.extract.places.demonyms import find_adjectives
from sayso.extract.places.metonymy import is_metonym
from sayso.extract.places.resolution import (
    DATELINE_VOTE,
    mention_of,
    read_places,
    resolve_associated,
)
from sayso.records import Place

HOME_SHARE = 0.5  # of the places of a page lie in the country that it plays in
HOME_LEAST = 2  # votes


def find_toponyms(
    doc: Document, *, adjectives: bool = False, associated: bool = False
) -> tuple[Place, ...]:
    """Return the names of places with the places they mean, metonyms too, in text order.

    Names that no gazetteer entry stands for come without coordinates. With `adjectives`, words
    such as "Turkish" count as names of the country; with `associated`, so do the places in names
    of bodies ("the Bank of Japan"). No descriptions: see `find_places`.
    """
    read = read_places(doc)
    found = [mention_of(doc, one, place) for one, place in read]
    if associated:
        found.extend(mention_of(doc, *one) for one in resolve_associated(doc, read))
    if adjectives:
        found.extend(find_adjectives(doc, found))
    return tuple(sorted(found, key=_place_in_text))


def _place_in_text(place: Place) -> tuple[int, int]:
    return (place.span.start, place.span.end) if place.span is not None else (0, 1)


def page_country(doc: Document, places: Sequence[Place]) -> str | None:
    """Return the country that most of `places`, and the dateline, lie in; None if unclear."""
    votes: defaultdict[str, float] = defaultdict(float)
    for place in places:
        if place.country is not None:
            votes[place.country] += 1.0
    dateline = doc.report.dateline
    if dateline is not None and dateline.place is not None and dateline.place.country:
        votes[dateline.place.country] += DATELINE_VOTE
    if not votes:
        return None
    best = max(sorted(votes), key=lambda code: votes[code])
    clear = votes[best] >= HOME_LEAST and votes[best] > HOME_SHARE * sum(votes.values())
    return best if clear else None


def find_places(doc: Document) -> tuple[Place, ...]:
    """Return all mentions of places in text order, none overlapping another.

    Names, with what follows their comma ("Springfield, Ohio") and their direction ("the south of
    Ukraine": the country is kept, the point is not); and descriptions of places that the page
    names or the gazetteer knows ("the Greek capital", "the city"). Metonyms are left out.
    """
    read = read_places(doc)
    metonymic = [p is not None and is_metonym(doc, one, p) for one, p in read]
    named: list[Place] = []
    end = 0
    for position, (toponym, place) in enumerate(read):
        if toponym.start < end or metonymic[position]:
            continue
        after = read[position + 1] if position + 1 < len(read) else None
        start, end = extent_of(doc.spacy_doc, toponym, place, after, end)
        if place is not None or is_located(doc.spacy_doc, toponym):
            named.append(located(doc, toponym, place, start, end))
    home = page_country(doc, named)
    return _merged(named, Describer(doc, named, home).describe())


def _merged(named: Sequence[Place], described: Iterable[Place]) -> tuple[Place, ...]:
    """Return names and descriptions in text order; a description that holds a name goes first."""
    found = sorted(
        (place for place in (*described, *named) if place.span is not None),
        key=lambda place: (place.span.start, -place.span.end) if place.span else (0, 0),
    )
    kept: list[Place] = []
    for place in found:
        last = kept[-1].span if kept else None
        if last is None or place.span is None or place.span.start >= last.end:
            kept.append(place)
    return tuple(kept)
