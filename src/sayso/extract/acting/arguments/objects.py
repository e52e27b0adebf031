"""What a verb is done to: its object, to whom, who acts in its complement, what it is called."""

from spacy.tokens import Token

from sayso.extract.acting.arguments.phrases import RELATIVE, resolved, with_conjuncts
from sayso.extract.acting.arguments.subjects import own_subject, passive_subject_of
from sayso.extract.acting.arguments.voice import adjoining_conjunct, is_passive


def object_of(verb: Token) -> tuple[Token, ...]:
    """Return what an active verb acts on: its object, or the antecedent of its clause."""
    own = [child for child in verb.rights if child.dep_ == "dobj"]
    own += [child for child in verb.lefts if child.dep_ == "dobj"]  # "which they attacked"
    if own:
        return resolved(iter(own))
    if verb.dep_ == "relcl" and not is_passive(verb):
        return _gap(verb)
    twin = adjoining_conjunct(verb)
    if twin is not None and not is_passive(verb) and verb.tag_ == twin.tag_:
        return resolved(child for child in twin.rights if child.dep_ == "dobj")
    return ()


def _gap(verb: Token) -> tuple[Token, ...]:
    """Return the antecedent that "the city they attacked" leaves out of the clause."""
    subject = own_subject(verb)
    if subject is None or subject.lower_ in RELATIVE:
        return ()
    if any(child.tag_ == "WRB" or child.dep_ in ("prep", "ccomp") for child in verb.children):
        return ()
    return (verb.head,)


def dative_of(verb: Token) -> tuple[Token, ...]:
    """Return to whom: "gave THEM arms", "gave arms to THEM"."""
    found = [child for child in verb.rights if child.dep_ == "dative"]
    inner = [
        next((token for token in child.rights if token.dep_ == "pobj"), child) for child in found
    ]
    return resolved(iter(inner))


def complement_subject_of(verb: Token) -> tuple[Token, ...]:
    """Return who acts in the complement: "ordered THEM to leave", "said THEY would go"."""
    complements = [child for child in verb.rights if child.dep_ in ("xcomp", "ccomp")]
    for child in complements:
        own = own_subject(child)
        if own is not None:
            return resolved(iter((own,)))
    if not complements:
        return ()
    return passive_subject_of(verb) or object_of(verb)


def verdict_on(verb: Token) -> tuple[Token, ...]:
    """Return what the object of `verb` is called: "called the vote a FARCE", "as UNFAIR"."""
    found = [child for child in verb.rights if child.dep_ in ("oprd", "acomp")]
    for child in verb.rights:
        if child.dep_ == "dobj":
            found += [c for c in child.rights if c.dep_ == "appos"]
            found += _after_as(child)
        elif child.dep_ in ("ccomp", "xcomp") and not _is_negated(child):
            found += [child, *(c for c in child.rights if c.dep_ in ("attr", "acomp", "oprd"))]
    found += [child for child in verb.rights if child.dep_ == "dobj"][1:]
    found += _after_as(verb)
    return tuple(token for head in found for token in with_conjuncts(head))


def _is_negated(verb: Token) -> bool:
    return any(child.dep_ == "neg" for child in verb.children)


def _after_as(head: Token) -> list[Token]:
    return [
        token
        for child in head.rights
        if child.dep_ == "prep" and child.lower_ == "as"
        for token in child.rights
        if token.dep_ in ("pobj", "amod", "acomp", "pcomp")
    ]
