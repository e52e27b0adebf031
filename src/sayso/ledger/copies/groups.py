"""Which of many reports print one text."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sayso.ledger.copies.alignment import Words, words_of
from sayso.ledger.copies.candidates import find_candidates
from sayso.ledger.copies.comparison import compare
from sayso.ledger.copies.records import Copies, Copy, CopyGroup
from sayso.ledger.copies.whose import find_whose
from sayso.records import Report


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


def in_order(reports: Iterable[Report]) -> list[Report]:
    """Return `reports` by id, each id once."""
    return [report for _, report in sorted({report.id: report for report in reports}.items())]


def find_copies(reports: Iterable[Report]) -> Copies:
    """Return which of `reports` print one text, and which take over a part of another.

    The result does not depend on the order of `reports`. Reports are copies of each other by
    what they share word for word, or through a third report; shared sources, or the same facts
    in other words, make none.
    """
    known = in_order(reports)
    words = [words_of(report.text) for report in known]
    sets = Sets(len(known))
    parts: list[tuple[int, int, Copy]] = []
    for one, other in find_candidates(words):
        if sets.find(one) == sets.find(other):
            continue
        found = compare(known[one], known[other], words[one], words[other])
        if found is not None and found.likeness == "copy":
            sets.join(one, other)
        elif found is not None:
            parts.append((one, other, found))
    groups = (
        group_of([known[number] for number in group], [words[number] for number in group])
        for group in sets.members()
        if len(group) > 1
    )
    partial = (
        turned(known, words, one, other, found)
        for one, other, found in parts
        if sets.find(one) != sets.find(other)
    )
    return Copies(groups=tuple(groups), partial=tuple(partial))


def turned(
    reports: Sequence[Report], words: Sequence[Words], one: int, other: int, found: Copy
) -> Copy:
    """Return what two reports share, seen from the one that is taken for the original."""
    pair = {reports[number].id: len(words[number].forms) for number in (one, other)}
    if find_whose([reports[one], reports[other]], pair).original == reports[one].id:
        return found
    return compare(reports[other], reports[one], words[other], words[one]) or found


def group_of(reports: Sequence[Report], words: Sequence[Words]) -> CopyGroup:
    """Return reports that print one text, by id, each compared with the original."""
    lengths = {report.id: len(w.forms) for report, w in zip(reports, words, strict=True)}
    whose = find_whose(reports, lengths)
    [(original, first)] = [
        (report, w)
        for report, w in zip(reports, words, strict=True)
        if report.id == whose.original
    ]
    copies = (
        compare(original, report, first, w)
        for report, w in zip(reports, words, strict=True)
        if report is not original
    )
    return CopyGroup(
        reports=tuple(report.id for report in reports),
        agency=whose.agency,
        original=whose.original,
        first=whose.first,
        reason=whose.reason,
        copies=tuple(copy for copy in copies if copy is not None),
    )
