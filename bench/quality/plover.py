"""How PLOVER and CAMEO coders write down what our records keep apart.

Our events keep their type and say in `factuality` whether the act happened. PLOVER codes a future
meeting, support, cooperation or aid as AGREE, and both code a refusal to act as REJECT. Where
someone agrees, asks, refuses or threatens to do a thing, both code that as one event, at whom the
thing is aimed; we keep the speech act and the act.
"""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from sayso.ontology.codes import IMPACT
from sayso.records import Event, Party

AGREED = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID", "RETREAT"})
REFUSED = frozenset({"AGREE", *AGREED, "CONCEDE"})
REJECT_CODE = "120"
NOT_CODED = frozenset({"general", "hypothetical"})
SPEECH = frozenset({"AGREE", "REQUEST", "REJECT", "THREATEN"})
UNDONE = frozenset({"future", "hypothetical", "negated", "attempted"})
BODIES = {"UNO": "IGOUNO", "EUR": "IGO", "IGO": "IGO", "NGO": "NGO", "MNC": "MNC", "IMG": "IMG"}
NOBODY = "---"


def coded_events(events: Sequence[Event]) -> Iterator[Event]:
    """Yield the events that a CAMEO or PLOVER coder would write down, in text order."""
    spoken: Event | None = None  # a speech act whose content may follow
    for event in events:
        if spoken is not None and is_content(event, spoken):
            if not spoken.recipients:
                spoken = replace(spoken, recipients=event.recipients, place=event.place)
            continue
        if spoken is not None:
            yield spoken
        spoken = None
        if event.type == IMPACT or event.factuality in NOT_CODED:
            continue
        if event.type in SPEECH:
            spoken = event
        else:
            yield event
    if spoken is not None:
        yield spoken


def is_content(event: Event, spoken: Event) -> bool:
    """Tell whether `event` is what the speech act before it is about: not done, by those named."""
    if event.sentence != spoken.sentence or event.factuality not in UNDONE:
        return False
    named = {party.name for party in (*spoken.actors, *spoken.recipients)}
    return not event.actors or bool(named & {party.name for party in event.actors})


def plover_type(event: Event) -> str:
    """Return the type under which PLOVER codes the event."""
    if event.factuality == "negated" and event.type in REFUSED:
        return "REJECT"
    if event.factuality == "future" and event.type in AGREED:
        return "AGREE"
    return event.type


def cameo_code(event: Event) -> str:
    """Return the CAMEO code, that of a refusal where the actor will not do it."""
    if event.factuality == "negated" and event.type in REFUSED:
        return REJECT_CODE
    return event.cameo or event.type


def pairs_of(event: Event) -> Iterator[tuple[Party | None, Party | None]]:
    """Yield who acts on whom: each actor with each recipient, None for nobody named."""
    for actor in event.actors or (None,):
        for recipient in event.recipients or (None,):
            yield actor, recipient


def actor_code(party: Party | None) -> str:
    """Return country and sector as CAMEO writes them: "USAGOV", "IGO", "---MIL"."""
    if party is None:
        return NOBODY
    body = next((BODIES[sector] for sector in party.sectors if sector in BODIES), None)
    if body is not None and party.country is None:
        return body
    sector = next((sector for sector in party.sectors if sector not in BODIES), "")
    return (party.country or NOBODY) + sector
