"""Where a story was filed: "NAIROBI, Kenya (AP) -", "Kuala Lumpur:", or a place on its own line.

A dateline is cut from the text; its words are kept as printed.
"""

import re

import msgspec

from sayso.clean.signs.agency import Named, agency_named
from sayso.clean.signs.dates import DIGIT, MONTH, YEAR, Stamp, read_date_line
from sayso.clean.signs.furniture import furniture_rules
from sayso.clean.signs.outlet import known_outlet
from sayso.gazetteer.toponyms import resolve_name
from sayso.records import Dateline, Place

HEAD = 140  # characters a dateline can take up
MAX_PLACES = 3  # "Berea, Madison County, Kentucky"
MAX_PLACE_WORDS = 6
MAX_SHOUTED_WORDS = 3  # of a place that no gazetteer needs to know
MARKER = re.compile(r"\s{0,3}\[(?:[A-Z][A-Za-z ]{2,30})\]\s{0,3}")  # "[TEXT]", "[Excerpts]"
BRACKET = re.compile(
    r"(?P<before>[^()\[\]]{0,100}?)\s{0,2}(?:\((?P<name>[^()]{2,40})\)|/(?P<slashed>[A-Za-z-]{2,20})/)"
    r"\s{0,3}(?P<mark>--|[\u2014\u2013:_-]|$)?\s{0,3}"
)
DASH = re.compile(r"(?P<before>[^()\[\]]{2,90}?)\s{0,2}(?:--|[\u2014\u2013]|\s-|\s_)\s{1,3}")
COLON = re.compile(r"(?P<before>[^()\[\]:]{2,50}):\s{1,3}")
DASH_MARK = re.compile(r"--|[\u2014\u2013]|\s[-_]")
COLON_MARK = re.compile(r":\s")
PLACE_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['\u2019.-](?=[^\W\d_])){0,24}\.?")
SMALL_WORDS = "de es la el al of the and del do da sur en upon"
SMALL = frozenset(SMALL_WORDS.split())
SHORTENED = re.compile(r"\b(?:[A-Z]\.){2}$")
DAY = re.compile(
    rf"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s)?"
    rf"(?:[0-3]?\d\s(?:{MONTH})\.?|(?:{MONTH})\.?\s[0-3]?\d)(?:,?\s(?:{YEAR}|\d\d))?",
    re.IGNORECASE,
)


class Filed(msgspec.Struct, frozen=True, kw_only=True):
    """A dateline as it was read at the start of a paragraph or on a line of its own."""

    length: int  # characters to cut
    dateline: Dateline | None  # None where only an agency stands there
    agency: str | None
    outlet: str | None
    stamp: Stamp | None


def place_words(words: str) -> bool:
    """Tell whether `words` are shaped like a place name."""
    parts = words.replace("/", " ").split()
    if not 1 <= len(parts) <= MAX_PLACE_WORDS:
        return False
    if not all(PLACE_WORD.fullmatch(part) for part in parts):
        return False
    return all(part[0].isupper() or part in SMALL for part in parts)


def split_date(before: str) -> tuple[str, Stamp | None]:
    """Return `before` without its date, and the date where it has a year."""
    found = DAY.search(before) if DIGIT.search(before) is not None else None
    if found is None:
        return trimmed(before), None
    stamps = read_date_line(found[0]).stamps
    rest = before[: found.start()] + before[found.end() :]
    return trimmed(rest), stamps[0] if stamps else None


def trimmed(words: str) -> str:
    """Return `words` without marks around them; the point of "BUFFALO, N.Y." stays."""
    words = words.strip(" ,")
    return words if SHORTENED.search(words) else words.strip(" ,.")


def resolve_dateline(words: str) -> Place | None:
    """Return the place that dateline words mean; None where they name two."""
    if "/" in words or " and " in words.lower():
        return None
    return resolve_name(words)


def read_place(before: str, trusted: bool) -> tuple[Dateline, Stamp | None] | None:
    """Return the dateline that stands in `before`, None where that is no place.

    `trusted`: an agency follows, so that a place unknown to the gazetteer is believed.
    """
    words, stamp = split_date(before)
    if words.count(",") >= MAX_PLACES:
        return None
    chunks = [chunk.strip() for chunk in words.split(",")]
    if not all(place_words(chunk) for chunk in chunks):
        return None
    place = resolve_dateline(words)
    if place is None and not trusted:
        return None
    return Dateline(place=place, text=words), stamp


def is_monitored(found: re.Match[str]) -> bool:
    """Tell whether brackets hold the station that a press monitor heard: "(RADIO LIMA) --"."""
    dated = split_date(found["before"])[1] is not None
    return dated and found["mark"] == "--" and (found["name"] or "").isupper()


def is_signed(found: re.Match[str]) -> bool:
    """Tell whether brackets between a place in capitals and a dash hold who filed: "(Citi) -"."""
    before = found["before"].strip()
    dashed = bool(found["mark"]) and found["mark"] not in ":_"
    return dashed and found["name"] is not None and shouts_place(before)


def read_bracket(found: re.Match[str], named: Named) -> Filed | None:
    """Return the dateline of "PLACE, date (AGENCY) -", None where the brackets name no agency."""
    name = found["name"] or found["slashed"]
    agency, outlet = named(name), known_outlet(name)
    if agency is None and outlet is None and not (is_monitored(found) or is_signed(found)):
        return None
    before = found["before"].strip()
    if not before:
        return Filed(length=found.end(), dateline=None, agency=agency, outlet=outlet, stamp=None)
    place = read_place(before, trusted=True)
    if place is None:
        return None
    outlet = None if agency is not None else outlet
    return Filed(
        length=found.end(), dateline=place[0], agency=agency, outlet=outlet, stamp=place[1]
    )


def is_capitals(words: str) -> bool:
    """Tell whether the first place of a dateline is in capitals."""
    first = words.split(",")[0]
    return first == first.upper() and sum(letter.isalpha() for letter in first) > 2


def shouts_place(before: str) -> bool:
    """Tell whether `before` is shaped like a place in capitals, and is no label: "EXCLUSIVE -"."""
    words = split_date(before)[0]
    if not is_capitals(words) or len(words.split(",")[0].split()) > MAX_SHOUTED_WORDS:
        return False
    return furniture_rules().find(words) is None and furniture_rules().find(words + ": x") is None


def read_plain(found: re.Match[str], telex: bool) -> Filed | None:
    """Return the dateline of "PLACE, date -" or "Place:", None where it is no known place.

    In a page all in capitals (`telex`) capitals are no sign of a dateline; elsewhere a place in
    capitals before a dash is believed, known or not.
    """
    before = found["before"].strip()
    shouted = not telex and ":" not in found[0] and shouts_place(before)
    place = read_place(before, trusted=shouted)
    if place is None or (telex and place[1] is None and "," not in before):
        return None
    return Filed(length=found.end(), dateline=place[0], agency=None, outlet=None, stamp=place[1])


def find_dateline(paragraph: str, named: Named = agency_named) -> Filed | None:
    """Return the dateline that `paragraph` starts with, None where it has none.

    `named` tells which agency the words in its brackets name.
    """
    head = paragraph[:HEAD]
    bracket = BRACKET.match(head) if "(" in head or "/" in head else None
    filed = read_bracket(bracket, named) if bracket is not None else None
    for mark, pattern in ((DASH_MARK, DASH), (COLON_MARK, COLON)):
        if filed is None:
            plain = pattern.match(head) if mark.search(head) is not None else None
            starts = plain is not None and not head[plain.end() :][:1].islower()
            filed = read_plain(plain, head == head.upper()) if plain and starts else None
    if filed is None:
        return None
    marker = MARKER.match(paragraph, filed.length)
    return msgspec.structs.replace(filed, length=marker.end()) if marker else filed


def is_agency_dateline(line: str) -> bool:
    """Tell whether a whole line is a place and an agency: "NAIROBI, Kenya (AP) _"."""
    if len(line) > HEAD or ("(" not in line and "/" not in line):
        return False
    filed = find_dateline(line + " ")
    return filed is not None and filed.agency is not None and filed.length >= len(line)


def read_dateline_line(line: str) -> Filed | None:
    """Return the dateline that a whole line is: "Moscow", "NAIROBI, Kenya (AP) _"."""
    if len(line) > HEAD:
        return None
    filed = find_dateline(line + " ")
    if filed is not None and filed.length >= len(line):
        return filed
    place = read_place(line.strip(" -_\u2013\u2014:."), trusted=False)
    if place is None:
        return None
    return Filed(length=len(line), dateline=place[0], agency=None, outlet=None, stamp=place[1])
