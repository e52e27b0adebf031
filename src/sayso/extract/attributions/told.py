"""Drafts -> records: what was told, by whom, through whom, how sure."""

from collections.abc import Sequence

from spacy.tokens import Token

from sayso.annotate.document import Document
from sayso.extract.attributions.chain import via_parties
from sayso.extract.parties import Parties
from sayso.extract.saying.cues import Saying
from sayso.extract.saying.drafts import WORD, Draft, overlapping
from sayso.extract.saying.quotations import Quotation
from sayso.extract.saying.stance import certainty_of
from sayso.ids import content_id
from sayso.records import Attribution, Quoted, Span


def record_of(
    doc: Document, parties: Parties, draft: Draft, quotations: Sequence[Quotation]
) -> Attribution:
    """Return the record of a draft."""
    saying = draft.saying
    entry = saying.cue.entry
    return Attribution(
        id=id_of(doc, draft.cue, draft.content),
        sentence=doc.sentence_of(saying.head),
        source=None if saying.source is None else parties.speaker(saying.source),
        via=via_parties(doc, parties, draft),
        cue=draft.cue,
        cue_lemma=cue_lemma(saying),
        content=tuple(draft.content),
        quoted=quoted(doc.text, draft.cue, draft.content, quotations),
        stance=saying.stance,
        certainty=certainty_of(first_words(doc, draft.content), entry.certainty),
        interest="none",
    )


def cue_lemma(saying: Saying) -> str:
    """Return the lemma of a cue, with the word that belongs to it: "say", "according to"."""
    head, last = saying.head, saying.cue.tokens[-1]
    if saying.cue.entry.pos in ("preposition", "label"):
        return " ".join(token.lower_ for token in saying.cue.tokens)
    fixed = [token.lower_ for token in head.doc[head.i + 1 : last.i + 1]]
    return " ".join([head.lemma_.lower(), *fixed])


def id_of(doc: Document, cue: Span, content: Sequence[Span]) -> str:
    """Return the id of the attribution with this cue and this content."""
    return content_id("attribution", doc.report.id, cue.start, cue.end, content[0].start)


def first_words(doc: Document, content: Sequence[Span]) -> list[Token]:
    """Return the tokens of the first sentence of a content: what its hedges bear on."""
    spoken = doc.tokens_in(content[0])
    end = spoken[0].sent.end
    return [token for token in spoken if token.i < end]


def quoted(
    text: str, cue: Span, content: Sequence[Span], quotations: Sequence[Quotation]
) -> Quoted:
    """Return whether the content stands in quotation marks: all of it, some or none.

    Marks that stand around the cue as well quote somebody else.
    """
    starts = [quotation.span.start for quotation in quotations]
    inside = outside = 0
    for part in content:
        spans = [
            quotations[place].span
            for place in overlapping(part, starts, quotations)
            if not quotations[place].span.covers(cue)
        ]
        for word in WORD.finditer(text, part.start, part.end):
            if any(span.start <= word.start() < span.end for span in spans):
                inside += 1
            elif word[0].lower() != "that":
                outside += 1
    if not inside:
        return "indirect"
    return "mixed" if outside else "direct"
