"""Paths, folders, globs and standard input -> pages, with what could not be read set aside."""

import os
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import BinaryIO

from sayso.ingest.containers import read_container
from sayso.ingest.containers.stream import MAX_BYTES, Stream
from sayso.ingest.page import Found, Origin, printable, set_aside
from sayso.records import Issue

__all__ = ["MAX_BYTES", "read_pages"]

STDIN = "-"
MAGIC = frozenset("*?[")
DEEP = "**"  # folders, however deep


def no_page(name: str, message: str) -> Issue:
    """Return the issue for an input that cannot be opened."""
    return set_aside(Origin(path=printable(name)), message)


def read_pages(inputs: Iterable[str], stdin: BinaryIO) -> Iterator[Found]:
    """Yield the pages, links and issues of all that `inputs` name, in order.

    A folder stands for all files below it, but for pipes and devices. `-` stands for `stdin`, a
    pattern (`news/**/*.html`) for the files that match, unless a file has that very name. Files
    are read as a stream and told by their content; a named pipe is waited for until it has a
    writer. Trouble with one input never stops the rest.
    """
    for name in inputs:
        if name == STDIN:
            yield from read_container(Stream.of_file(stdin), Origin(path=None))
        elif not name:  # an unset variable of the shell, not the folder one stands in
            yield no_page('""', "an empty path names no page; check the command")
        else:
            yield from read_named(name)


def read_named(name: str) -> Iterator[Found]:
    """Yield what the file, folder or pattern `name` stands for."""
    if MAGIC.isdisjoint(name) or exists(name):
        yield from read_path(Path(name))
        return
    empty = True
    for path in dict.fromkeys(find_matches(name)):
        empty = False
        yield from read_path(path)
    if empty:
        yield no_page(name, "no file matches the pattern; check it, or quote it for the shell")


def read_path(path: Path) -> Iterator[Found]:
    """Yield what the file or folder `path` holds."""
    if is_folder(path):
        yield from read_folder(path)
    else:
        yield from read_file(path)


def read_file(path: Path) -> Iterator[Found]:
    """Yield what the file `path` holds, or why it cannot be opened."""
    name = str(path)
    try:
        stream = path.open("rb")
    except (OSError, ValueError) as fault:  # ValueError: a path that holds a NUL
        yield unreadable(name, fault)
        return
    with stream:
        yield from read_container(Stream.of_file(stream), Origin(path=printable(name)))


def unreadable(name: str, fault: OSError | ValueError) -> Issue:
    """Return the issue for a file or folder that cannot be opened."""
    reason = getattr(fault, "strerror", None) or str(fault)
    return no_page(name, f"the file cannot be read ({reason}); check the path and rights")


def read_folder(folder: Path) -> Iterator[Found]:
    """Yield what each file below `folder` holds; an issue where there is no file at all."""
    faults: list[OSError] = []
    empty = True
    for path in files_below(folder, faults):
        empty = False
        yield from read_file(path)
    for fault in faults:
        empty = False
        yield unreadable(str(fault.filename or folder), fault)
    if empty:
        yield no_page(str(folder), "the folder holds no file that is not hidden; name another")


def files_below(folder: Path, faults: list[OSError]) -> Iterator[Path]:
    """Yield the regular files below `folder` in sorted order.

    Hidden files and folders are left out, as are pipes and devices; links to folders are not
    followed. Folders that cannot be listed are added to `faults`.
    """
    for root, folders, names in os.walk(folder, onerror=faults.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(root, name)
            if not name.startswith(".") and path.is_file():
                yield path


def is_folder(path: Path) -> bool:
    """Tell whether `path` is a folder; a name that can be no path is none."""
    try:
        return path.is_dir()
    except (OSError, ValueError):  # too long, or with a NUL inside
        return False


def exists(name: str) -> bool:
    """Tell whether something has this very name."""
    try:
        return os.path.lexists(name)
    except ValueError:
        return False


def find_matches(pattern: str) -> Iterator[Path]:
    """Yield the files, and where the pattern has no `**` the folders, that match, sorted."""
    parts = Path(pattern).parts
    folder = Path(parts[0]) if Path(pattern).is_absolute() else Path()
    yield from match_below(folder, parts[folder.is_absolute() :])


def match_below(folder: Path, parts: tuple[str, ...]) -> Iterator[Path]:
    """Yield what below `folder` matches the parts of a pattern.

    As in a shell, hidden names match only a part that starts with a dot. `**` does not follow
    links to folders.
    """
    part, rest = parts[0], parts[1:]
    if part == DEEP:
        yield from match_deep(folder, rest)
    elif MAGIC.isdisjoint(part):
        if exists(str(folder / part)):
            yield from match_rest(folder / part, rest)
    else:
        for name in names_in(folder):
            if fnmatchcase(name, part) and (part.startswith(".") or not name.startswith(".")):
                yield from match_rest(folder / name, rest)


def match_deep(folder: Path, rest: tuple[str, ...]) -> Iterator[Path]:
    """Yield what matches `rest` in `folder` and in all folders below it."""
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        if rest and rest[0] != DEEP:
            yield from match_below(Path(root), rest)
        elif not rest:
            yield from (Path(root, name) for name in sorted(names) if name[0] != ".")
    if rest and rest[0] == DEEP:
        yield from match_below(folder, rest)


def match_rest(path: Path, rest: tuple[str, ...]) -> Iterator[Path]:
    """Yield `path` where nothing is left to match, or what matches the rest below it."""
    if rest:
        if is_folder(path):
            yield from match_below(path, rest)
    elif path.is_file() or is_folder(path):
        yield path


def names_in(folder: Path) -> list[str]:
    """Return the names in `folder`, sorted; none where it cannot be listed."""
    try:
        return sorted(os.listdir(folder))  # noqa: PTH208 - names are wanted, not paths
    except OSError:
        return []
