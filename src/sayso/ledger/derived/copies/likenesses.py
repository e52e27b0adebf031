"""Which reports are like which longer ones, as rows: the texts that a new one is compared with.

A report is compared with those that it meets in the bands of their sketches, and only they are
looked at again when another one arrives: all else stays as it is.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

import msgspec
from sqlalchemy import Connection

from sayso.ledger.copies.candidates import HOLDERS, MEETINGS, likeliest, sketch_of
from sayso.ledger.copies.comparison import Text, Verdict, judge
from sayso.ledger.copies.groups import read_likeliest
from sayso.ledger.store import listed

AT_ONCE: Final = 200  # reports whose texts are held in memory together

UNREAD: Final = Verdict("partial", 0)  # reading goes on behind it
Read = dict[int, Verdict]  # by the number of the longer report, in the order of reading

decode_numbers = msgspec.json.Decoder(tuple[int, ...]).decode


def update_likenesses(connection: Connection, reports: Collection[int]) -> set[int]:
    """Compare the texts of `reports` with all that may be like them; return who is changed by it.

    Reports that have been compared before are looked at again, with those around them.
    """
    add_sketches(connection, reports)
    bands = Bands(connection)
    touched = bands.touched_by(reports)
    changed: set[int] = set()
    numbers = sorted(touched)
    for first in range(0, len(numbers), AT_ONCE):
        some = numbers[first : first + AT_ONCE]
        changed |= compare_some(connection, some, bands.candidates_of(some))
    return changed


def add_sketches(connection: Connection, reports: Collection[int]) -> None:
    """Write sketches and bands of the reports that have none yet: texts never change."""
    wanted = connection.exec_driver_sql(
        "SELECT r.number, r.id, r.text FROM json_each(?) AS w JOIN reports AS r "
        "ON r.number = w.value WHERE NOT EXISTS "
        "(SELECT 1 FROM sketches AS s WHERE s.report = r.number)",
        listed(reports),
    )
    rows = []
    for number, id_, text in wanted:
        sketch = sketch_of(id_, text)
        bands = msgspec.json.encode(sketch.bands).decode()
        rows.append((number, sketch.words, sketch.place, bands))
    if rows:
        connection.exec_driver_sql(
            "INSERT INTO sketches (report, words, place, bands) VALUES (?, ?, ?, ?)", rows
        )
        connection.exec_driver_sql(
            "INSERT INTO bands (hash, place, report) "
            "SELECT b.value, s.place, s.report FROM json_each(?) AS w "
            "JOIN sketches AS s ON s.report = w.value, json_each(s.bands) AS b ORDER BY 1",
            listed(row[0] for row in rows),
        )


class Bands:
    """Who stands in the bands, as far as it has been asked for."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.holders: dict[int, list[tuple[int, int]]] = {}  # place and report, by hash

    def touched_by(self, reports: Collection[int]) -> set[int]:
        """Return which of `reports`, new ones, and of others because of them, are to be compared.

        It changes nothing for others that they meet only once, but for those who have been
        compared before: one whom they were compared with may have to give way.
        """
        shared = self.shared_bands(reports)
        self.learn(hash_ for _, _, hash_ in shared)
        times = Counter(report for report, _, _ in shared)
        touched = {report for report, met in times.items() if met >= MEETINGS}
        leading = [
            (hash_, place, report)
            for report, place, hash_ in shared
            if (place, report) in self.holders[hash_]
        ]
        found = self.connection.exec_driver_sql(
            "SELECT b.report FROM json_each(?) AS w JOIN bands AS b "
            "ON b.hash = json_extract(w.value, '$[0]') "
            "AND b.place > json_extract(w.value, '$[1]') "
            "GROUP BY b.report, json_extract(w.value, '$[2]') HAVING count(*) >= ? "
            "OR EXISTS (SELECT 1 FROM likenesses AS l WHERE l.report = b.report)",
            (msgspec.json.encode(sorted(leading)).decode(), MEETINGS),
        )
        return touched | self.compared(reports) | set(found.scalars())

    def around(self, reports: Collection[int]) -> set[int]:
        """Return who shares a band with `reports`: whoever hangs on their being there."""
        found = self.connection.exec_driver_sql(
            "SELECT DISTINCT o.report FROM json_each(?) AS w "
            "JOIN sketches AS s ON s.report = w.value, json_each(s.bands) AS b "
            "JOIN bands AS o ON o.hash = b.value",
            listed(reports),
        )
        return set(found.scalars())

    def shared_bands(self, reports: Collection[int]) -> Sequence[tuple[int, int, int]]:
        """Return report, place and hash of each band that `reports` share with any other."""
        found = self.connection.exec_driver_sql(
            "SELECT s.report, s.place, b.value FROM json_each(?) AS w "
            "JOIN sketches AS s ON s.report = w.value, json_each(s.bands) AS b "
            "WHERE EXISTS (SELECT 1 FROM bands AS o WHERE o.hash = b.value "
            "AND (o.place <> s.place OR o.report <> s.report))",
            listed(reports),
        )
        return [(report, place, hash_) for report, place, hash_ in found.all()]

    def compared(self, reports: Collection[int]) -> set[int]:
        """Return those of `reports` that have been compared with any."""
        found = self.connection.exec_driver_sql(
            "SELECT DISTINCT l.report FROM json_each(?) AS w "
            "JOIN likenesses AS l ON l.report = w.value",
            listed(reports),
        )
        return set(found.scalars())

    def learn(self, hashes: Iterable[int]) -> None:
        """Read who stands first in bands that have not been asked for."""
        new = {hash_ for hash_ in hashes if hash_ not in self.holders}
        if not new:
            return
        found = self.connection.exec_driver_sql(
            "SELECT b.hash, b.place, b.report FROM json_each(?) AS w JOIN bands AS b "
            "ON b.hash = w.value AND b.place <= coalesce((SELECT o.place FROM bands AS o "
            "WHERE o.hash = w.value ORDER BY o.place LIMIT 1 OFFSET ?), 9223372036854775807) "
            "ORDER BY b.hash, b.place, b.report",
            (*listed(new), HOLDERS - 1),
        ).all()
        learnt: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for hash_, place, report in found:
            learnt[hash_].append((place, report))
        self.holders.update({hash_: held[:HOLDERS] for hash_, held in learnt.items()})

    def candidates_of(self, reports: Sequence[int]) -> dict[int, list[int]]:
        """Return the reports that each of `reports` is to be compared with, likeliest first."""
        found = self.connection.exec_driver_sql(
            "SELECT s.report, s.place, s.bands FROM json_each(?) AS w "
            "JOIN sketches AS s ON s.report = w.value",
            listed(reports),
        ).all()
        bands = {report: decode_numbers(held) for report, _, held in found}
        self.learn(hash_ for held in bands.values() for hash_ in held)
        candidates = {}
        for report, own, _ in found:
            places = [
                place for hash_ in bands[report] for place in self.holders[hash_] if place[0] < own
            ]
            met = Counter(number for _, number in places)
            at = {number: place for place, number in places}
            candidates[report] = likeliest(met, at, own)
        return candidates


def compare_some(
    connection: Connection, reports: Sequence[int], candidates: Mapping[int, Sequence[int]]
) -> set[int]:
    """Compare some reports with their candidates, and return for whom that changed something."""
    known = read_likenesses(connection, reports)
    texts = Texts(connection, needed(known, candidates))
    changed = set()
    for report in reports:
        now = dict(read_likeliest(candidates[report], judged(report, known[report], texts)))
        if now != known[report]:
            write_likenesses(connection, report, now)
            changed.add(report)
    return changed


def judged(report: int, known: Read, texts: "Texts") -> Callable[[int], Verdict]:
    """Return what tells what a longer text is to that of `report`."""
    return lambda longer: known.get(longer) or judge(texts.text(longer), texts.text(report))


def read_likenesses(connection: Connection, reports: Iterable[int]) -> dict[int, Read]:
    """Return what came of comparing `reports` before."""
    found: dict[int, Read] = {report: {} for report in reports}
    rows = connection.exec_driver_sql(
        "SELECT l.report, l.longer, l.likeness, l.words FROM json_each(?) AS w "
        "JOIN likenesses AS l ON l.report = w.value",
        listed(found),
    )
    for report, longer, likeness, words in rows:
        found[report][longer] = Verdict(likeness, words)
    return found


def write_likenesses(connection: Connection, report: int, now: Read) -> None:
    """Write what came of comparing `report`, in the place of what is there."""
    connection.exec_driver_sql("DELETE FROM likenesses WHERE report = ?", (report,))
    rows = [(report, longer, *verdict) for longer, verdict in now.items()]
    if rows:
        connection.exec_driver_sql(
            "INSERT INTO likenesses (report, longer, likeness, words) VALUES (?, ?, ?, ?)", rows
        )


def needed(known: Mapping[int, Read], candidates: Mapping[int, Sequence[int]]) -> Iterator[int]:
    """Yield whose texts may have to be read: of those that have not been compared before."""
    for report, others in candidates.items():
        for other, verdict in read_likeliest(others, read_before(known[report])):
            if verdict is UNREAD:
                yield from (report, other)


def read_before(read: Read) -> Callable[[int], Verdict]:
    """Return what tells what a longer text was found to be before."""
    return lambda longer: read.get(longer, UNREAD)


class Texts:
    """The texts of some reports, each taken apart once it is asked for."""

    def __init__(self, connection: Connection, reports: Iterable[int]) -> None:
        """Read the texts of `reports`."""
        found = connection.exec_driver_sql(
            "SELECT r.number, r.text FROM json_each(?) AS w JOIN reports AS r "
            "ON r.number = w.value",
            listed(set(reports)),
        )
        self.texts: dict[int, str] = {row.number: row.text for row in found}
        self.known: dict[int, Text] = {}

    def text(self, report: int) -> Text:
        """Return the text of a report."""
        if report not in self.known:
            self.known[report] = Text(self.texts[report])
        return self.known[report]
