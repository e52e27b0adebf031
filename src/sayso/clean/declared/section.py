"""Which part of a paper a page stands in: as declared, or by the trail of links above it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from selectolax.lexbor import LexborHTMLParser

from sayso.clean.declared.json_ld import LinkedData, is_kind
from sayso.clean.declared.text import letters, plain
from sayso.lexicons import Entry, Lexicon, load_lexicon

MAX_SECTION = 40  # characters
MAX_WORDS = 5
MAX_TRAILS = 3  # elements marked as trails that are looked at
MAX_TRAIL = 200  # characters of a printed trail of links
TRAIL_KIND = re.compile(r"^BreadcrumbList$")
TRAILS = (
    '[class*="breadcrumb"], [class*="Breadcrumb"], [aria-label*="readcrumb"], [id*="breadcrumb"]'
)
NO_NAME = re.compile(r"[:{}_=<@]")
PART_MARK = re.compile(r"[>\u203a\u00bb/|\u2192]")
PARTS = re.compile(r"\s*[>\u203a\u00bb/|\u2192]\s*")
EDGE = " \t>\u203a\u00bb/|\u2192-\u2013\u00b7:"


class SectionEntry(Entry, frozen=True, kw_only=True):
    """Words that stand where a section's name does, and are none."""

    forms: tuple[str, ...]


class SectionLexicon(Lexicon, frozen=True, kw_only=True):
    """The file `sections.toml`."""

    entry: tuple[SectionEntry, ...]


@cache
def no_sections() -> frozenset[str]:
    """Return the letters of words that name no section: "Home", "Startseite", "uncategorized"."""
    entries = load_lexicon("sections", SectionLexicon).entry
    return frozenset(letters(form) for entry in entries for form in entry.forms)


def is_section(text: str, outlets: Iterable[str]) -> bool:
    """Tell whether `text` can name a section: a few words, not the front page, not the paper."""
    if not 1 < len(text) <= MAX_SECTION or len(text.split()) > MAX_WORDS:
        return False
    if NO_NAME.search(text):
        return False
    key = letters(text)
    return (
        bool(key) and not key.isdigit() and key not in no_sections() | set(map(letters, outlets))
    )


def named_section(stated: Iterable[str | None], outlets: Sequence[str]) -> str | None:
    """Return the first of the declared sections that can be one."""
    texts = (text for text in map(plain, stated) if text is not None)
    parts = (text.split(",", 1)[0].strip(EDGE) for text in texts)
    return next((part for part in parts if is_section(part, outlets)), None)


def linked_trails(linked: LinkedData) -> Iterator[list[str]]:
    """Yield the names in each breadcrumb list of the JSON-LD, in their order."""
    for node in linked.nodes:
        items = node.get("itemListElement")
        if is_kind(node, TRAIL_KIND) and isinstance(items, list):
            yield [name for item in items for name in step_names(linked, item)]


def step_names(linked: LinkedData, item: object) -> Iterator[str]:
    """Yield the name of one step of a breadcrumb list."""
    if isinstance(item, dict):
        own = item.get("name")
        yield from [own] if isinstance(own, str) else list(linked.names(item.get("item")))[:1]


def printed_trails(parser: LexborHTMLParser) -> Iterator[list[str]]:
    """Yield the links of each trail on the page."""
    for node in parser.css(TRAILS)[:MAX_TRAILS]:
        yield [" ".join(link.text(deep=True, separator=" ").split()) for link in node.css("a")]


def section_of_trail(
    linked: LinkedData, parser: LexborHTMLParser, outlets: Sequence[str]
) -> str | None:
    """Return the first step of a breadcrumb trail below the front page."""
    # The last step of a linked trail is the page itself; of printed ones, only steps above link.
    linked_steps = (steps[:-1] for steps in linked_trails(linked))
    for steps in (*linked_steps, *printed_trails(parser)):
        found = named_section(steps, outlets)
        if found is not None:
            return found
    return None


def section_on_line(line: str, outlet: str | None) -> str | None:
    """Return the section that a printed trail of links names: "Home > World > Asia"."""
    if len(line) > MAX_TRAIL or PART_MARK.search(line) is None:
        return None
    first, *steps = [step.strip(EDGE) for step in PARTS.split(line)]
    if not steps or letters(first) not in no_sections():
        return None
    return named_section(steps, (outlet,) if outlet is not None else ())
