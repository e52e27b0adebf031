"""Which numbers of an incident count the same thing, and what each is to those before it.

As those do who count the dead of wars and disasters, nothing is averaged and nothing dropped:
each number stays with who gave it and when, and is placed among the others by these rules.

What counts the same thing (`find_series`)

 1. The same measure, kind, unit and period ("killed", "a month").
 2. The same class of people or things: soldiers, fighters, civilians, children. Bodies found
    stand with people. A number without a noun counts people where the measure is one of people.
 3. Whom it hit, where the words tell: soldiers of two countries, fighters of two groups that are
    both named, are two things. Where nothing is told, it is the one side that is known.
 4. Shares, lengths and times, what is made, owned or left, and counts of which nothing is said
    but their noun, are several things as soon as they differ: only the same number again is the
    same thing. Not hostages, nor cases of a disease.
 5. What is only expected, planned, asked for or denied is no number of what happened.

What each is to the others (`placing.place`), the first rule that holds

 6. part: the text says so ("six of them"); or it is smaller than what the same report gives on
    the same say-so, or than what it or the other is in the own voice of the outlet, or it counts
    bodies found where the report has a total. Not of marchers, whom nobody counts up.
 7. added: the text says that it comes on top ("another five").
 8. first: nobody gave a number before.
 9. revision: the text says whose place it takes ("to 23 from an earlier 14").
10. same: a number that was given before, however hedged ("60,000", "more than 60,000"), by the
    same source, by another that cites it, or by one that agrees. So is "dozens", which says
    nothing against any number, and the first number where only "dozens" was said before.
11. revision: the same source gave another number before that cannot be right as well.
12. rival: another source gives another number on the same day.
13. revision: the same source gave another number before; or both are official counts, or numbers
    that nobody is named for, which follow the official count, and this one is later.
14. rival: another source gave another number before.

What the series comes to

15. Parts and what was added are no claims of the whole. Of the others, low is the smallest
    number that is claimed, high the largest, whenever it was given; `open` says that the largest
    is "at least" so much. What still stands (`stands`) is what no later revision replaced.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from sayso.ledger.figures.claims import (
    Claim,
    Relation,
    Source,
    is_open,
    is_vague,
    least,
    minute_of,
    most,
)
from sayso.ledger.figures.classes import (
    MANIFOLD,
    OF_THINGS,
    PERSON,
    class_of,
    is_tally,
    is_within,
    series_class,
)
from sayso.ledger.figures.placing import place, stand
from sayso.ledger.figures.source_words import read_words
from sayso.ledger.figures.sources import Voice, fold_sources
from sayso.records import Measure, QuantityKind, Record, Stance

# Sources that give a number of what is to come, or take one back.
NOT_TOLD: Final[frozenset[Stance]] = frozenset(["expects", "intends", "asks", "denies", "doubts"])

Key = tuple[str | float | int | None, ...]


class Figure(Record, frozen=True):
    """A number in its series."""

    claim: Claim
    voice: Voice
    relation: Relation
    of: str | None  # id of what it repeats, revises, rivals, is a part of, adds to
    reason: str  # in words
    total: bool  # counts all of it: neither a part nor what was added
    stands: bool  # a total that no later one replaced


class Series(Record, frozen=True):
    """Numbers of one thing, by the time they were given."""

    measure: Measure
    kind: QuantityKind
    item: str | None  # the class that is counted, or the noun itself
    unit: str | None
    per: str | None
    of: str | None  # whom it hit, where the reports tell
    figures: tuple[Figure, ...]
    low: float | int | None  # smallest claimed
    high: float | int | None  # largest claimed
    open: bool  # of the largest it is said that there are more
    standing_low: float | int | None  # the same of what still stands
    standing_high: float | int | None
    sources: int  # those who gave a number, each once


def find_series(
    claims: Iterable[Claim], voices: Mapping[Source, Voice] | None = None
) -> tuple[Series, ...]:
    """Return the series that the numbers of one incident make, by the rules above.

    `voices` may be what `fold_sources` gave of these and other sources of the same reports: the
    others help to tell who is meant ("the Front"). None folds those of the claims. The result
    does not depend on the order of `claims`.
    """
    told = sorted(
        (claim for claim in claims if claim.stance not in NOT_TOLD),
        key=lambda claim: (claim.report, claim.span, claim.quantity),
    )
    if voices is None:
        voices = fold_sources(claim.source for claim in told)
    sides = sides_of(told)
    known = {claim.quantity: claim for claim in told}
    grouped: dict[Key, list[Claim]] = defaultdict(list)
    for claim in told:
        grouped[key_of(claim, sides[claim.quantity], known)].append(claim)
    found = [make_series(group, voices, sides, known) for group in grouped.values()]
    return tuple(sorted(found, key=lambda one: one.figures[0].claim.quantity))


def key_of(claim: Claim, side: str | None, known: Mapping[str, Claim]) -> Key:
    """Return what two claims have in common that count the same thing."""
    kind = counted_as(claim, known)
    common = (claim.measure, claim.kind, claim.unit, claim.per, kind, side)
    return (*common, claim.low, claim.high, claim.value) if is_manifold(claim, kind) else common


def counted_as(claim: Claim, known: Mapping[str, Claim]) -> str | None:
    """Return the class in whose series a claim stands.

    A part without a noun of its own ("nineteen of them") stands with its whole.
    """
    own = class_in_series(claim)
    whole = known.get(claim.part_of or "")
    if whole is None or whole.measure != claim.measure or claim.item not in (None, whole.item):
        return own
    return class_in_series(whole)


def class_in_series(claim: Claim) -> str | None:
    """Return the class in whose series a claim stands by its own noun."""
    return series_class(class_of(claim.item, claim.measure), claim.measure)


def is_manifold(claim: Claim, kind: str | None) -> bool:
    """Tell whether numbers that differ are numbers of different things."""
    if claim.kind in MANIFOLD or kind is None:
        return True
    people = kind == PERSON or is_within(kind, PERSON)
    if claim.measure in ("convict", "hold"):
        return not people  # "seven life sentences", and four
    return claim.measure in OF_THINGS and not is_tally(kind)


def sides_of(claims: Sequence[Claim]) -> dict[str, str | None]:
    """Return whom each claim hit, by the id of its quantity, where claims of its kind differ.

    None where all of one measure and class can be one side. A claim that does not tell goes with
    the one side that is known, with none where there are several.
    """
    kinds: dict[Key, list[Claim]] = defaultdict(list)
    for claim in claims:
        kind = class_in_series(claim)
        kinds[claim.measure, claim.kind, claim.unit, kind].append(claim)
    sides: dict[str, str | None] = {}
    for group in kinds.values():
        sides.update(split_sides(group))
    return sides


def split_sides(claims: Sequence[Claim]) -> dict[str, str | None]:
    """Return the side of each of some claims of one measure and class."""
    marks = sorted({mark for claim in claims if (mark := side_of(claim)) is not None})
    sides: list[set[str]] = []
    for mark in marks:
        words = set(mark.split())
        joined = [side for side in sides if side & words]
        sides = [side for side in sides if not side & words] + [words.union(*joined)]
    if len(sides) < 2:
        return dict.fromkeys((claim.quantity for claim in claims), None)
    found: dict[str, str | None] = {}
    for claim in claims:
        mark = side_of(claim)
        own = [side for side in sides if mark is not None and side & set(mark.split())]
        found[claim.quantity] = " ".join(sorted(own[0])) if own else None
    return found


def side_of(claim: Claim) -> str | None:
    """Return the words for whom a claim hit, a land or the name of a group; None for neither."""
    if claim.of_country is not None:
        return claim.of_country
    if claim.of is None:
        return None
    named = " ".join(word for word in claim.of.split() if word[:1].isupper())
    return " ".join(sorted(read_words(named).core)) or None


def make_series(
    claims: Sequence[Claim],
    voices: Mapping[Source, Voice],
    sides: Mapping[str, str | None],
    known: Mapping[str, Claim],
) -> Series:
    """Return the series of claims that count the same thing."""
    ordered = in_order(claims)
    placed = place(ordered, voices, known)
    standing = stand(placed)
    figures = tuple(
        Figure(
            claim=each.claim,
            voice=each.voice,
            relation=each.relation,
            of=each.of.quantity if each.of is not None else None,
            reason=each.reason,
            total=each.total,
            stands=each.claim.quantity in standing,
        )
        for each in placed
    )
    first = min(claims, key=lambda claim: claim.quantity)
    totals = [figure.claim for figure in figures if figure.total and not is_vague(figure.claim)]
    stood = [figure.claim for figure in figures if figure.stands and not is_vague(figure.claim)]
    named = sorted({claim.of for claim in claims if claim.of is not None})
    return Series(
        measure=first.measure,
        kind=first.kind,
        item=counted_as(first, known),
        unit=first.unit,
        per=first.per,
        of=named[0] if named and sides[first.quantity] is not None else None,
        figures=figures,
        low=smallest(totals),
        high=largest(totals),
        open=is_open_ended(totals),
        standing_low=smallest(stood),
        standing_high=largest(stood),
        sources=len({figure.voice.key for figure in figures}),
    )


def in_order(claims: Iterable[Claim]) -> list[Claim]:
    """Return claims by when they were given; a number that is revised comes before its heir.

    So it does where the text does not say when it was given.
    """
    claims = list(claims)
    heirs = {claim.revises: claim for claim in claims if claim.revises is not None}

    def order(claim: Claim) -> tuple[object, ...]:
        heir = heirs.get(claim.quantity)
        given = claim.given if claim.given is not None or heir is None else heir.given
        return minute_of(given), heir is None, claim.report, claim.span, claim.quantity

    return sorted(claims, key=order)


def smallest(claims: Collection[Claim]) -> float | int | None:
    """Return the smallest number that is claimed, None where none is."""
    return min((low for claim in claims if (low := least(claim)) is not None), default=None)


def largest(claims: Collection[Claim]) -> float | int | None:
    """Return the largest number that is claimed, None where none is."""
    return max((high for claim in claims if (high := most(claim)) is not None), default=None)


def is_open_ended(claims: Collection[Claim]) -> bool:
    """Tell whether somebody says that there are more than the largest number."""
    top = largest(claims)
    return any(is_open(claim) and most(claim) == top for claim in claims)
