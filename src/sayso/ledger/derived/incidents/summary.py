"""What an incident is called, and where and when it was, as its reports agree."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from operator import eq
from typing import Final, NamedTuple, TypeVar

from sayso.ledger.derived.incidents.facts import FOUNDING, EventFacts, ReportFacts, minute_of
from sayso.ledger.incidents import Someone, Where
from sayso.ledger.incidents.wording import words_in

Value = TypeVar("Value")

FINEST: Final = ("point", "city", "admin1", "country", "region")
AGREED: Final = 2 / 3  # of the reports that tell where or when
SLACK: Final = 1e-9  # thirds do not sum to whole numbers
NAMES: Final = 6  # actors or recipients that a summary names at most
NAME_READ: Final = 20  # words of a name that are read

Interval = tuple[str, str]


class Member(NamedTuple):
    """An event of an incident."""

    number: int
    id: str
    ordinal: int  # in its report
    report: ReportFacts
    facts: EventFacts  # its own, or those of the event whose wording it has

    @property
    def founds(self) -> bool:
        """Whether the event tells that something happened, and not only may or did not."""
        return self.facts.factuality in FOUNDING

    @property
    def order(self) -> tuple[bool, int, str, int, str]:
        """What the events of an incident are sorted by: those that found it by date first."""
        return not self.founds, self.report.rank, self.report.id, self.ordinal, self.id


class Summary(NamedTuple):
    """The columns of an incident that its events give."""

    type: str
    mode: str | None
    factuality: str
    actors: str | None
    recipients: str | None
    place: Where | None
    country: str | None  # that of the place, or what most agree on where they name several places
    time: Interval | None
    first_published: str | None
    last_published: str | None
    reports: int
    outlets: int


def summarise(members: Sequence[Member]) -> Summary:
    """Return what the events of an incident come to, sorted as they are by `order`."""
    telling = [member for member in members if member.founds]
    kind = most_told((member, member.facts.type) for member in telling)
    mode = most_told(
        (member, member.facts.mode)
        for member in telling
        if member.facts.type == kind and member.facts.mode
    )
    dates = sorted(
        {member.report.published for member in members if member.report.published},
        key=lambda stamp: (minute_of(stamp), stamp),
    )
    place = agreed(placed(telling), are_one_place, fineness)
    actual = any(member.facts.factuality == "actual" for member in telling)
    return Summary(
        type=kind or telling[0].facts.type,
        mode=mode,
        factuality="actual" if actual else "attempted",
        actors=names_of((member, member.facts.actors) for member in telling),
        recipients=names_of((member, member.facts.recipients) for member in telling),
        place=place,
        country=place.country if place else agreed(lands(telling), eq, by_name),
        time=agreed(timed(telling), overlap, length),
        first_published=dates[0] if dates else None,
        last_published=dates[-1] if dates else None,
        reports=len({member.report.number for member in members}),
        outlets=len({member.report.outlet for member in members} - {None}),
    )


def most_told(told: Iterable[tuple[Member, str | None]]) -> str | None:
    """Return the value that most reports tell; of several the one that is told first."""
    reports: dict[str | None, set[int]] = defaultdict(set)
    for member, value in told:
        reports[value].add(member.report.number)
    return max(reports, key=lambda value: len(reports[value]), default=None)


def names_of(told: Iterable[tuple[Member, Collection[Someone]]]) -> str | None:
    """Return the names of those who take one part, those that most reports name first.

    Of two names of which one holds all words of the other, the longer stands for both.
    """
    reports: dict[str, set[int]] = defaultdict(set)
    for member, parties in told:
        for party in parties:
            reports[party.name].add(member.report.number)
    chosen: dict[str, frozenset[str]] = {}
    for name in sorted(reports, key=lambda name: (-len(reports[name]), -len(name))):
        words = frozenset(words_in(name, NAME_READ)) or frozenset((name,))
        known = next(
            (other for other, held in chosen.items() if held & words in (held, words)), None
        )
        if known is None:
            chosen[name] = words
        elif chosen[known] < words:
            chosen = {
                name if each == known else each: words if each == known else held
                for each, held in chosen.items()
            }
    return ", ".join(list(chosen)[:NAMES]) or None


def placed(members: Iterable[Member]) -> list[tuple[Where, int]]:
    """Return where each report has it."""
    return [(member.facts.place, member.report.number) for member in members if member.facts.place]


def lands(members: Iterable[Member]) -> list[tuple[str, int]]:
    """Return which country each report has it in."""
    return [(place.country, report) for place, report in placed(members) if place.country]


def by_name(name: str) -> tuple[float, str]:
    """Return what names are sorted by, of which none is more exact."""
    return 0.0, name


def timed(members: Iterable[Member]) -> list[tuple[Interval, int]]:
    """Return when each report has it."""
    return [
        ((member.facts.start, member.facts.end), member.report.number)
        for member in members
        if member.facts.start is not None and member.facts.end is not None
    ]


def agreed(
    told: Sequence[tuple[Value, int]],
    agrees: Callable[[Value, Value], bool],
    exactness: Callable[[Value], tuple[float, str]],
) -> Value | None:
    """Return the most exact value with which two thirds of the reports that tell one agree.

    A report that tells several has a part of its voice for each.
    """
    voices = Counter(report for _, report in told)
    weights: dict[Value, float] = defaultdict(float)
    for value, report in told:
        weights[value] += 1 / voices[report]
    ranked = sorted(
        weights, key=lambda each: (exactness(each)[0], -weights[each], exactness(each))
    )
    for value in ranked:
        with_it = sum(weight for other, weight in weights.items() if agrees(value, other))
        if with_it >= AGREED * len(voices) - SLACK:
            return value
    return None


def fineness(place: Where) -> tuple[float, str]:
    """Return what places are sorted by, the most precise first."""
    rank = FINEST.index(place.precision) if place.precision in FINEST else len(FINEST)
    return rank, f"{place.name} {place.geonames_id}"


def length(time: Interval) -> tuple[float, str]:
    """Return what times are sorted by, the narrowest first."""
    return minute_of(time[1]) - minute_of(time[0]), time[0]


def overlap(one: Interval, other: Interval) -> bool:
    """Tell whether two times have a moment in common."""
    first, last = max(map(minute_of, (one[0], other[0]))), min(map(minute_of, (one[1], other[1])))
    return first < last


def are_one_place(one: Where, other: Where) -> bool:
    """Tell whether two places are one, or one lies in the other."""
    if one.geonames_id is not None and one.geonames_id == other.geonames_id:
        return True
    if one.name == other.name and one.country == other.country:
        return True
    return holds(one, other) or holds(other, one)


def holds(wide: Where, narrow: Where) -> bool:
    """Tell whether one place is a country or a division that holds the other."""
    if wide.country is None or wide.country != narrow.country:
        return False
    if wide.precision == "country":
        return True
    return wide.precision == "admin1" and narrow.admin1 in (wide.name, wide.admin1)
