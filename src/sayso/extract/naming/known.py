"""Parties that pages name without saying who they are, and where a page prints their names."""

import re
from collections.abc import Iterator
from functools import cache

from spacy.tokens import Doc as SpacyDoc
from spacy.tokens import Span as SpacySpan
from spacy.tokens import Token

from sayso.extract.naming.nations import country_of_name
from sayso.lexicons import Entry, Lexicon, load_lexicon
from sayso.records import PartyKind

LABELS: dict[PartyKind, str] = {"person": "PERSON", "organisation": "ORG", "group": "ORG"}


class KnownEntry(Entry, frozen=True, kw_only=True):
    """A party that pages name without saying who it is."""

    names: tuple[str, ...]
    kind: PartyKind
    sectors: tuple[str, ...]
    country: str | None = None  # ISO 3166 alpha-3
    start: str | None = None  # ISO date from which the sectors hold
    shared: bool = False  # bodies of other countries have the name too: "Labour Party"
    until: str | None = None  # ISO date until which they hold


class KnownLexicon(Lexicon, frozen=True, kw_only=True):
    """Parties known by name."""

    entry: tuple[KnownEntry, ...]


@cache
def load_known() -> dict[str, KnownEntry]:
    """Return the known parties by each of their names."""
    lexicon = load_lexicon("known_parties", KnownLexicon)
    return {name: entry for entry in lexicon.entry for name in entry.names}


@cache
def known_by_first_word() -> dict[str, list[tuple[str, ...]]]:
    """Return the known names as words, by their first word, longest first."""
    names: dict[str, list[tuple[str, ...]]] = {}
    for name in load_known():
        words = tuple(re.findall(r"\w[\w.]*|[^\w\s]", name))
        names.setdefault(words[0], []).append(words)
    return {first: sorted(all_, key=len, reverse=True) for first, all_ in names.items()}


def known_mentions(spacy_doc: SpacyDoc) -> Iterator[SpacySpan]:
    """Yield the stretches that print a known name; one word alone only where it is a name.

    The entity model misses papers and people that everyone knows.
    """
    index, after = known_by_first_word(), 0
    for token in spacy_doc:
        if token.i < after or token.text not in index:
            continue
        for words in index[token.text]:
            stretch = spacy_doc[token.i : token.i + len(words)]
            whole = tuple(t.text for t in stretch) == words
            if whole and (is_lone_name(token) if len(words) == 1 else not goes_on(stretch)):
                entry = load_known().get(stretch.text)
                if entry is not None:
                    after = stretch.end
                    yield SpacySpan(
                        spacy_doc, stretch.start, stretch.end, label=LABELS[entry.kind]
                    )
                    break


def is_lone_name(token: Token) -> bool:
    """Tell whether a word stands as a name of its own, not inside a longer name."""
    beside = [token.doc[i] for i in (token.i - 1, token.i + 1) if 0 <= i < len(token.doc)]
    inside = any(
        t.ent_type_ and t.ent_type_ == token.ent_type_ and t.text[:1].isupper() for t in beside
    )
    return token.pos_ == "PROPN" and not inside


def goes_on(stretch: SpacySpan) -> bool:
    """Tell whether a name is the end of a longer one: the "Democratic Party" of the "Free ..."."""
    if stretch.start == 0:
        return False
    before = stretch.doc[stretch.start - 1]
    joined = before.dep_ == "compound" and before.head.i in range(stretch.start, stretch.end)
    if not joined or before.pos_ != "PROPN" or before.ent_type_ != "ORG":
        return False
    return country_of_name(before.text) is None
