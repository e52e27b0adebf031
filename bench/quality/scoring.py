"""Predictions against gold, by the scorers as they are: each a script of its own."""

import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from bench.quality.coding import Prediction
from bench.quality.corpus import read_lines

SCORERS = Path(__file__).parent / "scorers"
PARTS = ("f1", "score", "mean")  # of one metric, the figure that is held against a floor

Scores = dict[str, float | None]


class ScorerError(Exception):
    """A scorer ended with an error; the message is what it printed."""


def write_predictions(path: Path, predictions: Iterable[tuple[str, Prediction]]) -> None:
    """Write one line a document: its id and what was found."""
    with path.open("wb") as lines:
        for name, found in predictions:
            lines.write(msgspec.json.encode({"id": name, "pred": found}) + b"\n")


def write_gold(path: Path, corpus: Path, limit: int | None) -> None:
    """Write the first `limit` lines of the corpus file."""
    with path.open("w", encoding="utf-8") as lines:
        lines.writelines(read_lines(corpus, limit))


def run_scorer(name: str, arguments: Sequence[str | Path]) -> dict[str, Any]:
    """Return the JSON that the scorer prints last. Raises `ScorerError` where it fails."""
    result: dict[str, Any] = json.loads(print_of(name, arguments).rpartition("\n")[2])
    return result


def print_of(name: str, arguments: Sequence[str | Path]) -> str:
    """Return what the scorer prints. Raises `ScorerError` where it fails."""
    command = [sys.executable, str(SCORERS / f"{name}.py"), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ScorerError(done.stderr.strip() or done.stdout.strip())
    return done.stdout.rstrip()


def figures(result: dict[str, Any]) -> Scores:
    """Return one figure a metric of a scorer's result: F1, the score, or the mean."""
    scores: dict[str, Any] = result.get("scores", result)
    return {name: figure(score) for name, score in scores.items()}


def figure(score: object) -> float | None:
    """Return the figure of one metric, None where nothing is defined."""
    if isinstance(score, dict):
        return next((score[part] for part in PARTS if part in score), None)
    return float(score) if isinstance(score, int | float) else None
