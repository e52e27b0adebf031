"""One number of a series, by a rule that the user names; none of the rules is an average.

`latest`            what was given last
`official`          what an office of the state gave last: government, police, court
`most_sources`      what most sources stand by, whoever prints it; all who name nobody are one
`least_interested`  what was given last by a source that is no party to what it counts
`lowest`            the smallest number that somebody stands by
`highest`           the largest number that somebody stands by

Only numbers of the whole count that no later one replaced are looked at, and none without a
number of its own ("dozens"). Where a rule leaves two numbers that differ, it gives none and says
so: which of them to believe is not for a rule to say.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Final, Literal, get_args

from sayso.ledger.figures.claims import Claim, is_vague, least, minute_of, most, says_same
from sayso.ledger.figures.placing import quoted
from sayso.ledger.figures.series import Figure, Series
from sayso.ledger.figures.sources import is_of_a_side
from sayso.records import Record

Rule = Literal["latest", "official", "most_sources", "least_interested", "lowest", "highest"]
RULES: Final[tuple[Rule, ...]] = get_args(Rule)

Figures = Sequence[Figure]


class Choice(Record, frozen=True):
    """The number that a rule picks, and why, or why it picks none."""

    rule: Rule
    claim: Claim | None
    reason: str


def best(series: Series, rule: Rule) -> Choice:
    """Return the number of `series` that `rule` picks: one that was claimed, or none."""
    standing = [each for each in series.figures if each.stands and not is_vague(each.claim)]
    if not standing:
        return Choice(rule=rule, claim=None, reason="nobody stands by a number of the whole")
    return PICKING[rule](standing, rule)


def pick_latest(figures: Figures, rule: Rule) -> Choice:
    """Return what was given last."""
    known = [each for each in figures if each.claim.given is not None]
    last = max((minute_of(each.claim.given) for each in known), default=None)
    at_last = [each for each in known if minute_of(each.claim.given) == last]
    return agreed(at_last or figures, rule, "given last")


def pick_official(figures: Figures, rule: Rule) -> Choice:
    """Return what an office gave last."""
    official = [each for each in figures if each.voice.official]
    if not official:
        return Choice(rule=rule, claim=None, reason="no office of the state gave a number")
    return pick_latest(official, rule)


def pick_least_interested(figures: Figures, rule: Rule) -> Choice:
    """Return what was given last by a source that is no party to it."""
    named = [
        each
        for each in figures
        if not each.voice.own_voice
        and each.claim.interest == "none"
        and not is_of_a_side(each.voice)
    ]
    if not named:
        return Choice(rule=rule, claim=None, reason="no source without an interest gave a number")
    return pick_latest(named, rule)


def pick_most_sources(figures: Figures, rule: Rule) -> Choice:
    """Return what most sources stand by."""
    sources: dict[int, set[str]] = defaultdict(set)
    firsts: list[Figure] = []
    for each in figures:
        place = next(
            (i for i, first in enumerate(firsts) if says_same(first.claim, each.claim)),
            len(firsts),
        )
        if place == len(firsts):
            firsts.append(each)
        sources[place].add("" if each.voice.own_voice else each.voice.key)
    most_ = max(len(found) for found in sources.values())
    backed = [firsts[place] for place, found in sorted(sources.items()) if len(found) == most_]
    many = "1 source stands" if most_ == 1 else f"{most_} sources stand"
    return agreed(backed, rule, f"{many} by it")


def pick_lowest(figures: Figures, rule: Rule) -> Choice:
    """Return the smallest number."""
    counted = [each for each in figures if least(each.claim) is not None]
    return agreed(extreme(counted, least, min), rule, "the smallest that somebody stands by")


def pick_highest(figures: Figures, rule: Rule) -> Choice:
    """Return the largest number."""
    counted = [each for each in figures if most(each.claim) is not None]
    return agreed(extreme(counted, most, max), rule, "the largest that somebody stands by")


def extreme(
    figures: Figures,
    measured: Callable[[Claim], float | int | None],
    chosen: Callable[[list[float]], float],
) -> list[Figure]:
    """Return the first of the figures that have the least or the largest number."""
    sizes = [(measured(each.claim) or 0, each) for each in figures]
    end = chosen([size for size, _ in sizes])
    return [each for size, each in sizes if size == end][:1]


def agreed(figures: Figures, rule: Rule, why: str) -> Choice:
    """Return the first of figures that all name one number, none where they differ."""
    first = figures[0]
    other = next((each for each in figures if not says_same(each.claim, first.claim)), None)
    if other is None:
        return Choice(rule=rule, claim=first.claim, reason=f"{why}, by {first.voice.name}")
    between = (
        f"{quoted(first.claim)} by {first.voice.name} and {quoted(other.claim)} by "
        f"{other.voice.name}"
    )
    return Choice(rule=rule, claim=None, reason=f"{why}, but not one number: {between}")


PICKING: Final[Mapping[Rule, Callable[[Figures, Rule], Choice]]] = {
    "latest": pick_latest,
    "official": pick_official,
    "most_sources": pick_most_sources,
    "least_interested": pick_least_interested,
    "lowest": pick_lowest,
    "highest": pick_highest,
}
