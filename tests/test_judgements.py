"""What people judge: it holds, survives, is taken back, and the later one wins."""

from collections.abc import Collection, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger_files import in_memory, lines
from sayso.errors import StoreError
from sayso.ledger import Ledger
from sayso.ledger.derived.incidents import incident_id
from sayso.ledger.derived.judging import (
    doubt_incidents,
    judge_events,
    merge_incidents,
    split_incident,
    undo_verdict,
)
from sayso.ledger.judgements import (
    Judgement,
    Verdict,
    add_judgement,
    read_judgements,
    settle,
    undo_judgement,
)
from sayso.records import Coded
from test_incidents_rows import (
    COPY,
    ELSEWHERE,
    FIRST,
    SECOND,
    STORIES,
    derive,
    held_with,
    incidents_in,
    rows_in,
)

STRIKE = ELSEWHERE.events[0].id
BLAST, KILLED = (event.id for event in FIRST.events)
AGAIN = SECOND.events[0].id
WHO = "R. Okello"


def events_of(*coded: Coded) -> set[str]:
    return {event.id for each in coded for event in each.events}


def test_merged_incidents_are_one_and_say_who_said_so() -> None:
    with in_memory() as ledger:
        derive(ledger, (FIRST, ELSEWHERE))
        blast, strike = incident_id(BLAST), incident_id(STRIKE)
        outcome = merge_incidents(ledger, [blast, strike], WHO, "one night")
        [standing] = outcome.incidents
        assert (standing.id, standing.events, standing.reports) == (blast, 3, 2)
        assert not outcome.missing
        rows = rows_in(ledger)
        assert held_with(rows, STRIKE) == events_of(FIRST, ELSEWHERE)
        reasons = {row.reason for row in rows if not hasattr(row, "members") and row.score == 1.0}
        assert any("R. Okello judged them one incident" in reason for reason in reasons)
        [judgement] = read_judgements(ledger)
        assert (judgement.who, judgement.note, judgement.verdict) == (WHO, "one night", "same")


def test_a_judgement_survives_new_reports_and_a_ledger_built_anew() -> None:
    with in_memory() as ledger:
        derive(ledger, (FIRST, ELSEWHERE))
        merge_incidents(ledger, [BLAST, STRIKE], WHO)
        derive(ledger, STORIES)
        rows = rows_in(ledger)
        assert STRIKE in held_with(rows, AGAIN)
        told_before = judged_rows(ledger)
    with in_memory() as anew:  # the judgements first, and one report at a time
        copy_judgements(told_before, anew)
        derive(anew, reversed(STORIES), 1)
        assert rows_in(anew) == rows


def judged_rows(ledger: Ledger) -> list[list[tuple[object, ...]]]:
    with ledger.reading() as connection:
        return [
            [tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM {table}")]
            for table in ("judgements", "judged")
        ]


def copy_judgements(rows: Sequence[Sequence[tuple[object, ...]]], ledger: Ledger) -> None:
    with ledger.writing() as connection:
        for table, found in zip(("judgements", "judged"), rows, strict=True):
            marks = ", ".join("?" * len(found[0]))
            connection.exec_driver_sql(f"INSERT INTO {table} VALUES ({marks})", list(found))


def test_a_split_takes_events_out_and_undo_puts_them_back() -> None:
    with in_memory() as ledger:
        derive(ledger, STORIES)
        before = rows_in(ledger)
        incident = incident_id(BLAST)
        outcome = split_incident(ledger, incident, [AGAIN, SECOND.events[1].id], WHO)
        assert len(outcome.incidents) == 2
        after = rows_in(ledger)
        assert AGAIN not in held_with(after, BLAST)
        assert held_with(after, AGAIN) == {event.id for event in SECOND.events[:2]}
        undo_verdict(ledger, outcome.judgement, "L. Torgersen")
        assert rows_in(ledger) == before
        [judgement] = read_judgements(ledger)
        assert judgement.undone is not None
        assert judgement.undone_by == "L. Torgersen"


def test_a_copy_can_be_judged_apart_from_what_it_copies() -> None:
    with in_memory() as ledger:
        derive(ledger, (FIRST, COPY))
        outcome = split_incident(ledger, incident_id(BLAST), [e.id for e in COPY.events], WHO)
        assert len(outcome.incidents) == 2
        assert held_with(rows_in(ledger), BLAST) == events_of(FIRST)


def test_unsure_is_written_down_and_changes_nothing() -> None:
    with in_memory() as ledger:
        derive(ledger, (FIRST, ELSEWHERE))
        before = incidents_in(rows_in(ledger))
        doubt_incidents(ledger, [BLAST, STRIKE], WHO)
        assert incidents_in(rows_in(ledger)) == before
        assert [each.verdict for each in read_judgements(ledger)] == ["unsure"]


def test_what_the_ledger_does_not_hold_is_told_and_kept() -> None:
    with in_memory() as ledger:
        derive(ledger, (FIRST,))
        outcome = merge_incidents(ledger, [incident_id(BLAST), STRIKE], WHO)
        assert outcome.missing == (STRIKE,)
        derive(ledger, (ELSEWHERE,))
        assert STRIKE in held_with(rows_in(ledger), BLAST)


def test_the_later_judgement_wins_and_tells_what_it_overrules() -> None:
    with in_memory() as ledger:
        derive(ledger, (FIRST, ELSEWHERE))
        merged = merge_incidents(ledger, [incident_id(BLAST), incident_id(STRIKE)], WHO)
        outcome = split_incident(ledger, incident_id(BLAST), [STRIKE], "L. Torgersen")
        assert outcome.overruled == (merged.judgement,)
        assert held_with(rows_in(ledger), BLAST) == events_of(FIRST)
        undo_verdict(ledger, outcome.judgement, WHO)
        assert STRIKE in held_with(rows_in(ledger), BLAST)


@pytest.mark.parametrize(
    ("ids", "says"),
    [
        ([BLAST], "name two incidents or events"),
        ([BLAST, BLAST], "name two incidents or events"),
        ([incident_id(BLAST), KILLED], "are one incident already"),
        ([incident_id(BLAST), "n0123456789abcdef"], "holds no incident n0123456789abcdef"),
        ([incident_id(BLAST), "Tolvik"], "holds no incident Tolvik"),
    ],
)
def test_what_cannot_be_merged_is_refused_in_a_sentence(ids: list[str], says: str) -> None:
    with in_memory() as ledger:
        derive(ledger, (FIRST, ELSEWHERE))
        with pytest.raises(StoreError, match=says):
            merge_incidents(ledger, ids, WHO)
        assert not read_judgements(ledger)


def test_what_cannot_be_judged_is_refused_in_a_sentence() -> None:
    with in_memory() as ledger:
        derive(ledger, (FIRST, ELSEWHERE))
        incident = incident_id(BLAST)
        with pytest.raises(StoreError, match="holds no event"):
            split_incident(ledger, incident, [STRIKE], WHO)
        with pytest.raises(StoreError, match="all events of"):
            split_incident(ledger, incident, [BLAST, KILLED], WHO)
        with pytest.raises(StoreError, match="--who"):
            add_judgement(ledger, "same", [BLAST], [STRIKE], " ")
        with pytest.raises(StoreError, match="both sides"):
            add_judgement(ledger, "same", [BLAST], [BLAST], WHO)
        with pytest.raises(StoreError, match="no judgement"):
            undo_judgement(ledger, "j0", WHO)
        id_ = add_judgement(ledger, "same", [BLAST], [STRIKE], WHO)
        undo_judgement(ledger, id_, WHO)
        with pytest.raises(StoreError, match=r"taken back by R\. Okello"):
            undo_judgement(ledger, id_, WHO)


def test_judgements_are_in_the_canonical_export() -> None:
    with in_memory() as ledger:
        derive(ledger, (FIRST, ELSEWHERE))
        judge_events(ledger, "different", [BLAST], [STRIKE], WHO)
        assert b'"verdict":"different"' in lines(ledger)


def judgement(
    number: int, verdict: Verdict, one: Collection[str], other: Collection[str]
) -> Judgement:
    return Judgement(
        id=f"j{number}",
        verdict=verdict,
        one=tuple(sorted(one)),
        other=tuple(sorted(other)),
        who=WHO,
        made=f"2026-04-13T00:00:{number:02}Z",
        undone=None,
        undone_by=None,
        note=None,
    )


EVENTS = "abcdefg"
SIDES = st.permutations(EVENTS).flatmap(
    lambda order: st.tuples(st.integers(1, 3), st.integers(1, 3)).map(
        lambda sizes: (order[: sizes[0]], order[sizes[0] : sizes[0] + sizes[1]])
    )
)


@given(st.lists(st.tuples(st.sampled_from(("same", "different")), SIDES), max_size=6))
@settings(max_examples=200, deadline=None)
def test_what_holds_is_free_of_contradiction_and_the_last_always_holds(
    verdicts: list[tuple[Verdict, tuple[list[str], list[str]]]],
) -> None:
    judged = [
        judgement(number, verdict, *sides) for number, (verdict, sides) in enumerate(verdicts)
    ]
    settled = settle(judged, EVENTS)
    assert settle(judged[::-1], EVENTS) == settled
    group = {event: {event} for event in EVENTS}
    for pair in settled.pairs:
        if pair.verdict == "same":
            joined = group[pair.one] | group[pair.other]
            group.update((event, joined) for event in joined)
    for pair in settled.pairs:
        if pair.verdict == "different":
            assert pair.other not in group[pair.one]
    if judged:
        last = judged[-1]
        assert last not in settled.overruled
        together = last.other[0] in group[last.one[0]]
        assert together == (last.verdict == "same")
