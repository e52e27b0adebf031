"""Where: names of places, what stands for them, and which places they are.

Three layers. `find_toponyms` finds names and resolves them together, whatever their part in the
sentence. `metonyms` tells which of them stand for a government or people ("Moscow said").
`find_places` adds directions ("the south of Ukraine") and descriptions ("the Greek capital").
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from msgspec.structs import replace
from spacy.tokens import Doc as SpacyDoc
from spacy.tokens import Span as SpacySpan
from spacy.tokens import Token

from sayso.annotate.document import Document
from sayso.gazetteer.countries import (
    capital_country,
    capital_of,
    capitalised_words,
    country_named,
    country_of_demonym,
    country_place,
)
from sayso.gazetteer.senses import resolve_together, senses_of
from sayso.gazetteer.toponyms import (
    container_of,
    land_of_adjective,
    lookup,
    region_named,
    resolve_name,
)
from sayso.records import Place, Span

PLACE_LABELS = frozenset({"GPE", "LOC"})
NAME_LABELS = frozenset({"PERSON", "ORG", "FAC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW"})
LOCATIVE = frozenset({"in", "near", "outside", "inside", "across", "throughout", "around", "into"})
# Words that are no part of the name when they stand at its edge.
ARTICLES = frozenset({"the", "a", "an"})
EDGES = frozenset({"'s", "’s", "'", "’", ",", ".", "-", "–", "—", "(", ")", '"', "“", "”", ":"})
# Words that name no place by themselves, though the model and the gazetteer think so.
GENERIC = frozenset(
    {
        "america's", "capital", "central", "city", "coast", "county", "district", "east",
        "eastern", "north", "northern", "province", "region", "south", "southern", "state",
        "states", "territory", "town", "village", "west", "western",
        "january", "february", "march", "april", "may", "june", "july", "august", "september",
        "october", "november", "december",
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    }
)  # fmt: skip
# A place name before one of these names a disease, a breed, a treaty or a street.
NAMED_AFTER = frozenset(
    {
        "virus", "disease", "fever", "syndrome", "flu", "hound", "terrier", "bulldog", "accord",
        "treaty", "protocol", "convention", "avenue", "street", "road", "boulevard", "lane",
        "highway",
    }
)  # fmt: skip
LONGEST_NAME = 4  # tokens of a name that the model did not find
LEAST_PEOPLE = 1_000  # of a place that only the gazetteer finds
MANY_PEOPLE = 100_000  # of a city whose name has no other reading
SHORTEST = 3  # letters; a name that only the gazetteer finds is longer
DEMONYM_VOTE = 0.5  # of a demonym for its country, against 1 of a name
DATELINE_VOTE = 2.0

WAYS = (
    "north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest",
    "north-east", "north-west", "south-east", "south-west",
)  # fmt: skip
DIRECTIONS = frozenset({way + end for way in WAYS for end in ("", "ern")})
PARTS = DIRECTIONS | {"central", "centre", "center", "interior", "heart"}
LANDS = frozenset(
    {
        "region", "area", "countryside", "district", "province", "oblast", "governorate", "state",
        "prefecture", "valley", "archipelago",
    }
)  # fmt: skip
DIVISIONS = frozenset({"province", "oblast", "governorate", "state", "prefecture", "region"})

# What a place does as a place; with any other verb its name stands for those who act there.
PLACE_VERBS = frozenset(
    {
        "be", "become", "border", "brace", "burn", "celebrate", "contain", "experience", "face",
        "fall", "flood", "host", "lie", "mourn", "record", "reel", "register", "remain",
        "see", "shake", "sit", "span", "stand", "stretch", "suffer", "wake", "witness",
    }
)  # fmt: skip
# Verbs whose object is spoken to or dealt with, not a place where something happens.
DEALING = frozenset(
    {
        "accuse", "advise", "ask", "assure", "beg", "blame", "condemn", "convince", "criticise",
        "criticize", "fine", "help", "persuade", "press", "pressure", "sanction", "sue",
        "support", "tell", "thank", "threaten", "urge", "warn",
    }
)  # fmt: skip
DEALING_WITH = frozenset({"with", "against", "by", "between", "among", "toward", "towards"})
POLITICAL = frozenset(
    {
        "agency", "ally", "ambassador", "ambition", "army", "attack", "claim", "council",
        "court", "decision", "delegation",
        "demand", "foe", "force", "government", "intention", "interest", "invasion", "leader",
        "leadership", "military", "minister", "ministry", "offer", "parliament", "plan", "policy",
        "position", "president", "proposal", "reaction", "refusal", "relation", "request",
        "response", "role", "side", "spokesman", "spokeswoman", "stance", "support", "tie",
        "threat", "troop",
    }
)  # fmt: skip
# What runs between two places, not between two parties.
RUNNING = frozenset(
    {
        "border", "bridge", "commute", "distance", "ferry", "flight", "fly", "frontier", "halfway",
        "highway", "line", "link", "migrate", "move", "pipeline", "railway", "road", "route",
        "sail", "shuttle", "smuggle", "smuggler", "train", "travel", "way",
    }
)  # fmt: skip
LEANING = frozenset({"dependent", "reliant", "pressure", "sanction", "ban", "embargo", "tariff"})

CAPITAL = "capital"
SETTLEMENTS = frozenset({"city", "town", "village"})
SURROUNDINGS = frozenset({"area", "region"})
AIRPORT = "airport"
HERE = "here"
BACK = 3  # sentences that a description looks back for its place
BACK_AROUND = 1  # the same for "the area"
FEW = 12  # places that it looks at, so that a hostile page costs no more than a long one
HOME_SHARE = 0.5  # of the places of a page lie in the country that it plays in
HOME_LEAST = 2  # votes


@dataclass(frozen=True, slots=True)
class Toponym:
    """A place name in the text: tokens `[start, end)`, and what stands after its comma."""

    start: int
    end: int
    name: str
    container: str | None = None


class _Reader:
    """The toponyms of one document, read once for all questions about it."""

    def __init__(self, doc: Document) -> None:
        self.doc = doc
        self.tokens = doc.spacy_doc
        self.taken: set[int] = set()  # tokens of toponyms and of other names
        self.known: set[str] = set()  # names that the model takes for places somewhere
        self.surnames: set[str] = set()

    @cached_property
    def toponyms(self) -> tuple[Toponym, ...]:
        """The names of places in text order, resolved or not."""
        return tuple(_with_containers(self.tokens, sorted(self._names(), key=_by_start)))

    def _names(self) -> Iterator[Toponym]:
        others: list[SpacySpan] = []
        self.surnames = {
            entity[-1].text
            for entity in self.tokens.ents
            if entity.label_ == "PERSON" and len(entity) > 1
        }
        for entity in self.tokens.ents:
            if entity.label_ in PLACE_LABELS:
                yield from self._model_names(entity)
            elif entity.label_ in NAME_LABELS:
                others.append(entity)
        for entity in others:
            yield from self._mistaken(entity)
        yield from self._missed()

    def _model_names(self, entity: SpacySpan) -> Iterator[Toponym]:
        """Yield the names in an entity that the model takes for a place."""
        for start, end in _pieces(entity):
            self.taken.update(range(start, end))
            start, end = self._bare(start, end)
            name = self.tokens[start:end].text
            if self._is_a_name(name) and not self._is_inside_a_name(start, end):
                self.known.add(name)
                yield Toponym(start, end, name)

    def _bare(self, start: int, end: int) -> tuple[int, int]:
        """Return the tokens without "eastern" and "province", unless the whole is a name."""
        if senses_of(self.tokens[start:end].text):
            return start, end
        if end - start > 1 and self.tokens[start].lower_ in PARTS:
            start += 1
        if end - start > 1 and self.tokens[end - 1].lower_ in LANDS:
            end -= 1
        return start, end

    @staticmethod
    def _is_a_name(name: str) -> bool:
        """Tell whether the words may name a place: not a demonym, a common or a generic word."""
        if name.lower() in GENERIC or not any(letter.isupper() for letter in name):
            return False
        return country_of_demonym(name) is None or country_named(name) is not None

    def _is_inside_a_name(self, start: int, end: int) -> bool:
        """Tell whether the tokens are part of a longer name or a person's surname."""
        last = self.tokens[end - 1]
        before = self.tokens[start - 1].lower_ if start else ""
        if end - start == 1 and last.text in self.surnames and before not in LOCATIVE:
            return country_named(last.text) is None
        after = self.tokens[end].lower_ if end < len(self.tokens) else ""
        return after in NAMED_AFTER and last.dep_ == "compound"

    def _mistaken(self, entity: SpacySpan) -> Iterator[Toponym]:
        """Yield a place that the model takes for a person, body or thing."""
        [*pieces] = _pieces(entity)
        self.taken.update(range(entity.start, entity.end))
        if len(pieces) != 1:
            return
        start, end = pieces[0]
        name = self.tokens[start:end].text
        if name in self.surnames and country_named(name) is None:
            return
        if self._is_sure(name) or self._is_placed(start, end):
            yield Toponym(start, end, name)

    def _is_sure(self, name: str) -> bool:
        """Tell whether a name is a place wherever it stands: a country, a large city."""
        if name in self.known or country_named(name) or capital_country(name):
            return True
        if name.lower() not in capitalised_words() or country_of_demonym(name) is not None:
            return False
        return any(one.main and one.population >= MANY_PEOPLE for one in lookup(name))

    def _is_placed(self, start: int, end: int) -> bool:
        """Tell whether a name of the gazetteer stands as a place: "in X", "X, Tanzania"."""
        before = self.tokens[start - 1].lower_ if start else ""
        contained = (
            end + 1 < len(self.tokens)
            and self.tokens[end].text == ","
            and self.tokens[end + 1].text[:1].isupper()
            and container_of(self.tokens[end + 1].text) is not None
        )
        land = end < len(self.tokens) and self.tokens[end].lower_ in LANDS
        name = self.tokens[start:end].text
        located = before in LOCATIVE or before in DIRECTIONS
        return (located or contained or land) and _is_peopled(name)

    def _missed(self) -> Iterator[Toponym]:
        """Yield names of the gazetteer in capitalised tokens that the model left alone."""
        index = 0
        while index < len(self.tokens):
            end = self._longest_name(index) if self._may_start(index) else None
            if end is not None:
                yield Toponym(index, end, self.tokens[index:end].text)
                self.taken.update(range(index, end))
            index = end or index + 1

    def _may_start(self, index: int) -> bool:
        token = self.tokens[index]
        return index not in self.taken and token.text[:1].isupper() and token.is_alpha

    def _longest_name(self, start: int) -> int | None:
        """Return where the longest name of a place that starts here ends, None if none does."""
        limit = start
        while (
            limit < min(start + LONGEST_NAME, len(self.tokens))
            and limit not in self.taken
            and self.tokens[limit].text[:1].isupper()
        ):
            limit += 1
        for end in range(limit, start, -1):
            if self._is_missed_name(start, end, whole=end == limit):
                return end
        return None

    def _is_missed_name(self, start: int, end: int, *, whole: bool) -> bool:
        name = self.tokens[start:end].text
        if not whole or (start and start - 1 in self.taken and self.tokens[start - 1].is_alpha):
            return False
        if self._is_sure(name):
            return True
        if len(name) <= SHORTEST or name.lower() in GENERIC:
            return False
        return self._is_placed(start, end)


def _by_start(toponym: Toponym) -> int:
    return toponym.start


def _is_peopled(name: str) -> bool:
    """Tell whether the gazetteer has a place of that name in which more than a few live."""
    if region_named(name) is not None:
        return True
    return any(one.population >= LEAST_PEOPLE and one.main for one in lookup(name))


def _pieces(entity: SpacySpan) -> Iterator[tuple[int, int]]:
    """Yield the token ranges of an entity between its commas, without articles and marks."""
    start = entity.start
    for index in range(entity.start, entity.end + 1):
        if index < entity.end and entity.doc[index].text not in {",", "\n"}:
            continue
        found = _trimmed(entity, start, index)
        if found is not None:
            yield found
        start = index + 1


def _trimmed(entity: SpacySpan, start: int, end: int) -> tuple[int, int] | None:
    tokens = entity.doc
    while start < end and (tokens[start].text in EDGES or _is_article(tokens[start])):
        start += 1
    while end > start and (tokens[end - 1].text in EDGES or tokens[end - 1].is_space):
        end -= 1
    return (start, end) if start < end else None


def _is_article(token: Token) -> bool:
    return token.lower_ in ARTICLES and not (token.is_title and token.nbor(1).text == "Hague")


def _with_containers(tokens: SpacyDoc, toponyms: list[Toponym]) -> Iterator[Toponym]:
    """Yield the toponyms, each with the name of the country or division after its comma."""
    starts = {toponym.start: toponym for toponym in toponyms}
    for toponym in toponyms:
        after = starts.get(toponym.end + 1)
        comma = toponym.end < len(tokens) and tokens[toponym.end].text in {",", "("}
        if comma and after is not None and _can_contain(toponym.name, after.name):
            yield Toponym(toponym.start, toponym.end, toponym.name, after.name)
        else:
            yield toponym


def _can_contain(name: str, outer: str) -> bool:
    """Tell whether `outer` can hold `name`: no country holds another ("China, Japan")."""
    container = container_of(outer)
    return container is not None and (container[1] is not None or country_named(name) is None)


def _votes_elsewhere(doc: Document) -> dict[str, float]:
    """Return the votes for countries of demonyms and of the dateline."""
    votes: defaultdict[str, float] = defaultdict(float)
    for entity in doc.spacy_doc.ents:
        code = country_of_demonym(entity.text) if entity.label_ == "NORP" else None
        if code is not None:
            votes[code] += DEMONYM_VOTE
    dateline = doc.report.dateline
    if dateline is not None and dateline.place is not None and dateline.place.country:
        votes[dateline.place.country] += DATELINE_VOTE
    return votes


def _resolved(doc: Document, toponyms: Iterable[Toponym]) -> list[tuple[Toponym, Place]]:
    """Return each toponym that resolves with its place; names after commas go with them."""
    listed = list(toponyms)
    containers = {one.name: one.container for one in listed if one.container is not None}
    places = resolve_together([one.name for one in listed], containers, _votes_elsewhere(doc))
    return [(one, places[one.name]) for one in listed if one.name in places]


def _read(doc: Document) -> list[tuple[Toponym, Place | None]]:
    """Return every toponym of the page in text order, with its place where it has one."""
    toponyms = _Reader(doc).toponyms
    resolved = {one.start: place for one, place in _resolved(doc, toponyms)}
    return [(one, resolved.get(one.start)) for one in toponyms]


def find_toponyms(doc: Document, *, adjectives: bool = False) -> tuple[Place, ...]:
    """Return the names of places with the places they mean, metonyms too, in text order.

    Names that no gazetteer entry stands for come without coordinates. With `adjectives`,
    words such as "Turkish" count as names of the country. No descriptions: see `find_places`.
    """
    found = [_mention(doc, one, place) for one, place in _read(doc)]
    if adjectives:
        found.extend(_find_adjectives(doc, found))
    return tuple(sorted(found, key=lambda place: place.span or Span(0, 1)))


def _mention(doc: Document, toponym: Toponym, place: Place | None) -> Place:
    span = doc.span_of(doc.spacy_doc[toponym.start : toponym.end])
    text = doc.quote(span)
    if place is not None:
        return replace(place, span=span, text=text)
    return _nowhere(span, text)


def _nowhere(span: Span, text: str) -> Place:
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


def _find_adjectives(doc: Document, found: Sequence[Place]) -> Iterator[Place]:
    """Yield the words for the people and things of one land as mentions of that land."""
    spans = (place.span for place in found if place.span is not None)
    taken = {letter for span in spans for letter in range(span.start, span.end)}
    for start, end, land in _adjective_runs(doc.spacy_doc):
        span = doc.span_of(doc.spacy_doc[start:end])
        if taken.isdisjoint(range(span.start, span.end)):
            yield replace(land, span=span, text=doc.quote(span))


def _adjective_runs(tokens: SpacyDoc) -> Iterator[tuple[int, int, Place]]:
    """Yield the token ranges of one or two words that are adjectives of a land."""
    end = 0
    for index, token in enumerate(tokens):
        if index < end or not token.text[:1].isupper() or token.lower_ in ARTICLES:
            continue
        for last in (index + 2, index + 1):
            land = _land_of(tokens[index:last].text) if last <= len(tokens) else None
            if land is not None:
                yield index, last, land
                end = last
                break


def resolve_spans(doc: Document, spans: Sequence[Span]) -> tuple[Place | None, ...]:
    """Return the place that each of `spans` means, weighed together; None where none is known."""
    toponyms = []
    for span in spans:
        tokens = doc.tokens_in(span)
        start = tokens.start if len(tokens) else 0
        end = tokens.end if len(tokens) else 0
        toponyms.append(Toponym(start, end, doc.quote(span)))
    ordered = sorted(set(toponyms), key=_by_start)
    resolved = {
        (one.start, one.name): place
        for one, place in _resolved(doc, _with_containers(doc.spacy_doc, ordered))
    }
    return tuple(
        replace(place, span=span, text=doc.quote(span))
        if (place := _resolved_or_demonym(resolved, one)) is not None
        else None
        for one, span in zip(toponyms, spans, strict=True)
    )


def _resolved_or_demonym(resolved: dict[tuple[int, str], Place], one: Toponym) -> Place | None:
    """Return the land of an adjective, else what the name was resolved to."""
    return _land_of(one.name) or resolved.get((one.start, one.name))


def _land_of(word: str) -> Place | None:
    """Return the country, continent or region whose adjective or people `word` is."""
    code = country_of_demonym(word)
    if code is not None:
        return country_place(code)
    land = land_of_adjective(word)
    return resolve_name(land) if land is not None else None


def metonyms(doc: Document) -> tuple[Place, ...]:
    """Return the names of places that stand for who acts there, in text order.

    "Moscow struck", "talks with Minsk", "sanctions on Iran": countries and capitals alone.
    """
    read = _read(doc)
    containers = {one.end + 1 for one, _ in read if one.container is not None}
    return tuple(
        _mention(doc, one, place)
        for one, place in read
        if place is not None and one.start not in containers and _is_metonym(doc, one, place)
    )


def _is_metonym(doc: Document, toponym: Toponym, place: Place) -> bool:
    if place.precision != "country" and capital_country(toponym.name) is None:
        return False
    head: Token = doc.spacy_doc[toponym.start : toponym.end].root
    steps = 0
    while head.dep_ in {"conj", "appos"} and steps < FEW:
        head = head.head
        steps += 1
    return _acts(head) or _is_dealt_with(head) or _is_adjective(toponym, head)


def _acts(name: Token) -> bool:
    """Tell whether the name is the subject of an act or owns something political."""
    if name.dep_ == "nsubj":
        return name.head.pos_ == "VERB" and name.head.lemma_ not in PLACE_VERBS
    return name.dep_ in {"poss", "compound"} and name.head.lemma_.lower() in POLITICAL


def _is_adjective(toponym: Toponym, name: Token) -> bool:
    """Tell whether an abbreviation is a mere adjective: "U.S. embassies" are not in the U.S."""
    modifies = name.dep_ in {"compound", "amod", "nmod"} and name.head.i >= toponym.end
    return modifies and country_of_demonym(toponym.name) is not None


def _is_dealt_with(name: Token) -> bool:
    """Tell whether the name stands for one who is spoken to, fought or leant on."""
    if name.dep_ in {"dobj", "dative"}:
        return name.head.lemma_ in DEALING
    if name.dep_ != "pobj":
        return False
    preposition = name.head
    if preposition.lower_ in DEALING_WITH:
        return preposition.lower_ != "between" or preposition.head.lemma_ not in RUNNING
    return preposition.lower_ in {"on", "upon"} and preposition.head.lemma_ in LEANING


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
    read = _read(doc)
    metonymic = [p is not None and _is_metonym(doc, one, p) for one, p in read]
    named: list[Place] = []
    end = 0
    for position, (toponym, place) in enumerate(read):
        if toponym.start < end or metonymic[position]:
            continue
        after = read[position + 1] if position + 1 < len(read) else None
        start, end = _extent(doc.spacy_doc, toponym, place, after, end)
        if place is not None or _is_located(doc.spacy_doc, toponym):
            named.append(_located(doc, toponym, place, start, end))
    home = page_country(doc, named)
    return _merged(named, _Describer(doc, named, home).describe())


def _is_located(tokens: SpacyDoc, toponym: Toponym) -> bool:
    """Tell whether a name unknown to the gazetteer stands where a place must stand."""
    owns = toponym.end < len(tokens) and tokens[toponym.end].tag_ == "POS"
    before = tokens[toponym.start - 1].lower_ if toponym.start else ""
    return not owns and before in LOCATIVE | {"at"}


def _extent(
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
    if place.precision in ("country", "region"):
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
    while first and tokens[first - 1].lower_ in ARTICLES | {"of"} and start - first < 2:
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


def _located(doc: Document, toponym: Toponym, place: Place | None, start: int, end: int) -> Place:
    """Return the place of a name whose mention is the tokens from `start` to `end`."""
    span = doc.span_of(doc.spacy_doc[start:end])
    text = doc.quote(span)
    if place is None:
        return _nowhere(span, text)
    if start < toponym.start:
        return _part_of(place, span, text)
    if end > toponym.end and doc.spacy_doc[end - 1].lower_ in LANDS:
        return _land_around(doc, toponym, place, span)
    return replace(place, span=span, text=text)


def _part_of(place: Place, span: Span, text: str) -> Place:
    """Return a part of a country or region, which has no point of its own."""
    return replace(
        _nowhere(span, text), country=place.country, admin1=place.admin1, precision="region"
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


class _Describer:
    """Finds what descriptions of places mean, going through the page from its start."""

    def __init__(self, doc: Document, named: Sequence[Place], home: str | None) -> None:
        self.doc = doc
        self.named = [place for place in named if place.span is not None]
        self.starts = [place.span.start for place in self.named if place.span is not None]
        self.home = home
        self.airport: Place | None = None
        self.capital: Place | None = None  # the last that a description meant

    def describe(self) -> Iterator[Place]:
        """Yield the descriptions that mean a place plainly, in text order."""
        for token in self.doc.spacy_doc:
            word = token.lower_
            if word == CAPITAL:
                found = self._capital(token)
                self.capital = found or self.capital
            elif word == AIRPORT:
                found = self._airport(token)
            elif word in SETTLEMENTS and _is_bare(token):
                found = self._last(token, ("city",), BACK)
            elif word in SURROUNDINGS and _is_bare(token, "surrounding"):
                found = self._surroundings(token)
            elif word == HERE:
                found = self._here(token)
            else:
                continue
            if found is not None:
                yield found

    def _capital(self, token: Token) -> Place | None:
        """Return the capital that "the Greek capital", "the capital of Peru", "the capital" is."""
        if token.dep_ == "compound" or token.i == 0:
            return None
        before = token.nbor(-1)
        owner = _land_of(before.text) if before.text[:1].isupper() else None
        possessor = next((child for child in token.children if child.dep_ == "poss"), None)
        if owner is not None:
            return self._described(_capital_of(owner.country), before, token)
        if possessor is not None:
            code = country_named(self.doc.spacy_doc[possessor.left_edge.i : possessor.i + 1].text)
            return self._described(_capital_of(code), possessor.left_edge, token)
        held = self.named_after(token) if token.i + 1 < len(token.doc) else []
        if held and held[0].span is not None:
            code = held[0].country if held[0].precision == "country" else None
            last = self.doc.tokens_in(held[0].span)[-1]
            return self._described(_capital_of(code), token.left_edge, last)
        if _names_itself(token) or not _is_bare(token):
            return None
        return self._described(
            _capital_of(self.home or self._sentence_country(token)), before, token
        )

    def _sentence_country(self, token: Token) -> str | None:
        """Return the one country that the sentence speaks of, by name or adjective."""
        codes = {
            country_of_demonym(word.text) or country_named(word.text)
            for word in token.sent
            if word.text[:1].isupper()
        } - {None}
        return codes.pop() if len(codes) == 1 else None

    def _described(self, place: Place | None, first: Token, last: Token) -> Place | None:
        """Return `place` as what the words from `first` to `last`, and their article, mean."""
        if place is None:
            return None
        tokens = self.doc.spacy_doc
        start = first.i
        if start and first.lower_ != "the" and tokens[start - 1].lower_ == "the":
            start -= 1
        span = self.doc.span_of(tokens[start : last.i + 1])
        return replace(place, span=span, text=self.doc.quote(span))

    def _near(self, token: Token) -> list[Place]:
        """Return the last few places before `token`, nearest first, described ones too."""
        until = bisect_left(self.starts, token.idx)
        near = self.named[max(0, until - FEW) : until]
        if self.capital is not None:
            near.append(self.capital)
        return sorted(near, key=lambda place: place.span or Span(0, 1), reverse=True)

    def _last(self, token: Token, precisions: tuple[str, ...], back: int) -> Place | None:
        """Return the place last named, if its sentence names no other of its kind.

        That sentence is at most `back` sentences before the one of `token`.
        """
        near = [place for place in self._near(token) if place.precision in precisions]
        if not near or near[0].span is None:
            return None
        sentence = self.doc.tokens_in(near[0].span)[0].sent
        since = self._sentences_between(sentence, token)
        rivals = {
            place.geonames_id
            for place in near
            if place.span is not None and place.span.start >= sentence[0].idx
        }
        if since > back or len(rivals) > 1:
            return None
        return self._described(near[0], token.left_edge, token)

    def _sentences_between(self, sentence: SpacySpan, token: Token) -> int:
        """Return how many sentences lie from `sentence` to that of `token`, BACK + 1 if more."""
        current, count = token.sent, 0
        while current.start > sentence.start and count <= BACK:
            current = self.doc.spacy_doc[current.start - 1].sent
            count += 1
        return count

    def _surroundings(self, token: Token) -> Place | None:
        found = self._last(token, ("city", "admin1"), BACK_AROUND)
        if found is None or found.precision != "city":
            return found
        return replace(found, precision="region")

    def _airport(self, token: Token) -> Place | None:
        """Return the place whose airport was named before; remember an airport "in Minsk"."""
        after = [place for place in self.named_after(token) if place.precision == "city"]
        if after:
            self.airport = after[0]
            return None
        if self.airport is None or not _is_bare(token):
            return None
        return self._described(self.airport, token, token)

    def named_after(self, token: Token) -> list[Place]:
        """Return the place that follows `token` and one preposition, in a list; else none."""
        tokens = self.doc.spacy_doc
        index = token.i + 2
        if index >= len(tokens) or tokens[index - 1].lower_ not in LOCATIVE | {"of"}:
            return []
        if tokens[index].lower_ == "the" and index + 1 < len(tokens):
            index += 1
        following = bisect_left(self.starts, tokens[index].idx)
        return [
            place
            for place in self.named[following : following + 1]
            if place.span is not None and place.span.start == tokens[index].idx
        ]

    def _here(self, token: Token) -> Place | None:
        """Return the dateline's place for "here" in the outlet's own words."""
        dateline = self.doc.report.dateline
        if dateline is None or dateline.place is None or token.pos_ != "ADV":
            return None
        before = self.doc.text[self.doc.text.rfind("\n", 0, token.idx) + 1 : token.idx]
        if before.count('"') % 2 or before.count("“") > before.count("”"):
            return None
        return self._described(dateline.place, token, token)


def _capital_of(code: str | None) -> Place | None:
    return capital_of(code) if code is not None else None


def _names_itself(token: Token) -> bool:
    """Tell whether a name follows: "the capital, Athens", "the capital city of Peru"."""
    if token.i + 1 >= len(token.doc):
        return False
    after = token.nbor(1)
    if after.text == "," and token.i + 2 < len(token.doc):
        after = token.nbor(2)
    return after.pos_ == "PROPN" or after.lower_ in {"of", "city"}


def _is_bare(token: Token, *allowed: str) -> bool:
    """Tell whether a noun has an article "the" and nothing else that describes it."""
    if token.dep_ == "compound" or _names_itself(token):
        return False
    left = [child.lower_ for child in token.lefts if child.lower_ not in allowed]
    return left == ["the"]


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
