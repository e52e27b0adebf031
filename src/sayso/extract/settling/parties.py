"""Whether a party of a later record is the one that a forecast names."""

from functools import lru_cache
from typing import Final

from sayso.extract.settling.records import Who
from sayso.extract.settling.wording import stem
from sayso.gazetteer.folding import fold, without_article

BROAD: Final = frozenset({"country", "place", "group"})
STATE: Final = ("GOV", "MIL", "COP", "LEG", "JUD", "SPY")
WHOLE: Final = frozenset(
    """government cabinet administration authorities authority state regime army military
    troops forces force soldiers police""".split()
)
WORDS: Final = 6  # of a name that are compared
CODE: Final = 3  # letters of a country code
KEPT: Final = 8_192

folded = lru_cache(maxsize=KEPT)(lambda name: fold(without_article(name)))


def is_code(actor: str | None) -> bool:
    """Tell whether the actor of a pattern is given as the code of a country."""
    return actor is not None and len(actor) == CODE and actor.isascii() and actor.isupper()


def named(actor: str | None) -> tuple[Who, ...]:
    """Return the party that a pattern gives by name alone.

    None where it gives a country: the code tells of which country somebody is, not who.
    """
    return () if actor is None or is_code(actor) else (Who(name=actor),)


def is_same(wanted: Who, found: Who) -> bool:
    """Tell whether `found` is the party that is `wanted`, or acts for it.

    1. of one name; a person also by the last of the names
    2. where a country, a people or a mere description ("the government") is wanted: of that
       country, and of the sector that is wanted, if one is; a country acts by its state. It has
       one government and one army; of ministries, unions and firms the name must share a word
    """
    if wanted.country and found.country and wanted.country != found.country:
        return False
    one, other = folded(wanted.name), folded(found.name)
    if one and one == other:
        return True
    if wanted.kind == found.kind == "person":
        return ends_with(one, other) or ends_with(other, one)
    if not is_broad(wanted) or wanted.country != found.country:
        return False
    if not wanted.sectors:
        return wanted.kind in BROAD
    acting = STATE if found.kind == "country" else found.sectors
    if set(wanted.sectors).isdisjoint(acting):
        return False
    return is_whole(wanted) or have_a_word(one, other)


def is_whole(who: Who) -> bool:
    """Tell whether a party is the state, the army or the police as such, not a part of it."""
    return not WHOLE.isdisjoint(folded(who.name).split()[:WORDS])


def have_a_word(name: str, other: str) -> bool:
    """Tell whether two names share a word: "union" and "nurses union"."""
    words = (set(map(stem, one.split()[:WORDS])) for one in (name, other))
    return bool(set.intersection(*words))


def is_broad(who: Who) -> bool:
    """Tell whether a party is a country, or a people or some body described, not named, of one."""
    if who.country is None:
        return False
    return who.kind in BROAD or who.name == who.name.lower()


def ends_with(name: str, last: str) -> bool:
    """Tell whether `last` is the last of the names in `name`."""
    return bool(last) and name.endswith(" " + last)


def any_same(wanted: tuple[Who, ...], found: tuple[Who, ...]) -> bool:
    """Tell whether one of those that are wanted is found."""
    return any(is_same(one, other) for one in wanted for other in found)
