"""`sayso why`: what a record of a ledger stands on, and what speaks against it."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from sayso.cli.app import DONE, USAGE, app, examples, tell
from sayso.cli.coding import write_line
from sayso.errors import QueryError

if TYPE_CHECKING:  # SQLAlchemy and Rich would make `sayso --help` wait
    from rich.console import RenderableType

    from sayso.ledger.query import Why

Format = Literal["table", "json"]


@app.command(
    usage="Usage: sayso why LEDGER ID [OPTIONS]",
    help_epilogue=examples("sayso why news.db e036c04c4", "sayso why news.db n3999eab8"),
)
def why(
    ledger: Annotated[str, Parameter(name="LEDGER")],
    id: Annotated[str, Parameter(name="ID")],  # noqa: A002  # the word that users know
    /,
    *,
    format: Format | None = None,  # noqa: A002  # the flag is --format
) -> int:
    """Show what a record stands on: each field, its words, how they were read, its rivals.

    Parameters
    ----------
    ledger
        A file that sayso run made.
    id
        Of an event, a figure, a statement, a forecast, a report or an incident, or how it begins.
    format
        table: to read. json: one object. Without it a table on a terminal, else json.
    """
    from sayso.ledger import read_ledger
    from sayso.ledger.query import explain

    try:
        with read_ledger(Path(ledger)) as store:
            told = explain(store, id)
    except QueryError as fault:
        tell(str(fault))
        return USAGE
    if (format or ("table" if sys.stdout.isatty() else "json")) == "json":
        write_line(told)
        return DONE
    from sayso.sheet import open_console

    console = open_console()
    for part in shown(told):
        console.print(part)
    sys.stdout.flush()
    return DONE


def shown(told: "Why") -> "Iterator[RenderableType]":
    """Yield what is told of a record, part by part; parts that are empty are left out."""
    from sayso.cli import why_tables

    yield from why_tables.heading(told)
    for title, table in why_tables.parts_of(told):
        if table.row_count:
            yield why_tables.titled(title)
            yield table
