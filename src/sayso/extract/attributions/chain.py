"""Who passed it on: the media between the source of a saying and the page."""

from spacy.tokens import Token

from sayso.annotate.document import Document
from sayso.extract.parties import Parties
from sayso.extract.saying.cues import Saying, load_cues
from sayso.extract.saying.drafts import Draft
from sayso.records import Party


def join_chains(parties: Parties, drafts: list[Draft]) -> list[Draft]:
    """Return the drafts with sayings that a medium reports joined to that medium's report.

    "The agency reported that the ministry had denied it" is the ministry's saying, by way of the
    agency; the agency has a record of its own only where it says more than that.
    """
    by_head = {draft.saying.head.i: draft for draft in drafts}
    dropped: set[int] = set()
    for outer in drafts:
        source, content = outer.saying.source, outer.saying.content
        inside = [by_head[index] for index in sorted(content) if index in by_head]
        if source is None or not inside or not is_medium(parties, source):
            continue
        for inner in inside:
            inner.via.append(source)
            if heads_content(inner.saying, outer.saying):
                dropped.add(outer.saying.head.i)
    return [draft for draft in drafts if draft.saying.head.i not in dropped]


def heads_content(inner: Saying, outer: Saying) -> bool:
    """Tell whether the inner cue heads all that the outer one reports."""
    above = inner.head.head
    return above == inner.head or above.i not in outer.content


def is_medium(parties: Parties, head: Token) -> bool:
    """Tell whether a noun phrase names a news outlet or agency, not the people who work there."""
    words = load_cues()
    lemma = head.lemma_.lower()
    if lemma in words.media or head.pos_ not in ("PROPN", "NOUN"):
        return lemma in words.media
    party = parties.of(head)
    return party is not None and party.kind == "organisation" and "JRN" in party.sectors


def via_parties(doc: Document, parties: Parties, draft: Draft) -> tuple[Party, ...]:
    """Return the media between source and outlet, nearest the source first, each once."""
    own = (doc.report.outlet or "").casefold()
    found: dict[str, Party] = {}
    for head in draft.via:
        if is_medium(parties, head):
            party = parties.of(head) or parties.speaker(head)
            if party.name.casefold() not in ("", own):
                found.setdefault(party.name.casefold(), party)
    return tuple(found.values())
