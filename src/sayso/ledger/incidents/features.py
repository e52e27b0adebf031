"""What two tellings have in common and where they differ: numbers, each with its meaning.

No number stands alone: neither how far two places lie apart nor which words two reports share
makes a link by itself. What is not known on one side is 0, or -1 where 0 is a value of its own.
"""

import math
from typing import Final

from sayso.ledger.incidents.acts import cosine, kinship, nearness
from sayso.ledger.incidents.sketches import Sketch, Words
from sayso.ledger.incidents.telling import Number, Where
from sayso.ledger.incidents.wording import overlap, weigh

FEATURES: Final[dict[str, str]] = {
    "form": "1: the triggers are printed alike",
    "word": "1: the triggers have one stem",
    "root": "1: they have one root, as 'acquired' and 'acquisition' do",
    "meaning": "how near the triggers lie in meaning, -1 to 1",
    "concept": "how surely the triggers can mean one thing, 0 to 1",
    "phrase": "how near lie all the words that the triggers are printed in",
    "rarer": "how telling the rarer trigger is, 0 to 1",
    "commoner": "how telling the commoner one is",
    "telling word": "how telling the trigger is that both have, else 0",
    "actors": "share of the words of the actors' names that both have",
    "other actors": "1: both name actors, and none alike",
    "recipients": "share of the words of the recipients' names that both have",
    "other recipients": "1: both name recipients, and none alike",
    "crossed": "share of words where who acts in one suffers in the other",
    "parties": "share of words of all who act or suffer",
    "parties' meaning": "how near those who act or suffer lie in meaning",
    "countries": "1: a country of those who act or suffer is shared; -1: none is",
    "sentence": "share of telling words of the sentences that both have",
    "sentence's meaning": "how near the sentences lie in meaning",
    "echo": "how near one trigger lies to the other's sentence",
    "report": "share of telling words of the reports that both have; 1 within one report",
    "one report": "1: both stand in one report",
    "one sentence": "1: both stand in one sentence",
    "neighbours": "share of the other events of the reports that both tell",
    "place": "1: one place; less: one lies in the other, or near it",
    "other place": "1: two places apart; less where one may lie in the other",
    "time": "1: the times told share a day and are as narrow; less as one is wider",
    "other time": "how far the times told lie apart, 1 for a month",
    "days": "days between the times told, 60 at most; -1 where one is not known",
    "published": "days between publication, 60 at most; -1 where one is not known",
    "family": "1: one family of types; -1: two",
    "type": "1: one type; -1: two",
    "mode": "1: one mode; -1: two",
    "factuality": "1: both happened, or both did not, or the like; -1: not alike",
    "numbers": "1: a number of the same thing agrees; -1: none does",
}
FAR: Final = 60  # days beyond which it makes no difference how many
MONTH: Final = math.log(32)
NEAR: Final = 30.0  # kilometres that two names of one place may lie apart
APART: Final = 150.0  # kilometres from which two places have nothing to do with each other
COARSE: Final = {"country": 3, "region": 3, "admin1": 2, "city": 1, "point": 1}
DEGREE: Final = 111.2  # kilometres


def values_of(one: Sketch, other: Sketch) -> tuple[float, ...]:
    """Return the values of two tellings, in the order of `FEATURES`; alike both ways round."""
    return (
        *of_words(one, other),
        *of_parties(one, other),
        *of_text(one, other),
        *of_place(one.telling.place, other.telling.place),
        *of_time(one, other),
        *of_kind(one, other),
    )


def of_words(one: Sketch, other: Sketch) -> tuple[float, ...]:
    """Return how the triggers compare."""
    mine, yours = one.telling, other.telling
    same = float(mine.stem == yours.stem)
    stems = sorted((mine.stem, yours.stem))
    low, high = (
        (one.weight, other.weight) if one.weight < other.weight else (other.weight, one.weight)
    )
    return (
        float(mine.word == yours.word),
        same,
        same or float(not one.roots.isdisjoint(other.roots)),
        nearness(*stems),
        kinship(*stems),
        cosine(one.phrase, other.phrase),
        high,
        low,
        same * low,
    )


def of_parties(one: Sketch, other: Sketch) -> tuple[float, ...]:
    """Return how those who act and suffer compare."""
    crossed = max(shared(one.actors, other.recipients), shared(one.recipients, other.actors))
    countries = 0.0
    if one.countries and other.countries:
        countries = -1.0 if one.countries.isdisjoint(other.countries) else 1.0
    return (
        shared(one.actors, other.actors),
        parted(one.actors, other.actors),
        shared(one.recipients, other.recipients),
        parted(one.recipients, other.recipients),
        crossed,
        shared(one.parties, other.parties),
        cosine(one.parties_meaning, other.parties_meaning),
        countries,
    )


def of_text(one: Sketch, other: Sketch) -> tuple[float, ...]:
    """Return how the sentences and the reports compare."""
    mine, yours = one.telling, other.telling
    together = mine.report == yours.report
    return (
        overlap(
            mine.sentence_words, yours.sentence_words, one.sentence_weight, other.sentence_weight
        ),
        cosine(one.meaning, other.meaning),
        max(cosine(one.part, other.meaning), cosine(other.part, one.meaning)),
        1.0
        if together
        else overlap(mine.report_words, yours.report_words, one.story_weight, other.story_weight),
        float(together),
        float(together and mine.sentence_words == yours.sentence_words),
        jaccard(mine.neighbours, yours.neighbours),
    )


def of_place(one: Where | None, other: Where | None) -> tuple[float, float]:
    """Return how far two places agree, and how far they exclude each other."""
    if one is None or other is None:
        return 0.0, 0.0
    if same_place(one, other):
        return 1.0, 0.0
    if one.country is None or other.country is None:
        return 0.0, 0.5
    if one.country != other.country:
        return 0.0, 1.0
    coarse = max(coarseness(one), coarseness(other))
    if coarse > 2:
        return 0.5, 0.0
    if one.admin1 != other.admin1:
        return 0.0, 1.0 if one.admin1 and other.admin1 else 0.6
    if coarse > 1:
        return 0.7, 0.0
    return by_distance(distance(one, other))


def same_place(one: Where, other: Where) -> bool:
    """Tell whether two places are one by their entry, or by name where one has no entry."""
    if one.geonames_id is not None and other.geonames_id is not None:
        return one.geonames_id == other.geonames_id
    return one.name == other.name


def by_distance(kilometres: float | None) -> tuple[float, float]:
    """Return how far two places of one division agree, and how far they exclude each other."""
    if kilometres is None:
        return 0.0, 0.6
    if kilometres <= NEAR:
        return 0.6, 0.2
    return 0.0, min(1.0, kilometres / APART)


def coarseness(place: Where) -> int:
    """Return 1 for a town or point, 2 for a division, 3 for a country or what is not known."""
    return COARSE.get(place.precision or "", 3)


def distance(one: Where, other: Where) -> float | None:
    """Return the kilometres between two places, None where one has no coordinates."""
    if one.latitude is None or one.longitude is None:
        return None
    if other.latitude is None or other.longitude is None:
        return None
    east = abs(one.longitude - other.longitude)
    east = min(east, 360 - east) * math.cos(math.radians((one.latitude + other.latitude) / 2))
    return DEGREE * math.hypot(one.latitude - other.latitude, east)


def of_time(one: Sketch, other: Sketch) -> tuple[float, float, float, float]:
    """Return how the times told agree and how far they lie apart, and days between reports."""
    published = -1.0
    if one.published is not None and other.published is not None:
        published = float(min(FAR, abs(one.published - other.published)))
    if one.first is None or one.last is None or other.first is None or other.last is None:
        return 0.0, 0.0, -1.0, published
    gap = max(one.first, other.first) - min(one.last, other.last)
    if gap > 0:
        return 0.0, min(1.0, math.log1p(gap) / MONTH), float(min(FAR, gap)), published
    both = 1 - gap
    wider = max(one.last - one.first, other.last - other.first) + 1
    return 1 / (1 + math.log(wider / both)), 0.0, 0.0, published


def of_kind(one: Sketch, other: Sketch) -> tuple[float, ...]:
    """Return how types, factuality and numbers compare."""
    mine, yours = one.telling, other.telling
    return (
        agreement(mine.family, yours.family),
        agreement(mine.type, yours.type),
        agreement(mine.mode, yours.mode),
        agreement(mine.factuality, yours.factuality),
        numbers_agree(mine.numbers, yours.numbers),
    )


def numbers_agree(ones: tuple[Number, ...], others: tuple[Number, ...]) -> float:
    """Return 1 where a number of one measure agrees, -1 where none does, 0 where none compares."""
    found = [
        overlapping(one, other) for one in ones for other in others if one.measure == other.measure
    ]
    if not found:
        return 0.0
    return 1.0 if any(found) else -1.0


def overlapping(one: Number, other: Number) -> bool:
    """Tell whether two numbers can be one by their bounds."""
    low = max(one.low if one.low is not None else 0, other.low if other.low is not None else 0)
    highs = [number.high for number in (one, other) if number.high is not None]
    return not highs or low <= min(highs)


def agreement(one: str | None, other: str | None) -> float:
    """Return 1 for the same, -1 for others, 0 where one is not known."""
    if one is None or other is None:
        return 0.0
    return 1.0 if one == other else -1.0


def shared(ones: Words, others: Words) -> float:
    """Return how much of two names is shared by weight, 0 to 1."""
    return overlap(ones, others, weigh(ones), weigh(others))


def parted(ones: Words, others: Words) -> float:
    """Return 1 where both sides have words and none is shared."""
    return float(bool(ones and others) and ones.isdisjoint(others))


def jaccard(ones: Words, others: Words) -> float:
    """Return the share of what is in either set that is in both."""
    both = len(ones & others)
    return both / (len(ones) + len(others) - both) if both else 0.0
