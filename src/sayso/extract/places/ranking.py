"""Which of their senses the names of one page have, taken together.

People who write a page mean places that go together. So the senses of all names vote for their
country and division, and each name takes the sense that its prior, the votes of the others and
the page's own country speak for. Names that stand among states are more likely states.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from msgspec.structs import replace

from sayso.gazetteer.senses import Sense, senses_in, senses_of
from sayso.gazetteer.toponyms import container_of
from sayso.records import Place

# Chosen on the development corpora (training/README.md), in decimal orders of magnitude.
COUNTRY_SUPPORT = 6.0  # that a whole page about a country is worth
DIVISION_SUPPORT = 9.0  # the same for a first-level division
PEER_SUPPORT = 1.5  # of a page that names nothing but divisions, for another division
CAPITAL_CUE = 4.0  # of "the capital" beside a name, for the capital that has it
SMALL = 5_000  # people
ENOUGH = 3.0  # votes of other names, to say where a page does not play
NOTHING = 0.01  # votes, as good as none
ROUNDS = 3  # votes settle after so many
DOUBT = 2.0  # votes for nowhere: a page with few names supports little


class Votes:
    """What the names of a page say of where it plays."""

    def __init__(self) -> None:
        self.countries: defaultdict[str, float] = defaultdict(float)
        self.divisions: defaultdict[tuple[str, str], float] = defaultdict(float)
        self.peers = 0.0  # votes for senses that are first-level divisions themselves
        self.total = 0.0

    def add(self, sense: Sense, share: float) -> None:
        """Count `share` of a vote for the country and division of a sense."""
        self.total += share
        if sense.place.country is not None:
            self.countries[sense.place.country] += share
        if sense.division is not None:
            self.divisions[sense.division] += share
        if is_division(sense):
            self.peers += share

    def share_of(self, sense: Sense, own: "Votes") -> float:
        """Return what others than `own` say for a sense, in decimal orders of magnitude."""
        others = self.total - own.total + DOUBT
        code = sense.place.country
        country = self.countries[code] - own.countries[code] if code is not None else 0.0
        division = 0.0
        if sense.division is not None:
            division = self.divisions[sense.division] - own.divisions[sense.division]
        peers = self.peers - own.peers if is_division(sense) else 0.0
        support = COUNTRY_SUPPORT * country + DIVISION_SUPPORT * division + PEER_SUPPORT * peers
        return support / others

    def is_out_of_place(self, sense: Sense, own: "Votes") -> bool:
        """Tell whether a sense is a small town in a country that nothing else on the page is in.

        The page then means a place of that name that the gazetteer lacks.
        """
        code = sense.place.country
        if sense.place.precision != "city" or sense.population >= SMALL or code is None:
            return False
        others = self.total - own.total
        return others >= ENOUGH and self.countries[code] - own.countries[code] < NOTHING


def is_division(sense: Sense) -> bool:
    """Tell whether a sense is a first-level division: a state, a province."""
    return sense.place.precision == "admin1"


def resolve_together(
    names: Sequence[str],
    containers: Mapping[str, str],
    countries: Mapping[str, float],
    capitals: Collection[str] = (),
) -> dict[str, Place]:
    """Return the place of each of `names` that has one, all weighed together.

    `containers` says what follows a name after a comma somewhere on the page ("Springfield" ->
    "Ohio"); `countries` are votes from elsewhere: demonyms, the dateline; those in `capitals` the
    page calls a capital. A name has one vote, however often it stands on the page. Linear in the
    number of names.
    """
    found = {name: _senses_on_page(name, containers.get(name)) for name in dict.fromkeys(names)}
    senses = {
        name: _with_cue(options) if name in capitals else options
        for name, options in found.items()
        if options
    }
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
    best = {name: _best(options, scores[name]) for name, options in senses.items()}
    votes = _count(ballots.values(), countries)
    return {
        name: one.place
        for name, one in best.items()
        if not votes.is_out_of_place(one, ballots[name])
    }


def _best(options: Sequence[Sense], scores: Sequence[float]) -> Sense:
    """Return the sense of the highest score; the first of equals, which is the likelier."""
    return options[max(range(len(options)), key=lambda index: (scores[index], -index))]


def _with_cue(options: Sequence[Sense]) -> tuple[Sense, ...]:
    """Return the senses with what "the capital" beside the name says for one of them."""
    return tuple(
        replace(one, prior=one.prior + CAPITAL_CUE) if one.capital else one for one in options
    )


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
        total.peers += ballot.peers
    for code, share in countries.items():
        total.countries[code] += share
        total.total += share
    return total
