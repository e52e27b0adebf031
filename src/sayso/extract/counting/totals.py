"""Totals that a noun announces: "the toll rose to 40", "put the crowd at 15,000 to 20,000".

Such a number stands without the noun that it counts, behind "to", "at", "from" or a verb. Which
noun announces it, and what it then counts, is read here; `quantities` makes the record.
"""

from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from sayso.extract.counting.counted_nouns import AROUND, children_of, lemma_of
from sayso.lexicons import Entry, Lexicon, load_lexicon

LINKS = 7  # arcs from a number up to the verb that carries its total
BEFORE = 5  # tokens between a number and the "from" or "to" that leads to it
CLAUSES = 3  # clauses back in which "it" finds the total that it stands for
CARRYING = frozenset(
    ["to", "at", "from", "between", "up", "down", "of", "as", "past", "above", "over", "near"]
)
ARCS = frozenset(
    ["pobj", "prep", "pcomp", "quantmod", "conj", "advmod", "nummod", "npadvmod", "dep"]
)
DIRECT = frozenset(["attr", "dobj", "acomp", "oprd", "npadvmod"])
ARGUMENTS = ("nsubj", "nsubjpass", "dobj")
POINTERS = frozenset(["it", "that", "this", "which"])
# What stands for people below "of": "the number of the DEAD", "of THOSE killed".
VICTIMS = frozenset(
    [
        "dead",
        "injured",
        "wounded",
        "missing",
        "displaced",
        "homeless",
        "killed",
        "detained",
        "those",
    ]
)


class TotalEntry(Entry, frozen=True, kw_only=True):
    """Nouns that announce a total; lemmas in lower case."""

    nouns: tuple[str, ...]
    item: str | None = None
    of: bool = False
    itself: bool = False


class TotalLexicon(Lexicon, frozen=True, kw_only=True):
    """`totals.toml`."""

    verbs: tuple[str, ...]
    entry: tuple[TotalEntry, ...]


@dataclass(frozen=True, slots=True)
class Total:
    """The noun that announces a number, and what the number counts."""

    noun: Token
    below: Token | None  # what stands below its "of"
    item: str | None
    earlier: bool  # behind "from": what the total was before


@cache
def load_totals() -> dict[str, TotalEntry]:
    """Return the entry of each noun; raises `LexiconError` where the lexicon is malformed."""
    lexicon = load_lexicon("totals", TotalLexicon)
    return {noun: entry for entry in lexicon.entry for noun in entry.nouns}


@cache
def carrying_verbs() -> frozenset[str]:
    """Return the lemmas of the verbs that carry a total on to its number."""
    return frozenset(load_lexicon("totals", TotalLexicon).verbs)


def find_total(number: Token) -> Total | None:
    """Return the total that `number`, which has no noun of its own, states; None for none."""
    node, earlier, carried = number, is_behind_from(number), False
    for _ in range(LINKS):
        above = past_victims(node.head)
        if above.i == node.i:
            return None
        carried = carried or node.lower_ in CARRYING
        if above.pos_ in ("VERB", "AUX"):
            stated = carried or node.dep_ in DIRECT
            return total_of(above, number, earlier=earlier) if stated else None
        if node.lower_ == "of":
            return named_total(above)
        if node.dep_ not in ARCS and node.dep_ not in DIRECT:
            return None
        node = above
    return None


def is_behind_from(number: Token) -> bool:
    """Tell whether "from" leads to a number, however it is parsed: not "from 14 TO 23"."""
    before = number.doc[max(number.i - BEFORE, 0) : number.i]
    links = [token.lower_ for token in before if token.lower_ in ("from", "to")]
    return links[-1:] == ["from"]


def past_victims(above: Token) -> Token:
    """Return the verb above "the number of MISSING", where that is what a number hangs on."""
    if above.dep_ != "pcomp" or above.lower_ not in VICTIMS or above.head.lower_ != "of":
        return above
    verb = above.head.head.head
    return verb if verb.pos_ == "VERB" else above


def named_total(noun: Token) -> Total | None:
    """Return the total of "a CROWD of 15,000", "up from an earlier COUNT of 12"."""
    entry = load_totals().get(noun.lemma_.lower())
    if entry is None or entry.itself or noun.lemma_.lower() in ("number", "figure"):
        return None
    return Total(noun, None, entry.item, earlier=noun.head.lower_ == "from")


def total_of(verb: Token, number: Token, *, earlier: bool) -> Total | None:
    """Return the total that a verb carries on to `number`."""
    if verb.dep_ == "acl" or (verb.dep_ == "relcl" and verb.lemma_ not in carrying_verbs()):
        # "put the number of those killed AT 35", "of people who fled AT 40": hung too low
        verb = next((token for token in verb.ancestors if token.pos_ == "VERB"), verb)
    for _ in range(CLAUSES):
        if verb.lemma_.lower() not in carrying_verbs():
            return None
        arguments = [c for c in children_of(verb) if c.dep_ in ARGUMENTS and c.i != number.i]
        for noun in reversed(arguments):
            entry = load_totals().get(noun.lemma_.lower())
            if entry is not None and leads(noun, number) and announces(noun, entry, verb):
                return Total(noun, counted_below(noun), item_of(noun, entry), earlier)
        pointing = any(token.lower_ in POINTERS for token in arguments)
        shared = not any(token.dep_ != "dobj" for token in arguments)
        if not (pointing or shared) or verb.head.pos_ not in ("VERB", "AUX"):
            return None
        if verb.dep_ not in ("conj", "advcl", "xcomp", "ccomp", "parataxis", "dep"):
            return None
        verb = verb.head
    return None


def tells_total(verb: Token) -> bool:
    """Tell whether a verb says how a total stands: "the toll ROSE", "police PUT the crowd at"."""
    if verb.lemma_.lower() not in carrying_verbs():
        return False
    nouns = [child for child in children_of(verb) if child.dep_ in ARGUMENTS]
    entries = [(noun, load_totals().get(noun.lemma_.lower())) for noun in nouns]
    return any(entry is not None and announces(noun, entry, verb) for noun, entry in entries)


def leads(noun: Token, number: Token) -> bool:
    """Tell whether a noun comes first, or is the object of "brought to 88 the number of dead"."""
    if noun.i < number.i:
        return True
    between = noun.doc[number.i : min(noun.i, number.i + AROUND)]
    return noun.dep_ == "dobj" and not any(token.text == "," for token in between)


def announces(noun: Token, entry: TotalEntry, verb: Token) -> bool:
    """Tell whether a noun announces a total here: "arrests rose", not "the case rose"."""
    if entry.itself:
        return noun.tag_ in ("NNS", "NNPS")
    if entry.of and counted_below(noun) is None:
        pointed = any(child.lower_ in ("this", "that") for child in children_of(noun))
        # "the number was 40" can be a house number
        return not pointed and (verb.lemma_ != "be" or noun.lemma_.lower() == "total")
    return True


def item_of(noun: Token, entry: TotalEntry) -> str | None:
    """Return what a total counts, None where the words do not say."""
    below = counted_below(noun)
    if entry.of and below is not None:
        return "person" if below.lower_ in VICTIMS else lemma_of(below)
    return lemma_of(noun) if entry.itself else entry.item


def counted_below(noun: Token) -> Token | None:
    """Return what stands below "of": "the number of DEMONSTRATORS"."""
    for preposition in children_of(noun):
        if preposition.dep_ == "prep" and preposition.lower_ == "of":
            for below in children_of(preposition):
                plural = below.tag_ in ("NNS", "NNPS") or below.lower_ in (*VICTIMS, "people")
                if below.dep_ in ("pobj", "pcomp") and plural:
                    return below
    return None
