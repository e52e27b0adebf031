"""Encoders: a trained transformer with its vocabulary, run by onnxruntime on the CPU."""

import os
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

from sayso.models.cards import load_arrays

Floats = npt.NDArray[np.float32]
# Rows of a product are shared out between threads: the numbers are the same with one or two, and
# more gain nothing on windows this short.
THREADS = min(2, os.cpu_count() or 1)
FIRST_PIECE, LAST_PIECE = 101, 102  # [CLS] and [SEP], around every window


@dataclass(frozen=True, slots=True)
class Encoder:
    """A network that scores the words of a window, and the tokenizer that it was trained with."""

    tokenizer: Tokenizer
    session: onnxruntime.InferenceSession

    def read(
        self,
        pieces: npt.NDArray[np.int32],
        columns: npt.NDArray[np.uint8],
        word_of: npt.NDArray[np.int32],
    ) -> tuple[Floats, Floats]:
        """Return label scores `(words, labels)` and link vectors `(words, width)` of a window.

        `pieces` are vocabulary numbers, `columns` one row of features a piece, `word_of` the word
        of each piece, from 0. The same window gives the same numbers, whatever was read before.
        """
        framed = np.concatenate([[FIRST_PIECE], pieces, [LAST_PIECE]])
        beside = np.pad(columns, ((1, 1), (0, 0)))
        firsts = 1 + np.flatnonzero(np.diff(word_of, prepend=-1))
        scores, vectors = self.session.run(
            None,
            {
                "pieces": framed.astype(np.int64),
                "columns": beside.astype(np.int64),
                "firsts": firsts.astype(np.int64),
            },
        )
        return scores, vectors


@cache
def load_encoder(name: str) -> tuple[Encoder, dict[str, npt.NDArray[Any]]]:
    """Return the encoder in `NAME.npz`, and the arrays that come with it.

    The file holds the network ("graph", ONNX) and its vocabulary ("vocabulary", JSON of the
    tokenizers library) as bytes. Raises `ModelError` where the file is missing, or is not the one
    that its card names.
    """
    arrays = load_arrays(name)
    graph, vocabulary = arrays.pop("graph").tobytes(), arrays.pop("vocabulary").tobytes()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = THREADS
    options.inter_op_num_threads = 1
    # a thread that waits does so asleep: the parser beside it needs the core
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    return Encoder(Tokenizer.from_buffer(vocabulary), session), arrays
