"""Verbs and prepositions on which an event noun hangs: "STAGED a strike", "went ON strike"."""

from spacy.tokens import Token

from sayso.extract.acting.arguments.phrases import MAX_HOPS, NOMINAL
from sayso.extract.acting.arguments.words import frame_words, lemma_of

# The same, where the noun hangs on a preposition: "responded WITH air strikes".
LIGHT_PREPOSITION = frozenset(
    {
        ("respond", "with"),
        ("retaliate", "with"),
        ("reply", "with"),
        ("threaten", "with"),
        ("hit", "with"),
        ("slap", "with"),
        ("subject", "to"),
        ("put", "under"),
        ("place", "under"),
        ("take", "in"),
        ("participate", "in"),
        ("engage", "in"),
        ("join", "in"),
        ("go", "on"),
        ("be", "on"),
        ("go", "into"),
        ("resort", "to"),
        ("gather", "for"),
    }
)
# Support verbs whose subject undergoes the act: "the city suffered a bombardment".
UNDERGO = frozenset(
    {
        "suffer",
        "face",
        "sustain",
        "endure",
        "survive",
        "withstand",
        "escape",
        "receive",
        "get",
        "draw",
    }
)
UNDERGO_PREPOSITION = frozenset({("come", "under"), ("be", "under"), ("remain", "under")})


def outer_noun(noun: Token) -> Token:
    """Return the noun whose place `noun` fills: the first conjunct, "a wave" of "arrests"."""
    for _ in range(MAX_HOPS):
        head = noun.head
        if noun.dep_ == "conj" and head.pos_ in NOMINAL:
            noun = head
        elif (
            noun.dep_ == "pobj"
            and head.lower_ == "of"
            and lemma_of(head.head) in frame_words("partitive")
        ):
            noun = head.head
        else:
            break
    return noun


def governing_verb(noun: Token) -> Token | None:
    """Return the verb whose object, passive subject or light preposition `noun` fills."""
    outer = outer_noun(noun)
    head = outer.head
    if outer.dep_ in ("dobj", "nsubjpass") and head.pos_ == "VERB":
        return head
    if outer.dep_ == "pobj":
        return _verb_of_preposition(head)
    return None


def _verb_of_preposition(preposition: Token) -> Token | None:
    governor = preposition.head
    if governor.lemma_ == "part" and governor.dep_ == "dobj":  # "took part in"
        governor = governor.head
    known = (lemma_of(governor), preposition.lower_)
    return governor if known in LIGHT_PREPOSITION or known in UNDERGO_PREPOSITION else None
