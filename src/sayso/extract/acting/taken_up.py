"""Acts told again: "the attack" of the sentence before, and passives whose doer just acted.

A page tells an act with its parties once and then goes back to it: "Rebels attacked a convoy.
The attack came at dawn. Six drivers were killed". Who did it to whom is then said further up. It
is taken from there only where one act fits: what is told of another place or time, or in another
number, is another act, and of two that fit neither is meant.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc as SpacyDoc
from spacy.tokens import Token

from sayso.extract.acting.arguments import (
    agent_of,
    core_of,
    frame_words,
    is_passive,
    lemma_of,
)
from sayso.extract.acting.entries import Trigger

MOST = 24  # acts of a sentence that are looked at; keeps hostile sentences cheap
REACH = 3  # sentences back from which an act may be taken up
POINTING = frozenset({"the", "this", "that", "these", "those"})
PLURAL = frozenset({"NNS", "NNPS"})
NOUNS = frozenset({"NOUN", "PROPN"})
WHERE_WHEN = frozenset({"GPE", "LOC", "FAC", "DATE", "TIME"})
# Acts whose passive goes without its doer where the sentence before has named it.
DONE_TO = frozenset({"ASSAULT", "COERCE"})
LONGEST_STEM = 4  # letters that a verb and its noun share: "bombed", "the bombing"
CLAUSES = frozenset({"acl", "relcl"})


class ToldActs:
    """The acts of a page so far, by sentence; later ones take them up."""

    def __init__(self, spacy_doc: SpacyDoc) -> None:
        self._starts = [token.i for token in spacy_doc if token.is_sent_start]
        self._told: dict[int, list[Trigger]] = {}

    def complete(self, trigger: Trigger) -> Trigger:
        """Return `trigger` with the parties of the act it takes up, and keep it for later ones.

        To be called in text order. A trigger that takes nothing up comes back as it is.
        """
        number = bisect_right(self._starts, trigger.head.i)
        if points_back(trigger):
            before = self._one_that_fits(trigger)
            if before is not None:
                trigger = taking_up(trigger, before)
        elif lacks_doer(trigger):
            done = self._only_one_right_before(trigger, number)
            if done is not None:
                trigger = replace(trigger, actors=done.actors, other_actors=done.other_actors)
        self._told.setdefault(number, []).append(trigger)
        return trigger

    def near(self, trigger: Trigger) -> Iterator[Sequence[Trigger]]:
        """Yield the acts told within reach before `trigger`, by sentence, its own first."""
        number = bisect_right(self._starts, trigger.head.i)
        for index in range(number, number - 1 - REACH, -1):
            yield self._told.get(index, ())[-MOST:]

    def _one_that_fits(self, trigger: Trigger) -> Trigger | None:
        """Return the act that `trigger` tells again: of the nearest sentence with one that fits.

        None where two of that sentence fit that have other parties.
        """
        above = {token.i for token in trigger.head.ancestors}
        for acts in self.near(trigger):
            fitting = [
                told for told in acts if told.head.i not in above and is_told_again(told, trigger)
            ]
            if fitting:
                return fitting[-1] if len(set(map(parties_told, fitting))) == 1 else None
        return None

    def _only_one_right_before(self, trigger: Trigger, number: int) -> Trigger | None:
        """Return the act of the sentence before whose doer also did what `trigger` tells."""
        alike = [t for t in self._told.get(number - 1, ()) if t.entry.type == trigger.entry.type]
        if len(alike) != 1:
            return None
        done, here = alike[0], self._told.get(number, ())
        is_going_on = all(told.actors == done.actors for told in here)  # "killed, and six hurt"
        fits = is_going_on and is_main_act(done)
        fits = fits and not on_one_side(done.actors, trigger.recipients)
        return done if fits and has_no_other_scene(trigger.head, done.head) else None


def points_back(trigger: Trigger) -> bool:
    """Tell whether a noun may point back to an act: "the attack", "the attack on the convoy".

    One that has both its parties, or words that set it apart, tells an act of its own.
    """
    if trigger.entry.pos != "noun" or (trigger.actors and trigger.recipients):
        return False
    children = list(trigger.head.children)
    pointed = any(c.lower_ in POINTING or c.dep_ == "poss" for c in trigger.head.lefts)
    return pointed and not any(map(sets_apart, children))


def sets_apart(child: Token) -> bool:
    """Tell whether a word below a noun makes it another act: "later", "that killed six"."""
    if child.dep_ == "nummod" or lemma_of(child) in frame_words("other"):
        return True
    return child.dep_ in CLAUSES and child.left_edge.nbor(-1).text != ","


def is_told_again(told: Trigger, noun: Trigger) -> bool:
    """Tell whether `noun` may stand for the act `told`: same kind, number, scene and parties."""
    return (
        told.entry.type == noun.entry.type
        and bool(told.actors or told.recipients)
        and is_same_kind(told, noun)
        and is_same_number(told, noun.head)
        and has_no_other_scene(noun.head, told.head)
        and has_no_other_word(noun.head, told.head)
        and share_a_word(noun.actors, told.actors)
        and share_a_word(noun.recipients, told.recipients)
    )


def is_same_kind(told: Trigger, noun: Trigger) -> bool:
    """Tell whether the noun names what was told, or acts of that type at large."""
    stem = lemma_of(noun.head)[:LONGEST_STEM]
    if lemma_of(told.head).startswith(stem) or told.entry is noun.entry:
        return True
    at_large = lemma_of(noun.head) in frame_words("taking_up")
    return at_large and noun.mode in (None, told.mode)


def is_same_number(told: Trigger, noun: Token) -> bool:
    """Tell whether a noun in the plural takes up several acts, one in the singular one act.

    A verb tells of several where it is done to several: "arrested nine men", "the arrests".
    """
    many = noun.tag_ in PLURAL
    if told.head.pos_ in NOUNS:
        return (told.head.tag_ in PLURAL) == many
    done_to = told.recipients or told.actors
    return not many or len(done_to) > 1 or any(token.tag_ in PLURAL for token in done_to)


def has_no_other_scene(head: Token, told: Token) -> bool:
    """Tell whether every place and time by `head` is also named where the act was `told`."""
    words = (token for child in head.children for token in (child, *child.children))
    return are_told((token for token in words if token.ent_type_ in WHERE_WHEN), told)


def has_no_other_word(noun: Token, told: Token) -> bool:
    """Tell whether what describes `noun` was told too: "the drone attack", "the revised offer"."""
    return are_told((c for c in noun.lefts if c.dep_ in ("amod", "compound", "nmod")), told)


def are_told(words: Iterable[Token], told: Token) -> bool:
    """Tell whether all of `words` stand in the sentence of `told`, in whatever form."""
    asked = {lemma_of(word) for word in words}
    return not asked or asked <= {lemma_of(token) for token in told.sent}


def share_a_word(one: Sequence[Token], other: Sequence[Token]) -> bool:
    """Tell whether nothing is known on the one side, or the two sides meet in a noun."""
    if not one:
        return True
    lemmas = {lemma_of(core_of(token)) for token in other}
    return any(lemma_of(core_of(token)) in lemmas for token in one)


def parties_told(trigger: Trigger) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words for who acts and who is acted on."""
    actors, recipients = (
        tuple(sorted(token.lower_ for token in heads))
        for heads in (trigger.actors, trigger.recipients)
    )
    return actors, recipients


def taking_up(noun: Trigger, told: Trigger) -> Trigger:
    """Return `noun` with the parties and weapons of the act that it tells again."""
    return replace(
        noun,
        actors=noun.actors or told.actors,
        other_actors=noun.other_actors if noun.actors else told.other_actors,
        recipients=noun.recipients or told.recipients,
        instruments=noun.instruments or told.instruments,
        again=told,
    )


def is_main_act(told: Trigger) -> bool:
    """Tell whether somebody does it in a main clause: "rebels raided", "was raided by rebels"."""
    return told.entry.pos == "verb" and bool(told.actors) and is_main(told.head)


def is_main(verb: Token) -> bool:
    """Tell whether `verb` leads its sentence, is joined to what does, or is what is said."""
    if verb.dep_ in ("conj", "ccomp"):
        verb = verb.head
    return verb.dep_ == "ROOT"


def lacks_doer(trigger: Trigger) -> bool:
    """Tell whether a main clause in the passive leaves out who did it: "Six were killed"."""
    verb = trigger.head
    if trigger.entry.pos != "verb" or trigger.entry.type not in DONE_TO or trigger.actors:
        return False
    if not (is_main(verb) and trigger.recipients and is_passive(verb)) or agent_of(verb):
        return False
    other_time = any(
        child.dep_ == "neg" or (child.dep_ == "aux" and child.lower_ != "were")
        for child in verb.lefts
    )
    opening = {token.lower_ for token in verb.sent[:2]}
    return not other_time and opening.isdisjoint(frame_words("other"))


def on_one_side(actors: Iterable[Token], harmed: Sequence[Token]) -> bool:
    """Tell whether those harmed may belong to those who acted: rebels and a rebel leader."""
    words = {lemma_of(token) for head in harmed for token in (*core_of(head).subtree, head)}
    return any(lemma_of(core_of(actor)) in words for actor in actors)
