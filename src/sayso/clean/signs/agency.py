"""Whose copy a page prints: news agencies, by the line, bracket or signature that names them."""

import re
from collections.abc import Callable, Iterable
from functools import cache, cached_property, lru_cache
from typing import Literal

from sayso.clean.signs.prose import function_words
from sayso.lexicons import Entry, Lexicon, load_lexicon

MAX_LINE = 60  # characters of a line that only names an agency
EDGE = " \t\u00a0.,:;-_\u2013\u2014|/*()[]=+"
BETWEEN = re.compile(r"\s*(?:/|,|&|\+|\||\band\b|\bwith\b)\s*")
STAFF = re.compile(r"\s(?:staff|writers?|news agency|international|news|photos?)$", re.IGNORECASE)
MAX_NAME_WORDS = 6  # of an agency told by the look of its name
NAME_WORD = re.compile(r"[A-Z\u00c0-\u00de][\w.'\u2019&-]{0,24}")
SMALL_NAME_WORDS = ("of", "de", "and", "&")
DESK_INITIALS = re.compile(r"[a-z]{2,3}(?:[./][a-z]{2,3})?")  # who edited it: "AFP/rk"
NOTE_LEAD = re.compile(r"^.*\b(?:from|by|with|of|to)\s(?=\S)", re.IGNORECASE | re.DOTALL)
COPYRIGHT = re.compile(r"(?:\u00a9|\(c\))\s?(?:(?:19|20)\d\d\s)?", re.IGNORECASE)
# The mark is matched and not looked back at: a search for a set of marks is ten times as fast.
SENTENCE_GAP = re.compile(r"[.!?\"'\u201d\u2019)](?P<gap>\s{1,3})(?=\S)")
DASHED = re.compile(r"[\u2013\u2014/-]{1,2}\s?(?P<name>[\w/ .,-]{2,40})[./]{0,2}")
BRACKETED = re.compile(  # "(AFP)", "ab/cd (AFP, Reuters)", "[with dpa]"
    r"(?P<desk>[a-z]{1,4}(?:[/.,][a-z]{1,4}){0,4}\s)?[(\[](?P<name>[^()\[\]]{2,50})[)\]][./]{0,2}"
)
SLUG = re.compile(  # "dpa-infocom, dpa:220101-99-12345/3"
    r"(?:\u00a9\s?)?(?P<name>[A-Za-z]{2,6})(?:-[a-z]{2,10})?,\s(?P=name):\d{4,8}(?:-\d{1,8}){1,3}/\d{1,3}"
    r"(?:\s\([a-z]{2,6}\))?"
)
NAME_PART = re.compile(r"[^\W_]+")
STRIPPED = re.compile(r"^the\s", re.IGNORECASE)
REMEMBERED = 4_096  # short lines and names: pages of one site repeat them, and rules ask twice


class AgencyEntry(Entry, frozen=True, kw_only=True):
    """A news agency, and how it signs its copy."""

    name: str
    forms: tuple[str, ...]
    country: str  # ISO 3166 alpha-3, where it sits


class AgencyShape(Entry, frozen=True, kw_only=True):
    """Words that make any name an agency's: "Meridian News Agency"."""

    position: Literal["ending", "opening"]
    forms: tuple[str, ...]


class AgencyLead(Entry, frozen=True, kw_only=True):
    """Words that stand before an agency's name where it signs: "Source:", "with inputs from"."""

    forms: tuple[str, ...]


class AgencyLexicon(Lexicon, frozen=True, kw_only=True):
    """The file `agencies.toml`."""

    entry: tuple[AgencyEntry, ...]
    shape: tuple[AgencyShape, ...]
    lead: tuple[AgencyLead, ...]
    nameless: tuple[AgencyLead, ...]


Named = Callable[[str], str | None]  # the agency that words name, None where they name none


@cache
def agency_forms() -> dict[str, AgencyEntry]:
    """Return the agencies by each form of their name, and by the form in capitals."""
    entries = load_lexicon("agencies", AgencyLexicon).entry
    forms = {form.upper(): entry for entry in reversed(entries) for form in entry.forms}
    return forms | {form: entry for entry in reversed(entries) for form in entry.forms}


@cache
def lead_in() -> re.Pattern[str]:
    """Return the pattern of what stands before an agency's name where it signs."""
    leads = load_lexicon("agencies", AgencyLexicon).lead
    forms = sorted((form for lead in leads for form in lead.forms), key=len, reverse=True)
    words = "|".join(re.escape(form) for form in forms)
    return re.compile(rf"(?:{words})(?![^\W\d_])[\s:]{{0,3}}|{COPYRIGHT.pattern}", re.IGNORECASE)


@cache
def nameless() -> frozenset[str]:
    """Return the words that say that copy is an agency's, and not whose."""
    entries = load_lexicon("agencies", AgencyLexicon).nameless
    return frozenset(form for entry in entries for form in entry.forms)


@cache
def signs() -> frozenset[str]:
    """Return words of which one stands wherever copy is said to be an agency's.

    The longest word of each name and of each word for an agency, in lower case.
    """
    lexicon = load_lexicon("agencies", AgencyLexicon)
    entries = (*lexicon.entry, *lexicon.shape, *lexicon.nameless)
    forms = (form.casefold() for entry in entries for form in entry.forms)
    return frozenset(max(NAME_PART.findall(form), key=len) for form in forms)


def may_name_agency(words: str) -> bool:
    """Tell whether `words` can name an agency at all: most lines cannot, and are done here."""
    return not signs().isdisjoint(NAME_PART.findall(words.casefold()))


@cache
def shape_forms(position: Literal["ending", "opening"]) -> tuple[tuple[str, ...], ...]:
    """Return the words that agencies' names end or open with, split and in lower case."""
    shapes = load_lexicon("agencies", AgencyLexicon).shape
    forms = [form for shape in shapes if shape.position == position for form in shape.forms]
    return tuple(tuple(form.casefold().split()) for form in forms)


def shaped_name(words: str) -> str | None:
    """Return the agency that `words` are the name of by their looks, without "the" in front.

    "The Meridian News Agency" gives "Meridian News Agency"; "the news agency" gives None.
    """
    parts = words.split()
    if parts and parts[0].casefold() == "the":
        parts = parts[1:]
    folded = tuple(part.casefold() for part in parts)
    if not 2 <= len(parts) <= MAX_NAME_WORDS or folded[0] in function_words():
        return None
    if not all(NAME_WORD.fullmatch(part) or part in SMALL_NAME_WORDS for part in parts):
        return None
    ends = (form for form in shape_forms("ending") if len(form) < len(parts))
    opens = (form for form in shape_forms("opening") if len(form) < len(parts))
    ended = any(folded[-len(form) :] == form for form in ends)
    opened = any(folded[: len(form)] == form for form in opens)
    return " ".join(parts) if ended or opened else None


def one_agency(words: str) -> str | None:
    """Return the one agency that `words` name, known or by the look of its name."""
    bare = STRIPPED.sub("", words)
    for form in (words, bare, STAFF.sub("", bare)):
        entry = agency_forms().get(form)
        if entry is not None:
            return entry.name
    return shaped_name(words)


def agency_named(words: str) -> str | None:
    """Return the agencies that `words` name and nothing else, joined by commas; None if others.

    "AFP/Reuters" gives "AFP, Reuters".
    """
    words = words.strip(EDGE)
    if not words or len(words) > MAX_LINE or not may_name_agency(words):
        return None
    return agencies_in(words)


@lru_cache(maxsize=REMEMBERED)
def agencies_in(words: str) -> str | None:
    """Return the agencies that `words`, a short line without marks around it, name."""
    whole = one_agency(words)
    if whole is not None:
        return whole
    first, *others = BETWEEN.split(words)
    initialled = (part for part in others if not DESK_INITIALS.fullmatch(part) or one_agency(part))
    parts = [first, *initialled]
    names = [one_agency(part.strip(EDGE)) for part in parts]
    known = [name for name in names if name is not None]
    return ", ".join(dict.fromkeys(known)) if len(known) == len(names) else None


def agency_of_note(note: str) -> str | None:
    """Return the agency that a note on the copy ends with: "contains material from Reuters"."""
    return agency_named(NOTE_LEAD.sub("", note[-2 * MAX_LINE :], count=1))


class PageAgencies:
    """The agencies that a page names in full, to know them by their short names in brackets."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = tuple(lines)

    @cached_property
    def lowered(self) -> tuple[str, ...]:
        """Return the lines in lower case, to find fast those that hold a name."""
        return tuple(line.lower() for line in self.lines)

    def named(self, words: str) -> str | None:
        """Return the agency that `words` name, also where only the page tells that it is one."""
        short = words.strip(EDGE)
        known = agency_named(short)
        if known is not None or not short or len(short) > MAX_LINE:
            return known
        return self.in_full(short) or self.by_initials(short)

    def in_full(self, short: str) -> str | None:
        """Return the name in full of which `short` is the start: "Meridian"."""
        if not short[0].isupper():
            return None
        key = short.lower()
        lines = [line for line, low in zip(self.lines, self.lowered, strict=True) if key in low]
        for form in shape_forms("ending"):
            pattern = re.compile(
                rf"(?<!\w){re.escape(short)}\s{re.escape(' '.join(form))}(?!\w)", re.IGNORECASE
            )
            for found in filter(None, map(pattern.search, lines)):
                return shaped_name(found[0])
        return None

    def by_initials(self, short: str) -> str | None:
        """Return the agency named on a line of its own whose initials `short` are: "MNA"."""
        if not (short.isalpha() and short.isupper() and len(short) > 1):
            return None
        short_lines = (line for line in self.lines if len(line) <= MAX_LINE)
        names = (shaped_name(bare_name(line)) for line in short_lines if may_name_agency(line))
        return next(
            (name for name in names if name and initials(name) == short),
            None,
        )


def initials(name: str) -> str:
    """Return the first letters of the words of `name`."""
    return "".join(word[0].upper() for word in name.split())


def is_agency_line(line: str) -> bool:
    """Tell whether a line does nothing but say that the copy is an agency's."""
    if len(line) > MAX_LINE or not may_name_agency(line):
        return False
    bare = bare_name(line).lower()
    return agency_of_line(line) is not None or bare in nameless() or line.lower() in nameless()


def bare_name(line: str) -> str:
    """Return a line without the marks around it and without "Source:", "With" and the like."""
    words = line.strip(EDGE)
    found = lead_in().match(words)
    return words[found.end() :].strip(EDGE) if found is not None else words


def agency_of_line(line: str) -> str | None:
    """Return the agency that a line consists of, None where it says anything else."""
    if len(line) > MAX_LINE or not may_name_agency(line):
        return None
    return agency_named(line) or agency_named(bare_name(line)) or agency_in_marks(line)


def agency_in_marks(line: str, named: Named = agency_named) -> str | None:
    """Return the agency that signs with an editor's initials or with the number of its message.

    "ab/cd (AFP, Reuters)" gives "AFP, Reuters"; "dpa-infocom, dpa:220101-99-12345/3" gives "dpa".
    """
    slug = SLUG.fullmatch(line.strip())
    if slug is not None:
        return named(slug["name"])
    bracketed = BRACKETED.fullmatch(line.strip())
    return named(bare_name(bracketed["name"])) if bracketed is not None else None


def agency_of_signature(words: str, named: Named) -> str | None:
    """Return the agency that `words`, which end a paragraph, sign for; None for other words.

    A name alone must be known: a short sentence may look like the name of one that is not.
    """
    dashed = DASHED.fullmatch(words)
    if dashed is not None:
        return named(dashed["name"])
    marked = agency_in_marks(words, named)
    if marked is not None:
        return marked
    known = words in agency_forms() or bool(lead_in().match(words) and ":" in words)
    return agency_of_line(words) if known else None


def find_signature(paragraph: str, named: Named = agency_named) -> tuple[int, str] | None:
    """Return where an agency's signature starts at the end of `paragraph`, and the agency."""
    offset = max(0, len(paragraph) - MAX_LINE - 1)
    for found in SENTENCE_GAP.finditer(paragraph, offset):
        agency = agency_of_signature(paragraph[found.end() :].rstrip(), named)
        if agency is not None:
            return found.start("gap"), agency
    return None
