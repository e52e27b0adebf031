"""Which sentences are read for attributions, and which are not."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.quality.coding import Prediction
from bench.quality.corpus import GoldDocument, report_of
from sayso.annotate.document import Document
from sayso.annotate.nlp import annotate
from sayso.extract.saying.gate import find_open_sentences
from sayso.extract.saying.quotations import find_quotations
from sayso.extract.tagging import sentences_of


def predict(documents: Sequence[GoldDocument], _folder: Path) -> Iterator[tuple[str, Prediction]]:
    """Yield the open and the shut sentences of each document; parses it and codes nothing."""
    parsed = annotate(report_of(document) for document in documents)
    for document, doc in zip(documents, parsed, strict=True):
        yield document.id, sides_of(doc)


def sides_of(doc: Document) -> Prediction:
    """Return the sentences of one text on both sides of the gate, as offsets."""
    sentences = sentences_of(doc)
    quotations = find_quotations(doc.text, doc.report.paragraphs)
    found: dict[bool, list[list[int]]] = {True: [], False: []}
    is_open = find_open_sentences(doc.text, sentences, quotations)
    for sentence, side in zip(sentences, is_open, strict=True):
        found[side].append([sentence.start, sentence.end])
    return {"open": found[True], "shut": found[False]}
