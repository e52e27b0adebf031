"""Event nouns: one happening ("the shelling of Goma"), or only the idea of it ("shelling")."""

from spacy.tokens import Token

from sayso.extract.acting.arguments import (
    frame_words,
    lemma_of,
    load_nouns,
    outer_noun,
    support_verb,
)
from sayso.extract.acting.candidates import is_nominal
from sayso.extract.acting.entries import weapon_of

# What ties an event noun to one happening.
TYING_PREPOSITIONS = frozenset({"of", "on", "against", "by", "between", "with", "among", "over"})
PLACING_PREPOSITIONS = frozenset({"in", "at", "near", "outside", "since", "during", "across"})
DEFINITE = frozenset({"the", "this", "that", "these", "those", "both", "another", "latest"})


def party_modifiers(noun: Token) -> tuple[Token, ...]:
    """Return the demonyms, bodies and people that stand before `noun` as modifiers."""
    return tuple(
        party
        for child in noun.lefts
        if child.dep_ in ("amod", "compound", "nmod")
        for party in (child, *_leaders_in(child), *_nations_in(child))
        if _modifies_as_party(party)
    )


def _nations_in(modifier: Token) -> tuple[Token, ...]:
    """Return whose weapon stands before the noun: "a REBEL rocket attack"."""
    if modifier.dep_ != "compound" or weapon_of(modifier) is None:
        return ()
    return tuple(c for c in modifier.lefts if c.dep_ in ("compound", "amod", "nmod"))


def _leaders_in(modifier: Token) -> tuple[Token, ...]:
    """Return who leads it: "a SAUDI-led strike", "the REBEL-claimed attack"."""
    if modifier.tag_ != "VBN" or modifier.lower_ not in frame_words("leading"):
        return ()
    return tuple(c for c in modifier.lefts if c.dep_ in ("npadvmod", "compound", "nsubj", "amod"))


def _modifies_as_party(token: Token) -> bool:
    if token.ent_type_ in ("NORP", "ORG", "PERSON"):
        return True
    if token.ent_type_ == "GPE":  # "US strikes" acts; "the Kenya bombing" is a place
        return token.text.isupper() or "." in token.text
    lemma = lemma_of(token)
    return (
        is_nominal(token)
        and lemma not in frame_words("site")
        and lemma in load_nouns("party_nouns")
    )


def is_tied(noun: Token) -> bool:
    """Tell whether something ties the event noun to one happening, so that it may be coded.

    An owner, a party, a place or date, an argument, a count, a support verb, or a verb that
    tells that it happened. "The war on paper", "attack helicopters", "strike price" are not.
    """
    return (
        _tied_by_modifier(noun)
        or any(_ties(child) for child in noun.rights)
        or support_verb(noun) is not None
        or _tied_by_verb(noun)
    )


def _tied_by_modifier(noun: Token) -> bool:
    for child in noun.lefts:
        if child.dep_ in ("poss", "nummod") or child.ent_type_ in ("DATE", "TIME", "CARDINAL"):
            return True
        if child.ent_type_ in ("GPE", "LOC", "FAC", "NORP", "ORG"):
            return True
    outer = outer_noun(noun)
    in_series = outer.i != noun.i and outer.dep_ != "pobj"  # "a wave of arrests"
    return in_series or bool(party_modifiers(noun))


def _ties(child: Token) -> bool:
    if child.dep_ in ("acl", "relcl"):
        return True
    if child.dep_ != "prep" and child.dep_ != "agent":
        return False
    if child.lower_ in TYING_PREPOSITIONS:
        return True
    return child.lower_ in PLACING_PREPOSITIONS and any(
        inner.dep_ == "pobj" and bool(inner.ent_type_ or inner.pos_ == "NOUN")
        for inner in child.rights
    )


def _tied_by_verb(noun: Token) -> bool:
    outer = outer_noun(noun)
    verb = outer.head
    if verb.pos_ != "VERB":
        return outer.dep_ == "nsubj" and verb.lemma_ == "be" and _is_definite(outer)
    lemma = lemma_of(verb)
    if outer.dep_ in ("nsubj", "nsubjpass") and (
        lemma in frame_words("happening") or lemma in frame_words("telling")
    ):
        return True
    if outer.dep_ in ("nsubj", "dobj", "nsubjpass") and _is_definite(outer):
        return True
    return outer.dep_ == "dobj" and lemma in frame_words("telling")


def _is_definite(noun: Token) -> bool:
    return any(child.lower_ in DEFINITE for child in noun.lefts)
