"""Cue -> speaker: who says it, over conjunction, participle, relative clause and inversion."""

from spacy.tokens import Token

from sayso.extract.saying.cues import Cue, cue_table, load_cues
from sayso.extract.saying.syntax import PASSIVE_SUBJECTS, RELATIVE, SUBJECTS, children, is_passive

OWN_VOICE = frozenset({"i", "we", "you", "me", "us", "one", "nobody", "none", "nothing"})


def subject_of(verb: Token) -> Token | None:
    """Return the token that heads the subject of a verb, found over conjunction and participle."""
    for _ in range(8):  # a chain of shared subjects is never longer
        own = children(verb, *SUBJECTS, *(PASSIVE_SUBJECTS if is_passive(verb) else ()))
        if own:
            return antecedent(own[-1])
        if verb.dep_ == "acl" and verb.head.pos_ in ("NOUN", "PROPN", "PRON"):
            return participle_subject(verb)
        if verb.dep_ == "pcomp" and verb.head.dep_ == "prep":
            verb = verb.head.head
        elif verb.dep_ in ("conj", "advcl", "xcomp", "ccomp", "dep", "parataxis"):
            verb = verb.head
        else:
            return None
        if verb.pos_ not in ("VERB", "AUX"):
            return None
    return None


def participle_subject(verb: Token) -> Token | None:
    """Return who speaks in "a statement saying S" and in "attacked the plan, saying S"."""
    noun = verb.head
    governor = next((above for above in noun.ancestors if above.pos_ in ("VERB", "AUX")), None)
    if governor is None or is_passive(governor) or governor.dep_ == "acl":
        return noun
    apart = verb.nbor(-1).is_punct and noun.dep_ in ("dobj", "pobj", "attr", "oprd")
    aside = noun.dep_ == "pobj" and noun.head.lower_ in ("on", "in", "at", "after", "during")
    issued = (
        noun.dep_ == "dobj"
        and governor.lemma_ in load_cues().light_verbs
        and noun.lemma_.lower() in load_cues().documents
    )
    return subject_of(governor) if apart or aside or issued else noun


def antecedent(subject: Token) -> Token:
    """Return the noun that a relative pronoun stands for, or the subject itself."""
    clause = subject.head
    while clause.dep_ == "conj" and clause.head.pos_ in ("VERB", "AUX"):
        clause = clause.head
    if subject.lower_ in RELATIVE and clause.dep_ == "relcl":
        return clause.head
    return subject


def agent_of(verb: Token) -> Token | None:
    """Return the head of "by X" below a passive verb."""
    for prep in children(verb, "agent", "prep"):
        if prep.lower_ == "by":
            for noun in children(prep, "pobj"):
                return noun
    return None


def source_of(cue: Cue) -> Token | None:
    """Return who speaks: subject or, after quoted speech, what the parse took for an object."""
    if is_inverted(cue):
        return children(cue.head, "dobj")[0]
    subject = subject_of(cue.head)
    if subject is None and "quote" in cue.entry.frames and not cue.entry.listener:
        before = cue.tokens[0].i - 1
        if before >= 0 and cue.head.doc[before].is_punct:
            objects = children(cue.head, "dobj", "npadvmod", "attr")
            subject = objects[0] if objects and objects[0].i == first_after(cue) else None
    return subject


def is_inverted(cue: Cue) -> bool:
    """Tell whether a cue is parsed as the second verb in "S, reported the agency"."""
    verb = cue.head
    if verb.dep_ != "conj" or "quote" not in cue.entry.frames or cue.entry.listener:
        return False
    alone = not children(verb, *SUBJECTS, *PASSIVE_SUBJECTS, "ccomp", "xcomp", "aux")
    named = children(verb, "dobj")
    apart = verb.i > 0 and verb.nbor(-1).is_punct
    if not (alone and apart and named):
        return False
    medium = named[0].pos_ == "PROPN" or named[0].lemma_.lower() in load_cues().media
    return medium and named[0].i == first_after(cue)


def first_after(cue: Cue) -> int:
    """Return the index of the head of the phrase right after a cue, -1 at the end."""
    index = cue.tokens[-1].i + 1
    if index >= len(cue.head.doc):
        return -1
    token = cue.head.doc[index]
    while token.head != cue.head and token.head.i > token.i:
        token = token.head
    return token.i


def can_speak(source: Token | None, cue: Cue) -> bool:
    """Tell whether a subject can be the source of this cue."""
    if source is None:
        return False
    if source.lower_ in OWN_VOICE or source.lower_ in ("there", "what", "whatever"):
        return False
    if cue.entry.evidence:
        return is_evidence(source)
    if is_claim(source) and not is_evidence(source):
        return False
    return source.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET", "X")


def is_claim(noun: Token) -> bool:
    """Tell whether a noun names a thought, which says nothing by itself: "fears"."""
    return any(
        entry.pos == "noun" and not words
        for words, entry in cue_table().get(noun.lemma_.lower(), ())
    )


def is_evidence(noun: Token) -> bool:
    """Tell whether a noun names something that shows or records: a picture, a report."""
    words = load_cues()
    return noun.lemma_.lower() in words.evidence or noun.lemma_.lower() in words.documents


def maker_of(source: Token) -> Token:
    """Return who stands behind a picture or an account: "pictures from the channel"."""
    if not is_evidence(source):
        return source
    for below in source.children:
        if below.lower_ in ("from", "by") and below.dep_ in ("prep", "agent"):
            return next(iter(children(below, "pobj")), source)
        if below.dep_ == "acl" and below.tag_ == "VBN":
            agent = agent_of(below)
            if agent is not None:
                return agent
    return source
