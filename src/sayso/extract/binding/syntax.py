"""What a mention hangs on: the first act on its way up the parse tree.

Failing that, an act takes a mention of its sentence that no cue of saying has claimed ("said on
Monday"): the one at the shortest way through the tree.
"""

from collections.abc import Callable, Container, Iterable, Sequence
from typing import TypeVar

from spacy.tokens import Doc as SpacyDoc
from spacy.tokens import Token

from sayso.annotate.document import Document
from sayso.extract.binding.clauses import Anchored, is_parted, nearest
from sayso.records import Attribution, Span

Mention = TypeVar("Mention")
# Participles that tell how or where something was said: "speaking on Monday, the minister said".
TELLING = frozenset(
    "speak issue release publish post broadcast air carry write address quote interview tweet "
    "print read testify brief".split()
)


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


def cue_tokens(doc: Document, attributions: Sequence[Attribution]) -> frozenset[int]:
    """Return the indices of the tokens of all cues."""
    return frozenset(token.i for a in attributions for token in doc.tokens_in(a.cue))


def is_of_cue(head: Token, cues: Container[int], acts: Container[int]) -> bool:
    """Tell whether a mention dates or places a saying: its first verb upwards is a cue.

    So does one that hangs on how it was said: "according to a statement issued on Monday".
    `cues` and `acts` are the indices of their tokens.
    """
    for ancestor in head.ancestors:
        if ancestor.i in cues:
            return True
        told = ancestor.tag_ in ("VBG", "VBN") and ancestor.lemma_ in TELLING
        if ancestor.pos_ in ("VERB", "AUX") and not (told and ancestor.i not in acts):
            return False
    return False


class Binder:
    """The acts of a document, to which mentions are bound."""

    def __init__(
        self, spacy_doc: SpacyDoc, acts: Sequence[tuple[int, ...]], cues: frozenset[int]
    ) -> None:
        self.tokens = spacy_doc
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

    def bind(
        self,
        mentions: Sequence[Anchored[Mention]],
        rank: Callable[[Mention], int] = lambda _: 0,
        may_reach: Callable[[Mention], bool] = lambda _: True,
        fits: Callable[[int, Token], bool] = lambda _, __: True,
    ) -> dict[int, Mention]:
        """Return for each act, by number, the mention that belongs to it.

        1. the mentions below it: the lowest `rank` wins, then the nearest; what dates a saying
           is only of the act that the saying itself is ("threatened on Monday to attack")
        2. else in the same way among those of its sentence that are not a cue's, `may_reach`
           an act they do not hang on, and are not parted from it by another clause

        Only what `fits` the act, given its number and the head of the mention.
        """
        below: dict[int, list[Anchored[Mention]]] = {}
        by_sentence: dict[int, list[Anchored[Mention]]] = {}
        for found in mentions:
            act = self.act_above(found.head)
            if may_reach(found.mention) and not is_of_cue(found.head, self.cues, self.act_at):
                by_sentence.setdefault(found.head.sent.start, []).append(found)
            if act is not None:
                below.setdefault(act, []).append(found)
        bound: dict[int, Mention] = {}
        for number, indices in enumerate(self.acts):
            trigger = self.tokens[indices[0]]
            near = below.get(number) or [
                found
                for found in by_sentence.get(trigger.sent.start, ())
                if not is_parted(trigger, found.head)
            ]
            pool = [found for found in near if fits(number, found.head)]
            if pool:
                bound[number] = nearest(trigger, pool, rank).mention
        return bound
