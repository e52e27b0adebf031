"""Scores that must not fall: `floors.toml`, one table a run, one figure a metric."""

from pathlib import Path

import msgspec

FLOORS = Path(__file__).with_name("floors.toml")

Floors = dict[str, dict[str, dict[str, float]]]  # task -> corpus -> metric -> floor


def load_floors() -> Floors:
    """Return the floors by task, corpus and metric.

    Raises `msgspec.DecodeError` where the file is malformed.
    """
    return msgspec.toml.decode(FLOORS.read_bytes(), type=Floors)


def floor_of(floors: Floors, run: str, metric: str) -> float | None:
    """Return the floor of one metric of the run "task.corpus", None where none is set."""
    task, _, corpus = run.partition(".")
    return floors.get(task, {}).get(corpus, {}).get(metric)
