"""What people judged of the events at hand, as links that outweigh every score."""

from collections.abc import Collection, Iterator

from sqlalchemy import Connection

from sayso.ledger.derived.incidents.ties import Tie
from sayso.ledger.judgements import Judgement, reports_of, settle, standing_on

SAID = {"same": "one incident", "different": "two incidents"}


class Verdicts:
    """The judgements that stand on some events, and on all that hang together with them."""

    def __init__(self, connection: Connection, events: Collection[str]) -> None:
        self.judgements = standing_on(connection, events)
        self.events = {
            event for judgement in self.judgements for event in (*judgement.one, *judgement.other)
        }
        self.reports = set(reports_of(connection, self.events)) if self.events else set()

    def links(self, held: Collection[str]) -> Iterator[Tie]:
        """Yield a link for each pair of `held` events that a judgement is about: 1 or 0."""
        settled = settle(self.judgements, held)
        for pair in settled.pairs:
            by = settled.by[pair.one, pair.other]
            yield Tie(
                one=pair.one,
                other=pair.other,
                score=1.0 if pair.verdict == "same" else 0.0,
                reason=reason_of(by),
                common={},
            )


def reason_of(judgement: Judgement) -> str:
    """Return in words who judged what, and when."""
    note = f": {judgement.note}" if judgement.note else ""
    said = SAID[judgement.verdict]
    return f"{judgement.who} judged them {said} on {judgement.made[:10]}{note}"
