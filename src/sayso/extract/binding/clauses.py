"""How far a mention reaches beyond the act it hangs on: through its own clause, not a parted one.

"Rebels shelled Goma on Monday, while police arrested two men": the arrests have no day here. Of
several mentions that reach an act, the one at the shortest way through the parse tree is nearest.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from spacy.tokens import Token

from sayso.extract.timex.tense import governing_verb

Mention = TypeVar("Mention")
SUBJECTS = frozenset(["nsubj", "nsubjpass", "expl"])
# What opens a clause beside the main one, not within its story.
CONTRASTING = frozenset(["while", "whilst", "whereas", "although", "though"])
SEQUENCE = frozenset(["after", "before"])
UNITS = frozenset(["minute", "hour", "day", "night", "week", "month", "year", "decade"])


@dataclass(frozen=True, slots=True)
class Anchored(Generic[Mention]):
    """A mention with the token that heads it."""

    mention: Mention
    head: Token


def steps_up(token: Token) -> dict[int, int]:
    """Return how many arcs above `token` each of its ancestors stands, itself at 0."""
    found = {token.i: 0}
    for step, ancestor in enumerate(token.ancestors, 1):
        found[ancestor.i] = step
    return found


def distance(up: dict[int, int], other: Token) -> int:
    """Return the arcs between `other` and the token whose `steps_up` are given.

    Tokens of two sentences are as far apart as the tree is deep, and further.
    """
    if other.i in up:
        return up[other.i]
    step = 0
    for step, ancestor in enumerate(other.ancestors, 1):
        if ancestor.i in up:
            return step + up[ancestor.i]
    return step + len(up) + 1


def nearest(
    trigger: Token,
    pool: Sequence[Anchored[Mention]],
    rank: Callable[[Mention], int] = lambda _: 0,
) -> Anchored[Mention]:
    """Return the mention of lowest `rank`, then at the shortest way through the tree.

    Raises `ValueError` where `pool` is empty.
    """
    up = steps_up(trigger)
    return min(
        pool,
        key=lambda found: (
            rank(found.mention),
            distance(up, found.head),
            abs(found.head.i - trigger.i),
        ),
    )


def clause_of(token: Token) -> Token | None:
    """Return the verb of the clause that a token stands in."""
    return token if token.pos_ == "VERB" else governing_verb(token)


def share_clause(one: Token, other: Token) -> bool:
    """Tell whether two tokens stand in the clause of one verb."""
    first, second = clause_of(one), clause_of(other)
    return first is not None and second is not None and first.i == second.i


def is_parted(trigger: Token, mention: Token) -> bool:
    """Tell whether a clause that stands for itself lies between an act and a mention.

    What opens the sentence holds for all its clauses: "On Monday troops came and rebels fled".
    """
    above_trigger, above_mention = steps_up(trigger), steps_up(mention)
    opening = opens_clause(mention)
    on_way = [trigger, *trigger.ancestors]
    for token in on_way:
        if token.i in above_mention:
            break
        if stands_apart(token) and not (opening and token.dep_ == "conj"):
            return True
    for token in (mention, *mention.ancestors):
        if token.i in above_trigger:
            return False
        if stands_apart(token):
            return True
    return False


def opens_clause(mention: Token) -> bool:
    """Tell whether a mention stands before the subject of its clause."""
    verb = clause_of(mention)
    subjects = [child for child in verb.lefts if child.dep_ in SUBJECTS] if verb else []
    return bool(subjects) and mention.i < subjects[0].i


def stands_apart(verb: Token) -> bool:
    """Tell whether a clause has a story of its own.

    One that is joined on with a subject of its own ("… and police arrested two"), set against
    the other ("while"), parted by a semicolon, or dated off it ("a week after rebels fled").
    """
    if verb.pos_ not in ("VERB", "AUX"):
        return False
    if verb.dep_ == "conj":
        return any(child.dep_ in SUBJECTS for child in verb.lefts)
    if verb.dep_ == "advcl":
        return any(contrasts(child) for child in verb.lefts)
    if verb.dep_ in ("ccomp", "parataxis"):
        return any(child.text == ";" for child in verb.head.children)
    return False


def contrasts(opener: Token) -> bool:
    """Tell whether a word opens a clause with a story of its own: "while", "a day after"."""
    word = opener.lower_
    if word in SEQUENCE and opener.i > opener.sent.start:
        return opener.nbor(-1).lemma_.lower() in UNITS
    return word in CONTRASTING
