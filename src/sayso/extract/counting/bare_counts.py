"""Whether a bare count gives a number, or just points at things that the page knows."""

from spacy.tokens import Span as SpacySpan

from sayso.extract.counting.bounds import Hedge
from sayso.extract.counting.counted_nouns import CountedNoun, children_of
from sayso.extract.counting.numbers import Number
from sayso.extract.counting.other_numbers import Setting, word_before
from sayso.extract.counting.quantity_parts import Draft
from sayso.records import Measure

SMALL = 12  # "the two leaders" points back at whom the page knows; it gives no number
DEFINITE = frozenset(["the", "these", "those", "both", "his", "her", "their", "its", "our", "all"])
SELECTED = frozenset(["last", "next", "first", "past", "final", "previous"])
MODIFIERS = frozenset(["compound", "amod", "poss", "nmod", "det"])
ARGUMENTS = frozenset(["nsubj", "nsubjpass", "dobj"])


def gives_number(
    setting: Setting,
    counted: CountedNoun,
    hedge: Hedge,
    measure: Measure,
    previous: Draft | None,
) -> bool:
    """Tell whether a bare count gives a number, and does not just point at things known."""
    number = setting.number
    ahead = word_before(setting.before)
    if measure != "other" and counted.noun is not None:
        return True
    if ahead in SELECTED:
        return False
    if counted.noun is None:
        return stands_alone(number, counted, measure)
    if hedge.entry is not None:
        return True
    if number.value == 1:
        return False
    partitive = previous is not None and previous.span.end > setting.start  # "two of the FIVE"
    small = number.high is not None and number.high <= SMALL and not number.figures
    return partitive or not (small and is_definite(setting.tokens))


def is_definite(tokens: SpacySpan) -> bool:
    """Tell whether the number stands behind a definite determiner: "the two former allies"."""
    before = tokens.doc[max(tokens.start - 2, 0) : tokens.start]
    words = [token.lower_ for token in before]
    return (
        words[-1:] == ["'s"]
        or bool(DEFINITE & set(words[-1:]))
        or (len(words) == 2 and words[0] in DEFINITE and before[1].pos_ in ("ADJ", "ADV"))
    )


def is_modified(counted: CountedNoun) -> bool:
    """Tell whether words before it make a plural numeral a noun: "the test SCORES"."""
    return any(child.dep_ in MODIFIERS for child in children_of(counted.number))


def stands_alone(number: Number, counted: CountedNoun, measure: Measure) -> bool:
    """Tell whether a number without its noun still counts something ("40 were killed")."""
    if counted.number.lower_ == "scores" and is_modified(counted):
        return False
    if counted.others is not None or (counted.pronoun is not None and number.value != 1):
        return True
    determined = any(child.dep_ == "det" for child in children_of(counted.number))
    if number.value == 1 and (determined or counted.number.tag_ != "CD"):
        return False
    if measure != "other":
        return True
    if number.low is not None and number.low != number.low.to_integral_value():
        return False
    return number.value != 1 and not determined and counted.number.dep_ in ARGUMENTS
