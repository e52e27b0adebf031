"""Quotations that an attribution covers, with its source as the speaker."""

from collections.abc import Iterable, Iterator, Sequence

from bench.quality.coding import Item, Prediction
from sayso.extract.saying.quotations import find_quotations
from sayso.records import Attribution, Span

COVERED = 0.8  # of a quotation's characters lie in the content, as the corpus has it


def predict(items: Iterable[Item]) -> Iterator[tuple[str, Prediction]]:
    """Yield each document's attributed quotations in the scorer's shape."""
    for item in items:
        yield item.gold.id, {"quotes": list(quotes_of(item))}


def quotes_of(item: Item) -> Iterator[dict[str, list[int] | None]]:
    """Yield the quotations that stand in the content of an attribution."""
    report = item.doc.report
    for quotation in find_quotations(report.text, report.paragraphs):
        span = quotation.span
        attribution = attribution_of(span, item.coded.attributions)
        if attribution is not None:
            source = attribution.source
            yield {
                "quote": [span.start, span.end],
                "speaker": [source.span.start, source.span.end] if source else None,
            }


def attribution_of(span: Span, attributions: Sequence[Attribution]) -> Attribution | None:
    """Return the attribution whose content covers most of `span`, if it covers enough."""
    best = max(attributions, key=lambda a: share_covered(span, a.content), default=None)
    if best is None or share_covered(span, best.content) < COVERED:
        return None
    return best


def share_covered(span: Span, content: Iterable[Span]) -> float:
    """Return the share of the characters of `span` that lie in `content`."""
    shared = sum(max(0, min(span.end, c.end) - max(span.start, c.start)) for c in content)
    return shared / (span.end - span.start)
