"""Words as the tagger reads them: word pieces, and beside each word what parse and rules say.

A word is what the tokenizer of the encoder takes for one: a run of letters and digits, or one
punctuation mark. Training reads through this very module, so a change here asks for new weights.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc as SpacyDoc
from tokenizers import Tokenizer

from sayso.annotate.document import Document
from sayso.extract.saying.quotations import Quotation
from sayso.records import Attribution, Span

Ints = npt.NDArray[np.int32]
Bytes = npt.NDArray[np.uint8]

# The labels of the parse that the weights know, in the order of their numbers; 0 is any other.
PARTS_OF_SPEECH = (
    " ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X SPACE"
).split(" ")
DEPENDENCIES = (
    " ROOT acl acomp advcl advmod agent amod appos attr aux auxpass case cc ccomp compound conj"
    " csubj csubjpass dative dep det dobj expl intj mark meta neg nmod npadvmod nsubj nsubjpass"
    " nummod oprd parataxis pcomp pobj poss preconj predet prep prt punct quantmod relcl xcomp"
).split(" ")
ENTITIES = (
    " CARDINAL DATE EVENT FAC GPE LANGUAGE LAW LOC MONEY NORP ORDINAL ORG PERCENT PERSON PRODUCT"
    " QUANTITY TIME WORK_OF_ART"
).split(" ")
POS_NUMBERS = {label: number for number, label in enumerate(PARTS_OF_SPEECH)}
DEP_NUMBERS = {label: number for number, label in enumerate(DEPENDENCIES)}
ENT_NUMBERS = {label: number for number, label in enumerate(ENTITIES)}
# What the columns of `Words.columns` say, in order.
COLUMNS = ("shape", "pos", "dep", "head_dep", "entity", "quotation", "place", "rules")
MARK = 1  # column `shape`: no letter and no digit
# Column `quotation`: 0 outside.
MARK_OPENS, QUOTED, MARK_CLOSES = 1, 2, 3
# Column `place`: 0 within a sentence.
STARTS_SENTENCE, STARTS_PARAGRAPH = 1, 2
# Column `rules`: what the rules take a word for; the first word of a span has its own number.
CONTENT, SOURCE, CUE, INNER_CUE, INNER_SOURCE = (1, 2), (3, 4), (5, 6), (7, 7), (8, 8)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text, in order; all arrays but `pieces` and `word_of` are one row a word."""

    pieces: Ints  # vocabulary numbers of the word pieces
    word_of: Ints  # the word that each piece belongs to
    starts: Ints  # character offsets, half open
    ends: Ints
    columns: Bytes  # (words, len(COLUMNS))
    sentences: Ints  # index of the word's sentence


def read_words(
    doc: Document,
    sentences: Sequence[Span],
    quotations: Iterable[Quotation],
    by_rules: Bytes,
    tokenizer: Tokenizer,
) -> Words:
    """Return the words of the sentences of `doc`.

    `sentences` are in order and without outer white space; `by_rules` gives for each character
    of the text the number of what the rules take it for, 0 for nothing.
    """
    text = doc.text
    encodings = tokenizer.encode_batch(
        [text[span.start : span.end] for span in sentences], add_special_tokens=False
    )
    pieces, word_of, starts, ends, places, of_sentence = [], [], [], [], [], []
    paragraph = -1
    beginnings = [span.start for span in doc.report.paragraphs]
    for index, (span, encoding) in enumerate(zip(sentences, encodings, strict=True)):
        own = bisect_right(beginnings, span.start)
        place = STARTS_SENTENCE if own == paragraph else STARTS_PARAGRAPH
        paragraph, previous = own, None
        rows = zip(encoding.ids, encoding.offsets, encoding.word_ids, strict=True)
        for piece, (start, end), word in rows:
            if word != previous:
                starts.append(span.start + start)
                ends.append(span.start + end)
                places.append(place)
                of_sentence.append(index)
                place, previous = 0, word
            ends[-1] = span.start + end
            pieces.append(piece)
            word_of.append(len(starts) - 1)
    firsts = np.array(starts, np.int32)
    columns = np.zeros((len(starts), len(COLUMNS)), np.uint8)
    columns[:, 0] = [shape_of(text[a:b]) for a, b in zip(starts, ends, strict=True)]
    columns[:, 1:5] = parse_numbers(doc.spacy_doc)[token_at(doc)[firsts]]
    columns[:, 5] = quotation_at(len(text), quotations)[firsts]
    columns[:, 6] = places
    columns[:, 7] = by_rules[firsts]
    return Words(
        pieces=np.array(pieces, np.int32),
        word_of=np.array(word_of, np.int32),
        starts=firsts,
        ends=np.array(ends, np.int32),
        columns=columns,
        sentences=np.array(of_sentence, np.int32),
    )


def shape_of(word: str) -> int:
    """Return 1 for a mark, 2 with a digit first, 3 lower case, 4 CAPITALS, 5 Title, 6 miXed."""
    if not any(letter.isalnum() for letter in word):
        return MARK
    if word[0].isdigit():
        return 2
    if word.islower():
        return 3
    if word.isupper() and len(word) > 1:
        return 4
    return 5 if len(word) == 1 or (word[0].isupper() and word[1:].islower()) else 6


def parse_numbers(spacy_doc: SpacyDoc) -> Bytes:
    """Return one row a token: part of speech, dependency, that of its head, entity."""
    return np.array(
        [
            (
                POS_NUMBERS.get(token.pos_, 0),
                DEP_NUMBERS.get(token.dep_, 0),
                DEP_NUMBERS.get(token.head.dep_, 0),
                ENT_NUMBERS.get(token.ent_type_, 0),
            )
            for token in spacy_doc
        ],
        np.uint8,
    ).reshape(-1, 4)


def token_at(doc: Document) -> Ints:
    """Return the index of the token at each character of the text."""
    at = np.zeros(len(doc.text), np.int32)
    for token in doc.spacy_doc:
        at[token.idx : token.idx + len(token)] = token.i
    return at


def quotation_at(length: int, quotations: Iterable[Quotation]) -> Bytes:
    """Return for each character whether a quotation opens, goes on or closes there."""
    at = np.zeros(length, np.uint8)
    for quotation in quotations:
        start, end = quotation.span.start, quotation.span.end
        at[start:end] = QUOTED
        at[start] = MARK_OPENS
        at[end - 1] = MARK_CLOSES
    return at


def rules_at(length: int, by_rules: Sequence[Attribution]) -> Bytes:
    """Return for each character what the rules take it for.

    Sources and cues outrank contents, and an attribution outranks those inside its content.
    """
    at = np.zeros(length, np.uint8)

    def mark(span: Span, numbers: tuple[int, int]) -> None:
        at[span.start : span.end] = numbers[1]
        at[span.start] = numbers[0]

    inside = content_at(length, by_rules)
    inner: list[Attribution] = []
    outer: list[Attribution] = []
    for found in by_rules:
        (inner if inside[found.cue.start : found.cue.end].all() else outer).append(found)
    for found in outer:
        for part in found.content:
            mark(part, CONTENT)
    for group, source, cue in ((inner, INNER_SOURCE, INNER_CUE), (outer, SOURCE, CUE)):
        for found in group:
            if found.source is not None:
                mark(found.source.span, source)
            mark(found.cue, cue)
    return at


def content_at(length: int, by_rules: Iterable[Attribution]) -> npt.NDArray[np.bool_]:
    """Return for each character whether it stands in the content of an attribution."""
    at = np.zeros(length, np.bool_)
    for found in by_rules:
        for part in found.content:
            at[part.start : part.end] = True
    return at
