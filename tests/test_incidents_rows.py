"""Incidents as rows: what belongs together, whatever order and batches the reports came in."""

import random
from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from ledger_files import in_memory
from sayso.errors import StoreError
from sayso.ledger import Ledger, add_coded, begin_run
from sayso.ledger.derived import update_derived
from sayso.ledger.derived.incidents import (
    IncidentLine,
    LinkLine,
    blocking,
    canonical_rows,
    explain_link,
    incident_id,
    resolve_incident,
)
from sayso.ledger.derived.incidents.wordings import Text, story_of
from sayso.ledger.incidents.wording import WORD, report_words_of
from sayso.ledger.stories.terms import fold
from sayso.records import Coded
from told import Act, told

BRIDGE = Act(
    "blew up", "ASSAULT", "explosives", "Marsh Front", "bridge", "Tolvik", "NOR", "2026-04-12"
)
FIRST = told(
    "Fighters of the Marsh Front blew up the old bridge at Tolvik on Sunday. Four guards of the "
    "Tolvik bridge were killed in the blast, said Colonel Henrik Aasmo.",
    BRIDGE,
    Act("killed", "ASSAULT", None, None, "guards", "Tolvik", "NOR", "2026-04-12"),
    outlet="Fjord Post",
)
SECOND = told(
    "The Marsh Front blew up a bridge at Tolvik and killed six guards, Colonel Henrik Aasmo said "
    "on Monday. He will meet the mayor of Tolvik, Liv Torgersen.",
    BRIDGE,
    Act("killed", "ASSAULT", None, "Marsh Front", "guards", "Tolvik", "NOR", "2026-04-12"),
    Act("meet", "CONSULT", "meet", None, None, "Tolvik", "NOR", "2026-04-14", "future"),
    published="2026-04-14",
    outlet="Coast Weekly",
)
ELSEWHERE = told(
    "A strike of nurses began in Lirang on Sunday, the union of Dewi Hartono said.",
    Act("strike", "PROTEST", "strike", None, None, "Lirang", "IDN", "2026-04-12"),
    outlet="Coast Weekly",
)
MEETING = told(
    "Colonel Henrik Aasmo met the mayor of Tolvik, Liv Torgersen, on Tuesday to talk of the "
    "bridge that the Marsh Front blew up.",
    Act("met", "CONSULT", "meet", None, None, "Tolvik", "NOR", "2026-04-14"),
    published="2026-04-15",
    outlet="Fjord Post",
)
DENIAL = told(
    "The Marsh Front denied that it blew up the bridge at Tolvik. Colonel Henrik Aasmo was "
    "wrong, it said.",
    BRIDGE._replace(factuality="negated"),
    published="2026-04-14",
    outlet="Marsh Radio",
)
COPY = replace(
    FIRST,
    report=replace(
        FIRST.report,
        id="r-copy",
        outlet="Copy Times",
        raw=replace(FIRST.report.raw, path="pages/copy.html"),
    ),
    events=tuple(replace(event, id=f"{event.id}-copy") for event in FIRST.events),
)
STORIES = (FIRST, SECOND, ELSEWHERE, MEETING, DENIAL, COPY)


def derive(ledger: Ledger, coded: Iterable[Coded], size: int = 1_000) -> None:
    """Write reports, `size` at a time, and derive after each time."""
    run, waiting = begin_run(ledger, "1", {}), list(coded)
    for first in range(0, len(waiting), size):
        add_coded(ledger, run, waiting[first : first + size])
        update_derived(ledger)


def rows_of(coded: Iterable[Coded], size: int = 1_000) -> list[IncidentLine | LinkLine]:
    """Return what a new ledger makes of reports."""
    with in_memory() as ledger:
        derive(ledger, coded, size)
        return rows_in(ledger)


def rows_in(ledger: Ledger) -> list[IncidentLine | LinkLine]:
    """Return the incidents and links of a ledger."""
    with ledger.reading() as connection:
        return list(canonical_rows(connection))


def incidents_in(rows: Iterable[object]) -> list[IncidentLine]:
    """Return the incidents among some rows."""
    return [row for row in rows if isinstance(row, IncidentLine)]


def held_with(rows: Iterable[object], event: str) -> set[str]:
    """Return the events of the incident that holds `event`; none where none does."""
    held = [{member.event for member in row.members} for row in incidents_in(rows)]
    return next((events for events in held if event in events), set())


def test_two_reports_of_one_thing_are_one_incident() -> None:
    rows = rows_of((FIRST, SECOND, ELSEWHERE))
    assert held_with(rows, FIRST.events[0].id) == {
        event.id for event in (*FIRST.events, *SECOND.events[:2])
    }
    assert held_with(rows, ELSEWHERE.events[0].id) == {ELSEWHERE.events[0].id}


def test_an_incident_says_what_its_reports_agree_on() -> None:
    [found] = [row for row in incidents_in(rows_of((SECOND, FIRST))) if row.type == "ASSAULT"]
    assert found.incident == incident_id(FIRST.events[0].id)
    assert found.title == FIRST.events[0].sentence.quote(FIRST.report.text)
    assert (found.place, found.country, found.place_precision) == ("Tolvik", "NOR", "city")
    assert (found.start, found.end) == ("2026-04-12", "2026-04-13")
    assert (found.actors, found.factuality) == ("Marsh Front", "actual")
    assert (found.first_published, found.last_published) == ("2026-04-13", "2026-04-14")
    assert (found.reports, found.outlets, len(found.members)) == (2, 2, 4)


def test_what_is_only_planned_is_no_incident_until_it_takes_place() -> None:
    plan = SECOND.events[2].id
    assert not held_with(rows_of((FIRST, SECOND)), plan)
    rows = rows_of((FIRST, SECOND, MEETING))
    assert held_with(rows, plan) == {plan, MEETING.events[0].id}
    [meeting] = [row for row in incidents_in(rows) if row.type == "CONSULT"]
    assert meeting.members[0].event == MEETING.events[0].id


def test_a_denial_stands_with_what_it_denies_and_alone_makes_nothing() -> None:
    assert not incidents_in(rows_of((DENIAL,)))
    assert DENIAL.events[0].id in held_with(rows_of((FIRST, DENIAL)), FIRST.events[0].id)


def test_a_general_statement_takes_no_part() -> None:
    event = replace(FIRST.events[0], factuality="general")
    assert not incidents_in(rows_of((replace(FIRST, events=(event,)),)))


def test_copies_are_in_the_incident_of_what_they_copy() -> None:
    rows = rows_of((FIRST, COPY, ELSEWHERE))
    [found] = [row for row in incidents_in(rows) if row.type == "ASSAULT"]
    assert {member.report for member in found.members} == {FIRST.report.id, "r-copy"}
    assert (found.reports, found.outlets, len(found.members)) == (2, 2, 4)
    scored = {row.one for row in rows if isinstance(row, LinkLine)}
    assert not scored & {event.id for event in COPY.events}  # what is compared is the original


@given(st.permutations(STORIES), st.sampled_from((1, 2, 4, 6)), st.integers(1, 16))
@settings(max_examples=12, deadline=None)
def test_order_and_batches_change_nothing(coded: Sequence[Coded], size: int, hubs: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocking, "HUBS", hubs)
        assert rows_of(coded, size) == rows_of(STORIES)


def towns(count: int) -> list[Coded]:
    """Return reports of attacks on a few towns, days apart, in the words of two outlets."""
    chance = random.Random(7)
    found = []
    for number in range(count):
        town = ("Tolvik", "Merano", "Kessa")[number % 3]
        day = f"2026-04-{1 + number % 25:02}"
        act = Act("attacked", "ASSAULT", None, "Marsh Front", None, town, "NOR", day)
        words = chance.sample(("depot", "harbour", "mill", "station", "market", "dam"), 3)
        text = (
            f"The Marsh Front attacked the {words[0]} of {town}, Colonel Henrik Aasmo said. The "
            f"{words[1]} and the {words[2]} at {town} burnt for {number} hours."
        )
        found.append(told(text, act, published=day, outlet=f"Post {number % 4}"))
    return found


@pytest.mark.parametrize("hubs", [1, 2, 5])
def test_large_blocks_change_nothing_either(hubs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocking, "HUBS", hubs)
    coded = towns(40)
    whole = rows_of(coded)
    assert rows_of(reversed(coded), 1) == whole
    assert rows_of(random.Random(3).sample(coded, len(coded)), 7) == whole


def test_a_report_that_is_rewritten_leaves_nothing_behind() -> None:
    """The same print, read from an input of a lower id and coded otherwise, stands instead."""
    kept = replace(FIRST, events=FIRST.events[1:])
    later = (SECOND, ELSEWHERE, MEETING, DENIAL)
    for number in range(6):  # whichever of the two has the lower id
        other = replace(
            kept,
            report=replace(
                kept.report, raw=replace(kept.report.raw, path=f"pages/other{number}.html")
            ),
        )
        assert rows_of((FIRST, other, *later), 1) == rows_of((other, FIRST, *later))
        assert rows_of((*later, FIRST, other), 1) == rows_of((*later, other, FIRST), 3)


def test_a_link_says_why_and_can_be_explained_in_full() -> None:
    with in_memory() as ledger:
        derive(ledger, (FIRST, SECOND))
        links = [row for row in rows_in(ledger) if isinstance(row, LinkLine)]
        [link] = [
            row
            for row in links
            if {row.one, row.other} == {FIRST.events[0].id, SECOND.events[0].id}
        ]
        assert "both at Tolvik; both on 2026-04-12" in link.reason
        with ledger.reading() as connection:
            explained = explain_link(connection, link.other, link.one)
            assert (explained.one, explained.other) == (link.one, link.other)
            assert explained.score == pytest.approx(link.score)
            assert {each.name for each in explained.features} >= {"place", "time", "sentence"}
            with pytest.raises(StoreError, match="holds no event e0"):
                explain_link(connection, link.one, "e0")


@given(st.text(max_size=300), st.text(max_size=80))
@settings(deadline=None)
def test_any_text_has_its_words_and_names(text: str, title: str) -> None:
    story = story_of(Text(title, text), ())
    assert frozenset(story.words) == report_words_of(title, text)
    assert len(set(story.names)) == len(story.names)
    printed = {fold(word) for word in WORD.findall(f"{title}\n{text}")}
    assert printed.issuperset(story.names)


def test_names_are_words_that_stand_with_a_capital_within_sentences() -> None:
    text = (
        "Guards fled. Colonel Henrik Aasmo of the Marsh Front met Aasmo's guards in Tolvik on "
        "Monday. “Guards lie,” the front said. Tolvik burnt."
    )
    names = story_of(Text(None, text), ()).names
    assert names[:2] == ("aasmo", "henrik")
    assert {"marsh", "tolvik"} < set(names)
    assert not {"guard", "monday"} & set(names[:4])


@pytest.mark.parametrize("text", ["A" * 100_000, "A b. " * 20_000, "“" * 100_000])
def test_hostile_text_costs_no_more_than_other_text(text: str) -> None:
    assert len(story_of(Text(None, text), ()).words) <= 48


def test_an_old_id_leads_to_what_became_of_the_incident() -> None:
    with in_memory() as ledger:
        derive(ledger, (SECOND,))
        old = incident_id(SECOND.events[0].id)
        with ledger.reading() as connection:
            assert resolve_incident(connection, old) is not None
        derive(ledger, (FIRST,))
        with ledger.reading() as connection:
            now = resolve_incident(connection, old)
            assert now == resolve_incident(connection, incident_id(FIRST.events[0].id))
            assert now is not None
            assert resolve_incident(connection, "n0000000000000000") is None
