"""Nouns that say what someone is: "riot police", "foreign minister", "residents".

Reads the role a noun gives its party: sectors, kind, and whether the party belongs to the country
of the scene. Who that party is, is for `parties`.
"""

from functools import cache

from msgspec import field
from spacy.tokens import Token

from sayso.gazetteer.known import agent_sectors
from sayso.lexicons import Entry, Lexicon, load_lexicon
from sayso.records import PartyKind

LONGEST = 4  # words in the longest form
DEEPEST = 8  # steps in the tree between a noun and a word right before it that belongs to it
AS_PRINTED = frozenset({"media", "data"})  # plurals that are written as they are meant
INSIDE = frozenset(
    {"compound", "amod", "nmod", "poss", "case", "punct", "nummod", "appos", "npadvmod"}
)


class RoleEntry(Entry, frozen=True, kw_only=True):
    """A meaning of role nouns."""

    forms: tuple[str, ...]  # lemmas, lower case
    sectors: tuple[str, ...]  # PLOVER
    kind: PartyKind
    adjectives: tuple[str, ...] = ()  # that lend these sectors to a noun: "rebel spokesman"
    public: bool  # belongs to the country of the scene where none is named
    foreign: bool = False  # not of its possessor's country: "Russia's neighbour"
    other_sense: bool = False  # forms that look like a role and are none: "tennis court"
    refers: bool = False  # "the company" may stand for a company named before
    borrows: bool = False  # takes the sectors of its modifiers: "police spokesman"
    of_body: bool = False  # an office of any body; of an unknown one, its sectors are not known
    yields: tuple[str, ...] = ()  # sectors of a modifier that go before its own: "rebel troops"
    local: bool = False  # of the town or region of the scene: "mayor"
    issued: bool = False  # a document that somebody issues: "the statement" of the ministry
    # Other sectors, by country: deputies in "USA".
    sectors_in: dict[str, tuple[str, ...]] = field(default_factory=dict)
    bodies: tuple[str, ...] = ()  # forms that name a body, where the others name its people


class RoleLexicon(Lexicon, frozen=True, kw_only=True):
    """The role nouns."""

    entry: tuple[RoleEntry, ...]


@cache
def load_roles() -> dict[str, RoleEntry]:
    """Return the role entries by form."""
    lexicon = load_lexicon("roles", RoleLexicon)
    return {form: entry for entry in lexicon.entry for form in entry.forms}


@cache
def load_adjectives() -> dict[str, RoleEntry]:
    """Return the role entries by the adjectives that lend their sectors."""
    lexicon = load_lexicon("roles", RoleLexicon)
    return {word: entry for entry in lexicon.entry for word in entry.adjectives}


def lemma_of(token: Token) -> str:
    """Return the lemma in lower case; names in the plural lose their s ("Ministers")."""
    if token.lower_ in AS_PRINTED:
        return token.lower_
    lemma = token.lemma_.lower()
    if token.tag_ == "NNPS" and lemma.endswith("s") and not lemma.endswith("ss"):
        return lemma[:-1]
    return lemma


def phrase_before(head: Token) -> list[Token]:
    """Return the words that stand right before `head` within its phrase, and `head`, in order."""
    words = [head]
    first = head.sent.start
    before = previous(head, first)
    while before is not None and len(words) < LONGEST:
        if before.dep_ not in INSIDE or not (is_below(before, head) or is_beside(before, head)):
            break
        words.insert(0, before)
        before = previous(before, first)
    return words


def previous(token: Token, first: int) -> Token | None:
    """Return the word before `token` from index `first` on; a line break is no word."""
    index = token.i - 1
    if index > first and token.doc[index].is_space:
        index -= 1
    return token.doc[index] if index >= first and not token.doc[index].is_space else None


def is_below(token: Token, head: Token) -> bool:
    """Tell whether `token` hangs on `head`, at most `DEEPEST` steps down."""
    above = token
    for _ in range(DEEPEST):
        above = above.head
        if above.i == head.i:
            return True
    return False


def is_beside(token: Token, head: Token) -> bool:
    """Tell whether two words stand in one title before a name: "CROWN PRINCE Omar"."""
    return token.dep_ == head.dep_ == "compound" and token.head.i == head.head.i


def form_at(head: Token) -> tuple[str, RoleEntry] | None:
    """Return the longest role form that ends in the noun `head`, with its entry, or None."""
    if head.pos_ not in ("NOUN", "PROPN", "ADJ"):
        return None
    roles = load_roles()
    words = [lemma_of(token) for token in phrase_before(head) if token.dep_ != "case"]
    for start in range(len(words)):
        form = " ".join(words[start:]).replace(" - ", "-")
        entry = roles.get(form)
        if entry is not None and (head.pos_ != "ADJ" or len(words) - start > 1):
            return None if entry.other_sense else (form, entry)
    return None


def words_of_form(head: Token) -> list[Token]:
    """Return the words that make the role form of the noun `head`, [] where it has none."""
    found = form_at(head)
    if found is None:
        return []
    words, count = phrase_before(head), len(found[0].replace("-", " - ").split())
    return words[-count:] if count <= len(words) else [head]


def role_at(head: Token) -> RoleEntry | None:
    """Return the role entry of the noun `head`, by its longest form, or None."""
    found = form_at(head)
    return found[1] if found is not None else None


def is_one_person(head: Token) -> bool:
    """Tell whether a role noun stands for one person: "a villager", not "villagers", "police"."""
    found = form_at(head)
    if found is None or head.tag_ not in ("NN", "NNP"):
        return False
    form, entry = found
    return entry.kind in ("person", "group", "unnamed") and form not in entry.bodies


def is_body(head: Token) -> bool:
    """Tell whether a role noun stands for a body of people: "the militia", "a ministry"."""
    found = form_at(head)
    return found is not None and (found[1].kind == "organisation" or found[0] in found[1].bodies)


def noun_sectors(head: Token) -> tuple[str, ...]:
    """Return the sectors of a noun that is no role entry, from the agent dictionary, or ()."""
    if head.pos_ not in ("NOUN", "PROPN"):
        return ()
    words = [lemma_of(token) for token in phrase_before(head)]
    for start in range(len(words)):
        sectors = agent_sectors(" ".join(words[start:]))
        if sectors:
            return sectors
    return ()
