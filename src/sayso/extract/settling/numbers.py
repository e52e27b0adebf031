"""Whether a number that a later record gives is of the kind that was foretold."""

from typing import Final, Literal

from sayso.extract.settling.acts import ALIKE, TOLD_AS_TRUE, act_bears
from sayso.extract.settling.days import day_told, opening
from sayso.extract.settling.records import Happening, Number, Pattern
from sayso.extract.settling.wording import (
    counts_deeds,
    kinds_of,
    says,
    shared_words,
    stem,
    telling_words,
    words_beside,
)

Sense = Literal["deeds", "total", "level", "act", "never", "none"]

PEOPLE: Final = frozenset(
    {"person", "people", "victim", "death", "dead", "fatality", "casualty", "body", "life", None}
)
HARM: Final = frozenset({"kill", "injure", "miss", "displace", "evacuate", "rescue", "arrest"})
BESIDE: Final = {True: 3, False: 5}  # words beside a count that say what is done; beside a share
HALF: Final = 0.5
CLOSE: Final = 3  # words that two sentences share which speak of the same sum or share


def sense_of(pattern: Pattern) -> Sense:
    """Return what kind of forecast this is.

    deeds: so many acts; total: so many of something in all; level: a rate, a share, an amount
    of money; act: one act; never: no such act; none: nothing that a record could show.
    """
    expects = pattern.expects
    if expects.measure is None:
        if expects.type is None:
            return "none"
        return "never" if expects.high == 0 else "act"
    if expects.low is None and expects.high is None:
        return "none"
    if counts_deeds(expects.item, expects.type) and expects.type is not None:
        return "deeds"
    if expects.measure == "remain":
        return "none"  # what there is left is not what comes
    return "total" if pattern.kind == "count" and pattern.per is None else "level"


def number_bears(pattern: Pattern, happening: Happening) -> bool:
    """Tell whether a record gives the number that a forecast of a total or a level speaks of.

    1. a count, sum or share of the same measure, thing and unit, over the same period
    2. told as a fact (not itself a forecast, a denial, a number that may come), after the
       forecast was made
    3. on the same matter: see `is_same_matter`
    """
    expects = pattern.expects
    same = (happening.measure, happening.kind, happening.unit, happening.per)
    if not happening.number or same != (expects.measure, pattern.kind, pattern.unit, pattern.per):
        return False
    if not is_same_item(expects.measure, expects.item, happening.item):
        return False
    day, first = day_told(happening), opening(pattern)
    if day is None or first is None or day < first:
        return False
    return is_same_matter(pattern, happening) and is_told_as_fact(pattern, happening)


def is_same_item(measure: str | None, item: str | None, other: str | None) -> bool:
    """Tell whether two numbers count one thing; of people harmed, all words for people do."""
    return item == other or (measure in HARM and item in PEOPLE and other in PEOPLE)


def is_told_as_fact(pattern: Pattern, happening: Happening) -> bool:
    """Tell whether a number is given as one that has come to pass."""
    if happening.id == pattern.number or happening.stance not in TOLD_AS_TRUE:
        return False
    if happening.attribution is not None and happening.attribution == pattern.attribution:
        return False
    if happening.factuality not in (None, "actual"):
        return False
    time, page = happening.time, happening.published
    if time is not None and page is not None and time.first > page:
        return False
    return not says("ahead", happening.telling)


def is_same_matter(pattern: Pattern, happening: Happening) -> bool:
    """Tell whether a number is about what the forecast is about.

    1. where both tell of a place, of one country
    2. where an act was foretold, of that act and who does it
    3. else the two sentences and titles share words that tell what they are about; and of a
       number that nothing but its thing describes, both say that so many there are, or both say
       what was done with them by one word ("drill 40 wells"); sentences that give a sum or a
       share have more words in common
    4. a change ("by 7 percent") is held against a change, a level against a level
    """
    if pattern.countries and happening.country and happening.country not in pattern.countries:
        return False
    if pattern.expects.type is not None and happening.type is not None:
        return act_bears(pattern, happening) is not None
    if not is_one_thing(pattern, happening):
        return False
    if says("change", pattern.telling) != says("change", happening.telling):
        return False
    if pattern.expects.measure != "other":
        return True
    if pattern.kind == "count" and says("level", pattern.telling):
        return says("level", happening.telling)
    most, length = BESIDE[pattern.kind == "count"], len(happening.words)
    ours = words_beside(pattern.telling, length, most)
    if ours.isdisjoint(words_beside(happening.telling, length, most)):
        return False
    return pattern.kind == "count" or len(sentences_share(pattern, happening)) >= CLOSE


def is_one_thing(pattern: Pattern, happening: Happening) -> bool:
    """Tell whether two numbers count one kind of thing, on pages that are about the same.

    "Measles cases" are no "cholera cases"; that both count cases is not enough.
    """
    item = pattern.expects.item or ""
    ours = kinds_of(item, pattern.telling.sentence)
    theirs = kinds_of(item, happening.telling.sentence)
    if ours and theirs and ours.isdisjoint(theirs):
        return False
    return len(shared_words(pattern.telling, happening.telling) - {stem(item)}) >= ALIKE


def sentences_share(pattern: Pattern, happening: Happening) -> frozenset[str]:
    """Return the telling words that the two sentences have in common."""
    return telling_words(pattern.telling.sentence) & telling_words(happening.telling.sentence)


def bounds_of(happening: Happening) -> tuple[Number, Number]:
    """Return within which bounds a number lies, as its words give them; about 70 is 70."""
    if happening.low is None and happening.high is None:
        return happening.value, happening.value
    return happening.low, happening.high


def wanted_bounds(pattern: Pattern) -> tuple[Number, Number]:
    """Return within which bounds the outcome must lie.

    Of a bare total ("two boats") as many or more will do. A bare rate, share or sum stands for
    all that is rounded to it: 7 percent for 6.5 to 7.5.
    """
    low, high = pattern.expects.low, pattern.expects.high
    if not pattern.exact or low is None or low != high:
        return low, high
    if sense_of(pattern) in ("total", "deeds"):
        return low, None
    half = HALF * place_of_last_digit(low)
    return low - half, high + half


def place_of_last_digit(number: float) -> float:
    """Return what one step of the last digit that is given amounts to: 10 in 120, 0.1 in 2.5."""
    written = f"{number:.10f}".rstrip("0")
    whole, _, part = written.partition(".")
    if part:
        return float(10.0 ** -len(part))
    return float(10 ** (len(whole) - len(whole.rstrip("0")))) if whole.strip("-0") else 1.0
