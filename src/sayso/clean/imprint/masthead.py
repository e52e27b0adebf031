"""Who printed a page, whose copy it is, who wrote it, where it was filed and when it came out.

Reads the lines around the body that `flattened` has told apart, and cuts dateline and signature
from the body's own first and last lines.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import msgspec

from sayso.clean.declared.section import section_on_line
from sayso.clean.flattened.layout import Layout, Role
from sayso.clean.signs.address import day_in_address
from sayso.clean.signs.agency import (
    Named,
    PageAgencies,
    agency_named,
    agency_of_line,
    agency_of_note,
    find_signature,
)
from sayso.clean.signs.byline import credited_on, find_bylines, is_writer, without_lead
from sayso.clean.signs.dateline import Filed, find_dateline, read_dateline_line
from sayso.clean.signs.dates import Stamp, read_date_line
from sayso.clean.signs.furniture import without_bar
from sayso.clean.signs.outlet import (
    copyright_holders,
    find_outlet,
    has_name_word,
    known_outlet,
    numeric_dates_of,
)
from sayso.clean.signs.prose import word_list
from sayso.clean.signs.published import Published, choose_published
from sayso.clean.signs.timestamps import last_day
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
SIGNED = 12  # lines above the body in which its byline stands
BESIDE = re.compile(r"\s*[,|/\u2022\u00b7]\s*")  # parts a name and whom it writes for
CREDIT_LINES = 4  # at the end of the body and below it, in which its writers are credited
LOOSE = 8  # lines above the body in which a date counts that shares its line with other things
LOOSE_KINDS = (None, "navigation", "counter", "other", "tool_bar", "share_bar")
MAX_LOOSE_LINE = 120  # characters
MAX_LOOSE_WORDS = 8  # beside the date
DAY_NAME = re.compile(r"[^\W\d_]{2,12}\.?,?\s\d")  # "Do 25.04.24"
OPENING = 3  # paragraphs in which a dateline can stand: a standfirst may come before it


class Masthead(msgspec.Struct, frozen=True, kw_only=True):
    """What the lines around the body say about the page."""

    outlet: str | None
    agency: str | None
    agency_may_be_pictures: bool  # told by a line that may stand below a picture
    bylines: tuple[str, ...]
    dateline: Dateline | None
    section: str | None  # by a trail of links: "Home > World > Asia"
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


def agency_around(layout: Layout) -> tuple[str | None, bool]:
    """Return the agency that a line around the body names, and whether it may mean a picture.

    A line right above or below the body, a byline and a copyright line tell of the text; one
    further off, or between paragraphs, may stand below a picture or another story.
    """
    near = [*reversed(near_body(layout)), *own_tail(layout.tail)]
    signed = map(agency_in_byline, layout.head)
    held = map(agency_named, holders_of(layout))
    plain = next(filter(None, chain(agencies_on(near), signed, held)), None)
    if plain is not None:
        return plain, False
    far = [*reversed(layout.head), *layout.cut, *layout.tail]
    return next(agencies_on(far), None), True


def agencies_on(roles: Iterable[Role]) -> Iterator[str]:
    """Yield the agencies that the lines of `roles` name which do nothing else."""
    lines = [role.line.text for role in roles if role.kind == "agency"]
    yield from filter(None, (agency_of_line(line) or agency_of_note(line) for line in lines))


def agency_in_byline(role: Role) -> str | None:
    """Return the agency that a byline or date line names: "By Reuters", "By Ana Rey, AFP"."""
    if role.kind not in ("byline", "date_line"):
        return None
    signed = without_lead(read_date_line(role.line.text).residue)
    whole = agency_named(signed)
    if whole is not None or role.kind != "byline":
        return whole
    last = BESIDE.split(signed)[-1]
    return agency_named(last) if last != signed else None


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


def signed_by(layout: Layout) -> tuple[str, ...]:
    """Return who signs the page: above the body, inside of it, beside its headline, right below.

    Names further up and down sign other stories.
    """
    return (
        bylines_of(layout.head[-SIGNED:])
        or bylines_of(layout.cut)
        or lone_name(layout)
        or bylines_of(own_tail(layout.tail))
        or bylines_of((*layout.head, *layout.tail))
        or credited(layout)
    )


def credited(layout: Layout) -> tuple[str, ...]:
    """Return the writers in a credit line at the end: "(Reporting by Ana Rey; Editing by ...)"."""
    last = [line.text for line in layout.body[-CREDIT_LINES:]]
    below = [
        role.line.text
        for role in (*layout.cut, *layout.tail[:CREDIT_LINES], *own_tail(layout.tail))
    ]
    return tuple(dict.fromkeys(name for line in (*last, *below) for name in credited_on(line)))


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
    for role in reversed(layout.head[-LOOSE:]):
        if role.kind in LOOSE_KINDS:
            yield from loose_stamps(role.line.text)
    if filed is not None and filed.stamp is not None:
        yield filed.stamp
    for role in (*layout.cut, *own_tail(layout.tail)):
        if role.kind in ("date_line", "byline"):
            yield from read_date_line(role.line.text).stamps


def loose_stamps(line: str) -> Iterator[Stamp]:
    """Yield the dates with which a line opens that is no plain date line: "3.5.2021 | By ...".

    Dates in words that say when something happened are left out: such a line holds little else.
    """
    if len(line) > MAX_LOOSE_LINE or (not line[:1].isdigit() and not DAY_NAME.match(line)):
        return
    found = read_date_line(line)
    if len(word_list(found.residue)) <= MAX_LOOSE_WORDS:
        yield from found.stamps[:1]


def is_other_headline(role: Role) -> bool:
    """Tell whether a line below the body may be the headline of another story."""
    return role.kind is None and len(word_list(role.line.text)) >= HEADLINE_WORDS


def own_tail(tail: Sequence[Role]) -> Iterator[Role]:
    """Yield the lines below the body down to the first that may tell of another story."""
    for role in tail:
        if role.effect != "line" or is_other_headline(role):
            return
        yield role


def section_above(layout: Layout, outlet: str | None) -> str | None:
    """Return the section that a trail of links above the body names."""
    trails = (section_on_line(role.line.text, outlet) for role in reversed(layout.head))
    return next(filter(None, trails), None)


def read_masthead(
    layout: Layout,
    url: str | None,
    declared: Sequence[str] = (),
    locale: str | None = None,
    fetched: str | None = None,
) -> Masthead:
    """Return what the page says about itself; datelines and signatures leave the paragraphs.

    `declared` are authors that the page states outside its visible lines, `url` and `locale`
    ("en-GB") where it stands and in what language: they tell how it writes dates in numbers.
    `fetched` is when it was fetched, as a container says it: no page came out later.
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
    habit = numeric_dates_of(outlet, url, locale)
    printed = list(stamps_of(layout, filed))
    around_body, pictured = agency_around(layout)
    return Masthead(
        outlet=outlet,
        agency=agency or around_body,
        agency_may_be_pictures=agency is None and pictured,
        bylines=signed_by(layout),
        dateline=filed.dateline if filed is not None else None,
        section=section_above(layout, outlet),
        times=choose_published(printed, habit, day_in_address(url), last_day(fetched)),
        paragraphs=tuple(text for text in reading.paragraphs if len(text)),
        chrome=tuple(reading.chrome),
    )
