"""Gold texts through the product, each text once for all tasks that share it."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.quality.corpus import GoldDocument, report_of
from sayso.annotate.document import Document
from sayso.annotate.nlp import annotate
from sayso.errors import SaysoError
from sayso.pipeline import code_document
from sayso.records import Coded, Report
from sayso.span_law import find_misquotes

Prediction = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Item:
    """A gold document with what the product made of its text."""

    gold: GoldDocument
    doc: Document
    coded: Coded


@dataclass(slots=True)
class Workspace:
    """Coded texts of the corpora that are at work; `clear` it between groups of corpora."""

    known: dict[str, tuple[Document, Coded]] = field(default_factory=dict)
    checked: int = 0  # texts whose records were checked against their words
    mismatches: int = 0  # spans that do not quote
    failed: int = 0  # texts on which a stage gave up; they count as texts without records

    def items(self, documents: Sequence[GoldDocument]) -> Iterator[Item]:
        """Yield the documents with their analysis and records, in order."""
        reports = {document.id: report_of(document) for document in documents}
        new = [report for report in reports.values() if report.id not in self.known]
        for doc in annotate(new):
            self.known[doc.report.id] = (doc, self.code(doc))
        for document in documents:
            yield Item(document, *self.known[reports[document.id].id])

    def code(self, doc: Document) -> Coded:
        """Return the records of one text; none, with a line on stderr, where a stage gives up."""
        try:
            coded = code_document(doc)
        except SaysoError as fault:
            self.failed += 1
            print(f"{type(fault).__name__}: {fault}: {doc.text[:60]!r}", file=sys.stderr)
            return nothing(doc.report)
        self.check(coded)
        return coded

    def check(self, coded: Coded) -> None:
        """Count the spans of `coded` that do not quote its text."""
        self.checked += 1
        self.mismatches += sum(1 for _ in find_misquotes(coded))

    def clear(self) -> None:
        """Forget the texts, keep the counts."""
        self.known.clear()


def nothing(report: Report) -> Coded:
    """Return `report` without records."""
    return Coded(report=report, attributions=(), events=(), quantities=(), forecasts=())
