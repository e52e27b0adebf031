"""The country that words name, by whichever of its names: "Kenya", "Kenyan", "Nairobi"."""

from collections.abc import Sequence
from functools import cache

from spacy.tokens import Token

from sayso.gazetteer.countries import (
    capital_country,
    country_named,
    country_of_demonym,
    seat_country,
)
from sayso.lexicons import Entry, Lexicon, load_lexicon

LONGEST_NAME = 6  # words: "Democratic People's Republic of Korea"
# "Pro-Russian" and "Iranian-backed" people are of some other country, or of any.
BEFORE_HYPHEN = frozenset("pro anti non inter pan trans cross mid".split())
AFTER_HYPHEN = frozenset(
    "backed born speaking made style occupied controlled held allied sponsored supported funded "
    "trained bound built armed aligned friendly inspired language".split()
)


class LookalikeEntry(Entry, frozen=True, kw_only=True):
    """Phrases that hold the name of a country and mean something else."""

    phrases: tuple[str, ...]  # lower case


class LookalikeLexicon(Lexicon, frozen=True, kw_only=True):
    """The phrases that look like countries."""

    entry: tuple[LookalikeEntry, ...]


@cache
def load_lookalikes() -> frozenset[str]:
    """Return the phrases that hold the name of a country and mean something else."""
    lexicon = load_lexicon("country_lookalikes", LookalikeLexicon)
    return frozenset(phrase for entry in lexicon.entry for phrase in entry.phrases)


def country_of_words(tokens: Sequence[Token]) -> str | None:
    """Return the country that the words name, by demonym, country, seat or capital, or None.

    The longest name goes first. "Latin American" and "New Mexico" name none.
    """
    words = [token.text for token in tokens]
    capitals = [index for index, word in enumerate(words) if word[:1].isupper()]
    if not capitals:
        return None
    taken = {index for index in range(len(words)) if is_hyphened(words, index)}
    for size in range(min(LONGEST_NAME, len(words)), 0, -1):
        for start in starts_around(capitals, size, len(words)):
            stretch = range(start, start + size)
            name = name_of(words[start : start + size])
            if size > 1 and name.lower() in load_lookalikes():
                taken.update(stretch)
            elif words[start][:1].isupper() and taken.isdisjoint(stretch):
                found = country_of_name(name)
                if found is not None:
                    return found
    return None


def starts_around(capitals: Sequence[int], size: int, length: int) -> list[int]:
    """Return where stretches of `size` words start that hold a word with a capital, in order."""
    starts = {
        start
        for capital in capitals
        for start in range(max(0, capital - size + 1), min(capital, length - size) + 1)
    }
    return sorted(starts)


def name_of(words: Sequence[str]) -> str:
    """Return words as one name: "People 's" is "People's", "Inter - American" one word."""
    name = " ".join(words)
    return name.replace(" '", "'").replace(" ’", "’").replace(" - ", "-")


def is_hyphened(words: Sequence[str], index: int) -> bool:
    """Tell whether a nationality only goes with what somebody is: "pro-Russian"."""
    before = index > 1 and words[index - 1] == "-" and words[index - 2].lower() in BEFORE_HYPHEN
    after = words[index + 1 : index + 2] == ["-"] and words[index + 2 : index + 3]
    return before or bool(after and after[0].lower() in AFTER_HYPHEN)


def country_of_name(name: str) -> str | None:
    """Return the country that a name or nationality stands for, or None."""
    return (
        country_of_demonym(name)
        or country_named(name)
        or seat_country(name)
        or capital_country(name)
    )
