"""Which time, place and number belongs to which act: syntax first, then nearness, or none.

A mention belongs to the first act on its way up the parse tree; failing that, an act takes the
nearest mention of its sentence that no cue of saying has claimed ("said on Monday").
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from spacy.tokens import Token

from sayso.annotate.document import Document
from sayso.records import Span

Mention = TypeVar("Mention")
# Participles that tell how or where something was said: "speaking on Monday, the minister said".
TELLING = frozenset(
    "speak issue release publish post broadcast air carry write address quote interview tweet "
    "print read testify brief".split()
)


@dataclass(frozen=True, slots=True)
class Anchored(Generic[Mention]):
    """A mention with the token that heads it."""

    mention: Mention
    head: Token


def anchors_of(trigger: Token, support: Token | None) -> tuple[int, ...]:
    """Return the indices of the words that stand for an act: trigger, support verb, its verb."""
    found = [trigger.i]
    if support is not None:
        found.append(support.i)
    elif trigger.pos_ in ("NOUN", "PROPN") and trigger.dep_ in ("dobj", "nsubj", "nsubjpass"):
        found.append(trigger.head.i)
    return tuple(found)


def root_of(doc: Document, span: Span) -> Token | None:
    """Return the token that heads the words of `span`, None if it touches no token."""
    tokens = doc.tokens_in(span)
    return tokens.root if len(tokens) else None


def anchored(doc: Document, mentions: Iterable[tuple[Span, Mention]]) -> list[Anchored[Mention]]:
    """Return the mentions with their heads, in order."""
    found = ((mention, root_of(doc, span)) for span, mention in mentions)
    return [Anchored(mention, head) for mention, head in found if head is not None]


class Binder:
    """The acts of a document, to which mentions are bound."""

    def __init__(self, acts: Sequence[tuple[int, ...]], cues: frozenset[int]) -> None:
        self.act_at = {index: act for act, indices in enumerate(acts) for index in indices}
        self.acts = acts
        self.cues = cues

    def act_above(self, head: Token) -> int | None:
        """Return the number of the first act on the way up from `head`; a cue ends the way."""
        if head.i in self.act_at:
            return self.act_at[head.i]
        for ancestor in head.ancestors:
            if ancestor.i in self.act_at:
                return self.act_at[ancestor.i]
            if ancestor.i in self.cues:
                return None
        return None

    def is_of_cue(self, head: Token) -> bool:
        """Tell whether a mention dates or places a saying: its first verb upwards is a cue.

        So does one that hangs on how it was said: "according to a statement issued on Monday".
        """
        for ancestor in head.ancestors:
            if ancestor.i in self.cues:
                return True
            told = ancestor.tag_ in ("VBG", "VBN") and ancestor.lemma_ in TELLING
            if ancestor.pos_ in ("VERB", "AUX") and not (told and ancestor.i not in self.act_at):
                return False
        return False

    def bind(
        self,
        mentions: Sequence[Anchored[Mention]],
        rank: Callable[[Mention], int] = lambda _: 0,
        may_reach: Callable[[Mention], bool] = lambda _: True,
    ) -> dict[int, Mention]:
        """Return for each act, by number, the mention that belongs to it.

        1. the mentions below it: the lowest `rank` wins, then the nearest; what dates a saying
           is only of the act that the saying itself is ("threatened on Monday to attack")
        2. else in the same way among those of its sentence that are not a cue's and `may_reach`
           an act they do not hang on ("in Kiev" may, the object of "did not mention Ukraine" not)
        """
        below: dict[int, list[Anchored[Mention]]] = {}
        by_sentence: dict[int, list[Anchored[Mention]]] = {}
        for found in mentions:
            act = self.act_above(found.head)
            if not self.is_of_cue(found.head):
                by_sentence.setdefault(found.head.sent.start, []).append(found)
            if act is not None:
                below.setdefault(act, []).append(found)
        bound: dict[int, Mention] = {}
        for number, indices in enumerate(self.acts):
            position = indices[0]
            pool = below.get(number)
            if pool is None and mentions:
                here = by_sentence.get(mentions[0].head.doc[position].sent.start, [])
                pool = [found for found in here if may_reach(found.mention)]
            if pool:
                bound[number] = min(
                    pool,
                    key=lambda found: (rank(found.mention), abs(found.head.i - position)),
                ).mention
        return bound
