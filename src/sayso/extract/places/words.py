"""The tokens of a document as plain columns, read off once.

Each question to a spaCy token makes an object of its own; a page of names asks many of each.
"""

from dataclasses import dataclass

from spacy.tokens import Doc as SpacyDoc

from sayso.annotate.document import Document
from sayso.records import Span


@dataclass(frozen=True, slots=True)
class Words:
    """What the tokens of a document say, one entry a token, and the text that they stand in."""

    text: str
    words: list[str]
    lower: list[str]
    starts: list[int]  # characters of `text`

    def quote(self, start: int, end: int) -> str:
        """Return the text from token `start` to before token `end`, which lies behind it."""
        return self.text[self.starts[start] : self.starts[end - 1] + len(self.words[end - 1])]

    def name(self, start: int, end: int) -> str:
        """Return the words of a name one space apart, though a line of print ends in it."""
        if end - start == 1 and not self.words[start].isspace():
            return self.words[start]
        return " ".join(self.quote(start, end).split())

    def is_glued(self, index: int) -> bool:
        """Tell whether no space stands between a token and the one before it."""
        return self.starts[index] == self.starts[index - 1] + len(self.words[index - 1])


def read_words(tokens: SpacyDoc) -> Words:
    """Return the columns of a document; linear in its length."""
    words, lower, starts = [], [], []
    for token in tokens:
        words.append(token.text)
        lower.append(token.lower_)
        starts.append(token.idx)
    return Words(tokens.text, words, lower, starts)


def span_at(doc: Document, start: int, end: int) -> Span:
    """Return the characters from token `start` to before token `end`, outer white space off.

    Raises `SpanError` where the tokens are white space only.
    """
    last = doc.spacy_doc[end - 1]
    return doc.trim(doc.spacy_doc[start].idx, last.idx + len(last))
