"""How quantities lean on each other: parts of a whole, and nouns left out the second time."""

import re
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from sayso.annotate.document import Document
from sayso.extract.counting.bounds import BoundEntry
from sayso.extract.counting.counted_nouns import CountedNoun, children_of, lemma_of, same_sentence
from sayso.extract.counting.measures import MeasureEntry, state_words
from sayso.extract.counting.numbers import Number
from sayso.extract.counting.units import Unit
from sayso.lexicons import Entry, Lexicon, load_lexicon
from sayso.records import Measure, Span

LONGEST_OPENING = 16  # characters of "Out of the"
LOOK_BACK = 6  # quantities
FAR = 400  # characters between a part and its whole
WORDS_BACK = 25  # tokens searched for the noun that an elided number counts
INCLUDED = re.compile(
    r"\b(?:including|among them|of them|of whom|among whom|of which|comprising|made up of)\s?$",
    re.IGNORECASE,
)
SELECTED = re.compile(
    r"\b(?:of|among) (?:them|these|whom|which|those|the)(?: (\w{1,20}))?[^.;\n]{0,30}?,?\s?$",
    re.IGNORECASE,
)
OPENED = re.compile(
    r"(?:\s(\w{1,15}))?,\s(?:at least |about |some |only |just |all but )?"
)  # "of the 40 WOUNDED,"
# "seven policemen WERE AMONG the 23 killed"
AMONG = re.compile(r"\s(?:was|were|is|are)\s(?:also )?among\s(?:the )?")
OF_ALL = re.compile(
    r"(?:^|[.\n\"“]\s?)(?:Of|Among|Out of)\s(?:the )?$"
)  # "OF 150 passengers, 12 ..."
APPOSED = re.compile(r"\s?(?:--|[-–—:(])\s?")
LISTED = re.compile(r",?\s(?:and\s)?")
# Measures said of people: their numbers share a noun that is left out ("and 40 injured").
OF_PEOPLE: frozenset[Measure] = frozenset(
    ["kill", "injure", "miss", "rescue", "arrest", "convict", "evacuate", "displace"]
)


BEFALLS_PEOPLE = OF_PEOPLE | {"protest"}  # a bare number of these is one of people


class AnimalEntry(Entry, frozen=True, kw_only=True):
    """Animals that are counted as killed, hurt or missing like people; lemmas."""

    nouns: tuple[str, ...]


class AnimalLexicon(Lexicon, frozen=True, kw_only=True):
    """`animals.toml`."""

    entry: tuple[AnimalEntry, ...]


@cache
def load_animals() -> frozenset[str]:
    """Return the names of animals; raises `LexiconError` where the lexicon is malformed."""
    lexicon = load_lexicon("animals", AnimalLexicon)
    return frozenset(noun for entry in lexicon.entry for noun in entry.nouns)


@dataclass(slots=True)
class Draft:
    """A quantity in the making: what its own words say, before it is linked to others."""

    number: Number
    unit: Unit | None
    hedge: BoundEntry | None
    counted: CountedNoun
    span: Span
    amount: Span  # hedge, number and unit
    sentence: Span
    befell: MeasureEntry | None
    item: str | None
    per: str | None
    earlier: bool = False  # what a total was before
    again: bool = False  # counts what the draft before it counts
    loose: bool = False  # an "about" stands with it, whatever else bounds it
    whole: int | None = None  # position of the draft that this is a part of
    revises: int | None = None  # position of the draft whose place it takes
    adds_to: int | None = None  # position of the draft that it comes on top of

    @property
    def measure(self) -> Measure:
        """What befell the counted thing; "other" where the words do not say."""
        return self.befell.measure if self.befell else "other"


def link_drafts(doc: Document, drafts: list[Draft]) -> None:
    """Fill `whole` and the missing `item` of each draft from those around it."""
    for position, draft in enumerate(drafts):
        if draft.unit is not None:
            continue
        draft.whole = find_whole(doc, drafts, position)
        if draft.whole is not None and draft.befell is None and has_no_verb(doc, draft):
            draft.befell = drafts[draft.whole].befell
        if (draft.earlier or draft.again) and position:
            take_over(draft, drafts[position - 1])
        if draft.item is None:
            draft.item = find_item(doc, drafts, position)


def take_over(draft: Draft, before: Draft) -> None:
    """Fill what a number leaves out from the one before it, which counts the same.

    "The toll rose to 45 from an earlier count of 38", "40 were arrested, down from 55 people".
    """
    if draft.befell is None and draft.item in (None, before.item, "person"):
        draft.befell = before.befell
    if draft.item is None:
        draft.item = before.item


def has_no_verb(doc: Document, draft: Draft) -> bool:
    """Tell whether no verb is said of a part by itself: "seven died, FOUR OF THEM children".

    Nor where it is only said what the part is: "of the 40 wounded, 12 are children".
    """
    number = draft.counted.noun or draft.counted.number
    if predicate_of(number) is not None or AMONG.match(doc.text, draft.span.end):
        return True
    said = number.dep_ in ("nsubj", "nsubjpass", "dobj") and number.head.pos_ in ("VERB", "AUX")
    return draft.counted.pronoun is not None and not said


def find_whole(doc: Document, drafts: list[Draft], position: int) -> int | None:
    """Return the position of the quantity that a draft is a part of, None where it is none."""
    draft = drafts[position]
    if draft.counted.definite and position + 1 < len(drafts):
        after = drafts[position + 1]
        if same_noun(after, draft) and after.span.start > draft.span.start:
            return position + 1
        return whole_before(drafts, position, item=draft.item)
    before = doc.text[max(draft.span.start - 80, draft.sentence.start) : draft.span.start]
    if INCLUDED.search(before):
        return whole_before(drafts, position, within=draft.sentence)
    if draft.counted.pronoun is not None:
        return whole_before(drafts, position)
    if position + 1 < len(drafts) and is_among(doc, draft, drafts[position + 1]):
        return position + 1
    opened = position > 0 and is_of_all(doc, drafts[position - 1])
    selected = opened or (SELECTED.match(before.lstrip()) if before else None)
    if selected:
        alike = whole_before(drafts, position, measure=draft.measure)
        return alike if alike is not None else opening_whole(doc, drafts, position)
    return whole_beside(doc, drafts, position)


def is_among(doc: Document, part: Draft, whole: Draft) -> bool:
    """Tell whether a number is said to be among another: "seven were among 23 people killed"."""
    if whole.unit is not None or whole.span.start <= part.span.end or not holds(whole, part):
        return False
    return AMONG.fullmatch(doc.text, part.span.end, whole.span.start) is not None


def is_of_all(doc: Document, whole: Draft) -> bool:
    """Tell whether a number opens its sentence as the whole of what follows."""
    start = max(whole.span.start - LONGEST_OPENING, 0)
    return OF_ALL.search(doc.text[start : whole.span.start]) is not None


def opening_whole(doc: Document, drafts: list[Draft], position: int) -> int | None:
    """Return the quantity right before a part: "Of THE 30 REBELS, 12 were killed"."""
    if position == 0:
        return None
    whole, draft = drafts[position - 1], drafts[position]
    between = OPENED.fullmatch(doc.text, whole.span.end, draft.span.start)
    stated = between is not None and (not between[1] or between[1] in state_words())
    beside = whole.unit is None and whole.span.end <= draft.span.start and stated
    return position - 1 if beside and holds(whole, draft) else None


def same_noun(one: Draft, other: Draft) -> bool:
    """Tell whether two drafts count the same mention: "TWO of the FIVE miners"."""
    left, right = one.counted.noun, other.counted.noun
    return left is not None and right is not None and left.i == right.i


def whole_before(
    drafts: list[Draft],
    position: int,
    *,
    within: Span | None = None,
    measure: Measure | None = None,
    item: str | None = None,
) -> int | None:
    """Return the nearest earlier count that is no part itself and is large enough."""
    draft = drafts[position]
    for other in range(position - 1, max(position - 1 - LOOK_BACK, -1), -1):
        whole = drafts[other]
        if draft.span.start - whole.span.end > FAR:
            return None
        if whole.unit is not None or (within and not within.covers(whole.span)):
            continue
        if whole.whole is not None or not holds(whole, draft):
            continue
        if measure in (None, whole.measure) and item in (None, whole.item):
            return other
    return None


def whole_beside(doc: Document, drafts: list[Draft], position: int) -> int | None:
    """Return the whole of "three clerks - TWO brothers and a cousin" and of parts listed after."""
    if position == 0:
        return None
    draft, before = drafts[position], drafts[position - 1]
    if before.unit is not None or before.span.end > draft.span.start:
        return None
    if not before.sentence.overlaps(draft.sentence):
        return None
    between = doc.text[before.span.end : draft.span.start]
    if APPOSED.fullmatch(between) and holds(before, draft):
        return position - 1
    if before.whole is not None and before.whole < position and LISTED.fullmatch(between):
        rest = [drafts[before.whole], draft]
        return before.whole if holds(*rest) and fits_beside(before, rest[0], draft) else None
    return None


def holds(whole: Draft, part: Draft) -> bool:
    """Tell whether `whole` can be larger than `part`."""
    if whole.number.value is None or part.number.low is None:
        return True
    return whole.number.value > part.number.low


def fits_beside(sibling: Draft, whole: Draft, part: Draft) -> bool:
    """Tell whether two parts together do not exceed the whole."""
    values = (sibling.number.low, part.number.low, whole.number.value)
    first, second, total = values
    return first is None or second is None or total is None or first + second <= total


def find_item(doc: Document, drafts: list[Draft], position: int) -> str | None:
    """Return the item of a number whose noun is left out, None where none can be told."""
    draft = drafts[position]
    predicate = predicate_of(draft.counted.number)
    if predicate is not None:
        return lemma_of(predicate)
    if draft.whole is not None:
        return drafts[draft.whole].item
    before = drafts[position - 1] if position else None
    if before is not None and shares_item(before, draft):
        # "15 people, including two children, and hurt another 10": ten people
        return before.item if before.whole is None else drafts[before.whole].item
    number = draft.counted.number
    if draft.befell is not None and draft.measure in BEFALLS_PEOPLE:
        return None if draft.counted.pronoun is not None else person_left_out(draft)
    if draft.counted.others is not None:
        return None
    if draft.counted.pronoun is not None or number.dep_ == "dobj" or draft.measure == "remain":
        noun = plural_before(doc, number)
        if noun is not None:
            return lemma_of(noun)
        near = before is not None and draft.span.start - before.span.end < FAR // 2
        return before.item if before is not None and near and before.unit is None else None
    return None


def predicate_of(number: Token) -> Token | None:
    """Return what a number without noun is said to be: "12 are CHILDREN"; None for no plural."""
    verb = number.head
    if number.dep_ != "nsubj" or verb.lemma_ != "be":
        return None
    nouns = [c for c in children_of(verb) if c.dep_ == "attr" and c.tag_ in ("NNS", "NNPS")]
    return nouns[0] if nouns else None


def person_left_out(draft: Draft) -> str | None:
    """Return "person" for a bare number of victims: "12 were killed"; None near animals."""
    entry = draft.befell
    if entry is None or (entry.not_items and entry.measure == "arrest"):
        return None  # what was captured can be a truck
    number = draft.counted.number
    near = number.doc[max(number.i - WORDS_BACK, 0) : number.i + WORDS_BACK]
    return None if any(token.lemma_.lower() in load_animals() for token in near) else "person"


def shares_item(before: Draft, draft: Draft) -> bool:
    """Tell whether the noun of the number before also goes with this one."""
    if before.unit is not None or not before.sentence.overlaps(draft.sentence):
        return False
    if draft.counted.others is not None:
        return True
    if draft.measure in OF_PEOPLE:
        return before.measure in OF_PEOPLE
    return draft.counted.number.dep_ in ("conj", "dobj") and draft.counted.pronoun is None


def plural_before(doc: Document, number: Token) -> Token | None:
    """Return the nearest plural noun before an elided number that is not its own subject."""
    for token in reversed(doc.spacy_doc[max(number.i - WORDS_BACK, 0) : number.i]):
        if not same_sentence(token, number):
            return None
        if token.tag_ not in ("NNS", "NNPS") or token.dep_ == "compound":
            continue
        subject = token.dep_ in ("nsubj", "nsubjpass") and token.head.i == number.head.i
        if not subject:
            return token
    return None
