"""A bar on long work, on terminals only."""

import contextlib
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path


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
