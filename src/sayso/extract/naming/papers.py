"""Documents that speak: "the ministry's statement", "Ukrainian projections", "the law"."""

from collections.abc import Iterator

from spacy.tokens import Token

from sayso.extract.naming.antecedents import Antecedents, is_source
from sayso.extract.naming.descriptions import Descriptions
from sayso.extract.naming.discourse import Discourse, Resolver
from sayso.extract.naming.mentions import SUBJECTS, is_definite
from sayso.extract.naming.phrases import objects_below
from sayso.extract.naming.roles import RoleEntry, role_at
from sayso.records import Party

BODIES = ("organisation", "group", "country")


class Papers:
    """Whom the documents that a page cites speak for."""

    def __init__(
        self,
        discourse: Discourse,
        antecedents: Antecedents,
        descriptions: Descriptions,
        of: Resolver,
    ) -> None:
        self.discourse = discourse
        self.antecedents = antecedents
        self.descriptions = descriptions
        self.of = of

    def speaker(self, head: Token, entry: RoleEntry) -> Party:
        """Return the document as a speaker: country and sectors are its issuer's.

        What is not issued, as a law, goes by its own words.
        """
        issuer = self._issuer(head) if entry.issued else None
        if issuer is None and entry.issued and is_definite(head) and head.tag_ == "NN":
            issuer = self._last_body(head)
        country = self.descriptions.country(head)
        if issuer is None:
            sectors = self.discourse.names.sectors_of(head, entry)
            bare = self.discourse.bare(head)
            return self.discourse.party(head, bare, "document", country, sectors, None)
        country = issuer.country or country
        return self.discourse.party(head, issuer.name, "document", country, issuer.sectors, None)

    def _issuer(self, head: Token) -> Party | None:
        """Return who issued a document: its possessor, "by X", "from X", "given by X"."""
        for token in issuers_of(head):
            if (found := self.of(token)) is not None:
                return found
        return None

    def _last_body(self, head: Token) -> Party | None:
        """Return the last body that acted or spoke before the sentence of `head`, within reach.

        One named by "according to" goes first.
        """
        start = head.sent.start
        bodies = [t for t in self.antecedents.before(head) if t.i < start and self._is_body(t)]
        told = [t for t in bodies if t.dep_ in SUBJECTS or is_source(t)]
        parties = [p for t in sorted(told, key=lambda t: not is_source(t)) if (p := self.of(t))]
        for kind in ("organisation", "group"):
            for party in parties:
                if party.kind == kind and party.sectors:
                    return party
        return None

    def _is_body(self, token: Token) -> bool:
        """Tell whether a noun names a body, a group or a country."""
        entry = role_at(token)
        name = self.discourse.names.at.get(token.i)
        return (entry is not None and entry.kind in BODIES) or (
            name is not None and name.kind in ("organisation", "country", "place")
        )


def issuers_of(paper: Token) -> Iterator[Token]:
    """Yield the nouns that may issue a document, likeliest first."""
    for child in paper.children:
        if child.dep_ in ("poss", "compound", "nmod"):
            yield child
        yield from objects_below([child], ("by", "from", "of"))
        if child.dep_ == "acl":
            yield from (t for t in child.subtree if t.dep_ == "pobj" and t.head.dep_ == "agent")
