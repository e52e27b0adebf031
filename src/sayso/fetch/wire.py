"""One request, one answer: no cookies, no passwords, no proxy, no redirect of its own accord."""

import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpcore2
import httpx2

from sayso.errors import FetchError
from sayso.fetch.addresses import DEFAULT_PORTS, Address
from sayso.fetch.guard import Guard, GuardedBackend
from sayso.fetch.packing import ACCEPTED, Unpacker, parse_coding
from sayso.fetch.settings import Settings

Headers = list[tuple[bytes, bytes]]

KEEP_ALIVE = 15.0  # seconds that an idle connection is kept for the next page
ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,text/plain;q=0.8,*/*;q=0.1"


class Reply:
    """The head of an answer, and its body while the connection is open."""

    def __init__(self, address: Address, asked: Headers, response: httpcore2.Response) -> None:
        self.address = address
        self.asked = asked
        self.status = response.status
        self.headers: Headers = list(response.headers)
        self.version = bytes(response.extensions.get("http_version", b"HTTP/1.1"))
        self.reason = bytes(response.extensions.get("reason_phrase", b""))
        stream = response.extensions.get("network_stream")
        peer = stream.get_extra_info("server_addr") if stream is not None else None
        self.ip: str | None = str(peer[0]) if peer else None
        self._response = response

    def header(self, name: str) -> str | None:
        """Return the first value of the header `name`, or None."""
        return next(iter(self.values(name)), None)

    def values(self, name: str) -> list[str]:
        """Return the values of the header `name`, read as Latin-1."""
        wanted = name.lower().encode("ascii")
        return [value.decode("latin-1") for key, value in self.headers if key.lower() == wanted]

    def body(self, limit: int, *, cut: bool = False) -> tuple[bytes, bool]:
        """Return the unpacked body, and whether it was cut at `limit` bytes.

        Nothing beyond `limit` is read. Raises `FetchError` there unless `cut`, and for a body
        that cannot be unpacked.
        """
        said = self.header("content-length") or ""
        if not cut and said.isdecimal() and len(said) < 20 and int(said) > limit:
            raise too_large(limit)
        unpacker = Unpacker(parse_coding(self.values("content-encoding")))
        pieces: list[bytes] = []
        for data in self._response.iter_stream():
            if unpacker.packed + len(data) > limit and not cut:
                raise too_large(limit)
            for piece in unpacker.feed(data):
                pieces.append(piece)
                if unpacker.unpacked > limit:
                    if cut:
                        return b"".join(pieces)[:limit], True
                    raise too_large(limit)
        unpacker.finish()
        return b"".join(pieces), False


def too_large(limit: int) -> FetchError:
    """Return the error for a body above the cap."""
    return FetchError(
        f"the page is larger than {limit / 1_000_000:g} MB, which no news page is; leave it out"
    )


class Wire:
    """Asks for addresses, one at a time, over at most one open connection.

    Below the client libraries' conveniences on purpose: what is not there cannot add a cookie, a
    password from the address or .netrc, a proxy from the environment, or a redirect.
    """

    def __init__(self, settings: Settings, guard: Guard, tls: ssl.SSLContext | None) -> None:
        self.settings = settings
        self.backend = GuardedBackend(guard)
        self.pool = httpcore2.ConnectionPool(
            ssl_context=tls or httpx2.create_ssl_context(trust_env=False),
            max_connections=1,
            keepalive_expiry=KEEP_ALIVE,
            network_backend=self.backend,
        )

    def close(self) -> None:
        """Close what is open."""
        self.pool.close()

    @contextmanager
    def ask(self, address: Address, conditions: Headers | None = None) -> Iterator[Reply]:
        """Yield the answer to a GET of `address`; it is open inside the `with` block only.

        Raises `FetchError` for all that goes wrong between the two machines, in the block too.
        """
        headers = self.headers(address) + (conditions or [])
        url = httpcore2.URL(
            scheme=address.scheme.encode(),
            host=address.host.encode(),
            port=address.port,
            target=address.target.encode(),
        )
        times = self.settings
        timeouts = {
            "connect": times.connect_timeout,
            "read": times.read_timeout,
            "write": times.read_timeout,
            "pool": times.connect_timeout,
        }
        self.backend.deadline = time.monotonic() + times.page_timeout
        try:
            with self.pool.stream(
                "GET", url, headers=headers, extensions={"timeout": timeouts}
            ) as response:
                yield Reply(address, headers, response)
        except httpcore2.TimeoutException as fault:
            raise FetchError(
                f"{address.host} takes too long to answer; try again later"
            ) from fault
        except (httpcore2.ProtocolError, UnicodeError) as fault:
            raise FetchError(
                f"{address.host} breaks off, or answers in no HTTP that can be read; try again "
                f"later"
            ) from fault
        except httpcore2.NetworkError as fault:
            raise FetchError(unreachable(address, fault)) from fault

    def headers(self, address: Address) -> Headers:
        """Return the headers of every request to `address`."""
        host = f"[{address.host}]" if ":" in address.host else address.host
        own = address.port == DEFAULT_PORTS[address.scheme]
        fields = {
            "Host": host if own else f"{host}:{address.port}",
            "User-Agent": self.settings.user_agent,
            "Accept": ACCEPT,
            "Accept-Encoding": ACCEPTED,
        }
        return [(key.encode(), value.encode()) for key, value in fields.items()]


def unreachable(address: Address, fault: Exception) -> str:
    """Return the sentence for a host that cannot be talked to."""
    cause = fault.args[0] if fault.args else None  # the client hands on what the system said
    if isinstance(cause, ssl.SSLCertVerificationError):
        why = cause.verify_message.rstrip(".")
        return (
            f"the certificate of {address.host} does not hold ({why}); look at the page in a "
            f"browser"
        )
    reason = getattr(cause, "strerror", None) or "the connection failed"
    return f"{address.host} cannot be reached ({reason}); try again later"
