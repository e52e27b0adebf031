"""`sayso fetch`: web addresses in, a WARC file out."""

import io
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter, validators

from sayso.cli.app import USAGE, app, examples, tell
from sayso.cli.coding import write_all, write_line
from sayso.errors import SaysoError

OPTIONS = (
    *("--contact", "--delay", "--earlier", "--feeds", "--from", "--help", "--issues", "--port"),
    "--to",
)
PORTS = frozenset({80, 443})


def check_address(_: object, address: str) -> None:
    """Raise `ValueError` for an unknown flag, which Cyclopts would take for an address."""
    if address.startswith("-") and address != "-":
        near = get_close_matches(address, OPTIONS, n=1)
        hint = f"did you mean {near[0]}?" if near else "see: sayso fetch --help."
        raise ValueError(f"there is no option {address}; {hint}")


def check_seconds(_: object, seconds: float) -> None:
    """Raise `ValueError` for a delay that is none, not-a-number included."""
    if not 0 <= seconds <= 3_600:
        raise ValueError("--delay takes seconds, 0 to 3600.")


@app.command(
    usage="Usage: sayso fetch ADDRESS... [OPTIONS]",
    help_epilogue=examples(
        "sayso fetch https://news.example/story",
        "sayso fetch --from addresses.txt --to pages.warc.gz --contact desk@news.example",
        "sayso fetch https://news.example/feed.xml --feeds --issues issues.jsonl",
        "sayso fetch - < addresses.txt && sayso code fetched.warc.gz > ledger.jsonl",
    ),
)
def fetch(
    *addresses: Annotated[
        str, Parameter(name="ADDRESS", allow_leading_hyphen=True, validator=check_address)
    ],
    to: Annotated[str, Parameter(metavar="FILE")] = "fetched.warc.gz",
    from_: Annotated[
        list[str] | None, Parameter(name="--from", negative=(), metavar="FILE")
    ] = None,
    feeds: Annotated[bool, Parameter(negative=())] = False,
    delay: Annotated[float, Parameter(metavar="SECONDS", validator=check_seconds)] = 2.0,
    contact: str | None = None,
    port: Annotated[
        list[int] | None,
        Parameter(negative=(), metavar="NUMBER", validator=validators.Number(gte=1, lte=65_535)),
    ] = None,
    earlier: Annotated[list[str] | None, Parameter(negative=(), metavar="FILE")] = None,
    issues: Annotated[str | None, Parameter(metavar="FILE")] = None,
) -> int:
    """Fetch pages and keep them in a WARC file: one JSON object a page on stdout.

    Asks robots.txt, keeps a delay at every host, and goes to public addresses only. The file is
    added to; what it holds already is fetched again only where it has changed. An address that
    gives no page is named on stderr and set aside; the exit code is 3.

    Parameters
    ----------
    addresses
        Web addresses, or "-" for a list of them on stdin, one a line.
    to
        The WARC file, gzipped: name it NAME.warc.gz.
    from_
        A file with a list of addresses, one a line, or the links that sayso code --links wrote.
    feeds
        Also fetch what the feeds among the addresses link to, one level deep.
    delay
        Seconds between two requests to a host; a longer Crawl-delay wins.
    contact
        A mail or web address that the owners of the hosts see in the User-Agent.
    port
        A further port that an address may name; 80 and 443 always may.
    earlier
        Another WARC file: what it holds is fetched only where it has changed.
    issues
        Also write what was set aside to FILE, one JSON object a line.
    """
    if not addresses and not from_:
        tell("fetch needs an address, --from FILE, or - for stdin. See: sayso fetch --help")
        return USAGE
    from sayso.fetch import Settings, fetch_pages

    with ExitStack() as stack:
        try:
            settings = Settings(delay=delay, contact=contact, ports=PORTS | set(port or ()))
            sink = stack.enter_context(Path(issues).open("wb")) if issues else None
            lists = [stack.enter_context(Path(name).open("rb")) for name in from_ or ()]
        except SaysoError as fault:
            tell(f"{fault}.")
            return USAGE
        except OSError as fault:
            tell(f"{fault.filename} cannot be opened: {fault.strerror}.")
            return USAGE
        found = fetch_pages(
            find_addresses(addresses, lists),
            Path(to),
            settings,
            earlier=[Path(name) for name in earlier or ()],
            links=links_of if feeds else None,
        )
        return write_all(found, write_line, sink)


def find_addresses(words: Iterable[str], lists: Iterable[io.BufferedReader]) -> Iterator[str]:
    """Yield the addresses among `words`, those of stdin in the place of "-", then the lists'."""
    from sayso.fetch import read_addresses

    for word in words:
        if word == "-":
            yield from read_addresses(sys.stdin.buffer if sys.stdin is not None else io.BytesIO())
        else:
            yield word
    for stream in lists:
        yield from read_addresses(stream)


def links_of(data: bytes, address: str) -> Iterator[str]:
    """Yield the links of a feed, told by its content; a page that is none has none."""
    from sayso.ingest import Declared, Link, Origin
    from sayso.ingest.documents import read_document

    for item in read_document(data, Origin(path=None, declared=Declared(url=address))):
        if isinstance(item, Link):
            yield item.url
