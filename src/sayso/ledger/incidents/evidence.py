"""What was compared on two tellings, each with the words or days that it stands on."""

from collections.abc import Callable
from typing import Final

from sayso.ledger.incidents.features import FEATURES, values_of
from sayso.ledger.incidents.sketches import Sketch, sketch_of
from sayso.ledger.incidents.telling import Someone, Telling
from sayso.ledger.incidents.wording import weight_of
from sayso.records import Record

SHOWN: Final = 6  # words of an overlap that are shown


class Feature(Record, frozen=True):
    """One thing that was compared; `FEATURES` tells what each value means."""

    name: str
    value: float
    evidence: str  # in words: "both at Kurmuk"; empty where one side does not say


Evidence = Callable[[Sketch, Sketch], str]


def compare(one: Telling, other: Telling) -> tuple[Feature, ...]:
    """Return what was compared on two tellings, each with its evidence."""
    left, right = sketch_of(one), sketch_of(other)
    values = values_of(left, right)
    return tuple(
        Feature(name=name, value=round(value, 4), evidence=evidence_of(name, left, right))
        for name, value in zip(FEATURES, values, strict=True)
    )


def evidence_of(name: str, one: Sketch, other: Sketch) -> str:
    """Return in words what the value of a feature stands on."""
    return SAID[name](one, other)


def of_words(one: Sketch, other: Sketch) -> str:
    """Return the two triggers."""
    mine, yours = one.telling.word, other.telling.word
    return f"both '{mine}'" if mine == yours else f"'{mine}' and '{yours}'"


def of_actors(one: Sketch, other: Sketch) -> str:
    """Return who acts on either side."""
    return two_sides("actor", named(one.telling.actors), named(other.telling.actors))


def of_recipients(one: Sketch, other: Sketch) -> str:
    """Return who suffers on either side."""
    return two_sides("recipient", named(one.telling.recipients), named(other.telling.recipients))


def of_crossed(one: Sketch, other: Sketch) -> str:
    """Return what is shared by who acts in one and who suffers in the other."""
    both = (one.actors & other.recipients) | (one.recipients & other.actors)
    return f"acts in one, suffers in the other: {listed(both)}" if both else ""


def of_parties(one: Sketch, other: Sketch) -> str:
    """Return what names of all parties are shared, or who they are where none are."""
    both = one.parties & other.parties
    if both:
        return f"both name {listed(both)}"
    if one.parties and other.parties:
        return f"name nobody in common: {listed(one.parties)}; {listed(other.parties)}"
    return ""


def of_countries(one: Sketch, other: Sketch) -> str:
    """Return the countries of the parties."""
    mine, yours = sorted(one.countries), sorted(other.countries)
    return two_sides("party of", ", ".join(mine), ", ".join(yours))


def of_sentence(one: Sketch, other: Sketch) -> str:
    """Return the telling words that both sentences have."""
    both = one.telling.sentence_words & other.telling.sentence_words
    return f"sentences share {listed(both)}" if both else "sentences share no telling word"


def of_report(one: Sketch, other: Sketch) -> str:
    """Return the telling words that both reports have."""
    if one.telling.report == other.telling.report:
        return "one report"
    both = one.telling.report_words & other.telling.report_words
    return f"reports share {listed(both)}" if both else "reports share no telling word"


def of_neighbours(one: Sketch, other: Sketch) -> str:
    """Return what else both reports tell."""
    both = one.telling.neighbours & other.telling.neighbours
    return f"both reports also tell of: {', '.join(sorted(both)[:SHOWN])}" if both else ""


def of_place(one: Sketch, other: Sketch) -> str:
    """Return where either is."""
    mine, yours = one.telling.place, other.telling.place
    return two_sides("at", mine.name if mine else "", yours.name if yours else "")


def of_time(one: Sketch, other: Sketch) -> str:
    """Return when either is."""
    return two_sides("on", window(one.telling), window(other.telling))


def of_published(one: Sketch, other: Sketch) -> str:
    """Return when either report was published."""
    mine, yours = one.telling.published or "", other.telling.published or ""
    return two_sides("published", mine, yours)


def of_kind(one: Sketch, other: Sketch) -> str:
    """Return the types and modes."""
    return two_sides("coded", kind(one.telling), kind(other.telling))


def of_factuality(one: Sketch, other: Sketch) -> str:
    """Return whether either happened."""
    return two_sides("is", one.telling.factuality or "", other.telling.factuality or "")


def of_numbers(one: Sketch, other: Sketch) -> str:
    """Return the numbers of either."""
    return two_sides("counts", counted(one.telling), counted(other.telling))


SAID: Final[dict[str, Evidence]] = {
    **dict.fromkeys(
        (
            "form",
            "word",
            "root",
            "meaning",
            "concept",
            "phrase",
            "rarer",
            "commoner",
            "telling word",
        ),
        of_words,
    ),
    **dict.fromkeys(("actors", "other actors"), of_actors),
    **dict.fromkeys(("recipients", "other recipients"), of_recipients),
    "crossed": of_crossed,
    **dict.fromkeys(("parties", "parties' meaning"), of_parties),
    "countries": of_countries,
    **dict.fromkeys(("sentence", "sentence's meaning", "echo", "one sentence"), of_sentence),
    **dict.fromkeys(("report", "one report"), of_report),
    "neighbours": of_neighbours,
    **dict.fromkeys(("place", "other place"), of_place),
    **dict.fromkeys(("time", "other time", "days"), of_time),
    "published": of_published,
    **dict.fromkeys(("family", "type", "mode"), of_kind),
    "factuality": of_factuality,
    "numbers": of_numbers,
}


def two_sides(what: str, mine: str, yours: str) -> str:
    """Return both sides in words; nothing where one of them does not say."""
    if not mine or not yours:
        return ""
    return f"both {what} {mine}" if mine == yours else f"{what} {mine}; {yours}"


def named(parties: tuple[Someone, ...]) -> str:
    """Return the names of some parties."""
    return ", ".join(dict.fromkeys(party.name for party in parties))


def listed(words: frozenset[str]) -> str:
    """Return the most telling of some words."""
    return ", ".join(sorted(words, key=lambda word: (-weight_of(word), word))[:SHOWN])


def window(telling: Telling) -> str:
    """Return when an event was, as far as it is told."""
    if not telling.start or not telling.end:
        return ""
    return telling.start if telling.start == telling.end else f"{telling.start}/{telling.end}"


def kind(telling: Telling) -> str:
    """Return type and mode."""
    return "/".join(part for part in (telling.type, telling.mode) if part)


def counted(telling: Telling) -> str:
    """Return the numbers with their bounds."""
    return ", ".join(
        f"{number.measure} {bound(number.low)}-{bound(number.high)}" for number in telling.numbers
    )


def bound(number: float | None) -> str:
    """Return a bound in figures."""
    return "?" if number is None else f"{number:g}"
