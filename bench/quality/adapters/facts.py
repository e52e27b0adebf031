"""Whole pages against fact sheets: `sayso code` as a user runs it."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import msgspec

from bench.quality.coding import Workspace
from sayso.clean import Given
from sayso.ingest import read_pages
from sayso.pipeline import code_pages
from sayso.records import Coded

PAGES = ("*.txt", "*.html")
GIVEN = tuple(field.name for field in msgspec.structs.fields(Given))


class Sheet(msgspec.Struct, frozen=True):
    """The part of a fact sheet that is told to the product."""

    given: dict[str, str | None] = {}
    page: str | None = None  # name of the page, where it is not that of the sheet


def sheets_in(folder: Path) -> Iterator[tuple[Path, Path]]:
    """Yield the fact sheets of a folder, in order of name, each with its page."""
    for path in sorted(folder.glob("*.json")):
        sheet = msgspec.json.decode(path.read_bytes(), type=Sheet)
        names = [sheet.page] if sheet.page else [path.stem + glob[1:] for glob in PAGES]
        page = next((path.parent / name for name in names if (path.parent / name).exists()), None)
        if page is not None:
            yield path, page


def code_sheets(folder: Path, out: Path, workspace: Workspace) -> int:
    """Write what the page of each sheet is coded to as `out/SHEET.jsonl`.

    Return how many records there are, forecasts left out: sheets do not judge extra ones.
    """
    count = 0
    for path, page in sheets_in(folder):
        sheet = msgspec.json.decode(path.read_bytes(), type=Sheet)
        given = Given(**{name: sheet.given[name] for name in GIVEN if sheet.given.get(name)})
        for coded in code_pages(read_pages([str(page)], BytesIO()), given):
            if isinstance(coded, Coded):
                workspace.check(coded)
                count += len(coded.attributions) + len(coded.events) + len(coded.quantities)
                (out / f"{path.stem}.jsonl").write_bytes(msgspec.json.encode(coded) + b"\n")
    return count
