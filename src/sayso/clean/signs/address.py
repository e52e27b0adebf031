"""What a page's address tells: the address it calls its own, its day, its section, its country."""

import re
from collections.abc import Iterable
from urllib.parse import SplitResult, urljoin, urlsplit

import msgspec

from sayso.clean.signs.dates import iso_day

MAX_ADDRESS = 2_000  # characters; browsers and indexes take no longer ones
DAY = re.compile(
    r"[/\-_](?P<year>(?:19|20)\d\d)[/\-_]?(?P<month>0[1-9]|1[0-2])[/\-_]?(?P<day>[0-3]\d)"
    r"(?:[/\-_.tT]|$)"
)
SECTION = re.compile(r"[^\W\d_]{3,20}(?:-[^\W\d_]{2,20}){0,2}")
SLUG_WORDS = 3  # of the last part of a path that names an article
# Parts of a path that are on every page of a site, and no section of it.
GENERIC_PARTS = """amp archive archives archivo article articles artikel article-news beitrag blog
    blogs category cms cnt content contents detail details doc docs document en-us feature features
    full haber haberler home html inhalt item live media meldung meldungen mobile nachricht
    nachrichten new news newsroom node noticia noticias notizie nyheter page pages post posts press
    print read reader rss site static stories story tag tags text topic topics topstories uploads
    version video videos view web wp-content aktuell aktuelles actualite actualites en de
    fr es it pt nl index english deutsch francais"""
GENERIC = frozenset(GENERIC_PARTS.split())
FRONT_PAGES = ("", "index.html", "index.htm", "index.php", "home")
COMMON_LABELS = ("co", "com", "org", "net", "gov", "ac", "news", "en", "m", "mobile", "amp")
# Country codes that anyone may register and that are sold for what they look like.
SOLD = frozenset("ac ai am cc co fm gg im io la li ly me mu nu sc sh st to tv vc ws".split())


class Address(msgspec.Struct, frozen=True):
    """A web address taken apart."""

    url: str
    host: str  # lower case, without "www."
    path: str


def parse_address(url: str | None) -> Address | None:
    """Return the parts of an absolute web address, None where `url` is none."""
    if url is None or len(url) > MAX_ADDRESS:
        return None
    try:
        parts: SplitResult = urlsplit(url.strip())
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host:
        return None
    return Address(url.strip(), host.removeprefix("www."), parts.path)


def is_home(address: Address) -> bool:
    """Tell whether an address is a site's front page, which no article stands at."""
    path = address.path.strip("/").lower()
    if "?" in address.url:
        return False  # "/?p=1234" is an article
    return path in FRONT_PAGES or len(path) == len("de")


def own_address(candidates: Iterable[str | None], bases: Iterable[str | None]) -> str | None:
    """Return the first of `candidates` that can be the page's own address.

    Relative ones are resolved against the first of `bases` that is an address; front pages are
    passed over: many sites declare theirs on every page.
    """
    base = next((found.url for found in map(parse_address, bases) if found is not None), None)
    for candidate in candidates:
        found = resolved(candidate, base)
        if found is not None and not is_home(found):
            return found.url
    return None


def resolved(candidate: str | None, base: str | None) -> Address | None:
    """Return an address made absolute, None where that is not possible."""
    if candidate is None or not candidate.strip() or len(candidate) > MAX_ADDRESS:
        return None
    try:
        whole = urljoin(base, candidate.strip()) if base is not None else candidate.strip()
    except ValueError:
        return None
    if whole.startswith("//"):
        whole = f"https:{whole}"
    return parse_address(whole)


def same_site(first: str, second: str) -> bool:
    """Tell whether two addresses lie on one host, or one below the other."""
    one, other = parse_address(first), parse_address(second)
    if one is None or other is None:
        return False
    return (
        one.host == other.host
        or one.host.endswith(f".{other.host}")
        or other.host.endswith(f".{one.host}")
    )


def day_in_address(url: str | None) -> str | None:
    """Return the day that an address names, None where it names none."""
    found = DAY.search(url[:MAX_ADDRESS]) if url else None
    if found is None:
        return None
    return iso_day(int(found["year"]), int(found["month"]), int(found["day"]))


def section_in_address(url: str | None) -> str | None:
    """Return the first part of the path that names a section, None where none does.

    "https://x.example/en/sport/2024/05/cup-final-ends-in-draw" gives "sport".
    """
    address = parse_address(url)
    if address is None:
        return None
    above = [part for part in address.path.split("/") if part][:-1]
    for part in above:
        if part.lower() in GENERIC or part.isdigit():
            continue
        return part if SECTION.fullmatch(part) and len(part.split("-")) < SLUG_WORDS else None
    return None


def names_in_host(url: str | None) -> list[str]:
    """Return the parts of the host that a site can be named by: "afp" in "check.afp.com"."""
    address = parse_address(url)
    labels = address.host.split(".")[:-1] if address is not None else []
    return [label for label in labels if label not in COMMON_LABELS]


def country_of(url: str | None) -> str | None:
    """Return the top-level domain of a country ("uk", "de"), None where it tells of none."""
    address = parse_address(url)
    last = address.host.rsplit(".", 1)[-1] if address is not None else ""
    return last if len(last) == len("de") and last.isalpha() and last not in SOLD else None
