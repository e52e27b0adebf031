"""When a forecast was made, and until when it holds."""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from spacy.tokens import Token

from sayso.annotate.document import Document
from sayso.extract.binding.clauses import clause_of
from sayso.extract.binding.syntax import root_of
from sayso.extract.forecasts.outlook import APART, Outlook
from sayso.extract.timex.tense import verbs_above
from sayso.records import Attribution, Span, Time

BACK: Final = frozenset({"since", "earlier", "last", "past"})
BEFORE: Final = 12  # characters in which the word before a time stands


def made(doc: Document, attribution: Attribution, times: Sequence[Time]) -> Time | None:
    """Return when it was said: the time of the cue ("said a month or so ago").

    It hangs on the cue or on what tells of the cue ("said on Monday that he expected"), and lies
    before the page. Else the day of the page, read off the cue itself, where the page has a date.
    """
    day = doc.published
    beside = [
        time
        for time in times_within(times, attribution.sentence)
        if time.start is not None
        and (day is None or time.start <= day.isoformat())
        and attribution.sentence.covers(time.span)
        and not any(span.overlaps(time.span) for span in attribution.content)
        and is_of_saying(doc, attribution, time)
    ]
    if beside:
        return min(beside, key=lambda time: distance(time.span, attribution.cue))
    if day is None:
        return None
    return Time(
        span=attribution.cue,
        text=doc.quote(attribution.cue),
        timex=day.isoformat(),
        start=day.isoformat(),
        end=None,
        precision="day",
    )


def is_of_saying(doc: Document, attribution: Attribution, time: Time) -> bool:
    """Tell whether a time hangs on the verb of the saying, or on one that tells of it."""
    cue, head = root_of(doc, attribution.cue), root_of(doc, time.span)
    if cue is None or head is None:
        return False
    clause = clause_of(head)
    telling = [token.i for token in doc.tokens_in(attribution.cue)]
    return clause is not None and clause.i in (*telling, *(verb.i for verb in telling_verbs(cue)))


def telling_verbs(cue: Token) -> list[Token]:
    """Return the verbs that a cue hangs on as something said: "SAID that he expected"."""
    found = [cue] if cue.pos_ in ("VERB", "AUX") else []
    for verb in verbs_above(cue):
        found.append(verb)
        if verb.dep_ not in ("ccomp", "xcomp", "aux", "auxpass"):
            break
    return found


def horizon(
    doc: Document,
    attribution: Attribution,
    times: Sequence[Time],
    since: Time | None,
    outlook: Outlook,
) -> Time | None:
    """Return until when: the first time of what is foretold that ends after it was said.

    A time of a clause that hangs on it ("less than was forecast in July") is not meant. `since`:
    when it was said; where that is not known, nothing is returned.
    """
    if since is None or since.start is None:
        return None
    after = last_day(since)
    for time in times_within(
        times, Span(attribution.content[0].start, attribution.content[-1].end)
    ):
        inside = any(span.covers(time.span) for span in attribution.content)
        ahead = inside and time.end is not None and time.end > after
        if ahead and not looks_back(doc, time) and is_of_clause(doc, attribution, outlook, time):
            return time
    return None


def is_of_clause(doc: Document, attribution: Attribution, outlook: Outlook, time: Time) -> bool:
    """Tell whether a time hangs on what is foretold, or on the cue, and on no clause between."""
    head = root_of(doc, time.span)
    if head is None:
        return False
    ends = {outlook.root.i, *(token.i for token in doc.tokens_in(attribution.cue))}
    for token in (head, *head.ancestors):
        if token.i in ends:
            return True
        if token.dep_ in APART:
            return False
    return True


def last_day(since: Time) -> str:
    """Return the last day on which it may have been said, as ISO 8601."""
    if since.end is None:
        return since.start or ""
    end = date.fromisoformat(since.end[:10])
    return (
        (end - timedelta(days=1)).isoformat() if len(since.end) == len("2026-01-01") else since.end
    )


def looks_back(doc: Document, time: Time) -> bool:
    """Tell whether a time is where something began, or lies back: "since May", "earlier today"."""
    before = doc.text[max(0, time.span.start - BEFORE) : time.span.start].lower().split()
    words = [*before[-1:], *doc.quote(time.span).lower().split()[:1]]
    return any(word in BACK for word in words)


def times_within(times: Sequence[Time], span: Span) -> Sequence[Time]:
    """Return those of `times`, which stand in text order, that start inside `span`."""
    first = bisect_left(times, span.start, key=lambda time: time.span.start)
    return times[first : bisect_left(times, span.end, key=lambda time: time.span.start)]


def distance(one: Span, other: Span) -> int:
    """Return the number of characters between two spans, 0 if they touch."""
    return max(0, one.start - other.end, other.start - one.end)
