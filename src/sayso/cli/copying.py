"""`sayso copies`: who prints whose text, and what was cut, added and changed in it."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

from cyclopts import Parameter

from sayso.cli.app import DONE, USAGE, app, examples, tell
from sayso.cli.coding import write_line
from sayso.errors import QueryError

if TYPE_CHECKING:  # SQLAlchemy and Rich would make `sayso --help` wait
    from rich.text import Text

    from sayso.ledger import Ledger
    from sayso.ledger.derived.copies.listing import Comparison, Reprint, Reprinted
    from sayso.records import Report

Format = Literal["text", "json"]
Line = tuple[str, str]  # words, and the style that a terminal shows them in

STYLES: Final = {"-": "red", "+": "green", ">": "cyan", "@": "bold"}
TAKES: Final = {"original": "original", "copy": "copy", "part": "a part"}


@app.command(
    usage="Usage: sayso copies LEDGER [REPORT] [OPTIONS]",
    help_epilogue=examples(
        "sayso copies news.db",
        "sayso copies news.db r5e4e1ce7",
        "sayso copies news.db pages/port_2.html | less",
        "sayso copies news.db --format json > copies.jsonl",
    ),
)
def copies(
    ledger: Annotated[str, Parameter(name="LEDGER")],
    report: Annotated[str | None, Parameter(name="REPORT")] = None,
    /,
    *,
    format: Format = "text",  # noqa: A002  # the flag is --format
) -> int:
    """Show who prints whose text; of one report, what was cut, added and changed.

    A text that several outlets print is one source, however many they are. Whose it is tell the
    agency that they sign, then the dates. Of a report that is the original each of its copies is
    shown. A line of what both have begins with a space, of what the copy has elsewhere with ">",
    of what it cut with "-", and of what it added with "+".

    Parameters
    ----------
    ledger
        A file that sayso run made.
    report
        Its id, how that begins, or the path of its page; all copies without it.
    format
        text: to read. json: one object a line, for programs.
    """
    from sayso.ledger import read_ledger

    try:
        with read_ledger(Path(ledger)) as store:
            if report is None:
                write_groups(store, format)
            else:
                write_comparisons(store, report, format)
    except QueryError as fault:
        tell(str(fault))
        return USAGE
    return DONE


def write_groups(ledger: "Ledger", format: Format) -> None:  # noqa: A002
    """Print each text that several reports print, and who takes over a part."""
    from sayso.ledger.derived.copies import list_copies

    nothing = True
    for group in list_copies(ledger):
        nothing = False
        if format == "json":
            write_line(group)
        else:
            write_lines(group_lines(group))
    if nothing:
        tell(f"no two reports of {ledger.path} print one text.")


def write_comparisons(ledger: "Ledger", report: str, format: Format) -> None:  # noqa: A002
    """Print what the text of a report has from others, and others from it."""
    from sayso.ledger.derived.copies import compare_copies

    nothing = True
    for comparison, original, reprint in compare_copies(ledger, report):
        nothing = False
        if format == "json":
            write_line(comparison)
        else:
            write_lines(comparison_lines(comparison, original, reprint))
    if nothing:
        tell(f"{report} shares its text with no other report of {ledger.path}.")


def group_lines(group: "Reprinted") -> Iterator[Line]:
    """Yield the lines of one text and who prints it."""
    outlets = len({each.outlet for each in group.reprints})
    if group.copy_group is None:
        yield "A part taken over", STYLES["@"]
    else:
        whose = f"Copy of {group.whose}" if group.whose else "One text"
        printed = f"{len(group.reprints)} reports, {outlets} outlet{'s' if outlets > 1 else ''}"
        yield f"{whose}: {printed}", STYLES["@"]
    for each in group.reprints:
        first = ", printed first" if each.report == group.first else ""
        yield f"  {takes_of(each)}  {head_of(each)}{first}", ""
    if group.reason is not None:
        yield f"  why: {group.reason}", "dim"
    yield "", ""


def takes_of(each: "Reprint") -> str:
    """Return what a report has of the original, in words of one width."""
    share = "" if each.takes == "original" else f" {each.share:.0%}"
    return f"{TAKES[each.takes]}{share}".ljust(len("copy 100%"))


def head_of(each: "Reprint") -> str:
    """Return who printed a report, when, under which title."""
    printed = ", ".join((each.outlet or "unknown outlet", each.published or "undated"))
    signed = f", copy of {each.agency}" if each.agency else ""
    return f"{each.report}  {printed}{signed}: {each.title or 'no title'}"


def comparison_lines(
    comparison: "Comparison", original: "Report", reprint: "Report"
) -> Iterator[Line]:
    """Yield the two reports as one text, after a line on what they share."""
    from sayso.ledger.copies import find_diff_lines

    copy = comparison.copy
    took = "is a copy" if copy.likeness == "copy" else "takes over a part"
    yield (
        f"{copy.copy} {took}: {copy.share_of_copy:.0%} of its words stand in {copy.original}, "
        f"{copy.share_of_original:.0%} of whose words they are",
        STYLES["@"],
    )
    for line in find_diff_lines(copy, original, reprint):
        style = STYLES["@"] if line.startswith(("--- ", "+++ ")) else STYLES.get(line[0], "")
        yield line, style
    yield "", ""


def write_lines(lines: Iterable[Line]) -> None:
    """Print lines, coloured on a terminal, without control characters."""
    from sayso.sheet import open_console

    console = open_console()
    for words, style in lines:
        console.print(styled(words, style), soft_wrap=not console.is_terminal)
    sys.stdout.flush()


def styled(words: str, style: str) -> "Text":
    """Return one line to print."""
    from rich.text import Text

    return Text("".join(letter if letter.isprintable() else " " for letter in words), style)
