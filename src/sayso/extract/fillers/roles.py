"""The roles of violence, and the kinds of incident, as MUC-4 has them (Sundheim 1991)."""

from dataclasses import dataclass
from typing import Literal

from sayso.records import Span

Role = Literal["perpetrator", "organisation", "target", "victim", "casualty", "weapon"]
# victim: a person by name; casualty: people without one ("three peasants").
ROLES: tuple[Role, ...] = (
    "perpetrator", "organisation", "target", "victim", "casualty", "weapon",
)  # fmt: skip
Kind = Literal["ATTACK", "BOMBING", "KIDNAPPING", "ARSON", "ROBBERY"]
KINDS: tuple[Kind, ...] = ("ATTACK", "BOMBING", "KIDNAPPING", "ARSON", "ROBBERY")


@dataclass(frozen=True, slots=True)
class Filler:
    """A span that fills a role in the violence that a page tells of."""

    role: Role
    span: Span
    chance: float  # 0 to 1


@dataclass(frozen=True, slots=True)
class Reading:
    """What a page tells: which kinds of incident, how surely, and who and what took part."""

    kinds: dict[Kind, float]  # 0 to 1
    fillers: tuple[Filler, ...]  # by role, then in text order
