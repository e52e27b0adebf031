"""What must and must not stand around a trigger, and whether it does."""

from bisect import bisect_right
from collections.abc import Callable, Iterator

from spacy.tokens import Doc as SpacyDoc
from spacy.tokens import Span as SpacySpan
from spacy.tokens import Token

from sayso.extract.acting.arguments import (
    agent_of,
    core_of,
    frame_words,
    is_passive,
    lemma_of,
    load_nouns,
    object_of,
    passive_subject_of,
    people,
    possessor_of,
    prepositional,
    subject_of,
    support_verb,
    surface_subject,
    verdict_on,
)
from sayso.extract.acting.candidates import is_nominal, joined_forms
from sayso.extract.acting.entries import TriggerEntry, names_party, weapon_of
from sayso.extract.acting.happenings import is_tied, party_modifiers

ASKING = frozenset({"WRB", "WP", "WDT"})
SITES = frozenset({"GPE", "LOC", "FAC", "NORP"})
WORD_WINDOW = 4


NATION_CLASSES = {"NORP": ("@nationality", "@nation"), "GPE": ("@nation",)}


def _classes(head: Token) -> Iterator[str]:
    """Yield the word classes of `head` that conditions can name."""
    if weapon_of(head) is not None:
        yield "@weapon"
    elif names_party(head):
        yield "@party"
        yield from NATION_CLASSES.get(core_of(head).ent_type_, ())
    if names_party(head) or _names_site(head):
        yield "@target"
    if lemma_of(core_of(head)) in load_nouns("hazards"):
        yield "@hazard"
    if any(map(names_party, possessor_of(head))):
        yield "@owned"


def _names_site(head: Token) -> bool:
    """Tell whether `head` names a place, a building, a vehicle or a part of an army."""
    core = core_of(head)
    return core.ent_type_ in SITES or lemma_of(core) in frame_words("struck")


def _lemmas(heads: tuple[Token, ...]) -> set[str]:
    """Return the lemmas of the heads and of what they count, and their classes."""
    found = {lemma for head in heads for lemma in (lemma_of(head), lemma_of(core_of(head)))}
    found.update(form for head in heads for form in joined_forms(head))
    return found.union(*map(_classes, heads))


def objects(token: Token) -> tuple[Token, ...]:
    """Return what the act is done to, as far as the object conditions look."""
    if is_nominal(token):
        return prepositional(token, "of")
    if token.pos_ == "ADJ":
        return predicate_subject(token)
    return object_of(token) or passive_subject_of(token)


def predicate_subject(token: Token) -> tuple[Token, ...]:
    """Return what an adjective or participle is said of: "TEN were wounded", "SIX are missing"."""
    head = token.head
    if any(child.dep_ in ("nsubj", "nsubjpass") for child in token.lefts):
        return surface_subject(token)
    if token.dep_ in ("acl", "amod"):
        return (head,)
    if token.dep_ == "oprd":  # "left SIX dead", "SIX were found dead"
        return object_of(head) or surface_subject(head)
    if token.dep_ in ("acomp", "conj", "attr") and head.i != token.i:
        return surface_subject(head)
    return surface_subject(token)


def _subjects(token: Token) -> tuple[Token, ...]:
    if is_nominal(token):
        verb = support_verb(token)
        light = (subject_of(verb) or agent_of(verb)) if verb is not None else ()
        return possessor_of(token) + prepositional(token, "by") + light
    return subject_of(token) + agent_of(token)


def _modifier_lemmas(token: Token) -> set[str]:
    found = {
        lemma
        for child in token.lefts
        if child.dep_ in ("compound", "amod", "nmod", "poss", "nummod", "npadvmod", "dep")
        for lemma in (lemma_of(child), child.lower_)
    }
    if any(lemma_of(child) in people() for child in token.lefts if child.dep_ in OF_WHOM):
        found.add("@people")
    for child in token.lefts:  # "air-strike", "ground and air strikes"
        found.update(lemma_of(inner) for inner in child.children if inner.dep_ in LINKS)
    return found


LINKS = frozenset({"conj", "compound", "amod"})
OF_WHOM = frozenset({"compound", "nmod", "poss"})


def _prepositions(token: Token) -> set[str]:
    """Return the prepositions below a trigger, each also with what it brings: "for=release"."""
    places = [token] if is_nominal(token) else [token, *object_of(token)]
    below = [
        child
        for place in places
        for child in place.children
        if child.dep_ in (("prep", "agent", "dative", "prt") if place.i == token.i else ("prep",))
    ]
    found = {child.lower_ for child in below}
    for child in below:
        brought = tuple(t for t in child.rights if t.dep_ in ("pobj", "pcomp"))
        found.update(f"{child.lower_}={lemma}" for lemma in _lemmas(brought))
    return found


def _window(place: int, spacy_doc: SpacyDoc) -> Iterator[Token]:
    """Yield the tokens after `place`, at most `WORD_WINDOW`, no further than its sentence."""
    for token in spacy_doc[place + 1 : place + 1 + WORD_WINDOW]:
        if token.is_sent_start:
            return
        yield token


def match_words(head: Token, words: tuple[str, ...]) -> tuple[Token, ...]:
    """Return the tokens after `head` that spell `words` in order, or () where they do not.

    The first must stand within `WORD_WINDOW` tokens of the head, each further one within as
    many of the one before.
    """
    found: list[Token] = []
    place = head.i
    for word in words:
        hit = next(
            (t for t in _window(place, head.doc) if t.lower_ == word or lemma_of(t) == word), None
        )
        if hit is None:
            return ()
        found.append(hit)
        place = hit.i
    return tuple(found)


def _verdicts(verb: Token) -> set[str]:
    """Return the lemmas of what the object is called and of the words right before those."""
    heads = verdict_on(verb)
    words = [word for head in heads for word in (head, *head.lefts)]
    return {form for word in words for form in (lemma_of(word), word.lower_)}


def _complements(token: Token) -> set[str]:
    clauses = [c for c in token.children if c.dep_ in ("xcomp", "ccomp", "acl", "advcl")]
    found = {lemma_of(clause) for clause in clauses}
    if any(_asks(clause) for clause in clauses if clause.i > token.i):
        found.add("@question")
    if any(clause.dep_ == "ccomp" for clause in clauses):
        found.add("@clause")
    if any(_is_infinitive(clause) for clause in clauses if clause.i > token.i):
        found.add("@to")
    return found


def _is_infinitive(clause: Token) -> bool:
    return any(child.dep_ == "aux" and child.lower_ == "to" for child in clause.lefts)


def _asks(clause: Token) -> bool:
    """Tell whether a clause is an indirect question: "how to end the war"."""
    return any(child.tag_ in ASKING or child.lower_ in ("whether", "if") for child in clause.lefts)


class SentenceLemmas:
    """The lemmas of each sentence, read once where an entry asks what stands near."""

    def __init__(self, spacy_doc: SpacyDoc) -> None:
        self._spacy_doc = spacy_doc
        self._starts = [token.i for token in spacy_doc if token.is_sent_start]
        self._known: dict[int, frozenset[str]] = {}

    def of(self, token: Token) -> frozenset[str]:
        """Return the lemmas of the sentence that holds `token`, with the classes they make."""
        number = bisect_right(self._starts, token.i)
        if number not in self._known:
            start = self._starts[number - 1] if number else 0
            end = self._starts[number] if number < len(self._starts) else len(self._spacy_doc)
            self._known[number] = self._read(self._spacy_doc[start:end])
        return self._known[number]

    def of_all(self) -> frozenset[str]:
        """Return the lower-cased lemmas of the whole document, as the model gives them."""
        lemmas = set(self._spacy_doc.to_array("LEMMA").tolist())
        return frozenset(self._spacy_doc.vocab.strings[lemma].lower() for lemma in lemmas)

    def _read(self, sentence: SpacySpan) -> frozenset[str]:
        lemmas = set(map(lemma_of, sentence))
        if "-" in lemmas:
            lemmas.update(form for token in sentence for form in joined_forms(token))
        hazards = load_nouns("hazards")
        if any(token.pos_ == "NOUN" and lemma_of(token) in hazards for token in sentence):
            lemmas.add("@hazard")
        return frozenset(lemmas)


class Site:
    """One token as the conditions look at it; each view is read at most once."""

    def __init__(self, token: Token, sentences: SentenceLemmas) -> None:
        self.token = token
        self._sentences = sentences
        self._views: dict[str, set[str] | frozenset[str]] = {}

    def view(self, name: str) -> set[str] | frozenset[str]:
        """Return the lemmas and classes that stand in place `name`, read once."""
        if name not in self._views:
            self._views[name] = self._read(name)
        return self._views[name]

    def _read(self, name: str) -> set[str] | frozenset[str]:
        token = self.token
        if name == "near":
            return self._sentences.of(token)
        if name == "words":
            window = _window(token.i, token.doc)
            return {form for other in window for form in (other.lower_, lemma_of(other))}
        readers: dict[str, Callable[[Token], set[str]]] = {
            "object": lambda head: _lemmas(objects(head)),
            "subject": lambda head: _lemmas(_subjects(head)),
            "predicate": lambda head: _lemmas(predicate_subject(head)),
            "prep": _prepositions,
            "verdict": _verdicts,
            "complement": _complements,
            "modifier": _modifier_lemmas,
        }
        return readers[name](token)

    def has(self, name: str, wanted: tuple[str, ...]) -> bool:
        """Tell whether one of `wanted` stands in place `name`."""
        return not self.view(name).isdisjoint(wanted)


WANTED = ("object", "subject", "prep", "complement", "modifier", "verdict", "near")
UNWANTED = ("object", "subject", "modifier", "near", "words", "prep")


def _view_for(entry: TriggerEntry, name: str) -> str:
    """Return the view to ask: an adjective has no object but what it is said of."""
    return "predicate" if entry.pos == "adjective" and name in ("object", "subject") else name


def holds(entry: TriggerEntry, site: Site) -> bool:
    """Tell whether all conditions of `entry` hold."""
    for name in WANTED:
        wanted: tuple[str, ...] = getattr(entry, name)
        if wanted and not site.has(_view_for(entry, name), wanted):
            return False
    for name in UNWANTED:
        unwanted: tuple[str, ...] = getattr(entry, f"not_{name}")
        if unwanted and site.has(_view_for(entry, name), unwanted):
            return False
    token = site.token
    if entry.words and not match_words(token, entry.words):
        return False
    if entry.needs_object and not objects(token):
        return False
    if (entry.no_object and object_of(token)) or not _has_voice(entry, token):
        return False
    if entry.not_below and _is_bare_below(token, entry.not_below):
        return False
    if entry.needs_party and not any(map(names_party, _acting(token))):
        return False
    return entry.pos != "noun" or entry.bare or is_tied(token)


def _has_voice(entry: TriggerEntry, token: Token) -> bool:
    """Tell whether a verb is in the voice that `entry` asks for, if it asks for one."""
    if not entry.active and not entry.passive:
        return True
    return is_passive(token) == entry.passive


def _is_bare_below(noun: Token, prepositions: tuple[str, ...]) -> bool:
    """Tell whether `noun` stands without any word of its own behind one of the prepositions."""
    head = noun.head
    return noun.dep_ == "pobj" and head.lower_ in prepositions and head.i == noun.i - 1


def _acting(token: Token) -> tuple[Token, ...]:
    """Return who could act: subjects, and for nouns the demonyms before them."""
    found = _subjects(token)
    return found + party_modifiers(token) if is_nominal(token) else found
