"""What makes an input the same input, and what it was coded to the same content."""

import hashlib
import math

import msgspec
from msgspec.structs import replace

from sayso.ids import DIGITS
from sayso.records import Coded, Dateline, Expectation, Forecast, Issue, Quantity, Raw

Number = float | int | None

NO_RAW = Raw(
    sha256="", bytes=0, media_type="", charset=None, path=None, url=None, entry=None, map=()
)
LARGEST = 2**63 - 1  # SQLite's integers; larger ones are kept as floating point


def input_id(raw: Raw) -> str:
    """Return the id of an input: its bytes, and where they were found."""
    return digest_id("i", raw.sha256, raw.path, raw.entry, raw.url)


def issue_id(issue: Issue) -> str:
    """Return the id of an issue: the same trouble with the same input is one issue."""
    return digest_id("x", issue.input, issue.stage, issue.error, issue.message)


def digest_id(prefix: str, *parts: str | None) -> str:
    """Return an id made as those of the records are: hashed from one JSON array."""
    return prefix + hashlib.sha256(msgspec.json.encode(parts)).hexdigest()[:DIGITS]


def digest_of(coded: Coded) -> str:
    """Return the SHA-256 of a coded report without its bytes, as the ledger gives it back.

    So two inputs that were coded alike have one digest, and what a ledger holds can be checked
    against the digest that was written with it.
    """
    bare = replace(coded, report=replace(coded.report, raw=NO_RAW))
    return hashlib.sha256(msgspec.json.encode(bare)).hexdigest()


def as_kept(coded: Coded) -> Coded:
    """Return `coded` as the ledger gives it back.

    A number that is whole is kept as a whole number (20, not 20.0), one beyond 64 bits as the
    nearest floating-point number; a dateline that says nothing is none.
    """
    report = coded.report
    if report.dateline == Dateline(place=None, text=None):
        report = replace(report, dateline=None)
    quantities = tuple(quantity_as_kept(quantity) for quantity in coded.quantities)
    forecasts = tuple(forecast_as_kept(forecast) for forecast in coded.forecasts)
    return replace(coded, report=report, quantities=quantities, forecasts=forecasts)


def quantity_as_kept(quantity: Quantity) -> Quantity:
    """Return `quantity` with its numbers as they are kept."""
    numbers = quantity.value, quantity.low, quantity.high
    if all(map(is_as_kept, numbers)):
        return quantity
    value, low, high = map(number_as_kept, numbers)
    return replace(quantity, value=value, low=low, high=high)


def forecast_as_kept(forecast: Forecast) -> Forecast:
    """Return `forecast` with the numbers of its pattern as they are kept."""
    expects: Expectation = forecast.expects
    if is_as_kept(expects.low) and is_as_kept(expects.high):
        return forecast
    low, high = number_as_kept(expects.low), number_as_kept(expects.high)
    return replace(forecast, expects=replace(expects, low=low, high=high))


def is_as_kept(number: Number) -> bool:
    """Tell whether `number` comes back from the ledger as it is."""
    if isinstance(number, float):
        return not (number.is_integer() and abs(number) < LARGEST) and math.isfinite(number)
    return number is None or abs(number) <= LARGEST


def number_as_kept(number: Number) -> Number:
    """Return `number` as the ledger gives it back; what is no number is unknown."""
    if number is None or is_as_kept(number):
        return number
    if isinstance(number, int):
        return float_of(number)
    return int(number) if math.isfinite(number) else None


def float_of(number: int) -> float | None:
    """Return the nearest floating-point number, None where there is none."""
    try:
        return float(number)
    except OverflowError:
        return None
