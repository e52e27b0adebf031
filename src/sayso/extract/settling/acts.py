"""Whether an act that a later record tells of is the act that was foretold."""

from typing import Final, Literal

from sayso.extract.settling.days import LATE, is_in_time, opening
from sayso.extract.settling.parties import any_same, named
from sayso.extract.settling.records import Happening, Pattern, Who
from sayso.extract.settling.wording import is_past, shared_words

Weight = Literal["sure", "likely"]

TOLD_AS_TRUE: Final = frozenset({None, "asserts", "concedes"})  # stances
NEWS: Final = 500  # characters of a page that tell its news; further down stands what was before
ALIKE: Final = 2  # words that tell what it is about, which two pages must share


def act_bears(pattern: Pattern, happening: Happening) -> Weight | None:
    """Return how surely a record tells of the act that was foretold, None where it does not.

    1. it is of the type, and of the mode where one is foretold; told as a fact, by nobody who
       denies, doubts or merely expects it
    2. who acts is who was to act; who suffers, where the forecast names somebody; and the two
       pages share words that tell what it is about, unless they are one page
    3. it lies after the forecast and within its horizon
    4. sure: the record has a date, the forecast names who acts and, if anybody, on whom; else
       likely
    """
    if not is_kind_of(pattern, happening) or not is_one_matter(pattern, happening):
        return None
    dated = happening.time is not None and not happening.since
    timely = is_timely(pattern, happening)
    if not timely:
        return None
    actors = pattern.actors or named(pattern.expects.actor)
    if not any_same(actors, happening.actors):
        return None
    suffers = suffering(pattern, happening)
    if suffers == "another":
        return None
    sure = dated and bool(pattern.actors) and suffers == "same"
    return "sure" if sure else "likely"


def is_kind_of(pattern: Pattern, happening: Happening) -> bool:
    """Tell whether a record is of the type that was foretold, and told as a fact."""
    expects = pattern.expects
    if happening.type != expects.type or happening.id == pattern.number:
        return False
    if expects.mode is not None and happening.mode != expects.mode:
        return False
    if happening.attribution is not None and happening.attribution == pattern.attribution:
        return False
    return happening.stance in TOLD_AS_TRUE and happening.factuality in ("actual", "negated")


def is_one_matter(pattern: Pattern, happening: Happening) -> bool:
    """Tell whether forecast and record stand on one page, or share telling words."""
    if pattern.report == happening.report:
        return True
    return len(shared_words(pattern.telling, happening.telling)) >= ALIKE


def is_timely(pattern: Pattern, happening: Happening) -> bool:
    """Tell whether an act came after the forecast and in time.

    One without a date counts as of the day of its page, if it is the news of a later page, told in
    the past tense, and not what the page tells further down; up to a week after the horizon.
    """
    if happening.time is not None and not happening.since:
        future = happening.published is not None and happening.time.first > happening.published
        return not future and is_in_time(pattern, happening.time)
    first, day = opening(pattern), happening.published
    if first is None or day is None or day < first or happening.span.start > NEWS:
        return False
    if pattern.report == happening.report or not is_past(happening.words):
        return False
    return pattern.horizon is None or day < pattern.horizon.after + LATE


def suffering(pattern: Pattern, happening: Happening) -> Literal["same", "open", "another"]:
    """Tell whether an act was done to whom it was to be done to."""
    wanted = tuple(who for who in pattern.recipients if who.kind != "unnamed")
    if not wanted:
        return "same"
    found: tuple[Who, ...] = tuple(who for who in happening.recipients if who.kind != "unnamed")
    if happening.country is not None:
        found = (*found, Who(name="", kind="country", country=happening.country))
    if not found:
        return "open"
    return "same" if any_same(wanted, found) else "another"
