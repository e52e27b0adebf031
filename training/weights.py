"""Trained arrays -> the `.npz` file and the card that the package carries."""

import hashlib
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from sayso.models.cards import Card


def write_weights(
    folder: Path,
    name: str,
    arrays: Mapping[str, npt.NDArray[Any]],
    *,
    model: str,
    trained_by: str,
    data: Sequence[str],
    licence: str,
    seed: int,
    scores: Mapping[str, float],
    columns: int,
) -> None:
    """Write `NAME.npz` and its card `NAME.json`; the same arrays give the same bytes."""
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    packed = buffer.getvalue()
    (folder / f"{name}.npz").write_bytes(packed)
    card = Card(
        model=model,
        trained_by=trained_by,
        data=tuple(data),
        licence=licence,
        seed=seed,
        scores=dict(scores),
        columns=columns,
        sha256=hashlib.sha256(packed).hexdigest(),
    )
    text = msgspec.json.format(msgspec.json.encode(card), indent=2)
    (folder / f"{name}.json").write_bytes(text + b"\n")
