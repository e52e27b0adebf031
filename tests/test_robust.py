"""Broken inputs of every format: reports, links and issues come out, and nothing else happens."""

import random
import tracemalloc
from pathlib import Path

import pytest
from bench.robust.cuts import (
    Archive,
    Tally,
    archives,
    check_good,
    cuts,
    listed,
    meet,
    wrong_lengths,
)
from bench.robust.guard import Guard
from bench.robust.reading import BrokenPromiseError, Reading, check_issue, read_input
from bench.robust.stream import KINDS, read_made

import mutations
from mutations import Mutant, mutant
from payloads import PAYLOADS, Bait
from sayso.records import Issue
from watchdog import must_end

SEED = 1
COUNT = 2_000
SHARDS = 20
SMALL = 2_000  # full size of a payload here; the bench takes fifty times as much
EACH = 20.0  # seconds of processor time for one input: a guard against a hang
SOME = 25  # cuts of one WARC file
LENGTHS = (8_000_000, 32_000_000)  # bytes of a file that is made while it is read


@pytest.fixture(scope="module")
def guard() -> Guard:
    return Guard()


def check(made: Mutant, path: Path, guard: Guard) -> Reading:
    """Read a mutant; assert that it opened nothing and gave away no secret."""
    path.write_bytes(made.data)
    guard.start(str(path.parent))
    try:
        with must_end(EACH):
            reading = read_input(str(path))
    finally:
        opened = guard.stop()
    assert not opened
    assert guard.bait.secret not in repr((reading.reports, reading.issues, reading.set_aside))
    return reading


@pytest.mark.parametrize("shard", range(SHARDS))
def test_mutants_end_in_reports_and_issues(shard: int, tmp_path: Path, guard: Guard) -> None:
    for index in range(shard, COUNT, SHARDS):
        made = mutant(SEED, index, guard.bait, SMALL)
        try:
            check(made, tmp_path / "input", guard)
        except Exception as fault:
            fault.add_note(f"mutant {index} of seed {SEED}, size {SMALL}: {made.name}")
            raise


def test_a_mutant_is_told_by_its_number() -> None:
    for index in (0, len(PAYLOADS), len(PAYLOADS) + 77):
        assert mutant(3, index, Bait(), SMALL) == mutant(3, index, Bait(), SMALL)
    assert mutant(3, 5_000, Bait(), SMALL) != mutant(4, 5_000, Bait(), SMALL)


def test_operators_change_what_they_get() -> None:
    rng = random.Random(SEED)
    for name, data in mutations.seeds().items():
        assert data, name
        assert any(mutations.change(rng, data) != data for _ in range(5)), name


def test_the_guard_sees_what_is_opened(tmp_path: Path, guard: Guard) -> None:
    guard.start(str(tmp_path))
    Path(guard.bait.path).read_text("utf-8")
    (tmp_path / "mine").write_text("x")
    assert [opened.startswith("open ") for opened in guard.stop()] == [True]


def test_an_issue_names_its_input() -> None:
    issue = Issue(input="a.warc!2", stage="read", error="InputError", message="cut off")
    check_issue(issue, "a.warc")
    with pytest.raises(BrokenPromiseError):
        check_issue(issue, "b.warc")


@pytest.mark.parametrize("archive", list(archives(6)), ids=lambda archive: archive.name)
def test_damage_to_a_warc_is_told(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / archive.name
    assert check_good(archive, path)
    cut_files = list(cuts(archive, SOME))
    for damage in (*cut_files, *listed(archive, cut_files), *wrong_lengths(archive)):
        assert not meet(archive, damage, path, Tally()), damage.kind


@pytest.mark.parametrize("kind", KINDS)
def test_a_long_file_takes_no_more_memory_than_a_short_one(kind: str) -> None:
    peaks = []
    for size in LENGTHS:
        tracemalloc.start()
        try:
            pages, _, _ = read_made(kind, size)
            peaks.append(tracemalloc.get_traced_memory()[1])
        finally:
            tracemalloc.stop()
        assert pages
    assert peaks[1] < 1.2 * peaks[0]
