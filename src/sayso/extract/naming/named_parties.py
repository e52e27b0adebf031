"""The parties of names: what a name of the page stands for where it is printed."""

from spacy.tokens import Token

from sayso.extract.naming.discourse import Discourse, Resolver
from sayso.extract.naming.mentions import is_national
from sayso.extract.naming.name import Name
from sayso.extract.naming.nations import country_of_words
from sayso.extract.naming.offices import bearers_beside
from sayso.extract.naming.roles import role_at
from sayso.gazetteer.countries import capital_country, country_name
from sayso.records import Party

# Sectors of bodies that belong to one country, so to that of the scene where none is named.
LOCAL = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "PTY", "OPP", "LAB", "SPY", "PRM"})
# Kinds of named party that may stand in apposition to a role noun of each kind.
APPOSED: dict[str, tuple[str, ...]] = {
    "person": ("person", "organisation"),
    "group": ("person", "organisation"),
    "unnamed": ("person", "organisation"),
    "organisation": ("organisation",),
}


class NamedParties:
    """The parties that the names of one document stand for."""

    def __init__(self, discourse: Discourse, of: Resolver) -> None:
        self.discourse = discourse
        self.of = of

    def named(self, head: Token, name: Name) -> Party:
        """Return the party of `name` under the mention of `head`."""
        kind, sectors = name.kind, name.sectors
        if name.peer is not None and not sectors:
            sectors = self.sectors_of_peer(name.peer)
        country = name.country or self._country(head, name, sectors)
        if kind == "place" and capital_country(name.name):
            sectors = ("GOV",)
        if kind == "group" and is_one(head):
            kind = "person"
        shown = country_name(country) if kind == "country" and country else name.name
        return self.discourse.party(head, shown, kind, country, sectors, name.role)

    def _country(self, head: Token, name: Name, sectors: tuple[str, ...]) -> str | None:
        """Return the country that the page gives a name without saying it."""
        scene = self.discourse.scene
        public = any(role.public for role in name.roles)
        if name.kind == "person" and public and is_national(sectors):
            first = self.discourse.doc.spacy_doc[name.first]  # one country for the page
            return scene.home_of(first, sectors, any(role.local for role in name.roles))
        if name.kind == "organisation":
            country = country_of_words(self.discourse.phrase_of(head))
            if country is None and LOCAL & set(sectors):
                return scene.home_of(head, sectors)
            return country
        return None

    def sectors_of_peer(self, peer: Token) -> tuple[str, ...]:
        """Return the sectors of whom a counterpart has the office of, () where it is not known."""
        for bearer in bearers_beside(peer):
            party = self.of(bearer)
            if party is not None and party.kind != "country":
                return party.sectors
        return ()

    def name_beside(self, head: Token) -> Name | None:
        """Return the name in apposition to a role noun: "the chairman, Ivo Lang"."""
        entry = role_at(head)
        if entry is None:
            nation = head.pos_ in ("NOUN", "PROPN", "ADJ") and country_of_words([head])
            wanted: tuple[str, ...] = ("person",) if nation else ()
        else:
            wanted = APPOSED.get(entry.kind, ())
        names = self.discourse.names
        beside = [child for child in head.children if child.dep_ == "appos"]
        if head.i + 1 < head.sent.end and head.i not in names.at:
            beside.append(head.nbor(1))  # the parser may part "channel" and its name
        for token in beside:
            name = names.at.get(token.i)
            if name is not None and name.kind in wanted:
                return name
        return None


def is_one(head: Token) -> bool:
    """Tell whether a nationality stands for one person: "a Tunisian"."""
    if head.tag_ in ("NNS", "NNPS") or head.dep_ in ("amod", "compound"):
        return False
    return any(c.lower_ in ("a", "an", "another", "one") for c in head.lefts)
