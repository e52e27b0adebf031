"""When the clause around a word stands: past, present or future of the page."""

from typing import Literal

from spacy.tokens import Token

Tense = Literal["past", "present", "future", "open"]  # open: either side of the page's day

FUTURE_MODALS = {"will", "shall", "'ll", "’ll", "wo", "would"}
OPEN_MODALS = {"may", "might", "could", "should", "must", "can", "ca", "'d", "’d"}
# What these govern has not happened when they are said: "agreed to meet on Friday".
PROSPECTIVE = {
    "agree", "aim", "allow", "ask", "bind", "call", "decide", "due", "enable", "expect", "give",
    "go", "hope", "intend", "invite", "likely", "need", "offer", "order", "plan", "pledge",
    "prepare", "promise", "propose", "ready", "request", "require", "schedule", "seek", "set",
    "slate", "suppose", "threaten", "time", "tell", "urge", "vow", "want", "deadline", "pave",
    "expire", "extend", "until", "warn", "try", "decision", "move", "proposal", "scheduled",
    "appeal", "subpoena", "summon",
}  # fmt: skip
# Their simple present tells of a plan: "talks resume on Monday".
BOUNDARIES = {
    "start", "begin", "open", "reopen", "resume", "end", "expire", "close", "arrive", "depart",
    "meet", "convene", "reconvene",
}  # fmt: skip
# What hangs on these comes later than they do, whatever their own tense: "planned for March".
SCHEDULING = {"schedule", "plan", "slate", "expect", "due", "payable", "effective"}
CLIMB_LIMIT = 40  # arcs: no sentence of English nests deeper


def tense_of(token: Token) -> Tense | None:
    """Return the tense of the clause that `token` stands in, None where it shows none.

    Infinitives and participles take it from what governs them; "is expected to meet on Friday"
    is future, "came to meet" past.
    """
    node = token
    for _ in range(CLIMB_LIMIT):
        found = own_tense(node)
        if found is not None:
            return found
        if node.head == node:
            return None
        node = node.head
    return None


def governing_verb(token: Token) -> Token | None:
    """Return the nearest verb above `token`, None in a clause without one."""
    node = token
    for _ in range(CLIMB_LIMIT):
        if node != token and node.pos_ in ("VERB", "AUX"):
            return node
        if node.head == node:
            return None
        node = node.head
    return None


def verbs_above(token: Token) -> list[Token]:
    """Return the verbs above `token`, nearest first."""
    found: list[Token] = []
    node = token
    for _ in range(CLIMB_LIMIT):
        if node.head == node:
            break
        node = node.head
        if node.pos_ in ("VERB", "AUX"):
            found.append(node)
    return found


def own_tense(node: Token) -> Tense | None:
    """Return the tense that `node` itself shows, with its auxiliaries."""
    if node.lemma_.lower() in SCHEDULING or is_set_for(node):
        return "future"
    if node.pos_ not in ("VERB", "AUX"):
        return None
    helpers = [child for child in node.children if child.dep_ in ("aux", "auxpass")]
    if any(child.tag_ == "TO" for child in helpers):
        return infinitive_tense(node)
    words = {child.lower_ for child in helpers}
    if words & (FUTURE_MODALS | OPEN_MODALS):
        return modal_tense(words)
    if node.tag_ in ("VBD", "VBN") and not helpers:
        return "past"
    return finite_tense(node, helpers)


def finite_tense(node: Token, helpers: list[Token]) -> Tense | None:
    """Return the tense of a verb from its form and its auxiliaries."""
    forms = [helper.tag_ for helper in helpers] + [node.tag_]
    if any(helper.lemma_ == "have" for helper in helpers) or "VBD" in forms:
        return "past"
    if "VBZ" in forms or "VBP" in forms:
        return "future" if node.lemma_ in BOUNDARIES and not helpers else "present"
    return None


def is_set_for(node: Token) -> bool:
    """Tell whether `node` is the "set" of "talks set for April"."""
    return node.lower_ == "set" and any(child.lower_ == "for" for child in node.children)


def modal_tense(words: set[str]) -> Tense:
    """Return the tense of a verb with modals among its auxiliaries, `words`."""
    if words & {"have", "'ve", "’ve"}:
        return "past"
    return "future" if words & FUTURE_MODALS else "open"


def infinitive_tense(node: Token) -> Tense | None:
    """Return the tense of an infinitive below a word such as "agree", None below any other.

    It is open below a noun ("an offer to meet on Friday") and below a past ("ordered him to
    leave on Friday"), where the parser can't tell which of the two verbs the day belongs to.
    """
    governor = node.head
    if governor.lemma_ == "be" and governor.tag_ in ("VBZ", "VBP"):
        return "future"  # "is to resume"
    if governor.lemma_.lower() not in PROSPECTIVE:
        return None
    if governor.pos_ == "NOUN":
        return "open"
    infinitive = any(child.tag_ == "TO" for child in governor.children)  # shows no tense itself
    return "open" if not infinitive and own_tense(governor) == "past" else "future"
