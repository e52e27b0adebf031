"""What people judged of events: one incident, two, or unsure; by whom, when, and when undone.

A judgement names events by their ids, which come from content. So it outlives a run, a page that
is coded anew and a ledger that is built anew; on an event that the ledger does not hold it waits
until it does. Nothing is ever deleted: who takes a judgement back is written down too.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime
from itertools import product
from typing import Literal, NamedTuple

import msgspec
from sqlalchemy import Connection, insert, select, update

from sayso.errors import StoreError
from sayso.ledger.identity import digest_id
from sayso.ledger.incidents import Judged
from sayso.ledger.store import Ledger, listed
from sayso.ledger.tables import JUDGED, JUDGEMENTS
from sayso.ledger.writing import put_off
from sayso.records import Record

Verdict = Literal["same", "different", "unsure"]


class Judgement(Record, frozen=True):
    """A verdict on each event of one side with each of the other."""

    id: str
    verdict: Verdict
    one: tuple[str, ...]  # ids of events, sorted
    other: tuple[str, ...]
    who: str
    made: str  # ISO 8601, UTC
    undone: str | None
    undone_by: str | None
    note: str | None


class Settled(NamedTuple):
    """Which judgements hold, pair by pair."""

    pairs: tuple[Judged, ...]
    by: dict[tuple[str, str], Judgement]  # what each pair stands on, the lower id first
    overruled: tuple[Judgement, ...]  # those that later ones contradict, in part or wholly


def now() -> str:
    """Return this moment, ISO 8601, UTC, to the microsecond."""
    return datetime.now(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def add_judgement(
    ledger: Ledger,
    verdict: Verdict,
    one: Sequence[str],
    other: Sequence[str],
    who: str,
    note: str | None = None,
) -> str:
    """Write down a verdict on each event of `one` with each of `other`; return its id.

    The reports of these events wait to be derived anew: see `sayso.ledger.derived`. Raises
    `StoreError` where a side is empty, both name one event, or nobody is named as the judge.
    """
    sides = sorted(set(one)), sorted(set(other))
    check_sides(*sides, who)
    made = now()
    id_ = digest_id("j", verdict, *sides[0], None, *sides[1], None, who, made, note)
    with ledger.writing() as connection:
        row = {"id": id_, "verdict": verdict, "who": who, "made": made, "note": note}
        statement = insert(JUDGEMENTS).values(row).returning(JUDGEMENTS.c.number)
        number = connection.scalars(statement).one()
        events = [
            {"judgement": number, "side": side, "event": event}
            for side, named in enumerate(sides)
            for event in named
        ]
        connection.execute(insert(JUDGED), events)
        put_off(connection, reports_of(connection, {*sides[0], *sides[1]}))
    return id_


def check_sides(one: Collection[str], other: Collection[str], who: str) -> None:
    """Raise `StoreError` where there is nothing to judge, or nobody who judges."""
    if not who.strip():
        raise StoreError("a judgement needs the name of the one who judges; give it with --who")
    if not one or not other:
        raise StoreError("a judgement needs an event on each side; name two at least")
    twice = sorted(set(one).intersection(other))
    if twice:
        raise StoreError(f"{twice[0]} stands on both sides of the judgement; name it once")


def undo_judgement(ledger: Ledger, id_: str, who: str) -> Judgement:
    """Take a judgement back, and return it as it stands now; its events are derived anew.

    Raises `StoreError` where the ledger does not hold it, or it was taken back before.
    """
    if not who.strip():
        raise StoreError("name the one who takes the judgement back with --who")
    with ledger.writing() as connection:
        found = select_judgements(connection, [id_])
        if not found:
            raise StoreError(f"{ledger.path} holds no judgement {id_}; see: sayso judgements")
        judgement = found[0]
        if judgement.undone is not None:
            raise StoreError(
                f"the judgement {id_} was taken back by {judgement.undone_by} on "
                f"{judgement.undone[:10]} already"
            )
        done = {"undone": now(), "undone_by": who}
        connection.execute(update(JUDGEMENTS).where(JUDGEMENTS.c.id == id_).values(done))
        put_off(connection, reports_of(connection, {*judgement.one, *judgement.other}))
    return msgspec.structs.replace(judgement, **done)


def read_judgements(ledger: Ledger) -> tuple[Judgement, ...]:
    """Return all that people judged, also what was taken back, the oldest first."""
    with ledger.reading() as connection:
        return select_judgements(connection)


def select_judgements(
    connection: Connection, ids: Collection[str] | None = None
) -> tuple[Judgement, ...]:
    """Return all judgements, or those of some ids, the oldest first."""
    wanted = select(JUDGEMENTS).order_by(JUDGEMENTS.c.made, JUDGEMENTS.c.id)
    if ids is not None:
        wanted = wanted.where(JUDGEMENTS.c.id.in_(ids))
    rows = connection.execute(wanted).all()
    sides: dict[int, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for number, side, event in connection.exec_driver_sql(
        "SELECT judgement, side, event FROM judged WHERE judgement IN (SELECT value "
        "FROM json_each(?)) ORDER BY event",
        listed(row.number for row in rows),
    ):
        sides[number][side].append(event)
    return tuple(
        Judgement(
            id=row.id,
            verdict=row.verdict,
            one=tuple(sides[row.number][0]),
            other=tuple(sides[row.number][1]),
            who=row.who,
            made=row.made,
            undone=row.undone,
            undone_by=row.undone_by,
            note=row.note,
        )
        for row in rows
    )


def reports_of(connection: Connection, events: Collection[str]) -> list[int]:
    """Return the numbers of the reports of those of `events` that the ledger holds."""
    rows = connection.exec_driver_sql(
        "SELECT DISTINCT report FROM events WHERE id IN (SELECT value FROM json_each(?))",
        listed(sorted(events)),
    )
    return [row[0] for row in rows]


def standing_on(connection: Connection, events: Collection[str]) -> tuple[Judgement, ...]:
    """Return the judgements that stand on any of `events`, and those that hang together with them.

    Two hang together where they name one event. The oldest come first.
    """
    found: set[str] = set()
    waiting = set(events)
    seen: set[str] = set()
    while waiting:
        seen |= waiting
        rows = connection.exec_driver_sql(
            "SELECT DISTINCT j.id, a.event FROM judged AS e "
            "JOIN judgements AS j ON j.number = e.judgement "
            "JOIN judged AS a ON a.judgement = j.number "
            "WHERE e.event IN (SELECT value FROM json_each(?)) AND j.undone IS NULL",
            listed(sorted(waiting)),
        ).all()
        found.update(row[0] for row in rows)
        waiting = {row[1] for row in rows} - seen
    return select_judgements(connection, sorted(found)) if found else ()


def settle(judgements: Iterable[Judgement], held: Collection[str]) -> Settled:
    """Return what holds of `judgements`, for the events that are `held`: later ones win.

    A judgement that contradicts later ones, be it through a third event, holds for those of its
    events that do not.
    """
    accounts = Accounts()
    overruled: list[Judgement] = []
    latest_first = sorted(judgements, key=lambda each: (each.made, each.id), reverse=True)
    for judgement in latest_first:
        one = [event for event in judgement.one if event in held]
        other = [event for event in judgement.other if event in held]
        if judgement.verdict == "unsure" or not one or not other:
            continue
        if judgement.verdict == "same":
            whole = accounts.unite(judgement, sorted([*one, *other]))
        else:
            whole = accounts.divide(judgement, one, other)
        if not whole:
            overruled.append(judgement)
    pairs = tuple(
        Judged(
            one=one, other=other, verdict="same" if judgement.verdict == "same" else "different"
        )
        for (one, other), judgement in accounts.by.items()
    )
    return Settled(pairs, accounts.by, tuple(overruled[::-1]))


class Accounts:
    """Which events are said to be one, and which groups of them to differ."""

    def __init__(self) -> None:
        self.above: dict[str, str] = {}
        self.apart: dict[str, set[str]] = defaultdict(set)
        self.by: dict[tuple[str, str], Judgement] = {}

    def unite(self, judgement: Judgement, events: Sequence[str]) -> bool:
        """Say that `events` are one, as far as that may be; tell whether it may be of all."""
        anchors: list[str] = []
        for event in events:
            anchor = next((each for each in anchors if self.join(each, event)), None)
            if anchor is None:
                anchors.append(event)
            else:
                self.by.setdefault((anchor, event), judgement)
        return len(anchors) == 1

    def divide(self, judgement: Judgement, one: Sequence[str], other: Sequence[str]) -> bool:
        """Say that each of `one` differs from each of `other`; tell whether all may."""
        whole = True
        for left, right in product(one, other):
            if self.part(left, right):
                self.by.setdefault((min(left, right), max(left, right)), judgement)
            else:
                whole = False
        return whole

    def root(self, event: str) -> str:
        """Return the event that stands for all that are one with `event`."""
        path = []
        while event in self.above:
            path.append(event)
            event = self.above[event]
        for each in path:
            self.above[each] = event
        return event

    def part(self, one: str, other: str) -> bool:
        """Have two events differ; tell whether they may, since nobody made them one later."""
        left, right = self.root(one), self.root(other)
        if left == right:
            return False
        self.apart[left].add(right)
        self.apart[right].add(left)
        return True

    def join(self, one: str, other: str) -> bool:
        """Have two events be one; tell whether they may, since nobody told them apart later."""
        left, right = self.root(one), self.root(other)
        if left == right:
            return True
        if right in self.apart[left]:
            return False
        if len(self.apart[left]) < len(self.apart[right]):
            left, right = right, left
        self.above[right] = left
        for stranger in self.apart.pop(right, ()):
            self.apart[stranger].discard(right)
            self.apart[stranger].add(left)
            self.apart[left].add(stranger)
        return True
