"""Support verbs: what happens is named by their noun."""

from spacy.tokens import Token

from sayso.extract.acting.arguments.carriers import (
    UNDERGO,
    UNDERGO_PREPOSITION,
    _verb_of_preposition,
    governing_verb,
    outer_noun,
)
from sayso.extract.acting.arguments.objects import object_of
from sayso.extract.acting.arguments.phrases import prepositional
from sayso.extract.acting.arguments.subjects import passive_subject_of
from sayso.extract.acting.arguments.voice import is_passive
from sayso.extract.acting.arguments.words import frame_words, lemma_of


def support_verb(noun: Token) -> Token | None:
    """Return the verb that only carries the event `noun` names: "STAGED a strike"."""
    verb = governing_verb(noun)
    if verb is not None and (_is_light(verb) or (noun.dep_ == "pobj" and _by_preposition(noun))):
        return verb
    for child in outer_noun(noun).rights:
        if child.dep_ in ("acl", "relcl") and _is_light(child) and _fills(child, noun):
            return child
    return None


def _is_light(verb: Token) -> bool:
    return lemma_of(verb) in frame_words("support") or lemma_of(verb) in UNDERGO


def _by_preposition(noun: Token) -> bool:
    return _verb_of_preposition(outer_noun(noun).head) is not None


def _fills(verb: Token, noun: Token) -> bool:
    """Tell whether the noun before the clause is what `verb` is done to."""
    return noun in object_of(verb) or noun in passive_subject_of(verb) or is_passive(verb)


def undergoes(verb: Token, noun: Token) -> bool:
    """Tell whether the subject of the support verb suffers what `noun` names."""
    if lemma_of(verb) in UNDERGO:
        return True
    head = outer_noun(noun).head
    return (lemma_of(verb), head.lower_) in UNDERGO_PREPOSITION


def blamed_for(noun: Token) -> tuple[Token, ...]:
    """Return who is blamed for what `noun` names: "blamed the shelling on REBELS"."""
    outer = outer_noun(noun)
    verb = outer.head
    if outer.dep_ not in ("dobj", "nsubjpass") or lemma_of(verb) not in frame_words("pinning"):
        return ()
    return prepositional(outer, "on") or prepositional(verb, "on")
