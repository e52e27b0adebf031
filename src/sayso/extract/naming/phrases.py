"""The phrase that a noun heads: its words, its modifiers, the objects of its prepositions."""

from collections.abc import Collection, Iterable, Iterator

from spacy.tokens import Token

from sayso.extract.naming.roles import is_beside, noun_sectors, role_at

LENDING_PREPOSITIONS = frozenset({"of", "for", "at", "in", "with", "from"})
OWNING_PREPOSITIONS = frozenset({"of", "for", "at"})
PART_OF_MENTION = frozenset({"of", "in", "for", "at", "from", "to", "on", "near", "against"})
# "Accused the soldiers OF abuses": what somebody is charged with is no part of who it is.
CHARGES = frozenset(
    "accuse suspect convict acquit clear rob deprive strip rid inform warn remind notify assure "
    "persuade convince cure relieve".split()
)
LONGEST_PHRASE = 40  # tokens to each side of its head
LONGEST_ROLE = 40  # tokens of a phrase beside a name that are read; more is a list, not an office


def phrase_of(head: Token) -> list[Token]:
    """Return the noun phrase of `head`: modifiers before, prepositional phrases after, in order.

    Relative clauses, appositions and what follows a comma stay out.
    """
    phrase: list[Token] = []
    cut = {
        token.i
        for child in head.children
        if child.dep_ in ("relcl", "acl", "appos", "conj", "cc", "parataxis", "advcl")
        for token in words_below(child)
    }
    behind = {
        token.i
        for child in head.rights
        if child.dep_ == "prep"
        and (
            child.lower_ not in PART_OF_MENTION
            or is_charge(child)
            or any(c.dep_ == "pcomp" or c.ent_type_ in ("DATE", "TIME") for c in child.children)
        )
        for token in words_below(child)
    }
    for token in words_below(head):
        if token.i in behind:
            break
        if token.i in cut and token.i < head.i:
            continue
        if (token.i in cut or token.text in (",", ";", ":", "--", "–", "—", "-", "(")) and (
            token.i > head.i
        ):
            break
        if token.dep_ == "relcl" or (token.i > head.i and token.tag_ in ("WP", "WDT", "WP$")):
            break
        if token.i < head.i and token.text == "," and token.nbor(1).pos_ == "DET":
            phrase.clear()  # "By then, the army": what went before belongs to the sentence
            continue
        phrase.append(token)
    return phrase or [head]


def words_below(head: Token) -> Iterator[Token]:
    """Yield `head` and the words that hang on it, in text order.

    None further than `LONGEST_PHRASE` away: what is longer is a list or no language, and reading
    it again for each of its words would take time beyond its length.
    """
    hangs = {head.i: True}
    left, right = head.left_edge.i, head.right_edge.i
    for index in range(
        max(left, head.i - LONGEST_PHRASE), min(right, head.i + LONGEST_PHRASE) + 1
    ):
        path, here = [], head.doc[index]
        while here.i not in hangs and left <= here.i <= right and here.head.i != here.i:
            path.append(here.i)
            here = here.head
        hangs.update(dict.fromkeys(path, hangs.get(here.i, False)))
        if hangs.get(index, False):
            yield head.doc[index]


def is_charge(preposition: Token) -> bool:
    """Tell whether "of" belongs to the verb of its noun: "accused the soldiers OF abuses"."""
    noun = preposition.head
    charged = noun.dep_ in ("dobj", "nsubjpass") and noun.head.lemma_ in CHARGES
    if preposition.lower_ != "of" or not charged:
        return False
    people = (t for t in preposition.children if t.dep_ == "pobj")
    return not any(t.pos_ == "PROPN" or role_at(t) or noun_sectors(t) for t in people)


def words_before(first: Token, head: Token) -> list[Token]:
    """Return the words right before a name that may give the office, in order."""
    before: list[Token] = []
    start = max(head.sent.start, first.i - LONGEST_ROLE)
    for token in reversed(list(head.doc[start : first.i])):
        glue = token.text == "-" and not token.whitespace_  # "front-runner"
        belongs = head.is_ancestor(token) or token.dep_ in ("compound", "amod")
        word = token.pos_ in ("NOUN", "PROPN", "ADJ", "ADP", "PART") and token.ent_type_ != "DATE"
        if not glue and (not belongs or not word):
            break
        before.insert(0, token)
    while before and before[0].text == "-":
        before.pop(0)
    return before


def lending(head: Token) -> Iterator[Token]:
    """Yield the nouns that modify `head` and may lend it their sectors, nearest first."""
    yield from title_before(head)
    for child in reversed(list(head.lefts)):
        if child.dep_ in ("compound", "poss", "amod", "nmod"):
            yield child
            yield from lending(child)
    for inner in objects_below(head.rights, LENDING_PREPOSITIONS):
        yield inner
        yield from lending(inner)


def title_before(head: Token) -> Iterator[Token]:
    """Yield the words before `head` in a title that hangs on a name: "NAVY spokesman Berg"."""
    index = head.i - 1
    while index >= head.sent.start and is_beside(head.doc[index], head):
        yield head.doc[index]
        index -= 1


def owners_of(head: Token) -> Iterator[Token]:
    """Yield the nouns that say whose or of what `head` is, nearest first, no deeper ones."""
    yield from title_before(head)
    for child in reversed(list(head.lefts)):
        if child.dep_ in ("compound", "poss", "nmod", "amod"):
            yield child
    yield from objects_below(head.rights, OWNING_PREPOSITIONS)
    if not any(child.dep_ == "prep" for child in head.rights):  # "president and head of X"
        for joined in head.conjuncts:
            if joined.i > head.i:
                yield from objects_below(joined.rights, OWNING_PREPOSITIONS)


def objects_below(children: Iterable[Token], prepositions: Collection[str]) -> Iterator[Token]:
    """Yield the objects of those of `children` that are one of `prepositions`, in order."""
    for child in children:
        if child.dep_ == "prep" and child.lower_ in prepositions:
            yield from (inner for inner in child.children if inner.dep_ == "pobj")
