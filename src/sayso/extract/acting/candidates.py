"""Which entries a token can fire, by its lemma and part of speech."""

from collections.abc import Iterator

from spacy.tokens import Token

from sayso.extract.acting.arguments import lemma_of
from sayso.extract.acting.entries import TIMES, Index, PartOfSpeech, TriggerEntry, specificity_of

NAMES = frozenset({"PERSON", "ORG", "GPE", "FAC", "PRODUCT", "WORK_OF_ART", "LAW", "LOC"})
WORDS_OF_ACTS = frozenset({"VERB", "AUX", "NOUN", "PROPN", "ADJ"})
JUST_NOW = frozenset({"recently", "newly", "freshly", "just", "earlier", "already"})


def _participle_lemmas(form: str) -> Iterator[str]:
    """Yield what a form in -ed can come from: "injured" -> injure; "banned" -> ban."""
    if form.endswith("ied"):
        yield form[:-3] + "y"
    if form.endswith("ed"):
        yield form[:-1]
        yield form[:-2]
        if len(form) > 4 and form[-3] == form[-4]:
            yield form[:-3]


def joined_forms(token: Token) -> tuple[str, ...]:
    """Return the lemmas of a word whose last part `token` is: "walk-out" and "walkout".

    The tokenizer parts words at their hyphens; () where no hyphen is glued to `token`.
    """
    if token.i < 2 or token.nbor(-1).text != "-":
        return ()
    first = token.nbor(-2)
    if first.whitespace_ or token.nbor(-1).whitespace_:
        return ()
    return (f"{first.lower_}-{lemma_of(token)}", f"{first.lower_}{lemma_of(token)}")


def _verb_entries(token: Token, index: Index) -> tuple[TriggerEntry, ...]:
    if token.dep_ == "amod" and not any(child.lower_ in JUST_NOW for child in token.lefts):
        return ()  # "wounded soldiers" is a state; "recently arrested activists" an act
    return index.get(("verb", lemma_of(token)), ())


def _noun_entries(token: Token, index: Index) -> tuple[TriggerEntry, ...]:
    if token.dep_ in ("compound", "nmod", "npadvmod") or token.ent_type_ in NAMES:
        return ()  # "attack helicopter", "the Campaign Against Torture"
    if token.ent_type_ in TIMES:
        return ()  # "1 March"
    found = index.get(("noun", lemma_of(token)))
    if found is None and token.tag_ == "NNPS":
        found = index.get(("noun", token.lower_.removesuffix("s")))
    return found or ()


def _adjective_entries(token: Token, index: Index) -> tuple[TriggerEntry, ...]:
    if token.dep_ == "amod":
        return ()  # "wounded soldiers", "the missing page" tell of no happening
    found = index.get(("adjective", token.lower_)) or index.get(("adjective", lemma_of(token)))
    if found:
        return found
    for lemma in _participle_lemmas(token.lower_):  # the tagger's "ten were wounded/ADJ"
        entries = index.get(("verb", lemma))
        if entries:
            return entries
    return ()


def candidates(token: Token, index: Index) -> tuple[TriggerEntry, ...]:
    """Return the entries whose lemma and part of speech fit `token`, the most specific first.

    Of equals, those for a word with a hyphen come before those for its last part.
    """
    if token.pos_ not in WORDS_OF_ACTS:
        return ()
    joined, plain = _joined_entries(token, index), _plain_entries(token, index)
    if not joined:
        return plain
    return tuple(sorted(dict.fromkeys(joined + plain), key=specificity_of, reverse=True))


def _joined_entries(token: Token, index: Index) -> tuple[TriggerEntry, ...]:
    pos: PartOfSpeech = "verb" if token.pos_ == "VERB" else "noun"
    return tuple(entry for form in joined_forms(token) for entry in index.get((pos, form), ()))


def _plain_entries(token: Token, index: Index) -> tuple[TriggerEntry, ...]:
    pos = token.pos_
    if pos in ("VERB", "AUX"):
        return (
            _verb_like(token, index) if token.dep_ not in NOUN_PLACES else _misread(token, index)
        )
    if pos in ("NOUN", "PROPN"):
        return _noun_entries(token, index)
    if pos == "ADJ":
        return _adjective_entries(token, index)
    return ()


def is_nominal(token: Token) -> bool:
    """Tell whether `token` is a noun, or stands where only one can, whatever its tag."""
    return token.pos_ in ("NOUN", "PROPN") or (token.pos_ == "VERB" and token.dep_ in NOUN_PLACES)


NOUN_PLACES = frozenset({"dobj", "pobj", "nsubj", "nsubjpass"})


def _misread(token: Token, index: Index) -> tuple[TriggerEntry, ...]:
    """Return the entries of a noun tagged as a verb: "air strikes/VBZ on the town went on"."""
    for form in (token.lower_, token.lower_.removesuffix("s")):
        entries = index.get(("noun", form))
        if entries:
            return entries
    return _verb_like(token, index)


def _verb_like(token: Token, index: Index) -> tuple[TriggerEntry, ...]:
    if token.tag_ == "VBG" and any(child.dep_ in ("det", "poss") for child in token.lefts):
        nominal = index.get(("noun", token.lower_))  # "the shelling of", tagged as a verb
        if nominal:
            return nominal
    found = _verb_entries(token, index)
    as_state = token.dep_ != "amod" and not any(c.dep_ == "dobj" for c in token.rights)
    if token.tag_ in ("VBN", "VBG") and as_state:  # "six are missing", not "missing a page"
        found += index.get(("adjective", token.lower_), ())
    return found
