"""What is held against what: the pattern of a forecast, a happening, and what comes of it."""

from typing import Literal

from sayso.records import Expectation, Factuality, Outcome, Party, Record, Span, Stance

Bearing = Literal["for", "against", "told"]
Number = float | int | None


class Stretch(Record, frozen=True, order=True):
    """Days `[first, after)`, as `date.toordinal` counts them."""

    first: int
    after: int


class Who(Record, frozen=True):
    """A party as far as it is compared."""

    name: str
    kind: str | None = None  # as in `Party`; None where only a name or a country code is known
    country: str | None = None
    sectors: tuple[str, ...] = ()


class Telling(Record, frozen=True):
    """The words of a record: its sentence, where in it the record stands, and the page's title."""

    sentence: str
    at: int  # of the first character of the record's words in the sentence
    title: str = ""


class Pattern(Record, frozen=True):
    """A forecast, and all that a later record is held against."""

    id: str
    report: str
    telling: Telling
    expects: Expectation
    published: int | None = None  # the day of its page, as `date.toordinal` counts
    attribution: str | None = None
    number: str | None = None  # id of its quantity
    possible: bool = False  # said as no more than possible
    made: Stretch | None = None
    horizon: Stretch | None = None
    deadline: bool = False  # by then, not on that day
    kind: str | None = None  # of its number
    unit: str | None = None
    per: str | None = None
    exact: bool = False  # its number is bare: no hedge, no range
    actors: tuple[Who, ...] = ()
    recipients: tuple[Who, ...] = ()
    countries: tuple[str, ...] = ()


class Happening(Record, frozen=True):
    """An event or a quantity of some page, as far as it may bear on a forecast."""

    id: str
    report: str
    span: Span
    words: str  # that stand there
    telling: Telling
    published: int | None = None  # the day, as `date.toordinal` counts
    attribution: str | None = None
    stance: Stance | None = None  # of its attribution; None: the outlet says so
    type: str | None = None  # of the event, or of the event that the number belongs to
    mode: str | None = None
    factuality: Factuality | None = None
    actors: tuple[Who, ...] = ()
    recipients: tuple[Who, ...] = ()
    country: str | None = None  # of its place
    time: Stretch | None = None
    since: bool = False  # `time` is only the start of it: "since November"
    number: bool = False  # it is a quantity
    measure: str | None = None
    item: str | None = None
    kind: str | None = None
    unit: str | None = None
    per: str | None = None
    low: Number = None
    high: Number = None
    value: Number = None


class Evidence(Record, frozen=True):
    """A record that bears on a forecast."""

    report: str
    record: str
    bearing: Bearing
    span: Span
    words: str
    day: int


class Settled(Record, frozen=True):
    """What became of a forecast, as far as the records tell."""

    outcome: Outcome
    reason: str
    low: Number = None  # what has come to pass, where the forecast has a number
    high: Number = None
    evidence: tuple[Evidence, ...] = ()


def who_of(party: Party) -> Who:
    """Return a party as far as it is compared."""
    return Who(name=party.name, kind=party.kind, country=party.country, sectors=party.sectors)
