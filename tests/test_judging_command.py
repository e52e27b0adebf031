"""`sayso merge`, `split`, `unsure`, `undo`, `judgements`: what a person reads, and exit codes."""

import json
from pathlib import Path

import pytest

from sayso.cli import main
from sayso.ledger import add_coded, begin_run, open_ledger
from sayso.ledger.derived import update_derived
from sayso.ledger.derived.incidents import incident_id
from test_incidents_rows import ELSEWHERE, FIRST, SECOND

Capture = pytest.CaptureFixture[str]

BLAST, STRIKE = incident_id(FIRST.events[0].id), incident_id(ELSEWHERE.events[0].id)


@pytest.fixture
def ledger(tmp_path: Path) -> str:
    """Return a ledger of three reports."""
    path = tmp_path / "news.db"
    with open_ledger(path, create=True) as store:
        add_coded(store, begin_run(store, "1", {}), (FIRST, SECOND, ELSEWHERE))
        update_derived(store)
    return str(path)


def judgement_in(ledger: str, capsys: Capture) -> dict[str, object]:
    capsys.readouterr()
    assert main(["judgements", ledger]) == 0
    found: dict[str, object] = json.loads(capsys.readouterr().out.splitlines()[-1])
    return found


def test_merge_tells_what_became_of_it(ledger: str, capsys: Capture) -> None:
    assert main(["merge", ledger, BLAST, STRIKE, "--who", "me", "--note", "one night"]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    first, last = err.splitlines()
    assert first.startswith(
        f"sayso: {BLAST} and {STRIKE} are one incident now: 5 events in 3 reports, “Fighters of"
    )
    assert last.startswith("sayso: take it back with: sayso undo LEDGER j")
    found = judgement_in(ledger, capsys)
    assert (found["verdict"], found["who"], found["note"]) == ("same", "me", "one night")


def test_split_and_undo_tell_what_became_of_it(ledger: str, capsys: Capture) -> None:
    event = SECOND.events[0].id
    assert main(["split", ledger, BLAST, event, "--who", "me"]) == 0
    err = capsys.readouterr().err
    assert f"1 event of {BLAST} judged to be of another incident" in err
    assert err.count(" events in ") + err.count(" event in ") == 2
    id_ = str(judgement_in(ledger, capsys)["id"])
    assert main(["undo", ledger, id_, "--who", "you"]) == 0
    assert f"the judgement {id_} is taken back." in capsys.readouterr().err
    assert judgement_in(ledger, capsys)["undone_by"] == "you"


def test_unsure_changes_nothing(ledger: str, capsys: Capture) -> None:
    assert main(["unsure", ledger, BLAST, STRIKE, "--who", "me"]) == 0
    assert "written down as unsure; nothing is changed" in capsys.readouterr().err


def test_judgements_are_a_table_for_people(ledger: str, capsys: Capture) -> None:
    assert main(["judgements", ledger, "--format", "table"]) == 0
    assert "nobody judged anything" in capsys.readouterr().err
    main(["merge", ledger, BLAST, STRIKE, "--who", "[red]me\x1b[31m"])
    capsys.readouterr()
    assert main(["judgements", ledger, "--format", "table"]) == 0
    out = capsys.readouterr().out
    assert "[red]me" in out
    assert "\x1b" not in out


@pytest.mark.parametrize(
    ("argv", "status", "says"),
    [
        (["merge", "{ledger}", BLAST, STRIKE], 2, "--who"),
        (["merge", "{ledger}", BLAST, "--who", "me"], 4, "name two incidents or events"),
        (["merge", "{ledger}", BLAST, "n00", "--who", "me"], 4, "holds no incident n00"),
        (["split", "{ledger}", BLAST, "e00", "--who", "me"], 4, "holds no event e00"),
        (["undo", "{ledger}", "j00", "--who", "me"], 4, "holds no judgement j00"),
        (["merge", "nothing.db", BLAST, STRIKE, "--who", "me"], 4, "nothing.db is not there"),
    ],
)
def test_what_is_wrong_is_told_in_one_sentence(
    ledger: str, capsys: Capture, argv: list[str], status: int, says: str
) -> None:
    assert main([part.format(ledger=ledger) for part in argv]) == status
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 1
    assert says in err


def test_an_event_that_is_not_there_yet_is_told(ledger: str, capsys: Capture) -> None:
    assert main(["merge", ledger, BLAST, "e0123456789abcdef", "--who", "me"]) == 0
    err = capsys.readouterr().err
    assert "does not hold e0123456789abcdef yet; the judgement holds once it does" in err
