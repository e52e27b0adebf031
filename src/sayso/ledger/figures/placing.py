"""What each number of a series is to those that were given before it: see `series`."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from sayso.ledger.figures.claims import (
    Claim,
    Relation,
    Source,
    exclude,
    is_vague,
    least,
    minute_of,
    says_same,
)
from sayso.ledger.figures.classes import class_of, is_found
from sayso.ledger.figures.sources import Voice
from sayso.records import Measure

CROWDS: Final[frozenset[Measure]] = frozenset(["protest"])  # of which nobody counts up parts
NOT_TOTAL: Final[frozenset[Relation]] = frozenset(["part", "added"])


class Placed(NamedTuple):
    """A claim with what it is to an earlier one, and why."""

    claim: Claim
    voice: Voice
    relation: Relation
    of: Claim | None
    reason: str
    total: bool  # counts all of it: neither a part of another of its series nor added to one


Verdict = tuple[Relation, Claim | None, str] | None


def place(
    claims: Sequence[Claim], voices: Mapping[Source, Voice], known: Mapping[str, Claim]
) -> list[Placed]:
    """Return what each claim is to those before it; `claims` are by the time they were given.

    `known` has the claims of the whole incident by id: a part may have a series of its own.
    """
    placing = Placing(claims, voices, known)
    return [placing.next(claim) for claim in claims]


def stand(placed: Sequence[Placed]) -> frozenset[str]:
    """Return the ids of the totals that no later revision replaced.

    With a number goes everything that repeats it up to then: on the say-so of the same source, of
    an official one, or of nobody.
    """
    gone: set[str] = set()
    for index, heir in enumerate(placed):
        if heir.relation != "revision" or heir.of is None:
            continue
        for each in placed[:index]:
            if says_same(each.claim, heir.of) and yields(each, heir, heir.of):
                gone.add(each.claim.quantity)
    totals = (each.claim.quantity for each in placed if each.total)
    return frozenset(id_ for id_ in totals if id_ not in gone)


def yields(earlier: Placed, heir: Placed, revised: Claim) -> bool:
    """Tell whether a claim falls with the number that was revised."""
    if earlier.claim.quantity == revised.quantity or earlier.voice.key == heir.voice.key:
        return True
    return is_running(earlier.voice) and is_running(heir.voice)


def is_running(voice: Voice) -> bool:
    """Tell whether a voice gives the running count: an official one, or nobody's in particular."""
    return voice.own_voice or voice.official


class Placing:
    """Claims of one thing that are placed one after the other."""

    def __init__(
        self,
        claims: Sequence[Claim],
        voices: Mapping[Source, Voice],
        known: Mapping[str, Claim],
    ) -> None:
        self.own = frozenset(claim.quantity for claim in claims)
        self.known = known
        self.voices = voices
        self.done: list[Placed] = []
        revised = {claim.revises for claim in claims} - {None}
        self.largest: dict[tuple[str, str | None], Claim] = {}
        for claim in claims:
            inside = claim.part_of in self.own
            if claim.quantity in revised or inside or claim.adds_to or is_vague(claim):
                continue
            for voice in (self.voice(claim).key, None):
                before = self.largest.get((claim.report, voice))
                if before is None or size(claim) > size(before):
                    self.largest[claim.report, voice] = claim
        self.revised = revised

    def voice(self, claim: Claim) -> Voice:
        """Return whose voice a claim is."""
        return self.voices[claim.source]

    def next(self, claim: Claim) -> Placed:
        """Place one more claim."""
        relation, of, reason = self.relation(claim)
        outside = claim.part_of is not None and claim.part_of not in self.own
        total = relation not in NOT_TOTAL or (relation == "part" and outside)
        placed = Placed(claim, self.voice(claim), relation, of, reason, total)
        self.done.append(placed)
        return placed

    def relation(self, claim: Claim) -> tuple[Relation, Claim | None, str]:
        """Return what a claim is to those before it, by the first rule that holds."""
        found = self.as_part(claim) or self.as_added(claim)
        if found is not None:
            return found
        before = [each for each in self.done if each.total]
        if not before:
            part = self.as_part_told(claim)
            return part or ("first", None, "the first number that is given")
        return (
            self.as_told(claim)
            or self.as_same(claim, before)
            or self.as_own(claim, before, apart=True)
            or self.as_rival(claim, before, same_day=True)
            or self.as_own(claim, before, apart=False)
            or self.as_official(claim, before)
            or self.as_rival(claim, before, same_day=False)
            or as_rest(before)
        )

    def as_part(self, claim: Claim) -> Verdict:
        """Return what a claim of this series is a part of, None where it counts all."""
        if claim.part_of in self.own:
            return self.as_part_told(claim)
        if claim.quantity in self.revised or claim.revises or claim.adds_to or is_vague(claim):
            return None
        whole = self.larger(claim)
        if whole is None:
            return None
        return "part", whole, f"smaller than {quoted(whole)}, which the same report gives as well"

    def as_part_told(self, claim: Claim) -> Verdict:
        """Return what the text says that a claim is a part of, None where it says nothing."""
        whole = self.known.get(claim.part_of or "")
        if whole is None:
            return None
        return "part", whole, f"the text says that it is a part of {quoted(whole)}"

    def larger(self, claim: Claim) -> Claim | None:
        """Return the larger number of the same report that a claim is taken for a part of."""
        voice = self.voice(claim)
        if claim.measure in CROWDS:
            return None
        own = self.largest.get((claim.report, voice.key))
        if own is not None and size(own) > size(claim):
            return own
        top = self.largest.get((claim.report, None))
        if top is None or size(top) <= size(claim):
            return None
        found = is_found(class_of(claim.item, claim.measure))
        found = found and not is_found(class_of(top.item, top.measure))
        return top if found or voice.own_voice or self.voice(top).own_voice else None

    def as_added(self, claim: Claim) -> Verdict:
        """Return what a claim comes on top of, None where it does not."""
        if claim.adds_to is None:
            return None
        base = self.known.get(claim.adds_to)
        named = quoted(base) if base is not None else "another number"
        return "added", base, f"the text says that it comes on top of {named}"

    def as_told(self, claim: Claim) -> Verdict:
        """Return whose place a claim takes by the words of its own report."""
        if claim.revises not in self.own:
            return None
        earlier = self.known[claim.revises]
        return "revision", earlier, f"the text says that it takes the place of {quoted(earlier)}"

    def as_same(self, claim: Claim, before: Sequence[Placed]) -> Verdict:
        """Return which earlier claim a claim repeats."""
        if is_vague(claim):
            return "same", before[-1].claim, "names no number that could differ"
        key = self.voice(claim).key
        alike = [each for each in before if says_same(each.claim, claim)]
        if not alike:
            return None
        own = next((each for each in alike if each.voice.key == key), None)
        if own is not None:
            return "same", own.claim, f"the number that {own.voice.name} gave before"
        first = alike[0]
        if self.voice(claim).own_voice:
            return "same", first.claim, f"repeats the number of {first.voice.name}"
        return "same", first.claim, f"agrees with the number of {first.voice.name}"

    def as_own(self, claim: Claim, before: Sequence[Placed], *, apart: bool) -> Verdict:
        """Return which number of the same source a later one takes the place of."""
        voice = self.voice(claim)
        own = [
            each
            for each in before
            if each.voice.key == voice.key and is_later(claim, each) and not is_vague(each.claim)
        ]
        if not own or (apart and not exclude(own[-1].claim, claim)):
            return None
        earlier = own[-1].claim
        return "revision", earlier, f"takes the place of {quoted(earlier)}, of the same source"

    def as_official(self, claim: Claim, before: Sequence[Placed]) -> Verdict:
        """Return which number of the running count a later one takes the place of."""
        voice = self.voice(claim)
        if not is_running(voice):
            return None
        running = [
            each
            for each in before
            if is_running(each.voice) and is_later(claim, each) and not is_vague(each.claim)
        ]
        if not running:
            return None
        earlier = running[-1]
        return (
            "revision",
            earlier.claim,
            f"the running count stood at {quoted(earlier.claim)} before",
        )

    def as_rival(self, claim: Claim, before: Sequence[Placed], *, same_day: bool) -> Verdict:
        """Return which number of another source a claim stands against."""
        key = self.voice(claim).key
        others = [
            each
            for each in before
            if each.voice.key != key
            and not is_vague(each.claim)
            and (not same_day or (claim.day is not None and each.claim.day == claim.day))
            and each.claim.quantity not in self.revised
        ]
        if same_day:
            others = [each for each in others if not runs_on(each, claim, self.voice(claim))]
        if not others:
            return None
        other = others[-1]
        when = "on the same day" if same_day else "before"
        return (
            "rival",
            other.claim,
            f"against {quoted(other.claim)}, of {other.voice.name}, given {when}",
        )


def as_rest(before: Sequence[Placed]) -> tuple[Relation, Claim | None, str]:
    """Return what a claim is to a number-less one, or to another of the same moment."""
    stated = [each for each in before if not is_vague(each.claim)]
    if not stated:
        first = before[0]
        return "same", first.claim, f"puts a number to {quoted(first.claim)}"
    other = stated[-1]
    return (
        "rival",
        other.claim,
        f"against {quoted(other.claim)}, of {other.voice.name}, given at the same time",
    )


def runs_on(earlier: Placed, claim: Claim, voice: Voice) -> bool:
    """Tell whether two outlets' own numbers of one day are the running count at two hours."""
    return voice.own_voice and is_running(earlier.voice) and is_later(claim, earlier)


def is_later(claim: Claim, earlier: Placed) -> bool:
    """Tell whether a claim was given after another."""
    return minute_of(earlier.claim.given) < minute_of(claim.given)


def size(claim: Claim) -> float:
    """Return how much a claim comes to at least, for comparing."""
    number = least(claim)
    return number if number is not None else float("-inf")


def quoted(claim: Claim) -> str:
    """Return the words of a claim in quotation marks."""
    return f"“{claim.quote}”"
