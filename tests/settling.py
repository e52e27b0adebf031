"""Forecasts and records made from marked sentences, for the tests of what becomes of forecasts."""

from datetime import date
from zlib import crc32

from msgspec.structs import replace

from marked import unmark
from sayso.extract.settling import Happening, Pattern, Telling, Who
from sayso.extract.settling.records import Stretch
from sayso.records import Expectation, Span

NOTHING = Expectation(
    type=None, mode=None, actor=None, measure=None, item=None, low=None, high=None
)
KENYA = Who(name="Kenya", kind="country", country="KEN")
REBELS = Who(name="Red Army", kind="organisation", country="KEN", sectors=("REB",))


def day(written: str) -> int:
    """Return a day, written as "2026-04-14", as it is counted."""
    return date.fromisoformat(written).toordinal()


def stretch(first: str, after: str | None = None) -> Stretch:
    """Return the days from `first` to before `after`; the one day where no other is given."""
    return Stretch(day(first), day(after) if after is not None else day(first) + 1)


def told(marked: str, title: str = "") -> tuple[Telling, str]:
    """Return the words around the mark in a sentence, and the words in it."""
    text, [span] = unmark(marked)
    return Telling(sentence=text, at=span.start, title=title), span.quote(text)


def foretold(marked: str, made: str = "2026-04-14", **fields: object) -> Pattern:
    """Return a forecast; the fields of its expectation are given by name, as are its own."""
    expects = {name: fields.pop(name) for name in NOTHING.__struct_fields__ if name in fields}
    telling, _ = told(marked)
    whole: dict[str, object] = {
        "id": "f1",
        "report": "r1",
        "telling": telling,
        "expects": replace(NOTHING, **expects),
        "published": day(made),
        "made": stretch(made),
        **fields,
    }
    return Pattern(**whole)  # type: ignore[arg-type]


def happened(marked: str, printed: str, on: str | None = None, **fields: object) -> Happening:
    """Return an event of a page printed on a day; `on` another, where the sentence names one."""
    telling, words = told(marked)
    whole: dict[str, object] = {
        "id": f"e{crc32((marked + printed).encode())}",
        "report": f"r{printed}",
        "span": Span(telling.at, telling.at + len(words)),
        "words": words,
        "telling": telling,
        "published": day(printed),
        "time": stretch(on) if on is not None else None,
        "factuality": "actual",
        **fields,
    }
    return Happening(**whole)  # type: ignore[arg-type]


def given(marked: str, printed: str, number: float, **fields: object) -> Happening:
    """Return a number that a page printed on a day gives, exact unless the fields say more."""
    whole: dict[str, object] = {
        "number": True,
        "factuality": None,
        "kind": "count",
        "measure": "other",
        "low": number,
        "high": number,
        "value": number,
        **fields,
    }
    return happened(marked, printed, **whole)  # type: ignore[arg-type]
