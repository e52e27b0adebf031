"""How rules are kept: a form in the pattern language of `words`, and what reads its matches."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from sayso.extract.timex.context import Context, Reading
from sayso.extract.timex.words import pattern

Read = Callable[[re.Match[str], Context], Reading | None]


@dataclass(frozen=True)
class Rule:
    """One form of time expression.

    `needs`: every match holds a word of one of these kinds, so that the form need not be tried
    where none stands; a kind of the lexicon, "figure" (one or two digits),
    "year_figure" (four digits), or a word that stands for itself.
    """

    form: str
    read: Read
    needs: frozenset[str]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The form, compiled on its first use."""
        return pattern(self.form)


class Rules:
    """The rules of one room of the grammar, in the order they were written."""

    def __init__(self) -> None:
        self.rules: list[Rule] = []

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules)

    def form(self, *forms: str, needs: str) -> Callable[[Read], Read]:
        """Register the decorated reader for each of `forms`; it returns None for no time."""
        kinds = frozenset(needs.split())

        def register(read: Read) -> Read:
            self.rules.extend(Rule(form, read, kinds) for form in forms)
            return read

        return register


def needed(rules: Iterable[Rule]) -> frozenset[str]:
    """Return all kinds and words that the rules need."""
    return frozenset[str]().union(*(rule.needs for rule in rules))
