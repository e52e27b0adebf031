"""What near-copies are kept as: passages, changes, copies, groups. All spans quote."""

from typing import Literal

from sayso.records import Record, Span

Likeness = Literal["copy", "partial"]
Alteration = Literal["cut", "added", "changed"]


class Passage(Record, frozen=True):
    """The same words in two reports."""

    original: Span  # into the text of the original
    copy: Span  # into the text of the copy
    words: int
    moved: bool  # stands elsewhere in the copy than its neighbours do


class Change(Record, frozen=True):
    """What the copy does not have as the original has it."""

    kind: Alteration
    original: Span | None  # None for what was added
    copy: Span | None  # None for what was cut


class Copy(Record, frozen=True):
    """Two reports, what they share word for word, and what sets them apart."""

    original: str  # id of the report that is taken for the earlier text
    copy: str  # id
    likeness: Likeness
    share_of_original: float  # of its words, those in passages of some length; 0 to 1
    share_of_copy: float
    passages: tuple[Passage, ...]  # in the order of the original
    changes: tuple[Change, ...]  # in the order of the original, additions where they stand


class CopyGroup(Record, frozen=True):
    """One text as several reports print it."""

    reports: tuple[str, ...]  # ids, sorted
    agency: str | None  # whose copy it is; None where no report says
    original: str  # id of the report that the others are compared with
    first: str | None  # id of the report printed first; None where the dates do not tell
    reason: str  # in words: what agency, original and first stand on
    copies: tuple[Copy, ...]  # the others against the original, by id


class Copies(Record, frozen=True):
    """What a set of reports shares word for word."""

    groups: tuple[CopyGroup, ...]
    partial: tuple[Copy, ...]  # reports of no common group of which one takes over a part
