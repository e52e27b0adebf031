"""On which side of a number the outcome is to lie: "exceed 5,000", "fall below 3 percent"."""

from functools import cache
from typing import Final, Literal

from spacy.tokens import Token

from sayso.annotate.document import Document
from sayso.extract.counting.totals import ARCS
from sayso.lexicons import Entry, Lexicon, load_lexicon
from sayso.records import Quantity

LINKS: Final = 6  # arcs from a number up to the verb that tells how it is reached

Number = float | int | None
Bound = Literal["above", "from", "below", "down_to"]


class LevelEntry(Entry, frozen=True, kw_only=True):
    """Verbs, and how they take a number, with the bound that it then is."""

    verbs: tuple[str, ...]  # lemmas; any verb where empty
    objects: bool = False  # the number is what the verb takes
    prepositions: tuple[str, ...] = ()  # or it stands behind one of these
    bound: Bound


class LevelLexicon(Lexicon, frozen=True, kw_only=True):
    """`expected_levels.toml`."""

    entry: tuple[LevelEntry, ...]


@cache
def load_levels() -> tuple[LevelEntry, ...]:
    """Return the entries, in the order of the file.

    Raises `LexiconError` where the lexicon is malformed.
    """
    entries: tuple[LevelEntry, ...] = load_lexicon("expected_levels", LevelLexicon).entry
    return entries


def expected_bounds(doc: Document, number: Quantity) -> tuple[Number, Number]:
    """Return the inclusive bounds within which the outcome is to lie, None for open ones.

    They are those of the number, unless it is a bare one and the words around it say more. As
    with "more than", a whole count above 20 is at least 21, another amount no less than 20.
    """
    value = number.value
    if value is None or number.qualifier not in ("exact", "about"):
        return number.low, number.high
    entry = level_at(doc, number)
    if entry is None:
        return number.low, number.high
    step = 1 if number.kind == "count" and float(value).is_integer() else 0
    if entry.bound in ("above", "from"):
        return value + step if entry.bound == "above" else value, None
    return None, value - step if entry.bound == "below" else value


def level_at(doc: Document, number: Quantity) -> LevelEntry | None:
    """Return the entry for the words around a number, None where they only name it."""
    tokens = doc.tokens_in(number.span)
    if not len(tokens):
        return None
    token, preposition = tokens.root, ""
    bare = number.kind != "count" or token.like_num
    for _ in range(LINKS):
        if token.dep_ in ("dobj", "attr", "oprd", "npadvmod") and token.head.pos_ == "VERB":
            return entry_for(token.head, "", bare=bare and token.dep_ == "dobj")
        if token.dep_ == "prep":
            preposition = token.lower_
        token = token.head
        if token.pos_ in ("VERB", "AUX"):
            return entry_for(token, preposition, bare=False)
        if token.dep_ not in ARCS and token.dep_ not in ("dobj", "attr"):
            return None
    return None


def entry_for(verb: Token, preposition: str, *, bare: bool) -> LevelEntry | None:
    """Return the entry of a verb that takes a number, bare or behind a preposition."""
    for entry in load_levels():
        named = not entry.verbs or verb.lemma_.lower() in entry.verbs
        taken = preposition in entry.prepositions if preposition else bare and entry.objects
        if named and taken:
            return entry
    return None
