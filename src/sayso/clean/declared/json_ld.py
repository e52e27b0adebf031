"""JSON-LD blocks of a page -> the objects that describe its article.

Blocks are written by hand and by programs, and many are broken: trailing commas, comments, raw
line breaks, two objects in a row. What cannot be mended gives up its plain keys, if it is an
article; nothing else is guessed at.
"""

import json
import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Node = dict[str, Any]

DECODER = json.JSONDecoder(strict=False)
MAX_JSON = 2_000_000  # characters of one block
MAX_NODES = 5_000  # objects looked at
MAX_NAMES = 20  # authors of one article
ARTICLE_TYPES = re.compile(r"article|posting|report|claimreview|liveblog", re.IGNORECASE)
ARTICLE_KEYS = ("headline", "datePublished", "articleBody", "articleSection")
OPENINGS = ("<!--", "//<![CDATA[", "// <![CDATA[", "<![CDATA[")
ENDINGS = ("-->", "//]]>", "// ]]>", "]]>", ";")
STRING = r'"(?:[^"\\]|\\.)*+(?:"|\Z)'
LOOSE = re.compile(rf"{STRING}|/\*(?:[^*]|\*(?!/))*+\*/|,(?=\s*+[}}\]])|;(?=\s*+\Z)", re.DOTALL)
BETWEEN = re.compile(r"[\s,;]*+")  # values in a row
PLAIN_KEYS = ("headline", "datePublished", "dateModified", "dateCreated", "articleSection")
PAIR = re.compile(
    rf'"(?P<key>{"|".join(PLAIN_KEYS)})"\s{{0,9}}:\s{{0,9}}"(?P<value>(?:[^"\\\n]|\\.){{1,400}}+)"'
)
BROKEN_ARTICLE = re.compile(r'"@type"\s{0,9}:\s{0,9}\[?\s{0,9}"(?:News)?\w{0,20}Article"')


def decoded_json(source: str) -> object:
    """Return the value of a JSON block, mended where it is but loosely written; None for none.

    Of several values in a row all are returned, as a list.
    """
    source = unwrapped(source)
    try:
        return DECODER.decode(source)
    except (ValueError, RecursionError):
        mended = LOOSE.sub(lambda found: found[0] if found[0][0] == '"' else "", source)
    try:
        return all_values(mended)
    except (ValueError, RecursionError):
        return salvaged(source)


def unwrapped(source: str) -> str:
    """Return a block without the comment or CDATA marks around it."""
    source = source.strip()
    for mark in OPENINGS:
        source = source.removeprefix(mark).lstrip()
    for mark in ENDINGS:
        source = source.removesuffix(mark).rstrip()
    return source


def all_values(source: str) -> object:
    """Return the JSON values that follow each other in `source`, the only one alone.

    Raises `ValueError` where one is broken.
    """
    values: list[object] = []
    position = 0
    while position < len(source):
        value, position = DECODER.raw_decode(source, position)
        values.append(value)
        between = BETWEEN.match(source, position)
        position = between.end() if between is not None else position
    return values[0] if len(values) == 1 else values


def salvaged(source: str) -> Node | None:
    """Return the plain keys of a broken block that holds an article, None of any other."""
    if BROKEN_ARTICLE.search(source) is None:
        return None
    node: Node = {"@type": "Article"}
    for found in PAIR.finditer(source):
        try:
            node.setdefault(found["key"], json.loads(f'"{found["value"]}"', strict=False))
        except ValueError:
            continue
    return node


def find_nodes(blocks: Iterable[str]) -> Iterator[Node]:
    """Yield the objects of all blocks, outer ones first."""
    count = 0
    for source in blocks:
        queue = deque([decoded_json(source)] if len(source) <= MAX_JSON else [])
        while queue and count < MAX_NODES:
            node = queue.popleft()
            count += 1
            if isinstance(node, list):
                queue += node
            elif isinstance(node, dict):
                yield node
                queue += [child for child in node.values() if isinstance(child, dict | list)]


def is_kind(node: Node, kinds: re.Pattern[str]) -> bool:
    """Tell whether the type of an object is one of `kinds`."""
    named = node.get("@type")
    types = named if isinstance(named, list) else [named]
    return any(isinstance(kind, str) and kinds.search(kind) is not None for kind in types)


def is_article(node: Node) -> bool:
    """Tell whether an object is an article, and more than a mention of one."""
    return is_kind(node, ARTICLE_TYPES) and any(key in node for key in ARTICLE_KEYS)


def address_of(node: Node) -> Iterator[str]:
    """Yield the addresses that an object gives itself."""
    page = node.get("mainEntityOfPage")
    inner = [page.get("@id"), page.get("url")] if isinstance(page, dict) else [page]
    for value in (node.get("url"), node.get("@id"), *inner):
        if isinstance(value, str):
            yield value


class LinkedData:
    """The articles of a page, and what their references point to."""

    def __init__(self, blocks: Iterable[str]) -> None:
        self.nodes = list(find_nodes(blocks))
        self.named: dict[str, Node] = {}
        for node in self.nodes:
            name = node.get("@id")
            if isinstance(name, str) and len(node) > 1:
                self.named.setdefault(name, node)

    def articles(self, addresses: Iterable[str]) -> list[Node]:
        """Return the articles, those that are at one of `addresses` first."""
        own = {key for key in map(address_key, addresses) if key}
        found = [node for node in self.nodes if is_article(node)]
        return sorted(found, key=lambda node: own.isdisjoint(map(address_key, address_of(node))))

    def resolved(self, value: object) -> object:
        """Return what a reference `{"@id": ...}` points to, any other value as it is."""
        if isinstance(value, Mapping) and "name" not in value:
            name = value.get("@id")
            return self.named.get(name, value) if isinstance(name, str) else value
        return value

    def names(self, value: object) -> Iterator[str]:
        """Yield the names of an author, publisher or section."""
        values = value[:MAX_NAMES] if isinstance(value, list) else [value]
        for one in map(self.resolved, values):
            if isinstance(one, str):
                yield one
            elif isinstance(one, dict):
                yield from name_of(one)


def name_of(node: Node) -> Iterator[str]:
    """Yield the name of a person or body, put together where it is given in parts."""
    name = node.get("name")
    if isinstance(name, list):
        yield from (part for part in name[:MAX_NAMES] if isinstance(part, str))
    elif isinstance(name, str) and name.strip():
        yield name
    else:
        parts = (node.get("givenName"), node.get("additionalName"), node.get("familyName"))
        whole = " ".join(part.strip() for part in parts if isinstance(part, str))
        if whole.strip():
            yield whole


def address_key(address: str) -> str:
    """Return an address without scheme, "www.", query and fragment, to compare it."""
    bare = re.sub(r"^(?:https?:)?//(?:www\.|m\.)?", "", address.strip().lower())
    return re.split(r"[?#]", bare, maxsplit=1)[0].rstrip("/")
