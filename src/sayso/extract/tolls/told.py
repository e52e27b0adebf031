"""What each record and each sentence of a coded report says of the killed and the hurt.

Three kinds of words tell it: a number ("3 wounded"), the people an act befell ("shot two
brothers"), and a bare sign ("she is in critical condition"), which stands for at least one.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sayso.extract.acting.arguments import load_nouns
from sayso.extract.counting.quantity_parts import load_animals
from sayso.extract.tolls.fates import Fate, Sentence, Sign, index_at, load_fates, read_sentences
from sayso.records import Coded, Event, Party, Quantity, Span

HARMFUL = frozenset({"ASSAULT", "IMPACT"})
OF_MEASURE: dict[str, Fate] = {"kill": "killed", "injure": "injured", "attack": "struck"}
# A count over such a stretch of time is no toll of one incident: "28 were killed that January".
LONG = frozenset({"year", "quarter", "month"})
NO_VICTIMS = frozenset({"shot", "gunshot", "wound", "round", "bullet", "time", "blow", "injury"})
TURNED = re.compile(r"\s*(?:and\s+)?(?:dead|to death|and killed|fatally)\b", re.IGNORECASE)
ADVERB = re.compile(r"\b(?:fatally|mortally)\s*$", re.IGNORECASE)
JOINED = re.compile(r",?\s(?:and|as well as)\s")
AIMED = re.compile(r"\s+(?:at|towards?)\s", re.IGNORECASE)
NEAR = 13  # characters from a bare number to its sign: "four were fatally hurt"
ADVERB_WINDOW = 12  # characters before a trigger
NAMING = re.compile(r"\s+(?:and\s+\w{1,20}\s+)?(?:deaths?\s+)?(?:of\s+)?")  # "shooting [of] X"
BEHIND_HEAD = re.compile(r"\s+(?:of|at|in|on|from|near|outside|inside|with|who|whom)\b")
FURTHER = re.compile(
    r"\b(another|second|third|fourth|fifth|others?|both)\s+"
    r"(?:(?:of\s+)?(?:[\w-]{1,20}\s+)?"
    r"(?:man|woman|person|people|teen|teenager|boy|girl|child|victims?|men|women|brothers?|sisters?)"
    r"|are|is|was|were|has|have|remains?)(?![-\w])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Told:
    """One statement of what befell somebody."""

    fate: Fate
    people: int | None  # how many, as far as the words tell; None for a bare sign
    span: Span  # the words that tell it
    sentence: int
    names: tuple[str, ...] = ()  # of those persons that it names
    apart: int = 1  # how many there are at least, by "another", "the second", "both"


@dataclass(slots=True)
class Reading:
    """A coded report with its sentences."""

    coded: Coded
    sentences: tuple[Sentence, ...]

    @property
    def text(self) -> str:
        """The text that all spans point into."""
        return self.coded.report.text

    def sign_at(self, span: Span) -> Sign | None:
        """Return the sign that shares words with `span`, None for none."""
        sentence = self.sentences[index_at(self.sentences, span.start)]
        found = (sign for sign in sentence.signs_around(span) if sign.span.overlaps(span))
        return next(found, None)


def read_told(coded: Coded) -> tuple[Told, ...]:
    """Return all that `coded` says of the killed and the hurt, in text order.

    What did not happen, or is told of a whole month or year, is left out.
    """
    reading = Reading(coded, read_sentences(coded.report.text))
    if not reading.sentences:
        return ()
    counts = sorted((q for q in coded.quantities if q.kind == "count"), key=lambda q: q.span.start)
    told = [*told_by_numbers(reading, counts), *told_by_acts(reading, counts)]
    told += told_by_signs(reading, counts)
    return tuple(sorted(told, key=lambda one: (one.span, one.fate, one.people or 0)))


def told_by_numbers(reading: Reading, counts: Sequence[Quantity]) -> Iterator[Told]:
    """Yield what the counts of people say befell them; "two men and a dozen women" is one sum."""
    last: tuple[Quantity, Told] | None = None
    for quantity in counts:
        told = told_by_number(reading, quantity)
        if told is None:
            continue
        if last is not None and is_sum(reading.text, last, quantity, told):
            people = (told.people or 0) + (last[1].people or 0)
            told = replace(told, people=people)
        yield told
        last = quantity, told


def told_by_number(reading: Reading, quantity: Quantity) -> Told | None:
    """Return what one count says befell people, None where it counts none of one incident."""
    fate = OF_MEASURE.get(quantity.measure)
    value = quantity.value if quantity.value is not None else quantity.low
    if fate is None or value is None or quantity.per is not None:
        return None
    if quantity.time is not None and quantity.time.precision in LONG:
        return None
    number = index_at(reading.sentences, quantity.span.start)
    sentence = reading.sentences[number]
    if fate not in sentence.fates or not counts_people(quantity, fate, sentence):
        return None
    return Told(fate, int(value), quantity.span, number)


def is_sum(text: str, last: tuple[Quantity, Told], quantity: Quantity, told: Told) -> bool:
    """Tell whether two counts stand side by side, neither a part of the other."""
    before, said = last
    between = text[before.span.end : quantity.span.start]
    parts = quantity.part_of is not None or before.part_of is not None
    return said.fate == told.fate and not parts and JOINED.fullmatch(between) is not None


def counts_people(quantity: Quantity, fate: Fate, sentence: Sentence) -> bool:
    """Tell whether a count is one of people: named as such, or right beside its sign."""
    if quantity.item is None or is_bare(quantity):
        signs = sentence.signs_around(quantity.span, NEAR)
        return any(stands_beside(sign, quantity) for sign in signs if sign.entry.fate == fate)
    if fate == "struck":
        return quantity.item in load_nouns("party_nouns")
    return quantity.item not in NO_VICTIMS and quantity.item not in load_animals()


def stands_beside(sign: Sign, quantity: Quantity) -> bool:
    """Tell whether a sign stands right before or behind a number: "wounded 30", "four dead"."""
    behind = sign.span.start - quantity.span.end
    before = quantity.span.start - sign.span.end
    return 0 <= behind <= NEAR or 0 <= before <= 1


def is_bare(quantity: Quantity) -> bool:
    """Tell whether "person" is only understood: "four dead", and "26" in an address."""
    named = quantity.text.lower().endswith(("person", "people", "persons", "others", "other"))
    return quantity.item == "person" and not named


def told_by_acts(reading: Reading, counts: Sequence[Quantity]) -> Iterator[Told]:
    """Yield what the acts that happened did to the people they name."""
    starts = [quantity.span.start for quantity in counts]
    for event in reading.coded.events:
        if event.type not in HARMFUL or event.factuality != "actual":
            continue
        if event.time is not None and event.time.precision in LONG:
            continue
        sign = reading.sign_at(event.trigger)
        if sign is None or sign.entry.fate == "none" or sign.negated:
            continue
        struck = victims_of(reading.text, event)
        if not struck:
            continue
        numbers = [people_in(party, counts, starts) for party in struck]
        named = tuple(party.name for party in struck if is_named(party))
        yield Told(
            fate_of(reading.text, event, sign),
            sum(numbers) if all(numbers) else None,
            event.trigger,
            index_at(reading.sentences, event.trigger.start),
            named,
        )


def is_named(party: Party) -> bool:
    """Tell whether a person goes by a name, not by a description: "the bus driver"."""
    last = party.name.split()[-1:]
    return party.kind == "person" and bool(last) and last[0][0].isupper()


def fate_of(text: str, event: Event, sign: Sign) -> Fate:
    """Return what the trigger says, with what turns it: "shot dead", "fatally stabbed"."""
    before = text[max(event.trigger.start - ADVERB_WINDOW, 0) : event.trigger.start]
    if ADVERB.search(before) or TURNED.match(text, event.trigger.end):
        return "killed"
    return sign.entry.fate


def victims_of(text: str, event: Event) -> list[Party]:
    """Return whom an act befell, each once however often it is named."""
    found = {party.name: party for party in event.recipients if is_victim(text, party, event)}
    return list(found.values())


def is_victim(text: str, party: Party, event: Event) -> bool:
    """Tell whether a recipient is somebody, and not only shot at."""
    if party.kind not in ("person", "group", "unnamed"):
        return False
    if party.kind != "person" and not is_people(party.text):
        return False
    behind = party.span.start > event.trigger.end
    if event.trigger.quote(text).lower().startswith("shooting"):  # not "the shooting suspect Roe"
        between = text[event.trigger.end : party.span.start]
        return behind and NAMING.fullmatch(between) is not None
    return not (behind and AIMED.match(text, event.trigger.end))


def is_people(words: str) -> bool:
    """Tell whether the words name people: "two brothers", not "the squad car"."""
    nouns = load_nouns("party_nouns")
    head = BEHIND_HEAD.split(words.lower(), maxsplit=1)[0].split()[-1:]
    return any(
        word in nouns or word.removesuffix("s") in nouns or word in ("himself", "herself")
        for word in head
    )


def people_in(party: Party, counts: Sequence[Quantity], starts: Sequence[int]) -> int:
    """Return how many people a party is, as far as its own words tell; 0 where they do not."""
    first = bisect_left(starts, party.span.start)
    for quantity in counts[max(first - 1, 0) : first + 1]:
        if quantity.span.overlaps(party.span) and quantity.value is not None:
            return int(quantity.value)
    words = party.text.lower().split()
    if words[0] == "both" or words[-1] == "couple":
        return 2
    return 1 if party.kind == "person" or words[0] in ("a", "an", "one", "the") else 0


def told_by_signs(reading: Reading, counts: Sequence[Quantity]) -> Iterator[Told]:
    """Yield what the words say where no record tells it: somebody is dead or hurt.

    Not where the sentence counts other dead or hurt: sheep, or those of a whole year.
    """
    others = {
        (index_at(reading.sentences, quantity.span.start), OF_MEASURE[quantity.measure])
        for quantity in counts
        if quantity.measure in OF_MEASURE and told_by_number(reading, quantity) is None
    }
    unreal = {
        position
        for event in reading.coded.events
        if event.factuality != "actual"
        for position in range(event.trigger.start, event.trigger.end)
    }
    further = load_fates().further
    for number, sentence in enumerate(reading.sentences):
        more = FURTHER.search(reading.text, sentence.span.start, sentence.span.end)
        apart = further[more[1].lower()] if more is not None else 1
        for sign in sentence.signs:
            covered = range(sign.span.start, sign.span.end)
            taken_back = sign.negated or not unreal.isdisjoint(covered)
            if (number, sign.entry.fate) in others or sign.entry.fate == "none":
                continue
            if not taken_back:
                yield Told(sign.entry.fate, sign.entry.people, sign.span, number, apart=apart)
