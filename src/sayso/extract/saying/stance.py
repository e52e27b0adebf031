"""How sure: hedges in what is said -> certainty."""

from collections.abc import Iterable
from functools import cache

from spacy.tokens import Token

from sayso.lexicons import Entry, Lexicon, load_lexicon
from sayso.records import Certainty

RANK: dict[Certainty, int] = {"certain": 0, "probable": 1, "possible": 2, "unknown": 3}
OTHER_CLAUSES = frozenset({"relcl", "advcl", "acl", "ccomp", "csubj", "parataxis"})


class HedgeEntry(Entry, frozen=True, kw_only=True):
    """Words that leave what is said open to the same degree."""

    forms: tuple[str, ...]  # lower case; longest match wins
    certainty: Certainty


class HedgeLexicon(Lexicon, frozen=True, kw_only=True):
    """The hedges of a language."""

    entry: tuple[HedgeEntry, ...]


@cache
def load_hedges() -> HedgeLexicon:
    """Return the English hedges."""
    hedges: HedgeLexicon = load_lexicon("hedges", HedgeLexicon)
    return hedges


@cache
def hedge_table() -> dict[str, tuple[tuple[tuple[str, ...], Certainty], ...]]:
    """Return the hedges by first word, each with the words that must follow."""
    table: dict[str, list[tuple[tuple[str, ...], Certainty]]] = {}
    for entry in load_hedges().entry:
        for form in entry.forms:
            first, *rest = form.split()
            table.setdefault(first, []).append((tuple(rest), entry.certainty))
    return {word: tuple(found) for word, found in table.items()}


def certainty_of(content: Iterable[Token], cue: Certainty) -> Certainty:
    """Return how sure the head clause of some content is, at most as sure as its cue leaves it.

    Hedges in clauses below the head clause ("the man who might run") say nothing about it.
    """
    if cue == "unknown":
        return cue
    tokens = list(content)
    inside = {token.i for token in tokens}
    below = subordinate(tokens, inside)
    found = [
        cue,
        *(hedge for token in tokens if token.i not in below for hedge in hedge_at(token)),
    ]
    return max(found, key=RANK.__getitem__)


def hedge_at(token: Token) -> list[Certainty]:
    """Return the certainty of the hedges that start at a token."""
    if token.pos_ == "PROPN" or (token.lower_ == "may" and token.tag_ != "MD"):
        return []  # the month
    if token.lower_ == "could" and any(child.dep_ == "neg" for child in token.head.children):
        return []  # "he could not swim" is about what he is able to do
    doc, start = token.doc, token.i + 1
    return [
        certainty
        for rest, certainty in hedge_table().get(token.lower_, ())
        if tuple(word.lower_ for word in doc[start : start + len(rest)]) == rest
    ]


def subordinate(tokens: list[Token], inside: set[int]) -> set[int]:
    """Return the indices of the tokens that stand in a clause below the head clause."""
    below: set[int] = set()
    for token in tokens:
        is_top = token.head.i not in inside or token.head == token
        if token.dep_ in OTHER_CLAUSES and not is_top and token.i not in below:
            below.update(under.i for under in token.subtree)
    return below
