"""Whose copy a page prints: news agencies, by the line, bracket or signature that names them."""

import re
from functools import cache

from sayso.lexicons import Entry, Lexicon, load_lexicon

MAX_LINE = 60  # characters of a line that only names an agency
EDGE = " \t\u00a0.,:;-_\u2013\u2014|/*()[]=+"
BETWEEN = re.compile(r"\s*(?:/|,|&|\+|\||\band\b|\bwith\b)\s*")
LEAD_IN = re.compile(
    r"(?:source|agency|credit|from|by|with|via|\u00a9|wire|copyright)\b[\s:]{0,3}|\u00a9\s?",
    re.IGNORECASE,
)
NAMELESS = frozenset(  # they say that the copy is an agency's, and not whose
    {"agencies", "agency", "news agencies", "wire services", "wires", "wire reports"}
    | {"agency reports", "agencies reports", "staff and agencies", "wire report", "newswires"}
)
STAFF = re.compile(r"\s(?:staff|writers?|news agency|international|news|photos?)$", re.IGNORECASE)
SIGNATURE = re.compile(
    r"(?<=[.!?\"'\u201d\u2019)])\s{1,3}"
    r"(?:[\u2013\u2014/-]{1,2}\s?(?P<dashed>[\w/ .-]{2,40})"
    r"|[(\[](?P<bracketed>[\w/ .-]{2,40})[)\]])"
    r"[./]{0,2}$"
)


class AgencyEntry(Entry, frozen=True, kw_only=True):
    """A news agency, and how it signs its copy."""

    name: str
    forms: tuple[str, ...]
    country: str  # ISO 3166 alpha-3, where it sits


class AgencyLexicon(Lexicon, frozen=True, kw_only=True):
    """The file `agencies.toml`."""

    entry: tuple[AgencyEntry, ...]


@cache
def agency_forms() -> dict[str, AgencyEntry]:
    """Return the agencies by each form of their name, and by the form in capitals."""
    entries = load_lexicon("agencies", AgencyLexicon).entry
    forms = {form.upper(): entry for entry in reversed(entries) for form in entry.forms}
    return forms | {form: entry for entry in reversed(entries) for form in entry.forms}


def agency_named(words: str) -> str | None:
    """Return the agencies that `words` name and nothing else, joined by commas; None if others.

    "AFP/Reuters" gives "AFP, Reuters".
    """
    words = words.strip(EDGE)
    if not words or len(words) > MAX_LINE:
        return None
    whole = agency_forms().get(words) or agency_forms().get(STAFF.sub("", words))
    if whole is not None:
        return whole.name
    names = []
    for part in BETWEEN.split(words):
        entry = agency_forms().get(STAFF.sub("", part.strip(EDGE)))
        if entry is None:
            return None
        names.append(entry.name)
    return ", ".join(dict.fromkeys(names))


def is_agency_line(line: str) -> bool:
    """Tell whether a line does nothing but say that the copy is an agency's."""
    return agency_of_line(line) is not None or bare_name(line).lower() in NAMELESS


def bare_name(line: str) -> str:
    """Return a line without the marks around it and without "Source:", "With" and the like."""
    words = line.strip(EDGE)
    lead_in = LEAD_IN.match(words)
    return words[lead_in.end() :].strip(EDGE) if lead_in else words


def agency_of_line(line: str) -> str | None:
    """Return the agency that a line consists of, None where it says anything else."""
    if len(line) > MAX_LINE:
        return None
    return agency_named(line) or agency_named(bare_name(line))


def find_signature(paragraph: str) -> tuple[int, str] | None:
    """Return where an agency's signature starts at the end of `paragraph`, and the agency."""
    offset = max(0, len(paragraph) - MAX_LINE)
    found = SIGNATURE.search(paragraph, offset)
    if found is None:
        return None
    agency = agency_named(found["dashed"] or found["bracketed"])
    return (found.start(), agency) if agency is not None else None
