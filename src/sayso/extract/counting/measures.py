"""What befell the counted thing, or is true of it: read off the words that govern it."""

from dataclasses import dataclass, field
from functools import cache

from spacy.tokens import Token

from sayso.extract.counting.counted_nouns import children_of, same_sentence
from sayso.lexicons import Entry, Lexicon, load_lexicon
from sayso.records import Measure

STEPS = 8  # links climbed from the counted noun to what governs it
CARRIERS = frozenset(["conj", "appos", "nmod", "compound", "nummod", "amod", "dep", "quantmod"])
MODIFIERS = frozenset(["compound", "nmod", "nummod", "amod"])  # "a 20-year SENTENCE"
ARGUMENTS = frozenset(["nsubj", "nsubjpass", "dobj", "attr", "oprd", "dative"])
WEAK: frozenset[Measure] = frozenset(["hold", "produce"])  # "has 30 houses that burned down"
AMID_BACK, AMID_AHEAD = 60, 25  # tokens
# What completes a verb's meaning: "shot DOWN", "took 22 soldiers PRISONER".
COMPLETING = frozenset(["prt", "advmod", "oprd", "dobj", "attr", "acomp", "npadvmod"])
SUBJECTS = frozenset(["nsubj", "nsubjpass"])
STATED = frozenset(["acomp", "oprd", "xcomp", "attr", "ccomp"])
FILLERS = frozenset(["others", "other", "more", "people", "were", "was", "are", "have", "been"])
# Hedges that the parse can take for prepositions
HEDGING = frozenset(["between", "over", "around", "about", "under", "above", "below"])
# "stands at 40", "fell by 12 to 40"; "the bill passed by 60 votes to 40" is none
MOVES = frozenset(
    ["rise", "climb", "increase", "grow", "jump", "fall", "drop", "reach", "stand", "sit"]
)
CHANGES = frozenset(
    [
        "rise",
        "climb",
        "increase",
        "grow",
        "jump",
        "fall",
        "drop",
        "reach",
        "stand",
        "sit",
        "hit",
        "top",
        "pass",
        "surpass",
        "exceed",
    ]
)


class MeasureEntry(Entry, frozen=True, kw_only=True):
    """The words that say one measure; lemmas in lower case."""

    measure: Measure
    object: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    agent: tuple[str, ...] = ()
    subject_with: tuple[str, ...] = ()  # verb and the noun below it
    state: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    people: tuple[str, ...] = ()  # nouns that count only where no verb says more
    items: tuple[str, ...] = ()  # only for these counted nouns; empty: for all
    not_items: tuple[str, ...] = ()  # not for these
    amid: tuple[str, ...] = ()  # only where one of these lemmas stands near; empty: anywhere


class MeasureLexicon(Lexicon, frozen=True, kw_only=True):
    """`measures.toml`."""

    entry: tuple[MeasureEntry, ...]


@dataclass(frozen=True, slots=True)
class MeasureWords:
    """The lexicon turned round: word -> entries, by the role the counted thing has."""

    object: dict[str, list[MeasureEntry]] = field(default_factory=dict)
    subject: dict[str, list[MeasureEntry]] = field(default_factory=dict)
    agent: dict[str, list[MeasureEntry]] = field(default_factory=dict)
    subject_with: dict[str, list[MeasureEntry]] = field(default_factory=dict)
    state: dict[str, list[MeasureEntry]] = field(default_factory=dict)
    nouns: dict[str, list[MeasureEntry]] = field(default_factory=dict)
    people: dict[str, list[MeasureEntry]] = field(default_factory=dict)


@cache
def load_measures() -> MeasureWords:
    """Return the measure words; raises `LexiconError` where the lexicon is malformed."""
    words = MeasureWords()
    for entry in load_lexicon("measures", MeasureLexicon).entry:
        for role in ("object", "subject", "agent", "subject_with", "state", "nouns", "people"):
            table: dict[str, list[MeasureEntry]] = getattr(words, role)
            for word in getattr(entry, role):
                table.setdefault(word, []).append(entry)
    return words


@cache
def state_words() -> frozenset[str]:
    """Return the words that say what befell someone and can stand where a noun would."""
    return frozenset(load_measures().state)


def find_measure(
    number: Token, noun: Token | None, after: Token | None, item: str | None
) -> MeasureEntry | None:
    """Return what befell the counted thing, None where the words do not say.

    `noun` is the counted noun, `number` stands for it where it is left out, `after` is the first
    token behind the phrase, `item` the lemma of the counted noun.
    """
    head = noun if noun is not None else number
    own = measure_of_noun(noun, load_measures().nouns) or measure_behind(head, after, item)
    if own is not None:
        return own
    above = measure_above(head, item)
    if above is not None and above.measure not in WEAK:
        return above
    return measure_of_clause(head, item) or above or measure_of_noun(noun, load_measures().people)


def measure_of_noun(
    noun: Token | None, table: dict[str, list[MeasureEntry]]
) -> MeasureEntry | None:
    """Return the measure that the counted noun itself says: "9 deaths"."""
    if noun is None:
        return None
    entries = table.get(noun.lemma_.lower(), ())
    return next((entry for entry in entries if stands_amid(entry, noun)), None)


def measure_behind(head: Token, after: Token | None, item: str | None) -> MeasureEntry | None:
    """Return the measure of a participle or adjective right behind the phrase: "30 injured"."""
    for _ in range(3):
        if after is None or after.i + 1 >= len(after.doc):
            break
        if after.lower_ not in FILLERS and not (after.tag_ == "RB" and after.text.endswith("ly")):
            break  # "left one man critically injured"
        after = after.nbor(1)
    if after is not None and after.lower_ == "left" and after.i + 1 < len(after.doc):
        state = after.nbor(1)
        after = state if state.lower_ in load_measures().state else after  # "left homeless"
    if after is None or not same_sentence(head, after):
        return None
    if after.lower_ not in load_measures().state or after.tag_ in ("VB", "VBP", "VBZ", "NN"):
        return None
    departed = after.lower_ == "left" and is_leaving(head, after)
    if has_child(after, ("dobj", "dative")) or departed:
        return None
    return choose(load_measures().state[after.lower_], item)


def is_leaving(head: Token, left: Token) -> bool:
    """Tell whether "left" says that the counted went away, not that they are what remains."""
    subject = head.dep_ == "nsubj" and head.head.i == left.i
    return subject and left.head.lemma_ not in ("have", "be")


def measure_of_clause(head: Token, item: str | None) -> MeasureEntry | None:
    """Return what a participle or relative clause below the noun says: "30 people who died"."""
    for clause in children_of(head):
        if clause.dep_ not in ("acl", "relcl") or clause.i < head.i:
            continue
        if clause.dep_ == "relcl":
            subjects = [c for c in children_of(clause) if c.dep_ in SUBJECTS]
            if any(subject.pos_ == "NUM" for subject in subjects):
                continue  # "of which 15 were intercepted" is said of the 15
            relative = [s for s in subjects if s.tag_ in ("WP", "WDT") and s.dep_ == "nsubj"]
            role = "subject" if relative else "object"
        else:
            role = "subject" if clause.tag_ == "VBG" else "object"
        found = measure_of_verb(clause, role, item)
        if found is not None:
            return found
    return None


def measure_above(head: Token, item: str | None) -> MeasureEntry | None:
    """Return what the words that govern the counted noun say, climbing a few links."""
    current = head
    for _ in range(STEPS):
        governor = current.head
        if governor.i == current.i:
            return None
        if current.dep_ in ARGUMENTS or (current.dep_ == "advmod" and current.lower_ == "more"):
            return measure_of_argument(current, governor, item)
        if current.dep_ == "pobj":
            found = measure_of_object(governor, item)
            if found is not None:
                return found
            current = governor.head
            if current.pos_ in ("VERB", "AUX"):
                return None
        elif current.dep_ == "npadvmod" and governor.lower_ in load_measures().state:
            return choose(load_measures().state[governor.lower_], item)
        elif current.dep_ in MODIFIERS and governor.lemma_.lower() in load_measures().nouns:
            return choose(load_measures().nouns[governor.lemma_.lower()], item)
        elif current.dep_ in CARRIERS or current.dep_ == "prep":
            current = governor
        else:
            return None
    return None


def measure_of_argument(argument: Token, governor: Token, item: str | None) -> MeasureEntry | None:
    """Return what a verb or predicate says of its subject or object."""
    stated = measure_of_state(governor, item)
    if stated is not None:
        return stated
    if argument.dep_ == "nsubjpass":
        return measure_of_verb(governor, "object", item)
    if argument.dep_ == "nsubj":
        found = measure_of_verb(governor, "subject", item)
        return found or measure_of_bare_participle(governor, item)
    if argument.dep_ == "dobj" and governor.lemma_ in CHANGES:
        return measure_of_subject(governor)
    if argument.dep_ == "attr":
        return measure_of_subject(governor)
    return measure_of_verb(governor, "object", item)


def measure_of_bare_participle(governor: Token, item: str | None) -> MeasureEntry | None:
    """Return what a participle without its "were" says: "9 dead and 3 WOUNDED"."""
    active = governor.tag_ not in ("VBN", "VBD") or has_child(governor, ("dobj", "aux"))
    if active or governor.lower_ == "left":  # "thirty miners left" went away
        return None
    found = choose(load_measures().state.get(governor.lower_, ()), item)
    above = governor.head
    if (
        found is None
        and governor.dep_ == "ccomp"
        and governor.tag_ == "VBN"
        and above.i < governor.i
    ):
        return measure_of_verb(above, "object", item)  # "shot down 30 drones launched by night"
    return found


def measure_of_state(governor: Token, item: str | None) -> MeasureEntry | None:
    """Return what a predicate says: "30 are missing", "left 30 dead", "30 were found dead"."""
    table = load_measures().state
    being = governor.tag_ == "VBG" and not has_child(governor, ("dobj",))
    if (governor.pos_ in ("ADJ", "NOUN") or being) and governor.lower_ in table:
        return choose(table[governor.lower_], item)
    for child in children_of(governor):
        owned = child.dep_ == "ccomp" and has_child(child, ("nsubj", "nsubjpass"))
        if child.dep_ in STATED and child.lower_ in table and child.i > governor.i and not owned:
            return choose(table[child.lower_], item)
    return None


def measure_of_subject(governor: Token) -> MeasureEntry | None:
    """Return what the subject noun says: "the toll was 30", "deaths rose to 30"."""
    for child in children_of(governor):
        if child.dep_ not in ("nsubj", "nsubjpass"):
            continue
        for noun in (child, *children_of(child), *first_two_below(child)):
            found = load_measures().nouns.get(noun.lemma_.lower())
            if found:
                return found[0]
            found = load_measures().state.get(noun.lower_)
            if found:
                return found[0]
    return None


def measure_of_object(preposition: Token, item: str | None) -> MeasureEntry | None:
    """Return what the word above a preposition says of the preposition's object."""
    governor = preposition.head
    name = preposition.lower_
    if name in load_measures().state:  # "worth 30 euros"
        return choose(load_measures().state[name], item)
    if governor.pos_ in ("NOUN", "PROPN") and name in ("of", "for", "against", "to", "at"):
        found = load_measures().nouns.get(governor.lemma_.lower())
        return found[0] if found else None
    if governor.pos_ not in ("VERB", "AUX"):
        return None
    if name in HEDGING and preposition.i == governor.i + 1:
        return measure_of_verb(governor, "object", item)  # "killed between 30 and 35 rebels"
    if name == "by" and preposition.dep_ == "agent":
        return measure_of_verb(governor, "agent", item)
    if name in ("with", "using"):
        return measure_of_verb(governor, "agent", item) or measure_of_verb(
            governor, "object", item
        )
    if name in ("to", "at", "by", "from") and governor.lemma_ in MOVES:
        return measure_of_subject(governor)
    if name == "to" and governor.lemma_ == "sentence":
        return measure_of_verb(governor, "object", item)
    return None


def measure_of_verb(verb: Token, role: str, item: str | None) -> MeasureEntry | None:
    """Return what `verb` says of the thing in `role` (object, subject or agent)."""
    words = load_measures()
    lemma = verb.lemma_.lower()
    children = children_of(verb)
    if role == "subject":
        below = [*children, *(c for p in children if p.dep_ == "prep" for c in first_two(p))]
        for child in below:
            pair = words.subject_with.get(f"{lemma} {child.lemma_.lower()}")
            if pair and child.dep_ in ("dobj", "pobj"):
                return choose(pair, item)
        entries = [*words.subject.get(lemma, ()), *words.agent.get(lemma, ())]
        entries += [e for c in children for e in words.subject.get(f"{lemma} {c.lower_}", ())]
        return choose([entry for entry in entries if stands_amid(entry, verb)], item)
    table = words.agent if role == "agent" else words.object
    for child in children:
        phrase = table.get(f"{lemma} {child.lower_}") if child.dep_ in COMPLETING else None
        if phrase:
            return choose(phrase, item)
    return choose(table.get(lemma, ()), item)


def stands_amid(entry: MeasureEntry, word: Token) -> bool:
    """Tell whether the words around a word bear out an entry that needs them: "at the rally"."""
    if not entry.amid:
        return True
    near = word.doc[max(word.i - AMID_BACK, 0) : word.i + AMID_AHEAD]
    return any(token.lemma_.lower() in entry.amid for token in near)


def measure_of_total(noun: Token, below: Token | None) -> MeasureEntry | None:
    """Return the measure that a total says: "the death toll", "the number of demonstrators"."""
    words = load_measures()
    for token in (below, noun):
        if token is not None:
            found = measure_of_noun(token, words.nouns) or measure_of_noun(token, words.people)
            found = found or measure_of_clause(token, None)
            said = found or next(iter(words.state.get(token.lower_, ())), None)
            if said is not None:
                return said
    return None


def first_two_below(noun: Token) -> list[Token]:
    """Return what hangs on the prepositions below a noun: "the number OF DEAD"."""
    prepositions = (child for child in children_of(noun) if child.dep_ == "prep")
    return [token for preposition in prepositions for token in first_two(preposition)]


def first_two(preposition: Token) -> list[Token]:
    """Return the first children of a preposition."""
    return children_of(preposition)[:2]


def choose(
    entries: list[MeasureEntry] | tuple[MeasureEntry, ...], item: str | None
) -> MeasureEntry | None:
    """Return the first entry that fits the counted noun; one made for the noun goes first."""
    fitting = [
        entry
        for entry in entries
        if (not entry.items or item in entry.items) and item not in entry.not_items
    ]
    return next((entry for entry in fitting if entry.items), fitting[0] if fitting else None)


def has_child(token: Token, dependencies: tuple[str, ...]) -> bool:
    """Tell whether `token` has a child with one of `dependencies`."""
    return any(child.dep_ in dependencies for child in children_of(token))
