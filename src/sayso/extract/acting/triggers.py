"""Words that name an act, and the words that fill its frame.

Finds triggers ("struck", "the shelling of", "took up arms") by lexicon and parse, and reads off
the heads of the phrases that act and are acted on. Who those heads are is for `parties`; whether
it happened is for `factuality`.

An entry fires on a head whose lemma and part of speech it lists and around which all its
conditions hold. The entry with the most conditions wins, then the one listed first. A head
carries one trigger at most; of an event noun and its support verb ("staged a strike") only one
is a trigger: the verb where its entry names the noun, else the noun.
"""

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Doc as SpacyDoc
from spacy.tokens import Token

from sayso.annotate.document import Document
from sayso.extract.acting.arguments import (
    SUBJECTS,
    core_of,
    frame_words,
    lemma_of,
    outer_noun,
    support_verb,
)
from sayso.extract.acting.candidates import candidates
from sayso.extract.acting.conditions import SentenceLemmas, Site, holds, match_words, objects
from sayso.extract.acting.entries import IMPACT, Index, Trigger, TriggerEntry, trigger_index
from sayso.extract.acting.frames import read_frame
from sayso.extract.acting.taken_up import ToldActs

GRAVE = frozenset({"kill", "slay", "murder", "stab", "die"})
ROUGH = frozenset({"ASSAULT", "COERCE", "RETREAT", IMPACT})
GAME_PAGE = 4  # that many words of play make a page a match report
HARMING = frozenset({"kill", "slay", "injure", "wound", "hurt", "maim"})
PLACE_HOPS = 10
# An act and its restatement, told as one: "were killed IN the raid", "greeted ON her visit".
RESTATING = {
    "ASSAULT": frozenset({"in", "by", "during", "with", "from"}),
    "CONSULT": frozenset({"on", "for", "during", "in", "at", "with"}),
}


def _fire(token: Token, index: Index, sentences: SentenceLemmas) -> TriggerEntry | None:
    entries = candidates(token, index)
    if not entries:
        return None
    site = Site(token, sentences)
    return next((entry for entry in entries if holds(entry, site)), None)


def _named_by(head: Token, entry: TriggerEntry) -> Iterator[int]:
    """Yield the places of the words that an entry names besides its head."""
    for token in match_words(head, entry.words):
        yield token.i
    if entry.object and entry.pos == "verb":
        for item in objects(head):
            if not {lemma_of(item), lemma_of(core_of(item))}.isdisjoint(entry.object):
                yield item.i
                yield core_of(item).i


def _drop_doubles(fired: dict[int, TriggerEntry], spacy_doc: SpacyDoc) -> None:
    """Keep one trigger an act: a verb that names its noun, else the noun with its support verb."""
    for place, entry in list(fired.items()):
        if place in fired:
            for named in _named_by(spacy_doc[place], entry):
                fired.pop(named, None)
    for place, entry in list(fired.items()):
        if entry.pos == "noun" and place in fired:
            verb = support_verb(spacy_doc[place])
            if verb is not None and verb.i in fired and not fired[verb.i].words:
                del fired[verb.i]
            elif _is_told_again(spacy_doc[place], fired):
                del fired[place]


def _is_told_again(noun: Token, fired: dict[int, TriggerEntry]) -> bool:
    """Tell whether the verb that `noun` is subject of says the same: "a quake struck"."""
    verb = noun.head
    again = fired.get(verb.i) if noun.dep_ in ("nsubj", "nsubjpass") else None
    return again is not None and again.pos == "verb" and again.type == fired[noun.i].type == IMPACT


def _pairs_of(fired: dict[int, TriggerEntry], spacy_doc: SpacyDoc) -> Iterator[tuple[int, int]]:
    """Yield (noun, verb) where the noun tells again what the verb of its clause tells."""
    for place, entry in fired.items():
        noun = spacy_doc[place]
        if entry.pos != "noun":
            continue
        verb = _verb_over(outer_noun(noun), RESTATING.get(entry.type, frozenset()))
        if entry.mode == "visit" and (verb is None or verb.i not in fired):
            verb = _greeting_over(noun, fired)
        told = fired.get(verb.i) if verb is not None else None
        if verb is not None and told is not None and _restates(entry, told, noun):
            yield place, verb.i


def _verb_over(noun: Token, prepositions: frozenset[str]) -> Token | None:
    """Return the verb whose subject, agent or adjunct `noun` is."""
    head = noun.head
    if noun.dep_ in ("nsubj", "nsubjpass"):
        return head
    if noun.dep_ != "pobj" or head.lower_ not in prepositions:
        return None
    return head.head if head.dep_ in ("prep", "agent") else None


def _greeting_over(visit: Token, fired: dict[int, TriggerEntry]) -> Token | None:
    """Return the verb of the meeting that `visit` is for, through a relative clause.

    "GREETED her at the port, where a band played for her visit".
    """
    through_clause = False
    above = visit.head
    for _ in range(PLACE_HOPS):
        if above.i in fired or above.dep_ in ("ccomp", "advcl", "conj"):
            break
        through_clause = through_clause or above.dep_ == "relcl"
        above = above.head
    told = fired.get(above.i)
    meets = told is not None and told.type == "CONSULT" and told.mode == "visit"
    return above if through_clause and meets and above.i < visit.i else None


def _restates(noun: TriggerEntry, verb: TriggerEntry, head: Token) -> bool:
    if verb.pos == "noun":
        return False
    if noun.type == "ASSAULT":
        harms = verb.mode == "casualties" or not HARMING.isdisjoint(verb.lemmas)
        return harms and verb.type in ("ASSAULT", IMPACT)
    return noun.type == verb.type == "CONSULT" and head.dep_ == "pobj"


def _only_tells_the_aim(verb: Token, fired: dict[int, TriggerEntry]) -> bool:
    """Tell whether `verb` describes an attack noun: "a wave of strikes TARGETING ports"."""
    if fired[verb.i].type != "ASSAULT" or verb.tag_ != "VBG" or verb.dep_ not in ("acl", "xcomp"):
        return False
    if lemma_of(verb) not in ("target", "hit", "strike"):
        return False
    noun = next((t for t in reversed(list(verb.lefts)) if t.dep_ in SUBJECTS), verb.nbor(-1))
    told = fired.get(noun.i)
    attacks = told is not None and told.type == "ASSAULT" and told.pos == "noun"
    return attacks or lemma_of(noun).removesuffix("s") in frame_words("partitive")


def _joined(noun: Trigger, verb: Trigger) -> Trigger:
    """Return the one trigger of an act told by a verb and a noun, with both their arguments.

    The verb stays, unless the noun alone tells the mode, or the verb only what befell people.
    """
    keeps_noun = verb.entry.type != noun.entry.type or (noun.mode and not verb.mode)
    kept, other = (noun, verb) if keeps_noun else (verb, noun)
    actors = kept.actors or tuple(t for t in other.actors if t not in kept.recipients)
    taken = {token.i for token in (*actors, noun.head, verb.head)}
    own = () if other.again is not None else other.recipients
    harmed = dict.fromkeys((*kept.recipients, *own))
    if kept.entry.type == "CONSULT" and kept.recipients:  # a host, not also the place
        harmed = dict.fromkeys(kept.recipients)
    return replace(
        kept,
        actors=actors,
        recipients=tuple(token for token in harmed if token.i not in taken),
        instruments=kept.instruments or other.instruments,
        support=verb.head if keeps_noun else kept.support,
    )


def _play_words(sentence: frozenset[str]) -> frozenset[str]:
    return sentence & frame_words("game")


def _is_play(trigger: Trigger, sentence: frozenset[str], page_is_game: bool) -> bool:
    """Tell whether a trigger tells of play: "hit a double", "robbed him of a goal".

    In a match report, or a sentence with words of play, only killing, harm, arrest and acts with
    a weapon are news acts.
    """
    if not page_is_game and (trigger.entry.type not in ROUGH or not _play_words(sentence)):
        return False
    entry = trigger.entry
    grave = not GRAVE.isdisjoint(entry.lemmas) or entry.mode in ("arrest", "riot", "explosives")
    return not grave and not trigger.instruments


def find_triggers(doc: Document) -> Iterator[Trigger]:
    """Yield the triggers of `doc` in text order, one a head word: the most specific entry wins."""
    index, sentences = trigger_index(), SentenceLemmas(doc.spacy_doc)
    fired: dict[int, TriggerEntry] = {}
    for token in doc.spacy_doc:
        entry = _fire(token, index, sentences)
        if entry is not None:
            fired[token.i] = entry
    _drop_doubles(fired, doc.spacy_doc)
    for place in [place for place in fired if _only_tells_the_aim(doc.spacy_doc[place], fired)]:
        del fired[place]
    pairs = list(_pairs_of(fired, doc.spacy_doc))
    told = ToldActs(doc.spacy_doc)
    found = {
        place: told.complete(read_frame(doc.spacy_doc[place], fired[place]))
        for place in sorted(fired)
    }
    for noun, verb in pairs:
        if noun in found and verb in found:
            joined = _joined(found.pop(noun), found.pop(verb))
            found[joined.head.i] = joined
    page_is_game = len(_play_words(sentences.of_all())) >= GAME_PAGE
    for place in sorted(found):
        if not _is_play(found[place], sentences.of(found[place].head), page_is_game):
            yield found[place]
