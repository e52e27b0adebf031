"""Independent origins as rows: what a reader of the file sees, and that batches leave no trace."""

import contextlib
import io
import sqlite3
from collections.abc import Iterator, Sequence

import pytest
from msgspec.structs import replace
from sqlalchemy import Connection

from copies import LOCAL, WIRE, printed
from ledger_files import in_memory, write_ledger
from pages import report_of
from sayso.clean import Given
from sayso.demo import demo_pages, stem
from sayso.ids import content_id
from sayso.ingest import read_pages
from sayso.ledger import Ledger, add_coded, begin_run
from sayso.ledger.derived import update_derived
from sayso.ledger.derived.copies import update_copies
from sayso.ledger.derived.origins import (
    DependenceLine,
    OriginLine,
    canonical_rows,
    incidents_of,
    update_origins,
)
from sayso.pipeline import code_pages
from sayso.records import Attribution, Coded, Event, Party, Report, Span

FIRST, SECOND, THIRD = WIRE.split("\n\n")


# --- the demo's wire story, as anybody reads it ---


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """Give a ledger of the port story and of one with two sides, opened by Python's sqlite3."""
    path = tmp_path_factory.mktemp("origins") / "news.db"
    pages = [page for page in demo_pages() if stem(page) in ("port", "protest")]
    found = code_pages(read_pages(pages, io.BytesIO()), Given())
    write_ledger(path, [item for item in found if isinstance(item, Coded)])
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


def test_the_wire_story_is_one_origin_in_three_outlets(demo: sqlite3.Connection) -> None:
    [blast] = demo.execute(
        "SELECT * FROM incidents WHERE title LIKE '%explosion tore through a warehouse%'"
    )
    assert (blast["outlets"], blast["origins"]) == (3, 1)
    [origin] = demo.execute("SELECT * FROM corroboration WHERE incident = ?", (blast["id"],))
    assert (origin["origin"], origin["reports"], origin["outlets"]) == (1, 3, 3)
    assert set(origin["printed_by"].split(",")) == {
        "The Adriatic Standard",
        "Northgate Evening News",
        "HARBOUR & TRADE WEEKLY",
    }
    assert origin["agency"] == "Meridian News Agency"
    assert "same agency: Meridian News Agency" in origin["why_one"]
    assert "a copy: 100% of its words stand in the other" in origin["why_one"]


def test_two_papers_of_their_own_are_two_origins(demo: sqlite3.Connection) -> None:
    rows = demo.execute(
        "SELECT incident, origins, count(*) AS told, group_concat(printed_by) AS outlets "
        "FROM corroboration WHERE printed_by IN ('Lusitania Daily', 'Iberia Today') "
        "GROUP BY incident HAVING count(*) > 1"
    ).fetchall()
    assert rows
    assert all((row["origins"], row["told"]) == (2, 2) for row in rows)


def test_the_reprint_is_shown_with_what_it_cut(demo: sqlite3.Connection) -> None:
    [row] = demo.execute("SELECT * FROM reprints")
    assert (row["takes"], row["outlet"], row["original_outlet"]) == (
        *("copy", "Northgate Evening News", "The Adriatic Standard"),
    )
    assert row["whose"] == "Meridian News Agency"
    assert row["share"] == 1
    assert 0.8 < row["share_of_original"] < 0.95


def test_evidence_of_a_dependence_quotes_both_reports(demo: sqlite3.Connection) -> None:
    rows = demo.execute(
        "SELECT substr(r.text, 1 + json_extract(e.value, '$.span[0]'), "
        "json_extract(e.value, '$.span[1]') - json_extract(e.value, '$.span[0]')) AS words "
        "FROM dependences AS d, json_each(d.evidence) AS e "
        "JOIN reports AS r ON r.id = json_extract(e.value, '$.report') WHERE d.tie = 'copy'"
    ).fetchall()
    assert len(rows) >= 2
    assert len({row["words"].casefold().replace("\u2019", "'") for row in rows}) == 1


def test_every_report_of_an_incident_has_one_origin(demo: sqlite3.Connection) -> None:
    query = (
        "SELECT i.number, (SELECT count(*) FROM origins AS o WHERE o.incident = i.number), "
        "(SELECT count(DISTINCT e.report) FROM members AS m JOIN events AS e "
        "ON e.number = m.event WHERE m.incident = i.number) FROM incidents AS i"
    )
    assert all(origins == reports > 0 for _, origins, reports in demo.execute(query))


# --- rows written by hand ---


def page(report: Report, source: str | None = None) -> Coded:
    """Return a page with one event, which `source` tells of; None: the outlet itself does."""
    whole = Span(0, len(report.text))
    said = Attribution(
        id=content_id("attribution", report.id),
        sentence=whole,
        source=named(report.text, source) if source is not None else None,
        via=(),
        cue=whole,
        cue_lemma="say",
        content=(whole,),
        quoted="indirect",
        stance="asserts",
        certainty="certain",
        interest="none",
    )
    event = Event(
        id=content_id("event", report.id),
        sentence=whole,
        trigger=whole,
        type="ASSAULT",
        mode=None,
        contexts=(),
        cameo=None,
        goldstein=None,
        actors=(),
        recipients=(),
        instrument=None,
        place=None,
        time=None,
        factuality="actual",
        attribution=said.id if source else None,
        quantities=(),
    )
    return Coded(
        report=replace(report, raw=replace(report.raw, path=report.id)),
        attributions=(said,) if source else (),
        events=(event,),
        quantities=(),
        forecasts=(),
    )


def named(text: str, name: str) -> Party:
    """Return the organisation that `text` names."""
    start = text.index(name)
    return Party(
        span=Span(start, start + len(name)),
        text=name,
        name=name,
        kind="organisation",
        country=None,
        sectors=(),
        role=None,
    )


def tell(ledger: Ledger, pages: Sequence[Coded], *incidents: Sequence[int]) -> None:
    """Write pages, and incidents by hand: each of the events of some pages, by their position."""
    add_coded(ledger, begin_run(ledger, "1", {}), pages)
    with ledger.writing() as connection:
        connection.exec_driver_sql("DELETE FROM pending")
        for number, told in enumerate(incidents, 1):
            connection.exec_driver_sql(
                "INSERT INTO incidents (number, id, type, factuality, title, events, reports, "
                "outlets, origins, contested) "
                "VALUES (?, ?, 'ASSAULT', 'actual', '', 0, 0, 0, 0, 0)",
                (number, f"n{number}"),
            )
            for ordinal, position in enumerate(told):
                connection.exec_driver_sql(
                    "INSERT INTO members (incident, event, ordinal) "
                    "SELECT ?, number, ? FROM events WHERE id = ?",
                    (number, ordinal, pages[position].events[0].id),
                )
        reports = connection.exec_driver_sql("SELECT number FROM reports").scalars().all()
        update_copies(connection, reports)
        update_origins(connection, incidents_of(connection, reports))


Told = tuple[list[list[int]], list[tuple[str, str]]]


def lines(connection: Connection) -> Told:
    """Return how many reports each origin has, by incident, and the ties with their reasons."""
    rows = list(canonical_rows(connection))
    return (
        [[len(origin) for origin in row.origins] for row in rows if isinstance(row, OriginLine)],
        [(row.tie, row.reason) for row in rows if isinstance(row, DependenceLine)],
    )


def found(pages: Sequence[Coded], *incidents: Sequence[int]) -> Told:
    """Return what the rows say of incidents of these pages."""
    with in_memory() as ledger:
        tell(ledger, pages, *incidents)
        with ledger.reading() as connection:
            counts = connection.exec_driver_sql("SELECT origins FROM incidents ORDER BY number")
            origins, ties = lines(connection)
            assert counts.scalars().all() == [len(each) for each in origins]
            return origins, ties


def test_incidents_of_one_report_and_of_several() -> None:
    pages = [page(printed(WIRE, "Harbour Post")), page(printed(LOCAL, "Upland Courier"))]
    assert found(pages, [0], [1]) == ([[1], [1]], [])
    assert found(pages, [0, 1]) == ([[1, 1]], [])


def test_sources_of_the_incident_alone_count() -> None:
    one, other = "Two died, the Karhu council said.", "The toll is two: Karhu council."
    pages = [
        page(printed(one, "Harbour Post"), "Karhu council"),
        page(printed(other, "Upland Courier"), "Karhu council"),
        page(printed(f"{other} It rained.", "Vale Gazette")),
    ]
    reason = "rests on Karhu council alone, whom the other cites too"
    assert found(pages, [0, 1]) == ([[2]], [("source", reason)] * 2)
    assert found(pages, [0, 2]) == ([[1, 1]], [])


def test_a_part_that_another_of_the_group_takes_over_ties_too() -> None:
    longer = f"{WIRE} {LOCAL[::-1]}"
    pages = [
        page(printed(longer, "Harbour Post", None, "2024-03-05")),
        page(printed(f"{longer} More.", "Vale Gazette", None, "2024-03-06")),
        page(printed(f"{FIRST}\n\n{SECOND}\n\n{LOCAL}", "Upland Courier", None, "2024-03-07")),
    ]
    for told in ([0, 2], [1, 2]):
        origins, [(tie, reason)] = found(pages, told)
        assert origins == [[2]]
        assert tie == "partial"
        assert "takes over a part" in reason


def test_an_incident_of_hundreds_of_copies_is_one_origin() -> None:
    pages = [page(printed(f"{WIRE} Edition {n}.", f"Post {n}")) for n in range(150)]
    origins, ties = found(pages, range(150))
    assert origins == [[150]]
    assert len(ties) == 149


def test_what_was_there_is_replaced() -> None:
    pages = [page(printed(WIRE, "Harbour Post")), page(printed(WIRE, "Vale Gazette"))]
    with in_memory() as ledger:
        tell(ledger, pages, [0, 1])
        with ledger.writing() as connection:
            before = lines(connection)
            update_origins(connection, [1])
            assert lines(connection) == before
            connection.exec_driver_sql("DELETE FROM members WHERE ordinal = 1")
            update_origins(connection, [1])
            assert lines(connection) == ([[1]], [])


# --- as everything is derived ---


def test_batches_leave_no_trace() -> None:
    texts = [WIRE, f"{WIRE} Late.", f"{FIRST}\n\n{SECOND}", LOCAL, f"{LOCAL} {THIRD}"]
    outlets = ["Harbour Post", "Reuters", "Vale Gazette", "Upland Courier", "Harbour Post"]
    pages = [
        page(replace(report_of(text, "2024-03-05"), id=content_id("report", text), outlet=outlet))
        for text, outlet in zip(texts, outlets, strict=True)
    ]
    kept = []
    for batches in ([pages], [[one] for one in pages], [[one] for one in reversed(pages)]):
        with in_memory() as ledger:
            for some in batches:
                add_coded(ledger, begin_run(ledger, "1", {}), some)
                update_derived(ledger)
            with ledger.reading() as connection:
                kept.append(list(canonical_rows(connection)))
    assert kept[0] == kept[1] == kept[2]
