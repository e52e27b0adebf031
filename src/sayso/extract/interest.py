"""Whether a source is a party to what it reports.

A source is a party where it acts or suffers itself, or where whom it speaks for does:

- the same party by name; "we" and "our" in what is said are the source, and so is "he" in "the
  minister said he would resign", whether or not that is an act with parties of its own;
- a body of a state for that state, its forces and its officials; a court or a parliament, which
  are to watch over these, for their own kind only;
- police for police, an army for its soldiers, rebels for rebels of the same country;
- whoever's role names a body for that body: "a spokesman for the union".

Who is near a victim is no victim: family, friends and lawyers have no interest of this kind.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

import msgspec
from spacy.tokens import Token

from sayso.extract.parties import Parties
from sayso.extract.saying.syntax import children
from sayso.records import Attribution, Event, Interest, Party

# A body of the state speaks for the acts of its state and of its forces.
STATE = frozenset({"GOV", "MIL", "COP", "SPY", "PRM"})
WATCHING = frozenset({"LEG", "JUD"})  # of the state too, but not for its forces
FORCES = frozenset({"MIL", "COP", "SPY", "PRM", "REB", "UAF", "JUD", "LEG"})
BODIES = frozenset({"organisation", "group", "country"})
BESIDE = frozenset(
    """family relative kin wife husband widow widower mother father parent son daughter brother
    sister uncle aunt cousin friend neighbour neighbor lawyer attorney colleague supporter critic
    opponent rival victim survivor witness doctor""".split()
)
OWN = frozenset({"we", "us", "our", "ours", "ourselves"})
SELF = frozenset({"i", "me", "my", "mine", "myself"})
SUBJECTS = ("nsubj", "csubj")
SUFFERING = ("nsubjpass", "dobj", "dative")
# Verbs by which a subject does nothing: "he said he knew of no raid".
STATES = frozenset(
    """be have seem appear know believe think feel see hear understand remember hope fear doubt
    want wish like love hate expect say sleep""".split()
)
WORD = re.compile(r"\w+")


def with_interest(
    attributions: Sequence[Attribution],
    events: Sequence[Event],
    parties: Parties | None = None,
) -> tuple[Attribution, ...]:
    """Return the attributions with `interest` told by what stands in their content.

    Without `parties` only the acts are looked at, not what is said of "we" and "he".
    """
    ordered = sorted(events, key=lambda event: event.trigger)
    starts = [event.trigger.start for event in ordered]
    return tuple(
        msgspec.structs.replace(
            found, interest=interest_of(found, list(told_in(found, ordered, starts)), parties)
        )
        for found in attributions
    )


def told_in(
    attribution: Attribution, events: Sequence[Event], starts: Sequence[int]
) -> Iterator[Event]:
    """Yield the acts whose trigger stands in a content, those of sayings inside it included."""
    for part in attribution.content:
        for place in range(bisect_left(starts, part.start), bisect_left(starts, part.end)):
            yield events[place]


def interest_of(
    attribution: Attribution, told: Sequence[Event], parties: Parties | None = None
) -> Interest:
    """Return whether the source acts, suffers or neither in `told`, the acts in what it says.

    Acting goes first; being named goes before being spoken for.
    """
    source = attribution.source
    if source is None:
        return "none"
    own = own_part(attribution, source, parties) if parties is not None else set()
    for tells in (is_named, speaks_for):
        if any(tells(source, party) for event in told for party in event.actors):
            return "actor"
        if tells is is_named and "actor" in own:
            return "actor"
        if any(tells(source, party) for event in told for party in event.recipients):
            return "recipient"
        if tells is is_named and "recipient" in own:
            return "recipient"
    return "none"


# --- by parties


def is_named(source: Party, party: Party) -> bool:
    """Tell whether two mentions name one party."""
    return source.name.casefold() == party.name.casefold()


def speaks_for(source: Party, party: Party) -> bool:
    """Tell whether a source speaks for another party: its state, its force, its body."""
    if is_beside(source) or is_beside(party):
        return False
    return is_same_state(source, party) or is_same_force(source, party) or holds(source, party)


def is_beside(party: Party) -> bool:
    """Tell whether a party is named by whom it is near: "the driver's family"."""
    return any(word in BESIDE or word.rstrip("s") in BESIDE for word in words_of(party.text))


def is_same_state(source: Party, party: Party) -> bool:
    """Tell whether both are of one state, and the source is not there to watch the other."""
    if source.country is None or source.country != party.country:
        return False
    sectors = set(source.sectors)
    whole = party.kind in ("country", "place")
    if sectors & WATCHING and not sectors & STATE:
        return whole and party.kind == "country" and "LEG" in sectors
    return bool(sectors & STATE) and (whole or bool(STATE & set(party.sectors)))


def is_same_force(source: Party, party: Party) -> bool:
    """Tell whether both are of one force: police and officers, rebels and their spokesman.

    Two bodies with names of their own are not one.
    """
    shared = FORCES & set(source.sectors) & set(party.sectors)
    if not shared or source.country != party.country:
        return False
    return not (has_own_name(source) and has_own_name(party))


def has_own_name(party: Party) -> bool:
    """Tell whether a party is called by a proper name: "the Red Front", not "the rebels"."""
    return party.kind == "organisation" and any(word[:1].isupper() for word in party.name.split())


def holds(source: Party, party: Party) -> bool:
    """Tell whether a source has an office of a body, or the body is its own: "Berg's party"."""
    if party.kind not in BODIES:
        return False
    name, owner = words_of(party.name), words_of(source.name)
    held = (words_of(words) for words in (source.role or "", source.text))
    own = bool(owner) and source.kind == "person" and is_run(owner, name)
    return own or (bool(name) and any(is_run(name, words) for words in held))


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case, articles left out."""
    return [word for word in WORD.findall(text.casefold()) if word not in ("the", "a", "an")]


def is_run(name: Sequence[str], words: Sequence[str]) -> bool:
    """Tell whether the words of a name stand in a row."""
    size = len(name)
    return any(words[at : at + size] == name for at in range(len(words) - size + 1))


# --- by the words of the content


def own_part(attribution: Attribution, source: Party, parties: Parties) -> set[Interest]:
    """Return what the source does or suffers by what is said of "we", or of whom it names itself.

    "I" counts where it is the subject or the object of a clause that heads what is said: a
    witness who tells what others did is no party.
    """
    found: set[Interest] = {"actor"} if is_own_plan(attribution, parties) else set()
    for part in attribution.content:
        words = list(parties.doc.tokens_in(part))
        for word in words:
            meant = word.lower_ in OWN or (
                heads_clause(word, words) and is_self(word, source, parties)
            )
            if meant:
                found.update(part_played(word))
    return found


def is_own_plan(attribution: Attribution, parties: Parties) -> bool:
    """Tell whether a source tells what it will do, or will not: "plans TO CONTEST the vote"."""
    first = parties.doc.tokens_in(attribution.content[0])[:1] if attribution.content else ()
    planned = attribution.stance in ("intends", "denies")
    return planned and any(word.tag_ == "TO" for word in first)


def heads_clause(word: Token, words: Sequence[Token]) -> bool:
    """Tell whether a word is subject or object of the verb that heads a content."""
    verb = word.head
    inside = verb.head.i < words[0].i or verb.head.i > words[-1].i or verb.head is verb
    return word.dep_ in (*SUBJECTS, *SUFFERING) and (inside or verb.dep_ == "ccomp")


def is_self(word: Token, source: Party, parties: Parties) -> bool:
    """Tell whether a word is whom the source names itself by: "I", "he", its own name."""
    if word.lower_ in SELF:
        return True
    if word.pos_ not in ("PRON", "PROPN", "NOUN") or word.lower_.endswith(("self", "selves")):
        return False
    party = parties.of(word)
    return party is not None and (is_named(source, party) or holds(source, party))


def part_played(word: Token) -> Iterable[Interest]:
    """Return what a word does in its clause: "OUR troops attacked", "they destroyed OUR homes"."""
    noun = word.head if word.dep_ == "poss" else word
    if noun.dep_ == "nsubjpass":
        return ("recipient",)
    if noun.dep_ in SUFFERING:  # somebody else must act: not "to renew our fleet"
        others = [
            subject for subject in children(noun.head, *SUBJECTS) if subject.lower_ not in OWN
        ]
        return ("recipient",) if others and noun.head.lemma_ not in STATES else ()
    acts = noun.dep_ in SUBJECTS and noun.head.pos_ == "VERB"
    passive = bool(children(noun.head, "auxpass"))
    return ("actor",) if acts and not passive and noun.head.lemma_ not in STATES else ()
