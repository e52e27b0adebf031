"""Where an act happened: the place that hangs on it, or that is acted on itself."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import accumulate

from spacy.tokens import Token

from sayso.annotate.document import Document
from sayso.extract.acting.arguments import NounLexicon
from sayso.extract.binding.clauses import Anchored, share_clause
from sayso.extract.binding.inheritance import MATERIAL
from sayso.extract.binding.syntax import Binder, anchored
from sayso.lexicons import load_lexicon
from sayso.records import Attribution, Event, Party, Place, Span

LOCATIVE = frozenset(
    "in at near outside inside on off around across over above within through to into along "
    "throughout beside behind beneath amid aboard".split()
)
DIRECTIVE = frozenset(["to", "into"])  # they lead somewhere, and only what moves gets there
BEFORE_HEAD = frozenset(["compound", "poss", "nmod", "amod", "nummod", "npadvmod"])
# Acts that happen where their object is; who sanctions or accuses a country need not be there.
UNDERGONE = MATERIAL | {"CONSULT"}
# Acts that have a scene; of what else is said and done, a place far off in the sentence is not it.
SCENIC = UNDERGONE | {"COOPERATE", "RETREAT"}
LINKS = 6  # arcs climbed from a place's name to the preposition that says it is where


@cache
def site_heads() -> frozenset[str]:
    """Return the nouns that stay a place with a name before or below them.

    Raises `LexiconError` where the lexicon is missing or malformed.
    """
    lexicon = load_lexicon("site_heads", NounLexicon)
    return frozenset(lemma for entry in lexicon.entry for lemma in entry.lemmas)


def bind_places(
    doc: Document,
    binder: Binder,
    types: Sequence[str],
    places: Sequence[Place],
    attributions: Sequence[Attribution],
) -> dict[int, Place]:
    """Return the place of each act of `binder`, by number; none for an act without one.

    `types` are those of the acts. Only what the words say is where counts: not "an Oslo couple",
    "the governor of Oslo", nor what stands within the name of a source ("officials in Oslo").
    """
    reach = reach_of([a.source.span for a in attributions if a.source is not None])
    open_to = ((p.span, p) for p in places if p.span and not is_covered(p.span, reach))
    found = anchored(doc, open_to)
    located = [one for one in found if is_where(doc, binder, one) or names_act(binder, one.head)]
    where = {id(one.mention) for one in located}
    undergoing = [one for one in found if undergoes(binder, types, one.head)]

    def fits(act: int, head: Token) -> bool:
        return types[act] in SCENIC or share_clause(binder.tokens[binder.acts[act][0]], head)

    return binder.bind(
        [*located, *(one for one in undergoing if id(one.mention) not in where)],
        rank=coarseness,
        may_reach=lambda place: id(place) in where,
        fits=fits,
    )


class NamedPlaces:
    """The places of a text that stand in it, in order, found by their sentence."""

    def __init__(self, places: Sequence[Place]) -> None:
        spanned = [(place.span.start, place) for place in places if place.span is not None]
        spanned.sort(key=lambda pair: pair[0])
        self.starts = [start for start, _ in spanned]
        self.places = [place for _, place in spanned]

    def within(self, sentence: Span) -> Sequence[Place]:
        """Return the places that start inside `sentence`."""
        first = bisect_left(self.starts, sentence.start)
        return self.places[first : bisect_left(self.starts, sentence.end)]


def place_of(event: Event, bound: Place | None, named: NamedPlaces) -> Place | None:
    """Return where `event` happened: the place bound to it, by its name, or that acted on.

    What names who acted is not where: "a US raid".
    """
    here = named.within(event.sentence)
    if bound is not None and any(names_actor(party, bound) for party in event.actors):
        bound = None
    place = bound or place_of_recipient(event, here)
    return named_beside(place, here) if place is not None else None


def names_actor(party: Party, place: Place) -> bool:
    """Tell whether a place is but the name of an actor; "police in Oslo" says where, too."""
    return (
        party.kind != "place"
        and place.span is not None
        and party.span.overlaps(place.span)
        and party.text.lower().removeprefix("the ") == place.text.lower().removeprefix("the ")
    )


def coarseness(place: Place) -> int:
    """Return how little a place says: towns and sites before regions, names before "the city"."""
    exact = place.precision in ("point", "city")
    return (0 if exact else 2) + (0 if place.text[:1].isupper() else 1)


def named_beside(place: Place, here: Sequence[Place]) -> Place:
    """Return the name in the same sentence that a description takes up: "in Lyon, the city's"."""
    if place.text[:1].isupper():
        return place
    same = (
        other
        for other in here
        if other.text[:1].isupper()
        and other.geonames_id is not None
        and other.geonames_id == place.geonames_id
    )
    return next(same, place)


def is_locative(doc: Document, found: Anchored[Place]) -> bool:
    """Tell whether a place is said to be where: "in an Oslo suburb", not "by an Oslo couple"."""
    preposition = preposition_of(doc, found)
    return preposition is not None and preposition.lower_ not in DIRECTIVE


def is_where(doc: Document, binder: Binder, found: Anchored[Place]) -> bool:
    """Tell whether a place is said to be where an act is, or where the act itself leads.

    "sent troops to Oslo", not "seized a ship for selling oil to Oslo".
    """
    preposition = preposition_of(doc, found)
    if preposition is None:
        return False
    above = preposition.head
    leads = above.i in binder.act_at or above.head.i in binder.act_at
    return leads or preposition.lower_ not in DIRECTIVE


def preposition_of(doc: Document, found: Anchored[Place]) -> Token | None:
    """Return the preposition that says that a place is where something is, None for none."""
    span = found.mention.span
    before = doc.tokens_in(span).lefts if span is not None else ()
    words = [token for token in before if token.pos_ != "PUNCT"]
    if words and words[-1].lower_ in LOCATIVE:
        return words[-1]
    token: Token | None = found.head
    for _ in range(LINKS):
        if token is None:
            return None
        if token.head.dep_ == "prep" and token.head.lower_ in LOCATIVE:
            return token.head
        token = head_of_name(token)
    return None


def head_of_name(token: Token) -> Token | None:
    """Return the noun that a name is part of, if that is a place too; None if there is none.

    "the OSLO suburb", "Oslo and BERGEN", "the outskirts of OSLO".
    """
    above = token.head
    if above.dep_ == "prep":
        whole = above.head
        named = above.lower_ == "of" and whole.lemma_.lower() in site_heads()
        return whole if named else None
    if above.i == token.i or above.pos_ not in ("NOUN", "PROPN"):
        return None
    if token.dep_ in ("conj", "appos"):
        return above
    is_site = above.pos_ == "PROPN" or above.lemma_.lower() in site_heads()
    return above if token.dep_ in BEFORE_HEAD and is_site else None


def names_act(binder: Binder, head: Token) -> bool:
    """Tell whether a place tells one act noun from another: "the Oslo bombing"."""
    is_noun = head.head.pos_ in ("NOUN", "PROPN")
    return head.dep_ in ("compound", "nmod") and is_noun and head.head.i in binder.act_at


def undergoes(binder: Binder, types: Sequence[str], head: Token) -> bool:
    """Tell whether a place itself undergoes an act: "quakes shook Oslo", "hit an Oslo suburb"."""
    token: Token | None = head
    for _ in range(LINKS):
        if token is None:
            return False
        act = binder.act_at.get(token.head.i)
        if act is not None and token.dep_ in ("dobj", "nsubjpass"):
            return types[act] in UNDERGONE
        token = head_of_name(token)
    return False


def reach_of(spans: Iterable[Span]) -> list[tuple[int, int]]:
    """Return for each start of `spans`, in order, how far those that start by then reach."""
    ordered = sorted(spans)
    ends = accumulate((span.end for span in ordered), max)
    return [(span.start, end) for span, end in zip(ordered, ends, strict=True)]


def is_covered(span: Span, reach: Sequence[tuple[int, int]]) -> bool:
    """Tell whether one of the spans behind `reach` covers `span`: "officials in Kiev"."""
    place = bisect_right(reach, span.start, key=lambda pair: pair[0]) - 1
    return place >= 0 and reach[place][1] >= span.end


def place_of_recipient(event: Event, places: Sequence[Place]) -> Place | None:
    """Return the place that is itself acted on: "Kiev was attacked"."""
    if event.type not in MATERIAL:
        return None
    spans = [party.span for party in event.recipients if party.kind == "place"]
    if not spans:
        return None
    return next((p for p in places if p.span and any(s.overlaps(p.span) for s in spans)), None)
