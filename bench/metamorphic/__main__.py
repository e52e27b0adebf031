"""Command line: python -m bench.metamorphic --data DIR [--limit N].

The development part of PolNeAR as it is printed, and in five other ways that mean the same: the
attributions are found and scored in each, as the task `attribution` of the quality bench does.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import msgspec

from bench.metamorphic.variants import VARIANTS, vary
from bench.quality.__main__ import Options, score_task, shown, tell_spans
from bench.quality.coding import Workspace
from bench.quality.corpus import GoldDocument, read_documents
from bench.quality.scoring import Scores
from bench.quality.tasks import TASKS

CORPUS = Path("polnear") / "dev.jsonl.gz"
METRICS = ("source_content", "exact_source", "exact_cue", "exact_content")


def main(argv: Sequence[str] | None = None) -> int:
    """Score every variant and print the table; return 1 where a span does not quote."""
    parser = argparse.ArgumentParser(prog="bench.metamorphic", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of corpora")
    parser.add_argument("--limit", type=int, help="first documents of the corpus only")
    given = parser.parse_args(argv)
    documents = read_documents(given.data / CORPUS, given.limit)
    workspace = Workspace()
    print(f"{'variant':20s} " + " ".join(f"{metric:>21s}" for metric in METRICS))
    before: Scores = {}
    for name in VARIANTS:
        scores = score_variant(documents, name, workspace)
        before = before or scores
        print(f"{name:20s} " + " ".join(cell(scores[each], before[each]) for each in METRICS))
        sys.stdout.flush()
    return tell_spans(workspace)


def score_variant(documents: Sequence[GoldDocument], name: str, workspace: Workspace) -> Scores:
    """Return the figures of the task `attribution` on `documents` in the variant `name`.

    Raises `ScorerError` where the scorer fails.
    """
    workspace.clear()
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "variant.jsonl"
        lines = (msgspec.json.encode(vary(document, name)) for document in documents)
        corpus.write_bytes(b"\n".join(lines) + b"\n")
        return score_task(TASKS["attribution"], corpus, workspace, Options(None, 1, None))


def cell(score: float | None, before: float | None) -> str:
    """Return a figure with its difference to the page as printed."""
    change = None if score is None or before is None else score - before
    return f"{shown(score):>12s} {'-' if change is None else f'{change:+.3f}':>8s}"


if __name__ == "__main__":
    sys.exit(main())
