"""Which reports are one wording: one text, one day, coded alike. The first stands for all.

A hundred papers that print one text say nothing more of what belongs together than the first of
them does; what is linked with that is linked with all. A report on which a person judged stands
for itself.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from itertools import islice
from typing import Final, NamedTuple

import msgspec
from sqlalchemy import Connection

from sayso.ledger.derived.incidents.facts import (
    IDS,
    LAST,
    MINUTES,
    EventFacts,
    ReportFacts,
)
from sayso.ledger.incidents.wording import (
    KEPT,
    READ,
    SHORT,
    WORD,
    commonest,
    most_telling,
    words_in,
)
from sayso.ledger.store import listed
from sayso.ledger.stories.terms import fold

folded = lru_cache(maxsize=65_536)(fold)

BITS: Final = 63
MOST: Final = 16  # names that a report is known by
FEWEST: Final = 6  # of names and words together
LOOK: Final = 3  # characters before a word that tell whether a sentence begins
OPENERS: Final = frozenset('.!?:\n"\u201c\u2018')
CALENDAR: Final = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december".split()
)


class Text(NamedTuple):
    """What a report printed."""

    title: str | None
    text: str


class Story(NamedTuple):
    """What a report is known by."""

    words: tuple[str, ...]  # folded, the most telling first
    names: tuple[str, ...]
    countries: tuple[str, ...]  # ISO 3166 alpha-3, sorted


class Dated(NamedTuple):
    """What a report is known by, and the day it was published on, counted."""

    story: Story
    day: int | None


class Change(NamedTuple):
    """What new reports made of the wordings."""

    blocked: set[int]  # originals to be compared with others, new or anew
    freed: set[int]  # reports that were originals or had other words before
    touched: set[int]  # originals that stand for other reports than before
    rewritten: bool  # whether a report reads otherwise than before


decode_words = msgspec.json.Decoder(tuple[str, ...]).decode


def read_texts(connection: Connection, reports: Collection[int]) -> dict[int, Text]:
    """Return the texts of some reports."""
    rows = connection.exec_driver_sql(
        "SELECT number, title, text FROM reports WHERE number IN (SELECT value FROM json_each(?))",
        listed(reports),
    )
    return {row[0]: Text(row[1], row[2]) for row in rows}


def read_stories(connection: Connection, reports: Collection[int]) -> dict[int, Dated]:
    """Return what some reports are known by, with the days they were published on."""
    rows = connection.exec_driver_sql(
        "SELECT report, rank, words, names, countries FROM wordings "
        "WHERE report IN (SELECT value FROM json_each(?))",
        listed(reports),
    )
    return {row[0]: Dated(Story(*map(decode_words, row[2:])), day_of(row[1])) for row in rows}


def day_of(rank: int) -> int | None:
    """Return the day of a rank, None where it is that of a report without a date."""
    minute = rank // IDS
    return None if minute == LAST else minute // MINUTES


def countries_of(events: Iterable[EventFacts]) -> tuple[str, ...]:
    """Return the countries that events lie in, and that those who take part are of."""
    found: set[str | None] = set()
    for event in events:
        found.add(event.place.country if event.place else None)
        found.update(party.country for party in (*event.actors, *event.recipients))
    return tuple(sorted(country for country in found if country))


def story_of(text: Text, events: Iterable[EventFacts]) -> Story:
    """Return what a report is known by: words as `report_words_of` gives them, and names.

    A name is a word that stands with a capital within sentences, and oftener so than without. Of
    a report with few of them, words fill up.
    """
    counts = Counter(words_in(text.title or "", READ))
    capital: Counter[str] = Counter()
    small: Counter[str] = Counter()
    dull = commonest()
    for match in islice(WORD.finditer(text.text), READ):
        word = match[0]
        form = folded(word)
        telling = len(form) > SHORT and form not in dull
        counts[form] += telling
        if not word[0].isupper():
            small[form] += 1
        elif telling and not opens(text.text, match.start()):
            capital[form] += 1
    words = tuple(most_telling(+counts, KEPT))
    own = {
        name: times
        for name, times in capital.items()
        if times > small[name] and name not in CALENDAR
    }
    names = list(most_telling(Counter(own), MOST))
    fill = (
        word for word in words if word not in own and word not in CALENDAR and not word.isdigit()
    )
    names.extend(islice(fill, max(0, FEWEST - len(names))))
    return Story(words, tuple(names), countries_of(events))


def opens(text: str, start: int) -> bool:
    """Tell whether a word that starts there opens a sentence or a quotation."""
    before = text[max(0, start - LOOK) : start]
    return not before.strip() or before.rstrip()[-1] in OPENERS or before[-1] in OPENERS


def digest_of(
    report: ReportFacts, text: Text, events: Sequence[EventFacts], judged: Collection[str]
) -> int:
    """Return a number that reports have in common only where they are one wording."""
    own = report.id if any(event.id in judged for event in events) else None
    told = [(*event[3:4], *event[5:]) for event in events]  # all but whose they are
    spans = [event.sentence for event in events]
    parts = own, report.day, text.title, text.text, told, spans
    return int.from_bytes(sha256(msgspec.json.encode(parts)).digest()[:8]) >> (64 - BITS)


def update_wordings(
    connection: Connection,
    reports: Iterable[ReportFacts],
    texts: Mapping[int, Text],
    events: Mapping[int, Sequence[EventFacts]],
    judged: Collection[str],
) -> Change:
    """Write the wordings of `reports`, and tell which originals must be compared anew."""
    new = [
        (
            digest_of(report, texts[report.number], events.get(report.number, ()), judged),
            report.rank,
            report.number,
        )
        for report in reports
    ]
    numbers = {number for _, _, number in new}
    before = connection.exec_driver_sql(
        "SELECT report, digest, original FROM wordings WHERE report IN (SELECT value "
        "FROM json_each(?))",
        listed(numbers),
    ).all()
    reads = {number: digest for digest, _, number in new}
    rewritten = any(reads[report] != digest for report, digest, _ in before)
    change = Change(set(), set(numbers), {row[2] for row in before}, rewritten)
    connection.exec_driver_sql(
        "DELETE FROM wordings WHERE report IN (SELECT value FROM json_each(?))",
        listed(numbers),
    )
    digests = {row[1] for row in before} | {digest for digest, _, _ in new}
    originals = choose_originals(connection, digests, new, change)
    rows = [
        (
            *(number, digest, rank, originals[digest]),
            *map(json_of, story_of(texts[number], events.get(number, ()))),
        )
        for digest, rank, number in new
    ]
    if rows:
        connection.exec_driver_sql(
            "INSERT INTO wordings (report, digest, rank, original, words, names, countries) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            rows,
        )
    return change


def choose_originals(
    connection: Connection,
    digests: Collection[int],
    new: Iterable[tuple[int, int, int]],
    change: Change,
) -> dict[int, int]:
    """Return the first report of each wording, and have it stand for those that are there."""
    firsts: dict[int, tuple[int, int]] = {}
    stood: dict[int, tuple[int, int]] = {}  # the first that is there, and what stands for it
    for digest, rank, report, original in connection.exec_driver_sql(
        "SELECT w.digest, w.rank, w.report, w.original FROM json_each(?) AS d "
        "JOIN wordings AS w ON w.rowid = (SELECT f.rowid FROM wordings AS f "
        "WHERE f.digest = d.value ORDER BY f.rank, f.report LIMIT 1)",
        listed(digests),
    ):
        firsts[digest] = rank, report
        stood[digest] = report, original
    added = {report for _, _, report in new}
    for digest, rank, report in new:
        firsts[digest] = min(firsts.get(digest, (rank, report)), (rank, report))
    for digest, (_, first) in firsts.items():
        report, original = stood.get(digest, (first, first))
        change.touched.add(first)
        if first in added or original != first:
            change.blocked.add(first)
        if original != first:
            change.freed.add(report)
            connection.exec_driver_sql(
                "UPDATE wordings SET original = ? WHERE digest = ?", (first, digest)
            )
    return {digest: first for digest, (_, first) in firsts.items()}


def json_of(words: Sequence[str]) -> str:
    """Return words as JSON."""
    return msgspec.json.encode(words).decode()
