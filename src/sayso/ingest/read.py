"""Paths, folders and standard input -> pages, with what could not be read set aside."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from sayso.errors import InputError
from sayso.ingest.page import Page, page_of
from sayso.records import Issue

MAX_BYTES = 20_000_000  # the heaviest news pages with inlined images stay under 10 MB
STDIN = "-"


def printable(path: str) -> str:
    """Return `path` with undecodable bytes replaced, so that it can be written as UTF-8."""
    return path.encode("utf-8", "replace").decode("utf-8")


def set_aside(name: str, message: str) -> Issue:
    """Return the issue for an input that became no page."""
    return Issue(input=printable(name), stage="read", error="InputError", message=message)


def files_below(folder: Path) -> Iterator[Path]:
    """Yield the regular files below `folder` in sorted order.

    Hidden files and folders are left out, and links to folders are not followed.
    """
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(root, name)
            if not name.startswith(".") and path.is_file():
                yield path


def is_folder(name: str) -> bool:
    """Tell whether `name` is a folder; a name that can be no path is none."""
    try:
        return Path(name).is_dir()
    except (OSError, ValueError):  # too long, or with a NUL inside
        return False


def read_bytes(stream: BinaryIO) -> bytes:
    """Return all of `stream`; raises `InputError` where it is longer than `MAX_BYTES`."""
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise InputError(
            f"the input is larger than {MAX_BYTES // 1_000_000} MB, which no news page is; "
            f"split it into single pages"
        )
    return data


def read_file(path: Path) -> Page | Issue:
    """Return the page in the file `path`, or why there is none."""
    name = str(path)
    try:
        with path.open("rb") as stream:
            return page_of(read_bytes(stream), printable(name))
    except InputError as error:
        return set_aside(name, str(error))
    except (OSError, ValueError) as fault:  # ValueError: a path that holds a NUL
        reason = getattr(fault, "strerror", None) or str(fault)
        return set_aside(name, f"the file cannot be read ({reason}); check the path and rights")


def read_stdin(stdin: BinaryIO) -> Page | Issue:
    """Return the page on standard input, or why there is none."""
    try:
        return page_of(read_bytes(stdin), None)
    except InputError as error:
        return set_aside(STDIN, str(error))
    except OSError as fault:
        return set_aside(STDIN, f"standard input cannot be read ({fault.strerror}); give a file")


def read_folder(folder: Path) -> Iterator[Page | Issue]:
    """Yield what each file below `folder` holds; an issue where there is no file at all."""
    empty = True
    for path in files_below(folder):
        empty = False
        yield read_file(path)
    if empty:
        yield set_aside(str(folder), "the folder holds no file that is not hidden; name another")


def read_pages(inputs: Iterable[str], stdin: BinaryIO) -> Iterator[Page | Issue]:
    """Yield a page or an issue for each file named by `inputs`, in order.

    A folder stands for all files below it, `-` for `stdin`. Trouble with one input never stops
    the rest.
    """
    for name in inputs:
        if name == STDIN:
            yield read_stdin(stdin)
        elif not name:  # an unset variable of the shell, not the folder one stands in
            yield set_aside('""', "an empty path names no page; check the command")
        elif is_folder(name):
            yield from read_folder(Path(name))
        else:
            yield read_file(Path(name))
