"""Spreads opened by "from": "from 30 to 40 people", as against a change, "rose from 5 to 7"."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from spacy.tokens import Token

from sayso.annotate.document import Document
from sayso.extract.counting.counted_nouns import NOUNS, children_of
from sayso.extract.counting.numbers import Number, range_of
from sayso.extract.counting.totals import carrying_verbs
from sayso.records import Span

OPENING = "from "
JOINT = " to "
ARGUMENTS = frozenset(["nsubj", "nsubjpass", "dobj", "attr"])


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
    text = doc.text
    if text[low.end : high.start] != JOINT or low.shape != "exact" or high.shape != "exact":
        return None
    opened = text[max(low.start - len(OPENING), 0) : low.start].lower() == OPENING
    if not opened or not spans_amount(doc, low, high):
        return None
    spread = range_of(low, high)
    return None if spread is None else replace(spread, start=low.start - len(OPENING))


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
