"""Command line of the quality bench.

python -m bench.quality TASK CORPUS.jsonl.gz --out pred.jsonl
python -m bench.quality facts FOLDER --out CODED_FOLDER
python -m bench.quality all --data DIR
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.quality.adapters.facts import code_sheets
from bench.quality.coding import Workspace
from bench.quality.corpus import read_documents
from bench.quality.floors import floor_of, load_floors
from bench.quality.scoring import (
    Scores,
    figures,
    print_of,
    run_scorer,
    write_gold,
    write_predictions,
)
from bench.quality.tasks import RUNS, TASKS, Task

FACTS = "facts"
EXTRA = "  extra "  # how the check starts a line on a record that no fact asks for
FACT_METRICS = ("facts_found", "facts_strict", "attributes", "precision", "report", "text")
SHEET_FOLDERS = ("exam", "seed")  # beside the data folder
HELD, BROKEN, USAGE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asks for."""

    limit: int | None
    bootstrap: int
    out: Path | None


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return 0, 1 where a floor or a span breaks, 2 for bad usage."""
    parser = argparse.ArgumentParser(prog="bench.quality", description=__doc__)
    parser.add_argument("task", choices=[*TASKS, FACTS, "all"])
    parser.add_argument("corpus", nargs="?", type=Path, help="corpus file; facts: a folder")
    parser.add_argument("--data", type=Path, help="folder of corpus folders, for all")
    parser.add_argument("--out", type=Path, help="where the predictions go")
    parser.add_argument("--limit", type=int, help="first documents of each corpus only")
    parser.add_argument("--bootstrap", type=int, default=1, help="resamples (default 1)")
    given = parser.parse_args(argv)
    options = Options(given.limit, given.bootstrap, given.out)
    if given.task == "all":
        return run_all(given.data, options) if given.data else parser.error("all needs --data")
    if given.corpus is None:
        parser.error(f"{given.task} needs a corpus")
    return run_one(given.task, given.corpus, options)


def run_one(name: str, corpus: Path, options: Options) -> int:
    """Run one task on one corpus and print all its scores; return the exit code."""
    workspace = Workspace()
    if name == FACTS:
        scores = score_facts(corpus, options.out, workspace)
    else:
        scores = score_task(TASKS[name], corpus, workspace, options)
    for metric, value in scores.items():
        print(f"{metric:28s} {shown(value)}")
    return tell_spans(workspace)


def score_task(
    task: Task,
    corpus: Path,
    workspace: Workspace,
    options: Options,
    flags: Sequence[str] = (),
) -> Scores:
    """Predict one task on one corpus file and return the figures of its scorer.

    Raises `OSError` where the corpus cannot be read, `ScorerError` where the scorer fails.
    """
    documents = read_documents(corpus, options.limit)
    if task.on_text is not None:
        found = task.on_text(workspace.items(documents))
    elif task.on_file is not None:
        found = task.on_file(documents, corpus.parent)
    with tempfile.TemporaryDirectory() as folder:
        gold = Path(folder) / "gold.jsonl"
        predicted = options.out or Path(folder) / "pred.jsonl"
        write_gold(gold, corpus, options.limit)
        write_predictions(predicted, found)
        extra = [*task.flags, *flags, "--bootstrap", str(options.bootstrap)]
        return figures(run_scorer(task.scorer, [gold, predicted, *extra]))


def score_facts(folder: Path, out: Path | None, workspace: Workspace) -> Scores:
    """Code the pages of a folder of fact sheets and return the figures of the check.

    Raises `ScorerError` where the check fails.
    """
    with tempfile.TemporaryDirectory() as temporary:
        coded = out or Path(temporary)
        coded.mkdir(parents=True, exist_ok=True)
        records = code_sheets(folder, coded, workspace)
        printed = print_of("check_facts", ["--list", folder, coded])
    lines = printed.split("\n")
    scores = figures(json.loads(lines[-1]))
    extras = sum(line.startswith(EXTRA) for line in lines)
    # The check counts forecasts among the matched records but not among the coded ones.
    return {**scores, "precision": 1 - extras / records if records else None, "extras": extras}


def run_all(data: Path, options: Options) -> int:
    """Run every corpus below `data`, print the table; return the exit code."""
    workspace, floors = Workspace(), load_floors()
    broken = 0
    print(f"{'run':30s} {'metric':20s} {'score':>8s} {'floor':>8s}")
    before = ""
    for run in RUNS:
        corpus = data / f"{run.corpus}.jsonl.gz"
        if not corpus.exists():
            print(f"{run.name:30s} not here: {run.corpus}.jsonl.gz")
            continue
        if texts_of(run.corpus) != texts_of(before):
            workspace.clear()
        before, task, started = run.corpus, TASKS[run.task], time.perf_counter()
        asked = Options(options.limit or run.limit, options.bootstrap, None)
        scores = score_task(task, corpus, workspace, asked, run.flags)
        chosen = {metric: scores[metric] for metric in task.metrics}
        broken += print_rows(run.name, chosen, floors)
        print(f"{run.name} took {time.perf_counter() - started:.0f} s", file=sys.stderr)
    for name in SHEET_FOLDERS:
        folder = data.parent / name
        if folder.is_dir():
            scores = score_facts(folder, None, workspace)
            chosen = {metric: scores[metric] for metric in FACT_METRICS}
            broken += print_rows(f"{FACTS}.{name}", chosen, floors)
    print(f"floors broken: {broken}")
    return max(tell_spans(workspace), BROKEN if broken else HELD)


def texts_of(corpus: str) -> str:
    """Return what runs on the same texts share: "polnear_quotes/dev" -> "polnear"."""
    return corpus.partition("/")[0].removesuffix("_quotes")


def print_rows(name: str, scores: Scores, floors: dict[str, dict[str, dict[str, float]]]) -> int:
    """Print the figures of one run with their floors; return how many floors are broken."""
    broken = 0
    for metric, value in scores.items():
        floor = floor_of(floors, name, metric)
        fails = floor is not None and (value is None or value < floor)
        broken += fails
        verdict = "" if floor is None else "BROKEN" if fails else "holds"
        print(f"{name:30s} {metric:20s} {shown(value):>8s} {shown(floor):>8s} {verdict}")
    sys.stdout.flush()
    return broken


def tell_spans(workspace: Workspace) -> int:
    """Print what failed and how many spans do not quote; return the exit code."""
    print(f"texts checked: {workspace.checked}")
    print(f"failed: {workspace.failed}")
    print(f"mismatches: {workspace.mismatches}")
    return BROKEN if workspace.mismatches or workspace.failed else HELD


def shown(value: float | None) -> str:
    """Return the figure with three decimals, "-" for none."""
    return "-" if value is None else f"{value:.3f}"


if __name__ == "__main__":
    sys.exit(main())
