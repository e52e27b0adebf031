"""A number someone gave, with the bounds its wording implies, and what it counts.

The numbers come from `numbers`, units from `units`, hedges from `bounds`; what is no quantity is
told by `other_numbers`. Whose claim a number is, and which event, place and time it belongs to, is
not read here: those fields are None until the pipeline binds them.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import get_args

from spacy.tokens import Span as SpacySpan
from spacy.tokens import Token

from sayso.annotate.document import Document
from sayso.extract.counting.bounds import Hedge, find_hedge, hedge_after, read_bounds
from sayso.extract.counting.counted_nouns import (
    CountedNoun,
    children_of,
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
from sayso.extract.counting.other_numbers import Setting, why_no_quantity, word_before
from sayso.extract.counting.quantity_parts import Draft, link_drafts
from sayso.extract.counting.spread import join_spreads
from sayso.extract.counting.totals import Total, find_total
from sayso.extract.counting.units import Unit, UnitKind, find_unit
from sayso.ids import content_id
from sayso.records import Measure, Quantity, QuantityKind, Span

PERIOD = re.compile(
    r"\s?(?:(?:a|an|per|each|every)\s|/)(second|minute|hour|day|week|month|quarter|year|night)\b"
    r"(?!\s(?:later|earlier|ago|before|after|of|in|for|from|long|old|with))"
    r"|\s(daily|weekly|monthly|annually|yearly)\b",
    re.IGNORECASE,
)
ADVERBS = {"daily": "day", "weekly": "week", "monthly": "month"}  # the rest: year
AND_MORE = re.compile(r"\s(?:and|or)\s(?:[\w-]{1,20}\s){0,2}[\w-]{1,20}s(?=\s)")
MINUS = re.compile(r"(?:^|\s)([-−–]|minus )$", re.IGNORECASE)
# Further numbers that share a unit with the first: "0.5, 0.6 and 0.7 ppm"
SERIES = re.compile(r"(?:(?:,? (?:and|or|to) |, | ?[±] ?)\d{1,9}(?:\.\d{1,9})?){1,6}(?![\d.,]*\d)")
SERIES_WINDOW = 60
# What can be said of a sum, share, size or length of time; "spent 15 years" is no cost.
MEASURES_OF: dict[UnitKind, frozenset[Measure]] = {
    "money": frozenset(["cost", "hold", "remain", "damage"]),
    "share": frozenset(get_args(Measure)),
    "measure": frozenset(["attack", "launch", "destroy", "damage", "produce", "hold", "remain"]),
    "duration": frozenset(["arrest", "convict"]),
}
SMALL = 12  # "the two leaders" points back at whom the page knows; it gives no number
DEFINITE = frozenset(["the", "these", "those", "both", "his", "her", "their", "its", "our", "all"])
SELECTED = frozenset(["last", "next", "first", "past", "final", "previous"])
ARGUMENTS = frozenset(["nsubj", "nsubjpass", "dobj"])


@dataclass(frozen=True, slots=True)
class Counted:
    """A quantity with the tokens that later stages hang it by."""

    quantity: Quantity
    number: Token  # heads the number's words
    item: Token | None  # the counted noun; None where it is left out
    amount: Span  # hedge, number and unit, without the counted noun
    earlier: bool = False  # what a total was before: "from 14"


def find_quantities(doc: Document) -> tuple[Quantity, ...]:
    """Return the quantities of `doc` in text order.

    `event`, `attribution`, `place` and `time` are None; `part_of` is filled.
    """
    return tuple(counted.quantity for counted in find_counted(doc))


def find_counted(doc: Document) -> tuple[Counted, ...]:
    """Return the quantities of `doc` in text order, with their number and item tokens."""
    drafts = list(find_drafts(doc))
    link_drafts(doc, drafts)
    return tuple(
        Counted(
            quantity=record(doc, draft, drafts),
            number=draft.counted.number,
            item=draft.counted.noun or draft.counted.others,
            amount=draft.amount,
            earlier=draft.earlier,
        )
        for draft in drafts
    )


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
    hedge = find_hedge(doc, start, end, ranged=number.shape == "range")
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
    if is_said_of_part(unit, counted, measure, previous, span):
        entry, measure = None, "other"
    stated = unit is not None or total is not None
    if not (stated or gives_number(setting, counted, hedge, measure, previous)):
        return None
    return Draft(
        number=number,
        unit=unit,
        hedge=hedge.entry,
        counted=counted,
        span=span,
        amount=doc.trim(hedge.start, max(end, hedge.end if hedge.end < last else end)),
        sentence=sentence,
        befell=entry,
        item=item,
        per=period_of(doc.text, span.end),
        earlier=total is not None and total.earlier,
    )


def unit_of(doc: Document, number: Number, previous: Draft | None) -> Unit | None:
    """Return the unit of a number; "magnitude 5.7 and 5.2" gives the second that of the first."""
    text, end = doc.text, number.end
    if number.shape == "vague" and text[end : end + 4].lower() == " of ":
        behind = find_unit(text, number.start, end + 3, scaled=True)
        return behind if behind and behind.end > end + 3 else None
    unit = find_unit(text, number.start, end, scaled=number.scale > 1)
    if unit is None and number.figures:
        unit = unit_ahead(text, number)
    if unit is not None or previous is None or previous.unit is None:
        return unit
    between = text[previous.span.end : number.start].lower()
    shared = previous.unit.start < previous.number.start and previous.unit.entry.kind == "measure"
    if shared and between in (" and ", " or ", ", "):
        return Unit(previous.unit.entry, number.start, number.end, hyphen=False)
    return None


def unit_ahead(text: str, number: Number) -> Unit | None:
    """Return the unit that a number shares with the next one: "8 and 12 foot walls"."""
    series = SERIES.match(text[number.end : number.end + SERIES_WINDOW])
    if series is None:
        return None
    edge = number.end + series.end()
    shared = find_unit(text, edge - 1, edge, scaled=False)
    if shared is None or shared.entry.divisor or shared.start < edge - 1:
        return None
    return Unit(shared.entry, number.start, number.end, hyphen=False)


def with_sign(text: str, number: Number, unit: Unit | None) -> Number:
    """Return the number with the minus that stands before a temperature."""
    if unit is None or not unit.entry.signed or number.value is None:
        return number
    minus = MINUS.search(text[max(number.start - 8, 0) : number.start])
    if minus is None:
        return number
    below = -number.value
    return replace(number, start=number.start - len(minus[1]), value=below, low=below, high=below)


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
    noun = following_noun(behind)
    dated = noun is not None and tokens.doc[behind.end].lower_ in SELECTED
    return CountedNoun(head, None if dated else noun)


def named_tokens(counted: CountedNoun, unit: Unit | None) -> list[Token]:
    """Return the tokens that the phrase of a number runs on to."""
    if unit is not None and unit.entry.kind != "share":
        return []
    return [t for t in (counted.noun, counted.others, counted.pronoun) if t is not None]


def hedge_of(own: Hedge, behind: Hedge | None) -> Hedge:
    """Return the hedge behind the whole phrase ("30 miners or more") in the place of none."""
    return own if behind is None else Hedge(behind.entry, own.start, behind.end)


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
        return lemma_of(counted.noun)
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
    return hedge.entry.adverb and opening is not None and opening.dep_ == "prep"


def is_vague_time(number: Number, unit: Unit | None) -> bool:
    """Tell whether the phrase is as loose as "a few days"."""
    return number.shape == "vague" and unit is not None and unit.entry.kind == "duration"


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


def stands_alone(number: Number, counted: CountedNoun, measure: Measure) -> bool:
    """Tell whether a number without its noun still counts something ("40 were killed")."""
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


def period_of(text: str, end: int) -> str | None:
    """Return the period of a rate behind the phrase: "70 missiles a month" -> "month"."""
    window = text[end : end + 80]
    found = PERIOD.match(window)
    if found is None:
        more = AND_MORE.match(window)
        found = PERIOD.match(window, more.end()) if more else None
    if found is None:
        return None
    return (found[1] or ADVERBS.get(found[2].lower(), "year")).lower()


def record(doc: Document, draft: Draft, drafts: list[Draft]) -> Quantity:
    """Return the record of a draft."""
    entry = draft.unit.entry if draft.unit else None
    kind: QuantityKind = entry.kind if entry else "count"
    whole = kind == "count"
    low, high, qualifier = read_bounds(draft.number, draft.hedge, whole=whole)
    divisor = entry.divisor if entry else None
    return Quantity(
        id=quantity_id(doc, draft),
        sentence=draft.sentence,
        span=draft.span,
        text=doc.quote(draft.span),
        kind=kind,
        unit=entry.code if entry else None,
        value=plain(draft.number.value, divisor),
        low=plain(low, divisor),
        high=plain(high, divisor),
        qualifier=qualifier,
        item=draft.item,
        measure=draft.measure,
        per=draft.per,
        part_of=quantity_id(doc, drafts[draft.whole]) if draft.whole is not None else None,
        event=None,
        attribution=None,
        place=None,
        time=None,
    )


def quantity_id(doc: Document, draft: Draft) -> str:
    """Return the id of the quantity that a draft becomes."""
    return content_id("quantity", doc.report.id, draft.span.start, draft.span.end)


def plain(amount: Decimal | None, divisor: int | None) -> int | float | None:
    """Return an amount as an int where it is whole, else as a float; fractions in percent."""
    if amount is None:
        return None
    if divisor is not None:
        amount = amount * 100 / divisor
    return int(amount) if amount == amount.to_integral_value() else float(amount)
