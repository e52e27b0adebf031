"""Several at once: "they", "both leaders", "France and Spain"; and several as one party."""

from collections.abc import Sequence

import msgspec
from spacy.tokens import Token

from sayso.extract.naming.antecedents import THEY, Antecedents
from sayso.extract.naming.discourse import Discourse, Resolver
from sayso.extract.naming.mentions import SUBJECTS, companions_of, conjuncts_of, is_pair
from sayso.extract.naming.roles import role_at
from sayso.records import Party, Span


class Sets:
    """The persons of one document that a word takes up together."""

    def __init__(self, discourse: Discourse, antecedents: Antecedents, of: Resolver) -> None:
        self.discourse = discourse
        self.antecedents = antecedents
        self.of = of

    def of_word(self, head: Token) -> tuple[Party, ...]:
        """Return the persons that "they" and "both leaders" stand for, () where it is one."""
        if head.lower_ in THEY and head.pos_ == "PRON" and not self._has_subject_before(head):
            return self._several(head)
        if not is_pair(head):
            return ()
        several, entry = self._several(head), role_at(head)
        sectors = set(entry.sectors) if entry is not None else set()
        fits = not sectors or any(sectors & set(party.sectors) for party in several)
        return several if fits else ()

    def _has_subject_before(self, head: Token) -> bool:
        """Tell whether its own sentence has a subject that "they" may mean: "Rebels said they"."""
        here = self.discourse.sentences[self.discourse.sentence_index[head.i]]
        return any(
            t.i < head.i and t.dep_ in SUBJECTS and self.antecedents.agrees(head, t) for t in here
        )

    def _several(self, head: Token) -> tuple[Party, ...]:
        """Return the persons that "they" stands for: subjects joined by "and" or by "with"."""
        here = self.discourse.sentence_index[head.i]
        for index in (here - 1, here - 2):
            if index < 0:
                break
            for token in self.discourse.sentences[index]:
                if token.dep_ not in SUBJECTS or token.head.dep_ != "ROOT":
                    continue
                tokens = [token, *conjuncts_of(token), *companions_of(token)]
                parties = [p for t in tokens if (p := self.of(t)) is not None]
                if len(parties) > 1:
                    return tuple(self.discourse.like(head, party) for party in parties)
        return ()


def joined(parties: Sequence[Party], span: Span, text: str) -> Party:
    """Return several parties as one under the mention `text`, a single one as it is."""
    if not parties:
        return Party(
            span=span, text=text, name=text, kind="unnamed", country=None, sectors=(), role=None
        )
    if len(parties) == 1:
        return msgspec.structs.replace(parties[0], span=span, text=text)
    names = list(dict.fromkeys(party.name for party in parties))
    roles = {party.role for party in parties}
    return Party(
        span=span,
        text=text,
        name=" and ".join([", ".join(names[:-1]), names[-1]] if names[1:] else names),
        kind=parties[0].kind if len(names) == 1 else "group",
        country=next((party.country for party in parties if party.country), None),
        sectors=tuple(dict.fromkeys(sector for party in parties for sector in party.sectors)),
        role=roles.pop() if len(roles) == 1 else None,
    )
