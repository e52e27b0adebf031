"""Numbers as sources gave them, for tests: no page is read."""

from typing import Any

from sayso.ledger.figures import Claim, Quote, Source, Statement
from sayso.records import Span

ARMY = Source(name="Sudanese army", kind="group", country="SDN", sectors=("MIL",))
FRONT = Source(name="Red Valley Front", kind="organisation", sectors=("REB",))
POLICE = Source(name="Police", kind="group", country="PRT", sectors=("COP",))
UNION = Source(name="dockers' union", kind="organisation", sectors=("LAB",))
MINISTRY = Source(name="health ministry", kind="organisation", country="PER", sectors=("GOV",))
HOSPITAL = Source(name="hospital in Lota", kind="organisation", sectors=("MED",))
OUTLET = Source(name="Coast Mail", own_voice=True)
OTHER_OUTLET = Source(name="Hill Times", own_voice=True)


def claim(
    quote: str,
    low: float | None,
    high: float | None,
    source: Source,
    given: str | None,
    **fields: Any,
) -> Claim:
    """Return a claim; its report is named by source and day, its place by how many were made."""
    start = fields.pop("start", 0)
    report = fields.pop("report", f"r {source.name} {given}")
    known: dict[str, Any] = {
        "quantity": f"q {report} {start} {quote}",
        "report": report,
        "measure": "kill",
        "item": "person",
        "value": low if low is not None else high,
        "low": low,
        "high": high,
        "source": source,
        "stance": None if source.own_voice else "asserts",
        "given": given,
        "published": given,
        "span": Span(start, start + len(quote)),
        "quote": quote,
    }
    return Claim(**(known | fields))


def statement(
    words: str, source: Source | None, stance: str = "asserts", **fields: Any
) -> Statement:
    """Return a statement of the report "r" whose content stands at `start`."""
    start = fields.pop("start", 0)
    report = fields.pop("report", "r")
    id_ = f"a {report} {start}"
    span = Span(start, start + len(words))
    known: dict[str, Any] = {
        "id": id_,
        "report": report,
        "source": source,
        "stance": stance,
        "cue": "said",
        "sentence": span,
        "content": (Quote(report=report, record=id_, span=span, text=words),),
    }
    return Statement(**(known | fields))
