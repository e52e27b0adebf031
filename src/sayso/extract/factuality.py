"""Did it happen: actual, negated, attempted, future, hypothetical or general.

Reads negation, modals, conditionals, and the words that govern an act, from its trigger upwards
to the clause that is asserted. A cue of saying ends the way up: what is said stands on its own,
and whose claim it is, is for `attributions`.
"""

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Token

from sayso.lexicons import Entry, Lexicon, load_lexicon
from sayso.records import Factuality

CONDITIONS = frozenset({"if", "unless", "whether", "provided", "lest", "should"})
FUTURE_MODALS = frozenset({"will", "'ll", "’ll", "shall", "wo"})
OPEN_MODALS = frozenset({"may", "might", "could", "would", "'d", "’d", "should", "must"})
ABILITY = frozenset({"can", "ca"})
HABITS = frozenset(
    {"usually", "often", "always", "regularly", "generally", "typically", "normally"}
)
NOBODY = frozenset({"nobody", "none", "nothing", "neither"})
WANTING = frozenset({"without", "barring"})  # "without firing a shot"
# Who goes somewhere to do a thing has not done it yet, whatever it is.
MOTION = frozenset("arrive come drive fly go head journey leave return sail send travel".split())
# Words beside a governing verb that it needs, or that undo it: "rule out", "go on to attack".
NEEDED = {"rule": "out"}
UNDOING = {"go": "on"}
CLIMBS = frozenset(
    {
        "xcomp",
        "ccomp",
        "pcomp",
        "acl",
        "dobj",
        "pobj",
        "prep",
        "conj",
        "advcl",
        "nsubj",
        "nsubjpass",
        "attr",
    }
)
# Relations through which a verb's negation, condition and modal reach what hangs on it.
SHARES_MOOD = frozenset({"xcomp", "dobj", "conj", "pobj", "prep", "nsubjpass", "pcomp", "attr"})
DEPTH = 6  # steps up from the trigger; governors further away say nothing of it


class FactualityEntry(Entry, frozen=True, kw_only=True):
    """Governing words with one effect on what they govern."""

    lemmas: tuple[str, ...]
    effect: Factuality
    infinitive: bool = False  # governs an infinitive only: "set to leave", not "set fire"


class FactualityLexicon(Lexicon, frozen=True, kw_only=True):
    """Words that change the factuality of an act."""

    entry: tuple[FactualityEntry, ...]


@cache
def load_governors() -> dict[str, FactualityEntry]:
    """Return the governing words by lemma; the first entry that lists a lemma holds."""
    lexicon = load_lexicon("factuality", FactualityLexicon)
    governors: dict[str, FactualityEntry] = {}
    for entry in (entry for entry in lexicon.entry if entry.effect != "actual"):
        for lemma in entry.lemmas:
            governors.setdefault(lemma, entry)
    return governors


@cache
def load_fulfilled() -> frozenset[str]:
    """Return the verbs that name what a meeting or speech itself fulfils: "met to DISCUSS it"."""
    lexicon = load_lexicon("factuality", FactualityLexicon)
    return frozenset(
        v for entry in lexicon.entry if entry.effect == "actual" for v in entry.lemmas
    )


def factuality_of(trigger: Token, cues: frozenset[int] = frozenset()) -> Factuality:
    """Return the factuality of the act that `trigger` names.

    `cues` are the indices of cues of saying: the way up ends there.

    1. a negation on the act, or on a light verb over it
    2. a condition ("if", "whether"), an open modal ("may"), ability ("can": general)
    3. a future modal, "is to", a purpose clause
    4. a governing word of the lexicon, nearest first
    5. a habit ("often"), else actual
    """
    if is_attempt(trigger):
        return "attempted"
    below = trigger
    for node in [trigger, *governors_of(trigger, cues)]:
        found = own_factuality(node) if node.pos_ in ("VERB", "AUX") else noun_factuality(node)
        if found is not None and (node is trigger or shares_mood(below, found)):
            return "future" if found == "hypothetical" and is_foretold(node, cues) else found
        governs = node is not trigger and below.dep_ != "conj"
        entry = governor_entry(node, below) if governs else None
        if entry is not None:
            return entry.effect
        if lacks(node):
            return "negated"
        if is_purpose(node) and not is_fulfilled(node):
            return effect_of_noun_over(node)
        below = node
    return "actual"


def is_taken_for_granted(trigger: Token, top: Token) -> bool:
    """Tell whether what is said below `top` is not about whether an act happened, but names it.

    So is "the murder" in "demanded that the murder be investigated", and a clause in the past
    that says which or when: "the men who WERE KILLED", "since rebels TOOK the town".
    """
    node = trigger
    while node.i not in (top.i, node.head.i):
        if node.pos_ in ("NOUN", "PROPN") and is_given(node):
            return True
        if node.dep_ in ("relcl", "advcl") and is_past(node):
            return True
        if node.dep_ == "acl" and node.tag_ == "VBN" and not has_own_subject(node):
            return True
        node = node.head
    return False


def is_given(noun: Token) -> bool:
    """Tell whether a noun names what is known: "the raid", "this attack", "Tuesday's bombing"."""
    return any(
        child.dep_ == "poss"
        or (child.dep_ == "det" and child.lower_ in ("the", "this", "that", "these", "those"))
        for child in noun.children
    )


def is_past(verb: Token) -> bool:
    """Tell whether a clause says what was: its verb or its auxiliary is in the past."""
    words = [verb, *(child for child in verb.children if child.dep_ in ("aux", "auxpass"))]
    modal = any(word.tag_ == "MD" for word in words)
    return not modal and any(
        word.tag_ == "VBD" or word.lower_ in ("has", "have") for word in words
    )


def governors_of(trigger: Token, cues: frozenset[int]) -> Iterator[Token]:
    """Yield the words over `trigger` that bear on whether it happened, nearest first."""
    node = trigger
    for _ in range(DEPTH):
        relation, head = node.dep_, node.head
        if head is node or relation not in CLIMBS or head.i in cues:
            return
        if relation == "conj" and node.pos_ == "VERB" and has_own_subject(node):
            return
        if relation == "advcl" and not is_purpose(node):
            return
        if relation in ("nsubj", "nsubjpass") and head.pos_ == "VERB" and not is_occurrence(head):
            return
        if relation == "ccomp" and is_parenthetical(node):
            return
        node = head
        if node.pos_ != "ADP":
            yield node


def is_attempt(trigger: Token) -> bool:
    """Tell whether a noun says itself that it came to nothing more: "an attempt on his life"."""
    entry = load_governors().get(trigger.lemma_.lower())
    is_noun = trigger.pos_ == "NOUN"
    return is_noun and entry is not None and entry.effect == "attempted" and not has_no(trigger)


def effect_of_noun_over(purpose: Token) -> Factuality:
    """Return what the noun before an infinitive makes of it: "an attempt", "no plan to leave"."""
    if purpose.dep_ != "acl":
        return "future"
    if has_no(purpose.head):
        return "negated"
    entry = governor_entry(purpose.head, purpose)
    return entry.effect if entry is not None else "future"


def shares_mood(below: Token, found: Factuality) -> bool:
    """Tell whether what is `found` of a governing word holds of the act below it.

    Of an infinitive below a noun only that there is none: "no plan to attack".
    """
    return below.dep_ in SHARES_MOOD or (below.dep_ == "acl" and found == "negated")


def lacks(node: Token) -> bool:
    """Tell whether a word stands behind "without" or "instead of"."""
    before = node.head
    if node.dep_ not in ("pcomp", "pobj") or before.pos_ not in ("ADP", "SCONJ"):
        return False
    instead = before.lower_ == "of" and before.i > 0 and before.nbor(-1).lower_ == "instead"
    return instead or before.lower_ in WANTING


def is_fulfilled(purpose: Token) -> bool:
    """Tell whether the act whose purpose it is has fulfilled it: "met to discuss the truce"."""
    act = purpose.head
    if UNDOING.get(act.lemma_.lower()) in {child.lower_ for child in act.children}:
        return True
    done = act.tag_ == "VBD" or any(child.lemma_ == "have" for child in act.lefts)
    if not done or act.pos_ != "VERB" or act.lemma_.lower() in MOTION:
        return False
    return purpose.lemma_.lower() in load_fulfilled()


def has_own_subject(verb: Token) -> bool:
    """Tell whether a conjoined verb starts a clause of its own, with its own tense."""
    return any(child.dep_ in ("nsubj", "nsubjpass", "aux") for child in verb.children)


def is_parenthetical(node: Token) -> bool:
    """Tell whether the clause stands before its cue ("Troops left, he said")."""
    return node.i < node.head.i


def is_occurrence(verb: Token) -> bool:
    """Tell whether a verb only says that its subject happens: "talks will take place"."""
    return verb.lemma_.lower() in (
        "take", "happen", "occur", "begin", "start", "continue", "follow", "end", "be", "hold",
        "plan", "expect", "schedule", "stage", "carry", "launch", "cancel", "prevent", "thwart",
        "foil", "avert", "set", "call", "fail", "resume", "open",
    )  # fmt: skip


def own_factuality(verb: Token) -> Factuality | None:
    """Return what a verb's own words say: negation, condition, modal, habit; None if nothing."""
    words = {
        child.lower_
        for child in verb.children
        if child.dep_ in ("neg", "aux", "advmod", "mark", "prep")
    }
    if any(child.dep_ == "neg" for child in verb.children) or words & {"never", "hardly"}:
        return "negated"
    if any(c.dep_ in ("nsubj", "nsubjpass", "dobj") and has_no(c) for c in verb.children):
        return "negated"
    if is_yet_to(verb):
        return "negated"
    if words & CONDITIONS:
        return "hypothetical"
    modals = {
        child.lower_ for child in verb.children if child.dep_ == "aux" and child.tag_ == "MD"
    }
    if modals & FUTURE_MODALS:
        return "future"
    if modals & OPEN_MODALS:
        return "hypothetical"
    if modals & ABILITY or words & HABITS:
        return "general"
    if is_going_to(verb):
        return "future"
    return None


def is_foretold(verb: Token, cues: frozenset[int]) -> bool:
    """Tell whether "would" is the "will" of a saying in the past: "said they would leave"."""
    would = any(
        child.dep_ == "aux" and child.lower_ in ("would", "'d", "’d") for child in verb.children
    )
    return would and any(up.i in cues and up.tag_ in ("VBD", "VBN") for up in verb.ancestors)


def has_no(noun: Token) -> bool:
    """Tell whether a noun is denied: "no talks", "neither side", "nobody"."""
    return noun.lower_ in NOBODY or any(
        child.dep_ in ("det", "neg") and child.lower_ in ("no", "neither")
        for child in noun.children
    )


def is_yet_to(verb: Token) -> bool:
    """Tell whether a verb is "has yet to come"."""
    governor = verb.head
    if verb.dep_ != "xcomp" or governor.lemma_ not in ("have", "be"):
        return False
    return any(child.lower_ == "yet" for child in (*governor.children, *verb.lefts))


def is_going_to(verb: Token) -> bool:
    """Tell whether a verb is "is to come" or "is going to come"."""
    governor = verb.head
    if verb.dep_ != "xcomp":
        return False
    if governor.lemma_ == "go" and governor.tag_ == "VBG":
        return True
    return governor.lemma_ == "be" and governor.tag_ in ("VBZ", "VBP", "VBD") and has_to(verb)


def has_to(verb: Token) -> bool:
    """Tell whether a verb is an infinitive with "to"."""
    return any(child.dep_ == "aux" and child.lower_ == "to" for child in verb.children)


def is_purpose(verb: Token) -> bool:
    """Tell whether a verb is an infinitive that says what for: "went to Minsk to meet him"."""
    return verb.pos_ == "VERB" and verb.dep_ in ("advcl", "acl", "relcl") and has_to(verb)


def noun_factuality(noun: Token) -> Factuality | None:
    """Return what the modifiers of a noun say: "no talks", "planned visit", "failed attack"."""
    if has_no(noun):
        return "negated"
    for child in noun.children:
        if child.dep_ in ("amod", "compound", "det"):
            entry = load_governors().get(child.lower_) or load_governors().get(
                child.lemma_.lower()
            )
            if entry is not None and (entry.effect != "future" or child.dep_ == "amod"):
                return entry.effect
    return None


def governor_entry(node: Token, below: Token) -> FactualityEntry | None:
    """Return the lexicon entry by which `node` governs the word `below` it, or None.

    Verbs that govern an infinitive only ("set to leave") say nothing of an object ("set fire").
    """
    entry = load_governors().get(node.lemma_.lower()) or load_governors().get(node.lower_)
    if entry is None or (entry.infinitive and not has_to(below)):
        return None
    lemma, beside = node.lemma_.lower(), {child.lower_ for child in node.children}
    if NEEDED.get(lemma, "") not in {"", *beside} or UNDOING.get(lemma) in beside:
        return None
    return entry
