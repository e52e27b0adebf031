"""Cue -> content: the words that a cue reports, frame by frame, as token indices."""

from collections.abc import Callable

from spacy.tokens import Token

from sayso.extract.saying.cues import Cue
from sayso.extract.saying.syntax import (
    PASSIVE_SUBJECTS,
    RELATIVE,
    SUBJECTS,
    children,
    is_infinitive,
    is_passive,
    subtree,
    subtrees,
    that_clauses,
)

LONGEST_PIECE = 5  # tokens
CIRCUMSTANCES = frozenset({"after", "as", "when", "while", "because", "since", "although"})
NAMING = frozenset({"NOUN", "PROPN", "PRON"})
PARENTHETIC = frozenset({"parataxis", "ccomp", "advcl", "dep", "conj", "appos", "relcl", "acl"})


def objects(cue: Cue) -> list[Token]:
    """Return what a cue has for object, or for subject in the passive."""
    labels = PASSIVE_SUBJECTS if is_passive(cue.head) else ("dobj",)
    return children(cue.head, *labels)


def clause(cue: Cue) -> set[int]:
    """Return "S" of "said that S" and of "S, said X"."""
    verb = cue.head
    if is_passive(verb) and not any(noun.lower_ == "it" for noun in objects(cue)):
        return set()  # "she was told that S" names no speaker
    open_question = cue.entry.certainty == "unknown" or cue.entry.stance == "doubts"
    found = [
        child
        for child in children(verb, "ccomp")
        if not is_infinitive(child)
        and (open_question or not is_question(child))
        and (child.i > verb.i or "quote" in cue.entry.frames)
    ]
    found += [
        child
        for child in children(verb, "advcl", "acl", "relcl", "dep", "parataxis")
        if child.i > verb.i and any(mark.lower_ == "that" for mark in children(child, "mark"))
    ]
    if not found and not cue.entry.listener and "quote" in cue.entry.frames:
        found = [
            child
            for child in children(verb, "dep", "parataxis")
            if child.pos_ in ("VERB", "AUX") and not is_infinitive(child)
        ]
    found += reported_relative(verb) if not found else []
    if len(found) > 1 and found[0].i < verb.i:
        found = [child for child in found if child.left_edge.lower_ not in CIRCUMSTANCES]
    if not found and "quote" in cue.entry.frames:
        found = [child for noun in beside(cue) for child in that_clauses(noun)]
    if not found and "quote" in cue.entry.frames:
        return free_relative(verb) or detached(verb) or around(verb)
    return whole_clause(subtrees(found), cue)


def sentence_start(token: Token) -> int:
    """Return where the sentence of a token starts, a piece that the parser broke off included.

    The parser can take the first word of a paragraph for a sentence of its own.
    """
    doc, start = token.doc, token.sent.start
    if 0 < start < len(doc) and not doc[start - 1].is_punct and not doc[start - 1].is_space:
        before = doc[start - 1].sent
        if len(before) <= LONGEST_PIECE:
            return int(before.start)
    return int(start)


def beside(cue: Cue) -> list[Token]:
    """Return the nouns that a parse hangs what is said on: "said in a letter that S"."""
    preps = children(cue.head, "prep", "dative")
    told = objects(cue) if cue.entry.listener else []
    return told + [noun for prep in preps for noun in children(prep, "pobj")]


def reported_relative(verb: Token) -> list[Token]:
    """Return the finite verb that hangs low in "the convoy, which officials say carried food"."""
    if verb.dep_ != "relcl":
        return []
    return [
        child
        for child in children(verb, "xcomp")
        if child.i > verb.i and child.tag_ in ("VBD", "VBZ", "VBP", "VBN")
    ]


def free_relative(verb: Token) -> set[int]:
    """Return "was Y" of "what X says was Y broke out", where it heads the sentence."""
    copula = verb.head
    asked = any(child.lower_ == "what" for child in children(verb, "dobj", "nsubj", "attr"))
    if verb.dep_ not in ("csubj", "csubjpass") or copula.lemma_ != "be" or not asked:
        return set()
    said = {copula.i}
    for child in children(copula, "attr", "acomp"):
        # The main verb of the sentence hangs on Y where the parse took "was" for it.
        main = [below for below in children(child, "acl", "relcl") if below.tag_ == "VBD"]
        said |= subtree(child) - subtrees(main)
    return said if len(said) > 1 and copula.i > verb.i else set()


def detached(verb: Token) -> set[int]:
    """Return "S" of "said after the vote S", which the parse takes for an adverbial clause."""
    for child in children(verb, "advcl"):
        subjects = children(child, *SUBJECTS, *PASSIVE_SUBJECTS)
        opening = [below for below in child.lefts if below.dep_ in ("mark", "advmod")]
        if child.i > verb.i and subjects and not opening and not is_infinitive(child):
            start = subjects[0].left_edge.i
            return {index for index in subtree(child) if index >= start}
    return set()


def is_question(verb: Token) -> bool:
    """Tell whether a clause below a cue only names a question: "determined what it was"."""
    first = verb.left_edge
    asks = first.tag_ in ("WP", "WRB", "WDT", "WP$") and first.lower_ != "that"
    return asks and first.i > verb.head.i


def whole_clause(content: set[int], cue: Cue) -> set[int]:
    """Return the clause before a cue with the subject at its start that the parse hung elsewhere.

    Only where it opens the sentence and nothing but its own words stand before the cue.
    """
    if not content or max(content) > cue.tokens[0].i:
        return content
    start = sentence_start(cue.head)
    missing = cue.head.doc[start : min(content)]
    lost = any(
        token.dep_ in SUBJECTS | {"dep", "ROOT"} and token.pos_ in NAMING for token in missing
    )
    speaking = any(token.lower_ == "as" or token.pos_ == "VERB" for token in missing)
    return content | {token.i for token in missing} if lost and not speaking else content


def around(verb: Token) -> set[int]:
    """Return the clause that a cue interrupts: "The plan, he said, would fail"."""
    clause_head = verb.head
    if clause_head == verb or verb.dep_ not in PARENTHETIC or not stands_apart(verb):
        return set()
    if clause_head.pos_ not in ("VERB", "AUX") and verb.dep_ not in ("parataxis", "ccomp"):
        return set()
    return subtree(clause_head) - subtree(verb)


def stands_apart(verb: Token) -> bool:
    """Tell whether a cue and its subject stand between commas, or open with "as"."""
    doc, inside = verb.doc, subtree(verb)
    first, last = min(inside), max(inside)
    if verb.dep_ == "advcl":
        return any(child.lower_ == "as" for child in verb.lefts) and not has_own_object(verb)
    before = first == verb.sent.start or doc[first].is_punct or doc[first - 1].is_punct
    after = last + 1 >= verb.sent.end or doc[last].is_punct or doc[last + 1].is_punct
    return before and after and first != verb.sent.start


def has_own_object(verb: Token) -> bool:
    """Tell whether a verb has an object besides the "it" of "as X put it"."""
    return any(noun.lower_ != "it" for noun in children(verb, "dobj"))


def infinitive(cue: Cue) -> set[int]:
    """Return "to V" of "hopes to V"; for a passive also who is to: "X is expected to V"."""
    verb = cue.head
    found = [child for child in children(verb, "xcomp") if is_infinitive(child)]
    if is_passive(verb):
        found += children(verb, "oprd")
    if found and is_passive(verb):
        found += children(verb, *PASSIVE_SUBJECTS)
    return subtrees(found)


def order(cue: Cue) -> set[int]:
    """Return "X to V" of "urged X to V"."""
    verb = cue.head
    whole = [child for child in children(verb, "ccomp") if is_infinitive(child)]
    split = [child for child in children(verb, "xcomp", "advcl") if is_infinitive(child)]
    persons = children(verb, "dobj", "dative")
    for prep in children(verb, "prep"):
        if prep.lower_ in (word.lower_ for word in cue.tokens):
            persons += children(prep, "pobj")
    if whole:
        return subtrees(whole + [person for person in persons if person.i < whole[0].i])
    if split and persons and not is_passive(verb):
        return subtrees(split) | subtrees(persons)
    nested = [below for person in persons for below in children(person, "acl", "relcl")]
    if persons and any(is_infinitive(below) for below in nested):
        return subtrees(persons)
    return set()


def gerund(cue: Cue) -> set[int]:
    """Return "having heard S" of "reported having heard S"."""
    found = [
        child
        for child in children(cue.head, "xcomp", "ccomp", "pcomp")
        if not is_infinitive(child)
        and (child.tag_ == "VBG" or any(aux.tag_ == "VBG" for aux in children(child, "aux")))
    ]
    return subtrees(found)


def plain_object(cue: Cue) -> set[int]:
    """Return "the charge" of "denied the charge", where the entry takes such an object."""
    entry = cue.entry
    found = [
        noun
        for noun in objects(cue)
        if noun.lower_ not in RELATIVE
        and (not entry.object or noun.lemma_.lower() in entry.object)
        and noun.lemma_.lower() not in entry.not_object
    ]
    return subtrees(found)


def amount(cue: Cue) -> set[int]:
    """Return "300 ships in May" of "expects 300 ships in May": an object with a number."""
    found = [noun for noun in objects(cue) if any(is_amount(token) for token in noun.subtree)]
    if not found:
        return set()
    times = [
        child
        for child in children(cue.head, "prep", "npadvmod")
        if child.i > cue.head.i and any(token.ent_type_ == "DATE" for token in child.subtree)
    ]
    return subtrees([*found, *times])


def is_amount(token: Token) -> bool:
    """Tell whether a token is a number that dates nothing."""
    return token.pos_ == "NUM" and token.ent_type_ not in ("DATE", "TIME")


def predicate(cue: Cue) -> set[int]:
    """Return "the raid murder" of "called the raid murder"."""
    verb = cue.head
    said = [
        child
        for child in children(verb, "oprd", "xcomp")
        if child.pos_ != "PROPN" or is_in_marks(child)  # "a woman called Ruth" only has a name
    ]
    small = [child for child in children(verb, "ccomp") if not is_infinitive(child)]
    small = [child for child in small if children(child, *SUBJECTS) and child.i > verb.i]
    if said:
        return subtrees([*said, *(noun for noun in objects(cue) if noun.lower_ not in RELATIVE)])
    return subtrees(small) or quoted_predicate(cue)


def is_in_marks(token: Token) -> bool:
    """Tell whether quotation marks stand around a phrase."""
    first = token.left_edge
    before = first.nbor(-1) if first.i else first
    return any(word.tag_ in ("``", "''") or word.text in '"“”' for word in (first, before))


def quoted_predicate(cue: Cue) -> set[int]:
    """Return "the raid “murder”" of "called the raid “murder”", however it is parsed."""
    sentence = cue.head.sent
    rest = cue.head.doc[cue.tokens[-1].i + 1 : sentence.end]
    marks = [token.i for token in rest if token.tag_ in ("``", "''") or token.text in '"“”']
    if len(marks) < 2 or not objects(cue):
        return set()
    noun = objects(cue)[0]
    named = subtree(noun) | {token.i for token in rest if token.is_punct}
    start = noun.left_edge.i
    if start > marks[0] or not set(range(start, marks[0])) <= named:
        return set()
    return set(range(start, marks[1] + 1))


def quote_only(cue: Cue) -> set[int]:  # noqa: ARG001 - a frame like the others
    """Return nothing: quoted speech is found by its marks."""
    return set()


def below_preposition(preposition: str, with_object: bool) -> Callable[[Cue], set[int]]:
    """Return the frame for "warned of S" or, `with_object`, for "accused X of S"."""

    def frame(cue: Cue) -> set[int]:
        heads = [*cue.tokens, *objects(cue)]
        preps = [
            child
            for head in heads
            for child in [*children(head, "prep"), *([head] if head.dep_ == "prep" else [])]
            if child.lower_ == preposition and child.i > cue.head.i
        ]
        if with_object:
            return (
                plain_object(cue) | subtrees(preps[:1]) if plain_object(cue) and preps else set()
            )
        return subtrees(
            below
            for prep in preps[:1]
            for below in children(prep, "pobj", "pcomp")
            if below.lemma_.lower() not in cue.entry.not_object
        )

    return frame


FRAMES: dict[str, Callable[[Cue], set[int]]] = {
    "clause": clause,
    "quote": quote_only,
    "infinitive": infinitive,
    "order": order,
    "gerund": gerund,
    "object": plain_object,
    "amount": amount,
    "predicate": predicate,
    **{word: below_preposition(word, False) for word in ("of", "for", "on", "against", "about")},
    **{
        f"object+{word}": below_preposition(word, True)
        for word in ("of", "for", "as", "at", "with", "on")
    },
}


def content_of(cue: Cue) -> frozenset[int]:
    """Return the tokens of what is said, by the first frame that is filled."""
    for name in cue.entry.frames:
        found = FRAMES[name](cue)
        if found:
            return frozenset(found - {token.i for token in cue.tokens})
    return frozenset()
