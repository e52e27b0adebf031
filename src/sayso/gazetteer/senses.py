"""Which places the names of one page mean, taken together.

Each name has senses: a country, a region, or places of the gazetteer. People who write a page
mean places that go together, so senses vote for their country and division, and each name takes
the sense that its people, the votes of the other names and the page's own country speak for.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from sayso.gazetteer.countries import (
    capital_country,
    capital_of,
    country_named,
    country_place,
    is_part,
)
from sayso.gazetteer.folding import without_article
from sayso.gazetteer.toponyms import (
    Candidate,
    container_of,
    division_abbreviated,
    favour,
    likelihood,
    lookup,
    region_named,
)
from sayso.records import Place

COUNTRY = 3e8  # a country's name means the country, as if so many lived there
SENSES = 12  # places of one name that are weighed
COUNTRY_SUPPORT = 4.0  # decimal orders of magnitude that a whole page about a country is worth
DIVISION_SUPPORT = 6.0  # the same for a first-level division
CODE = 3  # capitals that are an abbreviation ("EU"), not the name of a town ("Eu")
ROUNDS = 3  # votes settle after so many
DOUBT = 1.0  # votes for nowhere: a page with few names supports little


class Sense(msgspec.Struct, frozen=True):
    """One place that a name may mean, and how likely it is by itself (decimal logarithm)."""

    place: Place
    prior: float
    division: tuple[str, str] | None  # country and first-level division


class Votes:
    """What the names of a page say of where it plays."""

    def __init__(self) -> None:
        self.countries: defaultdict[str, float] = defaultdict(float)
        self.divisions: defaultdict[tuple[str, str], float] = defaultdict(float)
        self.total = 0.0

    def add(self, sense: Sense, share: float) -> None:
        """Count `share` of a vote for the country and division of a sense."""
        self.total += share
        if sense.place.country is not None:
            self.countries[sense.place.country] += share
        if sense.division is not None:
            self.divisions[sense.division] += share

    def share_of(self, sense: Sense, own: "Votes") -> float:
        """Return what others than `own` say for a sense, in decimal orders of magnitude."""
        others = self.total - own.total + DOUBT
        code = sense.place.country
        country = self.countries[code] - own.countries[code] if code is not None else 0.0
        division = 0.0
        if sense.division is not None:
            division = self.divisions[sense.division] - own.divisions[sense.division]
        return (COUNTRY_SUPPORT * country + DIVISION_SUPPORT * division) / others


def senses_of(name: str) -> tuple[Sense, ...]:
    """Return the places that `name` may mean, empty where it means none."""
    short = division_abbreviated(name)
    if short is not None:
        return senses_in(short[1], short)
    code = country_named(name)
    senses: list[Sense] = []
    if code is not None and not is_part(name):
        senses.append(Sense(country_place(code), math.log10(COUNTRY), None))
    region = region_named(name)
    if region is not None:
        senses.append(Sense(region, math.log10(COUNTRY), None))
    if name.isupper() and len(name) <= CODE:
        return tuple(senses)
    capital_code = capital_country(name)
    capital = capital_of(capital_code) if capital_code is not None else None
    found = lookup(name) or lookup(without_article(name))
    weighed = [(_prior(one, capital), one) for one in found]
    weighed.sort(key=lambda pair: (-pair[0], pair[1].geonames_id))
    senses.extend(_sense(one, prior) for prior, one in weighed[:SENSES])
    return tuple(senses)


def senses_in(name: str, container: tuple[str, str | None]) -> tuple[Sense, ...]:
    """Return those senses of `name` that lie in a country, or in one division of it."""
    country, division = container
    inside = [
        Sense(one.place(name), math.log10(likelihood(one)), (one.country, one.admin1 or one.name))
        for one in lookup(name)
        if one.country == country and division in (None, one.admin1, one.name)
    ]
    return tuple(sorted(inside, key=lambda one: (-one.prior, one.place.geonames_id or 0))[:1])


def _prior(candidate: Candidate, capital: Place | None) -> float:
    times = favour(candidate, capital.geonames_id if capital is not None else None)
    return math.log10(times * likelihood(candidate))


def _sense(candidate: Candidate, prior: float) -> Sense:
    place = candidate.place(candidate.name)
    division = (place.country, place.admin1) if place.country and place.admin1 else None
    return Sense(place, prior, division)


def resolve_together(
    names: Sequence[str],
    containers: Mapping[str, str],
    countries: Mapping[str, float],
) -> dict[str, Place]:
    """Return the place of each of `names` that has one, all weighed together.

    `containers` says what follows a name after a comma somewhere on the page ("Springfield" ->
    "Ohio"); `countries` are votes from elsewhere: demonyms, the dateline. A name has one
    vote, however often it stands on the page. Linear in the number of names.
    """
    found = {name: _senses_on_page(name, containers.get(name)) for name in dict.fromkeys(names)}
    senses = {name: options for name, options in found.items() if options}
    ballots = {
        name: _ballot(options, [one.prior for one in options]) for name, options in senses.items()
    }
    scores: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        votes = _count(ballots.values(), countries)
        for name, options in senses.items():
            own = ballots[name]
            scores[name] = [one.prior + votes.share_of(one, own) for one in options]
        ballots = {name: _ballot(senses[name], scores[name]) for name in senses}
    return {name: _best(options, scores[name]) for name, options in senses.items()}


def _best(options: Sequence[Sense], scores: Sequence[float]) -> Place:
    """Return the place of the highest score; the first of equals, which is the likelier."""
    return options[max(range(len(options)), key=lambda index: (scores[index], -index))].place


def _senses_on_page(name: str, container: str | None) -> tuple[Sense, ...]:
    if container is not None:
        inside = container_of(container)
        found = senses_in(name, inside) if inside is not None else ()
        if found:
            return found
    return senses_of(name)


def _ballot(options: Sequence[Sense], scores: Sequence[float]) -> Votes:
    """Return the one vote of a name, divided among its senses by their scores."""
    top = max(scores)
    odds = [10.0 ** (score - top) for score in scores]
    votes = Votes()
    for one, share in zip(options, odds, strict=True):
        votes.add(one, share / sum(odds))
    return votes


def _count(ballots: Iterable[Votes], countries: Mapping[str, float]) -> Votes:
    total = Votes()
    for ballot in ballots:
        total.total += ballot.total
        for code, share in ballot.countries.items():
            total.countries[code] += share
        for division, share in ballot.divisions.items():
            total.divisions[division] += share
    for code, share in countries.items():
        total.countries[code] += share
        total.total += share
    return total
