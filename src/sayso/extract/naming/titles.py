"""The words of a name, told from the titles before it: "President Obama", "Sgt. Reed"."""

from collections.abc import Sequence
from functools import cache

from spacy.tokens import Span as SpacySpan
from spacy.tokens import Token

from sayso.extract.naming.known import load_known
from sayso.extract.naming.roles import lemma_of, load_roles

HONORIFICS = frozenset("mr mrs ms miss dr sir lord lady dame sheikh hon prof".split())
# Short for an office before a name: part of the name's phrase, never of the name.
RANKS = frozenset(
    "sen rep gov gen col lt maj capt sgt cpl pvt adm cmdr brig det rev fr msgr amb supt".split()
)

TRAILING = frozenset({"'s", "’s", "'", "’", ",", ";", ":", "-", "–", "--", "(", "[", "of", "the"})


def strip_title(mention: Sequence[Token]) -> tuple[list[Token], list[Token]]:
    """Return a name in its title words and its name words: "President Obama"."""
    if mention_words(mention) in load_known():  # "The Guardian"
        return [], list(mention)
    words = list(mention)
    while len(words) > 1 and words[0].lower_ == "the":
        words.pop(0)
    while len(words) > 1 and words[-1].lower_ in TRAILING:
        words.pop()
    title: list[Token] = []
    while len(words) > 1 and is_title(words[0]):
        title.append(words.pop(0))
    return title, words


def is_title(token: Token) -> bool:
    """Tell whether a word before a name is its title."""
    if token.lower_.rstrip(".") in HONORIFICS | RANKS:
        return True
    return token.text[:1].isupper() and role_word(lemma_of(token))


def is_rank(token: Token) -> bool:
    """Tell whether a word is short for an office: "Sgt."."""
    return token.lower_.rstrip(".") in RANKS and token.text[:1].isupper()


@cache
def role_word(lemma: str) -> bool:
    """Tell whether one word alone is a role of persons or heads one ("Foreign" is not)."""
    entry = load_roles().get(lemma)
    return entry is not None and entry.kind == "person"


def mention_words(mention: Sequence[Token]) -> str:
    """Return the words of a mention as printed, with single blanks where any stood."""
    text, end = "", mention[0].idx if mention else 0
    for token in mention:
        text += token.text if token.idx == end else f" {token.text}"
        end = token.idx + len(token)
    return " ".join(text.split())


def with_compounds(mention: SpacySpan) -> list[Token]:
    """Return a mention with the names in front of it that it is one name with.

    "Parti Rakyat Malaysia" may come as a country only; a nationality stays outside.
    """
    words = [token for token in mention if not token.is_space]
    while mention.label_ in ("GPE", "ORG") and words[0].i > mention.sent.start:
        before = words[0].nbor(-1)
        joined = before.dep_ == "compound" and before.pos_ == "PROPN" and not before.ent_type_
        if not joined or before.head not in words or is_title(before):
            break
        words.insert(0, before)
    return words
