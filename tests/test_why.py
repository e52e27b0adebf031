"""`sayso why`: what a record stands on, what belongs to it, what speaks against it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from asked import add_rows, fill, ledger_of, number_of, pages
from sayso import cli
from sayso.errors import QueryError
from sayso.ledger import Ledger, open_ledger
from sayso.ledger.query import Why, explain

PAGES = pages(4)
FIRST, SECOND = PAGES[0], PAGES[1]
TEXT = FIRST.report.text


@pytest.fixture(scope="module")
def ledger() -> Iterator[Ledger]:
    """Give a ledger in which two pages tell of one incident, with rival numbers."""
    with ledger_of(PAGES) as held:
        reports = [number_of(held, "reports", coded.report.id) for coded in PAGES]
        events = [number_of(held, "events", coded.events[0].id) for coded in PAGES]
        counted = [number_of(held, "quantities", coded.quantities[0].id) for coded in PAGES]
        told = {"id": "n1", "type": "ASSAULT", "title": "It had killed rebels."}
        add_rows(held, "incidents", {**told, "reports": 2, "outlets": 2, "origins": 1})
        incident = number_of(held, "incidents", "n1")
        for ordinal in range(2):
            add_rows(
                held,
                "members",
                {"incident": incident, "event": events[ordinal], "ordinal": ordinal},
            )
            add_rows(
                held, "origins", {"incident": incident, "report": reports[ordinal], "ordinal": 0}
            )
        link = {"one": events[0], "other": events[1], "score": 0.9, "features": "[]"}
        add_rows(held, "links", {**link, "reason": "same act, same town"})
        tie = {"incident": incident, "report": reports[0], "other": reports[1], "evidence": "[]"}
        add_rows(held, "dependences", {**tie, "tie": "agency", "reason": "both print Meridian"})
        add_rows(held, "series", {"id": "s1", "incident": incident, "measure": "kill", "low": 60})
        for ordinal in range(2):
            figure = {"series": number_of(held, "series", "s1"), "quantity": counted[ordinal]}
            relation = "rival" if ordinal else "first"
            reason = "another source gave it"
            add_rows(
                held,
                "series_figures",
                {**figure, "ordinal": ordinal, "relation": relation, "reason": reason},
            )
        against = {
            "id": "c1",
            "incident": incident,
            "kind": "figures",
            "one_report": reports[0],
            "one": FIRST.quantities[0].id,
            "one_end": 5,
            "one_text": "60",
            "other_report": reports[1],
            "other": SECOND.quantities[0].id,
            "other_end": 5,
            "other_text": "40",
            "reason": "60 and 40 cannot both be",
        }
        add_rows(held, "contradictions", against)
        foretold = number_of(held, "forecasts", FIRST.forecasts[0].id)
        settled = {"forecast": foretold, "outcome": "borne_out", "reason": "3,900 came"}
        add_rows(held, "outcomes", settled)
        yield held


def fields(why: Why) -> dict[str, tuple[str | None, str | None]]:
    return {
        ground.field: (ground.value, ground.quote.text if ground.quote else None)
        for ground in why.grounds
    }


def test_every_ground_quotes_the_page(ledger: Ledger) -> None:
    groups = (FIRST.events, FIRST.quantities, FIRST.attributions, FIRST.forecasts)
    for id_ in (record.id for group in groups for record in group):
        why = explain(ledger, id_)
        assert why.grounds
        for ground in why.grounds:
            if ground.quote is not None:
                assert ground.quote.span.quote(TEXT) == ground.quote.text
                assert f"{ground.before}{ground.quote.text}{ground.after}" in TEXT
            assert ground.reason


def test_an_event(ledger: Ledger) -> None:
    why = explain(ledger, FIRST.events[0].id)
    told = fields(why)
    assert told["type"] == ("ASSAULT armed", "killed")
    assert told["actor"] == ("Sudanese army", "The army")
    assert told["place"] == ("Kurmuk", "Kurmuk")
    assert told["time"] == ("2026-04-12/2026-04-13", "Sunday")
    assert told["source"] == ("Sudanese army", "The army")
    reasons = {ground.field: ground.reason for ground in why.grounds}
    assert reasons["type"] == "“killed” names the act; CAMEO 190, Goldstein -10"
    assert "GeoNames 371827" in reasons["place"]
    assert "60 or more" in reasons["quantity"]
    assert why.told is not None
    assert (why.told.incident, why.told.outlets, why.told.origins) == ("n1", 2, 1)
    assert [link.reason for link in why.links] == ["same act, same town"]


def test_a_number_and_its_rivals(ledger: Ledger) -> None:
    why = explain(ledger, FIRST.quantities[0].id)
    assert fields(why)["number"][1] == "at least 60 rebels"
    [series] = why.series
    assert [row.standing.relation for row in series if row.standing] == ["first", "rival"]
    [pair] = why.against
    assert (pair.one_quote.text, pair.other_quote.text) == ("60", "40")
    assert pair.reason == "60 and 40 cannot both be"


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "is 60 or more: an exact"), (1, "is 4,000 or fewer: an exact")],
)
def test_bounds_are_told_in_words(ledger: Ledger, number: int, words: str) -> None:
    why = explain(ledger, FIRST.quantities[number].id)
    assert words in why.grounds[0].reason


def test_a_forecast(ledger: Ledger) -> None:
    why = explain(ledger, FIRST.forecasts[0].id)
    assert (why.outcome, why.outcome_reason) == ("borne_out", "3,900 came")
    assert fields(why)["expects"][0] == "SDN person … to 4,000"
    assert explain(ledger, SECOND.forecasts[0].id).outcome == "open"


def test_a_statement(ledger: Ledger) -> None:
    told = fields(explain(ledger, FIRST.attributions[1].id))
    assert told["stance"] == ("denies", "denied")
    assert told["via"] == ("state radio", "state radio")
    assert told["said"] == (None, "soldiers may have fled")


def test_a_report_and_its_bytes(ledger: Ledger) -> None:
    why = explain(ledger, FIRST.report.id)
    assert fields(why)["outlet"] == ("Horn Dispatch", None)
    [source] = why.sources
    assert source.sha256 == FIRST.report.raw.sha256


def test_an_incident(ledger: Ledger) -> None:
    why = explain(ledger, "n1")
    assert [member.event for member in why.members] == [FIRST.events[0].id, SECOND.events[0].id]
    assert [[told.id for told in together] for together in why.origins] == [
        [FIRST.report.id, SECOND.report.id]
    ]
    assert [tie.reason for tie in why.ties] == ["both print Meridian"]
    assert len(why.series[0]) == 2
    assert len(why.against) == 1


def test_the_outlet_itself(ledger: Ledger) -> None:
    why = explain(ledger, FIRST.quantities[0].id)
    assert all(ground.field != "source" or ground.value for ground in why.grounds)


# --- ids ----------------------------------------------------------------------------------------


def test_the_start_of_an_id_will_do(ledger: Ledger) -> None:
    whole = SECOND.events[0].id
    assert explain(ledger, whole[:9]).id == whole
    assert explain(ledger, f" {whole} ").id == whole


@pytest.mark.parametrize(
    ("id_", "says"),
    [
        ("", "an id is needed"),
        ("e", "several ids begin with 'e'"),
        ("zzz", "has no 'zzz'; sayso events prints"),
        ("e\U0010ffff", "is no id"),
        ("e\udcff", "is no id"),
        ("%", "has no"),
        ("e" * 10_000, "is no id"),
    ],
)
def test_an_id_that_is_none(ledger: Ledger, id_: str, says: str) -> None:
    with pytest.raises(QueryError, match=says):
        explain(ledger, id_)


def test_near_ids_are_named(ledger: Ledger) -> None:
    whole = SECOND.events[0].id
    with pytest.raises(QueryError, match=f"near it are {whole}"):
        explain(ledger, f"{whole[:8]}zz")


# --- the command --------------------------------------------------------------------------------


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "news.db"
    with open_ledger(path, create=True) as ledger:
        fill(ledger, PAGES)
    id_ = SECOND.events[0].id
    assert cli.main(["why", str(path), id_[:8]]) == 0
    assert json.loads(capsys.readouterr().out)["id"] == id_
    assert cli.main(["why", str(path), id_, "--format", "table"]) == 0
    words = " ".join(capsys.readouterr().out.split())
    for shown in ("“killed” names the act", "at least 60 rebels", "the source states it"):
        assert shown in words
    assert cli.main(["why", str(path), "zzz"]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)


def test_every_kind_has_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "news.db"
    with open_ledger(path, create=True) as ledger:
        fill(ledger, PAGES[:1])
    for record in (FIRST.report, FIRST.quantities[0], FIRST.forecasts[0], FIRST.attributions[0]):
        assert cli.main(["why", str(path), record.id, "--format", "table"]) == 0
        assert record.id in capsys.readouterr().out
