"""The WARC file that a run adds to: what it holds already, and how a page gets into it.

A page's records go to the end of the file in one write, and to the disk before the next is asked
for. A run that is killed in the middle of a write leaves the start of a record behind it: the
next run finds it, cuts it off and says so. Bytes that are no such start are never touched.
"""

import contextlib
import os
import sys
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from sayso.errors import FetchError, StoreError
from sayso.fetch.warc import (
    Answer,
    HalfMember,
    Kept,
    info_record,
    kept_in,
    kept_of,
    read_body,
    read_members,
    records_of,
)

WARC_START = b"WARC/"
GZIP_START = b"\x1f\x8b"
BINARY = getattr(os, "O_BINARY", 0)  # Windows would change line ends


class Store:
    """One WARC file, open for adding; no second run can open it meanwhile.

    `cut` is the number of bytes of a half record that were cut off at opening.
    """

    def __init__(self, path: Path, user_agent: str, earlier: Iterable[Path] = ()) -> None:
        self.path = path
        self.user_agent = user_agent
        self.cut = 0
        self.kept: dict[str, Kept] = {}
        for other in earlier:
            with other_errors(other):
                self._take_up(other)
        with other_errors(path):
            self._new = not path.exists()
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | BINARY, 0o644)
        try:
            lock(self._file, path)
            with other_errors(path):
                self._mend(self._take_up(path))
        except BaseException:
            os.close(self._file)
            raise

    def close(self) -> None:
        """Close the file and let others open it; one of our own without a page is removed."""
        empty = os.fstat(self._file).st_size == 0
        os.close(self._file)
        if self._new and empty:
            self.path.unlink(missing_ok=True)

    def add(self, answers: list[Answer]) -> Kept:
        """Keep `answers`, the hops of one page and the page last; return what is kept of it.

        All or nothing: raises `StoreError` where the disk takes less, and cuts off what it took.
        """
        *hops, page = answers
        start = os.fstat(self._file).st_size
        before = b"" if start else info_record(page.date, self.user_agent)
        before += b"".join(records_of(hop) for hop in hops)
        self._append(before + records_of(page))
        kept = self.kept[page.url] = kept_of(page, str(self.path), start + len(before))
        return kept

    def body(self, kept: Kept, limit: int) -> bytes:
        """Return the page that is kept, cut at `limit` bytes.

        Raises `FetchError` where its file has changed or gone meanwhile.
        """
        try:
            with Path(kept.path).open("rb") as stream:
                return read_body(stream, kept.start, limit)
        except (OSError, zlib.error) as fault:
            raise FetchError(f"{kept.path} cannot be read back; give a file that stays") from fault

    def _append(self, data: bytes) -> None:
        size = os.fstat(self._file).st_size
        try:
            view = memoryview(data)
            while view:
                view = view[os.write(self._file, view) :]
            os.fsync(self._file)
        except BaseException as fault:
            with contextlib.suppress(OSError):
                os.ftruncate(self._file, size)
            if not isinstance(fault, OSError):
                raise
            raise StoreError(
                f"{self.path} cannot be written ({fault.strerror}); what it held before is whole"
            ) from fault

    def _take_up(self, path: Path) -> HalfMember | None:
        """Take up what the file at `path` keeps; return the half record at its end."""
        try:
            with path.open("rb") as stream:
                for member in read_members(stream):
                    if isinstance(member, HalfMember):
                        return member
                    if not member.head.startswith(WARC_START):
                        raise zlib.error("no record")
                    kept = kept_in(member.head, str(path), member.start)
                    if kept is not None:
                        self.kept[kept.url] = kept
        except zlib.error as fault:
            raise StoreError(
                f"{path} is no WARC file gzipped record by record, or is damaged; give another"
            ) from fault
        return None

    def _mend(self, half: HalfMember | None) -> None:
        if half is None:
            return
        ours = GZIP_START.startswith(half.magic) and WARC_START.startswith(half.head[:5])
        if not ours:
            raise StoreError(
                f"{self.path} ends in something that is no WARC record, at byte {half.start}; "
                f"give another file"
            )
        self.cut = os.fstat(self._file).st_size - half.start
        os.ftruncate(self._file, half.start)
        os.fsync(self._file)


@contextlib.contextmanager
def other_errors(path: Path) -> Iterator[None]:
    """Turn what the system says of `path` into a `StoreError`."""
    try:
        yield
    except (OSError, ValueError) as fault:  # ValueError: a path that holds a NUL
        reason = getattr(fault, "strerror", None) or str(fault)
        raise StoreError(f"{path} cannot be opened ({reason}); give another file") from fault


def lock(file: int, path: Path) -> None:
    """Lock `file` against other runs as long as it is open; raises `StoreError` where one has it.

    Windows and some network drives have no such locks; there it is the user who must not run two.
    """
    if sys.platform == "win32":
        return
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as fault:
        raise StoreError(
            f"another run is adding to {path}; wait for it, or give another file"
        ) from fault
    except OSError:
        return
