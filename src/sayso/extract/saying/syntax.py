"""Questions to a dependency parse that several readers ask."""

from collections.abc import Iterable

from spacy.tokens import Token

SUBJECTS = frozenset({"nsubj", "csubj"})
PASSIVE_SUBJECTS = frozenset({"nsubjpass", "csubjpass"})
UNREAL = frozenset({"would", "could", "might", "may", "should", "must", "can", "ca"})
CONDITIONS = frozenset({"if", "unless", "whether", "before", "until", "lest"})
RELATIVE = frozenset({"who", "which", "that", "whom"})


def subtree(token: Token) -> set[int]:
    """Return the indices of a token and all below it."""
    return {below.i for below in token.subtree}


def subtrees(tokens: Iterable[Token]) -> set[int]:
    """Return the indices of some tokens and all below them."""
    return {index for token in tokens for index in subtree(token)}


def children(token: Token, *labels: str) -> list[Token]:
    """Return the children of a token that hang on it by one of `labels`, in order."""
    return [child for child in token.children if child.dep_ in labels]


def is_passive(verb: Token) -> bool:
    """Tell whether a verb stands in the passive."""
    return any(
        child.dep_ in PASSIVE_SUBJECTS or child.dep_ == "auxpass" for child in verb.children
    )


def is_infinitive(verb: Token) -> bool:
    """Tell whether a verb has "to" before it."""
    return any(child.dep_ == "aux" and child.tag_ == "TO" for child in verb.children)


def is_negated(verb: Token) -> bool:
    """Tell whether "not", "never" or "no" denies a word."""
    return any(
        child.dep_ == "neg" or child.lower_ in ("never", "hardly", "neither", "nor")
        for child in verb.children
    )


def is_unreal(verb: Token) -> bool:
    """Tell whether a verb stands under a modal or a condition: nobody said it yet."""
    return any(
        (child.dep_ == "aux" and child.lower_ in UNREAL)
        or (child.dep_ in ("mark", "advmod") and child.lower_ in CONDITIONS)
        for child in verb.lefts
    )


def that_clauses(word: Token) -> list[Token]:
    """Return the heads of the clauses with "that" below a word, not counting relative ones."""
    return [
        child
        for child in children(word, "acl", "ccomp", "relcl", "advcl")
        if any(mark.lower_ == "that" for mark in children(child, "mark"))
    ]
