"""Noun phrases: conjuncts, what a count measures, whose, behind which preposition."""

from collections.abc import Iterator

from spacy.tokens import Token

from sayso.extract.acting.arguments.words import frame_words, lemma_of

MAX_HOPS = 12  # clauses climbed for an inherited argument; keeps hostile chains linear
MAX_CONJUNCTS = 24
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET"})
RELATIVE = frozenset({"who", "whom", "which", "that", "whose"})


def with_conjuncts(head: Token) -> tuple[Token, ...]:
    """Return `head` and the noun phrase heads coordinated with it, at most `MAX_CONJUNCTS`."""
    found, last = [head], head
    while len(found) < MAX_CONJUNCTS:
        following = [
            child for child in last.rights if child.dep_ == "conj" and child.pos_ in NOMINAL
        ]
        if not following:
            break
        found.extend(following)
        last = following[-1]
    return tuple(found[:MAX_CONJUNCTS])


def core_of(head: Token) -> Token:
    """Return the noun that a partitive measures: "protesters" for "dozens of protesters"."""
    for _ in range(3):
        if lemma_of(head) not in frame_words("partitive") and head.pos_ != "NUM":
            break
        inner = next(iter(prepositional(head, "of")), None)
        if inner is None:
            break
        head = inner
    return head


def antecedent_of(token: Token) -> Token:
    """Return the noun that a relative pronoun stands for, or `token` itself."""
    if token.lower_ not in RELATIVE or token.tag_ not in ("WDT", "WP", "WP$", "IN", "DT"):
        return token
    clause = token.head
    for _ in range(MAX_HOPS):
        if clause.dep_ in ("relcl", "acl"):
            head: Token = clause.head
            return head
        if clause.head.i == clause.i:
            break
        clause = clause.head
    return token


def resolved(heads: Iterator[Token]) -> tuple[Token, ...]:
    """Return the heads with relative pronouns resolved and conjuncts added."""
    found: list[Token] = []
    for head in heads:
        antecedent = antecedent_of(head)
        if antecedent.i == head.i:
            found.extend(with_conjuncts(head))
        else:
            found.extend(_with_conjuncts_before(antecedent, head))
    return tuple(found)


def _with_conjuncts_before(antecedent: Token, pronoun: Token) -> tuple[Token, ...]:
    """Return the antecedent, all of a series where the clause is said of all of it.

    "Kenya and Ghana, WHO met": whether the parser hangs the clause on the first or on the last
    of them, a series stands before it, in the plural.
    """
    clause = pronoun.head
    if antecedent.dep_ == "conj" and antecedent.tag_ in ("NN", "NNP") and _is_of_many(clause):
        first = antecedent.head
        for _ in range(MAX_CONJUNCTS):
            if first.dep_ != "conj" or first.head.pos_ not in NOMINAL:
                break
            first = first.head
        return with_conjuncts(first)
    series = with_conjuncts(antecedent)
    return series if series[-1].i < pronoun.i else (antecedent,)


def _is_of_many(verb: Token) -> bool:
    """Tell whether a verb, or what it is formed with, is in the plural: "have", "are", "were"."""
    words = (verb, *(child for child in verb.lefts if child.dep_ in ("aux", "auxpass")))
    return any(word.tag_ == "VBP" or word.lower_ == "were" for word in words)


def prepositional(head: Token, preposition: str) -> tuple[Token, ...]:
    """Return the objects of `preposition` directly below `head`."""
    found = (
        token
        for child in head.children
        if child.lower_ == preposition and child.dep_ in ("prep", "agent", "dative", "prt")
        for token in child.rights
        if token.dep_ == "pobj"
    )
    return resolved(found)


def possessor_of(noun: Token) -> tuple[Token, ...]:
    """Return whose: "RUSSIA's shelling", "THEIR attack"."""
    return resolved(child for child in noun.lefts if child.dep_ == "poss")
