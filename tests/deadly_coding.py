"""Stand-ins for the stages that bring the process down which they run in."""

import os
import signal
from collections.abc import Iterable, Iterator
from pathlib import Path

from plain_coding import code_plainly
from sayso.clean import Given
from sayso.errors import ModelError
from sayso.ingest.page import Found, Page
from sayso.pipeline import Settings
from sayso.records import Coded, Issue

DEADLY = "deadly"  # pages of this name kill whoever codes them
ONCE = "once"  # and pages of this name the first one only


def code_deadly(
    pages: Iterable[Found], given: Given, settings: Settings
) -> Iterator[Coded | Issue]:
    """Yield made-up records for each page, unless it is deadly."""
    for page in pages:
        if isinstance(page, Page):
            path = Path(page.raw.path or "")
            if path.stem.startswith(DEADLY) or (path.stem.startswith(ONCE) and is_first(path)):
                os.kill(os.getpid(), signal.SIGKILL)
        yield from code_plainly([page], given, settings)


def is_first(page: Path) -> bool:
    """Tell whether nobody died of `page` yet, and leave a mark that somebody did."""
    mark = page.with_suffix(".died")
    try:
        mark.open("x").close()
    except FileExistsError:
        return False
    return True


def code_nothing(
    pages: Iterable[Found], given: Given, settings: Settings
) -> Iterator[Coded | Issue]:
    """Raise what a missing model raises."""
    raise ModelError("the language model is not installed")


def code_wrongly(
    pages: Iterable[Found], given: Given, settings: Settings
) -> Iterator[Coded | Issue]:
    """Raise what a bug raises."""
    raise ZeroDivisionError("a bug")
