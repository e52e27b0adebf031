"""Sayings -> drafts: what is said as stretches of text, whole quotations included."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from spacy.tokens import Token

from sayso.annotate.document import Document
from sayso.extract.saying.cues import Saying
from sayso.extract.saying.quotations import Quotation, find_quotations
from sayso.extract.saying.sayings import find_sayings
from sayso.records import Span

LONG_QUOTATION = 4  # words
LONGEST_LEAD = 200  # characters between a cue and the quotation that it introduces
WORD = re.compile(r"\w+")
BARE_GAP = re.compile(r"[\W_]*")
EDGE = " \t\n\r\u00a0.,;:–—-"  # what falls off the ends of a content, outside quotation marks


@dataclass(slots=True)
class Draft:
    """A saying on its way to a record."""

    saying: Saying
    cue: Span
    phrase: Span  # the cue with its source: what quoted speech can stand beside
    content: list[Span] = field(default_factory=list)
    via: list[Token] = field(default_factory=list)


def find_cue_entries(doc: Document) -> tuple[str, ...]:
    """Return the ids of the cue entries that fire in `doc`, chains not yet joined."""
    quotations = find_quotations(doc.text, doc.report.paragraphs)
    return tuple(draft.saying.cue.entry.id for draft in find_drafts(doc, quotations))


def find_drafts(doc: Document, quotations: Sequence[Quotation]) -> list[Draft]:
    """Return the sayings of `doc` that say something, with their quotations, in order."""
    drafts = [draft_of(doc, saying, quotations) for saying in find_sayings(doc.spacy_doc)]
    give_quotations(doc, drafts, quotations)
    return without_inner_hearsay([draft for draft in drafts if draft.content])


def without_inner_hearsay(drafts: list[Draft]) -> list[Draft]:
    """Return the drafts without hearsay that somebody named tells: "he said she reportedly left".

    There "reportedly" only makes the one who speaks less sure.
    """
    told = sorted(part for draft in drafts if not is_hearsay(draft) for part in draft.content)
    reach = list(accumulate((part.end for part in told), max))  # furthest end so far

    def is_told(cue: Span) -> bool:
        place = bisect_right(told, Span(cue.start, cue.end)) - 1
        return place >= 0 and reach[place] >= cue.end

    return [draft for draft in drafts if not (is_hearsay(draft) and is_told(draft.cue))]


def is_hearsay(draft: Draft) -> bool:
    """Tell whether nobody but an adverb says so."""
    return draft.saying.cue.entry.pos == "adverb"


# --- content: from tokens to stretches of text


def draft_of(doc: Document, saying: Saying, quotations: Sequence[Quotation]) -> Draft:
    """Return a saying with its content as stretches of text, whole quotations included."""
    cue = doc.span_of(saying.cue.tokens)
    phrase = cue
    if saying.source is not None and saying.source.sent == saying.head.sent:
        edges = [saying.source.left_edge.idx, cue.start]
        ends = [saying.source.right_edge.idx + len(saying.source.right_edge), cue.end]
        if saying.source.i not in saying.content:
            phrase = Span(min(edges), max(ends))
    within = quotation_at(quotations, cue)
    content = []
    for run in runs_of(doc, saying):
        part = clip(run, within) if within is not None else run
        if part is not None:
            content.append(part)
    return Draft(saying, cue, phrase, content, list(saying.via))


def runs_of(doc: Document, saying: Saying) -> Iterator[Span]:
    """Yield the unbroken stretches of the content of a saying."""
    spacy_doc, apart = doc.spacy_doc, {token.i for token in saying.cue.tokens}
    start = previous = -1
    after_cue = min(saying.content, default=0) > saying.head.i and not apart & saying.content
    for index in sorted(saying.content):
        if start < 0:
            start = index
        elif not all(
            i not in apart and (after_cue or spacy_doc[i].is_punct or spacy_doc[i].is_space)
            for i in range(previous + 1, index)
        ):
            yield from stretch(doc, start, previous)
            start = index
        previous = index
    if start >= 0:
        yield from stretch(doc, start, previous)


def stretch(doc: Document, first: int, last: int) -> Iterator[Span]:
    """Yield the text from token `first` to token `last` without punctuation at its ends."""
    tokens = doc.spacy_doc
    start, end = tokens[first].idx, tokens[last].idx + len(tokens[last])
    text = doc.text
    while start < end and text[start] in EDGE:
        start += 1
    while end > start and text[end - 1] in EDGE:
        end -= 1
    if WORD.search(text, start, end):
        yield Span(start, end)


def clip(span: Span, within: Span) -> Span | None:
    """Return the part of `span` inside `within`, None where there is none."""
    start, end = max(span.start, within.start), min(span.end, within.end)
    return Span(start, end) if start < end else None


def quotation_at(quotations: Sequence[Quotation], span: Span) -> Span | None:
    """Return the quotation that holds `span`."""
    place = bisect_right(quotations, span.start, key=lambda quotation: quotation.span.start) - 1
    if place >= 0 and quotations[place].span.covers(span):
        return quotations[place].span
    return None


# --- quotations: whose they are


def give_quotations(doc: Document, drafts: list[Draft], quotations: Sequence[Quotation]) -> None:
    """Give each quotation to the saying it belongs to, and widen contents to whole quotations."""
    owners: dict[int, Draft] = {}
    starts = [quotation.span.start for quotation in quotations]
    for draft in drafts:
        for part in list(draft.content):
            for place in overlapping(part, starts, quotations):
                if not quotations[place].span.covers(draft.cue):
                    owners.setdefault(place, draft)
                    draft.content.append(quotations[place].span)
        beside_cue(doc, draft, quotations, starts, owners)
    own_labelled(drafts, quotations, starts, owners)
    run_on(doc, quotations, [paragraph.start for paragraph in doc.report.paragraphs], owners)
    for place, draft in owners.items():
        if not quotations[place].span.covers(draft.cue):
            draft.content.append(quotations[place].span)
    for draft in drafts:
        draft.content = merge(doc.text, draft.content, draft.phrase)


def own_labelled(
    drafts: Sequence[Draft],
    quotations: Sequence[Quotation],
    starts: Sequence[int],
    owners: dict[int, Draft],
) -> None:
    """Give quotations that open with a label to who it names: a transcript in quotation marks."""
    for draft in drafts:
        if draft.saying.cue.entry.pos == "label":
            for place in overlapping(draft.cue, starts, quotations):
                owners[place] = draft


def overlapping(part: Span, starts: Sequence[int], quotations: Sequence[Quotation]) -> list[int]:
    """Return the places of the quotations that share text with `part`."""
    first = max(0, bisect_right(starts, part.start) - 1)
    last = bisect_right(starts, part.end - 1)
    return [place for place in range(first, last) if quotations[place].span.overlaps(part)]


def beside_cue(
    doc: Document,
    draft: Draft,
    quotations: Sequence[Quotation],
    starts: Sequence[int],
    owners: dict[int, Draft],
) -> None:
    """Give a saying the quotations right before and right after its cue."""
    if "quote" not in draft.saying.cue.entry.frames or quotation_at(quotations, draft.cue):
        return
    before = bisect_right(starts, draft.phrase.start) - 1
    after = bisect_right(starts, draft.cue.end - 1)
    if before >= 0 and before not in owners:
        gap = text_between(doc, quotations[before].span.end, draft.phrase.start)
        if len(gap) < 4 and BARE_GAP.fullmatch(gap) and "\n" not in gap and "." not in gap:
            owners[before] = draft
    if after < len(quotations) and after not in owners:
        gap = text_between(doc, draft.cue.end, quotations[after].span.start)
        if leads_into_quotation(gap) and (gap.strip() or is_long(doc, quotations[after])):
            owners[after] = draft


def text_between(doc: Document, start: int, end: int) -> str:
    """Return the text from `start` to `end`, cut off where it is too long to be a lead-in."""
    return doc.text[start : min(end, start + LONGEST_LEAD + 1)]


def is_long(doc: Document, quotation: Quotation) -> bool:
    """Tell whether a quotation is more than a name or a catchword."""
    words = len(WORD.findall(quotation.span.quote(doc.text)))
    return words >= LONG_QUOTATION or quotation.is_speech(doc.text)


def leads_into_quotation(gap: str) -> bool:
    """Tell whether the words between a cue and a quotation lead into it: " in Paris: "."""
    if len(gap) > LONGEST_LEAD or "\n" in gap:
        return False
    bare = gap.rstrip()
    return not bare or (bare[-1] in ":," and not re.search(r"[.!?]\s", bare) and ";" not in bare)


def run_on(
    doc: Document,
    quotations: Sequence[Quotation],
    paragraphs: Sequence[int],
    owners: dict[int, Draft],
) -> None:
    """Give speech without a cue of its own to the saying that it runs on from, or leads up to."""
    places = [bisect_right(paragraphs, quotation.span.start) - 1 for quotation in quotations]
    for here in reversed(range(len(quotations) - 1)):
        if here not in owners and here + 1 in owners and places[here] == places[here + 1]:
            gap = doc.text[quotations[here].span.end : quotations[here + 1].span.start]
            if not gap.strip() and quotations[here].is_speech(doc.text):
                owners[here] = owners[here + 1]
    for here in range(1, len(quotations)):
        if here in owners or here - 1 not in owners:
            continue
        speech = quotations[here].is_speech(doc.text)
        same = places[here] == places[here - 1]
        if quotations[here - 1].runs_on or (speech and (same or follows(doc, quotations, here))):
            owners[here] = owners[here - 1]


def follows(doc: Document, quotations: Sequence[Quotation], here: int) -> bool:
    """Tell whether a quotation is a paragraph of its own, right after one with quoted speech."""
    gap = doc.text[quotations[here - 1].span.end : quotations[here].span.start]
    rest = doc.text[quotations[here].span.end : quotations[here].span.end + 400].split("\n")[0]
    tail = gap.rstrip().rsplit("\n", 1)[0] if "\n" in gap else gap
    return gap[-1:] == "\n" and "\n" not in tail.strip() and not WORD.search(rest)


def merge(text: str, parts: list[Span], apart: Span) -> list[Span]:
    """Return the parts in order; those that touch or overlap, or are white space apart, as one.

    Quoted stretches keep their marks; nothing reaches into the phrase that reports them.
    """
    merged: list[Span] = []
    for part in sorted(parts):
        if merged and not (merged[-1].end <= apart.start < part.start):
            gap = text[merged[-1].end : part.start]
            if merged[-1].end >= part.start or not WORD.search(gap):
                merged[-1] = Span(merged[-1].start, max(merged[-1].end, part.end))
                continue
        merged.append(part)
    return merged
