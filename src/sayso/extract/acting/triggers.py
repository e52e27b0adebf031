"""Words that name an act, and the words that fill its frame.

Finds triggers ("struck", "the shelling of", "took up arms") by lexicon and parse, and reads off
the heads of the phrases that act and are acted on. Who those heads are is for `parties`; whether
it happened is for `factuality`.

An entry fires on a head whose lemma and part of speech it lists and around which all its
conditions hold. The entry with the most conditions wins, then the one listed first. A head
carries one trigger at most; of an event noun and its support verb ("staged a strike") only one
is a trigger: the verb where its entry names the noun, else the noun.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from spacy.tokens import Doc as SpacyDoc
from spacy.tokens import Span as SpacySpan
from spacy.tokens import Token

from sayso.annotate.document import Document
from sayso.extract.acting.arguments import (
    SUBJECTS,
    agent_of,
    blamed_for,
    complement_subject_of,
    core_of,
    dative_of,
    frame_words,
    is_passive,
    lemma_of,
    load_nouns,
    object_of,
    outer_noun,
    passive_subject_of,
    possessor_of,
    prepositional,
    subject_of,
    support_verb,
    surface_subject,
    undergoes,
    verdict_on,
)
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
# country or people), "@nationality" (a people), "@target" (a party, site, vehicle), "@hazard"
# (this one in `near` too); on complements "@question" ("discussed HOW to share the river").
# "by:PATH" leads to the demonym or possessor of what stands there: "RUSSIAN drones hit Kyiv".
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
    # One of these prepositions hangs below the head or its object; "from:@party" with a party.
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
    not_words: tuple[str, ...] = ()  # none of these follows the head within 4 tokens
    needs_object: bool = False  # verbs: only with an object or passive subject
    active: bool = False  # verbs: not in the passive ("was met with silence")
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

PARTY_ENTITIES = frozenset({"PERSON", "ORG", "GPE", "NORP"})
NAMES = frozenset({"PERSON", "ORG", "GPE", "FAC", "PRODUCT", "WORK_OF_ART", "LAW", "LOC"})
# Never a party.
TIMES = frozenset({"DATE", "TIME", "PERCENT", "MONEY", "ORDINAL", "QUANTITY"})
ASKING = frozenset({"WRB", "WP", "WDT"})
JUST_NOW = frozenset({"recently", "newly", "freshly", "just", "earlier", "already"})
CROWDS = frozenset({"dozen", "score", "hundred", "thousand", "million", "ten"})
# What ties an event noun to one happening.
TYING_PREPOSITIONS = frozenset({"of", "on", "against", "by", "between", "with", "among", "over"})
PLACING_PREPOSITIONS = frozenset({"in", "at", "near", "outside", "since", "during", "across"})
IMPACT = "IMPACT"
AIMED = frozenset({"demo", "strike", "hunger"})  # modes of PROTEST: rents, a law are no parties
SITES = frozenset({"GPE", "LOC", "FAC", "NORP"})
DEFINITE = frozenset({"the", "this", "that", "these", "those", "both", "another", "latest"})
WORD_WINDOW = 4
GRAVE = frozenset({"kill", "slay", "murder", "stab", "die"})
ROUGH = frozenset({"ASSAULT", "COERCE", "RETREAT", IMPACT})
GAME_PAGE = 4  # that many words of play make a page a match report
HARMING = frozenset({"kill", "slay", "injure", "wound", "hurt", "maim"})
PLACE_HOPS = 10
# An act and its restatement, told as one: "were killed IN the raid", "greeted ON her visit".
RESTATING = {
    "ASSAULT": frozenset({"in", "by", "during", "with", "from"}),
    "CONSULT": frozenset({"on", "for", "during", "in", "at", "with"}),
}


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that names an act, with the heads of the phrases in its frame."""

    head: Token
    entry: TriggerEntry
    actors: tuple[Token, ...]
    recipients: tuple[Token, ...]
    instruments: tuple[Token, ...]
    support: Token | None = None  # the support verb of a noun: it carries tense and negation

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
    return lemma_of(head) in load_nouns("party_nouns")


# --- candidates: which entries a token can fire -------------------------------------------


def _participle_lemmas(form: str) -> Iterator[str]:
    """Yield what a form in -ed can come from: "injured" -> injure; "banned" -> ban."""
    if form.endswith("ied"):
        yield form[:-3] + "y"
    if form.endswith("ed"):
        yield form[:-1]
        yield form[:-2]
        if len(form) > 4 and form[-3] == form[-4]:
            yield form[:-3]


def _verb_entries(token: Token, index: Index) -> tuple[TriggerEntry, ...]:
    if token.dep_ == "amod" and not any(child.lower_ in JUST_NOW for child in token.lefts):
        return ()  # "wounded soldiers" is a state; "recently arrested activists" an act
    return index.get(("verb", lemma_of(token)), ())


def _noun_entries(token: Token, index: Index) -> tuple[TriggerEntry, ...]:
    if token.dep_ in ("compound", "nmod", "npadvmod") or token.ent_type_ in NAMES:
        return ()  # "attack helicopter", "the Campaign Against Torture"
    if token.ent_type_ in TIMES:
        return ()  # "1 March"
    found = index.get(("noun", lemma_of(token)))
    if found is None and token.tag_ == "NNPS":
        found = index.get(("noun", token.lower_.removesuffix("s")))
    return found or ()


def _adjective_entries(token: Token, index: Index) -> tuple[TriggerEntry, ...]:
    if token.dep_ == "amod":
        return ()  # "wounded soldiers", "the missing page" tell of no happening
    found = index.get(("adjective", token.lower_)) or index.get(("adjective", lemma_of(token)))
    if found:
        return found
    for lemma in _participle_lemmas(token.lower_):  # the tagger's "ten were wounded/ADJ"
        entries = index.get(("verb", lemma))
        if entries:
            return entries
    return ()


def candidates(token: Token, index: Index) -> tuple[TriggerEntry, ...]:
    """Return the entries whose lemma and part of speech fit `token`, the most specific first."""
    pos = token.pos_
    if pos in ("VERB", "AUX"):
        return (
            _verb_like(token, index) if token.dep_ not in NOUN_PLACES else _misread(token, index)
        )
    if pos in ("NOUN", "PROPN"):
        return _noun_entries(token, index)
    if pos == "ADJ":
        return _adjective_entries(token, index)
    return ()


def is_nominal(token: Token) -> bool:
    """Tell whether `token` is a noun, or stands where only one can, whatever its tag."""
    return token.pos_ in ("NOUN", "PROPN") or (token.pos_ == "VERB" and token.dep_ in NOUN_PLACES)


NOUN_PLACES = frozenset({"dobj", "pobj", "nsubj", "nsubjpass"})


def _misread(token: Token, index: Index) -> tuple[TriggerEntry, ...]:
    """Return the entries of a noun tagged as a verb: "air strikes/VBZ on the town went on"."""
    for form in (token.lower_, token.lower_.removesuffix("s")):
        entries = index.get(("noun", form))
        if entries:
            return entries
    return _verb_like(token, index)


def _verb_like(token: Token, index: Index) -> tuple[TriggerEntry, ...]:
    if token.tag_ == "VBG" and any(child.dep_ in ("det", "poss") for child in token.lefts):
        nominal = index.get(("noun", token.lower_))  # "the shelling of", tagged as a verb
        if nominal:
            return nominal
    found = _verb_entries(token, index)
    as_state = token.dep_ != "amod" and not any(c.dep_ == "dobj" for c in token.rights)
    if token.tag_ in ("VBN", "VBG") and as_state:  # "six are missing", not "missing a page"
        found += index.get(("adjective", token.lower_), ())
    return found


# --- conditions -----------------------------------------------------------------------------


NATION_CLASSES = {"NORP": ("@nationality", "@nation"), "GPE": ("@nation",)}


def _classes(head: Token) -> Iterator[str]:
    """Yield the word classes of `head` that conditions can name."""
    if weapon_of(head) is not None:
        yield "@weapon"
    elif names_party(head):
        yield "@party"
        yield from NATION_CLASSES.get(core_of(head).ent_type_, ())
    if names_party(head) or _names_site(head):
        yield "@target"
    if lemma_of(core_of(head)) in load_nouns("hazards"):
        yield "@hazard"


def _names_site(head: Token) -> bool:
    """Tell whether `head` names a place, a building, a vehicle or a part of an army."""
    core = core_of(head)
    return core.ent_type_ in SITES or lemma_of(core) in frame_words("struck")


def _lemmas(heads: tuple[Token, ...]) -> set[str]:
    """Return the lemmas of the heads and of what they count, and their classes."""
    found = {lemma for head in heads for lemma in (lemma_of(head), lemma_of(core_of(head)))}
    return found.union(*map(_classes, heads))


def _objects(token: Token) -> tuple[Token, ...]:
    """Return what the act is done to, as far as the object conditions look."""
    if is_nominal(token):
        return prepositional(token, "of")
    if token.pos_ == "ADJ":
        return _predicate_subject(token)
    return object_of(token) or passive_subject_of(token)


def _predicate_subject(token: Token) -> tuple[Token, ...]:
    """Return what an adjective or participle is said of: "TEN were wounded", "SIX are missing"."""
    head = token.head
    if any(child.dep_ in ("nsubj", "nsubjpass") for child in token.lefts):
        return surface_subject(token)
    if token.dep_ in ("acl", "amod"):
        return (head,)
    if token.dep_ == "oprd":  # "left SIX dead", "SIX were found dead"
        return object_of(head) or surface_subject(head)
    if token.dep_ in ("acomp", "conj", "attr") and head.i != token.i:
        return surface_subject(head)
    return surface_subject(token)


def _subjects(token: Token) -> tuple[Token, ...]:
    if is_nominal(token):
        verb = support_verb(token)
        light = (subject_of(verb) or agent_of(verb)) if verb is not None else ()
        return possessor_of(token) + prepositional(token, "by") + light
    return subject_of(token) + agent_of(token)


def _modifier_lemmas(token: Token) -> set[str]:
    found = {
        lemma
        for child in token.lefts
        if child.dep_ in ("compound", "amod", "nmod", "poss", "nummod", "npadvmod", "dep")
        for lemma in (lemma_of(child), child.lower_)
    }
    for child in token.lefts:  # "air-strike", "ground and air strikes"
        found.update(lemma_of(inner) for inner in child.children if inner.dep_ in LINKS)
    return found


LINKS = frozenset({"conj", "compound", "amod"})


def _prepositions(token: Token) -> set[str]:
    found = {c.lower_ for c in token.children if c.dep_ in ("prep", "agent", "dative", "prt")}
    if not is_nominal(token):
        for item in object_of(token):
            found.update(child.lower_ for child in item.rights if child.dep_ == "prep")
    from_whom = any(map(names_party, prepositional(token, "from"))) if "from" in found else False
    return found | {"from:@party"} if from_whom else found


def _window(place: int, spacy_doc: SpacyDoc) -> Iterator[Token]:
    """Yield the tokens after `place`, at most `WORD_WINDOW`, no further than its sentence."""
    for token in spacy_doc[place + 1 : place + 1 + WORD_WINDOW]:
        if token.is_sent_start:
            return
        yield token


def match_words(head: Token, words: tuple[str, ...]) -> tuple[Token, ...]:
    """Return the tokens after `head` that spell `words` in order, or () where they do not.

    The first must stand within `WORD_WINDOW` tokens of the head, each further one within as
    many of the one before.
    """
    found: list[Token] = []
    place = head.i
    for word in words:
        hit = next(
            (t for t in _window(place, head.doc) if t.lower_ == word or lemma_of(t) == word), None
        )
        if hit is None:
            return ()
        found.append(hit)
        place = hit.i
    return tuple(found)


def _verdicts(verb: Token) -> set[str]:
    """Return the lemmas of what the object is called and of the words right before those."""
    heads = verdict_on(verb)
    words = [word for head in heads for word in (head, *head.lefts)]
    return {form for word in words for form in (lemma_of(word), word.lower_)}


def _complements(token: Token) -> set[str]:
    clauses = [c for c in token.children if c.dep_ in ("xcomp", "ccomp", "acl", "advcl")]
    found = {lemma_of(clause) for clause in clauses}
    if any(_asks(clause) for clause in clauses if clause.i > token.i):
        found.add("@question")
    return found


def _asks(clause: Token) -> bool:
    """Tell whether a clause is an indirect question: "how to end the war"."""
    return any(child.tag_ in ASKING or child.lower_ in ("whether", "if") for child in clause.lefts)


class SentenceLemmas:
    """The lemmas of each sentence, read once where an entry asks what stands near."""

    def __init__(self, spacy_doc: SpacyDoc) -> None:
        self._spacy_doc = spacy_doc
        self._starts = [token.i for token in spacy_doc if token.is_sent_start]
        self._known: dict[int, frozenset[str]] = {}

    def of(self, token: Token) -> frozenset[str]:
        """Return the lemmas of the sentence that holds `token`, with the classes they make."""
        number = bisect_right(self._starts, token.i)
        if number not in self._known:
            start = self._starts[number - 1] if number else 0
            end = self._starts[number] if number < len(self._starts) else len(self._spacy_doc)
            self._known[number] = self._read(self._spacy_doc[start:end])
        return self._known[number]

    def of_all(self) -> frozenset[str]:
        """Return the lower-cased lemmas of the whole document."""
        return frozenset(map(lemma_of, self._spacy_doc))

    def _read(self, sentence: SpacySpan) -> frozenset[str]:
        lemmas = set(map(lemma_of, sentence))
        hazards = load_nouns("hazards")
        if any(token.pos_ == "NOUN" and lemma_of(token) in hazards for token in sentence):
            lemmas.add("@hazard")
        return frozenset(lemmas)


class _Site:
    """One token as the conditions look at it; each view is read at most once."""

    def __init__(self, token: Token, sentences: SentenceLemmas) -> None:
        self.token = token
        self._sentences = sentences
        self._views: dict[str, set[str] | frozenset[str]] = {}

    def view(self, name: str) -> set[str] | frozenset[str]:
        if name not in self._views:
            self._views[name] = self._read(name)
        return self._views[name]

    def _read(self, name: str) -> set[str] | frozenset[str]:
        token = self.token
        if name == "near":
            return self._sentences.of(token)
        if name == "words":
            window = _window(token.i, token.doc)
            return {form for other in window for form in (other.lower_, lemma_of(other))}
        readers: dict[str, Callable[[Token], set[str]]] = {
            "object": lambda head: _lemmas(_objects(head)),
            "subject": lambda head: _lemmas(_subjects(head)),
            "predicate": lambda head: _lemmas(_predicate_subject(head)),
            "prep": _prepositions,
            "verdict": _verdicts,
            "complement": _complements,
            "modifier": _modifier_lemmas,
        }
        return readers[name](token)

    def has(self, name: str, wanted: tuple[str, ...]) -> bool:
        return not self.view(name).isdisjoint(wanted)


WANTED = ("object", "subject", "prep", "complement", "modifier", "verdict", "near")
UNWANTED = ("object", "subject", "modifier", "near", "words")


def _view_for(entry: TriggerEntry, name: str) -> str:
    """Return the view to ask: an adjective has no object but what it is said of."""
    return "predicate" if entry.pos == "adjective" and name in ("object", "subject") else name


def _holds(entry: TriggerEntry, site: _Site) -> bool:
    """Tell whether all conditions of `entry` hold."""
    for name in WANTED:
        wanted: tuple[str, ...] = getattr(entry, name)
        if wanted and not site.has(_view_for(entry, name), wanted):
            return False
    for name in UNWANTED:
        unwanted: tuple[str, ...] = getattr(entry, f"not_{name}")
        if unwanted and site.has(_view_for(entry, name), unwanted):
            return False
    token = site.token
    if entry.words and not match_words(token, entry.words):
        return False
    if entry.needs_object and not _objects(token):
        return False
    if (entry.no_object and object_of(token)) or (entry.active and is_passive(token)):
        return False
    if entry.not_below and _is_bare_below(token, entry.not_below):
        return False
    if entry.needs_party and not any(map(names_party, _acting(token))):
        return False
    return entry.pos != "noun" or entry.bare or is_tied(token)


def _is_bare_below(noun: Token, prepositions: tuple[str, ...]) -> bool:
    """Tell whether `noun` stands without any word of its own behind one of the prepositions."""
    head = noun.head
    return noun.dep_ == "pobj" and head.lower_ in prepositions and head.i == noun.i - 1


def _acting(token: Token) -> tuple[Token, ...]:
    """Return who could act: subjects, and for nouns the demonyms before them."""
    found = _subjects(token)
    return found + _party_modifiers(token) if is_nominal(token) else found


# --- event nouns: one happening, or the idea of it --------------------------------------------


def _party_modifiers(noun: Token) -> tuple[Token, ...]:
    """Return the demonyms, bodies and people that stand before `noun` as modifiers."""
    return tuple(
        child
        for child in noun.lefts
        if child.dep_ in ("amod", "compound", "nmod") and _modifies_as_party(child)
    )


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
    return in_series or bool(_party_modifiers(noun))


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


# --- arguments ----------------------------------------------------------------------------------

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
    return _party_modifiers(noun)


READERS: dict[Path, Reader] = {
    "subject": lambda head: _predicate_subject(head) if head.pos_ == "ADJ" else subject_of(head),
    "predicate": _predicate_subject,
    "object": object_of,
    "dative": dative_of,
    "passive_subject": lambda head: (
        _objects(head) if head.pos_ == "ADJ" else passive_subject_of(head)
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


def follow(path: Path, head: Token) -> tuple[Token, ...]:
    """Return the heads that `path` leads to from the trigger `head`; () where it leads nowhere.

    Raises `KeyError` for a path that is not one of those listed above.
    """
    kind, _, rest = path.partition(":")
    if not rest:
        return READERS[kind](head)
    if kind == "prep":
        return prepositional(head, rest)
    if kind == "object_prep":
        return tuple(token for item in object_of(head) for token in prepositional(item, rest))
    if kind == "light_prep":
        verb = support_verb(head)
        return prepositional(verb, rest) if verb is not None else ()
    if kind == "by":
        return tuple(
            token
            for item in follow(rest, head)
            for token in possessor_of(item) + _party_modifiers(item)
        )
    raise KeyError(f"no such path: {path}")


def _first(paths: tuple[Path, ...], head: Token, barred: frozenset[int]) -> tuple[Token, ...]:
    """Return what the first path that leads to an unbarred token leads to."""
    for path in paths:
        found = tuple(
            token
            for token in follow(path, head)
            if token.i not in barred and token.i != head.i and not _is_amount(token)
        )
        if found:
            return tuple(dict.fromkeys(found))
    return ()


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
    actors = _first(actor, head, barred)
    barred |= {token.i for token in actors}
    recipients = _first(recipient, head, barred)
    if entry.type == "PROTEST" and entry.mode in AIMED:
        recipients = tuple(party for token in recipients for party in _aimed_at(token))
    return Trigger(
        head=head,
        entry=entry,
        actors=actors,
        recipients=recipients,
        instruments=instruments,
        support=support_verb(head) if entry.pos == "noun" else None,
    )


# --- one trigger an act -------------------------------------------------------------------------


def _fire(token: Token, index: Index, sentences: SentenceLemmas) -> TriggerEntry | None:
    entries = candidates(token, index)
    if not entries:
        return None
    site = _Site(token, sentences)
    return next((entry for entry in entries if _holds(entry, site)), None)


def _named_by(head: Token, entry: TriggerEntry) -> Iterator[int]:
    """Yield the places of the words that an entry names besides its head."""
    for token in match_words(head, entry.words):
        yield token.i
    if entry.object and entry.pos == "verb":
        for item in _objects(head):
            if not {lemma_of(item), lemma_of(core_of(item))}.isdisjoint(entry.object):
                yield item.i
                yield core_of(item).i


def _drop_doubles(fired: dict[int, TriggerEntry], spacy_doc: SpacyDoc) -> None:
    """Keep one trigger an act: a verb that names its noun, else the noun with its support verb."""
    for place, entry in list(fired.items()):
        if place in fired:
            for named in _named_by(spacy_doc[place], entry):
                fired.pop(named, None)
    for place, entry in list(fired.items()):
        if entry.pos == "noun" and place in fired:
            verb = support_verb(spacy_doc[place])
            if verb is not None and verb.i in fired and not fired[verb.i].words:
                del fired[verb.i]
            elif _is_told_again(spacy_doc[place], fired):
                del fired[place]


def _is_told_again(noun: Token, fired: dict[int, TriggerEntry]) -> bool:
    """Tell whether the verb that `noun` is subject of says the same: "a quake struck"."""
    verb = noun.head
    again = fired.get(verb.i) if noun.dep_ in ("nsubj", "nsubjpass") else None
    return again is not None and again.pos == "verb" and again.type == fired[noun.i].type == IMPACT


def _pairs_of(fired: dict[int, TriggerEntry], spacy_doc: SpacyDoc) -> Iterator[tuple[int, int]]:
    """Yield (noun, verb) where the noun tells again what the verb of its clause tells."""
    for place, entry in fired.items():
        noun = spacy_doc[place]
        if entry.pos != "noun":
            continue
        verb = _verb_over(outer_noun(noun), RESTATING.get(entry.type, frozenset()))
        if entry.mode == "visit" and (verb is None or verb.i not in fired):
            verb = _greeting_over(noun, fired)
        told = fired.get(verb.i) if verb is not None else None
        if verb is not None and told is not None and _restates(entry, told, noun):
            yield place, verb.i


def _verb_over(noun: Token, prepositions: frozenset[str]) -> Token | None:
    """Return the verb whose subject, agent or adjunct `noun` is."""
    head = noun.head
    if noun.dep_ in ("nsubj", "nsubjpass"):
        return head
    if noun.dep_ != "pobj" or head.lower_ not in prepositions:
        return None
    return head.head if head.dep_ in ("prep", "agent") else None


def _greeting_over(visit: Token, fired: dict[int, TriggerEntry]) -> Token | None:
    """Return the verb of the meeting that `visit` is for, through a relative clause.

    "GREETED her at the port, where a band played for her visit".
    """
    through_clause = False
    above = visit.head
    for _ in range(PLACE_HOPS):
        if above.i in fired or above.dep_ in ("ccomp", "advcl", "conj"):
            break
        through_clause = through_clause or above.dep_ == "relcl"
        above = above.head
    told = fired.get(above.i)
    meets = told is not None and told.type == "CONSULT" and told.mode == "visit"
    return above if through_clause and meets and above.i < visit.i else None


def _restates(noun: TriggerEntry, verb: TriggerEntry, head: Token) -> bool:
    if verb.pos == "noun":
        return False
    if noun.type == "ASSAULT":
        harms = verb.mode == "casualties" or not HARMING.isdisjoint(verb.lemmas)
        return harms and verb.type in ("ASSAULT", IMPACT)
    return noun.type == verb.type == "CONSULT" and head.dep_ == "pobj"


def _only_tells_the_aim(verb: Token, fired: dict[int, TriggerEntry]) -> bool:
    """Tell whether `verb` describes an attack noun: "a wave of strikes TARGETING ports"."""
    if fired[verb.i].type != "ASSAULT" or verb.tag_ != "VBG" or verb.dep_ not in ("acl", "xcomp"):
        return False
    if lemma_of(verb) not in ("target", "hit", "strike"):
        return False
    noun = next((t for t in reversed(list(verb.lefts)) if t.dep_ in SUBJECTS), verb.nbor(-1))
    told = fired.get(noun.i)
    attacks = told is not None and told.type == "ASSAULT" and told.pos == "noun"
    return attacks or lemma_of(noun).removesuffix("s") in frame_words("partitive")


def _joined(noun: Trigger, verb: Trigger) -> Trigger:
    """Return the one trigger of an act told by a verb and a noun, with both their arguments.

    The verb stays, unless the noun alone tells the mode, or the verb only what befell people.
    """
    keeps_noun = verb.entry.type != noun.entry.type or (noun.mode and not verb.mode)
    kept, other = (noun, verb) if keeps_noun else (verb, noun)
    actors = kept.actors or tuple(t for t in other.actors if t not in kept.recipients)
    taken = {token.i for token in (*actors, noun.head, verb.head)}
    harmed = dict.fromkeys((*kept.recipients, *other.recipients))
    if kept.entry.type == "CONSULT" and kept.recipients:  # a host, not also the place
        harmed = dict.fromkeys(kept.recipients)
    return replace(
        kept,
        actors=actors,
        recipients=tuple(token for token in harmed if token.i not in taken),
        instruments=kept.instruments or other.instruments,
        support=verb.head if keeps_noun else kept.support,
    )


def _play_words(sentence: frozenset[str]) -> frozenset[str]:
    return sentence & frame_words("game")


def _is_play(trigger: Trigger, sentence: frozenset[str], page_is_game: bool) -> bool:
    """Tell whether a trigger tells of play: "hit a double", "robbed him of a goal".

    In a match report, or a sentence with words of play, only killing, harm, arrest and acts with
    a weapon are news acts.
    """
    if not page_is_game and (trigger.entry.type not in ROUGH or not _play_words(sentence)):
        return False
    entry = trigger.entry
    grave = not GRAVE.isdisjoint(entry.lemmas) or entry.mode in ("arrest", "riot", "explosives")
    return not grave and not trigger.instruments


def find_triggers(doc: Document) -> Iterator[Trigger]:
    """Yield the triggers of `doc` in text order, one a head word: the most specific entry wins."""
    index, sentences = trigger_index(), SentenceLemmas(doc.spacy_doc)
    fired: dict[int, TriggerEntry] = {}
    for token in doc.spacy_doc:
        entry = _fire(token, index, sentences)
        if entry is not None:
            fired[token.i] = entry
    _drop_doubles(fired, doc.spacy_doc)
    for place in [place for place in fired if _only_tells_the_aim(doc.spacy_doc[place], fired)]:
        del fired[place]
    pairs = list(_pairs_of(fired, doc.spacy_doc))
    found = {place: read_frame(doc.spacy_doc[place], entry) for place, entry in fired.items()}
    for noun, verb in pairs:
        if noun in found and verb in found:
            joined = _joined(found.pop(noun), found.pop(verb))
            found[joined.head.i] = joined
    page_is_game = len(_play_words(sentences.of_all())) >= GAME_PAGE
    for place in sorted(found):
        if not _is_play(found[place], sentences.of(found[place].head), page_is_game):
            yield found[place]
