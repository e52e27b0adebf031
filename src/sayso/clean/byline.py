"""Who wrote a page: "By Hanna Wirth, Court reporter", a name beside an outlet or a place."""

import re

from sayso.clean.agency import agency_named
from sayso.clean.furniture import furniture_rules
from sayso.clean.outlet import has_name_word, known_outlet
from sayso.gazetteer.toponyms import resolve_name

MAX_LINE = 160
LEAD = re.compile(
    r"(?:written\s|reported\s|posted\s|story\s|report\s|words\s|text\s|analysis\s|compiled\s)?by\b:?\s{1,3}"
    r"|(?:author|reporter|correspondent|writer|byline)s?:\s{0,3}|from\s(?=our\b|[^\W\d_]+\s\w+\sin\s)",
    re.IGNORECASE,
)
ROLE = re.compile(
    r"\b(?:reporters?|correspondents?|editors?|writers?|staff|bureau|columnist|producer|desk|team"
    r"|contributor|newsroom|special to|news agency|journalist|chief|analyst|author)\b",
    re.IGNORECASE,
)
BEHIND = re.compile(
    r"\s[|\u2022\u00b7\u2013\u2014-]\s(?P<by>[Bb]y\s.{3,100})$"
)  # "Lima - by Ana Rey"
SPLIT = re.compile(r"\s*(?:,|;|&|\||\u2022|\u00b7|/|\band\b|\s[\u2013\u2014-]\s|\s{2,}|\t)\s*")
WHERE = re.compile(r"\s(?:in|at|for|from|of|on)\s.*$|\s(?:IN|AT|FOR|FROM|OF|ON)\s.*$")
NAME_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['\u2019.-](?=[^\W\d_])){0,24}\.?")
PARTICLE_WORDS = (
    "de da do dos di del della van von der den ter bin bint ibn al el la le abu ben y e"
)
PARTICLES = frozenset(PARTICLE_WORDS.split())
MIN_WORDS, MAX_WORDS = 2, 5


def is_person_name(words: str) -> bool:
    """Tell whether `words` look like a person's name: two to five capitalised words."""
    parts = words.split()
    if not MIN_WORDS <= len(parts) <= MAX_WORDS:
        return False
    if not all(NAME_WORD.fullmatch(part) for part in parts):
        return False
    return all(part[0].isupper() or part in PARTICLES for part in parts) and parts[-1][0].isupper()


def person_names(words: str) -> tuple[str, ...]:
    """Return the persons that the list `words` names; roles, outlets and agencies are left out."""
    names = []
    for part in SPLIT.split(words):
        name = WHERE.sub("", part.strip(" .:()")).strip()
        if ROLE.search(name) or known_outlet(name) or agency_named(name):
            continue
        if furniture_rules().find(name) is not None:
            continue
        if is_person_name(name) and not has_name_word(name):
            names.append(name)
    return tuple(dict.fromkeys(names))


def find_bylines(line: str) -> tuple[str, ...] | None:
    """Return the writers that a byline names (perhaps none of them a person), None if it is none.

    A line without "By" counts where a name stands beside a role, an outlet or a place it wrote
    from: "Ana Rey in Lima", "Tom Ode, Staff reporter".
    """
    if len(line) > MAX_LINE:
        return None
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


def is_writer(text: str) -> bool:
    """Tell whether a line is a person's name, and no place, role, outlet or menu."""
    return (
        is_person_name(text)
        and resolve_name(text) is None
        and known_outlet(text) is None
        and agency_named(text) is None
        and not has_name_word(text)
        and ROLE.search(text) is None
        and furniture_rules().find(text) is None
    )


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
