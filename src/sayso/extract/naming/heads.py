"""Marked stretch of text -> the words that head it.

A source as a reader or a tagger marked it may hold clauses ("an aide who asked not to be
named"), cut a phrase, or name several; who is meant is told by the nouns that head it.
"""

from collections.abc import Iterator

from spacy.tokens import Span as SpacySpan
from spacy.tokens import Token

from sayso.extract.naming.names import Names
from sayso.extract.naming.roles import is_one_person

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
STANDS_ALONE = frozenset({"ADJ", "DET"})  # "many", "the injured"
TAKES_PART = frozenset({"nsubj", "nsubjpass", "csubj", "pobj", "dobj", "poss", "conj", "agent"})
LONGEST_MARKED = 80  # tokens of a marked stretch that are looked at


def heads_in(words: SpacySpan, names: Names) -> list[Token]:
    """Return the tokens that head the parties of `words`: one, or several joined by "and".

    The first is the noun highest in the tree; a person's name goes before a noun as high as it,
    and one that stands alone ("many") counts where there is no noun. Nothing is returned only
    where `words` holds nothing but white space and punctuation.
    """
    tokens = [t for t in words[:LONGEST_MARKED] if not (t.is_space or t.is_punct)]
    if not tokens:
        return []
    depths = dict(depths_of(words[:LONGEST_MARKED]))
    first = min(tokens, key=lambda t: rank(t, depths[t.i], names))
    inside = {t.i for t in tokens}
    heads = [first, *(t for t in first.conjuncts if t.i in inside and t.pos_ in NOMINAL)]
    persons = [t for t in heads if t.i in names.at and names.at[t.i].kind == "person"]
    return [t for t in heads if t in persons or not (persons and is_title(t))]


def is_title(token: Token) -> bool:
    """Tell whether a noun is an office without an article: "President and Mayor Anna Berg"."""
    articles = any(child.dep_ in ("det", "poss", "nummod") for child in token.children)
    return not articles and is_one_person(token)


def depths_of(words: SpacySpan) -> Iterator[tuple[int, int]]:
    """Yield each token's index with the number of steps up that stay inside `words`."""
    known: dict[int, int] = {}
    for token in words:
        path = []
        here = token
        while here.i not in known:
            path.append(here.i)
            if here.head.i == here.i or not words.start <= here.head.i < words.end:
                known[here.i] = 0
                path.pop()
                break
            here = here.head
        base = known[here.i]
        for step, index in enumerate(reversed(path), start=1):
            known[index] = base + step
    yield from known.items()


def rank(token: Token, depth: int, names: Names) -> tuple[bool, int, bool, bool, int]:
    """Return how far a token is from heading its stretch, least first."""
    name = names.at.get(token.i)
    nominal = token.pos_ in NOMINAL or (depth == 0 and token.pos_ in STANDS_ALONE)
    is_person = name is not None and name.kind == "person"
    return (not nominal, depth, not is_person, token.dep_ not in TAKES_PART, token.i)
