"""One document as a whole, as all who resolve its mentions read it, and its mentions as printed.

Holds the names, sentences, quotations and the scene; makes a party under the words of a mention.
Which party a mention stands for is for the rooms beside this one.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence

from spacy.tokens import Token

from sayso.annotate.document import Document
from sayso.extract.naming.antecedents import REACH
from sayso.extract.naming.mentions import counts, quoted_tokens
from sayso.extract.naming.name import Name
from sayso.extract.naming.names import Names
from sayso.extract.naming.phrases import phrase_of
from sayso.extract.naming.scene import Scene
from sayso.records import Party, PartyKind, Place, Span

LONGEST_MENTION = 14  # tokens
HYPHENS = frozenset({"-", "–", "‑"})

Resolver = Callable[[Token], Party | None]  # whom the phrase headed by a token stands for
Mention = tuple[list[Token], Name]


class Discourse:
    """The names, sentences, quotations and scene of one document."""

    def __init__(self, doc: Document, places: Sequence[Place]) -> None:
        self.doc = doc
        self._phrases: dict[int, list[Token]] = {}  # by their heads
        self._spans: dict[int, Span] = {}  # mentions by their heads
        self.names = Names(doc.spacy_doc, doc.published.isoformat() if doc.published else None)
        self.quoted = quoted_tokens(doc.spacy_doc)
        self.scene = Scene(doc, self.names, places, self.quoted)
        self._place_names()
        self.sentences, self.sentence_index = self.scene.sentences, self.scene.sentence_index

    def _place_names(self) -> None:
        """Give the names of places the country that the gazetteer found for them."""
        for words, name in self.names.mentions:
            if name.kind == "place" and name.country is None:
                place = self.scene.place_at(words[-1])
                name.country = place.country if place is not None else None

    def phrase_of(self, head: Token) -> list[Token]:
        """Return the noun phrase of `head`, read once."""
        if head.i not in self._phrases:
            self._phrases[head.i] = phrase_of(head)
        return self._phrases[head.i]

    def span_of(self, head: Token) -> Span:
        """Return the printed mention that `head` heads: its phrase without clauses behind it.

        Raises `SpanError` where `head` is white space.
        """
        if head.i not in self._spans:
            self._spans[head.i] = self._span_of(head)
        return self._spans[head.i]

    def _span_of(self, head: Token) -> Span:
        """Return the mention that `head` heads, read off the words."""
        if head.pos_ == "PRON":
            return self.doc.span_of(head)
        words = without_marks(self._words_of(head))
        if len(words) > LONGEST_MENTION:
            words = [t for t in words if t.i <= head.i][-LONGEST_MENTION:] or [head]
        return self.doc.span_of(words)

    def _words_of(self, head: Token) -> list[Token]:
        """Return the phrase of a mention; nothing follows the name of a person or a place."""
        words = list(self.phrase_of(head))
        name = self.names.at.get(head.i)
        if name is None:
            return words
        run = [head]  # the words of the name behind its head: "Doctors Without Borders"
        while self.names.at.get(run[-1].i + 1) is name:
            run.append(run[-1].nbor(1))
        last = run[-1].i
        kept = {t.i: t for t in words if t.i <= last or name.kind == "organisation"}
        kept.update({t.i: t for t in run})
        return [kept[index] for index in sorted(kept)]

    def bare(self, head: Token, within: Span | None = None) -> str:
        """Return the words of a description without articles, counts and hedges before them.

        "at least 12 soldiers near Kurmuk" are "soldiers near Kurmuk". Words outside `within`
        stay out.
        """
        span = self.span_of(head)
        if within is not None and within.overlaps(span):
            span = Span(max(span.start, within.start), min(span.end, within.end))
        words = list(self.doc.tokens_in(span))
        numbers = [t.i for t in words if t.head == head and t.i < head.i and is_count(t)]
        if numbers:  # the hedge goes with the number
            words = [t for t in words if t.i > numbers[-1]] or words
        while len(words) > 1 and words[0] != head and is_dropped(words[0]):
            words.pop(0)
        return " ".join(self.doc.quote(Span(words[0].idx, span.end)).split())

    def party(
        self,
        head: Token,
        name: str,
        kind: PartyKind,
        country: str | None,
        sectors: tuple[str, ...],
        role: str | None,
    ) -> Party:
        """Return a party under the mention of `head`."""
        span = self.span_of(head)
        return Party(
            span=span,
            text=self.doc.quote(span),
            name=name,
            kind=kind,
            country=country,
            sectors=sectors,
            role=role,
        )

    def described(
        self,
        head: Token,
        kind: PartyKind,
        country: str | None,
        sectors: tuple[str, ...],
        is_office: bool = False,
    ) -> Party:
        """Return the party of a description, named by its own words."""
        bare = self.bare(head)
        return self.party(head, bare, kind, country, sectors, bare if is_office else None)

    def like(self, head: Token, meant: Party) -> Party:
        """Return `meant` under the mention of `head`."""
        return self.party(head, meant.name, meant.kind, meant.country, meant.sectors, meant.role)

    def near(self, antecedent: Token, token: Token) -> bool:
        """Tell whether an antecedent lies within reach of a token."""
        return self.sentence_index[token.i] - self.sentence_index[antecedent.i] <= REACH


def is_dropped(word: Token) -> bool:
    """Tell whether a word at the start of a description says nothing of who it is."""
    return counts(word) and not (word.like_num and word.nbor(1).text in HYPHENS)


def is_count(word: Token) -> bool:
    """Tell whether a word counts its noun: the "12" of "12 soldiers", not of "12-year-old"."""
    return word.dep_ == "nummod" and word.nbor(1).text not in HYPHENS


def without_marks(words: list[Token]) -> list[Token]:
    """Return the words of a mention without marks, blanks and a possessive sign at its ends."""
    while len(words) > 1 and (words[-1].is_punct or words[-1].is_space or words[-1].tag_ == "POS"):
        words.pop()
    while len(words) > 1 and (words[0].is_punct or words[0].is_space):
        words.pop(0)
    return words


def mentions_before(head: Token, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Yield those of `mentions` that stand before `head`, nearest first."""
    end = bisect_left(mentions, head.i, key=lambda mention: mention[0][0].i)
    yield from reversed(mentions[:end])
