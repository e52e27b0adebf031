"""`sayso demo`: the pages that come with sayso, as sheets and as a ledger."""

import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

from cyclopts import Parameter

from sayso import __version__
from sayso.cli.app import app, examples
from sayso.cli.coding import LinkList, code_inputs, write_all
from sayso.cli.progress import show_progress
from sayso.records import Coded

if TYPE_CHECKING:
    from rich.console import RenderableType


SETTLED: Final = ("borne_out", "on_track", "contradicted")


@app.command(
    help_epilogue=examples(
        "sayso demo",
        "sayso demo --ledger demo.db",
        "FORCE_COLOR=1 sayso demo | less -R",
    )
)
def demo(*, ledger: Annotated[str | None, Parameter(metavar="FILE")] = None) -> int:
    """Code the pages that come with sayso: one as a sheet, a table of all, and what follows.

    The pages are invented, and so are the outlets and persons in them. Colours show on a
    terminal, or where FORCE_COLOR is set.

    Parameters
    ----------
    ledger
        Keep the ledger that is made of the pages in this file; default: it is not kept.
    """
    from sayso.demo import SHOWN, by_story, demo_pages
    from sayso.sheet import open_console, sheet, summary

    pages = demo_pages()
    found: list[Coded] = []
    with show_progress(pages) as advance:
        status = write_all(code_inputs(pages, {}, advance, LinkList(None).add), found.append)
    console = open_console()
    for coded in found:
        if Path(coded.report.raw.path or "").name == SHOWN:
            console.print(sheet(coded))
    console.print(summary(by_story(found)))
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        path = Path(ledger) if ledger is not None else Path(folder) / "demo.db"
        for title, shown in what_follows(path, found):
            console.rule(title, align="left")
            console.print(shown)
    return status


def what_follows(path: Path, found: Sequence[Coded]) -> "list[tuple[str, RenderableType]]":
    """Return what a ledger of the pages at `path` shows that no page does, each with a title.

    Raises `StoreError` where the ledger cannot be written.
    """
    from sayso.cli.answer_tables import answer_table, figure_table
    from sayso.ledger import add_coded, begin_run, end_run, open_ledger
    from sayso.ledger.derived import update_derived
    from sayso.ledger.query import (
        Filters,
        find_figures,
        find_forecasts,
        find_incidents,
        read_rivals,
    )

    with open_ledger(path, create=True) as ledger:
        run = begin_run(ledger, __version__, {"abstain": "even", "rules_only": False})
        added = add_coded(ledger, run, found)
        end_run(ledger, run, added=added, present=len(found) - added, set_aside=0)
        update_derived(ledger)
        told = find_incidents(ledger, Filters(corroborated=2, contested=True)).rows
        killed = find_figures(ledger, Filters(measure=("kill",), contested=True)).rows
        settled = find_forecasts(ledger, Filters(outcome=SETTLED)).rows
        return [
            ("Told by independent sources that contradict each other", answer_table(told)),
            ("Rival numbers of the dead", figure_table(killed, read_rivals(ledger, killed))),
            ("Forecasts, and what became of them", answer_table(settled)),
        ]
