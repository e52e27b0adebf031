"""What the words of a source's name come to, lands and words of mere service left off."""

import re
from functools import cache, lru_cache
from typing import Final

import msgspec
from msgspec.structs import replace

from sayso.gazetteer.countries import country_named, country_of_demonym
from sayso.ledger.figures.claims import Source
from sayso.lexicons import Entry, Lexicon, load_lexicon
from sayso.records import Measure, Record

WORD: Final = re.compile(r"[^\W_]+(?:[-&][^\W_]+)*")
POSSESSIVE: Final = re.compile(r"['’]s?\b")
JOINING: Final = frozenset(
    "the a an of at in for and its their his her our to by from on with local who".split()
)
BELOW: Final = frozenset("of at in for from near on to with".split())  # behind what heads a name
LONGEST: Final = 120  # characters of a name that are read


class SourceEntry(Entry, frozen=True, kw_only=True):
    """Words of names that say who stands behind them."""

    drop: tuple[str, ...] = ()
    becomes: str | None = None
    forms: tuple[str, ...] = ()
    bare: bool = False
    vague: tuple[str, ...] = ()


class Standing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Sectors whose numbers are official, and the sides that have a fight between them."""

    official: tuple[str, ...]
    state: tuple[str, ...]
    against: tuple[str, ...]


class Pointing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words that point back at what was said before."""

    pronouns: frozenset[str]
    nouns: frozenset[str]
    accusations: frozenset[str]
    figures: frozenset[str]
    measures: dict[str, Measure]


class SourceLexicon(Lexicon, frozen=True, kw_only=True):
    """`figure_sources.toml`."""

    entry: tuple[SourceEntry, ...]
    standing: Standing
    pointing: Pointing


class Words(Record, frozen=True):
    """What the words of a name come to."""

    core: frozenset[str]
    country: str | None
    head: str | None = None  # the word that says what it is: "front", "ministry" of Health
    joint: bool = False  # several at once: "the army and the Front"


@cache
def load_sources() -> SourceLexicon:
    """Return the lexicon; raises `LexiconError` where it is missing or malformed."""
    lexicon: SourceLexicon = load_lexicon("figure_sources", SourceLexicon)
    return lexicon


@cache
def dropped() -> frozenset[str]:
    """Return the words that say no more than that somebody speaks or serves."""
    return frozenset(word for entry in load_sources().entry for word in entry.drop)


@cache
def one_word() -> dict[str, str]:
    """Return the word that stands for each form of an office."""
    return {
        form: entry.becomes
        for entry in load_sources().entry
        if entry.becomes is not None
        for form in entry.forms
    }


@cache
def bare_words() -> frozenset[str]:
    """Return the words for offices that alone name nobody: "minister"."""
    return frozenset(
        entry.becomes for entry in load_sources().entry if entry.bare and entry.becomes is not None
    )


@cache
def vague_words() -> frozenset[str]:
    """Return the words that name nobody beyond their sector."""
    return frozenset(
        one_word().get(word, word) for entry in load_sources().entry for word in entry.vague
    )


@lru_cache(maxsize=65_536)
def read_words(name: str) -> Words:
    """Return what is left of a name without lands, joining words and words of mere service."""
    words = WORD.findall(POSSESSIVE.sub("", name[:LONGEST]))
    country = None
    head = None
    kept: list[str] = []
    for word in words:
        if head is None and word.lower() in BELOW:
            head = next((each for each in reversed(kept) if each not in dropped()), None)
        land = country_of_demonym(word) or country_named(word) if word[:1].isupper() else None
        if land is not None and len(words) > 1:
            country = country or land
        elif word.lower() not in JOINING:
            kept.append(word.lower())
    core = [one_word().get(word, word) for word in kept if word not in dropped()]
    if head is not None:
        head = one_word().get(head, head)
    elif kept:
        head = (core or kept)[-1]
    joint = any(word.lower() == "and" for word in words)
    return Words(core=frozenset(core or kept), country=country, head=head, joint=joint)


def is_service(word: str) -> bool:
    """Tell whether a word says that somebody speaks or serves for others: "spokesman"."""
    return word in dropped() or word in one_word()


def title_of(source: Source) -> str | None:
    """Return the words that say for whom a person speaks, None where they speak for themselves.

    "army spokesman Brigadier Y", "Health Minister", "spokesman for Casa Nossa"; a teacher or a
    lawmaker speaks for himself.
    """
    if source.speaks_for is not None:
        return source.speaks_for
    first = source.name.split()[:1]
    place = source.text.find(first[0]) if first else -1
    ahead = source.text[: max(place, 0)]
    words = [word.lower() for word in WORD.findall(f"{ahead} {source.role or ''}")]
    if not any(map(is_service, words)):
        return None
    named = [word for word in words if word not in dropped() and word not in JOINING]
    return " ".join(WORD.findall(f"{ahead} {source.role or ''}")) if named else None


@lru_cache(maxsize=65_536)
def words_of(source: Source) -> Words:
    """Return the words that a source is known by."""
    title = title_of(source) if source.kind == "person" else None
    found = read_words(title) if title is not None else None
    if found is None or found.core <= bare_words():
        found = read_words(source.name)
    return replace(found, country=source.country or found.country)
