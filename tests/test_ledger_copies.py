"""Copies as rows: the same as of all reports at once, in whatever order and batches they come."""

import random
from collections.abc import Iterable, Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from sqlalchemy import Connection

from copies import LOCAL, WIRE, printed
from ledger_files import in_memory
from sayso.ledger import Ledger, add_coded, begin_run
from sayso.ledger.copies import Copies, find_copies
from sayso.ledger.copies.candidates import BANDS, LIKELIEST, find_candidates, sketch_of
from sayso.ledger.copies.comparison import Text, Verdict, judge
from sayso.ledger.derived.copies import canonical_rows, hanging_on, update_copies
from sayso.ledger.derived.copies.reading import read_copies
from sayso.records import Coded, Report

FIRST, SECOND, THIRD = WIRE.split("\n\n")
STORM, ROOFS = LOCAL.split("\n\n")
PARAGRAPHS = (FIRST, SECOND, THIRD, STORM, ROOFS, "More is to follow.", f"{FIRST} {STORM}")


def coded(report: Report, path: str | None = None) -> Coded:
    """Return `report` as a page of that path gave it, without records."""
    return Coded(
        report=replace(report, raw=replace(report.raw, path=path or report.id)),
        attributions=(),
        events=(),
        quantities=(),
        forecasts=(),
    )


def waiting(connection: Connection) -> list[int]:
    """Return the reports that wait, and let them wait no longer."""
    rows = connection.exec_driver_sql("DELETE FROM pending RETURNING report")
    return [row.report for row in rows]


def add(ledger: Ledger, pages: Iterable[Coded]) -> set[int]:
    """Write pages and bring the copies up to date; return which reports that changed."""
    add_coded(ledger, begin_run(ledger, "1", {}), pages)
    with ledger.writing() as connection:
        return update_copies(connection, waiting(connection))


def kept(ledger: Ledger) -> Copies:
    """Return the copies that the ledger holds."""
    with ledger.reading() as connection:
        everything = connection.exec_driver_sql("SELECT number FROM reports").scalars().all()
        found = read_copies(connection, everything)
        assert list(canonical_rows(connection)) == [*found.groups, *found.partial]
    return found


def count_of(ledger: Ledger, table: str) -> int:
    with ledger.reading() as connection:
        return int(connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())


def batches(reports: Sequence[Report], sizes: Iterable[int]) -> Iterator[Sequence[Report]]:
    """Yield the reports in batches of these sizes, the rest at the end."""
    start = 0
    for size in sizes:
        yield reports[start : start + size]
        start += size
    yield reports[start:]


def check_batches(reports: Sequence[Report], sizes: Iterable[int]) -> None:
    """Hold that reports that come in batches leave what they give all at once."""
    with in_memory() as ledger:
        for some in batches(reports, sizes):
            add(ledger, map(coded, some))
        assert kept(ledger) == find_copies(reports)


def some_reports(chance: random.Random, count: int) -> list[Report]:
    """Return reports made of a few paragraphs, of some outlets, agencies and days."""
    reports = {}
    for number in range(count):
        text = "\n\n".join(chance.sample(PARAGRAPHS, chance.randint(1, 4)))
        if chance.random() < 0.5:
            text = text.replace("two", str(number)).replace("third", f"{number}th")
        report = printed(
            text,
            chance.choice(["Harbour Post", "Reuters", "Vale Gazette", None]),
            chance.choice(["AFP", "Reuters", None]),
            chance.choice(["2024-03-05", "2024-03-06", None]),
        )
        reports[report.id] = report
    return list(reports.values())


# --- in any order ---


@given(st.integers(0, 10**6), st.integers(2, 14), st.lists(st.integers(1, 4)))
@settings(max_examples=25, deadline=None)
def test_order_and_batches_change_nothing(seed: int, count: int, sizes: list[int]) -> None:
    check_batches(some_reports(random.Random(seed), count), sizes)


@pytest.mark.parametrize("seed", range(3))
def test_order_changes_nothing_where_many_share_a_band(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sayso.ledger.copies.candidates.HOLDERS", 2)
    monkeypatch.setattr("sayso.ledger.derived.copies.likenesses.HOLDERS", 2)
    reports = some_reports(random.Random(seed), 30)
    check_batches(reports, [1] * 10 + [5])


def test_a_text_printed_by_hundreds_is_one_group_and_each_is_compared_with_few(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    judged = 0

    def counting(one: Text, other: Text) -> Verdict:
        nonlocal judged
        judged += 1
        return judge(one, other)

    monkeypatch.setattr("sayso.ledger.derived.copies.likenesses.judge", counting)
    reports = [printed(f"{WIRE} Edition {number}.", f"Post {number}") for number in range(200)]
    reports += [printed("More is to follow.", f"Post {number}") for number in range(50)]
    with in_memory() as ledger:
        for some in batches(reports, [50] * 5):
            add(ledger, map(coded, some))
        [group] = kept(ledger).groups
    assert len(group.reports) == 200
    assert judged <= LIKELIEST * len(reports)


def test_what_is_new_to_copies_is_returned() -> None:
    one, other = printed(WIRE, "Harbour Post"), printed(WIRE, "Vale Gazette")
    with in_memory() as ledger:
        assert add(ledger, [coded(one), coded(printed(LOCAL, "Harbour Post"))]) == set()
        assert len(add(ledger, [coded(other)])) == 2
        assert add(ledger, [coded(printed(f"{LOCAL} Late.", "A Post"))]) == {2, 4}


# --- what goes, and what is rewritten ---


def test_a_report_that_is_rewritten_makes_its_group_anew() -> None:
    one = printed(WIRE, "Harbour Post", published="2024-03-05")
    other = printed(WIRE, "Vale Gazette", published="2024-03-06")
    with in_memory() as ledger:
        add(ledger, [coded(one), coded(other)])
        assert kept(ledger).groups[0].agency is None
        signed = replace(one, agency="AFP")
        for number in range(40):  # the input of the least id tells, so one of them does
            add(ledger, [coded(signed, f"{number}.html")])
        assert kept(ledger) == find_copies([signed, other])
        assert kept(ledger).groups[0].agency == "AFP"


@pytest.mark.parametrize("gone", [0, 1, 2])
def test_what_hangs_on_a_report_goes_with_it(gone: int) -> None:
    reports = [
        printed(WIRE, "Harbour Post", published="2024-03-05"),
        printed(f"{FIRST}\n\n{SECOND}", "Vale Gazette", published="2024-03-06"),
        printed(f"{WIRE} More is to follow.", "Upland Courier", published="2024-03-07"),
        printed(LOCAL, "Upland Courier"),
    ]
    with in_memory() as ledger:
        add(ledger, map(coded, reports))
        with ledger.writing() as connection:
            around = hanging_on(connection, [1 + gone])
            connection.exec_driver_sql("DELETE FROM inputs WHERE report = ?", (1 + gone,))
            connection.exec_driver_sql("DELETE FROM reports WHERE number = ?", (1 + gone,))
            update_copies(connection, around)
        assert kept(ledger) == find_copies(reports[:gone] + reports[gone + 1 :])
        assert count_of(ledger, "bands") == BANDS * 3
        assert count_of(ledger, "sketches") == 3


# --- sketches ---


def test_a_sketch_is_the_same_everywhere() -> None:
    """Rows of an old ledger are compared with those of a new run."""
    sketch = sketch_of("r0", WIRE)
    assert (sketch.words, len(sketch.bands)) == (89, BANDS)
    assert (sketch.place, sketch.bands[:2]) == (281088995703312, (7054591183407, 15888067336714))


def test_texts_of_one_kind_about_other_things_are_not_compared() -> None:
    told = (
        "The mayor of {0}, {1}, told {0} Radio that the port would open again once {2} sent help. "
        "The gates were closed at noon because the wind had torn the roofs off. Nobody in {0} was "
        "hurt, but {1} and {3} were looking for two anglers from {4}, a coast guard officer said."
    )
    one = told.format("Varna", "Ilin", "Sofia", "Petkov", "Burgas")
    other = told.format("Trento", "Rossi", "Milan", "Conti", "Riva")
    assert find_candidates([sketch_of("r0", one), sketch_of("r1", other)]) == [[], []]
    assert find_candidates([sketch_of("r0", one), sketch_of("r1", f"{one} More.")]) == [[1], []]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n ",
        "The " * 25_000,
        "x" * 100_000,
        "A.b!c? " * 15_000,
        "\u2019" * 100_000,
        " ".join(map(str, range(17_000))),
        "\ud800 " * 50_000,
    ],
)
def test_hostile_texts_are_sketched_in_short(text: str) -> None:
    assert len(sketch_of("r0", text).bands) in (0, BANDS)
    assert find_copies([printed(text.replace("\ud800", "?"), "A"), printed(WIRE, "B")])
