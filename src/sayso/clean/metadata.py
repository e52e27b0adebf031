"""What an HTML page declares about itself: JSON-LD, meta tags, title, time tags, its address.

Nothing is fetched and no script is run. Sources are asked in the order of trust; what a page
declares in none of them stays unknown.
"""

import html
import json
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import msgspec
from selectolax.lexbor import LexborHTMLParser

from sayso.clean.agency import agency_named
from sayso.clean.byline import LEAD, person_names
from sayso.clean.dates import iso_day, read_date_line
from sayso.clean.language import language_code
from sayso.clean.outlet import known_outlet
from sayso.records import ClockBasis, Timestamp

MAX_TEXT = 400  # characters of a title, name or date; longer ones are no such thing
MAX_JSON = 2_000_000  # characters of one JSON-LD block
MAX_NODES = 5_000  # JSON-LD nodes looked at
ARTICLE_TYPES = re.compile(r"article|posting|report|newsarticle", re.IGNORECASE)
CONTROL = re.compile(r"[\x00-\x1f]")
BLANKS = re.compile(r"\s+")
URL_DAY = re.compile(
    r"[/\-_](?P<year>(?:19|20)\d\d)[/\-_]?(?P<month>0[1-9]|1[0-2])[/\-_]?(?P<day>[0-3]\d)(?:[/\-_.]|$)"
)
ISO_TIME = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)(?:[T ](?P<clock>\d\d:\d\d)(?::\d\d(?:[.,]\d{1,9})?)?"
    r"\s?(?P<zone>Z|[+-]\d\d:?\d\d)?)?"
)
SITE_BREAK = re.compile(r"\s(?:[|\u2013\u2014\u00b7\u2022\u00bb-]|::)\s")

PUBLISHED_META = (
    "article:published_time",
    "article:published",
    "og:article:published_time",
    "datepublished",
    "date.published",
    "published_time",
    "publish-date",
    "publishdate",
    "pubdate",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "date",
)
UPDATED_META = (
    "article:modified_time",
    "article:modified",
    "og:updated_time",
    "datemodified",
    "last-modified",
    "lastmod",
    "dcterms.modified",
    "dc.date.modified",
)
TITLE_META = ("og:title", "twitter:title", "dc.title", "dcterms.title", "title")
SITE_META = ("og:site_name", "application-name", "twitter:site", "dc.publisher")
AUTHOR_META = (
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "byl",
)
AUTHOR_TAGS = '[rel="author"], [itemprop="author"]'
AUTHOR_BREAK = re.compile(r"\s*(?:,|;|\||&|\band\b|\bund\b)\s*")
STAFF = re.compile(
    r"\b(?:staff|desk|team|bureau|redaktion|newsroom|editors?|agenc\w+)\b", re.IGNORECASE
)
URL_META = ("og:url", "twitter:url")


class Metadata(msgspec.Struct, frozen=True, kw_only=True):
    """What the page declares; None or empty where it does not."""

    url: str | None = None
    title: str | None = None
    outlet: str | None = None
    language: str | None = None
    bylines: tuple[str, ...] = ()
    agency: str | None = None  # an agency declared as author, unless it is the outlet
    published: Timestamp | None = None
    updated: Timestamp | None = None


def plain(value: object) -> str | None:
    """Return a declared value as one line of text, None where it is no usable text."""
    if not isinstance(value, str):
        return None
    text = BLANKS.sub(" ", html.unescape(html.unescape(value))).strip()
    text = text.encode("utf-8", "replace").decode("utf-8")  # "\ud800" in JSON is a lone surrogate
    return text if 0 < len(text) <= MAX_TEXT else None


def parse_timestamp(value: object, basis: ClockBasis) -> Timestamp | None:
    """Return the moment that a declared date means, None where it is no plain date."""
    text = plain(value)
    if text is None:
        return None
    found = ISO_TIME.match(text)
    if found is None:
        return parse_printed(text, basis)
    year, month, day = (int(part) for part in found["day"].split("-"))
    if iso_day(year, month, day) is None:
        return None
    if found["clock"] is None:
        return Timestamp(value=found["day"], precision="day", basis=basis)
    zone = found["zone"] or ""
    zone = f"{zone[:3]}:{zone[3:]}" if len(zone) == 5 else zone
    stamp = f"{found['day']}T{found['clock']}{zone}"
    try:
        datetime.fromisoformat(stamp)
    except ValueError:
        return Timestamp(value=found["day"], precision="day", basis=basis)
    return Timestamp(value=stamp, precision="minute", basis=basis)


def parse_printed(text: str, basis: ClockBasis) -> Timestamp | None:
    """Return the moment of a date written out in a tag: "Tue, 3 May 2011 10:00 GMT"."""
    stamps = read_date_line(text).stamps
    if len(stamps) != 1 or len(stamps[0].readings) != 1 or stamps[0].month_only:
        return None
    day, clock = stamps[0].readings[0], stamps[0].clock
    if clock is None:
        return Timestamp(value=day, precision="day", basis=basis)
    return Timestamp(value=f"{day}T{clock}", precision="minute", basis=basis)


def json_nodes(parser: LexborHTMLParser) -> Iterator[dict[str, Any]]:
    """Yield the objects of all JSON-LD blocks, outer ones first; broken blocks are left out."""
    count = 0
    for script in parser.css('script[type*="ld+json"]'):
        source = script.text(deep=True) or ""
        queue = [decoded_json(source)] if len(source) <= MAX_JSON else []
        while queue and count < MAX_NODES:
            node = queue.pop(0)
            count += 1
            if isinstance(node, list):
                queue += node
            elif isinstance(node, dict):
                yield node
                queue += [child for child in node.values() if isinstance(child, dict | list)]


def decoded_json(source: str) -> object:
    """Return the value of a JSON block, raw controls forgiven; None where it is broken."""
    source = source.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    try:
        return json.loads(source, strict=False)
    except (ValueError, RecursionError):
        return None


def is_article(node: dict[str, Any]) -> bool:
    """Tell whether a JSON-LD object is an article."""
    kinds = node.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    named = any(isinstance(kind, str) and ARTICLE_TYPES.search(kind) for kind in kinds)
    return named and ("headline" in node or "datePublished" in node)


def names_in(value: object) -> Iterator[str]:
    """Yield the names in a JSON-LD author or publisher."""
    if isinstance(value, list):
        for one in value[:20]:
            yield from names_in(one) if not isinstance(one, list) else ()
    elif isinstance(value, dict):
        name = value.get("name")
        yield from names_in(name) if not isinstance(name, dict) else ()
    else:
        name = plain(value)
        if name is not None and not name.startswith(("http:", "https:", "@")):
            yield name


def meta_tags(parser: LexborHTMLParser) -> dict[str, list[str]]:
    """Return the contents of the meta tags by lower-case name, property or itemprop."""
    tags: dict[str, list[str]] = {}
    for node in parser.css("meta[content]"):
        attributes = node.attributes
        content = attributes.get("content")
        for key in ("property", "name", "itemprop"):
            name = attributes.get(key)
            if name and content:
                tags.setdefault(name.strip().lower(), []).append(content)
    return tags


def first_time(values: Iterable[object], basis: ClockBasis = "metadata") -> Timestamp | None:
    """Return the first of `values` that is a date."""
    stamps = (parse_timestamp(value, basis) for value in values)
    return next(filter(None, stamps), None)


def first_text(values: Iterable[object]) -> str | None:
    """Return the first of `values` that is usable text."""
    return next(filter(None, map(plain, values)), None)


class Head:
    """The declarations of one page, asked source by source."""

    def __init__(self, parser: LexborHTMLParser) -> None:
        self.parser = parser
        self.meta = meta_tags(parser)
        nodes = list(json_nodes(parser))
        self.nodes = [node for node in nodes if is_article(node)]

    def metas(self, names: Iterable[str]) -> Iterator[str]:
        """Yield the contents of the meta tags called `names`, in that order."""
        for name in names:
            yield from self.meta.get(name, ())

    def texts(self, selector: str) -> Iterator[str]:
        """Yield the texts of the elements that `selector` finds."""
        for node in self.parser.css(selector):
            yield node.text(deep=True, separator=" ")

    def declared(self, key: str) -> Iterator[object]:
        """Yield the values of `key` in the JSON-LD articles."""
        for node in self.nodes:
            yield node.get(key)

    def published(self, url: str | None) -> Timestamp | None:
        """Return when the page came out."""
        return (
            first_time(self.declared("datePublished"))
            or first_time(self.declared("dateCreated"))
            or first_time(self.metas(PUBLISHED_META))
            or first_time(self.time_tags())
            or url_day(url)
        )

    def time_tags(self) -> Iterator[str | None]:
        """Yield the moments of time tags, those marked as publication first."""
        marked = self.parser.css('time[itemprop="datePublished"], time[pubdate]')
        for node in (*marked, *self.parser.css("article time[datetime], main time[datetime]")):
            yield node.attributes.get("datetime")
        alone = self.parser.css("time[datetime]")
        if len(alone) == 1:
            yield alone[0].attributes.get("datetime")

    def updated(self) -> Timestamp | None:
        """Return when the page was last changed."""
        return first_time(self.declared("dateModified")) or first_time(self.metas(UPDATED_META))

    def outlet(self) -> str | None:
        """Return who printed the page."""
        publishers = [name for value in self.declared("publisher") for name in names_in(value)]
        site = (name.removeprefix("@") for name in self.metas(SITE_META))
        return first_text([*publishers[:1], *site])

    def title(self, outlet: str | None) -> str | None:
        """Return the headline, without the site's name."""
        declared = first_text([*self.declared("headline"), *self.metas(TITLE_META)])
        headings = [text for text in map(plain, self.texts("h1")) if text]
        printed = heading_like(declared, headings)
        if printed is not None:
            return printed
        if declared is not None:
            return without_site(declared, outlet)
        titles = [text for text in map(plain, self.texts("title")) if text]
        own = [text for text in headings if not is_site_name(text, outlet, titles)]
        return own[0] if len(own) == 1 else page_title(titles, outlet)

    def bylines(self) -> tuple[str, ...]:
        """Return who wrote the page."""
        authors = [name for value in self.declared("author") for name in names_in(value)]
        names = [name for author in authors for name in written_names(author)]
        if not names:
            printed = [*self.metas(AUTHOR_META), *self.texts(AUTHOR_TAGS)]
            lines = (LEAD.sub("", one, count=1) for one in map(plain, printed) if one)
            names = [name for line in lines for name in person_names(line)]
        own = letters(self.outlet() or "")
        return tuple(name for name in dict.fromkeys(names) if letters(name) not in own)

    def agency(self, outlet: str | None) -> str | None:
        """Return the agency that the page declares as its author, the outlet itself left out."""
        authors = [name for value in self.declared("author") for name in names_in(value)]
        printed = [text for text in map(plain, self.metas(AUTHOR_META)) if text]
        named = (agency_named(LEAD.sub("", one, count=1)) for one in (*authors, *printed))
        own = letters(outlet or "")
        return next((name for name in named if name and letters(name) not in own), None)

    def url(self) -> str | None:
        """Return the address that the page calls its own."""
        canonical = self.parser.css_first('link[rel="canonical"]')
        href = canonical.attributes.get("href") if canonical is not None else None
        found = first_text([href, *self.metas(URL_META)])
        return found if found is not None and found.startswith(("http://", "https://")) else None

    def language(self) -> str | None:
        """Return the declared language."""
        root = self.parser.css_first("html")
        attributes = root.attributes if root is not None else {}
        declared = attributes.get("lang") or attributes.get("xml:lang")
        return language_code(declared) or language_code(
            first_text(self.metas(("og:locale", "content-language", "dc.language")))
        )


def written_names(author: str) -> Iterator[str]:
    """Yield the names in a declared author; bodies that we know are left out."""
    for part in AUTHOR_BREAK.split(LEAD.sub("", author, count=1)):
        name = part.strip(" .,")
        body = known_outlet(name) or agency_named(name) or STAFF.search(name)
        if name and not body and not any(letter.isdigit() for letter in name):
            yield name


def url_day(url: str | None) -> Timestamp | None:
    """Return the day that an address names, None where it names none."""
    found = URL_DAY.search(url[:2_000]) if url else None
    if found is None:
        return None
    day = iso_day(int(found["year"]), int(found["month"]), int(found["day"]))
    return Timestamp(value=day, precision="day", basis="url") if day else None


def letters(text: str) -> str:
    """Return the letters and digits of `text` without case."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def heading_like(declared: str | None, headings: Iterable[str]) -> str | None:
    """Return the printed heading that says what the declared headline says, as printed."""
    if declared is None:
        return None
    key = letters(declared)
    return next((text for text in headings if letters(text) and letters(text) in key), None)


def is_site_name(heading: str, outlet: str | None, titles: Iterable[str]) -> bool:
    """Tell whether a heading is the site's name: the outlet, or the short end of the <title>."""
    key = letters(heading)
    if outlet is not None and key == letters(outlet):
        return True
    parts = [SITE_BREAK.split(title) for title in titles]
    return any(key == letters(one[-1]) and one[-1] != max(one, key=len) for one in parts)


def without_site(title: str, outlet: str | None) -> str:
    """Return `title` without the outlet's name behind a bar or dash."""
    parts = SITE_BREAK.split(title)
    last = title[title.rindex(parts[-1]) :] if len(parts) > 1 else ""
    if last and outlet and letters(outlet) and letters(outlet) in letters(last):
        cut = title[: -len(last)]
        return re.sub(r"\s(?:[|\u2013\u2014\u00b7\u2022\u00bb-]|::)\s*$", "", cut).strip() or title
    return title


def page_title(titles: Iterable[str], outlet: str | None) -> str | None:
    """Return the headline in a <title>: its longest part between bars."""
    title = first_text(titles)
    if title is None:
        return None
    return max(SITE_BREAK.split(without_site(title, outlet)), key=len).strip() or None


def read_metadata(parser: LexborHTMLParser, given_url: str | None) -> Metadata:
    """Return what the parsed page declares about itself."""
    head = Head(parser)
    url = given_url or head.url()
    outlet = head.outlet()
    return Metadata(
        url=url,
        title=head.title(outlet),
        outlet=outlet,
        language=head.language(),
        bylines=head.bylines(),
        agency=head.agency(outlet),
        published=head.published(url),
        updated=head.updated(),
    )
