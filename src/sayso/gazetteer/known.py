"""Actors known by name: country, sectors and the dates they held them, and agent nouns.

The table is built by `training/build_known_parties.py` from the Phoenix dictionaries (Open Event
Data Alliance, MIT); it knows offices up to about 2015. Newer facts stand in the lexicons.
"""

import sqlite3
from functools import cache, lru_cache
from importlib.resources import as_file, files
from typing import NamedTuple

from sayso.gazetteer.folding import fold

PERSON_LENGTHS = (2, 3)  # words of a person's name; longer ones are mostly of bodies


class Spell(NamedTuple):
    """What a name stood for, and when."""

    country: str | None  # ISO 3166 alpha-3
    sectors: tuple[str, ...]
    start: str  # ISO date, "" for open
    end: str  # ISO date, "" for open


class KnownParty(NamedTuple):
    """A name of the dictionaries with its spells."""

    name: str
    spells: tuple[Spell, ...]

    def at(self, day: str | None) -> Spell:
        """Return the spell that holds on an ISO `day`: the dated one that covers it, or the last.

        A day after all dated spells gets an undated one where there is one.
        """
        if day is not None:
            covering = [s for s in self.spells if (s.start or s.end) and covers(s, day)]
            if covering:
                return covering[-1]
        undated = [s for s in self.spells if not s.start and not s.end]
        return undated[-1] if undated else self.spells[-1]


def covers(spell: Spell, day: str) -> bool:
    """Tell whether `day` lies in the dated spell."""
    return (not spell.start or spell.start <= day) and (not spell.end or day <= spell.end)


@cache
def table() -> sqlite3.Connection:
    """Return the table, opened for reading once a process."""
    with as_file(files(__package__) / "known.sqlite") as path:
        return sqlite3.connect(f"file:{path}?immutable=1", uri=True, check_same_thread=False)


@lru_cache(maxsize=4096)
def known_party(name: str) -> KnownParty | None:
    """Return what the dictionaries know of `name`, None if nothing."""
    row = table().execute("SELECT name, spells FROM party WHERE key = ?", (fold(name),)).fetchone()
    if row is None:
        return None
    spells = (spell.split(",") for spell in row[1].split(";"))
    return KnownParty(
        row[0],
        tuple(Spell(c or None, tuple(s.split()), start, end) for c, s, start, end in spells),
    )


@lru_cache(maxsize=4096)
def agent_sectors(noun: str) -> tuple[str, ...]:
    """Return the sectors of an agent noun ("peasant", "riot police"), () if it is not known."""
    row = table().execute("SELECT sectors FROM agent WHERE key = ?", (fold(noun),)).fetchone()
    return tuple(row[0].split()) if row else ()


@cache
def known_surnames() -> frozenset[str]:
    """Return the last names, folded, of people of the dictionaries whose first name is known."""
    given = {key for (key,) in table().execute("SELECT key FROM given")}
    names = (key.split() for (key,) in table().execute("SELECT key FROM party"))
    return frozenset(
        words[-1] for words in names if len(words) in PERSON_LENGTHS and words[0] in given
    )


@lru_cache(maxsize=4096)
def known_given_name(word: str) -> bool:
    """Tell whether people of the dictionaries bear `word` as their first name."""
    row = table().execute("SELECT 1 FROM given WHERE key = ?", (fold(word),)).fetchone()
    return row is not None
