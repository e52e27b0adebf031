"""The one place where sockets are opened: to public addresses only.

A name is looked up here and nowhere else, each answer is checked, and the connection goes to the
very address that was checked, while Host, SNI and certificate stay with the name. So a name that
points into the house, or starts to between two requests, comes to nothing; and so does any odd
spelling of an address, since what counts is where it leads.
"""

import ipaddress
import socket
import time
from collections.abc import Callable, Iterable, Sequence
from ssl import SSLContext
from typing import Any

import httpcore2

from sayso.errors import FetchError, RefusedAddressError

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Sequence[str]]

MAX_TRIED = 4  # addresses of one name

# IANA special-purpose registries (RFC 6890 and later), and what has its own name. First fit names.
REFUSED = tuple(
    (ipaddress.ip_network(network), what)
    for what, networks in (
        ("an unspecified address", "0.0.0.0/8 ::/128"),
        ("a loopback address", "127.0.0.0/8 ::1/128"),
        (
            "a cloud's metadata service",
            "169.254.169.254/32 169.254.170.0/24 168.63.129.16/32 100.100.100.200/32 "
            "192.0.0.192/32 fd00:ec2::/32 fd20:ce::/32 fe80::a9fe:a9fe/128",
        ),
        ("a private address", "10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 fc00::/7 fec0::/10"),
        ("a link-local address", "169.254.0.0/16 fe80::/10"),
        ("a carrier's private address", "100.64.0.0/10"),
        ("a multicast address", "224.0.0.0/4 ff00::/8"),
        ("the broadcast address", "255.255.255.255/32"),
        (
            "an address of documentation",
            "192.0.2.0/24 198.51.100.0/24 203.0.113.0/24 2001:db8::/32 3fff::/20",
        ),
        ("an IPv4 address in IPv6", "::ffff:0:0/96 ::ffff:0:0:0/96 ::/96"),
        ("a translated IPv4 address (NAT64)", "64:ff9b::/96 64:ff9b:1::/48"),
        ("a tunnelled IPv4 address", "2002::/16 2001::/32 192.88.99.0/24"),
        (
            "a reserved address",
            "192.0.0.0/24 192.31.196.0/24 192.52.193.0/24 192.175.48.0/24 198.18.0.0/15 "
            "240.0.0.0/4 100::/64 2001::/23 2620:4f:8000::/48 3ffe::/16 5f00::/16",
        ),
    )
    for network in networks.split()
)
GLOBAL_IPV6 = ipaddress.IPv6Network("2000::/3")  # all else is not given out
ISATAP = (0x00005EFE, 0x02005EFE)  # before an IPv4 address in the lower half


def why_refused(address: IPAddress) -> str | None:
    """Return what kind of address sayso does not go to `address` is, or None for a public one."""
    for network, what in REFUSED:
        if address.version == network.version and address in network:
            return what
    if isinstance(address, ipaddress.IPv6Address):
        if address not in GLOBAL_IPV6:
            return "a reserved address"
        if int(address) >> 32 & 0xFFFFFFFF in ISATAP:
            return "a tunnelled IPv4 address"
    # the standard library's own registries, where they should know of more
    return None if address.is_global else "a reserved address"


def look_up(host: str, port: int) -> list[str]:
    """Return the addresses of `host` in the system's order; raises `OSError` where none."""
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(str(answer[4][0]) for answer in answers))


class Guard:
    """Says which addresses of a host may be connected to.

    `resolve` looks a name up; `allow` are addresses let through all the same, for tests whose
    server stands on this machine: neither flag nor environment sets it.
    """

    def __init__(self, resolve: Resolve = look_up, *, allow: Iterable[str] = ()) -> None:
        self.resolve = resolve
        self.allow = frozenset(ipaddress.ip_address(address) for address in allow)

    def addresses(self, host: str, port: int) -> list[IPAddress]:
        """Return the addresses of `host`, all of them checked.

        Raises `RefusedAddressError` where one alone is refused: a public name with an address
        in the house is a trap or a mistake. Raises `FetchError` where there is none.
        """
        try:
            found = [ipaddress.ip_address(host)]
        except ValueError:
            found = self.answers(host, port)
        for address in found:
            self.check(host, address)
        return found

    def answers(self, host: str, port: int) -> list[IPAddress]:
        """Return what `host` resolves to, unchecked."""
        try:
            answers = self.resolve(host, port)
        except (OSError, UnicodeError) as fault:
            raise FetchError(f"the host {host} cannot be found; check its name") from fault
        if not answers:
            raise FetchError(f"the host {host} has no address; check its name")
        try:
            return [ipaddress.ip_address(answer) for answer in answers]
        except ValueError as fault:
            raise FetchError(
                f"the host {host} has an address that is none; leave it out"
            ) from fault

    def check(self, host: str, address: IPAddress) -> None:
        """Raise `RefusedAddressError` unless `address` is public or allowed."""
        if address in self.allow:
            return
        why = why_refused(address)
        if getattr(address, "scope_id", None) is not None:
            why = why or "bound to one network card"
        if why is not None:
            where = host if host == str(address) else f"{host} ({address})"
            raise RefusedAddressError(
                f"{where} is {why}; sayso reaches public addresses only, so save the page and "
                f"give its path to `sayso code`"
            )


class Line(httpcore2.NetworkStream):
    """A connection whose every wait ends at the deadline of its `GuardedBackend`."""

    def __init__(self, stream: httpcore2.NetworkStream, backend: "GuardedBackend") -> None:
        self.stream = stream
        self.backend = backend

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return at most `max_bytes`; raises `httpcore2.ReadTimeout`."""
        return self.stream.read(max_bytes, self.backend.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send `buffer`; raises `httpcore2.WriteTimeout`."""
        self.stream.write(buffer, self.backend.left(timeout))

    def close(self) -> None:
        """Close the connection."""
        self.stream.close()

    def start_tls(
        self,
        ssl_context: SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        """Return the same connection under TLS, its certificate checked for the name."""
        stream = self.stream.start_tls(ssl_context, server_hostname, self.backend.left(timeout))
        return Line(stream, self.backend)

    def get_extra_info(self, info: str) -> Any:
        """Return what the connection knows under `info`: "server_addr" and the like."""
        return self.stream.get_extra_info(info)


class GuardedBackend(httpcore2.NetworkBackend):
    """Opens the sockets of the HTTP client, to addresses that the guard has checked."""

    def __init__(self, guard: Guard) -> None:
        self.guard = guard
        self.inner = httpcore2.SyncBackend()
        self.deadline = float("inf")  # of the answer under way, on the monotonic clock

    def left(self, timeout: float | None) -> float:
        """Return how long a wait may last; raises `httpcore2.ReadTimeout` after the deadline."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise httpcore2.ReadTimeout("the answer takes too long")
        return left if timeout is None else min(timeout, left)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """Return a connection to `host`, made by address, never by name.

        Raises what `Guard.addresses` raises, before any socket is opened, and
        `httpcore2.ConnectError` or `ConnectTimeout` where nobody answers.
        """
        fault: Exception = httpcore2.ConnectError("nobody answers")
        for address in self.guard.addresses(host, port)[:MAX_TRIED]:
            try:
                stream = self.inner.connect_tcp(
                    str(address), port, self.left(timeout), local_address, socket_options
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as why:
                fault = why
            else:
                return Line(stream, self)
        raise fault
