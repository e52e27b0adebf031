"""Whose turn it is, and when: a host is asked again only after its delay."""

import heapq
import time
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Generic, TypeVar

import msgspec

from sayso.errors import FetchError
from sayso.fetch.settings import Settings

Job = TypeVar("Job")


def utc_now() -> datetime:
    """Return the time of day in UTC."""
    return datetime.now(UTC)


class Clock(msgspec.Struct, frozen=True):
    """Where the time comes from; tests give their own."""

    now: Callable[[], datetime] = utc_now  # aware; dates what is kept
    seconds: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


class Pace:
    """Knows when each host may be asked next."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self.settings = settings
        self.clock = clock
        self._asked: dict[str, float] = {}
        self._delay: dict[str, float] = {}
        self._paused: dict[str, float] = {}

    def ready_at(self, host: str) -> float:
        """Return when `host` may be asked, in seconds of the clock; the past is at once."""
        paused = self._paused.get(host, float("-inf"))
        if host not in self._asked:
            return paused
        return max(paused, self._asked[host] + self._delay.get(host, self.settings.delay))

    def wait(self, host: str) -> None:
        """Sleep until `host` may be asked.

        Raises `FetchError` where that is further off than a run waits.
        """
        seconds = self.ready_at(host) - self.clock.seconds()
        if seconds > self.settings.longest_wait:
            raise FetchError(
                f"{host} asks for {seconds:,.0f} seconds of patience, more than the "
                f"{self.settings.longest_wait:,.0f} a run waits; try again later"
            )
        if seconds > 0:
            self.clock.sleep(seconds)

    def asked(self, host: str) -> None:
        """Note that `host` has just been asked."""
        self._asked[host] = self.clock.seconds()

    def slow(self, host: str, delay: float) -> None:
        """Take up the delay that `host` wishes; a shorter one than our own changes nothing."""
        self._delay[host] = max(delay, self._delay.get(host, self.settings.delay))

    def pause(self, host: str, seconds: float) -> None:
        """Leave `host` alone for `seconds` from now."""
        self._paused[host] = self.clock.seconds() + seconds


class Turns(Generic[Job]):
    """Jobs by host; the host that is ready first comes first, each host's jobs in order."""

    def __init__(self, pace: Pace) -> None:
        self.pace = pace
        self._jobs: dict[str, deque[Job]] = {}
        self._hosts: list[tuple[float, int, str]] = []
        self._count = 0

    def add(self, host: str, job: Job, *, first: bool = False) -> None:
        """Queue `job` behind the others of `host`, or before them."""
        jobs = self._jobs.get(host)
        if jobs is None:
            jobs = self._jobs[host] = deque()
            self._push(host)
        if first:
            jobs.appendleft(job)
        else:
            jobs.append(job)

    def take(self) -> Job | None:
        """Return the next job, or None where there is none."""
        while self._hosts:
            ready, _, host = heapq.heappop(self._hosts)
            if self.pace.ready_at(host) > ready:  # asked or paused meanwhile, by a redirect
                self._push(host)
                continue
            job = self._jobs[host].popleft()
            if not self._jobs[host]:
                del self._jobs[host]
            else:
                self._push(host)
            return job
        return None

    def _push(self, host: str) -> None:
        self._count += 1
        heapq.heappush(self._hosts, (self.pace.ready_at(host), self._count, host))
