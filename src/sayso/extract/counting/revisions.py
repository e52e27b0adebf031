"""Which number takes the place of an earlier one, and which comes on top of one.

"The toll was raised to 23 from an earlier 14": 23 revises 14. "Nine were killed; another five
died in hospital": five adds to nine. Both are told within one report, by its own words.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from spacy.tokens import Doc as SpacyDoc
from spacy.tokens import Token

from sayso.annotate.document import Document
from sayso.extract.counting.quantity_parts import Draft
from sayso.lexicons import Entry, Lexicon, load_lexicon
from sayso.records import Span

LOOK_BACK: Final = 6  # numbers
FAR: Final = 400  # characters between two numbers of one count
OPENING: Final = 40  # characters right before a number
YEAR: Final = 4  # digits
WINDOW: Final = 9  # tokens beside a number in which its words of time are looked for
LINKS: Final = 3  # arcs from a bare number up to the verb of counting
LINKING: Final = frozenset(["dobj", "pobj", "prep", "conj", "quantmod", "nummod"])
BESIDE: Final = 2  # tokens between "earlier" and the word of saying that it stands with
STOPS: Final = frozenset([".", ";", ":", "\n", "but", "and", "while", "whereas"])
# What a bare number of victims is said of; any of them can be the same people.
ANYBODY: Final = frozenset(["person", "body", "victim", "casualty", "death", "fatality", None])
# "two more THAN police reported", "nine FEWER THAN last week"
COMPARED: Final = re.compile(r"\s?(?:(?:more|fewer|less|higher|lower)\s)?than\b", re.IGNORECASE)


class RevisionEntry(Entry, frozen=True, kw_only=True):
    """Words that set one number before another, or on top of it."""

    lead: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    counting: tuple[str, ...] = ()


class RevisionLexicon(Lexicon, frozen=True, kw_only=True):
    """`revisions.toml`."""

    saying: tuple[str, ...]
    counts: tuple[str, ...]
    periods: tuple[str, ...]
    entry: tuple[RevisionEntry, ...]


@dataclass(frozen=True, slots=True)
class RevisionWords:
    """The words of all entries, each kind together."""

    saying: frozenset[str]
    counts: frozenset[str]
    periods: frozenset[str]
    lead: frozenset[str]
    told: frozenset[str]
    added: frozenset[str]
    counting: frozenset[str]
    behind: re.Pattern[str]


@cache
def load_revisions() -> RevisionWords:
    """Return the words; raises `LexiconError` where the lexicon is malformed."""
    lexicon = load_lexicon("revisions", RevisionLexicon)
    entries = lexicon.entry
    behind = "|".join(re.escape(form) for entry in entries for form in entry.behind)
    return RevisionWords(
        saying=frozenset(lexicon.saying),
        counts=frozenset(lexicon.counts),
        periods=frozenset(lexicon.periods),
        lead=frozenset(form for entry in entries for form in entry.lead),
        told=frozenset(form for entry in entries for form in entry.told),
        added=frozenset(form for entry in entries for form in entry.added),
        counting=frozenset(form for entry in entries for form in entry.counting),
        behind=re.compile(rf"\b(?:{behind})\s$", re.IGNORECASE),
    )


def link_revisions(doc: Document, drafts: list[Draft]) -> None:
    """Fill `revises` and `adds_to` of each draft that takes another's place or adds to it.

    1. A number behind "from" that a total was before, or that an "earlier", a "first reported"
       stands with, is replaced by the nearest other number of the same count: in its own
       sentence, else within 400 characters.
    2. "Another five", "two more", "three others" add to the nearest number of the same count
       before them.

    The same count is the same measure and the same item; victims without a noun of their own
    ("23", "28 bodies") can be anybody. A part of a whole is neither.
    """
    words = load_revisions()
    before = [is_earlier(doc, draft, words) for draft in drafts]
    for position, draft in enumerate(drafts):
        if draft.unit is not None or draft.whole is not None:
            continue
        if before[position]:
            later = later_number(drafts, position, before)
            if later is not None and drafts[later].revises is None:
                drafts[later].revises = position
        elif is_added(doc, draft, words):
            draft.adds_to = number_before(drafts, position, before)


def is_earlier(doc: Document, draft: Draft, words: RevisionWords) -> bool:
    """Tell whether a number is one that was given before another took its place."""
    tokens = doc.tokens_in(draft.span)
    if not tokens or is_difference(doc.text, draft.span):
        return False
    behind = clause_behind(tokens[-1])
    if is_of_other_time(tokens[-1], behind, words):
        return False
    ahead = clause_before(tokens[0])
    marked = draft.earlier or follows_mark(doc, draft.span.start, ahead, words)
    return marked or is_told_before(ahead, words) or is_told_before(behind, words)


def follows_mark(doc: Document, start: int, ahead: list[Token], words: RevisionWords) -> bool:
    """Tell whether words right before a number say that it is an earlier one."""
    opening = doc.text[max(start - OPENING, 0) : start]
    return words.behind.search(opening) is not None or has_lead(ahead, words)


def replaces_count(doc: Document, start: int, first: Token, previous: Draft | None) -> bool:
    """Tell whether a bare number at `start` is what the count before it was: "up from seven"."""
    if previous is None or previous.unit is not None or previous.span.end > start:
        return False
    words = load_revisions()
    near = previous.sentence.end >= start
    return near and follows_mark(doc, start, clause_before(first), words)


def recounts(start: int, number: Token, previous: Draft | None) -> bool:
    """Tell whether a bare number is another's count of what was counted right before it.

    "Police put the crowd at 9,000; the union COUNTED 15,000."
    """
    if previous is None or previous.unit is not None:
        return False
    if not previous.span.end <= start <= previous.sentence.end:
        return False
    above = number
    for _ in range(LINKS):
        if above.head.i == above.i or above.dep_ not in LINKING:
            return False
        above = above.head
        if above.pos_ == "VERB":
            return above.lemma_.lower() in load_revisions().counting
    return False


def is_of_other_time(last: Token, behind: list[Token], words: RevisionWords) -> bool:
    """Tell whether a number is one of another year or month: "up from seven in 2019"."""
    after = last.i + 1 + len(behind)
    stop = last.doc[after : after + 1]
    dated = bool(stop) and stop[0].is_digit and len(stop[0]) == YEAR
    return dated or any(token.lemma_.lower() in words.periods for token in behind)


def clause_before(first: Token) -> list[Token]:
    """Return the few tokens before a number, none beyond a stop or another number."""
    found: list[Token] = []
    for token in reversed(first.doc[max(first.i - WINDOW, 0) : first.i]):
        if token.lower_ in STOPS or token.pos_ == "NUM":
            break
        found.insert(0, token)
        if token.is_sent_start:
            break
    return found


def clause_behind(last: Token) -> list[Token]:
    """Return the few tokens behind a number, none beyond a stop or another number."""
    found: list[Token] = []
    for token in last.doc[last.i + 1 : last.i + 1 + WINDOW]:
        if token.is_sent_start or token.lower_ in (*STOPS, ",") or token.pos_ == "NUM":
            break
        found.append(token)
    return found


def has_lead(tokens: list[Token], words: RevisionWords) -> bool:
    """Tell whether a count is called an earlier one: "an earlier toll of", "an earlier 14"."""
    for position, token in enumerate(tokens):
        if token.lower_ not in words.lead:
            continue
        ahead = tokens[position + 1 : position + 2 + BESIDE]
        if any(noun.lemma_.lower() in words.counts for noun in ahead):
            return True
    return (
        len(tokens) > 1 and tokens[-1].lower_ == "earlier" and tokens[-2].lower_ in ("an", "the")
    )


def is_told_before(tokens: list[Token], words: RevisionWords) -> bool:
    """Tell whether the words beside a number say that it was told before: "first reported"."""
    saying = [
        place
        for place, token in enumerate(tokens)
        if token.pos_ == "VERB" and token.lemma_.lower() in words.saying
    ]
    told = [place for place, token in enumerate(tokens) if token.lower_ in words.told]
    return any(abs(one - other) <= BESIDE for one in saying for other in told)


def is_added(doc: Document, draft: Draft, words: RevisionWords) -> bool:
    """Tell whether a number's own words say that it comes on top of another."""
    own = doc.tokens_in(draft.span)
    if is_difference(doc.text, draft.span):
        return False
    return any(
        token.lower_ in words.added and not is_than(token.doc, token.i + 1) for token in own
    )


def is_than(tokens: SpacyDoc, position: int) -> bool:
    """Tell whether "than" stands at a position: "more THAN five"."""
    return position < len(tokens) and tokens[position].lower_ == "than"


def is_difference(text: str, span: Span) -> bool:
    """Tell whether a number only says by how much another differs: "two MORE THAN reported"."""
    return COMPARED.match(text, span.end) is not None


def later_number(drafts: list[Draft], position: int, before: list[bool]) -> int | None:
    """Return the position of the number that took the place of an earlier one."""
    draft = drafts[position]
    around = range(max(position - LOOK_BACK, 0), min(position + LOOK_BACK + 1, len(drafts)))
    fitting = [
        other
        for other in around
        if not before[other]
        and drafts[other].number.value != draft.number.value
        and is_same_count(drafts[other], draft)
        and distance(drafts[other], draft) <= FAR
    ]
    return min(
        fitting,
        key=lambda other: (
            drafts[other].sentence != draft.sentence,
            distance(drafts[other], draft),
        ),
        default=None,
    )


def number_before(drafts: list[Draft], position: int, before: list[bool]) -> int | None:
    """Return the position of the number that another comes on top of."""
    draft = drafts[position]
    for other in range(position - 1, max(position - 1 - LOOK_BACK, -1), -1):
        if distance(drafts[other], draft) > FAR:
            return None
        if not before[other] and is_same_count(drafts[other], draft):
            return other
    return None


def is_same_count(one: Draft, other: Draft) -> bool:
    """Tell whether two numbers can count the same thing."""
    if one.unit is not None or one.whole is not None or one.measure != other.measure:
        return False
    if one.item == other.item:
        return one.measure != "other" or one.item is not None
    return one.measure != "other" and (one.item in ANYBODY or other.item in ANYBODY)


def distance(one: Draft, other: Draft) -> int:
    """Return how many characters lie between two numbers."""
    return max(one.span.start - other.span.end, other.span.start - one.span.end, 0)
