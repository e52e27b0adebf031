"""Pages against the text of their reports, checkpoints as files, and the two commands."""

from hashlib import sha256
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

import formats
import sayso.pipeline
from plain_coding import code_plainly
from sayso.cli import main
from sayso.demo import demo_pages
from sayso.errors import StoreError
from sayso.ledger.verify import Verification, checkpoint_lines, read_checkpoint
from sayso.ledger.verify.checkpoints import parse_checkpoint
from sayso.records import Coded, Run
from sealed import change, found, page, page_bytes, rightly_named, seal, write
from wrappings import all_wrappings

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder that the command runs in, with a ledger and its pages."""
    monkeypatch.chdir(tmp_path)
    Path("pages").mkdir()
    for number in range(3):
        Path(f"pages/{number}.txt").write_bytes(page_bytes(number))
    write(Path("news.db"), [page(number) for number in range(3)])
    return tmp_path


# --- text against bytes ---


def test_pages_are_read_again_where_they_lie(
    here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    verification = Verification(Path("news.db"))
    assert list(verification) == []
    assert (verification.checked.pages, verification.checked.gone) == (3, 0)
    Path("pages/1.txt").write_bytes(b"Something else stands here by now.")
    Path("pages/2.txt").unlink()
    assert list(verification) == []
    assert (verification.checked.pages, verification.checked.gone) == (1, 2)
    monkeypatch.chdir("/")
    verification = Verification(here / "news.db", folder=here)
    assert list(verification) == []
    assert verification.checked.pages == 1


def with_text(coded: Coded, old: str, new: str) -> Coded:
    """Return `coded` as if its page had said something else, in as many letters."""
    line = msgspec.json.encode(coded).decode().replace(old, new)
    return rightly_named(msgspec.json.decode(line, type=Coded))


def test_a_text_that_its_page_does_not_hold_is_found(here: Path) -> None:
    """With all ids, digests and quotes as they would be, had the page said so."""
    forged = with_text(page(0), "at least 60 rebels", "at least 10 rebels")
    write(Path("forged.db"), [forged, page(1)])
    assert found(Path("forged.db")) == []
    [finding] = Verification(Path("forged.db"))
    assert finding.message == (
        f"report {forged.report.id} does not stand in the bytes of pages/0.txt: it has another "
        "text, cleaned anew"
    )


def test_a_map_that_leads_astray_is_found(here: Path) -> None:
    one = page(0)
    size = len(one.report.text)
    raw = replace(one.report.raw, bytes=size + 1, map=(Run(0, size, 1, size + 1),))
    write(Path("astray.db"), [replace(one, report=replace(one.report, raw=raw))])
    [finding] = Verification(Path("astray.db"))
    assert "stands elsewhere in them than its map says" in finding.message


def test_what_another_sayso_read_otherwise_is_counted(here: Path) -> None:
    write(Path("old.db"), [with_text(page(0), "at least 60 rebels", "at least 10 rebels")])
    change(Path("old.db"), "UPDATE runs SET version = '0.0.1'")
    verification = Verification(Path("old.db"))
    assert list(verification) == []
    assert verification.checked.unlike == 1


def test_a_ledger_that_names_a_pipe_is_not_waited_for(here: Path) -> None:
    change(Path("news.db"), "UPDATE inputs SET path = '/dev/zero'")
    assert all("its id is not that of" in each for each in found(Path("news.db")))
    verification = Verification(Path("news.db"))
    assert all(finding.about == "entry" for finding in verification)
    assert verification.checked.gone == 3


def test_pages_are_found_again_in_every_format(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In feeds, mails, archives; under their escapes, codings and compressions."""
    monkeypatch.setattr(sayso.pipeline, "code_pages", code_plainly)
    Path("files").mkdir()
    for number, wrapping in enumerate(all_wrappings()):
        Path(f"files/{number:03}").write_bytes(wrapping.build(formats.QUAY))
    assert main(["run", "files", "--ledger", "all.db"]) == 0
    verification = Verification(Path("all.db"))
    assert [each for each in verification if each.about == "page"] == []
    assert verification.checked.pages == verification.checked.entries > len(all_wrappings()) - 5
    assert (verification.checked.gone, verification.checked.unlike) == (0, 0)


# --- the demo's pages, and what is derived from them ---


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the ledger of the demo's pages; it is not to be changed."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    assert main(["run", *demo_pages(), "--ledger", str(path)]) == 0
    assert main(["checkpoint", str(path), "--to", f"{path}.checkpoint"]) == 0
    return path


def test_the_ledger_of_the_demo_has_no_fault(demo: Path, capsys: Capture) -> None:
    assert main(["verify", str(demo), "--against", f"{demo}.checkpoint", "--derived"]) == 0
    [line] = capsys.readouterr().out.splitlines()
    assert line.startswith(f"{demo}: 18 reports, 1,")
    assert line.endswith("0 unsupported; 18 inputs, 0 judgements, 18 pages read again.")


@pytest.mark.parametrize(
    ("done", "told"),
    [
        ("UPDATE incidents SET title = 'x'", "has another title than the sentence of its first"),
        ("UPDATE incidents SET events = events + 1", "has not as many events as it says"),
        ("DELETE FROM members WHERE ordinal = 1", "has not as many events as it says"),
        ("UPDATE contradictions SET one_text = 'x'", "contradictions does not quote its report"),
        ("UPDATE contradictions SET other = 'a0'", "names a record that is not there"),
        ("UPDATE copies SET passages = '[]', changes = '[{'", "the list of copies cannot be read"),
        (
            "UPDATE copies SET passages = "
            """'[{"original":[0,9],"copy":[3,20],"words":2,"moved":false}]'""",
            "of copies: the two reports do not have the same words",
        ),
        (
            """UPDATE dependences SET evidence = '[{"report":"r0","span":[0,9]}]'""",
            "of dependences names words that are not there",
        ),
    ],
)
def test_what_derived_rows_say_is_looked_for(
    demo: Path, tmp_path: Path, done: str, told: str
) -> None:
    changed = tmp_path / "news.db"
    changed.write_bytes(demo.read_bytes())
    change(changed, done)
    assert any(told in each for each in found(changed))


# --- checkpoints ---


def test_a_checkpoint_is_the_file_that_it_names(here: Path) -> None:
    checkpoint, data = seal(Path("news.db"), "before the move"), Path("news.db").read_bytes()
    assert checkpoint.file == (len(data), sha256(data).hexdigest())
    assert checkpoint.note == "before the move"
    again = seal(Path("news.db"))
    assert (again.root, again.entries) == (checkpoint.root, checkpoint.entries)
    assert found(Path("news.db"), checkpoint) == []  # the second one was added to it since


def test_the_head_is_that_of_a_transparency_log(here: Path) -> None:
    origin, size, root, *_ = checkpoint_lines(seal(Path("news.db")))
    assert (origin, size, len(root)) == ("sayso ledger checkpoint 1", "3", 44)


@pytest.mark.parametrize("lines", [0, 1, 2, 3, 5, 8, 10, 11])
def test_a_checkpoint_that_was_cut_is_refused(here: Path, lines: int) -> None:
    Path("whole").write_text("\n".join((*checkpoint_lines(seal(Path("news.db"))), "")))
    kept = Path("whole").read_text().splitlines(keepends=True)[:lines]
    Path("cut").write_text("".join(kept))
    with pytest.raises(StoreError, match=r"cut is no whole checkpoint .*; name a file that"):
        read_checkpoint(Path("cut"))


@given(st.text(max_size=300))
def test_no_text_crashes_the_reader_of_checkpoints(text: str) -> None:
    for told in (text, f"sayso ledger checkpoint 1\n{text}", "\n\n" * 50_000):
        with pytest.raises((ValueError, LookupError, TypeError)):
            parse_checkpoint(told)


def test_a_checkpoint_whose_hash_was_changed_is_refused(here: Path) -> None:
    lines = list(checkpoint_lines(seal(Path("news.db"))))
    place = lines.index("") + 1
    lines[place], lines[place + 1] = lines[place + 1], lines[place]
    Path("changed").write_text("\n".join((*lines, "")))
    with pytest.raises(StoreError, match="its head does not fit what follows"):
        read_checkpoint(Path("changed"))


# --- the commands ---


def test_verify_tells_the_first_faults_and_counts_the_rest(here: Path, capsys: Capture) -> None:
    assert main(["checkpoint", "news.db", "--to", "c"]) == 0
    assert main(["verify", "news.db", "--against", "c"]) == 0
    told = capsys.readouterr()
    assert told.out == (
        "news.db: 3 reports, 54 quotes, 0 unsupported; 3 inputs, 0 judgements, "
        "3 pages read again.\n"
    )
    assert told.err.startswith("sayso: c: 3 inputs and 0 judgements, in a file of ")
    change(
        Path("news.db"), "UPDATE contents SET text = 'x\x1b[2J'", "UPDATE parties SET text = ''"
    )
    assert main(["verify", "news.db", "--against", "c"]) == 4
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 20 + 2
    assert lines[0].startswith("news.db: its bytes are not those of the checkpoint of ")
    assert lines[-2] == "news.db: 5 more faults."
    assert "24 unsupported" in lines[-1]
    assert all(line.isprintable() for line in lines)


def test_a_checkpoint_is_never_overwritten(here: Path, capsys: Capture) -> None:
    assert main(["checkpoint", "news.db"]) == 0
    assert capsys.readouterr().out.startswith("sayso ledger checkpoint 1\n3\n")
    Path("c").write_text("kept")
    assert main(["checkpoint", "news.db", "--to", "c"]) == 2
    assert "is there already" in capsys.readouterr().err
    assert Path("c").read_text() == "kept"
    assert main(["checkpoint", "news.db", "--to", "nowhere/c"]) == 2
    assert main(["checkpoint", "other.db"]) == 4
    assert main(["verify", "news.db", "--against", "c"]) == 4
    assert "is no whole checkpoint (its first line is another's)" in capsys.readouterr().err
