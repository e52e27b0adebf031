"""How the source stands to what it is said to say, and how sure it is: cue and hedges -> both.

A cue can be any words that a tagger marked, ragged at times: "has repeatedly denied", "is expected
to", "were divided on whether". Which word of it decides, and what a negation makes of that:

1. The first word that a lexicon knows decides ("wants to ask" wants); adverbs and words that only
   lend their voice stand back: "expressed hope" hopes.
2. Negated, or refused: who does not deny concedes, no more than as possible; who has no doubt
   asserts; who does not expect doubts; who does not want to denies; what is left unsaid, unasked
   or not granted is left open: it doubts, and how sure it is is unknown. Praise and blame stay
   assertions of the source's own stand, whichever way they go.
3. A word that no lexicon knows intends what follows as "to V", asks what follows as a question,
   and asserts anything else.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from sayso.extract.saying.senses import AnyEntry, Sense, senses_of
from sayso.extract.saying.syntax import children, is_infinitive
from sayso.lexicons import Entry, Lexicon, load_lexicon
from sayso.records import Certainty, Stance

RANK: dict[Certainty, int] = {"certain": 0, "probable": 1, "possible": 2, "unknown": 3}
OTHER_CLAUSES = frozenset({"relcl", "advcl", "acl", "ccomp", "csubj", "parataxis"})
LONGEST_CUE = 40  # tokens; what a tagger marks beyond that is no cue
NEGATORS = frozenset(
    "not n't n’t never no neither nor hardly scarcely nothing nobody none without less".split()
)
NOT_NEGATING = frozenset({"only", "just", "merely", "simply", "least", "but", "longer"})
NEGATED: dict[Stance, Stance] = {
    "asserts": "doubts",
    "denies": "concedes",
    "doubts": "asserts",
    "expects": "doubts",
    "intends": "denies",
    "asks": "doubts",
    "alleges": "doubts",
    "concedes": "doubts",
}
# How sure a negation leaves what is said: a denial not made is no admission.
AFTER_NEGATION: dict[Stance, Certainty] = {
    "denies": "possible",
    "doubts": "certain",
    "expects": "possible",
    "intends": "certain",
}
PREDICATES = frozenset({"acomp", "attr", "oprd", "dobj"})
NEGATING = frozenset({"neg", "det", "advmod", "preconj"})
GOVERNED = frozenset({"xcomp", "dobj", "acl", "conj", "pcomp", "advcl", "ccomp", "relcl"})
QUESTIONS = frozenset({"whether", "if", "who", "what", "when", "where", "why", "how", "which"})


class HedgeEntry(Entry, frozen=True, kw_only=True):
    """Words that leave what is said open to the same degree."""

    forms: tuple[str, ...]  # lower case; longest match wins
    certainty: Certainty


class HedgeLexicon(Lexicon, frozen=True, kw_only=True):
    """The hedges of a language."""

    entry: tuple[HedgeEntry, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cue tells about its content, and by which entry; None where no lexicon knows it."""

    stance: Stance
    certainty: Certainty
    entry: AnyEntry | None


@cache
def load_hedges() -> HedgeLexicon:
    """Return the English hedges."""
    hedges: HedgeLexicon = load_lexicon("hedges", HedgeLexicon)
    return hedges


@cache
def hedge_table() -> dict[str, tuple[tuple[tuple[str, ...], Certainty], ...]]:
    """Return the hedges by first word, each with the words that must follow, longest first."""
    table: dict[str, list[tuple[tuple[str, ...], Certainty]]] = {}
    for entry in load_hedges().entry:
        for form in entry.forms:
            first, *rest = form.split()
            table.setdefault(first, []).append((tuple(rest), entry.certainty))
    return {
        word: tuple(sorted(found, key=lambda pair: -len(pair[0]))) for word, found in table.items()
    }


# --- stance


def stance_of(cue: Sequence[Token], content: Sequence[Token] = ()) -> Stance:
    """Return how the source stands to what a cue reports; see the rules above.

    `cue`: words of one sentence, at least one; `content`: the words that it reports, if known.
    """
    return read_cue(cue, content).stance


def read_cue(cue: Sequence[Token], content: Sequence[Token] = ()) -> Reading:
    """Return stance and certainty of a cue, before the hedges in its content are heard."""
    words = list(cue)[:LONGEST_CUE]
    senses = senses_of(words)
    refusal = next((sense for sense in senses if sense.negates), None)
    deciding = deciding_sense(senses, refusal)
    if deciding is None:
        return Reading(by_form(words, content), "certain", None)
    refused = refusal is not None and deciding is not refusal
    turned = is_denied(deciding, words) != refused
    stance, certainty = negate(deciding.entry) if turned else told_by(deciding.entry)
    hedges = (hedge for word in words if word not in deciding.words for hedge in hedge_at(word))
    return Reading(stance, least_sure([certainty, *hedges]), deciding.entry)


def deciding_sense(senses: Sequence[Sense], refusal: Sense | None) -> Sense | None:
    """Return the sense that decides, None where there is none.

    A refusal hands on to what it governs, if that has a stance of its own.
    """
    strong = [sense for sense in senses if not (sense.is_weak or sense.negates)]
    if refusal is not None:
        before = [sense for sense in strong if sense.token.i < refusal.token.i]
        below = [sense for sense in strong if is_governed(sense, refusal)]
        return next(iter([*before, *below]), refusal)
    return next(iter([*strong, *senses]), None)


def told_by(entry: AnyEntry) -> tuple[Stance, Certainty]:
    """Return what an entry says of itself."""
    return entry.stance, entry.certainty


def negate(entry: AnyEntry) -> tuple[Stance, Certainty]:
    """Return what is left of an entry below a negation."""
    stance = entry.negated or NEGATED[entry.stance]
    if stance == entry.stance:
        return told_by(entry)
    return stance, AFTER_NEGATION.get(entry.stance, "unknown")


def is_governed(sense: Sense, refusal: Sense) -> bool:
    """Tell whether a word is what somebody refused: "to comment", not "in a statement"."""
    word = sense.token
    if word.i < refusal.token.i:
        return False
    return word.dep_ in GOVERNED or (word.dep_ == "pobj" and word.head.lower_ in ("from", "of"))


def is_denied(sense: Sense, words: Sequence[Token]) -> bool:
    """Tell whether "not", "never" or "no" stands before a word in its cue, or hangs on it."""
    own = {word.i for word in sense.words}
    over = [*sense.words, *([sense.token.head] if sense.token.dep_ in PREDICATES else [])]
    beside = [
        child
        for word in over
        for child in word.lefts
        if child.dep_ in NEGATING and child.i not in own
    ]
    before = [word for word in words if word.i < sense.token.i]
    return any(is_negator(word) for word in [*before, *beside, *around_predicate(sense.token)])


def around_predicate(word: Token) -> list[Token]:
    """Return what can negate a word from afar: "is NOT sure", "NOBODY wants", "NEITHER side"."""
    verb = word.head if word.dep_ in PREDICATES else word
    subjects = children(verb, "nsubj", "nsubjpass")
    return [
        *(children(verb, "neg") if verb is not word else []),
        *(noun for subject in subjects for noun in [subject, *children(subject, "det")]),
    ]


def is_negator(word: Token) -> bool:
    """Tell whether a word negates: "not", "yet" before "to", but not the "not" of "not only"."""
    following = word.doc[word.i + 1].lower_ if word.i + 1 < len(word.doc) else ""
    if word.lower_ == "yet":  # "has yet to endorse"
        return following == "to"
    return word.lower_ in NEGATORS and following not in NOT_NEGATING


def by_form(words: Sequence[Token], content: Sequence[Token]) -> Stance:
    """Return the stance of a cue that no lexicon knows, by the form of what it reports."""
    if any(is_infinitive(child) for word in words for child in children(word, "xcomp")):
        return "intends"
    if content and content[0].lower_ == "to" and content[0].tag_ == "TO":
        return "intends"
    asked = content and (content[0].lower_ in QUESTIONS or content[-1].text == "?")
    return "asks" if asked else "asserts"


# --- certainty


def least_sure(found: Iterable[Certainty]) -> Certainty:
    """Return the least sure of some certainties."""
    return max(found, key=RANK.__getitem__)


def certainty_of(content: Iterable[Token], cue: Certainty) -> Certainty:
    """Return how sure the head clause of some content is, at most as sure as its cue leaves it.

    Hedges in clauses below the head clause ("the man who might run") say nothing about it, but
    for conditions: "if confirmed".
    """
    if cue == "unknown":
        return cue
    tokens = list(content)
    inside = {token.i for token in tokens}
    below = subordinate(tokens, inside)
    heard = (token for token in tokens if token.i not in below or token.lower_ == "if")
    return least_sure([cue, *(hedge for token in heard for hedge in hedge_at(token))])


def hedge_at(token: Token) -> list[Certainty]:
    """Return the certainty of the longest hedge that starts at a token, if one does."""
    if is_no_hedge(token):
        return []
    doc, start = token.doc, token.i + 1
    for rest, certainty in hedge_table().get(token.lower_, ()):
        if tuple(word.lower_ for word in doc[start : start + len(rest)]) == rest:
            unlikely = certainty == "probable" and is_unlikely(token)
            return ["possible" if unlikely else certainty]
    return []


def is_no_hedge(token: Token) -> bool:
    """Tell whether a word that can hedge does not: the month of May, "could not swim"."""
    word = token.lower_
    if token.pos_ == "PROPN" or (word == "may" and token.tag_ != "MD"):
        return True
    if word == "could":  # "could not swim" is about what somebody is able to do
        return any(child.dep_ == "neg" for child in token.head.children)
    if word == "would":  # without a condition it is the "will" of a saying in the past
        return not is_conditional(token.head)
    if token.dep_ == "amod":  # "discussed a possible deal" is as sure as any
        return token.head.dep_ != "ROOT"
    return word == "possible" and token.i > 0 and token.nbor(-1).lower_ == "as"


def is_conditional(verb: Token) -> bool:
    """Tell whether a verb stands with an "if" clause: "would fall if the river rose"."""
    return any(
        mark.lower_ in ("if", "unless")
        for clause in children(verb, "advcl")
        for mark in children(clause, "mark")
    )


def is_unlikely(token: Token) -> bool:
    """Tell whether "not" turns a likely thing into an unlikely one: "is not expected to"."""
    over = [token, token.head] if token.dep_ in PREDICATES else [token]
    return any(children(word, "neg") for word in over)


def subordinate(tokens: list[Token], inside: set[int]) -> set[int]:
    """Return the indices of the tokens that stand in a clause below the head clause."""
    below: set[int] = set()
    for token in tokens:
        is_top = token.head.i not in inside or token.head == token
        if token.dep_ in OTHER_CLAUSES and not is_top and token.i not in below:
            below.update(under.i for under in token.subtree)
    return below
