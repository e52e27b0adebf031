"""The phrases beside a name that say what its bearer is: office, nationality, body."""

from collections.abc import Iterable, Iterator, Sequence

from spacy.tokens import Span as SpacySpan
from spacy.tokens import Token

from sayso.extract.naming.phrases import phrase_of, words_before
from sayso.extract.naming.roles import RoleEntry, is_body, lemma_of, role_at

FORMER = frozenset({"former", "ex", "late", "ousted", "deposed", "retired"})
OFFICES = frozenset({"GOV", "LEG", "MIL", "JUD", "COP", "SPY"})  # former holders are the elite
PEERS = frozenset({"counterpart", "colleague"})
SAYS_OFFICE = frozenset(
    {"be", "become", "serve", "head", "lead", "post", "office", "act", "chair"}
)


def role_phrases(mention: Sequence[Token]) -> Iterator[list[Token]]:
    """Yield the phrases beside a person's name that may give the office.

    1. the words before it in its phrase ("Senate spokesman Ivo Lang")
    2. the noun that it stands in apposition to ("counterpart Ivo Lang")
    3. its appositions ("Tom Reed, the premier's deputy adviser for trade")
    4. nouns of office in a relative clause or after "is" ("who became minister in May")
    """
    inside = {token.i for token in mention}
    head = next((t for t in mention if t.head.i not in inside), mention[-1])
    before = words_before(mention[0], head)
    if before:
        yield before
    if head.dep_ == "appos":
        yield [t for t in phrase_of(head.head) if t.i not in inside]
    for child in head.children:
        if child.dep_ == "appos":
            yield phrase_of(child)
        elif child.dep_ == "relcl":
            yield from offices_in(child)
    if head.dep_ == "nsubj" and head.head.lemma_ == "be":
        yield from (phrase_of(t) for t in head.head.children if t.dep_ == "attr")


def offices_in(clause: Token) -> Iterator[list[Token]]:
    """Yield the nouns of office that a relative clause gives its antecedent."""
    for token in clause.subtree:
        if token.dep_ in ("attr", "pobj") and role_at(token):
            governor = token.head.head if token.dep_ == "pobj" else token.head
            if governor.lemma_.lower() in SAYS_OFFICE:
                yield phrase_of(token)


def is_office_in(noun: Token) -> bool:
    """Tell whether a noun of office that does not head its phrase is what the phrase says.

    It is in "one of the candidates" and before a name ("minister" in "minister Reed"), not in
    "Reed's ideas for students".
    """
    if noun.dep_ in ("compound", "amod", "nmod", "appos"):
        return True
    if noun.dep_ == "poss" and noun.head.ent_type_ == "NORP":  # "the senate's oldest Democrat"
        return True
    above = noun.head.head
    return noun.dep_ == "pobj" and noun.head.lower_ == "of" and above.lower_ in ("one", "some")


def nationality_of(head: Token) -> list[Token]:
    """Return the words that may give a person's nationality: "the Libyan, Omar Hamed"."""
    words = [token for token in head.lefts if token.pos_ == "ADJ"]
    return [*words, head.head] if head.dep_ == "appos" else words


def is_former(tokens: Iterable[Token]) -> bool:
    """Tell whether the words say that an office is over: "former", "ex-"."""
    return any(token.lower_.rstrip("-") in FORMER for token in tokens)


def apposed_to_body(mention: SpacySpan) -> RoleEntry | None:
    """Return the role of the body that a name stands beside.

    "the Telegram channel Golos", "Uhuru, a Swahili newspaper".
    """
    root = mention.root
    alias = [child for child in root.children if child.dep_ == "conj"]  # "Uhuru, or Freedom,"
    nouns = [c for node in [root, *alias] for c in node.children if c.dep_ == "appos"]
    if root.dep_ in ("appos", "nmod") and root.head.pos_ in ("NOUN", "PROPN"):
        nouns.append(root.head)
    if mention.start > mention.sent.start:
        nouns.append(mention[0].nbor(-1))  # the parser may part "channel" and its name
    for noun in nouns:
        entry = role_at(noun) if noun.ent_type_ != "PERSON" else None
        if entry is not None and (entry.kind == "organisation" or bears_name(noun, entry)):
            return entry
    return None


def bears_name(noun: Token, entry: RoleEntry) -> bool:
    """Tell whether a noun of people stands for a body that has a name: "rebel group"."""
    return entry.refers and is_body(noun)


def is_peer(noun: Token) -> bool:
    """Tell whether a noun gives the office of whoever it is said of: "his COUNTERPART"."""
    if lemma_of(noun) == "deputy":  # "her deputy", not "a deputy" of parliament
        return any(child.dep_ == "poss" and child.ent_type_ != "GPE" for child in noun.children)
    return lemma_of(noun) in PEERS


def bearers_beside(peer: Token) -> Iterator[Token]:
    """Yield the words that may say whose office a counterpart has: "HIS Greek counterpart".

    Else it is that of the subject: "the minister met with the Greek counterpart".
    """
    owners = [child for child in peer.children if child.dep_ == "poss"]
    yield from owners
    if not owners:
        for above in peer.ancestors:
            yield from (c for c in above.children if c.dep_ == "nsubj" and c.i < peer.i)
