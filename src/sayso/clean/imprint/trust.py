"""Who is believed: the order of trust between all that tells of a page, in one place.

What the user gives beats what the container says (a feed, a wire message, a mail), that beats
what the page declares, that beats its visible text, and that beats its address. Each field says
which of them it stands on; what a container says counts as metadata.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Generic, TypeVar

import msgspec

from sayso.clean.declared.metadata import Metadata
from sayso.clean.declared.names import Sender, is_person, names_of, read_sender
from sayso.clean.declared.text import letters, plain
from sayso.clean.given import Given
from sayso.clean.imprint.masthead import Masthead
from sayso.clean.signs.address import day_in_address, parse_address, same_site, section_in_address
from sayso.clean.signs.agency import agency_named
from sayso.clean.signs.byline import without_lead
from sayso.clean.signs.dateline import read_dateline_line
from sayso.clean.signs.language import language_code, language_of_text
from sayso.clean.signs.outlet import order_of_locale
from sayso.clean.signs.timestamps import Moment, completed, parse_moment
from sayso.errors import InputError
from sayso.ingest.page import Declared
from sayso.records import Basis, ClockBasis, Dateline, Timestamp

DAY_LENGTH = len("2022-12-20")

Value = TypeVar("Value")


class Told(msgspec.Struct, Generic[Value], frozen=True):
    """A field, and what it stands on; None and None where nobody tells."""

    value: Value | None = None
    basis: ClockBasis | None = None


class Imprint(msgspec.Struct, frozen=True, kw_only=True):
    """All that is known of a page beside its text, with what each field stands on."""

    url: str | None
    title: str | None
    language: str | None  # ISO 639-1
    outlet: str | None
    agency: str | None
    bylines: tuple[str, ...]
    dateline: Dateline | None
    section: str | None
    published: Timestamp | None
    updated: Timestamp | None
    basis: Basis


def first_told(
    given: Value | None = None,
    metadata: Iterable[Value | None] = (),
    text: Value | None = None,
    url: Value | None = None,
) -> Told[Value]:
    """Return the first value that is known, the most trusted first."""
    if given:
        return Told(given, "given")
    declared = next((value for value in metadata if value), None)
    if declared:
        return Told(declared, "metadata")
    if text:
        return Told(text, "text")
    return Told(url, "url") if url else Told()


def choose_url(given: Given, container: Declared, metadata: Metadata) -> Told[str]:
    """Return where a page stands.

    The address that a page calls its own beats the one it was fetched from, which may carry
    tracking marks, as long as both lie on one site: a copy may name the page it was copied from.
    """
    fetched = container.url if parse_address(container.url) is not None else None
    own = metadata.url
    if own is not None and fetched is not None and not same_site(own, fetched):
        own = None
    return first_told(given.url, (own, fetched))


def given_stamp(value: str) -> Timestamp:
    """Return the timestamp of an ISO date or date-time that the user gave.

    Raises `InputError` where it is no ISO 8601 date.
    """
    try:
        if len(value) <= DAY_LENGTH:
            day = date.fromisoformat(value).isoformat()
            return Timestamp(value=day, precision="day", basis="given")
        datetime.fromisoformat(value)
    except ValueError as fault:
        raise InputError(
            f"the given publication date {value[:40]!r} is not ISO 8601; write it as 2022-12-20"
        ) from fault
    return Timestamp(value=value, precision="minute", basis="given")


def stated_moment(text: str | None, locale: str | None) -> Moment | None:
    """Return the moment that a container states, None where it is no plain date."""
    stated = plain(text)
    return parse_moment(stated, order_of_locale(locale) or "") if stated is not None else None


def choose_moment(
    stated: Moment | None, declared: Timestamp | None, printed: Timestamp | None
) -> Timestamp | None:
    """Return a moment as the container states it, as the page declares it, or as it prints it.

    What the less trusted know of the same moment completes it: a clock time, or its zone.
    """
    told = [parse_moment(stamp.value) for stamp in (declared, printed) if stamp is not None]
    others = [moment for moment in told if moment is not None]
    if stated is not None:
        return completed(stated, others, others).stamp("metadata")
    if declared is None or printed is None or len(others) < len(told):
        return declared or printed
    return completed(others[0], [], others[1:]).stamp("metadata")


def choose_published(
    given: Given, container: Declared, metadata: Metadata, masthead: Masthead, url: str | None
) -> Timestamp | None:
    """Return when a page came out; its address is asked last, and gives the day alone."""
    if given.published:
        return given_stamp(given.published)
    stated = stated_moment(container.published, metadata.locale or container.language)
    found = choose_moment(stated, metadata.published, masthead.times.published)
    day = day_in_address(url)
    if found is not None or day is None:
        return found
    return Timestamp(value=day, precision="day", basis="url")


def choose_dateline(container: Declared, metadata: Metadata, masthead: Masthead) -> Told[Dateline]:
    """Return where a story was filed; a place that is known beats words that are not."""
    stated = [stated_dateline(plain(text)) for text in (container.dateline, metadata.dateline)]
    placed = [one for one in stated if one is not None and one.place is not None]
    printed = masthead.dateline
    if printed is not None and printed.place is not None and not placed:
        return Told(printed, "text")
    return first_told(None, [*placed, *stated], printed)


def stated_dateline(words: str | None) -> Dateline | None:
    """Return a declared dateline, with its place where a gazetteer knows it."""
    if words is None:
        return None
    filed = read_dateline_line(words)
    if filed is not None and filed.dateline is not None:
        return filed.dateline
    return Dateline(place=None, text=words)


def sender_of(container: Declared) -> Sender:
    """Return the outlet that a container names, and the writer it names along with it."""
    stated = plain(container.outlet)
    return read_sender(stated) if stated is not None else Sender(None)


def signatures(container: Declared) -> list[str]:
    """Return the bylines of a container as lines of text; a newsletter's sender for none."""
    stated = [text for text in map(plain, container.bylines) if text is not None]
    writer = sender_of(container).writer
    return stated or ([writer] if writer is not None else [])


def choose_agency(
    given: Given, container: Declared, metadata: Metadata, masthead: Masthead
) -> Told[str]:
    """Return whose copy it is; None where the outlet's own writers sign.

    What may be the agency of a picture counts only where the page declares no writer.
    """
    stated = plain(container.agency)
    signed = [agency_named(without_lead(name)) for name in signatures(container)]
    known = (agency_named(stated) or stated) if stated is not None else None
    own_writers = any(map(is_person, metadata.bylines))
    pictured = masthead.agency_may_be_pictures and own_writers
    printed = None if pictured else masthead.agency
    return first_told(given.agency, (known, *signed, metadata.agency), printed)


def is_own(agency: str | None, outlet: str | None) -> bool:
    """Tell whether an agency is the outlet itself, which then prints its own copy."""
    if agency is None or outlet is None:
        return False
    return letters(agency) == letters(outlet) or agency_named(outlet) == agency


def choose_bylines(
    container: Declared, metadata: Metadata, masthead: Masthead
) -> Told[tuple[str, ...]]:
    """Return who signs the page; where only the outlet is declared, a printed name tells more."""
    signed = tuple(dict.fromkeys(name for one in signatures(container) for name in names_of(one)))
    if not signed and metadata.unsigned and any(map(is_person, masthead.bylines)):
        return Told(masthead.bylines, "text")
    return first_told(None, (signed, metadata.bylines), masthead.bylines)


def choose_language(given: Given, container: Declared, metadata: Metadata, text: str) -> Told[str]:
    """Return the language that is declared, unless the text is plainly in another."""
    if given.language:
        return Told(given.language, "given")
    declared = language_code(container.language) or metadata.language
    found, stands = language_of_text(declared, text)
    return first_told(None, (found,)) if stands else first_told(None, (), found)


def combine(
    given: Given,
    container: Declared,
    metadata: Metadata,
    masthead: Masthead,
    printed_title: str | None,
    text: str,
) -> Imprint:
    """Return all that is known of a page beside its text.

    `printed_title` is the headline among the visible lines, `text` the article. Raises
    `InputError` where the user gives a publication date that is none.
    """
    url = choose_url(given, container, metadata)
    titles = (plain(container.title), metadata.title)
    title = first_told(given.title, titles, printed_title)
    outlet = first_told(
        given.outlet, (sender_of(container).outlet, metadata.outlet), masthead.outlet
    )
    bylines = choose_bylines(container, metadata, masthead)
    agency = choose_agency(given, container, metadata, masthead)
    if agency.basis != "given" and is_own(agency.value, outlet.value):
        agency = Told()
    sections = (plain(container.section), metadata.section)
    section = first_told(None, sections, masthead.section, section_in_address(url.value))
    dateline = choose_dateline(container, metadata, masthead)
    language = choose_language(given, container, metadata, text)
    changed = stated_moment(container.updated, metadata.locale or container.language)
    return Imprint(
        url=url.value,
        title=title.value,
        language=language.value,
        outlet=outlet.value,
        agency=agency.value,
        bylines=bylines.value or (),
        dateline=dateline.value,
        section=section.value,
        published=choose_published(given, container, metadata, masthead, url.value),
        updated=choose_moment(changed, metadata.updated, masthead.times.updated),
        basis=Basis(
            url=url.basis,
            title=title.basis,
            language=language.basis,
            outlet=outlet.basis,
            agency=agency.basis,
            bylines=bylines.basis,
            dateline=dateline.basis,
            section=section.basis,
        ),
    )
