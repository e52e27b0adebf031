"""Whom a pronoun can mean: the nouns before it that agree with it, likeliest first.

Agreement (person or body, one or many, he or she) rules out; what is left is weighed by how far
back it stands, what it does in its sentence, and whether it speaks, as in Lappin and Leass
(1994). Which party a noun names is for `parties`.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from spacy.tokens import Span as SpacySpan
from spacy.tokens import Token

from sayso.extract.naming.genders import PRONOUNS, gender_of_noun
from sayso.extract.naming.mentions import SUBJECTS, clause_of
from sayso.extract.naming.names import Names
from sayso.extract.naming.roles import is_body, is_one_person, lemma_of, noun_sectors, role_at

IT = frozenset({"it", "its", "itself"})
THEY = frozenset({"they", "them", "their", "themselves"})
REACH = 3  # sentences back in which an antecedent is looked for
MOST = 60  # nouns nearest to the pronoun that are weighed
# Verbs of which the subject speaks; the pronoun of a source is mostly a source before.
SPEAKS = frozenset(
    "say tell add ask note explain state announce claim argue warn write report believe think "
    "insist declare testify recall respond reply stress describe admit deny call suggest predict "
    "tweet read acknowledge agree assert concede confirm emphasize maintain observe point promise "
    "propose reveal urge vow".split()
)
ASKS = frozenset("ask press question quiz interview".split())
CROWDS = frozenset({"police", "people", "military", "staff", "crowd", "family", "couple", "pair"})
WHERE = frozenset("in at near on into across around inside outside off".split())


class Antecedents:
    """The nouns of one document that pronouns can stand for."""

    def __init__(
        self,
        names: Names,
        sentences: Sequence[SpacySpan],
        sentence_index: dict[int, int],
        quoted: frozenset[int],
    ) -> None:
        self.names = names
        self.sentences = sentences
        self.sentence_index = sentence_index
        self.quoted = quoted
        self.counts = Counter(id(name) for _, name in names.mentions)
        self._nouns: dict[int, list[Token]] = {}  # by sentence

    def nouns_in(self, index: int) -> list[Token]:
        """Return the nouns and pronouns of a sentence that head a phrase, in order."""
        if index not in self._nouns:
            self._nouns[index] = [
                token
                for token in self.sentences[index]
                if token.pos_ in ("NOUN", "PROPN", "PRON") and token.dep_ != "compound"
            ]
        return self._nouns[index]

    def before(self, head: Token) -> Iterator[Token]:
        """Yield the nouns before `head` within reach: nearest sentence first, subjects first.

        What stands in quotation marks is not meant from outside them.
        """
        here = self.sentence_index[head.i]
        for index in range(here, max(-1, here - REACH - 1), -1):
            tokens = [
                t
                for t in self.nouns_in(index)
                if t.i < head.i and (head.i in self.quoted or t.i not in self.quoted)
            ]
            main = [t for t in tokens if t.dep_ in SUBJECTS or is_source(t)]
            if index == here:
                yield from reversed(main)
            else:  # the subject of the sentence before those of its clauses
                yield from sorted(main, key=lambda t: t.head.dep_ != "ROOT")
            yield from (t for t in reversed(tokens) if t not in main)

    def ranked(self, pronoun: Token) -> list[Token]:
        """Return the nouns that a pronoun can mean, the likeliest first."""
        weighed: list[tuple[float, int, Token]] = []
        for count, token in enumerate(self.before(pronoun)):
            if count >= MOST:
                break
            if self.agrees(pronoun, token) and not self.is_ruled_out(pronoun, token):
                weighed.append((self.weight(pronoun, token), token.i, token))
        return [token for _, _, token in sorted(weighed, key=lambda w: (-w[0], -w[1]))]

    # Agreement ---------------------------------------------------------------------------------

    def agrees(self, pronoun: Token, token: Token) -> bool:
        """Tell whether a noun agrees with a pronoun in person, number and gender."""
        word = pronoun.lower_
        if token.pos_ == "PRON":
            return same_pronoun(word, token.lower_)
        if word in PRONOUNS:
            return self.may_be_person(token, PRONOUNS[word])
        return self.may_be_many(token) if word in THEY else self.may_be_body(token)

    def may_be_person(self, token: Token, gender: str) -> bool:
        """Tell whether a noun may stand for one person of this gender."""
        name = self.names.at.get(token.i)
        if token.tag_ in ("NNS", "NNPS"):
            return False
        if name is not None and role_at(token) is None:
            return name.kind == "person" and name.gender in (None, gender)
        told = gender_of_noun(token)
        if told is not None:
            return told == gender
        if is_one_person(token):
            return True
        unlisted = role_at(token) is None and not noun_sectors(token) and name is None
        return unlisted and token.dep_ == "nsubj" and speaks(token)

    def may_be_body(self, token: Token) -> bool:
        """Tell whether a noun may stand for one body, country or document."""
        if token.tag_ in ("NNS", "NNPS"):
            return False
        name, entry = self.names.at.get(token.i), role_at(token)
        if name is not None and entry is None:
            return name.kind in ("organisation", "country", "place", "group")
        if entry is None:
            return False
        return entry.kind in ("organisation", "country", "document") or is_body(token)

    def may_be_many(self, token: Token) -> bool:
        """Tell whether a noun may stand for several: plurals, pairs, and bodies of people."""
        name, entry = self.names.at.get(token.i), role_at(token)
        many = is_several(token)
        if name is not None and entry is None:
            return name.kind in ("group", "organisation") or (name.kind == "person" and many)
        if many:
            return entry is not None or bool(noun_sectors(token)) or speaks(token)
        return is_body(token)

    def is_ruled_out(self, pronoun: Token, token: Token) -> bool:
        """Tell whether a noun cannot be meant where the pronoun stands.

        Both are arguments of one verb ("he saw him"), or the noun speaks what the pronoun is
        quoted in ("“They left,” the men said").
        """
        if pronoun.dep_ != "poss" and clause_of(pronoun) == clause_of(token):
            return True
        if pronoun.i not in self.quoted or token.i in self.quoted:
            return False
        return token.dep_ in SUBJECTS and speaks(token) and token.head.is_ancestor(pronoun)

    # Weight ------------------------------------------------------------------------------------

    def weight(self, pronoun: Token, token: Token) -> float:
        """Return how likely a pronoun means a noun that agrees with it; more is likelier."""
        back = self.sentence_index[pronoun.i] - self.sentence_index[token.i]
        weight = place_of(token) - 20.0 * back
        weight += 8 * (speaks(token) and speaks(pronoun))
        weight += 8 * (back == 0 and token.dep_ in SUBJECTS and token.head.is_ancestor(pronoun))
        if speaks(pronoun) and pronoun.head.is_ancestor(token):
            weight -= 14  # "the bridge in Oslo had closed, it said": of others, mostly
        weight += 14 * answers(pronoun, token, back)
        weight += 6 * (token.pos_ == "PRON")
        weight += 6 * (pronoun.i in self.quoted and token.i in self.quoted)
        name = self.names.at.get(token.i)
        if name is not None:
            weight += min(3, self.counts[id(name)] - 1)
            if speaks(pronoun) and name.kind in ("country", "place") and not speaks(token):
                weight -= 8
            weight += 6 * (pronoun.lower_ in PRONOUNS and name.gender is not None)
        elif token.pos_ == "NOUN" and role_at(token) is None:
            weight -= 10
        if pronoun.lower_ in THEY and token.pos_ != "PRON" and not is_several(token):
            weight -= 14  # "they" of one body is rarer than of people
        return weight


def is_several(token: Token) -> bool:
    """Tell whether a noun stands for several by itself: a plural, joined nouns, "police"."""
    joined = any(child.dep_ == "conj" for child in token.children)
    return token.tag_ in ("NNS", "NNPS") or joined or lemma_of(token) in CROWDS


def answers(pronoun: Token, token: Token, back: int) -> int:
    """Return 1 for who was asked in the sentence before an answer, -1 for who asked, else 0.

    "Berg then asked Lang which. “The second,” he said.": Lang.
    """
    if back != 1 or not speaks(pronoun) or token.head.lemma_ not in ASKS:
        return 0
    return 1 if token.dep_ in ("dobj", "dative", "nsubjpass") else -1


def same_pronoun(word: str, other: str) -> bool:
    """Tell whether two pronouns are forms of one: "he" and "his"."""
    return (
        (word in PRONOUNS and PRONOUNS.get(other) == PRONOUNS[word])
        or (word in IT and other in IT)
        or (word in THEY and other in THEY)
    )


def speaks(token: Token) -> bool:
    """Tell whether a noun is the subject of a verb of saying, or a source "according to"."""
    inverted = token.dep_ == "dobj" and token.head.lemma_ == "say" and token.i > token.head.i
    subject = token.dep_ == "nsubj" and token.head.lemma_ in SPEAKS
    return subject or inverted or is_source(token)


def is_source(token: Token) -> bool:
    """Tell whether a noun stands after "according to"."""
    return (
        token.dep_ == "pobj"
        and token.head.lower_ == "to"
        and token.head.head.lower_ == "according"
    )


def place_of(token: Token) -> int:
    """Return how much the place of a noun in its sentence tells for it."""
    if token.dep_ in SUBJECTS or speaks(token):
        return 30 if token.head.dep_ == "ROOT" or speaks(token) else 22
    if token.dep_ == "poss":
        return 18 if token.head.dep_ in SUBJECTS else 10
    if token.dep_ == "pobj" and token.head.dep_ == "agent":
        return 18
    if token.dep_ == "conj" and token.head.dep_ in SUBJECTS:
        return 16
    if token.dep_ == "pobj" and token.head.lower_ in WHERE:
        return 2
    return 12 if token.dep_ in ("dobj", "dative") else 6
