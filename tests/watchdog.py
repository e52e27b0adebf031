"""A stop for work that hangs on hostile input; it guards against a hang and measures nothing."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

LIMIT = 60.0  # seconds of processor time: many times what linear work takes on a slow machine


@contextmanager
def must_end(limit: float = LIMIT) -> Iterator[None]:
    """Raise `TimeoutError` in the block once it has used `limit` seconds of processor time."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError(f"no end after {limit:.0f} s of processor time")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, limit)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
