"""Coded reports cut short, as papers cut an agency's story: with the records that are left."""

from msgspec.structs import replace

from bench.speed.casts import found_in
from sayso.records import Coded, Span


def shortened(coded: Coded, paragraphs: int) -> Coded:
    """Return a report cut after some paragraphs, with the records that stand in them."""
    report = coded.report
    end = report.paragraphs[paragraphs - 1].end
    stay = [
        {record.id for record in group if within(record, end)}
        for group in (coded.attributions, coded.events, coded.quantities, coded.forecasts)
    ]
    said, acts, counted, _ = stay
    known = set.union(*stay)
    return replace(
        coded,
        report=replace(report, text=report.text[:end], paragraphs=report.paragraphs[:paragraphs]),
        attributions=tuple(item for item in coded.attributions if item.id in said),
        events=tuple(
            replace(
                event,
                attribution=event.attribution if event.attribution in said else None,
                quantities=tuple(id_ for id_ in event.quantities if id_ in counted),
            )
            for event in coded.events
            if event.id in acts
        ),
        quantities=tuple(
            replace(
                item,
                **{
                    name: id_ if id_ in known else None
                    for name in ("part_of", "event", "attribution", "revises", "adds_to")
                    for id_ in [getattr(item, name)]
                },
            )
            for item in coded.quantities
            if item.id in counted
        ),
        forecasts=tuple(
            item
            for item in coded.forecasts
            if item.id in known and {item.attribution, item.quantity} <= {None, *known}
        ),
    )


def within(record: object, end: int) -> bool:
    """Tell whether all spans of a record lie before `end`."""
    return all(span.end <= end for span in found_in(record, Span))
