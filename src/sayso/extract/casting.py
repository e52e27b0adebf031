"""Who fills the places of an act: from the heads of its frame to parties.

The frame of a trigger names words. A word that names nobody ("a statement", "the plan") gives way
to who stands behind it: its owner, who issued it, who did it. What stays empty is not known.
"""

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from sayso.extract.acting.aims import aims_of
from sayso.extract.acting.arguments import (
    core_of,
    frame_words,
    lemma_of,
    object_of,
    outer_noun,
    passive_subject_of,
    people,
    possessor_of,
    prepositional,
    subject_of,
    with_conjuncts,
)
from sayso.extract.acting.conditions import predicate_subject
from sayso.extract.acting.entries import IMPACT, Trigger
from sayso.extract.acting.happenings import party_modifiers
from sayso.extract.naming.mentions import companions_of
from sayso.extract.parties import Parties
from sayso.records import Party

# Acts that are done to the thing itself: a bridge is struck, a shop is seized.
PHYSICAL = frozenset({"ASSAULT", "COERCE", IMPACT})
# Acts whose recipient may be a thing, where no party is found behind it: a fund is cut.
ON_THINGS = frozenset({"ASSAULT", "COERCE", "AID", "PROTEST", IMPACT, "SANCTION", "RETREAT"})
# Acts that several do together, on each other.
MUTUAL = frozenset({"AGREE", "CONSULT", "COOPERATE"})
ORDERING = frozenset({"order", "command", "have", "want", "see", "authorise", "authorize"})
# "Convicted OF the murder", "held OVER the blast", "responsible FOR it".
CHARGE_PREPOSITIONS = frozenset({"of", "for", "over", "with", "in"})
ANSWERABLE = frozenset({"responsible", "guilty", "accountable"})
# Kinds of party that nothing is aimed at: where it happens, and papers.
NOT_AIMED_AT = frozenset({"document"})
LANDS = frozenset({"country", "place"})


def actors_of(trigger: Trigger, parties: Parties) -> tuple[Party, ...]:
    """Return who acts.

    1. the parties that the frame of `trigger` names, by its first way that leads to any
    2. who stands behind a thing that acts ("the UN's report accused", "issued a report accusing")
       or has it done ("the judge ordered them jailed")
    3. a phrase that says of which country it is ("a Chinese convoy"), or is a name
    """
    mutual = trigger.entry.reciprocal or trigger.entry.type in MUTUAL
    for heads in (trigger.actors, *trigger.other_actors, *behind(trigger)):
        found = parties_of(parties, joined(heads) if mutual else heads, things=False)
        acting = tuple(party for party in found if not is_site(party))
        if acting:
            return acting
    found = parties_of(parties, trigger.actors, things=True)
    return tuple(party for party in found if party.country or party.name[:1].isupper())


def behind(trigger: Trigger) -> Iterator[tuple[Token, ...]]:
    """Yield those who may act where what the frame names does not."""
    for head in trigger.actors:
        if head.pos_ == "PRON":
            yield sayer_over(head)
        else:
            yield possessor_of(head)
            yield prepositional(head, "by")
            yield party_modifiers(head)
            yield author_of(head)
    if trigger.entry.actor == ():
        return
    if trigger.entry.pos == "noun":
        yield charged_with(trigger.head)
    else:
        yield orderer_of(trigger.head)


def sayer_over(pronoun: Token) -> tuple[Token, ...]:
    """Return who says the clause that a pronoun acts in: "the speaker said THEY support".

    Not so before the cue, where mostly somebody is quoted: "They burned it, a farmer said".
    """
    clause = pronoun.head
    reported = clause.dep_ == "ccomp" and clause.i > clause.head.i
    return subject_of(clause.head) if reported else ()


def author_of(paper: Token) -> tuple[Token, ...]:
    """Return who brings out a thing that speaks: "issued a REPORT", "in a STATEMENT"."""
    outer = outer_noun(paper)
    above = outer.head
    if outer.dep_ == "dobj" and lemma_of(above) in frame_words("support"):
        return subject_of(above)
    if outer.dep_ == "pobj" and above.lower_ == "in":
        return subject_of(above.head) if above.head.pos_ == "VERB" else (above.head,)
    return ()


def charged_with(deed: Token) -> tuple[Token, ...]:
    """Return who is said to have done it: "convicted HIM of the murder", "responsible for it"."""
    outer = outer_noun(deed)
    above = outer.head.head
    if outer.dep_ != "pobj" or outer.head.lower_ not in CHARGE_PREPOSITIONS:
        return ()
    if lemma_of(above) in ANSWERABLE:
        return predicate_subject(above)
    charged = above if above.dep_ == "dobj" else None  # "convicted a MAN of" may hang on either
    verb = charged.head if charged is not None else above
    if verb.pos_ != "VERB" or lemma_of(verb) not in frame_words("charging"):
        return ()
    return object_of(verb) or passive_subject_of(verb)


def orderer_of(trigger: Token) -> tuple[Token, ...]:
    """Return who has an act done: "the judge ORDERED them jailed"."""
    above = trigger.head
    if trigger.dep_ == "acl" and above.dep_ == "dobj":  # "them" is read as the object
        above = above.head
    has_done = trigger.dep_ in ("ccomp", "xcomp", "oprd", "acl") and trigger.tag_ == "VBN"
    return subject_of(above) if has_done and lemma_of(above) in ORDERING else ()


def joined(heads: Sequence[Token]) -> tuple[Token, ...]:
    """Return the heads, one with two nations before it as those: "BRITISH and EU negotiators"."""
    found: list[Token] = []
    for head in heads:
        pairs = [
            (child, other)
            for child in party_modifiers(head)
            for other in child.rights
            if other.dep_ == "conj"
        ]
        found.extend(pairs[0] if pairs else nations_of(head) or (head,))
    return tuple(found)


def nations_of(head: Token) -> tuple[Token, ...]:
    """Return the nations of several of one office: "the presidents OF KENYA AND GHANA"."""
    nations = prepositional(head, "of") if head.tag_ in ("NNS", "NNPS") else ()
    are_nations = all(nation.ent_type_ in ("GPE", "NORP", "ORG") for nation in nations)
    return nations if len(nations) > 1 and are_nations else ()


def recipients_of(
    trigger: Trigger, parties: Parties, actors: Sequence[Party]
) -> tuple[Party, ...]:
    """Return who is acted on.

    1. the parties that the frame of `trigger` names, or whom its actor meets
    2. the nearest party that the act is aimed at, where it is done to a thing or to nobody
    3. the thing itself, of acts that are done to things
    """
    entry = trigger.entry
    found: tuple[Party, ...] = ()
    if entry.type != "MOBILIZE":  # its frame names the troops that are moved
        found = not_among(actors, parties_of(parties, trigger.recipients, things=False))
    if entry.reciprocal and not found and trigger.actors:
        found = not_among(actors, parties_of(parties, companions_of(trigger.actors[0]), False))
    struck = entry.type == IMPACT or (entry.type in PHYSICAL and bool(trigger.recipients))
    is_mutual = len(actors) > 1 and (entry.reciprocal or entry.type in MUTUAL)
    if not found and not struck and not is_mutual:
        found = aimed_at(trigger, parties, actors)
    if not found and (entry.type in ON_THINGS or entry.type == "MOBILIZE"):
        found = not_among(actors, parties_of(parties, trigger.recipients, things=True))
    return found


def aimed_at(trigger: Trigger, parties: Parties, actors: Sequence[Party]) -> tuple[Party, ...]:
    """Return the nearest party, with those joined to it, that `trigger` may be aimed at.

    The country of the actor only where nobody else is named: "the envoy reaffirmed Oslo's
    support for the rebels" is not aimed at Oslo.
    """
    homes = {actor.country for actor in actors if actor.country}
    at_home: tuple[Party, ...] = ()
    for head in aims_of(trigger):
        party = parties.of(head, is_people(head))
        if party is None or party.kind in NOT_AIMED_AT or is_own(head):
            continue
        if is_site(party) or is_where(head, party, trigger) or is_nobody_known(head, party):
            continue
        found = not_among(actors, parties_of(parties, with_conjuncts(head), things=False))
        if found and party.kind in LANDS and party.country in homes and not owns(head, trigger):
            at_home = at_home or found
        elif found:
            return found
    return at_home


def is_nobody_known(head: Token, party: Party) -> bool:
    """Tell whether a pronoun was not resolved: nothing is known to be aimed at "its"."""
    return head.pos_ == "PRON" and party.name == party.text


def owns(head: Token, trigger: Trigger) -> bool:
    """Tell whether what the act is done to is theirs: "defended NORWAY's decision"."""
    thing = head.head
    return head.dep_ == "poss" and thing.dep_ == "dobj" and thing.head.i == trigger.head.i


def is_people(head: Token) -> bool:
    """Tell whether a common noun stands for people, be their office listed or not: "the maid"."""
    return lemma_of(core_of(head)) in people()


def is_own(head: Token) -> bool:
    """Tell whether a phrase is only somebody's own: "his country", "their borders"."""
    return any(child.dep_ == "poss" and child.pos_ == "PRON" for child in head.lefts)


def is_site(party: Party) -> bool:
    """Tell whether a party is but a place without a name: "the city", "the border"."""
    return party.kind in LANDS and not party.name[:1].isupper()


def is_where(head: Token, party: Party, trigger: Trigger) -> bool:
    """Tell whether a phrase only says where: "in the country", "took to the streets of Oslo"."""
    if head.head.lower_ == "in" and party.kind == "unnamed":
        return True
    return party.kind in LANDS and (head.head.lower_ == "in" or trigger.entry.type == "PROTEST")


def not_among(actors: Sequence[Party], parties: Sequence[Party]) -> tuple[Party, ...]:
    """Return those of `parties` that are none of the actors, by mention and by name."""
    spans = {actor.span for actor in actors}
    names = {actor.name for actor in actors}
    return tuple(p for p in parties if p.span not in spans and p.name not in names)


def parties_of(parties: Parties, heads: Sequence[Token], things: bool) -> tuple[Party, ...]:
    """Return the parties that the argument heads name, each mention once, in order."""
    found: list[Party] = []
    for head in heads:
        several = parties.all_of(head, things=things) if head.pos_ == "PRON" else ()
        for party in several or filter(None, (parties.of(head, things or is_people(head)),)):
            if (party.span, party.name) not in [(p.span, p.name) for p in found]:
                found.append(party)
    return tuple(found)
