"""Word classes that the readers of a clause go by, and the lemma they are looked up under."""

import re
from functools import cache

from spacy.tokens import Token

from sayso.lexicons import Entry, Lexicon, load_lexicon


class NounEntry(Entry, frozen=True, kw_only=True):
    """Words of one class, by lemma."""

    lemmas: tuple[str, ...]


class NounLexicon(Lexicon, frozen=True, kw_only=True):
    """A file of word classes: `party_nouns`, `hazards`, `frame_words`."""

    entry: tuple[NounEntry, ...]


@cache
def load_nouns(name: str) -> frozenset[str]:
    """Return the lemmas of a whole file: "party_nouns" (people and bodies) or "hazards".

    Raises `LexiconError` where the file is missing or malformed.
    """
    lexicon = load_lexicon(name, NounLexicon)
    return frozenset(lemma for entry in lexicon.entry for lemma in entry.lemmas)


@cache
def frame_words(name: str) -> frozenset[str]:
    """Return the closed word class `name` of the file `frame_words`, such as "support".

    Raises `LexiconError` where the file is malformed, `KeyError` where it has no such class.
    """
    return _classes("frame_words")[name]


def people() -> frozenset[str]:
    """Return the lemmas for people by what they do or are: "teacher", "widow".

    Raises `LexiconError` where the file is malformed.
    """
    return _classes("party_nouns")["people"]


@cache
def _classes(name: str) -> dict[str, frozenset[str]]:
    lexicon = load_lexicon(name, NounLexicon)
    return {entry.id: frozenset(entry.lemmas) for entry in lexicon.entry}


SHORT_VERB = re.compile(r"[^aeiou]{1,3}[aeiou][^aeiouwxy]")


def lemma_of(token: Token) -> str:
    """Return the lower-cased lemma of `token`.

    Puts back the e that the model's rules lose: "waged" is no form of wag, which would double
    its last letter.
    """
    lemma = token.lemma_.lower()
    if token.pos_ == "VERB" and len(lemma) <= 5 and SHORT_VERB.fullmatch(lemma):
        form = token.lower_
        if form in (f"{lemma}ed", f"{lemma}ing", f"{lemma}es"):
            return f"{lemma}e"
    if token.pos_ == "PROPN" and token.is_sent_start and not token.ent_type_:
        if lemma.endswith("men"):  # the capital of a first word misleads the tagger
            return f"{lemma[:-3]}man"
        return lemma.removesuffix("s")
    return lemma
