"""What became of a forecast, as far as the records at hand tell.

What counts
1. An act that was foretold is looked for among the acts of later records: see `acts`. A number
   is looked for among their numbers: see `numbers`. What does not compare is passed over.
2. Deeds are counted by day: several pages, or copies of one, that tell of the same day tell of
   one act, unless a page gives a number. A number over a stretch ("since then three waves")
   stands beside the days; the larger of the two holds. Things and people are never added up: of
   several totals the largest holds.

What follows
3. borne_out: what was foretold has come to pass, by a dated record, within the horizon. It is
   final where nothing that comes later can undo it: one act, "at least", a level reached.
   Between two bounds it holds only once the horizon has passed; before, it is on_track. That a
   total stayed below a bound is never shown: smaller numbers may count a part.
4. contradicted: the upper bound was passed; what was not to happen happened; or a rate that was
   due by a day was another then, as told for that very day or week.
5. on_track: part of it has come to pass, or all of it as far as an undated record tells.
6. expired: the horizon lies behind the latest page, and neither was shown.
7. open: all else, each with the reason in words.
8. What was said to hold on a condition, or only as possible, is never contradicted.
9. What somebody asserts counts, whoever it is: the evidence names the page, and the page who
   says so. Another source's smaller number undoes nothing, for it may count a part.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from sayso.extract.settling.acts import act_bears
from sayso.extract.settling.amounts import settle_deeds, settle_level, settle_total
from sayso.extract.settling.days import day_told, is_passed, iso
from sayso.extract.settling.numbers import Sense, sense_of
from sayso.extract.settling.outcomes import evidence, in_order, is_loose, unsettled
from sayso.extract.settling.records import Happening, Pattern, Settled


def settle(pattern: Pattern, happenings: Iterable[Happening], as_of: int | None) -> Settled:
    """Return what became of a forecast, by the numbered rules of this module.

    `as_of` is the day of the latest page at hand, as `date.toordinal` counts; None where no page
    has a date. The order of `happenings` makes no difference, nor do those that bear on nothing.
    """
    sense = sense_of(pattern)
    passed = is_passed(pattern, as_of)
    if sense == "none":
        return unsettled("it names no act and no number that a record could show", passed=passed)
    if pattern.made is None:
        return Settled(outcome="open", reason="it is not known when it was said")
    return WAYS[sense](pattern, sorted(happenings, key=in_order), passed)


def settle_act(pattern: Pattern, found: Sequence[Happening], passed: bool) -> Settled:
    """Return what became of an act that was foretold."""
    acts = [one for one in found if not one.number]
    told = [(weight, one) for one in acts if (weight := act_bears(pattern, one)) is not None]
    done = [one for _, one in told if one.factuality == "actual"]
    sure = [one for weight, one in told if weight == "sure" and one.factuality == "actual"]
    undone = [one for _, one in told if one.factuality == "negated"]
    if sure:
        reason = f"it came to pass on {iso(day_told(sure[0]) or 0)}"
        return Settled(outcome="borne_out", reason=reason, evidence=evidence(sure))
    if done:
        reason = "a page tells of it, but not for sure when, by whom and on whom it was done"
        return Settled(outcome="on_track", reason=reason, evidence=evidence(done))
    if undone and passed and not is_loose(pattern):
        reason = "later pages say that it was not done"
        against = evidence(undone, "against")
        return Settled(outcome="contradicted", reason=reason, evidence=against)
    reason = "not done so far" if undone else "no later record tells of it"
    return unsettled(reason, evidence(undone, "against"), passed=passed)


def settle_never(pattern: Pattern, found: Sequence[Happening], passed: bool) -> Settled:
    """Return what became of an act that was not to be."""
    acts = [one for one in found if not one.number and one.factuality == "actual"]
    done = [one for one in acts if act_bears(pattern, one) == "sure"]
    against = evidence(done, "against")
    if done and not is_loose(pattern):
        reason = f"it was done all the same on {iso(day_told(done[0]) or 0)}"
        return Settled(outcome="contradicted", reason=reason, low=1, evidence=against)
    reason = "no page tells that it was done, which does not show that it was not"
    return unsettled(reason, against, passed=passed)


WAYS: Final[dict[Sense, Callable[[Pattern, Sequence[Happening], bool], Settled]]] = {
    "act": settle_act,
    "never": settle_never,
    "deeds": settle_deeds,
    "total": settle_total,
    "level": settle_level,
}
