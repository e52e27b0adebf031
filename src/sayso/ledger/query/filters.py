"""What one can ask a ledger for: one set of filters, for Python, the command line and HTTP."""

import re
from calendar import monthrange
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from typing import Annotated, Any, Final, get_args

import msgspec
from msgspec import Meta

from sayso.errors import QueryError
from sayso.ledger.query.wording import Phrase, parse_text
from sayso.ontology.codes import modes_of
from sayso.records import Factuality, Interest, Measure, Outcome, Stance

MOST: Final = 50  # values of one filter
FEW: Final = 9  # words of a closed list that a message may name all of
LONGEST: Final = 500  # characters of one value
PARTIAL_DAY: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")

Names = tuple[str, ...]
Codes = tuple[str, ...]
Day = str  # ISO 8601


class Box(msgspec.Struct, frozen=True):
    """A part of the map, in degrees; `west` above `east` where it crosses the date line."""

    west: float
    south: float
    east: float
    north: float

    def __post_init__(self) -> None:
        within = all(-180 <= degrees <= 180 for degrees in (self.west, self.east))
        if not (within and -90 <= self.south <= self.north <= 90):
            raise QueryError(
                "a box is west,south,east,north in degrees, south below north: 21.8,8.6,38.6,22.2"
            )


class Filters(msgspec.Struct, frozen=True, kw_only=True):
    """What the records asked for have to be; of several values of one filter any will do.

    Where a filter is about what happened, one event has to meet all of these at once: of a
    figure the event that it counts, of a statement an event within it, of an incident one of
    its events. Names are found by whole words, without case and accents; `=` in front asks for
    the whole name. Raises `QueryError`, one sentence, for what cannot be asked.
    """

    type: Annotated[Codes, Meta(description="PLOVER type", examples=["ASSAULT"])] = ()
    mode: Annotated[Codes, Meta(description="mode of the type", examples=["aerial"])] = ()
    actor: Annotated[
        Names,
        Meta(
            description="who did it: words of the name, country code or sector",
            examples=["Putin", "SDN", "MIL", "=Sudanese army"],
        ),
    ] = ()
    recipient: Annotated[
        Names, Meta(description="to whom it was done, like actor", examples=["CVL"])
    ] = ()
    place: Annotated[
        Names,
        Meta(
            description="where: words of the name or region, country, country code, geonames id",
            examples=["Kurmuk", "Blue Nile", "Sudan", "SDN", "379252"],
        ),
    ] = ()
    box: Annotated[
        Box | None,
        Meta(
            description="where: west,south,east,north in degrees", examples=["21.8,8.6,38.6,22.2"]
        ),
    ] = None
    since: Annotated[
        Day | None,
        Meta(description="happened on that day or later", examples=["2026-04-01"]),
    ] = None
    until: Annotated[
        Day | None, Meta(description="was over by the end of that day", examples=["2026-04"])
    ] = None
    published_since: Annotated[
        Day | None, Meta(description="printed on that day or later", examples=["2026-04-01"])
    ] = None
    published_until: Annotated[
        Day | None, Meta(description="printed on that day or before", examples=["2026"])
    ] = None
    source: Annotated[
        Names, Meta(description="on whose say-so, like actor", examples=["health ministry"])
    ] = ()
    interest: Annotated[
        Codes,
        Meta(description="what the source is to what it tells", examples=list(get_args(Interest))),
    ] = ()
    stance: Annotated[
        Codes, Meta(description="how the source puts it", examples=list(get_args(Stance)))
    ] = ()
    factuality: Annotated[
        Codes, Meta(description="as what it is told", examples=list(get_args(Factuality)))
    ] = ()
    outlet: Annotated[
        Names, Meta(description="who printed it, by words of the name", examples=["Herald"])
    ] = ()
    agency: Annotated[
        Names, Meta(description="whose copy it is, by words of the name", examples=["dpa"])
    ] = ()
    measure: Annotated[
        Codes, Meta(description="figures: what befell those counted", examples=["kill", "injure"])
    ] = ()
    outcome: Annotated[
        Codes,
        Meta(description="forecasts: what became of them", examples=list(get_args(Outcome))),
    ] = ()
    contested: Annotated[
        bool | None, Meta(description="accounts of it exclude each other", examples=["yes"])
    ] = None
    corroborated: Annotated[
        int | None,
        Meta(description="told by at least so many independent origins", examples=["2"]),
    ] = None
    text: Annotated[
        str | None,
        Meta(
            description='words in the sentence or statement; "a phrase"; a word with any ending*',
            examples=['"cease fire" drone*'],
        ),
    ] = None

    def __post_init__(self) -> None:
        for name, allowed in CLOSED.items():
            check_codes(name, getattr(self, name), allowed)
        for name in NAMES:
            check_names(name, getattr(self, name))
        for name in DAYS:
            check_day(name, getattr(self, name))
        for first, last in (("since", "until"), ("published_since", "published_until")):
            check_order(first, getattr(self, first), last, getattr(self, last))
        if self.corroborated is not None and not 1 <= self.corroborated <= 1_000_000:
            raise QueryError("corroborated is a number of independent origins, 1 or more")
        if self.text is not None:
            parse_text(self.text)

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """What `text` asks for; empty where it asks for nothing."""
        return parse_text(self.text) if self.text is not None else ()

    def used(self) -> tuple[str, ...]:
        """Return the names of the filters that ask for something."""
        return tuple(
            name for name in self.__struct_fields__ if getattr(self, name) not in ((), None)
        )

    def without(self, *names: str) -> "Filters":
        """Return the filters but for some."""
        return Filters(**{name: getattr(self, name) for name in self.used() if name not in names})


def all_modes() -> tuple[str, ...]:
    """Return the modes of all types."""
    return tuple(dict.fromkeys(mode for modes in modes_of().values() for mode in modes))


CLOSED: Final[dict[str, Sequence[str]]] = {
    "type": tuple(modes_of()),
    "mode": all_modes(),
    "interest": get_args(Interest),
    "stance": get_args(Stance),
    "factuality": get_args(Factuality),
    "measure": get_args(Measure),
    "outcome": get_args(Outcome),
}
NAMES: Final = ("actor", "recipient", "place", "source", "outlet", "agency")
DAYS: Final = ("since", "until", "published_since", "published_until")
LASTS: Final = ("until", "published_until")  # a month means its last day
YES: Final = ("yes", "true", "1", "on")
NO: Final = ("no", "false", "0", "off")


# --- checks -----------------------------------------------------------------------------------


def check_codes(name: str, values: Sequence[str], allowed: Sequence[str]) -> None:
    """Raise `QueryError` for a value that is none of `allowed`."""
    for value in values:
        if value not in allowed:
            raise QueryError(f"there is no {name} {shown(value)}; {hint(value, allowed)}")


def hint(value: str, allowed: Collection[str]) -> str:
    """Return what a value may have meant, or all that it may be."""
    near = get_close_matches(value, allowed, n=1) if len(allowed) > FEW else ()
    return f"did you mean {near[0]}?" if near else f"it is one of {', '.join(allowed)}"


def check_names(name: str, values: Sequence[str]) -> None:
    """Raise `QueryError` for a name that has no letter or number, or is none at all."""
    if len(values) > MOST:
        raise QueryError(f"{name} takes at most {MOST} values at a time, not {len(values)}")
    for value in values:
        if len(value) > LONGEST:
            raise QueryError(f"{name} {shown(value)} is longer than {LONGEST} characters")
        if not is_utf8(value):
            raise QueryError(f"{name} {shown(value)} holds bytes that are no UTF-8; write it anew")
        if not any(letter.isalnum() for letter in value):
            raise QueryError(f"{name} {shown(value)} has no letter and no number; name somebody")


def is_utf8(value: str) -> bool:
    """Tell whether a string can be written: none of its letters stands for a stray byte."""
    return not any("\ud800" <= letter <= "\udfff" for letter in value)


def check_day(name: str, value: str | None) -> None:
    """Raise `QueryError` for what is no day of the calendar in ISO 8601."""
    if value is None:
        return
    if len(value) != len("2026-11-22"):
        raise QueryError(f"{name} {shown(value)} is no date; write it like 2026-11-22 or 2026-11")
    parse_day(name, value)


def check_order(first: str, since: str | None, last: str, until: str | None) -> None:
    """Raise `QueryError` where a stretch of time ends before it begins."""
    if since is not None and until is not None and until < since:
        raise QueryError(f"{last} {until} lies before {first} {since}; change the two round")


def shown(value: str) -> str:
    """Return a value as a message quotes it."""
    return repr(value[:60])


# --- from strings -----------------------------------------------------------------------------


def decode_filters(given: Mapping[str, str | Sequence[str]]) -> Filters:
    """Return the filters that strings ask for, as flags and addresses carry them.

    Several values of one filter come as a sequence; those of closed lists may also stand in one
    string with commas. Empty strings ask for nothing. Raises `QueryError`, one sentence, for an
    unknown filter, and for a value that cannot be asked.
    """
    found: dict[str, Any] = {}
    for name, value in given.items():
        if name not in Filters.__struct_fields__:
            raise QueryError(
                f"there is no filter {shown(name)}; {hint(name, Filters.__struct_fields__)}"
            )
        values = [value] if isinstance(value, str) else list(value)
        values = [word.strip() for word in values if word.strip()]
        if values:
            found[name] = decode_values(name, values)
    return Filters(**found)


def decode_values(name: str, values: list[str]) -> object:
    """Return the values of one filter, as `Filters` has them."""
    if name in CLOSED:
        words = [word.strip() for value in values for word in value.split(",") if word.strip()]
        return tuple(dict.fromkeys(cased(name, word) for word in words))
    if name in NAMES:
        return tuple(dict.fromkeys(values))
    if len(values) > 1 and name != "text":
        raise QueryError(f"{name} takes one value, not {len(values)}")
    return decode_one(name, values)


def decode_one(name: str, values: list[str]) -> object:
    """Return the value of a filter that has but one."""
    value = values[0]
    if name in DAYS:
        return parse_day(name, value)
    if name == "box":
        return parse_box(value)
    if name == "contested":
        return parse_yes(name, value)
    if name == "corroborated":
        return parse_count(name, value)
    return " ".join(values)


def cased(name: str, word: str) -> str:
    """Return a code in the letters that the ontology writes it with."""
    code = word.upper() if name == "type" else word.lower()
    return code if code in CLOSED[name] else code.replace("-", "_")


def parse_day(name: str, value: str) -> str:
    """Return a day in ISO 8601; of a year or a month the first, or the last to be meant."""
    parts = PARTIAL_DAY.fullmatch(value)
    try:
        if parts is None:
            raise ValueError
        year, month, day = (int(part) if part else None for part in parts.groups())
        last = name in LASTS
        month = month or (12 if last else 1)
        day = day or (monthrange(year or 0, month)[1] if last else 1)
        return date(year or 0, month, day).isoformat()
    except ValueError:
        raise QueryError(
            f"{name} {shown(value)} is no date; write it like 2026-11-22, 2026-11 or 2026"
        ) from None


def parse_box(value: str) -> Box:
    """Return the part of the map that four numbers name."""
    try:
        west, south, east, north = (float(part) for part in value.split(","))
    except ValueError:
        raise QueryError(
            f"{shown(value)} is no box; write west,south,east,north in degrees: 21.8,8.6,38.6,22.2"
        ) from None
    return Box(west, south, east, north)


def parse_yes(name: str, value: str) -> bool:
    """Return whether yes or no is meant."""
    if value.lower() in (*YES, *NO):
        return value.lower() in YES
    raise QueryError(f"{name} is yes or no, not {shown(value)}")


def parse_count(name: str, value: str) -> int:
    """Return a number of at most seven digits."""
    if not (value.isascii() and value.isdigit() and len(value) <= 7):
        raise QueryError(f"{name} is a number, 1 or more, not {shown(value)}")
    return int(value)
