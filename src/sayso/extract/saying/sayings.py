"""Cues -> sayings: who says it, and which words are what is said, read off the parse."""

from collections.abc import Callable, Iterator

from spacy.tokens import Doc as SpacyDoc
from spacy.tokens import Token

from sayso.extract.saying.cues import Cue, Saying, find_cues, load_cues
from sayso.extract.saying.frames import clause, content_of, objects
from sayso.extract.saying.speakers import (
    OWN_VOICE,
    agent_of,
    can_speak,
    maker_of,
    source_of,
    subject_of,
)
from sayso.extract.saying.syntax import (
    SUBJECTS,
    children,
    is_infinitive,
    is_negated,
    is_passive,
    is_unreal,
    subtree,
    subtrees,
    that_clauses,
)
from sayso.extract.saying.transcripts import find_labelled
from sayso.records import Stance

MAX_SENTENCE = 400  # tokens; a longer "sentence" is a list or a table, and its parse is noise
GOING_ON = frozenset({"go", "continue", "proceed", "seem", "appear"})  # "went on to say"


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
    found.update((saying.head.i, saying) for saying in find_labelled(spacy_doc))
    yield from (found[index] for index in sorted(found))


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
    passed_on = via_of(cue, content)
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


def read_adverb(cue: Cue) -> Saying | None:
    """Return the saying of "X reportedly did Y": the words that the adverb is said of."""
    said = cue.head.head
    if said.i == cue.head.i or not set(subtree(said)) - {cue.head.i, said.i}:
        return None
    aside = subtrees(children(said, "parataxis"))
    content = subtree(said) - aside - {cue.head.i}
    return Saying(cue, None, frozenset(content), (), cue.entry.stance)


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
    "adverb": read_adverb,
}

# --- the chain


def cited_below(verb: Token) -> Token | None:
    """Return whom a report cites: "Interfax reported, citing the ministry"."""
    for child in verb.subtree:
        if child.lower_ in ("citing", "quoting") and child.pos_ == "VERB":
            for noun in children(child, "dobj"):
                return noun
    return None


def via_of(cue: Cue, content: frozenset[int]) -> tuple[Token, ...]:
    """Return the heads of the phrases that can name who passed a saying on, nearest first.

    What a cue governs by its own words, or has for content, passes nothing on: "called ON the
    agency to leave".
    """
    verb = cue.head
    found = children(verb, "dobj", "dative") if verb.lemma_ in ("tell", "inform") else []
    for prep in children(verb, "prep", "agent", "dative"):
        if prep in cue.tokens:
            continue
        for noun in children(prep, "pobj"):
            if prep.lower_ == "to":
                found.append(noun)
            elif prep.lower_ in ("in", "on", "during", "to", "with"):
                found += [noun, *below_interview(noun)]
    for beside in children(verb, "advcl"):
        if beside.lower_ in ("speaking", "talking"):  # "speaking to the station, she denied it"
            preps = (prep for prep in children(beside, "prep") if prep.lower_ in ("to", "with"))
            found += [noun for prep in preps for noun in children(prep, "pobj")]
    return tuple(noun for noun in found if noun.i not in content)


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
