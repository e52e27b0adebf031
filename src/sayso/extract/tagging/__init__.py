"""The trained tagger: sentences with any sign of speech -> the outermost attributions.

    sentences that the gate lets pass -> words -> windows -> encoder -> labels -> spans -> links

The encoder is a small transformer (MiniLM-L6, Wang et al. 2020) that reads, beside each word, its
part of speech, its dependency, its entity, the quotation marks around it and what the rules take
it for; a linear chain over its label scores (Lafferty et al. 2001) finds the spans.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from sayso.annotate.document import Document
from sayso.extract.saying.gate import find_open_sentences
from sayso.extract.saying.quotations import find_quotations
from sayso.extract.tagging.labels import Floats, Stretch, best_labels, stretches_of
from sayso.extract.tagging.linking import LinkWeights, link_stretches
from sayso.extract.tagging.windows import Window, find_windows
from sayso.extract.tagging.words import COLUMNS, MARK, Words, read_words, rules_at
from sayso.models.encoders import Encoder, load_encoder
from sayso.records import Attribution, Span

WEIGHTS = "attributions"


@dataclass(frozen=True, slots=True)
class Relation:
    """Who says what, as spans: an outermost attribution as the tagger sees it."""

    source: Span | None
    cue: Span
    content: tuple[Span, ...]  # in text order, at least one


@dataclass(frozen=True, slots=True)
class Tagger:
    """The encoder with the small weights that read its answers."""

    encoder: Encoder
    transitions: Floats
    firsts: Floats
    links: LinkWeights


@cache
def load_tagger() -> Tagger:
    """Return the tagger, loaded once a process.

    Raises `ModelError` where its weights are missing or not those of their card.
    """
    encoder, rest = load_encoder(WEIGHTS)
    return Tagger(
        encoder=encoder,
        transitions=rest["transitions"],
        firsts=rest["firsts"],
        links=LinkWeights(none=rest["none"], distance=rest["distance"]),
    )


def find_relations(doc: Document, by_rules: Sequence[Attribution]) -> tuple[Relation, ...]:
    """Return the outermost attributions of `doc` in the order of their cues.

    Raises `ModelError` where the weights are missing or not those of their card.
    """
    quotations = find_quotations(doc.text, doc.report.paragraphs)
    sentences = sentences_of(doc)
    is_open = find_open_sentences(doc.text, sentences, quotations)
    if not any(is_open):
        return ()
    tagger = load_tagger()
    coded = rules_at(len(doc.text), by_rules)
    words = read_words(doc, sentences, quotations, coded, tagger.encoder.tokenizer)
    return tuple(
        relation
        for window in find_windows(words, is_open)
        for relation in read_window(words, window, tagger)
    )


def sentences_of(doc: Document) -> list[Span]:
    """Return the sentences of `doc` that hold more than white space."""
    ends = ((sentence.start_char, sentence.end_char) for sentence in doc.spacy_doc.sents)
    return [doc.trim(start, end) for start, end in ends if doc.text[start:end].strip()]


def read_window(words: Words, window: Window, tagger: Tagger) -> Iterator[Relation]:
    """Yield the attributions of one window of words."""
    first, _ = window
    scores, vectors = score_window(words, window, tagger.encoder)
    stretches = list(stretches_of(best_labels(scores, tagger.transitions, tagger.firsts)))
    yield from relations_of(words, first, stretches, vectors, tagger.links)


def score_window(words: Words, window: Window, encoder: Encoder) -> tuple[Floats, Floats]:
    """Return the two tables that `encoder` gives of one window, a row a word."""
    first, last = window
    pieces = slice(*np.searchsorted(words.word_of, window))
    word_of = words.word_of[pieces] - first
    return encoder.read(words.pieces[pieces], words.columns[first:last][word_of], word_of)


def relations_of(
    words: Words, first: int, stretches: Sequence[Stretch], vectors: Floats, weights: LinkWeights
) -> Iterator[Relation]:
    """Yield the attributions that the stretches of a window make, which starts at word `first`."""

    def span(stretch: Stretch) -> Span:
        start, end = words.starts[first + stretch.start], words.ends[first + stretch.end - 1]
        return Span(int(start), int(end))

    for link in link_stretches(stretches, vectors, weights):
        content = tuple(span(part) for part in link.content if has_words(words, first, part))
        if content:
            source = None if link.source is None else span(link.source)
            yield Relation(source=source, cue=span(link.cue), content=content)


def has_words(words: Words, first: int, stretch: Stretch) -> bool:
    """Tell whether a stretch holds more than marks."""
    shapes = words.columns[first + stretch.start : first + stretch.end, COLUMNS.index("shape")]
    return bool((shapes != MARK).any())
