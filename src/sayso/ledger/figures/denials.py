"""Who denies what another says: the pairs of statements that a denial makes."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from sayso.ledger.figures.claims import Claim, Source, minute_of, says_same
from sayso.ledger.figures.quotes import Contradiction, Quote
from sayso.ledger.figures.source_words import JOINING, WORD, load_sources
from sayso.ledger.figures.sources import Voice
from sayso.records import Factuality, Record, Span, Stance

FAR: Final = 400  # characters between a denial and the statement that it points back to
FAR_FIGURE: Final = 1_200  # and the number that it points back to
LONGEST: Final = 6  # words of a content that only points back
OPENING: Final = 3  # of which one must be the noun that points: "the army's CLAIM"
STEM: Final = 5  # letters that two words for one act share
NO_DENIAL: Final = re.compile(
    r"\b(?:not|no|never|declined?|refused?|yet)\b|n['’]t\b", re.IGNORECASE
)
DEEDS: Final = frozenset(
    [
        *("AID", "ASSAULT", "COERCE", "COOPERATE", "IMPACT"),
        *("MOBILIZE", "PROTEST", "RETREAT", "SANCTION"),
    ]
)
TOLD: Final[frozenset[Stance | None]] = frozenset([None, "asserts", "alleges", "concedes"])


class Statement(Record, frozen=True, kw_only=True):
    """Who said what, in one report."""

    id: str  # of the attribution
    report: str
    source: Source | None
    stance: Stance
    cue: str  # the words of saying
    sentence: Span
    content: tuple[Quote, ...]
    published: str | None = None


class Act(Record, frozen=True, kw_only=True):
    """An event as one report tells it."""

    id: str  # of the event
    report: str
    type: str
    mode: str | None
    word: str  # the trigger as printed
    recipients: tuple[str, ...] = ()
    factuality: Factuality = "actual"
    source: Source  # the own voice where nobody is named
    stance: Stance | None = None
    sentence: Quote
    published: str | None = None


Voices = Mapping[Source, Voice]


def is_denial(statement: Statement) -> bool:
    """Tell whether a statement denies or doubts something: not "has not commented"."""
    if statement.source is None or not statement.content:
        return False
    if statement.stance == "doubts":
        return NO_DENIAL.search(statement.cue) is None
    return statement.stance == "denies"


def find_denials(
    statements: Iterable[Statement],
    acts: Iterable[Act],
    claims: Iterable[Claim],
    voices: Voices,
) -> Iterator[Contradiction]:
    """Yield what is denied and by whom, by the rules 6 to 9 of `contradictions`."""
    told: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        told[statement.report].append(statement)
    counted = list(claims)
    for found in told.values():
        own = [claim for claim in counted if claim.report == found[0].report]
        for denial in filter(is_denial, found):
            yield from denied_here(denial, found, own, voices)
    yield from denied_acts(list(acts), voices)


def denied_here(
    denial: Statement, statements: Sequence[Statement], claims: Sequence[Claim], voices: Voices
) -> Iterator[Contradiction]:
    """Yield what a denial says of statements and numbers of its own report."""
    others = [one for one in statements if speaks_apart(one, denial, voices)]
    repeated = [one for one in others if lies_within(one, denial)]
    for one in repeated:
        yield of_statement(one, denial, f"denial by {name(denial, voices)}, which repeats it")
    if repeated or not points_back(denial):
        return
    figure = figure_before(denial, claims, voices)
    if figure is not None:
        reason = f"denial by {name(denial, voices)}: the number of {voices[figure.source].name}"
        yield Contradiction(
            kind="denial", one=quote_of(figure), other=quote_of_content(denial), reason=reason
        )
        return
    before = statement_before(denial, others)
    if before is not None:
        yield of_statement(
            before, denial, f"denial by {name(denial, voices)} of what was said before"
        )


def speaks_apart(one: Statement, denial: Statement, voices: Voices) -> bool:
    """Tell whether a statement is one that another source gave."""
    if one.source is None or denial.source is None or one.stance not in TOLD:
        return False
    return bool(one.content) and voices[one.source].key != voices[denial.source].key


def lies_within(one: Statement, denial: Statement) -> bool:
    """Tell whether what is said stands inside what is denied."""
    return all(
        any(outer.span.covers(inner.span) for outer in denial.content) for inner in one.content
    )


def points_back(denial: Statement) -> bool:
    """Tell whether a denial only points at something said before: "this", "the accusation"."""
    pointing, words = load_sources().pointing, words_of(denial)
    if len(words) > LONGEST:
        return False
    if all(word in JOINING or word in pointing.pronouns for word in words):
        return True
    return not pointing.nouns.isdisjoint(words[:OPENING])


def words_of(denial: Statement) -> list[str]:
    """Return the words of what is denied."""
    return [word.lower() for quote in denial.content for word in WORD.findall(quote.text)]


def figure_before(denial: Statement, claims: Sequence[Claim], voices: Voices) -> Claim | None:
    """Return the last number of another source that "the figure for the dead" can mean."""
    pointing, words = load_sources().pointing, words_of(denial)
    if pointing.figures.isdisjoint(words):
        return None
    measures = {pointing.measures[word] for word in words if word in pointing.measures}
    start = denial.sentence.start
    found = [
        claim
        for claim in claims
        if claim.span.end <= start
        and start - claim.span.end <= FAR_FIGURE
        and not claim.source.own_voice
        and claim.stance in TOLD
        and (not measures or claim.measure in measures)
        and denial.source is not None
        and voices[claim.source].key != voices[denial.source].key
    ]
    return max(found, key=lambda claim: claim.span, default=None)


def statement_before(denial: Statement, others: Sequence[Statement]) -> Statement | None:
    """Return the last statement before a denial that it can mean."""
    start = denial.content[0].span.start
    accused = not load_sources().pointing.accusations.isdisjoint(words_of(denial))
    found = [
        one
        for one in others
        if one.content[-1].span.end <= start
        and start - one.content[-1].span.end <= FAR
        and (one.stance == "alleges" or not accused)
    ]
    return max(found, key=lambda one: one.content[-1].span, default=None)


def of_statement(one: Statement, denial: Statement, reason: str) -> Contradiction:
    """Return the denial of a statement."""
    return Contradiction(
        kind="denial", one=quote_of_content(one), other=quote_of_content(denial), reason=reason
    )


def quote_of_content(statement: Statement) -> Quote:
    """Return the first words that a statement says."""
    return statement.content[0]


def quote_of(claim: Claim) -> Quote:
    """Return the words of a claim."""
    return Quote(report=claim.report, record=claim.quantity, span=claim.span, text=claim.quote)


def name(statement: Statement, voices: Voices) -> str:
    """Return who made a statement."""
    return voices[statement.source].name if statement.source is not None else "somebody"


def denied_figures(claims: Sequence[Claim], voices: Voices) -> Iterator[tuple[Claim, Claim]]:
    """Yield a number that was given, and the same number as another source denies it.

    Of several who gave it, the first.
    """
    order = sorted(claims, key=lambda claim: (minute_of(claim.given), claim.report, claim.span))
    given = [claim for claim in order if claim.stance in TOLD and not claim.source.own_voice]
    for denied in order:
        if denied.stance != "denies":
            continue
        for claim in given:
            apart = voices[claim.source].key != voices[denied.source].key
            if apart and says_same(claim, denied):
                yield claim, denied
                break


def denied_acts(acts: Sequence[Act], voices: Voices) -> Iterator[Contradiction]:
    """Yield an act that is told as having happened, and its denial by another source."""
    order = sorted(acts, key=lambda act: (minute_of(act.published), act.report, act.sentence.span))
    told = [act for act in order if act.stance in TOLD and act.factuality == "actual"]
    for denial in order:
        if denial.stance != "denies":
            continue
        key = voices[denial.source].key
        for act in told:
            if voices[act.source].key != key and is_same_act(act, denial):
                reason = (
                    f"denial by {voices[denial.source].name}: what {voices[act.source].name} says"
                )
                yield Contradiction(
                    kind="denial", one=act.sentence, other=denial.sentence, reason=reason
                )
                break


def is_same_act(one: Act, other: Act) -> bool:
    """Tell whether two tellings of one incident are of the same kind of act, done to the same.

    Of deeds, that is: what was said can be denied only by who said it.
    """
    if one.type not in DEEDS or (one.type, one.mode) != (other.type, other.mode):
        return False
    if one.recipients and other.recipients:
        sides = [
            {word for party in act.recipients for word in WORD.findall(party.lower())}
            for act in (one, other)
        ]
        return bool(sides[0] & sides[1])
    return one.word.lower()[:STEM] == other.word.lower()[:STEM]
