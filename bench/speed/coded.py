"""The demo's pages coded, and the same under other ids: what benches and tests load."""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

import msgspec
from msgspec.structs import replace

from bench.speed.pages import page_files, read_page
from sayso.clean import Given
from sayso.ids import Kind, content_id
from sayso.pipeline import code_pages
from sayso.records import Attribution, Coded, Event, Forecast, Quantity


def coded_pages() -> list[Coded]:
    """Return the demo's pages coded."""
    found = code_pages((read_page(path) for path in page_files(None)), Given())
    return [item for item in found if isinstance(item, Coded)]


def read_coded(path: Path) -> list[Coded]:
    """Return the reports that `sayso code` wrote to a file."""
    with path.open("rb") as lines:
        return [msgspec.json.decode(line, type=Coded) for line in lines]


def variants(patterns: Sequence[Coded]) -> Iterator[Coded]:
    """Yield ever new reports that are coded like `patterns`: other ids, bytes and paths."""
    lines = [msgspec.json.encode(coded).decode() for coded in patterns]
    number = 0
    while True:
        for coded, line in zip(patterns, lines, strict=True):
            number += 1
            yield variant(coded, line, number)


def variant(coded: Coded, line: str, number: int) -> Coded:
    """Return `coded`, whose JSON is `line`, with ids of its own."""
    kinds: tuple[Kind, ...] = ("attribution", "event", "quantity", "forecast")
    groups: tuple[Sequence[Attribution | Event | Quantity | Forecast], ...] = (
        *(coded.attributions, coded.events, coded.quantities, coded.forecasts),
    )
    old = {coded.report.id: content_id("report", coded.report.id, number)}
    for kind, group in zip(kinds, groups, strict=True):
        old.update({record.id: content_id(kind, record.id, number) for record in group})
    for before, after in old.items():
        line = line.replace(f'"{before}"', f'"{after}"')
    told = msgspec.json.decode(line, type=Coded)
    raw = replace(
        told.report.raw,
        sha256=sha256(f"{told.report.raw.sha256} {number}".encode()).hexdigest(),
        path=f"pages/{number:07}.html",
    )
    return replace(told, report=replace(told.report, raw=raw))
