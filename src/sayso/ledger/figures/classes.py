"""What kind of people or things a number counts, and which kind is a part of which."""

from functools import cache
from typing import Final

from sayso.gazetteer.countries import country_of_demonym
from sayso.lexicons import Entry, Lexicon, load_lexicon
from sayso.records import Measure

PERSON: Final = "person"
# Measures of people: a number of theirs without a noun counts people.
OF_PEOPLE: Final[frozenset[Measure]] = frozenset(
    [
        *("kill", "injure", "miss", "rescue", "arrest", "convict"),
        *("displace", "evacuate", "protest"),
    ]
)
# Measures whose numbers also fall as time goes by, so that a later lower one says nothing.
FALLING: Final[frozenset[Measure]] = frozenset(["miss", "remain", "hold", "deploy", "other"])
# Measures of things: one report gives many of them that have nothing to do with each other.
OF_THINGS: Final[frozenset[Measure]] = frozenset(["hold", "other", "produce", "remain"])
# Kinds of which one report gives many that have nothing to do with each other: shares, lengths.
MANIFOLD: Final = frozenset(["share", "measure", "duration"])
DEEPEST: Final = 4  # classes between a child and a person


class ClassEntry(Entry, frozen=True, kw_only=True):
    """Nouns that count one kind of people or things."""

    lemmas: tuple[str, ...]
    within: str | None = None
    found: bool = False
    alike: tuple[Measure, ...] = ()
    tally: bool = False


class ClassLexicon(Lexicon, frozen=True, kw_only=True):
    """`counted_classes.toml`."""

    entry: tuple[ClassEntry, ...]


@cache
def load_classes() -> dict[str, ClassEntry]:
    """Return the classes by id; raises `LexiconError` where the lexicon is malformed."""
    return {entry.id: entry for entry in load_lexicon("counted_classes", ClassLexicon).entry}


@cache
def classes_of_lemmas() -> dict[str, str]:
    """Return the class of each lemma."""
    return {lemma: entry.id for entry in load_classes().values() for lemma in entry.lemmas}


def class_of(item: str | None, measure: Measure) -> str | None:
    """Return what kind a noun counts: a class of the lexicon, else the noun itself.

    Without a noun it is people where the measure is one of people, None elsewhere.
    """
    if item is None:
        return PERSON if measure in OF_PEOPLE else None
    known = classes_of_lemmas().get(item.lower())
    if known is not None:
        return known
    return item if is_people(item) else item.lower()


def is_people(item: str) -> bool:
    """Tell whether a noun is the name of a people: "Egyptian"."""
    return item[:1].isupper() and country_of_demonym(item) is not None


def is_found(kind: str | None) -> bool:
    """Tell whether a class counts only what has been found so far."""
    entry = load_classes().get(kind or "")
    return entry is not None and entry.found


def is_tally(kind: str | None) -> bool:
    """Tell whether a class is a running count by itself: cases of a disease."""
    entry = load_classes().get(kind or "")
    return entry is not None and entry.tally


def series_class(kind: str | None, measure: Measure) -> str | None:
    """Return the class whose series a number joins.

    What was found is set beside all of it, and those who march, or are seized at a march, are
    people whatever they are called.
    """
    entry = load_classes().get(kind or "")
    joins = entry is not None and (entry.found or measure in entry.alike)
    return entry.within if entry is not None and joins else kind


def is_within(part: str | None, whole: str | None) -> bool:
    """Tell whether one class is a part of another: children of civilians, Egyptians of people."""
    if part is not None and is_people(part):
        return whole == PERSON
    for _ in range(DEEPEST):
        entry = load_classes().get(part or "")
        if entry is None or entry.within is None:
            return False
        part = entry.within
        if part == whole:
            return True
    return False
