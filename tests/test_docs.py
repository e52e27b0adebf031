"""The papers say what is so: README commands run, its example comes out, links lead somewhere."""

import re
import shlex
import textwrap
from pathlib import Path

import msgspec
import pytest

from sayso import __version__, cli
from sayso.clean import Given
from sayso.cli.given import spread_given
from sayso.ingest import page_of
from sayso.pipeline import code_pages
from sayso.records import Attribution, Coded, Event, Party, Quantity

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAPERS = [
    *ROOT.glob("*.md"),
    *(ROOT / "docs").rglob("*.md"),
]
EXAMPLE = re.search(r"^> (.+)$", README, re.MULTILINE)
PUBLISHED = "2026-04-15"


def blocks(markdown: str) -> list[str]:
    """Return the indented code blocks of `markdown`, their indent off."""
    found = re.findall(r"(?:^ {4}.*\n)+", markdown, re.MULTILINE)
    return [textwrap.dedent(block) for block in found]


def sayso_commands(markdown: str) -> list[list[str]]:
    """Return the arguments of each `sayso` call, what a shell would do with its output off."""
    calls = []
    for line in "".join(blocks(markdown)).splitlines():
        words = shlex.split(line, comments=True)
        if "sayso" not in words:
            continue
        call = words[words.index("sayso") + 1 :]
        calls.append(call[: call.index(">")] if ">" in call else call)
    return calls


def named(parties: tuple[Party, ...]) -> str:
    return ", ".join(party.name for party in parties)


def row_of(record: Attribution | Event | Quantity, text: str) -> str:
    """Return a record as the README shows it."""
    if isinstance(record, Attribution):
        assert record.source is not None
        codes = ", ".join(filter(None, [record.source.country, *record.source.sectors]))
        says = f"{record.source.name} ({codes}) {record.stance}"
        return f"| attribution | {says} | “{record.cue.quote(text)}” |"
    if isinstance(record, Event):
        where = f", at {record.place.name}" if record.place else ""
        when = f", {record.time.start}" if record.time else ""
        act = f"{record.type} {record.mode or ''}".strip()
        told = f"{act}: {named(record.actors)} → {named(record.recipients)}{where}{when}"
        return f"| event | {told} | “{record.trigger.quote(text)}” |"
    low = "" if record.low is None else f"{record.low} or more"
    return f"| quantity | {low} {record.item}, {record.measure} | “{record.text}” |"


def example() -> Coded:
    """Return what the README's sentence is coded to."""
    assert EXAMPLE is not None
    page = page_of(EXAMPLE[1].encode(), None)
    [coded] = code_pages([page], Given(published=PUBLISHED, outlet="Harbour Post"))
    assert isinstance(coded, Coded)
    return coded


def test_the_example_comes_out_as_the_readme_shows_it() -> None:
    coded = example()
    claimed: tuple[Event | Quantity, ...] = (*coded.events, *coded.quantities)
    rows = [row_of(record, coded.report.text) for record in (*coded.attributions, *claimed)]
    shown = re.findall(r"^\| (?:attribution|event|quantity) \|.*$", README, re.MULTILINE)
    assert rows == shown
    [said] = coded.attributions
    assert {record.attribution for record in claimed} == {said.id}


@pytest.mark.parametrize("words", sayso_commands(README), ids=" ".join)
def test_readme_commands_are_understood(words: list[str]) -> None:
    command, _, unused, _ = cli.app.parse_known_args(spread_given(words))
    known = ("code", "demo", "export", "fetch", "figures", "incidents", "run", "schema", "trace")
    assert command.__name__ in (*known, "verify", "why")
    assert unused == []


def test_readme_names_make_targets_that_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^    make (\w+)", README, re.MULTILINE)
    assert targets == ["demo", "test"]
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in targets)


def test_readme_python_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    [program] = [block for block in blocks(README) if block.startswith("import")]
    monkeypatch.chdir(tmp_path)
    assert EXAMPLE is not None
    Path("page.html").write_text(f"<p>{EXAMPLE[1]}</p>", encoding="utf-8")
    exec(compile(program, "README.md", "exec"), {"print": lambda *_: None})


def test_readme_is_two_screens() -> None:
    assert len(README.splitlines()) <= 100
    assert max(map(len, README.splitlines())) <= 110


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: str(paper.relative_to(ROOT)))
def test_links_lead_somewhere(paper: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)", paper.read_text(encoding="utf-8")):
        assert target.startswith("https://") or (paper.parent / target).exists(), target


def test_decisions_are_listed_and_dated() -> None:
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text(encoding="utf-8")
    for note in folder.glob("0*.md"):
        assert note.name in index
        assert re.search(r"^\d{4}-\d\d-\d\d · ", note.read_text(encoding="utf-8"), re.MULTILINE)


def test_the_citation_has_this_version() -> None:
    assert f"version: {__version__}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")


def test_the_schema_describes_what_is_printed() -> None:
    assert msgspec.json.decode(msgspec.json.encode(example()), type=Coded) == example()
