"""Where two sources cannot both be right: numbers that exclude each other, and denials.

Numbers of one series contradict each other where all of this holds

 1. Two sources gave them, both named: a number that an outlet prints in its own voice follows
    others, and may only be late.
 2. Both count the whole, and their bounds exclude each other: "at least 9" and 23 do not, nor do
    two hedges of one number; "about" is taken for anything from half to double.
 3. Neither text says that the one takes the place of the other.
 4. Both were given on one day; or the later one is lower, of what does not fall as time goes by
    (the dead, not the missing); or the two stand on two sides, as a state and rebels do, whose
    numbers do not grow into each other.

So do

 5. a number of a part and a smaller one of the whole, given on one day: 41 soldiers of 28 dead;
    what was found so far ("28 bodies") is no whole.

A lower number of the same source is a revision. Of two sources the last pair is recorded.

A denial contradicts

 6. the statement that it repeats to deny it: "denied the army's claim that 60 had been killed";
 7. the last statement of somebody else before it, not 400 characters away, where it points back:
    "the ministry denies this"; an accusation where it says so ("rejected the accusation"); the
    last number where it does ("disputed the figure for the dead");
 8. the same number given by others, where the denial names it;
 9. an act told by others as having happened, where the denial names it: the same kind of act in
    the same incident, with the same word or done to the same.

A doubt counts like a denial where somebody voices it; "has not commented" is none.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final

from sayso.ledger.figures.claims import Claim, Source, exclude, is_vague, least, minute_of, reach
from sayso.ledger.figures.classes import FALLING, class_of, is_found, is_within
from sayso.ledger.figures.denials import (
    Act,
    Statement,
    denied_figures,
    find_denials,
    quote_of,
)
from sayso.ledger.figures.placing import quoted
from sayso.ledger.figures.quotes import Contradiction
from sayso.ledger.figures.series import Series, find_series
from sayso.ledger.figures.sources import Voice, are_opposed, fold_sources
from sayso.records import Span

AT_MOST: Final = 20  # claims of one series that are compared with each other: the last

Pair = tuple[Claim, Claim]


def find_contradictions(
    claims: Collection[Claim],
    statements: Collection[Statement] = (),
    acts: Collection[Act] = (),
    voices: Mapping[Source, Voice] | None = None,
    series: Sequence[Series] | None = None,
) -> tuple[Contradiction, ...]:
    """Return what contradicts what among the numbers, statements and acts of one incident.

    `statements` are those of its reports; a denial is left out that touches none of the claims
    and acts. `voices` and `series` are what `fold_sources` and `find_series` gave, None makes
    them. The result does not depend on the order of what is given.
    """
    if voices is None:
        voices = fold_sources(sources_of(claims, statements, acts))
    if series is None:
        series = find_series(claims, voices)
    found = [*find_excluding(series, voices), *find_oversized(series, voices)]
    found += [denied_figure(pair, voices) for pair in find_denied_figures(claims, voices)]
    touched = touched_spans(claims, acts)
    denials = find_denials(sorted(statements, key=place_of), acts, claims, voices)
    found += [denial for denial in denials if touches(denial, touched)]
    unique = {(one.kind, one.one, one.other): one for one in found}
    return tuple(sorted(unique.values(), key=order_of))


def sources_of(
    claims: Iterable[Claim], statements: Iterable[Statement], acts: Iterable[Act]
) -> set[Source]:
    """Return who gave the numbers, made the statements and told of the acts."""
    found = {claim.source for claim in claims} | {act.source for act in acts}
    return found | {one.source for one in statements if one.source is not None}


def place_of(statement: Statement) -> tuple[str, Span, str]:
    """Return where a statement stands."""
    return statement.report, statement.sentence, statement.id


def order_of(one: Contradiction) -> tuple[object, ...]:
    """Return what contradictions are sorted by."""
    sides = (one.one, one.other)
    return one.kind, *((side.report, side.span, side.record) for side in sides)


def touched_spans(claims: Iterable[Claim], acts: Iterable[Act]) -> dict[str, list[Span]]:
    """Return where the numbers and acts of an incident stand, by report."""
    found: dict[str, list[Span]] = {}
    for claim in claims:
        found.setdefault(claim.report, []).append(claim.span)
    for act in acts:
        found.setdefault(act.report, []).append(act.sentence.span)
    return found


def touches(denial: Contradiction, spans: dict[str, list[Span]]) -> bool:
    """Tell whether a side of a denial stands where the incident is told."""
    return any(
        side.span.overlaps(span)
        for side in (denial.one, denial.other)
        for span in spans.get(side.report, ())
    )


def find_excluding(
    series: Iterable[Series], voices: Mapping[Source, Voice]
) -> Iterator[Contradiction]:
    """Yield the numbers of one thing that exclude each other, by the rules 1 to 4."""
    for each in series:
        totals = [figure.claim for figure in each.figures if figure.total]
        linked = {
            frozenset((figure.claim.quantity, figure.of))
            for figure in each.figures
            if figure.relation == "revision" and figure.claim.revises == figure.of
        }
        last: dict[frozenset[str], Pair] = {}
        for one, other in combinations(comparable(totals), 2):
            pair = frozenset((one.quantity, other.quantity))
            if pair not in linked and contradict(one, other, voices):
                last[frozenset((voices[one.source].key, voices[other.source].key))] = one, other
        for one, other in last.values():
            yield Contradiction(
                kind="figures",
                one=quote_of(one),
                other=quote_of(other),
                reason=f"{given(one, voices)} and {given(other, voices)} cannot both be right",
            )


def comparable(totals: Sequence[Claim]) -> list[Claim]:
    """Return the claims that can contradict others: those of named sources, with a number."""
    named = [each for each in totals if not each.source.own_voice and not is_vague(each)]
    return named[-AT_MOST:]


def contradict(one: Claim, other: Claim, voices: Mapping[Source, Voice]) -> bool:
    """Tell whether of two claims of one thing, the second given later, not both can be right."""
    first, second = voices[one.source], voices[other.source]
    if first.key == second.key or not exclude(one, other):
        return False
    if one.day is not None and one.day == other.day:
        return True
    if are_opposed(first, second):
        return True
    dated = one.given is not None and other.given is not None
    lower = reach(other)[1] < reach(one)[0]
    return dated and lower and one.measure not in FALLING


def find_oversized(
    series: Sequence[Series], voices: Mapping[Source, Voice]
) -> Iterator[Contradiction]:
    """Yield numbers of a part that are larger than another source's of the whole, by rule 5."""
    for part in series:
        for whole in series:
            alike = part.measure == whole.measure and part.kind == whole.kind
            if alike and is_within(part.item, whole.item):
                yield from oversized(part, whole, voices)


def oversized(
    part: Series, whole: Series, voices: Mapping[Source, Voice]
) -> Iterator[Contradiction]:
    """Yield the last number of a part that no number of the whole, given that day, can hold."""
    smaller = [figure.claim for figure in part.figures if figure.total]
    larger = [figure.claim for figure in whole.figures if figure.total]
    found = [
        (one, other)
        for one in comparable(larger)
        for other in comparable(smaller)
        if not is_found(class_of(one.item, one.measure))
        and voices[one.source].key != voices[other.source].key
        and one.day is not None
        and one.day == other.day
        and (least(other) or 0) > reach(one)[1]
    ]
    if found:
        one, other = max(
            found, key=lambda pair: [(minute_of(c.given), c.report, c.span) for c in pair]
        )
        reason = f"{given(other, voices)} is more than all there were: {given(one, voices)}"
        yield Contradiction(
            kind="figures", one=quote_of(one), other=quote_of(other), reason=reason
        )


def given(claim: Claim, voices: Mapping[Source, Voice]) -> str:
    """Return in words who gave a number."""
    return f"{quoted(claim)}, of {voices[claim.source].name},"


def find_denied_figures(
    claims: Collection[Claim], voices: Mapping[Source, Voice]
) -> Iterator[Pair]:
    """Yield the numbers that are denied, by rule 8, each of one measure and class."""
    groups: dict[tuple[str, str | None], list[Claim]] = {}
    for claim in claims:
        key = (claim.measure, class_of(claim.item, claim.measure))
        groups.setdefault(key, []).append(claim)
    for group in groups.values():
        yield from denied_figures(group, voices)


def denied_figure(pair: Pair, voices: Mapping[Source, Voice]) -> Contradiction:
    """Return the denial of a number."""
    claim, denied = pair
    reason = f"denial by {voices[denied.source].name}: the number of {voices[claim.source].name}"
    return Contradiction(kind="denial", one=quote_of(claim), other=quote_of(denied), reason=reason)
