"""What a host lets us read: robots.txt as RFC 9309 has it, asked through the same guard."""

from collections.abc import Callable

from protego import Protego

from sayso.errors import FetchError
from sayso.fetch.addresses import Address, parse_address
from sayso.fetch.pace import Pace
from sayso.fetch.settings import AGENT, Settings
from sayso.fetch.wire import Wire

MAX_ROBOTS = 512_000  # bytes that are read: RFC 9309, 2.5
NOBODY = "another"  # stands for every agent that we are not
FIELDS = {
    "user-agent": "user-agent",
    "useragent": "user-agent",
    "allow": "allow",
    "disallow": "disallow",
    "dissallow": "disallow",
    "dissalow": "disallow",
    "disalow": "disallow",
    "crawl-delay": "crawl-delay",
}
REDIRECTS = frozenset({301, 302, 303, 307, 308})


class Robots:
    """The rules of every host seen in this run, asked for once each."""

    def __init__(self, wire: Wire, pace: Pace, settings: Settings) -> None:
        self.wire = wire
        self.pace = pace
        self.settings = settings
        self._rules: dict[str, Protego | FetchError] = {}

    def check(self, address: Address) -> None:
        """Raise `FetchError` where `address` may not be read, or the host's rules cannot be."""
        rules = self._rules.get(address.site)
        if rules is None:
            rules = self._rules[address.site] = self._ask(address)
            delay = rules.crawl_delay(AGENT) if isinstance(rules, Protego) else None
            if delay is not None:
                self.pace.slow(address.host, delay)
        if isinstance(rules, FetchError):
            raise type(rules)(str(rules))
        if not rules.can_fetch(address.text, AGENT):
            raise FetchError(
                f"the robots.txt of {address.host} does not let sayso read this page; ask the "
                f"outlet, or save the page by hand"
            )

    def _ask(self, address: Address) -> Protego | FetchError:
        try:
            return parse_robots(self._read(address))
        except FetchError as fault:
            return fault

    def _read(self, address: Address) -> bytes:
        """Return the robots.txt of the site of `address`; empty where it has none.

        Raises `FetchError` where the host does not say: then nothing of it may be read.
        """
        at = parse_address(f"{address.site}/robots.txt", self.settings.ports)
        for _ in range(self.settings.max_hops + 1):
            with self.wire.ask(at) as reply:
                if reply.status not in REDIRECTS:
                    return read_rules(address.host, reply.status, reply.body)
                at = parse_address(reply.header("location") or "", self.settings.ports, at)
        return b""


def read_rules(host: str, status: int, body: Callable[..., tuple[bytes, bool]]) -> bytes:
    """Return the rules that an answer of `status` gives.

    Raises `FetchError` for 5xx, and for 429: a host that is asked too much is not asked more.
    """
    if 200 <= status < 300:
        return body(MAX_ROBOTS, cut=True)[0]
    if 400 <= status < 500 and status != 429:
        return b""
    raise FetchError(
        f"{host} does not give its robots.txt ({status}), so nothing of it may be read; try "
        f"again later"
    )


def parse_robots(data: bytes) -> Protego:
    """Return the rules in `data`.

    Only what concerns us is handed on, one field a line: 20,000 agents with 20,000 rules in one
    group, which fit into 500 KiB, would otherwise become 400 million rules.
    """
    lines = []
    for line in data.decode("utf-8-sig", "replace").splitlines():
        name, _, value = line.partition("#")[0].partition(":")
        field = FIELDS.get(name.strip().lower().replace(" ", "-"))
        value = value.strip()
        if field == "user-agent":
            value = agent_of(value)
        if field is not None:
            lines.append(f"{field}: {value}")
    return Protego.parse("\n".join(lines))


def agent_of(value: str) -> str:
    """Return our own name, "*", or `NOBODY` for the agent that a group is for."""
    name = value.strip().lower()
    if name == "*":
        return name
    token = name.partition("/")[0].strip("* ")
    return AGENT if token == AGENT else NOBODY
