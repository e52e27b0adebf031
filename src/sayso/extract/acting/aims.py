"""Whom an act is aimed at where its frame names nobody: the nearest party in its clause.

An act of speech or policy is often done to a thing: "rejected an Armenian proposal", "demanded
the withdrawal of French troops", "urged that the mayor step down". Whose thing it is, or who is
to act in it, is then the one it is aimed at. The clause is walked from the act outwards, each
step with a cost, so that who owns the object comes before who stands in a clause behind it.
"""

from collections.abc import Iterator
from heapq import heappop, heappush

from spacy.tokens import Token

from sayso.extract.acting.arguments import frame_words, lemma_of, object_of, outer_noun
from sayso.extract.acting.entries import TIMES, Trigger, names_party

COMMITS = frozenset({"AGREE", "THREATEN"})  # acts whose actor is also the subject of their clause
FORCES = frozenset({"MOBILIZE", "AID"})  # acts that move "troops OF" somewhere
FARTHEST = 12  # cost beyond which nobody is said to be meant
MOST = 48  # words looked at for one act; keeps long sentences cheap
VERBAL = frozenset({"VERB", "AUX"})
TAKING_PART = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET"})

# What a step from a verb to its complements costs.
FROM_VERB = {
    "dative": 0,
    "dobj": 1,
    "nsubjpass": 1,
    "ccomp": 2,
    "xcomp": 2,
    "pcomp": 1,
    "advcl": 3,
    "conj": 7,
}
# The same in a clause that hangs on the act: its subject is who is to act.
IN_CLAUSE = {**FROM_VERB, "nsubj": 0}
FROM_NOUN = {"poss": 1, "amod": 2, "compound": 2, "nmod": 2, "acl": 2, "appos": 3, "conj": 6}
OF_ACT = {"acl": 3, "appos": 3, "conj": 6}  # of the act itself: its owner is who acts
MOVED = 8  # "send TROOPS to help Mali"
# Prepositions that lead to the other side, by how surely they do; the rest tell where and when.
PREPOSITIONS = {
    "to": 1,
    "with": 1,
    "against": 1,
    "from": 1,
    "of": 1,
    "by": 1,
    "between": 1,
    "toward": 1,
    "towards": 1,
    "among": 2,
    "at": 2,
    "on": 2,
    "for": 2,
    "over": 2,
    "about": 2,
    "into": 1,
    "than": 3,
    "in": 5,
}


def aims_of(trigger: Trigger) -> Iterator[Token]:
    """Yield the nouns below the act of `trigger` that may name whom it is aimed at, nearest first.

    Its actors and what stands in their phrases are left out. Looks at `MOST` words at most.
    """
    acting = {token.i for token in (*trigger.actors, *trigger.instruments)}
    queue: list[tuple[int, int, Token]] = []
    for start in _starts(trigger):
        heappush(queue, (0, start.i, start))
    own = {start.i for _, _, start in queue}
    seen: set[int] = set()
    while queue and len(seen) < MOST:
        cost, place, token = heappop(queue)
        if place in seen or place in acting:
            continue
        seen.add(place)
        if place not in own and _may_be_meant(token):
            yield token
        for price, following in _steps(token, trigger, is_act=place in own):
            if cost + price <= FARTHEST:
                heappush(queue, (cost + price, following.i, following))


def _starts(trigger: Trigger) -> Iterator[Token]:
    """Yield the words that stand for the act: its trigger and the noun or verb that carries it.

    "Reiterated Oslo's SUPPORT for": whose support it is, is who acts.
    """
    yield trigger.head
    if trigger.support is not None:
        yield trigger.support
    elif trigger.entry.pos == "noun":
        outer = outer_noun(trigger.head)
        if outer.dep_ == "dobj":
            yield outer.head
    elif trigger.entry.type == "AGREE" or lemma_of(trigger.head) in frame_words("support"):
        yield from (item for item in object_of(trigger.head) if not names_party(item))


def _may_be_meant(token: Token) -> bool:
    return token.pos_ in TAKING_PART and token.ent_type_ not in TIMES


def _steps(token: Token, trigger: Trigger, is_act: bool) -> Iterator[tuple[int, Token]]:
    """Yield where the walk can go on from `token`, with the cost."""
    prices = _prices(token, trigger, is_act)
    for child in token.children:
        if child.dep_ in ("prep", "agent", "dative") and child.lower_ in PREPOSITIONS:
            moved = is_act and child.lower_ == "of" and trigger.entry.type in FORCES
            yield from _behind(child, MOVED if moved else PREPOSITIONS[child.lower_])
        elif child.dep_ in prices and child.ent_type_ not in TIMES and _leads_on(child):
            yield prices[child.dep_], child


def _prices(token: Token, trigger: Trigger, is_act: bool) -> dict[str, int]:
    """Return what the steps from `token` cost, by relation."""
    if token.pos_ not in VERBAL and not (is_act and token.pos_ == "ADJ"):
        return OF_ACT if is_act else FROM_NOUN
    prices = FROM_VERB if is_act or trigger.entry.type in COMMITS else IN_CLAUSE
    return {**prices, "dobj": MOVED} if lemma_of(token) in frame_words("moving") else prices


def _leads_on(child: Token) -> bool:
    """Tell whether a clause says what the act is for: "to help Mali", not "since Mali asked"."""
    return child.dep_ != "advcl" or any(
        inner.dep_ == "aux" and inner.lower_ == "to" for inner in child.lefts
    )


def _behind(preposition: Token, price: int) -> Iterator[tuple[int, Token]]:
    """Yield what stands behind a preposition; a place behind "in" is only where."""
    for inner in preposition.rights:
        where = preposition.lower_ == "in" and inner.ent_type_ in ("GPE", "LOC", "FAC")
        if inner.dep_ in ("pobj", "pcomp") and not where:
            yield price, inner
        elif inner.dep_ == "prep" and inner.lower_ in PREPOSITIONS:  # "from among", "out of"
            yield from _behind(inner, price)
