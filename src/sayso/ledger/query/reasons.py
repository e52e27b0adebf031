"""What is told of one record: what it stands on, what belongs to it, what speaks against it."""

import msgspec

from sayso.ledger.judgements import Judgement
from sayso.ledger.query.answers import Bearing, FigureRow, Print, Quote, Told, Where
from sayso.ledger.query.grounds import Ground
from sayso.records import Record


class Link(Record, frozen=True):
    """Why two events are held to be of one incident, or of two."""

    event: str  # id
    other: str
    score: float  # chance that both tell of one incident
    reason: str
    features: msgspec.Raw  # JSON: each with its value and its evidence


class Member(Record, frozen=True):
    """An event of an incident or a report, and who printed it."""

    event: str  # id
    sentence: Quote
    report: Print


class Tie(Record, frozen=True):
    """Why two reports of an incident are not independent."""

    report: str  # id
    other: str
    tie: str
    reason: str


class CopyOf(Record, frozen=True):
    """Another report that prints the same text, or a part of it."""

    report: Print
    likeness: str  # copy or partial
    role: str  # original: it is what this one was compared with; copy: it is compared with this
    share: float  # of the original that the copy has
    reason: str | None  # what the group stands on


class Against(Record, frozen=True):
    """Two records that exclude each other."""

    id: str
    kind: str  # figures or denial
    one: str  # id of the record
    one_quote: Quote
    one_report: Print
    other: str
    other_quote: Quote
    other_report: Print
    reason: str


class Source(Record, frozen=True):
    """The bytes that a report was read from."""

    path: str | None
    entry: str | None
    url: str | None
    sha256: str
    bytes: int
    first: int | None  # byte that the text begins at, and the one after its end
    after: int | None


class Why(Record, frozen=True):
    """All that the ledger knows of one record, and what it stands on."""

    id: str
    kind: str
    summary: str  # the sentence, or the title
    report: Print | None  # None: an incident has many
    grounds: tuple[Ground, ...] = ()
    place: Where | None = None  # of an incident
    told: Told | None = None
    members: tuple[Member, ...] = ()
    links: tuple[Link, ...] = ()
    origins: tuple[tuple[Print, ...], ...] = ()
    ties: tuple[Tie, ...] = ()
    copies: tuple[CopyOf, ...] = ()
    series: tuple[tuple[FigureRow, ...], ...] = ()  # its numbers and their rivals
    against: tuple[Against, ...] = ()
    outcome: str | None = None
    outcome_reason: str | None = None
    evidence: tuple[Bearing, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    sources: tuple[Source, ...] = ()  # of a report
