"""The network of the role reader, in torch: the tagger's encoder with other heads."""

import torch
from torch import Tensor, nn
from torch.nn import functional
from training.attributions.network import SIZE, Base
from training.fillers.examples import Batch

from sayso.extract.fillers.roles import KINDS, ROLES

RARE = -6.0  # where the bias of the kinds starts: most words tell of no incident


class Network(Base):
    """Word pieces -> for each word, scores of opening and going on in each role, and of kinds."""

    def __init__(self) -> None:
        super().__init__()
        self.label = nn.Linear(SIZE, 3 * len(ROLES))
        self.kind = nn.Linear(SIZE, len(KINDS))
        nn.init.constant_(self.kind.bias, RARE)

    def forward(
        self, pieces: Tensor, columns: Tensor, firsts: Tensor, padding: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Return `(examples, words, 3 * ROLES)` and `(examples, words, KINDS)` scores."""
        words = self.read(pieces, columns, firsts, padding)
        return self.label(words), self.kind(words)


def role_loss(scores: Tensor, batch: Batch) -> Tensor:
    """Return the mean cross-entropy of what words are in each role."""
    told = scores[batch.is_word].view(-1, 3)
    return functional.cross_entropy(told, batch.marks[batch.is_word].view(-1))


def kind_loss(scores: Tensor, batch: Batch) -> Tensor:
    """Return the mean cross-entropy of the kinds that messages tell of.

    A message tells of a kind as surely as its words together (noisy or, in logits).
    """
    hidden = scores.masked_fill(~batch.is_word[..., None], -1e4)
    windows = torch.logsumexp(hidden, 1)
    told = torch.stack(
        [
            torch.logsumexp(windows[batch.of_message == number], 0)
            for number in range(len(batch.messages))
        ]
    )
    known = batch.kinds >= 0
    return functional.binary_cross_entropy_with_logits(told[known], batch.kinds[known].float())
