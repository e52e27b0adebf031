"""He or she: what given names, titles, nouns and the pronouns beside a name tell.

Unknown stays unknown: a name that both bear tells nothing, and what is told twice in two ways
goes by the title first, the noun of person next, and the given name last.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Literal

from spacy.tokens import Span as SpacySpan
from spacy.tokens import Token

from sayso.extract.naming.roles import lemma_of
from sayso.lexicons import Entry, Lexicon, load_lexicon

Gender = Literal["he", "she"]
Part = Literal["given", "title", "noun"]
PRONOUNS: dict[str, Gender] = {
    "he": "he",
    "him": "he",
    "his": "he",
    "himself": "he",
    "she": "she",
    "her": "she",
    "hers": "she",
    "herself": "she",
}


class GenderEntry(Entry, frozen=True, kw_only=True):
    """Words that tell a gender."""

    gender: Gender
    part: Part
    forms: str  # separated by white space


class GenderLexicon(Lexicon, frozen=True, kw_only=True):
    """The words that tell a gender."""

    entry: tuple[GenderEntry, ...]


@cache
def load_genders() -> Mapping[Part, Mapping[str, Gender]]:
    """Return the genders by part and word, in lower case."""
    found: dict[Part, dict[str, Gender]] = {"given": {}, "title": {}, "noun": {}}
    for entry in load_lexicon("genders", GenderLexicon).entry:
        found[entry.part].update(dict.fromkeys(entry.forms.lower().split(), entry.gender))
    return found


def gender_of_title(words: Iterable[Token]) -> Gender | None:
    """Return the gender that titles tell: "Mrs.", "King"; None if they tell none."""
    titles = load_genders()["title"]
    return next((told for t in words if (told := titles.get(t.lower_.rstrip(".")))), None)


def gender_of_noun(noun: Token) -> Gender | None:
    """Return the gender that a noun of person tells: "spokeswoman"; None if it tells none."""
    return load_genders()["noun"].get(lemma_of(noun))


def gender_of_given(full_name: str) -> Gender | None:
    """Return the gender that the first word of a full name tells; None for a surname alone."""
    first, _, rest = full_name.partition(" ")
    return load_genders()["given"].get(first.lower()) if rest else None


def sole_subject(sentence: SpacySpan, people: Collection[int]) -> tuple[Token, Gender] | None:
    """Return the one person who is the subject of a sentence, with the pronoun that follows.

    "Kit Reed said she had left": nobody else that "she" could mean was named before it. `people`
    are the indices of the words of persons' names.
    """
    subject: Token | None = None
    for token in sentence:
        if token.i in people and token.dep_ != "compound":
            if subject is not None or token.dep_ not in ("nsubj", "nsubjpass"):
                return None
            subject = token
        elif token.lower_ in PRONOUNS:
            return (subject, PRONOUNS[token.lower_]) if subject is not None else None
    return None


def gender_of_titles(mention: Sequence[Token]) -> Gender | None:
    """Return the gender that the title before a mention tells."""
    start = mention[0].i
    return gender_of_title(mention[0].doc[max(0, start - 1) : start])


def gender_of_phrase(mention: Sequence[Token]) -> Gender | None:
    """Return the gender that a noun of person beside a mention tells: "his wife, Kit Reed"."""
    head = mention[-1]
    beside = [c for c in head.children if c.dep_ in ("appos", "compound")]
    if head.dep_ == "appos":
        beside.append(head.head)
    return next((told for noun in beside if (told := gender_of_noun(noun))), None)
