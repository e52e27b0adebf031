"""Train the reader of roles: `src/sayso/models/fillers.npz` and its card.

    python -m training.fillers.train --data MUC4 --start attributions.pt

MUC4 is a folder with `train.jsonl.gz` and `dev.jsonl.gz`. The network starts from the attribution
tagger as `training.attributions.train` saves it: so it has read modern news, and knows what stands
beside the words. Needs torch, which the product does not. No text of the corpus goes into the
weights' file.
"""

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer
from training.attributions.train import (
    base_folder,
    optimizer_of,
    plain_tokenizer,
    share_of,
    take_step,
)
from training.fillers.examples import Message, batches_of, read_messages
from training.fillers.export import export
from training.fillers.network import Network, kind_loss, role_loss
from training.fillers.scores import best_thresholds

from sayso.extract.fillers.roles import Role

TARGET = Path("src/sayso/models")
SEED = 1
EPOCHS = 8
BATCH = 3000  # word pieces
RATE = 2.5e-4
WARM_UP = 0.08  # of all steps
ROLE_WEIGHT, KIND_WEIGHT = 10.0, 0.5
CUTS = 1.15  # batches of whole messages are seldom full


def start_from(network: Network, saved: Path) -> None:
    """Take over a saved attribution tagger, all but its heads and what its rules' column says."""
    rules = f"feats.{len(network.feats) - 1}."
    theirs = torch.load(saved, weights_only=True)
    ours = network.state_dict()
    kept = {
        name: weights
        for name, weights in theirs.items()
        if name in ours and not name.startswith(("label.", rules))
    }
    network.load_state_dict(ours | kept)


def train(network: Network, messages: Sequence[Message], epochs: int, seed: int) -> Iterator[int]:
    """Train `network`, and yield the number of each epoch when it ends."""
    torch.manual_seed(seed)
    luck = random.Random(seed)
    optimizer = optimizer_of(network, RATE)
    steps = epochs * sum(len(m.words.pieces) for m in messages) / BATCH * CUTS
    done, start = 0, time.monotonic()
    for epoch in range(epochs):
        network.train()
        for batch in batches_of(messages, luck, BATCH):
            with torch.autocast("cpu", torch.bfloat16):
                scores, kinds = network(batch.pieces, batch.columns, batch.firsts, batch.padding)
            roles, told = role_loss(scores.float(), batch), kind_loss(kinds.float(), batch)
            loss = ROLE_WEIGHT * roles + KIND_WEIGHT * told
            take_step(network, optimizer, loss, share_of(done, steps, WARM_UP))
            done += 1
            if done % 100 == 0:
                spent = time.monotonic() - start
                losses = f"roles {roles:.4f}, kinds {told:.3f}"
                print(f"step {done} of {steps:.0f}: {losses}, {spent:.0f} s", flush=True)
        yield epoch


def main() -> None:
    """Train and export."""
    parser = argparse.ArgumentParser(prog="training.fillers.train", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the corpus")
    parser.add_argument("--start", type=Path, required=True, help="a saved attribution tagger")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--out", type=Path, default=TARGET)
    given = parser.parse_args()
    tokenizer: Tokenizer = plain_tokenizer(base_folder())
    messages = read_messages(given.data / "train.jsonl.gz", tokenizer)
    held_out = read_messages(given.data / "dev.jsonl.gz", tokenizer)
    torch.manual_seed(given.seed)
    network = Network()
    start_from(network, given.start)
    least: dict[Role, float] = {}
    scores: dict[str, float] = {}
    for epoch in train(network, messages, given.epochs, given.seed):
        least, scores = best_thresholds(network, held_out)
        print(epoch, scores, flush=True)
        torch.save(network.state_dict(), given.out / "fillers.pt")
    export(network, tokenizer, least, scores, given.seed, given.out)


if __name__ == "__main__":
    main()
