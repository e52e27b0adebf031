"""Weights as they lie in the package: a `.npz` file of plain arrays, and the card naming it."""

import hashlib
import io
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from sayso.errors import ModelError


class Card(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where weights come from, and which file is meant."""

    model: str
    trained_by: str  # the script that makes the weights again
    data: tuple[str, ...]
    licence: str
    seed: int
    scores: dict[str, float]
    columns: int
    sha256: str  # of the file of weights


@cache
def load_card(name: str) -> Card:
    """Return the card of the weights called `name`.

    Raises `ModelError` where it is missing or malformed.
    """
    try:
        return msgspec.json.decode((files(__package__) / f"{name}.json").read_bytes(), type=Card)
    except (OSError, msgspec.MsgspecError) as fault:
        raise ModelError(f"the card of the weights {name!r} cannot be read: {fault}") from fault


def load_arrays(name: str) -> dict[str, npt.NDArray[Any]]:
    """Return the arrays in `NAME.npz`.

    Raises `ModelError` where the file is missing, or is not the one that its card names.
    """
    card = load_card(name)
    try:
        data = (files(__package__) / f"{name}.npz").read_bytes()
    except OSError as fault:
        raise ModelError(f"the weights {name!r} cannot be read: {fault}") from fault
    if hashlib.sha256(data).hexdigest() != card.sha256:
        raise ModelError(f"the weights {name!r} are not those of their card; install sayso again")
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        return dict(arrays)
