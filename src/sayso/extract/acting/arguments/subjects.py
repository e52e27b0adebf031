"""Subjects, own and inherited, of active and passive verbs."""

from spacy.tokens import Token

from sayso.extract.acting.arguments.control import controller_of
from sayso.extract.acting.arguments.phrases import MAX_HOPS, resolved, with_conjuncts
from sayso.extract.acting.arguments.voice import SUBJECTS, is_passive

DASHES = frozenset({"-", "--", "–", "—", ":"})
LONGEST_ACRONYM = 3  # letters: "UN", "USA" are no datelines


def own_subject(verb: Token) -> Token | None:
    """Return the subject of `verb` itself.

    The nearest before it: where the parser sees two, the first is a dateline ("OSLO - A court
    fined").
    """
    own = next((child for child in reversed(list(verb.lefts)) if child.dep_ in SUBJECTS), None)
    if own is not None:
        return _after_dateline(own)
    own = next((child for child in verb.rights if child.dep_ in SUBJECTS), None)
    if own is not None:
        return own
    below = (c for aux in verb.lefts if aux.dep_ == "aux" for c in aux.lefts)  # a slip of parses
    return next((child for child in below if child.dep_ in SUBJECTS), None)


def _after_dateline(subject: Token) -> Token:
    """Return what stands behind the dash of a dateline, or `subject` itself.

    "OSLO, Norway (AP) -- The court" parses as a name with an apposition.
    """
    if subject.left_edge.i != subject.sent.start or not _opens_story(subject):
        return subject
    dash = next((child for child in subject.rights if child.text in DASHES), None)
    if dash is None:
        return subject
    return next((c for c in subject.rights if c.dep_ == "appos" and c.i > dash.i), subject)


def _opens_story(name: Token) -> bool:
    """Tell whether `name` is printed as datelines are: in capitals, or before a date or agency."""
    if name.is_upper and len(name) > LONGEST_ACRONYM:
        return True
    return any(child.ent_type_ == "DATE" or child.nbor(-1).text == "(" for child in name.rights)


def surface_subject(verb: Token) -> tuple[Token, ...]:
    """Return the subject of `verb` as printed or inherited, be it active or passive."""
    for _ in range(MAX_HOPS):
        own = own_subject(verb)
        if own is not None:
            return resolved(iter((own,)))
        noun, following = controller_of(verb)
        if noun is not None:
            return with_conjuncts(noun) if verb.dep_ in ("xcomp", "pcomp") else (noun,)
        if following is None or following.i == verb.i:
            return ()
        verb = following
    return ()


def subject_of(verb: Token) -> tuple[Token, ...]:
    """Return who acts: the subject of an active verb, own or inherited."""
    return () if is_passive(verb) else surface_subject(verb)


def passive_subject_of(verb: Token) -> tuple[Token, ...]:
    """Return who undergoes: the subject of a passive verb or noun before a past participle."""
    return surface_subject(verb) if is_passive(verb) else ()
