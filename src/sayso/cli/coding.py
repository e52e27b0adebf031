"""`sayso code` and `schema`: pages in, records out."""

import io
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO, Literal, TypeVar

import msgspec
from cyclopts import Parameter

from sayso.cli.app import DONE, SET_ASIDE, USAGE, app, examples, only_paths, tell
from sayso.cli.given import check_given, parse_given
from sayso.cli.progress import show_progress
from sayso.records import Coded, Issue, Record
from sayso.span_law import check_quotes

if TYPE_CHECKING:  # readers and numpy would make `sayso --help` wait
    from sayso.ingest.page import Found, Link, Page

Written = TypeVar("Written", bound=Record)
Format = Literal["jsonl", "table"]

OPTIONS = (
    "--format",
    "--given",
    "--issues",
    "--links",
    "--rules-only",
    "--strict",
    "--loose",
    "--help",
)


@app.command(
    usage="Usage: sayso code PATH... [OPTIONS]",
    help_epilogue=examples(
        "sayso code page.html",
        "sayso code page.txt --format table",
        "sayso code pages/ --issues issues.jsonl > ledger.jsonl",
        "sayso code crawl.warc.gz 'mail/**/*.eml' > ledger.jsonl",
        "sayso code feed.xml --links links.jsonl > ledger.jsonl",
        'sayso code page.txt --given outlet="Harbour Post" published=2026-11-22',
        "curl -s URL | sayso code - --given url=URL",
    ),
)
def code(
    *paths: Annotated[
        str, Parameter(name="PATH", allow_leading_hyphen=True, validator=only_paths(OPTIONS))
    ],
    format: Format = "jsonl",  # noqa: A002  # the flag is --format
    given: Annotated[
        list[str] | None, Parameter(negative=(), metavar="KEY=VALUE", validator=check_given)
    ] = None,
    issues: Annotated[str | None, Parameter(metavar="FILE")] = None,
    links: Annotated[str | None, Parameter(metavar="FILE")] = None,
    rules_only: Annotated[bool, Parameter(negative=())] = False,
    strict: Annotated[bool, Parameter(negative=())] = False,
    loose: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    """Code pages: one JSON object a page on stdout.

    Reads HTML, text as copied from a browser, WARC and WACZ, RSS, Atom and JSON feeds, ninjs,
    NewsML-G2, NITF, mail and mailboxes, JSON lines, and folders, zip and gzip of them; what a
    file is tells its content, not its name. What cannot be read is named on stderr and set
    aside; the rest goes on, and the exit code is 3.

    Parameters
    ----------
    paths
        Pages, files that hold pages, folders, patterns in quotes, or "-" for stdin.
    format
        jsonl: one record set a line, for programs. table: a sheet to read.
    given
        What is known beforehand and outranks the page: url, published (an ISO date), outlet,
        title, agency, language. Several pairs may follow one flag.
    issues
        Also write what was set aside to FILE, one JSON object a line.
    links
        Write feed items that are but a link to FILE, one JSON object a line, for sayso fetch.
    rules_only
        Find who says what without the trained tagger, by parse and quotation marks alone.
    strict
        Leave out events that are not quite likely to be right: of 100 left, 92 are right, where
        85 are without it; of 100 right ones, 18 are lost.
    loose
        Leave no event out, however doubtful.
    """
    if strict and loose:
        tell("--strict and --loose exclude each other; give one of them.")
        return USAGE
    if not paths:
        tell("code needs a page, a folder of pages, or - for stdin. See: sayso code --help")
        return USAGE
    with ExitStack() as stack:
        sinks = {}
        for flag, name in (("--issues", issues), ("--links", links)):
            try:
                sinks[flag] = stack.enter_context(Path(name).open("wb")) if name else None
            except OSError as fault:
                tell(f"{flag} {name} cannot be written: {fault.strerror}.")
                return USAGE
        pages_seen = paths if not sys.stdout.isatty() else ()  # else the output itself tells
        advance = stack.enter_context(show_progress(pages_seen))
        write = write_line if format == "jsonl" else write_sheet
        found = LinkList(sinks["--links"])
        settings = {
            "rules_only": rules_only,
            "abstain": "strict" if strict else "loose" if loose else "even",
        }
        coded = code_inputs(paths, parse_given(given or ()), advance, found.add, settings)
        return found.tell_rest(write_all(coded, write, sinks["--issues"]))


class LinkList:
    """What becomes of feed items that are but a link: listed in a file, or told and counted."""

    def __init__(self, sink: BinaryIO | None) -> None:
        self.sink = sink
        self.unlisted: dict[str, int] = {}  # by feed

    def add(self, link: "Link") -> None:
        """Write `link` to the file, or count it where there is none."""
        if self.sink is None:
            self.unlisted[link.input] = self.unlisted.get(link.input, 0) + 1
            return
        self.sink.write(msgspec.json.encode(link) + b"\n")

    def tell_rest(self, status: int) -> int:
        """Tell what was not listed, and return the exit code that follows from `status`."""
        for feed, count in self.unlisted.items():
            items = "1 item is" if count == 1 else f"{count} items are"
            tell(f"{feed}: {items} but a link; list them with --links FILE, then: sayso fetch")
        return SET_ASIDE if self.unlisted and status == DONE else status


@app.command(help_epilogue=examples("sayso schema > coded.schema.json"))
def schema() -> int:
    """Print the JSON Schema of one line of `sayso code`."""
    sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(schema_of_coded())) + b"\n")
    return DONE


def schema_of_coded() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of `Coded`."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **msgspec.json.schema(Coded),
    }


def code_inputs(
    paths: Sequence[str],
    given: dict[str, str],
    advance: Callable[[], None],
    list_link: "Callable[[Link], None]",
    settings: dict[str, Any] | None = None,
) -> Iterator[Coded | Issue]:
    """Yield what each input is coded to, or why it was set aside, in order.

    `settings` are those of `Settings`. `advance` is called once a coded page, `list_link` for
    each item that is but a link. Raises
    `SpanError` for a record that does not quote its page, `ModelError` for a language model or
    for weights that are missing or not the pinned ones.
    """
    from sayso.clean import Given
    from sayso.ingest import read_pages
    from sayso.pipeline import Settings, code_pages

    stdin = sys.stdin.buffer if sys.stdin is not None else io.BytesIO()  # closed reads as empty
    pages = without_links(read_pages(paths, stdin), list_link)
    chosen = Settings(**(settings or {}), keep_going=True)
    for item in code_pages(pages, Given(**given), chosen):
        if isinstance(item, Coded):
            check_quotes(item)
            advance()
        yield item


def without_links(
    found: "Iterable[Found]", list_link: "Callable[[Link], None]"
) -> "Iterator[Page | Issue]":
    """Yield the pages and issues among `found`; links go to `list_link`."""
    from sayso.ingest import Link

    for item in found:
        if isinstance(item, Link):
            list_link(item)
        else:
            yield item


def write_all(
    found: Iterable[Written | Issue],
    write: Callable[[Written], None],
    sink: BinaryIO | None = None,
) -> int:
    """Hand each record to `write`, tell each `Issue`, and return the exit code.

    `sink` also gets every issue, as a line of JSON.
    """
    status = DONE
    for item in found:
        if not isinstance(item, Issue):
            write(item)
            continue
        status = SET_ASIDE
        tell(f"{item.input}: {item.message}")
        if sink is not None:
            sink.write(msgspec.json.encode(item) + b"\n")
            sink.flush()
    return status


def write_line(record: Record) -> None:
    """Write `record` to stdout as one line of JSON, at once."""
    sys.stdout.buffer.write(msgspec.json.encode(record) + b"\n")
    sys.stdout.buffer.flush()


def write_sheet(coded: Coded) -> None:
    """Write `coded` to stdout as a sheet to read, at once."""
    from sayso.sheet import open_console, sheet

    open_console().print(sheet(coded))
    sys.stdout.flush()
