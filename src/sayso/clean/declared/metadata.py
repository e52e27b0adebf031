"""What an HTML page declares about itself: JSON-LD, meta tags, microdata, marked elements.

Nothing is fetched and no script is run. Sources are asked in the order of trust; what a page
declares in none of them stays unknown. What its visible lines say is read by `masthead`, and
`trust` puts both together.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

import msgspec
from selectolax.lexbor import LexborHTMLParser, LexborNode

from sayso.clean.declared.json_ld import LinkedData, Node, is_kind, name_of
from sayso.clean.declared.names import is_person, is_signature, names_of, without_outlet
from sayso.clean.declared.section import named_section, section_of_trail
from sayso.clean.declared.text import first_text, letters, plain
from sayso.clean.signs.address import names_in_host, own_address
from sayso.clean.signs.agency import agency_named
from sayso.clean.signs.byline import without_lead
from sayso.clean.signs.language import language_code
from sayso.clean.signs.outlet import PLATFORMS
from sayso.clean.signs.timestamps import Moment, completed, parse_moment
from sayso.records import Timestamp

SITE_BREAK = re.compile(r"\s(?:[|\u2013\u2014\u00b7\u2022\u00bb-]|::)\s")
SITE_BREAK_END = re.compile(r"\s(?:[|\u2013\u2014\u00b7\u2022\u00bb-]|::)\s*$")

IN_NUMBERS = re.compile(r"\d{1,4}[./-]\d\d?[./-]\d{1,4}")
PUBLISHED_META = (
    "article:published_time",
    "article:published",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "date.published",
    "published_time",
    "publish-date",
    "publishdate",
    "publish_date",
    "published-date",
    "pubdate",
    "pub_date",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "cxenseparse:recs:published_time",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "article:created_time",
    "datecreated",
    "dc.date",
    "dcterms.date",
    "article.published",
    "originalpublicationdate",
    "publication_date",
    "ptime",
    "release_date",
    "date",
)
UPDATED_META = (
    "article:modified_time",
    "article:modified",
    "og:article:modified_time",
    "og:updated_time",
    "datemodified",
    "last-modified",
    "lastmod",
    "lastupdate",
    "dcterms.modified",
    "dc.date.modified",
    "article:updated_time",
    "utime",
)
TITLE_META = ("og:title", "twitter:title", "dc.title", "dcterms.title", "title")
SITE_META = (
    "og:site_name",
    "application-name",
    "publisher",
    "dc.publisher",
    "dcterms.publisher",
    "apple-mobile-web-app-title",
    "twitter:site",
)
AUTHOR_META = (
    "author",
    "article:author",
    "og:article:author",
    "og:author",
    "articleauthor",
    "parsely-author",
    "cxenseparse:author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "dc.creator.personalname",
    "byl",
    "byline",
    "article.author",
    "authors",
)
AGENCY_META = ("source", "dc.source", "original-source", "news_source", "article:source", "agency")
AGENCY_KEYS = ("author", "creator", "sourceOrganization", "provider", "creditText")
SECTION_META = (
    "article:section",
    "og:section",
    "og:article:section",
    "parsely-section",
    "sailthru.section",
    "cxenseparse:recs:category",
    "dc.subject.section",
    "section",
    "its_section",
)
URL_META = ("og:url", "twitter:url", "parsely-link", "cxenseparse:url")
LANGUAGE_META = ("og:locale", "content-language", "dc.language", "dcterms.language", "language")
MARKED = (
    'meta[content], script[type*="ld+json"], h1, [itemprop~="datePublished"], time[pubdate],'
    ' [property$="issued"]'
)
UPDATED_TAGS = '[itemprop~="dateModified"], [property$=":dateModified"]'
AUTHOR_TAGS = (
    '[rel~="author"], [itemprop~="author"], [itemprop~="creator"], [property$="schema:author"]'
)
BYLINE_TAGS = ", ".join(
    f'[class*="{word}"]'
    for word in ("yline", "uthor", "utor", "auteur", "writer")  # in either case; few are quick
)
BYLINE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:by-?line|authors?|author[_-]?names?|autor(?:en|es)?|auteurs?|writers?"
    r"|(?:post|entry|article)[_-]author)(?:$|[\s_-])",
    re.IGNORECASE,
)
ASIDE_TAGS = ("figure", "figcaption", "aside", "footer", "nav", "form", "blockquote")
ASIDE_CLASS = re.compile(
    r"comment|related|teaser|card|sidebar|caption|credit|recommend|widget|carousel|promo|more-|quote"
    r"|bild|photo|image|bio\b|box",
    re.IGNORECASE,
)
MAX_DEPTH = 12  # elements above a byline that are looked at
MAX_WRITERS = 4  # of one page, where only its marks tell them
MAX_MARKED = 40  # elements looked at for a name
SITE_KINDS = re.compile(r"^(?:WebSite|NewsMediaOrganization|Newspaper)$")
COMPANY = re.compile(
    r"\b(?:AG|GmbH(?: & Co\.? KG)?|Inc|Ltd|Limited|LLC|S\.?A\.?|B\.?V\.?|plc|Corp)\.?$"
)


class Metadata(msgspec.Struct, frozen=True, kw_only=True):
    """What the page declares; None or empty where it does not."""

    url: str | None = None
    title: str | None = None
    outlet: str | None = None
    language: str | None = None
    bylines: tuple[str, ...] = ()  # persons, and bodies that sign by name
    unsigned: bool = True  # nobody signs but the outlet itself
    agency: str | None = None  # an agency declared as author or source, unless it is the outlet
    dateline: str | None = None  # as declared: "LONDON"
    section: str | None = None
    published: Timestamp | None = None
    updated: Timestamp | None = None
    locale: str | None = None  # with its region: "en-GB"


class Marked:
    """The elements that most declarations stand in, found in one walk through the page."""

    def __init__(self, parser: LexborHTMLParser) -> None:
        self.metas: list[dict[str, str | None]] = []  # their attributes
        self.scripts: list[LexborNode] = []
        self.headings: list[LexborNode] = []
        self.dated: list[LexborNode] = []
        seen: set[int] = set()
        for node in parser.css(MARKED):
            if node.mem_id not in seen:
                seen.add(node.mem_id)  # an element comes once for each selector that it fits
                self.take(node)

    def take(self, node: LexborNode) -> None:
        """Enter an element by what it is."""
        tag = node.tag
        if tag == "script":
            self.scripts.append(node)
            return
        if tag == "h1":
            self.headings.append(node)
        attributes = node.attributes
        if tag == "meta":
            self.metas.append(attributes)
        if is_dated(tag, attributes):
            self.dated.append(node)


def is_dated(tag: str | None, attributes: Mapping[str, str | None]) -> bool:
    """Tell whether an element is marked as the date of publication."""
    return (
        "datePublished" in (attributes.get("itemprop") or "").split()
        or (tag == "time" and "pubdate" in attributes)
        or (attributes.get("property") or "").endswith("issued")
    )


def meta_tags(metas: Iterable[Mapping[str, str | None]]) -> dict[str, list[str]]:
    """Return the contents of the meta tags by lower-case name, property or itemprop."""
    tags: dict[str, list[str]] = {}
    for attributes in metas:
        content = attributes.get("content")
        for key in ("property", "name", "itemprop", "http-equiv"):
            name = attributes.get(key)
            if name and content:
                tags.setdefault(name.strip().lower(), []).append(content)
    return tags


def moments_in(values: Iterable[object]) -> Iterator[Moment]:
    """Yield the dates among `values`."""
    for value in values:
        text = plain(value) if not isinstance(value, int) else str(value)
        moment = parse_moment(text) if text is not None else None
        if moment is not None:
            yield moment


def written_moment(node: LexborNode) -> str | None:
    """Return the date that an element states: in an attribute, or as its text."""
    attributes = node.attributes
    stated = attributes.get("datetime") or attributes.get("content")
    return stated or node.text(deep=True, separator=" ")


def is_aside(node: LexborNode) -> bool:
    """Tell whether an element stands in a picture's caption, a box, or a list of other stories."""
    above: LexborNode | None = node
    for _ in range(MAX_DEPTH):
        if above is None or above.tag in ("body", "html", "article", "main"):
            return False
        if above.tag in ASIDE_TAGS or ASIDE_CLASS.search(above.attributes.get("class") or ""):
            return True
        above = above.parent
    return False


def family_of(node: LexborNode) -> set[int]:
    """Return what tells the elements beside `node`: its parent, and the parent's parent."""
    parent = node.parent
    above = parent.parent if parent is not None else None
    return {one.mem_id for one in (parent, above) if one is not None}


class Head:
    """The declarations of one page, asked source by source."""

    def __init__(self, parser: LexborHTMLParser, given_url: str | None) -> None:
        self.parser = parser
        self.given_url = given_url
        self.marked = Marked(parser)
        self.meta = meta_tags(self.marked.metas)
        self.linked = LinkedData(script.text(deep=True) or "" for script in self.marked.scripts)
        self.nodes = self.linked.articles(filter(None, (given_url, *self.stated_urls)))
        self.site = [name for name in map(self.site_name, self.metas(SITE_META)) if name]

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

    # When

    def published(self) -> Timestamp | None:
        """Return when the page came out."""
        return self.moment(self.publications, self.changes)

    @cached_property
    def publications(self) -> list[Moment]:
        """Return the moments declared as publication, the most trusted first."""
        marked = (written_moment(node) for node in self.marked.dated[:1])
        return [
            *moments_in(self.declared("datePublished")),
            *moments_in(self.metas(PUBLISHED_META)),
            *moments_in(self.declared("dateCreated")),
            *moments_in(marked),
        ]

    @cached_property
    def changes(self) -> list[Moment]:
        """Return the moments declared as last change."""
        declared = moments_in(self.declared("dateModified"))
        return [*declared, *moments_in(self.metas(UPDATED_META))]

    def moment(self, same: list[Moment], others: Iterable[Moment]) -> Timestamp | None:
        """Return the first of `same`, as fully as the page tells it; a time tag for none."""
        same = same or list(moments_in(self.time_tags())) or list(moments_in(self.titled_days()))
        if not same:
            return None
        return completed(same[0], same[1:], [*same[1:], *others]).stamp("metadata")

    def time_tags(self) -> Iterator[str | None]:
        """Yield the moments of time tags, those marked as publication first."""
        for selector in ("time.published", "article time[datetime], main time[datetime]"):
            for node in self.parser.css(selector):
                yield node.attributes.get("datetime")
        alone = self.parser.css("time[datetime]")
        if len(alone) == 1:
            yield alone[0].attributes.get("datetime")

    def titled_days(self) -> Iterator[str]:
        """Yield the dates behind a bar in the page's titles: "Dam bursts | 3.2.2021"."""
        for title in filter(None, map(plain, [*self.metas(TITLE_META), *self.texts("title")])):
            yield from (part for part in SITE_BREAK.split(title)[1:] if IN_NUMBERS.fullmatch(part))

    def updated(self) -> Timestamp | None:
        """Return when the page was last changed."""
        changes = self.changes
        if not changes:
            marked = self.parser.css(UPDATED_TAGS)
            changes = list(moments_in(written_moment(node) for node in marked[:1]))
        if not changes:
            return None
        others = [*changes[1:], *self.publications]
        return completed(changes[0], changes[1:], others).stamp("metadata")

    # Who

    def site_name(self, declared: str) -> str | None:
        """Return the name of the site in a meta tag, None for an address or a platform."""
        name = SITE_BREAK.split((plain(declared) or "").removeprefix("@"))[0]
        return name if name and "://" not in name and name.lower() not in PLATFORMS else None

    @cached_property
    def outlets(self) -> list[str]:
        """Return all names that the page gives its publisher, the likeliest first."""
        values = [value for value in self.declared("publisher") if value is not None]
        named = [plain(name) for value in values for name in self.linked.names(value)]
        publishers = [name for name in named if name and self.site_name(name)]
        firms = [name for name in publishers if COMPANY.search(name) or agency_named(name)]
        papers = [name for name in publishers if name not in firms]
        return list(dict.fromkeys([*papers, *self.site, *self.site_nodes(), *firms]))

    def site_nodes(self) -> Iterator[str]:
        """Yield the names of the site and of its publisher, told apart from the article."""
        for node in self.linked.nodes:
            if is_kind(node, SITE_KINDS):
                yield from filter(None, (self.site_name(name) for name in name_of(node)))

    @cached_property
    def own_names(self) -> list[str]:
        """Return all names of the outlet, those that its web addresses are made of too."""
        addresses = dict.fromkeys([self.given_url, *self.stated_urls])
        hosts = [name for url in addresses for name in names_in_host(url)]
        return [*self.outlets, *(name.rsplit(".", 1)[0] for name in self.outlets), *hosts]

    def bylines(self) -> tuple[tuple[str, ...], bool]:
        """Return who signs the page, and whether that is but the outlet itself.

        Where the most trusted source names but the outlet, or an account ("hwirth"), a person
        named by another is taken, and what it names where there is none.
        """
        first: list[str] = []
        for source in (self.linked_authors, self.meta_authors, self.marked_authors):
            names = list(dict.fromkeys(source()))
            if first:
                names = [name for name in names if is_person(name)]
            signing = without_outlet(names, self.own_names)
            if any(map(is_signature, signing)):
                return tuple(names), False
            first = first or names
        return tuple(first), not without_outlet(first, self.own_names)

    def linked_authors(self) -> Iterator[str]:
        """Yield the authors in JSON-LD, those of the first article that names some."""
        for key in ("author", "creator"):
            for value in self.declared(key):
                named = [plain(name) for name in self.linked.names(value)]
                names = [name for one in named if one for name in names_of(one)]
                if names:
                    yield from self.without_editors(names)
                    return

    def without_editors(self, names: list[str]) -> list[str]:
        """Return `names` without those also declared as editor, unless no other is left."""
        editors = {
            letters(name) for one in self.declared("editor") for name in self.linked.names(one)
        }
        return [name for name in names if letters(name) not in editors] or names

    def meta_authors(self) -> Iterator[str]:
        """Yield the authors in the first meta tag that names some."""
        for text in filter(None, map(plain, self.metas(AUTHOR_META))):
            names = [name for name in names_of(text) if not name.islower()]
            if names:
                yield from names
                return

    def marked_authors(self) -> Iterator[str]:
        """Yield the persons in the first elements marked as author or byline."""
        tagged = [
            node for node in self.parser.css(AUTHOR_TAGS) if node.tag not in ("meta", "link")
        ]
        classed = (
            node
            for node in self.parser.css(BYLINE_TAGS)
            if BYLINE_CLASS.search(node.attributes.get("class") or "")
        )
        names = persons_beside(tagged[:MAX_MARKED])
        yield from names or persons_beside(list(classed)[:MAX_MARKED])

    def agency(self) -> str | None:
        """Return the agency that the page declares as author or source, the outlet left out."""
        values = [value for key in AGENCY_KEYS for value in self.declared(key)]
        linked = [name for value in values for name in self.linked.names(value)]
        printed = self.metas((*AUTHOR_META, *AGENCY_META))
        texts = [text for text in map(plain, [*linked, *printed]) if text]
        named = [agency_named(without_lead(part)) for text in texts for part in parts_of(text)]
        own = {letters(outlet) for outlet in self.own_names}
        return next((name for name in named if name and letters(name) not in own), None)

    # What and where

    def title(self) -> str | None:
        """Return the headline, without the site's name."""
        outlet = self.outlets[0] if self.outlets else None
        declared = first_text([*self.declared("headline"), *self.metas(TITLE_META)])
        printed_texts = (node.text(deep=True, separator=" ") for node in self.marked.headings)
        headings = [text for text in map(plain, printed_texts) if text]
        printed = heading_like(declared, headings)
        if printed is not None:
            return printed
        if declared is not None:
            return without_site(declared, outlet)
        titles = [text for text in map(plain, self.texts("title")) if text]
        own = [text for text in headings if not is_site_name(text, outlet, titles)]
        return own[0] if len(own) == 1 else page_title(titles, outlet)

    def section(self) -> str | None:
        """Return the part of the paper that the page says it stands in."""
        values = list(self.declared("articleSection"))
        linked = [plain(name) for value in values for name in self.linked.names(value)]
        stated = [*linked, *map(plain, self.metas(SECTION_META))]
        found = named_section([text for text in stated if text], self.outlets)
        return found or section_of_trail(self.linked, self.parser, self.outlets)

    def dateline(self) -> str | None:
        """Return the place that the page declares it was filed from."""
        places = (self.linked.resolved(value) for value in self.declared("locationCreated"))
        names = (place.get("name") for place in places if isinstance(place, dict))
        return first_text([*self.declared("dateline"), *names])

    @cached_property
    def stated_urls(self) -> list[str]:
        """Return the addresses that link and meta tags call the page's own."""
        link = self.parser.css_first('link[rel="canonical"]')
        canonical = [link.attributes.get("href") or ""] if link is not None else []
        return [*canonical, *self.metas(URL_META)]

    def url(self) -> str | None:
        """Return the address that the page calls its own."""
        top = self.parser.head  # looked for there alone: on most pages there is none to be found
        base = top.css_first("base[href]") if top is not None else None
        bases = [base.attributes.get("href")] if base is not None else []
        linked = [url for node in self.nodes[:1] for url in linked_urls(node)]
        return own_address(
            [*self.stated_urls, *linked],
            [self.given_url, *bases, *self.metas(URL_META), *linked],
        )

    def locale(self) -> str | None:
        """Return the declared language, with its region where one is declared."""
        root = self.parser.css_first("html")
        attributes = root.attributes if root is not None else {}
        stated = [attributes.get("lang"), attributes.get("xml:lang")]
        stated += [value for value in self.declared("inLanguage") if isinstance(value, str)]
        stated += self.metas(LANGUAGE_META)
        return next((tag.strip() for tag in stated if language_code(tag) and tag), None)


def linked_urls(node: Node) -> Iterator[str]:
    """Yield the web addresses that a JSON-LD article gives itself."""
    page = node.get("mainEntityOfPage")
    inner = page.get("@id") if isinstance(page, dict) else page
    for value in (node.get("url"), inner):
        if isinstance(value, str):
            yield value


def parts_of(author: str) -> Iterator[str]:
    """Yield a declared author whole, and the parts of it that commas or "and" set apart."""
    yield author
    parts = list(names_of(author))
    if parts != [author]:
        yield from parts


def persons_beside(nodes: list[LexborNode]) -> list[str]:
    """Return the persons in the first of `nodes` that names some, and in those beside it."""
    names: list[str] = []
    family: set[int] = set()
    for node in nodes:
        if (family and family.isdisjoint(family_of(node))) or is_aside(node):
            continue
        found = persons_in(node)
        if found:
            family = family or family_of(node)
            names += found
    names = list(dict.fromkeys(names))
    return names if len(names) <= MAX_WRITERS else []  # so many are a list of the paper's writers


def persons_in(node: LexborNode) -> list[str]:
    """Return the persons that an element names, its parts taken as a list."""
    text = plain(node.text(deep=True, separator=" | "))
    return [name for name in names_of(text) if is_person(name)] if text is not None else []


def heading_like(declared: str | None, headings: Iterable[str]) -> str | None:
    """Return the printed heading that says most of the declared headline, as printed."""
    if declared is None:
        return None
    key = letters(declared)
    like = [text for text in headings if letters(text) and letters(text) in key]
    return max(like, key=len, default=None)


def is_site_name(heading: str, outlet: str | None, titles: Iterable[str]) -> bool:
    """Tell whether a heading is the site's name: the outlet, or the short end of the <title>."""
    key = letters(heading)
    if outlet is not None and key == letters(outlet):
        return True
    parts = [SITE_BREAK.split(title) for title in titles]
    return any(key == letters(one[-1]) and one[-1] != max(one, key=len) for one in parts)


def without_site(title: str, outlet: str | None) -> str:
    """Return `title` without the outlet's name behind a bar or dash."""
    if IN_NUMBERS.fullmatch(SITE_BREAK.split(title)[-1]):
        title = SITE_BREAK_END.sub("", title[: title.rindex(SITE_BREAK.split(title)[-1])])
    parts = SITE_BREAK.split(title)
    last = title[title.rindex(parts[-1]) :] if len(parts) > 1 else ""
    if last and outlet and letters(outlet) and letters(outlet) in letters(last):
        return SITE_BREAK_END.sub("", title[: -len(last)]).strip() or title
    return title


def page_title(titles: Iterable[str], outlet: str | None) -> str | None:
    """Return the headline in a <title>: its longest part between bars."""
    title = first_text(titles)
    if title is None:
        return None
    return max(SITE_BREAK.split(without_site(title, outlet)), key=len).strip() or None


def read_metadata(parser: LexborHTMLParser, given_url: str | None) -> Metadata:
    """Return what the parsed page declares about itself; `given_url` is where it was found."""
    head = Head(parser, given_url)
    locale = head.locale()
    bylines, unsigned = head.bylines()
    return Metadata(
        url=head.url(),
        title=head.title(),
        outlet=head.outlets[0] if head.outlets else None,
        language=language_code(locale),
        bylines=bylines,
        unsigned=unsigned,
        agency=head.agency(),
        dateline=head.dateline(),
        section=head.section(),
        published=head.published(),
        updated=head.updated(),
        locale=locale,
    )
