"""What each number says by its own words: hedge, number, unit, counted noun and what befell it."""

from bisect import bisect_right
from collections.abc import Iterator
from typing import get_args

from spacy.tokens import Span as SpacySpan
from spacy.tokens import Token

from sayso.annotate.document import Document
from sayso.extract.counting.bare_counts import gives_number
from sayso.extract.counting.bounds import Hedge, find_hedge, hedge_after, is_about
from sayso.extract.counting.counted_nouns import (
    CountedNoun,
    find_counted_noun,
    find_partitive,
    following_noun,
    head_of_number,
    lemma_of,
)
from sayso.extract.counting.measures import (
    MeasureEntry,
    find_measure,
    measure_of_total,
    state_words,
)
from sayso.extract.counting.numbers import Number, find_numbers
from sayso.extract.counting.numerals import SHARE
from sayso.extract.counting.other_numbers import Setting, why_no_quantity
from sayso.extract.counting.quantity_parts import Draft
from sayso.extract.counting.rates import period_of
from sayso.extract.counting.revisions import is_difference, recounts, replaces_count
from sayso.extract.counting.spread import join_spreads
from sayso.extract.counting.totals import Total, find_total
from sayso.extract.counting.unit_reading import unit_of, with_sign
from sayso.extract.counting.units import Unit, UnitKind
from sayso.records import Measure, Span

# What can be said of a sum, share, size or length of time; "spent 15 years" is no cost.
MEASURES_OF: dict[UnitKind, frozenset[Measure]] = {
    "money": frozenset(["cost", "hold", "remain", "damage"]),
    "share": frozenset(get_args(Measure)),
    "measure": frozenset(["attack", "launch", "destroy", "damage", "produce", "hold", "remain"]),
    "duration": frozenset(["arrest", "convict"]),
}
PERIODS = frozenset(["year", "month", "week", "quarter", "day"])  # "up 2.3% year on year"
SELECTED = frozenset(["last", "next", "first", "past", "final", "previous"])


def find_drafts(doc: Document) -> Iterator[Draft]:
    """Yield what each number says by its own words, in text order."""
    sentences = sentence_table(doc)
    starts = [sentence.start for sentence in sentences]
    previous: Draft | None = None
    for number in join_spreads(doc, find_numbers(doc.text)):
        tokens = doc.tokens_in(Span(number.start, number.end))
        if not tokens:
            continue
        place = max(bisect_right(starts, number.start) - 1, 0)
        draft = read_draft(doc, number, tokens, previous, sentences[place])
        if draft is not None:
            yield draft
            previous = draft


def sentence_table(doc: Document) -> list[Span]:
    """Return the sentences of `doc`; asking each token for its own walks the sentence again."""
    return [doc.span_of(s) for s in doc.spacy_doc.sents if not s.text.isspace()]


def read_draft(
    doc: Document,
    number: Number,
    tokens: SpacySpan,
    previous: Draft | None,
    sentence: Span,
) -> Draft | None:
    """Return the quantity that `number` opens, None where it gives none."""
    unit = unit_of(doc, number, previous)
    number = with_sign(doc.text, number, unit)
    start, end = (number.start, number.end)
    if unit is not None:
        start, end = min(unit.start, start), unit.end
    kind = unit.entry.kind if unit else "count"
    hedge = find_hedge(doc, start, end, ranged=number.shape == "range", kind=kind)
    counted = counted_of(tokens, number, unit)
    if is_period(doc, unit, hedge):
        return None
    setting = Setting(doc, number, tokens, unit, counted.noun, hedge.start, max(end, hedge.end))
    if why_no_quantity(setting) is not None or is_vague_time(number, unit):
        return None
    last = max([end, hedge.end, *(t.idx + len(t) for t in named_tokens(counted, unit))])
    if hedge.entry is None:
        hedge = hedge_of(hedge, hedge_after(doc.text, last))
        last = max(last, hedge.end)
    span = doc.trim(hedge.start, last)
    total = total_of(counted, unit)
    item = item_of(counted, unit) or (total.item if total else None)
    head = counted.noun or counted.others or (unit_token(doc, unit) if unit else None)
    entry = measure_of(doc, counted, head, span, item, total)
    measure: Measure = entry.measure if entry else "other"
    if is_difference(doc.text, span) or is_said_of_part(unit, counted, measure, previous, span):
        entry, measure = None, "other"
    replaced = unit is None and replaces_count(doc, hedge.start, tokens[0], previous)
    again = replaced or (
        unit is None and counted.noun is None and recounts(hedge.start, counted.number, previous)
    )
    stated = unit is not None or total is not None or again
    if not (stated or gives_number(setting, counted, hedge, measure, previous)):
        return None
    return Draft(
        number=number,
        unit=unit,
        hedge=hedge.entry,
        loose=hedge.loose,
        counted=counted,
        span=span,
        amount=doc.trim(hedge.start, max(end, hedge.end if hedge.end < last else end)),
        sentence=sentence,
        befell=entry,
        item=item,
        per=period_of(doc.text, span.end),
        again=again,
        earlier=replaced or (total is not None and total.earlier),
    )


def counted_of(tokens: SpacySpan, number: Number, unit: Unit | None) -> CountedNoun:
    """Return what the number counts; the noun of a share is what it is a share of."""
    if unit is None:
        one = number.value is not None and number.value <= 1
        return find_counted_noun(tokens, state_words(), one=one)
    head = head_of_number(tokens)
    if unit.entry.kind != "share":
        return CountedNoun(head, None)
    behind = tokens.doc.char_span(tokens.start_char, unit.end, alignment_mode="expand") or tokens
    partitive = find_partitive(head, behind)
    if partitive is not None:
        return CountedNoun(head, partitive.noun)
    if number.entry == SHARE and behind.end < len(behind.doc):
        behind = past_determiner(behind)
    noun = following_noun(behind)
    dated = noun is not None and (
        tokens.doc[behind.end].lower_ in SELECTED or noun.lemma_.lower() in PERIODS
    )
    return CountedNoun(head, None if dated else noun)


def past_determiner(tokens: SpacySpan) -> SpacySpan:
    """Return the tokens with the determiner behind them: "half THE village"."""
    ahead = tokens.doc[tokens.end]
    end = tokens.end + (ahead.pos_ in ("DET", "PRON"))
    return tokens.doc[tokens.start : end]


def named_tokens(counted: CountedNoun, unit: Unit | None) -> list[Token]:
    """Return the tokens that the phrase of a number runs on to."""
    if unit is not None and unit.entry.kind != "share":
        return []
    return [t for t in (counted.noun, counted.others, counted.pronoun) if t is not None]


def hedge_of(own: Hedge, behind: Hedge | None) -> Hedge:
    """Return the hedge behind the whole phrase ("30 miners or more") in the place of none."""
    return own if behind is None else Hedge(behind.entry, own.start, behind.end, is_about(behind))


def total_of(counted: CountedNoun, unit: Unit | None) -> Total | None:
    """Return the total that a number without unit and noun states, None for none."""
    alone = counted.noun is None and counted.pronoun is None and counted.others is None
    return find_total(counted.number) if alone and unit is None else None


def measure_of(
    doc: Document,
    counted: CountedNoun,
    head: Token | None,
    span: Span,
    item: str | None,
    total: Total | None,
) -> MeasureEntry | None:
    """Return what befell the counted thing, None where the words do not say."""
    found = find_measure(counted.number, head, token_after(doc, span), item)
    if found is None and total is not None:
        return measure_of_total(total.noun, total.below)
    return found


def item_of(counted: CountedNoun, unit: Unit | None) -> str | None:
    """Return the lemma of the counted noun, or of the unit where there is none."""
    if counted.noun is not None:
        victims = counted.definite and counted.noun.lower_ in state_words()
        return None if victims else lemma_of(counted.noun)  # "fourteen of the DEAD"
    return unit.entry.item if unit else None


def unit_token(doc: Document, unit: Unit) -> Token | None:
    """Return the token that ends number and unit."""
    tokens = doc.tokens_in(Span(unit.end - 1, unit.end))
    return tokens[0] if tokens else None


def token_after(doc: Document, span: Span) -> Token | None:
    """Return the first token behind `span`, None at the end."""
    last = doc.tokens_in(Span(span.end - 1, span.end))
    if not last or last.end >= len(doc.spacy_doc):
        return None
    return doc.spacy_doc[last.end]


def is_said_of_part(
    unit: Unit | None, counted: CountedNoun, measure: Measure, previous: Draft | None, span: Span
) -> bool:
    """Tell whether a measure does not go with this number: "convicted 11 of the NINETEEN"."""
    if unit is not None and measure not in MEASURES_OF[unit.entry.kind]:
        return True
    if unit is not None and unit.entry.kind == "share" and counted.noun is None:
        return True
    return previous is not None and previous.span.covers(span)


def is_period(doc: Document, unit: Unit | None, hedge: Hedge) -> bool:
    """Tell whether "over" reads as during: "it added 84 jobs over ten years"."""
    if unit is None or unit.entry.kind != "duration" or hedge.entry is None:
        return False
    [opening] = doc.tokens_in(Span(hedge.start, hedge.start + 1))[:1] or [None]
    if opening is None or not hedge.entry.adverb:
        return False
    return opening.dep_ == "prep" or bool(opening.is_sent_start and opening.lower_ == "over")


def is_vague_time(number: Number, unit: Unit | None) -> bool:
    """Tell whether the phrase is as loose as "a few days"."""
    return number.shape == "vague" and unit is not None and unit.entry.kind == "duration"
