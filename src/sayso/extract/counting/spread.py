"""Spreads that the number grammar cannot see: "from 30 to 40 people", "5 feet to 10 feet".

A change is no spread: "rose from 5% to 7%" gives two numbers, "ranges from 5% to 7%" one.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from msgspec.structs import replace
from spacy.tokens import Token

from sayso.annotate.document import Document
from sayso.extract.counting.counted_nouns import NOUNS, children_of, head_of_number
from sayso.extract.counting.measures import load_measures
from sayso.extract.counting.numbers import Number, range_of
from sayso.extract.counting.numerals import share
from sayso.extract.counting.totals import carrying_verbs
from sayso.extract.counting.units import find_unit
from sayso.records import Span

OPENING = "from "
JOINT = " to "
ARGUMENTS = frozenset(["nsubj", "nsubjpass", "dobj", "attr"])
ODDS = frozenset([" in ", " in every ", " out of ", " out of every ", " of every "])
IN = " in "
ROUND_WHOLES = frozenset([3, 4, 5, 10, 100, 1000, 10_000, 100_000, 1_000_000])
WHOLES = ROUND_WHOLES | {6, 7, 8, 9, 20, 25, 50}
FIRST_YEAR = 1000
LOOKED_AT = 40  # characters between the ends, and before the first
# Between two ends that both have their unit: "5 feet to about 10 feet", "1% and 37%"
ENDS = re.compile(
    r"\s?(to|and|[-–—]|or)\s?(?:about |around |roughly |approximately |nearly |some |[~∼≈]\s?)?"
)
LOOSELY = r"(?:about |around |roughly |approximately |[~∼≈]\s?)?\W?$"
BETWEEN = re.compile(r"\bbetween " + LOOSELY, re.IGNORECASE)
FROM = re.compile(r"\bfrom " + LOOSELY, re.IGNORECASE)
# What says that something spreads, and does not change
SPREADING = re.compile(
    r"\b(?:rang(?:e[sd]?|ing)|var(?:y|ies|ied|ying)|span(?:s|ned|ning)?|anywhere|anything"
    r"|estimates?|fluctuat(?:e[sd]?|ing)|extend(?:s|ed|ing)?|run(?:s|ning)?)"
    r"(?: in \w{2,12})? from " + LOOSELY,
    re.IGNORECASE,
)


def join_spreads(doc: Document, numbers: Iterable[Number]) -> Iterator[Number]:
    """Yield the numbers in order, the two ends of "from 30 to 40 people" joined to a range."""
    held: Number | None = None
    for number in numbers:
        if held is None:
            held = number
            continue
        joined = join(doc, held, number)
        if joined is None:
            yield held
            held = number
        else:
            yield joined
            held = None
    if held is not None:
        yield held


def join(doc: Document, low: Number, high: Number) -> Number | None:
    """Return the range that two numbers span, None where they are no ends of one."""
    odds = read_odds(doc, low, high)
    if odds is not None:
        return odds
    near = high.start - low.end <= LOOKED_AT
    if not near or low.shape != "exact" or high.shape != "exact":
        return None
    text = doc.text
    before = text[max(low.start - LOOKED_AT, 0) : low.start]
    if text[low.end : high.start] != JOINT:
        return join_measured(text, low, high, before)
    if SPREADING.search(before):
        return range_of(low, high)
    opened = before.lower().endswith(OPENING)
    if not opened or not spans_amount(doc, low, high):
        return None
    spread = range_of(low, high)
    return None if spread is None else replace(spread, start=low.start - len(OPENING))


def read_odds(doc: Document, part: Number, whole: Number) -> Number | None:
    """Return the share that two numbers give: "two in five voters"; None where they give none."""
    joint = doc.text[part.end : whole.start].lower()
    if joint not in ODDS or part.value is None or whole.value is None:
        return None
    if not 0 < part.value < whole.value or not is_whole(whole.value, part.value, joint):
        return None
    unit = find_unit(doc.text, whole.start, whole.end, scaled=whole.scale > 1)
    if unit is not None or (joint == IN and not is_proportion(doc, part)):
        return None
    return share(part.start, whole.end, 100 * part.value / whole.value)


def is_whole(whole: Decimal, part: Decimal, joint: str) -> bool:
    """Tell whether a number is what shares are told of: "five out of 12 miners" is a count."""
    if "every" in joint or (joint == IN and whole in WHOLES):
        return True
    if part == 1:
        return whole < FIRST_YEAR or whole in WHOLES
    return whole in ROUND_WHOLES


def is_proportion(doc: Document, part: Number) -> bool:
    """Tell whether "A in B" is a share: "affects two in five", not "killed five in 10 raids"."""
    tokens = doc.tokens_in(Span(part.start, part.end))
    if not tokens:
        return False
    token = head_of_number(tokens)
    acted_on = token.dep_ in ("dobj", "nsubjpass")
    verbs = [token.head] if acted_on else []
    verbs += [doc.spacy_doc[tokens.start - 1]] if tokens.start else []
    harmed = load_measures().object
    return not any(verb.pos_ == "VERB" and verb.lemma_.lower() in harmed for verb in verbs)


def join_measured(text: str, low: Number, high: Number, before: str) -> Number | None:
    """Return the range of two ends that both carry the unit, None where they are no ends."""
    if low.scale > high.scale:
        return None
    first = find_unit(text, low.start, low.end, scaled=low.scale > 1)
    if first is None or not low.end < first.end < high.start:
        return None
    joint = ENDS.fullmatch(text, first.end, high.start)
    if joint is None or not opens_range(joint[1], before):
        return None
    second = find_unit(text, high.start, high.end, scaled=high.scale > 1)
    if second is None or second.entry.id != first.entry.id:
        return None
    return range_of(low, high)


def opens_range(joint: str, before: str) -> bool:
    """Tell whether two measured ends joined so are a range, by the words before the first."""
    if joint == "and":
        return BETWEEN.search(before) is not None
    if joint == "to" and FROM.search(before):
        return SPREADING.search(before) is not None
    return True


def spans_amount(doc: Document, low: Number, high: Number) -> bool:
    """Tell whether "from A to B" says how many, by the word that it hangs on.

    It stands where a subject or object would: nothing changes, moves or lies between A and B.
    """
    opening = doc.tokens_in(Span(low.start - len(OPENING), low.start - 1))
    last = doc.tokens_in(Span(high.end - 1, high.end))
    if not opening or not last or last.end >= len(doc.spacy_doc):
        return False
    start, noun = opening[0], doc.spacy_doc[last.end]
    while noun.pos_ == "ADJ" and noun.i + 1 < len(noun.doc):
        noun = noun.nbor(1)
    if noun.pos_ not in NOUNS or noun.is_sent_start:
        return False
    if noun.dep_ in ARGUMENTS:  # "From 30 to 40 people were hurt"
        return noun.head.lemma_.lower() not in carrying_verbs()
    return is_object_of(start, noun)


def is_object_of(start: Token, noun: Token) -> bool:
    """Tell whether "employs from 30 to 40 people" has its object in the phrase."""
    verb = start.head
    if verb.pos_ != "VERB" or start.i != verb.i + 1 or noun.head.i != start.i:
        return False
    passive = any(child.dep_ in ("nsubjpass", "dobj", "prt") for child in children_of(verb))
    return not passive and verb.lemma_.lower() not in carrying_verbs()
