"""Whether the content of a saying lies ahead of it, and which words of it do."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, TypeVar

from spacy.tokens import Span as SpacySpan
from spacy.tokens import Token

from sayso.annotate.document import Document
from sayso.extract.parties import Parties
from sayso.extract.timex.tense import FUTURE_MODALS
from sayso.records import Attribution, Party, Span

# Clauses that say something of their own: what stands in them is not what is foretold.
APART: Final = frozenset(
    {"relcl", "acl", "advcl", "ccomp", "parataxis", "appos", "csubj", "pcomp"}
)
SUBJECTS: Final = ("nsubj", "nsubjpass")
POSSIBLE: Final = frozenset({"may", "might", "could"})
EXPECTING: Final = frozenset({"expect", "anticipate", "foresee", "predict", "forecast", "project"})
WISHING: Final = frozenset({"want", "wish", "like", "love", "prefer", "need", "consider", "mull"})
UNREAL: Final = frozenset({"would", "could", "might", "'d", "’d"})
LEFT: Final = frozenset({"left", "remain", "remaining"})
NOBODY: Final = frozenset({"neither", "no", "nobody", "none", "nothing"})
INVERTED: Final = frozenset({"should", "were", "had"})
COMING_ABOUT: Final = frozenset(
    """be take occur happen hold begin start continue resume follow come open conduct launch
    carry erupt break rise grow increase intensify go proceed""".split()
)
READ: Final = 200  # tokens of a clause that are read, and
SENTENCES: Final = 30  # sentences of a quotation: nobody foretells more in one
STEPS: Final = 40  # arcs: no sentence of English nests deeper

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Outlook:
    """The word that the content stands on, and how it is said."""

    root: Token
    negated: bool = False
    subject: Token | None = None  # of the cue, where it is expected to do: "THE ARMY is expected"
    left: bool = False  # says what there still is: "they have two left"

    def takes_place(self) -> bool:
        """Tell whether the clause says of its subject that it comes about: "will be held"."""
        return self.root.lemma_.lower() in COMING_ABOUT

    def is_subject(self, token: Token) -> bool:
        """Tell whether a word is what the clause is about."""
        of_root = token.dep_ in SUBJECTS and token.head.i == self.root.i
        return of_root or (self.subject is not None and self.subject.i == token.i)

    def is_denied(self) -> bool:
        """Tell whether the clause says that something will not be, or that nobody will do it."""
        return self.negated or any(
            word.lower_ in NOBODY
            for child in self.root.children
            if child.dep_ in SUBJECTS
            for word in (child, *child.lefts)
        )


def outlooks_of(doc: Document, attribution: Attribution) -> Iterator[Outlook]:
    """Yield what a saying foretells, sentence by sentence of its content; most foretell nothing.

    1. expected or intended: all but what has happened ("feared to have died", "that prices had
       doubled") or goes on ("worried that rebels were near")
    2. plainly said: what will or would be, may or could be; or what there is left; not what
       would be if something were
    3. "does not expect X to come": that X will not
    4. what is merely wished for ("wants to go") is no forecast
    """
    for root in content_roots(doc, attribution):
        outlook = outlook_at(doc, attribution, root)
        if outlook is not None:
            yield outlook


def outlook_at(doc: Document, attribution: Attribution, root: Token) -> Outlook | None:
    """Return what is foretold by the part of the content that hangs on `root`, None if nothing."""
    negated = is_negated(root)
    words = {token.lemma_.lower() for token in doc.tokens_in(attribution.cue)}
    if attribution.stance == "doubts":
        unexpected = bool(words & EXPECTING) and not negated and not is_past(root)
        return Outlook(root, negated=True) if unexpected else None
    if attribution.stance in ("expects", "intends"):
        if is_past(root) or (attribution.stance == "intends" and words & WISHING):
            return None
        against = "against" in words  # "decided against leaving"
        return Outlook(root, negated or against, subject_of_cue(doc, attribution))
    if attribution.stance in ("denies", "asks"):
        return None
    if is_ahead(root):
        return Outlook(root, negated)
    return Outlook(root, left=True) if is_now(root) and says_left(root) else None


def subject_of_cue(doc: Document, attribution: Attribution) -> Token | None:
    """Return who is expected to do something: "THE ARMY is expected to leave"."""
    for token in doc.tokens_in(attribution.cue):
        if token.tag_ == "VBN":
            for child in token.children:
                if child.dep_ == "nsubjpass":
                    return child
    return None


def content_roots(doc: Document, attribution: Attribution) -> list[Token]:
    """Return the words that the content hangs on, a sentence each.

    They are its verbs, or the noun of "expects more rain"; a subject that stands apart from its
    infinitive ("THE ARMY is expected to leave") is none.
    """
    pieces = (piece for span in attribution.content for piece in by_sentence(doc.tokens_in(span)))
    roots = [piece.root for piece in islice(pieces, SENTENCES)]
    verbs = [root for root in roots if root.pos_ in ("VERB", "AUX")]
    return verbs or roots[:1]


def by_sentence(tokens: SpacySpan) -> Iterator[SpacySpan]:
    """Yield the tokens sentence by sentence."""
    start = tokens.start
    while start < tokens.end:
        end = min(tokens.doc[start].sent.end, tokens.end)
        yield tokens.doc[start:end]
        start = end


def is_past(root: Token) -> bool:
    """Tell whether what a word says has happened, or goes on while it is said."""
    if root.pos_ not in ("VERB", "AUX"):
        return False
    helpers = [child for child in root.children if child.dep_ in ("aux", "auxpass")]
    if any(helper.lemma_ == "have" for helper in helpers):
        return True
    if any(helper.tag_ in ("TO", "MD") for helper in helpers):
        return False
    forms = [*(helper.tag_ for helper in helpers), root.tag_]
    going = root.tag_ == "VBG" and any(helper.lemma_ == "be" for helper in helpers)
    return "VBD" in forms or (going and root.lemma_ != "go")


def is_ahead(root: Token) -> bool:
    """Tell whether a plain clause speaks of what will be, or may be."""
    helpers = [child for child in root.children if child.dep_ == "aux"]
    if any(helper.lemma_ == "have" for helper in helpers):
        return False  # "would have been": what was not, or is thought to have been
    modals = {helper.lower_ for helper in helpers}
    if modals & UNREAL and any(is_condition(token, root) for token in islice(root.subtree, READ)):
        return False
    return bool(modals & FUTURE_MODALS) or (bool(modals & POSSIBLE) and not is_negated(root))


def is_condition(token: Token, root: Token) -> bool:
    """Tell whether a word opens what would have to be: "IF they attacked", "SHOULD war come"."""
    clause = token.head
    if token.dep_ == "mark" and token.lower_ == "if":
        return clause.head.i == root.i
    inverted = token.dep_ in ("aux", "auxpass") and token.lower_ in INVERTED
    return inverted and clause.i != root.i and clause.left_edge.i == token.i


def is_now(root: Token) -> bool:
    """Tell whether a clause is of the present: "they have two", "they can pull together four"."""
    finite = [root, *(child for child in root.children if child.dep_ == "aux")]
    return any(verb.tag_ in ("VBZ", "VBP", "MD") for verb in finite)


def says_left(root: Token) -> bool:
    """Tell whether a clause says what there is left."""
    return root.lemma_ == "remain" or any(
        token.lower_ in LEFT for token in islice(root.subtree, READ)
    )


def is_negated(root: Token) -> bool:
    """Tell whether a clause is negated: "would not strike", "never to return"."""
    return any(child.dep_ == "neg" for child in root.children)


def nearest_in(
    doc: Document, outlook: Outlook, pool: Sequence[Found], span_of: Callable[[Found], Span]
) -> Found | None:
    """Return what of `pool` stands nearest below the word that the content stands on."""
    found: list[tuple[int, int, Found]] = []
    for place, one in enumerate(pool):
        tokens = doc.tokens_in(span_of(one))
        steps = steps_within(tokens.root, outlook) if len(tokens) else None
        if steps is not None:
            found.append((steps, place, one))
    return min(found, key=lambda entry: entry[:2])[2] if found else None


def steps_within(token: Token, outlook: Outlook) -> int | None:
    """Return how many arcs lead from `token` up to what is foretold, None from elsewhere."""
    below = steps_below(token, outlook.root)
    if below is None and outlook.subject is not None:
        return steps_below(token, outlook.subject)
    return below


def steps_below(token: Token, root: Token) -> int | None:
    """Return how many arcs lead from `token` up to `root`.

    None where `root` is not above it, or a clause that stands for itself lies between, or a
    subject which it only describes ("the offer of 82 dollars will be the last").
    """
    for steps in range(STEPS):
        if token.i == root.i:
            return steps
        apart = token.dep_ in APART and token.lower_ not in LEFT
        described = steps > 0 and token.dep_ in SUBJECTS
        if apart or described or token.head.i == token.i:
            return None
        token = token.head
    return None


def is_of_side(party: Party | None, source: Party | None) -> bool:
    """Tell whether two parties are of one name or of one country."""
    if party is None or source is None:
        return False
    return party.name == source.name or party.country == source.country is not None


def subject_of(parties: Parties, attribution: Attribution, outlook: Outlook) -> Party | None:
    """Return the party that the content is about.

    1. the subject of its verb: "expects HIM to win", "said that THEY have two left"
    2. of an infinitive without one, the subject of the cue: "THE ARMY is expected to leave"
    3. else who says it: "THE FIRM plans to build"

    "They", in somebody's own words, are not he and his: where it was read so, nobody is named.
    """
    root = outlook.root
    if root.pos_ not in ("VERB", "AUX"):
        return None
    own = [child for child in root.children if child.dep_ in SUBJECTS]
    if own:
        party = parties.of(own[0])
        others = attribution.quoted == "direct" and own[0].lower_ == "they"
        return None if others and is_of_side(party, attribution.source) else party
    if not any(child.tag_ == "TO" for child in root.children):
        return None
    if outlook.subject is not None:
        return parties.of(outlook.subject)
    return attribution.source
