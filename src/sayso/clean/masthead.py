"""Who printed a page, whose copy it is, who wrote it, where it was filed and when it came out.

Reads the lines around the body that `flattened` has told apart, and cuts dateline and signature
from the body's own first and last lines.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import msgspec

from sayso.clean.agency import (
    Named,
    PageAgencies,
    agency_named,
    agency_of_line,
    agency_of_note,
    find_signature,
)
from sayso.clean.byline import LEAD, find_bylines, is_writer
from sayso.clean.dateline import Filed, find_dateline, read_dateline_line
from sayso.clean.dates import Stamp, read_date_line
from sayso.clean.flattened import Layout, Role
from sayso.clean.furniture import without_bar
from sayso.clean.outlet import (
    copyright_holders,
    find_outlet,
    has_name_word,
    known_outlet,
    numeric_dates_of,
)
from sayso.clean.prose import word_list
from sayso.clean.published import Published, choose_published
from sayso.records import Chrome, Dateline
from sayso.traced import Traced

HEADLINE_WORDS = 5
MAX_END_TAG = 20
END_TAG = re.compile(
    r"(?<=[.!?\"'\u201d\u2019)])\s{1,3}"
    r"(?:Enditem|Item ends?|\(?END(?:S|ALL)?\)?|-30-|###|\u25a0)[.\s]{0,3}$"
)
NEAR = 4  # lines above the body in which a place or agency can stand alone
OUTLET_LINES = 12  # from the top of the page
DATED_NAME_LINES = 3  # from the top, where a name beside a date is the masthead
OPENING = 3  # paragraphs in which a dateline can stand: a standfirst may come before it


class Masthead(msgspec.Struct, frozen=True, kw_only=True):
    """What the lines around the body say about the page."""

    outlet: str | None
    agency: str | None
    bylines: tuple[str, ...]
    dateline: Dateline | None
    times: Published
    paragraphs: tuple[Traced, ...]  # the body, dateline and signature cut
    chrome: tuple[Chrome, ...]  # what was cut from the body's own lines


class Reading(msgspec.Struct):
    """What has been read so far."""

    paragraphs: list[Traced]
    named: Named
    filed: Filed | None = None
    agency: str | None = None
    chrome: list[Chrome] = []

    def cut_dateline(self) -> None:
        """Cut the dateline from the first paragraphs."""
        for index, paragraph in enumerate(self.paragraphs[:OPENING]):
            filed = find_dateline(paragraph.text, self.named)
            if filed is not None and filed.length < len(paragraph):
                self.filed = filed
                self.agency = filed.agency
                printed = paragraph[: filed.length].strip().text
                self.chrome.append(Chrome(text=printed, kind="dateline"))
                self.paragraphs[index] = paragraph[filed.length :].lstrip()
                return

    def cut_end_tag(self) -> None:
        """Cut a wire's mark of the end from the last paragraph: "Enditem", "(END)"."""
        if not self.paragraphs:
            return
        last = self.paragraphs[-1]
        found = END_TAG.search(last.text, max(0, len(last) - MAX_END_TAG))
        if found is not None:
            self.chrome.append(Chrome(text=found[0].strip(), kind="other"))
            self.paragraphs[-1] = last[: found.start()]

    def cut_signature(self) -> None:
        """Cut the agency's signature from the last paragraph."""
        self.cut_end_tag()
        if not self.paragraphs:
            return
        last = self.paragraphs[-1]
        found = find_signature(last.text, self.named)
        if found is None:
            return
        start, agency = found
        self.agency = self.agency or agency
        self.chrome.append(Chrome(text=last[start:].strip().text, kind="agency"))
        self.paragraphs[-1] = last[:start].rstrip()


def near_body(layout: Layout) -> Sequence[Role]:
    """Return the lines right above the body."""
    return layout.head[-NEAR:]


def place_above(layout: Layout) -> Filed | None:
    """Return the dateline that stands on a line of its own above the body."""
    for role in reversed(near_body(layout)):
        if role.kind in (None, "dateline") and known_outlet(role.line.text) is None:
            filed = read_dateline_line(role.line.text)
            if filed is not None and not is_topic(filed):
                return filed
    return None


def is_topic(filed: Filed) -> bool:
    """Tell whether a line is but a country or a wider land: a section's name, not a place."""
    place = filed.dateline.place if filed.dateline is not None else None
    wide = place is not None and place.precision in ("country", "region", "admin1")
    return wide and filed.agency is None and filed.stamp is None


def agency_around(layout: Layout) -> str | None:
    """Return the agency that a line around the body, or a byline, names."""
    roles = [*reversed(layout.head), *layout.cut, *layout.tail]
    lines = [role.line.text for role in roles if role.kind == "agency"]
    named = (agency_of_line(line) or agency_of_note(line) for line in lines)
    signed = map(agency_in_byline, layout.head)
    held = map(agency_named, holders_of(layout))
    return next(filter(None, chain(named, signed, held)), None)


def agency_in_byline(role: Role) -> str | None:
    """Return the agency that a byline or date line names: "By Reuters", "AFP | 3 May 2011"."""
    if role.kind not in ("byline", "date_line"):
        return None
    residue = read_date_line(role.line.text).residue
    lead = LEAD.match(residue)
    return agency_named(residue[lead.end() :] if lead else residue)


def bylines_of(roles: Iterable[Role]) -> tuple[str, ...]:
    """Return the writers that the bylines among `roles` name."""
    names: list[str] = []
    for role in roles:
        if role.kind == "byline":
            text = read_date_line(role.line.text).residue
            alone = without_bar(text)
            lone = (alone,) if find_bylines(alone) is None and is_writer(alone) else ()
            names += find_bylines(text) or find_bylines(alone) or lone
    return tuple(dict.fromkeys(names))


def lone_name(layout: Layout) -> tuple[str, ...]:
    """Return the name that stands alone between headline and body, beside a date or dateline."""
    head, title = layout.head, layout.title
    if title is None:
        return ()
    for index, role in enumerate(head):
        beside = {
            one.kind for one in (*head[max(0, index - 1) : index], *head[index + 1 : index + 2])
        }
        signs = beside & {"date_line", "dateline"}
        if role.line.start > title.start and role.bare and signs and is_writer(role.line.text):
            return (role.line.text,)
    return ()


def outlet_of(layout: Layout, filed: Filed | None) -> str | None:
    """Return the outlet that head, bylines or copyright line name."""
    top = [role.line.text for role in layout.head[:OUTLET_LINES] if names_outlet(role, filed)]
    top = [*dated_names(layout.head[:DATED_NAME_LINES]), *top]
    signed = [role.line.text for role in layout.head if role.kind in ("byline", "date_line")]
    found = find_outlet(top, signed, holders_of(layout))
    return found or (filed.outlet if filed is not None else None)


def dated_names(roles: Iterable[Role]) -> Iterator[str]:
    """Yield the newspaper names that share a line with a date: "Hill Post -- 3 May 1999"."""
    for role in roles:
        name = read_date_line(role.line.text).residue
        if role.kind == "date_line" and has_name_word(name) and agency_named(name) is None:
            yield name


def holders_of(layout: Layout) -> Iterator[str]:
    """Yield who holds the copyright, by the furniture below and above the body."""
    return copyright_holders(
        role.line.text for role in (*layout.tail, *layout.head) if role.kind is not None
    )


def names_outlet(role: Role, filed: Filed | None) -> bool:
    """Tell whether a line of the head can hold the outlet's name."""
    if role.kind not in (None, "masthead"):
        return False
    place = filed.dateline.text if filed is not None and filed.dateline is not None else None
    return role.line.text != place and agency_named(role.line.text) is None


def stamps_of(layout: Layout, filed: Filed | None) -> Iterator[Stamp]:
    """Yield the dates around the body, the likeliest to be the page's own first.

    Those above the body, nearest first; the dateline's; those right below. Dates inside the body
    and in lists of other stories are not the page's.
    """
    for role in reversed(layout.head):
        if role.kind in ("date_line", "byline", "dateline"):
            yield from read_date_line(role.line.text).stamps
    if filed is not None and filed.stamp is not None:
        yield filed.stamp
    for role in (*layout.cut, *own_tail(layout.tail)):
        if role.kind in ("date_line", "byline"):
            yield from read_date_line(role.line.text).stamps


def is_other_headline(role: Role) -> bool:
    """Tell whether a line below the body may be the headline of another story."""
    return role.kind is None and len(word_list(role.line.text)) >= HEADLINE_WORDS


def own_tail(tail: Sequence[Role]) -> Iterator[Role]:
    """Yield the lines below the body down to the first that may tell of another story."""
    for role in tail:
        if role.effect != "line" or is_other_headline(role):
            return
        yield role


def read_masthead(layout: Layout, url: str | None, declared: Sequence[str] = ()) -> Masthead:
    """Return what the page says about itself; datelines and signatures leave the paragraphs.

    `declared` are authors that the page states outside its visible lines.
    """
    body = [line.text for line in layout.body]
    sources = [line.source for line in layout.body]
    around = [role.line.text for role in (*layout.head, *layout.cut, *layout.tail)]
    reading = Reading(sources, PageAgencies([*around, *declared, *body]).named)
    reading.cut_dateline()
    reading.cut_signature()
    filed = reading.filed
    if filed is None or filed.dateline is None:
        filed = place_above(layout) or filed
    outlet = outlet_of(layout, filed)
    agency = reading.agency or (filed.agency if filed is not None else None)
    habit = numeric_dates_of(outlet, url)
    return Masthead(
        outlet=outlet,
        agency=agency or agency_around(layout),
        bylines=bylines_of((*layout.head, *layout.cut, *layout.tail)) or lone_name(layout),
        dateline=filed.dateline if filed is not None else None,
        times=choose_published(list(stamps_of(layout, filed)), habit),
        paragraphs=tuple(text for text in reading.paragraphs if len(text)),
        chrome=tuple(reading.chrome),
    )
