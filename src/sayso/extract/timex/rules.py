"""How rules are kept: a form in the pattern language of `words`, and what reads its matches."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from sayso.extract.timex.context import Context, Reading
from sayso.extract.timex.words import pattern

Read = Callable[[re.Match[str], Context], Reading | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """One form of time expression."""

    form: str
    read: Read


class Rules:
    """The rules of one room of the grammar, in the order they were written."""

    def __init__(self) -> None:
        self.rules: list[Rule] = []

    def form(self, *forms: str) -> Callable[[Read], Read]:
        """Register the decorated reader for each of `forms`; it returns None for no time."""

        def register(read: Read) -> Read:
            self.rules.extend(Rule(form, read) for form in forms)
            return read

        return register

    def matches(self, text: str) -> list[tuple[re.Match[str], Read]]:
        """Return the matches of all rules in `text`, rule by rule."""
        return [
            (match, rule.read)
            for rule in self.rules
            for match in pattern(rule.form).finditer(text)
        ]
