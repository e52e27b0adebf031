"""A report with its language analysis: what every extraction stage reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from spacy.tokens import Doc as SpacyDoc
from spacy.tokens import Span as SpacySpan
from spacy.tokens import Token

from sayso.records import Report, Span


@dataclass(frozen=True, slots=True)
class Document:
    """One report and the spaCy analysis of its text, character for character.

    `spacy_doc` has the length of `report.text` and the same offsets; its letters may differ in
    case only (telex pages in capitals are parsed in restored case), so quote from `report.text`.
    """

    report: Report
    spacy_doc: SpacyDoc

    @property
    def text(self) -> str:
        """The clean text all spans point into."""
        return self.report.text

    @property
    def published(self) -> date | None:
        """The day the page was published, None where it is not known to the day."""
        stamp = self.report.published
        if stamp is None or stamp.precision in ("year", "month"):
            return None
        return datetime.fromisoformat(stamp.value).date()

    def quote(self, span: Span) -> str:
        """Return the printed words of `span`."""
        return self.text[span.start : span.end]

    def span_of(self, tokens: SpacySpan | Token | Sequence[Token]) -> Span:
        """Return the characters from the first to the last of `tokens`, outer white space off.

        Raises `SpanError` where the tokens are white space only.
        """
        if isinstance(tokens, Token):
            start, end = tokens.idx, tokens.idx + len(tokens)
        else:
            start, end = tokens[0].idx, tokens[-1].idx + len(tokens[-1])
        return self.trim(start, end)

    def trim(self, start: int, end: int) -> Span:
        """Return `[start, end)` without outer white space."""
        text = self.text
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        return Span(start, end)

    def sentence_of(self, token: Token) -> Span:
        """Return the sentence that holds `token`."""
        sentence: SpacySpan = token.sent
        return self.span_of(sentence)

    def tokens_in(self, span: Span) -> SpacySpan:
        """Return the tokens that `span` touches."""
        found = self.spacy_doc.char_span(span.start, span.end, alignment_mode="expand")
        return found if found is not None else self.spacy_doc[0:0]
