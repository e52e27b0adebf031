"""Where a page plays: the country of those whom it names without one.

"Police said" in Athens are Greek: the country is read off the towns, countries and nations named
near a mention, or off the whole page.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Sequence

from spacy.tokens import Token

from sayso.annotate.document import Document
from sayso.extract.naming.mentions import SUBJECTS
from sayso.extract.naming.name import Name
from sayso.extract.naming.names import Names
from sayso.extract.naming.nations import country_of_words
from sayso.records import Place

SCENE_REACH = 4  # sentences back in which a place sets the scene
OF_STATE = frozenset({"GOV", "LEG", "SPY"})


class Scene:
    """The places and countries of one document, by where they are named."""

    def __init__(
        self, doc: Document, names: Names, places: Sequence[Place], quoted: Collection[int]
    ) -> None:
        self.doc = doc
        self.quoted = quoted  # tokens in quotation marks
        self.names = names
        self.places = [place for place in places if place.span is not None and place.country]
        self._place_starts = [place.span.start for place in self.places if place.span]
        self.page_country = self._page_country()
        lands = [
            (words[0].i, name.country)
            for words, name in names.mentions
            if name.country and sets_scene(words[-1], name)
        ]
        self._land_starts = [start for start, _ in lands]
        self._lands = [country for _, country in lands]
        self.sentences = list(doc.spacy_doc.sents)
        self.sentence_index = {
            token.i: index for index, sentence in enumerate(self.sentences) for token in sentence
        }

    def home_of(self, token: Token, sectors: Sequence[str], local: bool = False) -> str | None:
        """Return the country of a party at `token` that names none: its state's or the scene's.

        A `local` office, as a mayor's, is of the town that the text is about.
        """
        of_state = OF_STATE & set(sectors) and not local
        return self.state(token) if of_state else self.country(token)

    def place_at(self, token: Token) -> Place | None:
        """Return the place whose name holds `token`, None where it is no place's."""
        index = bisect_right(self._place_starts, token.idx) - 1
        if index < 0:
            return None
        span = self.places[index].span
        return self.places[index] if span is not None and token.idx < span.end else None

    def _page_country(self) -> str | None:
        """Return the country the page is mostly about: by names, demonyms, places, dateline."""
        votes: Counter[str] = Counter()
        for words, name in self.names.mentions:
            country = country_of_words(words)
            if country and name.kind in ("country", "place", "group"):
                votes[country] += 1
        for place in self.places:
            if place.country:
                votes[place.country] += 1
        dateline = self.doc.report.dateline
        if dateline is not None and dateline.place is not None and dateline.place.country:
            votes[dateline.place.country] += 2
        ranked = votes.most_common(2)
        if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
            return None
        return ranked[0][0]

    def country(self, token: Token) -> str | None:
        """Return the country of the scene at `token`.

        That of the nearest town or site named in the same sentence or shortly before it, else
        that of the page.
        """
        sentence = self.doc.sentence_of(token)
        first = max(0, self.sentence_index[token.i] - SCENE_REACH)
        reach = self.sentences[first].start_char
        near = self.places[
            bisect_left(self._place_starts, reach) : bisect_left(self._place_starts, sentence.end)
        ]
        here = [p for p in near if p.span and sentence.covers(p.span)]
        local = [p for p in here if p.precision in ("city", "point", "admin1")] or here
        if local:
            return min(local, key=lambda p: abs(p.span.start - token.idx) if p.span else 0).country
        before = [
            p
            for p in near
            if p.span and p.span.start < sentence.start and p.precision in ("city", "point")
        ]
        return before[-1].country if before else self.page_country

    def state(self, token: Token) -> str | None:
        """Return the country whose state a minister or a ministry at `token` belongs to.

        That of the nearest country, nation or capital named shortly before it in the paragraph
        ("Chad rejected this. The foreign minister said ..."), else that of the scene.
        """
        here = self.sentence_index[token.i]
        first = self.sentences[max(0, here - 1)].start
        for index in range(bisect_left(self._land_starts, token.i) - 1, -1, -1):
            start = self._land_starts[index]
            if start < first:
                break
            if token.i in self.quoted or start not in self.quoted:
                return self._lands[index]
        return self.country(token)


def sets_scene(land: Token, name: Name) -> bool:
    """Tell whether a name is of a country that the text is about, not of a passer-by.

    "Chad", "Moscow" and the "Greek" of "Greek police" as a subject are; "a Libyan" and "two U.S.
    embassies" behind a preposition are not.
    """
    modifies = land.dep_ in ("amod", "compound", "nmod")
    if modifies:
        return land.head.dep_ in SUBJECTS and name.kind in ("country", "place", "group")
    return name.kind in ("country", "place")
