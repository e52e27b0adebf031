"""Pronouns: whom "he", "it", "they" and "who" stand for; in quotations also "I" and "we"."""

import msgspec
from spacy.tokens import Token

from sayso.extract.naming.antecedents import IT, MOST, THEY, Antecedents
from sayso.extract.naming.descriptions import Descriptions
from sayso.extract.naming.discourse import Discourse, Resolver
from sayso.extract.naming.genders import PRONOUNS
from sayso.extract.naming.mentions import SUBJECTS, is_plural_thing
from sayso.extract.naming.voices import Voices
from sayso.records import Party

OF_SPEAKER = frozenset({"i", "me", "my", "myself", "mine"})
OF_SPEAKERS = frozenset({"we", "us", "our", "ourselves", "ours"})
PERSONAL = frozenset(PRONOUNS) | IT | THEY
RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
BODIES = ("organisation", "country", "place", "document", "group")
MANY = ("group", "person", "organisation")


class Pronouns:
    """The parties of the pronouns of one document."""

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
        self._genders = {
            name.name: name.gender for _, name in discourse.names.mentions if name.kind == "person"
        }
        self._places = [t.i for t in discourse.doc.spacy_doc if t.lower_ in PERSONAL]
        self._voices = Voices(discourse)
        self._settled = 0  # pronouns before this place in `_places` are resolved

    def meant(self, head: Token) -> Party | None:
        """Return the party that a pronoun stands for, None where it stands for nobody known."""
        word = head.lower_
        if word in RELATIVE:
            return self._relative(head)
        if word in PRONOUNS:
            return self._refer(head, ("person",))
        if word in IT:
            return self._refer(head, BODIES)
        if word in THEY:
            return self._refer(head, MANY) if head.dep_ in SUBJECTS else self._counted(head)
        if head.i in self.discourse.quoted and word in OF_SPEAKER | OF_SPEAKERS:
            return self._speaker(head)
        return None

    def _speaker(self, head: Token) -> Party | None:
        """Return who speaks in a quotation as "I", and for which side as "we"."""
        token = self._voices.of_quotation(head)
        party = self.of(token) if token is not None else None
        if party is None:
            return None
        if head.lower_ in OF_SPEAKERS and party.kind in ("person", "unnamed"):
            party = msgspec.structs.replace(party, kind="group", role=None)
        return self.discourse.like(head, party)

    def _relative(self, head: Token) -> Party | None:
        """Return the antecedent of a relative pronoun: what its clause hangs on."""
        for ancestor in head.ancestors:
            if ancestor.dep_ == "relcl":
                antecedent = self.of(ancestor.head)
                return self.discourse.like(head, antecedent) if antecedent is not None else None
        return None

    def _refer(self, head: Token, kinds: tuple[str, ...]) -> Party | None:
        """Return the party of the likeliest antecedent of a pronoun."""
        self._settle(head.i)
        for token in self.antecedents.ranked(head):
            if is_plural_thing(token, acts=True):
                return None  # drones, not who sent them
            party = self.of(token) or self.descriptions.speaking(token)
            if party is not None and party.kind in (*kinds, "unnamed"):
                told = PRONOUNS.get(head.lower_)
                if told is None or self._genders.get(party.name) in (None, told):
                    return self.discourse.like(head, party)
        return None

    def _counted(self, head: Token) -> Party | None:
        """Return the party of a "they" that does not act: "15 of them", who were counted last."""
        self._settle(head.i)
        candidates = sorted(self.antecedents.before(head), key=lambda t: (t.tag_ != "NNS", -t.i))
        for token in candidates[:MOST]:
            if self.antecedents.is_ruled_out(head, token):
                continue
            if is_plural_thing(token, acts=False):
                return None  # "them" are the drones just named, not the soldiers before them
            if self.antecedents.agrees(head, token):
                party = self.of(token)
                if party is not None and party.kind in MANY:
                    return self.discourse.like(head, party)
        return None

    def _settle(self, end: int) -> None:
        """Resolve the pronouns before token `end`, in order: later ones stand on earlier ones."""
        while self._settled < len(self._places) and self._places[self._settled] < end:
            index = self._places[self._settled]
            self._settled += 1
            self.of(self.discourse.doc.spacy_doc[index])
