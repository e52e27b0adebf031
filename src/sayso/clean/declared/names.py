"""Who wrote it, as JSON-LD, meta tags and marked elements put it: strings -> names.

Names stand as declared: persons, and bodies that sign ("AFP"). Log-ins, addresses and bare
offices ("Editor") are left out.
"""

import re
from collections.abc import Iterable, Iterator

import msgspec

from sayso.clean.declared.text import letters
from sayso.clean.signs.agency import agency_named
from sayso.clean.signs.byline import ROLE, WHERE, is_person_name, without_lead
from sayso.clean.signs.outlet import PLATFORMS, has_name_word, known_outlet

MAX_NAME = 80  # characters
MAX_WORDS = 8
MAX_DEGREE = 4  # letters
LISTING = re.compile(r"\s*[,;|\u2022\u00b7]\s*|\s+(?:&|/|and|und|\u2013|\u2014)\s+")
JOINED = re.compile(r"\s+(?:et|y|e|og|och|en|ve|i|dan|ja|a)\s+")  # in other languages than those
BRACKETS = re.compile(r"\s*[(\[][^()\[\]]{0,60}[)\]]\s*$")
NO_NAME = re.compile(
    r"https?:|www\.|@|\.(?:jpe?g|png|php|html?)\b|[<>{}=_\\]|\d{3}", re.IGNORECASE
)
OFFICES = """admin administrator author authors autor autoren auteur contributor contributors
    developer desk digital editor editors editorial guest journalist moderator n/a none null online
    publisher redacción redacao redação redakcja redaktion redazione rédaction redactie reporter
    reporters root seo staff super system team undefined unknown user web webdesk webmaster writer
    writers correspondent correspondents"""
OFFICE_WORDS = frozenset(OFFICES.split())
CARRIED = re.compile(
    r"\s(?:via|on behalf of|im auftrag von|de la part de|en nombre de)\s(?=\S)", re.IGNORECASE
)
BESIDE = re.compile(r"\s(?:from|at)\s(?=\S)|(?<=\S)(?:,|\s[|@\u2013\u2014-])\s(?=\S)")
QUOTES = " '\"\u201c\u201d"
CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,6}")
CJK_BODY = re.compile(r"(?:新聞|通信|通訊|日報|時報|[社部局網报報])$")


class Sender(msgspec.Struct, frozen=True):
    """Who sends a newsletter, as a feed's title or a mail's From puts it."""

    outlet: str | None
    writer: str | None = None


def read_sender(name: str) -> Sender:
    """Return the outlet, and the writer, that the name of a sender holds.

    "Ana Rey via The Courier" is Ana Rey, of The Courier; "The Courier via Substack" is The
    Courier, and so is "Mailer on behalf of The Courier". "Ana Rey, The Courier" is taken apart
    only where what follows is surely an outlet; a name alone is the outlet, whoever it is.
    """
    name = name.strip(QUOTES)
    carried = CARRIED.search(name)
    if carried is not None:
        before, after = name[: carried.start()].strip(QUOTES), name[carried.end() :].strip(QUOTES)
        if after.casefold() in PLATFORMS:
            return read_sender(before)
        return Sender(after, before if is_person(before) else None)
    beside = BESIDE.search(name)
    if beside is not None:
        before, after = name[: beside.start()].strip(QUOTES), name[beside.end() :].strip(QUOTES)
        if is_person(before) and (known_outlet(after) or has_name_word(after)):
            return Sender(after, before)
    return Sender(name or None)


def is_office(name: str) -> bool:
    """Tell whether `name` is nothing but words for who works at a paper."""
    words = re.findall(r"[^\W\d_]+(?:/[^\W\d_]+)?", name.casefold())
    return bool(words) and all(word in OFFICE_WORDS for word in words)


def split_names(author: str) -> Iterator[str]:
    """Yield the parts of a declared author that may be names: "Ana Rey und Tom Ode, AFP"."""
    for part in LISTING.split(author):
        sides = JOINED.split(part)
        if len(sides) > 1 and all(is_person_name(side) for side in sides):
            yield from sides
        else:
            yield part


def names_of(author: str) -> Iterator[str]:
    """Yield the names in a declared author, without lead, place and office."""
    person = False
    for part in map(without_lead, split_names(without_lead(author.strip(" |")))):
        name = BRACKETS.sub("", part).strip(" .,:\u2013\u2014-")
        bare = WHERE.sub("", name)
        name = bare if bare != name and is_person_name(bare) else name
        if name and not is_no_name(name) and not (person and is_addition(name)):
            person = person or is_person(name)
            yield name


def is_addition(name: str) -> bool:
    """Tell whether what follows a person's name is an office or a degree: "AP Writer", "MD"."""
    if agency_named(name) is not None:
        return False
    return ROLE.search(name) is not None or (len(name) <= MAX_DEGREE and not name.istitle())


def is_no_name(name: str) -> bool:
    """Tell whether a declared author is an address, a log-in, an office, or a sentence."""
    if len(name) > MAX_NAME or len(name.split()) > MAX_WORDS or NO_NAME.search(name):
        return True
    if is_office(name) or not any(letter.isalpha() for letter in name):
        return True
    words = name.split()
    return len(words) > 1 and all(word.islower() for word in words)


def is_person(name: str) -> bool:
    """Tell whether `name` looks like a person's, and no body's or office's."""
    if CJK.fullmatch(name):
        return CJK_BODY.search(name) is None
    return is_person_name(name) and not has_name_word(name) and ROLE.search(name) is None


def is_signature(name: str) -> bool:
    """Tell whether somebody signs with `name`: a person or a body, and no account of one word."""
    return len(name.split()) > 1 or agency_named(name) is not None or is_person(name)


def without_outlet(names: Iterable[str], outlets: Iterable[str]) -> list[str]:
    """Return the names that are none of `outlets`."""
    own = {letters(outlet) for outlet in outlets}
    return [name for name in names if letters(name) not in own]
