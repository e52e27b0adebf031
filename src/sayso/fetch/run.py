"""Addresses -> pages in a WARC file, with what gave none set aside."""

import contextlib
import hashlib
import ssl
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Literal

import msgspec

from sayso.errors import FetchError, SaysoError
from sayso.fetch.addresses import Address, parse_address, shown
from sayso.fetch.guard import Guard
from sayso.fetch.pace import Clock, Pace, Turns
from sayso.fetch.robots import REDIRECTS, Robots
from sayso.fetch.settings import Settings
from sayso.fetch.store import Store
from sayso.fetch.warc import Answer, Kept
from sayso.fetch.wire import Headers, Reply, Wire
from sayso.records import Issue, Record

Status = Literal["kept", "not_modified"]
Links = Callable[[bytes, str], Iterable[str]]

HOP_BYTES = 65_536  # of a redirect's own body that are kept
MAX_LINKS = 1_000  # of one feed
BUSY = frozenset({429, 503})
MAX_RETRY_AFTER = 40  # characters: a date has 29
PAUSE = 30.0  # seconds, where a busy host does not say
PAGE_TYPES = frozenset(
    {
        "text/html",
        "text/plain",
        "text/xml",
        "application/xhtml+xml",
        "application/xml",
        "application/json",
        "application/feed+json",
        "application/ld+json",
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
    }
)
REASONS = {
    401: "asks for a password",
    402: "asks for payment",
    403: "does not let sayso in",
    404: "has no such page",
    410: "has taken the page away",
    451: "must not show the page, by law",
}


class Fetched(Record, frozen=True):
    """A page that stands in a WARC file."""

    input: str  # the address as given
    url: str  # where the page was in the end
    status: Status  # not modified: the file holds it from before
    date: str  # when the page that the file holds was fetched: "2026-11-22T17:55:00Z"
    sha256: str  # of the page
    path: str  # the WARC file
    entry: str  # id of the response record; `Report.raw.entry` ends in the same


class Job(msgspec.Struct, frozen=True):
    """An address in the queue."""

    input: str
    address: Address
    tries: int = 0
    link: bool = False  # read off a feed, whose links are not followed further


class BusyError(FetchError):
    """The host asks for a pause."""

    def __init__(self, message: str, host: str, seconds: float) -> None:
        super().__init__(message)
        self.host = host
        self.seconds = seconds


def fetch_pages(
    addresses: Iterable[str],
    store: Path,
    settings: Settings | None = None,
    *,
    earlier: Iterable[Path] = (),
    links: Links | None = None,
    guard: Guard | None = None,
    clock: Clock | None = None,
    tls: ssl.SSLContext | None = None,
) -> Iterator[Fetched | Issue]:
    """Yield what became of each of `addresses`: a page kept in the WARC file `store`, or why not.

    The file is added to. What it holds, and what the WARC files `earlier` hold, is asked for
    only if it has changed. An address given twice is fetched once. The order is that of the
    hosts' turns. `links` returns the links of a page that is a feed, given its bytes and
    address; they are fetched too, one level deep.

    `guard`, `clock` and `tls` are for tests. Raises `StoreError` where `store` cannot be
    written; all else costs one address.
    """
    run = Run(settings or Settings(), guard or Guard(), clock or Clock(), tls, links)
    return run.fetch(addresses, store, earlier)


class Run:
    """One run: its queue, its connection, its file."""

    def __init__(
        self,
        settings: Settings,
        guard: Guard,
        clock: Clock,
        tls: ssl.SSLContext | None,
        links: Links | None,
    ) -> None:
        self.settings = settings
        self.clock = clock
        self.links = links
        self.pace = Pace(settings, clock)
        self.turns: Turns[Job] = Turns(self.pace)
        self.wire = Wire(settings, guard, tls)
        self.robots = Robots(self.wire, self.pace, settings)
        self.seen: set[str] = set()

    def fetch(
        self, addresses: Iterable[str], path: Path, earlier: Iterable[Path]
    ) -> Iterator[Fetched | Issue]:
        """Yield what became of each address; see `fetch_pages`."""
        store = Store(path, self.settings.user_agent, earlier)
        try:
            if store.cut:
                yield Issue(
                    input=shown(str(path)),
                    stage="fetch",
                    error="StoreError",
                    message=f"the file ended in half a record, left by a run that was cut short; "
                    f"its {store.cut} bytes were cut off, so fetch that page again",
                )
            for text in addresses:
                yield from self.queue(text)
            while (job := self.turns.take()) is not None:
                yield from self.attempt(job, store)
        finally:
            self.wire.close()
            store.close()

    def queue(self, text: str, base: Address | None = None) -> Iterator[Issue]:
        """Queue an address, or yield why it cannot be one."""
        try:
            address = parse_address(text, self.settings.ports, base)
        except FetchError as fault:
            yield set_aside(text, fault)
            return
        if address.text not in self.seen:
            self.seen.add(address.text)
            self.turns.add(address.host, Job(text, address, link=base is not None))

    def attempt(self, job: Job, store: Store) -> Iterator[Fetched | Issue]:
        """Yield what became of `job`, or nothing where it is queued once more."""
        try:
            kept, status = self.follow(job, store)
        except BusyError as fault:
            self.pace.pause(fault.host, fault.seconds)
            patient = fault.seconds <= self.settings.longest_wait
            if patient and job.tries < self.settings.retries:
                again = msgspec.structs.replace(job, tries=job.tries + 1)
                self.turns.add(job.address.host, again, first=True)
            else:
                yield set_aside(job.input, FetchError(str(fault)))
            return
        except FetchError as fault:
            yield set_aside(job.input, fault)
            return
        yield fetched(job, kept, status)
        if self.links is not None and not job.link:
            yield from self.queue_links(kept, store, self.links)

    def queue_links(self, page: Kept, store: Store, links: Links) -> Iterator[Issue]:
        """Queue the links of a page that is a feed.

        A feed that is not modified counts too: a run before may have ended on the way.
        """
        try:
            base = parse_address(page.url, self.settings.ports)
            body = store.body(page, self.settings.max_bytes)
            for number, link in enumerate(links(body, page.url)):
                if number == MAX_LINKS:
                    raise FetchError(
                        f"the feed has more than {MAX_LINKS:,} links; the rest was left out"
                    )
                yield from self.queue(link, base)
        except SaysoError as fault:
            yield set_aside(page.url, fault)

    def follow(self, job: Job, store: Store) -> tuple[Kept, Status]:
        """Return what is kept of the page, at the end of its redirects; raises `FetchError`."""
        address, hops = job.address, list[Answer]()
        for _ in range(self.settings.max_hops + 1):
            self.robots.check(address)
            self.pace.wait(address.host)
            known = store.kept.get(address.text)
            try:
                with self.wire.ask(address, conditions(known)) as reply:
                    answer = self.read(reply, known)
            finally:
                self.pace.asked(address.host)
            if isinstance(answer, Kept):
                return answer, "not_modified"
            hops.append(answer)
            if answer.status not in REDIRECTS:
                return store.add(hops), "kept"
            address = self.next_hop(reply, address)
        raise FetchError(
            f"the address leads on more than {self.settings.max_hops} times; look at it in a "
            f"browser"
        )

    def next_hop(self, reply: Reply, address: Address) -> Address:
        """Return where a redirect leads; raises `FetchError` where that is nowhere."""
        location = reply.header("location")
        if not location:
            raise FetchError(f"{address.host} leads on without saying where to; leave it out")
        with contextlib.suppress(UnicodeError):  # else it is Latin-1
            location = location.encode("latin-1").decode("utf-8")
        return parse_address(location.strip().replace(" ", "%20"), self.settings.ports, address)

    def read(self, reply: Reply, known: Kept | None) -> Answer | Kept:
        """Return the answer with its body, or `known` where the page is the one we have.

        Raises `FetchError` for what is neither a page nor a redirect, before its body is read.
        """
        if reply.status == 304 and known is not None:
            return known
        if reply.status in REDIRECTS:
            body, cut = read_aside(reply)
        else:
            self.check_status(reply)
            check_type(reply)
            body, cut = reply.body(self.settings.max_bytes)
            if not body.strip():
                raise FetchError("the page is empty; look at it in a browser")
            if known is not None and known.sha256 == hashlib.sha256(body).hexdigest():
                return known
        return Answer(
            url=reply.address.text,
            target=reply.address.target,
            asked=reply.asked,
            version=reply.version,
            status=reply.status,
            reason=reply.reason,
            headers=reply.headers,
            body=body,
            cut=cut,
            ip=reply.ip,
            date=self.clock.now(),
        )

    def check_status(self, reply: Reply) -> None:
        """Raise `BusyError` where the host asks for a pause, `FetchError` for all but 200."""
        host, status = reply.address.host, reply.status
        if status in BUSY:
            seconds = parse_retry_after(reply.header("retry-after"), self.clock.now())
            asks = f" and asks for {seconds:,.0f} seconds of patience" if seconds else ""
            message = f"{host} is busy ({status}){asks}; try again later"
            raise BusyError(message, host, seconds)
        if status != 200:
            reason = REASONS.get(status, "does not give the page")
            raise FetchError(f"{host} {reason} ({status}); look at the address in a browser")


def read_aside(reply: Reply) -> tuple[bytes, bool]:
    """Return the body of a redirect, which nobody reads: nothing in it can stop us."""
    try:
        return reply.body(HOP_BYTES, cut=True)
    except FetchError:  # packed in some odd way
        return b"", True


def check_type(reply: Reply) -> None:
    """Raise `FetchError` where the host says that what comes is no page."""
    said = (reply.header("content-type") or "").partition(";")[0].strip().lower()
    data = said.startswith("application/") and said.endswith(("+xml", "+json"))
    if said and not data and said not in PAGE_TYPES:
        raise FetchError(
            f"the address gives {shown(said)}, which is no page; give the page that links to it"
        )


def conditions(known: Kept | None) -> Headers:
    """Return the headers that ask for a page only if it is not the one we know."""
    headers: Headers = []
    if known is not None and known.etag:
        headers.append((b"If-None-Match", known.etag.encode("ascii")))
    if known is not None and known.last_modified:
        headers.append((b"If-Modified-Since", known.last_modified.encode("ascii")))
    return headers


def parse_retry_after(value: str | None, now: datetime) -> float:
    """Return for how many seconds a host wants to be left alone; `PAUSE` where it does not say."""
    value = (value or "").strip()[:MAX_RETRY_AFTER]
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        until = parsedate_to_datetime(value)
        until = until if until.tzinfo is not None else until.replace(tzinfo=UTC)
        return max(0.0, (until - now).total_seconds())
    except (ValueError, TypeError, IndexError, OverflowError):
        return PAUSE


def fetched(job: Job, kept: Kept, status: Status) -> Fetched:
    """Return the record of a page that stands in a WARC file."""
    return Fetched(
        input=shown(job.input),
        url=kept.url,
        status=status,
        date=kept.date,
        sha256=kept.sha256,
        path=shown(kept.path),
        entry=kept.entry,
    )


def set_aside(text: str, fault: SaysoError) -> Issue:
    """Return the issue for an address that gave no page."""
    return Issue(input=shown(text), stage="fetch", error=type(fault).__name__, message=str(fault))
