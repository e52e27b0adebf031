"""What a mention looks like: pronouns, definite descriptions, counts, conjuncts."""

from collections.abc import Sequence

from spacy.tokens import Doc as SpacyDoc
from spacy.tokens import Token

from sayso.extract.naming.name import Name
from sayso.extract.naming.offices import FORMER
from sayso.extract.naming.phrases import objects_below
from sayso.extract.naming.roles import form_at, lemma_of, noun_sectors, role_at

COUNTING = frozenset({"det", "predet", "nummod", "quantmod"})
VAGUE = frozenset({"several", "many", "some", "few"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "agent"})


def conjuncts_of(head: Token) -> list[Token]:
    """Return the nouns joined to `head` by "and"."""
    return [token for token in head.conjuncts if token.i > head.i]


def companions_of(subject: Token) -> list[Token]:
    """Return whom a subject acts with: "spoke with counterpart Ivan Marek", "met Ivan Marek"."""
    met = [c for c in subject.head.children if c.dep_ == "dobj" and subject.head.lemma_ == "meet"]
    return [*met, *objects_below(subject.head.children, ("with",))]


def may_be_of(name: Name, country: str | None) -> bool:
    """Tell whether nothing speaks against a named party being of `country`."""
    return not (country and name.country and name.country != country)


def is_national(sectors: Sequence[str]) -> bool:
    """Tell whether sectors tie a party to one country."""
    return bool(sectors) and not set(sectors) & {"IGO", "NGO", "IMG", "MNC", "UNO", "EUR"}


def is_plural_thing(token: Token, acts: bool) -> bool:
    """Tell whether a plural noun names things, so that "they" may mean them.

    A pronoun that `acts` is taken for things only where they move of themselves, as drones do.
    """
    if token.tag_ != "NNS":
        return False
    entry = role_at(token)
    if entry is None:
        return not acts and not noun_sectors(token) and token.ent_type_ == ""
    return entry.id == "vehicle"


def quoted_tokens(spacy_doc: SpacyDoc) -> frozenset[int]:
    """Return the indices of the tokens that stand in double quotation marks, by paragraph."""
    found, opened = [], False
    for token in spacy_doc:
        if "\n" in token.text:
            opened = False
        elif token.text in ("“", "``"):
            opened = True
        elif token.text in ("”", "''"):
            opened = False
        elif token.text == '"':
            opened = not opened
        elif opened:
            found.append(token.i)
    return frozenset(found)


def form_of(head: Token) -> str:
    """Return the role form that a description uses, blanks at both ends: " home minister "."""
    found = form_at(head)
    return f" {found[0] if found else lemma_of(head)} "


def words_of_office(name: Name) -> str:
    """Return the words of a person's present role, or of a body's name, blanks at both ends."""
    words = (name.role or "" if name.kind == "person" else name.name).lower().split()
    return "" if FORMER & set(words) else f" {' '.join(words)} "


def clause_of(token: Token) -> Token:
    """Return the verb that a noun is an argument of, through its preposition."""
    governor = token.head
    while governor.dep_ in ("prep", "pobj", "agent", "pcomp") and governor.head is not governor:
        governor = governor.head
    return governor


def counts(word: Token) -> bool:
    """Tell whether a word only determines or counts: article, number, "his", "several"."""
    if word.pos_ in ("DET", "NUM", "PUNCT") or word.dep_ in COUNTING:
        return True
    return (word.pos_ == "PRON" and word.dep_ == "poss") or word.lower_ in VAGUE


def is_pair(head: Token) -> bool:
    """Tell whether a description takes up two at once: "both leaders", "the two men", "the pair".

    "Two men", not named before, are no such pair.
    """
    if lemma_of(head) in ("pair", "duo"):
        return is_definite(head) and not list(objects_below(head.children, ("of",)))
    if head.lower_ in ("both", "two"):
        return head.lower_ == "both" or is_definite(head)
    before = {child.lower_ for child in head.lefts}
    return head.tag_ == "NNS" and ("both" in before or ("two" in before and is_definite(head)))


def is_definite(head: Token) -> bool:
    """Tell whether a description points back: "the president", "the military chief"."""
    return any(
        (child.dep_ == "det" and child.lower_ in ("the", "this", "that"))
        for child in head.children
    )
