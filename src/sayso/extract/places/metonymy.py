"""Which names stand for a government or people, not for a place: "Moscow said"."""

from spacy.tokens import Token

from sayso.annotate.document import Document
from sayso.extract.places.anaphora import FEW
from sayso.extract.places.candidates import Toponym
from sayso.extract.places.resolution import mention_of, read_places
from sayso.gazetteer.countries import capital_country, country_of_demonym
from sayso.records import Place

# What a place does as a place; with any other verb its name stands for those who act there.
PLACE_VERBS = frozenset(
    {
        "be", "become", "border", "brace", "burn", "celebrate", "contain", "experience", "face",
        "fall", "flood", "host", "lie", "mourn", "record", "reel", "register", "remain",
        "see", "shake", "sit", "span", "stand", "stretch", "suffer", "wake", "witness",
    }
)  # fmt: skip
# Verbs whose object is spoken to or dealt with, not a place where something happens.
DEALING = frozenset(
    {
        "accuse", "advise", "ask", "assure", "ban", "bar", "beg", "blame", "condemn", "convince",
        "criticise", "criticize", "fine", "help", "persuade", "press", "pressure", "sanction",
        "sue", "support", "tell", "thank", "threaten", "urge", "warn",
    }
)  # fmt: skip
DEALING_WITH = frozenset({"with", "against", "by", "between", "among", "toward", "towards"})
POLITICAL = frozenset(
    {
        "agency", "ally", "ambassador", "ambition", "army", "claim", "council", "court",
        "decision", "delegation", "demand", "diplomacy", "diplomat", "envoy", "foe", "force",
        "government", "intelligence", "intention", "interest", "leader", "leadership", "military",
        "minister", "ministry", "missile", "negotiator", "offer", "official", "parliament",
        "plan", "policy", "position", "premier", "president", "programme", "program", "proposal",
        "reaction", "refusal", "regime", "relation", "request", "response", "role", "sanction",
        "side", "spokesman", "spokesperson", "spokeswoman", "stance", "support", "tariff",
        "threat", "tie", "troop", "weapon",
    }
)  # fmt: skip
# What a state does to another: "Russia's attack" is hers, "the Paris attack" was there.
OWN_ACTS = frozenset(
    {
        "aggression", "aid", "approval", "arsenal", "attack", "bid", "campaign", "consent",
        "effort", "export", "import", "invasion", "launch", "navy", "offensive", "operation",
        "pledge", "promise", "rejection", "retaliation", "satellite", "statement", "strategy",
        "strike", "test", "trade", "vow", "war", "warning",
    }
)  # fmt: skip
# What runs between two places, not between two parties.
RUNNING = frozenset(
    {
        "border", "bridge", "commute", "distance", "ferry", "flight", "fly", "frontier", "halfway",
        "highway", "line", "link", "migrate", "move", "pipeline", "railway", "road", "route",
        "sail", "shuttle", "smuggle", "smuggler", "train", "travel", "way",
    }
)  # fmt: skip
LEANING = frozenset(
    {
        "ban", "call", "dependent", "embargo", "impose", "pressure", "reliant", "rely", "sanction",
        "tariff",
    }
)  # fmt: skip


def metonyms(doc: Document) -> tuple[Place, ...]:
    """Return the names of places that stand for who acts there, in text order.

    "Moscow struck", "talks with Minsk", "sanctions on Iran": countries and capitals alone.
    """
    read = read_places(doc)
    containers = {one.end + 1 for one, _ in read if one.container is not None}
    return tuple(
        mention_of(doc, one, place)
        for one, place in read
        if place is not None and one.start not in containers and is_metonym(doc, one, place)
    )


def is_metonym(doc: Document, toponym: Toponym, place: Place) -> bool:
    """Tell whether a toponym stands for those who act there, not for the place."""
    if toponym.container is not None:  # "RAMALLAH, West Bank"
        return False
    if place.precision != "country" and capital_country(toponym.name) is None:
        return False
    tokens = doc.spacy_doc
    alone = toponym.end == toponym.start + 1
    head = tokens[toponym.start] if alone else tokens[toponym.start : toponym.end].root
    steps = 0
    while head.dep_ in {"conj", "appos"} and steps < FEW:
        head = head.head
        steps += 1
    return _acts(head) or _is_dealt_with(head) or _is_adjective(toponym, head)


def _acts(name: Token) -> bool:
    """Tell whether the name is the subject of an act or owns something political."""
    if name.dep_ == "nsubj":
        return name.head.pos_ == "VERB" and name.head.lemma_ not in PLACE_VERBS
    owned = name.head.lemma_.lower()
    if name.dep_ == "poss" and owned in OWN_ACTS:
        return True
    return name.dep_ in {"poss", "compound"} and owned in POLITICAL


def _is_adjective(toponym: Toponym, name: Token) -> bool:
    """Tell whether an abbreviation is a mere adjective: "U.S. embassies" are not in the U.S."""
    modifies = name.dep_ in {"compound", "amod", "nmod"} and name.head.i >= toponym.end
    return modifies and country_of_demonym(toponym.name) is not None


def _is_dealt_with(name: Token) -> bool:
    """Tell whether the name stands for one who is spoken to, fought or leant on."""
    if name.dep_ in {"dobj", "dative", "nsubjpass"}:
        return name.head.lemma_ in DEALING
    if name.dep_ != "pobj":
        return False
    preposition = name.head
    if preposition.lower_ in DEALING_WITH:
        return preposition.lower_ != "between" or preposition.head.lemma_ not in RUNNING
    return preposition.lower_ in {"on", "upon"} and preposition.head.lemma_ in LEANING
