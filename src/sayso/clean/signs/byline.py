"""Who wrote a page: "By Hanna Wirth, Court reporter", a name beside an outlet or a place."""

import re
from functools import cache, lru_cache

from sayso.clean.signs.agency import agency_named
from sayso.clean.signs.furniture import furniture_rules
from sayso.clean.signs.outlet import has_name_word, known_outlet
from sayso.clean.signs.prose import function_words
from sayso.gazetteer.toponyms import resolve_name

MAX_LINE = 160
LEAD = re.compile(
    r"(?:written\s|reported\s|posted\s|story\s|report\s|words\s|text\s|analysis\s|compiled\s)?by\b:?\s{1,3}"
    r"|(?:author|reporter|correspondent|writer|byline)s?:\s{0,3}|from\s(?=our\b|[^\W\d_]+\s\w+\sin\s)",
    re.IGNORECASE,
)
# In other languages. Some of these words also open a name: see `without_lead`.
FAR_LEAD = re.compile(
    r"(?:von|par|por|door|av|af|di|da|fra|przez|yazan|oleh|penulis|texte?|texto|testo|tekst|autora?"
    r"|autore|auteur|autoren)\b\s{0,3}:?\s{0,3}(?=\S)",
    re.IGNORECASE,
)
PICTURE = re.compile(  # a caption, whoever it names
    r"\W{0,3}(?:fotos?|bild(?:er)?|photos?|images?|pictures?|credits?|fotografie|foto(?:grafo)?|kuva"
    r"|zdj\u0119cie|\u1ea3nh|\u00a9|\(c\))(?:\b|(?<=[)\u00a9]))",
    re.IGNORECASE,
)
CREDITED = re.compile(r".*\([^()]{3,60}/[^()]{2,40}\)\W{0,3}")  # "... (Ana Rey/AP)", on a caption
ROLE = re.compile(
    r"\b(?:reporters?|correspondents?|editors?|writers?|staff|bureau|columnist|producer|desk|team"
    r"|contributor|newsroom|special to|news agency|journalist|chief|analyst|author|director"
    r"|redakt\w{2,12}|korrespondent\w{0,3}|correspondente|autor(?:in|en)?|reporterin|leiter(?:in)?"
    r"|journaliste|redactora?|redattore|giornalista|periodista|muhabir\w?)\b",
    re.IGNORECASE,
)
BEHIND = re.compile(
    r"\s[|\u2022\u00b7\u2013\u2014-]\s(?P<by>[Bb]y\s.{3,100})$"
)  # "Lima - by Ana Rey"
CREDITS = re.compile(  # "(Reporting by Ana Rey in Lima; editing by Tom Ode)"
    r"(?:^\W{0,3}|\()(?:reporting|writing|reported|written)"
    r"(?:\s(?:and|&)\s(?:reporting|writing|editing|reported|written))?\sby:?\s(?P<by>[^;()]{3,200})"
    r"|;\s?(?:reporting|writing)\sby:?\s(?P<more>[^;()]{3,200})",
    re.IGNORECASE,
)
OTHER_CREDIT = re.compile(
    r"[.,]\s(?:additional|further|edit|writ|report|graphic|photo|produc|translat|compil)",
    re.IGNORECASE,
)
MAX_CREDITS = 600  # characters at the end of a paragraph
SPLIT = re.compile(
    r"\s*(?:,|;|&|\||\u2022|\u00b7|/|\b(?:and|und|et|og|och|ve)\b|\s[\u2013\u2014-]\s|\s{2,}|\t)\s*"
)
WHERE = re.compile(r"\s(?:in|at|for|from|of|on)\s.*$|\s(?:IN|AT|FOR|FROM|OF|ON)\s.*$")
NAME_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['\u2019.-](?=[^\W\d_])){0,24}\.?")
PARTICLE_WORDS = (
    "de da do dos di del della van von der den ter bin bint ibn al el la le abu ben y e"
)
PARTICLES = frozenset(PARTICLE_WORDS.split())
REMEMBERED = 4_096  # lines: several rules ask after the same one
MIN_WORDS, MAX_WORDS = 2, 5


@cache
def no_name_words() -> frozenset[str]:
    """Return the small words that stand in no name."""
    return function_words() - PARTICLES


def is_person_name(words: str) -> bool:
    """Tell whether `words` look like a person's name: two to five capitalised words."""
    parts = words.split()
    if not MIN_WORDS <= len(parts) <= MAX_WORDS or not parts[-1][0].isupper():
        return False
    if not all(part[0].isupper() or part in PARTICLES for part in parts):
        return False
    if not all(NAME_WORD.fullmatch(part) for part in parts):
        return False
    if parts[0] in PARTICLES and len(parts) == MIN_WORDS:
        return False  # "von Damm" lacks a first name, and may be German for "by Damm"
    return not any(part.casefold() in no_name_words() for part in parts if len(part) > 1)


def without_lead(text: str) -> str:
    """Return `text` without "By", "Von", "Texte:" in front.

    Words that also open a name ("Von Damm") go only where a whole name or an agency follows.
    """
    near = LEAD.match(text)
    if near is not None:
        return text[near.end() :]
    lead = FAR_LEAD.match(text)
    rest = text[lead.end() :] if lead is not None else ""
    first = SPLIT.split(rest, maxsplit=1)[0]
    return rest if is_titled_name(first) or agency_named(first) else text


def is_titled_name(words: str) -> bool:
    """Tell whether `words` are a person's name, perhaps with a title: "Dr. Ana Rey"."""
    return is_person_name(words) and not any(part in PARTICLES for part in words.split()[:1])


def person_names(words: str) -> tuple[str, ...]:
    """Return the persons that the list `words` names; roles, outlets and agencies are left out."""
    names = []
    for part in SPLIT.split(words):
        name = WHERE.sub("", part.strip(" .:()")).strip()
        if is_person_name(name) and not is_other_name(name):
            names.append(name)
    return tuple(dict.fromkeys(names))


def is_other_name(name: str) -> bool:
    """Tell whether words shaped like a person's name are an outlet, an agency, a role, a menu."""
    return (
        has_name_word(name)
        or ROLE.search(name) is not None
        or known_outlet(name) is not None
        or agency_named(name) is not None
        or furniture_rules().find(name) is not None
    )


def find_bylines(line: str) -> tuple[str, ...] | None:
    """Return the writers that a byline names (perhaps none of them a person), None if it is none.

    A line without "By" counts where a name stands beside a role, an outlet or a place it wrote
    from: "Ana Rey in Lima", "Tom Ode, Staff reporter".
    """
    return bylines_in(line) if len(line) <= MAX_LINE else None


@lru_cache(maxsize=REMEMBERED)
def bylines_in(line: str) -> tuple[str, ...] | None:
    """Return what `find_bylines` does, of a line that is short enough for a byline."""
    if PICTURE.match(line) or ("(" in line and CREDITED.fullmatch(line)):
        return None
    unled = without_lead(line)
    if unled != line and FAR_LEAD.match(line):
        return person_names(unled)
    lead = LEAD.match(line)
    if lead is not None:
        rest = line[lead.end() :]
        names = person_names(rest)
        return names if names or ROLE.search(rest) or agency_named(rest) else None
    signed = BEHIND.search(line)
    if signed is not None:
        return find_bylines(signed["by"])
    names = person_names(line)
    return names if names and (beside(line) or is_filed(line)) else None


def credited_on(line: str) -> tuple[str, ...]:
    """Return the writers that a credit line names; editors and helpers are left out.

    "Reporting by Ana Rey in Lima; Editing by Tom Ode" gives "Ana Rey".
    """
    last = line[-MAX_CREDITS:]
    if " by" not in last.lower():
        return ()
    named = [found["by"] or found["more"] for found in CREDITS.finditer(last)]
    writers = [OTHER_CREDIT.split(words, maxsplit=1)[0] for words in named]
    return tuple(dict.fromkeys(name for words in writers for name in person_names(words)))


def is_writer(text: str) -> bool:
    """Tell whether a line is a person's name, and no place, role, outlet or menu."""
    return is_person_name(text) and not is_other_name(text) and resolve_name(text) is None


def is_filed(line: str) -> bool:
    """Tell whether a line is a writer and the place the story was filed from: "Ana Rey, Lima"."""
    name, _, place = line.partition(", ")
    return (
        is_person_name(name)
        and resolve_name(name) is None
        and "," not in place
        and place[:1].isupper()
        and resolve_name(place) is not None
    )


def beside(line: str) -> bool:
    """Tell whether a role, an outlet or a place of filing stands beside the names on `line`."""
    parts = [part.strip(" .:()") for part in SPLIT.split(line) if part.strip(" .:()")]
    if any(ROLE.search(part) or known_outlet(part) or agency_named(part) for part in parts[1:]):
        return True
    where = re.search(r"\sin\s(?P<place>[^\W\d_][\w .'\u2019-]{2,40})$", line)
    return where is not None and resolve_name(where["place"]) is not None
