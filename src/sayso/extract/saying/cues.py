"""Words that say that somebody says so: reporting verbs, nouns, adjectives and phrases."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from spacy.tokens import Doc as SpacyDoc
from spacy.tokens import Token

from sayso.lexicons import Entry, Lexicon, load_lexicon
from sayso.records import Certainty, Stance

CuePartOfSpeech = Literal["verb", "noun", "adjective", "preposition", "adverb", "label"]

# What a cue takes as its content; the first frame of an entry that is filled wins.
#   clause      "said (that) S", "S, said X"            quote    quoted speech next to the cue
#   infinitive  "hopes to win"; passive "is expected to rise"
#   order       "urged X to leave", "expects X to win"  gerund   "reported having heard"
#   object      "denied the charge"                     predicate  "called the raid murder"
#   of, for …   "warned of S": a preposition below the cue
#   amount     "expects 300 ships": an object with a number
#   object+of … "accused X of S": object and preposition, both needed
#   as saying  "X was quoted as saying S"
Frame = str


class CueEntry(Entry, frozen=True, kw_only=True):
    """A cue, what it takes, and what it tells about its content."""

    lemmas: tuple[str, ...]  # lower case; "call for": a verb and the word that must follow it
    pos: CuePartOfSpeech
    frames: tuple[Frame, ...]
    stance: Stance
    certainty: Certainty = "certain"  # of the content, where no hedge says less
    negated: Stance | None = None  # stance below "not"; None: what was not said is no record
    passive: bool = False  # "is said to", "it is feared that": stands without a source
    listener: bool = False  # the object is who was told, never what was said
    evidence: bool = False  # the subject must be evidence or a document: "pictures showed"
    object: tuple[str, ...] = ()  # frame `object`: one of these lemmas heads the object
    not_object: tuple[str, ...] = ()  # frames `object`, `for` …: none of these does


class CueLexicon(Lexicon, frozen=True, kw_only=True):
    """The cues of a language and the nouns they go with."""

    evidence: tuple[str, ...]  # nouns that show something
    documents: tuple[str, ...]  # nouns that somebody says something in
    media: tuple[str, ...]  # nouns and names of who passes on what others say
    light_verbs: tuple[str, ...]  # "made the claim that"
    entry: tuple[CueEntry, ...]


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue in a text: its head word, all its words in order, and its entry."""

    head: Token
    tokens: tuple[Token, ...]
    entry: CueEntry


@dataclass(frozen=True, slots=True)
class Saying:
    """One act of saying, as tokens: who (None where nobody is named), cue, what."""

    cue: Cue
    source: Token | None
    content: frozenset[int]  # token indices; empty where quoted speech beside the cue must fill it
    via: tuple[Token, ...]
    stance: Stance

    @property
    def head(self) -> Token:
        """The word that heads the cue."""
        return self.cue.head


POS_TAGS: dict[str, tuple[str, ...]] = {
    "verb": ("VERB", "AUX"),
    "noun": ("NOUN",),
    "adjective": ("ADJ", "VERB"),
    "preposition": ("VERB", "ADP", "SCONJ"),
    "adverb": ("ADV",),
    "label": (),  # names before a colon: see `transcripts`
}
ENDINGS = (("es", "e"), ("ed", "e"), ("ing", "e"))
AUXILIARIES = frozenset({"aux", "auxpass", "neg"})


@cache
def load_cues() -> CueLexicon:
    """Return the English cue lexicon."""
    cues: CueLexicon = load_lexicon("cues", CueLexicon)
    return cues


@cache
def cue_table() -> dict[str, tuple[tuple[tuple[str, ...], CueEntry], ...]]:
    """Return the entries by first lemma, each with the words that must follow, longest first."""
    table: dict[str, list[tuple[tuple[str, ...], CueEntry]]] = {}
    for entry in load_cues().entry:
        for phrase in entry.lemmas:
            first, *rest = phrase.split()
            table.setdefault(first, []).append((tuple(rest), entry))
    return {
        first: tuple(sorted(found, key=lambda pair: -len(pair[0])))
        for first, found in table.items()
    }


def find_cues(spacy_doc: SpacyDoc) -> Iterator[Cue]:
    """Yield the words that can be cues, in text order; whether they are, their frame decides.

    A word can be yielded once for each of its entries, the one with most words first.
    """
    for token in spacy_doc:
        for rest, entry in entries_of(token):
            if not has_part_of_speech(token, entry):
                continue
            following = match_words(token, rest)
            if following is not None:
                yield Cue(token, cue_words(token, entry, following), entry)


def has_part_of_speech(token: Token, entry: CueEntry) -> bool:
    """Tell whether a token is what an entry asks for; with a subject, "reports" is a verb."""
    if token.pos_ in POS_TAGS[entry.pos]:
        return True
    acts = any(child.dep_ == "nsubj" for child in token.children)
    return entry.pos == "verb" and token.pos_ == "NOUN" and acts


def entries_of(token: Token) -> tuple[tuple[tuple[str, ...], CueEntry], ...]:
    """Return the entries that start with the lemma of a token, or with the very word."""
    table = cue_table()
    lemma, word = token.lemma_.lower(), token.lower_
    found = table.get(lemma, ())
    if lemma != word:
        found += table.get(word, ())
    if not found and word.startswith(lemma):  # the lemmatiser takes "hopes" for a form of "hop"
        for ending, instead in ENDINGS:
            if word.endswith(ending):
                return table.get(word.removesuffix(ending) + instead, ())
    return found


def match_words(token: Token, words: tuple[str, ...]) -> tuple[Token, ...] | None:
    """Return the tokens right after `token` if they are `words`, else None."""
    start = token.i + 1
    following = tuple(token.doc[start : start + len(words)])
    if len(following) != len(words):
        return None
    matched = all(found.lower_ == word for found, word in zip(following, words, strict=True))
    return following if matched else None


def cue_words(head: Token, entry: CueEntry, following: tuple[Token, ...]) -> tuple[Token, ...]:
    """Return the words of a cue: auxiliaries, what stands between, head, fixed words."""
    start = head.i
    if entry.pos == "adjective":
        start = min(head.i, head.head.i) if head.head.lemma_ in ("be", "remain", "feel") else start
    else:
        for child in head.lefts:
            if child.dep_ in AUXILIARIES and is_close(child, head):
                start = child.i
                break
    end = following[-1].i if following else head.i
    return tuple(head.doc[start : end + 1])


def is_close(auxiliary: Token, head: Token) -> bool:
    """Tell whether only auxiliaries and adverbs stand between an auxiliary and its verb."""
    between = head.doc[auxiliary.i + 1 : head.i]
    return auxiliary.lower_ != "to" and all(
        token.head == head and token.dep_ in AUXILIARIES | {"advmod"} for token in between
    )
