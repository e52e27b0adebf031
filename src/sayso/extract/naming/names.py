"""Names on the page: which mentions name the same person or body, and what the page says of them.

A full name once given stands for each later surname; a role seen once with a name is kept for the
page. How mentions come under one name is for `gathering`, what is read off them for `learning`.
"""

from collections.abc import Sequence

from spacy.tokens import Doc as SpacyDoc
from spacy.tokens import Token

from sayso.extract.naming.gathering import Gathering
from sayso.extract.naming.known import KnownEntry, KnownLexicon, load_known
from sayso.extract.naming.learning import Learning
from sayso.extract.naming.name import Name
from sayso.extract.naming.phrases import phrase_of
from sayso.extract.naming.roles import RoleEntry

__all__ = ["KnownEntry", "KnownLexicon", "Name", "Names", "load_known", "phrase_of"]


class Names:
    """All names of a document, by token."""

    def __init__(self, spacy_doc: SpacyDoc, day: str | None) -> None:
        gathered = Gathering(spacy_doc)
        self.at = gathered.at  # by index of any token of the mention
        self.mentions = gathered.mentions
        self._learning = Learning(spacy_doc, day, self.at, self.mentions)
        self._learning.learn_all()

    def country_in(self, words: Sequence[Token]) -> str | None:
        """Return the country that words name, directly or by a name that has one."""
        return self._learning.country_in(words)

    def sectors_of(self, head: Token, entry: RoleEntry | None) -> tuple[str, ...]:
        """Return the sectors of a noun; one that says nothing of its own takes its modifiers'."""
        return self._learning.sectors_of(head, entry)
