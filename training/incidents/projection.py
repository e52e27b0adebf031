"""Projections of word vectors in which mentions of one event lie near each other. Needs torch.

What MiniLM makes of a word says what it is like in any respect; which respects tell that two
triggers name one event is learnt from ECB+ train. Both projections start as the main directions
of all words and are held near them, since 43 stories say little about most words.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch.nn.functional import binary_cross_entropy_with_logits, normalize
from training.incidents.mentions import FOLDS, Mention, folds_of, pairs_within, sampled

from sayso.ledger.incidents.acts import TELLING
from sayso.ledger.incidents.wording import weight_of

Floats = npt.NDArray[np.float32]

WIDTH = 48
EPOCHS = 14
BATCH = 20_000
SHARE = 0.05  # of the pairs of two events
HELD = 2e-3  # how strongly a projection is held near its start
LESS = 0.2  # how much less pairs of two events count than they are many
SEED = 0


@dataclass(frozen=True, slots=True)
class Projections:
    """Two matrices, from the width of the vectors to `WIDTH`."""

    acts: Floats
    parts: Floats


def rows_for(
    words: Sequence[str], vectors: Floats, mentions: Sequence[Mention]
) -> tuple[Floats, Floats]:
    """Return the vectors of the stems and of the sentences of mentions; 0 where there is none."""
    rows = {word: row for row, word in enumerate(words)}
    zero = np.zeros(vectors.shape[1], np.float32)

    def mean(weighed: Sequence[tuple[str, float]]) -> Floats:
        found = [(rows[word], weight) for word, weight in weighed if word in rows]
        if not found:
            return zero
        total: Floats = sum(np.float32(weight) * vectors[row] for row, weight in found)
        return total / np.float32(np.linalg.norm(total) or 1)

    acts = [mean([(word, 1.0) for word in each.telling.stem.split()]) for each in mentions]
    parts = [
        mean(
            [
                (word, weight_of(word) ** 2)
                for word in sorted(each.telling.sentence_words)
                if weight_of(word) > TELLING
            ]
        )
        for each in mentions
    ]
    return np.stack(acts), np.stack(parts)


def main_directions(vectors: Floats) -> Floats:
    """Return the `WIDTH` directions in which words differ most."""
    _, directions = np.linalg.eigh(vectors.T @ vectors)
    main: Floats = directions[:, ::-1][:, :WIDTH].astype(np.float32)
    return main


def learn(
    start: Floats,
    rows: tuple[Floats, Floats],
    pairs: npt.NDArray[np.intp],
    same: npt.NDArray[np.bool_],
) -> tuple[Floats, Floats]:
    """Return the projections of stems and of sentences that fit these pairs."""
    torch.manual_seed(SEED)
    drawn, weights = sampled(same, SHARE, SEED)
    sides = torch.from_numpy(pairs[drawn])
    yes = torch.from_numpy(same[drawn]).float()
    counts = torch.from_numpy(weights[drawn]).float()
    counts = torch.where(yes > 0, counts, LESS * counts)
    counts = counts / counts.mean()
    origin = torch.from_numpy(start)
    matrices = [origin.clone().requires_grad_() for _ in rows]
    scales = torch.tensor([6.0, 3.0, -7.0], requires_grad=True)
    optimizer = torch.optim.Adam(
        [{"params": matrices, "lr": 2e-3}, {"params": [scales], "lr": 0.03}]
    )
    given = [torch.from_numpy(each) for each in rows]
    for _ in range(EPOCHS):
        for batch in torch.randperm(len(sides)).split(BATCH):
            near = [
                (placed[sides[batch, 0]] * placed[sides[batch, 1]]).sum(1)
                for placed in (
                    normalize(each @ matrix, dim=1)
                    for each, matrix in zip(given, matrices, strict=True)
                )
            ]
            odds = scales[0] * near[0] + scales[1] * near[1] + scales[2]
            loss = binary_cross_entropy_with_logits(odds, yes[batch], weight=counts[batch])
            for matrix in matrices:
                loss = loss + HELD * ((matrix - origin) ** 2).sum()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return matrices[0].detach().numpy(), matrices[1].detach().numpy()


def project(
    words: Sequence[str], vectors: Floats, mentions: Sequence[Mention]
) -> list[Projections]:
    """Return the projections learnt without each fold of topics, and last those from all."""
    rows = rows_for(words, vectors, mentions)
    pairs = pairs_within([each.story for each in mentions])
    clusters = np.array([each.cluster for each in mentions])
    same = clusters[pairs[:, 0]] == clusters[pairs[:, 1]]
    home = folds_of([each.topic for each in mentions], FOLDS)[pairs[:, 0]]
    start = main_directions(vectors)
    found = []
    for fold in range(FOLDS + 1):
        others = home != fold
        acts, parts = learn(start, rows, pairs[others], same[others])
        found.append(Projections(acts, parts))
        print("learnt projection", fold, flush=True)
    return found
