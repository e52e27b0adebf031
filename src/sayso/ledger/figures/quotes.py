"""A contradiction with the words of both sides."""

from typing import Literal

from sayso.records import Record, Span

ContradictionKind = Literal["figures", "denial"]


class Quote(Record, frozen=True):
    """Words of a record, where they stand."""

    report: str  # id
    record: str  # id
    span: Span
    text: str


class Contradiction(Record, frozen=True):
    """Two sources that cannot both be right."""

    kind: ContradictionKind
    one: Quote  # what was said
    other: Quote  # what speaks against it
    reason: str  # in words
