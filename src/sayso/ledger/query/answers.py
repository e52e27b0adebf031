"""What comes back when a ledger is asked: one record a row, with its words and whose they are."""

from typing import Literal

from sayso.records import (
    Certainty,
    Expectation,
    Factuality,
    Interest,
    Measure,
    Outcome,
    PlacePrecision,
    Qualifier,
    QuantityKind,
    Quoted,
    Record,
    Span,
    Stance,
    TimePrecision,
)


class Quote(Record, frozen=True):
    """Words of a report, and where they stand in its text."""

    span: Span
    text: str


class Print(Record, frozen=True):
    """The report that a record was read from."""

    id: str
    title: str | None
    url: str | None
    outlet: str | None
    agency: str | None
    published: str | None  # ISO 8601


class Who(Record, frozen=True):
    """Someone as one mention names them."""

    name: str
    text: str  # as printed
    span: Span
    country: str | None
    sectors: tuple[str, ...]
    role: str | None


class Where(Record, frozen=True):
    """A place, with its point where the gazetteer knows one."""

    name: str
    text: str  # as printed
    country: str | None
    admin1: str | None
    geonames_id: int | None
    latitude: float | None
    longitude: float | None
    precision: PlacePrecision | None


class When(Record, frozen=True):
    """A time, as far as the words tell it."""

    text: str
    start: str | None  # ISO 8601
    end: str | None  # exclusive
    precision: TimePrecision | None


class Voice(Record, frozen=True):
    """On whose say-so: the attribution that a record stands in."""

    attribution: str  # id
    source: Who | None
    via: tuple[str, ...]  # names
    stance: Stance
    certainty: Certainty
    interest: Interest


class Told(Record, frozen=True):
    """The incident that a record belongs to, and how widely it is told."""

    incident: str  # id
    reports: int
    outlets: int
    origins: int  # independent ones
    contested: bool


class Counted(Record, frozen=True):
    """A number that belongs to an event."""

    quantity: str  # id
    text: str


class EventRow(Record, frozen=True, tag_field="kind", tag="event"):
    """Who did what to whom, by one report."""

    id: str
    type: str
    mode: str | None
    factuality: Factuality
    actors: tuple[Who, ...]
    act: Quote
    recipients: tuple[Who, ...]
    instrument: str | None
    place: Where | None
    time: When | None
    quantities: tuple[Counted, ...]
    voice: Voice | None  # None: the outlet itself says so
    sentence: Quote
    told: Told | None  # None: it is of no incident
    report: Print


class Range(Record, frozen=True):
    """What an incident's numbers of one thing come to: the smallest and the largest claimed."""

    series: str  # id
    measure: Measure
    item: str | None
    unit: str | None
    of: str | None
    low: float | int | None
    high: float | int | None
    open: bool  # of the largest it is said that there are more
    figures: int
    sources: int


class IncidentRow(Record, frozen=True, tag_field="kind", tag="incident"):
    """What happened, as many reports tell it."""

    id: str
    type: str
    mode: str | None
    title: str  # the sentence of its first event
    actors: str | None
    recipients: str | None
    place: Where | None
    start: str | None
    end: str | None
    first_published: str | None
    last_published: str | None
    events: int
    reports: int
    outlets: int
    origins: int
    contested: bool
    ranges: tuple[Range, ...]
    found: str  # id of the newest event that meets the filters
    report: Print  # that tells of it


class Best(Record, frozen=True):
    """The number of a series that a rule picks: one that somebody gave, never an average."""

    rule: str
    quantity: str | None  # id; None: the rule picks none
    low: float | int | None
    high: float | int | None
    source: str | None
    reason: str


class Standing(Record, frozen=True):
    """How a number stands to the others that count the same."""

    incident: str  # id
    range: Range
    relation: str  # first, same, revision, rival, part, added
    of: str | None  # id of the quantity that it repeats, revises, rivals, is part of, adds to
    reason: str
    best: Best | None = None  # where a rule was asked for


class FigureRow(Record, frozen=True, tag_field="kind", tag="figure"):
    """A number someone gave."""

    id: str
    text: str
    span: Span
    value: float | int | None
    low: float | int | None
    high: float | int | None
    qualifier: Qualifier
    measure: Measure
    item: str | None
    unit: str | None
    quantity_kind: QuantityKind
    per: str | None
    event: str | None  # id
    place: Where | None
    time: When | None
    voice: Voice | None
    sentence: Quote
    standing: Standing | None  # None: it is of no incident
    report: Print


class SayingRow(Record, frozen=True, tag_field="kind", tag="saying"):
    """Who says so."""

    id: str
    voice: Voice
    cue: Quote
    quoted: Quoted
    said: tuple[Quote, ...]
    events: tuple[str, ...]  # ids of what stands in it
    sentence: Quote
    report: Print


class Bearing(Record, frozen=True):
    """What speaks for a forecast, or against it."""

    record: str  # id
    bearing: str  # for, against, told
    text: str


class ForecastRow(Record, frozen=True, tag_field="kind", tag="forecast"):
    """What someone expects, and what became of it."""

    id: str
    expects: Expectation
    figure: str | None
    made: When | None
    due: When | None
    voice: Voice | None
    outcome: Outcome
    reason: str | None
    evidence: tuple[Bearing, ...]
    sentence: Quote
    report: Print


AnswerRow = EventRow | IncidentRow | FigureRow | SayingRow | ForecastRow
Shape = Literal["event", "incident", "figure", "saying", "forecast"]
