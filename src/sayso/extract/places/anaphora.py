"""Descriptions of places: "the Greek capital", "the city", "the area", "here"."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from msgspec.structs import replace
from spacy.tokens import Span as SpacySpan
from spacy.tokens import Token

from sayso.annotate.document import Document
from sayso.extract.places.candidates import CAPITAL, LOCATIVE
from sayso.extract.places.demonyms import land_of
from sayso.gazetteer.countries import capital_of, country_named, country_of_demonym
from sayso.records import Place, Span

SETTLEMENTS = frozenset({"city", "town", "village"})
SURROUNDINGS = frozenset({"area", "region"})
AIRPORT = "airport"
HERE = "here"
DESCRIBING = SETTLEMENTS | SURROUNDINGS | {CAPITAL, AIRPORT, HERE}
BACK = 3  # sentences that a description looks back for its place
BACK_AROUND = 1  # the same for "the area"
FEW = 12  # places that it looks at, so that a hostile page costs no more than a long one


class Describer:
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
            if word not in DESCRIBING:
                continue
            if word == CAPITAL:
                found = self._capital(token)
                self.capital = found or self.capital
            elif word == AIRPORT:
                found = self._airport(token)
            elif word in SETTLEMENTS and _is_bare(token):
                found = self._last(token, ("city",), BACK)
            elif word in SURROUNDINGS and _is_bare(token, "surrounding"):
                found = self._surroundings(token)
            else:
                found = self._here(token)
            if found is not None:
                yield found

    def _capital(self, token: Token) -> Place | None:
        """Return the capital that "the Greek capital", "the capital of Peru", "the capital" is."""
        if token.dep_ == "compound" or token.i == 0:
            return None
        before = token.nbor(-1)
        owner = land_of(before.text) if before.text[:1].isupper() else None
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
