"""How PLOVER and CAMEO coders write down what our records keep apart.

Our events keep their type and say in `factuality` whether the act happened. PLOVER codes a future
meeting, support, cooperation or aid as AGREE, and both code a refusal to act as REJECT. Where
someone agrees, asks, refuses or threatens to do a thing, both code that as one event, at whom the
thing is aimed; we keep the speech act and the act.
"""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from sayso.ontology.codes import IMPACT
from sayso.records import Event, Party, Span

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


def main_acts(events: Sequence[Event]) -> Iterator[Event]:
    """Yield the act that each sentence is about, the one that a coder by hand writes down.

    The first with an actor and someone or somewhere acted on, else the first with an actor, else
    the first: what is only named in passing ("after violent protests") has no actor of its own.
    """
    chosen: dict[Span, Event] = {}
    for event in coded_events(events):
        best = chosen.get(event.sentence)
        if best is None or completeness(event) > completeness(best):
            chosen[event.sentence] = event
    yield from chosen.values()


def completeness(event: Event) -> int:
    """Return how much of who did what to whom an event tells: 0 to 2."""
    return (1 + bool(event.recipients or event.place)) if event.actors else 0


def plover_name(event: Event) -> str:
    """Return the name of the event's class in the drafts of PLOVER that kept CAMEO's roots.

    They have FIGHT beside ASSAULT and INVESTIGATE beside accusation; the code tells which.
    """
    by_root = event.type == "ASSAULT" or event.mode == "investigate"
    return event.cameo if by_root and event.cameo else plover_type(event)


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
