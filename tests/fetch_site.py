"""A web site on this machine for tests, a clock that does not wait, and a count of sockets."""

import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx2

from sayso.fetch import Clock, Fetched, Guard, Settings, fetch_pages
from sayso.records import Issue

HERE = "127.0.0.1"
START = datetime(2026, 11, 22, 17, 55, tzinfo=UTC)
TLS = httpx2.create_ssl_context(trust_env=False)  # as a run makes it; once saves seconds
PAGE = b"<!doctype html><title>Ferry</title><p>The harbour reopened on Friday.</p>"

Headers = dict[str, str]
Answer = tuple[int, Headers, bytes]
Page = Answer | Callable[["Handler"], Answer | None]


class Handler(BaseHTTPRequestHandler):
    """Answers from `site.pages`; a page may be a function that answers for itself."""

    protocol_version = "HTTP/1.1"
    server: "Site"

    def do_GET(self) -> None:
        """Note what is asked, and answer."""
        self.server.asked.append((self.headers["Host"], self.path, dict(self.headers)))
        page = self.server.pages.get(self.path, (404, {}, b"none"))
        answer = page(self) if callable(page) else page
        if answer is not None:
            self.answer(*answer)

    def answer(self, status: int, headers: Headers, body: bytes) -> None:
        """Send one answer, with its length unless `headers` say otherwise."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if "Transfer-Encoding" not in headers and "Content-Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


class Site(ThreadingHTTPServer):
    """A site of `pages`; `asked` is what was asked of it: host, path, headers."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__((HERE, 0), Handler)
        self.pages: dict[str, Page] = {}
        self.asked: list[tuple[str, str, Headers]] = []

    @property
    def port(self) -> int:
        """Return the port that the site stands at."""
        return int(self.server_address[1])

    def url(self, path: str, host: str = "news.example") -> str:
        """Return the address of `path`."""
        return f"http://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        """Return the paths that were asked for, without robots.txt."""
        return [path for _, path, _ in self.asked if path != "/robots.txt"]

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that hang up: many of ours do."""


@contextmanager
def open_site() -> Iterator[Site]:
    with Site() as site:
        thread = threading.Thread(target=site.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield site
        finally:
            site.shutdown()
            thread.join()


class Watch:
    """A clock whose sleeps take no time; `naps` are their lengths."""

    def __init__(self) -> None:
        self.passed = 0.0
        self.naps: list[float] = []

    def sleep(self, seconds: float) -> None:
        """Let `seconds` pass at once."""
        self.naps.append(seconds)
        self.passed += seconds

    @property
    def clock(self) -> Clock:
        """Return the clock."""
        return Clock(
            now=lambda: START + timedelta(seconds=self.passed),
            seconds=lambda: self.passed,
            sleep=self.sleep,
        )


def here(_host: str, _port: int) -> Sequence[str]:
    """Resolve every name to this machine."""
    return [HERE]


def fetch(
    urls: Iterable[str],
    store: Path,
    site: Site | None = None,
    *,
    guard: Guard | None = None,
    watch: Watch | None = None,
    **settings: object,
) -> list[Fetched | Issue]:
    """Return what becomes of `urls`, every name being this machine unless `guard` says."""
    ports = {80, 443} | ({site.port} if site else set())
    settings.setdefault("ports", frozenset(ports))
    return list(
        fetch_pages(
            urls,
            store,
            Settings(**settings),  # type: ignore[arg-type]
            guard=guard or Guard(here, allow=[HERE]),
            clock=(watch or Watch()).clock,
            tls=TLS,
        )
    )


connected: list[tuple[object, ...]] = []


def note(event: str, args: tuple[object, ...]) -> None:
    if event in ("socket.connect", "socket.sendto"):
        connected.append(args)


sys.addaudithook(note)  # hooks cannot be taken off: one, for the whole run


@contextmanager
def counted() -> Iterator[list[object]]:
    """Yield the addresses that sockets are connected to inside the block, by anybody."""
    start = len(connected)
    found: list[object] = []
    yield found
    found.extend(args[1] for args in connected[start:])
