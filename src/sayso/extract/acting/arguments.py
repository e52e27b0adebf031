"""Who stands where around a verb or an event noun: subjects, objects, agents, support verbs.

Reads the dependency parse (ClearNLP labels) and undoes what hides an argument: passives,
relative clauses, control ("began performing"), shared subjects, participles, "a wave of
arrests". Every function returns the head tokens of noun phrases, in text order, conjuncts
included; partitives keep their own head ("dozens" in "dozens of men": see `core_of`).
"""

import re
from collections.abc import Iterator
from functools import cache

from spacy.tokens import Token

from sayso.lexicons import Entry, Lexicon, load_lexicon

MAX_HOPS = 12  # clauses climbed for an inherited argument; keeps hostile chains linear
MAX_CONJUNCTS = 24

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET"})
RELATIVE = frozenset({"who", "whom", "which", "that", "whose"})
DASHES = frozenset({"-", "--", "–", "—", ":"})
LONGEST_ACRONYM = 3  # letters: "UN", "USA" are no datelines
NON_FINITE = frozenset({"VB", "VBG", "VBN"})

# Verbs whose object does not act in the complement: "promised THEM to leave".
SUBJECT_CONTROL = frozenset({"promise", "vow", "threaten", "pledge", "swear", "use"})
# After these prepositions the object acts: "accused him OF killing", "kept them FROM voting".
OBJECT_CONTROL = frozenset({"of", "for", "from", "with", "into"})

# The same, where the noun hangs on a preposition: "responded WITH air strikes".
LIGHT_PREPOSITION = frozenset(
    {
        ("respond", "with"),
        ("retaliate", "with"),
        ("reply", "with"),
        ("threaten", "with"),
        ("hit", "with"),
        ("slap", "with"),
        ("subject", "to"),
        ("put", "under"),
        ("place", "under"),
        ("take", "in"),
        ("participate", "in"),
        ("engage", "in"),
        ("join", "in"),
        ("go", "on"),
        ("be", "on"),
        ("go", "into"),
        ("resort", "to"),
        ("gather", "for"),
    }
)
# Support verbs whose subject undergoes the act: "the city suffered a bombardment".
UNDERGO = frozenset({"suffer", "face", "sustain", "endure", "survive", "withstand", "escape"})
UNDERGO_PREPOSITION = frozenset({("come", "under"), ("be", "under"), ("remain", "under")})


class NounEntry(Entry, frozen=True, kw_only=True):
    """Words of one class, by lemma."""

    lemmas: tuple[str, ...]


class NounLexicon(Lexicon, frozen=True, kw_only=True):
    """A file of word classes: `party_nouns`, `hazards`, `frame_words`."""

    entry: tuple[NounEntry, ...]


@cache
def load_nouns(name: str) -> frozenset[str]:
    """Return the lemmas of a whole file: "party_nouns" (people and bodies) or "hazards".

    Raises `LexiconError` where the file is missing or malformed.
    """
    lexicon = load_lexicon(name, NounLexicon)
    return frozenset(lemma for entry in lexicon.entry for lemma in entry.lemmas)


@cache
def frame_words(name: str) -> frozenset[str]:
    """Return the closed word class `name` of the file `frame_words`, such as "support".

    Raises `LexiconError` where the file is malformed, `KeyError` where it has no such class.
    """
    lexicon = load_lexicon("frame_words", NounLexicon)
    return {entry.id: frozenset(entry.lemmas) for entry in lexicon.entry}[name]


SHORT_VERB = re.compile(r"[^aeiou]{1,3}[aeiou][^aeiouwxy]")


def lemma_of(token: Token) -> str:
    """Return the lower-cased lemma of `token`.

    Puts back the e that the model's rules lose: "waged" is no form of wag, which would double
    its last letter.
    """
    lemma = token.lemma_.lower()
    if token.pos_ == "VERB" and len(lemma) <= 5 and SHORT_VERB.fullmatch(lemma):
        form = token.lower_
        if form in (f"{lemma}ed", f"{lemma}ing", f"{lemma}es"):
            return f"{lemma}e"
    if token.pos_ == "PROPN" and token.is_sent_start and not token.ent_type_:
        if lemma.endswith("men"):  # the capital of a first word misleads the tagger
            return f"{lemma[:-3]}man"
        return lemma.removesuffix("s")
    return lemma


def with_conjuncts(head: Token) -> tuple[Token, ...]:
    """Return `head` and the noun phrase heads coordinated with it, at most `MAX_CONJUNCTS`."""
    found, last = [head], head
    while len(found) < MAX_CONJUNCTS:
        following = [
            child for child in last.rights if child.dep_ == "conj" and child.pos_ in NOMINAL
        ]
        if not following:
            break
        found.extend(following)
        last = following[-1]
    return tuple(found[:MAX_CONJUNCTS])


def core_of(head: Token) -> Token:
    """Return the noun that a partitive measures: "protesters" for "dozens of protesters"."""
    for _ in range(3):
        if lemma_of(head) not in frame_words("partitive") and head.pos_ != "NUM":
            break
        inner = next(iter(prepositional(head, "of")), None)
        if inner is None:
            break
        head = inner
    return head


def _antecedent(token: Token) -> Token:
    """Return the noun that a relative pronoun stands for, or `token` itself."""
    if token.lower_ not in RELATIVE or token.tag_ not in ("WDT", "WP", "WP$", "IN", "DT"):
        return token
    clause = token.head
    for _ in range(MAX_HOPS):
        if clause.dep_ in ("relcl", "acl"):
            head: Token = clause.head
            return head
        if clause.head.i == clause.i:
            break
        clause = clause.head
    return token


def _arguments(heads: Iterator[Token]) -> tuple[Token, ...]:
    """Return the heads with relative pronouns resolved and conjuncts added."""
    found: list[Token] = []
    for head in heads:
        resolved = _antecedent(head)
        found.extend(with_conjuncts(head) if resolved is head else (resolved,))
    return tuple(found)


def _own_subject(verb: Token) -> Token | None:
    """Return the subject of `verb` itself.

    The nearest before it: where the parser sees two, the first is a dateline ("OSLO - A court
    fined").
    """
    own = next((child for child in reversed(list(verb.lefts)) if child.dep_ in SUBJECTS), None)
    if own is not None:
        return _after_dateline(own)
    own = next((child for child in verb.rights if child.dep_ in SUBJECTS), None)
    if own is not None:
        return own
    below = (c for aux in verb.lefts if aux.dep_ == "aux" for c in aux.lefts)  # a slip of parses
    return next((child for child in below if child.dep_ in SUBJECTS), None)


def _after_dateline(subject: Token) -> Token:
    """Return what stands behind the dash of a dateline, or `subject` itself.

    "OSLO, Norway (AP) -- The court" parses as a name with an apposition.
    """
    if subject.left_edge.i != subject.sent.start or not _opens_story(subject):
        return subject
    dash = next((child for child in subject.rights if child.text in DASHES), None)
    if dash is None:
        return subject
    return next((c for c in subject.rights if c.dep_ == "appos" and c.i > dash.i), subject)


def _opens_story(name: Token) -> bool:
    """Tell whether `name` is printed as datelines are: in capitals, or before a date or agency."""
    if name.is_upper and len(name) > LONGEST_ACRONYM:
        return True
    return any(child.ent_type_ == "DATE" or child.nbor(-1).text == "(" for child in name.rights)


def is_passive(verb: Token) -> bool:
    """Tell whether the surface subject of `verb` undergoes the act."""
    for _ in range(MAX_HOPS):
        labels = {child.dep_ for child in verb.children}
        if "auxpass" in labels or "nsubjpass" in labels:
            return True
        if verb.tag_ != "VBN" or "dobj" in labels or _is_lone_finite(verb):
            return False
        if any(child.dep_ == "aux" and child.lemma_ == "have" for child in verb.lefts):
            return False
        if verb.dep_ != "conj" or not SUBJECTS.isdisjoint(labels):
            return True
        verb = verb.head
    return False


def _is_lone_finite(verb: Token) -> bool:
    """Tell whether a participle after a comma is the only verb: "Lund, 40, CALLED it a farce".

    The parser takes such a sentence for a noun phrase; a sentence has a finite verb.
    """
    noun = verb.head
    after_comma = verb.i > 0 and verb.nbor(-1).text == ","
    return verb.dep_ == "acl" and noun.dep_ == "ROOT" and noun.pos_ == "PROPN" and after_comma


def _of_noun(noun: Token) -> tuple[Token | None, Token | None]:
    """Return who an infinitive below `noun` is for: a possessor, or a verb to go on from."""
    owner = next((child for child in noun.lefts if child.dep_ == "poss"), None)
    if owner is not None:
        return _antecedent(owner), None
    return None, governing_verb(noun)


def _controller(verb: Token) -> tuple[Token | None, Token | None]:
    """Return the noun that acts in a clause without a subject, or the verb to ask next."""
    label, head = verb.dep_, verb.head
    if label in ("acl", "relcl", "amod"):
        return _of_noun(head) if verb.tag_ == "VB" else (head, None)
    if label == "conj":
        return None, head if head.pos_ in ("VERB", "AUX") else None
    if label == "pcomp":
        return _pcomp_controller(head)
    if label not in ("xcomp", "ccomp", "advcl") or verb.tag_ not in NON_FINITE:
        return None, None
    if head.pos_ == "ADJ":  # "ready to attack"
        return None, head.head if head.head.i != head.i else None
    if label == "xcomp" and lemma_of(head) not in SUBJECT_CONTROL:
        target = next((child for child in head.rights if child.dep_ == "dobj"), None)
        if target is not None and target.i < verb.i:
            return _antecedent(target), None
    return None, head


def _pcomp_controller(preposition: Token) -> tuple[Token | None, Token | None]:
    governor = preposition.head
    if governor.pos_ == "ADJ":  # "guilty of violating"
        return None, governor.head if governor.head.i != governor.i else None
    if governor.pos_ not in ("VERB", "AUX"):
        return (governor, None) if _is_charged(governor, preposition) else _of_noun(governor)
    if preposition.lower_ in OBJECT_CONTROL:
        target = next((child for child in governor.rights if child.dep_ == "dobj"), None)
        if target is not None:
            return _antecedent(target), None
    return None, governor


def _is_charged(noun: Token, preposition: Token) -> bool:
    """Tell whether `noun` does what follows: "accused the army OF bombing" hangs on "army"."""
    verb = noun.head
    return (
        preposition.lower_ in OBJECT_CONTROL
        and noun.dep_ == "dobj"
        and noun.i < preposition.i
        and lemma_of(verb) in frame_words("charging")
    )


def verdict_on(verb: Token) -> tuple[Token, ...]:
    """Return what the object of `verb` is called: "called the vote a FARCE", "as UNFAIR"."""
    found = [child for child in verb.rights if child.dep_ in ("oprd", "acomp")]
    for child in verb.rights:
        if child.dep_ == "dobj":
            found += [c for c in child.rights if c.dep_ == "appos"]
            found += _after_as(child)
        elif child.dep_ in ("ccomp", "xcomp") and not _is_negated(child):
            found += [child, *(c for c in child.rights if c.dep_ in ("attr", "acomp", "oprd"))]
    found += [child for child in verb.rights if child.dep_ == "dobj"][1:]
    found += _after_as(verb)
    return tuple(token for head in found for token in with_conjuncts(head))


def _is_negated(verb: Token) -> bool:
    return any(child.dep_ == "neg" for child in verb.children)


def _after_as(head: Token) -> list[Token]:
    return [
        token
        for child in head.rights
        if child.dep_ == "prep" and child.lower_ == "as"
        for token in child.rights
        if token.dep_ in ("pobj", "amod", "acomp", "pcomp")
    ]


def blamed_for(noun: Token) -> tuple[Token, ...]:
    """Return who is blamed for what `noun` names: "blamed the shelling on REBELS"."""
    outer = outer_noun(noun)
    verb = outer.head
    if outer.dep_ not in ("dobj", "nsubjpass") or lemma_of(verb) not in frame_words("pinning"):
        return ()
    return prepositional(outer, "on") or prepositional(verb, "on")


def surface_subject(verb: Token) -> tuple[Token, ...]:
    """Return the subject of `verb` as printed or inherited, be it active or passive."""
    for _ in range(MAX_HOPS):
        own = _own_subject(verb)
        if own is not None:
            return _arguments(iter((own,)))
        noun, following = _controller(verb)
        if noun is not None:
            return with_conjuncts(noun) if verb.dep_ in ("xcomp", "pcomp") else (noun,)
        if following is None or following.i == verb.i:
            return ()
        verb = following
    return ()


def subject_of(verb: Token) -> tuple[Token, ...]:
    """Return who acts: the subject of an active verb, own or inherited."""
    return () if is_passive(verb) else surface_subject(verb)


def passive_subject_of(verb: Token) -> tuple[Token, ...]:
    """Return who undergoes: the subject of a passive verb or noun before a past participle."""
    return surface_subject(verb) if is_passive(verb) else ()


def agent_of(verb: Token) -> tuple[Token, ...]:
    """Return who acts in a passive: "by X"."""
    found = [child for child in verb.rights if child.dep_ == "agent"]
    if not found and is_passive(verb):
        found = [child for child in verb.rights if child.dep_ == "prep" and child.lower_ == "by"]
    inner = [token for child in found for token in child.rights if token.dep_ == "pobj"]
    if not inner:
        inner = _shared_agent(verb)
    return _arguments(iter(inner))


def _shared_agent(verb: Token) -> list[Token]:
    """Return the agent printed after the last of two participles: "beaten and shot by X"."""
    twin = _adjoining_conjunct(verb)
    if twin is None or not is_passive(verb):
        return []
    return [
        token
        for child in twin.rights
        if child.dep_ == "agent"
        for token in child.rights
        if token.dep_ == "pobj"
    ]


def _adjoining_conjunct(verb: Token) -> Token | None:
    """Return Y in "X and Y ..." where nothing stands between them but the conjunction."""
    for child in verb.rights:
        if child.dep_ == "conj" and child.i == verb.i + 2 and child.pos_ == "VERB":
            return child
    return None


def object_of(verb: Token) -> tuple[Token, ...]:
    """Return what an active verb acts on: its object, or the antecedent of its clause."""
    own = [child for child in verb.rights if child.dep_ == "dobj"]
    own += [child for child in verb.lefts if child.dep_ == "dobj"]  # "which they attacked"
    if own:
        return _arguments(iter(own))
    if verb.dep_ == "relcl" and not is_passive(verb):
        return _gap(verb)
    twin = _adjoining_conjunct(verb)
    if twin is not None and not is_passive(verb) and verb.tag_ == twin.tag_:
        return _arguments(child for child in twin.rights if child.dep_ == "dobj")
    return ()


def _gap(verb: Token) -> tuple[Token, ...]:
    """Return the antecedent that "the city they attacked" leaves out of the clause."""
    subject = _own_subject(verb)
    if subject is None or subject.lower_ in RELATIVE:
        return ()
    if any(child.tag_ == "WRB" or child.dep_ in ("prep", "ccomp") for child in verb.children):
        return ()
    return (verb.head,)


def dative_of(verb: Token) -> tuple[Token, ...]:
    """Return to whom: "gave THEM arms", "gave arms to THEM"."""
    found = [child for child in verb.rights if child.dep_ == "dative"]
    inner = [
        next((token for token in child.rights if token.dep_ == "pobj"), child) for child in found
    ]
    return _arguments(iter(inner))


def prepositional(head: Token, preposition: str) -> tuple[Token, ...]:
    """Return the objects of `preposition` directly below `head`."""
    found = (
        token
        for child in head.children
        if child.lower_ == preposition and child.dep_ in ("prep", "agent", "dative", "prt")
        for token in child.rights
        if token.dep_ == "pobj"
    )
    return _arguments(found)


def possessor_of(noun: Token) -> tuple[Token, ...]:
    """Return whose: "RUSSIA's shelling", "THEIR attack"."""
    return _arguments(child for child in noun.lefts if child.dep_ == "poss")


def complement_subject_of(verb: Token) -> tuple[Token, ...]:
    """Return who acts in the complement: "ordered THEM to leave", "said THEY would go"."""
    complements = [child for child in verb.rights if child.dep_ in ("xcomp", "ccomp")]
    for child in complements:
        own = _own_subject(child)
        if own is not None:
            return _arguments(iter((own,)))
    if not complements:
        return ()
    return passive_subject_of(verb) or object_of(verb)


def outer_noun(noun: Token) -> Token:
    """Return the noun whose place `noun` fills: the first conjunct, "a wave" of "arrests"."""
    for _ in range(MAX_HOPS):
        head = noun.head
        if noun.dep_ == "conj" and head.pos_ in NOMINAL:
            noun = head
        elif (
            noun.dep_ == "pobj"
            and head.lower_ == "of"
            and lemma_of(head.head) in frame_words("partitive")
        ):
            noun = head.head
        else:
            break
    return noun


def governing_verb(noun: Token) -> Token | None:
    """Return the verb whose object, passive subject or light preposition `noun` fills."""
    outer = outer_noun(noun)
    head = outer.head
    if outer.dep_ in ("dobj", "nsubjpass") and head.pos_ == "VERB":
        return head
    if outer.dep_ == "pobj":
        return _verb_of_preposition(head)
    return None


def _verb_of_preposition(preposition: Token) -> Token | None:
    governor = preposition.head
    if governor.lemma_ == "part" and governor.dep_ == "dobj":  # "took part in"
        governor = governor.head
    known = (lemma_of(governor), preposition.lower_)
    return governor if known in LIGHT_PREPOSITION or known in UNDERGO_PREPOSITION else None


def support_verb(noun: Token) -> Token | None:
    """Return the verb that only carries the event `noun` names: "STAGED a strike"."""
    verb = governing_verb(noun)
    if verb is not None and (_is_light(verb) or (noun.dep_ == "pobj" and _by_preposition(noun))):
        return verb
    for child in outer_noun(noun).rights:
        if child.dep_ in ("acl", "relcl") and _is_light(child) and _fills(child, noun):
            return child
    return None


def _is_light(verb: Token) -> bool:
    return lemma_of(verb) in frame_words("support") or lemma_of(verb) in UNDERGO


def _by_preposition(noun: Token) -> bool:
    return _verb_of_preposition(outer_noun(noun).head) is not None


def _fills(verb: Token, noun: Token) -> bool:
    """Tell whether the noun before the clause is what `verb` is done to."""
    return noun in object_of(verb) or noun in passive_subject_of(verb) or is_passive(verb)


def undergoes(verb: Token, noun: Token) -> bool:
    """Tell whether the subject of the support verb suffers what `noun` names."""
    if lemma_of(verb) in UNDERGO:
        return True
    head = outer_noun(noun).head
    return (lemma_of(verb), head.lower_) in UNDERGO_PREPOSITION
