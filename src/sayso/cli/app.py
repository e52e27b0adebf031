"""The program itself: its name, its exit codes, and how it speaks when something goes wrong."""

import os
import sys
from collections.abc import Callable, Sequence
from difflib import get_close_matches

from cyclopts import App, CycloptsError, ValidationError

from sayso import __version__
from sayso.cli.given import spread_given
from sayso.errors import SaysoError

DONE, USAGE, SET_ASIDE, INTEGRITY, INTERRUPTED = 0, 2, 3, 4, 130


def examples(*commands: str) -> str:
    """Return `commands` as the last part of a help page, one a line, copied as they stand."""
    return "\n".join(("Examples:", "", *(f"    {command}" for command in commands)))


def only_paths(options: Sequence[str]) -> Callable[[object, str], None]:
    """Return the check of a path argument of a command that has `options`.

    It raises `ValueError` for an unknown flag, which Cyclopts would take for a page.
    """

    def check(_: object, path: str) -> None:
        if path.startswith("-") and path != "-":
            near = get_close_matches(path, options, n=1)
            hint = f"did you mean {near[0]}?" if near else f"a page of that name is ./{path}."
            raise ValueError(f"there is no option {path}; {hint}")

    return check


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
        tell("interrupted; what was printed is whole, the rest was not done.")
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


def count(number: int, noun: str) -> str:
    """Return how many there are of what: "1 page", "1,204 pages"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
