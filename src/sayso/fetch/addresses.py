"""An address as somebody wrote it -> one that can be asked for, or a sentence why not."""

import ipaddress
import re
from collections.abc import Iterator
from typing import BinaryIO

import httpx2
import msgspec

from sayso.errors import FetchError, RefusedAddressError

MAX_ADDRESS = 4_000  # characters; the longest links of news aggregators have some 1,500
SHOWN = 200  # characters of an address that a message or an issue repeats
WHITE = " \t\r\n\f"
DEFAULT_PORTS = {"http": 80, "https": 443}
NAME = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63}){0,126}")
NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")


class Address(msgspec.Struct, frozen=True):
    """A web address in one spelling, without its fragment."""

    text: str  # "https://news.example/story?id=1"
    scheme: str  # http | https
    host: str  # lower case, IDNA; an IPv6 address without brackets
    port: int
    target: str  # "/story?id=1"

    @property
    def site(self) -> str:
        """Return scheme, host and port, the unit of a robots.txt: "https://news.example:443"."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"


def shown(text: str) -> str:
    """Return `text` in one printable line of at most `SHOWN` characters."""
    short = text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
    return "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in short)


def read_addresses(stream: BinaryIO) -> Iterator[str]:
    """Yield the addresses in `stream`, one a line, without blank lines and "#" lines.

    A line may be a JSON object with a `url`, as `sayso code --links` writes them. A line that is
    too long for an address comes cut, just long enough to be set aside.
    """
    limit = MAX_ADDRESS * 4 + 2  # bytes: no address of `MAX_ADDRESS` characters needs more
    first = True
    while line := stream.readline(limit):
        while not line.endswith(b"\n") and (rest := stream.readline(limit)):
            line = line[:limit] + (b"\n" if rest.endswith(b"\n") else b"")
        address = line.decode("utf-8-sig" if first else "utf-8", "replace").strip(WHITE)
        first = False
        if address and not address.startswith("#"):
            yield url_in(address) if address.startswith("{") else address


class Linked(msgspec.Struct):
    """What counts of a line of links."""

    url: str


def url_in(line: str) -> str:
    """Return the `url` of a JSON object, or `line` itself where it is none."""
    try:
        return msgspec.json.decode(line.encode("utf-8", "replace"), type=Linked).url
    except (msgspec.DecodeError, RecursionError):
        return line


def parse_address(text: str, ports: frozenset[int], base: Address | None = None) -> Address:
    """Return the address that `text` writes, taken as a link of `base` where that is given.

    Raises `RefusedAddressError` for another scheme than http and https, a user name, a port
    outside `ports` and a number that is no plain IPv4 address; `FetchError` for what is no
    address at all. Names are not looked up here.
    """
    text = text.strip(WHITE)
    check_letters(text)
    try:
        url = httpx2.URL(text) if base is None else httpx2.URL(base.text).join(text)
        scheme, host, port = url.scheme, url.raw_host.decode("ascii"), url.port
        path, named = url.raw_path.decode("ascii"), bool(url.userinfo)
    except (httpx2.InvalidURL, ValueError, TypeError) as fault:
        raise FetchError(f"{shown(text)} is no web address; check how it is written") from fault
    check_scheme(text, scheme)
    if named or "@" in re.split("[/?#]", text.partition("//")[2], maxsplit=1)[0]:
        raise RefusedAddressError(
            "the address carries a user name, which sayso never sends; give it without"
        )
    host = parse_host(host)
    port = port or DEFAULT_PORTS[scheme]
    if port not in ports:
        raise RefusedAddressError(
            f"the address asks for port {port}, where news pages do not stand; allow the port "
            f"by name if this one does"
        )
    return Address(spell(scheme, host, port, path), scheme, host, port, path)


def spell(scheme: str, host: str, port: int, path: str) -> str:
    """Return the address in one spelling: the scheme's own port left out."""
    host = f"[{host}]" if ":" in host else host
    return f"{scheme}://{host}{'' if port == DEFAULT_PORTS[scheme] else f':{port}'}{path}"


def check_letters(text: str) -> None:
    """Raise where `text` is empty, too long, or holds what an address cannot hold."""
    if not text:
        raise FetchError("the address is empty; give one that starts with https://")
    if len(text) > MAX_ADDRESS:
        raise FetchError(
            f"the address is longer than {MAX_ADDRESS:,} characters, which no page's is; "
            f"leave it out"
        )
    if any(letter.isspace() or not letter.isprintable() for letter in text):
        raise FetchError(
            "the address holds white space or control characters; write them as %20 and the like"
        )
    if "\\" in text.partition("?")[0]:
        # browsers take it for a slash, libraries for a letter: two readings of who is meant
        raise RefusedAddressError(
            "the address holds a backslash; write / or %5C for what is meant"
        )


def check_scheme(text: str, scheme: str) -> None:
    """Raise unless `scheme` is one of the web's."""
    if not scheme:
        raise FetchError(f"the address has no scheme; write https://{shown(text).lstrip('/')}")
    if scheme not in DEFAULT_PORTS:
        raise RefusedAddressError(
            f"sayso fetches http and https only, not {shown(scheme)}; save the page and give "
            f"its path to `sayso code`"
        )


def parse_host(host: str) -> str:
    """Return `host` without a trailing dot.

    Raises `RefusedAddressError` for an IPv4 address that is not four plain decimals, or an IPv6
    address with a zone, `FetchError` for what is no host name.
    """
    host = host.lower()
    if ":" in host:
        if "%" in host:
            raise RefusedAddressError("the address names a network card (%zone); give a host name")
        return str(ipaddress.IPv6Address(host))  # the URL parser has checked it
    host = host.removesuffix(".")
    if not NAME.fullmatch(host):
        raise FetchError(f"the address names no host that can be ({shown(host)}); check it")
    if NUMBER.fullmatch(host.rpartition(".")[2]):
        try:
            return str(ipaddress.IPv4Address(host))
        except ValueError as fault:
            raise RefusedAddressError(
                f"{shown(host)} is an IP address in an odd spelling; write four decimal numbers"
            ) from fault
    return host
