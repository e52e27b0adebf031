"""How many one incident killed and hurt, by what one report tells of it.

A page tells the same victims several times, as a number, by name and as "the victim". So its
statements are folded, not added: the toll is the least that the strongest statement bears out,
and who died is not also counted as hurt.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sayso.extract.tolls.fates import Fate
from sayso.extract.tolls.told import Told, read_told
from sayso.records import Coded, Span

LEAD = 10  # sentences; what stands further down is mostly background and other incidents


@dataclass(frozen=True, slots=True)
class Count:
    """A number of people, with the words that it stands on."""

    people: int
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Toll:
    """The killed and the hurt of one incident; None where the report tells of none."""

    killed: Count | None
    injured: Count | None
    dead: tuple[str, ...]  # names, where the report gives them
    hurt: tuple[str, ...]


def toll_of(coded: Coded) -> Toll:
    """Return the toll of the incident that a report leads with."""
    told = told_of_lead(read_told(coded))
    killed = killed_of(told)
    dead = names_in(told, ("killed",))
    hurt = [name for name in names_in(told, ("injured", "struck")) if name not in dead]
    return Toll(
        killed=count_of(told, ("killed",), killed),
        injured=count_of(told, ("injured", "struck"), injured_of(told, killed)),
        dead=tuple(dead),
        hurt=tuple(hurt),
    )


def told_of_lead(told: Sequence[Told]) -> list[Told]:
    """Return the statements of the incident a report leads with.

    Where it leads with none, those further down that tell how many or who.
    """
    lead = [one for one in told if one.sentence < LEAD]
    return lead if any(least(one) for one in lead) else [one for one in told if one.people]


def killed_of(told: Sequence[Told]) -> int:
    """Return the least number of dead that the statements bear out."""
    return first_number(told, "killed")


def injured_of(told: Sequence[Told], killed: int) -> int:
    """Return the least number of hurt and not dead that the statements bear out.

    Those hit and not said to be dead are hurt. Where some died, the hurt told of elsewhere may
    be the same people, so only those count that are told beside the dead or over their number.
    """
    if not killed:
        return max((least(one) for one in told), default=0)
    apart = [one.apart for one in told if one.fate != "killed"]
    struck = max([first_number(told, "struck"), *apart], default=0)
    deaths = {one.sentence for one in told if one.fate == "killed"}
    hurt = [one for one in told if one.fate == "injured" and one.people]
    others = ((one.people or 0) - (0 if is_beside(one, deaths) else killed) for one in hurt)
    return max(struck - killed, 0, *others)


def is_beside(hurt: Told, deaths: Collection[int]) -> bool:
    """Tell whether hurt people are others than the dead, told of in the sentences `deaths`.

    They are where one sentence tells of both, where "another" or "the second" says so, and
    where a number of them comes after the dead: who is first hurt and then dies is told so.
    """
    later = (hurt.people or 0) > 1 and hurt.sentence > min(deaths)
    return later or hurt.apart > 1 or hurt.sentence in deaths


def first_number(told: Sequence[Told], fate: Fate) -> int:
    """Return the number of the first sentence that gives one for a fate, its highest.

    News leads with the freshest toll; what other incidents cost comes later. Where no sentence
    gives a number, a bare sign stands for 1.
    """
    of_fate = [one for one in told if one.fate == fate]
    numbered = [one for one in of_fate if one.people]
    if not numbered:
        return 1 if of_fate and fate != "struck" else 0
    return max(one.people or 0 for one in numbered if one.sentence == numbered[0].sentence)


def least(told: Told) -> int:
    """Return how many people a statement is of at least; a shooting alone need not hit any."""
    if told.people is None and told.fate == "struck":
        return told.apart if told.apart > 1 else 0
    return max(told.people or 1, told.apart)


def count_of(told: Iterable[Told], fates: Collection[str], people: int) -> Count | None:
    """Return the number with the words it stands on, None for nobody."""
    if not people:
        return None
    spans = dict.fromkeys(one.span for one in told if one.fate in fates)
    return Count(people, tuple(spans)) if spans else None


def names_in(told: Iterable[Told], fates: Collection[str]) -> list[str]:
    """Return the names of those said to have met one of `fates`, each once, in text order."""
    return list(dict.fromkeys(name for one in told if one.fate in fates for name in one.names))
