"""Which kinds of event one incident may hold: an attack and its dead."""

from functools import cache

import msgspec

from sayso.lexicons import Lexicon, load_lexicon


class Family(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Kinds of event that are sides of one happening."""

    id: str  # the name of the family
    kinds: tuple[str, ...]  # types, or "TYPE/mode" where only one mode belongs
    reason: str  # why they are sides of one happening


class FamilyLexicon(Lexicon, frozen=True, kw_only=True):
    """The file `incident_families.toml`."""

    family: tuple[Family, ...]


@cache
def family_table() -> dict[str, str]:
    """Return the family of each kind that the lexicon names, by "TYPE" or "TYPE/mode"."""
    lexicon = load_lexicon("incident_families", FamilyLexicon)
    return {kind: family.id for family in lexicon.family for kind in family.kinds}


def family_of(event_type: str, mode: str | None) -> str:
    """Return the family of a type and mode; a kind that the lexicon leaves out is its own."""
    table = family_table()
    family = table.get(f"{event_type}/{mode}") if mode else None
    return family or table.get(event_type, event_type.lower())
