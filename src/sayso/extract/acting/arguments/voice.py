"""Who undergoes and who acts in a passive."""

from spacy.tokens import Token

from sayso.extract.acting.arguments.phrases import MAX_HOPS, resolved

LONGEST_JOINT = 4  # words from one verb to the next that is joined to it
SUBJECTS = frozenset({"nsubj", "nsubjpass"})


def is_passive(verb: Token) -> bool:
    """Tell whether the surface subject of `verb` undergoes the act."""
    for _ in range(MAX_HOPS):
        labels = {child.dep_ for child in verb.children}
        if "auxpass" in labels or "nsubjpass" in labels:
            return True
        if verb.tag_ != "VBN" or "dobj" in labels or _is_lone_finite(verb):
            return False
        if any(child.dep_ == "aux" and child.lemma_ == "have" for child in verb.lefts):
            return False
        if verb.dep_ != "conj" or not SUBJECTS.isdisjoint(labels):
            return True
        verb = verb.head
    return False


def _is_lone_finite(verb: Token) -> bool:
    """Tell whether a participle after a comma is the only verb: "Lund, 40, CALLED it a farce".

    The parser takes such a sentence for a noun phrase; a sentence has a finite verb.
    """
    noun = verb.head
    after_comma = verb.i > 0 and verb.nbor(-1).text == ","
    return verb.dep_ == "acl" and noun.dep_ == "ROOT" and noun.pos_ == "PROPN" and after_comma


def agent_of(verb: Token) -> tuple[Token, ...]:
    """Return who acts in a passive: "by X"."""
    found = [child for child in verb.rights if child.dep_ == "agent"]
    if not found and is_passive(verb):
        found = [child for child in verb.rights if child.dep_ == "prep" and child.lower_ == "by"]
    inner = [token for child in found for token in child.rights if token.dep_ == "pobj"]
    if not inner:
        inner = _shared_agent(verb)
    return resolved(iter(inner))


def _shared_agent(verb: Token) -> list[Token]:
    """Return the agent printed after the last of two participles: "beaten and shot by X"."""
    twin = adjoining_conjunct(verb)
    if twin is None or not is_passive(verb):
        return []
    return [
        token
        for child in twin.rights
        if child.dep_ == "agent"
        for token in child.rights
        if token.dep_ == "pobj"
    ]


def adjoining_conjunct(verb: Token) -> Token | None:
    """Return Y in "X and later Y ..." where only the conjunction and adverbs stand between."""
    for child in verb.rights:
        if child.dep_ == "conj" and child.pos_ == "VERB" and child.i <= verb.i + LONGEST_JOINT:
            between = verb.doc[verb.i + 1 : child.i]
            return child if all(word.dep_ in ("cc", "advmod") for word in between) else None
    return None
