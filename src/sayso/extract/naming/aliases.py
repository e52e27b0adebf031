"""Other names that a page gives a body: its acronym in brackets, its initials, its first word.

"The Northern Relief Fund (NRF)" and "the NRF [Northern Relief Fund]" are one body, as in Schwartz
and Hearst (2003): what stands in brackets is short for the words before it, or the other way.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from spacy.tokens import Doc as SpacyDoc
from spacy.tokens import Span as SpacySpan
from spacy.tokens import Token

from sayso.extract.naming.known import load_known
from sayso.extract.naming.nations import country_of_name
from sayso.extract.naming.roles import is_body, load_roles

BRACKETS = {"(": ")", "[": "]"}
LONGEST_SHORT = 10  # letters of an acronym
LONGEST_FULL = 12  # words of the name that it stands for
LEAST_INITIALS = 3  # letters from which initials alone tell whose they are
SHORTEST_FIRST = 4  # letters of a first word that stands for the whole name
SMALL = frozenset(
    "of the and for in on to de la las los el del des du di y et e und van al".split()
)
# First words that many bodies share, so that they stand for none.
SHARED = frozenset(
    "national international united supreme general central federal world state new first royal "
    "free democratic republican people public social southern northern eastern western south "
    "north east west global regional union popular liberal conservative communist socialist "
    "christian islamic muslim ministry department office university bank committee council "
    "commission institute center centre association federation foundation court radio news air "
    "high great greater human justice security armed special revolutionary patriotic workers "
    "former interior foreign defense defence health education civil civilian army police".split()
)


def is_acronym(word: str) -> bool:
    """Tell whether a word is read by its capitals: "NRF", "UNHCR", "PdvSA"."""
    capitals = sum(letter.isupper() for letter in word)
    return 2 <= len(word) <= LONGEST_SHORT and capitals >= 2 and 2 * capitals >= len(word)


def is_short_for(short: str, words: Sequence[Token]) -> bool:
    """Tell whether the initials of `words` make `short`; small words may have none in it."""
    letters = [letter for letter in short.lower() if letter.isalpha()]
    initials = [(t.lower_[0], t.lower_ in SMALL) for t in words if t.is_alpha]
    place = 0
    for initial, small in initials:
        if place < len(letters) and initial == letters[place]:
            place += 1
        elif not small:
            return False
    return place == len(letters)


def bracketed(spacy_doc: SpacyDoc) -> Iterator[tuple[Token, SpacySpan]]:
    """Yield each opening bracket with the few words that it holds."""
    for opening in spacy_doc:
        closing = BRACKETS.get(opening.text)
        if closing is None:
            continue
        for index in range(opening.i + 1, min(len(spacy_doc), opening.i + LONGEST_FULL + 2)):
            if spacy_doc[index].text == closing:
                if index > opening.i + 1:
                    yield opening, spacy_doc[opening.i + 1 : index]
                break


def words_of_initials(short: str, before: Sequence[Token]) -> list[Token]:
    """Return the last words of `before` that `short` has the initials of, [] if none do."""
    for size in range(len(short), min(len(before), 2 * len(short), LONGEST_FULL) + 1):
        words = list(before[-size:])
        if is_short_for(short, words) and words[0].lower_ not in SMALL:
            return words
    return []


def find_definitions(
    spacy_doc: SpacyDoc, bodies: Mapping[int, SpacySpan]
) -> Iterator[tuple[SpacySpan, SpacySpan]]:
    """Yield what a page puts in brackets as another name, with the full name, as spans.

    `bodies` are the names that may be of bodies, by the token after their last: what follows one
    of them is its acronym, be the initials of another language. Elsewhere the initials must fit.
    """
    for opening, inside in bracketed(spacy_doc):
        words = [t for t in inside if not (t.is_space or t.is_quote)]
        near = spacy_doc[max(0, opening.i - 2 * LONGEST_FULL) : opening.i]
        before = [t for t in near if not (t.is_space or t.is_punct)]
        if not words or not before:
            continue
        if len(words) == 1 and is_acronym(words[0].text):
            full = words_of_initials(words[0].text, before)
            named = bodies.get(opening.i)
            if full:
                yield spacy_doc[words[0].i : words[0].i + 1], spacy_doc[full[0].i : opening.i]
            elif named is not None and words[0].text not in load_known():
                yield spacy_doc[words[0].i : words[0].i + 1], named
        elif is_acronym(before[-1].text) and is_short_for(before[-1].text, words):
            yield spacy_doc[before[-1].i : before[-1].i + 1], inside


def names_body(words: Iterable[Token]) -> bool:
    """Tell whether words are a name: most have a capital, or one is the noun of a body.

    "Intermediate-range ballistic missile (IRBM)" is none.
    """
    large = [token for token in words if token.is_alpha and token.lower_ not in SMALL]
    capitals = sum(token.text[:1].isupper() for token in large)
    return 2 * capitals > len(large) or any(is_body(token) for token in large)


def other_names(texts: Iterable[str]) -> dict[str, str]:
    """Return the full names of a page by their initials and by their first words.

    What could stand for two of them stands for neither.
    """
    found: dict[str, set[str]] = {}
    for text in dict.fromkeys(texts):
        words = text.split()
        if len(words) < 2:
            continue
        initials = "".join(word[0] for word in words if word[0].isupper())
        if len(initials) >= LEAST_INITIALS:
            found.setdefault(initials, set()).add(text)
        if stands_for_whole(words[0]):
            found.setdefault(words[0], set()).add(text)
    return {short: full.pop() for short, full in found.items() if len(full) == 1}


def stands_for_whole(word: str) -> bool:
    """Tell whether the first word of a name may stand for it: not "National", not "German"."""
    lowered = word.lower()
    if len(word) < SHORTEST_FIRST or not word.isalpha() or not word[0].isupper():
        return False
    return not (lowered in SHARED or lowered in load_roles() or country_of_name(word))
