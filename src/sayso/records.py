"""The records of the ledger: one definition for JSON, JSON Schema, SQL and the API.

Every offset counts Unicode code points of `Report.text`, half-open. Every span quotes:
`report.text[span.start:span.end]` is the wording the field stands on. What is not known is
`None` (or empty), never guessed and never left out.
"""

from bisect import bisect_right
from typing import Literal

import msgspec

from sayso.errors import SpanError


class Span(msgspec.Struct, frozen=True, order=True, array_like=True):
    """A half-open run `[start, end)` of code points in `Report.text`; written `[start, end]`."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise SpanError(f"need 0 <= start < end, got [{self.start}, {self.end})")

    def quote(self, text: str) -> str:
        """Return the words of `text` that the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: "Span") -> bool:
        """Tell whether the two spans share a code point."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: "Span") -> bool:
        """Tell whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all records: immutable, fields by keyword only."""


PartyKind = Literal["person", "organisation", "group", "country", "place", "document", "unnamed"]


class Party(Record, frozen=True):
    """Someone who acts, suffers or speaks, as one mention names them."""

    span: Span
    text: str  # the mention as printed: "the Russian leader"
    name: str  # who is meant, resolved within the page: "Vladimir Putin"
    kind: PartyKind
    country: str | None  # ISO 3166 alpha-3: "RUS"
    sectors: tuple[str, ...]  # PLOVER sectors: ("GOV",)
    role: str | None  # the words that give the office: "Russian Foreign Minister"


PlacePrecision = Literal["point", "city", "admin1", "country", "region"]


class Place(Record, frozen=True):
    """Where: a mention, and the gazetteer entry it resolves to, if any."""

    span: Span | None  # None only in a dateline, whose words may stand outside the text
    text: str
    name: str  # gazetteer name ("Kyiv"), or the mention where nothing resolves
    latitude: float | None  # WGS 84 degrees; None without a gazetteer id
    longitude: float | None
    geonames_id: int | None
    country: str | None  # ISO 3166 alpha-3
    admin1: str | None  # name of the first-level division
    precision: PlacePrecision | None


TimePrecision = Literal["year", "quarter", "month", "week", "day", "part_of_day", "minute"]


class Time(Record, frozen=True):
    """When: a mention, its TIMEX3 value, and the calendar interval it covers."""

    span: Span
    text: str
    timex: str  # TIMEX3 value: "2022-12-19", "2022-12-19TAF", "P2D", "PAST_REF"
    start: str | None  # ISO 8601, first moment; None where no date can be told
    end: str | None  # ISO 8601, exclusive
    precision: TimePrecision | None


# What a page, or the feed it came in, declares; its address; its words; what the user says
ClockBasis = Literal["metadata", "url", "text", "given"]


class Basis(Record, frozen=True):
    """What each field of a report stands on; None where the field is not known."""

    url: ClockBasis | None = None
    title: ClockBasis | None = None
    language: ClockBasis | None = None
    outlet: ClockBasis | None = None
    agency: ClockBasis | None = None
    bylines: ClockBasis | None = None
    dateline: ClockBasis | None = None
    section: ClockBasis | None = None


class Timestamp(Record, frozen=True):
    """When a page was published or changed, and where that was read."""

    value: str  # ISO 8601 date or date-time: "2022-12-20"
    precision: Literal["year", "month", "day", "minute"]
    basis: ClockBasis


ChromeKind = Literal[
    "share_bar",
    "tool_bar",
    "navigation",
    "caption",
    "counter",
    "date_line",
    "byline",
    "headline",
    "masthead",
    "agency",
    "dateline",
    "related",
    "cookie",
    "advert",
    "comments",
    "copyright",
    "other",
]


class Chrome(Record, frozen=True):
    """A piece of page furniture that was cut away."""

    text: str
    kind: ChromeKind


class Run(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Characters `[start, end)` of `Report.text` that stand in the bytes `[first, after)`.

    Each takes the same number of bytes. Written `[start, end, first, after]`.
    """

    start: int
    end: int
    first: int
    after: int

    def bytes_of(self, start: int, end: int) -> tuple[int, int]:
        """Return the bytes of the characters from `start` to `end` that lie in this run."""
        width = (self.after - self.first) // (self.end - self.start)
        from_start = max(start, self.start) - self.start
        to_end = min(end, self.end) - self.start
        return self.first + width * from_start, self.first + width * to_end


class Raw(Record, frozen=True):
    """The bytes a report was read from, and where in them its text stands."""

    sha256: str
    bytes: int
    media_type: str
    charset: str | None
    path: str | None
    url: str | None
    entry: str | None = None  # the part of the file at `path`: "urn:uuid:…", "news/page.html"
    map: tuple[Run, ...] = ()  # covers `Report.text` without a gap, in order


class Dateline(Record, frozen=True):
    """Where a story was filed."""

    place: Place | None
    text: str | None  # as printed: "MOSCOW"


class Report(Record, frozen=True):
    """One article as one outlet printed it."""

    id: str
    url: str | None
    title: str | None
    language: str | None  # ISO 639-1
    outlet: str | None  # who printed it: "Qatar Tribune"
    agency: str | None  # whose copy it is: "dpa"; None for the outlet's own
    bylines: tuple[str, ...]
    dateline: Dateline | None
    section: str | None  # the part of the outlet it stood in: "World"
    published: Timestamp | None
    updated: Timestamp | None
    basis: Basis  # of the fields above that have none of their own
    text: str  # the body, subheads included; headline and captions are not in it
    paragraphs: tuple[Span, ...]
    chrome: tuple[Chrome, ...]
    raw: Raw

    def bytes_of(self, span: Span) -> tuple[tuple[int, int], ...]:
        """Return the raw bytes, as half-open ranges, that the characters of `span` stand in.

        They count from the start of the bytes that `raw.sha256` names. What a page has markup
        within comes in several ranges; what sayso put in (the blank line between paragraphs)
        stands for what lay between. Raises `SpanError` where the map does not cover the span.
        """
        runs = self.raw.map
        index = bisect_right(runs, span.start, key=lambda run: run.start) - 1
        if index < 0 or not runs or runs[-1].end < span.end:
            raise SpanError(f"[{span.start}, {span.end}) lies outside the map of the raw bytes")
        ranges: list[tuple[int, int]] = []
        for position in range(index, len(runs)):
            run = runs[position]
            if run.start >= span.end:
                break
            first, after = run.bytes_of(span.start, span.end)
            if ranges and ranges[-1][0] <= first <= ranges[-1][1]:
                # goes on, or shares bytes: characters of one entity, or of one letter of base64
                before = ranges.pop()
                first, after = before[0], max(before[1], after)
            ranges.append((first, after))
        return tuple(ranges)


Quoted = Literal["direct", "indirect", "mixed"]
Stance = Literal[
    "asserts", "denies", "doubts", "expects", "intends", "asks", "alleges", "concedes"
]
Certainty = Literal["certain", "probable", "possible", "unknown"]
Interest = Literal["actor", "recipient", "none"]


class Attribution(Record, frozen=True):
    """Who says so: source, cue and content of one act of saying."""

    id: str
    sentence: Span  # the sentence that holds the cue
    source: Party | None
    via: tuple[Party, ...]  # who stands between source and outlet, nearest the source first
    cue: Span
    cue_lemma: str
    content: tuple[Span, ...]
    quoted: Quoted
    stance: Stance
    certainty: Certainty
    interest: Interest


class Instrument(Record, frozen=True):
    """What an act was done with."""

    span: Span
    text: str
    name: str


Factuality = Literal["actual", "negated", "attempted", "future", "hypothetical", "general"]


class Event(Record, frozen=True):
    """Who did what to whom, by one trigger word."""

    id: str
    sentence: Span
    trigger: Span
    type: str  # PLOVER type, or IMPACT
    mode: str | None
    contexts: tuple[str, ...]
    cameo: str | None  # CAMEO code as a string: "190"
    goldstein: float | None  # -10 to 10
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    instrument: Instrument | None
    place: Place | None
    time: Time | None
    factuality: Factuality
    attribution: str | None  # id; None where the outlet itself says so
    quantities: tuple[str, ...]  # ids


QuantityKind = Literal["count", "money", "share", "measure", "duration"]
Qualifier = Literal[
    "exact", "about", "more_than", "at_least", "less_than", "at_most", "range", "vague"
]
Measure = Literal[
    "attack",
    "launch",
    "shoot_down",
    "kill",
    "injure",
    "miss",
    "rescue",
    "arrest",
    "convict",
    "deploy",
    "displace",
    "evacuate",
    "protest",
    "damage",
    "destroy",
    "produce",
    "remain",
    "hold",
    "cost",
    "other",
]


class Quantity(Record, frozen=True):
    """A number someone gave, with the bounds its wording implies."""

    id: str
    sentence: Span
    span: Span  # the whole phrase: "more than 30 foreign-made drones"
    text: str
    kind: QuantityKind
    unit: str | None  # ISO 4217 ("USD"), "%", or UCUM ("km"); None for counts
    value: float | int | None  # as stated, written out in full; None for ranges and "dozens"
    low: float | int | None  # inclusive
    high: float | int | None  # inclusive
    qualifier: Qualifier
    item: str | None  # lemma of the counted noun: "drone"
    measure: Measure
    per: str | None  # period of a rate: "month"
    part_of: str | None  # id of the quantity this is a part of
    event: str | None  # id
    attribution: str | None  # id
    place: Place | None
    time: Time | None
    revises: str | None = None  # id of the earlier number whose place it takes: "from 14"
    adds_to: str | None = None  # id of the number that it comes on top of: "another five"


class Expectation(Record, frozen=True):
    """The pattern of later records that would count towards a forecast."""

    type: str | None
    mode: str | None
    actor: str | None  # name or country code
    measure: Measure | None
    item: str | None
    low: float | int | None
    high: float | int | None


Outcome = Literal["open", "on_track", "borne_out", "contradicted", "expired"]


class Forecast(Record, frozen=True):
    """An attribution that later reports can bear out."""

    id: str
    sentence: Span
    attribution: str | None
    quantity: str | None
    made: Time | None  # when it was said, not when it was printed
    horizon: Time | None
    expects: Expectation
    outcome: Outcome
    evidence: tuple[str, ...]  # ids


class Coded(Record, frozen=True):
    """All that one report was coded to: what `sayso code` prints as one line."""

    report: Report
    attributions: tuple[Attribution, ...]
    events: tuple[Event, ...]
    quantities: tuple[Quantity, ...]
    forecasts: tuple[Forecast, ...]


class Issue(Record, frozen=True):
    """Trouble that cost one input or one stage of it; the rest went on."""

    input: str  # path, address or "-"
    stage: str
    error: str  # name of the error class
    message: str  # one sentence: what, why, what to do
