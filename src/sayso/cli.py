"""The command line: records to stdout, talk to stderr, and an exit code that a script can trust.

0  done
2  the command was not understood
3  done, but some inputs were set aside (each is named on stderr)
4  the language model or a record is not what it must be, or the output cannot be written;
   nothing after it was coded
130  interrupted

Heavy imports stand inside the functions: `sayso --help` need not wait for a language model.
"""

import contextlib
import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, BinaryIO, Literal

import msgspec
from cyclopts import App, CycloptsError, Parameter, ValidationError

from sayso import __version__
from sayso.errors import SaysoError, SpanError
from sayso.records import Coded, Issue, Span

DONE, USAGE, SET_ASIDE, INTEGRITY, INTERRUPTED = 0, 2, 3, 4, 130

GIVEN_KEYS = ("url", "published", "outlet", "title", "agency", "language")

Format = Literal["jsonl", "table"]

OPTIONS = ("--format", "--given", "--issues", "--help")


def examples(*commands: str) -> str:
    """Return `commands` as the last part of a help page, one a line, copied as they stand."""
    return "\n".join(("Examples:", "", *(f"    {command}" for command in commands)))


app = App(
    name="sayso",
    version=__version__,
    help="News pages in, a sourced ledger out: who did what to whom, and on whose say-so.",
    help_format="markdown",
    help_epilogue=examples(
        "sayso demo",
        "sayso code page.html --format table",
        "sayso code pages/*.html > ledger.jsonl",
        "sayso COMMAND --help",
    ),
    result_action="return_value",
    exit_on_error=False,
    print_error=False,
    suppress_keyboard_interrupt=False,
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command of `argv` (default: the process's own) and return its exit code.

    Raises nothing that a user can cause; a bug shows its traceback.
    """
    if sys.stdout is None:  # Python's way to say that the shell closed it: `>&-`
        tell("standard output is closed; send it to a file or a pipe.")
        return INTEGRITY
    try:
        status = app(spread_given(sys.argv[1:] if argv is None else argv))
        sys.stdout.flush()
    except CycloptsError as fault:
        told = fault.exception_message if isinstance(fault, ValidationError) else str(fault)
        tell(f"{' '.join(told.split())} See: sayso --help")
        return USAGE
    except SaysoError as fault:
        tell(str(fault))
        return INTEGRITY
    except KeyboardInterrupt:
        tell("interrupted; what was printed is whole, the rest was not coded.")
        return INTERRUPTED
    except BrokenPipeError:  # the reader (`| head`) has enough
        drop_output()
        return DONE
    except OSError as fault:
        if fault.filename is not None:  # a file of sayso's own that cannot be opened
            raise
        drop_output()
        tell(f"the output cannot be written ({fault.strerror}); its last line may be cut off.")
        return INTEGRITY
    return status if isinstance(status, int) else DONE


def drop_output() -> None:
    """Send what Python would still flush at exit nowhere: it would complain once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def tell(sentence: str) -> None:
    """Say one plain sentence on stderr, in one line without control characters."""
    if sys.stderr is None:  # closed by the shell; `print` would write to stdout instead
        return
    line = "".join(letter if letter.isprintable() else " " for letter in sentence)
    print(f"sayso: {line}", file=sys.stderr)  # noqa: T201


# --- what is known beforehand -----------------------------------------------------------------


def spread_given(argv: Sequence[str]) -> list[str]:
    """Return `argv` with `--given a=1 b=2` written as `--given a=1 --given b=2`.

    So several pairs may follow one flag, and the first word that is no pair is a page again.
    """
    words: list[str] = []
    in_pairs = False
    for position, word in enumerate(argv):
        if word == "--":
            return [*words, *argv[position:]]
        if in_pairs and is_pair(word) and words[-1] != "--given":
            words.append("--given")
        in_pairs = word == "--given" or word.startswith("--given=") or (in_pairs and is_pair(word))
        words.append(word)
    return words


def is_pair(word: str) -> bool:
    """Tell whether `word` looks like `key=value`."""
    key, equals, _ = word.partition("=")
    return bool(equals) and key.isidentifier()


def parse_given(pairs: Sequence[str]) -> dict[str, str]:
    """Return `key=value` pairs as a mapping; keys are those of `sayso.clean.Given`.

    Raises `ValueError` in one sentence for a word that is no pair, an unknown or repeated key,
    a value that is empty or no text, and a date that is not ISO 8601.
    """
    given: dict[str, str] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals:
            raise ValueError(f"--given takes key=value, not {pair!r}.")
        if key not in GIVEN_KEYS:
            near = get_close_matches(key, GIVEN_KEYS, n=1)
            hint = f"did you mean {near[0]}?" if near else f"it knows {', '.join(GIVEN_KEYS)}."
            raise ValueError(f"--given does not know {key!r}; {hint}")
        if key in given:
            raise ValueError(f"--given has {key} twice; one value is for all pages of a run.")
        if not value.strip():
            raise ValueError(f"--given {key}= has no value; leave it out where it is not known.")
        if not is_text(value):
            raise ValueError(f"--given {key} holds bytes that are no UTF-8; write it as text.")
        given[key] = parse_day(value) if key == "published" else value.strip()
    return given


def is_text(value: str) -> bool:
    """Tell whether a word of the command line was readable: no byte stands for itself."""
    return not any("\ud800" <= letter <= "\udfff" for letter in value)


def parse_day(value: str) -> str:
    """Return an ISO 8601 date, or date and time, in its extended form.

    Raises `ValueError` for anything else.
    """
    value = value.strip()
    with contextlib.suppress(ValueError):
        return date.fromisoformat(value).isoformat()
    with contextlib.suppress(ValueError):
        return datetime.fromisoformat(value).isoformat()
    raise ValueError(f"--given published={value} is no ISO date; write it like 2026-11-22.")


def check_given(_: object, pairs: Sequence[str] | None) -> None:
    """Raise `ValueError` where `parse_given` would; Cyclopts makes a usage error of it."""
    parse_given(pairs or ())


def check_path(_: object, path: str) -> None:
    """Raise `ValueError` for an unknown flag, which Cyclopts would take for a page."""
    if path.startswith("-") and path != "-":
        near = get_close_matches(path, OPTIONS, n=1)
        hint = f"did you mean {near[0]}?" if near else f"a page of that name is ./{path}."
        raise ValueError(f"there is no option {path}; {hint}")


# --- commands ---------------------------------------------------------------------------------


@app.command(
    usage="Usage: sayso code PATH... [OPTIONS]",
    help_epilogue=examples(
        "sayso code page.html",
        "sayso code page.txt --format table",
        "sayso code pages/ --issues issues.jsonl > ledger.jsonl",
        'sayso code page.txt --given outlet="Harbour Post" published=2026-11-22',
        "curl -s URL | sayso code - --given url=URL",
    ),
)
def code(
    *paths: Annotated[
        str, Parameter(name="PATH", allow_leading_hyphen=True, validator=check_path)
    ],
    format: Format = "jsonl",  # noqa: A002  # the flag is --format
    given: Annotated[
        list[str] | None, Parameter(negative=(), metavar="KEY=VALUE", validator=check_given)
    ] = None,
    issues: Annotated[str | None, Parameter(metavar="FILE")] = None,
) -> int:
    """Code pages: one JSON object a page on stdout.

    Reads HTML, text as copied from a browser, and folders of them. A page that cannot be read
    is named on stderr and set aside; the rest goes on, and the exit code is 3.

    Parameters
    ----------
    paths
        Pages, folders of pages, or "-" for stdin.
    format
        jsonl: one record set a line, for programs. table: a sheet to read.
    given
        What is known beforehand and outranks the page: url, published (an ISO date), outlet,
        title, agency, language. Several pairs may follow one flag.
    issues
        Also write what was set aside to FILE, one JSON object a line.
    """
    if not paths:
        tell("code needs a page, a folder of pages, or - for stdin. See: sayso code --help")
        return USAGE
    with ExitStack() as stack:
        try:
            sink = stack.enter_context(Path(issues).open("wb")) if issues else None
        except OSError as fault:
            tell(f"--issues {issues} cannot be written: {fault.strerror}.")
            return USAGE
        pages_seen = paths if not sys.stdout.isatty() else ()  # else the output itself tells
        advance = stack.enter_context(show_progress(pages_seen))
        write = write_line if format == "jsonl" else write_sheet
        return write_all(code_inputs(paths, parse_given(given or ()), advance), write, sink)


@app.command(help_epilogue=examples("sayso demo", "FORCE_COLOR=1 sayso demo | less -R"))
def demo() -> int:
    """Code the pages that come with sayso: one as a sheet, then a table of all.

    The pages are invented, and so are the outlets and persons in them. Colours show on a
    terminal, or where FORCE_COLOR is set.
    """
    from sayso.demo import SHOWN, by_story, demo_pages
    from sayso.sheet import open_console, sheet, summary

    pages = demo_pages()
    ledger: list[Coded] = []
    with show_progress(pages) as advance:
        status = write_all(code_inputs(pages, {}, advance), ledger.append)
    console = open_console()
    for coded in ledger:
        if Path(coded.report.raw.path or "").name == SHOWN:
            console.print(sheet(coded))
    console.print(summary(by_story(ledger)))
    return status


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


# --- the run ----------------------------------------------------------------------------------


def code_inputs(
    paths: Sequence[str], given: dict[str, str], advance: Callable[[], None]
) -> Iterator[Coded | Issue]:
    """Yield what each input is coded to, or why it was set aside, in order.

    `advance` is called once a coded page. Raises `SpanError` for a record that does not quote
    its page, `ModelError` for a language model that is missing or not the pinned one.
    """
    from sayso.clean import Given
    from sayso.ingest import read_pages
    from sayso.pipeline import code_pages

    stdin = sys.stdin.buffer if sys.stdin is not None else io.BytesIO()  # closed reads as empty
    for item in code_pages(read_pages(paths, stdin), Given(**given), keep_going=True):
        if isinstance(item, Coded):
            check_quotes(item)
            advance()
        yield item


@contextlib.contextmanager
def show_progress(paths: Sequence[str]) -> Iterator[Callable[[], None]]:
    """Show a bar on stderr where that is a terminal and there is more than one of `paths`.

    Yields what to call after each page.
    """
    if len(paths) < 2 or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
    )

    columns = (TextColumn("coding"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    # stdout stays as it is: it carries data, and Rich would put a proxy without bytes in place.
    with Progress(
        *columns, console=Console(stderr=True), transient=True, redirect_stdout=False
    ) as progress:
        total = None if any(Path(path).is_dir() for path in paths) else len(paths)
        task = progress.add_task("coding", total=total)
        yield lambda: progress.advance(task)


def check_quotes(coded: Coded) -> None:
    """Raise `SpanError` unless every span of `coded` quotes the text of its report."""
    for span in find_misquotes(coded):
        report = coded.report
        raise SpanError(
            f"a record of {report.raw.path or report.id} does not quote its text at "
            f"[{span.start}, {span.end}); this is a bug in sayso, please report it with the page."
        )


def find_misquotes(coded: Coded) -> Iterator[Span]:
    """Yield each span that lies outside the text, or whose record quotes other words."""
    text = coded.report.text
    pending: list[object] = [coded]
    while pending:
        item = pending.pop()
        if isinstance(item, Span):
            if item.end > len(text):
                yield item
        elif isinstance(item, msgspec.Struct):
            span = getattr(item, "span", None)
            if isinstance(span, Span) and span.quote(text) != getattr(item, "text", None):
                yield span
            pending.extend(getattr(item, name) for name in item.__struct_fields__)
        elif isinstance(item, tuple):
            pending.extend(item)


def write_all(
    found: Iterable[Coded | Issue],
    write: Callable[[Coded], None],
    sink: BinaryIO | None = None,
) -> int:
    """Hand each `Coded` to `write`, tell each `Issue`, and return the exit code.

    `sink` also gets every issue, as a line of JSON.
    """
    status = DONE
    for item in found:
        if isinstance(item, Coded):
            write(item)
            continue
        status = SET_ASIDE
        tell(f"{item.input}: {item.message}")
        if sink is not None:
            sink.write(msgspec.json.encode(item) + b"\n")
            sink.flush()
    return status


def write_line(coded: Coded) -> None:
    """Write `coded` to stdout as one line of JSON, at once."""
    sys.stdout.buffer.write(msgspec.json.encode(coded) + b"\n")
    sys.stdout.buffer.flush()


def write_sheet(coded: Coded) -> None:
    """Write `coded` to stdout as a sheet to read, at once."""
    from sayso.sheet import open_console, sheet

    open_console().print(sheet(coded))
    sys.stdout.flush()
