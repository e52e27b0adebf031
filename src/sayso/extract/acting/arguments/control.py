"""Who acts in a clause that has no subject of its own: "ordered THEM to leave"."""

from spacy.tokens import Token

from sayso.extract.acting.arguments.carriers import governing_verb
from sayso.extract.acting.arguments.phrases import antecedent_of
from sayso.extract.acting.arguments.words import frame_words, lemma_of

NON_FINITE = frozenset({"VB", "VBG", "VBN"})
# Verbs whose object does not act in the complement: "promised THEM to leave".
SUBJECT_CONTROL = frozenset({"promise", "vow", "threaten", "pledge", "swear", "use"})
# After these prepositions the object acts: "accused him OF killing", "kept them FROM voting".
OBJECT_CONTROL = frozenset({"of", "for", "from", "with", "into"})


def _of_noun(noun: Token) -> tuple[Token | None, Token | None]:
    """Return who an infinitive below `noun` is for: a possessor, or a verb to go on from."""
    owner = next((child for child in noun.lefts if child.dep_ == "poss"), None)
    if owner is not None:
        return antecedent_of(owner), None
    return None, governing_verb(noun)


def controller_of(verb: Token) -> tuple[Token | None, Token | None]:
    """Return the noun that acts in a clause without a subject, or the verb to ask next."""
    label, head = verb.dep_, verb.head
    if label in ("acl", "relcl", "amod"):
        return _of_noun(head) if verb.tag_ == "VB" else (head, None)
    if label == "conj":
        return None, head if head.pos_ in ("VERB", "AUX") else None
    if label == "pcomp":
        return _pcomp_controller(head)
    if label not in ("xcomp", "ccomp", "advcl") or verb.tag_ not in NON_FINITE:
        return None, None
    if head.pos_ == "ADJ":  # "ready to attack"
        return None, head.head if head.head.i != head.i else None
    if label == "xcomp" and lemma_of(head) not in SUBJECT_CONTROL:
        target = next((child for child in head.rights if child.dep_ == "dobj"), None)
        if target is not None and target.i < verb.i:
            return antecedent_of(target), None
    return None, head


def _pcomp_controller(preposition: Token) -> tuple[Token | None, Token | None]:
    governor = preposition.head
    if governor.pos_ == "ADJ":  # "guilty of violating"
        return None, governor.head if governor.head.i != governor.i else None
    if governor.pos_ not in ("VERB", "AUX"):
        return (governor, None) if _is_charged(governor, preposition) else _of_noun(governor)
    if preposition.lower_ in OBJECT_CONTROL:
        target = next((child for child in governor.rights if child.dep_ == "dobj"), None)
        if target is not None:
            return antecedent_of(target), None
    return None, governor


def _is_charged(noun: Token, preposition: Token) -> bool:
    """Tell whether `noun` does what follows: "accused the army OF bombing" hangs on "army"."""
    verb = noun.head
    return (
        preposition.lower_ in OBJECT_CONTROL
        and noun.dep_ == "dobj"
        and noun.i < preposition.i
        and lemma_of(verb) in frame_words("charging")
    )
