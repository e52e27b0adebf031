"""How a run of fetching behaves."""

import msgspec

from sayso import __version__
from sayso.errors import FetchError

AGENT = "sayso"  # the product token that robots.txt may name
MAX_CONTACT = 200  # characters


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """How polite, how patient and how trusting a run is; times are seconds.

    Raises `FetchError` where `contact` cannot stand in a header.
    """

    delay: float = 2.0  # between two requests to a host; a longer Crawl-delay wins
    longest_wait: float = 120.0  # what takes longer by the host's own word is set aside
    retries: int = 2  # after 429 and 503
    max_bytes: int = 20_000_000  # of a page, unpacked
    max_hops: int = 5  # redirects
    connect_timeout: float = 10.0
    read_timeout: float = 20.0  # without a single byte
    page_timeout: float = 120.0  # for the whole of one answer, however it drips
    ports: frozenset[int] = frozenset({80, 443})
    contact: str | None = None  # mail or web address for the hosts' owners

    def __post_init__(self) -> None:
        contact = self.contact or ""
        if len(contact) > MAX_CONTACT or not (contact.isascii() and contact.isprintable()):
            raise FetchError("the contact must be plain ASCII in one line; give an address only")

    @property
    def user_agent(self) -> str:
        """Return what stands in the header of that name: "sayso/0.1.0 (+mail@example.org)"."""
        about = f" (+{self.contact.translate(NO_COMMENT)})" if self.contact else ""
        return f"{AGENT}/{__version__}{about}"


NO_COMMENT = {ord(letter): None for letter in "()\\"}  # they would end or bend the comment
