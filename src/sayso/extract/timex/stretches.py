"""Where in a text time expressions can stand: stretches of nothing but the words of time.

The grammar is tried on these stretches only, and there only the rules whose words are in it. So
its cost follows the words of time in a text, whatever else the text is made of.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from sayso.extract.timex.rules import Read, Rule, needed
from sayso.extract.timex.words import SUFFIXES, load_words

TOKEN = re.compile(r"[^\W\d_]+|\d+")
LETTERS = re.compile(r"[a-z]+")
MARKUP = re.compile(r"\\[a-z]|\(\?P[<=!]\w+>?|<[\w:]*>|\(\?[:!=<]+|\[[^\]]*\]")
WIDEST_GAP = 5  # characters between two words of one expression: ", '" and blanks
LONGEST = 150  # words: what goes on for longer without any other word is a table, no sentence
APOSTROPHES = ("'", "’")
NO_KINDS: frozenset[str] = frozenset()
# Kinds of figures by their number of digits; more than four belong to no time.
FIGURE = frozenset(("figure",))
FIGURES = {
    1: FIGURE,
    2: FIGURE,
    3: NO_KINDS,
    4: frozenset(("year_figure",)),
}
# Words within forms of the lexicon that tell nothing of time on their own.
PLAIN = frozenset(
    "a an and as at before by day for in is it more most no not of on or so soon than that the "
    "these this time to until up s".split()
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of words of time: where each starts, where the last ends, and what kinds they are."""

    starts: tuple[int, ...]
    end: int
    kinds: frozenset[str]


def kinds_of_words(rules: Sequence[Rule]) -> dict[str, frozenset[str]]:
    """Return every word that a match of `rules` can hold, with the needs it meets."""
    needs = needed(rules)
    found: dict[str, set[str]] = {}
    for rule in rules:
        for word in LETTERS.findall(MARKUP.sub(" ", rule.form.lower())):
            found.setdefault(word, set())
    found.update((word, set()) for word in SUFFIXES)
    for entry in load_words().entry:
        for form in entry.forms:
            words = LETTERS.findall(form)
            telling = [word for word in words if word not in PLAIN] or words[-1:]
            for word in words:
                kinds = found.setdefault(word, set())
                if word in telling and entry.kind in needs:
                    kinds.add(entry.kind)
    for word in needs:
        if word in found:
            found[word].add(word)
    return {word: frozenset(kinds) for word, kinds in found.items()}


def place(pair: tuple[re.Match[str], Read]) -> tuple[int, int]:
    """Return the sorting key of a match: where its expression starts, then how far it goes."""
    return core_start(pair[0]), -pair[0].end()


def core_start(match: re.Match[str]) -> int:
    """Return where the expression starts: at its "core", where words before it only lead to it."""
    return match.start("core" if "core" in match.re.groupindex else 0)


class Grammar:
    """Rules together with the words that they are made of."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        self.by_kinds: dict[frozenset[str], tuple[Rule, ...]] = {}

    @cached_property
    def words(self) -> dict[str, frozenset[str]]:
        """Every word of time, with the needs it meets; read on the first use."""
        return kinds_of_words(self.rules)

    def matches(self, text: str) -> Iterator[tuple[re.Match[str], Read]]:
        """Yield the matches of all rules in `text`, by start and then the longest first."""
        for stretch in self.stretches(text):
            yield from sorted(self.matches_in(stretch, text), key=place)

    def matches_in(self, stretch: Stretch, text: str) -> Iterator[tuple[re.Match[str], Read]]:
        """Yield what matches in one stretch, rule by rule; matches of one rule do not overlap."""
        for rule in self.rules_for(stretch.kinds):
            match_at, free = rule.pattern.match, 0
            for start in stretch.starts:
                if start >= free and (match := match_at(text, start)):
                    free = match.end()
                    yield match, rule.read

    def rules_for(self, kinds: frozenset[str]) -> tuple[Rule, ...]:
        """Return the rules that can match where words of `kinds` stand, in their order."""
        found = self.by_kinds.get(kinds)
        if found is None:
            found = tuple(rule for rule in self.rules if rule.needs & kinds)
            self.by_kinds[kinds] = found
        return found

    def stretches(self, text: str) -> Iterator[Stretch]:
        """Yield the runs of words of time that some rule may match in, in text order.

        A run of more than `LONGEST` words is left out.
        """
        starts: list[int] = []
        words, end, kinds = self.words, 0, NO_KINDS
        for token in TOKEN.finditer(text):
            printed, start = token.group(), token.start()
            found = FIGURES.get(len(printed)) if printed.isdigit() else words.get(printed.lower())
            if starts and (found is None or start - end > WIDEST_GAP):
                if kinds and len(starts) <= LONGEST:
                    yield Stretch(tuple(starts), end, kinds)
                starts, kinds = [], NO_KINDS
            if found is not None:
                if found is FIGURE and text[start - 1 : start] in APOSTROPHES:
                    starts.append(start - 1)  # "'80s"
                starts.append(start)
                end = token.end()
                kinds = kinds | found if found else kinds
        if kinds and len(starts) <= LONGEST:
            yield Stretch(tuple(starts), end, kinds)
