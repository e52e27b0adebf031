"""One named person or body of a page."""

from dataclasses import dataclass, field

from spacy.tokens import Token

from sayso.extract.naming.genders import Gender
from sayso.extract.naming.roles import RoleEntry
from sayso.records import PartyKind


@dataclass(slots=True)
class Name:
    """One named person or body of the page, gathered from all its mentions."""

    name: str  # the fullest form on the page: "Ivo Lang"
    kind: PartyKind
    country: str | None = None
    sectors: tuple[str, ...] = ()
    role: str | None = None
    roles: list[RoleEntry] = field(default_factory=list)
    first: int = 0  # index of the first token of the first mention
    peer: Token | None = None  # "counterpart": the word of office that another bearer explains
    gender: Gender | None = None  # of a person
