"""Which noun a number counts: by the parse, and by the words behind the number where it fails."""

from dataclasses import dataclass

from spacy.tokens import Span as SpacySpan
from spacy.tokens import Token

REACH = 8  # tokens between a number and the noun that it counts
AROUND = 30  # tokens to each side in which children are looked for
NUMERIC = frozenset(["nummod", "amod", "compound", "quantmod", "det", "nmod", "predet", "advmod"])
NOUNS = frozenset(["NOUN", "PROPN"])
INSIDE = frozenset(["ADJ", "NOUN", "PROPN", "ADV", "PART"])
# Nouns that are plural without looking so.
INVARIANT = frozenset(
    [
        "aircraft",
        "barracks",
        "cattle",
        "cavalry",
        "children",
        "clergy",
        "crew",
        "crossroads",
        "dead",
        "deer",
        "fish",
        "folk",
        "gendarmes",
        "headquarters",
        "hovercraft",
        "infantry",
        "injured",
        "killed",
        "livestock",
        "media",
        "men",
        "militia",
        "missing",
        "offspring",
        "people",
        "personnel",
        "police",
        "poultry",
        "salmon",
        "series",
        "sheep",
        "spacecraft",
        "species",
        "staff",
        "troop",
        "troops",
        "warcraft",
        "watercraft",
        "women",
        "wounded",
        "youth",
    ]
)
# Plurals that the lemmatiser takes for those of another noun.
PLURALS = {"axes": "axe", "bases": "base", "geese": "goose", "oxen": "ox", "vases": "vase"}
SILENT_E = ("os", "ps", "rs")  # "doses" is no plural of "dos", nor "corpses" of "corps"
PRONOUNS = frozenset(["they", "them", "those", "these", "whom", "which", "us", "you", "we", "who"])
OTHERS = frozenset(["other", "others", "more"])


@dataclass(frozen=True, slots=True)
class CountedNoun:
    """What stands beside a number: the noun it counts, or how the noun is left out."""

    number: Token  # heads the number's words
    noun: Token | None  # the counted noun; None where it is left out
    pronoun: Token | None = None  # "15 of THEM", "11 of THOSE killed"
    others: Token | None = None  # "10 OTHERS"
    definite: bool = False  # "five of THE miners"


def head_of_number(tokens: SpacySpan) -> Token:
    """Return the token of a number's words whose head lies outside them."""
    first, last = tokens.start, tokens.end
    heads = [token for token in tokens if not first <= token.head.i < last]
    numeric = [token for token in heads if token.pos_ in ("NUM", "NOUN", "ADJ", "DET", "PROPN")]
    return (numeric or heads or list(tokens))[-1]


def find_counted_noun(tokens: SpacySpan, states: frozenset[str], *, one: bool) -> CountedNoun:
    """Return what the number at `tokens` counts.

    `states` are words that look like a noun but say what befell it ("3 wounded"); `one` says that
    the number allows a singular noun.
    """
    number = head_of_number(tokens)
    partitive = find_partitive(number, tokens)
    if partitive is not None:
        return partitive
    if is_cut_off(tokens):
        return CountedNoun(number, None)
    noun = parsed_noun(number, tokens) or following_noun(tokens)
    if noun is not None and noun.lower_ in OTHERS:
        noun = following_noun(tokens) or noun
    if noun is None or noun.lower_ in states:
        return CountedNoun(number, None)
    if noun.lower_ in OTHERS:
        return CountedNoun(number, None, others=noun)
    noun = end_of_compound(noun)
    if not one and not is_plural(noun):
        return CountedNoun(number, None)
    return CountedNoun(number, noun)


def children_of(token: Token) -> list[Token]:
    """Return the children of `token` that stand near it, in text order.

    spaCy's own `children` walks the whole subtree, and raises where that has 10,000 tokens.
    """
    doc = token.doc
    near = doc[max(token.i - AROUND, 0) : min(token.i + AROUND + 1, len(doc))]
    return [other for other in near if other.head.i == token.i and other.i != token.i]


def same_sentence(left: Token, right: Token) -> bool:
    """Tell whether two tokens stand near each other in one sentence, `left` first."""
    if not left.i <= right.i <= left.i + AROUND:
        return False
    return not any(token.is_sent_start for token in left.doc[left.i + 1 : right.i + 1])


def find_partitive(number: Token, tokens: SpacySpan) -> CountedNoun | None:
    """Return what stands in "dozens of miners", "15 of them", "five of the men"."""
    end = tokens.end
    doc = tokens.doc
    opening = doc[end - 1] if doc[end - 1].lower_ == "of" else None
    if opening is None and end < len(doc) and doc[end].lower_ == "of":
        opening = doc[end]
    if opening is None and [token.lower_ for token in doc[end : end + 2]] == ["out", "of"]:
        opening = doc[end + 1]  # "94 out of 162 games"
    if opening is None:
        return None
    objects = [child for child in children_of(opening) if child.dep_ == "pobj"]
    last = opening.i + 1
    while last < min(opening.i + REACH, len(doc)) and doc[last].pos_ == "NUM":
        last += 1
    noun = objects[0] if objects else following_noun(doc[opening.i : last])
    if noun is None or not opening.i < noun.i <= opening.i + REACH:
        return None
    if noun.lower_ in PRONOUNS:
        return CountedNoun(number, None, pronoun=noun)
    if noun.pos_ not in NOUNS and noun.lower_ not in INVARIANT:
        return None  # "fourteen of the DEAD"
    between = [token.lower_ for token in doc[opening.i + 1 : noun.i]]
    counts = last > opening.i + 1 or any(t.pos_ == "NUM" for t in doc[opening.i + 1 : noun.i])
    definite = counts or bool(
        {"the", "these", "those", "its", "their", "his", "her"} & set(between)
    )
    return CountedNoun(number, noun, definite=definite)


def is_cut_off(tokens: SpacySpan) -> bool:
    """Tell whether a mark or conjunction right behind a number parts it from any noun."""
    if tokens.end >= len(tokens.doc):
        return True
    follower = tokens.doc[tokens.end]
    if follower.pos_ == "CCONJ":
        return follower.lower_ != "or"  # "30 or so miners"
    return follower.text in ")],;:&/.…"


def parsed_noun(number: Token, tokens: SpacySpan) -> Token | None:
    """Return the noun that the parse hangs the number on, if it stands to the right."""
    head = number.head
    near = tokens.end <= head.i < tokens.end + REACH
    if head.i == number.i or not near or number.dep_ not in NUMERIC:
        return None
    return head if head.pos_ in NOUNS or head.lower_ in OTHERS else None


def end_of_compound(noun: Token) -> Token:
    """Return the last part of a noun written with hyphens: "co-ordinators"."""
    doc = noun.doc
    while noun.i + 2 < len(doc) and noun.nbor(1).tag_ == "HYPH" and not noun.whitespace_:
        noun = noun.nbor(2)
    return noun


def following_noun(tokens: SpacySpan) -> Token | None:
    """Return the last noun of the unbroken run of adjectives and nouns behind `tokens`."""
    doc, last = tokens.doc, None
    for token in doc[tokens.end : min(tokens.end + REACH, len(doc))]:
        inside = token.pos_ in INSIDE or token.tag_ == "HYPH"
        participle = last is None and token.tag_ in ("VBG", "VBN")  # "58 detonating plugs"
        if token.is_sent_start or not (inside or participle):
            break
        if token.pos_ in NOUNS or token.lower_ in OTHERS:
            last = token
    return last


def is_plural(noun: Token) -> bool:
    """Tell whether a noun can be counted by more than one."""
    word = noun.lower_
    if noun.tag_ in ("NNS", "NNPS") or word in INVARIANT:
        return True
    return word.endswith("s") and not word.endswith(("ss", "us", "is"))


def lemma_of(noun: Token) -> str:
    """Return the lemma of a counted noun: "drone", "person" for people, "Iraqi" for Iraqis."""
    if noun.lower_ in ("people", "persons"):
        return "person"
    if noun.pos_ == "PROPN":
        demonym = noun.text.endswith("is") and noun.tag_ == "NNPS"  # Iraqis, Israelis
        if noun.lower_ in INVARIANT:
            return noun.text
        name = noun.text[:-1] if demonym else singular(noun.text)
        ahead = noun.nbor(-1) if noun.ent_type_ == "NORP" and noun.ent_iob_ == "I" else None
        return f"{ahead.text} {name}" if ahead is not None else name  # New Yorker
    unread = noun.lemma_.lower() == noun.lower_ and noun.lower_ not in INVARIANT
    return singular(noun.lower_) if unread and is_plural(noun) else common_lemma(noun)


def common_lemma(noun: Token) -> str:
    """Return the lemma of a common noun, where the lemmatiser errs the regular one."""
    word, lemma = noun.lower_, noun.lemma_.lower()
    if word in PLURALS:
        return PLURALS[word]
    return word[:-1] if word == lemma + "es" and lemma.endswith(SILENT_E) else lemma


def singular(word: str) -> str:
    """Return the singular of a regular plural; any other word as it is."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
