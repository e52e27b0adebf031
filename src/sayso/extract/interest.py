"""Whether a source is a party to what it reports."""

from collections.abc import Sequence

import msgspec

from sayso.records import Attribution, Event, Interest, Party

# A body of the state speaks for the acts of its state and of its forces.
STATE = frozenset({"GOV", "MIL", "COP", "SPY", "LEG", "JUD", "PRM"})


def with_interest(
    attributions: Sequence[Attribution], events: Sequence[Event]
) -> tuple[Attribution, ...]:
    """Return the attributions with `interest` told by the acts in their content."""
    told: dict[str | None, list[Event]] = {}
    for event in events:
        told.setdefault(event.attribution, []).append(event)
    return tuple(
        msgspec.structs.replace(
            attribution, interest=interest_of(attribution, told.get(attribution.id, ()))
        )
        for attribution in attributions
    )


def interest_of(attribution: Attribution, own: Sequence[Event]) -> Interest:
    """Return whether the source acts, suffers or neither in `own`, the acts in what it says.

    Acting goes first.

    The same party, or a body of the same state: the ministry for its minister, officials for
    their city.
    """
    source = attribution.source
    if source is None:
        return "none"
    for certain in (True, False):
        if any(is_same(source, party, certain) for e in own for party in e.actors):
            return "actor"
        if any(is_same(source, party, certain) for e in own for party in e.recipients):
            return "recipient"
    return "none"


def is_same(source: Party, party: Party, certain: bool) -> bool:
    """Tell whether two parties are one: by name, or less certainly by their state."""
    if certain:
        return source.name == party.name
    if source.country is None or source.country != party.country:
        return False
    speaks_for_state = bool(STATE & set(source.sectors))
    return speaks_for_state and (
        party.kind in ("country", "place") or bool(STATE & set(party.sectors))
    )
