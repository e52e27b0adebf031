"""Who acts and who is acted on: the ways from a trigger to the heads of its arguments."""

from collections.abc import Callable, Iterator

from spacy.tokens import Token

from sayso.extract.acting.arguments import (
    agent_of,
    blamed_for,
    complement_subject_of,
    dative_of,
    frame_words,
    lemma_of,
    object_of,
    outer_noun,
    passive_subject_of,
    possessor_of,
    prepositional,
    subject_of,
    support_verb,
    surface_subject,
    undergoes,
)
from sayso.extract.acting.conditions import objects, predicate_subject
from sayso.extract.acting.entries import (
    TIMES,
    PartOfSpeech,
    Path,
    Trigger,
    TriggerEntry,
    load_weapons,
    names_party,
    weapon_of,
)
from sayso.extract.acting.happenings import party_modifiers

DEFAULT_ACTOR: dict[PartOfSpeech, tuple[Path, ...]] = {
    "verb": ("subject", "agent", "by:subject", "by:agent"),
    "noun": ("blamed", "possessor", "prep:by", "light_subject", "modifier", "by:prep:by"),
    "adjective": ("subject",),
}
DEFAULT_RECIPIENT: dict[PartOfSpeech, tuple[Path, ...]] = {
    "verb": ("object", "passive_subject", "prep:at", "prep:on", "prep:against"),
    "noun": (
        "prep:on",
        "prep:against",
        "prep:of",
        "light_prep:on",
        "light_prep:against",
        "undergoer",
    ),
    "adjective": (),
}
DEFAULT_INSTRUMENT: dict[PartOfSpeech, tuple[Path, ...]] = {
    "verb": ("prep:with", "object_prep:with", "agent", "subject", "using"),
    "noun": ("modifier", "prep:with", "prep:by", "light_prep:with", "light_subject"),
    "adjective": (),
}

AIMING = frozenset({"on", "against"})  # prepositions that lead to whom an act is aimed at
AIMED = frozenset({"demo", "strike", "hunger"})  # modes of PROTEST: rents, a law are no parties


Reader = Callable[[Token], tuple[Token, ...]]


def _using(verb: Token) -> tuple[Token, ...]:
    clauses = [c for c in verb.children if c.dep_ in ("advcl", "acl", "xcomp", "conj", "prep")]
    return tuple(
        item
        for clause in clauses
        if clause.tag_ == "VBG" and lemma_of(clause) in ("use", "fire", "throw", "wield", "drop")
        for item in object_of(clause)
    )


def _light_subject(noun: Token) -> tuple[Token, ...]:
    verb = support_verb(noun)
    if verb is None or undergoes(verb, noun):
        return ()
    return subject_of(verb) or agent_of(verb)


def _undergoer(noun: Token) -> tuple[Token, ...]:
    verb = support_verb(noun)
    return surface_subject(verb) if verb is not None and undergoes(verb, noun) else ()


def _light_object(noun: Token) -> tuple[Token, ...]:
    verb = support_verb(noun)
    if verb is None:
        return ()
    found = dative_of(verb) or object_of(verb) or passive_subject_of(verb)
    return tuple(token for token in found if outer_noun(noun) != token)


def _modifiers(noun: Token) -> tuple[Token, ...]:
    return party_modifiers(noun)


READERS: dict[Path, Reader] = {
    "subject": lambda head: predicate_subject(head) if head.pos_ == "ADJ" else subject_of(head),
    "predicate": predicate_subject,
    "object": object_of,
    "dative": dative_of,
    "passive_subject": lambda head: (
        objects(head) if head.pos_ == "ADJ" else passive_subject_of(head)
    ),
    "agent": agent_of,
    "complement_subject": complement_subject_of,
    "using": _using,
    "possessor": possessor_of,
    "owner": lambda head: possessor_of(head) if prepositional(head, "of") else (),
    "modifier": _modifiers,
    "light_subject": _light_subject,
    "light_object": _light_object,
    "undergoer": _undergoer,
    "blamed": blamed_for,
}


def _behind_doer(noun: Token, preposition: str) -> tuple[Token, ...]:
    """Return what the parser hangs on who did it: "a protest by bakers AGAINST THE TAX"."""
    if noun.pos_ not in ("NOUN", "PROPN") or preposition not in AIMING:
        return ()
    return tuple(t for doer in prepositional(noun, "by") for t in prepositional(doer, preposition))


def _sent_by(thing: Token) -> tuple[Token, ...]:
    """Return who set a thing going: "rockets fired BY THE REBELS hit the port"."""
    clauses = (c for c in thing.rights if c.dep_ == "acl" and c.tag_ == "VBN")
    return tuple(token for clause in clauses for token in agent_of(clause))


def _below(verb: Token) -> tuple[Token, ...]:
    """Return the objects of a verb, else the nouns behind its prepositions: "came under FIRE"."""
    behind = (
        token
        for child in verb.rights
        if child.dep_ == "prep"
        for token in child.rights
        if token.dep_ == "pobj"
    )
    return object_of(verb) or tuple(behind)


def follow(path: Path, head: Token) -> tuple[Token, ...]:
    """Return the heads that `path` leads to from the trigger `head`; () where it leads nowhere.

    Raises `KeyError` for a path that is not one of those listed above.
    """
    kind, _, rest = path.partition(":")
    if not rest:
        return READERS[kind](head)
    if kind == "prep":
        return prepositional(head, rest) or _behind_doer(head, rest)
    if kind == "object_prep":
        return tuple(token for item in _below(head) for token in prepositional(item, rest))
    if kind == "light_prep":
        verb = support_verb(head)
        return prepositional(verb, rest) if verb is not None else ()
    if kind == "by":
        return tuple(
            token
            for item in follow(rest, head)
            for token in (*possessor_of(item), *party_modifiers(item), *_sent_by(item))
        )
    raise KeyError(f"no such path: {path}")


def _ways(
    paths: tuple[Path, ...], head: Token, barred: frozenset[int]
) -> Iterator[tuple[Token, ...]]:
    """Yield what each path that leads to an unbarred token leads to, in order."""
    for path in paths:
        found = tuple(
            token
            for token in follow(path, head)
            if token.i not in barred and token.i != head.i and not _is_amount(token)
        )
        if found:
            yield tuple(dict.fromkeys(found))


def _aimed_at(token: Token) -> tuple[Token, ...]:
    """Return the party a protest is aimed at; of a reason ("the mayor's plan") whose it is."""
    return (token,) if names_party(token) else tuple(filter(names_party, possessor_of(token)))


def _is_amount(token: Token) -> bool:
    """Tell whether `token` is a date, a sum or a measure, labelled by the model or counted."""
    if token.ent_type_ in TIMES:
        return True
    counted = any(child.dep_ == "nummod" for child in token.lefts)
    return counted and lemma_of(token) in frame_words("measured")


def _weapons_around(entry: TriggerEntry, head: Token) -> tuple[Token, ...]:
    paths = (*entry.instrument, *DEFAULT_INSTRUMENT[entry.pos])
    found = [token for path in paths for token in _weapon_heads(path, head)]
    return tuple(sorted(set(found), key=lambda token: token.i))


def _weapon_heads(path: Path, head: Token) -> tuple[Token, ...]:
    if path == "modifier":
        return tuple(
            child
            for child in head.lefts
            if child.dep_ in ("compound", "amod", "nmod") and lemma_of(child) in load_weapons()
        )
    return tuple(token for token in follow(path, head) if weapon_of(token) is not None)


def read_frame(head: Token, entry: TriggerEntry) -> Trigger:
    """Return the trigger with its arguments; a party never fills two places."""
    instruments = _weapons_around(entry, head)
    barred = frozenset(token.i for token in instruments)
    actor = DEFAULT_ACTOR[entry.pos] if entry.actor is None else entry.actor
    recipient = DEFAULT_RECIPIENT[entry.pos] if entry.recipient is None else entry.recipient
    if entry.pos == "noun":
        actor = (*actor, "light_subject") if actor else actor
        recipient = (*recipient, "undergoer")
    actors, *others = (*_ways(actor, head, barred), ())
    barred |= {token.i for token in actors}
    recipients = next(_ways(recipient, head, barred), ())
    if entry.type == "PROTEST" and entry.mode in AIMED:
        recipients = tuple(party for token in recipients for party in _aimed_at(token))
    return Trigger(
        head=head,
        entry=entry,
        actors=actors,
        other_actors=tuple(way for way in others if way),
        recipients=recipients,
        instruments=instruments,
        support=support_verb(head) if entry.pos == "noun" else None,
    )
