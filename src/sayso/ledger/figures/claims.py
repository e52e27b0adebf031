"""A number as one source gave it, and what its bounds leave open."""

from typing import Final, Literal

from sayso.ledger import moments
from sayso.records import Interest, Measure, Qualifier, QuantityKind, Record, Span, Stance

DAY: Final = len("2026-11-23")
LOOSE: Final = 2  # "about 15,000" cannot mean twice as many, nor half

Relation = Literal["first", "same", "revision", "rival", "part", "added"]
# What a number that is bound to no event of its own is placed by.
Basis = Literal["event", "sentence", "report"]


class Source(Record, frozen=True):
    """Who gave a number, as one report names them."""

    name: str  # resolved: "Yasir Abdelmoneim"; of the own voice the agency, else the outlet
    text: str = ""  # as printed: "army spokesman Brigadier Yasir Abdelmoneim"
    kind: str | None = None  # as `Party.kind`
    role: str | None = None
    country: str | None = None  # ISO 3166 alpha-3
    sectors: tuple[str, ...] = ()
    speaks_for: str | None = None  # whose spokesman it is, where the words point back
    own_voice: bool = False  # nobody is named: the outlet or agency itself says so


class Claim(Record, frozen=True, kw_only=True):
    """A number of what befell whom, as one source gave it."""

    quantity: str  # id
    report: str  # id
    measure: Measure
    kind: QuantityKind = "count"
    unit: str | None = None
    item: str | None = None  # lemma of what is counted
    per: str | None = None
    value: float | int | None = None
    low: float | int | None = None  # inclusive
    high: float | int | None = None  # inclusive
    qualifier: Qualifier = "exact"
    of: str | None = None  # the party that was hit, where the words tell
    of_country: str | None = None
    part_of: str | None = None  # ids of quantities of the same report
    revises: str | None = None
    adds_to: str | None = None
    source: Source
    interest: Interest = "none"
    stance: Stance | None = None  # None: the own voice
    held: str | None = None  # ISO 8601: when the number held, as far as the words tell
    given: str | None = None  # ISO 8601: when it was given, as far as the report tells
    published: str | None = None
    basis: Basis = "event"
    span: Span
    quote: str

    @property
    def day(self) -> str | None:
        """The day on which it was given, None where that is not known to the day."""
        return self.given[:DAY] if self.given is not None and len(self.given) >= DAY else None


def minute_of(stamp: str | None) -> float:
    """Return the minute of a moment, infinity where none is known."""
    minute = moments.minute_of(stamp)
    return float("inf") if minute is None else minute


def least(claim: Claim) -> float | int | None:
    """Return the smallest number that a claim names: 60,000 of "more than 60,000"."""
    return first_known(claim.value, claim.low, claim.high)


def most(claim: Claim) -> float | int | None:
    """Return the largest number that a claim names; see `is_open` for what it leaves open."""
    return first_known(claim.value, claim.high, claim.low)


def first_known(*numbers: float | int | None) -> float | int | None:
    """Return the first number that is known, None where none is."""
    return next((number for number in numbers if number is not None), None)


def is_open(claim: Claim) -> bool:
    """Tell whether a claim sets no limit: "at least nine"."""
    return claim.high is None and claim.low is not None


def is_vague(claim: Claim) -> bool:
    """Tell whether a claim names no number at all: "dozens"."""
    return claim.low is None and claim.high is None and claim.value is None


def says_same(one: Claim, other: Claim) -> bool:
    """Tell whether two claims name one number, however hedged: "60,000", "more than 60,000"."""
    if one.value is not None and one.value == other.value:
        return True
    return (one.low, one.high, one.value) == (other.low, other.high, other.value)


def reach(claim: Claim) -> tuple[float, float]:
    """Return the least and the largest number that a claim can mean; "about" is stretched."""
    if claim.low is None and claim.high is None:
        if claim.value is None:
            return float("-inf"), float("inf")
        return claim.value / LOOSE, claim.value * LOOSE
    low = claim.low if claim.low is not None else float("-inf")
    return low, claim.high if claim.high is not None else float("inf")


def exclude(one: Claim, other: Claim) -> bool:
    """Tell whether two claims cannot both be right: 9 and 23; not "at least 9" and 23."""
    if says_same(one, other):
        return False
    (low, high), (least_, most_) = reach(one), reach(other)
    return high < least_ or most_ < low
