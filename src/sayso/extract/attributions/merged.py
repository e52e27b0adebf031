"""Two readings of a page -> one: the tagger's outermost attributions, the rules' inner ones.

What each reading is good for was measured: the tagger knows better what is attributed, to whom
and by which words; the rules know the chain, the stance of a cue, and sayings inside sayings,
which the tagger was not trained to see.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from spacy.tokens import Token

from sayso.annotate.document import Document
from sayso.extract.attributions.contents import ContentIndex
from sayso.extract.attributions.told import first_words, id_of, quoted
from sayso.extract.parties import Parties
from sayso.extract.saying.cues import load_cues
from sayso.extract.saying.quotations import Quotation, find_quotations
from sayso.extract.saying.stance import certainty_of, read_cue
from sayso.extract.saying.transcripts import DASHES
from sayso.extract.tagging import Relation
from sayso.records import Attribution, Party, Span

SAID_IN = frozenset(
    "statement interview speech letter email message tweet post report briefing conference".split()
)
LABELS = frozenset([":", *DASHES])  # cues of lines that open or end with their speaker's name
NEAR = 8  # attributions of the rules before that are looked at
MOST = 0.5  # of a quotation's characters, to call it attributed


def merge_readings(
    doc: Document,
    parties: Parties,
    relations: Sequence[Relation],
    by_rules: Sequence[Attribution],
) -> tuple[Attribution, ...]:
    """Return the attributions of `doc` in the order of their cues.

    1. Each relation of the tagger is a record; where the rules found the same cue, it takes from
       them who passed the saying on, its stance, and the quotations that run on from it. One
       without a source counts only where the rules found its cue too.
    2. Labels of a transcript and credits behind a dash tell who speaks, not the tagger; and
       where the rules know that its source but cites another, theirs is the record.
    3. Of what else the rules found, that stays which stands inside the content of such a record;
       and what pictures and papers show, which the tagger's corpus seldom marks.
    """
    quotations = find_quotations(doc.text, doc.report.paragraphs)
    labelled = [found for found in by_rules if doc.quote(found.cue) in LABELS]
    relations = [relation for relation in relations if not is_labelled(relation, labelled)]
    passed_on = [found for found in by_rules if found.via]
    citing = [found for found in passed_on if any(cites(each, found) for each in relations)]
    relations = [each for each in relations if not any(cites(each, found) for found in citing)]
    at_cue = dict(pair_by_cue(relations, by_rules))
    relations = [each for each in relations if each.source is not None or each.cue in at_cue]
    outer = [
        record_of_relation(doc, parties, relation, at_cue.get(relation.cue), quotations)
        for relation in with_running_quotations(doc.text, relations, at_cue, quotations)
    ]
    settled = {found.id: found for found in (*at_cue.values(), *labelled, *citing)}
    paired = {found.id for found in at_cue.values()}
    outer += [found for found in settled.values() if found.id not in paired]
    contents = ContentIndex(outer)
    parts = [part for found in outer for part in found.content]
    rest = [found for found in by_rules if found.id not in settled]
    added = [found for found in rest if contents.at(found.cue) or is_shown(found, parts)]
    return tuple(sorted([*outer, *added], key=lambda found: (found.cue, found.content)))


def cites(relation: Relation, by_rules: Attribution) -> bool:
    """Tell whether the source of a relation but passes on what the rules know the source of.

    "Interfax reported, citing the ministry" is the ministry's saying.
    """
    source = relation.source
    return (
        source is not None
        and by_rules.sentence.overlaps(relation.cue)
        and any(source.overlaps(party.span) for party in by_rules.via)
    )


def is_shown(found: Attribution, contents: Sequence[Span]) -> bool:
    """Tell whether evidence shows what a record holds, and none of `contents` shares it."""
    return found.cue_lemma in evidence_cues() and not any(
        part.overlaps(own) for part in contents for own in found.content
    )


@cache
def evidence_cues() -> frozenset[str]:
    """Return the lemmas of the cues whose subject must be evidence: "pictures SHOWED"."""
    return frozenset(
        lemma for entry in load_cues().entry if entry.evidence for lemma in entry.lemmas
    )


def is_labelled(relation: Relation, labelled: Sequence[Attribution]) -> bool:
    """Tell whether a relation is about a labelled paragraph, and does not stand inside it."""
    return any(
        part.overlaps(said) and not said.covers(relation.cue)
        for found in labelled
        for said in found.content
        for part in relation.content
    )


def pair_by_cue(
    relations: Iterable[Relation], by_rules: Sequence[Attribution]
) -> Iterator[tuple[Span, Attribution]]:
    """Yield the cues of the relations that share words with a cue of the rules, each once."""
    starts = [found.cue.start for found in by_rules]
    taken: set[str] = set()
    for relation in relations:
        last = bisect_right(starts, relation.cue.end - 1)
        for found in by_rules[max(0, last - NEAR) : last]:
            if found.id not in taken and found.cue.overlaps(relation.cue):
                taken.add(found.id)
                yield relation.cue, found
                break


def with_running_quotations(
    text: str,
    relations: Sequence[Relation],
    at_cue: dict[Span, Attribution],
    quotations: Sequence[Quotation],
) -> Iterator[Relation]:
    """Yield the relations, each with the quotations that the rules saw run on from its cue.

    A quotation without a cue of its own stays with the saying that opened it, over paragraphs
    and out of the tagger's window; one that the tagger gave to anybody stays there.
    """
    given = sorted(part for relation in relations for part in relation.content)
    loose = [q.span for q in quotations if shared(q.span, given) < MOST * length(q.span)]
    for relation in relations:
        found = at_cue.get(relation.cue)
        more = (
            []
            if found is None
            else [
                span
                for span in loose
                if any(part.covers(span) for part in found.content)
                and not span.overlaps(relation.cue)
            ]
        )
        if more:
            content = join_parts(text, [*relation.content, *more])
            relation = Relation(relation.source, relation.cue, content)
        yield relation


def shared(span: Span, parts: Sequence[Span]) -> int:
    """Return how many characters of `span` lie in `parts`, which are in order and apart."""
    first = max(0, bisect_left(parts, span) - 1)
    total = 0
    for part in parts[first:]:
        if part.start >= span.end:
            break
        total += max(0, min(span.end, part.end) - max(span.start, part.start))
    return total


def length(span: Span) -> int:
    """Return the number of characters of a span."""
    return span.end - span.start


def join_parts(text: str, parts: Iterable[Span]) -> tuple[Span, ...]:
    """Return the parts in order; those that overlap, or have only white space between, as one."""
    joined: list[Span] = []
    for part in sorted(parts):
        if joined and not text[joined[-1].end : part.start].strip():
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, part.end))
        else:
            joined.append(part)
    return tuple(joined)


def record_of_relation(
    doc: Document,
    parties: Parties,
    relation: Relation,
    by_rules: Attribution | None,
    quotations: Sequence[Quotation],
) -> Attribution:
    """Return the record of a relation; `by_rules` is what the rules made of the same cue."""
    cue = relation.cue
    if by_rules is not None and by_rules.cue.covers(cue):
        cue = by_rules.cue  # "according" is "according to"
    tokens = core_of(list(doc.tokens_in(cue)))
    head, cue, content = head_of(tokens), doc.span_of(tokens), relation.content
    if by_rules is not None and takes_more(by_rules, cue):
        more, cue = doc.trim(by_rules.cue.end, cue.end), Span(cue.start, by_rules.cue.end)
        content = join_parts(doc.text, [more, *content])
    said = first_words(doc, content)
    reading = read_cue(tokens, said)
    return Attribution(
        id=id_of(doc, cue, content),
        sentence=doc.sentence_of(head),
        source=source_of(parties, relation, by_rules),
        via=() if by_rules is None else by_rules.via,
        cue=cue,
        cue_lemma=head.lemma_.lower() if by_rules is None else by_rules.cue_lemma,
        content=content,
        quoted=quoted(doc.text, cue, content, quotations),
        stance=reading.stance if by_rules is None else by_rules.stance,
        certainty=certainty_of(said, reading.certainty),
        interest="none",
    )


def takes_more(by_rules: Attribution, cue: Span) -> bool:
    """Tell whether a cue ends with words that are content by the rules: "rejected SPECULATION"."""
    own = by_rules.cue
    return cue.start < own.end < cue.end and any(
        part.start <= cue.end - 1 and own.end <= part.start for part in by_rules.content
    )


def source_of(parties: Parties, relation: Relation, by_rules: Attribution | None) -> Party | None:
    """Return who says it, under the words that the tagger marked."""
    if relation.source is not None:
        return parties.spoken(relation.source)
    return None if by_rules is None else by_rules.source


def core_of(tokens: Sequence[Token]) -> Sequence[Token]:
    """Return the words of a cue without what only surrounds it.

    Off go adverbs and marks before it, and behind it marks, the time of the saying and the paper
    or interview that holds it: "also SAID on Friday in a statement:".
    """
    head = head_of(tokens)
    start, end = 0, len(tokens)
    while tokens[start] != head and (tokens[start].is_punct or tokens[start].pos_ == "ADV"):
        start += 1
    while end - 1 > start and tokens[end - 1] != head and is_beside(tokens[end - 1], head):
        end -= 1
    return tokens[start:end]


def is_beside(token: Token, head: Token) -> bool:
    """Tell whether a word behind the head of a cue tells when or where it was said."""
    if token.is_punct or token.is_space or token.ent_type_ in ("DATE", "TIME"):
        return True
    while token.head != head and token.head != token and token.head.i > head.i:
        token = token.head
    if token.head != head:
        return False
    if token.dep_ in ("npadvmod", "advmod"):
        return any(word.ent_type_ in ("DATE", "TIME") for word in token.subtree)
    places = {word.lemma_.lower() for word in token.children if word.dep_ == "pobj"}
    times = any(word.ent_type_ in ("DATE", "TIME") for word in token.children)
    return token.dep_ == "prep" and (times or bool(places & SAID_IN))


def head_of(tokens: Sequence[Token]) -> Token:
    """Return the token that the others hang on: a verb or noun first."""
    inside = {token.i for token in tokens}
    tops = [token for token in tokens if token.head.i not in inside or token.head == token]
    return next((token for token in tops if token.pos_ in ("VERB", "NOUN", "ADJ")), tops[-1])
