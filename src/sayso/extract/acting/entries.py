"""Entries of the trigger lexicon: what names an act, what must stand around it, who fills it.

The words are data, in `lexicons/en/triggers/`, `weapons.toml` and `party_nouns.toml`.
"""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from spacy.tokens import Token

from sayso.extract.acting.arguments import (
    core_of,
    frame_words,
    lemma_of,
    load_nouns,
)
from sayso.extract.naming.roles import role_at
from sayso.lexicons import Entry, Lexicon, load_lexicon

PartOfSpeech = Literal["verb", "noun", "adjective"]

# Ways from a trigger to an argument. "prep:X" is the object of preposition X below the trigger.
#   verb:  subject  object  dative  passive_subject  agent ("by X")  prep:X
#          complement_subject (the object that acts in the complement: "ordered THEM to leave")
#          object_prep:X ("opened FIRE on X": below the object)   using ("using drones")
#   noun:  blamed ("blamed the raid on REBELS")
#          possessor ("RUSSIA's shelling")  owner (the same, where "of" tells the victim)
#          modifier ("RUSSIAN strikes", "DRONE attack")  prep:X
#          light_subject  light_object  light_prep:X ("X carried out an attack ON Y": the subject,
#          object, prepositional object of the support verb)
#          undergoer (the subject of a support verb that suffers: "Y came under attack")
#   adjective:  subject, predicate (what it is said of: "SIX are missing", "left SIX dead")  prep:X
# Conditions on objects and subjects may also name a class: "@weapon", "@party", "@nation" (a
# country or people), "@nationality" (a people), "@target" (a party, site, vehicle), "@owned"
# (what a party has: "defended NORWAY'S decision"), "@hazard" (this one in `near` too); on
# complements "@question" ("discussed HOW to share the river"), "@to", "@clause" ("said it is");
# on modifiers "@people" ("a WRITERS strike").
# "by:PATH" leads to the demonym, possessor or sender of what stands there: "RUSSIAN drones hit".
Path = str


class TriggerEntry(Entry, frozen=True, kw_only=True):
    """A trigger and its frame."""

    lemmas: tuple[str, ...]  # lemma of the head, lower case: ("strike", "hit")
    pos: PartOfSpeech
    type: str  # PLOVER type, or IMPACT
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    cameo: str | None = None
    # What must stand around it. Empty means no condition. All given conditions must hold.
    words: tuple[str, ...] = ()  # forms or lemmas that follow the head, in order, within 4 tokens
    object: tuple[str, ...] = ()  # one of these lemmas heads the object or passive subject
    subject: tuple[str, ...] = ()  # one of these lemmas heads the subject or agent
    # One of these prepositions hangs below the head or its object; "for=release" with that lemma
    # behind it, "from=@party" with that class.
    prep: tuple[str, ...] = ()
    complement: tuple[str, ...] = ()  # one of these lemmas heads an open complement ("to leave")
    modifier: tuple[str, ...] = ()  # one of these lemmas stands as compound, adjective, possessor
    near: tuple[str, ...] = ()  # one of these lemmas stands in the sentence
    verdict: tuple[str, ...] = ()  # the object is called one of these: "called it a FARCE"
    # What must not.
    not_object: tuple[str, ...] = ()
    not_subject: tuple[str, ...] = ()
    not_modifier: tuple[str, ...] = ()
    not_near: tuple[str, ...] = ()
    not_prep: tuple[str, ...] = ()  # as `prep`
    not_words: tuple[str, ...] = ()  # none of these follows the head within 4 tokens
    needs_object: bool = False  # verbs: only with an object or passive subject
    active: bool = False  # verbs: not in the passive ("was met with silence")
    passive: bool = False  # verbs: only in the passive
    no_object: bool = False  # verbs: only without one ("demonstrated", not "demonstrated it")
    not_below: tuple[str, ...] = ()  # nouns: not the bare object of one of these ("in protest")
    needs_party: bool = False  # only where a person, body or country acts (subject, agent, owner)
    bare: bool = False  # nouns: fires without anything that ties it to one happening
    # Who fills the frame: the first path that leads somewhere wins; () means nobody.
    actor: tuple[Path, ...] | None = None  # None: the default of the part of speech
    recipient: tuple[Path, ...] | None = None
    instrument: tuple[Path, ...] = ()  # besides the default paths; weapons only
    reciprocal: bool = False  # "met", "talks between": parties act on each other


class TriggerLexicon(Lexicon, frozen=True, kw_only=True):
    """One file of trigger entries."""

    entry: tuple[TriggerEntry, ...]


class WeaponEntry(Entry, frozen=True, kw_only=True):
    """Things that acts are done with; an argument that is one is an instrument, no party."""

    lemmas: tuple[str, ...]
    mode: str  # the ASSAULT mode of an act done with it, "" where it tells none
    cameo: str


class WeaponLexicon(Lexicon, frozen=True, kw_only=True):
    """The file of weapons."""

    entry: tuple[WeaponEntry, ...]


# Order decides between entries with equally many conditions.
TRIGGER_FILES = (
    "assault",
    "coerce",
    "sanction",
    "protest",
    "mobilize",
    "agree",
    "support",
    "consult",
    "cooperate",
    "aid",
    "concede",
    "retreat",
    "request",
    "accuse",
    "reject",
    "threaten",
    "impact",
)

PARTY_ENTITIES = frozenset({"PERSON", "ORG", "GPE", "NORP"})
# Never a party.
TIMES = frozenset({"DATE", "TIME", "PERCENT", "MONEY", "ORDINAL", "QUANTITY"})
PEOPLE = frozenset({"person", "group"})  # kinds of role that are people
CROWDS = frozenset({"dozen", "score", "hundred", "thousand", "million", "ten"})
IMPACT = "IMPACT"


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that names an act, with the heads of the phrases in its frame."""

    head: Token
    entry: TriggerEntry
    actors: tuple[Token, ...]
    recipients: tuple[Token, ...]
    instruments: tuple[Token, ...]
    other_actors: tuple[tuple[Token, ...], ...] = ()  # where else the frame looks for them
    support: Token | None = None  # the support verb of a noun: it carries tense and negation
    again: "Trigger | None" = None  # the same act told before, whose parties these are

    @property
    def mode(self) -> str | None:
        """The entry's mode, or for an assault without one the mode of its weapon."""
        if self.entry.mode is not None or self.entry.type != "ASSAULT":
            return self.entry.mode
        weapon = self._weapon()
        return weapon.mode if weapon is not None else None

    @property
    def cameo(self) -> str | None:
        """The entry's CAMEO code, or for an unspecified assault that of its weapon."""
        if self.entry.mode is not None or self.entry.type != "ASSAULT":
            return self.entry.cameo
        weapon = self._weapon()
        known = weapon.cameo if weapon is not None else None
        return known or self.entry.cameo

    def _weapon(self) -> WeaponEntry | None:
        found = (weapon_of(token) for token in self.instruments)
        return next((weapon for weapon in found if weapon and weapon.mode), None)


@cache
def load_weapons() -> dict[str, WeaponEntry]:
    """Return the weapons by lemma. Raises `LexiconError` where the file is malformed."""
    lexicon = load_lexicon("weapons", WeaponLexicon)
    return {lemma: entry for entry in lexicon.entry for lemma in entry.lemmas}


@cache
def load_triggers() -> tuple[TriggerEntry, ...]:
    """Return the entries of all trigger files, in the order that decides between equals.

    Raises `LexiconError` where a file is missing or malformed.
    """
    lexicons = (load_lexicon(f"triggers/{name}", TriggerLexicon) for name in TRIGGER_FILES)
    return tuple(entry for lexicon in lexicons for entry in lexicon.entry)


# How much a condition narrows: what heads an argument says more than what stands near.
WEIGHTS = {
    "object": 2,
    "subject": 2,
    "complement": 2,
    "verdict": 2,
    "modifier": 2,
    "prep": 1,
    "near": 1,
    "needs_object": 1,
    "needs_party": 1,
    "passive": 1,
}


def specificity_of(entry: TriggerEntry) -> int:
    """Return how narrow the conditions of `entry` are: the higher, the earlier it is tried."""
    given = sum(weight for name, weight in WEIGHTS.items() if getattr(entry, name))
    return given + 2 * len(entry.words)


Index = dict[tuple[PartOfSpeech, str], tuple[TriggerEntry, ...]]


@cache
def trigger_index() -> Index:
    """Return the entries by part of speech and head lemma, the most specific first."""
    listed: dict[tuple[PartOfSpeech, str], list[TriggerEntry]] = {}
    for entry in load_triggers():
        for lemma in dict.fromkeys(entry.lemmas):
            listed.setdefault((entry.pos, lemma), []).append(entry)
    return {
        key: tuple(sorted(entries, key=specificity_of, reverse=True))
        for key, entries in listed.items()
    }


def weapon_of(token: Token) -> WeaponEntry | None:
    """Return the weapon that `token`, or what it counts, names."""
    core = core_of(token)
    if core.pos_ not in ("NOUN", "PROPN", "ADJ"):
        return None  # the pronoun "mine"
    weapons = load_weapons()
    return weapons.get(lemma_of(token)) or weapons.get(lemma_of(core))


def names_party(token: Token) -> bool:
    """Tell whether `token` heads a phrase for a person, a body, a people or a country."""
    head = core_of(token)
    if weapon_of(token) is not None:
        return False
    if head.ent_type_ in PARTY_ENTITIES or head.lower_ in frame_words("pronoun"):
        return True
    if head.pos_ == "PROPN" and not head.ent_type_:
        return True
    if head.pos_ == "NUM" or lemma_of(head) in CROWDS:  # "thousands marched", "six were held"
        return not head.ent_type_ or head.ent_type_ == "CARDINAL"
    return lemma_of(head) in load_nouns("party_nouns") or _has_role(head)


def _has_role(noun: Token) -> bool:
    """Tell whether the role lexicon knows `noun` as a word for a person or for people."""
    entry = role_at(noun)
    return entry is not None and entry.kind in PEOPLE
