"""Which of many reports print one text."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple, TypeVar

from sayso.ledger.copies.alignment import Words, words_of
from sayso.ledger.copies.candidates import find_candidates, sketch_of
from sayso.ledger.copies.comparison import Text, Verdict, compare, judge
from sayso.ledger.copies.records import Copies, Copy, CopyGroup
from sayso.ledger.copies.whose import Print, find_whose, print_of
from sayso.records import Report

MISSES: Final = 2  # candidates that are nothing to a text, after which no others are read

Key = TypeVar("Key", bound=Hashable)


class Sets:
    """Numbers that are put together by and by; the lowest stands for its set."""

    def __init__(self, count: int) -> None:
        self.above = list(range(count))

    def find(self, number: int) -> int:
        """Return the number that stands for the set that holds `number`."""
        while self.above[number] != number:
            self.above[number] = self.above[self.above[number]]
            number = self.above[number]
        return number

    def join(self, one: int, other: int) -> None:
        """Put the sets of two numbers together."""
        low, high = sorted((self.find(one), self.find(other)))
        self.above[high] = low

    def members(self) -> list[list[int]]:
        """Return the sets, each in order, by their lowest number."""
        found: dict[int, list[int]] = defaultdict(list)
        for number in range(len(self.above)):
            found[self.find(number)].append(number)
        return list(found.values())


class Part(NamedTuple):
    """Two reports of which one takes over a part of the other."""

    words: int  # in common
    one: str  # ids, the lower first
    other: str


def read_likeliest(
    candidates: Iterable[Key], judged: Callable[[Key], Verdict]
) -> Iterator[tuple[Key, Verdict]]:
    """Yield what a text is to its candidates in turn, up to the first that it is a copy of.

    Where several have turned out to be nothing to it, those that are less likely are not read.
    """
    misses = 0
    for candidate in candidates:
        verdict = judged(candidate)
        yield candidate, verdict
        misses += verdict.likeness is None
        if verdict.likeness == "copy" or misses == MISSES:
            return


def strongest(parts: Iterable[Part], group: Mapping[str, Hashable]) -> Iterator[Part]:
    """Yield of each two groups the reports that share the most; `group` tells it by id.

    A report of no group stands for itself. Parts of reports of one group are left out.
    """
    best: dict[frozenset[Hashable], Part] = {}
    for part in parts:
        pair = frozenset({group.get(part.one, part.one), group.get(part.other, part.other)})
        known = best.setdefault(pair, part)
        if order_of(part) < order_of(known):
            best[pair] = part
    yield from (part for pair, part in best.items() if len(pair) > 1)


def order_of(part: Part) -> tuple[int, str, str]:
    """Return what sorts parts, the longest first."""
    return -part.words, part.one, part.other


def part_of(one: str, other: str, words: int) -> Part:
    """Return two reports that share `words`."""
    return Part(words, *sorted((one, other)))


def in_order(reports: Iterable[Report]) -> list[Report]:
    """Return `reports` by id, each id once."""
    return [report for _, report in sorted({report.id: report for report in reports}.items())]


def find_copies(reports: Iterable[Report]) -> Copies:
    """Return which of `reports` print one text, and which take over a part of another.

    The result does not depend on the order of `reports`. Each is put to the likeliest of the
    longer ones that it is a copy of, by what they share word for word, so reports are copies of
    each other also through a third; shared sources, or the same facts in other words, make none.
    """
    known = in_order(reports)
    sketches = [sketch_of(report.id, report.text) for report in known]
    texts = Texts(known)
    sets = Sets(len(known))
    parts: list[Part] = []
    for number, candidates in enumerate(find_candidates(sketches)):
        for other, verdict in read_likeliest(candidates, texts.judged_with(number)):
            if verdict.likeness == "copy":
                sets.join(number, other)
            elif verdict.likeness == "partial":
                parts.append(part_of(known[number].id, known[other].id, verdict.words))
    prints = [
        print_of(report, sketch.words) for report, sketch in zip(known, sketches, strict=True)
    ]
    groups = [
        group_of([prints[number] for number in group], texts.words_by_id(group))
        for group in sets.members()
        if len(group) > 1
    ]
    numbers = {report.id: number for number, report in enumerate(known)}
    found = strongest(parts, {id_: sets.find(number) for id_, number in numbers.items()})
    partial = (
        compared([prints[numbers[part.one]], prints[numbers[part.other]]], texts, numbers)
        for part in found
    )
    return Copies(
        groups=tuple(sorted(groups, key=lambda group: group.reports)),
        partial=tuple(sorted(partial, key=lambda copy: (copy.original, copy.copy))),
    )


class Texts:
    """The texts of reports, each taken apart once it is asked for."""

    def __init__(self, reports: Sequence[Report]) -> None:
        self.reports = reports
        self.known: dict[int, Text] = {}

    def text(self, number: int) -> Text:
        """Return the text of the report of that number."""
        if number not in self.known:
            self.known[number] = Text(self.reports[number].text)
        return self.known[number]

    def words_by_id(self, numbers: Iterable[int]) -> dict[str, Words]:
        """Return the words of some reports."""
        return {self.reports[number].id: words_of(self.reports[number].text) for number in numbers}

    def judged_with(self, number: int) -> Callable[[int], Verdict]:
        """Return what tells what a longer text is to that of this number."""
        return lambda longer: judge(self.text(longer), self.text(number))


def compared(prints: Sequence[Print], texts: Texts, numbers: Mapping[str, int]) -> Copy:
    """Return what two reports share, seen from the one that is taken for the original."""
    whose = find_whose(prints)
    [copy] = [each.id for each in prints if each.id != whose.original]
    words = texts.words_by_id((numbers[whose.original], numbers[copy]))
    return compare(whose.original, copy, words[whose.original], words[copy])


def group_of(prints: Sequence[Print], words: Mapping[str, Words]) -> CopyGroup:
    """Return reports that print one text, by id, each compared with the original."""
    whose = find_whose(prints)
    original = whose.original
    ids = sorted(each.id for each in prints)
    return CopyGroup(
        reports=tuple(ids),
        agency=whose.agency,
        original=original,
        first=whose.first,
        reason=whose.reason,
        copies=tuple(
            compare(original, id_, words[original], words[id_]) for id_ in ids if id_ != original
        ),
    )
