"""What a name lies in ("Springfield, Ohio"), and which part of it is meant ("eastern Turkey")."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace
from spacy.tokens import Doc as SpacyDoc

from sayso.annotate.document import Document
from sayso.extract.places.candidates import (
    ARTICLES,
    DIRECTIONS,
    LANDS,
    LOCATIVE,
    PARTS,
    Toponym,
)
from sayso.extract.places.words import span_at
from sayso.gazetteer.countries import country_named
from sayso.gazetteer.toponyms import container_of, lookup
from sayso.records import Place, Span

BEFORE = ARTICLES | {"of"}
DIVISIONS = frozenset({"province", "oblast", "governorate", "state", "prefecture", "region"})


def with_containers(tokens: SpacyDoc, toponyms: Sequence[Toponym]) -> Iterator[Toponym]:
    """Yield the toponyms, each with the name of the country or division after its comma."""
    starts = {toponym.start: toponym for toponym in toponyms}
    for toponym in toponyms:
        after = starts.get(toponym.end + 1)
        comma = toponym.end < len(tokens) and tokens[toponym.end].text in {",", "("}
        if comma and after is not None and can_contain(toponym.name, after.name):
            yield Toponym(toponym.start, toponym.end, toponym.name, after.name)
        else:
            yield toponym


def can_contain(name: str, outer: str) -> bool:
    """Tell whether `outer` can hold `name`: no country holds another ("China, Japan")."""
    container = container_of(outer)
    return container is not None and (container[1] is not None or country_named(name) is None)


def extent_of(
    tokens: SpacyDoc,
    toponym: Toponym,
    place: Place | None,
    after: tuple[Toponym, Place | None] | None,
    floor: int,
) -> tuple[int, int]:
    """Return the tokens of a name with its direction, its "region" or what is after its comma."""
    start, end = toponym.start, toponym.end
    if place is None:
        return start, end
    if _contains(toponym, place, after):
        return start, after[0].end if after is not None else end
    if end < len(tokens) and tokens[end].lower_ in LANDS:
        end += 1
    if place.precision in ("country", "region", "admin1"):
        start = max(_direction_before(tokens, start), floor)
    return start, end


def _contains(toponym: Toponym, place: Place, after: tuple[Toponym, Place | None] | None) -> bool:
    """Tell whether what follows the comma is the country or division that the place lies in."""
    if toponym.container is None or after is None or place.precision == "country":
        return False
    outer = after[1]
    return outer is not None and outer.country == place.country and outer.precision != "city"


def _direction_before(tokens: SpacyDoc, start: int) -> int:
    """Return the token at which "north-western", "the south of" before a name starts."""
    first = start
    while first and tokens[first - 1].lower_ in BEFORE and start - first < 2:
        first -= 1
    if first and tokens[first - 1].lower_ in PARTS:
        first -= 1
        if first > 1 and tokens[first - 1].text == "-" and tokens[first - 2].lower_ in DIRECTIONS:
            first -= 2
        is_noun = tokens[start - 1].lower_ == "of" or tokens[start - 1].lower_ in ARTICLES
        article = first > 0 and tokens[first - 1].lower_ == "the"
        if is_noun and not article:
            return start  # "100 km south of Ukraine" is not in it
        return first - 1 if article and is_noun else first
    return start


def located(doc: Document, toponym: Toponym, place: Place | None, start: int, end: int) -> Place:
    """Return the place of a name whose mention is the tokens from `start` to `end`."""
    span = span_at(doc, start, end)
    text = doc.quote(span)
    if place is None:
        return nowhere(span, text)
    if start < toponym.start:
        return _part_of(place, span, text)
    if end == toponym.end + 1 and doc.spacy_doc[end - 1].lower_ in LANDS:
        return _land_around(doc, toponym, place, span)
    return replace(place, span=span, text=text)


def _part_of(place: Place, span: Span, text: str) -> Place:
    """Return a part of a country, division or region, which has no point of its own."""
    return replace(
        nowhere(span, text), country=place.country, admin1=place.admin1, precision="region"
    )


def _land_around(doc: Document, toponym: Toponym, place: Place, span: Span) -> Place:
    """Return the province or the surroundings that "Tabriz region" means."""
    text = doc.quote(span)
    if doc.spacy_doc[toponym.end].lower_ in DIVISIONS and place.country is not None:
        for one in lookup(toponym.name):
            if one.kind == "admin1" and one.country == place.country:
                return replace(one.place(text), span=span)
    if place.precision == "city":
        return replace(place, span=span, text=text, precision="region")
    return replace(place, span=span, text=text)


def is_located(tokens: SpacyDoc, toponym: Toponym) -> bool:
    """Tell whether a name unknown to the gazetteer stands where a place must stand."""
    owns = toponym.end < len(tokens) and tokens[toponym.end].tag_ == "POS"
    before = tokens[toponym.start - 1].lower_ if toponym.start else ""
    return not owns and before in LOCATIVE | {"at"}


def nowhere(span: Span, text: str) -> Place:
    """Return a place that is named but not in the gazetteer."""
    return Place(
        span=span,
        text=text,
        name=text,
        latitude=None,
        longitude=None,
        geonames_id=None,
        country=None,
        admin1=None,
        precision=None,
    )
