"""Who says so: attributions as source, cue and content spans."""

from collections.abc import Iterable, Iterator

from bench.quality.coding import Item, Prediction
from sayso.annotate.document import Document
from sayso.extract.attributions import ContentIndex
from sayso.records import Attribution, Span


def predict(items: Iterable[Item]) -> Iterator[tuple[str, Prediction]]:
    """Yield each document's outermost attributions: the corpus marks none inside another."""
    for item in items:
        found = item.coded.attributions
        contents = ContentIndex(found)
        outer = [each for each in found if contents.at(each.cue) is None]
        yield item.gold.id, {"attributions": [as_gold(item.doc, a) for a in outer]}


def as_gold(doc: Document, attribution: Attribution) -> dict[str, list[list[int]]]:
    """Return the attribution's spans as lists of offsets; no source is an empty list."""
    source = [attribution.source.span] if attribution.source else []
    return {
        "source": offsets(source),
        "cue": offsets([with_adverbs(doc, attribution.cue)]),
        "content": offsets(attribution.content),
    }


def with_adverbs(doc: Document, cue: Span) -> Span:
    """Return the cue with the adverbs right before it, which the corpus counts with it."""
    start = doc.tokens_in(cue)[0]
    while start.i > start.sent.start and start.nbor(-1).pos_ == "ADV":
        start = start.nbor(-1)
    return Span(start.idx, cue.end)


def offsets(spans: Iterable[Span]) -> list[list[int]]:
    """Return the spans as `[start, end]` lists."""
    return [[span.start, span.end] for span in spans]
