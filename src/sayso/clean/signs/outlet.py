"""Who printed a page: known names, newspaper words, copyright lines."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Literal

from sayso.clean.signs.address import country_of
from sayso.clean.signs.agency import agency_named
from sayso.clean.signs.furniture import GLUED, furniture_rules
from sayso.clean.signs.published import Order
from sayso.lexicons import Entry, Lexicon, load_lexicon

MAX_WORDS = 5  # of a name
JOINING = frozenset("of the and for to de del de la do da di el le les los las y e et al".split())
WORD = re.compile(r"[^\W_]+(?:[.'\u2019&+-][^\W_]+)*")
PIECES = re.compile(r"\s*(?:::|[|\u00b7\u2022\u00bb>])\s*|\s{2,}|\s//\s|\s[\u2013\u2014-]\s")
# Who carries words for others, and prints nothing of its own.
PLATFORMS = frozenset(
    {
        "beehiiv", "blogger", "buttondown", "campaign monitor", "ghost", "google groups",
        "linkedin", "listserv", "mailchimp", "medium", "patreon", "substack", "wordpress",
        "wordpress.com",
    }
)  # fmt: skip
FRAME = " \t=*~#_+<>[]{}-"  # rules drawn around a name: "=== The Courier ==="
EDITION = re.compile(
    r"[,(]?\s\(?(?:(?:english|international|online|internet|electronic|web|digital|global|world|print"
    r"|mobile|american|european|asian|african|us|uk)[\s-]){1,2}(?:language\s)?"
    r"(?:edition|version|service|site)\)?$",
    re.IGNORECASE,
)
SIGNED_PIECES = re.compile(r"\s*[,|\u00b7\u2022\u2014\u2013]\s*|\s{2,}|\s-\s")
HOLDER = re.compile(
    r"(?:copyright|\u00a9|\(c\))[\s\u00a9(c),.]{0,6}(?:(?:19|20)\d\d[\s,\u2013-]{0,3}){0,3}"
    r"(?P<holder>[^\d.,|/\u00a9]{2,60})",
    re.IGNORECASE,
)
COMPANY = re.compile(
    r"\s+(?:(?:pty|ltd|limited|inc|llc|plc|co|corp|corporation|company|publishing|publications"
    r"|gmbh|group|holdings|newspapers|all|is|and|or|its)\b.*)$",
    re.IGNORECASE,
)


class OutletEntry(Entry, frozen=True, kw_only=True):
    """Outlets of one country, or words that newspapers are named with."""

    country: str | None = None  # ISO 3166 alpha-3
    numeric_dates: Order = ""
    names: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


class DateOrderEntry(Entry, frozen=True, kw_only=True):
    """Where dates in numbers are printed in one order."""

    order: Order
    regions: tuple[str, ...]
    languages: tuple[str, ...]
    mixed: tuple[str, ...]  # regions where both orders are in use


class DateOrderLexicon(Lexicon, frozen=True, kw_only=True):
    """The file `date_orders.toml`."""

    entry: tuple[DateOrderEntry, ...]


class OutletLexicon(Lexicon, frozen=True, kw_only=True):
    """The file `outlets.toml`."""

    entry: tuple[OutletEntry, ...]


def folded(name: str) -> tuple[str, ...]:
    """Return the words of a name without case and marks, "the" in front left off."""
    words = tuple(word.casefold() for word in WORD.findall(name))
    return words[1:] if len(words) > 1 and words[0] == "the" else words


@cache
def known_outlets() -> dict[tuple[str, ...], tuple[str, OutletEntry]]:
    """Return the known outlets by their folded names, as printed and with their entry."""
    entries = load_lexicon("outlets", OutletLexicon).entry
    return {folded(name): (name, entry) for entry in entries for name in entry.names}


@cache
def name_words() -> frozenset[str]:
    """Return the words that newspapers are named with."""
    entries = load_lexicon("outlets", OutletLexicon).entry
    return frozenset(word for entry in entries for word in entry.words)


@cache
def first_words() -> frozenset[str]:
    """Return the words that names of known outlets start with, and "the"."""
    return frozenset(name[0] for name in known_outlets() if name) | {"the"}


def opens_known_name(name: str) -> bool:
    """Tell whether a known outlet's name starts as `name` does."""
    first = WORD.search(name)
    return first is not None and first[0].casefold() in first_words()


def known_outlet(name: str) -> str | None:
    """Return the known outlet that `name` is, as it prints itself; None if it is none."""
    if len(name) > 60 or not name[:1].isalnum():
        return None
    if not opens_known_name(name):
        return None
    found = known_outlets().get(folded(name))
    if found is None or name.islower():
        return None
    clipped = found[0].startswith("The ") and not name.casefold().startswith("the ")
    if clipped and furniture_rules().find(name) is not None:
        return None  # "National" in a menu is not The National
    return found[0]


def outlet_by_domain(url: str | None) -> OutletEntry | None:
    """Return the lexicon entry that knows the host of `url`."""
    if url is None:
        return None
    host = re.sub(r"^[a-z]+://", "", url.lower()).split("/", 1)[0].split(":", 1)[0]
    entries: tuple[OutletEntry, ...] = load_lexicon("outlets", OutletLexicon).entry
    for entry in entries:
        if any(host == domain or host.endswith(f".{domain}") for domain in entry.domains):
            return entry
    return None


@cache
def orders_of(kind: Literal["regions", "languages"]) -> dict[str, Order]:
    """Return how dates in numbers read by region or language; "" where both orders are in use."""
    entries = load_lexicon("date_orders", DateOrderLexicon).entry
    ruled: dict[str, Order] = {code: e.order for e in entries for code in getattr(e, kind)}
    mixed: dict[str, Order] = {code: "" for entry in entries for code in entry.mixed}
    return ruled | mixed if kind == "regions" else ruled


def order_of_locale(locale: str | None) -> Order | None:
    """Return how dates in numbers read by a locale ("en-GB"), or by a country's domain ("uk").

    "" where both orders are in use there, None where nothing is known of it.
    """
    language, _, region = (locale or "").lower().replace("_", "-").partition("-")
    by_region = orders_of("regions").get(region.rsplit("-", 1)[-1]) if region else None
    if by_region is not None:
        return by_region
    return orders_of("languages").get(language)


def numeric_dates_of(outlet: str | None, url: str | None, locale: str | None = None) -> Order:
    """Return "day_first", "month_first" or "" as dates in numbers read at an outlet.

    In order: what is known of the outlet, the country in its address, the page's locale.
    """
    entry = outlet_by_domain(url)
    if entry is None and outlet is not None:
        known = known_outlets().get(folded(outlet))
        entry = known[1] if known is not None else None
    if entry is not None and entry.country is not None:
        return entry.numeric_dates
    country = country_of(url)
    by_country = orders_of("regions").get(country) if country is not None else None
    return (by_country if by_country is not None else order_of_locale(locale)) or ""


def has_name_word(line: str) -> bool:
    """Tell whether a line could be a newspaper's name: short, capitalised, with such a word."""
    words = WORD.findall(line)
    if not 2 <= len(words) <= MAX_WORDS or not words[0][0].isupper():
        return False
    small = sum(word[0].islower() for word in words)
    if words[-1][0].islower() and words[-1] not in name_words():
        return False  # "Coast gazette", but "Morning songs" is what the radio plays
    return small <= 1 and any(word.casefold() in name_words() for word in words)


def could_be_name(line: str) -> bool:
    """Tell whether a line is a few capitalised words and nothing else."""
    words = WORD.findall(line)
    if not 1 <= len(words) <= MAX_WORDS or line[-1:] in ".?!:;,":
        return False
    return all(word[0].isupper() or word in JOINING for word in words)


def copyright_holders(lines: Iterable[str]) -> Iterator[str]:
    """Yield who holds the copyright by each line that says so."""
    for line in lines:
        found = HOLDER.search(line) if claims_copyright(line) else None
        if found is None:
            continue
        holder = COMPANY.sub("", " " + found["holder"].strip()).strip(" ()-\u2013\u2014")
        holder = unglued(re.sub(r"^by\s", "", holder, flags=re.IGNORECASE))
        if holder and could_be_name(holder):
            yield holder


def claims_copyright(line: str) -> bool:
    """Tell whether a line holds a sign or word of copyright: most hold none, and are done here."""
    if "\u00a9" in line:
        return True
    lower = line.lower()
    return "copyright" in lower or "(c)" in lower


def unglued(name: str) -> str:
    """Return `name` without the menu that was glued to it: "The CourierPrivacyTerms"."""
    first, *rest = GLUED.split(name)
    return first if rest and furniture_rules().find(" ".join(rest)) is not None else name


def shared_start(line: str, holder: str) -> str | None:
    """Return the words of `holder` that `line` opens with too, None where they are no name."""
    ours, theirs = folded(line), folded(holder)
    count = 0
    while count < min(len(ours), len(theirs)) and ours[count] == theirs[count]:
        count += 1
    if count == 0 or (count == 1 and len(theirs) > 1):
        return None
    words = [found for found in WORD.finditer(holder) if found[0].casefold() in theirs[:count]]
    if len(words) < count:
        return None
    article = re.match(r"the\s", holder, re.IGNORECASE)
    start = 0 if article is not None else words[0].start()
    return holder[start : words[count - 1].end()]


def names_on(line: str) -> Iterator[str]:
    """Yield the pieces of a line of the masthead, frames and "online edition" left off."""
    for piece in PIECES.split(line):
        name = EDITION.sub("", piece.strip(FRAME))
        if name:
            yield name


def is_no_menu(piece: str) -> bool:
    """Tell whether a piece of the masthead is no item of a menu: "LIVE TV"."""
    return furniture_rules().find(piece) is None


def find_outlet(head: Sequence[str], signed: Sequence[str], holders: Iterable[str]) -> str | None:
    """Return the outlet that the masthead `head` names, None where nothing names one.

    `head` are the lines above the body that are no other furniture, `signed` its bylines and date
    lines, which may hold a name that we know, `holders` who holds the copyright: an agency's tells
    whose copy it is, not who printed it. In order: a name that we know, a name that a holder bears
    out, a line with a newspaper word, the holder, the first line of the page if a bare name.
    """
    pieces = [name for line in head for name in names_on(line)]
    beside = [piece for line in signed for piece in SIGNED_PIECES.split(line)]
    known = next(filter(None, map(known_outlet, [*pieces, *beside])), None)
    if known is not None:
        return known
    holder = next((one for one in holders if agency_named(one) is None), None)
    if holder is not None:
        known = known_outlet(holder)
        borne_out = (shared_start(piece, holder) for piece in pieces)
        found = known or next(filter(None, borne_out), None)
        if found is not None:
            return found
    named = next(filter(has_name_word, filter(is_no_menu, pieces)), None)
    return named or holder or next(filter(could_be_name, pieces[:1]), None)
