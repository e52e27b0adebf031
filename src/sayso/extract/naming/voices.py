"""Who speaks in quotation marks: the speaker whose words stand around a word of a quotation.

Attributions are found later and better; this is as much as the resolution of "I" and "we" needs.
"""

from bisect import bisect_left

from spacy.tokens import Token

from sayso.extract.naming.antecedents import speaks
from sayso.extract.naming.discourse import Discourse


class Voices:
    """The nouns of one document that speak outside quotation marks, by paragraph."""

    def __init__(self, discourse: Discourse) -> None:
        self.discourse = discourse
        spacy_doc, quoted = discourse.doc.spacy_doc, discourse.quoted
        self._paragraph: list[int] = []  # by token
        self._speaking: dict[int, list[int]] = {}  # by paragraph
        self._plain: set[int] = set()  # paragraphs with words outside quotation marks
        number = 0
        for token in spacy_doc:
            number += token.is_space and "\n" in token.text
            self._paragraph.append(number)
            if token.i in quoted or not token.is_alpha:
                continue
            self._plain.add(number)
            if token.pos_ in ("NOUN", "PROPN", "PRON") and speaks(token):
                self._speaking.setdefault(number, []).append(token.i)

    def of_quotation(self, word: Token) -> Token | None:
        """Return the noun that speaks the quotation around `word`, None where none is near.

        The nearest in its paragraph, one behind the quotation before one in front of it; for a
        paragraph that is all quotation, the last of the paragraph before.
        """
        here = self._paragraph[word.i]
        speaking = self._speaking.get(here, [])
        if speaking:
            return word.doc[self._nearest(word, speaking)]
        before = self._speaking.get(here - 1, [])
        return word.doc[before[-1]] if before and here not in self._plain else None

    def _nearest(self, word: Token, speaking: list[int]) -> int:
        """Return which of the nouns that speak stands nearest to the quotation of `word`."""
        quoted, start, end = self.discourse.quoted, word.i, word.i
        while start - 1 in quoted:
            start -= 1
        while end + 1 in quoted:
            end += 1
        place = bisect_left(speaking, word.i)
        behind = speaking[place] - end if place < len(speaking) else len(word.doc)
        in_front = start - speaking[place - 1] if place else len(word.doc)
        return speaking[place] if behind <= in_front else speaking[place - 1]
