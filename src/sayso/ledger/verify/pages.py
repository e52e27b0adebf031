"""The text of a report against the bytes that it was read from, where they still are.

Characters are looked for where the map says they stand. Text that a page has in a coding of its
own (a mail, JSON) is not found that way; then the page is cleaned anew and must give the report.
"""

import html
import io
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, func, select

from sayso import __version__
from sayso.clean import Given, clean_page
from sayso.errors import SaysoError
from sayso.ingest import Page, read_pages
from sayso.ledger import tables
from sayso.ledger.identity import input_id
from sayso.ledger.reading import decode_map
from sayso.ledger.verify.findings import TROUBLE, Checked, Finding, reason_of
from sayso.records import Run


def find_faults_of_pages(
    connection: Connection, folder: Path, checked: Checked
) -> Iterator[Finding]:
    """Yield which reports say what the bytes of their inputs do not.

    Paths that are not absolute start in `folder`. Bytes that are gone or changed are counted.
    """
    inputs = tables.INPUTS.c
    wanted = select(inputs.path, func.count().label("inputs")).group_by(inputs.path)
    for row in connection.execute(wanted.order_by(inputs.path)).all():
        before = checked.pages
        if row.path is not None and is_file(folder / row.path):
            yield from check_file(connection, folder, row.path, checked)
        checked.gone += row.inputs - (checked.pages - before)


def is_file(path: Path) -> bool:
    """Tell whether there is a plain file at `path`, and not a pipe that never ends."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def check_file(
    connection: Connection, folder: Path, path: str, checked: Checked
) -> Iterator[Finding]:
    """Yield which reports say what the file at `path` does not; it may hold many pages."""
    found: set[str] = set()
    for page in read_pages([str(folder / path)], io.BytesIO()):
        if not isinstance(page, Page):
            continue
        raw = msgspec.structs.replace(page.raw, path=path)
        id_ = input_id(raw)
        row = input_of(connection, id_) if id_ not in found else None
        if row is None:
            continue
        found.add(id_)
        checked.pages += 1
        yield from check_page(msgspec.structs.replace(page, raw=raw), row, checked)


def input_of(connection: Connection, id_: str) -> Row[Any] | None:
    """Return an input with the text of its report, None where the ledger has no such input."""
    inputs, reports = tables.INPUTS.c, tables.REPORTS.c
    columns: tuple[Any, ...] = (
        *(inputs.map, inputs.charset, inputs.given),
        *(reports.id.label("gives"), reports.text, tables.RUNS.c.version),
    )
    joined = tables.INPUTS.join(tables.REPORTS).join(tables.RUNS)
    wanted = select(*columns).select_from(joined).where(inputs.id == id_)
    return connection.execute(wanted).one_or_none()


def check_page(page: Page, row: Row[Any], checked: Checked) -> Iterator[Finding]:
    """Yield a finding where the text of a report does not stand in the bytes of `page`.

    What another version of sayso read may read otherwise by now: that is counted.
    """
    try:
        stands = stands_in(row.text, decode_map(row.map), page.data, row.charset)
        what = "" if stands else difference(page, row)
    except TROUBLE as trouble:
        what = reason_of(trouble)
    if what and row.version != __version__:
        checked.unlike += 1
    elif what:
        yield Finding(
            about="page",
            id=row.gives,
            message=f"report {row.gives} does not stand in the bytes of {page.raw.path}: {what}",
        )


def stands_in(text: str, runs: tuple[Run, ...], data: bytes, charset: str | None) -> bool:
    """Tell whether every character of `text` is the one that stands in the bytes of its run.

    White space stands for any markup.
    """
    position = 0
    for run in runs:
        words = text[run.start : run.end]
        if run.start != position or len(words) != run.end - run.start:
            return False
        if not words.isspace() and words != plain(data[run.first : run.after], charset):
            return False
        position = run.end
    return position == len(text)


def plain(data: bytes, charset: str | None) -> str:
    """Return what some bytes of a page say, entities read and letters composed."""
    written = data.decode(charset or "utf-8", "replace")
    return unicodedata.normalize("NFC", html.unescape(written) if "&" in written else written)


def difference(page: Page, row: Row[Any]) -> str:
    """Return in words how the report of `page` is not that of `row`, "" where it is."""
    given = msgspec.json.decode(row.given, type=Given) if row.given is not None else Given()
    try:
        report = clean_page(page, given)
    except SaysoError as fault:
        return str(fault)
    if report.text != row.text:
        return "it has another text, cleaned anew"
    if report.raw.map != decode_map(row.map):
        return "its text stands elsewhere in them than its map says"
    return ""
