"""Words of a cue -> entries: which lexicon entry each word that a tagger marked stands for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from sayso.extract.saying.cues import (
    Cue,
    CueEntry,
    CuePartOfSpeech,
    has_part_of_speech,
    load_cues,
)
from sayso.extract.saying.frames import content_of
from sayso.extract.saying.syntax import children, is_infinitive
from sayso.lexicons import Entry, Lexicon, load_lexicon
from sayso.records import Certainty, Stance

LONGEST_GAP = 2  # tokens between the words of a phrase: "cast serious doubt on"
GAP = frozenset({"ADV", "DET", "ADJ"})  # and possessives: "changed his mind"
# Verbs that only lead up to another word of the cue that hangs on them: they say how often, how
# long or in what writing somebody says it.
LEADING = frozenset(
    """begin continue repeat reiterate conclude go offer seem appear publish release issue send
    write post file deliver sign circulate distribute""".split()
)
ENDINGS = (
    ("ies", "y"), ("ied", "y"), ("es", ""), ("s", ""), ("ed", ""), ("ed", "e"), ("d", ""),
    ("ing", ""), ("ing", "e"),
)  # fmt: skip


class StanceEntry(Entry, frozen=True, kw_only=True):
    """Words of cues that no frame of the rules reads, and what they tell of the content."""

    words: tuple[str, ...]  # a lemma, then the words that must follow it
    stance: Stance
    certainty: Certainty = "certain"
    negated: Stance | None = None  # below a negation; None: by the general rule
    pos: CuePartOfSpeech | None = None  # None: whatever the word is tagged
    weak: bool = False  # stands back behind any other word of the cue: "expressed hope"
    negates: bool = False  # turns round the word of the cue that it governs: "refused to say"


class StanceLexicon(Lexicon, frozen=True, kw_only=True):
    """The words of a language that only a tagger's cues have."""

    entry: tuple[StanceEntry, ...]


AnyEntry = CueEntry | StanceEntry
Listed = tuple[tuple[str, ...], AnyEntry]  # the words that must follow, and the entry


@dataclass(frozen=True, slots=True)
class Sense:
    """A word of a cue, with the words that follow it in its phrase, and its entry."""

    token: Token
    words: tuple[Token, ...]  # `token` and all others of the phrase
    entry: AnyEntry

    @property
    def is_weak(self) -> bool:
        """Tell whether another word of the cue goes first."""
        weak = isinstance(self.entry, StanceEntry) and self.entry.weak
        return weak or self.token.pos_ == "ADV"  # "reportedly said": hearsay gives way

    @property
    def negates(self) -> bool:
        """Tell whether the word turns round what it governs: "refused"."""
        return isinstance(self.entry, StanceEntry) and self.entry.negates


@cache
def load_stances() -> StanceLexicon:
    """Return the English words of cues that the rules have no frame for."""
    stances: StanceLexicon = load_lexicon("cue_stances", StanceLexicon)
    return stances


@cache
def sense_table() -> dict[str, tuple[Listed, ...]]:
    """Return the entries of both lexicons by first word, longest phrase first."""
    table: dict[str, list[Listed]] = {}
    listed: list[tuple[tuple[str, ...], AnyEntry]] = [
        *((entry.lemmas, entry) for entry in load_cues().entry),
        *((entry.words, entry) for entry in load_stances().entry),
    ]
    for phrases, entry in listed:
        for phrase in phrases:
            first, *rest = phrase.split()
            table.setdefault(first, []).append((tuple(rest), entry))
    return {
        first: tuple(sorted(found, key=lambda pair: -len(pair[0])))
        for first, found in table.items()
    }


def senses_of(words: Sequence[Token]) -> list[Sense]:
    """Return the words of a cue that some lexicon knows, in order, each in its likeliest sense.

    Phrases may run on past the end of the cue, which can be ragged. "Continued" in "continued to
    insist" is left out.
    """
    found: list[Sense] = []
    taken = -1
    for token in words:
        sense = sense_of(token) if token.i > taken else None
        if sense is not None:
            found.append(sense)
            taken = sense.words[-1].i
    return [sense for sense in found if not hands_on(sense, found)]


def hands_on(sense: Sense, found: Sequence[Sense]) -> bool:
    """Tell whether a word only leads up to another: "went on to deny", "a letter asking"."""
    lemma = sense.token.lemma_.lower()
    if lemma not in LEADING and lemma not in load_cues().documents:
        return False
    own = {word.i for word in sense.words}
    return any(leads_to(own, other.token) for other in found if not other.is_weak)


def leads_to(own: set[int], word: Token) -> bool:
    """Tell whether a word goes on with another: infinitive, gerund, object or participle."""
    if word.dep_ == "acl":
        return word.tag_ == "VBG" and bool(own & {word.head.i, word.head.head.i})
    if word.dep_ == "advcl" and not is_infinitive(word):
        return False
    return word.head.i in own and word.dep_ in ("xcomp", "ccomp", "pcomp", "dobj", "advcl")


def sense_of(token: Token) -> Sense | None:
    """Return the sense of a word: longest phrase, then part of speech, then a filled frame."""
    candidates = candidates_of(token, (token.lemma_.lower(), token.lower_))
    if not candidates:
        candidates = candidates_of(token, bare_forms(token.lower_))
    if not candidates:
        return None
    most = max(len(sense.words) for sense in candidates)
    longest = [sense for sense in candidates if len(sense.words) == most]
    fitting = [sense for sense in longest if fits(sense)] or longest
    return fitting[0] if len(fitting) == 1 else by_frame(fitting)


def candidates_of(token: Token, forms: Iterable[str]) -> list[Sense]:
    """Return the senses that a word can have under some of its forms."""
    return [
        Sense(token, phrase, entry)
        for form in dict.fromkeys(forms)
        for rest, entry in sense_table().get(form, ())
        if (phrase := phrase_at(token, rest)) is not None
    ]


def bare_forms(word: str) -> list[str]:
    """Return what a word can be without its ending, as where the tagger fails: the noun "vows"."""
    forms = []
    for ending, instead in ENDINGS:
        if word.endswith(ending):
            stem = word.removesuffix(ending)
            forms += [stem + instead, stem[:-1] if stem[-1:] == stem[-2:-1] else stem]
    return forms


def phrase_at(token: Token, rest: tuple[str, ...]) -> tuple[Token, ...] | None:
    """Return `token` and the words `rest` after it, adverbs between them allowed; else None."""
    phrase = [token]
    place, end = token.i + 1, token.sent.end
    for word in rest:
        gap = 0
        while place < end and not is_form(token.doc[place], word):
            if gap == LONGEST_GAP or not can_interrupt(token.doc[place]):
                return None
            gap += 1
            place += 1
        if place >= end:
            return None
        phrase.append(token.doc[place])
        place += 1
    return tuple(phrase)


def can_interrupt(token: Token) -> bool:
    """Tell whether a word can stand between the words of a phrase: "cast serious doubt on"."""
    return token.pos_ in GAP or token.tag_ == "PRP$"


def is_form(token: Token, word: str) -> bool:
    """Tell whether a token is a word of a phrase, in any of its forms."""
    return word in (token.lower_, token.lemma_.lower())


def fits(sense: Sense) -> bool:
    """Tell whether a word is tagged as its entry asks."""
    entry = sense.entry
    if isinstance(entry, CueEntry):
        return has_part_of_speech(sense.token, entry)
    return entry.pos is None or sense.token.pos_ in TAGGED[entry.pos]


TAGGED: dict[CuePartOfSpeech, tuple[str, ...]] = {
    "verb": ("VERB", "AUX"),
    "noun": ("NOUN", "PROPN"),
    "adjective": ("ADJ", "VERB"),
    "preposition": ("ADP", "SCONJ", "VERB"),
    "adverb": ("ADV",),
    "label": ("PUNCT",),
}


def by_frame(senses: Sequence[Sense]) -> Sense:
    """Return the sense whose frame is filled; failing that, the one that quoted speech can fill.

    "Suggested that she leave" asks: a bare verb below "that" is a demand.
    """
    if len({sense.entry.stance for sense in senses}) == 1:
        return senses[0]
    if is_mandative(senses[0].token):
        for sense in senses:
            if sense.entry.stance == "asks":
                return sense
    for sense in senses:
        if isinstance(sense.entry, StanceEntry):
            continue
        if content_of(Cue(sense.token, sense.words, sense.entry)):
            return sense
    quoting = (s for s in senses if isinstance(s.entry, CueEntry) and "quote" in s.entry.frames)
    return next(quoting, senses[0])


def is_mandative(verb: Token) -> bool:
    """Tell whether a clause below a verb stands in the subjunctive: "that he resign"."""
    return any(
        is_subjunctive(clause)
        for clause in children(verb, "ccomp")
        if clause.i > verb.i and not is_infinitive(clause) and not children(clause, "aux")
    )


def is_subjunctive(verb: Token) -> bool:
    """Tell whether a verb with a subject has no ending where it should: "the manager resign"."""
    subjects = children(verb, "nsubj", "nsubjpass")
    if verb.tag_ == "VB":
        return bool(subjects)
    one = any(noun.tag_ in ("NN", "NNP") or noun.lower_ in ("he", "she") for noun in subjects)
    several = any(children(noun, "conj") for noun in subjects)
    return verb.tag_ == "VBP" and one and not several
