"""Cues -> sayings: who says it, and which words are what is said, read off the parse."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from spacy.tokens import Doc as SpacyDoc
from spacy.tokens import Token

from sayso.extract.cues import Cue, cue_table, find_cues, load_cues
from sayso.records import Stance

MAX_SENTENCE = 400  # tokens; a longer "sentence" is a list or a table, and its parse is noise
LONGEST_PIECE = 5  # tokens
SUBJECTS = frozenset({"nsubj", "csubj"})
PASSIVE_SUBJECTS = frozenset({"nsubjpass", "csubjpass"})
OWN_VOICE = frozenset({"i", "we", "you", "me", "us", "one", "nobody", "none", "nothing"})
UNREAL = frozenset({"would", "could", "might", "may", "should", "must", "can", "ca"})
CONDITIONS = frozenset({"if", "unless", "whether", "before", "until", "lest"})
CIRCUMSTANCES = frozenset({"after", "as", "when", "while", "because", "since", "although"})
RELATIVE = frozenset({"who", "which", "that", "whom"})
GOING_ON = frozenset({"go", "continue", "proceed", "seem", "appear"})  # "went on to say"
NAMING = frozenset({"NOUN", "PROPN", "PRON"})
PARENTHETIC = frozenset({"parataxis", "ccomp", "advcl", "dep", "conj", "appos", "relcl", "acl"})


@dataclass(frozen=True, slots=True)
class Saying:
    """One act of saying, as tokens: who (None where nobody is named), cue, what."""

    cue: Cue
    source: Token | None
    content: frozenset[int]  # token indices; empty where quoted speech beside the cue must fill it
    via: tuple[Token, ...]
    stance: Stance

    @property
    def head(self) -> Token:
        """The word that heads the cue."""
        return self.cue.head


def find_sayings(spacy_doc: SpacyDoc) -> Iterator[Saying]:
    """Yield the sayings of a parsed text in the order of their cues, at most one a cue word.

    A cue that could take quoted speech is yielded with empty content where the parse shows none:
    the caller knows the quotation marks, and drops it if none stands beside it.
    """
    found: dict[int, Saying] = {}
    for cue in find_cues(spacy_doc):
        known = found.get(cue.head.i)
        if (known is not None and known.content) or len(cue.head.sent) > MAX_SENTENCE:
            continue
        saying = READERS[cue.entry.pos](cue)
        if saying is not None and (known is None or saying.content):
            found[cue.head.i] = saying
    yield from (found[index] for index in sorted(found))


def subtree(token: Token) -> set[int]:
    """Return the indices of a token and all below it."""
    return {below.i for below in token.subtree}


def subtrees(tokens: Iterable[Token]) -> set[int]:
    """Return the indices of some tokens and all below them."""
    return {index for token in tokens for index in subtree(token)}


def children(token: Token, *labels: str) -> list[Token]:
    """Return the children of a token that hang on it by one of `labels`, in order."""
    return [child for child in token.children if child.dep_ in labels]


def is_passive(verb: Token) -> bool:
    """Tell whether a verb stands in the passive."""
    return any(
        child.dep_ in PASSIVE_SUBJECTS or child.dep_ == "auxpass" for child in verb.children
    )


def is_infinitive(verb: Token) -> bool:
    """Tell whether a verb has "to" before it."""
    return any(child.dep_ == "aux" and child.tag_ == "TO" for child in verb.children)


def is_negated(verb: Token) -> bool:
    """Tell whether "not", "never" or "no" denies a word."""
    return any(
        child.dep_ == "neg" or child.lower_ in ("never", "hardly", "neither", "nor")
        for child in verb.children
    )


def is_unreal(verb: Token) -> bool:
    """Tell whether a verb stands under a modal or a condition: nobody said it yet."""
    return any(
        (child.dep_ == "aux" and child.lower_ in UNREAL)
        or (child.dep_ in ("mark", "advmod") and child.lower_ in CONDITIONS)
        for child in verb.lefts
    )


# --- who says it


def subject_of(verb: Token) -> Token | None:
    """Return the token that heads the subject of a verb, found over conjunction and participle."""
    for _ in range(8):  # a chain of shared subjects is never longer
        own = children(verb, *SUBJECTS, *(PASSIVE_SUBJECTS if is_passive(verb) else ()))
        if own:
            return antecedent(own[-1])
        if verb.dep_ == "acl" and verb.head.pos_ in ("NOUN", "PROPN", "PRON"):
            return participle_subject(verb)
        if verb.dep_ == "pcomp" and verb.head.dep_ == "prep":
            verb = verb.head.head
        elif verb.dep_ in ("conj", "advcl", "xcomp", "ccomp", "dep", "parataxis"):
            verb = verb.head
        else:
            return None
        if verb.pos_ not in ("VERB", "AUX"):
            return None
    return None


def participle_subject(verb: Token) -> Token | None:
    """Return who speaks in "a statement saying S" and in "attacked the plan, saying S"."""
    noun = verb.head
    governor = next((above for above in noun.ancestors if above.pos_ in ("VERB", "AUX")), None)
    if governor is None or is_passive(governor) or governor.dep_ == "acl":
        return noun
    apart = verb.nbor(-1).is_punct and noun.dep_ in ("dobj", "pobj", "attr", "oprd")
    aside = noun.dep_ == "pobj" and noun.head.lower_ in ("on", "in", "at", "after", "during")
    issued = (
        noun.dep_ == "dobj"
        and governor.lemma_ in load_cues().light_verbs
        and noun.lemma_.lower() in load_cues().documents
    )
    return subject_of(governor) if apart or aside or issued else noun


def antecedent(subject: Token) -> Token:
    """Return the noun that a relative pronoun stands for, or the subject itself."""
    clause = subject.head
    while clause.dep_ == "conj" and clause.head.pos_ in ("VERB", "AUX"):
        clause = clause.head
    if subject.lower_ in RELATIVE and clause.dep_ == "relcl":
        return clause.head
    return subject


def agent_of(verb: Token) -> Token | None:
    """Return the head of "by X" below a passive verb."""
    for prep in children(verb, "agent", "prep"):
        if prep.lower_ == "by":
            for noun in children(prep, "pobj"):
                return noun
    return None


def source_of(cue: Cue) -> Token | None:
    """Return who speaks: subject or, after quoted speech, what the parse took for an object."""
    if is_inverted(cue):
        return children(cue.head, "dobj")[0]
    subject = subject_of(cue.head)
    if subject is None and "quote" in cue.entry.frames and not cue.entry.listener:
        before = cue.tokens[0].i - 1
        if before >= 0 and cue.head.doc[before].is_punct:
            objects = children(cue.head, "dobj", "npadvmod", "attr")
            subject = objects[0] if objects and objects[0].i == first_after(cue) else None
    return subject


def is_inverted(cue: Cue) -> bool:
    """Tell whether a cue is parsed as the second verb in "S, reported the agency"."""
    verb = cue.head
    if verb.dep_ != "conj" or "quote" not in cue.entry.frames or cue.entry.listener:
        return False
    alone = not children(verb, *SUBJECTS, *PASSIVE_SUBJECTS, "ccomp", "xcomp", "aux")
    named = children(verb, "dobj")
    apart = verb.i > 0 and verb.nbor(-1).is_punct
    if not (alone and apart and named):
        return False
    medium = named[0].pos_ == "PROPN" or named[0].lemma_.lower() in load_cues().media
    return medium and named[0].i == first_after(cue)


def first_after(cue: Cue) -> int:
    """Return the index of the head of the phrase right after a cue, -1 at the end."""
    index = cue.tokens[-1].i + 1
    if index >= len(cue.head.doc):
        return -1
    token = cue.head.doc[index]
    while token.head != cue.head and token.head.i > token.i:
        token = token.head
    return token.i


def can_speak(source: Token | None, cue: Cue) -> bool:
    """Tell whether a subject can be the source of this cue."""
    if source is None:
        return False
    if source.lower_ in OWN_VOICE or source.lower_ in ("there", "what", "whatever"):
        return False
    if cue.entry.evidence:
        return is_evidence(source)
    if is_claim(source) and not is_evidence(source):
        return False
    return source.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET", "X")


def is_claim(noun: Token) -> bool:
    """Tell whether a noun names a thought, which says nothing by itself: "fears"."""
    return any(
        entry.pos == "noun" and not words
        for words, entry in cue_table().get(noun.lemma_.lower(), ())
    )


def is_evidence(noun: Token) -> bool:
    """Tell whether a noun names something that shows or records: a picture, a report."""
    words = load_cues()
    return noun.lemma_.lower() in words.evidence or noun.lemma_.lower() in words.documents


def maker_of(source: Token) -> Token:
    """Return who stands behind a picture or an account: "pictures from the channel"."""
    if not is_evidence(source):
        return source
    for below in source.children:
        if below.lower_ in ("from", "by") and below.dep_ in ("prep", "agent"):
            return next(iter(children(below, "pobj")), source)
        if below.dep_ == "acl" and below.tag_ == "VBN":
            agent = agent_of(below)
            if agent is not None:
                return agent
    return source


# --- what is said


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
    if len(found) > 1 and found[0].i < verb.i:
        found = [child for child in found if child.left_edge.lower_ not in CIRCUMSTANCES]
    if not found and "quote" in cue.entry.frames:
        found = [child for noun in beside(cue) for child in that_clauses(noun)]
    if not found and "quote" in cue.entry.frames:
        return detached(verb) or around(verb)
    return whole_clause(subtrees(found), cue)


def that_clauses(word: Token) -> list[Token]:
    """Return the heads of the clauses with "that" below a word, not counting relative ones."""
    return [
        child
        for child in children(word, "acl", "ccomp", "relcl", "advcl")
        if any(mark.lower_ == "that" for mark in children(child, "mark"))
    ]


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


def objects(cue: Cue) -> list[Token]:
    """Return what a cue has for object, or for subject in the passive."""
    labels = PASSIVE_SUBJECTS if is_passive(cue.head) else ("dobj",)
    return children(cue.head, *labels)


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
        return subtrees(below for prep in preps[:1] for below in children(prep, "pobj", "pcomp"))

    return frame


FRAMES: dict[str, Callable[[Cue], set[int]]] = {
    "clause": clause,
    "quote": quote_only,
    "infinitive": infinitive,
    "order": order,
    "gerund": gerund,
    "object": plain_object,
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


# --- readers: one for each part of speech


def read_verb(cue: Cue) -> Saying | None:
    """Return the saying of a verb, None where nothing is said or nobody speaks."""
    verb = cue.head
    stance = cue.entry.negated if is_negated(verb) else cue.entry.stance
    if stance is None or is_unreal(verb) or is_bare(verb) or is_quoted_saying(verb):
        return None
    if verb.dep_ == "pcomp" and verb.head.lower_ == "without":
        return None
    if "as saying" in cue.entry.frames:
        return read_quoted(cue)
    content = content_of(cue)
    if not content and "quote" not in cue.entry.frames:
        return None
    if is_passive(verb):
        return read_passive(cue, content, stance)
    source = source_of(cue)
    if source is None or not can_speak(source, cue) or source.i in content:
        return None
    cited = cited_below(verb)
    passed_on = via_of(verb)
    if cited is not None:
        told = subtrees(that_clauses(cited.head))  # the parse can hang what is said on "citing"
        said = frozenset(content - subtree(cited.head) or told)
        return Saying(cue, cited, said, (source, *passed_on), stance)
    return Saying(cue, maker_of(source), content, passed_on, stance)


def is_quoted_saying(verb: Token) -> bool:
    """Tell whether a verb is the "saying" of "quoted as saying"."""
    return verb.dep_ == "pcomp" and verb.head.lower_ == "as"


def read_quoted(cue: Cue) -> Saying | None:
    """Return the saying of "X was quoted as saying S" and "the agency quoted X as saying S"."""
    verb = cue.head
    said = next(
        (
            below
            for below in verb.subtree
            if below.tag_ == "VBG" and is_quoted_saying(below) and below.i - verb.i < 20
        ),
        None,
    )
    if said is None:
        return None
    content = frozenset(clause(Cue(said, (said,), cue.entry)))
    if is_passive(verb):
        agents = (agent_of(verb), agent_of(said))
        whole = tuple(verb.doc[cue.tokens[0].i : said.i + 1])
        content -= subtrees(agent.head for agent in agents if agent is not None)
        via = tuple(agent for agent in agents if agent is not None)
        source = subject_of(verb)
        if source is None:
            return None
        return Saying(Cue(verb, whole, cue.entry), source, content, via, cue.entry.stance)
    passed_on = subject_of(verb)
    source = next(iter(objects(cue)), None)
    if source is None or passed_on is None:
        return None
    return Saying(cue, source, content, (passed_on,), cue.entry.stance)


def is_bare(verb: Token) -> bool:
    """Tell whether a verb is an imperative, an infinitive that nobody acts on, or "called X"."""
    if verb.tag_ == "VB" and not any(child.dep_ == "aux" for child in verb.children):
        return not children(verb, *SUBJECTS)
    if verb.dep_ == "acl" and verb.tag_ == "VBN" and not children(verb, "aux"):
        return True  # "a woman called Ruth": a passive without its auxiliary
    if is_infinitive(verb):
        return verb.head.lemma_ not in GOING_ON or verb.dep_ != "xcomp"
    return False


def read_passive(cue: Cue, content: frozenset[int], stance: Stance) -> Saying | None:
    """Return the saying of "X is expected to V", "it is said that S", "S was denied by X"."""
    agent = agent_of(cue.head)
    if not content or (agent is None and not cue.entry.passive):
        return None
    if agent is not None and (agent.i in content and "object" not in cue.entry.frames):
        return None
    return Saying(cue, agent, content - (subtree(agent.head) if agent else set()), (), stance)


def read_adjective(cue: Cue) -> Saying | None:
    """Return the saying of "X is confident that S"."""
    word, verb = cue.head, cue.head.head
    clauses = [child for child in children(word, "ccomp", "acl") if child.i > word.i]
    clauses += [
        child
        for child in children(verb, "ccomp", "advcl")
        if child.i > word.i and any(mark.lower_ == "that" for mark in children(child, "mark"))
    ]
    stance = cue.entry.negated if is_negated(verb) else cue.entry.stance
    if not clauses or stance is None or word.dep_ not in ("acomp", "attr", "oprd", "ROOT"):
        return None
    source = subject_of(verb)
    if source is None or not can_speak(source, cue) or source.lower_ == "it" or is_unreal(verb):
        return None
    return Saying(cue, source, frozenset(subtrees(clauses)), (), stance)


def read_noun(cue: Cue) -> Saying | None:
    """Return the saying of "X's claim that S" and "X made the claim that S"."""
    noun = cue.head
    clauses = that_clauses(noun)
    source, tokens = bearer_of(noun)
    if not clauses or source is None or source.lower_ in ("my", "our", "your", *OWN_VOICE):
        return None
    bearing = Cue(noun, tokens, cue.entry)
    return Saying(bearing, source, frozenset(subtrees(clauses)), (), cue.entry.stance)


def bearer_of(noun: Token) -> tuple[Token | None, tuple[Token, ...]]:
    """Return who a claim belongs to, and the words of the cue with the light verb before it."""
    for child in children(noun, "poss"):
        return child, (noun,)
    for prep in children(noun, "prep"):
        if prep.lower_ in ("by", "from"):
            return next(iter(children(prep, "pobj")), None), (noun,)
    verb = noun.head
    if noun.dep_ == "dobj" and verb.lemma_ in load_cues().light_verbs and not is_unreal(verb):
        if is_negated(verb) or is_infinitive(verb):
            return None, (noun,)
        return subject_of(verb), tuple(noun.doc[verb.i : noun.i + 1])
    return None, (noun,)


def read_preposition(cue: Cue) -> Saying | None:
    """Return the saying of "according to X": the clause or sentence that the phrase stands in."""
    head = cue.head
    source = next((noun for word in cue.tokens for noun in children(word, "pobj")), None)
    if source is None or source.lower_ in OWN_VOICE:
        return None
    if source.lemma_.lower() in cue.entry.not_object:
        return None
    phrase = subtree(head)
    content = subtree(clause_around(head, phrase)) - phrase or after_comma(source)
    if not content:
        return None
    return Saying(cue, maker_of(source), frozenset(content), (), cue.entry.stance)


def after_comma(source: Token) -> set[int]:
    """Return "S" of "According to X, S" where the parse found no verb in it."""
    rest = [token for token in source.sent if token.i > source.i]
    comma = next((token.i for token in rest if token.lower_ == ","), None)
    return set() if comma is None else {token.i for token in rest if token.i > comma}


def clause_around(head: Token, phrase: set[int]) -> Token:
    """Return the verb of the clause that a phrase speaks about.

    At either end of its sentence, and set off by a comma, that is the main clause.
    """
    doc, sentence = head.doc, head.sent
    first, last = min(phrase), max(phrase)
    at_start = first <= sentence.start + 1
    at_end = last + 3 >= sentence.end and doc[first - 1].is_punct
    verb = head
    while verb.head != verb:
        verb = verb.head
        if verb.pos_ in ("VERB", "AUX") and not (at_start or at_end):
            break
    return verb


Reader = Callable[[Cue], Saying | None]
READERS: dict[str, Reader] = {
    "verb": read_verb,
    "noun": read_noun,
    "adjective": read_adjective,
    "preposition": read_preposition,
}

# --- the chain


def cited_below(verb: Token) -> Token | None:
    """Return whom a report cites: "Interfax reported, citing the ministry"."""
    for child in verb.subtree:
        if child.lower_ in ("citing", "quoting") and child.pos_ == "VERB":
            for noun in children(child, "dobj"):
                return noun
    return None


def via_of(verb: Token) -> tuple[Token, ...]:
    """Return the heads of the phrases that can name who passed a saying on, nearest first."""
    found = children(verb, "dobj", "dative") if verb.lemma_ in ("tell", "inform") else []
    for prep in children(verb, "prep", "agent", "dative"):
        for noun in children(prep, "pobj"):
            if prep.lower_ == "to":
                found.append(noun)
            elif prep.lower_ in ("in", "on", "during", "to", "with"):
                found += [noun, *below_interview(noun)]
    return tuple(found)


def below_interview(noun: Token) -> list[Token]:
    """Return the heads below "an interview with X", "a statement carried by X"."""
    found = []
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in ("with", "to", "for", "on", "by", "in"):
            found += children(child, "pobj")
        elif child.dep_ == "acl" and child.tag_ == "VBN":
            agent = agent_of(child)
            found += [agent] if agent is not None else []
    return found
